//! All stories that a query finds, as a stream in constant memory.
//!
//! By time, a segment's own order is followed (newest first), or its stories are noted in a bit
//! set and read backwards. By relevance, the best thousands are found, then the next thousands
//! after the last of them, and so on.

use super::Searcher;
use super::top::{Hit, compare_ids};
use crate::error::Result;
use crate::index::Address;

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
}

/// Stories found at a time by relevance.
const BATCH: usize = 50_000;

/// A stream of stories.
pub struct Hits<'s, 'a> {
    searcher: &'s Searcher<'a>,
    state: State,
    /// Found and not yet given.
    ready: std::vec::IntoIter<Hit>,
}

enum State {
    Relevance { last: Option<Hit>, ended: bool },
    Time(Vec<Run>, Sort),
    Unstarted(Sort),
}

/// The stories of one segment that match, as bits.
struct Run {
    segment: u32,
    bits: Vec<u64>,
    /// Stories before this (newest first) or from this on (oldest first) have been given.
    at: u32,
}

impl<'s, 'a> Hits<'s, 'a> {
    pub(super) fn new(searcher: &'s Searcher<'a>, sort: Sort) -> Hits<'s, 'a> {
        let state = match sort {
            Sort::Relevance => State::Relevance { last: None, ended: false },
            sort => State::Unstarted(sort),
        };
        Hits { searcher, state, ready: Vec::new().into_iter() }
    }

    fn start(&self, sort: Sort) -> Result<Vec<Run>> {
        let segments = self.searcher.index.segments();
        let mut runs: Vec<Run> = segments
            .iter()
            .enumerate()
            .map(|(segment, part)| {
                let max = part.reader.max_doc();
                let at = if sort == Sort::Oldest { max } else { 0 };
                let bits = vec![0; max as usize / 64 + 1];
                Run { segment: segment as u32, bits, at }
            })
            .collect();
        self.searcher.each(false, false, |_, segment, doc| {
            runs[segment].bits[doc as usize / 64] |= 1 << (doc % 64);
        })?;
        Ok(runs)
    }

    /// Finds the next stories that share a time, in the order of their ids.
    fn next_group(&self, runs: &mut [Run], sort: Sort) -> Vec<Hit> {
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
}

impl Run {
    fn peek(&self, sort: Sort) -> Option<u32> {
        let holds = |doc: u32| self.bits[doc as usize / 64] >> (doc % 64) & 1 == 1;
        let max = (self.bits.len() * 64) as u32;
        if sort == Sort::Oldest {
            let mut doc = self.at;
            while doc > 0 {
                doc -= 1;
                if holds(doc) {
                    return Some(doc);
                }
                if self.bits[doc as usize / 64] == 0 {
                    doc -= doc % 64;
                }
            }
            None
        } else {
            let mut doc = self.at;
            while doc < max {
                if self.bits[doc as usize / 64] == 0 {
                    doc = (doc / 64 + 1) * 64;
                    continue;
                }
                if holds(doc) {
                    return Some(doc);
                }
                doc += 1;
            }
            None
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
            let mut state =
                std::mem::replace(&mut self.state, State::Relevance { last: None, ended: true });
            let group = match &mut state {
                State::Unstarted(sort) => match self.start(*sort) {
                    Ok(runs) => {
                        self.state = State::Time(runs, *sort);
                        continue;
                    }
                    Err(error) => return Some(Err(error)),
                },
                State::Time(runs, sort) => self.next_group(runs, *sort),
                State::Relevance { ended: true, .. } => Vec::new(),
                State::Relevance { last, ended } => {
                    match self.searcher.top(BATCH, last.as_ref()) {
                        Ok((hits, _)) => {
                            *ended = hits.len() < BATCH;
                            *last = hits.last().copied();
                            hits
                        }
                        Err(error) => return Some(Err(error)),
                    }
                }
            };
            self.state = state;
            if group.is_empty() {
                return None;
            }
            self.ready = group.into_iter();
        }
    }
}
