use uuid::Uuid;

use crate::model::client_id::ClientId;
use crate::model::settings::Settings;
use crate::model::subject::Subject;
use crate::model::tokens::TokenSet;
use crate::state::Database;

/// Whoever comes in, with tokens.
impl Database {
    /// A new visitor of this client, with tokens.
    pub fn visitor(&mut self, client: ClientId, settings: &Settings) -> (Subject, TokenSet) {
        if let Some(client) = self.clients.get_mut(&client) {
            client.visitors = client.visitors.saturating_add(1);
        }
        let visitor = Subject::new_visitor();
        (visitor, self.tokens.issue(client, visitor, settings))
    }

    /// A visitor becomes a member, and the cart comes along.
    pub fn member(
        &mut self,
        client: ClientId,
        visitor: Option<Subject>,
        member: Uuid,
        settings: &Settings,
    ) -> TokenSet {
        let member = Subject::Member(member);
        if let Some(visitor) = visitor {
            self.carts.follow(visitor, member);
        }
        self.tokens.issue(client, member, settings)
    }

    /// The app itself. It can ask again with its secret, so there is nothing to refresh.
    pub fn app(&mut self, client: ClientId, settings: &Settings) -> (Subject, TokenSet) {
        let app = Subject::App(client);
        (app, self.tokens.issue_once(client, app, settings))
    }
}
