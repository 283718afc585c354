//! One clause over one segment: candidates, spans, score.

use tantivy::columnar::Column;

use super::marks::{FoundMarks, Marks};
use super::matcher::Statistics;
use super::postings::{END, Found, LeafPostings};
use super::ranking::{self, COMPOUND, Ranking, Score};
use crate::error::Result;
use crate::index::{Segment, StoryIndex};
use crate::query::plan::{Clause, Expr, Leaf, Near, Plan, Reach, Text};
use crate::query::{Case, Order, Scope};
use crate::span::{self, Layout, Scratch, Span};

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

    pub(super) fn open(
        &self,
        segment: &Segment,
        scoring: bool,
        positions: bool,
    ) -> Result<ClauseMatcher> {
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

fn most(expr: &Expr, leaves: &[Found]) -> u64 {
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

/// The expression as a source of candidates: rare parts of what must all stand first.
enum Candidates {
    Leaf(usize),
    All(Vec<Candidates>),
    Either(Vec<Candidates>),
}

fn candidates(expr: &Expr, leaves: &[Found]) -> Candidates {
    let all = |mut parts: Vec<&Expr>| {
        parts.sort_by_key(|part| most(part, leaves));
        Candidates::All(parts.into_iter().map(|part| candidates(part, leaves)).collect())
    };
    match expr {
        Expr::Leaf(leaf) => Candidates::Leaf(*leaf),
        Expr::Row(parts) => all(parts.iter().collect()),
        Expr::Either(parts) => {
            Candidates::Either(parts.iter().map(|part| candidates(part, leaves)).collect())
        }
        Expr::Near(near) if near.negated => candidates(&near.left, leaves),
        Expr::Near(near) => all(vec![&near.left, &near.right]),
    }
}

impl Candidates {
    fn seek(&self, leaves: &mut [LeafPostings], target: u32) -> u32 {
        match self {
            Candidates::Leaf(leaf) => leaves[*leaf].seek(target),
            Candidates::Either(parts) => {
                parts.iter().map(|part| part.seek(leaves, target)).min().unwrap_or(END)
            }
            Candidates::All(parts) => {
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

/// Columns with the positions of headline and, where it matters, lead.
type LayoutColumns = (Column<u64>, Option<Column<u64>>);

/// A clause being read over one segment, forwards.
pub struct ClauseMatcher {
    expr: Expr,
    candidates: Candidates,
    /// The story that it may match in next.
    at: u32,
    /// Two single words near each other: how near, in which order.
    pair: Option<(u32, Order)>,
    positions: [Vec<u32>; 2],
    leaves: Vec<LeafPostings>,
    /// Where each leaf stands in the story that was looked at last, laid out.
    places: Vec<Vec<Span>>,
    marks: Marks,
    cases: Vec<Vec<Case>>,
    headlines: Option<LeafPostings>,
    /// `None` for a field of lines.
    layout: Option<LayoutColumns>,
    scope: Option<Scope>,
    exact: Option<usize>,
    /// Its matches count, are marked and score: it looks at headline and text, and not under NOT.
    counts: bool,
    at_least: usize,
    /// A single word anywhere: that it stands in a story is all there is to verify.
    single: bool,
    weight: f32,
    tier: f32,
    ranking: Ranking,
    scratch: Scratch,
    /// Matches in the story that was looked at last, laid out.
    spans: Vec<Span>,
    spans_of: u32,
    too_many: bool,
}

/// How often a clause matches in the parts of a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InParts {
    /// In the headline.
    pub headline: u32,
    /// In the lead.
    pub lead: u32,
    /// In the rest.
    pub rest: u32,
}

impl ClauseMatcher {
    /// The first story at or after `target` that the clause may match in.
    pub fn seek(&mut self, target: u32) -> u32 {
        if self.at < target || target == 0 {
            self.at = self.candidates.seek(&mut self.leaves, target);
        }
        self.at
    }

    /// Says whether the clause matches in a story.
    pub fn holds(&mut self, doc: u32) -> bool {
        if self.seek(doc) != doc {
            return false;
        }
        self.single || self.find(doc)
    }

    /// Says whether a story was met in which it can stand in too many ways to tell.
    pub fn has_too_many(&self) -> bool {
        self.too_many
    }

    /// How often it matches in a story, where its matches count.
    pub fn count(&mut self, doc: u32) -> usize {
        if self.counts && self.seek(doc) == doc && self.find(doc) { self.spans.len() } else { 0 }
    }

    /// The matches in a story, where the clause matches there and its matches count.
    pub fn counted(&mut self, doc: u32) -> Option<Vec<Span>> {
        if self.count(doc) == 0 {
            return None;
        }
        let layout = self.layout_of(doc);
        Some(self.spans.iter().map(|span| layout.close_up(*span)).collect())
    }

    /// The words that take part in each of the matches of [`ClauseMatcher::counted`].
    pub fn words(&mut self, doc: u32) -> Vec<Vec<Span>> {
        if self.count(doc) == 0 {
            return Vec::new();
        }
        let layout = self.layout_of(doc);
        if self.pair.is_some() {
            self.place(doc);
        }
        let Ok(words) = span::words(&self.expr, &self.marks.places(&self.places), &self.spans)
        else {
            self.too_many = true;
            return Vec::new();
        };
        let close_up = |runs: Vec<Span>| runs.into_iter().map(|it| layout.close_up(it)).collect();
        words.into_iter().map(close_up).collect()
    }

    fn layout_of(&self, doc: u32) -> Layout {
        match &self.layout {
            None => Layout::default(),
            Some((headline, lead)) => Layout {
                headline: headline.first(doc).unwrap_or(0) as u32,
                lead: lead.as_ref().and_then(|lead| lead.first(doc)).unwrap_or(0) as u32,
            },
        }
    }

    /// Finds the matches in a story that all leaves have been brought to; says whether they are
    /// enough.
    fn find(&mut self, doc: u32) -> bool {
        if self.spans_of != doc {
            self.spans_of = doc;
            if let Some((words, order)) = self.pair {
                for (leaf, positions) in self.leaves.iter_mut().zip(&mut self.positions) {
                    leaf.positions(positions);
                }
                let mut spans = std::mem::take(&mut self.spans);
                let [left, right] = &self.positions;
                span::pair(left, right, words, order, || self.layout_of(doc), &mut spans);
                self.spans = spans;
                return !self.spans.is_empty() && self.spans.len() >= self.at_least;
            }
            self.place(doc);
            let places = self.marks.places(&self.places);
            let found = span::find(&self.expr, &places, &mut self.scratch, &mut self.spans);
            if found.is_err() {
                self.too_many = true;
                self.spans.clear();
            }
        }
        !self.spans.is_empty() && self.spans.len() >= self.at_least
    }

    /// Reads where the leaves stand in a story, laid out, those that count in scope and case.
    fn place(&mut self, doc: u32) {
        let is_story = self.layout.is_some();
        let layout = self.layout_of(doc);
        self.marks.read(doc, is_story.then_some(&layout));
        let (marks, scope) = (&self.marks, self.scope);
        for ((leaf, places), cases) in self.leaves.iter_mut().zip(&mut self.places).zip(&self.cases)
        {
            if leaf.seek(doc) != doc {
                places.clear();
                continue;
            }
            let lay_out = |span: Span| {
                let first =
                    if is_story { layout.lay_out(span.first) } else { marks.lay_out(span.first) };
                Span { first, last: first + (span.last - span.first) }
            };
            let place = |span: Span, letterless: bool| {
                let counts = layout.holds(span, scope) && marks.are_cased(span, cases, letterless);
                counts.then(|| lay_out(span))
            };
            leaf.places(place, places);
        }
    }

    /// Adds the score of a story in which the clause matches.
    pub fn score(&mut self, doc: u32, norm: f32, score: &mut Score) {
        if !self.counts || self.seek(doc) != doc {
            return;
        }
        let tf = self.weighted(doc);
        if tf <= 0.0 {
            return;
        }
        if self.exact.is_some_and(|leaf| self.stands_joined(leaf, doc)) {
            score.tier += COMPOUND * self.tier;
        }
        score.words += ranking::score(self.weight, tf, norm);
    }

    /// Its matches in a story, weighted by where they stand.
    fn weighted(&mut self, doc: u32) -> f32 {
        let Ranking { headline, lead, .. } = self.ranking;
        if let Some(headlines) = &mut self.headlines {
            let mut tf = self.leaves[0].count() as f32;
            if headlines.seek(doc) == doc {
                tf += (headline - 1.0) * headlines.count() as f32;
            }
            return tf;
        }
        let found = self.found(doc);
        headline * found.headline as f32 + lead * found.lead as f32 + found.rest as f32
    }

    /// How often it matches in the parts of a story, where its matches count.
    pub fn found(&mut self, doc: u32) -> InParts {
        let mut found = InParts::default();
        if !self.counts || self.seek(doc) != doc || !self.find(doc) {
            return found;
        }
        let layout = self.layout_of(doc);
        for span in &self.spans {
            let span = layout.close_up(*span);
            if layout.holds(span, Some(Scope::Headline)) {
                found.headline += 1;
            } else if layout.holds(span, Some(Scope::Lead)) {
                found.lead += 1;
            } else {
                found.rest += 1;
            }
        }
        found
    }

    /// What its score in a story is worked out from: its weight, the weight of a compound as one
    /// word, where it stands as such, and its weighted matches.
    pub fn explain(&mut self, doc: u32) -> (f32, f32, f32) {
        let joined = self.exact.is_some_and(|leaf| self.stands_joined(leaf, doc));
        let tier = if joined { COMPOUND * self.tier } else { 0.0 };
        (self.weight, tier, self.weighted(doc))
    }

    /// Says whether the compound stands in a story as one word, in the scope asked for.
    fn stands_joined(&mut self, leaf: usize, doc: u32) -> bool {
        self.find(doc) && !self.places[leaf].is_empty()
    }
}
