//! Who a token belongs to: what the server says.

use super::{Code, Ended, Host, Refusal, Speaker};
use crate::Error;
use crate::json::Json;
use crate::wix::token_info;

/// Asks about the page's token, renewed first if that is due.
pub async fn token_info(host: &impl Host) -> Ended<Json> {
    let Some(token) = host.access_token().await else {
        return Err(Code::Tokens(Error::InvalidTokenResponse).bare());
    };
    let question = token_info::request(&token);
    let reply = host
        .post(Speaker::Nobody, token_info::PATH, &question)
        .await;
    token_info::parse(reply.head, &reply.body).map_err(|error| Refusal::api(&error))
}
