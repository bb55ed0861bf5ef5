//! The web methods that a backend serves, and which of them a request is for.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::refusal::Refusal;
use crate::wix::web_method;

/// Web methods below several paths.
#[derive(Debug, Default)]
pub struct Routes(Vec<Base>);

/// Web methods below one path, each with its index.
#[derive(Debug)]
struct Base {
    path: String,
    methods: BTreeMap<WebMethod, usize>,
}

/// The names by which a web method is called.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebMethod {
    /// The name of its module.
    pub module: String,
    /// Its own name.
    pub name: String,
}

/// What decides for which web method a request is.
#[derive(Clone, Copy, Debug)]
pub struct WebMethodRequest<'a> {
    /// The HTTP method.
    pub verb: &'a str,
    /// The path of the URL, as it is written there.
    pub path: &'a str,
    /// `Content-Type`, empty if there is none.
    pub content_type: &'a str,
    /// `Content-Length`, if there is one.
    pub content_length: Option<f64>,
}

impl Routes {
    /// Adds these methods below a path, and returns the number of that path.
    pub fn add(&mut self, path: String, methods: Vec<WebMethod>) -> usize {
        let methods = methods.into_iter().zip(0..).collect();
        self.0.push(Base { path, methods });
        self.0.len().wrapping_sub(1)
    }

    /// The index of the web method in the list that was added with this number.
    pub fn find(
        &self,
        base: usize,
        request: &WebMethodRequest<'_>,
        max_body: f64,
    ) -> Result<usize, Refusal> {
        let method = self.0.get(base).and_then(|base| {
            let (module, name) = web_method::route(&base.path, request.path)?;
            let method = WebMethod {
                module: module.to_owned(),
                name: name.to_owned(),
            };
            base.methods.get(&method).copied()
        });
        let method = method.ok_or(Refusal::NotFound)?;
        if request.verb != "POST" {
            Err(Refusal::MethodNotAllowed)
        } else if !web_method::is_json(request.content_type) {
            Err(Refusal::UnsupportedMediaType)
        } else if request
            .content_length
            .is_some_and(|length| length > max_body)
        {
            Err(Refusal::TooLarge)
        } else {
            Ok(method)
        }
    }
}
