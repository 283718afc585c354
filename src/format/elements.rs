//! A stream of XML in, its record elements out, one at a time.
//!
//! Shared by the XML formats. What stands before the first record (declaration, root element,
//! envelope, the head of a channel) is put before each record, since it says the charset and what
//! holds for all. A record without its end tag ends where the next one starts. Comments and CDATA
//! sections are passed over whole. A record over the limit is passed by without being held.

use std::io::BufRead;

use memchr::{memchr, memchr2, memmem};

use super::cutter::over_limit;
use super::window::Window;
use super::{Cut, Limits, Record, Refusal};

/// Bytes kept of what stands before the first record.
const HEAD: usize = 64 << 10;

/// Bytes of a tag that are looked at to tell its name.
const NAME: usize = 128;

/// The names of the elements that are records, and the kind that a stream without any is counted
/// as.
pub type Choice = (&'static [&'static str], &'static str);

/// Tells names and kind by the first bytes of a stream; `None` where these are too few.
pub type Choose = fn(&[u8]) -> Option<Choice>;

/// Cuts a stream of XML by its record elements.
pub struct Elements<'a> {
    window: Window<'a>,
    /// Local names of elements that are records; case counts.
    names: &'static [&'static str],
    /// Tells names and kind by the first bytes, where these differ within a format.
    choose: Option<Choose>,
    limit: usize,
    number: u64,
    head: Vec<u8>,
    /// Name of the root, prefix and all; empty where the record is the root.
    root: Vec<u8>,
    /// The head is whole: a record has been seen.
    begun: bool,
    /// What a stream without any record is counted as.
    empty: &'static str,
    /// Found and not yet handed over.
    next: Option<Cut>,
    done: bool,
}

/// What stands at a bracket.
enum Token {
    /// A record starts here.
    Start,
    /// A record ends; where its tag does.
    End(usize),
    /// Another document starts here; where its declaration ends.
    Document(usize),
    /// Something else; where it ends.
    Other(usize),
    /// The window ends inside it.
    Short,
}

/// Looks for text outside of tags.
struct Loose {
    /// Inside a tag.
    inside: bool,
    /// Where the first such text stands in the stream.
    at: Option<u64>,
}

impl Loose {
    /// Reads bytes among which no tag starts.
    fn look(&mut self, bytes: &[u8], offset: u64) {
        let mut from = 0;
        if self.inside {
            match memchr(b'>', bytes) {
                Some(at) => from = at + 1,
                None => return,
            }
            self.inside = false;
        }
        if self.at.is_none() {
            let odd = |byte: &u8| !byte.is_ascii_whitespace() && *byte != 0;
            self.at = bytes[from..].iter().position(odd).map(|at| offset + (from + at) as u64);
        }
    }
}

