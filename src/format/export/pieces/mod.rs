//! A stream of an export in, its stories out.
//!
//! Exports mark where a story starts, or where it ends, by a line among its lines (a paragraph in
//! RTF and Word, a tag in HTML). At each such line the stream is cut, so every byte is in one piece;
//! what a piece is, the format says: a story, a cover page, or text that belongs to no story and is
//! refused. One piece is held at a time, and one over the limit is passed by without being held.

mod units;

use std::cell::Cell;
use std::io::BufRead;

use memchr::{memchr, memmem, memrchr};

pub use self::units::Unit;
use self::units::{Found, body, next_line, shown};
use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Limits, Record, Refusal};

/// Bytes looked at to tell what a stream came in.
const HEAD: usize = 64 << 10;

/// A line with more bytes than this marks nothing.
const LINE: usize = 4096;

/// Where the stream is cut at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// The line starts a story.
    Before,
    /// The line ends one.
    After,
    /// A story starts inside the line, with these words: what parted it from the line before is lost.
    From(String),
    /// A story ends inside the line, with these words.
    Behind(String),
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A story.
    Story,
    /// A cover page, a list of what follows, blanks.
    Passed,
    /// Text that belongs to no story.
    Loose,
}

/// How an export is cut.
pub trait Seams {
    /// What parts its lines.
    fn unit(&self) -> Unit;
    /// Says whether a line parts stories; `piece` is what stands before it since the last one. Asked
    /// once for each line, in order.
    fn side(&self, line: &str, piece: &[u8]) -> Option<Side>;
    /// Told when another piece starts, or the rest of one whose beginning is let go.
    fn anew(&self) {}
    /// Says what a piece is; `first` is the one at the start of the stream.
    fn kind(&self, piece: &[u8], first: bool) -> Kind;
}

/// Something that is looked for in a piece while it grows: asked at each line, it would else be
/// looked for in the whole of it again and again.
#[derive(Debug, Default)]
pub struct Sought {
    /// Up to here it was looked for.
    upto: Cell<usize>,
    found: Cell<bool>,
}

impl Sought {
    /// Says whether the piece holds what `find` looks for from a place on; `longest` are the bytes
    /// of it at most.
    pub fn is_in(
        &self,
        piece: &[u8],
        longest: usize,
        find: impl FnOnce(&[u8], usize) -> bool,
    ) -> bool {
        if !self.found.get() {
            let from = self.upto.get().min(piece.len()).saturating_sub(longest);
            self.found.set(find(piece, from));
            self.upto.set(piece.len());
        }
        self.found.get()
    }

    /// As [`Sought::is_in`], for bytes as they stand.
    pub fn holds(&self, piece: &[u8], what: &[u8]) -> bool {
        self.is_in(piece, what.len(), |piece, from| memmem::find(&piece[from..], what).is_some())
    }

    /// Another piece starts.
    pub fn forget(&self) {
        self.upto.set(0);
        self.found.set(false);
    }
}

/// A stream that is one story.
pub struct Whole;

impl Seams for Whole {
    fn unit(&self) -> Unit {
        Unit::Text
    }

    fn side(&self, _: &str, _: &[u8]) -> Option<Side> {
        None
    }

    fn kind(&self, _: &[u8], _: bool) -> Kind {
        Kind::Story
    }
}

/// Cuts a stream.
pub struct Pieces<'a, S> {
    window: Window<'a>,
    seams: S,
    limit: usize,
    number: u64,
    /// What has to stand before each piece so that it can be read.
    head: Vec<u8>,
    first: bool,
    /// Where looking goes on, and where the line there starts.
    at: usize,
    start: usize,
    ended: bool,
}

