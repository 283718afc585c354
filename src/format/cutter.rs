//! A stream of records between start and end tags in, records and refusals out.
//!
//! Shared by the SGML collections. A record without its end tag ends where the next one starts,
//! so that damage never costs a neighbour; bytes between records that are no white space, comment
//! or declaration are refused with their place; a record over the limit is passed by without
//! being held.

use std::io::BufRead;

use memchr::memmem;

use super::window::Window;
use super::{Cut, Limits, Record, Refusal};

/// How much of what stands between two records is held at most.
const GAP: usize = 64 << 10;

/// A tag that starts or ends a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it starts.
    pub at: usize,
    /// Where it ends; for a start tag the end of its name is enough.
    pub end: usize,
    /// Whether it starts a record.
    pub starts: bool,
}

/// What records look like.
pub trait Marks {
    /// Bytes that a mark needs at most to be recognised.
    const LONGEST: usize;
    /// Finds the first whole mark from `from` on.
    fn next(&self, bytes: &[u8], from: usize) -> Option<Mark>;
    /// Says whether the first line of a gap is one that the collection puts between records.
    fn belongs(&self, line: &[u8]) -> bool;
}

/// Cuts a stream by marks.
pub struct Cutter<'a, M> {
    window: Window<'a>,
    marks: M,
    limit: usize,
    number: u64,
    /// Found and not yet handed over.
    next: Option<Cut>,
    done: bool,
}

impl<'a, M: Marks> Cutter<'a, M> {
    pub fn new(input: Box<dyn BufRead + 'a>, marks: M, limits: &Limits) -> Cutter<'a, M> {
        let window = Window::new(input);
        Cutter { window, marks, limit: limits.story, number: 0, next: None, done: false }
    }

    /// Passes what stands before the next record; a refusal if it is anything.
    ///
    /// Afterwards the window starts at a start mark or is empty.
    fn gap(&mut self) -> Option<Cut> {
        let start = self.window.offset();
        let mut refused = None;
        let mut scanned = 0;
        loop {
            let bytes = self.window.bytes();
            let mark = self.marks.next(bytes, scanned);
            if let Some(mark) = mark.filter(|it| it.starts) {
                let odd = first_odd(&bytes[..mark.at], &self.marks);
                self.refuse(&mut refused, odd);
                self.window.skip(mark.at);
                break;
            }
            if let Some(mark) = mark {
                // An end without a start.
                let odd = first_odd(&bytes[..mark.at], &self.marks).or(Some(mark.at));
                self.refuse(&mut refused, odd);
                self.window.skip(mark.end);
                scanned = 0;
                continue;
            }
            scanned = bytes.len().saturating_sub(M::LONGEST);
            if bytes.len() > GAP {
                let odd = first_odd(&bytes[..scanned], &self.marks);
                self.refuse(&mut refused, odd);
                self.window.skip(scanned);
                scanned = 0;
            }
            if !self.window.more() {
                let bytes = self.window.bytes();
                let odd = first_odd(bytes, &self.marks);
                let length = bytes.len();
                self.refuse(&mut refused, odd);
                self.window.skip(length);
                break;
            }
        }
        let length = self.window.offset() - start;
        refused.map(|offset| {
            let reason = format!("text that belongs to no story, within {length} bytes");
            Cut::Refused(Refusal::Reject { offset, reason })
        })
    }

    /// Notes the first place at which a gap holds something.
    fn refuse(&self, refused: &mut Option<u64>, odd: Option<usize>) {
        if refused.is_none() {
            *refused = odd.map(|at| self.window.offset() + at as u64);
        }
    }

    /// Cuts the record at the start of the window.
    fn record(&mut self) -> Cut {
        let offset = self.window.offset();
        self.number += 1;
        // The start mark itself ends nothing.
        let mut scanned = 1;
        loop {
            let bytes = self.window.bytes();
            if let Some(mark) = self.marks.next(bytes, scanned) {
                let end = if mark.starts { mark.at } else { mark.end };
                if end > self.limit {
                    self.window.skip(end);
                    return self.too_long(offset);
                }
                let bytes = self.window.take(end);
                return Cut::Record(Record { number: self.number, offset, bytes });
            }
            scanned = bytes.len().saturating_sub(M::LONGEST).max(scanned);
            if bytes.len() > self.limit.saturating_add(M::LONGEST) {
                self.pass();
                return self.too_long(offset);
            }
            if !self.window.more() {
                break;
            }
        }
        let length = match self.window.remainder(offset, self.limit) {
            Ok(length) => length,
            Err(refusal) => return Cut::Refused(refusal),
        };
        let bytes = self.window.take(length);
        Cut::Record(Record { number: self.number, offset, bytes })
    }

    /// Passes the rest of a record without holding it.
    fn pass(&mut self) {
        let mut scanned = 1;
        loop {
            let bytes = self.window.bytes();
            if let Some(mark) = self.marks.next(bytes, scanned) {
                let end = if mark.starts { mark.at } else { mark.end };
                self.window.skip(end);
                return;
            }
            self.window.skip(bytes.len().saturating_sub(M::LONGEST));
            scanned = 0;
            if !self.window.more() {
                let length = self.window.bytes().len();
                self.window.skip(length);
                return;
            }
        }
    }

    fn too_long(&self, offset: u64) -> Cut {
        Cut::Refused(Refusal::Reject { offset, reason: over_limit(self.limit) })
    }
}

/// The reason given for a record over the limit.
pub fn over_limit(limit: usize) -> String {
    format!("the story is longer than {limit} bytes; --max-story raises the limit")
}

impl<M: Marks> Iterator for Cutter<'_, M> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if let Some(cut) = self.next.take() {
            return Some(cut);
        }
        if self.done {
            return None;
        }
        let refused = self.gap();
        let cut = if self.window.bytes().is_empty() {
            self.done = true;
            self.window.broken()
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

/// Finds the first byte of a gap that is no white space, comment, declaration or known line.
fn first_odd<M: Marks>(gap: &[u8], marks: &M) -> Option<usize> {
    let mut at = 0;
    loop {
        // A byte order mark, padding and the end sign of old file systems say nothing.
        at += gap[at..].iter().take_while(|byte| is_padding(**byte)).count();
        let rest = &gap[at..];
        if rest.is_empty() {
            return None;
        }
        let length = if rest.starts_with(b"\xEF\xBB\xBF") {
            Some(3)
        } else if rest.starts_with(b"<!--") {
            memmem::find(rest, b"-->").map(|end| end + 3)
        } else if rest.starts_with(b"<!") || rest.starts_with(b"<?") {
            declaration(rest)
        } else {
            let line = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            marks.belongs(&rest[..line]).then_some(line)
        };
        match length {
            Some(length) => at += length,
            None => return Some(at),
        }
    }
}

fn is_padding(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, 0 | 0x0B | 0x1A)
}

/// Length of a declaration, with the subset in brackets that a document type may have.
fn declaration(bytes: &[u8]) -> Option<usize> {
    let end = memchr::memchr2(b'>', b'[', bytes)?;
    if bytes[end] == b'>' {
        return Some(end + 1);
    }
    let subset = memchr::memchr(b']', &bytes[end..])? + end;
    memchr::memchr(b'>', &bytes[subset..]).map(|it| subset + it + 1)
}
