//! A request to the app's backend, and what became of it.

use std::cell::RefCell;
use std::rc::Rc;

use fetch_with_auth::Error;
use fetch_with_auth::oauth::audience::Target;

#[derive(Clone, Copy, Debug, Default)]
pub struct Call {
    /// It has a body that can be read only once.
    pub is_one_shot: bool,
    /// Its response is a 401, whatever the token.
    pub is_forbidden: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    pub status: u16,
    /// What it was asked with.
    pub token: String,
    /// Whom the server took the page for.
    pub acts_for: Option<usize>,
}

/// Something under way, or what became of it.
#[derive(Clone)]
pub struct Outcome<T = Response> {
    pub task: usize,
    pub ended: Rc<RefCell<Option<Result<T, Error>>>>,
}

impl<T: Clone> Outcome<T> {
    pub fn is_over(&self) -> bool {
        self.ended.borrow().is_some()
    }

    #[track_caller]
    pub fn result(&self) -> Result<T, Error> {
        self.ended.borrow().clone().expect("it is under way")
    }
}

impl Outcome {
    #[track_caller]
    pub fn status(&self) -> u16 {
        self.result().expect("a response").status
    }

    #[track_caller]
    pub fn token(&self) -> String {
        self.result().expect("a response").token
    }

    #[track_caller]
    pub fn refusal(&self) -> Error {
        self.result().expect_err("a refusal")
    }
}

impl Target for Call {
    fn origin(&self) -> &str {
        ORIGIN
    }
    fn has_authorization(&self) -> bool {
        false
    }
    fn is_no_cors(&self) -> bool {
        false
    }
}

pub const ORIGIN: &str = "https://shop.example";
