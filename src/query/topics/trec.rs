//! TREC topics: `<top>` with `<num>`, `<title>`, `<desc>`, closed or not, and the younger
//! `<topic number="1">` with `<query>` or `<title>`.
//!
//! An element ends where the next tag stands, since most of these files close none. The labels
//! that stand behind tags (`Number:`, `Topic:`, `Description:`) are no part of the text.

use super::{Topic, TopicPart, tidy, utf8};

/// Bytes at the start of a file in which a topic has to begin.
const LOOKED_AT: usize = 64 << 10;

/// Says whether a file holds topics.
pub(super) fn knows(bytes: &[u8]) -> bool {
    let mut tags = Tags { bytes: &bytes[..bytes.len().min(LOOKED_AT)], at: 0 };
    tags.any(|tag| tag.opens_topic())
}

/// A tag in a file.
#[derive(Debug, Clone, Copy)]
struct Tag<'b> {
    start: usize,
    end: usize,
    name: &'b [u8],
    attributes: &'b [u8],
    closing: bool,
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    fn opens_topic(&self) -> bool {
        !self.closing && (self.is("top") || self.is("topic"))
    }

    /// The part of a topic that it opens.
    fn part(&self) -> Part {
        let is = |names: &[&str]| names.iter().any(|name| self.is(name));
        if self.closing {
            Part::Other
        } else if is(&["num", "number", "qid"]) {
            Part::Number
        } else if is(&["title", "query"]) {
            Part::Title
        } else if is(&["desc", "description", "question"]) {
            Part::Description
        } else {
            Part::Other
        }
    }

    /// Whether it only shapes the text that it stands in.
    fn is_inline(&self) -> bool {
        ["p", "b", "i", "em", "strong", "br"].iter().any(|name| self.is(name))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number,
    Title,
    Description,
    /// What stands in a topic outside of all elements.
    Loose,
    Other,
}

/// The tags of a file; comments, declarations and lone `<` are none.
struct Tags<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Iterator for Tags<'b> {
    type Item = Tag<'b>;

    fn next(&mut self) -> Option<Tag<'b>> {
        loop {
            let start = self.at + memchr::memchr(b'<', self.bytes.get(self.at..)?)?;
            let inside = &self.bytes[start + 1..];
            self.at = start + 1;
            if inside.starts_with(b"!--") {
                let end = memchr::memmem::find(inside, b"-->");
                self.at = end.map_or(self.bytes.len(), |end| start + 1 + end + 3);
                continue;
            }
            let closing = inside.starts_with(b"/");
            let named = &inside[usize::from(closing)..];
            let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
            let length = named.iter().take_while(|byte| letter(byte)).count();
            let Some(end) = memchr::memchr2(b'>', b'<', &named[length..]) else { continue };
            let attributes = &named[length..length + end];
            let spaced =
                attributes.first().is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'/');
            let first = named.first().is_some_and(u8::is_ascii_alphabetic);
            if !first || !spaced || named[length + end] == b'<' {
                continue;
            }
            let past = start + 1 + usize::from(closing) + length + end + 1;
            self.at = past;
            let name = &named[..length];
            return Some(Tag { start, end: past, name, attributes, closing });
        }
    }
}

/// Reads them.
pub(super) fn read(bytes: &[u8], part: TopicPart) -> Vec<Topic> {
    let mut topics = Vec::new();
    let mut open: Option<Open<'_>> = None;
    let (mut line, mut counted) = (1, 0);
    for tag in (Tags { bytes, at: 0 }) {
        if let Some(topic) = &mut open {
            topic.text(&bytes[topic.from..tag.start]);
            topic.from = tag.end;
        }
        if tag.is("top") || tag.is("topic") {
            topics.extend(open.take().map(|topic| topic.close(part)));
            if tag.closing {
                continue;
            }
            line += memchr::memchr_iter(b'\n', &bytes[counted..tag.start]).count() as u64;
            counted = tag.start;
            open = Some(Open::new(line, &tag));
        } else if let Some(topic) = &mut open
            && !tag.is_inline()
        {
            topic.part = tag.part();
        }
    }
    if let Some(mut topic) = open {
        topic.text(&bytes[topic.from..]);
        topics.push(topic.close(part));
    }
    topics
}

