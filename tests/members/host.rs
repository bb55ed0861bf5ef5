//! The effects of a tab, each written into the log as it begins.

use std::future::Future;

use sha2::Digest;

use fetch_with_auth::json::Json;
use fetch_with_auth::members::{ApiResponse, Host, Signer, StoredState};
use fetch_with_auth::oauth::code_grant::CodeGrant;
use fetch_with_auth::oauth::grant::TokenResponse;
use fetch_with_auth::oauth::pkce::State;
use fetch_with_auth::oauth::session::{Need, Whose};
use fetch_with_auth::oauth::token::{AccessToken, TokenSet, UnixTime};
use fetch_with_auth::session;
use fetch_with_auth::wix::redirect_session::RedirectSession;

use crate::tab::Tab;
use crate::wix::Presented;

impl Tab {
    fn note(self, text: &str) {
        self.site.world.note(self.page.number(), text);
    }

    fn begin<T: 'static>(
        self,
        text: String,
        happens: impl FnOnce() -> T + 'static,
    ) -> impl Future<Output = T> {
        self.note(&text);
        let world = self.site.world;
        world.begin(self.page, unseen, text, None, || true, happens)
    }
}

impl Host for Tab {
    fn now(&self) -> UnixTime {
        self.site.world.clock.now()
    }
    fn random(&self) -> [u8; 32] {
        self.site.random()
    }
    fn digest(&self, text: &str) -> impl Future<Output = [u8; 32]> {
        std::future::ready(sha2::Sha256::digest(text).into())
    }
    fn client_id(&self) -> &str {
        "CLIENT"
    }

    fn load(&self, kind: StoredState) -> impl Future<Output = String> {
        let stored = self.site.stored(kind);
        self.begin(format!("load {}", name(kind)), || stored.borrow().clone())
    }
    fn exchange(&self, kind: StoredState, seen: &str, next: &str) -> impl Future<Output = bool> {
        let stored = self.site.stored(kind);
        let (seen, next) = (seen.to_owned(), next.to_owned());
        self.begin(
            format!("exchange {} {}", count(kind, &next), name(kind)),
            move || {
                let is_as_seen = *stored.borrow() == seen;
                if is_as_seen {
                    *stored.borrow_mut() = next;
                }
                is_as_seen
            },
        )
    }

    fn post(
        &self,
        signer: Signer<'_>,
        path: &str,
        body: &Json,
    ) -> impl Future<Output = ApiResponse> {
        let signer = match signer {
            Signer::Current => "anyone".to_owned(),
            Signer::Visitor => "visitor".to_owned(),
            Signer::Token(token) => format!("former {}", token.expose()),
            Signer::Nobody => "nobody".to_owned(),
        };
        let site = self.site;
        let (_, last) = path.rsplit_once('/').unwrap();
        let (path, body) = (path.to_owned(), body.clone());
        self.begin(format!("post {last} as {signer}"), move || {
            site.wix.respond(signer, &path, &body)
        })
    }
    fn redeem(&self, grant: CodeGrant<'_>) -> impl Future<Output = TokenResponse> {
        let site = self.site;
        let presented = Presented::of(grant);
        self.begin(format!("redeem {}", presented.code), move || {
            site.wix.redeem(&presented, || site.somebody())
        })
    }
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()> {
        session::Host::pause(&self.page, milliseconds)
    }
    fn sign_in(&self, tokens: &TokenSet) -> impl Future<Output = ()> {
        let end = self.page.sign_in(tokens.clone());
        let world = self.site.world;
        world.begin(
            self.page,
            unseen,
            "signed in",
            None,
            move || end.is_over(),
            || (),
        )
    }
    fn access_token(&self) -> impl Future<Output = Option<AccessToken>> {
        self.note("token");
        let token = self.page.token(Whose::Current, Need::Any);
        let end = token.clone();
        let world = self.site.world;
        world.begin(
            self.page,
            unseen,
            "token",
            None,
            move || token.is_over(),
            move || end.result().ok(),
        )
    }

    fn frame(
        &self,
        session: &RedirectSession,
        state: Option<&State>,
    ) -> impl Future<Output = Option<Json>> {
        let site = self.site;
        let session = session.clone();
        let is_asked = state.is_some();
        self.begin(format!("frame {}", session.full_url), move || {
            if is_asked {
                site.wix.message(&session)
            } else {
                site.wix.loads().then_some(Json::Null)
            }
        })
    }
}

fn name(kind: StoredState) -> &'static str {
    match kind {
        StoredState::PendingLogins => "logins",
        StoredState::Verification => "verifications",
    }
}

/// How many of them this text has.
fn count(kind: StoredState, text: &str) -> usize {
    let lines = text.lines().count().saturating_sub(1);
    match kind {
        StoredState::PendingLogins => lines / 5,
        StoredState::Verification => lines / 2,
    }
}

/// What these effects bring tells no states apart: nobody counts the orders here.
fn unseen<T>(_: &T) -> String {
    String::new()
}
