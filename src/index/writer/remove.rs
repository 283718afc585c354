//! Removing stories: by where they stand, never by what they are called.
//!
//! The story that replaces one has its id, and may be in a segment before the engine is told of
//! the removal. So the engine is given segments and numbers in them, when it commits.

use std::collections::BTreeMap;

use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, Score, SegmentReader};

/// Stories to be removed, by segment.
#[derive(Debug, Clone, Default)]
pub(super) struct Removed {
    stories: BTreeMap<SegmentId, Vec<DocId>>,
}

impl Removed {
    /// Adds a story.
    pub fn add(&mut self, segment: SegmentId, doc: DocId) {
        self.stories.entry(segment).or_default().push(doc);
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// Takes them as a query that finds just them.
    pub fn take(&mut self) -> Box<dyn Query> {
        Box::new(std::mem::take(self))
    }
}

impl Query for Removed {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Removed {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut set = BitSet::with_max_value(reader.max_doc());
        for doc in self.stories.get(&reader.segment_id()).into_iter().flatten() {
            set.insert(*doc);
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(set), 1.0)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("removed", 1.0))
    }
}
