//! One record's text in, the values of its elements out, borrowed and not yet unescaped.
//!
//! The tags are few and known, so whatever else stands in angle brackets is text. Elements that
//! are not closed end where the next known tag starts.

use memchr::memchr;

/// What a record holds.
#[derive(Debug, Default)]
pub struct Elements<'a> {
    /// The start tag of the record, with its attributes.
    pub tag: &'a str,
    /// The start tag of the text.
    pub text_tag: &'a str,
    pub date: Option<&'a str>,
    pub title: Option<&'a str>,
    pub dateline: Option<&'a str>,
    pub body: Option<&'a str>,
    pub author: Option<&'a str>,
    pub notes: Vec<&'a str>,
    pub unknown: Vec<&'a str>,
    /// Entries of the lists, each with the name of its list.
    pub lists: Vec<(&'static str, &'a str)>,
    /// Text inside the text element and outside the elements in it.
    pub loose: Vec<&'a str>,
    /// Whether the record has its end tag.
    pub closed: bool,
}

/// The name of an element that is known.
fn name(name: &[u8]) -> Option<&'static str> {
    Some(match name {
        b"D" => "D",
        b"DATE" => "DATE",
        b"MKNOTE" => "MKNOTE",
        b"UNKNOWN" => "UNKNOWN",
        b"TITLE" => "TITLE",
        b"AUTHOR" => "AUTHOR",
        b"DATELINE" => "DATELINE",
        b"BODY" => "BODY",
        b"TOPICS" => "TOPICS",
        b"PLACES" => "PLACES",
        b"PEOPLE" => "PEOPLE",
        b"ORGS" => "ORGS",
        b"EXCHANGES" => "EXCHANGES",
        b"COMPANIES" => "COMPANIES",
        b"TEXT" => "TEXT",
        b"REUTERS" => "REUTERS",
        _ => return None,
    })
}

/// Says whether an element holds text; the others hold elements.
fn is_value(name: &str) -> bool {
    matches!(name, "D" | "DATE" | "MKNOTE" | "UNKNOWN" | "TITLE" | "AUTHOR" | "DATELINE" | "BODY")
}

impl<'a> Elements<'a> {
    /// Reads a record that starts with its start tag.
    pub fn of(record: &'a str) -> Option<Elements<'a>> {
        let tag_end = memchr(b'>', record.as_bytes())?;
        let tag = &record[..tag_end];
        if !tag.starts_with("<REUTERS") {
            return None;
        }
        let mut found = Elements { tag, ..Elements::default() };
        let bytes = record.as_bytes();
        let mut list = "";
        let mut open: Option<(&'static str, usize)> = None;
        // Where text that belongs to no element starts.
        let mut loose: Option<usize> = None;
        let mut at = tag_end + 1;
        while let Some(step) = memchr(b'<', &bytes[at..]) {
            let start = at + step;
            let Some((name, ends, end)) = known(record, start) else {
                at = start + 1;
                continue;
            };
            // An end tag of what is not open changes nothing.
            let stray = ends && is_value(name) && open.is_none_or(|it| it.0 != name);
            if stray {
                at = end;
                continue;
            }
            if let Some((value, from)) = open.take() {
                found.put(value, list, &record[from..start]);
            } else if let Some(from) = loose {
                found.loose.push(&record[from..start]);
            }
            at = end;
            if loose.is_some() {
                loose = Some(end);
            }
            match (name, ends) {
                ("TEXT", false) => {
                    found.text_tag = &record[start..end - 1];
                    loose = Some(end);
                }
                ("TEXT", true) => loose = None,
                ("REUTERS", true) => {
                    found.closed = true;
                    return Some(found);
                }
                (_, true) => {
                    if name == list {
                        list = "";
                    }
                }
                (name, false) if is_value(name) => open = Some((name, end)),
                (name, false) => list = name,
            }
        }
        match (open, loose) {
            (Some((value, from)), _) => found.put(value, list, &record[from..]),
            (None, Some(from)) => found.loose.push(&record[from..]),
            (None, None) => {}
        }
        Some(found)
    }

    fn put(&mut self, name: &str, list: &'static str, value: &'a str) {
        // A second title or body would be lost in one field, so it stays text.
        let once = |field: &mut Option<&'a str>, loose: &mut Vec<&'a str>| match field {
            Some(_) => loose.push(value),
            None => *field = Some(value),
        };
        match name {
            "D" if !list.is_empty() => self.lists.push((list, value)),
            "DATE" => once(&mut self.date, &mut self.notes),
            "MKNOTE" => self.notes.push(value),
            "UNKNOWN" => self.unknown.push(value),
            "TITLE" => once(&mut self.title, &mut self.loose),
            "AUTHOR" => once(&mut self.author, &mut self.loose),
            "DATELINE" => once(&mut self.dateline, &mut self.loose),
            "BODY" => once(&mut self.body, &mut self.loose),
            _ => self.notes.push(value),
        }
    }
}

/// Reads a known tag at a `<`: its name, whether it ends an element, and where it ends.
fn known(record: &str, start: usize) -> Option<(&'static str, bool, usize)> {
    let bytes = record.as_bytes();
    let ends = bytes.get(start + 1) == Some(&b'/');
    let from = start + 1 + usize::from(ends);
    let length = bytes[from..].iter().take(12).take_while(|byte| byte.is_ascii_uppercase()).count();
    let known = name(&bytes[from..from + length])?;
    let after = from + length;
    match bytes.get(after)? {
        b'>' => Some((known, ends, after + 1)),
        b' ' if matches!(known, "TEXT" | "REUTERS") => {
            let close = memchr(b'>', &bytes[after..])?;
            Some((known, ends, after + close + 1))
        }
        _ => None,
    }
}

/// The value of an attribute in a start tag, quoted or not.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = &rest[at + name.len()..];
        rest = after;
        let Some(value) = after.trim_start().strip_prefix('=') else {
            continue;
        };
        if !before.is_none_or(char::is_whitespace) {
            continue;
        }
        let value = value.trim_start();
        let mut chars = value.chars();
        return Some(match chars.next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = chars.as_str();
                &inner[..inner.find(quote).unwrap_or(inner.len())]
            }
            _ => &value[..value.find(char::is_whitespace).unwrap_or(value.len())],
        });
    }
}
