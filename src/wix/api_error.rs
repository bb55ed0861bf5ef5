//! Error responses of the Wix API, whichever of its services sends them.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::json::Json;

/// The head of a response. The default stands for no response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The HTTP status; 0 if there was no response.
    pub status: u16,
    /// `Retry-After` in whole seconds (RFC 9110 §10.2.3).
    pub retry_after: Option<u64>,
    /// The header `x-wix-request-id`, which Wix's support asks for.
    pub request_id: Option<String>,
}

/// An error response, as far as it could be parsed. If the body is no JSON, only the
/// head is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiError {
    /// The head of the response.
    pub head: Head,
    /// The application code, which is a number or a name, or `error` of RFC 6749 §5.2;
    /// verbatim.
    pub code: Option<String>,
    /// The message of the server, if it can be shown to a user.
    pub message: Option<String>,
    /// The invalid fields of the request.
    pub violations: Vec<Violation>,
}

/// An invalid field of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field, like `loginId.email`.
    pub field: String,
    /// Why it is invalid, as the server describes it.
    pub description: String,
    /// The violated rule, like `FORMAT`.
    pub rule: String,
}

impl Head {
    /// Whether the status is a success: 2xx.
    pub fn is_ok(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl ApiError {
    /// Parses an error response. Null stands for a body that is empty or no JSON.
    pub fn parse(head: Head, body: &Json) -> ApiError {
        let details = body.get("details");
        let application = details.get("applicationError");
        let mut violations = Vec::new();
        for violation in details
            .get("validationError")
            .get("fieldViolations")
            .items()
        {
            if violation.is_object() {
                violations.push(Violation::parse(violation));
            }
        }
        let display =
            |text: Option<&str>| text.filter(|text| is_display(text)).map(ToOwned::to_owned);
        let message = display(application.get("description").text())
            .or_else(|| display(violations.first().map(|first| &*first.description)))
            .or_else(|| display(body.get("message").text()))
            .or_else(|| display(body.get("error_description").text()));
        let code = application.get("code").loose();
        ApiError {
            head,
            code: code.or_else(|| body.get("error").owned()),
            message,
            violations,
        }
    }

    /// An error of which only the head is known.
    pub fn bare(head: Head) -> ApiError {
        ApiError {
            head,
            ..ApiError::default()
        }
    }

    /// The error as JavaScript sees it, without the members that are unknown.
    pub fn json(&self) -> Json {
        let mut json = Json::object();
        json.count("status", Some(self.head.status.into()));
        json.put("code", self.code.as_deref());
        json.put("message", self.message.as_deref());
        json.put("requestId", self.head.request_id.as_deref());
        json.count("retryAfter", self.head.retry_after);
        json.set("violations", Violation::list(&self.violations));
        json
    }

    /// Whether the same request may succeed later: no response, 408, 429 or 5xx.
    pub fn is_transient(&self) -> bool {
        matches!(self.head.status, 0 | 408 | 429 | 500..)
    }

    /// Whether the access token was refused: 401 without a code. Wix responds 401 to a
    /// wrong password as well, with an application code.
    pub fn refuses_token(&self) -> bool {
        self.head.status == 401 && self.code.is_none()
    }
}

impl Violation {
    fn parse(json: &Json) -> Violation {
        let member = |name| json.get(name).owned().unwrap_or_default();
        Violation {
            field: member("field"),
            description: member("description"),
            rule: member("violatedRule"),
        }
    }

    /// A JSON array; null if there are none.
    pub(super) fn list(violations: &[Violation]) -> Json {
        if violations.is_empty() {
            return Json::Null;
        }
        let mut list = Vec::new();
        for violation in violations {
            let mut json = Json::object();
            json.put("field", Some(&violation.field));
            json.put("description", Some(&violation.description));
            json.put("rule", Some(&violation.rule));
            list.push(json);
        }
        Json::List(list)
    }
}

/// Whether a user can be shown this text: no JSON, no markup, no log.
fn is_display(text: &str) -> bool {
    text.len() <= MAX_MESSAGE_BYTES
        && text.bytes().any(|byte| byte != b' ')
        && text
            .bytes()
            .all(|byte| byte >= b' ' && !matches!(byte, b'{' | b'<' | DELETE))
}

const DELETE: u8 = 0x7f;
/// Two or three sentences.
const MAX_MESSAGE_BYTES: usize = 300;
