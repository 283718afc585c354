//! The best stories, in a total order.

use std::cmp::Ordering;

use super::postings::END;
use super::{Searcher, union};
use crate::error::Result;
use crate::index::{Address, StoryIndex};

/// A story that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Where it stands.
    pub address: Address,
    /// Its score.
    pub score: f32,
    /// What orders it by time: larger is newer, null is 0.
    pub order: u64,
}

/// A story's place in an order, by what orders it: it outlives the index it was taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its score.
    pub score: f32,
    /// What orders it by time.
    pub order: u64,
    /// Its id.
    pub id: String,
}

/// What a search goes on behind.
#[derive(Debug, Clone, PartialEq)]
pub enum After {
    /// A story of this index.
    Hit(Hit),
    /// A place that a story may have left since.
    Place(Place),
}

impl After {
    /// Says whether a story comes behind it, best first.
    fn precedes(&self, index: &StoryIndex, hit: &Hit) -> bool {
        match self {
            After::Hit(after) => compare(index, after, hit) == Ordering::Less,
            After::Place(Place { score, order, id }) => {
                let behind = hit.score.total_cmp(score).then_with(|| hit.order.cmp(order));
                match behind {
                    Ordering::Equal => index.id(hit.address) > *id,
                    behind => behind == Ordering::Less,
                }
            }
        }
    }
}

/// Best first: score, then filed (newest first), then id.
pub fn compare(index: &StoryIndex, a: &Hit, b: &Hit) -> Ordering {
    b.score
        .total_cmp(&a.score)
        .then_with(|| b.order.cmp(&a.order))
        .then_with(|| compare_ids(index, a.address, b.address))
}

/// Compares the ids of two stories.
pub fn compare_ids(index: &StoryIndex, a: Address, b: Address) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    if a.segment == b.segment {
        // Within a segment the numbers of ids are in the order of the ids.
        let columns = &index.segments()[a.segment as usize].columns;
        if let Some(column) = &columns.id {
            let ord = |doc| column.term_ords(doc).next();
            return ord(a.doc).cmp(&ord(b.doc));
        }
    }
    index.id(a).cmp(&index.id(b))
}

/// Keeps the best of what it is shown.
pub struct Best<'a> {
    index: &'a StoryIndex,
    limit: usize,
    kept: Vec<Hit>,
    after: Option<After>,
    /// Below this score nothing gets in.
    threshold: f32,
}

impl<'a> Best<'a> {
    /// Keeps the best `limit` of those that come after `after`.
    pub fn new(index: &'a StoryIndex, limit: usize, after: Option<After>) -> Best<'a> {
        Best { index, limit, kept: Vec::new(), after, threshold: f32::NEG_INFINITY }
    }

    /// Shows it a story.
    pub fn push(&mut self, address: Address, score: f32) {
        if score < self.threshold || self.limit == 0 {
            return;
        }
        let columns = &self.index.segments()[address.segment as usize].columns;
        let order = columns.order.first(address.doc).unwrap_or(0);
        let hit = Hit { address, score, order };
        if let Some(after) = &self.after
            && !after.precedes(self.index, &hit)
        {
            return;
        }
        self.kept.push(hit);
        if self.kept.len() >= self.limit.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() <= self.limit {
            return;
        }
        let index = self.index;
        self.kept.select_nth_unstable_by(self.limit - 1, |a, b| compare(index, a, b));
        self.kept.truncate(self.limit);
        self.threshold = self.kept[self.limit - 1].score;
    }

    /// What was kept, best first.
    pub fn into_hits(mut self) -> Vec<Hit> {
        self.cut();
        let index = self.index;
        self.kept.sort_by(|a, b| compare(index, a, b));
        self.kept
    }
}

/// Finds the best stories and counts all.
pub fn top(searcher: &Searcher<'_>, limit: usize, after: Option<After>) -> Result<(Vec<Hit>, u64)> {
    let mut best = Best::new(searcher.index, limit, after);
    let mut total = 0;
    let words = union::words_of(&searcher.plan);
    for segment in 0..searcher.index.segments().len() {
        let prepared = searcher.prepared(segment)?;
        let segment = segment as u32;
        if let Some(words) = &words
            && let Some(found) = union::union(searcher, &prepared, words, |doc, score| {
                best.push(Address { segment, doc }, score);
                true
            })?
        {
            total += found;
            continue;
        }
        let mut matcher = prepared.matcher(true, false)?;
        let mut doc = matcher.seek(0);
        while doc != END {
            total += 1;
            let score = matcher.score(doc, &searcher.statistics);
            best.push(Address { segment, doc }, score);
            doc = matcher.seek(doc + 1);
        }
        matcher.check(&searcher.plan)?;
    }
    Ok((best.into_hits(), total))
}
