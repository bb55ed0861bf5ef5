//! The errors of a backend.

use crate::Error;
use crate::wix::identity::Unidentified;

/// Why a request or a call was refused, with the status and the stable code that the
/// caller sees. The messages are in JavaScript (`pkg/backend/error.js`; a test
/// compares the two).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request has no `Authorization`.
    TokenMissing,
    /// The token is malformed, expired or not active.
    TokenInvalid,
    /// The token was issued to another client or for another site.
    TokenForeign,
    /// The caller does not have the permission.
    PermissionDenied,
    /// The resource belongs to somebody else.
    NotOwner,
    /// Token-info is unavailable, so the caller cannot be verified.
    IdentityUnavailable,
    /// There is no such web method.
    NotFound,
    /// Web methods are called by POST.
    MethodNotAllowed,
    /// The body is too large.
    TooLarge,
    /// The content type is not JSON.
    UnsupportedMediaType,
    /// The body is no valid array of arguments.
    InvalidArguments,
    /// There is no request context.
    NotIdentified,
    /// The elevated call has ended.
    ElevationOver,
    /// The app was to act without a caller, where there is one.
    HasCaller,
    /// The app's secret or API key was refused.
    ElevationRefused,
    /// No app token can be obtained right now.
    ElevationUnavailable,
    /// The response to the caller would have contained the app's token.
    TokenInAnswer,
    /// Wix has refused to issue a member's tokens.
    TokensRefused,
    /// Wix is unavailable.
    TokensUnavailable,
    /// The webhook is not one of Wix for this app and site, or it is too old.
    WebhookRefused,
    /// The webhook is being handled already.
    WebhookRunning,
    /// The origin is not allowed to receive the token.
    ForeignOrigin,
    /// The request has an `Authorization` already.
    AuthorizationPresent,
    /// The request has mode `no-cors`, which drops the token.
    NoCors,
    /// An option is invalid.
    InvalidOptions,
    /// An internal error.
    Internal,
}

