//! Does this answer refuse the token? RFC 6750 §3, RFC 9110 §11.6.1.

/// Whether an answer says that the token itself is no good, so that another
/// one may help.
///
/// `challenge` is `WWW-Authenticate`, empty if there is none, and None where a
/// page could not read it: across origins, unless the server exposes it. Then
/// any 401 counts. On the page's own origin a 401 without a Bearer challenge
/// speaks of something else (a wrong password, say) and must not be sent twice.
pub fn refuses_token(status: u32, challenge: Option<&str>) -> bool {
    status == 401 && challenge.is_none_or(refuses_bearer)
}

/// A Bearer challenge with `invalid_token`, or without an error: RFC 6750 §3.1
/// leaves it out where the server saw no token that it understood.
fn refuses_bearer(challenge: &str) -> bool {
    let mut words = Words(challenge.as_bytes());
    let mut bearer = false;
    let mut refuses = false;
    let mut word = words.next();
    while let Some(name) = word {
        word = words.next();
        if word == Some(b"=") {
            // A parameter of the challenge that is open.
            let value = words.next();
            if bearer && name.eq_ignore_ascii_case(b"error") {
                refuses = value == Some(b"invalid_token");
            }
            word = words.next();
        } else if refuses {
            return true;
        } else {
            // The scheme of the next challenge. (Or a token68 of the last one,
            // which is no scheme that anybody has.)
            bearer = name.eq_ignore_ascii_case(b"bearer");
            refuses = bearer;
        }
    }
    refuses
}

/// Words, equals signs, and the contents of quoted strings.
struct Words<'a>(&'a [u8]);

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        while let [b' ' | b'\t' | b',', rest @ ..] = self.0 {
            self.0 = rest;
        }
        let quoted = self.0.first()? == &b'"';
        let mut length = usize::from(quoted);
        while let Some(byte) = self.0.get(length) {
            let ends = if quoted {
                *byte == b'"'
            } else {
                b" \t,=\"".contains(byte)
            };
            if ends {
                break;
            }
            // A backslash quotes what follows it.
            length = length.wrapping_add(if quoted && *byte == b'\\' { 2 } else { 1 });
        }
        // An equals sign is a word of its own, and a quote belongs to both ends.
        let end = length.max(1).min(self.0.len());
        let word = self.0.get(usize::from(quoted)..end);
        self.0 = self
            .0
            .get(end.wrapping_add(usize::from(quoted))..)
            .unwrap_or_default();
        word
    }
}
