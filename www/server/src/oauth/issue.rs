use uuid::Uuid;

use crate::model::client_id::ClientId;
use crate::model::settings::Settings;
use crate::model::subject::Subject;
use crate::model::tokens::TokenSet;
use crate::state::Database;

/// A new visitor of this client, with tokens.
pub fn visitor(
    database: &mut Database,
    client: ClientId,
    settings: &Settings,
) -> (Subject, TokenSet) {
    if let Some(client) = database.clients.get_mut(&client) {
        client.visitors = client.visitors.saturating_add(1);
    }
    let visitor = Subject::new_visitor();
    (visitor, database.tokens.issue(client, visitor, settings))
}

/// Tokens of a member. The cart of the visitor is merged into theirs.
pub fn member(
    database: &mut Database,
    client: ClientId,
    visitor: Option<Subject>,
    member: Uuid,
    settings: &Settings,
) -> TokenSet {
    let member = Subject::Member(member);
    if let Some(visitor) = visitor {
        database.carts.merge(visitor, member);
    }
    database.tokens.issue(client, member, settings)
}

/// Tokens of the app itself: without a refresh token, since it can present its secret again.
pub fn app(database: &mut Database, client: ClientId, settings: &Settings) -> (Subject, TokenSet) {
    let app = Subject::App(client);
    (
        app,
        database.tokens.issue_access_token(client, app, settings),
    )
}
