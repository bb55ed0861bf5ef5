//! The module as text for a JavaScript string: `pkg/compile.js` is the inverse.

/// A printable character for each of the 91 lowest bytes, which are the most
/// frequent in a module, and two for the others.
///
/// Base64 would hide the bytes' order from the compression that every server
/// and browser has: four characters hold three bytes, so what repeats does not
/// look the same twice. Here a byte is always the same text, and the transfer
/// is hardly larger than that of the module as a file of its own.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 5 / 4);
    for byte in bytes.iter().map(|byte| usize::from(*byte)) {
        if byte >= DIGITS {
            text.push(character(byte / DIGITS - 1));
        }
        text.push(character(PREFIXES + byte % DIGITS));
    }
    text
}

/// The printable ASCII characters but the quote that surrounds the text and
/// the backslash.
fn character(index: usize) -> char {
    let code = index + 32;
    let code = code + usize::from(code >= 39);
    let code = code + usize::from(code >= 92);
    char::from_u32(code as u32).unwrap_or(' ')
}

/// Two characters say that the byte is in the second or the third 91.
const PREFIXES: usize = 2;
const DIGITS: usize = 91;
