use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::http::{Method, Uri};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::http::header_names::HeaderNames;

/// The bytes that a connection received. The server makes the names of headers lower case, so they
/// are parsed again.
#[derive(Clone, Default)]
pub struct ReceivedBytes(Arc<Mutex<Vec<u8>>>);

impl ReceivedBytes {
    /// The names of the headers of the last request. Drops the bytes.
    pub fn take(&self, method: &Method, uri: &Uri) -> HeaderNames {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        bytes.clear();
        let first = format!("{method} {uri} HTTP/1.1\r\n");
        let head = text.rsplit_once(&first).map_or("", |(_, rest)| rest);
        let lines = head.split("\r\n").take_while(|line| !line.is_empty());
        HeaderNames(
            lines
                .filter_map(|line| Some(line.split_once(':')?.0.to_owned()))
                .collect(),
        )
    }
}

/// A connection that records what it receives.
pub struct RecordedStream {
    pub stream: TcpStream,
    pub received: ReceivedBytes,
}

impl AsyncRead for RecordedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(new) = buffer.filled().get(before..) {
            let mut bytes = self
                .received
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            // The rest of a large body.
            if bytes.len() > MAX_BYTES {
                bytes.clear();
            }
            bytes.extend_from_slice(new);
        }
        result
    }
}

impl AsyncWrite for RecordedStream {
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

/// More than any request head has.
const MAX_BYTES: usize = 1 << 20;
