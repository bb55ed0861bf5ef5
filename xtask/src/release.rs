//! Everything that a release is but its publication, which RELEASING.md leaves to CI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::checkout::Checkout;
use crate::scratch::Scratch;
use crate::{build, command, dev_package, setup};

/// `--dry-run` only names what a release still lacks, or what could not be checked here.
pub fn release(checkout: &Checkout, words: &[&str]) -> Result<(), String> {
    let is_dry = match words {
        [] => false,
        ["--dry-run"] => true,
        _ => return Err("release knows only --dry-run; see cargo xtask help".to_owned()),
    };
    let out = checkout.target.join("npm");
    let folder = Scratch::new("release")?;
    let clone = clone(checkout, folder.path())?;
    let mut open = Vec::new();

    versions(checkout, &mut open)?;
    licences(checkout, &mut open)?;
    notices(checkout)?;
    clean(checkout)?;
    let tarballs = pack(checkout, &out)?;
    let others = pack(&clone, &folder.path().join("npm"))?;
    for (own, other) in tarballs.iter().zip(&others) {
        if read(own)? != read(other)? {
            return Err(format!(
                "{} has other bytes when it is built in another folder",
                own.display()
            ));
        }
    }
    println!("release: two builds in two folders gave the same tarballs");
    command::run(clone.cargo().args(["package", "--package", CRATE]))?;
    inventories(checkout, &clone, &tarballs, &out, &mut open)?;

    println!("\nIn {}:", out.display());
    for entry in fs::read_dir(&out).map_err(|why| format!("{}: {why}", out.display()))? {
        let path = entry.map_err(|why| why.to_string())?.path();
        println!("{:>9}  {}", read(&path)?.len(), path.display());
    }
    if open.is_empty() {
        return Ok(());
    }
    let open = format!("Open:\n* {}", open.join("\n* "));
    if is_dry {
        println!("\n{open}");
        return Ok(());
    }
    Err(open)
}

/// What is committed, in a folder of its own with nothing built.
fn clone(checkout: &Checkout, folder: &Path) -> Result<Checkout, String> {
    let root = folder.join("clone");
    command::run_captured(
        Command::new("git")
            .args(["clone", "-q"])
            .args([&checkout.root, &root]),
    )?;
    Checkout::at(root)
}

fn clean(checkout: &Checkout) -> Result<(), String> {
    let changed = command::output(
        Command::new("git")
            .args(["status", "--porcelain"])
            .current_dir(&checkout.root),
    )?;
    match changed.as_str() {
        "" => Ok(()),
        changed => Err(format!("commit this first:\n{changed}")),
    }
}

/// One version in all manifests and in CHANGELOG.md, and what provenance needs.
fn versions(checkout: &Checkout, open: &mut Vec<String>) -> Result<(), String> {
    let metadata =
        command::output(
            checkout
                .cargo()
                .args(["metadata", "--no-deps", "--format-version=1"]),
        )?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|why| why.to_string())?;
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let version = packages
        .find(|package| package["name"] == CRATE)
        .and_then(|package| package["version"].as_str())
        .ok_or("cargo metadata names no version")?;
    for package in PACKAGES {
        let path = checkout.root.join(package.folder).join("package.json");
        let manifest: Value =
            serde_json::from_slice(&read(&path)?).map_err(|why| why.to_string())?;
        if manifest["version"] != version {
            return Err(format!(
                "{} has another version than Cargo.toml, {version}",
                path.display()
            ));
        }
        if manifest["publishConfig"]["provenance"] != true {
            return Err(format!(
                "{} must have publishConfig.provenance",
                path.display()
            ));
        }
        if manifest["repository"].is_null() {
            open.push(format!(
                "{}/package.json has no `repository`, which npm compares with the one that CI runs in",
                package.folder
            ));
        }
    }
    let changelog = read(&checkout.root.join("CHANGELOG.md"))?;
    let changelog = String::from_utf8_lossy(&changelog);
    let newest = changelog.lines().find_map(|line| line.strip_prefix("## "));
    if newest.and_then(|heading| heading.split(' ').next()) != Some(version) {
        open.push(format!(
            "CHANGELOG.md has no entry {version}: its newest one is {}",
            newest.unwrap_or("nothing")
        ));
    }
    Ok(())
}

/// Licences, sources and known vulnerabilities of the crates.
fn licences(checkout: &Checkout, open: &mut Vec<String>) -> Result<(), String> {
    command::run_captured(checkout.cargo().args(["fetch", "--locked"]))?;
    let deny = || -> Result<Command, String> {
        let mut deny = Command::new(setup::cargo_deny(checkout)?);
        deny.current_dir(&checkout.root).arg("--locked");
        Ok(deny)
    };
    let config = ["--config", "xtask/release/deny.toml"];
    let database = command::output(deny()?.args(config).args(["fetch", "db"]));
    for package in PACKAGES {
        let check = |words: &[&str]| {
            command::run_captured(
                deny()?
                    .args(["--manifest-path", package.manifest])
                    .args(config)
                    .arg("check")
                    .args(words),
            )
        };
        check(&["licenses", "bans", "sources"])?;
        if database.is_ok() {
            check(&["--disable-fetch", "advisories"])?;
        }
    }
    if let Err(why) = database {
        let why = why.lines().find(|line| line.contains("unable to access"));
        open.push(format!(
            "skipped: advisories of crates, whose database was not to be had ({})",
            why.unwrap_or("cargo deny fetch db failed")
        ));
    }
    Ok(())
}

