use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A plain page, by default without a script.
pub struct Page {
    pub status: StatusCode,
    pub title: String,
    /// HTML.
    pub body: String,
    /// The origins to which its forms may lead, in addition to its own.
    pub form_targets: Vec<String>,
    pub framed: Framed,
    /// A script of its own origin.
    pub script: Option<Script>,
}

/// A script, and its parameters as JSON.
pub struct Script {
    pub path: &'static str,
    pub parameters: String,
}

/// Whether other pages may frame it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framed {
    Anywhere,
    Nowhere,
}

impl Page {
    pub fn new(title: &str, body: String) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.to_owned(),
            body,
            form_targets: Vec::new(),
            framed: Framed::Nowhere,
            script: None,
        }
    }

    /// An error for the person: an application never receives it.
    pub fn refusal(what: &str) -> Self {
        let body = format!("<p id=\"problem\">{}</p>", escape(what));
        Self {
            status: StatusCode::BAD_REQUEST,
            framed: Framed::Anywhere,
            ..Self::new("This did not work", body)
        }
    }

    fn policy(&self) -> String {
        let targets = self.form_targets.join(" ");
        let ancestors = match self.framed {
            Framed::Anywhere => "",
            Framed::Nowhere => "; frame-ancestors 'none'",
        };
        let scripts = self.script.as_ref().map_or("", |_| "script-src 'self'; ");
        format!(
            "default-src 'none'; {scripts}style-src 'self'; base-uri 'none'; \
             form-action 'self' {targets}{ancestors}"
        )
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let (script, parameters) = match &self.script {
            None => (String::new(), String::new()),
            Some(Script { path, parameters }) => (
                format!("<script src=\"{path}\"></script>\n"),
                format!(" data-parameters=\"{}\"", escape(parameters)),
            ),
        };
        let title = escape(&self.title);
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/plain.css\">\n\
             <body{parameters}>\n<main>\n<h1>{title}</h1>\n{}\n</main>\n{script}</body>\n</html>\n",
            self.body
        );
        let policy = self.policy();
        let mut response = (self.status, html).into_response();
        set(
            &mut response,
            header::CONTENT_TYPE,
            "text/html; charset=utf-8",
        );
        set(&mut response, header::CACHE_CONTROL, "no-store");
        set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(&mut response, header::CONTENT_SECURITY_POLICY, &policy);
        // Its address may contain secrets.
        set(&mut response, header::REFERRER_POLICY, "no-referrer");
        if self.framed == Framed::Nowhere {
            set(&mut response, header::X_FRAME_OPTIONS, "DENY");
        }
        response
    }
}

/// With 302, after which browsers send GET, after a POST as well.
pub fn redirect(url: &str) -> Response {
    let Ok(location) = HeaderValue::try_from(url) else {
        return Page::refusal("This address cannot be written.").into_response();
    };
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    (StatusCode::FOUND, headers).into_response()
}

/// Text as it stands in HTML, within attributes too.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The style of every plain page.
pub async fn css() -> Response {
    (
        [(header::CONTENT_TYPE, "text/css")],
        include_str!("page.css"),
    )
        .into_response()
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}
