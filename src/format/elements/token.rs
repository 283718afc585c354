//! What stands at a bracket of XML: the start or end of a record, another document, or neither.

use std::cell::Cell;

use memchr::{memchr, memchr2, memmem};

use super::{Elements, HEAD, NAME};

/// What stands at a bracket.
pub(super) enum Token {
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

/// Blanks between two records at most, where one of them may be in a section without an end.
const BLANKS: usize = 4096;

/// Something that is looked for, in the window.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    end: usize,
}

/// How far it is known where the next of something is, in the stream.
#[derive(Debug, Clone, Copy, Default)]
struct Ahead {
    /// From here up to `to` none starts.
    from: u64,
    to: u64,
    /// At `to` one starts, of this length.
    length: Option<usize>,
}

/// What has been looked for: each byte is looked at once for each of these, however many sections
/// without an end there are.
#[derive(Debug, Default)]
pub(super) struct Seen {
    comment: Cell<Ahead>,
    section: Cell<Ahead>,
    bracket: Cell<Ahead>,
    border: Cell<Ahead>,
    start: Cell<Ahead>,
}

fn ends_name(byte: &u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<')
}

/// Looks for text outside of tags.
pub(super) struct Loose {
    /// Inside a tag.
    pub(super) inside: bool,
    /// Where the first such text stands in the stream.
    pub(super) at: Option<u64>,
}

impl Loose {
    /// Reads bytes among which no tag starts.
    pub(super) fn look(&mut self, bytes: &[u8], offset: u64) {
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

impl Elements<'_> {
    pub(super) fn token(&self, at: usize) -> Token {
        let rest = &self.window.bytes()[at..];
        let skip = |opens: usize, close: &[u8], closes: &Cell<Ahead>| {
            let section = at + opens;
            let end = self.ahead(closes, section, |from| self.find(close, from));
            let fits = |found: Option<Mark>| {
                found.is_some_and(|it| end.is_none_or(|end| it.end <= end.at))
            };
            if fits(self.ahead(&self.seen.border, section, |from| self.border(from)))
                || close == b"]]>"
                    && fits(self.ahead(&self.seen.start, section, |from| self.start(from)))
            {
                // Its end was lost: it must not cost the records behind it.
                return Token::Other(at + 1);
            }
            end.map_or(Token::Short, |end| Token::Other(end.end))
        };
        match rest {
            [b'<', b'!', b'-', b'-', ..] => skip(4, b"-->", &self.seen.comment),
            [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => {
                skip(9, b"]]>", &self.seen.section)
            }
            [b'<', b'!', ..] if rest.len() < 9 => Token::Short,
            [b'<', b'?', ..] => {
                match self.ahead(&self.seen.bracket, at, |from| self.find(b">", from)) {
                    Some(bracket) => self.instruction(at, bracket.end),
                    None => Token::Short,
                }
            }
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

    /// Looks for something from `from` on, where it is not known already how far there is none.
    fn ahead(
        &self,
        known: &Cell<Ahead>,
        from: usize,
        look: impl Fn(usize) -> Result<Mark, usize>,
    ) -> Option<Mark> {
        let offset = self.window.offset();
        let start = offset + from as u64;
        let mut ahead = known.get();
        if start < ahead.from || start > ahead.to {
            ahead = Ahead { from: start, to: start, length: None };
        } else if let Some(length) = ahead.length {
            let at = from + (ahead.to - start) as usize;
            return Some(Mark { at, end: at + length });
        }
        let found = look(from + (ahead.to - start) as usize);
        match found {
            Ok(mark) => {
                ahead.to = offset + mark.at as u64;
                ahead.length = Some(mark.end - mark.at);
            }
            Err(upto) => ahead.to = ahead.to.max(offset + upto as u64),
        }
        known.set(ahead);
        found.ok()
    }

    /// Looks for these bytes; says up to where they do not start if the window does not hold them.
    fn find(&self, what: &[u8], from: usize) -> Result<Mark, usize> {
        let bytes = self.window.bytes();
        match memmem::find(bytes.get(from..).unwrap_or_default(), what) {
            Some(step) => Ok(Mark { at: from + step, end: from + step + what.len() }),
            None => Err((bytes.len() + 1).saturating_sub(what.len())),
        }
    }

    /// Looks for the end of a record with the start of another right behind it.
    fn border(&self, from: usize) -> Result<Mark, usize> {
        let bytes = self.window.bytes();
        for step in memmem::find_iter(bytes.get(from..).unwrap_or_default(), b"</") {
            let at = from + step;
            let tag = &bytes[at + 2..];
            match self.name(tag) {
                None => return Err(at),
                Some(false) => continue,
                Some(true) => {}
            }
            let near = &tag[..tag.len().min(NAME)];
            let Some(bracket) = memchr(b'>', near) else {
                if near.len() < NAME {
                    return Err(at);
                }
                continue;
            };
            let behind = &tag[bracket + 1..];
            let blanks = behind.iter().take(BLANKS).take_while(|it| it.is_ascii_whitespace());
            let blanks = blanks.count();
            match &behind[blanks..] {
                [] | [b'<'] if blanks < BLANKS => return Err(at),
                [b'<', b'/', ..] => {}
                [b'<', next @ ..] => match self.name(next) {
                    None => return Err(at),
                    Some(false) => {}
                    Some(true) => {
                        let next = at + 2 + bracket + 1 + blanks + 1;
                        return Ok(Mark { at, end: next + self.name_end(next) });
                    }
                },
                _ => {}
            }
        }
        Err(bytes.len().saturating_sub(1))
    }

    /// Looks for the start of a record in a line of its own.
    fn start(&self, from: usize) -> Result<Mark, usize> {
        let bytes = self.window.bytes();
        for step in memmem::find_iter(bytes.get(from..).unwrap_or_default(), b"\n<") {
            let at = from + step;
            match self.name(&bytes[at + 2..]) {
                None => return Err(at),
                Some(false) => {}
                Some(true) => return Ok(Mark { at, end: at + 2 + self.name_end(at + 2) }),
            }
        }
        Err(bytes.len().saturating_sub(1))
    }

    /// Length of the name at `at` with the byte that ends it.
    fn name_end(&self, at: usize) -> usize {
        self.window.bytes()[at..].iter().position(ends_name).map_or(0, |it| it + 1)
    }

    /// What a processing instruction is. The declaration of another document is one before a root
    /// of the same name; those before other elements stand in records, where they should not.
    pub(super) fn instruction(&self, at: usize, end: usize) -> Token {
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
    pub(super) fn name(&self, tag: &[u8]) -> Option<bool> {
        let near = &tag[..tag.len().min(NAME)];
        let Some(length) = near.iter().position(ends_name) else {
            return (near.len() == NAME).then_some(false);
        };
        let name = &near[..length];
        let local = memchr::memrchr(b':', name).map_or(name, |at| &name[at + 1..]);
        Some(self.names.iter().any(|it| it.as_bytes() == local))
    }

    /// Says whether the tag at `at` has no content; `None` where the window ends inside it.
    pub(super) fn is_empty_tag(&self, at: usize) -> Option<(bool, usize)> {
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
}
