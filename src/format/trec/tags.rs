//! One record's text in, its elements with their own text out.
//!
//! An element's value is the text that stands directly in it, so that a missing end tag moves
//! white space at most. Paragraph tags become marks in the value; inside the story's text an
//! angle bracket that opens no sensible tag is text.

use std::collections::HashSet;

use memchr::{memchr, memchr3};

/// Stands in a value where a paragraph tag stood; no text holds it once controls are out.
pub const MARK: char = '\u{2}';

/// Deepest nesting; further tags are read as if their text stood in the one around them.
const DEEPEST: usize = 32;

/// Elements that hold the story's text.
pub const TEXTS: [&str; 6] = ["TEXT", "LP", "LEADPARA", "CONTENT", "STORY", "ARTICLE"];

/// Elements that only frame others.
const FRAMES: [&str; 2] = ["DOC", "BODY"];

/// Elements that are fields even where they stand inside the text.
const FIELDS: [&str; 31] = [
    "1ST_LINE",
    "2ND_LINE",
    "AU",
    "AUTHOR",
    "BYLINE",
    "DATE",
    "DATE1",
    "DATELINE",
    "DATETIME",
    "DATE_TIME",
    "DD",
    "DOCID",
    "DOCNO",
    "DOCTYPE",
    "F",
    "FILEID",
    "FIRST",
    "HEAD",
    "HEADER",
    "HEADLINE",
    "HL",
    "LP",
    "LEADPARA",
    "NOTE",
    "SECOND",
    "SLUG",
    "TEXT",
    "TITLE",
    "TRAILER",
    "TTL",
    "UNK",
];

/// One element.
#[derive(Debug)]
pub struct Field<'a> {
    /// Name in capitals.
    pub name: String,
    /// What stands in the tag after the name.
    pub attributes: &'a str,
    /// The text directly in it, paragraph marks for paragraph tags, references as they stand.
    pub value: String,
}

/// A record.
#[derive(Debug, Default)]
pub struct Doc<'a> {
    /// What stands in the record's own tag.
    pub attributes: &'a str,
    /// Elements in the order of their start tags.
    pub fields: Vec<Field<'a>>,
    /// Text in no element but the record's frame.
    pub loose: String,
    /// Whether the record has its end tag.
    pub closed: bool,
}

/// A tag.
struct Tag<'a> {
    name: String,
    attributes: &'a str,
    ends: bool,
    /// Where it ends in the record.
    end: usize,
}

impl<'a> Doc<'a> {
    /// Reads a record that starts with its start tag.
    pub fn of(record: &'a str) -> Doc<'a> {
        let closing = closing_names(record);
        let mut doc = Doc::default();
        // Indices of open elements; those that only frame others are not among them.
        let mut open: Vec<usize> = Vec::new();
        let (mut from, mut at) = (0, 0);
        // What is known not to end is not looked for again.
        let mut comments = true;
        while let Some(step) = memchr(b'<', &record.as_bytes()[at..]) {
            let start = at + step;
            if comments && record[start..].starts_with("<!--") {
                if let Some(length) = record[start..].find("-->") {
                    doc.add(&open, &record[from..start]);
                    at = start + length + 3;
                    from = at;
                    continue;
                }
                comments = false;
            }
            at = start + 1;
            let Some(tag) = tag(record, start) else {
                continue;
            };
            let in_text = open.iter().any(|it| is_text(&doc.fields[*it].name));
            if !doc.takes(&tag, in_text, &closing) {
                continue;
            }
            doc.add(&open, &record[from..start]);
            at = tag.end;
            from = at;
            doc.step(tag, in_text, &mut open);
        }
        doc.add(&open, &record[from..]);
        doc
    }

    /// Says whether something in angle brackets is a tag here; otherwise it is text.
    fn takes(&self, tag: &Tag, in_text: bool, closing: &HashSet<String>) -> bool {
        if !in_text {
            return true;
        }
        let name = tag.name.as_str();
        layout(name).is_some()
            || FRAMES.contains(&name)
            || FIELDS.contains(&name)
            || tag.ends
            || tag.attributes.contains('=')
            || closing.contains(name)
    }

    /// Does what a tag says.
    fn step(&mut self, tag: Tag<'a>, in_text: bool, open: &mut Vec<usize>) {
        let name = tag.name.as_str();
        if FRAMES.contains(&name) {
            match (name, tag.ends) {
                ("DOC", false) if self.fields.is_empty() => self.attributes = tag.attributes,
                ("DOC", true) => self.closed = true,
                _ => {}
            }
            // Whatever is still open ends with its frame.
            if tag.ends {
                open.clear();
            }
            return;
        }
        if let Some(layout) = layout(name) {
            // Headings keep their place inside the text and are fields outside of it.
            if in_text || !name.starts_with('H') {
                self.add(open, layout);
                return;
            }
        }
        if tag.ends {
            if let Some(at) = open.iter().rposition(|it| self.fields[*it].name == name) {
                open.truncate(at);
            }
            return;
        }
        if in_text && !FIELDS.contains(&name) || open.len() >= DEEPEST {
            return;
        }
        // An element does not stand inside one of its own kind: the first was not closed.
        if let Some(at) = open.iter().rposition(|it| self.fields[*it].name == name) {
            open.truncate(at);
        }
        open.push(self.fields.len());
        self.fields.push(Field {
            name: tag.name,
            attributes: tag.attributes,
            value: String::new(),
        });
    }

    fn add(&mut self, open: &[usize], text: &str) {
        match open.last() {
            Some(at) => self.fields[*at].value.push_str(text),
            None => self.loose.push_str(text),
        }
    }

    /// The value of the first element of a name, trimmed.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .filter(|it| it.name == name)
            .map(|it| it.value.trim_matches([' ', '\n', '\t', MARK]))
            .find(|it| !it.is_empty())
    }
}

