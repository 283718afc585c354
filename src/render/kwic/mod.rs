//! A concordance: one row a match, printed. One file an output.
//!
//! Comes in: the matches of a query and how their rows are ordered, drawn and cut. Goes out: rows
//! to a writer. Stories are read in the order in which the index holds them, some thousands of rows
//! at a time, so memory stays flat however many rows there are; only an order by words needs
//! them all at once (see `sort`).

mod columns;
mod html;
mod jsonl;
mod separated;
mod sort;
mod table;

pub use columns::{RowColumn, row_columns};
pub use html::HtmlRows;
pub use jsonl::JsonRows;
pub use separated::SeparatedRows;
pub use table::TableRows;

use std::collections::HashMap;
use std::io;

use crate::error::{Error, Result};
use crate::index::Address;
use crate::search::{Match, Searcher, Sort};
use crate::snippet::{Context, Copy, Line, Side};
use crate::story::Story;

/// A row of a concordance.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    /// Place in the list, from 1.
    pub rank: u64,
    /// The story of the match; without its text, unless the output asked for it.
    pub story: &'r Story,
    /// The match in its context.
    pub line: &'r Line,
}

/// A way to print rows.
pub trait RenderRows {
    /// How much of the text stands beside a match.
    fn context(&self) -> Context;

    /// Says whether the text of the story is printed too.
    fn wants_text(&self) -> bool {
        false
    }

    /// Prints what stands before the first row, even where there is none.
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Prints a row.
    fn row(&mut self, row: Row<'_>) -> io::Result<()>;

    /// Prints what stands after the last row, and hands everything on.
    fn finish(&mut self) -> io::Result<()>;
}

/// An order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOrder {
    /// By their stories; those of one in the order of the text.
    Stories(Sort),
    /// By words, then as their stories stand newest first.
    Words(Side),
}

/// Which rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rows {
    /// Their order.
    pub order: RowOrder,
    /// How many are drawn, and the seed of the draw; all without it.
    pub sample: Option<(usize, u64)>,
    /// How many are printed at most.
    pub limit: Option<usize>,
}

/// Rows looked up together.
const BATCH: usize = 4096;
/// Rows looked up together in an order by words: their stories lie all over the index, and rows that
/// share one read it once.
const BATCH_OF_WORDS: usize = 16_384;
/// Rows looked up together where they hold the text of their stories.
const BATCH_OF_TEXTS: usize = 16;

/// Prints rows and returns how many there were.
pub fn print_rows(
    searcher: &Searcher<'_>,
    rows: &Rows,
    render: &mut dyn RenderRows,
) -> Result<u64> {
    let sample = match rows.sample {
        Some((size, seed)) => Some(searcher.sample(size, seed)?),
        None => None,
    };
    render.begin().map_err(failed)?;
    let mut all = |rows: &mut dyn Iterator<Item = Result<Match>>, limit: Option<usize>, most| {
        printed(searcher, rows.take(limit.unwrap_or(usize::MAX)), most, render)
    };
    let limit = rows.limit;
    let returned = match (rows.order, sample) {
        (RowOrder::Stories(sort), None) => all(&mut searcher.matches(sort), limit, BATCH)?,
        (RowOrder::Stories(Sort::Newest), Some(sample)) => {
            all(&mut sample.into_iter().map(Ok), limit, BATCH)?
        }
        (RowOrder::Stories(sort), Some(sample)) => {
            all(&mut by_stories(searcher, sample, sort), limit, BATCH)?
        }
        (RowOrder::Words(side), sample) => {
            let sorted = match sample {
                None => sort::sorted(searcher, searcher.matches(Sort::Newest), side, limit)?,
                Some(sample) => sort::sorted(searcher, sample.into_iter().map(Ok), side, limit)?,
            };
            all(&mut sorted.into_iter().map(Ok), None, BATCH_OF_WORDS)?
        }
    };
    render.finish().map_err(failed)?;
    Ok(returned)
}

/// Some matches in the order of their stories.
fn by_stories<'s>(
    searcher: &'s Searcher<'_>,
    matches: Vec<Match>,
    sort: Sort,
) -> impl Iterator<Item = Result<Match>> + 's {
    let mut by_story: HashMap<Address, Vec<Match>> = HashMap::new();
    for one in matches {
        by_story.entry(one.address).or_default().push(one);
    }
    searcher.hits(sort).flat_map(move |hit| match hit {
        Ok(hit) => {
            let found = by_story.remove(&hit.address).unwrap_or_default();
            found.into_iter().map(Ok).collect()
        }
        Err(error) => vec![Err(error)],
    })
}

fn printed(
    searcher: &Searcher<'_>,
    mut rows: impl Iterator<Item = Result<Match>>,
    most: usize,
    render: &mut dyn RenderRows,
) -> Result<u64> {
    let context = render.context();
    let text = render.wants_text();
    let size = if text { BATCH_OF_TEXTS } else { most };
    let mut returned = 0;
    loop {
        let batch: Vec<Match> = rows.by_ref().take(size).collect::<Result<_>>()?;
        let mut order: Vec<usize> = (0..batch.len()).collect();
        order.sort_unstable_by_key(|at| (batch[*at].address, batch[*at].nth));
        let mut stories = Vec::new();
        let mut lines: Vec<Option<(usize, Line)>> = vec![None; batch.len()];
        let mut addresses: Vec<Address> = order.iter().map(|at| batch[*at].address).collect();
        addresses.dedup();
        let ids = searcher.index().ids(&addresses);
        let runs = order.chunk_by(|a, b| batch[*a].address == batch[*b].address);
        for (run, id) in runs.zip(ids) {
            let mut story = searcher.index().story_of_id(batch[run[0]].address, id)?;
            let copy = Copy::new(&story);
            for at in run {
                let line = copy.line(batch[*at].span, context);
                lines[*at] = Some((stories.len(), line.unwrap_or_default()));
            }
            if !text {
                (story.body, story.lead) = (None, None);
            }
            stories.push(story);
        }
        for (story, line) in lines.iter().flatten() {
            returned += 1;
            let row = Row { rank: returned, story: &stories[*story], line };
            render.row(row).map_err(failed)?;
        }
        if batch.len() < size {
            return Ok(returned);
        }
    }
}

fn failed(error: io::Error) -> Error {
    Error::io("writing", "standard output", error)
}
