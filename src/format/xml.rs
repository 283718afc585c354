//! What all XML formats do alike: bytes to text by the declaration, and values of elements.

use std::borrow::Cow;

use memchr::memmem;

use super::Record;
use crate::story::{FiledText, RawStory};
use crate::text::charset;
use crate::text::markup::Element;

/// Decodes a record of XML, and begins the story with what that told.
pub fn open(record: &Record) -> (Cow<'_, str>, RawStory) {
    open_as(&record.bytes, declared(&record.bytes))
}

/// Decodes bytes whose charset was declared elsewhere, and begins the story with what that told.
pub fn open_as<'a>(bytes: &'a [u8], declared: Option<&str>) -> (Cow<'a, str>, RawStory) {
    let decoded = charset::borrow(bytes, declared);
    let story = RawStory {
        charset: decoded.charset.into_owned(),
        flags: decoded.flags.into_iter().map(str::to_owned).collect(),
        ..RawStory::default()
    };
    (decoded.text, story)
}

/// The charset that an XML declaration names.
pub fn declared(bytes: &[u8]) -> Option<&str> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let line = start.starts_with(b"<?xml").then_some(start)?;
    let line = &line[..memchr::memchr(b'>', line).unwrap_or(line.len()).min(400)];
    let value = &line[memmem::find(line, b"encoding")? + 8..];
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first().filter(|it| matches!(it, b'"' | b'\''))?;
    let value = &value[1..];
    let end = memchr::memchr(quote, value)?;
    std::str::from_utf8(&value[..end]).ok()
}

/// Says whether a record ends with the end tag of its element, with or without a prefix, or is a
/// tag without content.
pub fn is_closed(bytes: &[u8], name: &str) -> bool {
    let rest = bytes.trim_ascii_end();
    if rest.ends_with(b"/>") {
        return true;
    }
    let Some(rest) = rest.strip_suffix(b">") else {
        return false;
    };
    let from = rest.len().saturating_sub(80);
    let Some(start) = memmem::rfind(&rest[from..], b"</") else {
        return false;
    };
    let tag = rest[from + start + 2..].trim_ascii_end();
    let local = memchr::memrchr(b':', tag).map_or(tag, |at| &tag[at + 1..]);
    local.eq_ignore_ascii_case(name.as_bytes())
}

/// Text of an element, if it has any.
pub fn text(element: Option<Element<'_, '_>>) -> Option<String> {
    element.map(Element::text).filter(|it| !it.is_empty())
}

/// An attribute that holds anything, trimmed.
pub fn attribute(element: Option<Element<'_, '_>>, name: &str) -> Option<String> {
    let value = element?.attribute(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// A time in any of the shapes that elements hold: ISO 8601 with or without marks, RFC 822, plain
/// dates. `None` where it cannot be read.
pub fn time(text: &str) -> Option<FiledText> {
    crate::copy::clock::parse_timestamp(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        assert_eq!(declared(b"<?xml version=\"1.0\" encoding='ISO-8859-1'?>"), Some("ISO-8859-1"));
        assert_eq!(declared(b"\xEF\xBB\xBF\n<?xml encoding = \"utf8\"?>"), Some("utf8"));
        assert_eq!(declared(b"<a encoding='x'>"), None);
        assert_eq!(declared(b"<?xml version='1.0'?>"), None);
    }

    #[test]
    fn end_tags_are_seen() {
        for closed in ["<a>x</a>", "<a>x</n:A >\n", "<a/>"] {
            assert!(is_closed(closed.as_bytes(), "a"), "{closed}");
        }
        for open in ["<a>x</b>", "<a>x", "", "</a", "<a>x</a>y>"] {
            assert!(!is_closed(open.as_bytes(), "a"), "{open}");
        }
    }

    #[test]
    fn times_of_elements_are_read() {
        for (text, date, clock) in [
            ("20140829T135006Z", "2014-08-29", Some("13:50:06")),
            ("20151014T043001+0100", "2015-10-14", Some("04:30:01")),
            ("2014-07-16T15:53:10.000Z", "2014-07-16", Some("15:53:10")),
            ("2020-09-07T14:45:26", "2020-09-07", Some("14:45:26")),
            ("2016-04-13 04:52:21+00:00", "2016-04-13", Some("04:52:21")),
            ("2022-07-11 18:33", "2022-07-11", Some("18:33:00")),
            ("20141126T152703", "2014-11-26", Some("15:27:03")),
            ("20070201", "2007-02-01", None),
            ("2007-02-01", "2007-02-01", None),
            ("Thu, 26 Nov 2026 05:34:12 GMT", "2026-11-26", Some("05:34:12")),
            ("2017-08-24T04:38:34+0000", "2017-08-24", Some("04:38:34")),
        ] {
            let read = time(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.date.as_str(), read.time.as_deref()), (date, clock), "{text}");
        }
    }
}
