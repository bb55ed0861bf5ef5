//! Processes that end with us, and browsers by their WebDriver: what xtask and the
//! end-to-end tests have in common.

mod driver;
mod engine;
mod http;
mod process;
mod session;

pub use driver::Driver;
pub use engine::Engine;
pub use http::request;
pub use process::Process;
pub use session::Session;

use std::net::{Ipv4Addr, TcpListener};

/// A port of loopback that nobody listens on.
pub fn free_port() -> Result<u16, String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|socket| socket.local_addr())
        .map(|address| address.port())
        .map_err(|why| format!("no free port: {why}"))
}
