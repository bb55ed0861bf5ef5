use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::authorization_request::{AuthorizationRequest, Mode};
use crate::http::page::{Framed, Page, Script, redirect};
use crate::http::url::with_query;
use crate::model::authorization_codes::Code;
use crate::model::members::AccountStatus;
use crate::model::settings::milliseconds;
use crate::model::subject::Subject;
use crate::model::web_message::WebMessage;
use crate::model::wix_sessions::WixSession;
use crate::origin::Origins;
use crate::state::Database;

/// The response to an authorization request: RFC 6749 sections 4.1.2 and 4.1.2.1.
pub enum AuthorizationResponse {
    /// The member who logged in, with this request or before.
    Granted(Uuid),
    Denied {
        error: String,
        description: &'static str,
    },
}

impl AuthorizationResponse {
    pub fn denied(error: &str, description: &'static str) -> Self {
        Self::Denied {
            error: error.to_owned(),
            description,
        }
    }

    /// Sends it to the app in the response mode of the request.
    pub fn send(
        self,
        database: &mut Database,
        origins: &Origins,
        request: &AuthorizationRequest,
    ) -> Response {
        if request.rejected {
            return post(request, origins, json!({}));
        }
        let (parameters, member) = match self {
            Self::Granted(member) => match issue(database, request, member) {
                Some(code) => (vec![("code", code)], Some(member)),
                None => (blocked(), None),
            },
            Self::Denied { error, description } => (refusal(error, description), None),
        };
        let mut parameters: Vec<_> = parameters
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v))
            .collect();
        if let Some(state) = &request.state {
            parameters.push(("state".to_owned(), state.clone()));
        }
        let cookies = member.map(|member| {
            database.wix_sessions.open(WixSession {
                client: request.client,
                subject: Subject::Member(member),
            })
        });
        let response = redirect_or_post(request, origins, parameters);
        (cookies.unwrap_or_default(), response).into_response()
    }
}

fn refusal(error: String, description: &str) -> Vec<(&'static str, String)> {
    vec![
        ("error", error),
        ("error_description", description.to_owned()),
    ]
}

fn blocked() -> Vec<(&'static str, String)> {
    refusal("access_denied".to_owned(), "this member may not come in")
}

fn issue(database: &mut Database, request: &AuthorizationRequest, member: Uuid) -> Option<String> {
    let client = database.clients.get_mut(&request.client)?;
    if client.members.get(member)?.status != AccountStatus::Active {
        return None;
    }
    client.codes.issued = client.codes.issued.saturating_add(1);
    let code = Code {
        client: request.client,
        member,
        visitor: request.visitor(),
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone()?,
    };
    Some(
        database
            .authorization_codes
            .issue(code, milliseconds(request.settings.code_ttl)),
    )
}

fn redirect_or_post(
    request: &AuthorizationRequest,
    origins: &Origins,
    parameters: Vec<(String, String)>,
) -> Response {
    match (request.mode, &request.redirect_uri) {
        (Mode::Query, Some(uri)) => redirect(&with_query(uri, &parameters)),
        (Mode::Fragment, Some(uri)) => {
            let parameters = with_query("", &parameters);
            redirect(&format!("{uri}#{}", parameters.trim_start_matches('?')))
        }
        (Mode::WebMessage, _) | (_, None) => {
            let parameters = parameters.into_iter().map(|(k, v)| (k, Value::from(v)));
            post(request, origins, parameters.collect::<Map<_, _>>().into())
        }
    }
}

/// A page whose script posts the response to the page around it, or a refusal if that is not allowed.
fn post(request: &AuthorizationRequest, origins: &Origins, parameters: Value) -> Response {
    let setting = &request.settings.web_message;
    let refusal = json!({
        "state": request.state,
        "error": "redirect_uri_not_allowed",
        "metaSiteId": request.settings.site_id,
    });
    let script_parameters =
        setting.script_parameters(parameters, refusal, request.domains.clone(), &origins.wix);
    let mut page = Page::new("One moment", String::new());
    page.framed = match setting {
        WebMessage::Blocked => Framed::Nowhere,
        _ => Framed::Anywhere,
    };
    page.script = Some(Script {
        path: "/web-message.js",
        parameters: json!(script_parameters).to_string(),
    });
    page.into_response()
}
