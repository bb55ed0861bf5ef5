//! The files of a source folder depend on each other without circles: each can be read, and
//! tested, before those that use it.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use syn::visit::{self, Visit};
use syn::{Attribute, File, ItemMod, ItemUse, Macro, UseTree};

/// A folder of one crate. Add a folder here once it is free of circles.
const FOLDERS: [&str; 3] = ["src", "www/server/src", "xtask/src"];

/// The same of folders, each counted as one with the file of its name.
const LAYERED: [&str; 1] = ["www/server/src"];

#[test]
fn no_file_depends_on_itself_through_others() {
    for folder in FOLDERS {
        let modules = modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        assert!(modules.len() > 10, "{folder}: {} modules", modules.len());
        let circles = circles(&modules, whole);
        assert!(circles.is_empty(), "{folder}:\n{}", circles.join("\n"));
    }
}

#[test]
fn no_folder_depends_on_itself_through_others() {
    for folder in LAYERED {
        let modules = modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let circles = circles(&modules, top);
        assert!(circles.is_empty(), "{folder}:\n{}", circles.join("\n"));
    }
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let ways = [
        "use crate::a::Item;",
        "use super::a::{self, Item};",
        "use crate::{c::{Other, Another}, a::Item as B};",
        "fn f(item: crate::a::Item) {}",
        "fn f() { println!(\"{}\", crate::a::item()); }",
        "mod inner { use super::super::a; }",
        "use crate::c; use crate::Exported;",
    ];
    for way in ways {
        let files = [
            ("", "mod a; mod b; mod c; pub use a::Exported;"),
            ("a", "use crate::b;"),
            ("b", way),
            ("c", ""),
        ];
        assert_eq!(circles(&parsed(&files), whole).len(), 1, "{way}");
    }
}

#[test]
fn a_parent_and_its_child_are_a_circle_if_each_uses_the_other() {
    for (parent, count) in [("mod child; fn f() { child::g() }", 1), ("mod child;", 0)] {
        let files = [
            ("", "mod a;"),
            ("a", parent),
            ("a/child", "use super::Item;"),
        ];
        assert_eq!(circles(&parsed(&files), whole).len(), count, "{parent}");
    }
}

#[test]
fn a_circle_of_folders_need_not_be_one_of_files() {
    let files = [
        ("", "mod a; mod b;"),
        ("a/x", "use crate::b::y;"),
        ("b/y", ""),
        ("b/z", "use crate::a::w;"),
        ("a/w", ""),
        ("a", ""),
        ("b", ""),
    ];
    assert!(circles(&parsed(&files), whole).is_empty());
    assert_eq!(circles(&parsed(&files), top).len(), 1);
}

#[test]
fn unit_tests_may_use_what_uses_their_file() {
    let tests = "#[cfg(test)] mod tests { use super::*; use crate::a; }";
    let files = [("", "mod a; mod b;"), ("a", "use crate::b;"), ("b", tests)];
    assert!(circles(&parsed(&files), whole).is_empty());
}

/// By path: empty for the root of the crate, `wix/authorize` for `wix/authorize.rs`.
type Modules = BTreeMap<String, File>;

fn modules(folder: &Path) -> Modules {
    let mut modules = Modules::new();
    collect(folder, "", &mut modules);
    // A binary beside a library is a crate of its own, of one file.
    match modules.remove("lib") {
        Some(lib) => drop((modules.remove("main"), modules.insert(String::new(), lib))),
        None => {
            let main = modules.remove("main").expect("neither lib.rs nor main.rs");
            modules.insert(String::new(), main);
        }
    }
    modules
}

fn collect(folder: &Path, prefix: &str, modules: &mut Modules) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let module = format!("{prefix}{}", name.expect("a name in UTF-8"));
        if path.is_dir() {
            collect(&path, &format!("{module}/"), modules);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = module.strip_suffix("/mod").unwrap_or(&module).to_owned();
            let text = fs::read_to_string(&path).expect("a source file");
            modules.insert(module, parse(&text));
        }
    }
}

fn parsed(files: &[(&str, &str)]) -> Modules {
    let files = files.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), parse(text)))
        .collect()
}