impl Refusal {
    /// All refusals.
    pub const ALL: [Refusal; 26] = [
        Refusal::TokenMissing,
        Refusal::TokenInvalid,
        Refusal::TokenForeign,
        Refusal::PermissionDenied,
        Refusal::NotOwner,
        Refusal::IdentityUnavailable,
        Refusal::NotFound,
        Refusal::MethodNotAllowed,
        Refusal::TooLarge,
        Refusal::UnsupportedMediaType,
        Refusal::InvalidArguments,
        Refusal::NotIdentified,
        Refusal::ElevationOver,
        Refusal::HasCaller,
        Refusal::ElevationRefused,
        Refusal::ElevationUnavailable,
        Refusal::TokenInAnswer,
        Refusal::TokensRefused,
        Refusal::TokensUnavailable,
        Refusal::WebhookRefused,
        Refusal::WebhookRunning,
        Refusal::ForeignOrigin,
        Refusal::AuthorizationPresent,
        Refusal::NoCors,
        Refusal::InvalidOptions,
        Refusal::Internal,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::TokenMissing => "token_missing",
            Refusal::TokenInvalid => "token_invalid",
            Refusal::TokenForeign => "token_foreign",
            Refusal::PermissionDenied => "permission_denied",
            Refusal::NotOwner => "not_owner",
            Refusal::IdentityUnavailable => "identity_unavailable",
            Refusal::NotFound => "not_found",
            Refusal::MethodNotAllowed => "method_not_allowed",
            Refusal::TooLarge => "too_large",
            Refusal::UnsupportedMediaType => "unsupported_media_type",
            Refusal::InvalidArguments => "invalid_arguments",
            Refusal::NotIdentified => "not_identified",
            Refusal::ElevationOver => "elevation_over",
            Refusal::HasCaller => "has_caller",
            Refusal::ElevationRefused => "elevation_refused",
            Refusal::ElevationUnavailable => "elevation_unavailable",
            Refusal::TokenInAnswer => "token_in_answer",
            Refusal::TokensRefused => "tokens_refused",
            Refusal::TokensUnavailable => "tokens_unavailable",
            Refusal::WebhookRefused => "webhook_refused",
            Refusal::WebhookRunning => "webhook_running",
            Refusal::ForeignOrigin => "foreign_origin",
            Refusal::AuthorizationPresent => "authorization_present",
            Refusal::NoCors => "no_cors",
            Refusal::InvalidOptions => "invalid_options",
            Refusal::Internal => "internal",
        }
    }

    /// The HTTP status: RFC 6750 §3.1 for what concerns the token, RFC 9110 §15
    /// for the rest.
    pub const fn status(self) -> u16 {
        match self {
            Refusal::InvalidArguments => 400,
            Refusal::TokenMissing | Refusal::TokenInvalid | Refusal::TokenForeign => 401,
            Refusal::PermissionDenied | Refusal::NotOwner | Refusal::WebhookRefused => 403,
            Refusal::NotFound => 404,
            Refusal::MethodNotAllowed => 405,
            Refusal::WebhookRunning => 409,
            Refusal::TooLarge => 413,
            Refusal::UnsupportedMediaType => 415,
            Refusal::TokensRefused => 502,
            Refusal::IdentityUnavailable
            | Refusal::ElevationUnavailable
            | Refusal::TokensUnavailable => 503,
            Refusal::NotIdentified
            | Refusal::ElevationOver
            | Refusal::HasCaller
            | Refusal::ElevationRefused
            | Refusal::TokenInAnswer
            | Refusal::ForeignOrigin
            | Refusal::AuthorizationPresent
            | Refusal::NoCors
            | Refusal::InvalidOptions
            | Refusal::Internal => 500,
        }
    }

    /// The challenge `WWW-Authenticate`, empty if there is none. RFC 6750 §3.1: it has no
    /// error if the request presented no token.
    pub const fn challenge(self) -> &'static str {
        match self {
            Refusal::TokenMissing => "Bearer",
            Refusal::TokenInvalid | Refusal::TokenForeign => "Bearer error=\"invalid_token\"",
            Refusal::PermissionDenied => "Bearer error=\"insufficient_scope\"",
            Refusal::NotOwner
            | Refusal::IdentityUnavailable
            | Refusal::NotFound
            | Refusal::MethodNotAllowed
            | Refusal::TooLarge
            | Refusal::UnsupportedMediaType
            | Refusal::InvalidArguments
            | Refusal::NotIdentified
            | Refusal::ElevationOver
            | Refusal::HasCaller
            | Refusal::ElevationRefused
            | Refusal::ElevationUnavailable
            | Refusal::TokenInAnswer
            | Refusal::TokensRefused
            | Refusal::TokensUnavailable
            | Refusal::WebhookRefused
            | Refusal::WebhookRunning
            | Refusal::ForeignOrigin
            | Refusal::AuthorizationPresent
            | Refusal::NoCors
            | Refusal::InvalidOptions
            | Refusal::Internal => "",
        }
    }
}

impl From<Unidentified> for Refusal {
    fn from(unidentified: Unidentified) -> Refusal {
        match unidentified {
            Unidentified::Invalid => Refusal::TokenInvalid,
            Unidentified::Foreign => Refusal::TokenForeign,
        }
    }
}

/// Of those of a page, only the refusals of the audience occur on a server.
impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        match error {
            Error::ForeignOrigin => Refusal::ForeignOrigin,
            Error::AuthorizationPresent => Refusal::AuthorizationPresent,
            Error::NoCors => Refusal::NoCors,
            Error::NotConfigured
            | Error::InvalidOptions
            | Error::SignInRequired
            | Error::SignedOut
            | Error::TokenRequestRefused
            | Error::TokenEndpointUnavailable
            | Error::InvalidTokenResponse
            | Error::LockTimeout
            | Error::StorageUnavailable
            | Error::SignOutNotStored
            | Error::LoadFailed
            | Error::Internal => Refusal::Internal,
        }
    }
}
