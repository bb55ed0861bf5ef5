use std::fs;
use std::path::Path;

/// A test's name as it stands in the source; `…` stands for what is filled in when it runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    pub text: String,
    /// The file, as seen from the repository.
    pub file: String,
}

/// Every sentence of the pages and of the Rust tests, in the order of their files.
pub fn sentences() -> Result<Vec<Sentence>, String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["pages", "e2e/tests"] {
        collect(&tests.join(folder), &format!("tests/{folder}"), &mut found)?;
    }
    Ok(found)
}

impl Sentence {
    /// Whether it names this defect (`#15`) or row (`row 30`).
    pub fn names(&self, tag: &str) -> bool {
        let mut places = self.text.match_indices(tag);
        places.any(|(at, _)| {
            let after = self.text.get(at + tag.len()..).unwrap_or_default();
            !after.starts_with(|next: char| next.is_ascii_digit())
        })
    }
}

fn collect(folder: &Path, name: &str, found: &mut Vec<Sentence>) -> Result<(), String> {
    let failed = |why| format!("{}: {why}", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(folder).map_err(failed)?.collect();
    let mut entries = entries.map_err(failed)?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let file = format!("{name}/{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &file, found)?;
            continue;
        }
        let source = fs::read_to_string(&path).map_err(failed)?;
        let texts = match path.extension().and_then(|it| it.to_str()) {
            Some("js") => of_a_page(&source),
            Some("rs") => of_a_scenario(&source),
            _ => continue,
        };
        found.extend(texts.into_iter().map(|text| {
            let file = file.clone();
            Sentence { text, file }
        }));
    }
    Ok(())
}

/// `test("...` and `beside("...`, as words of their own.
fn of_a_page(source: &str) -> Vec<String> {
    let calls = ["test(", "beside("];
    let mut found: Vec<(usize, String)> = Vec::new();
    for call in calls {
        for (at, _) in source.match_indices(call) {
            let (before, rest) = source.split_at(at);
            let own = before.chars().next_back().is_none_or(char::is_whitespace);
            if let Some(text) = rest.strip_prefix(call).filter(|_| own).and_then(quoted) {
                found.push((at, filled(text)));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, text)| text).collect()
}

/// `const NAME: &str = "..."`, where it is one line of prose.
fn of_a_scenario(source: &str) -> Vec<String> {
    let consts = source.split("\nconst ").skip(1);
    let texts = consts.filter_map(|rest| quoted(rest.split_once("&str =")?.1));
    let prose = |text: &&str| text.starts_with(|first: char| first.is_ascii_uppercase());
    texts.filter(prose).map(str::to_owned).collect()
}

fn quoted(source: &str) -> Option<&str> {
    let source = source.trim_start();
    let quote = source.chars().next().filter(|it| "\"'`".contains(*it))?;
    Some(source.strip_prefix(quote)?.split_once(quote)?.0)
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
