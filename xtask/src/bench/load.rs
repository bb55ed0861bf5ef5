//! A load of requests on a server of this machine. Written for one purpose: to
//! cost less than what it measures.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::Done;

/// What so many requests took.
pub struct Load {
    /// Requests answered in a second, all connections together.
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
/// that stay open. An answer other than 200 is an error.
pub fn load(port: u16, requests: &[String], count: usize) -> Done<Load> {
    let start = Instant::now();
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|worker| {
            let mine: Vec<Vec<u8>> = (worker..count)
                .step_by(CONNECTIONS)
                .filter_map(|turn| requests.get(turn % requests.len()))
                .map(|request| request.clone().into_bytes())
                .collect();
            thread::spawn(move || send_all(port, &mine))
        })
        .collect();
    let mut times = Vec::with_capacity(count);
    for worker in workers {
        let told = worker.join().map_err(|_| "a connection failed")?;
        times.extend(told?);
    }
    let rate = count as f64 / start.elapsed().as_secs_f64();
    times.sort_unstable();
    Ok(Load { rate, times })
}

fn send_all(port: u16, requests: &[Vec<u8>]) -> Done<Vec<u32>> {
    let told = |why: std::io::Error| format!("the load: {why}");
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(told)?;
    stream.set_nodelay(true).map_err(told)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(told)?;
    let mut times = Vec::with_capacity(requests.len());
    let mut buffer = Vec::with_capacity(4096);
    for request in requests {
        let start = Instant::now();
        stream.write_all(request).map_err(told)?;
        answer(&mut stream, &mut buffer)?;
        times.push(u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    Ok(times)
}

/// Reads one answer, whose length its head tells or whose chunks end.
fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Done {
    buffer.clear();
    let mut piece = [0; 4096];
    loop {
        let read = stream
            .read(&mut piece)
            .map_err(|why| format!("the load: {why}"))?;
        if read == 0 {
            return Err("the server hung up".to_owned());
        }
        buffer.extend(piece.iter().take(read));
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(buffer.get(..end).unwrap_or_default()).to_lowercase();
        if !head.starts_with("http/1.1 200") {
            return Err(format!("it answered: {}", String::from_utf8_lossy(buffer)));
        }
        let body = buffer.get(end + 4..).unwrap_or_default();
        let length = head.lines().find_map(|line| {
            line.strip_prefix("content-length:")?
                .trim()
                .parse::<usize>()
                .ok()
        });
        let is_whole = match length {
            Some(length) => body.len() >= length,
            None => body.ends_with(b"0\r\n\r\n"),
        };
        if is_whole {
            return Ok(());
        }
    }
}

/// More than the server takes at once.
const CONNECTIONS: usize = 16;
const PATIENCE: Duration = Duration::from_secs(20);
