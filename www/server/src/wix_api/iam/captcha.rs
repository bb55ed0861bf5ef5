use serde_json::Value;

use crate::error::login::LoginError;
use crate::model::settings::Settings;

/// The captcha, if the settings require one. Any token is valid except
/// `invalid`.
pub fn check(settings: &Settings, body: &Value) -> Result<(), LoginError> {
    if !settings.captcha {
        return Ok(());
    }
    let sent = body["captchaTokens"].as_array().into_iter().flatten();
    let mut tokens = sent.flat_map(|token| NAMES.iter().filter_map(|name| token.pointer(name)));
    match tokens.find_map(|token| token.as_str().filter(|token| !token.is_empty())) {
        None => Err(LoginError::CaptchaMissing),
        Some("invalid") => Err(LoginError::CaptchaInvalid),
        Some(_) => Ok(()),
    }
}

const NAMES: [&str; 4] = [
    "/Recaptcha",
    "/InvisibleRecaptcha",
    "/NoCaptcha",
    "/recaptchaForClientSiteKey/token",
];
