//! Single words, any of them: scored window by window instead of story by story.
//!
//! The commonest query of a research run is a bag of words. Its posting lists are read block by
//! block into a window of counts and scores, which costs a few nanoseconds a posting; the result
//! is what the general matcher gives, to the bit.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;

use super::matcher::Prepared;
use super::postings::{Found, Languages};
use super::ranking;
use super::{Searcher, Statistics};
use crate::error::Result;
use crate::query::plan::{Plan, Step};
use std::sync::Arc;

/// Stories of a window: its counts and scores stay in the nearest cache.
const WINDOW: usize = 4096;

/// A posting list read block by block.
pub struct Blocks {
    pub(super) postings: BlockSegmentPostings,
    pub(super) at: usize,
    pub(super) languages: Option<Arc<Languages>>,
}

impl Blocks {
    /// Calls `each` with the stories before `end` and how often they hold the term.
    #[inline]
    fn read(&mut self, end: u32, mut each: impl FnMut(u32, u32)) {
        loop {
            let docs = self.postings.docs();
            let freqs = self.postings.freqs();
            let mut at = self.at;
            match &self.languages {
                None => {
                    while at < docs.len() && docs[at] < end {
                        each(docs[at], freqs[at]);
                        at += 1;
                    }
                }
                Some(languages) => {
                    while at < docs.len() && docs[at] < end {
                        if languages.holds(docs[at]) {
                            each(docs[at], freqs[at]);
                        }
                        at += 1;
                    }
                }
            }
            self.at = at;
            if at < docs.len() || docs.is_empty() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

struct Word {
    text: Vec<Blocks>,
    headline: Vec<Blocks>,
    weight: f32,
}

/// The clauses of a plan that is nothing but single words, any of which may match.
pub fn words_of(plan: &Plan) -> Option<Vec<usize>> {
    let clause = |step: &Step| match step {
        Step::Clause(clause) => Some(*clause),
        _ => None,
    };
    match &plan.root {
        Step::Any(steps) => steps.iter().map(clause).collect(),
        step => clause(step).map(|clause| vec![clause]),
    }
}

/// Shows every story of a segment that holds one of the words to `each`, with its score; `each` says
/// whether it counts. Returns how many do, or `None` where a clause is no single word.
pub fn union(
    searcher: &Searcher<'_>,
    prepared: &Prepared<'_>,
    clauses: &[usize],
    mut each: impl FnMut(u32, f32) -> bool,
) -> Result<Option<u64>> {
    let Statistics { ranking, norms, recency, .. } = &searcher.statistics;
    let mut words = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let Some((text, headline, weight)) = prepared.clauses()[*clause].single() else {
            return Ok(None);
        };
        let open = |found: &Found, wanted: bool| {
            if wanted { found.blocks() } else { Ok(Vec::new()) }
        };
        words.push(Word {
            text: open(text, true)?,
            headline: open(headline, ranking.headline != 1.0)?,
            weight,
        });
    }
    let max = prepared.segment().reader.max_doc();
    let lengths = prepared.lengths();
    let mut window = Window::default();
    let mut total = 0;
    let mut start = 0;
    while start < max {
        let end = (start + WINDOW as u32).min(max);
        for word in &mut words {
            window.count(word, start, end, ranking.headline);
            window.score(word.weight, start, lengths, norms);
        }
        total += window.give(start, |doc, score| {
            if !prepared.segment().is_alive(doc) || prepared.leaves_out(doc) {
                return false;
            }
            let score = match recency {
                None => score,
                Some(_) => score * searcher.statistics.recency_of(prepared.segment(), doc),
            };
            each(doc, score)
        });
        start = end;
    }
    Ok(Some(total))
}

struct Window {
    counts: Box<[f32; WINDOW]>,
    scores: Box<[f32; WINDOW]>,
    /// Stories that hold the current word.
    held: [u64; WINDOW / 64],
    /// Stories that hold any word.
    found: [u64; WINDOW / 64],
}

impl Default for Window {
    fn default() -> Self {
        Window {
            counts: Box::new([0.0; WINDOW]),
            scores: Box::new([0.0; WINDOW]),
            held: [0; WINDOW / 64],
            found: [0; WINDOW / 64],
        }
    }
}

impl Window {
    fn count(&mut self, word: &mut Word, start: u32, end: u32, headline: f32) {
        let Window { counts, held, .. } = self;
        for list in &mut word.text {
            list.read(end, |doc, count| {
                let at = (doc - start) as usize & (WINDOW - 1);
                counts[at] += count as f32;
                held[at / 64] |= 1 << (at % 64);
            });
        }
        for list in &mut word.headline {
            list.read(end, |doc, count| {
                let at = (doc - start) as usize & (WINDOW - 1);
                counts[at] += (headline - 1.0) * count as f32;
            });
        }
    }

    fn score(
        &mut self,
        weight: f32,
        start: u32,
        lengths: Option<&FieldNormReader>,
        norms: &[f32; 256],
    ) {
        for (part, (held, found)) in self.held.iter_mut().zip(&mut self.found).enumerate() {
            let mut bits = std::mem::take(held);
            *found |= bits;
            while bits != 0 {
                let at = part * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let count = std::mem::take(&mut self.counts[at]);
                let length = lengths.map_or(0, |lengths| lengths.fieldnorm_id(start + at as u32));
                let norm = norms[usize::from(length)];
                self.scores[at] += ranking::score(weight, count, norm);
            }
        }
    }

    fn give(&mut self, start: u32, mut each: impl FnMut(u32, f32) -> bool) -> u64 {
        let mut total = 0;
        for (part, found) in self.found.iter_mut().enumerate() {
            let mut bits = std::mem::take(found);
            while bits != 0 {
                let at = part * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let score = std::mem::take(&mut self.scores[at]);
                total += u64::from(each(start + at as u32, score));
            }
        }
        total
    }
}
