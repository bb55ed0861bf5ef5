//! Direct login: the calls of an app's own login form.

mod account;
mod captcha;
mod credentials;
mod recovery;
mod sign_on;
mod step;
mod verification;

use axum::Router;

use crate::state::State;
use crate::wix_api::paths::below_api_too;

use step::Step;

/// Every step, with and without `/_api`.
pub fn routes() -> Router<State> {
    let steps: [(_, Step); 10] = [
        (
            "/iam/authentication/v2/register",
            Step::of_page("register", credentials::register),
        ),
        (
            "/iam/authentication/v2/login",
            Step::of_page("login", credentials::log_in),
        ),
        (
            "/iam/authentication/v2/sign-on",
            Step::of_server("sign-on", sign_on::sign_on),
        ),
        (
            "/iam/authentication/v2/change-password",
            Step::of_page("change-password", account::change_password),
        ),
        (
            "/iam/authentication/v2/validate-email",
            Step::of_page("validate-email", account::validate_email),
        ),
        (
            "/iam/verification/v1/auth/verify",
            Step::of_page("verify", verification::verify),
        ),
        (
            "/iam/verification/v1/auth/resend",
            Step::of_page("resend", verification::resend),
        ),
        (
            "/iam/verification/v1/start",
            Step::of_page("start", verification::start),
        ),
        (
            "/iam/recovery/v1/send-email",
            Step::of_page("send-email", recovery::send_email),
        ),
        (
            "/iam/recovery/v1/recover",
            Step::of_page("recover", recovery::recover),
        ),
    ];
    below_api_too(steps.map(|(path, step)| (path, step.route())))
}
