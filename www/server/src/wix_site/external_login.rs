use axum::extract::State as Extract;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};

use super::authorization_request::AuthorizationRequest;
use super::authorization_response::AuthorizationResponse;
use super::login_page::{LoginView, page};
use crate::error::wix::WixError;
use crate::http::page::Page;
use crate::http::query::Query;
use crate::http::url::with_query;
use crate::idp::callback_url;
use crate::model::client::Client;
use crate::model::external_logins::{ExternalLogins, PendingLogin};
use crate::model::login::LoginStep;
use crate::model::members::AccountStatus;
use crate::model::people::Person;
use crate::origin::Origins;
use crate::state::State;

/// The address at the identity provider that authenticates the person.
pub fn start(logins: &mut ExternalLogins, origins: &Origins, login: PendingLogin) -> String {
    let (client, connection) = (login.client, login.connection);
    let parameters = [
        ("client", client.to_string()),
        ("connection", connection.to_string()),
        ("redirect_uri", callback_url(origins)),
        ("state", logins.start(login)),
    ];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value));
    with_query(&format!("{}/authorize", origins.idp), &parameters)
}

/// The identity provider has verified the e-mail: an account with that e-mail is the person's.
fn log_in(site: Option<&mut Client>, person: &Person) -> Result<LoginStep, WixError> {
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

/// `GET /_api/idp/callback`: the identity provider has responded, and the
/// authorization continues.
pub async fn callback(Extract(state): Extract<State>, uri: Uri, headers: HeaderMap) -> Response {
    let query = Query::of(&uri);
    let database = &mut *state.database();
    let origins = state.origins();
    let login = query
        .value("state")
        .and_then(|state| database.external_logins.finish(state));
    let request_uri = login.and_then(|login| login.request.parse::<Uri>().ok());
    let Some(request_uri) = request_uri else {
        return Page::refusal("There is no pending login with this state.").into_response();
    };
    let request =
        match AuthorizationRequest::read(database, origins, &Query::of(&request_uri), &headers) {
            Err(message) => return Page::refusal(message).into_response(),
            Ok(request) => request,
        };
    let person = query
        .value("code")
        .and_then(|code| database.external_logins.redeem_code(code));
    let step = person.map(|person| log_in(database.clients.get_mut(&request.client), person));
    let response = match step {
        Some(Ok(LoginStep::Complete(member))) => AuthorizationResponse::Granted(member),
        Some(Ok(LoginStep::AwaitApproval(_) | LoginStep::VerifyEmail { .. })) => {
            return page(&LoginView::AwaitApproval, &request_uri, origins, &request)
                .into_response();
        }
        Some(Err(_)) => {
            AuthorizationResponse::denied("access_denied", "this member may not come in")
        }
        None => AuthorizationResponse::denied("access_denied", "the person went back"),
    };
    response.send(database, origins, &request)
}
