//! The heading of a table: what parts its cells, and what its columns are called.
//!
//! All of it is found from the first rows alone, and the same way each time, because a record
//! comes with its heading and is read without any other.

use std::cell::RefCell;

use super::row::{Quotes, Row, WAYS, Whole, row};
use crate::format::columns::{filed, hold_text, is_known, is_url, normal};
use crate::text::charset;

/// What may part cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Longest heading, in bytes.
pub const LONGEST: usize = 32 << 10;
/// Longer names are none that is known.
const LONGEST_KNOWN: usize = 200;
/// Longest name of a column, in bytes, and the most words of one.
const NAME: (usize, usize) = (64, 6);

/// What is known of a table before its first row is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub delimiter: u8,
    /// Names of the columns; made up where the table has none.
    pub names: Vec<String>,
    /// Where the first row starts.
    pub end: usize,
    /// How quotes may be written, the likeliest first.
    pub ways: Vec<Quotes>,
    /// How many names are known ones.
    pub known: usize,
    /// The table has names for its columns.
    pub is_named: bool,
    /// The column of the text.
    pub text: Option<usize>,
}

impl Heading {
    /// The first column whose name is one of texts.
    fn text_column(&self) -> Option<usize> {
        self.names.iter().position(|it| hold_text(std::iter::once(&*normal(it))))
    }

    /// The normal names of the columns, but for those that are too long to mean anything.
    pub fn normal_names(&self) -> Vec<String> {
        self.names.iter().filter(|it| it.len() <= LONGEST_KNOWN).map(|it| normal(it)).collect()
    }
}

thread_local! {
    /// The line that was read last as a heading, and what it said: every row of a table comes with
    /// the same one.
    static LAST: RefCell<Option<(Vec<u8>, Heading)>> = const { RefCell::new(None) };
}

/// Finds the heading of a table. `None` where there is no row at all.
pub fn find(bytes: &[u8]) -> Option<Heading> {
    let (start, told) = above(bytes);
    if let Some(line) = plain_line(bytes, start) {
        let known = LAST.with_borrow(|last| {
            last.as_ref().filter(|(of, _)| of == line).map(|(_, heading)| heading.clone())
        });
        if known.is_some() {
            return known;
        }
        // What stands under such a line has no say in what it means.
        if let Some(heading) = named(line, start, told) {
            LAST.set(Some((line.to_owned(), heading.clone())));
            return Some(heading);
        }
    }
    if let Some(heading) = single_quoted(bytes, start) {
        return Some(heading);
    }
    let all = delimiters(told);
    let mut heading = likeliest(bytes, start, &all)?;
    if heading.known == 0 && !can_be_names(&heading.names) {
        // No heading: the first row is one like all others.
        let (delimiter, width) =
            commonest(bytes, start, &all).unwrap_or((heading.delimiter, heading.names.len()));
        heading.names = by_shape(&heading.names);
        heading.names.resize(width, String::new());
        heading.delimiter = delimiter;
        heading.end = start;
        heading.is_named = false;
    }
    heading.text = heading.text_column();
    Some(heading)
}

/// All bytes up to the end of the first line, where that line reads the same whatever follows it:
/// it ends, it has no quotes and no letters whose charset is to be guessed, and it does not stand
/// above a text in single quotes.
fn plain_line(bytes: &[u8], start: usize) -> Option<&[u8]> {
    let head = &bytes[start..bytes.len().min(start + LONGEST)];
    let at = memchr::memchr2(b'\n', b'\r', head)?;
    let ends = if head[at..].starts_with(b"\r\n") { 2 } else { 1 };
    // A return at the very end may be half of a line end.
    let whole = head[at] == b'\n' || start + at + 1 < bytes.len();
    let line = &head[..at];
    let below = &head[at + ends..];
    let below = &below[..memchr::memchr2(b'\n', b'\r', below).unwrap_or(below.len())];
    let plain = line.is_ascii() && memchr::memchr2(b'"', b'\'', line).is_none();
    (whole && plain && !is_single_quoted(below)).then(|| &bytes[..start + at + ends])
}

/// The heading that a line is, if one of its names is known.
fn named(line: &[u8], start: usize, told: Option<u8>) -> Option<Heading> {
    let mut heading = likeliest(line, start, &delimiters(told)).filter(|it| it.known > 0)?;
    heading.text = heading.text_column();
    Some(heading)
}

fn delimiters(told: Option<u8>) -> Vec<u8> {
    told.map_or(DELIMITERS.to_vec(), |it| vec![it])
}

/// The heading by the delimiter that gives the most names that are known.
fn likeliest(bytes: &[u8], start: usize, delimiters: &[u8]) -> Option<Heading> {
    let headings = delimiters.iter().filter_map(|it| with_delimiter(bytes, start, *it));
    // The last of equal ones is taken, so they are asked in reverse.
    let headings: Vec<Heading> = headings.collect();
    headings.into_iter().rev().max_by_key(|it| (it.known, it.names.len()))
}

/// Names for the columns of a table without any, by what the cells of one row look like.
pub fn by_shape(cells: &[String]) -> Vec<String> {
    let value = |cell: &String| serde_json::Value::String(cell.clone());
    let kind = |cell: &String| -> &str {
        if is_url(cell) {
            "url"
        } else if cell.len() > 7 && filed(&value(cell)).is_some() {
            "filed"
        } else if cell.split_whitespace().nth(2).is_some() {
            "text"
        } else {
            ""
        }
    };
    let mut names: Vec<&str> = cells.iter().map(kind).collect();
    let texts = names.iter().enumerate().filter(|(_, it)| **it == "text");
    let body = texts.map(|(at, _)| at).max_by_key(|at| cells[*at].len());
    let mut headline = false;
    for (at, name) in names.iter_mut().enumerate() {
        if *name == "text" {
            *name = match (Some(at) == body, headline) {
                (true, _) => "body",
                (false, false) => "headline",
                (false, true) => "",
            };
            headline |= *name == "headline";
        }
    }
    names.into_iter().map(str::to_owned).collect()
}

