use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::http::{Method, Uri};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How the names of headers were spelled: the server makes them lower case, so they are read
/// again, from the bytes that came.
#[derive(Clone, Default)]
pub struct Spelling(Arc<Mutex<Vec<u8>>>);

impl Spelling {
    /// The names of the headers of the request that has just come, and lets go of the bytes.
    pub fn take(&self, method: &Method, uri: &Uri) -> Names {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        bytes.clear();
        let first = format!("{method} {uri} HTTP/1.1\r\n");
        let head = text.rsplit_once(&first).map_or("", |(_, rest)| rest);
        let lines = head.split("\r\n").take_while(|line| !line.is_empty());
        Names(
            lines
                .filter_map(|line| Some(line.split_once(':')?.0.to_owned()))
                .collect(),
        )
    }
}

/// Names as they were spelled, in the order in which they came.
#[derive(Clone)]
pub struct Names(pub Vec<String>);

/// A connection that remembers the last bytes that came.
pub struct Heard {
    pub stream: TcpStream,
    pub spelling: Spelling,
}

impl AsyncRead for Heard {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(new) = buffer.filled().get(before..) {
            let mut bytes = self
                .spelling
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            // The rest of a large body.
            if bytes.len() > MOST {
                bytes.clear();
            }
            bytes.extend_from_slice(new);
        }
        result
    }
}

impl AsyncWrite for Heard {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// More than any head has.
const MOST: usize = 1 << 20;
