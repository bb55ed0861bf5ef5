//! The result of a login step as JavaScript sees it: an object with the discriminant
//! `loginState`, in the names of Wix's SDK. It never contains a token.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

use super::api_error::{ApiError, Violation};
use crate::json::Json;
use crate::oauth::lines::Lines;

/// The result of a login step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoginResult {
    /// `SUCCESS`, `FAILURE`, the name of a state in which the login waits, or `UNKNOWN`.
    pub login_state: &'static str,
    /// Of `UNKNOWN`: the server's name of the state, verbatim.
    pub state: Option<String>,
    /// Of `FAILURE`, like everything below: the name of the error.
    pub error_code: Option<&'static str>,
    /// The server's application code, verbatim.
    pub code: Option<String>,
    /// A message for the user.
    pub message: Option<Cow<'static, str>>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The request ID, which Wix's support asks for.
    pub request_id: Option<String>,
    /// Seconds to wait before the next attempt.
    pub retry_after: Option<u64>,
    /// The invalid fields of the request.
    pub violations: Vec<Violation>,
}

impl LoginResult {
    /// The login has succeeded.
    pub fn success() -> LoginResult {
        LoginResult::of("SUCCESS")
    }

    /// The login waits for the code of an e-mail.
    pub fn email_verification_required() -> LoginResult {
        LoginResult::of("EMAIL_VERIFICATION_REQUIRED")
    }

    /// The login waits in this state of Wix's login state machine.
    pub fn pending(state: &str) -> LoginResult {
        let known = PENDING_STATES.iter().find(|(name, _)| *name == state);
        match known {
            Some((_, login_state)) => LoginResult::of(login_state),
            None => LoginResult {
                state: Some(state.to_owned()),
                ..LoginResult::of("UNKNOWN")
            },
        }
    }

    /// The step has failed. The server's message is written for developers, so it is used
    /// only where there is no message of ours.
    pub fn failure(error_code: &'static str, error: ApiError) -> LoginResult {
        let own = line(error_code, "").map(|(_, message)| message);
        let message = match (own.filter(|text| !text.is_empty()), error.message) {
            (Some(own), _) => Cow::Borrowed(own),
            (None, Some(message)) => Cow::Owned(message),
            (None, None) => Cow::Borrowed(DEFAULT_MESSAGE),
        };
        LoginResult {
            error_code: Some(error_code),
            code: error.code,
            message: Some(message),
            status: Some(error.head.status),
            request_id: error.head.request_id,
            retry_after: error.head.retry_after,
            violations: error.violations,
            ..LoginResult::of("FAILURE")
        }
    }

    /// The result as JavaScript sees it, without the members that are absent.
    pub fn json(&self) -> Json {
        let mut json = Json::object();
        json.put("loginState", Some(self.login_state));
        json.put("state", self.state.as_deref());
        json.put("errorCode", self.error_code);
        json.put("code", self.code.as_deref());
        json.put("message", self.message.as_deref());
        json.count("status", self.status.map(u64::from));
        json.put("requestId", self.request_id.as_deref());
        json.count("retryAfter", self.retry_after);
        json.set("violations", Violation::list(&self.violations));
        json
    }

    fn of(login_state: &'static str) -> LoginResult {
        LoginResult {
            login_state,
            ..LoginResult::default()
        }
    }
}

/// The error name of an application code, if the code is known.
pub(super) fn error_code(code: &str) -> Option<&'static str> {
    line("", code).map(|(name, _)| name)
}

/// One line for each error: its name, which is that of Wix's SDK where it has one; the
/// message, empty where the server's messages say more; and the server's codes.
const FAILURES: &str = "\
    missingCaptchaToken|A captcha is needed.|-19971|MISSING_CAPTCHA_TOKEN|CAPTCHA_TOKEN_REQUIRED|RECAPTCHA_REQUIRED\n\
    invalidCaptchaToken|The captcha was not accepted.|-19970|INVALID_CAPTCHA_TOKEN|RECAPTCHA_FAILED\n\
    emailAlreadyExists|This e-mail address is taken.|-19995|DUPLICATE_EMAIL\n\
    invalidPassword|The password is wrong.|-19976|-17005\n\
    resetPassword|The password has to be reset.|-19973\n\
    invalidEmail|Please check the e-mail address.|-19999\n\
    ownerApprovalRequired|The site owner has to approve this first.|-19958\n\
    accessDenied|This account has no access.|-19956\n\
    validationFailed||-19988\n\
    recoveryTokenInvalid|This link is not valid any more. Ask for another.|-19972\n\
    throttled|Too many attempts. Please try again later.|-19959|THROTTLED_FEATURE\n\
    blocked|This account is blocked.|-19980\n\
    invalidSession|This took too long. Please start again.|-19984\n\
    clientAuthenticationForbidden||-19974\n\
    emailNotProvided||-18880\n\
    serverException||-19901\n\
    verificationFailed|The code is wrong.|VERIFICATION_FAILED|EMAIL_VERIFICATION_FAILED\n\
    emailVerificationRequired|Verify the e-mail address first.|EMAIL_VERIFICATION_REQUIRED\n\
    expiredJwtToken|This took too long. Please start again.|EXPIRED_JWT_TOKEN\n\
    ipAddressFiltered||IP_ADDRESS_FILTERED\n\
    userEmailOfacAddress||USER_EMAIL_OFAC_ADDRESS\n\
    siteNotPublished||SITE_NOT_PUBLISHED_EXCEPTION\n\
    trustedClientsOnly||TRUSTED_CLIENTS_ONLY\n\
    unimplementedFeature||UNIMPLEMENTED_FEATURE\n\
    unsupportedField||UNSUPPORTED_FIELD\n\
    attributeNotFound||ATTRIBUTE_NOT_FOUND\n\
    reenrollmentRequiredByAdmin||REENROLLMENT_REQUIRED_BY_ADMIN";

/// The line with this name, or with this code.
fn line(name: &str, code: &str) -> Option<(&'static str, &'static str)> {
    for line in Lines::new(FAILURES) {
        let mut fields = Fields(Some(line));
        let (Some(known), Some(message)) = (fields.next(), fields.next()) else {
            return None;
        };
        if known == name || fields.any(|known| known == code) {
            return Some((known, message));
        }
    }
    None
}

/// The fields of a line, which `|` separates.
struct Fields(Option<&'static str>);

impl Iterator for Fields {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        let text = self.0?;
        let end = text.bytes().position(|byte| byte == b'|');
        let (field, rest) = text.split_at_checked(end.unwrap_or(text.len()))?;
        self.0 = rest.get(1..);
        Some(field)
    }
}

/// The states in which a login waits, and their names in `loginState`.
const PENDING_STATES: [(&str, &str); 6] = [
    ("REQUIRE_OWNER_APPROVAL", "OWNER_APPROVAL_REQUIRED"),
    ("STATUS_CHECK", "STATUS_CHECK"),
    ("REQUIRE_MFA", "REQUIRE_MFA"),
    ("MFA_CHALLENGE", "MFA_CHALLENGE"),
    ("REQUIRE_FIRST_FACTOR", "REQUIRE_FIRST_FACTOR"),
    ("REQUIRE_MISSING_FIELDS", "REQUIRE_MISSING_FIELDS"),
];

const DEFAULT_MESSAGE: &str = "This did not work. Please try again later.";
