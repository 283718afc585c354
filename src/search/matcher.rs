//! A plan over one segment, story by story: candidates from posting lists, truth from spans.
//!
//! [`Prepared`] has looked every term up; [`Matcher`] reads the lists. Seeking gives candidates (a
//! lower bound, no positions decoded), verifying settles them with [`crate::span::find`].

mod prepared;

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;

use super::bits::Bits;
use super::clause::ClauseMatcher;
use super::postings::{END, LeafPostings};
use super::ranking::Score;
use crate::error::Result;
use crate::index::Segment;
use crate::query::QueryError;
use crate::query::plan::{Dates, Plan};
use crate::span::Span;
pub use prepared::{Prepared, Statistics};

enum Node {
    /// A clause, by the place that has lists of its own.
    Clause(usize),
    List(LeafPostings),
    /// Stories from the first number up to, not with, the second.
    Range(u32, u32),
    /// Stories by their numbers, in order.
    Stories(Arc<[u32]>),
    /// A look at columns.
    Test(Test),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Any),
}

/// Alternatives, which may be thousands: only those that may match in a story are asked about it.
struct Any {
    nodes: Vec<Node>,
    /// The story at which each may match next, or one before that.
    at: Vec<u32>,
}

enum Test {
    Number { column: Column<u64>, min: u64, max: u64 },
    Dates { order: Column<u64>, day_only: Column<u64>, dates: Dates },
}

impl Test {
    fn holds(&self, doc: u32) -> bool {
        match self {
            Test::Number { column, min, max } => {
                column.first(doc).is_some_and(|value| (*min..=*max).contains(&value))
            }
            Test::Dates { order, day_only, dates } => filed(order, doc).is_some_and(|filed| {
                let day = day_only.first(doc) == Some(1);
                let (start, end) = if day { dates.days } else { dates.instants };
                start <= filed && filed < end
            }),
        }
    }
}

fn filed(order: &Column<u64>, doc: u32) -> Option<i64> {
    crate::index::filed(order.first(doc)?)
}

/// A plan being read over one segment, forwards.
pub struct Matcher<'a> {
    segment: &'a Segment,
    /// No story from this on is looked at.
    end: u32,
    /// The clauses, once for each place that asks for them on its own: lists only go forwards, and
    /// one place may have to look further ahead than another.
    places: Vec<ClauseMatcher>,
    /// The clause of each place.
    clauses: Vec<usize>,
    root: Option<Node>,
    lengths: Option<FieldNormReader>,
    /// Stories that are passed over.
    left_out: Option<Arc<Bits>>,
}

