//! A plan whose terms have been looked up in one segment: opened again and again, for each reading.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;

use super::super::bits::Bits;
use super::super::clause::PreparedClause;
use super::super::postings::Found;
use super::super::ranking::{Ranking, Recency};
use super::{Any, Matcher, Node, Test, filed};
use crate::error::{Error, Result};
use crate::index::{Segment, StoryIndex};
use crate::query::Name;
use crate::query::plan::{Dates, Leaf, LeafTerm, Plan, Step, Text};

/// What a search needs to know of the whole index to score a story.
#[derive(Debug, Clone)]
pub struct Statistics {
    /// Stories in the index.
    pub stories: u64,
    /// Parameters.
    pub ranking: Ranking,
    /// Divisors by length.
    pub norms: Box<[f32; 256]>,
    /// How age counts, if it does.
    pub recency: Option<Recency>,
}

impl Statistics {
    /// What the age of a story is worth.
    pub fn recency_of(&self, segment: &Segment, doc: u32) -> f32 {
        self.recency.map_or(1.0, |recency| recency.factor(filed(&segment.columns.order, doc)))
    }
}

/// A plan whose terms have been looked up in one segment.
pub struct Prepared<'a> {
    segment: &'a Segment,
    plan: &'a Plan,
    clauses: Vec<PreparedClause>,
    keywords: Vec<Found>,
    lengths: Option<FieldNormReader>,
    left_out: Option<Arc<Bits>>,
}

