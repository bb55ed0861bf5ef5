use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// Sends one request to a server of this machine; its response is JSON. What the server
/// refuses is an error that quotes the response.
pub fn request(method: &str, url: &str, body: &str) -> Result<Value, String> {
    let (status, response) = exchange(method, url, body).map_err(|why| format!("{url}: {why}"))?;
    match serde_json::from_str(&response) {
        Ok(value) if status == 200 => Ok(value),
        _ => Err(format!("{method} {url}: {status} {response}")),
    }
}

fn exchange(method: &str, url: &str, body: &str) -> std::io::Result<(u16, String)> {
    let address = url.trim_start_matches("http://");
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    let length = body.len();
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let mut length = None;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        }
    }
    let mut response = String::new();
    // Not all close the connection, though they were asked to.
    reader
        .take(length.unwrap_or(u64::MAX))
        .read_to_string(&mut response)?;
    Ok((status.unwrap_or(0), response))
}

/// Of a driver, which starts browsers and loads pages meanwhile.
const TIMEOUT: Duration = Duration::from_secs(120);
