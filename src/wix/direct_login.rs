//! Direct login, with a form of the page's own: the requests.
//! <https://dev.wix.com/docs/go-headless/self-managed-headless/authentication/members/custom-login-page/custom-login-page-using-the-js-sdk>

use alloc::vec::Vec;

use super::login_tokens::StateToken;
use crate::json::Json;

/// One request of a direct login. Each is sent as JSON with the access token of the
/// visitor who logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Registers a new member.
    Register,
    /// Logs an existing member in.
    Login,
    /// Verifies the code of the e-mail.
    Verify,
    /// Sends the code once more.
    Resend,
    /// Sends an e-mail with a link to set a new password.
    SendReset,
    /// Sets the new password.
    Reset,
}

impl Step {
    /// The path below the API's origin.
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

/// The body of a step, from the caller's arguments; a step ignores what it does not
/// need. The error is the name of an argument that is missing, empty or no string, or
/// `stateToken` if the step needs one: that is no argument, and without it no e-mail
/// verification is in progress.
pub fn body(
    step: Step,
    arguments: &mut Json,
    client_id: &str,
    state_token: Option<&StateToken>,
) -> Result<Json, &'static str> {
    let mut body = Json::object();
    let mut put = |name, value: Option<&str>| {
        body.put(name, Some(value.ok_or(name)?));
        Ok(())
    };
    let profile = arguments.take("profile");
    let text = |name| arguments.get(name).text();
    let state_token = state_token.map(StateToken::expose);
    match step {
        Step::Register | Step::Login => {
            let mut login = Json::object();
            login.put("email", Some(text("email").ok_or("email")?));
            put("password", text("password"))?;
            body.set("loginId", login);
            if step == Step::Register {
                body.set("profile", profile);
            }
            body.set("captchaTokens", captcha(arguments.get("captchaTokens")));
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
fn captcha(arguments: &Json) -> Json {
    let mut tokens = Json::object();
    tokens.put("Recaptcha", arguments.get("recaptchaToken").text());
    tokens.put(
        "InvisibleRecaptcha",
        arguments.get("invisibleRecaptchaToken").text(),
    );
    let mut list = Vec::new();
    match &tokens {
        Json::Object(members) if !members.is_empty() => list.push(tokens),
        _ => return Json::Null,
    }
    Json::List(list)
}
