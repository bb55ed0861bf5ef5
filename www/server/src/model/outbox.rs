use serde::Serialize;

use crate::clock;

/// The mails that a client's site would have sent. Nobody gets them; tests and the demo read here.
pub type Outbox = Vec<Mail>;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    to: String,
    #[serde(flatten)]
    content: Content,
    at: u64,
}

#[derive(Clone, Debug, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "lowercase",
    rename_all_fields = "camelCase"
)]
pub enum Content {
    /// A code to type.
    Verification { code: String },
    /// A link to follow; the token is in it.
    Recovery {
        link: String,
        recovery_token: String,
    },
}

impl Mail {
    pub fn new(to: &str, content: Content) -> Self {
        Self {
            to: to.to_owned(),
            content,
            at: clock::now(),
        }
    }
}
