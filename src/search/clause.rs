//! One clause over one segment: candidates, spans, score.

mod candidates;
mod prepared;

use tantivy::columnar::Column;

use super::marks::Marks;
use super::postings::LeafPostings;
use super::ranking::{self, COMPOUND, Ranking, Score};
use crate::query::plan::Expr;
use crate::query::{Case, Order, Scope};
use crate::span::{self, Layout, Scratch, Span};
use candidates::Candidates;
pub use prepared::PreparedClause;

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
