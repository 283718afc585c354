//! All stories that a query finds, as a stream in constant memory.
//!
//! By time, a segment's own order is followed (newest first), or its stories are noted in a bit
//! set and read backwards. By relevance, the best thousands are found, then the next thousands
//! after the last of them, and so on. In the order of the index, stories are taken as they are
//! found, some thousands at a time.

use super::Searcher;
use super::postings::END;
use super::top::{After, Hit, Place, compare_ids, top};
use crate::error::{Error, Result};
use crate::index::{Address, Segment, StoryIndex};

/// An order of stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Oldest first; those without a date last.
    Oldest,
    /// As they stand in the index: nearly newest first, and it depends on how the index was built.
    Index,
}

/// Stories found at a time by relevance.
const BATCH: usize = 50_000;
/// Stories found at a time in the order of the index.
const BATCH_OF_INDEX: usize = 16_384;

/// A stream of stories.
pub struct Hits<'s, 'a> {
    searcher: &'s Searcher<'a>,
    state: State,
    /// Found and not yet given.
    ready: std::vec::IntoIter<Hit>,
}

enum State {
    Relevance {
        last: Option<After>,
        ended: bool,
    },
    Time(Vec<Run>, Sort, Option<Place>),
    /// The next segment and story to look at.
    Index(usize, u32),
    Unstarted(Sort, Option<Place>),
}

/// Stories of one segment that match, dated or undated, as bits.
struct Run {
    segment: u32,
    /// The story that the first bit stands for.
    first: u32,
    bits: Vec<u64>,
    /// Stories before this (newest first) or from this on (oldest first) have been given.
    at: u32,
}

/// The first undated story of a segment.
fn dated(segment: &Segment) -> u32 {
    first_below(segment, (0, segment.reader.max_doc()), 1)
}

