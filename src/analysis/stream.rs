//! The terms of a story as bytes, for the index.
//!
//! The analyser's workers write terms into one string, and the engine's tokenizer (which takes a
//! string) reads them out again: so analysis runs on as many cores as there are, and a story's
//! headline and lead are slices of the whole. A record is two bytes and the term: one bit says
//! whether the term opens a new position, thirteen bits are its length. All bytes are UTF-8.

/// Appends one term.
pub fn push(out: &mut String, opens_position: bool, term: &str) {
    let length = term.len().min(MAX_LENGTH);
    debug_assert_eq!(length, term.len(), "terms are bounded");
    let high = (length >> 7) as u8 | if opens_position { OPENS } else { 0 };
    out.push(char::from(high));
    out.push(char::from((length & 0x7f) as u8));
    out.push_str(&term[..length]);
}

const OPENS: u8 = 0x40;
const MAX_LENGTH: usize = (1 << 13) - 1;

/// Reads the terms of a stream: `(opens a position, term)`.
pub struct Terms<'a> {
    rest: &'a str,
}

impl<'a> Terms<'a> {
    /// Reads what [`push`] wrote.
    pub fn new(stream: &'a str) -> Terms<'a> {
        Terms { rest: stream }
    }
}

impl<'a> Iterator for Terms<'a> {
    type Item = (bool, &'a str);

    fn next(&mut self) -> Option<(bool, &'a str)> {
        let bytes = self.rest.as_bytes();
        let (high, low) = (*bytes.first()?, *bytes.get(1)?);
        let length = usize::from(high & (OPENS - 1)) << 7 | usize::from(low);
        let term = self.rest.get(2..2 + length)?;
        self.rest = &self.rest[2 + length..];
        Some((high & OPENS != 0, term))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let long = "é".repeat(80);
        let mut stream = String::new();
        push(&mut stream, true, "military");
        push(&mut stream, false, "\u{2}militarytomilitary\u{0}3");
        push(&mut stream, true, &long);
        let terms: Vec<_> = Terms::new(&stream).collect();
        assert_eq!(
            terms,
            [(true, "military"), (false, "\u{2}militarytomilitary\u{0}3"), (true, long.as_str())]
        );
    }

    #[test]
    fn a_cut_stream_ends() {
        let mut stream = String::new();
        push(&mut stream, true, "military");
        assert_eq!(Terms::new(&stream[..4]).next(), None);
    }
}
