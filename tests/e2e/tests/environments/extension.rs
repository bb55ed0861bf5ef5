use std::fs;
use std::path::Path;

use e2e::{Browser, Engine};
use serde_json::json;
use thirtyfour::extensions::addons::firefox::FirefoxTools;

/// Writes an unpacked extension that has the package and the probe.
pub fn write(folder: &Path) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let package = std::env::var_os("E2E_PACKAGE").map_or_else(|| root.join("pkg"), Into::into);
    copy(&package.join("dist"), &folder.join("fetch-with-auth/dist"))?;
    copy(&root.join("tests/pages/environment"), folder)?;
    let manifest = json!({
        "manifest_version": 3,
        "name": "fetch-with-auth in an extension",
        "version": "1.0",
        "key": KEY,
        "browser_specific_settings": { "gecko": { "id": ADDON } },
        // So that a page may go there, as WebDriver may not.
        "web_accessible_resources": [{ "resources": ["window.html"], "matches": ["<all_urls>"] }],
        "content_security_policy": { "extension_pages": "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
    });
    save(&folder.join("manifest.json"), &manifest.to_string())?;
    save(&folder.join("window.html"), PAGE)
}

/// Where its pages are.
pub fn origin(engine: Engine) -> String {
    match engine {
        Engine::Firefox => format!("moz-extension://{UUID}"),
        _ => format!("chrome-extension://{ID}"),
    }
}

/// In Firefox, until the browser ends.
pub async fn install(browser: &Browser, folder: &Path) -> Result<(), String> {
    let tools = FirefoxTools::new(browser.session.handle().clone());
    let path = folder.to_str().ok_or("a path that is no text")?;
    let installed = tools.install_addon(path, Some(true)).await;
    installed
        .map(drop)
        .map_err(|why| format!("the extension is not installed: {why}"))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let failed = |why| format!("{}: {why}", from.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).map_err(failed)?;
        }
    }
    Ok(())
}

fn save(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|why| format!("{}: {why}", file.display()))
}

const PAGE: &str = "<!doctype html><meta charset=\"utf-8\"><title>A page of an extension</title><script src=\"load.js\" data-module=\"window.js\"></script>";

/// A public key, and the name that Chromium makes of it.
const KEY: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAw2VYb3/G6Uv5HOcw8+4kT7ycmG2XlEUDs1ZpBvTn/QqsrOBrCtFpQLYvM70N9Jt1M6bI9aXvelf83tqhwPAsHGdvAY7kdFghSYB6RcmB12tVekpS3w1OJlU59HLkqTVqkxvB/gk7fMQKDYi0SNvsRJnMa7hDL1n3+FX4j+eYmuYsmbqqVgIrb2+0ez7CTQ9AGSQRx2jPd82ehrFoKrJsRLjqacpLBzOi7fsUR57VUkaZ5v78vaEh8SB7zaYn1U6oj1TsIqTD2cTqddTydxztrfYJstmZr8Q+FsaJ5RdROT8FLLg++3zQkKGeonqz4X4Y2NwVJSO2Vj7TDwIZ1K5uQQIDAQAB";
const ID: &str = "bjalooobdephafpichjdjnmleoihfnfl";

/// Firefox has names of its own: one for the extension, and one for its pages (see engine.rs).
const ADDON: &str = "fetch-with-auth@tests.example";
const UUID: &str = "5f7c0b52-6a5f-4d0a-9f3e-0c5d1e0b7a11";
