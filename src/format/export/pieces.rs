//! A stream of an export in, its stories out.
//!
//! Exports mark where a story starts, or where it ends, by a line among its lines (a paragraph in
//! RTF and Word, a tag in HTML). At each such line the stream is cut, so every byte is in one piece;
//! what a piece is, the format says: a story, a cover page, or text that belongs to no story and is
//! refused. One piece is held at a time, and one over the limit is passed by without being held.

use std::borrow::Cow;
use std::io::BufRead;

use memchr::{memchr, memchr2, memmem};

use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Limits, Record, Refusal};

/// Bytes looked at to tell what a stream came in.
const HEAD: usize = 64 << 10;

/// A line with more bytes than this marks nothing.
const LINE: usize = 4096;

/// What parts the lines of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Line ends.
    Text,
    /// Tags, without the text before them.
    Html,
    /// Control words that end a paragraph, row or page.
    Rtf,
    /// End tags of paragraphs.
    Word,
}

/// Where the stream is cut at a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The line starts a story.
    Before,
    /// The line ends one.
    After,
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
    /// Says whether a line parts stories; `piece` is what stands before it since the last one.
    fn side(&self, line: &str, piece: &[u8]) -> Option<Side>;
    /// Says what a piece is; `first` is the one at the start of the stream.
    fn kind(&self, piece: &[u8], first: bool) -> Kind;
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
            match self.seams.side(&line, &bytes[..start]) {
                Some(Side::Before) => {
                    // In HTML the tag starts the story, not the text before it.
                    let tag = match self.seams.unit() {
                        Unit::Html => memchr(b'<', &bytes[start..end]).unwrap_or(0),
                        _ => 0,
                    };
                    let seam = start + tag;
                    if seam > 0 {
                        return Some(seam);
                    }
                }
                Some(Side::After) => return Some(end),
                None => {}
            }
        }
    }

    /// Lets the first bytes go.
    fn skip(&mut self, count: usize) {
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
                if !first {
                    record.extend_from_slice(&self.head);
                }
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

enum Found {
    /// Where the line ends.
    Line(usize),
    /// No end yet; where to look on.
    None(usize),
}

/// Finds the end of the line that `from` stands in.
fn next_line(unit: Unit, bytes: &[u8], from: usize) -> Found {
    let rest = &bytes[from.min(bytes.len())..];
    match unit {
        Unit::Text => match memchr2(b'\n', b'\r', rest) {
            Some(step) => Found::Line(from + step + 1),
            None => Found::None(bytes.len()),
        },
        Unit::Html => match memchr(b'>', rest) {
            Some(step) => Found::Line(from + step + 1),
            None => Found::None(bytes.len()),
        },
        Unit::Word => match memmem::find(rest, b"</w:p>") {
            Some(step) => Found::Line(from + step + 6),
            None => Found::None(bytes.len().saturating_sub(5).max(from)),
        },
        Unit::Rtf => {
            let mut at = from;
            while let Some(step) = memchr(b'\\', &bytes[at.min(bytes.len())..]) {
                at += step;
                let word = &bytes[at + 1..];
                let length = word.iter().take(8).take_while(|it| it.is_ascii_alphabetic()).count();
                // A word that touches the end may go on.
                if length == word.len() {
                    return Found::None(at);
                }
                if matches!(&word[..length], b"par" | b"row" | b"sect" | b"page") {
                    return Found::Line(at + 1 + length);
                }
                at += 1 + length.max(1);
            }
            Found::None(bytes.len().max(from))
        }
    }
}

/// The text of a line.
fn shown(unit: Unit, line: &[u8]) -> Cow<'_, str> {
    match unit {
        Unit::Text => String::from_utf8_lossy(line),
        Unit::Html => String::from_utf8_lossy(&line[memchr(b'<', line).unwrap_or(0)..]),
        Unit::Rtf => {
            let lines = crate::text::rtf::read(line).lines;
            Cow::Owned(lines.into_iter().map(|it| it.text).collect())
        }
        Unit::Word => {
            let start = memmem::rfind(line, b"<w:p>").or_else(|| memmem::rfind(line, b"<w:p "));
            let text = String::from_utf8_lossy(&line[start.unwrap_or(0)..]);
            let lines = crate::text::word::lines(&text);
            Cow::Owned(lines.into_iter().map(|it| it.text).collect())
        }
    }
}

