//! The operations of `Members`: which flow each is, with which options, and its result
//! as a value.

use wasm_bindgen::prelude::*;

use super::options::{connection, parsed, prompt, redirect, response_mode, token_set};
use crate::bindings::json::to_value;
use crate::bindings::members_host::Context;
use crate::json::Json;
use crate::members::{self, ContinueWith, Host, Outcome, Refusal};
use crate::oauth::callback::{Callback, Code};
use crate::oauth::pkce::{State, Verifier};
use crate::oauth::token::{AccessToken, RefreshToken, TokenSet};
use crate::wix::authorization_request::{AuthorizationParameters, AuthorizationRequest};
use crate::wix::direct_login::Step;
use crate::wix::login_tokens::{SessionToken, StateToken};

/// What an operation does.
pub enum Operation {
    LoginWithRedirect,
    HandleRedirect,
    Login(Step),
    LoginSilently,
    Logout,
    SignInWithTokens,
    TokenInfo,
    SyncToWixPages,
    RedirectToWixPage,
    AuthorizationUrl,
    Submit(Step),
    LoginWithSessionToken,
    RedeemCode,
    RequestTokens,
}

/// Does it. All in one function: a future for each operation would be larger.
pub async fn run(
    host: &Context,
    operation: Operation,
    options: &mut Json,
) -> Result<JsValue, Refusal> {
    let target = match operation {
        Operation::LoginWithRedirect => match redirect(options)? {
            Some(redirect) => members::login_with_redirect(host, &redirect, None).await?,
            None => return Err(Refusal::argument("redirectUri")),
        },
        Operation::HandleRedirect => {
            let pairs = options
                .items()
                .iter()
                .filter_map(|pair| match pair.items() {
                    [Json::Text(name), Json::Text(value)] => Some((&**name, &**value)),
                    _ => None,
                });
            return match Callback::read(pairs) {
                Some(callback) => Ok(members::handle_redirect(host, callback).await?.into()),
                None => Ok(JsValue::UNDEFINED),
            };
        }
        Operation::Login(step) => {
            let way = options.take("way");
            let next = ContinueWith {
                in_frame: matches!(options.get("inFrame"), Json::Truth(true)),
                redirect: redirect(&way)?,
            };
            match members::login_step(host, step, options, &next).await? {
                Outcome::Result(result) => return Ok(to_value(&result.json())),
                Outcome::MailSent => return Ok(JsValue::UNDEFINED),
                Outcome::Redirect(target) => target,
            }
        }
        Operation::LoginSilently => return Ok(members::login_silently(host).await?.into()),
        Operation::Logout => {
            let text = |name| options.get(name).text().unwrap_or_default();
            let former = AccessToken::new(text("former"));
            members::logout(host, former.as_ref(), text("returnTo")).await?
        }
        Operation::SignInWithTokens => match token_set(options, host.now()) {
            Some(set) => {
                host.sign_in(&set).await;
                return Ok(JsValue::UNDEFINED);
            }
            None => return Err(Refusal::argument("tokens")),
        },
        Operation::TokenInfo => return Ok(to_value(&members::token_info(host).await?)),
        Operation::SyncToWixPages => {
            members::sync_to_wix_pages(host).await?;
            return Ok(JsValue::UNDEFINED);
        }
        Operation::RedirectToWixPage => members::redirect_to_wix_page(host, options).await?,
        Operation::AuthorizationUrl => {
            let text = |name| options.get(name).text();
            let state = parsed(options, "state", State::read)?;
            let session_token = match text("sessionToken") {
                Some(_) => Some(parsed(options, "sessionToken", SessionToken::parse)?),
                None => None,
            };
            let request = AuthorizationRequest {
                client_id: host.client_id(),
                state: &state,
                challenge: parsed(options, "codeChallenge", Some)?,
                parameters: AuthorizationParameters {
                    redirect_uri: text("redirectUri"),
                    response_mode: parsed(options, "responseMode", response_mode)?,
                    prompt: prompt(options),
                    session_token: session_token.as_ref(),
                    idp: connection(options)?,
                },
            };
            let session = members::authorization_url(host, &request).await?;
            let mut json = Json::object();
            json.put("fullUrl", Some(&session.full_url));
            json.put("endpoint", Some(&session.endpoint));
            let session_token = session.session_token.as_ref();
            json.put("sessionToken", session_token.map(SessionToken::expose));
            return Ok(to_value(&json));
        }
        Operation::Submit(step) => {
            let token = options.get("stateToken").text().and_then(StateToken::parse);
            let response = members::submit_step(host, step, options, token.as_ref()).await?;
            return Ok(to_value(&response.json()));
        }
        Operation::LoginWithSessionToken => {
            let token = parsed(options, "sessionToken", SessionToken::parse)?;
            members::login_with_session_token(host, &token).await?;
            return Ok(JsValue::UNDEFINED);
        }
        Operation::RedeemCode => {
            let code = parsed(options, "code", Code::read)?;
            let verifier = parsed(options, "codeVerifier", Verifier::read)?;
            let redirect_uri = options.get("redirectUri").text();
            let tokens = members::redeem_code(host, &code, &verifier, redirect_uri).await?;
            return Ok(issued(&tokens));
        }
        Operation::RequestTokens => {
            let response = host.request_token(&to_value(options)).await;
            return Ok(issued(&members::issued_tokens(response)?));
        }
    };
    Ok(target.full_url.into())
}

/// Tokens for a caller that stores them itself.
fn issued(tokens: &TokenSet) -> JsValue {
    let mut json = Json::object();
    json.put("accessToken", Some(tokens.access.expose()));
    json.put(
        "refreshToken",
        tokens.refresh.as_ref().map(RefreshToken::expose),
    );
    json.count("expiresAt", Some(tokens.expires_at.0));
    to_value(&json)
}
