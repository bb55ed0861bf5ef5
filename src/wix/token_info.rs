//! Who a token belongs to, by the word of the server.
//! <https://dev.wix.com/docs/rest/app-management/oauth-2/token-info>

use super::api_error::{ApiError, Head};
use crate::json::Json;
use crate::oauth::lines::number;
use crate::oauth::token::AccessToken;

/// Where it is asked, below the API's origin.
pub const PATH: &str = "/oauth2/token-info";

/// The question about this token. A refresh token is never asked about.
pub fn request(token: &AccessToken) -> Json {
    let mut question = Json::object();
    question.put("token", Some(token.expose()));
    question
}

/// Reads the answer, in natives: Wix renders some as texts. A success that is
/// no JSON object is an error as well, with its status and nothing more.
///
/// `active` is whether the token is good: what does not say so is not, and then
/// nothing else need be true. `subjectType` is `VISITOR`, `MEMBER`, `USER`,
/// `APP`, `UNKNOWN`, or whatever the server says, verbatim.
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

/// Who, when, and for which client, account, site and app.
const TIMES: [&str; 2] = ["exp", "iat"];
const TEXTS: [&str; 6] = [
    "subjectId",
    "clientId",
    "accountId",
    "siteId",
    "instanceId",
    "vendorProductId",
];
const UNKNOWN: &str = "UNKNOWN";
