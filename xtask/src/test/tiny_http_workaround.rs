//! Keeps the server of wasm-bindgen's test runner awake, by connections that end at once.
//!
//! It hands each connection to a thread, and counts as idle a thread that has
//! been called but has not woken yet. When a browser opens its six connections
//! at once, some may be handed to nobody (tiny_http 0.12, `task_pool.rs`). They
//! wait until a thread is free, and the others never are: a browser keeps its
//! connections open, and waits for the scripts that it asked for on the last
//! one. Another connection that ends at once brings a thread of its own, which
//! then takes what is waiting.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Connects again and again until dropped.
pub struct TinyHttpWorkaround {
    /// Where the runner is to serve: `WASM_BINDGEN_TEST_ADDRESS`.
    pub address: SocketAddr,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl TinyHttpWorkaround {
    pub fn start() -> Result<Self, String> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, harness::free_port()?));
        let is_over = Arc::new(AtomicBool::new(false));
        let ends = is_over.clone();
        let thread = thread::spawn(move || {
            while !ends.load(Ordering::Relaxed) {
                // Nobody listens between two files of tests.
                let _ = TcpStream::connect_timeout(&address, INTERVAL);
                thread::sleep(INTERVAL);
            }
        });
        Ok(Self {
            address,
            is_over,
            thread: Some(thread),
        })
    }
}

impl Drop for TinyHttpWorkaround {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

const INTERVAL: Duration = Duration::from_millis(250);
