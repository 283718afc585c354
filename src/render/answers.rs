//! Answers to a batch of queries: one JSON object a query, or one row of counts.

use serde::Serialize;

use super::separated::{Shape, guarded, rows_of};
use crate::query::Query;

/// A query of a batch and what it found. The order of the fields is the order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Answer {
    /// Id of the query; null where the file gives none.
    pub id: Option<String>,
    /// As it was typed and read; null where there is no text.
    pub query: Option<Asked>,
    /// Stories that match; null with an error.
    pub total: Option<u64>,
    /// Items that they stand for, where copies or versions are one story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<u64>,
    /// Matches in them, where they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches: Option<u64>,
    /// Hits that follow.
    pub returned: u64,
    /// The best stories.
    pub hits: Vec<RankedId>,
    /// Why the query was not answered.
    pub error: Option<String>,
}

/// A query of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// As typed, white space as one blank.
    pub typed: String,
    /// As read, in full parentheses; null where it could not be read.
    pub parsed: Option<String>,
}

impl Asked {
    /// Of a query that was read.
    pub fn of(query: &Query) -> Asked {
        Asked { typed: query.typed.clone(), parsed: Some(query.parsed()) }
    }
}

/// A hit of a batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankedId {
    /// Place in the list, from 1.
    pub rank: u64,
    /// Its score.
    pub score: f32,
    /// Id of the story.
    pub id: String,
}

impl Answer {
    /// The columns of [`Answer::row`], with one of items or without.
    pub fn heading(items: bool) -> &'static str {
        match items {
            true => "id,query,items,stories,matches,error\r\n",
            false => "id,query,stories,matches,error\r\n",
        }
    }

    /// A line of JSON.
    pub fn json(&self) -> Vec<u8> {
        // Of texts and numbers: nothing that could fail.
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line
    }

    /// A row of comma-separated values: id, query as typed, stories, matches, error. Cells that a
    /// spreadsheet would run as a formula are guarded, unless `raw`; `items` asks for those too.
    pub fn row(&self, raw: bool, items: bool) -> Vec<u8> {
        let number = |number: Option<u64>| number.map(|it| it.to_string()).unwrap_or_default();
        let guarded = |text: &str| guarded(text.to_owned(), Shape::Csv, raw);
        let typed = self.query.as_ref().map(|query| query.typed.as_str());
        let mut cells =
            vec![guarded(self.id.as_deref().unwrap_or("")), guarded(typed.unwrap_or(""))];
        cells.extend(items.then(|| number(self.items)));
        cells.extend([
            number(self.total),
            number(self.matches),
            guarded(self.error.as_deref().unwrap_or("")),
        ]);
        let mut row = Vec::new();
        let mut rows = rows_of(&mut row, Shape::Csv);
        // Into memory: nothing that could fail.
        let _ = rows.record(cells.into_iter()).and_then(|()| rows.finish());
        drop(rows);
        row
    }
}
