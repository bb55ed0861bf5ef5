use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, State as Extract};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, post};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::auth::principal::Principal;
use crate::auth::server_signature::ServerSignature;
use crate::error::wix::WixError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::model::client::Client;
use crate::model::login::LoginStep;
use crate::model::members::Member;
use crate::model::session_tokens::Login;
use crate::model::settings::milliseconds;
use crate::origin::Origins;
use crate::state::{Database, State};

pub type Work = fn(&mut Client, &Origins, Principal, &Value) -> Result<Value, WixError>;

/// One call of the login API.
#[derive(Clone, Copy)]
pub struct Step {
    /// The name of its fault.
    name: &'static str,
    /// Whether it is for servers, which add an API key.
    server: bool,
    process: Work,
}

impl Step {
    pub fn of_page(name: &'static str, process: Work) -> Self {
        let server = false;
        Self {
            name,
            server,
            process,
        }
    }

    pub fn of_server(name: &'static str, process: Work) -> Self {
        let server = true;
        Self {
            name,
            server,
            process,
        }
    }

    pub fn route(self) -> MethodRouter<State> {
        post(
            async move |Extract(state): Extract<State>,
                        Extension(connection): Extension<Connection>,
                        Extension(caller): Extension<Caller>,
                        headers: HeaderMap,
                        body: Bytes| {
                with_faults(&state, &connection, caller.client, self.name, |database| {
                    self.run(database, state.origins(), caller, &headers, &body)
                        .map(Json)
                        .into_response()
                })
                .await
            },
        )
    }

    fn run(
        self,
        database: &mut Database,
        origins: &Origins,
        caller: Caller,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Value, WixError> {
        let principal = if self.server {
            ServerSignature::read(database, headers).and_then(|signature| signature.principal())
        } else {
            caller.principal()
        };
        let principal = principal.ok_or_else(WixError::unauthenticated)?;
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        if !body.is_object() {
            return Err(WixError::unreadable("the body is not a JSON object"));
        }
        let site = database.clients.get_mut(&principal.client);
        let site = site.ok_or_else(WixError::unauthenticated)?;
        (self.process)(site, origins, principal, &body)
    }
}

/// The text of a required field.
pub fn text<'a>(body: &'a Value, field: &'static str) -> Result<&'a str, WixError> {
    let pointer = format!("/{}", field.replace('.', "/"));
    let text = body.pointer(&pointer).and_then(Value::as_str);
    let text = text.filter(|text| !text.is_empty());
    text.ok_or_else(|| WixError::field(field, "REQUIRED_FIELD", "must not be empty", json!({})))
}

/// The response of the state machine.
pub fn state(site: &mut Client, principal: Principal, step: LoginStep) -> Value {
    let (state, member, token) = match step {
        LoginStep::Complete(member) => {
            let token = session_token(site, principal, member);
            ("SUCCESS", member, Some(("sessionToken", token)))
        }
        LoginStep::VerifyEmail {
            member,
            state_token,
        } => {
            let token = ("stateToken", state_token);
            ("REQUIRE_EMAIL_VERIFICATION", member, Some(token))
        }
        LoginStep::AwaitApproval(member) => ("REQUIRE_OWNER_APPROVAL", member, None),
    };
    let identity = site.members.get(member).map(Member::identity);
    let mut response = json!({ "state": state, "identity": identity });
    if let Some((name, token)) = token {
        response[name] = token.into();
    }
    response
}

/// The session token with which a direct login is exchanged for tokens.
pub fn session_token(site: &mut Client, principal: Principal, member: Uuid) -> String {
    let ttl = milliseconds(site.settings.session_token_ttl);
    let login = Login {
        member,
        visitor: principal.subject,
    };
    site.session_tokens.issue_for_login(login, ttl)
}
