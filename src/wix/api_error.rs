//! What Wix says when it says no, whichever of its services says it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use super::lenient;

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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Violation {
    /// Its path, like `loginId.email`.
    #[serde(default, deserialize_with = "lenient::string")]
    pub field: String,
    /// In words.
    #[serde(default, deserialize_with = "lenient::string")]
    pub description: String,
    /// The rule that it breaks, like `FORMAT`.
    #[serde(
        default,
        deserialize_with = "lenient::string",
        rename(deserialize = "violatedRule")
    )]
    pub rule: String,
}

impl Head {
    /// Whether it is a success.
    pub fn is_ok(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl ApiError {
    /// Reads a refusal. No body stands for one that is empty or no JSON.
    pub fn read<'de, D: Deserializer<'de>>(head: Head, body: Option<D>) -> ApiError {
        let body = body.and_then(|body| Body::deserialize(body).ok());
        let body = body.unwrap_or_default();
        let details = body.details.unwrap_or_default();
        let application = details.application_error.unwrap_or_default();
        let validation = details.validation_error.unwrap_or_default();
        let violations = validation.field_violations;
        let violation = violations.first().map(|first| first.description.clone());
        let texts = [
            application.description,
            violation,
            body.message,
            body.error_description,
        ];
        ApiError {
            head,
            code: application.code.or(body.error),
            message: texts.into_iter().flatten().find(|text| is_display(text)),
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

    /// Whether the same request may succeed later: no answer, 408, 429, 5xx.
    pub fn is_passing(&self) -> bool {
        matches!(self.head.status, 0 | 408 | 429 | 500..)
    }

    /// Whether the access token was refused: 401 that names nothing else. Wix
    /// says 401 of a wrong password too, and then with an application code.
    pub fn refuses_token(&self) -> bool {
        self.head.status == 401 && self.code.is_none()
    }
}

/// Whether people can be shown this: no dump of JSON, no markup, no log.
fn is_display(text: &str) -> bool {
    !text.trim().is_empty()
        && text.len() <= LONGEST_MESSAGE
        && !text.contains(|c: char| c.is_control() || matches!(c, '{' | '<'))
}

#[derive(Default, Deserialize)]
struct Body {
    #[serde(default, deserialize_with = "lenient::text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "lenient::object")]
    details: Option<Details>,
    #[serde(default, deserialize_with = "lenient::text")]
    error: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    error_description: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    #[serde(default, deserialize_with = "lenient::object")]
    application_error: Option<ApplicationError>,
    #[serde(default, deserialize_with = "lenient::object")]
    validation_error: Option<ValidationError>,
}

#[derive(Default, Deserialize)]
struct ApplicationError {
    #[serde(default, deserialize_with = "lenient::loose")]
    code: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    description: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ValidationError {
    #[serde(default, deserialize_with = "lenient::list")]
    field_violations: Vec<Violation>,
}

/// Bytes of two or three sentences.
const LONGEST_MESSAGE: usize = 300;
