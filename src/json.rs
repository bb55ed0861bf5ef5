//! JSON as a tree. A struct with derived serde for each message would be nicer to read, and
//! cost a page 40 kB.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

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

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => to.serialize_unit(),
            Json::Truth(truth) => to.serialize_bool(*truth),
            Json::Number(number) => to.serialize_f64(*number),
            Json::Text(text) => to.serialize_str(text),
            Json::List(items) => to.collect_seq(items),
            Json::Object(members) => {
                let mut map = to.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Json, D::Error> {
        from.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Truth(truth))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::from(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            object.push((name, value));
        }
        Ok(Json::Object(object))
    }
}

/// Below this each whole number has a value of its own in JavaScript.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;
