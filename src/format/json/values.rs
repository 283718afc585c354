//! A stream of JSON values in, its objects out, one at a time.
//!
//! JSON Lines, one array of all, values one after the other on as many lines as they like, and
//! answers of servers that wrap a list of stories: what stands beside that list is dropped. A
//! damaged value costs no neighbour; bytes between values are refused with their place; a value
//! over the limit is passed by without being held.

use std::io::{BufRead, Cursor};

use super::keys::is_list_key;
use super::scan::{Scan, Step};
use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Limits, Record, Refusal};

/// Arrays and objects around a value at most.
const NESTING: usize = 16;

/// Bytes of a key that are looked at.
const KEY: usize = 64;

/// What stands around the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// An array of values.
    List,
    /// An object that has such an array in it, at some depth.
    Object,
}

/// Cuts a stream of JSON into its objects.
pub struct Values<'a> {
    window: Window<'a>,
    limit: usize,
    number: u64,
    frames: Vec<Frame>,
    /// Only blanks so far on this line, and how many.
    fresh: Option<usize>,
    /// The same for the last value that was cut.
    indent: Option<Option<usize>>,
    /// What between the values is none: where it starts and why it is refused.
    loose: Option<(u64, &'static str)>,
    /// Found and not yet handed over.
    next: Option<Cut>,
    done: bool,
}

impl<'a> Values<'a> {
    pub fn new(input: Box<dyn BufRead + 'a>, limits: &Limits) -> Values<'a> {
        Values {
            window: Window::new(input),
            limit: limits.story,
            number: 0,
            frames: Vec::new(),
            fresh: Some(0),
            indent: None,
            loose: None,
            next: None,
            done: false,
        }
    }

    /// The next byte, reading on where needed.
    fn peek(&mut self) -> Option<u8> {
        loop {
            if let Some(byte) = self.window.bytes().first() {
                return Some(*byte);
            }
            if !self.window.more() {
                return None;
            }
        }
    }

    /// Lets a byte go that starts no line.
    fn step(&mut self) {
        self.window.skip(1);
        self.fresh = None;
    }

    /// Passes blanks; commas too, where they stand between values.
    fn blanks(&mut self, commas: bool) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => self.fresh = Some(0),
                b' ' | b'\t' => self.fresh = self.fresh.map(|it| it + 1),
                // Carriage returns, byte order marks, and the record separator of JSON sequences.
                b'\r' | 0xEF | 0xBB | 0xBF | 0x1E | 0 => {}
                b',' if commas => self.fresh = None,
                _ => return,
            }
            self.window.skip(1);
        }
    }

    fn odd(&mut self, reason: &'static str) {
        let offset = self.window.offset();
        self.loose.get_or_insert((offset, reason));
    }

    /// Passes what stands before the next object; `false` at the end of the stream.
    fn gap(&mut self) -> bool {
        loop {
            self.blanks(true);
            let Some(byte) = self.peek() else {
                return false;
            };
            match (byte, self.frames.last()) {
                (b'{', Some(Frame::Object)) => {
                    // An object where a key is due: what stood around has broken off.
                    self.frames.clear();
                    return true;
                }
                (b'{', _) => return true,
                (b'[', None | Some(Frame::List)) if self.frames.len() < NESTING => {
                    self.frames.push(Frame::List);
                    self.step();
                }
                (b']', Some(Frame::List)) | (b'}', Some(Frame::Object)) => {
                    self.frames.pop();
                    self.step();
                }
                // The end of a list that was taken to have broken off.
                (b']', None) => self.step(),
                (b'"', Some(Frame::Object)) => self.member(),
                (b'"', _) => {
                    self.odd("a value that is no object");
                    self.string();
                }
                (b'n' | b't' | b'f' | b'-' | b'0'..=b'9', Some(Frame::List)) => {
                    if byte != b'n' {
                        self.odd("a value that is no object");
                    }
                    self.scalar();
                }
                _ => {
                    self.odd("text that is no JSON");
                    self.pass_line();
                }
            }
        }
    }

    /// Passes bytes up to where a value may start again: a line, or an element of a list.
    fn pass_line(&mut self) {
        // Where values stand on one line, a bracket too many may have closed their list.
        let (indent, beside) = match self.indent {
            Some(Some(indent)) => (Some(indent).filter(|_| !self.frames.is_empty()), false),
            Some(None) => (None, true),
            None => (None, !self.frames.is_empty()),
        };
        let mut scan = Scan::lost(indent, beside);
        let mut last = false;
        loop {
            match scan.feed(self.window.bytes(), 0, last) {
                Step::End(end) | Step::Damaged(end) | Step::List(end, _) => {
                    let before = &self.window.bytes()[..end];
                    let line = memchr::memrchr(b'\n', before).map(|it| &before[it + 1..]);
                    self.fresh = line.filter(|it| it.trim_ascii().is_empty()).map(<[u8]>::len);
                    return self.window.skip(end);
                }
                Step::More(at) => {
                    self.window.skip(at);
                    if last {
                        let length = self.window.bytes().len();
                        return self.window.skip(length);
                    }
                    last = !self.window.more();
                }
            }
        }
    }

    /// Passes a string and returns its first bytes as they stand.
    fn string(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        self.step();
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.step();
                    break;
                }
                // A string does not go on behind a line end.
                b'\n' => break,
                b'\\' => {
                    self.step();
                    self.peek();
                }
                _ => {}
            }
            if text.len() < KEY {
                text.push(byte);
            }
            self.step();
        }
        text
    }

    /// Passes a number or a word.
    fn scalar(&mut self) {
        while let Some(byte) = self.peek() {
            if matches!(byte, b',' | b']' | b'}' | b'\n' | b'{' | b'[' | b'"') {
                return;
            }
            self.step();
        }
    }

    /// Passes a key and its value beside a list of stories, or enters a further list.
    fn member(&mut self) {
        let key = self.string();
        self.blanks(false);
        if self.peek() != Some(b':') {
            return;
        }
        self.step();
        self.blanks(false);
        let room = is_list_key(&key) && self.frames.len() < NESTING;
        match self.peek() {
            Some(b'[') if room => {
                self.frames.push(Frame::List);
                self.step();
            }
            Some(b'{') if room => {
                self.frames.push(Frame::Object);
                self.step();
            }
            Some(b'[' | b'{') => self.pass_value(),
            Some(b'"') => {
                self.string();
            }
            Some(_) => self.scalar(),
            None => {}
        }
    }

    /// Passes an array or object without holding it.
    fn pass_value(&mut self) {
        let mut scan = Scan::new(Some(0), false);
        scan.let_go();
        let mut last = false;
        loop {
            match scan.feed(self.window.bytes(), 0, last) {
                Step::End(end) | Step::Damaged(end) | Step::List(end, _) => {
                    self.window.skip(end);
                    self.fresh = None;
                    return;
                }
                Step::More(at) => {
                    self.window.skip(at);
                    if last {
                        let length = self.window.bytes().len();
                        return self.window.skip(length);
                    }
                    last = !self.window.more();
                }
            }
        }
    }

    /// Cuts the object at the start of the window; `None` where it wraps a list instead.
    fn object(&mut self) -> Option<Cut> {
        let offset = self.window.offset();
        let lists = !self.frames.contains(&Frame::Object);
        let mut scan = Scan::new(self.fresh, lists);
        self.indent = Some(self.fresh);
        let most = self.limit.saturating_add(KEY);
        let (mut at, mut held, mut last) = (0, true, false);
        loop {
            // Never more than may be held, so that where reads end makes no difference.
            let bytes = self.window.bytes();
            let whole = !held || bytes.len() <= most;
            let bytes = if whole { bytes } else { &bytes[..most] };
            match scan.feed(bytes, at, last && whole) {
                Step::End(end) => {
                    self.fresh = None;
                    return Some(self.take(end, offset, held));
                }
                Step::Damaged(end) => {
                    // What starts there may be alone on its line.
                    self.fresh = scan.indent();
                    return Some(self.take(end, offset, held));
                }
                Step::List(start, levels) => {
                    self.window.skip(start);
                    self.fresh = None;
                    // How far the object around them is indented says nothing of its values.
                    self.indent = None;
                    self.frames.extend(std::iter::repeat_n(Frame::Object, levels));
                    self.frames.push(Frame::List);
                    return None;
                }
                Step::More(read) => {
                    at = read;
                    if !whole {
                        scan.let_go();
                        held = false;
                    }
                    if !held {
                        self.window.skip(at);
                        at = 0;
                    }
                    if !whole {
                        continue;
                    }
                    if last {
                        return Some(self.rest(offset, held, scan.suspect()));
                    }
                    last = !self.window.more();
                }
            }
        }
    }

    fn take(&mut self, end: usize, offset: u64, held: bool) -> Cut {
        self.number += 1;
        if !held || end > self.limit {
            self.window.skip(end);
            return Cut::Refused(Refusal::Reject { offset, reason: over_limit(self.limit) });
        }
        let bytes = self.window.take(end);
        Cut::Record(Record { number: self.number, offset, bytes })
    }

    /// The stream ends inside an object.
    fn rest(&mut self, offset: u64, held: bool, suspect: Option<usize>) -> Cut {
        if let Some(at) = suspect {
            self.fresh = Some(0);
            return self.take(at, offset, held);
        }
        let length = self.window.bytes().len();
        if !held || length > self.limit {
            return self.take(length, offset, held);
        }
        self.number += 1;
        self.window.skip(length);
        let reason = if self.window.is_broken() {
            "the stream breaks off inside this story"
        } else {
            "the file ends inside this story"
        };
        Cut::Refused(Refusal::Reject { offset, reason: reason.to_owned() })
    }
}

