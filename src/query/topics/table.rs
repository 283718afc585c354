//! Tables: tab-separated lines without quotes, and comma-separated values with them.
//!
//! The first row is a heading where it names an id and a query; then the two may stand anywhere,
//! beside other columns. Without one, the id comes first and the query second, and nothing else.

use super::lines::lines;
use super::{Topic, tidy, utf8};

/// What a column of ids is called.
pub(super) const IDS: &[&str] =
    &["id", "qid", "query_id", "queryid", "number", "num", "topic_id", "topicid", "_id"];
/// What a column of queries is called.
pub(super) const QUERIES: &[&str] = &["query", "text", "title", "question", "topic", "query_text"];

/// Where id and query stand in a row.
#[derive(Debug, Clone, Copy)]
struct Columns {
    id: usize,
    query: usize,
    /// Whether a heading said so: then there may be others.
    named: bool,
}

impl Columns {
    /// The columns of a row: those that the first row names, which is none itself, or the plain
    /// ones.
    fn of(cells: &[&[u8]], known: &mut Option<Columns>) -> Option<Columns> {
        if known.is_none() {
            *known = Columns::named(cells);
            if known.is_some() {
                return None;
            }
        }
        Some(*known.get_or_insert(Columns::PLAIN))
    }

    const PLAIN: Columns = Columns { id: 0, query: 1, named: false };

    /// The columns that a heading names; none where it is no heading.
    fn named(cells: &[&[u8]]) -> Option<Columns> {
        let find = |names: &[&str]| {
            cells.iter().position(|cell| {
                let cell = cell.trim_ascii();
                names.iter().any(|name| cell.eq_ignore_ascii_case(name.as_bytes()))
            })
        };
        let (id, query) = (find(IDS)?, find(QUERIES)?);
        Some(Columns { id, query, named: true })
    }

    fn topic(self, line: u64, cells: &[&[u8]], separator: &str) -> Topic {
        let id = cells.get(self.id).and_then(|id| utf8(id).ok()).map(|id| id.trim().to_owned());
        let text = match cells.get(self.query) {
            None => Err(format!("there is no {separator} with a query behind it")),
            Some(_) if !self.named && cells.len() > 2 => Err(format!(
                "it has {} columns, and no heading says which is the query; write a first row \
                 with id and query",
                cells.len()
            )),
            Some(query) => match cells.get(self.id) {
                Some(id) => utf8(id).and_then(|_| utf8(query)).map(tidy),
                None => Err("it has no id".to_owned()),
            },
        };
        Topic { line, id, text }
    }
}

/// Reads tab-separated lines.
pub(super) fn tsv(bytes: &[u8]) -> Vec<Topic> {
    let mut columns = None;
    let mut topics = Vec::new();
    for (line, text) in lines(bytes).filter(|(_, line)| !line.trim_ascii().is_empty()) {
        let cells: Vec<&[u8]> = text.split(|byte| *byte == b'\t').collect();
        let Some(columns) = Columns::of(&cells, &mut columns) else { continue };
        topics.push(columns.topic(line, &cells, "tab"));
    }
    topics
}

fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes)
}

/// Reads comma-separated values.
pub(super) fn csv(bytes: &[u8]) -> Vec<Topic> {
    let mut columns = None;
    let mut topics = Vec::new();
    let mut reader = reader(bytes);
    let mut record = csv::ByteRecord::new();
    let (mut line, mut counted) = (1, 0);
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = reader.position().line();
                topics.push(Topic { line, id: None, text: Err(error.to_string()) });
                break;
            }
        }
        // The reader's own count lags behind at ends of two bytes and at empty lines.
        let at = record.position().map_or(0, |at| at.byte() as usize).min(bytes.len());
        let empty = bytes[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += memchr::memchr_iter(b'\n', &bytes[counted..at + empty]).count() as u64;
        counted = at + empty;
        let cells: Vec<&[u8]> = record.iter().collect();
        if cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        let Some(columns) = Columns::of(&cells, &mut columns) else { continue };
        topics.push(columns.topic(line, &cells, "comma"));
    }
    topics
}

/// Rows that are looked at to tell comma-separated values from queries with commas.
const LOOKED_AT: usize = 20;

/// Says whether a file is comma-separated values: by its heading, or because each of its first
/// rows has a number and a query and nothing else.
pub(super) fn is_csv(bytes: &[u8]) -> bool {
    let mut reader = reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while rows < LOOKED_AT && reader.read_byte_record(&mut record).unwrap_or(false) {
        let cells: Vec<&[u8]> = record.iter().collect();
        if rows == 0 && Columns::named(&cells).is_some() {
            return true;
        }
        let number = |cell: &[u8]| !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
        if cells.len() != 2 || !number(cells[0]) {
            return false;
        }
        rows += 1;
    }
    rows > 0
}
