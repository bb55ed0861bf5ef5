//! Requests of web methods: the path and the content type.

/// The names of module and method in a path: `shop` and `restock` of `/api/shop/restock`,
/// if `base` is `/api`. One slash at the end makes no difference, since some frameworks
/// redirect to it. Nothing is decoded: no valid name needs it.
pub fn route<'a>(base: &str, path: &'a str) -> Option<(&'a str, &'a str)> {
    let (module, method) = path
        .strip_prefix(base)?
        .strip_prefix('/')?
        .split_once('/')?;
    let method = method.strip_suffix('/').unwrap_or(method);
    (is_module_name(module) && is_method_name(method)).then_some((module, method))
}

/// Whether a module may have this name: letters, digits, `-` and `_`, and a letter first.
pub fn is_module_name(name: &str) -> bool {
    is_name(name, b"", b"-_")
}

/// Whether a method may have this name: an ASCII identifier of JavaScript, but no member
/// that every object has or that is read from every object. In the page the object of a
/// module's methods has none of these either (`pkg/web-methods.js`), so that printing,
/// comparing, serializing or awaiting it sends nothing.
pub fn is_method_name(name: &str) -> bool {
    is_name(name, b"_$", b"_$")
        && !INHERITED.contains(&name)
        && !PROBED.contains(&name)
        && !name.starts_with(VUE)
}

/// Whether `Content-Type` is JSON: RFC 9110 §8.3. A form of another site cannot send it
/// without a CORS preflight (Fetch §4.10).
pub fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// Letters, digits except in the first position, and these characters.
fn is_name(name: &str, first: &[u8], further: &[u8]) -> bool {
    let mut bytes = name.bytes();
    name.len() <= MAX_NAME_BYTES
        && bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || first.contains(&byte))
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || further.contains(&byte))
}

/// The members that every object has.
const INHERITED: [&str; 12] = [
    "constructor",
    "__proto__",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// The members that are read by `await` and `JSON.stringify`, from a function, from a
/// module, and by libraries to recognize elements, components and matchers of tests.
const PROBED: [&str; 9] = [
    "then",
    "catch",
    "finally",
    "toJSON",
    "prototype",
    "default",
    "nodeType",
    "asymmetricMatch",
    "$$typeof",
];
/// The prefix of members that Vue reads.
const VUE: &str = "__v_";

/// More than any name that is written by hand.
const MAX_NAME_BYTES: usize = 64;
