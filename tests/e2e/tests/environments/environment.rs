use e2e::Engine;

/// Where a page, or a part of one, can be.
pub struct Environment {
    /// As in the table.
    pub name: &'static str,
    pub page: Page,
    start: Start,
    /// What tells that it is this environment: an expression over the probe's `has`.
    pub proof: &'static str,
}

/// What is opened, by its name and query.
#[derive(Clone, Copy)]
pub enum Page {
    Own(&'static str),
    /// On another site, around a frame of this one.
    AroundOther(&'static str),
    /// One that was left, and gone back to.
    Returned(&'static str),
    /// One that was rendered ahead.
    Prerendered(&'static str),
    /// One of a host that is no loopback name.
    Host(&'static str),
    File,
    Extension,
}

/// Which browser it needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    Plain,
    Private,
    WithoutWebAssembly,
    Host,
    Extension,
}

impl Environment {
    const fn plain(name: &'static str, page: Page, proof: &'static str) -> Self {
        Self {
            name,
            page,
            start: Start::Plain,
            proof,
        }
    }

    const fn started(self, start: Start) -> Self {
        Self { start, ..self }
    }

    /// WebKit is always private under WebDriver, and lacks WebAssembly only as the page pretends.
    pub fn start(&self, engine: Engine) -> Start {
        match (engine, self.start) {
            (Engine::Safari, Start::Private | Start::WithoutWebAssembly) => Start::Plain,
            (_, start) => start,
        }
    }
}

/// Mapped to this machine.
pub const HOST: &str = "shop.example";

pub const ENVIRONMENTS: [Environment; 21] = [
    Environment::plain("window", Page::Own("window.html"), "has.document"),
    Environment::plain(
        "window, gone back to (back/forward cache)",
        Page::Returned("window.html"),
        "persisted",
    ),
    Environment::plain(
        "window, prerendered",
        Page::Prerendered("prerender.html"),
        "has.prerendering",
    ),
    Environment::plain(
        "window, private mode",
        Page::Own("window.html"),
        "has.document",
    )
    .started(Start::Private),
    Environment::plain(
        "window, fetch replaced by the page",
        Page::Own("window.html?fetch=patched"),
        "has.patched",
    ),
    Environment::plain(
        "iframe, same origin",
        Page::Own("frame.html?kind=framed"),
        "has.document",
    ),
    Environment::plain(
        "iframe, third party",
        Page::AroundOther("frame.html?kind=framed"),
        "has.document",
    ),
    Environment::plain(
        "iframe, sandboxed with allow-same-origin",
        Page::Own("frame.html?kind=sandboxed"),
        "has.origin !== 'null'",
    ),
    Environment::plain(
        "iframe, sandboxed without it",
        Page::Own("frame.html?kind=opaque"),
        "has.origin === 'null'",
    ),
    Environment::plain(
        "iframe, srcdoc",
        Page::Own("frame.html?kind=srcdoc"),
        "has.href === 'about:srcdoc'",
    ),
    Environment::plain(
        "dedicated worker",
        Page::Own("worker.html?kind=dedicated"),
        "!has.document",
    ),
    Environment::plain(
        "shared worker",
        Page::Own("worker.html?kind=shared"),
        "!has.document",
    ),
    Environment::plain(
        "service worker",
        Page::Own("worker.html?kind=service"),
        "!has.document",
    ),
    Environment::plain(
        "extension page",
        Page::Extension,
        "has.href.includes('-extension://')",
    )
    .started(Start::Extension),
    Environment::plain("file:", Page::File, "has.href.startsWith('file:')"),
    Environment::plain(
        "http without TLS",
        Page::Host("window.html"),
        "!has.isSecureContext",
    )
    .started(Start::Host),
    Environment::plain(
        "without IndexedDB",
        Page::Own("window.html?without=indexedDB"),
        "!has.indexedDB",
    ),
    Environment::plain(
        "without Web Locks",
        Page::Own("window.html?without=locks"),
        "!has.locks",
    ),
    Environment::plain(
        "without BroadcastChannel",
        Page::Own("window.html?without=BroadcastChannel"),
        "!has.BroadcastChannel",
    ),
    Environment::plain(
        "without WebAssembly",
        Page::Own("window.html?without=WebAssembly"),
        "!has.WebAssembly",
    )
    .started(Start::WithoutWebAssembly),
    Environment::plain(
        "a CSP without wasm-unsafe-eval",
        Page::Own("window.html?csp=no-wasm"),
        "has.WebAssembly",
    ),
];
