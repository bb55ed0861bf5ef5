//! Where things are: this checkout, cargo's target folder, the cache of tools.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::command;

pub struct Checkout {
    /// The workspace root.
    pub root: PathBuf,
    /// Cargo's target folder, wherever its settings put it.
    pub target: PathBuf,
    /// What outlives a clone: the pinned tools.
    pub cache: PathBuf,
}

impl Checkout {
    pub fn here() -> Result<Self, String> {
        Self::at(root()?)
    }

    pub fn at(root: PathBuf) -> Result<Self, String> {
        Ok(Self {
            target: target(&root)?,
            cache: cache()?,
            root,
        })
    }

    /// `cargo`, in the root, without what the outer `cargo run` left in the environment for xtask itself.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("CARGO_PKG_") {
                cargo.env_remove(name);
            }
        }
        cargo
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("CARGO_MANIFEST_PATH");
        cargo
    }

    pub fn rustc(&self) -> Command {
        let mut rustc = Command::new("rustc");
        rustc.current_dir(&self.root);
        rustc
    }

    pub fn package(&self) -> PathBuf {
        self.root.join("pkg")
    }

    /// The package under its name in a folder, as if it had been installed there.
    pub fn link_package(&self, folder: &Path) -> Result<(), String> {
        let modules = folder.join("node_modules");
        let failed = |why| format!("{}: {why}", modules.display());
        fs::create_dir_all(&modules).map_err(failed)?;
        symlink(self.package(), modules.join("fetch-with-auth")).map_err(failed)
    }

    pub fn dist(&self) -> PathBuf {
        self.package().join("dist")
    }
}

/// Asked of cargo at run time first: a binary in a shared target folder may come from another checkout.
fn root() -> Result<PathBuf, String> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .parent()
        .map(PathBuf::from)
        .ok_or_else(|| "xtask lies outside a checkout".to_owned())
}

fn target(root: &PathBuf) -> Result<PathBuf, String> {
    let metadata = command::output(
        Command::new("cargo")
            .args([
                "metadata",
                "--no-deps",
                "--offline",
                "--format-version",
                "1",
            ])
            .current_dir(root),
    )?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)
        .map_err(|why| format!("cargo metadata is not readable: {why}"))?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| "cargo metadata names no target folder".to_owned())
}

fn cache() -> Result<PathBuf, String> {
    let base = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .ok_or("neither XDG_CACHE_HOME nor HOME is set, so the tools have no folder")?;
    Ok(base.join("fetch-with-auth"))
}
