//! One row of a table: where it ends, and its cells.
//!
//! Quotes are doubled in some tables and escaped by a backslash in others, and in some there are
//! none, so that a quote is text. A row is tried in each of these ways, and the one that gives a
//! sound row of as many cells as the heading has is taken. The same rules cut a table into rows and
//! read a row, so that the two never disagree.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

/// How quotes are written in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// A quote in a quoted cell is doubled.
    Doubled,
    /// It has a backslash before it.
    Escaped,
    /// Quotes are text.
    None,
    /// Two cells, the second in single quotes that are not escaped inside: parted at the first
    /// delimiter alone.
    First,
}

/// A scan of one row that can go on when more bytes have come.
#[derive(Debug, Clone)]
pub struct Scan {
    delimiter: u8,
    quotes: Quotes,
    /// Where to look on.
    at: usize,
    /// Inside a quoted cell.
    quoted: bool,
    /// Where the cell starts.
    start: usize,
    /// Cells so far.
    pub cells: Vec<Range<usize>>,
    /// Which of them were quoted.
    pub marked: Vec<bool>,
}

/// How a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The row ends here, its line end included.
    Row(usize),
    /// More bytes are needed.
    More,
    /// A quote stands where none can.
    Unsound,
}

impl Scan {
    /// A scan of a row that starts at `from`.
    pub fn new(delimiter: u8, quotes: Quotes, from: usize) -> Scan {
        let (cells, marked) = (Vec::new(), Vec::new());
        Scan { delimiter, quotes, at: from, quoted: false, start: from, cells, marked }
    }

    /// Goes on; `whole` says that no more bytes will come.
    pub fn run(&mut self, bytes: &[u8], whole: bool) -> Ended {
        loop {
            let step =
                if self.quoted { self.in_quotes(bytes, whole) } else { self.bare(bytes, whole) };
            if let Some(ended) = step {
                return ended;
            }
        }
    }

    /// Reads up to the end of a quoted cell.
    fn in_quotes(&mut self, bytes: &[u8], whole: bool) -> Option<Ended> {
        let escapes = self.quotes == Quotes::Escaped;
        let from = self.at.min(bytes.len());
        let found = match escapes {
            true => memchr2(b'"', b'\\', &bytes[from..]),
            false => memchr(b'"', &bytes[from..]),
        };
        let Some(at) = found.map(|it| from + it) else {
            self.at = bytes.len();
            return Some(if whole { Ended::Unsound } else { Ended::More });
        };
        self.at = at;
        if bytes[at] == b'\\' {
            if at + 1 >= bytes.len() {
                return Some(if whole { Ended::Unsound } else { Ended::More });
            }
            self.at = at + 2;
            return None;
        }
        // What follows the quote says whether it closes the cell.
        let blanks = bytes[at + 1..].iter().take_while(|it| **it == b' ').count();
        let after = at + 1 + blanks;
        match bytes.get(after) {
            Some(b'"') if blanks == 0 => {
                self.at = at + 2;
                None
            }
            None if !whole => Some(Ended::More),
            None => Some(self.end(at, after, bytes, whole)),
            Some(byte) if *byte == self.delimiter => {
                self.end_cell(at);
                self.at = after + 1;
                self.start = self.at;
                None
            }
            Some(b'\n' | b'\r') => Some(self.end(at, after, bytes, whole)),
            Some(_) => Some(Ended::Unsound),
        }
    }

    /// Reads a cell without quotes, or the opening of one with them.
    fn bare(&mut self, bytes: &[u8], whole: bool) -> Option<Ended> {
        if self.quotes == Quotes::First && self.cells.len() == 1 {
            let from = self.at.min(bytes.len());
            return Some(match memchr2(b'\n', b'\r', &bytes[from..]) {
                Some(it) => self.end(from + it, from + it, bytes, whole),
                None if whole => self.end(bytes.len(), bytes.len(), bytes, whole),
                None => {
                    self.at = bytes.len();
                    Ended::More
                }
            });
        }
        if self.at == self.start && matches!(self.quotes, Quotes::Doubled | Quotes::Escaped) {
            let rest = bytes.get(self.at..).unwrap_or(&[]);
            let blanks = rest.iter().take_while(|it| **it == b' ').count();
            match rest.get(blanks) {
                Some(b'"') => {
                    self.start += blanks + 1;
                    self.at = self.start;
                    self.quoted = true;
                    return None;
                }
                None if !whole => return Some(Ended::More),
                _ => {}
            }
        }
        let from = self.at.min(bytes.len());
        let Some(found) = memchr3(self.delimiter, b'\n', b'\r', &bytes[from..]) else {
            self.at = bytes.len();
            return Some(if whole {
                self.end(bytes.len(), bytes.len(), bytes, whole)
            } else {
                Ended::More
            });
        };
        let at = from + found;
        if bytes[at] == self.delimiter {
            self.end_cell(at);
            self.at = at + 1;
            self.start = self.at;
            return None;
        }
        self.at = at;
        Some(self.end(at, at, bytes, whole))
    }

    fn end_cell(&mut self, at: usize) {
        self.cells.push(self.start..at.max(self.start));
        self.marked.push(self.quoted);
        self.quoted = false;
    }

