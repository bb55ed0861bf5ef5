//! Every way in which a backend says no.

use crate::wix::identity::Unidentified;

/// A refusal, with the status and the stable code that a caller sees. The
/// numbers cross the border to JavaScript, where the sentences live
/// (`pkg/backend/error.js`, in the same order; a test compares the two).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Refusal {
    /// There is no Authorization.
    TokenMissing = 0,
    /// The token is garbage, over, or inactive.
    TokenInvalid,
    /// The token is of another app or another site.
    TokenForeign,
    /// This identity has not the permission.
    PermissionDenied,
    /// What is asked for is somebody else's.
    NotOwner,
    /// Token-info is out of reach, which says nothing about the token.
    IdentityUnavailable,
    /// No such web method.
    NotFound,
    /// Web methods are called by POST.
    MethodNotAllowed,
    /// More bytes than are read.
    TooLarge,
    /// Not JSON by its content type.
    UnsupportedMediaType,
    /// No list of arguments, or one that is not to be touched.
    InvalidArguments,
    /// Not within a handler.
    NotIdentified,
    /// What was elevated has ended.
    ElevationOver,
    /// The app's secret or key were refused.
    ElevationRefused,
    /// No token of the app is to be had just now.
    ElevationUnavailable,
    /// The app's token was about to be answered to the caller.
    TokenInAnswer,
    /// Wix refused a member's tokens.
    TokensRefused,
    /// Wix cannot answer just now.
    TokensUnavailable,
    /// The origin may not hear this token.
    ForeignOrigin,
    /// The request has an Authorization of its own.
    AuthorizationPresent,
    /// The request's mode would drop the token.
    NoCors,
    /// An option cannot be used.
    InvalidOptions,
    /// Anything else.
    Internal,
}

impl Refusal {
    /// All of them, in the order of their numbers.
    pub const ALL: [Refusal; 23] = [
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
        Refusal::ElevationRefused,
        Refusal::ElevationUnavailable,
        Refusal::TokenInAnswer,
        Refusal::TokensRefused,
        Refusal::TokensUnavailable,
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
            Refusal::ElevationRefused => "elevation_refused",
            Refusal::ElevationUnavailable => "elevation_unavailable",
            Refusal::TokenInAnswer => "token_in_answer",
            Refusal::TokensRefused => "tokens_refused",
            Refusal::TokensUnavailable => "tokens_unavailable",
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
            Refusal::PermissionDenied | Refusal::NotOwner => 403,
            Refusal::NotFound => 404,
            Refusal::MethodNotAllowed => 405,
            Refusal::TooLarge => 413,
            Refusal::UnsupportedMediaType => 415,
            Refusal::TokensRefused => 502,
            Refusal::IdentityUnavailable
            | Refusal::ElevationUnavailable
            | Refusal::TokensUnavailable => 503,
            Refusal::NotIdentified
            | Refusal::ElevationOver
            | Refusal::ElevationRefused
            | Refusal::TokenInAnswer
            | Refusal::ForeignOrigin
            | Refusal::AuthorizationPresent
            | Refusal::NoCors
            | Refusal::InvalidOptions
            | Refusal::Internal => 500,
        }
    }

    /// `WWW-Authenticate`, empty if there is none. RFC 6750 §3.1: who showed no
    /// token is told no error; who has no permission would not get it by
    /// another token.
    pub const fn challenge(self) -> &'static str {
        match self {
            Refusal::TokenMissing => "Bearer",
            Refusal::TokenInvalid | Refusal::TokenForeign => "Bearer error=\"invalid_token\"",
            Refusal::PermissionDenied => "Bearer error=\"insufficient_scope\"",
            _ => "",
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

impl From<crate::Error> for Refusal {
    fn from(error: crate::Error) -> Refusal {
        match error {
            crate::Error::ForeignOrigin => Refusal::ForeignOrigin,
            crate::Error::AuthorizationPresent => Refusal::AuthorizationPresent,
            crate::Error::NoCors => Refusal::NoCors,
            _ => Refusal::Internal,
        }
    }
}
