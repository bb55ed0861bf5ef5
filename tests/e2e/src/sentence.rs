use std::fs;
use std::path::Path;

use crate::Told;

/// A test's name as it stands in the source; `…` stands for what is filled in when it runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    pub text: String,
    /// The file, as seen from the repository.
    pub file: String,
}

/// Every sentence of the pages and of the Rust tests, in the order of their files.
pub fn sentences() -> Told<Vec<Sentence>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["pages", "e2e/tests"] {
        collect(&tests.join(folder), &format!("tests/{folder}"), &mut found)?;
    }
    Ok(found)
}

fn collect(folder: &Path, name: &str, found: &mut Vec<Sentence>) -> Told<()> {
    let told = |why| format!("{}: {why}", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(folder).map_err(told)?.collect();
    let mut entries = entries.map_err(told)?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &name, found)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.extend(named(&text).map(|text| Sentence {
                text,
                file: name.clone(),
            }));
        }
    }
    Ok(())
}

/// What stands in quotes right after one of the words that begin a test.
fn named(source: &str) -> impl Iterator<Item = String> {
    let begins = source
        .match_indices('(')
        .map(|(at, _)| source.split_at(at))
        .filter(|(before, _)| BEGINNINGS.iter().any(|word| before.ends_with(word)));
    begins.filter_map(|(_, rest)| {
        let rest = rest.strip_prefix('(')?.trim_start();
        let quote = rest
            .chars()
            .next()
            .filter(|quote| "\"'`".contains(*quote))?;
        let (text, _) = rest.strip_prefix(quote)?.split_once(quote)?;
        Some(filled(text))
    })
}

fn filled(text: &str) -> String {
    let mut parts = text.split("${");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled.push('…');
        filled.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    filled
}

const BEGINNINGS: [&str; 3] = ["\ntest", "beside", "scenario"];
