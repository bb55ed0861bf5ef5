use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::response::{bad, unknown};
use crate::model::client::Client;
use crate::model::members::{AccountStatus, Member};
use crate::model::password::Password;
use crate::state::State;

/// The calls for members and their mail.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/_control/clients/{id}/outbox", get(outbox))
        .route("/_control/clients/{id}/members", get(list).post(add))
        .route("/_control/clients/{id}/members/{action}", post(run_action))
}

async fn outbox(Extract(state): Extract<State>, Path(id): Path<String>) -> Response {
    with(&state, &id, |client| {
        Json(json!(client.outbox)).into_response()
    })
}

/// All members, in the order of their e-mails.
async fn list(Extract(state): Extract<State>, Path(id): Path<String>) -> Response {
    with(&state, &id, |client| {
        let mut members: Vec<_> = client.members.all().collect();
        members.sort_unstable_by(|a, b| a.email.cmp(&b.email));
        let members = members.into_iter().map(|member| {
            json!({
                "memberId": member.id,
                "email": member.email,
                "nickname": member.nickname,
                "status": Status::of(member.status),
            })
        });
        Json(members.collect::<Value>()).into_response()
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewMember {
    email: String,
    password: Option<String>,
    #[serde(default)]
    status: Status,
    nickname: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    #[default]
    Active,
    /// The owner has to approve first.
    Pending,
    /// Has to enter the code from the mail.
    Unverified,
    /// Has to set a new password.
    Reset,
    Blocked,
}

async fn add(Extract(state): Extract<State>, Path(id): Path<String>, body: Bytes) -> Response {
    let new_member: NewMember = match serde_json::from_slice(&body) {
        Ok(new_member) => new_member,
        Err(error) => return bad(&error.to_string()),
    };
    with(&state, &id, |client| {
        if client.members.find_by_email(&new_member.email).is_some() {
            return bad("this e-mail is registered already");
        }
        let password = new_member.password.as_deref().and_then(Password::of);
        let member = client.members.add(&new_member.email, password);
        new_member.apply(member);
        Json(json!({ "memberId": member.id })).into_response()
    })
}

impl Status {
    fn of(status: AccountStatus) -> Self {
        match status {
            AccountStatus::Active => Self::Active,
            AccountStatus::PendingApproval { .. } => Self::Pending,
            AccountStatus::Unverified => Self::Unverified,
            AccountStatus::MustReset => Self::Reset,
            AccountStatus::Blocked => Self::Blocked,
        }
    }
}

impl NewMember {
    fn apply(&self, member: &mut Member) {
        member.status = match self.status {
            Status::Active => AccountStatus::Active,
            Status::Pending => AccountStatus::PendingApproval { unverified: false },
            Status::Unverified => AccountStatus::Unverified,
            Status::Reset => AccountStatus::MustReset,
            Status::Blocked => AccountStatus::Blocked,
        };
        member.verified = member.status != AccountStatus::Unverified;
        if let Some(nickname) = &self.nickname {
            nickname.clone_into(&mut member.nickname);
        }
    }
}

async fn run_action(
    Extract(state): Extract<State>,
    Path((id, action)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(email) = body["email"].as_str() else {
        return bad("whom? send email");
    };
    with(&state, &id, |client| {
        let Some(member) = client.members.find_by_email(email) else {
            return unknown();
        };
        match action.as_str() {
            "approve" => member.status = member.status.approved(),
            "block" => member.status = AccountStatus::Blocked,
            _ => return unknown(),
        }
        Json(json!({ "memberId": member.id })).into_response()
    })
}

fn with(state: &State, id: &str, work: impl FnOnce(&mut Client) -> Response) -> Response {
    let database = &mut *state.database();
    let client = database
        .client_id(id)
        .and_then(|id| database.clients.get_mut(&id));
    client.map_or_else(unknown, work)
}