/// The licences of what is compiled into the modules, as they ship.
fn notices(checkout: &Checkout) -> Result<(), String> {
    for package in PACKAGES {
        command::run_captured(
            Command::new(setup::cargo_about(checkout)?)
                .current_dir(&checkout.root)
                .args(["generate", "--frozen", "--fail"])
                .args(["--config", "xtask/release/about.toml"])
                .args(["--manifest-path", package.manifest])
                .arg("xtask/release/third-party.hbs")
                .arg("--output-file")
                .arg(checkout.root.join(package.folder).join("THIRD_PARTY.md")),
        )?;
    }
    Ok(())
}

/// Builds both packages, and packs them into this folder.
fn pack(checkout: &Checkout, out: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |why| format!("{}: {why}", out.display());
    if out.exists() {
        fs::remove_dir_all(out).map_err(failed)?;
    }
    fs::create_dir_all(out).map_err(failed)?;
    build::build(checkout)?;
    dev_package::build(checkout)?;
    let tarball = |package: Package| {
        let name = command::output(
            Command::new("npm")
                .args(["pack", "--silent", "--pack-destination"])
                .arg(out)
                .current_dir(checkout.root.join(package.folder)),
        )?;
        Ok(out.join(name.trim()))
    };
    PACKAGES.into_iter().map(tarball).collect()
}

/// What the tarballs contain and what they depend on, as CycloneDX; and known vulnerabilities of
/// the latter.
fn inventories(
    checkout: &Checkout,
    clone: &Checkout,
    tarballs: &[PathBuf],
    out: &Path,
    open: &mut Vec<String>,
) -> Result<(), String> {
    // It writes one file for each package of the workspace, into the source.
    command::run_captured(
        Command::new(setup::cargo_cyclonedx(checkout)?)
            .current_dir(&clone.root)
            .args(["cyclonedx", "--format", "json", "--spec-version", "1.5"])
            .args(["--no-build-deps", "--target", setup::WASM])
            .args(["--override-filename", "sbom"]),
    )?;
    for package in PACKAGES {
        let manifest = clone.root.join(package.manifest);
        let crates = read(&manifest.with_file_name("sbom.json"))?;
        let crates = String::from_utf8_lossy(&crates).replace(&*clone.root.to_string_lossy(), "");
        write(
            &out.join(format!("{}.crates.cdx.json", package.name)),
            &crates,
        )?;
    }

    // The library that is bundled, too: xtask/src/build/bundle.rs.
    let tools = read(&checkout.root.join("xtask/npm/package.json"))?;
    let tools: Value = serde_json::from_slice(&tools).map_err(|why| why.to_string())?;
    let jose = tools["dependencies"]["jose"].as_str().ok_or("no jose")?;
    let project = clone.root.join("target/installed");
    fs::create_dir_all(&project).map_err(|why| format!("{}: {why}", project.display()))?;
    write(
        &project.join("package.json"),
        r#"{ "name": "installed", "version": "0.0.0" }"#,
    )?;
    let npm = || {
        let mut npm = Command::new("npm");
        npm.current_dir(&project);
        npm
    };
    command::run_captured(
        npm()
            .args(["install", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(tarballs)
            .arg(format!("jose@{jose}")),
    )?;
    let packages = command::output(npm().args(["sbom", "--sbom-format", "cyclonedx"]))?;
    let packages = packages.replace(&format!("{}/", out.display()), "");
    write(&out.join("npm.cdx.json"), &packages)?;
    let audit = npm().args(["audit", "--json"]).output();
    let audit = audit.map_err(|why| format!("npm audit: {why}"))?;
    let report: Value = serde_json::from_slice(&audit.stdout).unwrap_or_default();
    if report["auditReportVersion"].is_null() {
        open.push(format!(
            "skipped: npm audit, which the registry did not answer ({})",
            report["message"].as_str().unwrap_or("no report")
        ));
    } else if !audit.status.success() {
        return Err(format!("npm audit:\n{report:#}"));
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()))
}

/// A package of npm, and the crate that is compiled into its modules.
#[derive(Clone, Copy)]
struct Package {
    name: &'static str,
    folder: &'static str,
    manifest: &'static str,
}

const PACKAGES: [Package; 2] = [
    Package {
        name: "fetch-with-auth",
        folder: "pkg",
        manifest: "Cargo.toml",
    },
    Package {
        name: "fetch-with-auth-dev",
        folder: "www/dev",
        manifest: "www/server/Cargo.toml",
    },
];

const CRATE: &str = "fetch-with-auth";
