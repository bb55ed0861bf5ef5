//! Requests: those that may carry a token, and those for web methods.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::{Backend, code};
use crate::backend::{self, Refusal, WebMethod};
use crate::oauth::audience::Target;
use crate::wix::web_method_arguments::are_arguments;

#[wasm_bindgen]
impl Backend {
    /// Whether a request may carry a caller's token, or the app's: the code of the refusal,
    /// if it may not.
    pub fn admit(
        &self,
        as_app: bool,
        origin: &str,
        has_authorization: bool,
        is_no_cors: bool,
    ) -> Option<String> {
        let audience = if as_app {
            &self.app_audience
        } else {
            &self.audience
        };
        let request = Request {
            origin,
            has_authorization,
            is_no_cors,
        };
        audience.admit(request).err().map(Refusal::from).map(code)
    }

    /// Serves web methods below a path: a list of `{ module, name }`. Returns the number of
    /// that path for [`Backend::route`].
    pub fn serve(&mut self, base: String, methods: JsValue) -> Result<usize, JsValue> {
        let methods: Vec<WebMethod> = serde_wasm_bindgen::from_value(methods)?;
        Ok(self.routes.add(base, methods))
    }

    /// The web method that a request is for: its index in the list that was given for this
    /// base. If there is none, [`Backend::refusal`] has the code.
    pub fn route(
        &mut self,
        base: usize,
        verb: &str,
        path: &str,
        content_type: &str,
        content_length: Option<f64>,
    ) -> Option<usize> {
        let request = backend::WebMethodRequest {
            verb,
            path,
            content_type,
            content_length,
        };
        let method = self.routes.find(base, &request, self.arguments.body.into());
        method.map_err(|refusal| self.refusal = Some(refusal)).ok()
    }

    /// Whether a body is the arguments of a web method: the code of the refusal, if it is
    /// not.
    #[wasm_bindgen(js_name = checkArguments)]
    pub fn check_arguments(&self, body: &[u8]) -> Option<String> {
        if body.len() > self.arguments.body as usize {
            Some(code(Refusal::TooLarge))
        } else if are_arguments(body, self.arguments) {
            None
        } else {
            Some(code(Refusal::InvalidArguments))
        }
    }
}

/// What the rules need to know of a request.
pub(super) struct Request<'a> {
    pub(super) origin: &'a str,
    pub(super) has_authorization: bool,
    pub(super) is_no_cors: bool,
}

impl Target for Request<'_> {
    fn origin(&self) -> &str {
        self.origin
    }
    fn has_authorization(&self) -> bool {
        self.has_authorization
    }
    fn is_no_cors(&self) -> bool {
        self.is_no_cors
    }
}
