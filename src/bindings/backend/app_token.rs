//! The app's own tokens.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::{Backend, code, time};
use crate::backend;
use crate::oauth::grant::RawResponse;

/// The result of [`Backend::app_token`].
#[wasm_bindgen]
pub enum AppToken {
    /// Use [`Backend::take_token`].
    Token,
    /// [`Backend::refusal`] has the code.
    Refused,
    /// Request a token, and pass the response to [`Backend::store_token_response`].
    Request,
}

#[wasm_bindgen]
impl Backend {
    /// The app's own token for an instance, whose name is empty if requests for tokens name
    /// none. It is never `refused`, the token that a server has just refused.
    #[wasm_bindgen(js_name = appToken)]
    pub fn app_token(&mut self, instance_id: &str, refused: Option<String>, now: f64) -> AppToken {
        let app_token = self.app_tokens.of(instance_id);
        match app_token.current(refused.as_deref(), time(now)) {
            backend::CurrentToken::Token(token) => {
                self.token = Some(token);
                AppToken::Token
            }
            backend::CurrentToken::Refused(refusal) => {
                self.refusal = Some(refusal);
                AppToken::Refused
            }
            backend::CurrentToken::Request => AppToken::Request,
        }
    }

    /// The token endpoint has responded to a request for that instance: the lines of
    /// `oauth/grant.rs`. Returns the code of the refusal, if there is no token now.
    #[wasm_bindgen(js_name = storeTokenResponse)]
    pub fn store_token_response(
        &mut self,
        instance_id: &str,
        lines: &str,
        now: f64,
    ) -> Option<String> {
        let response = RawResponse::parse(lines);
        let app_token = self.app_tokens.of(instance_id);
        let stored = app_token.store_response(&response, time(now));
        stored.err().map(code)
    }
}
