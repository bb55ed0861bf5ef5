use axum::http::HeaderMap;
use serde_json::{Map, Value};

use crate::error::oauth::OAuthError;
use crate::http::media_type::media_type;

/// The fields of a token request under the RFC's names, in whichever case they were sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TokenRequest {
    pub grant_type: Option<String>,
    pub client_id: Option<String>,
    pub refresh_token: Option<String>,
    pub code: Option<String>,
    pub code_verifier: Option<String>,
    pub redirect_uri: Option<String>,
    pub member_id: Option<String>,
    pub session_token: Option<String>,
    pub client_secret: Option<String>,
    pub instance_id: Option<String>,
}

impl TokenRequest {
    pub fn read(fields: &Fields) -> Result<Self, OAuthError> {
        Ok(Self {
            grant_type: fields.value("grant_type")?,
            client_id: fields.value("client_id")?,
            refresh_token: fields.value("refresh_token")?,
            code: fields.value("code")?,
            code_verifier: fields.value("code_verifier")?,
            redirect_uri: fields.value("redirect_uri")?,
            member_id: fields.value("member_id")?,
            session_token: fields.value("session_token")?,
            client_secret: fields.value("client_secret")?,
            instance_id: fields.value("instance_id")?,
        })
    }
}

/// A body as it was sent: names and values, in order, not validated.
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    pub fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, OAuthError> {
        match media_type(headers).as_str() {
            "application/json" => {
                let object: Map<String, Value> = serde_json::from_slice(body)
                    .map_err(|_| OAuthError::InvalidRequest("the body is not a JSON object"))?;
                Ok(Self(object.into_iter().collect()))
            }
            "application/x-www-form-urlencoded" => {
                let pairs = form_urlencoded::parse(body).into_owned();
                Ok(Self(pairs.map(|(k, v)| (k, v.into())).collect()))
            }
            _ => Err(OAuthError::InvalidRequest("send JSON or a form")),
        }
    }

    /// The field of this name in snake_case or camelCase. Sent empty it counts as not sent, sent
    /// twice it is refused (RFC 6749 section 3.2); sent in both cases the values must be equal.
    fn value(&self, name: &str) -> Result<Option<String>, OAuthError> {
        let snake = self.spelled(name)?;
        let camel = self.spelled(&camel_case(name))?;
        match (snake, camel) {
            (Some(a), Some(b)) if a != b => Err(OAuthError::InvalidRequest("spellings disagree")),
            (a, b) => Ok(a.or(b)),
        }
    }

    fn spelled(&self, name: &str) -> Result<Option<String>, OAuthError> {
        let mut values = self.0.iter().filter(|(key, _)| key == name);
        let first = values.next();
        if values.next().is_some() {
            return Err(OAuthError::InvalidRequest("a parameter was sent twice"));
        }
        match first.map(|(_, value)| value) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(OAuthError::InvalidRequest("a parameter is not a string")),
        }
    }

    /// In either case, not validated: for the log.
    pub fn first(&self, name: &str) -> Option<&str> {
        let camel = camel_case(name);
        let mut values = self
            .0
            .iter()
            .filter(|(key, _)| key == name || *key == camel);
        values.find_map(|(_, value)| value.as_str())
    }

    /// As an object, for the log.
    pub fn into_object(self) -> Map<String, Value> {
        self.0.into_iter().collect()
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut camel, word| {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|l| l.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
        camel
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gains_its_humps() {
        assert_eq!(camel_case("refresh_token"), "refreshToken");
        assert_eq!(camel_case("code"), "code");
    }
}
