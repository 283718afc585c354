//! Many queries in one file: TSV, CSV, JSON Lines, TREC topics, or a query a line.
//!
//! Comes in: the bytes of the file. Goes out: one [`Topic`] for each query, in the order of the
//! file, with its id, its text and its line, or with what is wrong with it. A topic that cannot
//! be used costs none of the others. Nothing here reads the query itself.

mod json;
mod lines;
mod table;
mod trec;

use std::collections::HashSet;

/// Most bytes of a file of queries.
pub const MAX_TOPICS_BYTES: usize = 64 << 20;
/// Longest id of a query, in bytes.
pub const MAX_ID: usize = 512;

/// A query of a file, or what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its id; `None` where it has none, which is an error unless the format has no ids.
    pub id: Option<String>,
    /// Its text, white space as one blank; or why it cannot be used.
    pub text: Result<String, String>,
}

/// Shapes of files of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopicsFormat {
    /// Id, a tab, query; a heading is known by its names.
    Tsv,
    /// Id and query in comma-separated values.
    Csv,
    /// An object a line.
    Jsonl,
    /// `<top>` or `<topic>` elements.
    Trec,
    /// A query a line, its id the number of the line.
    Lines,
}

/// Parts of a topic that has a title and a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TopicPart {
    /// The title: a few words.
    #[default]
    Title,
    /// The description: a sentence.
    Description,
    /// Title, then description.
    Both,
}

/// The queries of a file, and what the file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topics {
    /// Its shape.
    pub format: TopicsFormat,
    /// Its queries, in order.
    pub topics: Vec<Topic>,
}

/// Reads a file of queries; `format` is found out from its bytes where it is not given.
///
/// # Errors
///
/// What is wrong with the file as a whole: too long, or no text.
pub fn topics(
    bytes: &[u8],
    format: Option<TopicsFormat>,
    part: TopicPart,
) -> Result<Topics, String> {
    if bytes.len() > MAX_TOPICS_BYTES {
        return Err(format!(
            "it has more than the {} MiB that are read; split it into several files",
            MAX_TOPICS_BYTES >> 20
        ));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err("it is UTF-16; save it as UTF-8".to_owned());
    }
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let format = match format {
        Some(format) => format,
        None if bytes.trim_ascii_start().starts_with(b"[") => {
            return Err("it looks like an array of JSON; write one object a line".to_owned());
        }
        None => sniff(bytes),
    };
    let mut topics = match format {
        TopicsFormat::Tsv => table::tsv(bytes),
        TopicsFormat::Csv => table::csv(bytes),
        TopicsFormat::Jsonl => json::read(bytes, part),
        TopicsFormat::Trec => trec::read(bytes, part),
        TopicsFormat::Lines => lines::read(bytes),
    };
    check(&mut topics);
    Ok(Topics { format, topics })
}

/// Finds out the shape of a file.
fn sniff(bytes: &[u8]) -> TopicsFormat {
    let head = bytes.trim_ascii_start();
    if head.starts_with(b"{") {
        return TopicsFormat::Jsonl;
    }
    if head.starts_with(b"<") && trec::knows(head) {
        return TopicsFormat::Trec;
    }
    let first = lines::lines(head).map(|(_, line)| line).next().unwrap_or_default();
    if first.contains(&b'\t') {
        return TopicsFormat::Tsv;
    }
    if table::is_csv(head) { TopicsFormat::Csv } else { TopicsFormat::Lines }
}

/// Tells topics apart that have no id, no text, or the id of another.
fn check(topics: &mut [Topic]) {
    let mut seen: HashSet<String> = HashSet::new();
    for topic in topics {
        if topic.text.is_err() {
            continue;
        }
        let wrong = match topic.id.as_deref() {
            None | Some("") => Some("it has no id".to_owned()),
            Some(id) if id.len() > MAX_ID => {
                Some(format!("its id has {} bytes, more than {MAX_ID}", id.len()))
            }
            Some(id) if id.contains(char::is_control) => {
                Some("its id holds a control character".to_owned())
            }
            Some(id) if seen.contains(id) => Some(format!("the id {id} was there before")),
            Some(id) => {
                seen.insert(id.to_owned());
                None
            }
        };
        if topic.id.as_deref().is_some_and(|id| id.len() > MAX_ID) {
            topic.id = None;
        }
        let empty = matches!(&topic.text, Ok(text) if text.is_empty());
        match wrong {
            Some(wrong) => topic.text = Err(wrong),
            None if empty => topic.text = Err("its query is empty".to_owned()),
            None => {}
        }
    }
}

/// White space as one blank, and none at the ends.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes as text, or where they are none.
fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        format!("it is no UTF-8 at byte {} of it", at + 1)
    })
}

#[cfg(test)]
mod tests;