fn is_text(name: &str) -> bool {
    TEXTS.contains(&name)
}

/// What a tag of layout leaves in the text.
fn layout(name: &str) -> Option<&'static str> {
    Some(match name {
        "P" | "PARA" | "TURN" => "\u{2}",
        "H2" | "H3" | "H4" | "H5" | "H6" | "H7" | "H8" | "HT" => "\u{2}",
        "BR" | "TABLEROW" | "ROWRULE" => "\n",
        "TABLECELL" => "   ",
        "TABLE" | "CELLRULE" | "CHJ" | "CVJ" | "FIG" | "CAPTION" | "SPEAKER" => " ",
        _ => return None,
    })
}

/// Names of all end tags in a record, in capitals.
fn closing_names(record: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    for at in memchr::memmem::find_iter(record.as_bytes(), b"</") {
        if let Some(tag) = tag(record, at)
            && !names.contains(&tag.name)
        {
            names.insert(tag.name);
        }
    }
    names
}

/// Reads a tag at a `<`.
fn tag(record: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = record.as_bytes();
    let ends = bytes.get(start + 1) == Some(&b'/');
    let from = start + 1 + usize::from(ends);
    let part = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-' | b':');
    let length = bytes[from.min(bytes.len())..].iter().take(40).take_while(|it| part(it)).count();
    let name = record.get(from..from + length)?;
    let first = name.bytes().next()?;
    let numbered = first.is_ascii_digit() && name.contains('_');
    if !first.is_ascii_alphabetic() && !numbered {
        return None;
    }
    let rest = &bytes[from + length..];
    let rest = &rest[..rest.len().min(400)];
    // A bracket, a line end outside of quotes and an empty line mean that none was opened.
    let end = memchr3(b'>', b'<', 0, rest).filter(|it| rest[*it] == b'>')?;
    let attributes = &record[from + length..from + length + end];
    let sound = attributes.is_empty()
        || attributes.starts_with([' ', '\n', '\t', '/'])
            && (attributes.trim().is_empty()
                || attributes.trim() == "/"
                || attributes.contains('='));
    sound.then(|| Tag {
        name: name.to_ascii_uppercase(),
        attributes: attributes.trim(),
        ends,
        end: from + length + end + 1,
    })
}

/// The value of an attribute, quoted or not, its name in any case.
pub fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some(equals) = rest.find('=') {
        let found = rest[..equals].split_whitespace().next_back().unwrap_or("");
        let value = rest[equals + 1..].trim_start();
        let (inner, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner[end..].get(1..).unwrap_or(""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(inner.trim());
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(text: &str) -> Vec<(String, String)> {
        let doc = Doc::of(text);
        doc.fields.iter().map(|it| (it.name.clone(), it.value.trim().replace(MARK, "¶"))).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.into(), value.into())
    }

    #[test]
    fn elements_and_their_text() {
        let found = values(
            "<DOC>\n<DOCNO> A-1 </DOCNO>\n<F P=100> Spain </F>\n<1ST_LINE>r a</1ST_LINE>\n<PG.COL>1</PG.COL></DOC>",
        );
        assert_eq!(
            found,
            [
                pair("DOCNO", "A-1"),
                pair("F", "Spain"),
                pair("1ST_LINE", "r a"),
                pair("PG.COL", "1")
            ]
        );
    }

    #[test]
    fn missing_end_tags_lose_nothing() {
        let found = values("<DOC><HEAD>Fog\n<BYLINE>By Ann Lee\n<TEXT>One\n<TEXT>Two</DOC>");
        assert_eq!(
            found,
            [
                pair("HEAD", "Fog"),
                pair("BYLINE", "By Ann Lee"),
                pair("TEXT", "One"),
                pair("TEXT", "Two")
            ]
        );
    }

    #[test]
    fn brackets_in_text_are_text() {
        let found = values(
            "<DOC><TEXT>1 < 2, <BDEP> rose & <not this one> fell, <b>x</b> <i z=1></TEXT></DOC>",
        );
        assert_eq!(found, [pair("TEXT", "1 < 2, <BDEP> rose & <not this one> fell, x")]);
    }

    #[test]
    fn paragraphs_are_marked() {
        assert_eq!(values("<doc><text><p>One</p><P>Two</text></doc>"), [pair("TEXT", "¶One¶¶Two")]);
    }

    #[test]
    fn attributes_in_any_dress() {
        assert_eq!(attribute("id=\"A 1\" type='story' ", "TYPE"), Some("story"));
        assert_eq!(attribute("P=100", "p"), Some("100"));
        assert_eq!(attribute("id = x y=z", "id"), Some("x"));
        assert_eq!(attribute("valid=1", "id"), None);
        assert_eq!(attribute("id=\"", "id"), Some(""));
    }

    proptest! {
        #[test]
        fn never_panics_and_keeps_text(text in "(<TEXT>|</TEXT>|<P>|<|>|<!--|-->|<b |=|\"|é|wörd|</|<HEAD>|<DOC>|</DOC>|\n){0,30}") {
            let doc = Doc::of(&text);
            let all: String = doc.fields.iter().map(|it| it.value.as_str()).chain([doc.loose.as_str()]).collect();
            if !text.contains("<!--") && !text.contains('=') {
                prop_assert_eq!(all.matches("wörd").count(), text.matches("wörd").count());
            }
        }

        #[test]
        fn attributes_never_panic(text in "([a-z]|=|\"|'| |é){0,20}") {
            attribute(&text, "id");
        }
    }
}
