//! The stand-in for Wix and for an app's backend, built and running.

use serde_json::Value;

use crate::checkout::Checkout;
use crate::command;
use crate::scratch::Scratch;
use harness::Process;

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
    pub fn start(checkout: &Checkout) -> Result<Self, String> {
        command::run(
            checkout
                .cargo()
                .args(["build", "-q", "--package", "stand-in", "--bins"]),
        )?;
        let log = Scratch::new("stand-in")?;
        let mut stand_in = Process::command(checkout.target.join("debug/stand-in"));
        stand_in
            .arg("--site-root")
            .arg(checkout.root.join("www"))
            .arg("--package-root")
            .arg(checkout.package())
            .arg("--control");
        let (process, line) = Process::start_and_read_line(stand_in, &log.path().join("log"))
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

    /// Sends a request to the control endpoint.
    pub fn control(&self, method: &str, path: &str, body: &str) -> Result<Value, String> {
        harness::request(method, &format!("{}/_control{path}", self.api), body)
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