/// Length of what stands before the body of a Word document.
fn body(start: &[u8]) -> usize {
    let Some(at) = memmem::find(start, b"<w:body") else {
        return 0;
    };
    memchr(b'>', &start[at..]).map_or(0, |it| at + it + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    struct Marks(Unit);

    impl Seams for Marks {
        fn unit(&self) -> Unit {
            self.0
        }

        fn side(&self, line: &str, _: &[u8]) -> Option<Side> {
            match line.trim() {
                "S" | "<s>" => Some(Side::Before),
                "E" | "<e>" => Some(Side::After),
                _ => None,
            }
        }

        fn kind(&self, piece: &[u8], first: bool) -> Kind {
            let text = String::from_utf8_lossy(piece);
            match text.contains("story") {
                true => Kind::Story,
                false if first || text.trim().is_empty() => Kind::Passed,
                false => Kind::Loose,
            }
        }
    }

    fn cut(unit: Unit, text: &str, limit: usize, buffer: usize) -> Vec<String> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
        Pieces::new(Box::new(input), |_| Marks(unit), &Limits { story: limit })
            .map(|it| match it {
                Cut::Record(record) => String::from_utf8_lossy(&record.bytes).into_owned(),
                Cut::Refused(Refusal::Reject { offset, reason }) => {
                    format!("{offset} {}", reason.split(' ').take(3).collect::<Vec<_>>().join(" "))
                }
                Cut::Refused(Refusal::NotStory { kind }) => kind.to_owned(),
                Cut::Broken(..) => "broken".into(),
            })
            .collect()
    }

    #[test]
    fn lines_part_stories() {
        for buffer in [1, 5, 1000] {
            assert_eq!(
                cut(Unit::Text, "cover\nS\nstory 1\nE\nloose\nS\nstory 2\n", 100, buffer),
                ["S\nstory 1\nE\n", "18 text that belongs", "S\nstory 2\n"]
            );
            assert_eq!(
                cut(Unit::Html, "<x>cover<s>story 1<s>story 2</x>", 100, buffer),
                ["<s>story 1", "<s>story 2</x>"]
            );
            assert_eq!(
                cut(
                    Unit::Rtf,
                    r"{\rtf1{\fonttbl{\f0 A;}}story 1\par {\b E}\par story 2\par}",
                    100,
                    buffer
                ),
                [
                    r"{\rtf1{\fonttbl{\f0 A;}}story 1\par {\b E}\par",
                    r"{\rtf1{\fonttbl{\f0 A;}} story 2\par}"
                ]
            );
            assert_eq!(
                cut(
                    Unit::Word,
                    "<w:body><w:p><w:t>story</w:t></w:p><w:p a='b'><w:t>E</w:t></w:p><w:p>story</w:p>",
                    100,
                    buffer
                ),
                [
                    "<w:body><w:p><w:t>story</w:t></w:p><w:p a='b'><w:t>E</w:t></w:p>",
                    "<w:body><w:p>story</w:p>"
                ]
            );
        }
    }

    #[test]
    fn a_story_over_the_limit_costs_no_neighbour() {
        let text = format!("S\nstory 1\nS\nstory {}\nS\nstory 3\n", "long\n".repeat(4000));
        for buffer in [7, 4096] {
            assert_eq!(
                cut(Unit::Text, &text, 50, buffer),
                ["S\nstory 1\n", "10 the story is", "S\nstory 3\n"]
            );
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_buffers_make_no_difference(
            text in r"(S|E|story|a| |\n|<s>|<e>|<|>|\\par|\\row |\\|\{|</w:p>|<w:p>|<w:t>){0,40}",
            limit in 0usize..60,
        ) {
            for unit in [Unit::Text, Unit::Html, Unit::Rtf, Unit::Word] {
                prop_assert_eq!(cut(unit, &text, limit, 1), cut(unit, &text, limit, 4096));
            }
        }
    }
}
