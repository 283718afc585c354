//! Newswire's own records: what `newswire parse` prints, one JSON object a line.
//!
//! A record read back is the very same record: its id and its source stay, so that an archive
//! that was parsed once can be indexed again and again without becoming another one.

use std::io::BufRead;

use memchr::memchr;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::cutter::over_limit;
use super::window::Window;
use super::{Context, Cut, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::{SCHEMA, Story};

/// The format.
pub struct Newswire;

/// The keys that tell our records from other JSON.
#[derive(Deserialize)]
struct Keys {
    schema: Option<u64>,
    id: Option<IgnoredAny>,
    source: Option<IgnoredAny>,
}

impl Format for Newswire {
    fn name(&self) -> &'static str {
        "newswire"
    }

    fn about(&self) -> &'static str {
        "JSON Lines as printed by newswire parse"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if damaged_first(start) {
            return true;
        }
        if !start.starts_with(b"{") {
            return false;
        }
        match memchr(b'\n', start) {
            Some(end) => is_ours(&start[..end]),
            // A first line longer than the head: our keys come first.
            None if is_ours(start) => true,
            None => {
                let keys = start[1..].trim_ascii_start();
                keys.starts_with(b"\"schema\"") && memchr::memmem::find(keys, b"\"id\"").is_some()
            }
        }
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Lines { window: Window::new(input), limit: limits.story, number: 0, done: false })
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let reject = |reason: String| Refusal::Reject { offset: record.offset, reason };
        let line = record.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&record.bytes);
        let keys: Keys = serde_json::from_slice(line)
            .map_err(|error| reject(format!("the line is no JSON object: {error}")))?;
        match keys.schema {
            Some(schema) if schema == u64::from(SCHEMA) => {}
            Some(schema) => {
                let reason = format!("the record has schema {schema}, and only {SCHEMA} is read");
                return Err(reject(reason));
            }
            None => return Err(reject("the object is no story: it has no schema".into())),
        }
        let story: Story = serde_json::from_slice(line)
            .map_err(|error| reject(format!("the line is no story: {error}")))?;
        if story.id.is_empty() {
            return Err(reject("the story has no id".into()));
        }
        Ok(Read::Story(Box::new(story)))
    }
}

fn is_ours(line: &[u8]) -> bool {
    serde_json::from_slice::<Keys>(line)
        .is_ok_and(|it| it.schema.is_some() && (it.id.is_some() || it.source.is_some()))
}

/// Lines looked at where the first is damaged.
const FIRST_LINES: usize = 16;

/// Says whether at least half of the first lines, but not the very first, are records.
fn damaged_first(head: &[u8]) -> bool {
    // The last line may be cut off by the end of the head.
    let lines = head.split(|it| *it == b'\n').map(<[u8]>::trim_ascii).filter(|it| !it.is_empty());
    let (mut all, mut ours) = (0, 0);
    for line in lines.take(FIRST_LINES) {
        all += 1;
        ours += usize::from(all > 1 && line.starts_with(b"{\"schema\":") && is_ours(line));
    }
    ours > 0 && ours * 2 >= all
}

/// Cuts a stream into lines; blank ones are none.
struct Lines<'a> {
    window: Window<'a>,
    limit: usize,
    number: u64,
    done: bool,
}

