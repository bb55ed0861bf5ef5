//! The arguments of a web method, as they are checked before they are parsed.

use core::str;

/// Limits of a request's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of the body.
    pub body: u32,
    /// How deep arrays and objects are nested, including the array of arguments; at most
    /// 127, because each level uses the stack.
    pub depth: u32,
}

/// Whether a body is an array of arguments: valid JSON, not too many items, not nested too
/// deep, and without the names by which an object that is copied member by member changes
/// the prototype of all objects.
pub fn are_arguments(body: &[u8], limits: Limits) -> bool {
    let depth = limits.depth.min(MAX_DEPTH);
    str::from_utf8(body).is_ok() && Scanner { rest: body }.arguments(depth).is_some()
}

/// Scans JSON of RFC 8259, which is what `JSON.parse` accepts: a string may contain half
/// of a surrogate pair, and a number may be too large for any type. So no string is
/// decoded and no number is computed.
struct Scanner<'a> {
    /// What is not scanned yet: UTF-8.
    rest: &'a [u8],
}

impl<'a> Scanner<'a> {
    /// An array of arguments, and nothing after it.
    fn arguments(mut self, depth: u32) -> Option<()> {
        self.space();
        self.array(depth, MAX_ARGUMENTS)?;
        self.space();
        self.rest.is_empty().then_some(())
    }

    /// A value in which arrays and objects may be nested `depth` levels. `named` is the
    /// name of the member whose value it is.
    fn value(&mut self, depth: u32, named: &[u8]) -> Option<()> {
        match self.rest {
            [b'[', ..] => self.array(depth, usize::MAX),
            [b'{', ..] => self.object(depth, is(named, "constructor")),
            [b'"', ..] => self.string().map(drop),
            [b't', ..] => self.literal(b"true"),
            [b'f', ..] => self.literal(b"false"),
            [b'n', ..] => self.literal(b"null"),
            _ => self.number(),
        }
    }

    fn array(&mut self, depth: u32, max_items: usize) -> Option<()> {
        let inner = depth.checked_sub(1)?;
        self.literal(b"[")?;
        self.space();
        if self.literal(b"]").is_some() {
            return Some(());
        }
        for _ in 0..max_items {
            self.space();
            self.value(inner, b"")?;
            self.space();
            if self.literal(b"]").is_some() {
                return Some(());
            }
            self.literal(b",")?;
        }
        None
    }

    fn object(&mut self, depth: u32, of_constructor: bool) -> Option<()> {
        let inner = depth.checked_sub(1)?;
        self.literal(b"{")?;
        self.space();
        if self.literal(b"}").is_some() {
            return Some(());
        }
        loop {
            self.space();
            let name = self.string()?;
            if is(name, "__proto__") || (of_constructor && is(name, "prototype")) {
                return None;
            }
            self.space();
            self.literal(b":")?;
            self.space();
            self.value(inner, name)?;
            self.space();
            if self.literal(b"}").is_some() {
                return Some(());
            }
            self.literal(b",")?;
        }
    }

    /// A string: the bytes between its quotes, with their escapes.
    fn string(&mut self) -> Option<&'a [u8]> {
        let all = self.rest.strip_prefix(b"\"")?;
        let mut rest = all;
        loop {
            rest = match rest {
                [b'"', after @ ..] => {
                    self.rest = after;
                    return all.get(..all.len().checked_sub(rest.len())?);
                }
                [
                    b'\\',
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                    after @ ..,
                ] => after,
                [b'\\', b'u', a, b, c, d, after @ ..]
                    if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) =>
                {
                    after
                }
                [] | [b'\\' | ..=0x1f, ..] => return None,
                [_, after @ ..] => after,
            };
        }
    }

    fn number(&mut self) -> Option<()> {
        let _ = self.literal(b"-");
        if self.literal(b"0").is_none() {
            self.digits()?;
        }
        if self.literal(b".").is_some() {
            self.digits()?;
        }
        if let [b'e' | b'E', after @ ..] = self.rest {
            self.rest = match after {
                [b'+' | b'-', after @ ..] => after,
                _ => after,
            };
            self.digits()?;
        }
        Some(())
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let is_digit = |rest: &[u8]| rest.first().is_some_and(u8::is_ascii_digit);
        if !is_digit(self.rest) {
            return None;
        }
        while is_digit(self.rest) {
            self.rest = self.rest.get(1..)?;
        }
        Some(())
    }

    fn literal(&mut self, literal: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(literal)?;
        Some(())
    }

    fn space(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', after @ ..] = self.rest {
            self.rest = after;
        }
    }
}

/// Whether the bytes of a string, with their escapes, stand for `name`, which has no
/// character that has to be escaped.
fn is(mut written: &[u8], name: &str) -> bool {
    for byte in name.bytes() {
        let (first, after) = match written {
            [b'\\', b'u', b'0', b'0', high, low, after @ ..] => {
                let digit = |digit: &u8| char::from(*digit).to_digit(16);
                let code = digit(high)
                    .zip(digit(low))
                    .map(|(high, low)| (high << 4) | low);
                (code, after)
            }
            [b'\\', ..] | [] => return false,
            [first, after @ ..] => (Some(u32::from(*first)), after),
        };
        if first != Some(u32::from(byte)) {
            return false;
        }
        written = after;
    }
    written.is_empty()
}

/// Far more than any function has, and far fewer than a call can have.
const MAX_ARGUMENTS: usize = 100;
/// Levels of nesting, whatever the limits say.
const MAX_DEPTH: u32 = 127;
