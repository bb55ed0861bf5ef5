//! The backend half as JavaScript sees it: [`Backend`], a method for each operation.
//! No logic: arguments become types, and results become values. Nothing in here waits:
//! `pkg/backend` sends the requests to Wix, and passes the responses on.
//!
//! Nobody downloads this module, so options and tables cross by serde-wasm-bindgen.
//! What every request needs crosses as a number, a string, or the bytes of a string:
//! `TextEncoder` writes those faster than the glue, character by character.

mod app_token;
mod callers;
mod logins;
mod requests;
mod sessions;
mod sessions_host;
mod tables;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::backend::{self, Callers, Limits, Refusal, Routes};
use crate::oauth::audience::Audience;
use crate::oauth::token::{AccessToken, UnixTime};
use crate::wix::identity::{Accepted, Sites};
use crate::wix::web_method_arguments;

/// Callers, the app's token and web methods of one backend.
#[wasm_bindgen]
pub struct Backend {
    callers: Callers,
    app_tokens: backend::AppTokens,
    /// The origins that may receive a caller's token.
    audience: Audience,
    /// The origins that may receive the app's token.
    app_audience: Audience,
    arguments: web_method_arguments::Limits,
    routes: Routes,
    /// What the last operation was about, beside its result.
    slot: usize,
    ticket: u32,
    refusal: Option<Refusal>,
    token: Option<AccessToken>,
}

/// The options of a backend, as `pkg/backend/options.js` has checked them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    client_ids: Vec<String>,
    instance_id: Option<String>,
    site_id: Option<String>,
    api_key: Option<String>,
    audience: Vec<String>,
    app_audience: Vec<String>,
    limits: OptionLimits,
}

#[derive(Deserialize)]
struct OptionLimits {
    callers: usize,
    lookups: usize,
    body: u32,
    depth: u32,
}

#[wasm_bindgen]
impl Backend {
    /// A backend with these options, and a secret of 128 random bits.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue, first: u64, second: u64) -> Result<Backend, JsValue> {
        let options: Options = serde_wasm_bindgen::from_value(options)?;
        // Where neither is set, JavaScript accepts no permission but Anyone, or calls a
        // function of the identity.
        let sites = match (options.instance_id, options.site_id) {
            (None, None) => Sites::Any,
            (Some(instance_id), None) => Sites::Instance(instance_id),
            (None, Some(site_id)) => Sites::Site(site_id),
            (Some(instance_id), Some(site_id)) => Sites::Both {
                instance_id,
                site_id,
            },
        };
        let accepted = Accepted {
            client_ids: options.client_ids,
            sites,
        };
        let OptionLimits {
            callers,
            lookups,
            body,
            depth,
        } = options.limits;
        Ok(Backend {
            callers: Callers::new(
                accepted,
                options.api_key.as_deref(),
                Limits { callers, lookups },
                [first, second],
            ),
            app_tokens: backend::AppTokens::default(),
            audience: Audience::new(options.audience.join("\n")),
            app_audience: Audience::new(options.app_audience.join("\n")),
            arguments: web_method_arguments::Limits { body, depth },
            routes: Routes::default(),
            slot: 0,
            ticket: 0,
            refusal: None,
            token: None,
        })
    }

    /// The slot of the identity that was found.
    #[wasm_bindgen(getter)]
    pub fn slot(&self) -> usize {
        self.slot
    }

    /// The ticket of the lookup.
    #[wasm_bindgen(getter)]
    pub fn ticket(&self) -> u32 {
        self.ticket
    }

    /// The code of the refusal.
    #[wasm_bindgen(getter)]
    pub fn refusal(&self) -> Option<String> {
        self.refusal.map(code)
    }

    /// The token that the last operation was about. It is not kept.
    #[wasm_bindgen(js_name = takeToken)]
    pub fn take_token(&mut self) -> Option<String> {
        self.token.take().map(|token| token.expose().to_owned())
    }
}

fn code(refusal: Refusal) -> String {
    refusal.code().to_owned()
}

fn value(of: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(serde_wasm_bindgen::to_value(of)?)
}

fn time(seconds: f64) -> UnixTime {
    UnixTime(seconds as u64)
}
