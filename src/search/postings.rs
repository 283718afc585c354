//! A leaf's posting lists in one segment, read as one list of stories.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::union::Blocks;
use crate::error::{Error, Result};
use crate::index::Segment;
use crate::query::plan::Leaf;
use crate::span::Span;

/// Number of a story in a segment past the last one.
pub const END: u32 = TERMINATED;

/// A leaf found in the dictionary of a segment: cheap to open again and again.
pub struct Found {
    inverted: Arc<InvertedIndexReader>,
    terms: Vec<FoundTerm>,
}

struct FoundTerm {
    info: TermInfo,
    length: u32,
    /// It holds no letter: no case is wrong for it.
    letterless: bool,
    languages: Option<Arc<Languages>>,
}

/// The stories in some languages.
pub(super) struct Languages {
    column: StrColumn,
    allowed: Vec<bool>,
}

impl Languages {
    fn open(segment: &Segment, languages: &[String]) -> Option<Languages> {
        let column = segment.columns.language.clone()?;
        let mut allowed = vec![false; column.num_terms()];
        for (ord, allowed) in allowed.iter_mut().enumerate() {
            let mut tag = String::new();
            if column.ord_to_str(ord as u64, &mut tag).unwrap_or(false) {
                let primary = tag.split('-').next().unwrap_or(&tag);
                *allowed = languages.iter().any(|language| language == primary);
            }
        }
        Some(Languages { column, allowed })
    }

    pub(super) fn holds(&self, doc: u32) -> bool {
        self.column
            .term_ords(doc)
            .any(|ord| self.allowed.get(ord as usize).copied().unwrap_or(false))
    }
}

impl Found {
    /// Looks the terms of a leaf up in a field of a segment.
    pub fn new(segment: &Segment, leaf: &Leaf, field: tantivy::schema::Field) -> Result<Found> {
        let failed = |cause: String| Error::Engine { action: "looking up a word", cause };
        let inverted =
            segment.reader.inverted_index(field).map_err(|error| failed(error.to_string()))?;
        let mut terms = Vec::new();
        for term in &leaf.terms {
            let info =
                inverted.terms().get(&term.term).map_err(|error| failed(error.to_string()))?;
            let Some(info) = info else { continue };
            let languages = if term.languages.is_empty() {
                None
            } else {
                match Languages::open(segment, &term.languages) {
                    Some(languages) => Some(Arc::new(languages)),
                    // No story of the segment has a language.
                    None => continue,
                }
            };
            let (length, letterless) = (term.length, term.letterless());
            terms.push(FoundTerm { info, length, letterless, languages });
        }
        Ok(Found { inverted, terms })
    }

    /// Looks one term up as it is spelt in the dictionary.
    pub fn term(segment: &Segment, spelt: &str, field: tantivy::schema::Field) -> Result<Found> {
        let failed = |cause: String| Error::Engine { action: "looking up a mark", cause };
        let inverted =
            segment.reader.inverted_index(field).map_err(|error| failed(error.to_string()))?;
        let info = inverted.terms().get(spelt).map_err(|error| failed(error.to_string()))?;
        let found = |info| FoundTerm { info, length: 1, letterless: false, languages: None };
        Ok(Found { inverted, terms: info.map(found).into_iter().collect() })
    }

    /// Stories that the leaf can stand in, at most.
    pub fn most(&self) -> u64 {
        self.terms.iter().map(|term| u64::from(term.info.doc_freq)).sum()
    }

    /// Opens the posting lists to be read block by block.
    pub fn blocks(&self) -> Result<Vec<Blocks>> {
        let mut lists = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            let postings = self
                .inverted
                .read_block_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)
                .map_err(|error| Error::Engine {
                    action: "reading a posting list",
                    cause: error.to_string(),
                })?;
            lists.push(Blocks { postings, at: 0, languages: term.languages.clone() });
        }
        Ok(lists)
    }

    /// Opens the posting lists, with positions or with counts only.
    pub fn open(&self, positions: bool) -> Result<LeafPostings> {
        let option = if positions {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut lists = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            let postings =
                self.inverted.read_postings_from_terminfo(&term.info, option).map_err(|error| {
                    Error::Engine { action: "reading a posting list", cause: error.to_string() }
                })?;
            let mut list = List {
                postings,
                length: term.length,
                letterless: term.letterless,
                languages: term.languages.clone(),
            };
            list.skip_others();
            lists.push(list);
        }
        Ok(LeafPostings::new(lists))
    }
}

