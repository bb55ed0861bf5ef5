//! Which requests may carry a token: RFC 10017 and RFC 9700 §4.9.1 in spirit.

use alloc::string::String;

use super::lines::Lines;
use crate::Error;

/// The origins that are allowed to receive a token, one a line.
#[derive(Clone, Debug)]
pub struct Audience(String);

/// What must be known of a request before it may be authorized.
pub trait Target {
    /// The origin the browser itself parsed out of the request's URL; for a
    /// URL that is not http(s), anything that is no http(s) origin.
    fn origin(&self) -> &str;
    /// Whether it brings an `Authorization` header of its own.
    fn has_authorization(&self) -> bool;
    /// Whether its mode is "no-cors".
    fn is_no_cors(&self) -> bool;
}

/// A request that may be authorized. Nothing else can be sent with a token,
/// and only [`Audience::admit`] makes one.
#[derive(Clone, Debug)]
pub struct Admitted<R>(R);

impl Audience {
    /// An audience of exactly these origins, one a line, in the browser's own
    /// spelling.
    pub fn new(origins: String) -> Audience {
        Audience(origins)
    }

    /// Admits a request, or says why not. Origins are compared as text,
    /// exactly: both sides were written by the same parser. An opaque origin
    /// ("null") is shared by strangers, and no scheme but http(s) carries a
    /// token anywhere.
    pub fn admit<R: Target>(&self, request: R) -> Result<Admitted<R>, Error> {
        let origin = request.origin();
        if !origin.starts_with("http") || !Lines::new(&self.0).any(|allowed| allowed == origin) {
            Err(Error::ForeignOrigin)
        } else if request.has_authorization() {
            Err(Error::AuthorizationPresent)
        } else if request.is_no_cors() {
            Err(Error::NoCors)
        } else {
            Ok(Admitted(request))
        }
    }
}

impl<R> Admitted<R> {
    /// The request.
    pub fn request(&self) -> &R {
        &self.0
    }
}
