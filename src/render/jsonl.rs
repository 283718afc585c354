//! JSON Lines: a hit is one object on one line, with keys in a fixed order.
//!
//! A program reads this, so nothing is cleaned, cut or marked up: marks are numbers beside the
//! text they count in.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::columns::Column;
use super::explanation::RankingSummary;
use super::{FullHit, Needs, Render};
use crate::snippet::{Snippet, SnippetOptions};
use crate::story::{Byline, Dateline, Source, Story};

/// Prints each hit as a JSON object.
pub struct JsonLines<W> {
    out: W,
    columns: Option<Vec<Column>>,
    snippets: Option<SnippetOptions>,
    body: bool,
    explains: bool,
    /// The line that is being made: handed on whole, for a writer is asked dearly.
    line: Vec<u8>,
}

/// A hit as it is printed. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct Line<'a> {
    rank: u64,
    score: Option<f32>,
    id: &'a str,
    native_id: Option<&'a str>,
    agency: Option<&'a str>,
    filed: Option<&'a str>,
    headline: Option<&'a str>,
    slug: Option<&'a str>,
    byline: Option<&'a Byline>,
    dateline: Option<&'a Dateline>,
    matches: Option<u64>,
    snippets: Vec<Fragment<'a>>,
    group: Option<&'a str>,
    chain: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    killed: bool,
    source: &'a Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ranking: Option<RankingSummary>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// A snippet as it is printed.
#[derive(Serialize)]
pub(super) struct Fragment<'a> {
    field: &'a str,
    text: &'a str,
    spans: &'a [(usize, usize)],
}

impl<'a> Fragment<'a> {
    pub(super) fn of(snippets: &'a [Snippet]) -> Vec<Fragment<'a>> {
        let fragment = |snippet: &'a Snippet| Fragment {
            field: snippet.field,
            text: &snippet.text,
            spans: &snippet.spans,
        };
        snippets.iter().map(fragment).collect()
    }
}

impl<W: Write> JsonLines<W> {
    /// Objects to a writer: all keys of a hit, or the columns asked for.
    pub fn new(
        out: W,
        columns: Option<Vec<Column>>,
        snippets: Option<SnippetOptions>,
        body: bool,
    ) -> JsonLines<W> {
        JsonLines { out, columns, snippets, body, explains: false, line: Vec::new() }
    }

    /// The same objects, with a key `ranking` that says how the score came about.
    pub fn explaining(self, explains: bool) -> JsonLines<W> {
        JsonLines { explains, ..self }
    }
}

impl<W: Write> Render for JsonLines<W> {
    fn needs(&self) -> Needs {
        match &self.columns {
            Some(columns) => Column::needs(columns, self.snippets),
            None => Needs {
                story: true,
                matches: true,
                snippets: self.snippets,
                marks: false,
                explanation: self.explains,
                kin: true,
            },
        }
    }

    fn hit(&mut self, hit: &FullHit) -> io::Result<()> {
        self.line.clear();
        match &self.columns {
            Some(columns) => {
                let object: Map<String, Value> = columns
                    .iter()
                    .map(|column| (column.name().to_owned(), column.value(hit)))
                    .collect();
                serde_json::to_writer(&mut self.line, &object)?;
            }
            None => {
                let empty = Story::default();
                let story = hit.story.as_ref().unwrap_or(&empty);
                let line = Line {
                    rank: hit.rank,
                    score: hit.score,
                    id: &hit.id,
                    native_id: story.native_id.as_deref(),
                    agency: story.agency.as_deref(),
                    filed: story.filed.as_deref(),
                    headline: story.headline.as_deref(),
                    slug: story.slug.as_deref(),
                    byline: story.byline.as_ref(),
                    dateline: story.dateline.as_ref(),
                    matches: hit.matches,
                    snippets: Fragment::of(&hit.snippets),
                    group: hit.group.as_deref(),
                    chain: hit.chain.as_deref(),
                    killed: hit.killed,
                    source: &story.source,
                    body: self.body.then_some(story.body.as_deref()),
                    ranking: hit.explanation.as_ref().map(RankingSummary::of),
                };
                serde_json::to_writer(&mut self.line, &line)?;
            }
        }
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::columns;
    use super::*;

    fn hit() -> FullHit {
        FullHit {
            rank: 1,
            score: Some(2.5),
            id: "AP-1".into(),
            story: Some(Story {
                headline: Some("Pier shut".into()),
                body: Some("The pier was shut.".into()),
                ..Story::default()
            }),
            matches: Some(1),
            snippets: vec![Snippet {
                field: "body",
                text: "The pier was shut.".into(),
                spans: vec![(4, 8)],
            }],
            ..FullHit::default()
        }
    }

    fn line(columns: Option<Vec<Column>>, body: bool) -> String {
        let mut out = Vec::new();
        let mut lines = JsonLines::new(&mut out, columns, Some(SnippetOptions::default()), body);
        lines.hit(&hit()).unwrap();
        lines.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_keys_of_a_hit_have_one_order() {
        let value: Map<String, Value> = serde_json::from_str(&line(None, false)).unwrap();
        let keys: Vec<&str> = value.keys().map(String::as_str).collect();
        assert_eq!(
            keys.join(" "),
            "rank score id native_id agency filed headline slug byline dateline matches snippets \
             group chain source"
        );
        assert_eq!(
            value["snippets"].to_string(),
            r#"[{"field":"body","text":"The pier was shut.","spans":[[4,8]]}]"#
        );
    }

    #[test]
    fn the_body_comes_when_it_is_asked_for() {
        assert!(line(None, true).ends_with("\"body\":\"The pier was shut.\"}\n"));
    }

    #[test]
    fn columns_come_in_the_order_asked_for() {
        let columns = columns("headline,id,source.record").unwrap();
        assert_eq!(
            line(Some(columns), false),
            "{\"headline\":\"Pier shut\",\"id\":\"AP-1\",\"source.record\":0}\n"
        );
    }
}
