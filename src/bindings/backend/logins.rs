//! Logins and logouts of the pages that a server renders: the flows of a page, whose effects
//! `pkg/server/login-host.js` has.

use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::future::Future;

use wasm_bindgen::prelude::*;

use crate::bindings::members_host::{Context, Page, error};
use crate::bindings::task::{Pending, Task};
use crate::members::{self, RedirectOptions, Refusal};
use crate::oauth::callback::Callback;
use crate::oauth::pending::Logins;
use crate::oauth::pkce::State;
use crate::oauth::token::AccessToken;
use crate::server;
use crate::wix::authorization_request::{Prompt, ResponseMode};
use crate::wix::idp;

/// The logins by redirect of one client.
#[wasm_bindgen]
pub struct RedirectLogins {
    client_id: Rc<str>,
    pending: Rc<Pending>,
}

#[wasm_bindgen]
impl RedirectLogins {
    /// Logins of the client with this ID.
    #[wasm_bindgen(constructor)]
    pub fn new(client_id: &str) -> RedirectLogins {
        RedirectLogins {
            client_id: client_id.into(),
            pending: Rc::default(),
        }
    }

    /// Begins a login. Results in the URL to navigate to.
    pub fn login(
        &self,
        page: Page,
        redirect_uri: String,
        return_to: String,
        prompt: Option<String>,
        idp: Option<String>,
    ) -> Task {
        self.task(page, async move |host| {
            let prompt = prompt.as_deref().map_or(Some(Prompt::Login), Prompt::parse);
            let connection = idp.as_deref().map(idp::connection_id);
            let options = RedirectOptions {
                redirect_uri: &redirect_uri,
                return_to: &return_to,
                response_mode: ResponseMode::Query,
                prompt: prompt.ok_or_else(|| Refusal::argument("prompt"))?,
                idp: match connection {
                    Some(None) => return Err(Refusal::argument("idp")),
                    connection => connection.flatten(),
                },
            };
            let target = members::login_with_redirect(&host, &options, None).await?;
            Ok(target.full_url.into())
        })
    }

    /// Ends a login: the parameters of its callback, names and values in turn. Results in
    /// undefined if they are no callback.
    pub fn callback(&self, page: Page, parameters: Vec<String>) -> Task {
        self.task(page, async move |host| {
            let pairs = parameters.chunks_exact(2).filter_map(|pair| match pair {
                [name, value] => Some((&**name, &**value)),
                _ => None,
            });
            match Callback::read(pairs) {
                Some(callback) => Ok(members::handle_redirect(&host, callback).await?.into()),
                None => Ok(JsValue::UNDEFINED),
            }
        })
    }

    /// Results in the URL that ends the session on the Wix domain. `former` is the access
    /// token of the member who has signed out.
    pub fn logout(&self, page: Page, former: Option<String>, return_to: String) -> Task {
        self.task(page, async move |host| {
            let former = former.as_deref().and_then(AccessToken::new);
            let target = members::logout(&host, former.as_ref(), &return_to).await?;
            Ok(target.full_url.into())
        })
    }
}

impl RedirectLogins {
    fn task<F: Future<Output = Result<JsValue, Refusal>>>(
        &self,
        page: Page,
        flow: impl FnOnce(Context) -> F + 'static,
    ) -> Task {
        let context = Context {
            page,
            client_id: self.client_id.clone(),
            pending: self.pending.clone(),
        };
        Task::new(
            &self.pending,
            async move { flow(context).await.map_err(error) },
        )
    }
}

/// Where the login with this state goes afterwards, of those in a stored text.
#[wasm_bindgen(js_name = returnToOf)]
pub fn return_to_of(logins: &str, state: &str) -> Option<String> {
    let logins = Logins::read(logins);
    logins
        .return_to(&State::read(state)?)
        .map(ToOwned::to_owned)
}

/// Whether a redirect to this path stays on its origin.
#[wasm_bindgen(js_name = isReturnPath)]
pub fn is_return_path(path: &str) -> bool {
    server::is_return_path(path)
}
