use crate::model::client_id::ClientId;
use crate::model::subject::Subject;

/// The client and the subject of a live token.
#[derive(Clone, Copy)]
pub struct Principal {
    pub client: ClientId,
    pub subject: Subject,
}