fn parse(text: &str) -> File {
    syn::parse_file(text).expect("Rust")
}

/// Each as a list of the dependencies that close it.
fn circles(modules: &Modules, node: fn(&str) -> &str) -> Vec<String> {
    let mut graph = DiGraphMap::<&str, ()>::new();
    for (path, file) in modules {
        let mut scope: Vec<_> = path.split('/').map(str::to_owned).collect();
        scope.retain(|name| !name.is_empty());
        let mut dependencies = Dependencies {
            modules,
            scope,
            found: Vec::new(),
        };
        dependencies.visit_file(file);
        for target in dependencies.found {
            if node(target) != node(path) {
                graph.add_edge(node(path), node(target), ());
            }
        }
    }
    let circles = tarjan_scc(&graph)
        .into_iter()
        .filter(|circle| circle.len() > 1);
    circles
        .map(|circle| {
            let edges = graph.all_edges();
            let closing = edges.filter(|(a, b, ())| circle.contains(a) && circle.contains(b));
            let lines = closing.map(|(a, b, ())| format!("  {} -> {}", file(a), file(b)));
            lines.collect::<Vec<_>>().join("\n")
        })
        .collect()
}

/// Of a module's path all of it: each file is a node of the graph.
fn whole(path: &str) -> &str {
    path
}

/// Of a module's path the first name: each folder is a node of the graph.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

fn file(module: &str) -> String {
    match module {
        "" => "the root of the crate".to_owned(),
        path => format!("{path}.rs"),
    }
}

/// What one file names of other files of its crate.
struct Dependencies<'a> {
    modules: &'a Modules,
    /// The module that is being read; inline modules are below that of the file.
    scope: Vec<String>,
    found: Vec<&'a str>,
}

impl Dependencies<'_> {
    fn name(&mut self, path: &[String]) {
        let Some((first, rest)) = path.split_first() else {
            return;
        };
        let (mut from, rest) = match first.as_str() {
            "crate" => (Vec::new(), rest),
            "self" => (self.scope.clone(), rest),
            "super" => (self.scope.clone(), path),
            // The name of a child, or of something else altogether.
            _ => {
                let child = [self.scope.as_slice(), std::slice::from_ref(first)].concat();
                if !self.modules.contains_key(&child.join("/")) {
                    return;
                }
                (self.scope.clone(), path)
            }
        };
        let ups = rest.iter().take_while(|name| *name == "super").count();
        from.truncate(from.len().saturating_sub(ups));
        from.extend(rest.iter().skip(ups).cloned());
        // The file that holds the item is the longest path that is a module.
        let target = (0..=from.len()).rev().find_map(|length| {
            let module = from.get(..length)?.join("/");
            self.modules.get_key_value(&module)
        });
        self.found.extend(target.map(|(module, _)| module.as_str()));
    }

    fn use_tree(&mut self, prefix: &[String], tree: &UseTree) {
        let with = |name: String| [prefix, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.use_tree(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) if name.ident == "self" => self.name(prefix),
            UseTree::Name(name) => self.name(&with(name.ident.to_string())),
            UseTree::Rename(name) => self.name(&with(name.ident.to_string())),
            UseTree::Glob(_) => self.name(prefix),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(prefix, tree);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Dependencies<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.use_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter();
        let names: Vec<_> = names.map(|segment| segment.ident.to_string()).collect();
        // One name alone is a type, a function or a variable: it is imported by a `use`.
        if names.len() > 1 {
            self.name(&names);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.content.is_none() || item.attrs.iter().any(is_test) {
            return;
        }
        self.scope.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.scope.pop();
    }

    /// The words of a macro's arguments are not parsed: paths are recognised by their `::`.
    fn visit_macro(&mut self, item: &'ast Macro) {
        let text = item.tokens.to_string().replace(" :: ", "::");
        let is_end = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
        for word in text.split(is_end).filter(|word| word.contains("::")) {
            let names: Vec<_> = word.split("::").map(str::to_owned).collect();
            self.name(&names);
        }
        visit::visit_macro(self, item);
    }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute
            .meta
            .require_list()
            .is_ok_and(|list| list.tokens.to_string() == "test")
}
