use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use super::authorization_request::Authorization;
use super::authorization_response::Verdict;
use super::external_login;
use super::login_page::{Sheet, page};
use crate::auth::caller::Caller;
use crate::error::wix::WixError;
use crate::fault_injection::asked;
use crate::http::connection::Wire;
use crate::http::page::{Page, go};
use crate::http::query::Query;
use crate::model::external_logins::Visit;
use crate::model::login::{LoginForm, LoginStep};
use crate::model::session_tokens::Meaning;
use crate::origin::Origins;
use crate::state::{Database, State};

/// `GET /_api/oauth2/authorize`: answers, or shows the login page.
pub async fn show(
    Extract(state): Extract<State>,
    Extension(wire): Extension<Wire>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
    cookies: CookieJar,
) -> Response {
    let origins = state.origins();
    asked(
        &state,
        &wire,
        caller.client,
        "authorize",
        |database| match Authorization::read(database, origins, &Query::of(&uri), &headers) {
            Err(told) => Page::refusal(told).into_response(),
            Ok(asked) => begin(database, origins, &uri, &cookies, &asked),
        },
    )
    .await
}

fn begin(
    database: &mut Database,
    origins: &Origins,
    uri: &Uri,
    cookies: &CookieJar,
    asked: &Authorization,
) -> Response {
    if let Some(verdict) = verdict(database, cookies, asked) {
        return verdict.tell(database, origins, asked);
    }
    if let Some(connection) = asked.idp {
        let visit = Visit {
            client: asked.client,
            request: uri.to_string(),
            connection,
        };
        return go(&external_login::start(
            &mut database.idp_visits,
            origins,
            visit,
        ));
    }
    let sheet = Sheet::Password {
        problem: None,
        email: "",
    };
    page(&sheet, uri, origins, asked).into_response()
}

/// What can be said without asking the person.
fn verdict(database: &mut Database, cookies: &CookieJar, asked: &Authorization) -> Option<Verdict> {
    if asked.response_type.as_deref() != Some("code") {
        let told = "the response type is code";
        return Some(Verdict::denied("unsupported_response_type", told));
    }
    if asked.challenge.is_none() {
        let told = "a code challenge of the method S256 is needed";
        return Some(Verdict::denied("invalid_request", told));
    }
    if let Some((token, Meaning::Login(login))) = &asked.session_token {
        // A page that may not hear the answer does not use the login up.
        let site = database.clients.get_mut(&asked.client);
        if let Some(site) = site.filter(|_| !asked.rejected) {
            site.session_tokens.spend(token);
        }
        return Some(Verdict::Granted(login.member));
    }
    let known = database.wix_sessions.of(cookies, asked.client);
    let member = known.and_then(|session| session.subject.member());
    match (asked.prompt.as_deref(), member) {
        (Some("none"), Some(member)) => Some(Verdict::Granted(member)),
        (None, Some(member)) if asked.idp.is_none() => Some(Verdict::Granted(member)),
        (Some("none"), None) => {
            let error = asked.settings.no_session_error.as_str();
            Some(Verdict::denied(error, "nobody is logged in here"))
        }
        _ => None,
    }
}

/// `POST` to the same address: what somebody typed into the login page.
pub async fn submit(
    Extract(state): Extract<State>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let origins = state.origins();
    let database = &mut *state.database();
    match Authorization::read(database, origins, &Query::of(&uri), &headers) {
        Err(told) => Page::refusal(told).into_response(),
        Ok(asked) => typed(database, origins, &uri, &asked, &Typed::read(&body)),
    }
}

fn typed(
    database: &mut Database,
    origins: &Origins,
    uri: &Uri,
    asked: &Authorization,
    typed: &Typed,
) -> Response {
    let step = match typed.value("do") {
        "cancel" => {
            let verdict = Verdict::denied("access_denied", "the person went back");
            return verdict.tell(database, origins, asked);
        }
        action => {
            let site = database.clients.get_mut(&asked.client);
            let site = site.ok_or_else(WixError::unauthenticated);
            site.and_then(|site| match action {
                "sign-up" => site.sign_up(&typed.form(asked), None),
                "verify" => {
                    let (state_token, code) = (typed.value("stateToken"), typed.value("code"));
                    site.verify(asked.visitor(), state_token, code)
                }
                _ => site.log_in(&typed.form(asked)),
            })
        }
    };
    let problem = step.as_ref().err().map(WixError::told);
    let sheet = match &step {
        Ok(LoginStep::Complete(member)) => {
            return Verdict::Granted(*member).tell(database, origins, asked);
        }
        Ok(LoginStep::AwaitApproval(_)) => Sheet::Wait,
        Ok(LoginStep::VerifyEmail { state_token, .. }) => Sheet::Code {
            problem: None,
            state_token,
        },
        Err(_) if typed.value("do") == "verify" => Sheet::Code {
            problem,
            state_token: typed.value("stateToken"),
        },
        Err(_) => Sheet::Password {
            problem,
            email: typed.value("email"),
        },
    };
    page(&sheet, uri, origins, asked).into_response()
}

/// The fields of a form.
struct Typed(Vec<(String, String)>);

impl Typed {
    fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Not there is empty.
    fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    fn form(&self, asked: &Authorization) -> LoginForm<'_> {
        LoginForm {
            visitor: asked.visitor(),
            email: self.value("email"),
            password: self.value("password"),
        }
    }
}
