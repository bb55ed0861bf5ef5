//! Means for the end-to-end tests: browsers, the stand-in, and a summary of the results.
//!
//! `E2E_BROWSERS` says which engines to drive (`chrome,firefox,safari`; chrome by default),
//! `CHROMEDRIVER`, `GECKODRIVER` and `WEBKITDRIVER` where their drivers are (PATH by default),
//! `E2E_BACKEND` where tests/backend was put together with the package,
//! `E2E_PACKAGE` which built package to test (`pkg/` by default). WebKit needs a `DISPLAY`.

mod backend;
mod browser;
mod engine;
mod plain_site;
mod sentence;
mod stage;
mod summary;
mod tab;
mod timeout;
mod trial;
mod variant;

pub use backend::Backend;
pub use browser::Browser;
pub use engine::engines;
pub use plain_site::PlainSite;
pub use sentence::{Sentence, sentences};
pub use stage::{Client, Stage};
pub use summary::Summary;
pub use tab::Tab;
pub use timeout::{Timeout, until};
pub use trial::run;
pub use variant::Variant;

pub use harness::Engine;
