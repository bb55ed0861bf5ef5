use std::env;
use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::Value;
use stand_in::{Options, Running};

/// The stand-in with the built package and the test pages, for one test.
pub struct Stage {
    pub origins: Running,
    http: reqwest::Client,
}

/// A client of the stand-in, and the strings that are attached to it.
pub struct Client<'s> {
    stage: &'s Stage,
    pub id: String,
}

impl Stage {
    pub async fn set() -> Result<Self, String> {
        let root = Path::new(ROOT);
        let package = Self::package();
        if !package.join("dist/index.js").is_file() {
            let place = package.display();
            return Err(format!(
                "there is no built package in {place}: run `cargo xtask build`"
            ));
        }
        let options = Options {
            site_root: root.join("www"),
            package_root: package,
            extra_roots: vec![("/pages".to_owned(), root.join("tests/pages"))],
            control: true,
            site_port: 0,
        };
        let origins = stand_in::start(options)
            .await
            .map_err(|why| format!("the stand-in did not start: {why}"))?;
        Ok(Self {
            origins,
            http: reqwest::Client::new(),
        })
    }

    /// The built package that is tested.
    pub(crate) fn package() -> PathBuf {
        env::var_os("E2E_PACKAGE").map_or_else(|| Path::new(ROOT).join("pkg"), PathBuf::from)
    }

    /// An address on the page's own origin.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origins.site)
    }

    pub async fn client(&self, settings: Value) -> Result<Client<'_>, String> {
        let made = self.control(Method::POST, "/clients", Some(settings));
        let id = made.await?["clientId"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        Ok(Client { stage: self, id })
    }

    /// The client of the demo shop.
    pub async fn demo_client(&self) -> Result<Client<'_>, String> {
        let config = self.http.get(self.page("/config.json")).send().await;
        let config: Value = config.map_err(failed)?.json().await.map_err(failed)?;
        let id = config["clientId"].as_str().unwrap_or_default().to_owned();
        Ok(Client { stage: self, id })
    }

    async fn control(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, String> {
        let url = format!("{}/_control{path}", self.origins.api);
        let mut request = self.http.request(method, &url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request
            .send()
            .await
            .and_then(reqwest::Response::error_for_status);
        answer.map_err(failed)?.json().await.map_err(failed)
    }
}

impl Client<'_> {
    pub async fn set(&self, changes: Value) -> Result<(), String> {
        let path = format!("/clients/{}", self.id);
        let set = self.stage.control(Method::PATCH, &path, Some(changes));
        set.await.map(drop)
    }

    pub async fn act(&self, action: &str) -> Result<Value, String> {
        let path = format!("/clients/{}/{action}", self.id);
        self.stage.control(Method::POST, &path, None).await
    }

    /// What the stand-in saw of this client.
    pub async fn seen(&self) -> Result<Value, String> {
        let path = format!("/clients/{}", self.id);
        self.stage.control(Method::GET, &path, None).await
    }

    /// How many token requests of a grant the endpoint got.
    pub async fn grants(&self, grant: &str) -> Result<u64, String> {
        Ok(self.seen().await?["tokenRequests"][grant]
            .as_u64()
            .unwrap_or(0))
    }
}

fn failed(error: reqwest::Error) -> String {
    format!("the stand-in: {error}")
}

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
