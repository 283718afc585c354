//! The chain and the group of a story, printed: for eyes, and as rows for programs.

mod jsonl;
mod table;

pub use jsonl::versions_jsonl;
pub use table::versions_table;

use serde::Serialize;

use super::IndexSummary;
use crate::search::Extent;

/// What a program has to know of a chain and a group besides the rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VersionsSummary {
    /// The story asked for.
    pub id: String,
    /// Its chain; null where it is in none.
    pub chain: Option<ExtentSummary>,
    /// Its group; null where it is in none.
    pub group: Option<ExtentSummary>,
    /// Rows printed.
    pub returned: u64,
    /// Whether there are more stories than were printed.
    pub truncated: bool,
    /// Milliseconds from the opening of the index to the last byte.
    pub took_ms: u64,
    /// The index.
    pub index: IndexSummary,
    /// Version of newswire.
    pub version: &'static str,
}

/// A chain or a group as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtentSummary {
    /// Stories in it.
    pub stories: u64,
    /// Stories printed.
    pub returned: u64,
    /// Who sent them.
    pub agencies: Vec<String>,
    /// When the first one with a date was filed.
    pub first_filed: Option<String>,
    /// When the last one was.
    pub last_filed: Option<String>,
}

impl ExtentSummary {
    /// Of a chain or a group.
    pub fn of(extent: &Extent) -> ExtentSummary {
        let (first, last) = extent.filed.clone().unzip();
        ExtentSummary {
            stories: extent.stories as u64,
            returned: extent.shown.len() as u64,
            agencies: extent.agencies.clone(),
            first_filed: first,
            last_filed: last,
        }
    }
}

/// A similarity to three digits.
fn rounded(similarity: f64) -> f64 {
    (similarity * 1000.0).round() / 1000.0
}
