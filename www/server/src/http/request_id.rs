use axum::http::HeaderValue;
use axum::response::Response;

use crate::clock;
use crate::random;

/// Every response of Wix carries an id that its support asks for.
pub async fn stamp(mut response: Response) -> Response {
    let random = random::below(TEN_DIGITS);
    let id = format!("{}.{random:010}", clock::now() / 1000);
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert("x-wix-request-id", id);
    }
    response
}

const TEN_DIGITS: u64 = 10_000_000_000;
