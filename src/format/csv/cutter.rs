//! A table in, its rows out, each behind the heading.
//!
//! A row may be damaged: a quote lost, a line end in a cell without quotes. Then it does not have
//! as many cells as the heading, and what follows it up to the next sound row is part of it, so
//! that damage costs no neighbour. A row that is only short or long, its quotes in order, is a row.

use std::io::BufRead;

use super::heading::{Heading, LONGEST, find};
use super::row::{Quotes, Row, Source, row};
use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Record, Refusal};

/// Rows of a table.
pub struct Rows<'a> {
    window: Window<'a>,
    limit: usize,
    /// Set once the first bytes have been seen.
    heading: Option<Heading>,
    /// The bytes above the first row.
    above: Option<Vec<u8>>,
    /// The row at the start of the window, found while looking where the one before ends.
    ahead: Option<Row>,
    number: u64,
    /// Passing what belongs to a row over the limit.
    passing: bool,
    done: bool,
}

impl Source for Window<'_> {
    fn bytes(&self) -> &[u8] {
        Window::bytes(self)
    }

    fn more(&mut self) -> bool {
        Window::more(self)
    }
}

impl<'a> Rows<'a> {
    pub fn new(input: Box<dyn BufRead + 'a>, limit: usize) -> Rows<'a> {
        Rows {
            window: Window::new(input),
            limit,
            heading: None,
            above: None,
            ahead: None,
            number: 0,
            passing: false,
            done: false,
        }
    }

    /// Finds the heading; the window then starts at the first row.
    fn open(&mut self) {
        // The more of it is there, the more there is to tell a heading from.
        while self.window.bytes().len() < LONGEST && self.window.more() {}
        self.heading = find(self.window.bytes());
        let end = self.heading.as_ref().map_or(0, |it| it.end);
        self.above = Some(self.window.take(end));
    }

    /// The row that starts at `from` in the window.
    fn row(&mut self, heading: &Heading, from: usize) -> Option<Row> {
        let ways = (heading.ways.as_slice(), heading.names.len());
        row(&mut self.window, from, heading.delimiter, ways, self.limit)
    }

    /// Lets bytes go, and whatever was found ahead.
    fn skip(&mut self, count: usize) {
        self.window.skip(count);
        self.ahead = None;
    }

    /// Passes one line of what is too long.
    fn pass_line(&mut self) {
        self.ahead = None;
        loop {
            let bytes = self.window.bytes();
            if let Some(at) = memchr::memchr(b'\n', bytes) {
                return self.window.skip(at + 1);
            }
            let length = bytes.len();
            self.window.skip(length);
            if !self.window.more() {
                return;
            }
        }
    }

    fn cut(&mut self, heading: &Heading) -> Option<Cut> {
        loop {
            if self.window.bytes().is_empty() && !self.window.more() {
                self.done = true;
                return self.window.broken();
            }
            let offset = self.window.offset();
            let first = match self.ahead.take() {
                Some(row) => Some(row),
                None => self.row(heading, 0),
            };
            let Some(first) = first else {
                let told = self.passing;
                self.pass_line();
                self.passing = true;
                if told {
                    continue;
                }
                return Some(self.too_long(offset));
            };
            if first.is_blank(self.window.bytes()) {
                if self.above.is_some() && self.number == 0 {
                    // Blank lines above the first row are part of what comes with each.
                    let blank = self.window.bytes()[..first.end].to_vec();
                    if let Some(above) = self.above.as_mut().filter(|it| it.len() < LONGEST) {
                        above.extend(blank);
                    }
                }
                self.skip(first.end);
                continue;
            }
            if self.passing && !first.is_sound {
                self.skip(first.end);
                continue;
            }
            self.passing = false;
            return Some(self.whole(heading, first, offset));
        }
    }

    /// Cuts the record that `first` begins: it, and what belongs to no other.
    fn whole(&mut self, heading: &Heading, first: Row, offset: u64) -> Cut {
        let mut end = first.end;
        let mut next_at = end;
        let mut so_far = SoFar::new(&first, heading);
        while so_far != SoFar::Whole {
            if next_at >= self.window.bytes().len() && !self.window.more() {
                break;
            }
            let Some(next) = self.row(heading, next_at) else {
                break;
            };
            if next.is_blank(self.window.bytes()) {
                next_at = next.end;
            } else if so_far.takes(&next, heading, self.window.bytes()) {
                end = next.end;
                next_at = end;
            } else {
                self.ahead = (next_at == end).then_some(next);
                break;
            }
            if next_at > self.limit {
                break;
            }
        }
        self.number += 1;
        if end > self.limit {
            let passed = first.end.min(end);
            self.skip(passed);
            self.passing = true;
            return self.too_long(offset);
        }
        if self.window.is_broken() && end >= self.window.bytes().len() {
            self.skip(end);
            let reason = "the stream breaks off inside this story".to_owned();
            return Cut::Refused(Refusal::Reject { offset, reason });
        }
        if let Some(ahead) = &mut self.ahead {
            ahead.end -= end;
            for cell in &mut ahead.cells {
                *cell = cell.start - end..cell.end - end;
            }
        }
        let own = self.window.take(end);
        let mut bytes = self.above.clone().unwrap_or_default();
        bytes.extend_from_slice(trim_line_end(&own));
        Cut::Record(Record { number: self.number, offset, bytes })
    }

    fn too_long(&self, offset: u64) -> Cut {
        Cut::Refused(Refusal::Reject { offset, reason: over_limit(self.limit) })
    }
}

/// What a record has of its row so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SoFar {
    /// All of it: what follows is another row, or belongs to one.
    Whole,
    /// A cell of text without quotes ends it, after so many cells: a line may follow that goes on.
    Open(usize),
    /// Its quotes are not in order.
    Broken,
}

impl SoFar {
    fn new(row: &Row, heading: &Heading) -> SoFar {
        let (cells, width) = (row.cells.len(), heading.names.len());
        if heading.ways == [Quotes::First] {
            SoFar::Whole
        } else if row.is_sound || row.is_fair(width) {
            match heading.text {
                Some(text) if text + 1 == cells && !row.ends_quoted() => SoFar::Open(cells),
                _ => SoFar::Whole,
            }
        } else {
            SoFar::Broken
        }
    }

    /// Says whether what stands next is part of the record, and takes it.
    fn takes(&mut self, next: &Row, heading: &Heading, bytes: &[u8]) -> bool {
        let (cells, width) = (next.cells.len(), heading.names.len());
        if next.is_sound {
            return false;
        }
        match *self {
            SoFar::Whole => false,
            SoFar::Broken => !(next.is_fair(width) && width >= SAFE),
            SoFar::Open(before) => {
                let ends = before < width && before + cells == width + 1;
                if ends {
                    *self = SoFar::Whole;
                }
                // One word is no line of text: a row that breaks off.
                let line = &bytes[next.cells[0].start..next.end.min(bytes.len())];
                let words = line.iter().filter(|it| **it == b' ').count() >= 2;
                !next.is_broken && (ends || cells == 1 && words && !next.ends_quoted())
            }
        }
    }
}

/// In tables of so many columns no line of text looks like a row by chance.
const SAFE: usize = 4;

fn trim_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

impl Iterator for Rows<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if self.done {
            return None;
        }
        if self.above.is_none() {
            self.open();
        }
        let Some(heading) = self.heading.take() else {
            self.done = true;
            return self.window.broken();
        };
        let cut = self.cut(&heading);
        self.heading = Some(heading);
        cut
    }
}
