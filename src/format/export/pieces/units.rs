//! Lines of a stream by what it came in: where each ends, and its text.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

/// What parts the lines of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Line ends.
    Text,
    /// Tags, without the text before them.
    Html,
    /// Control words that end a paragraph, row or page.
    Rtf,
    /// End tags of paragraphs.
    Word,
}

/// The end of a line, looked for.
pub(super) enum Found {
    /// Where the line ends.
    Line(usize),
    /// No end yet; where to look on.
    None(usize),
}

/// Finds the end of the line that `from` stands in.
pub(super) fn next_line(unit: Unit, bytes: &[u8], from: usize) -> Found {
    let rest = &bytes[from.min(bytes.len())..];
    match unit {
        Unit::Text => match memchr2(b'\n', b'\r', rest) {
            Some(step) => Found::Line(from + step + 1),
            None => Found::None(bytes.len()),
        },
        Unit::Html => match memchr(b'>', rest) {
            Some(step) => Found::Line(from + step + 1),
            None => Found::None(bytes.len()),
        },
        Unit::Word => match memmem::find(rest, b"</w:p>") {
            Some(step) => Found::Line(from + step + 6),
            None => Found::None(bytes.len().saturating_sub(5).max(from)),
        },
        Unit::Rtf => {
            let mut at = from;
            while let Some(step) = memchr(b'\\', &bytes[at.min(bytes.len())..]) {
                at += step;
                let word = &bytes[at + 1..];
                let length = word.iter().take(8).take_while(|it| it.is_ascii_alphabetic()).count();
                // A word that touches the end may go on.
                if length == word.len() {
                    return Found::None(at);
                }
                if matches!(&word[..length], b"par" | b"row" | b"sect" | b"page") {
                    return Found::Line(at + 1 + length);
                }
                // What was to end the line before may be lost.
                if matches!(&word[..length], b"pard" | b"trowd") && at > from {
                    return Found::Line(at);
                }
                at += 1 + length.max(1);
            }
            Found::None(bytes.len().max(from))
        }
    }
}

/// The text of a line.
pub(super) fn shown(unit: Unit, line: &[u8]) -> Cow<'_, str> {
    match unit {
        Unit::Text => String::from_utf8_lossy(line),
        Unit::Html => String::from_utf8_lossy(&line[memchr(b'<', line).unwrap_or(0)..]),
        Unit::Rtf => {
            let lines = crate::text::rtf::read(line).lines;
            Cow::Owned(lines.into_iter().map(|it| it.text).collect())
        }
        Unit::Word => {
            let start = memmem::rfind(line, b"<w:p>").or_else(|| memmem::rfind(line, b"<w:p "));
            let text = String::from_utf8_lossy(&line[start.unwrap_or(0)..]);
            let lines = crate::text::word::lines(&text);
            Cow::Owned(lines.into_iter().map(|it| it.text).collect())
        }
    }
}

/// Length of what stands before the body of a Word document.
pub(super) fn body(start: &[u8]) -> usize {
    let Some(at) = memmem::find(start, b"<w:body") else {
        return 0;
    };
    memchr(b'>', &start[at..]).map_or(0, |it| at + it + 1)
}
