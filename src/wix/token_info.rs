//! Token-info: whom an access token was issued to, according to the server.
//! <https://dev.wix.com/docs/rest/app-management/oauth-2/token-info>

use super::api_error::{ApiError, Head};
use crate::json::Json;
use crate::oauth::lines::number;
use crate::oauth::token::AccessToken;

/// The path below the API's origin.
pub const PATH: &str = "/oauth2/token-info";

/// The body of the request for this token. A refresh token is never sent.
pub fn request(token: &AccessToken) -> Json {
    let mut body = Json::object();
    body.put("token", Some(token.expose()));
    body
}

/// Parses a response. Wix writes some numbers and booleans as strings; here each member
/// has the type that it stands for. A success that is no JSON object is an error as well,
/// of which nothing but the head is known.
///
/// `active` is whether the token is valid, false if the response does not say so. Only of
/// a valid token is the rest to be relied upon. `subjectType` is `VISITOR`, `MEMBER`,
/// `USER`, `APP`, `UNKNOWN`, or whatever the server says, verbatim.
pub fn parse(head: Head, body: &Json) -> Result<Json, ApiError> {
    if !head.is_ok() {
        return Err(ApiError::parse(head, body));
    }
    if !body.is_object() {
        return Err(ApiError::bare(head));
    }
    let active = body.get("active").loose().as_deref() == Some("true");
    let subject = body.get("subjectType").text().unwrap_or(UNKNOWN);
    let mut info = Json::object();
    info.set("active", Json::Truth(active));
    info.put("subjectType", Some(subject));
    for name in TIMES {
        let text = body.get(name).loose();
        info.count(name, text.and_then(|text| number(&text)));
    }
    for name in TEXTS {
        info.put(name, body.get(name).text());
    }
    Ok(info)
}

/// When the token expires and was issued, in seconds since 1970.
const TIMES: [&str; 2] = ["exp", "iat"];
/// The subject, and the client, account, site and app of the token.
const TEXTS: [&str; 6] = [
    "subjectId",
    "clientId",
    "accountId",
    "siteId",
    "instanceId",
    "vendorProductId",
];
const UNKNOWN: &str = "UNKNOWN";
