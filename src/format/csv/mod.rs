//! Tables of news: CSV and TSV with any columns.
//!
//! A record is a row behind the heading of its table, byte for byte, so that it can be read without
//! anything else. What the columns mean is told by their names, or by a map: see `columns`.

mod cutter;
mod heading;
mod row;
#[cfg(test)]
mod tests;
mod wide;

use std::borrow::Cow;
use std::io::BufRead;

use serde_json::Value;

use self::heading::{Heading, can_be_names, find};
use self::row::{Row, Whole, row};
use super::columns::{self, ColumnMap, hold_text, normal};
use super::{Context, Cut, Cuts, Format, Limits, Read, Record, Refusal};
use crate::text::charset;

/// Flag: a row has fewer or more cells than its heading.
const RAGGED: &str = "row_ragged";
/// Flag: the quotes of a row are not in order, or a line end stands in a cell without quotes.
const BROKEN: &str = "row_broken";

/// Letters that the text of a row without a heading has at least.
const SURE: usize = 80;

/// The format.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "tables of news, CSV and TSV, with any columns"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        is_table(head, &|heading| {
            let texts = hold_text(heading.normal_names().iter().map(String::as_str));
            if texts { heading.known } else { 0 }
        })
    }

    fn sniff_mapped(&self, head: &[u8], map: &ColumnMap) -> bool {
        is_table(head, &|heading| {
            heading.names.iter().filter(|name| map.field(&normal(name)).is_some()).count()
        })
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        let rows = |input| cutter::Rows::new(input, limits.story);
        match wide::narrowed(input) {
            Ok(input) => Box::new(rows(input)),
            Err(error) => Box::new(std::iter::once(Cut::Broken(error, 0))),
        }
    }

    fn read(&self, record: &Record, context: &Context) -> Result<Read, Refusal> {
        let reject =
            |reason: &str| Refusal::Reject { offset: record.offset, reason: reason.to_owned() };
        let bytes = without_zeros(&record.bytes);
        let heading = find(&bytes).ok_or_else(|| reject("the row is empty"))?;
        let decoded = charset::borrow(&bytes[heading.end..], None);
        let mut flags = decoded.flags.iter().map(|it| (*it).to_owned()).collect();
        let mut cells = cells(&decoded.text, &heading, &mut flags);
        if cells.is_empty() {
            return Err(reject("there is no row under the heading"));
        }
        fit(&mut cells, &heading, &mut flags);
        let row = heading.names.iter().cloned().zip(cells.into_iter().map(Value::String));
        let Some(mut raw) =
            columns::story(row.collect(), record.number, context.columns.as_deref())
        else {
            let texts = hold_text(heading.normal_names().iter().map(String::as_str));
            let kind = if texts { "row without text" } else { "table" };
            return Err(Refusal::NotStory { kind });
        };
        raw.charset = decoded.charset.into_owned();
        flags.append(&mut raw.flags);
        raw.flags = flags;
        Ok(Read::Raw(raw))
    }
}

/// Old programs pad with zero bytes.
fn without_zeros(bytes: &[u8]) -> Cow<'_, [u8]> {
    match memchr::memchr(0, bytes) {
        Some(_) => Cow::Owned(bytes.iter().copied().filter(|it| *it != 0).collect()),
        None => Cow::Borrowed(bytes),
    }
}

/// The cells of the row in a text. Where it takes several rows to use the text up, a quote or a
/// line end was lost, and they are one.
fn cells(text: &str, heading: &Heading, flags: &mut Vec<String>) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    let (mut at, mut blank) = (0, false);
    while at < text.len() {
        let ways = (heading.ways.as_slice(), heading.names.len());
        let mut source = Whole(text.as_bytes());
        let Some(found) = row(&mut source, at, heading.delimiter, ways, usize::MAX) else {
            break;
        };
        at = found.end;
        if found.is_blank(text.as_bytes()) {
            blank = !cells.is_empty();
            continue;
        }
        if found.is_broken || !cells.is_empty() {
            flag(flags, BROKEN);
        }
        let mut own = (0..found.cells.len()).map(|it| found.cell(it, text).into_owned());
        if let Some(last) = cells.last_mut() {
            last.push_str(if std::mem::take(&mut blank) { "\n\n" } else { "\n" });
            last.extend(own.next());
        }
        cells.extend(own);
    }
    cells
}

