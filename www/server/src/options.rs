use std::path::PathBuf;

/// What to serve, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder served at `/` of the site origin: `www/`.
    pub site_root: PathBuf,
    /// The folder served under `/fetch-with-auth/`: `pkg/`.
    pub package_root: PathBuf,
    /// Further folders, each under its own prefix of the site origin.
    pub extra_roots: Vec<(String, PathBuf)>,
    /// Whether the control endpoint exists. It hands out tokens and breaks things: tests and the demo only.
    pub control: bool,
    /// The port of the site origin; 0 takes a free one. The other origins always take free ones.
    pub site_port: u16,
}