impl Matcher<'_> {
    /// Looks at no story from `end` on, until told otherwise.
    pub fn stop_at(&mut self, end: u32) {
        self.end = self.segment.reader.max_doc().min(end);
    }

    /// The first story at or after `target` that matches, or [`END`].
    pub fn seek(&mut self, target: u32) -> u32 {
        let Some(mut root) = self.root.take() else { return END };
        let mut target = target;
        let found = loop {
            if target >= self.end {
                break END;
            }
            let doc = self.candidate(&mut root, target);
            if doc >= self.end {
                break END;
            }
            let is_left_out = self.left_out.as_ref().is_some_and(|it| it.holds(doc));
            if !is_left_out && self.segment.is_alive(doc) && self.holds(&mut root, doc) {
                break doc;
            }
            if self.has_too_many() {
                break END;
            }
            target = doc + 1;
        };
        self.root = Some(root);
        found
    }

    /// A story at or after `target` before which none matches; none is verified.
    pub fn lower_bound(&mut self, target: u32) -> u32 {
        let Some(mut root) = self.root.take() else { return END };
        let doc = self.candidate(&mut root, target);
        self.root = Some(root);
        doc
    }

    /// Score of a story that matches.
    pub fn score(&mut self, doc: u32, statistics: &Statistics) -> f32 {
        let Some(mut root) = self.root.take() else { return 0.0 };
        let mut score = Score::default();
        self.score_of(&mut root, doc, statistics.norms[usize::from(self.length(doc))], &mut score);
        self.root = Some(root);
        score.total(statistics.recency_of(self.segment, doc))
    }

    /// The length of a story, as the engine rounds it: the number of a class.
    pub fn length(&self, doc: u32) -> u8 {
        self.lengths.as_ref().map_or(0, |lengths| lengths.fieldnorm_id(doc))
    }

    /// The places that score in a story that matches, each as often as it is asked for, with their
    /// clauses.
    pub fn scoring(&mut self, doc: u32) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        if let Some(mut root) = self.root.take() {
            self.scoring_of(&mut root, doc, &mut places);
            self.root = Some(root);
        }
        places.into_iter().map(|place| (place, self.clauses[place])).collect()
    }

    /// The clause at a place.
    pub fn at(&mut self, place: usize) -> &mut ClauseMatcher {
        &mut self.places[place]
    }

    /// The matches in a story that matches: by clause, those that count and are marked.
    pub fn spans(&mut self, doc: u32) -> Vec<(usize, Vec<Span>)> {
        let mut spans = Vec::new();
        if let Some(mut root) = self.root.take() {
            self.spans_of(&mut root, doc, &mut spans);
            self.root = Some(root);
        }
        for (place, _) in &mut spans {
            *place = self.clauses[*place];
        }
        spans.sort_by_key(|(clause, _)| *clause);
        spans
    }

    /// The words that take part in the matches in a story, by clause: what is marked. `spans` is what
    /// [`Matcher::spans`] gave for it.
    pub fn words(&mut self, doc: u32, spans: &[(usize, Vec<Span>)]) -> Vec<(usize, Vec<Span>)> {
        let words = spans.iter().map(|(clause, _)| {
            // Of the places that ask for it, those that looked further ahead know nothing here.
            let mut places = self.places.iter_mut().zip(&self.clauses);
            let words = places
                .by_ref()
                .filter(|(_, of)| **of == *clause)
                .map(|(place, _)| place.words(doc))
                .find(|words| !words.is_empty());
            (*clause, words.into_iter().flatten().flatten().collect())
        });
        words.collect()
    }

    /// Number of matches in a story that matches.
    pub fn matches(&mut self, doc: u32) -> u64 {
        let Some(mut root) = self.root.take() else { return 0 };
        let matches = self.count_of(&mut root, doc);
        self.root = Some(root);
        matches
    }

    /// Says whether the reading broke off at a story in which a clause can stand in too many ways.
    pub fn has_too_many(&self) -> bool {
        self.places.iter().any(ClauseMatcher::has_too_many)
    }

    /// Refuses what broke off.
    pub fn check(&self, plan: &Plan) -> Result<()> {
        match self.places.iter().position(ClauseMatcher::has_too_many) {
            None => Ok(()),
            Some(place) => {
                let clause = self.clauses[place];
                let message =
                    "this can stand in some story in more ways than can be looked at".to_owned();
                let suggestion = Some("write smaller distances, or join fewer words".to_owned());
                let span = plan.clauses[clause].at.clone();
                Err(QueryError { span, message, suggestion }.refuse(&plan.typed))
            }
        }
    }

    fn candidate(&mut self, node: &mut Node, target: u32) -> u32 {
        match node {
            Node::Clause(place) => self.places[*place].seek(target),
            Node::List(list) => list.seek(target),
            Node::Range(start, end) => {
                let doc = target.max(*start);
                if doc < *end { doc } else { END }
            }
            Node::Stories(stories) => {
                let at = stories.partition_point(|story| *story < target);
                stories.get(at).copied().unwrap_or(END)
            }
            Node::Test(_) | Node::Not(_) => target,
            Node::Any(Any { nodes, at }) => {
                let mut least = END;
                for (node, at) in nodes.iter_mut().zip(at) {
                    if *at < target {
                        *at = self.candidate(node, target);
                    }
                    least = least.min(*at);
                }
                least
            }
            Node::All(nodes) => {
                let mut target = target;
                'again: loop {
                    for node in nodes.iter_mut() {
                        let doc = self.candidate(node, target);
                        if doc > target {
                            target = doc;
                            if target >= END {
                                return END;
                            }
                            continue 'again;
                        }
                    }
                    return target;
                }
            }
        }
    }

    /// The alternatives that may match in a story.
    fn may_match<'n>(
        &mut self,
        any: &'n mut Any,
        doc: u32,
    ) -> impl Iterator<Item = &'n mut Node> + use<'n> {
        for (node, at) in any.nodes.iter_mut().zip(&mut any.at) {
            if *at < doc {
                *at = self.candidate(node, doc);
            }
        }
        let here = any.nodes.iter_mut().zip(&any.at).filter(move |(_, at)| **at == doc);
        here.map(|(node, _)| node)
    }

    fn holds(&mut self, node: &mut Node, doc: u32) -> bool {
        match node {
            Node::Clause(place) => self.places[*place].holds(doc),
            Node::List(list) => list.seek(doc) == doc,
            Node::Range(start, end) => (*start..*end).contains(&doc),
            Node::Stories(stories) => stories.binary_search(&doc).is_ok(),
            Node::Test(test) => test.holds(doc),
            Node::Not(node) => !self.holds(node, doc),
            Node::Any(any) => {
                for node in self.may_match(any, doc) {
                    if self.holds(node, doc) {
                        return true;
                    }
                }
                false
            }
            Node::All(nodes) => nodes.iter_mut().all(|node| self.holds(node, doc)),
        }
    }

    fn score_of(&mut self, node: &mut Node, doc: u32, norm: f32, score: &mut Score) {
        match node {
            Node::Clause(place) => self.places[*place].score(doc, norm, score),
            Node::List(_) | Node::Range(..) | Node::Stories(_) | Node::Test(_) | Node::Not(_) => {}
            Node::All(nodes) => {
                nodes.iter_mut().for_each(|node| self.score_of(node, doc, norm, score));
            }
            Node::Any(any) => {
                for node in self.may_match(any, doc) {
                    if self.holds(node, doc) {
                        self.score_of(node, doc, norm, score);
                    }
                }
            }
        }
    }

    fn scoring_of(&mut self, node: &mut Node, doc: u32, out: &mut Vec<usize>) {
        match node {
            Node::Clause(place) => out.push(*place),
            Node::List(_) | Node::Range(..) | Node::Stories(_) | Node::Test(_) | Node::Not(_) => {}
            Node::All(nodes) => nodes.iter_mut().for_each(|node| self.scoring_of(node, doc, out)),
            Node::Any(any) => {
                for node in self.may_match(any, doc) {
                    if self.holds(node, doc) {
                        self.scoring_of(node, doc, out);
                    }
                }
            }
        }
    }

    fn count_of(&mut self, node: &mut Node, doc: u32) -> u64 {
        match node {
            Node::Clause(place) => self.places[*place].count(doc) as u64,
            Node::List(_) | Node::Range(..) | Node::Stories(_) | Node::Test(_) | Node::Not(_) => 0,
            Node::All(nodes) => nodes.iter_mut().map(|node| self.count_of(node, doc)).sum(),
            Node::Any(any) => {
                let mut count = 0;
                for node in self.may_match(any, doc) {
                    if self.holds(node, doc) {
                        count += self.count_of(node, doc);
                    }
                }
                count
            }
        }
    }

    fn spans_of(&mut self, node: &mut Node, doc: u32, out: &mut Vec<(usize, Vec<Span>)>) {
        match node {
            Node::Clause(place) => {
                if let Some(spans) = self.places[*place].counted(doc) {
                    out.push((*place, spans));
                }
            }
            Node::List(_) | Node::Range(..) | Node::Stories(_) | Node::Test(_) | Node::Not(_) => {}
            Node::All(nodes) => {
                nodes.iter_mut().for_each(|node| self.spans_of(node, doc, out));
            }
            Node::Any(any) => {
                for node in self.may_match(any, doc) {
                    if self.holds(node, doc) {
                        self.spans_of(node, doc, out);
                    }
                }
            }
        }
    }
}
