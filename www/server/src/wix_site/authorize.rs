use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use super::authorization_request::AuthorizationRequest;
use super::authorization_response::AuthorizationResponse;
use super::external_login;
use super::login_page::{LoginView, page};
use crate::auth::caller::Caller;
use crate::error::wix::WixError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::http::page::{Page, redirect};
use crate::http::query::Query;
use crate::model::external_logins::PendingLogin;
use crate::model::login::{LoginForm, LoginStep};
use crate::model::session_tokens::IssuedFor;
use crate::origin::Origins;
use crate::state::{Database, State};

/// `GET /_api/oauth2/authorize`: responds, or shows the login page.
pub async fn show(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
    cookies: CookieJar,
) -> Response {
    let origins = state.origins();
    with_faults(
        &state,
        &connection,
        caller.client,
        "authorize",
        |database| match AuthorizationRequest::read(database, origins, &Query::of(&uri), &headers) {
            Err(message) => Page::refusal(message).into_response(),
            Ok(request) => begin(database, origins, &uri, &cookies, &request),
        },
    )
    .await
}

fn begin(
    database: &mut Database,
    origins: &Origins,
    uri: &Uri,
    cookies: &CookieJar,
    request: &AuthorizationRequest,
) -> Response {
    if let Some(response) = immediate_response(database, cookies, request) {
        return response.send(database, origins, request);
    }
    if let Some(connection) = request.idp {
        let login = PendingLogin {
            client: request.client,
            request: uri.to_string(),
            connection,
        };
        return redirect(&external_login::start(
            &mut database.external_logins,
            origins,
            login,
        ));
    }
    let view = LoginView::Password {
        problem: None,
        email: "",
    };
    page(&view, uri, origins, request).into_response()
}

/// The response that needs no login page, if there is one.
fn immediate_response(
    database: &mut Database,
    cookies: &CookieJar,
    request: &AuthorizationRequest,
) -> Option<AuthorizationResponse> {
    if request.response_type.as_deref() != Some("code") {
        let description = "the response type is code";
        return Some(AuthorizationResponse::denied(
            "unsupported_response_type",
            description,
        ));
    }
    if request.challenge.is_none() {
        let description = "a code challenge of the method S256 is needed";
        return Some(AuthorizationResponse::denied(
            "invalid_request",
            description,
        ));
    }
    if let Some((token, IssuedFor::Login(login))) = &request.session_token {
        // A page that may not receive the response does not use the login up.
        let site = database.clients.get_mut(&request.client);
        if let Some(site) = site.filter(|_| !request.rejected) {
            site.session_tokens.consume(token);
        }
        return Some(AuthorizationResponse::Granted(login.member));
    }
    let known = database.wix_sessions.of(cookies, request.client);
    let member = known.and_then(|session| session.subject.member());
    match (request.prompt.as_deref(), member) {
        (Some("none"), Some(member)) => Some(AuthorizationResponse::Granted(member)),
        (None, Some(member)) if request.idp.is_none() => {
            Some(AuthorizationResponse::Granted(member))
        }
        (Some("none"), None) => {
            let error = request.settings.no_session_error.as_str();
            Some(AuthorizationResponse::denied(
                error,
                "nobody is logged in here",
            ))
        }
        _ => None,
    }
}

/// `POST` to the same address: the form of the login page.
pub async fn submit(
    Extract(state): Extract<State>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let origins = state.origins();
    let database = &mut *state.database();
    match AuthorizationRequest::read(database, origins, &Query::of(&uri), &headers) {
        Err(message) => Page::refusal(message).into_response(),
        Ok(request) => submitted(database, origins, &uri, &request, &FormFields::read(&body)),
    }
}

fn submitted(
    database: &mut Database,
    origins: &Origins,
    uri: &Uri,
    request: &AuthorizationRequest,
    fields: &FormFields,
) -> Response {
    let step = match fields.value("do") {
        "cancel" => {
            let response = AuthorizationResponse::denied("access_denied", "the person went back");
            return response.send(database, origins, request);
        }
        action => {
            let site = database.clients.get_mut(&request.client);
            let site = site.ok_or_else(WixError::unauthenticated);
            site.and_then(|site| match action {
                "sign-up" => site.sign_up(&fields.form(request), None),
                "verify" => {
                    let (state_token, code) = (fields.value("stateToken"), fields.value("code"));
                    site.verify(request.visitor(), state_token, code)
                }
                _ => site.log_in(&fields.form(request)),
            })
        }
    };
    let problem = step.as_ref().err().map(WixError::description);
    let view = match &step {
        Ok(LoginStep::Complete(member)) => {
            return AuthorizationResponse::Granted(*member).send(database, origins, request);
        }
        Ok(LoginStep::AwaitApproval(_)) => LoginView::AwaitApproval,
        Ok(LoginStep::VerifyEmail { state_token, .. }) => LoginView::Code {
            problem: None,
            state_token,
        },
        Err(_) if fields.value("do") == "verify" => LoginView::Code {
            problem,
            state_token: fields.value("stateToken"),
        },
        Err(_) => LoginView::Password {
            problem,
            email: fields.value("email"),
        },
    };
    page(&view, uri, origins, request).into_response()
}

/// The fields of a submitted form.
struct FormFields(Vec<(String, String)>);

impl FormFields {
    fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Empty if it was not sent.
    fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    fn form(&self, request: &AuthorizationRequest) -> LoginForm<'_> {
        LoginForm {
            visitor: request.visitor(),
            email: self.value("email"),
            password: self.value("password"),
        }
    }
}
