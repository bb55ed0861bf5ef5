//! Each package brings the licences of what is compiled into it: MIT and Apache-2.0 ask for it.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The crate of the modules, and the package that has them.
const PACKAGES: [(&str, &str); 2] = [("fetch-with-auth", "pkg"), ("stand-in", "www/dev")];

#[test]
fn every_crate_in_a_module_is_named_with_its_version_and_its_licence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, folder) in PACKAGES {
        let path = root.join(folder).join("THIRD_PARTY.md");
        let notices = fs::read_to_string(path).expect("the notices");
        let crates = crates(name);
        assert!(crates.len() > 15, "{name}: {crates:?}");
        for line in crates {
            assert!(
                notices.contains(&format!("\n* [{line}](")),
                "{folder}/THIRD_PARTY.md lacks {line}: run cargo xtask release --dry-run"
            );
        }
    }
}

/// What is compiled into the module, without what only runs in the compiler: `name version`.
fn crates(package: &str) -> Vec<String> {
    let tree = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--offline", "--package", package])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(["--no-dedupe", "--format", "{p}"])
        .output()
        .expect("cargo tree");
    assert!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    let tree = String::from_utf8(tree.stdout).expect("text");
    // Those of this workspace are followed by their path.
    let mut crates: Vec<String> = tree
        .lines()
        .filter(|line| !line.contains(" ("))
        .map(|line| line.replacen(" v", " ", 1))
        .collect();
    crates.sort();
    crates.dedup();
    crates
}
