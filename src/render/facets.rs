//! Counts by field, printed: a table with bars, rows for programs, and what stands beside them.

use std::io::{self, Write};

use serde::Serialize;

use super::bars::{Row, percent, table};
use super::sheet::{Cell, NONE, Sheet};
use super::{IndexSummary, Paint, QuerySummary};
use crate::search::{Counts, Facet, share};

/// The columns of rows for programs.
const COLUMNS: [&str; 5] = ["field", "value", "stories", "matches", "share"];

/// What a program has to know of counts by field besides the rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetsSummary {
    /// The query.
    pub query: QuerySummary,
    /// The fields counted by.
    pub by: Vec<&'static str>,
    /// Stories found.
    pub total: u64,
    /// Matches in them.
    pub matches: u64,
    /// Rows printed.
    pub returned: u64,
    /// Whether there are more values than were printed.
    pub truncated: bool,
    /// How many more, by field.
    pub more: Vec<MoreValues>,
    /// Zone in which days begin and end.
    pub tz: &'static str,
    /// Milliseconds from the start of the search to its last byte.
    pub took_ms: u64,
    /// The index.
    pub index: IndexSummary,
    /// Version of newswire.
    pub version: &'static str,
}

/// Values of a field that were not printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoreValues {
    /// The field.
    pub field: &'static str,
    /// How many values.
    pub values: u64,
    /// Stories that have one of them or more.
    pub stories: u64,
}

impl MoreValues {
    /// Of all facets that were cut.
    pub fn of(facets: &[Facet]) -> Vec<MoreValues> {
        let cut = facets.iter().filter(|facet| facet.more > 0);
        cut.map(|facet| MoreValues {
            field: facet.field.name,
            values: facet.more,
            stories: facet.more_stories,
        })
        .collect()
    }
}

/// Writes a row for each value; returns how many.
pub fn facets_sheet(
    out: &mut dyn Write,
    sheet: Sheet,
    found: Counts,
    facets: &[Facet],
) -> io::Result<u64> {
    let mut rows = Vec::new();
    for facet in facets {
        let row = |value: Cell, counts: Counts| {
            vec![
                Cell::Text(facet.field.name.to_owned()),
                value,
                Cell::Count(counts.stories),
                Cell::Count(counts.matches),
                Cell::Share(share(counts.stories, found.stories)),
            ]
        };
        rows.extend(facet.values.iter().map(|it| row(Cell::Text(it.value.clone()), it.counts)));
        rows.extend((facet.none.stories > 0).then(|| row(Cell::Null(NONE), facet.none)));
    }
    let count = rows.len() as u64;
    sheet.write(out, &COLUMNS, rows.into_iter())?;
    Ok(count)
}

/// Writes a table for each field; returns how many rows.
pub fn facets_table(
    out: &mut dyn Write,
    paint: &Paint,
    found: Counts,
    facets: &[Facet],
) -> io::Result<u64> {
    let mut count = 0;
    for (number, facet) in facets.iter().enumerate() {
        if number > 0 {
            out.write_all(b"\n")?;
        }
        // Bars compare values: having none is not one.
        let most = facet.values.iter().map(|it| it.counts.stories).max().unwrap_or(0);
        let row = |name: &str, counts: Counts| Row {
            name: name.to_owned(),
            cells: vec![
                counts.stories.to_string(),
                counts.matches.to_string(),
                percent(share(counts.stories, found.stories)),
            ],
            bar: share(counts.stories, most),
        };
        let mut rows: Vec<Row> = facet.values.iter().map(|it| row(&it.value, it.counts)).collect();
        let none = (facet.none.stories > 0).then(|| row(NONE, facet.none));
        rows.extend(none.map(|row| Row { bar: None, ..row }));
        count += rows.len() as u64;
        if facet.more > 0 {
            let cells = vec![
                facet.more_stories.to_string(),
                String::new(),
                percent(share(facet.more_stories, found.stories)),
            ];
            rows.push(Row { name: format!("({} more)", facet.more), cells, bar: None });
        }
        table(out, paint, &[facet.field.name, "stories", "matches", "share"], &rows)?;
    }
    out.flush()?;
    Ok(count)
}
