//! The part of the package that every page loads: [`Auth`], a method for each
//! operation. No logic: arguments become types, and results become values.

mod context;
mod host;
mod operation;
mod request;

use alloc::rc::Rc;
use alloc::string::String;
use core::cell::Cell;

use wasm_bindgen::prelude::*;

use self::context::{Context, Page, State};
use self::operation::Operation;
use self::request::{CallerRequest, Request};
use super::task::Task;
use crate::oauth::audience::Audience;
use crate::oauth::record::read_set;
use crate::oauth::session::{Need, Whose};
use crate::oauth::token::AccessToken;
use crate::session::{Change, Memory};

/// One session of a page, and what it remembers between operations. Every
/// operation gets the page from its caller: nothing of JavaScript is kept here
/// that could keep the instance alive.
#[wasm_bindgen]
pub struct Auth(Rc<State>);

#[wasm_bindgen]
impl Auth {
    /// `audience`: origins, one a line; `leeway`: in seconds.
    #[wasm_bindgen(constructor)]
    pub fn new(audience: String, leeway: f64) -> Auth {
        Auth(Rc::new(State {
            leeway: leeway as u64,
            audience: Audience::new(audience),
            memory: Memory::default(),
            is_renewing: Default::default(),
            signing_with: Cell::default(),
            pending: Rc::default(),
        }))
    }

    /// Sends a request with the access token of the current person.
    pub fn fetch(
        &self,
        page: Page,
        request: CallerRequest,
        origin: String,
        has_authorization: bool,
        is_no_cors: bool,
    ) -> Task {
        let request = Request {
            request,
            origin,
            has_authorization,
            is_no_cors,
        };
        self.task(page, Operation::Fetch(request))
    }

    /// The access token of the current person, or of the visitor; not the
    /// one that was refused, if any.
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&self, page: Page, visitor: bool, refused: &str) -> Task {
        let whose = if visitor {
            Whose::Visitor
        } else {
            Whose::Current
        };
        let need = AccessToken::new(refused).map_or(Need::Any, Need::OtherThan);
        self.task(page, Operation::AccessToken(whose, need))
    }

    /// Loads whom the page acts as, reports it, and stores what could not be
    /// stored before.
    pub fn load(&self, page: Page) -> Task {
        self.task(page, Operation::Load)
    }

    /// Signs a member in with the token set that this text is.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, page: Page, tokens: &str) -> Task {
        let change = read_set(tokens).map(|tokens| Change::SignIn(Rc::new(tokens)));
        self.task(page, Operation::Change(change))
    }

    /// Forgets the visitor, be it the one kept beside a member.
    #[wasm_bindgen(js_name = forgetVisitor)]
    pub fn forget_visitor(&self, page: Page) -> Task {
        self.task(page, Operation::Change(Some(Change::ForgetVisitor)))
    }

    /// Signs out. Results in the access token of who left, if anybody did.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, page: Page, forget_visitor: bool) -> Task {
        self.task(
            page,
            Operation::Change(Some(Change::SignOut(forget_visitor))),
        )
    }

    /// Storage has changed to this generation, or may have changed unseen: 0.
    pub fn invalidate(&self, generation: f64) {
        self.0.memory.invalidate(generation as u64);
    }
}

impl Auth {
    fn task(&self, page: Page, operation: Operation) -> Task {
        let state = self.0.clone();
        Context { page, state }.task(operation)
    }
}
