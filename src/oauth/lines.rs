//! Lines of a text, the way records and responses have them. `str::split` would
//! bring a search machine along.

use alloc::string::String;

/// The lines of a text, which end at a line break each and at its end.
#[derive(Clone, Debug)]
pub struct Lines<'a>(Option<&'a str>);

impl<'a> Lines<'a> {
    /// The lines of `text`: one at least.
    pub fn new(text: &'a str) -> Lines<'a> {
        Lines(Some(text))
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let text = self.0?;
        let end = text.bytes().position(|byte| byte == b'\n');
        let (line, rest) = text.split_at_checked(end.unwrap_or(text.len()))?;
        self.0 = rest.get(1..);
        Some(line)
    }
}

/// The whole number that a line is, if it is one that fits.
pub fn number(line: &str) -> Option<u64> {
    let is_number = (1..=LONGEST_NUMBER).contains(&line.len())
        && line.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| {
        line.bytes().fold(0, |number: u64, byte| {
            number.wrapping_mul(10).wrapping_add(u64::from(byte & 15))
        })
    })
}

/// Writes a number, by hand: the formatting machinery is larger than all the
/// rest.
pub fn decimal(text: &mut String, value: u64) {
    let mut unit = LARGEST_UNIT;
    while unit > 0 {
        let digit = (value.checked_div(unit).unwrap_or(0) % 10) as usize;
        if value >= unit || unit == 1 {
            text.push_str(DIGITS.get(digit..=digit).unwrap_or_default());
        }
        unit /= 10;
    }
}

const DIGITS: &str = "0123456789";
/// The first digit of the longest number that is read.
const LARGEST_UNIT: u64 = 1_000_000_000_000_000_000;
/// Digits that fit without an overflow.
const LONGEST_NUMBER: usize = 19;
