//! The summary: what a program has to know of a search besides its hits, as one JSON object.

use serde::Serialize;

use crate::index::StoryIndex;
use crate::query::Query;
use crate::search::{Collapse, Searcher};

/// What was asked, how much was found, and in what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// The query.
    pub query: QuerySummary,
    /// Stories that match.
    pub total: u64,
    /// What counts as one story, where that is not each item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapse: Option<CollapseSummary>,
    /// Stories printed.
    pub returned: u64,
    /// Whether there are more behind those that were printed.
    pub truncated: bool,
    /// Where there are: the cursor that goes on behind them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Milliseconds from the start of the search to its last byte.
    pub took_ms: u64,
    /// The index.
    pub index: IndexSummary,
    /// Version of newswire.
    pub version: &'static str,
}

/// A query as it was typed and as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuerySummary {
    /// As typed.
    pub typed: String,
    /// As read, in full parentheses.
    pub parsed: String,
}

/// How items were collapsed into stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CollapseSummary {
    /// `group` or `chain`.
    pub by: &'static str,
    /// `first`, `last`, `longest` or `best`.
    pub keep: &'static str,
    /// Items that match: those that were kept, and those that they stand for.
    pub items: u64,
}

impl CollapseSummary {
    /// Of a search that found so many items.
    pub fn new(collapse: Option<Collapse>, items: u64) -> Option<CollapseSummary> {
        let Collapse { by, keep } = collapse?;
        Some(CollapseSummary { by: by.name(), keep: keep.name(), items })
    }
}

/// What became of a batch of queries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchSummary {
    /// Queries in the file, those that cannot be read included.
    pub queries: u64,
    /// Queries that were answered.
    pub answered: u64,
    /// Queries that were not, each with an error of its own.
    pub errors: u64,
    /// Answered queries that found no story, by their ids, in the order of the file.
    pub nothing_found: Vec<String>,
    /// Stories printed.
    pub returned: u64,
    /// Answered queries that found more stories than were printed.
    pub truncated: u64,
    /// What counts as one story, where that is not each item; `items` are those of all queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapse: Option<CollapseSummary>,
    /// How the queries were read: `all` words, `any` word, or `plain` text.
    pub read_as: &'static str,
    /// Milliseconds from the opening of the index to the last byte.
    pub took_ms: u64,
    /// The index.
    pub index: IndexSummary,
    /// Version of newswire.
    pub version: &'static str,
}

/// An index, so that a result can be told from one over other stories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexSummary {
    /// The same stories give the same one.
    pub fingerprint: String,
    /// Number of stories.
    pub stories: u64,
}

impl Summary {
    /// The version that a summary carries.
    pub const VERSION: &'static str = env!("CARGO_PKG_VERSION");
}

impl QuerySummary {
    /// Of a query.
    pub fn of(query: &Query) -> QuerySummary {
        QuerySummary { typed: query.typed.clone(), parsed: query.parsed() }
    }
}

impl IndexSummary {
    /// Of the index that a searcher searches.
    pub fn of(searcher: &Searcher<'_>) -> IndexSummary {
        IndexSummary::of_index(searcher.index())
    }

    /// Of an index.
    pub fn of_index(index: &StoryIndex) -> IndexSummary {
        IndexSummary { fingerprint: index.fingerprint(), stories: index.stories() }
    }
}
