//! The errors that this crate raises, each with its stable code.

/// An error raised by this library. What `fetch` itself rejects with is never one of
/// these: it reaches the caller as the very same value.
///
/// Its size is that of a word: in one byte it would share that byte with the enums around
/// it, and telling them apart makes what loads on demand 0.6 kB larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// `fetchWithAuth` was called before `configure()`.
    NotConfigured,
    /// An option cannot be used; the message names it.
    InvalidOptions,
    /// The origin of the request is not in the audience: it must not receive a token.
    ForeignOrigin,
    /// The request already has an `Authorization` header.
    AuthorizationPresent,
    /// The request has mode "no-cors", which drops the header silently.
    NoCors,
    /// A member's session has expired: RFC 6749 §5.2 `invalid_grant`.
    SignInRequired,
    /// The session was signed out, or another person signed in, while this call
    /// waited for a token.
    SignedOut,
    /// The token endpoint refused the request for a reason other than
    /// `invalid_grant`: RFC 6749 §5.2.
    TokenRequestRefused,
    /// The token endpoint could not be reached, timed out, or responded with
    /// 408, 429 or 5xx.
    TokenEndpointUnavailable,
    /// The response of the token endpoint is not a token response: RFC 6749 §5.1.
    InvalidTokenResponse,
    /// Another tab or call held the session's lock for longer than any renewal takes.
    LockTimeout,
    /// The storage failed, so the session is unknown.
    StorageUnavailable,
    /// A sign-out could not be stored: the session may be back after a reload.
    SignOutNotStored,
    /// The WebAssembly module could not be loaded.
    LoadFailed,
    /// A defect of this library: the module was reloaded, and the next call works.
    Internal,
}

impl Error {
    /// All of them.
    pub const ALL: [Error; 15] = [
        Error::NotConfigured,
        Error::InvalidOptions,
        Error::ForeignOrigin,
        Error::AuthorizationPresent,
        Error::NoCors,
        Error::SignInRequired,
        Error::SignedOut,
        Error::TokenRequestRefused,
        Error::TokenEndpointUnavailable,
        Error::InvalidTokenResponse,
        Error::LockTimeout,
        Error::StorageUnavailable,
        Error::SignOutNotStored,
        Error::LoadFailed,
        Error::Internal,
    ];

    /// The stable code, as JavaScript sees it in `AuthError.code`.
    pub const fn code(self) -> &'static str {
        match self {
            Error::NotConfigured => "not_configured",
            Error::InvalidOptions => "invalid_options",
            Error::ForeignOrigin => "foreign_origin",
            Error::AuthorizationPresent => "authorization_present",
            Error::NoCors => "no_cors",
            Error::SignInRequired => "sign_in_required",
            Error::SignedOut => "signed_out",
            Error::TokenRequestRefused => "token_request_refused",
            Error::TokenEndpointUnavailable => "token_endpoint_unavailable",
            Error::InvalidTokenResponse => "invalid_token_response",
            Error::LockTimeout => "lock_timeout",
            Error::StorageUnavailable => "storage_unavailable",
            Error::SignOutNotStored => "sign_out_not_stored",
            Error::LoadFailed => "load_failed",
            Error::Internal => "internal",
        }
    }
}
