//! A load of requests on a server of this machine, by one thread that never
//! sleeps. Threads that wait for their responses make the server wake them, which
//! costs it more the longer they have slept: then a handler that computes for 3 µs
//! more is measured at 12.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

/// What so many requests took.
pub struct Load {
    /// Responses in a second, all connections together.
    pub rate: f64,
    /// Microseconds that each took, in order.
    pub times: Vec<u32>,
}

impl Load {
    /// The time that this part of them stayed below.
    pub fn quantile(&self, part: f64) -> f64 {
        let last = self.times.len().saturating_sub(1);
        let at = (last as f64 * part).round() as usize;
        self.times.get(at).copied().map_or(f64::NAN, f64::from)
    }
}

/// Sends each of these requests in turn, `count` in all, over a few connections
/// that stay open. A response other than 200 is an error.
pub fn load(port: u16, requests: &[String], count: usize) -> Result<Load, String> {
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(port)?);
    }
    let mut left = requests.iter().cycle().take(count);
    let mut times = Vec::with_capacity(count);
    let start = Instant::now();
    while times.len() < count {
        for connection in &mut connections {
            match connection.sent {
                None => {
                    if let Some(request) = left.next() {
                        connection.send(request)?;
                    }
                }
                Some(sent) => {
                    if connection.is_complete()? {
                        times.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                        connection.sent = None;
                    } else if sent.elapsed() > TIMEOUT {
                        return Err("the load: no response".to_owned());
                    }
                }
            }
        }
    }
    let rate = count as f64 / start.elapsed().as_secs_f64();
    times.sort_unstable();
    Ok(Load { rate, times })
}

struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
    /// When the request went that it waits for.
    sent: Option<Instant>,
}

impl Connection {
    fn open(port: u16) -> Result<Self, String> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        stream.set_nonblocking(true).map_err(failed)?;
        Ok(Self {
            stream,
            received: Vec::with_capacity(4096),
            sent: None,
        })
    }

    /// A request is smaller than what the system takes at once.
    fn send(&mut self, request: &str) -> Result<(), String> {
        self.received.clear();
        self.sent = Some(Instant::now());
        self.stream.write_all(request.as_bytes()).map_err(failed)
    }

    /// Whether a response is whole: its head states its length, or its chunks end.
    fn is_complete(&mut self) -> Result<bool, String> {
        let mut piece = [0; 4096];
        match self.stream.read(&mut piece) {
            Ok(0) => return Err("the server hung up".to_owned()),
            Ok(read) => self.received.extend(piece.iter().take(read)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(failed(error)),
        }
        let Some(end) = self
            .received
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
        else {
            return Ok(false);
        };
        let head =
            String::from_utf8_lossy(self.received.get(..end).unwrap_or_default()).to_lowercase();
        if !head.starts_with("http/1.1 200") {
            let all = String::from_utf8_lossy(&self.received);
            return Err(format!("the response: {all}"));
        }
        let body = self.received.get(end + 4..).unwrap_or_default();
        let length = head.lines().find_map(|line| {
            line.strip_prefix("content-length:")?
                .trim()
                .parse::<usize>()
                .ok()
        });
        Ok(match length {
            Some(length) => body.len() >= length,
            None => body.ends_with(b"0\r\n\r\n"),
        })
    }
}

fn failed(why: std::io::Error) -> String {
    format!("the load: {why}")
}

/// More than the server takes at once.
const CONNECTIONS: usize = 16;
const TIMEOUT: Duration = Duration::from_secs(20);
