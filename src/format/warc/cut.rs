//! A stream of WARC or ARC in, its records out.
//!
//! A record is as long as its head says, where the next one follows it; else it ends where the next
//! one starts. What holds no page is counted by its head and passed by without being held.

use std::io::BufRead;

use super::envelope::{Envelope, HEAD, Start, end_of_head, next_arc, next_warc, read};
use super::{http, kind};
use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Limits, Record, Refusal};

/// Bytes behind a record that show whether another follows.
const BEHIND: usize = 64;

/// Records of a stream.
pub struct Records<'a> {
    window: Window<'a>,
    limit: usize,
    number: u64,
    is_arc: Option<bool>,
    done: bool,
}

/// What is known of a record before it is held.
struct Known {
    head: usize,
    length: Option<usize>,
    /// What it is counted as.
    other: Option<&'static str>,
}

impl<'a> Records<'a> {
    pub fn new(input: Box<dyn BufRead + 'a>, limits: &Limits) -> Records<'a> {
        Records {
            window: Window::new(input),
            limit: limits.story,
            number: 0,
            is_arc: None,
            done: false,
        }
    }

    /// Reads until that many bytes are held; `false` where the stream ends before.
    fn hold(&mut self, count: usize) -> bool {
        while self.window.bytes().len() < count {
            if !self.window.more() {
                return false;
            }
        }
        true
    }

    /// Finds the next record behind `from` among the bytes held.
    fn next_record(&self, from: usize) -> Option<usize> {
        let bytes = self.window.bytes();
        if self.is_arc == Some(true) { next_arc(bytes, from) } else { next_warc(bytes, from) }
    }

    /// Passes blank lines between records.
    fn pass_blanks(&mut self) {
        loop {
            let bytes = self.window.bytes();
            let blanks =
                bytes.iter().take_while(|it| it.is_ascii_whitespace() || **it == 0).count();
            let all = blanks == bytes.len();
            self.window.skip(blanks);
            if !all || !self.window.more() {
                return;
            }
        }
    }

    /// Looks at the start of a record; `None` where none starts here.
    fn known(&mut self) -> Option<Known> {
        loop {
            match read(self.window.bytes()) {
                Start::Odd => return None,
                Start::Short => {
                    if !self.window.more() {
                        return None;
                    }
                }
                Start::Record(envelope) => {
                    let (head, length) = (envelope.head, envelope.length);
                    let is_answer = envelope.is_answer;
                    self.is_arc.get_or_insert(!self.window.bytes().starts_with(b"WARC/"));
                    // The head of the answer tells what it is. The length may be wrong, so it is
                    // not asked how much of that is content.
                    while is_answer
                        && self.window.bytes().len() < head + HEAD
                        && end_of_head(&self.window.bytes()[head..]).is_none()
                        && self.window.more()
                    {}
                    let Start::Record(envelope) = read(self.window.bytes()) else { return None };
                    let content = &self.window.bytes()[head..];
                    return Some(Known { head, length, other: what(&envelope, content) });
                }
            }
        }
    }

    /// Says whether a record that ends after `count` bytes is followed by another, or by nothing.
    fn is_followed(&mut self, count: usize) -> bool {
        let whole = self.hold(count + BEHIND);
        let bytes = self.window.bytes();
        let Some(behind) = bytes.get(count..) else { return false };
        let rest = behind.trim_ascii_start();
        if rest.is_empty() {
            return !whole || behind.len() >= BEHIND;
        }
        match self.is_arc {
            Some(true) => {
                let line = &rest[..rest.len().min(8)];
                let parted = rest.len() < behind.len();
                // The head of the next one may be broken off.
                let is_stump = !whole && memchr::memchr(b'\n', rest).is_none();
                parted && (line.contains(&b':') || is_stump) || line.starts_with(b"http")
            }
            // Two line ends part records, even where the start of the next one is damaged.
            _ => {
                behind.starts_with(b"\r\n\r\n")
                    || rest.starts_with(b"WARC/")
                    || !whole && b"WARC/".starts_with(rest)
            }
        }
    }

    /// Cuts the record at the start of the window.
    fn record(&mut self, known: &Known) -> Cut {
        let offset = self.window.offset();
        let number = self.number;
        let told = known.length.map(|it| known.head.saturating_add(it));
        let end = told.unwrap_or(known.head);
        if end > self.limit.saturating_add(known.head) {
            return self.large(known, offset);
        }
        let sound = told.is_some() && self.is_followed(end);
        let found = if sound { Some(end) } else { self.search(known.head) };
        let Some(end) = found else {
            return self.large(known, offset);
        };
        if !sound && self.window.is_broken() && self.window.bytes().len() <= end {
            let length = self.window.bytes().len();
            self.window.skip(length);
            let reason = "the stream breaks off inside this record".to_owned();
            return Cut::Refused(Refusal::Reject { offset, reason });
        }
        if let Some(kind) = known.other {
            self.window.skip(end);
            return Cut::Refused(Refusal::NotStory { kind });
        }
        Cut::Record(Record { number, offset, bytes: self.window.take(end) })
    }

    /// Looks for the start of the next record; the end of the stream counts too. `None` where the
    /// limit comes first.
    fn search(&mut self, from: usize) -> Option<usize> {
        let mut scanned = from.saturating_sub(4);
        loop {
            if let Some(at) = self.next_record(scanned) {
                return Some(at);
            }
            let length = self.window.bytes().len();
            if length > self.limit.saturating_add(from) {
                return None;
            }
            scanned = length.saturating_sub(HEAD).max(scanned);
            if !self.window.more() {
                return Some(self.window.bytes().len());
            }
        }
    }

    /// Passes a record that is not to be held, up to the next one: a length that large may be wrong.
    fn large(&mut self, known: &Known, offset: u64) -> Cut {
        self.pass_to_next(known.head);
        Cut::Refused(match known.other {
            Some(kind) => Refusal::NotStory { kind },
            None => Refusal::Reject { offset, reason: over_limit(self.limit) },
        })
    }

    /// Passes everything up to the next record.
    fn pass_to_next(&mut self, from: usize) {
        let mut scanned = from.saturating_sub(4);
        loop {
            if let Some(at) = self.next_record(scanned.min(self.window.bytes().len())) {
                self.window.skip(at);
                return;
            }
            let length = self.window.bytes().len();
            // A head of ARC is known only when its line is whole.
            let keep = length.min(if self.is_arc == Some(true) { HEAD } else { BEHIND });
            self.window.skip(length - keep);
            scanned = 0;
            if !self.window.more() {
                let length = self.window.bytes().len();
                self.window.skip(length);
                return;
            }
        }
    }
}

/// What a record is counted as, if it holds no page.
fn what(envelope: &Envelope<'_>, content: &[u8]) -> Option<&'static str> {
    if let Some(kind) = envelope.other {
        return Some(kind);
    }
    if let Some(kind) = envelope.address.and_then(kind::by_address) {
        return Some(kind);
    }
    if !envelope.is_answer {
        return kind::by_media(envelope.media).err();
    }
    // What never ends its head would be read to the end of all that is held, for each record.
    let answer = http::read(&content[..content.len().min(HEAD)]);
    answer.status.and_then(kind::by_status).or_else(|| kind::by_media(answer.media).err())
}

impl Iterator for Records<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if self.done {
            return None;
        }
        self.pass_blanks();
        if self.window.bytes().is_empty() {
            self.done = true;
            return self.window.broken();
        }
        self.number += 1;
        if let Some(known) = self.known() {
            return Some(self.record(&known));
        }
        self.number -= 1;
        let offset = self.window.offset();
        self.pass_to_next(0);
        let length = self.window.offset() - offset;
        let reason = format!("bytes that belong to no record, {length} of them");
        Some(Cut::Refused(Refusal::Reject { offset, reason }))
    }
}