impl<'a> Elements<'a> {
    /// `empty` is the kind that a stream without records is counted as.
    pub fn new(
        input: Box<dyn BufRead + 'a>,
        names: &'static [&'static str],
        empty: &'static str,
        limits: &Limits,
    ) -> Elements<'a> {
        Elements {
            window: Window::new(input),
            names,
            choose: None,
            limit: limits.story,
            number: 0,
            head: Vec::new(),
            root: Vec::new(),
            begun: false,
            empty,
            next: None,
            done: false,
        }
    }

    /// As [`Elements::new`]; `choose` is given ever more of the first 64 KiB until it can tell.
    /// Where it cannot, there are no records.
    pub fn choosing(
        input: Box<dyn BufRead + 'a>,
        choose: Choose,
        empty: &'static str,
        limits: &Limits,
    ) -> Elements<'a> {
        Elements { choose: Some(choose), ..Elements::new(input, &[], empty, limits) }
    }

    fn choose(&mut self) {
        let Some(choose) = self.choose.take() else {
            return;
        };
        loop {
            let bytes = self.window.bytes();
            if let Some((names, empty)) = choose(&bytes[..bytes.len().min(HEAD)]) {
                (self.names, self.empty) = (names, empty);
                return;
            }
            if bytes.len() >= HEAD || !self.window.more() {
                return;
            }
        }
    }

    fn token(&self, at: usize) -> Token {
        let rest = &self.window.bytes()[at..];
        let skip = |opens: usize, close: &[u8]| {
            let inner = &rest[opens..];
            let end = memmem::find(inner, close);
            let section = &inner[..end.unwrap_or(inner.len())];
            if self.holds_border(section) || close == b"]]>" && self.holds_start(section) {
                // Its end was lost: it must not cost the records behind it.
                return Token::Other(at + 1);
            }
            end.map_or(Token::Short, |end| Token::Other(at + opens + end + close.len()))
        };
        match rest {
            [b'<', b'!', b'-', b'-', ..] => skip(4, b"-->"),
            [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => skip(9, b"]]>"),
            [b'<', b'!', ..] if rest.len() < 9 => Token::Short,
            [b'<', b'?', ..] => match memchr(b'>', rest) {
                Some(end) => self.instruction(at, at + end + 1),
                None => Token::Short,
            },
            [b'<', b'/', name @ ..] => match self.name(name) {
                None => Token::Short,
                Some(false) => Token::Other(at + 2),
                Some(true) => match memchr2(b'>', b'<', &rest[1..]) {
                    // Where its bracket was lost, the next tag is none of its own.
                    Some(end) if rest[end + 1] == b'<' => Token::End(at + end + 1),
                    Some(end) => Token::End(at + end + 2),
                    None => Token::Short,
                },
            },
            [b'<', name @ ..] => match self.name(name) {
                None => Token::Short,
                Some(false) => Token::Other(at + 1),
                Some(true) => Token::Start,
            },
            _ => Token::Other(at + 1),
        }
    }

    /// Says whether a record ends in these bytes and another one starts right behind it.
    fn holds_border(&self, bytes: &[u8]) -> bool {
        memmem::find_iter(bytes, b"</").any(|at| {
            let tag = &bytes[at + 2..];
            if self.name(tag) != Some(true) {
                return false;
            }
            let behind = memchr(b'>', tag).map_or(&[][..], |end| tag[end + 1..].trim_ascii_start());
            let next = behind.strip_prefix(b"<").filter(|it| !it.starts_with(b"/"));
            next.is_some_and(|it| self.name(it) == Some(true))
        })
    }

    /// Says whether a record starts in a line of its own in these bytes.
    fn holds_start(&self, bytes: &[u8]) -> bool {
        memmem::find_iter(bytes, b"\n<").any(|at| self.name(&bytes[at + 2..]) == Some(true))
    }

    /// What a processing instruction is. The declaration of another document is one before a root
    /// of the same name; those before other elements stand in records, where they should not.
    fn instruction(&self, at: usize, end: usize) -> Token {
        let bytes = self.window.bytes();
        if !self.begun && self.root.is_empty() || !bytes[at..].starts_with(b"<?xml ") {
            return Token::Other(end);
        }
        let behind = bytes[end..].trim_ascii_start();
        let Some(tag) = behind.strip_prefix(b"<") else {
            return if behind.is_empty() { Token::Short } else { Token::Other(end) };
        };
        let near = &tag[..tag.len().min(NAME)];
        let ends = |it: &u8| it.is_ascii_whitespace() || matches!(it, b'>' | b'/');
        let Some(length) = near.iter().position(ends) else {
            return if near.len() == NAME { Token::Other(end) } else { Token::Short };
        };
        let name = &near[..length];
        let local = memchr::memrchr(b':', name).map_or(name, |at| &name[at + 1..]);
        if name == self.root.as_slice() || self.names.iter().any(|it| it.as_bytes() == local) {
            return Token::Document(end);
        }
        Token::Other(end)
    }

    /// Says whether a tag has the name of a record; `None` where the window ends inside it.
    fn name(&self, tag: &[u8]) -> Option<bool> {
        let near = &tag[..tag.len().min(NAME)];
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
        let Some(length) = near.iter().position(ends) else {
            return (near.len() == NAME).then_some(false);
        };
        let name = &near[..length];
        let local = memchr::memrchr(b':', name).map_or(name, |at| &name[at + 1..]);
        Some(self.names.iter().any(|it| it.as_bytes() == local))
    }

    /// Says whether the tag at `at` has no content; `None` where the window ends inside it.
    fn is_empty_tag(&self, at: usize) -> Option<(bool, usize)> {
        let bytes = self.window.bytes();
        let mut quote = None;
        for (step, byte) in bytes[at..].iter().enumerate() {
            match (quote, byte) {
                // No value holds one: a quote was lost.
                (_, b'<') if step > 0 => return Some((false, at + step)),
                (Some(open), _) if open == *byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, b'>') => return Some((bytes[at + step - 1] == b'/', at + step + 1)),
                _ => {}
            }
            if step > HEAD {
                // A quote that never closes is damage: the tag ends at its first bracket.
                return Some((false, at + 1));
            }
        }
        None
    }

    /// Passes what stands before the next record. Afterwards the window starts at one or is empty.
    fn gap(&mut self) -> Option<Cut> {
        let mut loose = Loose { inside: false, at: None };
        let mut scanned = 0;
        // Text that stood before another document.
        let mut odd = None;
        loop {
            let bytes = self.window.bytes();
            let found = memchr(b'<', &bytes[scanned..]).map(|step| scanned + step);
            let offset = self.window.offset();
            loose.look(&bytes[scanned..found.unwrap_or(bytes.len())], offset + scanned as u64);
            let Some(at) = found else {
                let length = bytes.len();
                self.pass(length);
                scanned = 0;
                if self.window.more() {
                    continue;
                }
                break;
            };
            match self.token(at) {
                Token::Start => {
                    self.pass(at);
                    break;
                }
                Token::End(end) if !self.begun => {
                    // The start of the first record was lost: it says nothing of the others.
                    loose.inside = false;
                    self.pass(end);
                    self.root = root_name(&self.head);
                    let length = sound_head(&self.head, self.names);
                    self.head.truncate(length);
                    scanned = 0;
                }
                Token::End(end) => {
                    loose.inside = false;
                    scanned = end;
                }
                Token::Document(end) => {
                    // Its head holds for its own records.
                    odd = odd.or(loose.at);
                    loose = Loose { inside: false, at: None };
                    self.pass(at);
                    self.head.clear();
                    self.root.clear();
                    self.begun = false;
                    scanned = end - at;
                }
                Token::Other(end) => {
                    // A whole comment or section; or a tag, of which only the bracket was read.
                    loose.inside = end <= at + 2;
                    scanned = end;
                }
                Token::Short if self.window.bytes().len() - at > HEAD => {
                    // A comment that long is let go piece by piece.
                    loose.inside = true;
                    self.pass(at + 1);
                    scanned = 0;
                }
                Token::Short => {
                    scanned = at;
                    if !self.window.more() {
                        let length = self.window.bytes().len();
                        self.pass(length);
                        break;
                    }
                }
            }
        }
        // Wrapping elements are nobody's story; loose text between records is damage.
        let at = odd.or(loose.at.filter(|_| self.begun));
        if !self.begun && !self.window.bytes().is_empty() {
            self.begun = true;
            self.root = root_name(&self.head);
        }
        at.map(|offset| {
            let reason = "text that belongs to no story".to_owned();
            Cut::Refused(Refusal::Reject { offset, reason })
        })
    }

    /// Lets go of bytes that are no record; before the first one they are kept as the head.
    fn pass(&mut self, count: usize) {
        // Behind a first record whose start was lost there is no more of it.
        if !self.begun && self.root.is_empty() {
            let room = HEAD - self.head.len().min(HEAD);
            let bytes = &self.window.bytes()[..count.min(room)];
            self.head.extend_from_slice(bytes);
        }
        self.window.skip(count);
    }

    /// Cuts the record at the start of the window.
    fn record(&mut self) -> Cut {
        let offset = self.window.offset();
        self.number += 1;
        let end = loop {
            if let Some((empty, end)) = self.is_empty_tag(0) {
                if empty {
                    return self.take(end, offset);
                }
                break end;
            }
            if !self.window.more() {
                return self.rest(offset);
            }
        };
        let mut scanned = end;
        let mut held = true;
        loop {
            let bytes = self.window.bytes();
            let token = match memchr(b'<', &bytes[scanned.min(bytes.len())..]) {
                Some(step) => {
                    scanned += step;
                    self.token(scanned)
                }
                None => {
                    scanned = bytes.len();
                    Token::Short
                }
            };
            match token {
                Token::Start | Token::Document(_) | Token::End(_) => {
                    let end = if let Token::End(end) = token { end } else { scanned };
                    if !held || end > self.limit {
                        self.window.skip(end);
                        return self.too_long(offset);
                    }
                    return self.take(end, offset);
                }
                // A section over the limit is looked into, as one that never ends has to be.
                Token::Other(end) if end - scanned > self.limit.saturating_add(NAME) => {
                    held = false;
                    self.window.skip(scanned + 1);
                    scanned = 0;
                }
                Token::Other(end) => scanned = end,
                Token::Short => {
                    if self.window.bytes().len() > self.limit.saturating_add(NAME) {
                        // Too long: the bytes go, the tags are still looked for.
                        held = false;
                        self.window.skip(scanned.min(self.window.bytes().len()));
                        scanned = 0;
                        if self.window.bytes().len() > self.limit.saturating_add(NAME) {
                            self.window.skip(1);
                            continue;
                        }
                    }
                    if !self.window.more() {
                        let bytes = self.window.bytes();
                        let rest = bytes.get(scanned..).unwrap_or(&[]);
                        if rest.starts_with(b"<!") || rest.starts_with(b"<?") {
                            // Its end never comes, so what it opens is none.
                            scanned += 1;
                            continue;
                        }
                        if !held {
                            let length = self.window.bytes().len();
                            self.window.skip(length);
                            return self.too_long(offset);
                        }
                        return self.rest(offset);
                    }
                }
            }
        }
    }

    fn take(&mut self, end: usize, offset: u64) -> Cut {
        let mut bytes = Vec::with_capacity(self.head.len() + end);
        bytes.extend_from_slice(&self.head);
        bytes.extend_from_slice(&self.window.bytes()[..end]);
        self.window.skip(end);
        Cut::Record(Record { number: self.number, offset, bytes })
    }

    /// The stream ends inside a record.
    fn rest(&mut self, offset: u64) -> Cut {
        let length = self.window.bytes().len();
        if self.window.is_broken() {
            self.window.skip(length);
            let reason = "the stream breaks off inside this story".to_owned();
            return Cut::Refused(Refusal::Reject { offset, reason });
        }
        if length > self.limit {
            self.window.skip(length);
            return self.too_long(offset);
        }
        self.take(length, offset)
    }

    fn too_long(&self, offset: u64) -> Cut {
        Cut::Refused(Refusal::Reject { offset, reason: over_limit(self.limit) })
    }
}

