use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal in Wix' own form: a word for programs, or the fields that do not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct WixError {
    status: StatusCode,
    message: String,
    /// The same for a person, without the names of fields.
    told: String,
    /// Boxed, for a refusal is handed on a lot.
    details: Box<Value>,
}

impl WixError {
    pub fn application(status: StatusCode, code: &str, description: &str) -> Self {
        Self {
            status,
            message: description.to_owned(),
            told: description.to_owned(),
            details: Box::new(json!({ "applicationError": {
                "code": code, "description": description, "data": {}
            } })),
        }
    }

    /// `rule` is the broken rule, `data` what it broke on.
    pub fn field(field: &str, rule: &str, description: &str, data: Value) -> Self {
        let violation = json!({
            "field": field, "description": description, "violatedRule": rule, "data": data
        });
        Self {
            told: format!("This {description}"),
            ..Self::invalid(&format!("{field} {description}"), json!([violation]))
        }
    }

    /// The body cannot be read at all.
    pub fn unreadable(told: &str) -> Self {
        Self::invalid(told, json!([]))
    }

    pub fn unauthenticated() -> Self {
        let told = "no live access token";
        Self::application(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", told)
    }

    pub fn forbidden(told: &str) -> Self {
        Self::application(StatusCode::FORBIDDEN, "PERMISSION_DENIED", told)
    }

    pub fn missing(told: &str) -> Self {
        Self::application(StatusCode::NOT_FOUND, "NOT_FOUND", told)
    }

    /// What a person is told.
    pub fn told(&self) -> &str {
        &self.told
    }

    fn invalid(message: &str, violations: Value) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: message.to_owned(),
            told: message.to_owned(),
            details: Box::new(json!({ "validationError": { "fieldViolations": violations } })),
        }
    }
}

impl IntoResponse for WixError {
    fn into_response(self) -> Response {
        let body = json!({ "message": self.message, "details": self.details });
        (self.status, Json(body)).into_response()
    }
}
