//! Keeps the server of wasm-bindgen's test runner awake.
//!
//! It hands each connection to a thread, and counts as idle a thread that has
//! been called but has not woken yet. When a browser opens its six connections
//! at once, some may be handed to nobody (tiny_http 0.12, `task_pool.rs`). They
//! wait until a thread is free, and the others never are: a browser keeps its
//! connections open, and waits for the scripts that it asked for on the last
//! one. Another connection that ends at once brings a thread of its own, which
//! then looks at what is waiting.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::Done;

/// Knocks until dropped.
pub struct Knocking {
    /// Where the runner is to serve: `WASM_BINDGEN_TEST_ADDRESS`.
    pub address: SocketAddr,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Knocking {
    pub fn start() -> Done<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|socket| socket.local_addr())
            .map_err(|why| format!("no free port: {why}"))?;
        let over = Arc::new(AtomicBool::new(false));
        let ends = over.clone();
        let thread = thread::spawn(move || {
            while !ends.load(Ordering::Relaxed) {
                // Nobody is there between two files of tests.
                let _ = TcpStream::connect_timeout(&address, OFTEN);
                thread::sleep(OFTEN);
            }
        });
        Ok(Self {
            address,
            over,
            thread: Some(thread),
        })
    }
}

impl Drop for Knocking {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

const OFTEN: Duration = Duration::from_millis(250);
