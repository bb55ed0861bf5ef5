//! Tables of the rules, and rules that concern no backend.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::value;
use crate::backend::{self, Refusal};
use crate::oauth::challenge;
use crate::wix::identity::Kind;
use crate::wix::permission::Permission;
use crate::wix::web_method;

/// All permissions: a list of `{ name, kinds }`, the kinds of callers that have it.
#[wasm_bindgen]
pub fn permissions() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        kinds: Vec<&'static str>,
    }
    value(&Permission::ALL.map(|permission| {
        let kinds = Kind::ALL.into_iter();
        Row {
            name: permission.name(),
            kinds: kinds
                .filter(|kind| permission.admits(*kind))
                .map(Kind::name)
                .collect(),
        }
    }))
}

/// All refusals: a list of `{ code, status, challenge }`. The challenge is empty if there
/// is none.
#[wasm_bindgen]
pub fn refusals() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Row {
        code: &'static str,
        status: u16,
        challenge: &'static str,
    }
    value(&Refusal::ALL.map(|refusal| Row {
        code: refusal.code(),
        status: refusal.status(),
        challenge: refusal.challenge(),
    }))
}

/// Whether a response refuses the token that was sent.
#[wasm_bindgen(js_name = refusesToken)]
pub fn refuses_token(status: u32, challenge: Option<String>) -> bool {
    challenge::refuses_token(status, challenge.as_deref())
}

/// The token without the scheme `Bearer`.
#[wasm_bindgen(js_name = withoutScheme)]
pub fn without_scheme(authorization: &str) -> String {
    backend::without_scheme(authorization).to_owned()
}

/// Whether a module may have this name.
#[wasm_bindgen(js_name = isModuleName)]
pub fn is_module_name(name: &str) -> bool {
    web_method::is_module_name(name)
}

/// Whether a web method may have this name.
#[wasm_bindgen(js_name = isMethodName)]
pub fn is_method_name(name: &str) -> bool {
    web_method::is_method_name(name)
}