impl<'a> Prepared<'a> {
    /// Looks the terms of a plan up.
    pub fn new(
        index: &StoryIndex,
        plan: &'a Plan,
        segment: &'a Segment,
        statistics: &Statistics,
    ) -> Result<Prepared<'a>> {
        let mut clauses = Vec::with_capacity(plan.clauses.len());
        for clause in &plan.clauses {
            clauses.push(PreparedClause::new(index, plan, clause, segment, statistics)?);
        }
        let mut keywords = Vec::new();
        prepare_keywords(index, &plan.root, segment, &mut keywords)?;
        let lengths = segment.reader.get_fieldnorms_reader(index.fields.text).map_err(|error| {
            Error::Engine { action: "reading lengths", cause: error.to_string() }
        })?;
        Ok(Prepared { segment, plan, clauses, keywords, lengths: Some(lengths), left_out: None })
    }

    /// The same, which passes some stories over.
    pub fn without(self, left_out: Option<Arc<Bits>>) -> Prepared<'a> {
        Prepared { left_out, ..self }
    }

    /// Whether a story is passed over.
    #[inline]
    pub fn leaves_out(&self, doc: u32) -> bool {
        self.left_out.as_ref().is_some_and(|left_out| left_out.holds(doc))
    }

    /// Opens the posting lists. `scoring` opens those that weigh headline and lead, `positions`
    /// those that tell where a single word stands.
    pub fn matcher(&self, scoring: bool, positions: bool) -> Result<Matcher<'_>> {
        let mut keywords = self.keywords.iter();
        let mut clauses = Vec::with_capacity(self.clauses.len());
        let root = self.node(&self.plan.root, &mut keywords, &mut clauses)?;
        let mut places = Vec::with_capacity(clauses.len());
        for clause in &clauses {
            places.push(self.clauses[*clause].open(self.segment, scoring, positions)?);
        }
        Ok(Matcher {
            segment: self.segment,
            end: self.segment.reader.max_doc(),
            places,
            clauses,
            root: Some(root),
            lengths: self.lengths.clone(),
            left_out: self.left_out.clone(),
        })
    }

    /// Clauses, with the postings behind them.
    pub fn clauses(&self) -> &[PreparedClause] {
        &self.clauses
    }

    /// The segment.
    pub fn segment(&self) -> &'a Segment {
        self.segment
    }

    /// Lengths of the stories' texts.
    pub fn lengths(&self) -> Option<&FieldNormReader> {
        self.lengths.as_ref()
    }

    /// The node of a step. `places` takes the clause of each place.
    fn node<'k>(
        &self,
        step: &Step,
        keywords: &mut impl Iterator<Item = &'k Found>,
        places: &mut Vec<usize>,
    ) -> Result<Node> {
        let max = self.segment.reader.max_doc();
        Ok(match step {
            Step::Clause(clause) => {
                places.push(*clause);
                Node::Clause(places.len() - 1)
            }
            Step::Keyword { .. } => match keywords.next() {
                Some(found) => Node::List(found.open(false)?),
                None => Node::Range(0, 0),
            },
            Step::Dates(dates) => self.dates(*dates, max),
            Step::Stories(stories) => Node::Stories(Arc::clone(stories)),
            Step::Number { field, min, max } => {
                let columns = &self.segment.columns;
                let column = match field {
                    Name::Urgency => &columns.urgency,
                    _ => &columns.words,
                };
                Node::Test(Test::Number { column: column.clone(), min: *min, max: *max })
            }
            Step::Not(step) => Node::Not(Box::new(self.node(step, keywords, places)?)),
            Step::Any(steps) => {
                let nodes = self.nodes(steps, keywords, places)?;
                Node::Any(Any { at: vec![0; nodes.len()], nodes })
            }
            Step::All(steps) => {
                let mut nodes = self.nodes(steps, keywords, places)?;
                // Rare first: the rest is only asked about its stories.
                nodes.sort_by_cached_key(|node| self.cost(node, places));
                Node::All(nodes)
            }
        })
    }

    /// The nodes of steps that stand beside each other. A clause that is asked for twice among them
    /// is looked for once: they all look equally far ahead.
    fn nodes<'k>(
        &self,
        steps: &[Step],
        keywords: &mut impl Iterator<Item = &'k Found>,
        places: &mut Vec<usize>,
    ) -> Result<Vec<Node>> {
        let mut known = FxHashMap::default();
        let mut node = |step: &Step| match step {
            Step::Clause(clause) => {
                let place = *known.entry(*clause).or_insert_with(|| {
                    places.push(*clause);
                    places.len() - 1
                });
                Ok(Node::Clause(place))
            }
            step => self.node(step, keywords, places),
        };
        steps.iter().map(&mut node).collect()
    }

    /// Stories that can match, at most.
    pub fn most(&self) -> u64 {
        let (mut keywords, mut places) = (self.keywords.iter(), Vec::new());
        let root = self.node(&self.plan.root, &mut keywords, &mut places);
        root.map_or(u64::MAX, |root| self.cost(&root, &places))
    }

    /// Stories that a node can yield, at most.
    fn cost(&self, node: &Node, places: &[usize]) -> u64 {
        let max = u64::from(self.segment.reader.max_doc());
        match node {
            Node::Clause(place) => self.clauses[places[*place]].most(),
            Node::List(list) => list.most(),
            Node::Range(start, end) => u64::from(end.saturating_sub(*start)),
            Node::Stories(stories) => stories.len() as u64,
            Node::Test(_) | Node::Not(_) => max + 1,
            Node::All(nodes) => nodes.iter().map(|node| self.cost(node, places)).min().unwrap_or(0),
            Node::Any(any) => {
                any.nodes.iter().map(|node| self.cost(node, places)).fold(0, u64::saturating_add)
            }
        }
    }

    fn dates(&self, dates: Dates, max: u32) -> Node {
        if dates.instants != dates.days {
            let columns = &self.segment.columns;
            return Node::Test(Test::Dates {
                order: columns.order.clone(),
                day_only: columns.precision.clone(),
                dates,
            });
        }
        // A segment stands newest first and null last: a range of days is a range of stories.
        let order = &self.segment.columns.order;
        let key = |seconds: i64| match seconds {
            i64::MIN => 1,
            i64::MAX => u64::MAX,
            seconds => crate::index::order(Some(seconds)),
        };
        let (start, end) = (key(dates.days.0), key(dates.days.1));
        let first_below = |bound: u64| {
            let (mut low, mut high) = (0, max);
            while low < high {
                let middle = low + (high - low) / 2;
                if order.first(middle).unwrap_or(0) >= bound {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        let newest = if end == u64::MAX { 0 } else { first_below(end) };
        Node::Range(newest, first_below(start).max(newest))
    }
}

fn prepare_keywords(
    index: &StoryIndex,
    step: &Step,
    segment: &Segment,
    out: &mut Vec<Found>,
) -> Result<()> {
    match step {
        Step::Keyword { field, values } => {
            let terms = values
                .iter()
                .map(|value| LeafTerm {
                    term: value.clone(),
                    length: 1,
                    stories: 0,
                    languages: Vec::new(),
                })
                .collect();
            let leaf = Leaf {
                shown: String::new(),
                text: Text::Story,
                terms,
                cases: Vec::new(),
                overlapping: false,
            };
            out.push(Found::new(segment, &leaf, field.field(&index.fields))?);
            Ok(())
        }
        Step::All(steps) | Step::Any(steps) => {
            steps.iter().try_for_each(|step| prepare_keywords(index, step, segment, out))
        }
        Step::Not(step) => prepare_keywords(index, step, segment, out),
        Step::Clause(_) | Step::Dates(_) | Step::Number { .. } | Step::Stories(_) => Ok(()),
    }
}
