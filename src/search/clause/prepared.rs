//! A clause whose terms have been looked up: opened again and again, for each reading.

use super::super::marks::FoundMarks;
use super::super::matcher::Statistics;
use super::super::postings::{END, Found, LeafPostings};
use super::super::ranking::{self, Ranking};
use super::ClauseMatcher;
use super::candidates::candidates;
use crate::error::Result;
use crate::index::{Segment, StoryIndex};
use crate::query::plan::{Clause, Expr, Leaf, Near, Plan, Reach, Text};
use crate::query::{Case, Order, Scope};
use crate::span::Scratch;

/// A clause whose terms have been looked up in one segment.
pub struct PreparedClause {
    /// Leaves numbered from 0 within the clause.
    expr: Expr,
    leaves: Vec<Found>,
    /// The leaf of a single word in headlines, for their weight.
    headline: Option<Found>,
    text: Text,
    scope: Option<Scope>,
    exact: Option<usize>,
    negated: bool,
    at_least: u32,
    /// How the words of each leaf have to be written.
    cases: Vec<Vec<Case>>,
    marks: FoundMarks,
    weight: f32,
    /// The greatest boost of the query, at least 1.
    tier: f32,
    ranking: Ranking,
}

impl PreparedClause {
    pub fn new(
        index: &StoryIndex,
        plan: &Plan,
        clause: &Clause,
        segment: &Segment,
        statistics: &Statistics,
    ) -> Result<PreparedClause> {
        let mut used: Vec<usize> = Vec::new();
        let expr = renumber(&clause.expr, &mut used);
        let field = clause.text.field(&index.fields);
        let mut leaves = Vec::with_capacity(used.len());
        for leaf in &used {
            leaves.push(Found::new(segment, &plan.leaves[*leaf], field)?);
        }
        let cases: Vec<Vec<Case>> =
            used.iter().map(|leaf| plan.leaves[*leaf].cases.clone()).collect();
        let headline = match (&clause.expr, clause.text, clause.scope) {
            (Expr::Leaf(leaf), Text::Story, None)
                if clause.at_least <= 1
                    && plan.leaves[*leaf].cases.is_empty()
                    && !plan.leaves[*leaf].overlapping
                    && statistics.ranking.lead == 1.0 =>
            {
                Some(Found::new(segment, &plan.leaves[*leaf], index.fields.headline)?)
            }
            _ => None,
        };
        let ranking = statistics.ranking;
        Ok(PreparedClause {
            exact: clause.exact.and_then(|exact| used.iter().position(|leaf| *leaf == exact)),
            expr,
            leaves,
            headline,
            text: clause.text,
            scope: clause.scope,
            negated: clause.negated,
            at_least: clause.at_least,
            marks: FoundMarks::new(segment, field, clause, cases.iter().any(|it| !it.is_empty()))?,
            cases,
            tier: plan.clauses.iter().map(|clause| clause.boost).fold(1.0, f32::max),
            weight: clause.boost * (ranking.k1 + 1.0) * idf(plan, &clause.expr, statistics),
            ranking,
        })
    }

    /// Stories that the clause can match in, at most.
    pub fn most(&self) -> u64 {
        most(&self.expr, &self.leaves)
    }

    /// The parts of a clause that is a single word anywhere in the text: its postings in text and
    /// headline, and its weight.
    pub fn single(&self) -> Option<(&Found, &Found, f32)> {
        let headline = self.headline.as_ref()?;
        (!self.negated).then_some((&self.leaves[0], headline, self.weight))
    }

