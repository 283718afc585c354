//! All stories that a query finds, kept at hand: what counts by field or by time are made of.
//!
//! A bit a story of the index and, where the query has words, a number for each story found. Its
//! own file because facets and timelines ask the same set many times over, in any order.

use std::sync::Arc;

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
    /// Items of the set that are no story of their own: another one is kept for them.
    left_out: Option<Arc<Bits>>,
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

    /// Whether it is every story of the segment, none of them deleted or left out, and no match in
    /// any.
    pub fn is_whole(&self) -> bool {
        self.whole && self.matches.is_empty() && self.left_out.is_none()
    }

    /// Adds a story to a count, if it is in the set.
    #[inline]
    pub fn tally(&self, doc: u32, counts: &mut Counts) {
        let at = doc as usize / 64;
        let Some(word) = self.bits.words().get(at) else { return };
        if word >> (doc % 64) & 1 == 0 {
            return;
        }
        counts.items += 1;
        if self.left_out.as_ref().is_some_and(|left_out| left_out.holds(doc)) {
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
            let both = || self.bits.words().iter().zip(bits.words()).map(|(a, b)| a & b);
            let count = |words: &mut dyn Iterator<Item = u64>| -> u64 {
                words.map(|word| u64::from(word.count_ones())).sum()
            };
            counts.items = count(&mut both());
            counts.stories = counts.items;
            if let Some(left_out) = &self.left_out {
                counts.stories -= count(&mut both().zip(left_out.words()).map(|(a, b)| a & b));
            }
        } else {
            bits.iter().for_each(|doc| self.tally(doc, &mut counts));
        }
        counts
    }

    fn push(&mut self, doc: u32, matches: Option<u64>) {
        self.bits.add(doc);
        self.matches.extend(matches);
    }

    /// Counts what it holds, without what is left out.
    fn close(&mut self, left_out: Option<Arc<Bits>>) {
        self.left_out = left_out;
        if !self.matches.is_empty() {
            let mut before = 0;
            self.before = Vec::with_capacity(self.bits.words().len());
            for word in self.bits.words() {
                self.before.push(before);
                before += word.count_ones();
            }
        }
        self.counts = self.count(&self.bits);
    }
}

impl Searcher<'_> {
    /// The stories that match, by segment.
    pub(super) fn found(&self) -> Result<Vec<StorySet>> {
        let segments = self.index.segments();
        let left_out = |number: usize| {
            let left_out = self.left_out.as_ref().and_then(|it| it.of(number));
            left_out.cloned().filter(|bits| bits.count() > 0)
        };
        if finds_all(&self.plan.root) {
            return Ok(segments
                .iter()
                .enumerate()
                .map(|(number, segment)| {
                    let stories = segment.reader.max_doc();
                    let whole = segment.reader.alive_bitset().is_none();
                    let mut bits = Bits::all(stories);
                    if !whole {
                        let deleted = (0..stories).filter(|doc| !segment.is_alive(*doc));
                        deleted.for_each(|doc| bits.remove(doc));
                    }
                    let mut set = StorySet { bits, whole, ..StorySet::default() };
                    set.close(left_out(number));
                    set
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
        self.each_item(false, counted, |matcher, segment, doc| {
            let matches = counted.then(|| matcher.matches(doc));
            sets[segment].push(doc, matches);
        })?;
        sets.iter_mut().enumerate().for_each(|(number, set)| set.close(left_out(number)));
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
