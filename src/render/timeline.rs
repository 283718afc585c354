//! Counts over time, printed: a table with bars, and rows for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::bars::{Row, percent, table};
use super::facets::ITEMS;
use super::sheet::{Cell, NONE, OTHERS, Sheet};
use super::{CollapseSummary, IndexSummary, Paint, QuerySummary};
use crate::search::{Line, LineOf, Period, Tally, Timeline};

/// What bars and charts show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plot {
    /// Stories found.
    Stories,
    /// Matches in them.
    Matches,
    /// Stories found out of all that the filters let through.
    Share,
}

/// What a program has to know of counts over time besides the rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineSummary {
    /// The query.
    pub query: QuerySummary,
    /// The query without its text, which finds the total.
    pub filters: String,
    /// Length of a bucket.
    pub by: &'static str,
    /// The field that the counts are split by.
    pub by2: Option<&'static str>,
    /// How many of its values are counted as others.
    pub others: u64,
    /// Stories found.
    pub total: u64,
    /// What counts as one story, where that is not each item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapse: Option<CollapseSummary>,
    /// Matches in them.
    pub matches: u64,
    /// Stories that the filters let through.
    pub filtered: u64,
    /// Rows printed.
    pub returned: u64,
    /// Zone in which days begin and end.
    pub tz: &'static str,
    /// Milliseconds from the start of the search to its last byte.
    pub took_ms: u64,
    /// The index.
    pub index: IndexSummary,
    /// Version of newswire.
    pub version: &'static str,
}

impl Plot {
    /// The number to show; null where there is none.
    pub(super) fn of(self, tally: &Tally) -> Option<f64> {
        match self {
            Plot::Stories => Some(tally.counts.stories as f64),
            Plot::Matches => Some(tally.counts.matches as f64),
            Plot::Share => tally.share(),
        }
    }
}

impl LineOf {
    /// The line by its name; empty for the one of all stories.
    pub(super) fn name(&self) -> &str {
        match self {
            LineOf::All => "",
            LineOf::Value(value) => value,
            LineOf::Others => OTHERS,
            LineOf::None => NONE,
        }
    }
}

/// Writes a row for each bucket of each line, and for its stories without a date; returns how many.
/// `by` is the field that the lines are values of; `items` asks for a column of items.
pub fn timeline_sheet(
    out: &mut dyn Write,
    sheet: Sheet,
    timeline: &Timeline,
    by: Option<&'static str>,
    items: bool,
) -> io::Result<u64> {
    let mut columns = vec!["start"];
    columns.extend(by);
    columns.extend(items.then_some(ITEMS));
    columns.extend(["stories", "matches", "total", "share"]);
    let mut count = 0;
    let rows = timeline.lines.iter().flat_map(|line| {
        let dated = line.buckets.iter();
        let dated = dated.map(|it| (Cell::Text(it.start.to_string()), it.tally));
        let undated = line.undated.map(|tally| (Cell::Null(""), tally));
        dated.chain(undated).map(|(start, tally)| {
            let mut row = vec![start];
            row.extend(by.map(|_| match &line.of {
                LineOf::All | LineOf::None => Cell::Null(NONE),
                of => Cell::Text(of.name().to_owned()),
            }));
            row.extend(items.then_some(Cell::Count(tally.counts.items)));
            row.extend([
                Cell::Count(tally.counts.stories),
                Cell::Count(tally.counts.matches),
                Cell::Count(tally.total),
                Cell::Share(tally.share()),
            ]);
            row
        })
    });
    sheet.write(out, &columns, rows.inspect(|_| count += 1))?;
    Ok(count)
}

