//! Members of a JSON object, read the way a server may write them one day: what
//! is of another type than expected is absent and spoils nothing beside it.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text that is not empty.
pub fn text<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    source.deserialize_any(Text { loose: false })
}

/// A text that is not empty, or a whole number or a boolean as a text.
pub fn loose<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    source.deserialize_any(Text { loose: true })
}

/// A text, empty where it is absent.
pub fn string<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    text(source).map(Option::unwrap_or_default)
}

/// An object.
pub fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    source: D,
) -> Result<Option<T>, D::Error> {
    source.deserialize_any(Object(PhantomData))
}

/// A list of objects; what is none is left out.
pub fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(source: D) -> Result<Vec<T>, D::Error> {
    source.deserialize_any(List(PhantomData))
}

struct Text {
    loose: bool,
}

struct Object<T>(PhantomData<T>);

struct List<T>(PhantomData<T>);

/// An element of a list.
struct Element<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Element<T>, D::Error> {
        object(source).map(Element)
    }
}

/// Methods of a visitor that answer "absent" to what they are named for.
macro_rules! absent {
    ($($method:ident($($value:ty)?)),*) => {
        $(fn $method<E: Error>(self $(, _: $value)?) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        })*
    };
    (map) => {
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (seq) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (expecting) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }
    };
}

impl<'de> Visitor<'de> for Text {
    type Value = Option<String>;

    fn visit_str<E: Error>(self, value: &str) -> Result<Option<String>, E> {
        Ok((!value.is_empty()).then(|| value.to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<String>, E> {
        Ok(self.loose.then(|| value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<String>, E> {
        Ok(self.loose.then(|| value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<String>, E> {
        Ok(self.loose.then(|| value.to_string()))
    }

    absent!(visit_f64(f64), visit_unit(), visit_none());
    absent!(map);
    absent!(seq);
    absent!(expecting);
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
    type Value = Option<T>;

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    absent!(
        visit_str(&str),
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_f64(f64),
        visit_unit(),
        visit_none()
    );
    absent!(seq);
    absent!(expecting);
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(Element(element)) = seq.next_element()? {
            list.extend(element);
        }
        Ok(list)
    }

    absent!(
        visit_str(&str),
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_f64(f64),
        visit_unit(),
        visit_none()
    );
    absent!(map);
    absent!(expecting);
}