/// A topic that is being read.
struct Open<'b> {
    line: u64,
    from: usize,
    part: Part,
    attribute: Option<&'b [u8]>,
    number: Vec<u8>,
    title: Option<Vec<u8>>,
    description: Option<Vec<u8>>,
    loose: Vec<u8>,
}

impl<'b> Open<'b> {
    fn new(line: u64, tag: &Tag<'b>) -> Open<'b> {
        Open {
            line,
            from: tag.end,
            part: Part::Loose,
            attribute: ["number", "num", "id", "qid"]
                .iter()
                .find_map(|name| attribute(tag.attributes, name)),
            number: Vec::new(),
            title: None,
            description: None,
            loose: Vec::new(),
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        let into = match self.part {
            Part::Number => &mut self.number,
            Part::Title => self.title.get_or_insert_default(),
            Part::Description => self.description.get_or_insert_default(),
            Part::Loose => &mut self.loose,
            Part::Other => return,
        };
        into.extend_from_slice(bytes);
        // A tag inside parts words.
        into.push(b' ');
    }

    fn close(self, part: TopicPart) -> Topic {
        let number = match self.attribute {
            Some(number) => utf8(number).map(plain),
            None => utf8(&self.number).map(number),
        };
        let said = |bytes: Option<Vec<u8>>, labels: &[&str]| {
            bytes.map(|bytes| utf8(&bytes).map(|text| without(&plain(text), labels))).transpose()
        };
        let text = || {
            let mut title = said(self.title, &["Topic:"])?;
            let description = said(self.description, &["Description:"])?;
            let loose = plain(utf8(&self.loose)?);
            if title.is_none() && description.is_none() && !loose.is_empty() {
                title = Some(loose);
            }
            choose(title, description, part)
        };
        let (id, text) = match number {
            Ok(id) => (Some(id).filter(|id| !id.is_empty()), text()),
            Err(why) => (None, Err(why)),
        };
        Topic { line: self.line, id, text }
    }
}

/// The part of a topic that was asked for.
pub(super) fn choose(
    title: Option<String>,
    description: Option<String>,
    part: TopicPart,
) -> Result<String, String> {
    let missing = |what: &str, other: &str| {
        Err(format!("it has no {what}; --topic {other} asks by what it has"))
    };
    match (part, title, description) {
        (_, None, None) => Err("it has neither query nor title nor description".to_owned()),
        (TopicPart::Title, Some(title), _) => Ok(title),
        (TopicPart::Title, None, Some(_)) => missing("title", "desc"),
        (TopicPart::Description, _, Some(description)) => Ok(description),
        (TopicPart::Description, Some(_), None) => missing("description", "title"),
        (TopicPart::Both, title, description) => {
            let both = [title.unwrap_or_default(), description.unwrap_or_default()];
            Ok(both.join(" ").trim().to_owned())
        }
    }
}

/// The value of an attribute.
fn attribute<'b>(attributes: &'b [u8], name: &str) -> Option<&'b [u8]> {
    let mut rest = attributes;
    loop {
        let equals = memchr::memchr(b'=', rest)?;
        let before = rest[..equals].trim_ascii();
        let after = rest[equals + 1..].trim_ascii_start();
        let found = before.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
        let quote = *after.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let length = memchr::memchr(quote, &after[1..])?;
        if found.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(&after[1..=length]);
        }
        rest = &after[length + 2..];
    }
}

/// The number of a topic. Behind the label of the first years (`Number:  051`) it is filled with
/// zeros that the judgements leave out.
fn number(text: &str) -> String {
    let text = plain(text);
    let number = without(&text, &["Number:"]);
    if number == text || number.bytes().any(|byte| !byte.is_ascii_digit()) {
        return number;
    }
    let cut = number.trim_start_matches('0');
    if cut.is_empty() { number } else { cut.to_owned() }
}

/// Text without its label.
fn without(text: &str, labels: &[&str]) -> String {
    let label = labels.iter().find(|label| {
        text.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label))
    });
    text[label.map_or(0, |label| label.len())..].trim().to_owned()
}

/// Character references read, marks of CDATA left out, white space as one blank.
fn plain(text: &str) -> String {
    let text = text.replace("<![CDATA[", "").replace("]]>", "");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        match end.and_then(|end| Some((reference(&rest[1..end])?, end))) {
            Some((c, end)) => {
                plain.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    tidy(&plain)
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}
