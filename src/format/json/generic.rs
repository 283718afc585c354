//! JSON with any columns: lines, arrays and objects whose keys are those of tables of news.
//!
//! Asked after the formats of JSON that have a name, and only for objects that hold a text by the
//! names of their keys: see `columns`.

use std::io::BufRead;

use serde_json::Value;

use memchr::memmem;

use super::{value, values};
use crate::format::columns::{self, ColumnMap, Row};
use crate::format::{Context, Cuts, FORMATS, Format, Limits, Read, Record, Refusal};

/// The format.
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "JSON of news, lines or an array, with any columns"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        any(head, &|row| columns::is_story(&row)) && !has_a_name(head)
    }

    fn sniff_mapped(&self, head: &[u8], map: &ColumnMap) -> bool {
        any(head, &|row| columns::is_mapped(row, map)) && !has_a_name(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(values::Values::new(input, limits))
    }

    fn read(&self, record: &Record, context: &Context) -> Result<Read, Refusal> {
        let reject = |reason: String| Refusal::Reject { offset: record.offset, reason };
        let (value, begun) = value::parse(&record.bytes).map_err(reject)?;
        let Value::Object(members) = value else {
            return Err(Refusal::NotStory { kind: "JSON data" });
        };
        let row: Row = members.into_iter().collect();
        let Some(mut raw) = columns::story(row, record.number, context.columns.as_deref()) else {
            return Err(Refusal::NotStory { kind: "JSON data" });
        };
        raw.charset = begun.charset;
        raw.flags.splice(0..0, begun.flags);
        Ok(Read::Raw(raw))
    }
}

/// Says whether one of the first objects of a stream fits: the very first may be damaged.
fn any(head: &[u8], fits: &dyn Fn(Row) -> bool) -> bool {
    if !matches!(head.trim_ascii_start().first(), Some(b'{' | b'[' | 0xEF)) {
        // A first line that is damaged. A table would have its quotes doubled.
        let line = memmem::find(head, b"\n{\"").filter(|at| *at < 4096);
        if line.is_none_or(|at| head[at + 3..].starts_with(b"\"")) {
            return false;
        }
    }
    let mut found = false;
    value::first(head, |value| {
        if let Value::Object(members) = value {
            found = fits(members.into_iter().collect());
        }
        found
    });
    found
}

/// Says whether a format of JSON that has a name knows the stream.
fn has_a_name(head: &[u8]) -> bool {
    let general = ["json", "csv", "plain"];
    FORMATS.iter().any(|it| !general.contains(&it.name()) && it.sniff(head))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cut;
    use crate::story::{Body, RawStory};
    use proptest::prelude::*;
    use serde_json::json;
    use std::io::Cursor;

    fn stories(text: &str) -> Vec<Result<RawStory, Refusal>> {
        let cuts = Json.cut(Box::new(Cursor::new(text.as_bytes().to_vec())), &Limits::default());
        let records = cuts.filter_map(|it| match it {
            Cut::Record(record) => Some(record),
            _ => None,
        });
        let read = records.map(|it| match Json.read(&it, &Context::default())? {
            Read::Raw(raw) => Ok(raw),
            Read::Story(_) | Read::Package(..) => unreachable!("none is made"),
        });
        read.collect()
    }

    #[test]
    fn lines_arrays_and_wrapped_lists_are_known() {
        let story = json!({"title": "Fog", "text": "The harbor was shut by fog.", "date": null});
        for text in [
            format!("{story}\n{story}\n"),
            format!("[{story},\n{story}]"),
            format!("{{\"articles\": [{story}, {story}]}}"),
            format!("{{\"_id\": 1, \"_source\": {story}}}\n{{\"_id\": 2, \"_source\": {story}}}"),
        ] {
            assert!(Json.sniff(text.as_bytes()), "{text}");
            let all = stories(&text);
            assert_eq!(all.len(), 2, "{text}");
            for raw in all {
                let raw = raw.expect("a story");
                assert_eq!(raw.headline.as_deref(), Some("Fog"));
                assert_eq!(raw.body, Body::Wrapped("The harbor was shut by fog.".to_owned()));
            }
        }
        for other in ["{\"uri\": 1}", "[1, 2]", "{\"price\": 3, \"name\": \"Fog\"}", "[]", "x", ""]
        {
            assert!(!Json.sniff(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_map_makes_any_object_a_story() {
        let text = "{\"Titel\": \"Nebel\", \"Inhalt\": \"Der Hafen liegt im Nebel.\"}";
        let map = ColumnMap::parse("Titel = \"headline\"\nInhalt = \"body\"").expect("a map");
        assert!(!Json.sniff(text.as_bytes()));
        assert!(Json.sniff_mapped(text.as_bytes(), &map));
    }

    #[test]
    fn an_object_without_text_is_none() {
        let all = stories("{\"text\": null, \"id\": 3}\n{\"text\": \"It is fog.\"}");
        assert_eq!(all[0], Err(Refusal::NotStory { kind: "JSON data" }));
        assert!(all[1].is_ok());
    }

    proptest! {
        #[test]
        fn what_is_written_comes_back(
            headline in "[A-Z][a-z]{2,8} [a-zé&\"]{2,8}",
            // Marks stand at words: two quotes in a row are a wire's way to write one.
            paragraphs in proptest::collection::vec(
                "[A-Z][a-zé]{4,8}( [\"&<]?[a-zé]{4,8}[\",&]?){3,7}[.]",
                1..4,
            ),
        ) {
            let text = paragraphs.join("\n\n");
            let line = json!({"title": headline, "maintext": text}).to_string();
            prop_assert!(Json.sniff(line.as_bytes()));
            let raw = stories(&line).remove(0).expect("a story");
            let story = crate::copy::compose::story(raw, Default::default()).expect("a record");
            let body = story.body.unwrap_or_default();
            let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let found: Vec<String> = body.split("\n\n").map(bare).collect();
            let given: Vec<String> = paragraphs.iter().map(|it| bare(it)).collect();
            prop_assert_eq!(found.concat().len(), given.concat().len());
        }

        #[test]
        fn never_panics(text in "[{}\\[\\]\":,a-z0-9\\\\ \n]{0,80}") {
            Json.sniff(text.as_bytes());
            for cut in Json.cut(Box::new(Cursor::new(text.into_bytes())), &Limits::default()) {
                if let Cut::Record(record) = cut {
                    let _ = Json.read(&record, &Context::default());
                }
            }
        }
    }
}
