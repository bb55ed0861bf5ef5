//! For Node: it listens, and this says what the response to each request is.

mod exchange;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use wasm_bindgen::prelude::*;

use crate::http::connection::Connection;
use crate::http::header_names::HeaderNames;
use crate::idp;
use crate::model::client_id::DEMO_CLIENT;
use crate::model::settings::Settings;
use crate::origin::Origins;
use crate::state::{Control, State};
use crate::wix_api;
use crate::wix_site;
use exchange::Exchange;

/// A local Wix. It remembers all in memory, and nothing after it is dropped.
#[wasm_bindgen]
pub struct StandIn {
    api: Router,
    wix: Router,
    idp: Router,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(message: &str);
}

#[wasm_bindgen]
impl StandIn {
    /// Of the origins of the Wix API, of the Wix site and of the identity provider.
    #[wasm_bindgen(constructor)]
    pub fn new(api: String, wix: String, idp: String) -> Self {
        // What follows is a trap without a text.
        std::panic::set_hook(Box::new(|panic| console_error(&panic.to_string())));
        let origins = Origins {
            site: api.clone(),
            app: api.clone(),
            foreign: api.clone(),
            api,
            wix,
            idp,
        };
        let settings = Settings {
            allow_loopback: true,
            ..Settings::default()
        };
        let control = Control {
            clients: true,
            tests: false,
        };
        let state = State::new(origins, control, settings);
        Self {
            api: wix_api::router(&state),
            wix: wix_site::router(&state),
            idp: idp::router(&state),
        }
    }

    /// Of the client that is there from the start, the same at every start.
    #[wasm_bindgen(getter, js_name = clientId)]
    pub fn client_id(&self) -> String {
        DEMO_CLIENT.to_string()
    }

    /// A request to one of the three: `api`, `wix` or `idp`. Names of headers and their values alternate.
    pub fn exchange(
        &self,
        origin: &str,
        method: &str,
        target: &str,
        headers: Vec<String>,
        body: Vec<u8>,
    ) -> Result<Exchange, JsError> {
        let router = match origin {
            "wix" => &self.wix,
            "idp" => &self.idp,
            _ => &self.api,
        };
        let connection = Connection::default();
        let request = request(method, target, &headers, body, &connection)?;
        Ok(Exchange::new(router.clone(), request, connection))
    }
}

fn request(
    method: &str,
    target: &str,
    headers: &[String],
    body: Vec<u8>,
    connection: &Connection,
) -> Result<Request, JsError> {
    let mut request = Request::builder()
        .method(method)
        .uri(target)
        .body(Body::from(body))?;
    let mut names = Vec::new();
    for pair in headers.chunks_exact(2) {
        let [name, value] = pair else { continue };
        names.push(name.clone());
        // Node has each byte of a header as a character.
        let value: Vec<u8> = value.chars().map(|byte| byte as u8).collect();
        let name = HeaderName::from_bytes(name.as_bytes())?;
        request
            .headers_mut()
            .append(name, HeaderValue::from_bytes(&value)?);
    }
    request.extensions_mut().insert(HeaderNames(names));
    request.extensions_mut().insert(connection.clone());
    Ok(request)
}
