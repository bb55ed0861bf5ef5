use serde_json::{Value, json};
use stand_in::{Options, Running, start};

use crate::request::{TestResponse, get, post, request};

/// A stand-in with control, and one client in it.
pub struct Shop {
    pub running: Running,
    pub client: String,
}

impl Shop {
    pub async fn open(settings: Value) -> Self {
        let running = start(Options {
            control: true,
            ..Options::default()
        })
        .await
        .unwrap();
        let client = register(&running, settings).await;
        Self { running, client }
    }

    pub fn token_url(&self) -> String {
        format!("{}/oauth2/token", self.running.api)
    }

    pub async fn anonymous(&self) -> TestResponse {
        let form = format!("client_id={}&grant_type=anonymous", self.client);
        post(self.token_url()).form(&form).send().await
    }

    pub async fn refresh(&self, token: &str) -> TestResponse {
        let form = format!("grant_type=refresh_token&refresh_token={token}");
        post(self.token_url()).form(&form).send().await
    }

    pub async fn visitor(&self) -> Tokens {
        Tokens::of(&self.anonymous().await)
    }

    /// The status of a call that requires a live access token.
    pub async fn call(&self, access_token: &str) -> u16 {
        let url = format!("{}/echo?auth=required", self.running.api);
        get(url).token(access_token).send().await.status
    }

    pub async fn change(&self, settings: Value) {
        let url = self.control("");
        let response = request("PATCH", url).json(settings).send().await;
        assert_eq!(response.status, 200, "{}", response.text());
    }

    pub async fn act(&self, action: &str) -> Value {
        post(self.control(&format!("/{action}")))
            .send()
            .await
            .json()
    }

    pub async fn report(&self) -> Value {
        get(self.control("")).send().await.json()
    }

    pub fn control(&self, rest: &str) -> String {
        let Self { running, client } = self;
        format!("{}/_control/clients/{client}{rest}", running.api)
    }
}

pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

impl Tokens {
    pub fn of(response: &TestResponse) -> Self {
        assert_eq!(response.status, 200, "{}", response.text());
        Self::from(response.json())
    }
}

impl From<Value> for Tokens {
    fn from(json: Value) -> Self {
        let field = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        Self {
            access: field("access_token"),
            refresh: field("refresh_token"),
        }
    }
}

pub async fn register(running: &Running, settings: Value) -> String {
    let url = format!("{}/_control/clients", running.api);
    let response = post(url).json(settings).send().await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()["clientId"].as_str().unwrap().to_owned()
}

pub fn plain() -> Value {
    json!({})
}
