//! Running a plan: count, rank, sort, stream.
//!
//! A [`Searcher`] holds a query planned for an index. It counts exactly, finds the best stories
//! in a total order (score, then filed, newest first, then id), streams all of them in constant
//! memory, and tells where each match stands.

mod batch;
mod bits;
mod calendar;
mod clause;
mod collapse;
mod count;
mod cursor;
mod explain;
mod facets;
mod found;
mod hits;
mod marks;
mod matcher;
mod matches;
mod packages;
mod postings;
mod ranking;
pub mod rm3;
mod timeline;
mod top;
mod union;
mod values;
mod versions;

pub use batch::{Best, in_order};
pub use calendar::Period;
pub use clause::InParts;
pub use collapse::{By, Collapse, Keep};
pub use cursor::{Cursor, Question};
pub use explain::{ClauseScore, Explanation};
pub use facets::{Facet, FacetField, FacetValue};
pub use hits::{Hits, Sort};
pub use matches::{Match, Matches};
pub use packages::{EntryRow, PackageRow, Packaged, packages, packages_of};
pub use ranking::Ranking;
pub use timeline::{Bucket, Line, LineOf, Tally, Timeline, TimelineOptions, timeline};
pub use top::{After, Hit, Place};
pub use versions::{Changed, Copy, Extent, Version, Versions};

use collapse::LeftOut;
use matcher::{Matcher, Prepared, Statistics};
use postings::END;
use ranking::Recency;

use crate::error::Result;
use crate::index::{Address, StoryIndex};
use crate::query::Query;
use crate::query::plan::{Plan, PlanOptions, plan};
use crate::span::Span;

/// Exact numbers of what a query finds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items: stories as they were filed, copies and versions each by itself.
    pub items: u64,
    /// Stories: as many as items, unless copies or versions are taken for one
    /// ([`Searcher::collapsed`]).
    pub stories: u64,
    /// Matches in them.
    pub matches: u64,
}

impl Counts {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Counts) -> Counts {
        Counts {
            items: self.items + other.items,
            stories: self.stories + other.stories,
            matches: self.matches + other.matches,
        }
    }
}

/// A part of a whole, rounded to a millionth; null where there is no whole.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 / whole as f64 * 1e6).round() / 1e6)
}

/// Where a query matches in a story, by clause.
pub type Found = Vec<(usize, Vec<Span>)>;

/// The matches in a story, and what is marked of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InStory {
    /// By clause, from the first word of each to its last: what is counted.
    pub spans: Found,
    /// By clause, the words that take part: what is marked. A phrase is one span, `w/n` has one for
    /// each of its sides.
    pub words: Found,
}

impl InStory {
    /// How many there are.
    pub fn count(&self) -> u64 {
        self.spans.iter().map(|(_, spans)| spans.len() as u64).sum()
    }
}

