use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error response in Wix's form: a code for programs, or the fields that are not valid.
#[derive(Clone, Debug, PartialEq)]
pub struct WixError {
    status: StatusCode,
    message: String,
    /// The same for a person, without the names of fields.
    description: String,
    /// Boxed, since results carry errors through many functions.
    details: Box<Value>,
}

impl WixError {
    pub fn application(status: StatusCode, code: &str, description: &str) -> Self {
        Self {
            status,
            message: description.to_owned(),
            description: description.to_owned(),
            details: Box::new(json!({ "applicationError": {
                "code": code, "description": description, "data": {}
            } })),
        }
    }

    /// `rule` is the violated rule, `data` its parameters.
    pub fn field(field: &str, rule: &str, description: &str, data: Value) -> Self {
        let violation = json!({
            "field": field, "description": description, "violatedRule": rule, "data": data
        });
        Self {
            description: format!("This {description}"),
            ..Self::invalid(&format!("{field} {description}"), json!([violation]))
        }
    }

    /// The body cannot be parsed.
    pub fn unreadable(description: &str) -> Self {
        Self::invalid(description, json!([]))
    }

    pub fn unauthenticated() -> Self {
        let description = "no live access token";
        Self::application(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", description)
    }

    pub fn forbidden(description: &str) -> Self {
        Self::application(StatusCode::FORBIDDEN, "PERMISSION_DENIED", description)
    }

    pub fn missing(description: &str) -> Self {
        Self::application(StatusCode::NOT_FOUND, "NOT_FOUND", description)
    }

    /// For a person.
    pub fn description(&self) -> &str {
        &self.description
    }

    fn invalid(message: &str, violations: Value) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: message.to_owned(),
            description: message.to_owned(),
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