    pub fn open(&self, segment: &Segment, scoring: bool, positions: bool) -> Result<ClauseMatcher> {
        let single = self.is_single();
        // The lists alone tell how often a single word stands where its terms share no position.
        let headlines = match &self.headline {
            Some(headline) if scoring && !positions => Some(headline.open(false)?),
            _ => None,
        };
        let mut leaves = Vec::with_capacity(self.leaves.len());
        for found in &self.leaves {
            leaves.push(found.open(positions || !single || scoring && headlines.is_none())?);
        }
        let layout = (self.text == Text::Story).then(|| {
            let columns = &segment.columns;
            let lead = matches!(self.scope, Some(Scope::Lead | Scope::Hlead))
                || self.ranking.lead != 1.0
                || scoring && positions;
            (columns.headline_words.clone(), lead.then(|| columns.lead_words.clone()))
        });
        Ok(ClauseMatcher {
            candidates: candidates(&self.expr, &self.leaves),
            at: 0,
            pair: self.pair().filter(|_| leaves.iter().all(LeafPostings::is_plain)),
            expr: self.expr.clone(),
            places: vec![Vec::new(); leaves.len()],
            leaves,
            marks: self.marks.open()?,
            cases: self.cases.clone(),
            headlines,
            layout,
            scope: self.scope,
            exact: self.exact,
            counts: self.text == Text::Story && !self.negated,
            at_least: self.at_least as usize,
            single,
            weight: self.weight,
            tier: self.tier,
            ranking: self.ranking,
            positions: Default::default(),
            scratch: Scratch::default(),
            spans: Vec::new(),
            spans_of: END,
            too_many: false,
        })
    }

    /// The distance and order of two single words near each other anywhere in the text, if that is
    /// all it asks.
    fn pair(&self) -> Option<(u32, Order)> {
        let simple = self.scope.is_none()
            && self.text == Text::Story
            && self.cases.iter().all(Vec::is_empty);
        match &self.expr {
            Expr::Near(near) if simple && !near.negated => match (&near.left, &near.right) {
                (Expr::Leaf(0), Expr::Leaf(1)) => match near.reach {
                    Reach::Words(words) => Some((words, near.order)),
                    Reach::Same(_) => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// Says whether it is a word anywhere, so that the posting lists say all there is to know.
    fn is_single(&self) -> bool {
        matches!(self.expr, Expr::Leaf(_))
            && self.scope.is_none()
            && self.at_least <= 1
            && self.cases.iter().all(Vec::is_empty)
    }
}

fn renumber(expr: &Expr, used: &mut Vec<usize>) -> Expr {
    let mut all = |parts: &[Expr]| parts.iter().map(|part| renumber(part, used)).collect();
    match expr {
        Expr::Row(parts) => Expr::Row(all(parts)),
        Expr::Either(parts) => Expr::Either(all(parts)),
        Expr::Near(near) => {
            let (left, right) = (renumber(&near.left, used), renumber(&near.right, used));
            Expr::Near(Box::new(Near { left, right, ..**near }))
        }
        Expr::Leaf(leaf) => Expr::Leaf(used.iter().position(|u| u == leaf).unwrap_or_else(|| {
            used.push(*leaf);
            used.len() - 1
        })),
    }
}

pub(super) fn most(expr: &Expr, leaves: &[Found]) -> u64 {
    match expr {
        Expr::Leaf(leaf) => leaves[*leaf].most(),
        Expr::Row(parts) => parts.iter().map(|part| most(part, leaves)).min().unwrap_or(0),
        Expr::Either(parts) => parts.iter().map(|part| most(part, leaves)).sum(),
        Expr::Near(near) if near.negated => most(&near.left, leaves),
        Expr::Near(near) => most(&near.left, leaves).min(most(&near.right, leaves)),
    }
}

/// Weight of an expression: a row, or two sides near each other, weighs as much as its words
/// together, alternatives as the one that weighs most.
fn idf(plan: &Plan, expr: &Expr, statistics: &Statistics) -> f32 {
    match expr {
        Expr::Leaf(leaf) => ranking::idf(statistics.stories, leaf_stories(&plan.leaves[*leaf])),
        Expr::Row(parts) => parts.iter().map(|part| idf(plan, part, statistics)).sum(),
        Expr::Either(parts) => {
            parts.iter().map(|part| idf(plan, part, statistics)).fold(0.0, f32::max)
        }
        Expr::Near(near) if near.negated => idf(plan, &near.left, statistics),
        Expr::Near(near) => idf(plan, &near.left, statistics) + idf(plan, &near.right, statistics),
    }
}

/// Stories that hold a leaf, at most: its terms may share stories.
fn leaf_stories(leaf: &Leaf) -> u64 {
    leaf.terms.iter().map(|term| term.stories).sum()
}
