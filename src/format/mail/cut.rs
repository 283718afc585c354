//! A mailbox in, its mails out.
//!
//! A mail begins with a line `From ann@example.org Mon Mar  2 10:00:00 1998`: behind a blank line,
//! or where a field follows it at once. Where a mail says how long it is and that is right, its
//! length decides. A stream that does not begin so is one mail.

use std::borrow::Cow;
use std::io::BufRead;

use memchr::{memchr, memmem};

use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Limits, Record, Refusal};

/// Longest line that can begin a mail.
const LONGEST: usize = 300;

/// Mails of a stream.
pub struct Letters<'a> {
    window: Window<'a>,
    limit: usize,
    number: u64,
    done: bool,
}

/// What a search for the next mail found.
enum Next {
    /// It begins here.
    At(usize),
    /// It may begin here, but the line is not whole.
    Perhaps(usize),
    None,
}

impl<'a> Letters<'a> {
    pub fn new(input: Box<dyn BufRead + 'a>, limits: &Limits) -> Letters<'a> {
        Letters { window: Window::new(input), limit: limits.story, number: 0, done: false }
    }

    /// Cuts the mail at the start of the window.
    fn letter(&mut self) -> Cut {
        let offset = self.window.offset();
        self.number += 1;
        let mut ended = false;
        while self.window.bytes().len() < LONGEST && !ended {
            ended = !self.window.more();
        }
        let first = line(self.window.bytes());
        let several = is_from_line(first);
        let mut scanned = 1;
        let mut dropped = false;
        let mut end = several.then(|| self.by_length()).flatten();
        while end.is_none() {
            let bytes = self.window.bytes();
            scanned = match several.then(|| next(bytes, scanned, ended)) {
                Some(Next::At(at)) => {
                    end = Some(at);
                    break;
                }
                Some(Next::Perhaps(at)) => at,
                _ => bytes.len().saturating_sub(8).max(scanned),
            };
            if bytes.len() > self.limit {
                dropped = true;
                // The line before is kept: it shows whether a blank one stands there.
                let free = scanned.saturating_sub(8);
                self.window.skip(free);
                scanned -= free;
            }
            if ended {
                break;
            }
            ended = !self.window.more();
        }
        let end = end.unwrap_or(self.window.bytes().len());
        let at_end = end == self.window.bytes().len();
        if at_end && self.window.is_broken() {
            self.window.skip(end);
            let reason = "the stream breaks off inside this story".to_owned();
            return Cut::Refused(Refusal::Reject { offset, reason });
        }
        if dropped || end > self.limit {
            self.window.skip(end);
            let reason = over_limit(self.limit);
            return Cut::Refused(Refusal::Reject { offset, reason });
        }
        let bytes = self.window.take(end);
        Cut::Record(Record { number: self.number, offset, bytes })
    }

    /// The end of the mail by its own length, where the next one begins there.
    fn by_length(&mut self) -> Option<usize> {
        let mut open = true;
        let head = loop {
            if let Some(head) = header_end(self.window.bytes()) {
                break head;
            }
            if !open || self.window.bytes().len() > 64 << 10 {
                return None;
            }
            open = self.window.more();
        };
        let length = content_length(&self.window.bytes()[..head])?;
        let end = head.checked_add(length).filter(|end| *end <= self.limit)?;
        while self.window.bytes().len() < end + LONGEST && self.window.more() {}
        let bytes = self.window.bytes();
        let rest = bytes.get(end..)?;
        let blank = rest.iter().take_while(|it| matches!(it, b'\n' | b'\r')).count();
        let right = rest.len() == blank || blank > 0 && is_from_line(line(&rest[blank..]));
        // A length of no bytes is a mistake of the program that wrote it.
        (right && length > 0).then_some(end + blank)
    }
}

impl Iterator for Letters<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if self.done {
            return None;
        }
        // Some begin with a line of blanks.
        loop {
            let bytes = self.window.bytes();
            let blanks = bytes
                .iter()
                .take_while(|it| it.is_ascii_whitespace() || matches!(it, 0 | 0x1A))
                .count();
            self.window.skip(blanks);
            if !self.window.bytes().is_empty() || !self.window.more() {
                break;
            }
        }
        if self.window.bytes().is_empty() {
            self.done = true;
            return self.window.broken();
        }
        Some(self.letter())
    }
}

