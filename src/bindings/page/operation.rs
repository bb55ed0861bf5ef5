//! The operations of `Auth`: which flow each is, and its result as a value.

use core::cell::Cell;

use wasm_bindgen::prelude::*;

use super::context::Context;
use super::request::Request;
use crate::Error;
use crate::bindings::task::Task;
use crate::oauth::session::{Need, Whose};
use crate::session::{self, Change};

/// What an operation does.
pub enum Operation {
    Load,
    Fetch(Request),
    Change(Option<Change>),
    AccessToken(Whose, Need),
    Renew(Whose, Need),
}

impl Context {
    pub fn task(self, operation: Operation) -> Task {
        let pending = self.state.pending.clone();
        Task::new(&pending, async move {
            self.run(operation)
                .await
                .map_err(|error| error.code().into())
        })
    }

    /// All in one place: a future of its own for each would weigh 2 kB more.
    async fn run(&self, operation: Operation) -> Result<JsValue, Error> {
        let token = match operation {
            Operation::Load => {
                session::store_unstored(self).await?;
                None
            }
            Operation::Fetch(request) => {
                let request = self.state.audience.admit(request)?;
                return session::fetch(self, request).await;
            }
            Operation::Change(change) => {
                session::change(self, change.ok_or(Error::InvalidOptions)?).await?
            }
            Operation::AccessToken(whose, need) => {
                Some(session::access_token(self, whose, need, &mut None).await?)
            }
            Operation::Renew(whose, need) => {
                let _renewing = Renewing(self.is_renewing(whose));
                session::renew(self, whose, need).await?;
                None
            }
        };
        Ok(token.map_or(JsValue::UNDEFINED, |token| token.expose().into()))
    }
}

/// A renewal is under way until this is dropped.
struct Renewing<'a>(&'a Cell<bool>);

impl Drop for Renewing<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}
