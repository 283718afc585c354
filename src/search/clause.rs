//! One clause over one segment: candidates, spans, score.

use tantivy::columnar::Column;

use super::matcher::Statistics;
use super::postings::{END, Found, LeafPostings};
use super::ranking::{self, COMPOUND, Ranking};
use crate::error::Result;
use crate::index::{Segment, StoryIndex};
use crate::query::Scope;
use crate::query::plan::{Clause, Expr, Leaf, Plan, Text};
use crate::span::{self, Layout, Occurrences, Span};

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
    weight: f32,
    /// The greatest boost of the query, at least 1.
    tier: f32,
    ranking: Ranking,
}

impl PreparedClause {
    pub(super) fn new(
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
        let headline = match (&clause.expr, clause.text, clause.scope) {
            (Expr::Leaf(leaf), Text::Story, None) => {
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

    pub(super) fn open(
        &self,
        segment: &Segment,
        scoring: bool,
        positions: bool,
    ) -> Result<ClauseMatcher> {
        let single = matches!(self.expr, Expr::Leaf(_)) && self.scope.is_none();
        let mut leaves = Vec::with_capacity(self.leaves.len());
        for found in &self.leaves {
            leaves.push(found.open(positions || !single)?);
        }
        let headlines = match &self.headline {
            Some(headline) if scoring && !positions => Some(headline.open(false)?),
            _ => None,
        };
        let layout = (self.text == Text::Story).then(|| {
            let columns = &segment.columns;
            (columns.headline_words.clone(), columns.lead_words.clone())
        });
        Ok(ClauseMatcher {
            candidates: candidates(&self.expr, &self.leaves),
            expr: self.expr.clone(),
            occurrences: vec![Occurrences::new(); leaves.len()],
            leaves,
            headlines,
            layout,
            scope: self.scope,
            exact: self.exact,
            marks: self.text == Text::Story && !self.negated,
            scores: self.text == Text::Story && !self.negated,
            single,
            weight: self.weight,
            tier: self.tier,
            ranking: self.ranking,
            spans: Vec::new(),
            spans_of: END,
        })
    }
}

fn renumber(expr: &Expr, used: &mut Vec<usize>) -> Expr {
    match expr {
        Expr::Leaf(leaf) => Expr::Leaf(used.iter().position(|u| u == leaf).unwrap_or_else(|| {
            used.push(*leaf);
            used.len() - 1
        })),
        Expr::Row(parts) => Expr::Row(parts.iter().map(|part| renumber(part, used)).collect()),
        Expr::Either(parts) => {
            Expr::Either(parts.iter().map(|part| renumber(part, used)).collect())
        }
    }
}

fn most(expr: &Expr, leaves: &[Found]) -> u64 {
    match expr {
        Expr::Leaf(leaf) => leaves[*leaf].most(),
        Expr::Row(parts) => parts.iter().map(|part| most(part, leaves)).min().unwrap_or(0),
        Expr::Either(parts) => parts.iter().map(|part| most(part, leaves)).sum(),
    }
}

/// Weight of an expression: a row weighs as much as its words together, alternatives as the one
/// that weighs most.
fn idf(plan: &Plan, expr: &Expr, statistics: &Statistics) -> f32 {
    match expr {
        Expr::Leaf(leaf) => ranking::idf(statistics.stories, leaf_stories(&plan.leaves[*leaf])),
        Expr::Row(parts) => parts.iter().map(|part| idf(plan, part, statistics)).sum(),
        Expr::Either(parts) => {
            parts.iter().map(|part| idf(plan, part, statistics)).fold(0.0, f32::max)
        }
    }
}

/// Stories that hold a leaf, at most: its terms may share stories.
fn leaf_stories(leaf: &Leaf) -> u64 {
    leaf.terms.iter().map(|term| term.stories).sum()
}

/// The expression as a source of candidates: rare parts of a row first.
enum Candidates {
    Leaf(usize),
    Row(Vec<Candidates>),
    Either(Vec<Candidates>),
}

fn candidates(expr: &Expr, leaves: &[Found]) -> Candidates {
    match expr {
        Expr::Leaf(leaf) => Candidates::Leaf(*leaf),
        Expr::Row(parts) => {
            let mut parts: Vec<&Expr> = parts.iter().collect();
            parts.sort_by_key(|part| most(part, leaves));
            Candidates::Row(parts.into_iter().map(|part| candidates(part, leaves)).collect())
        }
        Expr::Either(parts) => {
            Candidates::Either(parts.iter().map(|part| candidates(part, leaves)).collect())
        }
    }
}

impl Candidates {
    fn seek(&self, leaves: &mut [LeafPostings], target: u32) -> u32 {
        match self {
            Candidates::Leaf(leaf) => leaves[*leaf].seek(target),
            Candidates::Either(parts) => {
                parts.iter().map(|part| part.seek(leaves, target)).min().unwrap_or(END)
            }
            Candidates::Row(parts) => {
                let mut target = target;
                'again: loop {
                    for part in parts {
                        let doc = part.seek(leaves, target);
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
}

/// A clause being read over one segment, forwards.
pub struct ClauseMatcher {
    expr: Expr,
    candidates: Candidates,
    leaves: Vec<LeafPostings>,
    occurrences: Vec<Occurrences>,
    headlines: Option<LeafPostings>,
    /// Columns with the positions of headline and lead; `None` for a field of one part.
    layout: Option<(Column<u64>, Column<u64>)>,
    scope: Option<Scope>,
    exact: Option<usize>,
    marks: bool,
    scores: bool,
    /// A single word anywhere: that it stands in a story is all there is to verify.
    single: bool,
    weight: f32,
    tier: f32,
    ranking: Ranking,
    spans: Vec<Span>,
    spans_of: u32,
}

impl ClauseMatcher {
    /// The first story at or after `target` that the clause may match in.
    pub fn seek(&mut self, target: u32) -> u32 {
        self.candidates.seek(&mut self.leaves, target)
    }

    /// Says whether the clause matches in a story.
    pub fn holds(&mut self, doc: u32) -> bool {
        if self.seek(doc) != doc {
            return false;
        }
        self.single || !self.find(doc).is_empty()
    }

    /// The spans in a story, where the clause matches there and its matches count.
    pub fn counted(&mut self, doc: u32) -> Option<Vec<Span>> {
        if !self.marks || self.seek(doc) != doc {
            return None;
        }
        let spans = self.find(doc).to_vec();
        (!spans.is_empty()).then_some(spans)
    }

    fn layout_of(&self, doc: u32) -> Layout {
        match &self.layout {
            None => Layout::LINE,
            Some((headline, lead)) => Layout {
                headline: headline.first(doc).unwrap_or(0) as u32,
                lead: lead.first(doc).unwrap_or(0) as u32,
            },
        }
    }

    fn find(&mut self, doc: u32) -> &[Span] {
        if self.spans_of != doc {
            for (leaf, occurrences) in self.leaves.iter_mut().zip(&mut self.occurrences) {
                if leaf.doc() == doc {
                    leaf.occurrences(occurrences);
                } else {
                    occurrences.clear();
                }
            }
            let layout = self.layout_of(doc);
            self.spans = span::find(&self.expr, &self.occurrences, &layout, self.scope);
            self.spans_of = doc;
        }
        &self.spans
    }

    /// Score of a story in which the clause matches.
    pub fn score(&mut self, doc: u32, norm: f32) -> f32 {
        if !self.scores || self.seek(doc) != doc {
            return 0.0;
        }
        let headline = self.ranking.headline;
        let tf = if self.single && self.spans_of != doc {
            let mut tf = self.leaves[0].count() as f32;
            if let Some(headlines) = &mut self.headlines
                && headlines.seek(doc) == doc
            {
                tf += (headline - 1.0) * headlines.count() as f32;
            }
            tf
        } else {
            let layout = self.layout_of(doc);
            let weight = |span: &Span| if span.last < layout.headline { headline } else { 1.0 };
            self.find(doc).iter().map(weight).sum()
        };
        if tf <= 0.0 {
            return 0.0;
        }
        let joined = self.exact.is_some_and(|leaf| self.stands_joined(leaf, doc));
        let compound = if joined { COMPOUND * self.tier } else { 0.0 };
        compound + ranking::score(self.weight, tf, norm)
    }

    /// Says whether the compound stands in a story as one word, in the scope asked for.
    fn stands_joined(&mut self, leaf: usize, doc: u32) -> bool {
        if self.leaves[leaf].doc() != doc {
            return false;
        }
        self.find(doc);
        let layout = self.layout_of(doc);
        !span::find(&Expr::Leaf(leaf), &self.occurrences, &layout, self.scope).is_empty()
    }
}
