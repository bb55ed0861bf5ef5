//! Who a token belongs to, by the word of the server.
//! <https://dev.wix.com/docs/rest/app-management/oauth-2/token-info>

use alloc::string::String;

use serde::{Deserialize, Deserializer, Serialize};

use super::api_error::{ApiError, Head};
use super::lenient;
use crate::oauth::lines::number;
use crate::oauth::token::AccessToken;

/// Where it is asked, below the API's origin.
pub const PATH: &str = "/oauth2/token-info";

/// The question.
#[derive(Serialize)]
pub struct Request<'a> {
    token: &'a str,
}

impl<'a> Request<'a> {
    /// About this token. A refresh token is never asked about.
    pub fn new(token: &'a AccessToken) -> Request<'a> {
        Request {
            token: token.expose(),
        }
    }
}

/// The answer, in natives: Wix renders some as texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenInfo {
    /// Whether the token is good; if not, nothing else need be true.
    pub active: bool,
    /// `VISITOR`, `MEMBER`, `USER`, `APP`, `UNKNOWN`, or whatever the server
    /// says, verbatim.
    pub subject_type: String,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_id: Option<String>,
    /// When the token ends, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<u64>,
    /// When it was issued, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<u64>,
    /// The client that it was issued to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_id: Option<String>,
    /// The app on the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// What the app is paid as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_product_id: Option<String>,
}

/// Reads the answer. A success that is no JSON object is an error as well, with
/// its status and nothing more.
pub fn read<'de, D: Deserializer<'de>>(head: Head, body: Option<D>) -> Result<TokenInfo, ApiError> {
    if !head.is_ok() {
        return Err(ApiError::read(head, body));
    }
    body.and_then(|body| Answer::deserialize(body).ok())
        .map(Answer::natives)
        .ok_or_else(|| ApiError::bare(head))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default, deserialize_with = "lenient::loose")]
    active: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    subject_type: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    subject_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::loose")]
    exp: Option<String>,
    #[serde(default, deserialize_with = "lenient::loose")]
    iat: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    client_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    account_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    site_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    instance_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    vendor_product_id: Option<String>,
}

impl Answer {
    /// What does not say that it is active is not.
    fn natives(self) -> TokenInfo {
        let time = |text: Option<String>| text.and_then(|text| number(&text));
        TokenInfo {
            active: self.active.as_deref() == Some("true"),
            subject_type: self.subject_type.unwrap_or_else(|| UNKNOWN.into()),
            subject_id: self.subject_id,
            exp: time(self.exp),
            iat: time(self.iat),
            client_id: self.client_id,
            account_id: self.account_id,
            site_id: self.site_id,
            instance_id: self.instance_id,
            vendor_product_id: self.vendor_product_id,
        }
    }
}

const UNKNOWN: &str = "UNKNOWN";
