//! JSON as a tree. A struct with derived serde for each message would be nicer to read, and
//! cost a page 40 kB.

mod serde;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::oauth::lines::decimal;

/// Any value of RFC 8259. It may contain tokens and passwords, so it is not printed.
#[derive(Clone, PartialEq, Default)]
pub enum Json {
    /// `null`, or what could not be parsed.
    #[default]
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, with its members in order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object without members.
    pub fn object() -> Json {
        Json::Object(Vec::new())
    }

    /// Adds a member to an object; null adds none.
    #[inline(never)]
    pub fn set(&mut self, name: &'static str, value: Json) {
        if let (Json::Object(members), false) = (self, matches!(value, Json::Null)) {
            members.push((name.to_owned(), value));
        }
    }

    /// Adds a string, if there is one.
    #[inline(never)]
    pub fn put(&mut self, name: &'static str, text: Option<&str>) {
        self.set(name, text.map_or(Json::Null, Json::from));
    }

    /// Adds a number, if there is one.
    #[inline(never)]
    pub fn count(&mut self, name: &'static str, number: Option<u64>) {
        self.set(name, number.map_or(Json::Null, Json::from));
    }

    /// The value of a member, null if there is none or if this is no object: what a server
    /// writes in an unexpected shape counts as absent.
    pub fn get(&self, name: &str) -> &Json {
        let members = match self {
            Json::Object(members) => members.as_slice(),
            _ => &[],
        };
        members
            .iter()
            .find(|(member, _)| member == name)
            .map_or(&Json::Null, |(_, value)| value)
    }

    /// Takes the value of a member and leaves null.
    pub fn take(&mut self, name: &str) -> Json {
        if let Json::Object(members) = self {
            for (member, value) in members {
                if member == name {
                    return core::mem::take(value);
                }
            }
        }
        Json::Null
    }

    /// The string, if it is one and not empty.
    pub fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The same as an owned string.
    pub fn owned(&self) -> Option<String> {
        self.text().map(ToOwned::to_owned)
    }

    /// A string that is not empty, or a whole number or a boolean as a string.
    pub fn loose(&self) -> Option<String> {
        match self {
            Json::Truth(truth) => Some((if *truth { "true" } else { "false" }).to_owned()),
            Json::Number(number) if number.abs() < LARGEST_WHOLE && *number % 1.0 == 0.0 => {
                let mut text = String::from(if *number < 0.0 { "-" } else { "" });
                decimal(&mut text, number.abs() as u64);
                Some(text)
            }
            _ => self.owned(),
        }
    }

    /// The items of an array; none if this is no array.
    pub fn items(&self) -> &[Json] {
        match self {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// Whether it is null, or absent.
    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Json::Object(_))
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Json {
        Json::Number(number as f64)
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json")
    }
}

/// Below this each whole number has a value of its own in JavaScript.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;
