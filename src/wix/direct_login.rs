//! Login with the page's own form: what is asked of the caller, and what is
//! sent.
//! <https://dev.wix.com/docs/go-headless/self-managed-headless/authentication/members/custom-login-page/custom-login-page-using-the-js-sdk>

use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::lenient;
use super::login_answer::StateToken;

/// One request of a direct login. Each goes as JSON, signed by the visitor that
/// logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new member.
    Register,
    /// A member that exists.
    Login,
    /// The code of the mail.
    Verify,
    /// The mail again.
    Resend,
    /// A mail that leads to a new password.
    SendReset,
    /// The new password.
    Reset,
}

impl Step {
    /// Where it goes, below the API's origin.
    pub fn path(self) -> &'static str {
        match self {
            Step::Register => "/_api/iam/authentication/v2/register",
            Step::Login => "/_api/iam/authentication/v2/login",
            Step::Verify => "/_api/iam/verification/v1/auth/verify",
            Step::Resend => "/_api/iam/verification/v1/auth/resend",
            Step::SendReset => "/_api/iam/recovery/v1/send-email",
            Step::Reset => "/_api/iam/recovery/v1/recover",
        }
    }
}

/// What a caller says. Each step takes what it needs and ignores the rest.
/// `T` is any JSON that only passes through. Not printed: it has a password.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input<T> {
    #[serde(default, deserialize_with = "lenient::text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    password: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    redirect_uri: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    recovery_token: Option<String>,
    #[serde(default, deserialize_with = "lenient::object")]
    captcha_tokens: Option<Captcha>,
    profile: Option<T>,
}

/// As the caller names them, and as they are sent.
#[derive(Deserialize, Serialize)]
struct Captcha {
    #[serde(
        default,
        deserialize_with = "lenient::text",
        rename(deserialize = "recaptchaToken", serialize = "Recaptcha"),
        skip_serializing_if = "Option::is_none"
    )]
    visible: Option<String>,
    #[serde(
        default,
        deserialize_with = "lenient::text",
        rename(
            deserialize = "invisibleRecaptchaToken",
            serialize = "InvisibleRecaptcha"
        ),
        skip_serializing_if = "Option::is_none"
    )]
    invisible: Option<String>,
}

/// What is sent. Not printed: it has a password.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Body<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    login_id: Option<LoginId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captcha_tokens: Option<[Captcha; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<Redirect>,
}

#[derive(Serialize)]
struct LoginId {
    email: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Redirect {
    url: String,
    client_id: String,
}

impl<T> Input<T> {
    /// The body of a step, or the name of what it needs and has not: absent,
    /// empty or no text. `stateToken` is what the caller cannot give: there is
    /// no verification under way.
    pub fn body(
        self,
        step: Step,
        client_id: &str,
        verification: Option<&StateToken>,
    ) -> Result<Body<T>, &'static str> {
        let mut body = Body::empty();
        let email = self.email.ok_or("email");
        let password = self.password.ok_or("password");
        let state_token = || {
            verification
                .map(|token| token.expose().into())
                .ok_or("stateToken")
        };
        match step {
            Step::Register | Step::Login => {
                body.login_id = Some(LoginId { email: email? });
                body.password = Some(password?);
                body.captcha_tokens = self.captcha_tokens.and_then(Captcha::list);
                if step == Step::Register {
                    body.profile = self.profile;
                }
            }
            Step::Verify => {
                body.code = Some(self.code.ok_or("code")?);
                body.state_token = Some(state_token()?);
            }
            Step::Resend => body.state_token = Some(state_token()?),
            Step::SendReset => {
                body.email = Some(email?);
                body.redirect = Some(Redirect {
                    url: self.redirect_uri.ok_or("redirectUri")?,
                    client_id: client_id.into(),
                });
            }
            Step::Reset => {
                body.recovery_token = Some(self.recovery_token.ok_or("recoveryToken")?);
                body.password = Some(password?);
            }
        }
        Ok(body)
    }
}

impl Captcha {
    /// One object with both, as Wix's own SDK sends them.
    fn list(self) -> Option<[Captcha; 1]> {
        (self.visible.is_some() || self.invisible.is_some()).then_some([self])
    }
}

impl<T> Body<T> {
    fn empty() -> Body<T> {
        Body {
            login_id: None,
            email: None,
            password: None,
            profile: None,
            captcha_tokens: None,
            code: None,
            state_token: None,
            recovery_token: None,
            redirect: None,
        }
    }
}
