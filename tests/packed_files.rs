//! What of the package is not built goes into the tarball as it is written: with all that it
//! imports.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Component, Path, PathBuf};

#[test]
fn each_packed_file_imports_only_files_that_are_packed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(root.join("tests/package/files.txt")).expect("the list");
    let packed = list.lines().map(PathBuf::from).collect::<Vec<_>>();
    let mut number = 0;
    let mut missing = Vec::new();
    for file in packed.iter().filter(|file| !file.starts_with("dist")) {
        let name = file.to_string_lossy();
        if !name.ends_with(".js") && !name.ends_with(".d.ts") {
            continue;
        }
        let text = fs::read_to_string(root.join("pkg").join(file)).expect("a packed file");
        let text = without_comments(&text);
        for specifier in relative_imports(&text) {
            number += 1;
            let target = normal(&file.with_file_name("").join(specifier));
            let declared = target.with_extension("d.ts");
            let found =
                packed.contains(&target) || name.ends_with(".d.ts") && packed.contains(&declared);
            if !found {
                missing.push(format!("{name}: {specifier}"));
            }
        }
    }
    assert!(number > 30, "{number} imports");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn an_import_is_found_however_it_is_written() {
    let text = "import './a.js'\nexport { b } from \"../b.js\"\nimport type { C } from './c.js'\nawait import('./d.js')\nimport 'vite'";
    let found = relative_imports(text).collect::<Vec<_>>();
    assert_eq!(found, ["./a.js", "../b.js", "./c.js", "./d.js"]);
}

/// Examples in comments import files of the reader's.
fn without_comments(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with(['*', '/']);
    text.split_inclusive('\n').filter(is_code).collect()
}

/// The relative specifiers that stand after `from`, `import` or `import(`.
fn relative_imports(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['\'', '"'])
        .filter_map(|(start, quote)| {
            let before = text[..start].trim_end_matches(['(', ' ']);
            let rest = &text[start + 1..];
            let specifier = &rest[..rest.find(quote)?];
            let is_import = before.ends_with("from") || before.ends_with("import");
            (is_import && specifier.starts_with('.')).then_some(specifier)
        })
}

/// Without `.` and `..` in it.
fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut whole, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
        whole
    })
}
