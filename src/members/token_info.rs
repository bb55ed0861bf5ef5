//! Which visitor or member the current access token was issued to, by token-info.

use super::host::{Host, Signer};
use super::refusal::{ErrorCode, Refusal};
use crate::Error;
use crate::json::Json;
use crate::wix::token_info::{PATH, parse, request};

/// Looks up the current access token, which is renewed first if it is due.
pub async fn token_info(host: &impl Host) -> Result<Json, Refusal> {
    let Some(token) = host.access_token().await else {
        return Err(ErrorCode::Tokens(Error::InvalidTokenResponse).into());
    };
    let response = host.post(Signer::Nobody, PATH, &request(&token)).await;
    parse(response.head, &response.body).map_err(|error| Refusal::api(&error))
}