/// Length of a head without the record at its end, of which only the end tag was known.
///
/// Of the elements still open there, the one that is called nearly as a record is it.
fn sound_head(head: &[u8], names: &[&str]) -> usize {
    let mut open: Vec<(usize, usize, String)> = Vec::new();
    let mut from = 0;
    while let Some(step) = memchr(b'<', &head[from..]) {
        let at = from + step;
        let rest = &head[at + 1..];
        let length = memchr2(b'>', b'<', rest).unwrap_or(rest.len());
        let tag = &rest[..length];
        from = at + 1 + length;
        let ends = |it: &u8| it.is_ascii_whitespace() || matches!(it, b'>' | b'/');
        let name = |tag: &[u8]| {
            let name: Vec<u8> = tag.iter().take(NAME).take_while(|it| !ends(it)).copied().collect();
            String::from_utf8_lossy(&name).into_owned()
        };
        match tag {
            [b'!' | b'?', ..] | [] => {}
            [b'/', tag @ ..] => {
                let name = name(tag);
                if let Some(it) = open.iter().rposition(|it| it.2 == name) {
                    open.truncate(it);
                }
            }
            _ if tag.ends_with(b"/") || open.len() > 256 => {}
            _ => open.push((at, (from + 1).min(head.len()), name(tag))),
        }
    }
    let nearly = |name: &str| {
        let local = name.rsplit(':').next().unwrap_or(name);
        names.iter().any(|it| {
            let longer = local.strip_prefix(it).and_then(|rest| rest.chars().next());
            longer.is_some_and(|it| !it.is_alphanumeric())
                || strsim::osa_distance(it, local) <= 1 + it.len() / 4
        })
    };
    // The root is never it.
    let found = open.iter().skip(1).rfind(|it| nearly(&it.2)).map(|it| it.0);
    found.unwrap_or(match open.as_slice() {
        // Not even that: at least the innermost is none that holds all records.
        [_, _, .., (start, _, _)] => *start,
        [.., (_, end, _)] => *end,
        [] => 0,
    })
}

/// The name of the first element in a head.
fn root_name(head: &[u8]) -> Vec<u8> {
    let starts = |at: &usize| {
        let next = head.get(at + 1);
        next.is_some_and(|it| it.is_ascii_alphabetic() || *it == b'_')
    };
    let Some(at) = memchr::memchr_iter(b'<', head).find(starts) else { return Vec::new() };
    let ends = |it: &u8| it.is_ascii_whitespace() || matches!(it, b'>' | b'/');
    head[at + 1..].iter().take_while(|it| !ends(it)).copied().collect()
}

impl Iterator for Elements<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if let Some(cut) = self.next.take() {
            return Some(cut);
        }
        if self.done {
            return None;
        }
        self.choose();
        let refused = self.gap();
        let cut = if self.window.bytes().is_empty() {
            self.done = true;
            let broken = self.window.broken();
            if self.number == 0 && broken.is_none() {
                return Some(Cut::Refused(Refusal::NotStory { kind: self.empty }));
            }
            broken
        } else {
            Some(self.record())
        };
        if refused.is_some() {
            self.next = cut;
            return refused;
        }
        cut
    }
}

#[cfg(test)]
mod tests;