/// A query planned for an index.
pub struct Searcher<'a> {
    index: &'a StoryIndex,
    plan: Plan,
    statistics: Statistics,
    threads: usize,
    left_out: Option<LeftOut>,
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
        let recency = ranking.half_life.map(|half_life| {
            let (newest, oldest) = hits::times(index);
            Recency::new(half_life, newest, oldest)
        });
        let statistics = Statistics { stories: index.stories(), ranking, norms, recency };
        Ok(Searcher { index, plan, statistics, threads: 1, left_out: None })
    }

    /// The index.
    pub fn index(&self) -> &'a StoryIndex {
        self.index
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Finds the best `limit` stories after `after`, and how many there are in all.
    pub fn top(&self, limit: usize, after: Option<&Hit>) -> Result<(Vec<Hit>, u64)> {
        top::top(self, limit, after.copied().map(After::Hit))
    }

    /// Finds the best `limit` stories behind a place, and how many there are in all.
    pub fn top_behind(&self, limit: usize, place: &Place) -> Result<(Vec<Hit>, u64)> {
        top::top(self, limit, Some(After::Place(place.clone())))
    }

    /// All stories in an order, as a stream.
    pub fn hits(&self, sort: Sort) -> Hits<'_, 'a> {
        Hits::new(self, sort, None)
    }

    /// All stories behind a place in an order, as a stream.
    pub fn hits_behind(&self, sort: Sort, place: &Place) -> Hits<'_, 'a> {
        Hits::new(self, sort, Some(place.clone()))
    }

    /// Where the query matches in a story, and what is marked of it.
    ///
    /// Empty where the story does not match.
    pub fn in_story(&self, address: Address) -> Result<InStory> {
        Ok(self.in_stories(&[address])?.pop().unwrap_or_default())
    }

    /// As [`Searcher::in_story`], for many stories; in the order of the addresses.
    pub fn in_stories(&self, addresses: &[Address]) -> Result<Vec<InStory>> {
        self.look(addresses, true)
    }

    /// Where the query matches in stories, by clause: what is counted; in the order of the addresses.
    pub fn spans_of(&self, addresses: &[Address]) -> Result<Vec<Found>> {
        Ok(self.look(addresses, false)?.into_iter().map(|found| found.spans).collect())
    }

    /// Looks at stories; the words of their matches are only told where they are wanted.
    fn look(&self, addresses: &[Address], words: bool) -> Result<Vec<InStory>> {
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_by_key(|at| addresses[*at]);
        let mut found = vec![InStory::default(); addresses.len()];
        for run in order.chunk_by(|a, b| addresses[*a].segment == addresses[*b].segment) {
            let prepared = self.prepared(addresses[run[0]].segment as usize)?;
            let mut matcher = prepared.matcher(false, true)?;
            for at in run {
                let doc = addresses[*at].doc;
                if matcher.seek(doc) == doc {
                    let spans = matcher.spans(doc);
                    let words = if words { matcher.words(doc, &spans) } else { Vec::new() };
                    found[*at] = InStory { spans, words };
                }
                matcher.check(&self.plan)?;
            }
        }
        Ok(found)
    }

    fn prepared(&self, segment: usize) -> Result<Prepared<'_>> {
        let left_out = self.left_out.as_ref().and_then(|left_out| left_out.of(segment));
        Ok(self.prepared_whole(segment)?.without(left_out.cloned()))
    }

    /// As [`Searcher::prepared`], with what is left out.
    fn prepared_whole(&self, segment: usize) -> Result<Prepared<'_>> {
        let segment = &self.index.segments()[segment];
        Prepared::new(self.index, &self.plan, segment, &self.statistics)
    }

    /// Calls `each` for every story that matches, segment by segment, in order.
    fn each(
        &self,
        scoring: bool,
        positions: bool,
        each: impl FnMut(&mut Matcher<'_>, usize, u32),
    ) -> Result<()> {
        self.each_of(|segment| self.prepared(segment), (scoring, positions), each)
    }

    /// As [`Searcher::each`], with what is left out.
    fn each_item(
        &self,
        scoring: bool,
        positions: bool,
        each: impl FnMut(&mut Matcher<'_>, usize, u32),
    ) -> Result<()> {
        self.each_of(|segment| self.prepared_whole(segment), (scoring, positions), each)
    }

    fn each_of<'p>(
        &self,
        prepare: impl Fn(usize) -> Result<Prepared<'p>>,
        (scoring, positions): (bool, bool),
        mut each: impl FnMut(&mut Matcher<'_>, usize, u32),
    ) -> Result<()> {
        for segment in 0..self.index.segments().len() {
            let prepared = prepare(segment)?;
            let mut matcher = prepared.matcher(scoring, positions)?;
            let mut doc = matcher.seek(0);
            while doc != END {
                each(&mut matcher, segment, doc);
                doc = matcher.seek(doc + 1);
            }
            matcher.check(&self.plan)?;
        }
        Ok(())
    }
}
