//! What an export came in, and its lines.
//!
//! Bytes in, lines out, alike for plain text, RTF and WordprocessingML, with what decoding told.
//! HTML is kept as a tree by those who read it.

use crate::format::root::root;
use crate::format::{Record, xml};
use crate::story::RawStory;
use crate::text::document::Line;
use crate::text::{charset, clean, rtf, word};

/// What an export came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// Rich text format.
    Rtf,
    /// WordprocessingML, the text of a Word document.
    Word,
    /// Anything else.
    Other,
}

impl Carrier {
    /// What a stream that starts so came in.
    pub fn of(head: &[u8]) -> Carrier {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        match start {
            [b'{', b'\\', b'r', b't', b'f', ..] => return Carrier::Rtf,
            [b'{' | b'[', ..] => return Carrier::Other,
            [b'<', ..] => {}
            // A zero or two are damage; more are another charset, or no text.
            _ if start.iter().take(1024).filter(|it| **it == 0).count() > 8 => {
                return Carrier::Other;
            }
            _ => return Carrier::Text,
        }
        let Some(root) = root(head) else {
            return Carrier::Other;
        };
        let word = ["document", "wordDocument"].contains(&root.name)
            && memchr::memmem::find(root.tag(), b"wordprocessingml").is_some()
            || root.name == "wordDocument"
                && memchr::memmem::find(root.tag(), b"office/word/2003").is_some();
        if word {
            return Carrier::Word;
        }
        const HTML: [&str; 12] = [
            "html", "head", "body", "div", "p", "a", "br", "table", "article", "meta", "title",
            "center",
        ];
        let html = root.doctype.len() >= 14
            && root.doctype[9..].trim_ascii_start().len() >= 4
            && root.doctype[9..].trim_ascii_start()[..4].eq_ignore_ascii_case(b"html");
        if html || HTML.iter().any(|it| root.is(it)) { Carrier::Html } else { Carrier::Other }
    }
}

/// The lines of a record, and a story begun with what decoding told. None for HTML.
pub fn lines(record: &Record, carrier: Carrier) -> (Vec<Line>, RawStory) {
    match carrier {
        Carrier::Rtf => {
            let document = rtf::read(&record.bytes);
            let flags = if document.damaged { vec![charset::DAMAGED.to_owned()] } else { vec![] };
            let story = RawStory { charset: document.charset, flags, ..RawStory::default() };
            (document.lines, story)
        }
        Carrier::Word => {
            let (text, story) = xml::open(record);
            (word::lines(&text), story)
        }
        _ => {
            let (text, story) = xml::open_as(&record.bytes, None);
            (text_lines(&text), story)
        }
    }
}

/// The lines of plain text, clean but for their indents.
pub fn text_lines(text: &str) -> Vec<Line> {
    clean::normalise(text)
        .split('\n')
        .map(|it| Line { text: it.trim_end().to_owned(), ..Line::default() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carriers_are_told() {
        let word = b"<?xml version='1.0'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";
        assert_eq!(Carrier::of(word), Carrier::Word);
        assert_eq!(Carrier::of(b"\xEF\xBB\xBF{\\rtf1"), Carrier::Rtf);
        assert_eq!(Carrier::of(b"<!DOCTYPE HTML PUBLIC \"x\"><HTML>"), Carrier::Html);
        assert_eq!(Carrier::of(b"<document>"), Carrier::Other);
        assert_eq!(Carrier::of(b"{\"a\":1}"), Carrier::Other);
        assert_eq!(Carrier::of(b"  1 of 2 DOCUMENTS"), Carrier::Text);
    }
}
