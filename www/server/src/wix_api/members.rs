use axum::extract::{Extension, State as Extract};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::auth::caller::Caller;
use crate::auth::principal::Principal;
use crate::clock;
use crate::error::wix::WixError;
use crate::fault_injection::with_faults;
use crate::http::connection::Connection;
use crate::state::{Database, State};
use crate::wix_api::paths::below_api_too;

/// `GET /members/v1/members/my`: the member of the token.
pub fn routes() -> Router<State> {
    below_api_too([("/members/v1/members/my", get(my))])
}

async fn my(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    Extension(caller): Extension<Caller>,
) -> Response {
    with_faults(
        &state,
        &connection,
        caller.client,
        "members-my",
        |database| member_of(database, caller).map(Json).into_response(),
    )
    .await
}

fn member_of(database: &Database, caller: Caller) -> Result<Value, WixError> {
    let principal = caller.principal();
    let Principal { client, subject } = principal.ok_or_else(WixError::unauthenticated)?;
    let site = database.clients.get(&client);
    let member = subject.member().and_then(|id| site?.members.get(id));
    let member = member.ok_or_else(|| WixError::forbidden("this is no member's token"))?;
    let since = clock::iso(member.since);
    Ok(json!({ "member": {
        "id": member.id,
        "loginEmail": member.email,
        "loginEmailVerified": member.verified,
        "status": "APPROVED",
        "privacyStatus": "PUBLIC",
        "activityStatus": "ACTIVE",
        "profile": { "nickname": member.nickname, "slug": member.nickname },
        "createdDate": since,
        "updatedDate": since,
    } }))
}
