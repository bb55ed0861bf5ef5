use std::fs;
use std::path::PathBuf;

use stand_in::{DEMO_CLIENT, Options, Running, start};

use crate::request::get;

#[tokio::test]
async fn files_are_served_with_their_types_and_never_used_unasked() {
    let site = open("types", false).await;
    let table = [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/a.js", "text/javascript"),
        ("/b.mjs", "text/javascript"),
        ("/c.wasm", "application/wasm"),
        ("/d.css", "text/css"),
        ("/e.svg", "image/svg+xml"),
        ("/fetch-with-auth/dist/index.js", "text/javascript"),
        ("/tests/pages/page.html", "text/html; charset=utf-8"),
    ];
    for (path, content_type) in table {
        let response = get(format!("{}{path}", site.site)).send().await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(
            response.header("content-type"),
            Some(content_type),
            "{path}"
        );
        assert_eq!(response.header("cache-control"), Some("no-cache"), "{path}");
        // What could be confirmed would keep the policy of an earlier start, and its ports.
        assert_eq!(response.header("last-modified"), None, "{path}");
        assert_eq!(response.header("etag"), None, "{path}");
    }
}

#[tokio::test]
async fn every_page_lives_under_the_strict_policy() {
    let site = open("policy", false).await;
    let Running {
        api,
        app,
        foreign,
        wix,
        ..
    } = &site;
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {api} {app} {foreign}; \
         style-src 'self'; img-src 'self' data:; frame-src 'self' {wix}; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'"
    );
    for path in ["/", "/tests/pages/page.html"] {
        let response = get(format!("{}{path}", site.site)).send().await;
        assert_eq!(
            response.header("content-security-policy"),
            Some(policy.as_str())
        );
    }
    let script = get(format!("{}/a.js", site.site)).send().await;
    assert_eq!(script.header("content-security-policy"), None);
}

#[tokio::test]
async fn the_configuration_names_the_client_and_the_origins() {
    for control in [false, true] {
        let site = open("config", control).await;
        let config = get(format!("{}/config.json", site.site))
            .send()
            .await
            .json();
        assert_eq!(config["clientId"], DEMO_CLIENT.to_string());
        assert_eq!(config["api"], site.api.as_str());
        assert_eq!(config["app"], site.app.as_str());
        assert_eq!(config["foreign"], site.foreign.as_str());
        assert_eq!(config["wix"], site.wix.as_str());
        assert_eq!(config["idp"], site.idp.as_str());
        assert_eq!(config["control"], control);
    }
}

#[tokio::test]
async fn nothing_outside_the_folders_is_served() {
    let site = open("outside", false).await;
    let paths = [
        "/nothing.js",
        "/../Cargo.toml",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/tests/pages/../../secret.txt",
        "/fetch-with-auth-other/dist/index.js",
    ];
    for path in paths {
        let response = get(format!("{}{path}", site.site)).send().await;
        assert!(!response.text().contains("secret"), "{path}");
        assert_eq!(response.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_missing_icon_is_no_news() {
    let site = open("icon", false).await;
    let icon = get(format!("{}/favicon.ico", site.site)).send().await;
    assert_eq!((icon.status, icon.body.len()), (204, 0));
}

#[tokio::test]
async fn a_mount_without_a_slash_is_refused() {
    let options = Options {
        extra_roots: vec![("tests".to_owned(), PathBuf::new())],
        ..Options::default()
    };
    assert!(start(options).await.is_err());
}

async fn open(name: &str, control: bool) -> Running {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let files = [
        "site/index.html",
        "site/a.js",
        "site/b.mjs",
        "site/c.wasm",
        "site/d.css",
        "site/e.svg",
        "pkg/dist/index.js",
        "pages/page.html",
    ];
    for file in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "/* */").unwrap();
    }
    fs::write(root.join("secret.txt"), "secret").unwrap();
    start(Options {
        site_root: root.join("site"),
        package_root: root.join("pkg"),
        extra_roots: vec![("/tests/pages/".to_owned(), root.join("pages"))],
        control,
        site_port: 0,
    })
    .await
    .unwrap()
}
