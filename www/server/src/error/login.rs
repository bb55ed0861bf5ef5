use axum::http::StatusCode;

use crate::error::wix::WixError;

/// Why a direct login, or a step of it, is refused: the error codes of Wix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginError {
    CaptchaMissing,
    CaptchaInvalid,
    EmailTaken,
    WrongPassword,
    MustReset,
    NoAccount,
    Unapproved,
    Throttled,
    Blocked,
    BadRecoveryToken,
    BadCode,
    BadStateToken,
}

impl From<LoginError> for WixError {
    fn from(error: LoginError) -> Self {
        let (status, code, description) = match error {
            LoginError::CaptchaMissing => (403, "-19971", "a captcha token is required"),
            LoginError::CaptchaInvalid => (403, "-19970", "the captcha token is invalid"),
            LoginError::EmailTaken => (409, "-19995", "this e-mail is registered already"),
            LoginError::WrongPassword => (401, "-19976", "wrong password"),
            LoginError::NoAccount => (404, "-19999", "no account has this e-mail"),
            LoginError::Throttled => (429, "-19959", "too many attempts, try again later"),
            // From here on the status is our guess: Wix publishes only the codes.
            LoginError::MustReset => (403, "-19973", "the password must be reset"),
            LoginError::Unapproved => (403, "-19958", "the account waits for approval"),
            LoginError::Blocked => (403, "-19980", "the account is blocked"),
            LoginError::BadRecoveryToken => (400, "-19972", "this link is invalid or too old"),
            LoginError::BadCode => (400, "VERIFICATION_FAILED", "this is not the code"),
            // The code of this error is our guess, too.
            LoginError::BadStateToken => (400, "-19984", "the verification is over, begin again"),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        WixError::application(status, code, description)
    }
}