/// Gives a row as many cells as its heading: what is too much belongs to the column of the text.
fn fit(cells: &mut Vec<String>, heading: &Heading, flags: &mut Vec<String>) {
    let width = heading.names.len();
    while cells.len() > width && cells.last().is_some_and(|it| it.trim().is_empty()) {
        cells.pop();
    }
    if cells.len() == width {
        return;
    }
    flag(flags, RAGGED);
    let Some(surplus) = cells.len().checked_sub(width).filter(|_| width > 0) else {
        cells.resize(width, String::new());
        return;
    };
    let at = heading.text.unwrap_or(width - 1);
    let delimiter = char::from(heading.delimiter).to_string();
    let joined = cells[at..=at + surplus].join(&delimiter);
    cells.splice(at..=at + surplus, [joined]);
}

fn flag(flags: &mut Vec<String>, flag: &str) {
    if !flags.iter().any(|it| it == flag) {
        flags.push(flag.to_owned());
    }
}

/// Says whether the head of a stream is a table by its heading, of which `known` says how many names
/// it knows, or one that needs none.
fn is_table(head: &[u8], known: &dyn Fn(&Heading) -> usize) -> bool {
    let narrow = wide::narrow_head(head);
    let head = narrow.as_ref();
    // Markup, JSON and mail have shapes of their own.
    let start = head.trim_ascii_start().first();
    if matches!(start, None | Some(b'<' | b'{' | b'[')) {
        return false;
    }
    let Some(heading) = find(head) else {
        return false;
    };
    let rows = heading::rows(head, &heading, head.len() >= heading::SEEN);
    let sound = rows.iter().filter(|it| it.is_sound).count();
    let known = known(&heading);
    if heading.is_named && can_be_names(&heading.names) && known > 0 {
        // The more names are known, the less has to be seen of the rows, which may be damaged.
        return match known {
            1 => sound >= 2 && sound * 10 >= rows.len() * 8,
            2 => sound * 2 >= rows.len() && sound > 0,
            _ => {
                let width = heading.names.len();
                let fair = rows.iter().filter(|it| it.is_sound || it.is_fair(width)).count();
                sound > 0 || fair > 0 && fair * 2 >= rows.len()
            }
        };
    }
    !heading.is_named && needs_no_heading(head, &heading, &rows)
}

/// Says whether rows without a heading are a table of stories for certain.
fn needs_no_heading(head: &[u8], heading: &Heading, rows: &[Row]) -> bool {
    let bytes = |row: &Row| -> Vec<&[u8]> {
        row.cells.iter().map(|it| head.get(it.clone()).unwrap_or(&[])).collect()
    };
    // One of a few may be damaged.
    let enough = |sure: usize| sure > 0 && sure * 2 >= rows.len();
    if heading.ways == [row::Quotes::First] {
        let such = rows.iter().map(|it| bytes(it).join(&b';'));
        let such = such.filter(|it| heading::is_single_quoted(it) && it.len() >= SURE);
        return enough(such.count());
    }
    if heading.names.len() < 3 {
        return false;
    }
    let sure = rows.iter().filter(|row| {
        let decoded = |it: &&[u8]| charset::decode(it, None).text;
        let cells: Vec<String> = bytes(row).iter().map(decoded).collect();
        let names = heading::by_shape(&cells);
        let mut pairs = names.iter().zip(&cells);
        let long = pairs.any(|(name, cell)| name == "body" && cell.len() >= SURE);
        let placed = names.iter().any(|name| name == "url" || name == "filed");
        // Running text has commas too; cells in quotes are those of a table.
        let marked = row.is_quoted() || heading.delimiter != b',';
        row.is_sound && long && (marked || placed && row.has_quotes())
    });
    enough(sure.count())
}
