//! Lines of a text, the way records and replies have them. `str::split` would
//! bring a search machine along.

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
        let (line, rest) = match end {
            Some(end) => (text.get(..end), text.get(end.saturating_add(1)..)),
            None => (Some(text), None),
        };
        self.0 = rest;
        line
    }
}
