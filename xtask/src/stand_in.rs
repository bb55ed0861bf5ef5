//! The stand-in for Wix and for an app's backend, built and running.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use serde_json::Value;

use crate::Done;
use crate::checkout::Checkout;
use crate::command;
use crate::process::Process;
use crate::scratch::Scratch;

/// Runs until dropped.
pub struct StandIn {
    pub site: String,
    pub api: String,
    pub app: String,
    pub foreign: String,
    pub wix: String,
    pub idp: String,
    pub process: Process,
    _log: Scratch,
}

impl StandIn {
    /// With the control endpoint, on free ports.
    pub fn start(checkout: &Checkout) -> Done<Self> {
        command::run(checkout.cargo().args([
            "build",
            "--quiet",
            "--package",
            "stand-in",
            "--bins",
        ]))?;
        let log = Scratch::new("stand-in")?;
        let mut stand_in = Command::new(checkout.target.join("debug/stand-in"));
        stand_in
            .arg("--site-root")
            .arg(checkout.root.join("www"))
            .arg("--package-root")
            .arg(checkout.package())
            .arg("--control");
        let (process, line) = Process::start_and_hear(stand_in, &log.path().join("log"))
            .map_err(|why| format!("the stand-in: {why}"))?;
        let origins: Value = serde_json::from_str(&line)
            .map_err(|why| format!("the stand-in's first line is not JSON ({why}): {line}"))?;
        let origin = |name: &str| {
            origins[name]
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| format!("the stand-in names no {name} origin: {line}"))
        };
        Ok(Self {
            site: origin("site")?,
            api: origin("api")?,
            app: origin("app")?,
            foreign: origin("foreign")?,
            wix: origin("wix")?,
            idp: origin("idp")?,
            process,
            _log: log,
        })
    }

    /// Asks the control endpoint, in the few words of HTTP that this takes.
    pub fn control(&self, verb: &str, path: &str, body: &str) -> Done<Value> {
        let told = |why: std::io::Error| format!("the stand-in's control: {why}");
        let host = self.api.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).map_err(told)?;
        let length = body.len();
        write!(
            stream,
            "{verb} /_control{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .map_err(told)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(told)?;
        match answer.split_once("\r\n\r\n") {
            Some((head, body)) if head.starts_with("HTTP/1.1 200") => {
                serde_json::from_str(body).map_err(|why| format!("{why}: {body}"))
            }
            _ => Err(format!("the stand-in's control answered: {answer}")),
        }
    }

    /// The names under which tests find the origins.
    pub fn environment(&self) -> [(&'static str, &str); 6] {
        [
            ("STAND_IN_SITE", &self.site),
            ("STAND_IN_API", &self.api),
            ("STAND_IN_APP", &self.app),
            ("STAND_IN_FOREIGN", &self.foreign),
            ("STAND_IN_WIX", &self.wix),
            ("STAND_IN_IDP", &self.idp),
        ]
    }
}
