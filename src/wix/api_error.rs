//! What Wix says when it says no, whichever of its services says it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::json::Json;

/// What stands at the head of an answer. The default is no answer at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The HTTP status; 0 if there was no answer.
    pub status: u16,
    /// Whole seconds of `Retry-After` (RFC 9110 §10.2.3).
    pub retry_after: Option<u64>,
    /// `x-wix-request-id`: what Wix's support asks for.
    pub request_id: Option<String>,
}

/// A refusal, as far as it could be read. A body that is no JSON leaves the
/// head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiError {
    /// Where it stood.
    pub head: Head,
    /// The application code, a number or a name, or `error` of RFC 6749 §5.2;
    /// verbatim.
    pub code: Option<String>,
    /// What the server says in words, if it is a text to show.
    pub message: Option<String>,
    /// The fields that are not valid.
    pub violations: Vec<Violation>,
}

/// A field that is not valid, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violation {
    /// Its path, like `loginId.email`.
    pub field: String,
    /// In words.
    pub description: String,
    /// The rule that it breaks, like `FORMAT`.
    pub rule: String,
}

impl Head {
    /// Whether it is a success.
    pub fn is_ok(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl ApiError {
    /// Reads a refusal. Null stands for a body that is empty or no JSON.
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

    /// An answer that is no success and says nothing more.
    pub fn bare(head: Head) -> ApiError {
        ApiError {
            head,
            ..ApiError::default()
        }
    }

    /// As JavaScript sees it: what is known of it, and no more.
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

    /// Whether the same request may succeed later: no answer, 408, 429, 5xx.
    pub fn is_transient(&self) -> bool {
        matches!(self.head.status, 0 | 408 | 429 | 500..)
    }

    /// Whether the access token was refused: 401 that names nothing else. Wix
    /// says 401 of a wrong password too, and then with an application code.
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

    /// None are null.
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

/// Whether people can be shown this: no dump of JSON, no markup, no log.
fn is_display(text: &str) -> bool {
    text.len() <= LONGEST_MESSAGE
        && text.bytes().any(|byte| byte != b' ')
        && text
            .bytes()
            .all(|byte| byte >= b' ' && !matches!(byte, b'{' | b'<' | DELETE))
}

const DELETE: u8 = 0x7f;
/// Bytes of two or three sentences.
const LONGEST_MESSAGE: usize = 300;