/// Writes a table for each line, bars on one scale; returns how many rows.
pub fn timeline_table(
    out: &mut dyn Write,
    paint: &Paint,
    timeline: &Timeline,
    period: Period,
    plot: Plot,
    items: bool,
) -> io::Result<u64> {
    let shown = |line: &Line| -> f64 {
        let tallies = line.buckets.iter().map(|bucket| &bucket.tally);
        tallies.filter_map(|tally| plot.of(tally)).fold(0.0, f64::max)
    };
    let most = timeline.lines.iter().map(shown).fold(0.0, f64::max);
    let mut count = 0;
    for (number, line) in timeline.lines.iter().enumerate() {
        if number > 0 {
            out.write_all(b"\n")?;
        }
        if line.of != LineOf::All {
            writeln!(out, "{}", paint.strong(line.of.name()))?;
        }
        let row = |name: String, tally: &Tally, bar: Option<f64>| Row {
            name,
            cells: items
                .then_some(tally.counts.items.to_string())
                .into_iter()
                .chain([
                    tally.counts.stories.to_string(),
                    tally.counts.matches.to_string(),
                    tally.total.to_string(),
                    percent(tally.share()),
                ])
                .collect(),
            bar,
        };
        let mut rows: Vec<Row> = line
            .buckets
            .iter()
            .map(|bucket| {
                let bar = plot.of(&bucket.tally).filter(|_| most > 0.0).map(|it| it / most);
                row(period.label(bucket.start), &bucket.tally, bar)
            })
            .collect();
        rows.extend(line.undated.iter().map(|tally| row("(no date)".to_owned(), tally, None)));
        count += rows.len() as u64;
        let mut heading = vec![period.name()];
        heading.extend(items.then_some(ITEMS));
        heading.extend(["stories", "matches", "total", "share"]);
        table(out, paint, &heading, &rows)?;
    }
    out.flush()?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;
    use crate::search::{Bucket, Counts};

    fn sample() -> Timeline {
        let tally = |stories, matches, total| Tally {
            counts: Counts { items: stories, stories, matches },
            total,
        };
        let bucket = |start: &str, tally| Bucket { start: start.parse().unwrap(), tally };
        let line = Line {
            of: LineOf::All,
            buckets: vec![
                bucket("1987-02-01", tally(1, 3, 4)),
                bucket("1987-03-01", tally(0, 0, 0)),
                bucket("1987-04-01", tally(2, 2, 2)),
            ],
            undated: Some(tally(1, 1, 3)),
        };
        let found = Counts { items: 4, stories: 4, matches: 6 };
        Timeline { found, total: 9, lines: vec![line], others: 0 }
    }

    #[test]
    fn empty_buckets_and_stories_without_a_date_have_rows() {
        let mut out = Vec::new();
        let sheet = Sheet::Separated { shape: Shape::Csv, raw: false };
        assert_eq!(timeline_sheet(&mut out, sheet, &sample(), None, false).unwrap(), 4);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "start,stories,matches,total,share\r\n1987-02-01,1,3,4,0.25\r\n1987-03-01,0,0,0,\r\n\
             1987-04-01,2,2,2,1.0\r\n,1,1,3,0.333333\r\n"
        );
        let mut out = Vec::new();
        let mut split = sample();
        split.lines[0].of = LineOf::None;
        timeline_sheet(&mut out, Sheet::JsonLines, &split, Some("agency"), false).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(
            out.lines().next(),
            Some(
                "{\"start\":\"1987-02-01\",\"agency\":null,\"stories\":1,\"matches\":3,\
                 \"total\":4,\"share\":0.25}"
            )
        );
        assert!(out.lines().last().is_some_and(|it| it.starts_with("{\"start\":null,")));
    }

    #[test]
    fn bars_show_what_is_asked_for() {
        let paint = Paint { color: false, clean: true, width: 60 };
        let shown = |plot| {
            let mut out = Vec::new();
            timeline_table(&mut out, &paint, &sample(), Period::Month, plot, false).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            shown(Plot::Stories),
            "month      stories  matches  total    share\n\
             1987-02          1        3      4   25.0 %  ███████▌\n\
             1987-03          0        0      0        –\n\
             1987-04          2        2      2  100.0 %  ███████████████\n\
             (no date)        1        1      3   33.3 %\n"
        );
        assert!(shown(Plot::Matches).contains("25.0 %  ███████████████\n"));
        assert!(shown(Plot::Share).contains("25.0 %  ███▊\n"));
    }
}
