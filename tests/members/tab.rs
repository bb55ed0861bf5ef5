//! A tab of the site. `host.rs` has what its flows ask of it.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use fetch_with_auth::members::{self, ErrorCode, Refusal};
use fetch_with_auth::oauth::session::{Need, Whose};
use fetch_with_auth::oauth::token::TokenSet;
use fetch_with_auth::session::{self, Change};
use fetch_with_auth::wix::redirect_session::RedirectSession;

use crate::page::Page;
use crate::site::Site;

/// A plain copy.
#[derive(Clone, Copy)]
pub struct Tab {
    pub site: Site,
    pub page: Page,
}

/// A flow in progress, or its result.
pub struct Flow<T>(Rc<RefCell<Option<T>>>);

impl Tab {
    /// Starts a flow.
    pub fn starts<T: 'static>(self, flow: impl Future<Output = T> + 'static) -> Flow<T> {
        let ended = Rc::new(RefCell::new(None));
        let end = ended.clone();
        self.site.world.spawn(self.page.number(), async move {
            let outcome = flow.await;
            *end.borrow_mut() = Some(outcome);
        });
        Flow(ended)
    }

    /// Starts to get a token of the visitor. True: that is well.
    pub fn renews_visitor(self) -> Flow<bool> {
        self.starts(async move {
            let mut began = None;
            session::access_token(self.page, Whose::Visitor, Need::Any, &mut began)
                .await
                .is_ok()
        })
    }

    /// A flow, and all that can happen then.
    #[track_caller]
    pub fn does<T: 'static>(self, flow: impl Future<Output = T> + 'static) -> T {
        let flow = self.starts(flow);
        self.site.world.run();
        flow.end()
    }
}

/// What the signing half does for members.
pub async fn sign_in(tab: &Tab, tokens: TokenSet) {
    let outcome = session::change(tab.page, Change::SignIn(tokens.into())).await;
    assert_eq!(outcome, Ok(None));
}

pub async fn forget_visitor(tab: &Tab) {
    let outcome = session::change(tab.page, Change::ForgetVisitor).await;
    assert_eq!(outcome, Ok(None));
}

/// As the face does it: out here first, then at Wix.
pub async fn leave(tab: &Tab, return_to: &str, forget: bool) -> Result<RedirectSession, Refusal> {
    let former = tab.page.leaves(forget).await.unwrap();
    members::logout(tab, former.as_ref(), return_to).await
}

impl<T> Flow<T> {
    pub fn is_over(&self) -> bool {
        self.0.borrow().is_some()
    }

    #[track_caller]
    pub fn end(self) -> T {
        self.0.take().expect("a flow that has ended")
    }
}

/// Which refusal this is.
#[track_caller]
pub fn refusal<T>(ended: Result<T, Refusal>) -> ErrorCode {
    match ended {
        Ok(_) => panic!("it was not refused"),
        Err(refusal) => refusal.code,
    }
}
