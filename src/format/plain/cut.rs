//! A stream of plain text in, its stories out.
//!
//! Only what starts or ends a story at the start of a line counts; inside a telegraph frame only
//! the end of the frame does. Text in two-byte characters is not cut.

use std::io::BufRead;

use memchr::memchr3;

use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Limits, Record, Refusal};
use crate::text::charset;

/// What a line means for the cutting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A story starts with this line.
    Starts,
    /// A frame starts with this line.
    Opens,
    /// A frame ends with this line.
    Closes,
    /// A story ends with this line.
    Ends,
    /// It says nothing.
    Nothing,
}

/// Pieces of a stream. Other formats whose stories begin at a line of their own are cut by it too.
pub struct Pieces<'a> {
    window: Window<'a>,
    /// Reads what a line means.
    sign: fn(&[u8]) -> Sign,
    /// Whether form feeds part stories.
    feeds: bool,
    /// What the line begins with that opens a story: cut off at the end of a stream, it is no part
    /// of the story above it.
    opening: &'static [u8],
    limit: usize,
    number: u64,
    /// Whether anything was found at all.
    any: bool,
    done: bool,
    wide: Option<bool>,
    /// Whether the stream has been read to its end.
    ended: bool,
}

impl<'a> Pieces<'a> {
    /// Cuts plain text.
    pub fn new(input: Box<dyn BufRead + 'a>, limits: &Limits) -> Pieces<'a> {
        Pieces { feeds: true, ..Pieces::by(sign, input, limits) }
    }

    /// Cuts at the lines that a format says.
    pub fn by(
        sign: fn(&[u8]) -> Sign,
        input: Box<dyn BufRead + 'a>,
        limits: &Limits,
    ) -> Pieces<'a> {
        let window = Window::new(input);
        Pieces {
            window,
            sign,
            feeds: false,
            opening: b"",
            limit: limits.story,
            number: 0,
            any: false,
            done: false,
            wide: None,
            ended: false,
        }
    }

    /// Says what the line begins with that opens a story.
    pub fn opened_by(mut self, opening: &'static [u8]) -> Pieces<'a> {
        self.opening = opening;
        self
    }

    /// Says whether a line that the stream ends in is the start of one that opens a story.
    fn is_cut_opening(&self, line: &[u8]) -> bool {
        !line.is_empty() && self.opening.starts_with(line)
    }

    /// Says whether the stream is in two-byte characters, by its first bytes.
    fn is_wide(&mut self) -> bool {
        if let Some(wide) = self.wide {
            return wide;
        }
        while self.window.bytes().len() < 512 && self.window.more() {}
        let head = self.window.bytes();
        let wide = head.starts_with(b"\xFF\xFE")
            || head.starts_with(b"\xFE\xFF")
            || head.starts_with(b"\0\0\xFE\xFF")
            || charset::wide_without_mark(head).is_some();
        self.wide = Some(wide);
        wide
    }

    /// Finds the end of the piece at the start of the window.
    fn piece(&mut self) -> Piece {
        let wide = self.is_wide();
        let mut framed = false;
        // Where the line begins that is looked at, how far it has been searched for its end, and
        // whether anything but blanks stands before it.
        let (mut line, mut scanned, mut filled) = (0, 0, false);
        let mut dropped = false;
        loop {
            let bytes = self.window.bytes();
            let found = if wide { None } else { memchr3(b'\n', b'\r', 0x0C, &bytes[scanned..]) };
            // A line feed belongs to the return before it, even where a read parts them.
            let found = found
                .map(|step| scanned + step)
                .filter(|at| self.ended || bytes[*at] != b'\r' || at + 1 < bytes.len());
            let Some(at) = found else {
                let held = bytes.len();
                if self.ended || !self.window.more() {
                    self.ended = true;
                    let bytes = self.window.bytes();
                    if !wide && memchr3(b'\n', b'\r', 0x0C, &bytes[scanned..]).is_some() {
                        continue;
                    }
                    let last = (self.sign)(&bytes[line..]);
                    let begun = line > 0 && self.is_cut_opening(&bytes[line..]);
                    let starts = matches!(last, Sign::Starts | Sign::Opens);
                    let opens = last == Sign::Opens || begun;
                    if (starts && filled && !framed || opens && framed || begun && filled) && !wide
                    {
                        return self.up_to(line, 0, dropped);
                    }
                    return self.up_to(bytes.len(), 0, dropped);
                }
                scanned = held.saturating_sub(1).max(scanned);
                // Past the limit nothing is held but the line that may end the story; a line
                // without an end is no sign.
                dropped |= held > self.limit;
                let free = if held - line > 4096 { scanned } else { line };
                if dropped && free > 0 {
                    self.window.skip(free);
                    scanned -= free;
                    line = line.saturating_sub(free);
                }
                continue;
            };
            let text = &bytes[line..at];
            let mut end = at + 1;
            if bytes[at] == b'\r' && bytes.get(end) == Some(&b'\n') {
                end += 1;
            }
            let feeds = bytes[at] == 0x0C;
            match (self.sign)(text) {
                Sign::Closes if framed => return self.up_to(end, 0, dropped),
                // The end of the frame before was lost.
                Sign::Opens if framed => return self.up_to(line, 0, dropped),
                // The same, and with it the end of the line.
                _ if framed && inner_frame(text).is_some() => {
                    let at = line + inner_frame(text).unwrap_or(0);
                    return self.up_to(at, 0, dropped);
                }
                _ if framed => {}
                Sign::Starts | Sign::Opens if filled => return self.up_to(line, 0, dropped),
                Sign::Opens => framed = true,
                Sign::Ends if filled => return self.up_to(end, 0, dropped),
                _ => {}
            }
            filled |= !is_blank(text);
            if feeds && self.feeds && !framed {
                return self.up_to(at, 1, dropped);
            }
            line = end;
            scanned = end;
        }
    }

    fn up_to(&self, end: usize, gap: usize, dropped: bool) -> Piece {
        Piece { end, gap, dropped: dropped || end > self.limit }
    }

    /// Passes blanks before a story: whole lines of them, since an indent belongs to its line.
    fn pass_blanks(&mut self) {
        if self.is_wide() {
            return;
        }
        loop {
            let bytes = self.window.bytes();
            let blanks = bytes.iter().take_while(|it| is_blank(&[**it])).count();
            let ends = |it: &u8| matches!(it, b'\n' | b'\r' | 0x0C);
            let blanks = if blanks < bytes.len() {
                bytes[..blanks].iter().rposition(ends).map_or(0, |it| it + 1)
            } else {
                blanks
            };
            self.window.skip(blanks);
            if !self.window.bytes().is_empty() || !self.window.more() {
                return;
            }
        }
    }
}

/// Where a piece ends, how many bytes after it belong to none, and whether it is over the limit.
struct Piece {
    end: usize,
    gap: usize,
    dropped: bool,
}

impl Iterator for Pieces<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        while !self.done {
            self.pass_blanks();
            let offset = self.window.offset();
            if self.window.bytes().is_empty() && !self.window.more() {
                self.done = true;
                if let Some(broken) = self.window.broken() {
                    return Some(broken);
                }
                return (!self.any).then_some(Cut::Refused(Refusal::NotStory { kind: "empty" }));
            }
            let piece = self.piece();
            let bytes = self.window.take(piece.end);
            self.window.skip(piece.gap);
            let at_end = self.window.bytes().is_empty();
            if !piece.dropped && is_blank(&bytes) {
                continue;
            }
            self.any = true;
            self.number += 1;
            if at_end && self.window.is_broken() {
                let reason = "the stream breaks off inside this story".to_owned();
                return Some(Cut::Refused(Refusal::Reject { offset, reason }));
            }
            if piece.dropped {
                let reason = over_limit(self.limit);
                return Some(Cut::Refused(Refusal::Reject { offset, reason }));
            }
            return Some(Cut::Record(Record { number: self.number, offset, bytes }));
        }
        None
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|it| it.is_ascii_whitespace() || matches!(it, 0 | 0x0B | 0x1A))
}

