//! Means for the end-to-end tests: browsers, the stand-in, and what came of it.
//!
//! `E2E_BROWSERS` says which engines to drive (`chrome,firefox,safari`; chrome by default),
//! `CHROMEDRIVER`, `GECKODRIVER` and `WEBKITDRIVER` where their drivers are (PATH by default),
//! `E2E_BACKEND` where tests/backend was put together with the package,
//! `E2E_PACKAGE` which built package to judge (`pkg/` by default). WebKit needs a `DISPLAY`.

mod backend;
mod browser;
mod engine;
mod patience;
mod plain_site;
mod sentence;
mod stage;
mod tab;
mod trial;
mod variant;
mod verdict;

pub use backend::Backend;
pub use browser::Browser;
pub use engine::engines;
pub use patience::{Patience, until};
pub use plain_site::PlainSite;
pub use sentence::{Sentence, sentences};
pub use stage::{Client, Stage};
pub use tab::Tab;
pub use trial::run;
pub use variant::Variant;
pub use verdict::Verdict;

pub use harness::Engine;

/// What went wrong, as a sentence for whoever reads the test's output.
pub type Told<T> = Result<T, String>;
