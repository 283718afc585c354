//! Matches one by one: all that a query has, in the order of their stories, or a sample of them.
//!
//! The rows of a concordance. They are the matches that are counted, neither more nor fewer: where
//! two clauses match at one place, these are two.

use std::collections::{BTreeSet, VecDeque};

use super::{Found, Hits, Searcher, Sort};
use crate::error::Result;
use crate::index::Address;
use crate::span::Span;

/// One match of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Its story.
    pub address: Address,
    /// Which match of the story it is, in the order of the text, from 0.
    pub nth: u32,
    /// Where it stands.
    pub span: Span,
}

/// Stories looked at together.
const BATCH: usize = 256;

/// The matches of a story in the order of the text: by first word, then last word, then clause.
fn in_order(address: Address, found: &Found) -> impl Iterator<Item = Match> {
    let mut spans: Vec<(Span, usize)> = found
        .iter()
        .flat_map(|(clause, spans)| spans.iter().map(move |span| (*span, *clause)))
        .collect();
    spans.sort_unstable();
    let numbered = spans.into_iter().enumerate();
    numbered.map(move |(nth, (span, _))| Match { address, nth: nth as u32, span })
}

/// A stream of matches, story by story.
pub struct Matches<'s, 'a> {
    searcher: &'s Searcher<'a>,
    stories: Hits<'s, 'a>,
    ready: VecDeque<Match>,
    ended: bool,
}

impl Iterator for Matches<'_, '_> {
    type Item = Result<Match>;

    fn next(&mut self) -> Option<Result<Match>> {
        loop {
            if let Some(next) = self.ready.pop_front() {
                return Some(Ok(next));
            }
            if self.ended {
                return None;
            }
            if let Err(error) = self.fill() {
                self.ended = true;
                return Some(Err(error));
            }
        }
    }
}

impl Matches<'_, '_> {
    fn fill(&mut self) -> Result<()> {
        let stories = self.stories.by_ref().take(BATCH).map(|hit| Ok(hit?.address));
        let addresses: Vec<Address> = stories.collect::<Result<_>>()?;
        self.ended = addresses.len() < BATCH;
        for (address, found) in addresses.iter().zip(self.searcher.spans_of(&addresses)?) {
            self.ready.extend(in_order(*address, &found));
        }
        Ok(())
    }
}

impl<'a> Searcher<'a> {
    /// All matches, those of a story in the order of the text, as a stream.
    pub fn matches(&self, sort: Sort) -> Matches<'_, 'a> {
        let stories = self.hits(sort);
        Matches { searcher: self, stories, ready: VecDeque::new(), ended: false }
    }

    /// Draws `size` of all matches, each with the same chance and none twice; all where there are
    /// no more. They come in the order of their stories, newest first, then of the text.
    ///
    /// A match is drawn where a hash of the seed, its story's id and its place among the matches
    /// of the story is among the smallest. So the same seed draws the same matches on every
    /// machine and however the index was built, and no more than `size` are held.
    pub fn sample(&self, size: usize, seed: u64) -> Result<Vec<Match>> {
        let key = blake3::derive_key("newswire sample of matches 1", &seed.to_le_bytes());
        // Hash, then the place in the order of the stories: two matches never compare equal.
        let mut drawn: BTreeSet<([u8; 16], u64, Match)> = BTreeSet::new();
        let mut seen = 0u64;
        let mut matches = self.matches(Sort::Newest);
        loop {
            let batch: Vec<Match> = matches.by_ref().take(1 << 14).collect::<Result<_>>()?;
            let mut addresses: Vec<Address> = batch.iter().map(|it| it.address).collect();
            addresses.dedup();
            let ids = self.index().ids(&addresses);
            let mut at = 0;
            for one in &batch {
                if addresses[at] != one.address {
                    at += 1;
                }
                let hash = draw(&key, &ids[at], one.nth);
                seen += 1;
                if drawn.len() < size || drawn.last().is_some_and(|(last, ..)| hash < *last) {
                    drawn.insert((hash, seen, *one));
                    if drawn.len() > size {
                        drawn.pop_last();
                    }
                }
            }
            if batch.len() < 1 << 14 {
                break;
            }
        }
        let mut drawn: Vec<(u64, Match)> = drawn.into_iter().map(|(_, at, it)| (at, it)).collect();
        drawn.sort_unstable_by_key(|(at, _)| *at);
        Ok(drawn.into_iter().map(|(_, it)| it).collect())
    }
}

fn draw(key: &[u8; 32], id: &str, nth: u32) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(&nth.to_le_bytes()).update(id.as_bytes());
    let mut hash = [0; 16];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_of_a_story_stand_in_the_order_of_the_text() {
        let address = Address { segment: 0, doc: 3 };
        let span = |first, last| Span { first, last };
        let found = vec![(0, vec![span(5, 5), span(9, 9)]), (2, vec![span(1, 6), span(5, 5)])];
        let places: Vec<_> =
            in_order(address, &found).map(|it| (it.nth, it.span.first, it.span.last)).collect();
        assert_eq!(places, [(0, 1, 6), (1, 5, 5), (2, 5, 5), (3, 9, 9)]);
    }

    /// What a seed draws is a promise: a paper names it.
    #[test]
    fn what_is_drawn_never_changes() {
        let key = blake3::derive_key("newswire sample of matches 1", &7u64.to_le_bytes());
        assert_eq!(u128::from_be_bytes(draw(&key, "AP:1", 0)) >> 96, DRAWN);
    }

    const DRAWN: u128 = 3_338_350_842;
}
