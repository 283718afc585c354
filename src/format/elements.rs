//! A stream of XML in, its record elements out, one at a time.
//!
//! Shared by the XML formats. What stands before the first record (declaration, root element,
//! envelope, the head of a channel) is put before each record, since it says the charset and what
//! holds for all. A record without its end tag ends where the next one starts. Comments and CDATA
//! sections are passed over whole. A record over the limit is passed by without being held.

mod head;
#[cfg(test)]
mod tests;
mod token;

use std::io::BufRead;

use memchr::memchr;

use self::head::{root_name, sound_head};
use self::token::{Loose, Seen, Token};
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
    /// What has been looked for in vain.
    seen: Seen,
    /// Found and not yet handed over.
    next: Option<Cut>,
    done: bool,
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
            seen: Seen::default(),
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
        // All that may be looked at, however it comes in: a part could say something else.
        while self.window.bytes().len() < HEAD && self.window.more() {}
        let bytes = self.window.bytes();
        if let Some((names, empty)) = choose(&bytes[..bytes.len().min(HEAD)]) {
            (self.names, self.empty) = (names, empty);
        }
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
        match self.window.remainder(offset, self.limit) {
            Ok(length) => self.take(length, offset),
            Err(refusal) => Cut::Refused(refusal),
        }
    }

    fn too_long(&self, offset: u64) -> Cut {
        Cut::Refused(Refusal::Reject { offset, reason: over_limit(self.limit) })
    }
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
