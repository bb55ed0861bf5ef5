use serde_json::{Map, Value};

use crate::model::settings::Settings;
use crate::model::tokens::TokenSet;

/// A token response as RFC 6749 section 5.1 has it, changed as the client's settings say.
pub fn token_response(tokens: TokenSet, settings: &Settings) -> Map<String, Value> {
    let fields = [
        ("access_token", tokens.access_token.into()),
        ("token_type", settings.token_type.clone()),
        ("expires_in", settings.expires_in.clone()),
        ("refresh_token", tokens.refresh_token.into()),
        ("scope", settings.scope.clone()),
    ];
    let sent = fields.into_iter().filter(|(_, value)| !value.is_null());
    sent.map(|(name, value)| (name.to_owned(), value)).collect()
}
