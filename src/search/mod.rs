//! Running a plan: count, rank, sort, stream.
//!
//! A [`Searcher`] holds a query planned for an index. It counts exactly, finds the best stories
//! in a total order (score, then filed, newest first, then id), streams all of them in constant
//! memory, and tells where each match stands.

mod batch;
mod clause;
mod hits;
mod matcher;
mod postings;
mod ranking;
mod top;
mod union;

pub use batch::{Best, in_order};
pub use hits::{Hits, Sort};
pub use ranking::Ranking;
pub use top::Hit;

use matcher::{Matcher, Prepared, Statistics};
use postings::END;

use crate::error::Result;
use crate::index::{Address, StoryIndex};
use crate::query::Query;
use crate::query::plan::{Plan, PlanOptions, plan};
use crate::span::Span;

/// Exact numbers of what a query finds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Stories.
    pub stories: u64,
    /// Matches in them.
    pub matches: u64,
}

/// Where a query matches in a story, by clause.
pub type Found = Vec<(usize, Vec<Span>)>;

/// A query planned for an index.
pub struct Searcher<'a> {
    index: &'a StoryIndex,
    plan: Plan,
    statistics: Statistics,
}

impl<'a> Searcher<'a> {
    /// Plans a query.
    pub fn new(
        index: &'a StoryIndex,
        query: &Query,
        options: &PlanOptions,
        ranking: Ranking,
    ) -> Result<Searcher<'a>> {
        let plan = plan(query, index, options)?;
        let norms = Box::new(ranking::length_norms(&ranking, index.average_length()));
        let statistics = Statistics { stories: index.stories(), ranking, norms };
        Ok(Searcher { index, plan, statistics })
    }

    /// The index.
    pub fn index(&self) -> &'a StoryIndex {
        self.index
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Counts stories and, where `matches` asks for them, the matches in them.
    pub fn count(&self, matches: bool) -> Result<Counts> {
        let mut counts = Counts::default();
        self.each(false, matches, |matcher, _, doc| {
            counts.stories += 1;
            if matches {
                counts.matches += matcher.matches(doc);
            }
        })?;
        Ok(counts)
    }

    /// Counts what one clause of the plan matches on its own.
    pub fn count_clause(&self, clause: usize) -> Result<Counts> {
        let mut alone = self.plan.clone();
        alone.root = crate::query::plan::Step::Clause(clause);
        alone.clauses[clause].negated = false;
        let alone =
            Searcher { index: self.index, plan: alone, statistics: self.statistics.clone() };
        alone.count(true)
    }

    /// Finds the best `limit` stories after `after`, and how many there are in all.
    pub fn top(&self, limit: usize, after: Option<&Hit>) -> Result<(Vec<Hit>, u64)> {
        top::top(self, limit, after)
    }

    /// All stories in an order, as a stream.
    pub fn hits(&self, sort: Sort) -> Hits<'_, 'a> {
        Hits::new(self, sort)
    }

    /// Where the query matches in a story, by clause: what is counted and marked.
    ///
    /// Empty where the story does not match.
    pub fn spans(&self, address: Address) -> Result<Found> {
        let prepared = self.prepared(address.segment as usize)?;
        let mut matcher = prepared.matcher(false, true)?;
        Ok(spans_at(&mut matcher, address.doc))
    }

    /// As [`Searcher::spans`], for many stories; in the order of the addresses.
    pub fn spans_of(&self, addresses: &[Address]) -> Result<Vec<Found>> {
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_by_key(|at| addresses[*at]);
        let mut spans = vec![Vec::new(); addresses.len()];
        for run in order.chunk_by(|a, b| addresses[*a].segment == addresses[*b].segment) {
            let prepared = self.prepared(addresses[run[0]].segment as usize)?;
            let mut matcher = prepared.matcher(false, true)?;
            for at in run {
                spans[*at] = spans_at(&mut matcher, addresses[*at].doc);
            }
        }
        Ok(spans)
    }

    fn prepared(&self, segment: usize) -> Result<Prepared<'_>> {
        let segment = &self.index.segments()[segment];
        Prepared::new(self.index, &self.plan, segment, &self.statistics)
    }

    /// Calls `each` for every story that matches, segment by segment, in order.
    fn each(
        &self,
        scoring: bool,
        positions: bool,
        mut each: impl FnMut(&mut Matcher<'_>, usize, u32),
    ) -> Result<()> {
        for segment in 0..self.index.segments().len() {
            let prepared = self.prepared(segment)?;
            let mut matcher = prepared.matcher(scoring, positions)?;
            let mut doc = matcher.seek(0);
            while doc != END {
                each(&mut matcher, segment, doc);
                doc = matcher.seek(doc + 1);
            }
        }
        Ok(())
    }
}

fn spans_at(matcher: &mut Matcher<'_>, doc: u32) -> Vec<(usize, Vec<Span>)> {
    if matcher.seek(doc) == doc { matcher.spans(doc) } else { Vec::new() }
}
