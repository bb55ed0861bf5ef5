use std::collections::BTreeSet;
use std::fs;

/// The package for Node lists them for its users; here they are what the README has.
#[test]
fn every_fault_can_be_switched_in_the_package_for_node() {
    let readme = read("README.md");
    let (_, listed) = readme.split_once("in addition to the grants: ").unwrap();
    let (listed, _) = listed.split_once(".\n").unwrap();
    let listed: BTreeSet<_> = listed.split('`').skip(1).step_by(2).collect();
    assert!(listed.len() > 15, "{listed:?}");

    let script = read("../dev/lib/faults.js");
    let (_, calls) = script.split_once("CALLS = [").unwrap();
    let (calls, _) = calls.split_once(']').unwrap();
    let calls: BTreeSet<_> = calls.split('"').skip(1).step_by(2).collect();
    assert_eq!(calls, listed);

    let types = read("../dev/index.d.ts");
    let (_, names) = types.split_once("type FaultName =").unwrap();
    let (names, _) = names.split_once("\n\n").unwrap();
    let names: BTreeSet<_> = names.split('\'').skip(1).step_by(2).collect();
    assert!(names.is_superset(&listed), "{names:?}");
    assert_eq!(names.len(), listed.len() + 6, "and the grants: {names:?}");
}

fn read(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"))
}
