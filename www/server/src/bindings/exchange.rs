use std::cell::RefCell;

use axum::Router;
use axum::body::BodyDataStream;
use axum::extract::Request;
use futures_util::StreamExt;
use tokio::sync::Notify;
use tower::ServiceExt;
use wasm_bindgen::prelude::*;

use crate::http::connection::Connection;

/// A request, and the response to it.
#[wasm_bindgen]
pub struct Exchange {
    router: Router,
    request: RefCell<Option<Request>>,
    connection: Connection,
    gone: Notify,
}

#[wasm_bindgen]
impl Exchange {
    /// To be called once. Undefined if there is no response: the connection is to be cut.
    pub async fn response(&self) -> Option<Answer> {
        let request = self.request.borrow_mut().take()?;
        tokio::select! {
            response = self.router.clone().oneshot(request) => {
                let Ok(response) = response;
                let (head, body) = response.into_parts();
                let headers = head.headers.iter();
                let headers = headers.flat_map(|(name, value)| {
                    let value = value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
                    [name.as_str().to_owned(), value]
                });
                Some(Answer {
                    status: head.status.as_u16(),
                    headers: headers.collect(),
                    body: body.into_data_stream(),
                })
            }
            () = self.connection.is_cut() => None,
            () = self.gone.notified() => None,
        }
    }

    /// The client has gone, and waits for no response.
    pub fn cancel(&self) {
        self.gone.notify_one();
    }
}

impl Exchange {
    pub fn new(router: Router, request: Request, connection: Connection) -> Self {
        Self {
            router,
            request: RefCell::new(Some(request)),
            connection,
            gone: Notify::new(),
        }
    }
}

/// A response.
#[wasm_bindgen]
pub struct Answer {
    pub status: u16,
    headers: Vec<String>,
    body: BodyDataStream,
}

#[wasm_bindgen]
impl Answer {
    /// Names and values alternate.
    #[wasm_bindgen(getter)]
    pub fn headers(&self) -> Vec<String> {
        self.headers.clone()
    }

    /// The next bytes of the body; undefined after the last.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        let bytes = self.body.next().await?;
        Some(bytes.unwrap_or_default().to_vec())
    }
}
