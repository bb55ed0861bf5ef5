use axum::extract::{Extension, State as Extract};
use axum::http::Uri;
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
use crate::http::query::Query;
use crate::model::members::Member;
use crate::state::{Database, State};
use crate::wix_api::paths::below_api_too;

/// `GET /members/v1/members/my`: the member of the token. `?fieldsets=FULL`: with the e-mail.
pub fn routes() -> Router<State> {
    below_api_too([("/members/v1/members/my", get(my))])
}

async fn my(
    Extract(state): Extract<State>,
    Extension(connection): Extension<Connection>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
) -> Response {
    let query = Query::of(&uri);
    let is_whole = ["EXTENDED", "FULL"]
        .iter()
        .any(|set| query.has_value("fieldsets", set));
    with_faults(
        &state,
        &connection,
        caller.client,
        "members-my",
        |database| {
            let member = member_of(database, caller).map(|member| {
                if is_whole {
                    whole(member)
                } else {
                    public(member)
                }
            });
            member
                .map(|member| Json(json!({ "member": member })))
                .into_response()
        },
    )
    .await
}

fn member_of(database: &Database, caller: Caller) -> Result<&Member, WixError> {
    let principal = caller.principal();
    let Principal { client, subject } = principal.ok_or_else(WixError::unauthenticated)?;
    let site = database.clients.get(&client);
    let member = subject.member().and_then(|id| site?.members.get(id));
    member.ok_or_else(|| WixError::forbidden("this is no member's token"))
}

/// What others may see of a member, too.
fn public(member: &Member) -> Value {
    json!({
        "id": member.id,
        "status": "UNKNOWN",
        "privacyStatus": "UNKNOWN",
        "activityStatus": "UNKNOWN",
        "profile": { "nickname": member.nickname, "slug": member.nickname },
    })
}

fn whole(member: &Member) -> Value {
    let since = clock::iso(member.since);
    json!({
        "id": member.id,
        "loginEmail": member.email,
        "loginEmailVerified": member.verified,
        "status": "APPROVED",
        "privacyStatus": "PUBLIC",
        "activityStatus": "ACTIVE",
        "profile": { "nickname": member.nickname, "slug": member.nickname },
        "createdDate": since,
        "updatedDate": since,
    })
}
