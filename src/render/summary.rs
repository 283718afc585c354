//! The summary: what a program has to know of a search besides its hits, as one JSON object.

use serde::Serialize;

use crate::query::Query;
use crate::search::Searcher;

/// What was asked, how much was found, and in what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// The query.
    pub query: QuerySummary,
    /// Stories that match.
    pub total: u64,
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
        let index = searcher.index();
        IndexSummary { fingerprint: index.fingerprint(), stories: index.stories() }
    }
}