impl Iterator for Values<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if let Some(cut) = self.next.take() {
            return Some(cut);
        }
        while !self.done {
            let cut = if self.gap() {
                self.object()
            } else {
                self.done = true;
                self.window.broken()
            };
            if let Some((offset, reason)) = self.loose.take() {
                self.next = cut;
                let reason = reason.to_owned();
                return Some(Cut::Refused(Refusal::Reject { offset, reason }));
            }
            if cut.is_some() {
                return cut;
            }
        }
        None
    }
}

/// Objects at the start of a stream that are looked at: a damaged one falls into many.
const FIRST: usize = 64;

/// Shows the first objects of a stream until `show` has seen enough; the last may be cut off.
pub fn first(head: &[u8], mut show: impl FnMut(&[u8]) -> bool) {
    let mut values = Values::new(Box::new(Cursor::new(head)), &Limits { story: head.len() });
    for _ in 0..FIRST {
        if !values.gap() {
            return;
        }
        let from = usize::try_from(values.window.offset()).unwrap_or(head.len());
        let ahead = head.get(from..).unwrap_or_default();
        let enough = match values.object() {
            Some(Cut::Record(record)) => show(&record.bytes),
            Some(_) => show(ahead),
            None => false,
        };
        if enough {
            return;
        }
    }
}

#[cfg(test)]
#[path = "values_tests.rs"]
mod tests;