/// Reads what a line of plain text means.
fn sign(line: &[u8]) -> Sign {
    // Nearly all lines start with something else, and most are longer.
    let Some(first) = line.iter().find(|it| !matches!(it, b' ' | b'\t')) else {
        return Sign::Nothing;
    };
    match first {
        b'Z' | b'z' if opens_frame(line) => Sign::Opens,
        b'N' | b'n' if closes_frame(line) => Sign::Closes,
        b'D' | b'T' if message_id(line).is_some() => Sign::Starts,
        b'-' | b'#' | b'=' if matches!(line.trim_ascii(), b"-30-" | b"###" | b"= = =") => {
            Sign::Ends
        }
        _ => Sign::Nothing,
    }
}

/// Says whether a line opens a telegraph frame.
pub fn opens_frame(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"ZCZC") || line == b"zczc" || line.starts_with(b"zczc ")
}

/// Where a frame opens inside a line, behind the end of another or other text.
fn inner_frame(line: &[u8]) -> Option<usize> {
    let at = memchr::memmem::find(line, b"ZCZC ").filter(|at| *at > 0)?;
    opens_frame(&line[at..]).then_some(at)
}

/// Says whether a line closes a telegraph frame.
pub fn closes_frame(line: &[u8]) -> bool {
    matches!(line.trim_ascii(), b"NNNN" | b"nnnn")
}

/// Length of the id at the start of a line such as `DEV-MUC3-0001 (NOSC)`, which holds nothing
/// else.
pub fn message_id(line: &[u8]) -> Option<usize> {
    let rest = line.strip_prefix(b"DEV-MUC").or_else(|| {
        let rest = line.strip_prefix(b"TST")?;
        let rest = rest.strip_prefix(b"-").unwrap_or(rest);
        let (digit, rest) = rest.split_first()?;
        digit.is_ascii_digit().then_some(rest)?.strip_prefix(b"-MUC")
    })?;
    let (digit, rest) = rest.split_first()?;
    let number = rest.strip_prefix(b"-")?;
    let digits = number.iter().take_while(|it| it.is_ascii_digit()).count();
    let tail = number[digits..].trim_ascii();
    let bare = tail.is_empty() || tail.starts_with(b"(") && tail.ends_with(b")") && tail.len() < 40;
    (digit.is_ascii_digit() && digits == 4 && bare).then_some(line.len() - number.len() + digits)
}
