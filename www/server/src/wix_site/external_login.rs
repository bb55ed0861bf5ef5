use axum::extract::State as Extract;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};

use super::authorization_request::Authorization;
use super::authorization_response::Verdict;
use super::login_page::{Sheet, page};
use crate::error::wix::WixError;
use crate::http::page::Page;
use crate::http::query::Query;
use crate::http::url::with_query;
use crate::idp::callback;
use crate::model::client::Client;
use crate::model::external_logins::{IdpVisits, Visit};
use crate::model::login::LoginStep;
use crate::model::members::AccountStatus;
use crate::model::people::Person;
use crate::origin::Origins;
use crate::state::State;

/// Where to send somebody who has an account elsewhere.
pub fn start(visits: &mut IdpVisits, origins: &Origins, visit: Visit) -> String {
    let (client, connection) = (visit.client, visit.connection);
    let parameters = [
        ("client", client.to_string()),
        ("connection", connection.to_string()),
        ("redirect_uri", callback(origins)),
        ("state", visits.leave(visit)),
    ];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value));
    with_query(&format!("{}/authorize", origins.idp), &parameters)
}

/// Who comes from there has a verified e-mail: an account with that e-mail is theirs.
fn vouched(site: Option<&mut Client>, person: &Person) -> Result<LoginStep, WixError> {
    let site = site.ok_or_else(WixError::unauthenticated)?;
    let new = site.members.find_by_email(person.email).is_none();
    let id = site.members.find_or_add(person.email, Some(person.name));
    let approval = new && site.settings.owner_approval;
    if let Some(member) = site.members.get_mut(id).filter(|_| approval) {
        member.status = AccountStatus::PendingApproval { unverified: false };
    }
    site.confirm_email(id)?;
    site.next_step(None, id)
}

/// `GET /_api/idp/callback`: the other authority has answered, and the authorization goes on.
pub async fn back(Extract(state): Extract<State>, uri: Uri, headers: HeaderMap) -> Response {
    let query = Query::of(&uri);
    let database = &mut *state.database();
    let origins = state.origins();
    let visit = query
        .value("state")
        .and_then(|state| database.idp_visits.come_back(state));
    let request = visit.and_then(|visit| visit.request.parse::<Uri>().ok());
    let Some(request) = request else {
        return Page::refusal("Nobody was away under this name.").into_response();
    };
    let asked = match Authorization::read(database, origins, &Query::of(&request), &headers) {
        Err(told) => return Page::refusal(told).into_response(),
        Ok(asked) => asked,
    };
    let person = query
        .value("code")
        .and_then(|code| database.idp_visits.person(code));
    let step = person.map(|person| vouched(database.clients.get_mut(&asked.client), person));
    let verdict = match step {
        Some(Ok(LoginStep::Complete(member))) => Verdict::Granted(member),
        Some(Ok(LoginStep::AwaitApproval(_) | LoginStep::VerifyEmail { .. })) => {
            return page(&Sheet::Wait, &request, origins, &asked).into_response();
        }
        Some(Err(_)) => Verdict::denied("access_denied", "this member may not come in"),
        None => Verdict::denied("access_denied", "the person went back"),
    };
    verdict.tell(database, origins, &asked)
}
