//! All stories that a query finds, kept at hand: what counts by field or by time are made of.
//!
//! A bit a story of the index and, where the query has words, a number for each story found. Its
//! own file because facets and timelines ask the same set many times over, in any order.

use super::bits::Bits;
use super::{Counts, Searcher};
use crate::error::Result;
use crate::query::Name;
use crate::query::plan::Step;

/// The stories of one segment that a query finds.
#[derive(Debug, Default)]
pub(super) struct StorySet {
    bits: Bits,
    /// Stories of the set before each word of bits.
    before: Vec<u32>,
    /// Matches in each story of the set, in order; empty where the query counts none.
    matches: Vec<u64>,
    counts: Counts,
    /// Every story of the segment is in it, and none was deleted.
    whole: bool,
}

impl StorySet {
    /// The stories in it.
    pub fn bits(&self) -> &Bits {
        &self.bits
    }

    /// How many stories, and matches in them.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Whether it is every story of the segment, none of them deleted, and no match in any.
    pub fn is_whole(&self) -> bool {
        self.whole && self.matches.is_empty()
    }

    /// Adds a story to a count, if it is in the set.
    #[inline]
    pub fn tally(&self, doc: u32, counts: &mut Counts) {
        let at = doc as usize / 64;
        let Some(word) = self.bits.words().get(at) else { return };
        if word >> (doc % 64) & 1 == 0 {
            return;
        }
        counts.stories += 1;
        if !self.matches.is_empty() {
            let below = (word & ((1 << (doc % 64)) - 1)).count_ones();
            counts.matches += self.matches[(self.before[at] + below) as usize];
        }
    }

    /// Counts the stories of another set that are in this one.
    pub fn count(&self, bits: &Bits) -> Counts {
        let mut counts = Counts::default();
        if self.matches.is_empty() {
            let both = self.bits.words().iter().zip(bits.words());
            counts.stories = both.map(|(a, b)| u64::from((a & b).count_ones())).sum();
        } else {
            bits.iter().for_each(|doc| self.tally(doc, &mut counts));
        }
        counts
    }

    fn push(&mut self, doc: u32, matches: Option<u64>) {
        self.bits.add(doc);
        self.counts.stories += 1;
        if let Some(matches) = matches {
            self.matches.push(matches);
            self.counts.matches += matches;
        }
    }

    fn close(&mut self) {
        if !self.matches.is_empty() {
            let mut before = 0;
            self.before = Vec::with_capacity(self.bits.words().len());
            for word in self.bits.words() {
                self.before.push(before);
                before += word.count_ones();
            }
        }
    }
}

impl Searcher<'_> {
    /// The stories that match, by segment.
    pub(super) fn found(&self) -> Result<Vec<StorySet>> {
        let segments = self.index.segments();
        if finds_all(&self.plan.root) {
            return Ok(segments
                .iter()
                .map(|segment| {
                    let stories = segment.reader.max_doc();
                    let whole = segment.reader.alive_bitset().is_none();
                    let mut bits = Bits::all(stories);
                    if !whole {
                        let deleted = (0..stories).filter(|doc| !segment.is_alive(*doc));
                        deleted.for_each(|doc| bits.remove(doc));
                    }
                    let counts = Counts { stories: bits.count(), matches: 0 };
                    StorySet { bits, counts, whole, ..StorySet::default() }
                })
                .collect());
        }
        let mut sets: Vec<StorySet> = segments
            .iter()
            .map(|segment| StorySet {
                bits: Bits::none(segment.reader.max_doc()),
                ..StorySet::default()
            })
            .collect();
        let counted = self.plan.clauses.iter().any(|clause| !clause.negated);
        self.each(false, counted, |matcher, segment, doc| {
            let matches = counted.then(|| matcher.matches(doc));
            sets[segment].push(doc, matches);
        })?;
        sets.iter_mut().for_each(StorySet::close);
        Ok(sets)
    }
}

/// Whether a condition holds for every story: `words>=0` is how all of them are asked for.
fn finds_all(step: &Step) -> bool {
    match step {
        Step::Number { field: Name::Words, min: 0, max: u64::MAX } => true,
        Step::All(steps) => steps.iter().all(finds_all),
        _ => false,
    }
}

/// The counts of all segments together.
pub(super) fn total(sets: &[StorySet]) -> Counts {
    sets.iter().fold(Counts::default(), |all, set| all.plus(set.counts()))
}
