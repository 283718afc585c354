//! Counts by field, printed: a table with bars, rows for programs, and what stands beside them.

use std::io::{self, Write};

use serde::Serialize;

use super::bars::{Row, percent, table};
use super::sheet::{Cell, NONE, Sheet};
use super::{CollapseSummary, IndexSummary, Paint, QuerySummary};
use crate::search::{Counts, Facet, share};

/// The columns of rows for programs, of a field and a value.
const COLUMNS: [&str; 3] = ["stories", "matches", "share"];
/// The column of items, where stories stand for several.
pub(super) const ITEMS: &str = "items";

/// What a program has to know of counts by field besides the rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetsSummary {
    /// The query.
    pub query: QuerySummary,
    /// The fields counted by.
    pub by: Vec<&'static str>,
    /// Stories found.
    pub total: u64,
    /// What counts as one story, where that is not each item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapse: Option<CollapseSummary>,
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
    items: bool,
) -> io::Result<u64> {
    let mut rows = Vec::new();
    for facet in facets {
        let row = |value: Cell, counts: Counts| {
            let mut row = vec![Cell::Text(facet.field.name.to_owned()), value];
            row.extend(items.then_some(Cell::Count(counts.items)));
            row.extend([
                Cell::Count(counts.stories),
                Cell::Count(counts.matches),
                Cell::Share(share(counts.stories, found.stories)),
            ]);
            row
        };
        rows.extend(facet.values.iter().map(|it| row(Cell::Text(it.value.clone()), it.counts)));
        rows.extend((facet.none.items > 0).then(|| row(Cell::Null(NONE), facet.none)));
    }
    let count = rows.len() as u64;
    let mut columns = vec!["field", "value"];
    columns.extend(items.then_some(ITEMS));
    columns.extend(COLUMNS);
    sheet.write(out, &columns, rows.into_iter())?;
    Ok(count)
}

/// Writes a table for each field; returns how many rows.
pub fn facets_table(
    out: &mut dyn Write,
    paint: &Paint,
    found: Counts,
    facets: &[Facet],
    items: bool,
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
            cells: items
                .then_some(counts.items.to_string())
                .into_iter()
                .chain([
                    counts.stories.to_string(),
                    counts.matches.to_string(),
                    percent(share(counts.stories, found.stories)),
                ])
                .collect(),
            bar: share(counts.stories, most),
        };
        let mut rows: Vec<Row> = facet.values.iter().map(|it| row(&it.value, it.counts)).collect();
        let none = (facet.none.items > 0).then(|| row(NONE, facet.none));
        rows.extend(none.map(|row| Row { bar: None, ..row }));
        count += rows.len() as u64;
        if facet.more > 0 {
            let mut cells = vec![String::new(); usize::from(items)];
            cells.extend([
                facet.more_stories.to_string(),
                String::new(),
                percent(share(facet.more_stories, found.stories)),
            ]);
            rows.push(Row { name: format!("({} more)", facet.more), cells, bar: None });
        }
        let mut heading = vec![facet.field.name];
        heading.extend(items.then_some(ITEMS));
        heading.extend(COLUMNS);
        table(out, paint, &heading, &rows)?;
    }
    out.flush()?;
    Ok(count)
}
