use crate::client::ClientId;
use crate::oauth_error::OAuthError;
use crate::settings::Settings;
use crate::state::World;
use crate::subject::Subject;
use crate::token_request::TokenRequest;
use crate::tokens::{Refusal, TokenSet};

/// A client that asks for a token, and what it presents.
pub struct Grant {
    pub client: ClientId,
    pub name: String,
    kind: Kind,
}

enum Kind {
    /// Wix' extension grant: whoever asks becomes a new visitor.
    Anonymous,
    /// RFC 6749 section 6. Visitors and members alike.
    Refresh(String),
    /// Not known here: other grants come with the flows that need them.
    Unsupported,
}

impl Grant {
    pub fn read(world: &World, request: TokenRequest) -> Result<Self, OAuthError> {
        let missing = OAuthError::InvalidRequest;
        let name = request.grant_type.ok_or(missing("grant_type is missing"))?;
        let known = request.client_id.map(|id| world.client_id(&id));
        let client = known.map(|id| id.ok_or(OAuthError::InvalidClient));
        let client = client.transpose()?;
        let (client, kind) = match name.as_str() {
            "anonymous" => {
                let client = client.ok_or(missing("client_id is missing"))?;
                (client, Kind::Anonymous)
            }
            "refresh_token" => {
                let token = request.refresh_token;
                let token = token.ok_or(missing("refresh_token is missing"))?;
                // The client ID may be left out: the token knows whose it is.
                let client = client.or_else(|| world.tokens.refresh_client(&token));
                (
                    client.ok_or(OAuthError::InvalidGrant)?,
                    Kind::Refresh(token),
                )
            }
            _ => {
                let client = client.ok_or(OAuthError::UnsupportedGrantType)?;
                (client, Kind::Unsupported)
            }
        };
        Ok(Self { client, name, kind })
    }

    pub fn process(&self, world: &mut World, settings: &Settings) -> Result<TokenSet, OAuthError> {
        match &self.kind {
            Kind::Anonymous => Ok(world.visitor(self.client, settings).1),
            Kind::Refresh(token) => world
                .tokens
                .refresh(token, Some(self.client), settings)
                .map_err(|refusal| self.refused(world, refusal)),
            Kind::Unsupported => Err(OAuthError::UnsupportedGrantType),
        }
    }

    fn refused(&self, world: &mut World, refusal: Refusal) -> OAuthError {
        let client = world.clients.get_mut(&self.client);
        if let (Refusal::Reused, Some(client)) = (refusal, client) {
            client.reuse_detected = client.reuse_detected.saturating_add(1);
        }
        OAuthError::InvalidGrant
    }
}

impl World {
    /// A new visitor of this client, with tokens.
    pub fn visitor(&mut self, client: ClientId, settings: &Settings) -> (Subject, TokenSet) {
        if let Some(client) = self.clients.get_mut(&client) {
            client.visitors = client.visitors.saturating_add(1);
        }
        let visitor = Subject::new_visitor();
        (visitor, self.tokens.issue(client, visitor, settings))
    }
}