/// Finds where the next mail begins.
fn next(bytes: &[u8], from: usize, ended: bool) -> Next {
    let mut at = from;
    while let Some(step) = memmem::find(&bytes[at..], b"\nFrom ") {
        let start = at + step + 1;
        let rest = &bytes[start..];
        let Some(length) = memchr(b'\n', rest) else {
            return if !ended && rest.len() <= LONGEST {
                Next::Perhaps(at + step)
            } else {
                Next::None
            };
        };
        let before = bytes[..start - 1].strip_suffix(b"\r").unwrap_or(&bytes[..start - 1]);
        let blank = before.is_empty() || before.ends_with(b"\n");
        if is_from_line(&rest[..length]) {
            if blank {
                return Next::At(start);
            }
            // The blank line was lost: a field behind it shows the same.
            let below = &rest[length + 1..];
            if memchr(b'\n', below).is_none() && !ended && below.len() <= LONGEST {
                return Next::Perhaps(at + step);
            }
            if is_field(line(below)) {
                return Next::At(start);
            }
        }
        at = start;
    }
    Next::None
}

/// The first line.
fn line(bytes: &[u8]) -> &[u8] {
    &bytes[..memchr(b'\n', bytes).unwrap_or(bytes.len())]
}

/// Whether a line is one of the fields that mails begin with.
fn is_field(line: &[u8]) -> bool {
    super::FIELDS
        .iter()
        .any(|field| line.get(..field.len()).is_some_and(|it| it.eq_ignore_ascii_case(field)))
}

/// Whether a line begins a mail of a mailbox: `From ann@example.org Mon Mar  2 10:00:00 1998`.
pub fn is_from_line(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    if !line.starts_with(b"From ") || line.len() > LONGEST {
        return false;
    }
    let words: Vec<&[u8]> =
        line.split(u8::is_ascii_whitespace).filter(|it| !it.is_empty()).collect();
    let digits = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let is_time = |word: &&[u8]| {
        word.len() >= 4
            && memchr(b':', word).is_some()
            && word.iter().all(|it| it.is_ascii_digit() || *it == b':')
    };
    // The zone may stand before or behind the year.
    let Some(time) = words.iter().position(is_time) else { return false };
    let year = words[time + 1..].iter().take(3).any(|word| word.len() == 4 && digits(word));
    words.len() >= 6 && time >= 3 && year
}

/// Where the header fields end: behind the blank line.
pub fn header_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        if rest.starts_with(b"\n") {
            return Some(at + 1);
        }
        if rest.starts_with(b"\r\n") {
            return Some(at + 2);
        }
        at += memchr(b'\n', rest)? + 1;
    }
}

fn content_length(head: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length:";
    let mut lines = head.split(|it| *it == b'\n');
    let line = lines
        .find(|line| line.get(..NAME.len()).is_some_and(|it| it.eq_ignore_ascii_case(NAME)))?;
    std::str::from_utf8(line[NAME.len()..].trim_ascii()).ok()?.parse().ok()
}

/// A mail without what the mailbox put round it: its first line, and `>` before `From `.
pub fn unquoted(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = bytes.trim_ascii_start();
    let first = line(bytes);
    if !is_from_line(first) {
        return Cow::Borrowed(bytes);
    }
    let rest = bytes.get(first.len() + 1..).unwrap_or_default();
    let head = header_end(rest).unwrap_or(rest.len());
    // Mailboxes that go by length quote nothing.
    if content_length(&rest[..head]).is_some() || memmem::find(rest, b">From ").is_none() {
        return Cow::Borrowed(rest);
    }
    let mut out = Vec::with_capacity(rest.len());
    for line in rest.split_inclusive(|it| *it == b'\n') {
        let bare = &line[line.iter().take_while(|it| **it == b'>').count()..];
        let quoted = line.len() > bare.len() && bare.starts_with(b"From ");
        out.extend_from_slice(&line[usize::from(quoted)..]);
    }
    Cow::Owned(out)
}
