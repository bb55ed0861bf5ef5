//! The door of what members need: one job at a time, arguments and answers as
//! JavaScript has them.

use wasm_bindgen::prelude::*;

use crate::browser::inside::{Inside, Page, from_value, to_value};
use crate::browser::job::{self, Job};
use crate::json::Json;
use crate::members::{self, ContinueWith, Host, Outcome, RedirectOptions, Refusal};
use crate::oauth::callback::Callback;
use crate::oauth::token::{AccessToken, RefreshToken, Subject, TokenSet, UnixTime, lifetime};
use crate::wix::authorization_request::{Prompt, ResponseMode};
use crate::wix::direct_login::Step;
use crate::wix::idp;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(method)]
    fn end(this: &Inside, came: JsValue);
    #[wasm_bindgen(method)]
    fn refuse(this: &Inside, code: &str, cause: JsValue, detail: &str);
}

/// A job for a page; the numbers are those of `pkg/members.js`, and `given` is
/// what it has checked and completed.
#[wasm_bindgen]
pub fn start_job(inside: Inside, number: u32, given: JsValue) -> *mut Job {
    job::start(async move {
        let page = Page::new(inside);
        match answer(&page, number, &mut from_value(given)).await {
            Ok(answer) => page.inside().end(answer),
            Err(refusal) => {
                let cause = to_value(&refusal.cause);
                page.inside()
                    .refuse(refusal.code.name(), cause, &refusal.detail);
            }
        }
    })
}

/// Takes a job's next step. True: it has ended.
///
/// # Safety
/// See `job::step`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn step_job(job: *mut Job) -> bool {
    // SAFETY: `run` in pkg/members.js steps each job in turn, and never after
    // its end.
    unsafe { job::step(job) }
}

/// Ends a job early.
///
/// # Safety
/// See `job::step`.
#[allow(unsafe_code)]
#[wasm_bindgen]
pub unsafe fn stop_job(job: *mut Job) {
    // SAFETY: as for `step`.
    unsafe { job::stop(job) };
}

/// Where to go is answered as a text: nobody's code runs within a step.
async fn answer(page: &Page, number: u32, given: &mut Json) -> Result<JsValue, Refusal> {
    let target = match number {
        BEGIN => match redirect(given)? {
            Some(redirect) => members::login_with_redirect(page, &redirect, None).await?,
            None => return Err(Refusal::argument("redirectUri")),
        },
        FINISH => {
            let pairs = given.items().iter().filter_map(|pair| match pair.items() {
                [Json::Text(name), Json::Text(value)] => Some((&**name, &**value)),
                _ => None,
            });
            return match Callback::read(pairs) {
                Some(callback) => Ok(members::handle_redirect(page, callback).await?.into()),
                None => Ok(JsValue::UNDEFINED),
            };
        }
        REGISTER..=RESET => {
            let way = given.take("way");
            let next = ContinueWith {
                in_frame: is_set(given, "inFrame"),
                redirect: redirect(&way)?,
            };
            let step = STEPS.get(number.wrapping_sub(REGISTER) as usize);
            let step = *step.unwrap_or(&Step::Login);
            match members::login_step(page, step, given, &next).await? {
                Outcome::Result(result) => return Ok(to_value(&result.json())),
                Outcome::MailSent => return Ok(JsValue::UNDEFINED),
                Outcome::Redirect(target) => target,
            }
        }
        SILENTLY => return Ok(members::login_silently(page).await?.into()),
        LEAVE => {
            let text = |name| given.get(name).text().unwrap_or_default();
            let former = AccessToken::new(text("former"));
            members::logout(page, former.as_ref(), text("returnTo")).await?
        }
        SIGN_IN => match token_set(given, page.now()) {
            Some(set) => {
                page.sign_in(&set).await;
                return Ok(JsValue::UNDEFINED);
            }
            None => return Err(Refusal::argument("tokens")),
        },
        TOKEN_INFO => return Ok(to_value(&members::token_info(page).await?)),
        PRE_WARM => {
            members::sync_to_wix_pages(page).await?;
            return Ok(JsValue::UNDEFINED);
        }
        _ => members::redirect_to_wix_page(page, given).await?,
    };
    Ok(target.full_url.into())
}

fn is_set(given: &Json, name: &str) -> bool {
    matches!(given.get(name), Json::Truth(true))
}

/// How a login comes back, if it may leave the page; `arguments.js` has checked
/// it, but for the identity provider.
fn redirect(given: &Json) -> Result<Option<RedirectOptions<'_>>, Refusal> {
    let text = |name| given.get(name).text();
    let Some(redirect_uri) = text("redirectUri") else {
        return Ok(None);
    };
    let idp = text("idp");
    let connection = idp.and_then(idp::connection_id);
    if connection.is_none() && idp.is_some() {
        return Err(Refusal::argument("idp"));
    }
    Ok(Some(RedirectOptions {
        redirect_uri,
        return_to: text("returnTo").unwrap_or_default(),
        response_mode: text("responseMode")
            .and_then(ResponseMode::parse)
            .unwrap_or(ResponseMode::Query),
        prompt: text("prompt")
            .and_then(Prompt::parse)
            .unwrap_or(Prompt::Login),
        idp: connection,
    }))
}

/// A token set; `expiresIn` are the seconds that are left: none for one that has
/// expired already, which is renewed first.
fn token_set(given: &Json, now: UnixTime) -> Option<TokenSet> {
    let expires_in = match given.get("expiresIn") {
        Json::Number(seconds) if *seconds <= 0.0 => 0,
        Json::Number(seconds) => lifetime(Some(*seconds as u64)),
        _ => lifetime(None),
    };
    Some(TokenSet {
        subject: Subject::NOBODY,
        access: AccessToken::new(given.get("accessToken").text()?)?,
        refresh: match given.get("refreshToken").text() {
            Some(token) => Some(RefreshToken::new(token)?),
            None => None,
        },
        issued_at: now,
        expires_at: now.plus(expires_in),
    })
}

// The numbers of `pkg/members.js`.
const BEGIN: u32 = 0;
const FINISH: u32 = 1;
const REGISTER: u32 = 2;
const RESET: u32 = 7;
const SILENTLY: u32 = 8;
const LEAVE: u32 = 9;
const SIGN_IN: u32 = 10;
const TOKEN_INFO: u32 = 11;
const PRE_WARM: u32 = 12;

const STEPS: [Step; 6] = [
    Step::Register,
    Step::Login,
    Step::Verify,
    Step::Resend,
    Step::SendReset,
    Step::Reset,
];