struct List {
    postings: SegmentPostings,
    length: u32,
    letterless: bool,
    languages: Option<Arc<Languages>>,
}

impl List {
    fn seek(&mut self, target: u32) -> u32 {
        if self.postings.doc() < target {
            self.postings.seek(target);
            self.skip_others();
        }
        self.postings.doc()
    }

    /// Goes past stories in languages where the term does not count.
    fn skip_others(&mut self) {
        if let Some(languages) = &self.languages {
            while self.postings.doc() != END && !languages.holds(self.postings.doc()) {
                self.postings.advance();
            }
        }
    }
}

/// Lists up to this many are compared one by one; more go through a heap.
const FEW: usize = 8;

/// The posting lists of a leaf as one.
pub struct LeafPostings {
    lists: Vec<List>,
    /// The current story of each list.
    at: Vec<u32>,
    doc: u32,
    heap: Option<BinaryHeap<Reverse<(u32, usize)>>>,
    scratch: Vec<u32>,
}

impl LeafPostings {
    fn new(lists: Vec<List>) -> LeafPostings {
        let doc = lists.iter().map(|list| list.postings.doc()).min().unwrap_or(END);
        let heap = (lists.len() > FEW).then(|| {
            lists.iter().enumerate().map(|(at, list)| Reverse((list.postings.doc(), at))).collect()
        });
        let at = lists.iter().map(|list| list.postings.doc()).collect();
        LeafPostings { lists, at, doc, heap, scratch: Vec::new() }
    }

    /// Says whether every occurrence covers one position.
    pub fn is_plain(&self) -> bool {
        self.lists.iter().all(|list| list.length <= 1)
    }

    /// Goes to the first story at or after `target`.
    pub fn seek(&mut self, target: u32) -> u32 {
        if self.doc >= target {
            return self.doc;
        }
        self.doc = match &mut self.heap {
            None => {
                let mut least = END;
                for (list, at) in self.lists.iter_mut().zip(&mut self.at) {
                    if *at < target {
                        *at = list.seek(target);
                    }
                    least = least.min(*at);
                }
                least
            }
            Some(heap) => loop {
                let Some(mut top) = heap.peek_mut() else { break END };
                let Reverse((doc, at)) = *top;
                if doc >= target {
                    break doc;
                }
                self.at[at] = self.lists[at].seek(target);
                *top = Reverse((self.at[at], at));
            },
        };
        self.doc
    }

    /// Occurrences in the current story, counted by the lists.
    pub fn count(&self) -> u32 {
        let here = self.lists.iter().zip(&self.at).filter(|(_, at)| **at == self.doc);
        here.map(|(list, _)| list.postings.term_freq()).sum()
    }

    /// Places in the current story, in order, each once. `place` is given those of the lists and
    /// whether they are words without a letter, and says where they stand, if they count.
    pub fn places(&mut self, place: impl Fn(Span, bool) -> Option<Span>, out: &mut Vec<Span>) {
        out.clear();
        let mut several = 0;
        for (list, at) in self.lists.iter_mut().zip(&self.at) {
            if *at == self.doc {
                list.postings.positions(&mut self.scratch);
                let (length, letterless) = (list.length.max(1), list.letterless);
                let spans =
                    self.scratch.iter().map(|at| Span { first: *at, last: at + length - 1 });
                out.extend(spans.filter_map(|span| place(span, letterless)));
                several += 1;
            }
        }
        if several > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }

    /// Where its occurrences in the current story begin, in order, each once.
    pub fn positions(&mut self, out: &mut Vec<u32>) {
        out.clear();
        let mut several = 0;
        for (list, at) in self.lists.iter_mut().zip(&self.at) {
            if *at == self.doc {
                list.postings.append_positions_with_offset(0, out);
                several += 1;
            }
        }
        if several > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }
}

impl LeafPostings {
    /// Stories in its lists, at most.
    pub fn most(&self) -> u64 {
        self.lists.iter().map(|list| u64::from(list.postings.doc_freq())).sum()
    }
}
