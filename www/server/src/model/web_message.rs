use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How the response of a framed authorization reaches the page around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebMessage {
    /// `{state, code}`, as seen.
    Flat,
    /// As the draft of the response mode has it, one level deeper.
    Wrapped,
    /// Nothing is posted.
    Silent,
    /// As older servers do: posted to an origin that is not the page's, so that nothing arrives.
    OldRefusal,
    /// Posted twice.
    Duplicate,
    /// Posted after so many milliseconds.
    Late(u64),
    /// `{state, error}` in place of the code.
    Error(String),
    /// No page may frame it.
    Blocked,
}

/// What the script of the framed page posts, and to which origins.
#[derive(Debug, Serialize)]
pub struct ScriptParameters {
    message: Value,
    /// Posted instead when the page around is not allowed; the script adds `rejectedOrigin`.
    refusal: Value,
    /// Origins, each by name.
    to: Vec<String>,
    times: u8,
    delay: u64,
}

impl WebMessage {
    /// `response` is `{state, code}` or `{state, error}`.
    pub fn script_parameters(
        &self,
        response: Value,
        refusal: Value,
        allowed: Vec<String>,
        own: &str,
    ) -> ScriptParameters {
        let message = match self {
            Self::Wrapped => json!({ "type": "authorization_response", "response": response }),
            Self::Error(error) => json!({ "state": response["state"], "error": error }),
            _ => response,
        };
        let old = *self == Self::OldRefusal;
        ScriptParameters {
            message,
            refusal: if old { Value::Null } else { refusal },
            to: if old { vec![own.to_owned()] } else { allowed },
            times: match self {
                Self::Silent => 0,
                Self::Duplicate => 2,
                _ => 1,
            },
            delay: match self {
                Self::Late(delay) => *delay,
                _ => 0,
            },
        }
    }
}