/// The first story of a stretch of a segment, which stands newest first, whose time is below a
/// bound; the end of the stretch where there is none.
fn first_below(segment: &Segment, (mut low, mut high): (u32, u32), bound: u64) -> u32 {
    while low < high {
        let middle = low + (high - low) / 2;
        if segment.columns.order.first(middle).unwrap_or(0) >= bound {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The newest and the oldest time at which a story of an index was filed, in seconds; 0 where none
/// has a date.
pub(super) fn times(index: &StoryIndex) -> (i64, i64) {
    let of = |segment: &Segment, doc: u32| {
        segment.columns.order.first(doc).and_then(crate::index::filed)
    };
    let segments = || index.segments().iter();
    let newest = segments().filter_map(|segment| of(segment, 0)).max();
    let oldest = segments().filter_map(|it| of(it, dated(it).checked_sub(1)?)).min();
    (newest.unwrap_or(0), oldest.unwrap_or(0))
}

/// Where a run goes on so that stories of the time `order` come first in it.
fn goes_on_at(segment: &Segment, (first, end): (u32, u32), sort: Sort, order: u64) -> u32 {
    let dated = first < end && segment.columns.order.first(first).unwrap_or(0) > 0;
    match sort {
        // Those without a date come last: all that have one have been given, or none.
        Sort::Oldest if order == 0 && dated => first,
        Sort::Oldest if !dated => end,
        Sort::Oldest => first_below(segment, (first, end), order),
        _ => first_below(segment, (first, end), order.saturating_add(1)),
    }
}

impl<'s, 'a> Hits<'s, 'a> {
    pub(super) fn new(
        searcher: &'s Searcher<'a>,
        sort: Sort,
        behind: Option<Place>,
    ) -> Hits<'s, 'a> {
        let state = match sort {
            Sort::Relevance => State::Relevance { last: behind.map(After::Place), ended: false },
            sort => State::Unstarted(sort, behind),
        };
        Hits { searcher, state, ready: Vec::new().into_iter() }
    }

    fn start(&self, sort: Sort, behind: Option<Place>) -> Result<State> {
        if sort != Sort::Index {
            let runs = self.runs(sort, behind.as_ref())?;
            return Ok(State::Time(runs, sort, behind));
        }
        let index = self.searcher.index;
        let Some(Place { id, .. }) = behind else { return Ok(State::Index(0, 0)) };
        match index.find(&id)? {
            Some(Address { segment, doc }) => Ok(State::Index(segment as usize, doc + 1)),
            None => Err(Error::NoStory { id }),
        }
    }

    /// The stories that match, as bits; of those behind a place, or of all.
    fn runs(&self, sort: Sort, behind: Option<&Place>) -> Result<Vec<Run>> {
        let segments = self.searcher.index.segments();
        let mut runs: Vec<Run> = segments
            .iter()
            .enumerate()
            .flat_map(|(segment, part)| {
                let max = part.reader.max_doc();
                // A segment ends in its undated stories: two runs, each in order by itself.
                let dated = dated(part);
                [(0, dated), (dated, max)].map(|(first, end)| Run {
                    segment: segment as u32,
                    bits: vec![0; (end - first) as usize / 64 + 1],
                    first,
                    at: match behind {
                        None if sort == Sort::Oldest => end,
                        None => first,
                        Some(place) => goes_on_at(part, (first, end), sort, place.order),
                    },
                })
            })
            .collect();
        self.searcher.each(false, false, |_, segment, doc| {
            let undated = usize::from(doc >= runs[segment * 2 + 1].first);
            runs[segment * 2 + undated].note(doc);
        })?;
        Ok(runs)
    }

    /// Finds the next stories in the order of the index.
    fn next_of_index(&self, segment: &mut usize, from: &mut u32) -> Result<Vec<Hit>> {
        let segments = self.searcher.index.segments();
        while *segment < segments.len() {
            let prepared = self.searcher.prepared(*segment)?;
            let mut matcher = prepared.matcher(false, false)?;
            let columns = &segments[*segment].columns;
            let mut found = Vec::new();
            let mut doc = matcher.seek(*from);
            while doc != END && found.len() < BATCH_OF_INDEX {
                let address = Address { segment: *segment as u32, doc };
                let order = columns.order.first(doc).unwrap_or(0);
                found.push(Hit { address, score: 0.0, order });
                doc = matcher.seek(doc + 1);
            }
            matcher.check(&self.searcher.plan)?;
            (*segment, *from) = if doc == END { (*segment + 1, 0) } else { (*segment, doc) };
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Finds the next stories that share a time, in the order of their ids.
    fn next_of_time(&self, runs: &mut [Run], sort: Sort) -> Vec<Hit> {
        let segments = self.searcher.index.segments();
        let order = |run: &Run, doc: u32| {
            segments[run.segment as usize].columns.order.first(doc).unwrap_or(0)
        };
        // Oldest first, those without a date come after all others.
        let rank = |order: u64| match sort {
            Sort::Oldest if order == 0 => u64::MAX,
            Sort::Oldest => order,
            _ => u64::MAX - order,
        };
        let next = runs.iter().filter_map(|run| Some(rank(order(run, run.peek(sort)?)))).min();
        let Some(next) = next else { return Vec::new() };
        let mut group = Vec::new();
        for run in runs.iter_mut() {
            while let Some(doc) = run.peek(sort) {
                let order = order(run, doc);
                if rank(order) != next {
                    break;
                }
                group.push(Hit {
                    address: Address { segment: run.segment, doc },
                    score: 0.0,
                    order,
                });
                run.pass(doc, sort);
            }
        }
        let index = self.searcher.index;
        group.sort_by(|a, b| compare_ids(index, a.address, b.address));
        group
    }

    /// The next stories; none at the end, or after an error.
    fn next_group(&mut self) -> Result<Vec<Hit>> {
        let ended = State::Relevance { last: None, ended: true };
        let mut state = std::mem::replace(&mut self.state, ended);
        if let State::Unstarted(sort, behind) = state {
            state = self.start(sort, behind)?;
        }
        let group = match &mut state {
            State::Time(runs, sort, behind) => {
                let mut group = self.next_of_time(runs, *sort);
                if let Some(place) = behind.take()
                    && group.first().is_some_and(|hit| hit.order == place.order)
                {
                    group.retain(|hit| self.searcher.index.id(hit.address) > place.id);
                    if group.is_empty() {
                        group = self.next_of_time(runs, *sort);
                    }
                }
                group
            }
            State::Index(segment, from) => self.next_of_index(segment, from)?,
            State::Relevance { last, ended } if !*ended => {
                let (hits, _) = top(self.searcher, BATCH, last.take())?;
                *last = hits.last().copied().map(After::Hit);
                *ended = hits.len() < BATCH;
                hits
            }
            State::Relevance { .. } | State::Unstarted(..) => Vec::new(),
        };
        self.state = state;
        Ok(group)
    }
}

impl Run {
    fn note(&mut self, doc: u32) {
        let bit = doc - self.first;
        self.bits[bit as usize / 64] |= 1 << (bit % 64);
    }

    fn peek(&self, sort: Sort) -> Option<u32> {
        let at = self.at - self.first;
        let part = |bit: u32| self.bits.get(bit as usize / 64).copied();
        let mut bit = at;
        if sort == Sort::Oldest {
            while bit > 0 {
                let below = (bit - 1) % 64;
                let bits = part(bit - 1)? & (u64::MAX >> (63 - below));
                if bits != 0 {
                    let highest = 63 - bits.leading_zeros();
                    return Some(self.first + (bit - 1) - below + highest);
                }
                bit = bit - 1 - below;
            }
            None
        } else {
            loop {
                let bits = part(bit)? >> (bit % 64);
                if bits != 0 {
                    return Some(self.first + bit + bits.trailing_zeros());
                }
                bit = (bit / 64 + 1) * 64;
            }
        }
    }

    fn pass(&mut self, doc: u32, sort: Sort) {
        self.at = if sort == Sort::Oldest { doc } else { doc + 1 };
    }
}

impl Iterator for Hits<'_, '_> {
    type Item = Result<Hit>;

    fn next(&mut self) -> Option<Result<Hit>> {
        loop {
            if let Some(hit) = self.ready.next() {
                return Some(Ok(hit));
            }
            match self.next_group() {
                Ok(group) if group.is_empty() => return None,
                Ok(group) => self.ready = group.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn runs_give_each_story_once_in_order(
            docs in proptest::collection::btree_set(100u32..400, 0..60),
            oldest: bool,
        ) {
            let sort = if oldest { Sort::Oldest } else { Sort::Newest };
            let at = if oldest { 400 } else { 100 };
            let mut run = Run { segment: 0, first: 100, bits: vec![0; 300 / 64 + 1], at };
            docs.iter().for_each(|doc| run.note(*doc));
            let mut given = Vec::new();
            while let Some(doc) = run.peek(sort) {
                given.push(doc);
                run.pass(doc, sort);
            }
            if oldest {
                given.reverse();
            }
            proptest::prop_assert_eq!(given, docs.into_iter().collect::<Vec<_>>());
        }
    }
}
