//! Output: what was found, printed. One file an output.
//!
//! Comes in: hits of a search, one at a time, in order. Goes out: bytes to a writer that the
//! caller chose. An output says what it needs to know of each story, and [`print()`] looks up no
//! more than that: a list of ids never opens a record.

mod answers;
mod bars;
mod chart;
mod columns;
mod explanation;
mod facets;
mod hit;
mod html;
mod ids;
mod jsonl;
pub mod kwic;
mod manifest;
mod page;
mod paint;
mod separated;
mod sheet;
mod story;
mod summary;
mod terminal;
mod timeline;
mod trec;
mod versions;

pub use answers::{Answer, Asked, RankedId};
pub use chart::{ChartText, chart};
pub use columns::{Column, columns};
pub use explanation::{RankingSummary, explanation_lines};
pub use facets::{FacetsSummary, MoreValues, facets_sheet, facets_table};
pub use hit::{FullHit, print};
pub use html::Html;
pub use ids::Ids;
pub use jsonl::JsonLines;
pub use manifest::{Manifest, OutputSummary, Tally, Term, Watched, Words, write_manifest};
pub use page::Page;
pub use paint::Paint;
pub use separated::{Separated, Shape};
pub use sheet::Sheet;
pub use story::story;
pub use summary::{BatchSummary, CollapseSummary, IndexSummary, QuerySummary, Summary};
pub use terminal::Terminal;
pub use timeline::{Plot, TimelineSummary, timeline_sheet, timeline_table};
pub use trec::{Falling, Trec, is_column};
pub use versions::{ExtentSummary, VersionsSummary, versions_jsonl, versions_table};

use std::io;

use crate::snippet::SnippetOptions;

/// What an output has to know of each hit besides its rank, score and id.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Needs {
    /// The record.
    pub story: bool,
    /// How often the query matches.
    pub matches: bool,
    /// Fragments round the matches, made in this way.
    pub snippets: Option<SnippetOptions>,
    /// Where the query matches in the headline and the body.
    pub marks: bool,
    /// How its score came about.
    pub explanation: bool,
    /// Its group and its chain, and whether it was killed.
    pub kin: bool,
}

/// A way to print hits. Only [`Render::hit`] is required.
pub trait Render {
    /// Says what has to be looked up for each hit.
    fn needs(&self) -> Needs;

    /// Prints what stands before the first hit, even where there is none.
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Prints a hit.
    fn hit(&mut self, hit: &FullHit) -> io::Result<()>;

    /// Prints what stands after the last hit, and hands everything on.
    fn finish(&mut self) -> io::Result<()>;
}