/// What stands above the heading: a mark, blank lines, `sep=;` of a spreadsheet.
fn above(bytes: &[u8]) -> (usize, Option<u8>) {
    let mut start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    start += bytes[start..].iter().take_while(|it| matches!(it, b'\n' | b'\r' | b' ')).count();
    let rest = &bytes[start..];
    let quoted = usize::from(rest.starts_with(b"\"sep="));
    let Some(delimiter) = rest[quoted..].strip_prefix(b"sep=").and_then(|it| it.first()) else {
        return (start, None);
    };
    let line = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    if line > 8 {
        return (start, None);
    }
    let ends = rest[line..].iter().take_while(|it| matches!(it, b'\n' | b'\r')).count();
    (start + line + ends, Some(*delimiter))
}

fn with_delimiter(bytes: &[u8], start: usize, delimiter: u8) -> Option<Heading> {
    let head = &bytes[start..bytes.len().min(start + LONGEST)];
    let found = row(&mut Whole(head), 0, delimiter, (&WAYS, 0), LONGEST)?;
    let decoded = charset::borrow(head, None);
    let names: Vec<String> = if decoded.text.len() == head.len() {
        (0..found.cells.len()).map(|it| found.cell(it, &decoded.text).trim().to_owned()).collect()
    } else {
        // Cells are parted before they are decoded, so that offsets stay true.
        found.cells.iter().map(|it| charset::decode(&head[it.clone()], None).text).collect()
    };
    let known = names.iter().filter(|it| is_known(&normal(it))).count();
    let end = start + found.end;
    let ways = WAYS.to_vec();
    Some(Heading { delimiter, names, end, ways, known, is_named: true, text: None })
}

/// `Web;'…'`: the topic and the text of 10kGNAD, without a heading.
fn single_quoted(bytes: &[u8], start: usize) -> Option<Heading> {
    let lines = bytes[start..].split(|it| matches!(it, b'\n' | b'\r'));
    let lines = || lines.clone().filter(|it| !it.is_empty()).take(FEW);
    let such = lines().filter(|it| is_single_quoted(it)).count();
    (such > 0 && such * 2 >= lines().count()).then(|| Heading {
        delimiter: b';',
        names: vec!["category".to_owned(), "text".to_owned()],
        end: start,
        ways: vec![Quotes::First],
        known: 0,
        is_named: false,
        text: Some(1),
    })
}

/// Says whether a line is a word, a semicolon and a text that starts with a single quote.
pub fn is_single_quoted(line: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b';', line) else {
        return false;
    };
    let topic = line[..at].iter().all(|it| it.is_ascii_alphanumeric() || *it >= 0x80);
    topic && (1..=40).contains(&at) && line[at + 1..].starts_with(b"'")
}

/// Rows that tell what a table without a heading looks like: one may be damaged.
const FEW: usize = 9;

/// What parts the cells of a table without a heading, and how many there are: what most of the
/// first rows agree on.
fn commonest(bytes: &[u8], start: usize, delimiters: &[u8]) -> Option<(u8, usize)> {
    let mut widths: Vec<(usize, u8, usize)> = Vec::new();
    for delimiter in delimiters {
        let mut at = start;
        for _ in 0..FEW {
            if at >= bytes.len() {
                break;
            }
            let Some(found) = row(&mut Whole(bytes), at, *delimiter, (&WAYS, 0), LONGEST) else {
                break;
            };
            at = found.end;
            let width = found.cells.len();
            // Rows whose quotes are in order count more.
            let weight = if found.is_broken { 1 } else { 3 };
            match widths.iter_mut().find(|it| (it.1, it.2) == (*delimiter, width)) {
                Some(known) => known.0 += weight,
                None if width > 1 => widths.push((weight, *delimiter, width)),
                None => {}
            }
        }
    }
    widths.into_iter().max_by_key(|it| (it.0, it.2)).map(|(_, delimiter, width)| (delimiter, width))
}

/// Says whether the cells of a first row can be names of columns.
pub fn can_be_names(names: &[String]) -> bool {
    let named: Vec<&String> = names.iter().filter(|it| !it.is_empty()).collect();
    let short = named.iter().all(|it| {
        it.len() <= NAME.0
            && it.split_whitespace().count() <= NAME.1
            && it.contains(char::is_alphabetic)
            && !it.contains("://")
            && !it.ends_with(['.', '!', '?', ':'])
    });
    let mut sorted: Vec<&&String> = named.iter().collect();
    sorted.sort();
    let distinct = sorted.windows(2).all(|it| it[0] != it[1]);
    // One column may be nameless: the numbers of the rows.
    short && distinct && names.len() >= 2 && named.len() + 1 >= names.len()
}

/// Rows looked at.
const ROWS: usize = 50;
/// A head of this length may be cut off in the middle of a row.
pub const SEEN: usize = 32 << 10;

/// The first rows under a heading; the last one is left out where it may be cut off.
pub fn rows(bytes: &[u8], heading: &Heading, cut_off: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = heading.end;
    while at < bytes.len() && rows.len() < ROWS {
        let ways = (heading.ways.as_slice(), heading.names.len());
        let Some(found) = row(&mut Whole(bytes), at, heading.delimiter, ways, usize::MAX) else {
            break;
        };
        at = found.end;
        if !found.is_blank(bytes) {
            rows.push(found);
        }
    }
    if cut_off && at >= bytes.len() && rows.len() > 1 {
        rows.pop();
    }
    rows
}
