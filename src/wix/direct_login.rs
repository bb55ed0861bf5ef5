//! Login with the page's own form: what is asked of the caller, and what is
//! sent.
//! <https://dev.wix.com/docs/go-headless/self-managed-headless/authentication/members/custom-login-page/custom-login-page-using-the-js-sdk>

use alloc::vec::Vec;

use super::login_tokens::StateToken;
use crate::json::Json;

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

/// The body of a step, from what the caller says; each step takes what it needs
/// and ignores the rest. Err: the name of what it needs and has not: absent,
/// empty or no text. `stateToken` is what the caller cannot give: there is no
/// verification under way.
pub fn body(
    step: Step,
    given: &mut Json,
    client_id: &str,
    verification: Option<&StateToken>,
) -> Result<Json, &'static str> {
    let mut body = Json::object();
    let mut put = |name, value: Option<&str>| {
        body.put(name, Some(value.ok_or(name)?));
        Ok(())
    };
    let profile = given.take("profile");
    let text = |name| given.get(name).text();
    let state_token = verification.map(StateToken::expose);
    match step {
        Step::Register | Step::Login => {
            let mut login = Json::object();
            login.put("email", Some(text("email").ok_or("email")?));
            put("password", text("password"))?;
            body.set("loginId", login);
            if step == Step::Register {
                body.set("profile", profile);
            }
            body.set("captchaTokens", captcha(given.get("captchaTokens")));
        }
        Step::Verify => {
            put("code", text("code"))?;
            put("stateToken", state_token)?;
        }
        Step::Resend => put("stateToken", state_token)?,
        Step::SendReset => {
            put("email", text("email"))?;
            let mut redirect = Json::object();
            let url = text("redirectUri").ok_or("redirectUri")?;
            redirect.put("url", Some(url));
            redirect.put("clientId", Some(client_id));
            body.put("language", text("language"));
            body.set("redirect", redirect);
        }
        Step::Reset => {
            put("recoveryToken", text("recoveryToken"))?;
            put("password", text("password"))?;
        }
    }
    Ok(body)
}

/// One object with both, as Wix's own SDK sends them.
fn captcha(given: &Json) -> Json {
    let mut tokens = Json::object();
    tokens.put("Recaptcha", given.get("recaptchaToken").text());
    tokens.put(
        "InvisibleRecaptcha",
        given.get("invisibleRecaptchaToken").text(),
    );
    let mut list = Vec::new();
    match &tokens {
        Json::Object(members) if !members.is_empty() => list.push(tokens),
        _ => return Json::Null,
    }
    Json::List(list)
}