    /// Ends the row: its last cell at `cell`, its line end at `at`.
    fn end(&mut self, cell: usize, at: usize, bytes: &[u8], whole: bool) -> Ended {
        if bytes.get(at) == Some(&b'\r') && at + 1 >= bytes.len() && !whole {
            return Ended::More;
        }
        self.end_cell(cell);
        let line_end = if bytes[at.min(bytes.len())..].starts_with(b"\r\n") {
            2
        } else {
            usize::from(at < bytes.len())
        };
        Ended::Row(at + line_end)
    }
}

/// A row found.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where it ends, its line end included.
    pub end: usize,
    pub cells: Vec<Range<usize>>,
    marked: Vec<bool>,
    quotes: Quotes,
    /// It has as many cells as it should have, and its quotes are in order.
    pub is_sound: bool,
    /// Its quotes are not in order.
    pub is_broken: bool,
}

impl Row {
    /// Says whether nothing stands in it.
    pub fn is_blank(&self, bytes: &[u8]) -> bool {
        self.cells.iter().all(|it| bytes[it.clone()].trim_ascii().is_empty())
    }

    /// Says whether a row that has not as many cells as the heading is only short or long.
    pub fn is_fair(&self, width: usize) -> bool {
        let cells = self.cells.len();
        !self.is_broken && cells >= 2 && cells + (width / 3).max(1) >= width
    }

    /// Says whether its last cell was in quotes.
    pub fn ends_quoted(&self) -> bool {
        self.marked.last() == Some(&true)
    }

    /// Says whether some cell was in quotes.
    pub fn has_quotes(&self) -> bool {
        self.marked.contains(&true)
    }

    /// Says whether every cell was in quotes.
    pub fn is_quoted(&self) -> bool {
        self.marked.iter().all(|it| *it)
    }

    /// A cell as text, its quotes taken off.
    pub fn cell<'t>(&self, number: usize, text: &'t str) -> Cow<'t, str> {
        let Some(range) = self.cells.get(number) else {
            return Cow::Borrowed("");
        };
        let cell = text.get(range.clone()).unwrap_or("");
        match (self.quotes, self.marked.get(number)) {
            (Quotes::First, _) if number == 1 => {
                let cell = cell.trim();
                let inner = cell.strip_prefix('\'').unwrap_or(cell);
                Cow::Borrowed(inner.strip_suffix('\'').unwrap_or(inner))
            }
            (Quotes::Doubled, Some(true)) if cell.contains("\"\"") => {
                Cow::Owned(cell.replace("\"\"", "\""))
            }
            (Quotes::Escaped, Some(true)) if cell.contains('\\') || cell.contains("\"\"") => {
                Cow::Owned(unescape(cell))
            }
            _ => Cow::Borrowed(cell),
        }
    }
}

/// Takes off the backslashes before quotes and backslashes; others stay for who reads the text.
fn unescape(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('"' | '\\' | '\'')) | ('"', Some('"')) => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

/// Where rows come from: bytes so far, and more.
pub trait Source {
    /// Bytes so far.
    fn bytes(&self) -> &[u8];
    /// Reads on; `false` at the end.
    fn more(&mut self) -> bool;
}

/// Bytes that are all there.
pub struct Whole<'b>(pub &'b [u8]);

impl Source for Whole<'_> {
    fn bytes(&self) -> &[u8] {
        self.0
    }

    fn more(&mut self) -> bool {
        false
    }
}

/// Finds the row at `from`, in whichever way of quoting gives one of `width` cells.
///
/// `None` for a row of more than `limit` bytes. Where no way gives such a row it is the line, as
/// many cells as it has.
pub fn row(
    source: &mut dyn Source,
    from: usize,
    delimiter: u8,
    (ways, width): (&[Quotes], usize),
    limit: usize,
) -> Option<Row> {
    let mut ragged: Option<Row> = None;
    let mut broken = false;
    for quotes in ways {
        // Without a quote the other ways read the same.
        let mut scan = Scan::new(delimiter, *quotes, from);
        let ended = loop {
            // How it ends may be seen only with the next bytes.
            let before = source.bytes().len();
            let ended = scan.run(source.bytes(), false);
            if ended != Ended::More {
                break ended;
            }
            if before.saturating_sub(from) > limit {
                break Ended::Unsound;
            }
            if !source.more() {
                break scan.run(source.bytes(), true);
            }
        };
        let Ended::Row(end) = ended else {
            broken = true;
            continue;
        };
        let bytes = source.bytes();
        // Some programs end rows with delimiters.
        let surplus = scan.cells.get(width..).unwrap_or(&[]);
        let is_sound = scan.cells.len() >= width.max(1)
            && surplus.iter().all(|it| bytes[it.clone()].trim_ascii().is_empty());
        let found = Row {
            end,
            is_sound,
            is_broken: broken && !is_sound,
            quotes: *quotes,
            cells: scan.cells,
            marked: scan.marked,
        };
        if is_sound {
            return Some(found);
        }
        let plain = !found.marked.contains(&true);
        ragged.get_or_insert(found);
        if plain && !broken {
            break;
        }
    }
    ragged
}

/// Ways to read a row, the usual one first.
pub const WAYS: [Quotes; 3] = [Quotes::Doubled, Quotes::Escaped, Quotes::None];
