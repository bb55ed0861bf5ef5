//! Web methods on the wire: what a request must be like before its arguments
//! are believed.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// How much is read of a request's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes.
    pub body: u32,
    /// Lists and objects within each other, the list of arguments included;
    /// never more than 127, which is what the parser's stack is good for.
    pub depth: u32,
}

/// The names of module and method in a path, `/api/shop/restock` below `/api`.
/// Nothing is decoded: a name that would have to be is no name.
pub fn route<'a>(base: &str, path: &'a str) -> Option<(&'a str, &'a str)> {
    let (module, method) = path
        .strip_prefix(base)?
        .strip_prefix('/')?
        .split_once('/')?;
    (is_module_name(module) && is_method_name(method)).then_some((module, method))
}

/// A module's name: letters, digits, `-` and `_`, and a letter first.
pub fn is_module_name(name: &str) -> bool {
    is_name(name, b"", b"-_")
}

/// A method's name: what JavaScript lets a function be called, in ASCII; and
/// nothing that every object has.
pub fn is_method_name(name: &str) -> bool {
    is_name(name, b"_$", b"_$") && !INHERITED.contains(&name)
}

/// Whether `Content-Type` says JSON: RFC 9110 §8.3. A form of another site can
/// say no such thing without being asked first (Fetch §4.10).
pub fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// Whether these are arguments: a JSON list, not too many, not too deep, and
/// without the names by which an object that is copied member by member changes
/// the prototype of all.
pub fn are_arguments(body: &[u8], limits: Limits) -> bool {
    if !body.trim_ascii_start().starts_with(b"[") {
        return false;
    }
    let mut from = serde_json::Deserializer::from_slice(body);
    let list = Within {
        left: limits.depth,
        in_constructor: false,
        most: MOST_ARGUMENTS,
    };
    list.deserialize(&mut from).is_ok() && from.end().is_ok()
}

/// Letters, digits but for the first, and these marks.
fn is_name(name: &str, first: &[u8], further: &[u8]) -> bool {
    let mut bytes = name.bytes();
    name.len() <= LONGEST_NAME
        && bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || first.contains(&byte))
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || further.contains(&byte))
}

/// A value with so many levels left.
#[derive(Clone, Copy)]
struct Within {
    left: u32,
    /// It is what `constructor` says.
    in_constructor: bool,
    /// Elements of a list.
    most: usize,
}

impl Within {
    fn inner<E: Error>(self, in_constructor: bool) -> Result<Within, E> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Within {
                left,
                in_constructor,
                most: usize::MAX,
            }),
            None => Err(E::custom("")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Within {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = self.inner(false)?;
        for _ in 0..self.most {
            if items.next_element_seed(inner)?.is_none() {
                return Ok(());
            }
        }
        match items.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("")),
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let inner = self.inner(false)?;
        while let Some(name) = members.next_key_seed(Name)? {
            if name == Key::Proto || (name == Key::Prototype && self.in_constructor) {
                return Err(A::Error::custom(""));
            }
            members.next_value_seed(Within {
                in_constructor: name == Key::Constructor,
                ..inner
            })?;
        }
        Ok(())
    }
}

/// A member's name, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Proto,
    Constructor,
    Prototype,
    Other,
}

struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(match name {
            "__proto__" => Key::Proto,
            "constructor" => Key::Constructor,
            "prototype" => Key::Prototype,
            _ => Key::Other,
        })
    }
}

/// What every object or function has, so that nobody means it.
const INHERITED: [&str; 16] = [
    "constructor",
    "prototype",
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
    "then",
    "toJSON",
    "default",
];

/// Longer ones were not written by hand.
const LONGEST_NAME: usize = 64;
/// Far more than any function takes, and far fewer than a call can carry.
const MOST_ARGUMENTS: usize = 100;
