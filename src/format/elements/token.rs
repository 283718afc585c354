//! What stands at a bracket of XML: the start or end of a record, another document, or neither.

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
    pub(super) fn holds_border(&self, bytes: &[u8]) -> bool {
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
    pub(super) fn holds_start(&self, bytes: &[u8]) -> bool {
        memmem::find_iter(bytes, b"\n<").any(|at| self.name(&bytes[at + 2..]) == Some(true))
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
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
        let Some(length) = near.iter().position(ends) else {
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