impl Lines<'_> {
    /// Length of the next line with its end, or of what is left; `None` past the limit.
    fn line(&mut self) -> Option<usize> {
        let mut scanned = 0;
        loop {
            let bytes = self.window.bytes();
            if let Some(at) = memchr(b'\n', &bytes[scanned..]) {
                let length = scanned + at + 1;
                return (length <= self.limit.saturating_add(1)).then_some(length);
            }
            scanned = bytes.len();
            if scanned > self.limit {
                return None;
            }
            if !self.window.more() {
                return Some(scanned);
            }
        }
    }

    /// Passes a line without holding it.
    fn pass(&mut self) {
        loop {
            let bytes = self.window.bytes();
            if let Some(at) = memchr(b'\n', bytes) {
                return self.window.skip(at + 1);
            }
            let length = bytes.len();
            self.window.skip(length);
            if !self.window.more() {
                return;
            }
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        loop {
            if self.done {
                return None;
            }
            let offset = self.window.offset();
            let Some(length) = self.line() else {
                self.number += 1;
                self.pass();
                let reason = over_limit(self.limit);
                return Some(Cut::Refused(Refusal::Reject { offset, reason }));
            };
            if length == 0 {
                self.done = true;
                return self.window.broken();
            }
            let whole = self.window.bytes()[..length].ends_with(b"\n");
            let bytes = self.window.take(length);
            let line = bytes.trim_ascii();
            if line.is_empty() {
                continue;
            }
            self.number += 1;
            if !whole && self.window.is_broken() {
                let reason = "the stream breaks off inside this story".to_owned();
                return Some(Cut::Refused(Refusal::Reject { offset, reason }));
            }
            return Some(Cut::Record(Record { number: self.number, offset, bytes: line.to_vec() }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Dateline, Source};
    use proptest::prelude::*;
    use std::io::Cursor;

    fn story() -> Story {
        Story {
            schema: SCHEMA,
            id: "Reuters-7".into(),
            headline: Some("Harbor shut".into()),
            dateline: Some(Dateline { line: "BOSTON".into(), ..Dateline::default() }),
            source: Source { path: "a/b.sgm".into(), record: 3, ..Source::default() },
            ..Story::default()
        }
    }

    fn cut(text: &str, limit: usize) -> Vec<Cut> {
        let input = Box::new(Cursor::new(text.as_bytes().to_vec()));
        Newswire.cut(input, &Limits { story: limit }).collect()
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let line = serde_json::to_string(&story()).expect("prints");
        assert!(Newswire.sniff(line.as_bytes()));
        let cuts = cut(&format!("\n{line}\r\n\n{line}"), 1 << 20);
        assert_eq!(cuts.len(), 2);
        for cut in cuts {
            let Cut::Record(record) = cut else { panic!("a record was expected") };
            let read = Newswire.read(&record, &Context::default());
            assert_eq!(read, Ok(Read::Story(Box::new(story()))));
        }
    }

    #[test]
    fn bad_lines_cost_no_neighbour() {
        let line = serde_json::to_string(&story()).expect("prints");
        let text = format!("{line}\n{{\"schema\":1,\n{{}}\n{{\"schema\":9}}\n{line}\n");
        let results: Vec<_> = cut(&text, 1 << 20)
            .into_iter()
            .map(|it| match it {
                Cut::Record(record) => Newswire.read(&record, &Context::default()).is_ok(),
                _ => panic!("records were expected"),
            })
            .collect();
        assert_eq!(results, [true, false, false, false, true]);
    }

    #[test]
    fn a_damaged_first_line_hides_no_others() {
        let line = serde_json::to_string(&story()).expect("prints");
        for first in ["{\"schema\":1,\"id", "\"schema\":1}", "x"] {
            assert!(Newswire.sniff(format!("{first}\n{line}\n").as_bytes()), "{first}");
        }
        let text = format!("A record looks so:\n{line}\nIt ends with a line feed.\nSo there.\n");
        assert!(!Newswire.sniff(text.as_bytes()));
    }

    #[test]
    fn a_long_line_is_passed_by() {
        let cuts = cut(&format!("{{}}\n{}\n{{}}", "x".repeat(50)), 10);
        let shape: Vec<_> = cuts
            .iter()
            .map(|it| match it {
                Cut::Record(record) => (record.number, record.offset),
                Cut::Refused(Refusal::Reject { offset, .. }) => (0, *offset),
                _ => (99, 99),
            })
            .collect();
        assert_eq!(shape, [(1, 0), (0, 3), (3, 54)]);
    }

    #[test]
    fn other_json_is_not_ours() {
        for head in
            ["{\"uri\":1}\n", "{\"schema\":1}\n", "{\"id\":1}\n", "[{\"schema\":1}]", "", "text"]
        {
            assert!(!Newswire.sniff(head.as_bytes()), "{head}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, limit in 0usize..20) {
            Newswire.sniff(&bytes);
            for cut in Newswire.cut(Box::new(Cursor::new(bytes)), &Limits { story: limit }) {
                if let Cut::Record(record) = cut {
                    prop_assert!(record.bytes.len() <= limit + 1);
                    let _ = Newswire.read(&record, &Context::default());
                }
            }
        }
    }
}
