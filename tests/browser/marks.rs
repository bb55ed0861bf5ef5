//! Marks of sign-outs that could not be stored.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fakes::object;

#[wasm_bindgen(module = "/src/browser/marks.js")]
extern "C" {
    type Marks;
    fn marks(settings: &JsValue) -> Marks;
    #[wasm_bindgen(method)]
    fn has(this: &Marks, subject: f64) -> bool;
    #[wasm_bindgen(method)]
    fn add(this: &Marks, subject: f64) -> bool;
}

// Bound, so that it is served to host.js.
#[wasm_bindgen(module = "/src/browser/surroundings.js")]
extern "C" {
    #[wasm_bindgen(js_name = isPage)]
    fn is_page() -> bool;
}

#[wasm_bindgen(inline_js = "
export const removeItem = (inTab, key) => (inTab ? sessionStorage : localStorage).removeItem(key)
export const getItem = (inTab, key) => (inTab ? sessionStorage : localStorage).getItem(key)
")]
extern "C" {
    #[wasm_bindgen(js_name = removeItem)]
    fn remove_item(in_tab: bool, key: &str);
    #[wasm_bindgen(js_name = getItem)]
    fn get_item(in_tab: bool, key: &str) -> Option<String>;
}

fn of(name: &str, kind: &str) -> Marks {
    let settings = object(&[("name", name.into()), ("kind", kind.into())]);
    marks(&settings)
}

#[wasm_bindgen_test]
fn a_mark_outlives_the_page_where_its_record_is() {
    assert!(is_page());
    for (kind, in_tab) in [("browser", false), ("session", true)] {
        let key = "test:marks signed out";
        remove_item(in_tab, key);
        let before = of("test:marks", kind);
        assert!(!before.has(7.0));
        assert!(before.add(7.0));
        assert!(before.add(8_796_093_022_208.0));
        assert!(before.has(7.0));
        let after = of("test:marks", kind);
        assert!(after.has(7.0) && after.has(8_796_093_022_208.0));
        assert!(!after.has(70.0) && !after.has(8.0));
        assert!(!of("test:other", kind).has(7.0));
        assert_eq!(get_item(in_tab, key).as_deref(), Some("7 8796093022208"));
        assert_eq!(get_item(!in_tab, key), None);
        remove_item(in_tab, key);
    }
}

#[wasm_bindgen_test]
fn the_newest_marks_are_kept_and_not_all_for_ever() {
    let key = "test:many-marks signed out";
    remove_item(false, key);
    let many = of("test:many-marks", "browser");
    for subject in 0..50 {
        assert!(many.add(f64::from(subject)));
    }
    let after = of("test:many-marks", "browser");
    assert!(after.has(49.0) && after.has(30.0) && !after.has(29.0));
    remove_item(false, key);
}

#[wasm_bindgen_test]
fn marks_of_a_storage_in_memory_are_in_memory() {
    let before = of("test:memory-marks", "memory");
    assert!(before.add(7.0) && before.has(7.0));
    assert!(!of("test:memory-marks", "memory").has(7.0));
    assert_eq!(get_item(false, "test:memory-marks signed out"), None);
}