impl<'a, S: Seams> Pieces<'a, S> {
    /// `seams` is told by the first bytes of the stream.
    pub fn new(
        input: Box<dyn BufRead + 'a>,
        seams: impl FnOnce(&[u8]) -> S,
        limits: &Limits,
    ) -> Pieces<'a, S> {
        let mut window = Window::new(input);
        while window.bytes().len() < HEAD && window.more() {}
        let start = &window.bytes()[..window.bytes().len().min(HEAD)];
        let seams = seams(start);
        let length = match seams.unit() {
            Unit::Rtf => crate::text::rtf::head(start),
            Unit::Word => body(start),
            Unit::Text | Unit::Html => 0,
        };
        let head = start[..length].to_vec();
        window.skip(length);
        Pieces {
            window,
            seams,
            limit: limits.story,
            number: 0,
            head,
            first: true,
            at: 0,
            start: 0,
            ended: false,
        }
    }

    /// Looks for the end of the piece at the start of the window.
    fn seam(&mut self) -> Option<usize> {
        loop {
            let bytes = self.window.bytes();
            let end = match next_line(self.seams.unit(), bytes, self.at) {
                Found::Line(end) => end,
                Found::None(at) if self.ended && self.start < bytes.len() => {
                    self.at = at;
                    bytes.len()
                }
                Found::None(at) => {
                    self.at = at;
                    return None;
                }
            };
            let start = std::mem::replace(&mut self.start, end);
            self.at = end;
            if end - start > LINE {
                continue;
            }
            let line = shown(self.seams.unit(), &bytes[start..end]);
            let mut side = self.seams.side(&line, &bytes[..start]);
            // In HTML the tag starts the story, not the text before it.
            let mut tag = 0;
            if self.seams.unit() == Unit::Html {
                tag = memchr(b'<', &bytes[start..end]).unwrap_or(0);
                // The tag before it may have lost its end.
                let last = memrchr(b'<', &bytes[start..end]).unwrap_or(tag);
                if side.is_none() && last > tag {
                    tag = last;
                    let line = shown(Unit::Html, &bytes[start + last..end]);
                    side = self.seams.side(&line, &bytes[..start + last]);
                }
            }
            match side {
                Some(Side::Before) => {
                    let seam = start + tag;
                    if seam > 0 {
                        return Some(seam);
                    }
                }
                Some(Side::After) => return Some(end),
                Some(Side::From(words)) => {
                    let found = memmem::rfind(&bytes[start..end], words.as_bytes());
                    if let Some(seam) = found.map(|it| start + it).filter(|it| *it > 0) {
                        return Some(seam);
                    }
                }
                Some(Side::Behind(words)) => {
                    let found = memmem::rfind(&bytes[start..end], words.as_bytes());
                    if let Some(at) = found {
                        return Some(start + at + words.len());
                    }
                }
                None => {}
            }
        }
    }

    /// Lets the first bytes go.
    fn skip(&mut self, count: usize) {
        self.seams.anew();
        self.window.skip(count);
        self.at = self.at.saturating_sub(count);
        self.start = self.start.saturating_sub(count);
    }

    /// The next piece.
    fn piece(&mut self) -> Option<Cut> {
        let offset = self.window.offset();
        let mut held = true;
        let end = loop {
            if let Some(end) = self.seam() {
                break end;
            }
            if self.ended {
                break self.window.bytes().len();
            }
            if self.window.bytes().len() > self.limit.saturating_add(LINE) {
                held = false;
                let gone = if self.at - self.start > LINE { self.at } else { self.start };
                if gone == self.at {
                    self.start = self.at;
                }
                self.skip(gone);
            }
            self.ended = !self.window.more();
        };
        let first = std::mem::replace(&mut self.first, false);
        if !held || end > self.limit {
            self.skip(end);
            return Some(self.refuse(offset, over_limit(self.limit)));
        }
        let bytes = &self.window.bytes()[..end];
        let kind = self.seams.kind(bytes, first);
        let broken = self.ended && self.window.is_broken() && end == bytes.len();
        let last = end == self.window.bytes().len();
        let cut = match kind {
            Kind::Passed => None,
            Kind::Story if broken && last => {
                Some(self.refuse(offset, "the stream breaks off inside this story".to_owned()))
            }
            Kind::Story => {
                self.number += 1;
                let mut record = Vec::with_capacity(self.head.len() + end);
                record.extend_from_slice(&self.head);
                record.extend_from_slice(bytes);
                Some(Cut::Record(Record { number: self.number, offset, bytes: record }))
            }
            Kind::Loose => Some(self.refuse(offset, "text that belongs to no story".to_owned())),
        };
        self.skip(end);
        cut
    }

    fn refuse(&self, offset: u64, reason: String) -> Cut {
        Cut::Refused(Refusal::Reject { offset, reason })
    }
}

impl<S: Seams> Iterator for Pieces<'_, S> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        loop {
            if self.window.bytes().is_empty() && !self.window.more() {
                return self.window.broken();
            }
            if let Some(cut) = self.piece() {
                return Some(cut);
            }
        }
    }
}

#[cfg(test)]
mod tests;
