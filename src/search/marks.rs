//! What the index notes of words beside their spelling: where sentences and paragraphs begin, and
//! how words are written.
//!
//! Each mark is a posting list of its own, opened only for a clause that asks for it.

use tantivy::schema::Field;

use super::postings::{Found, LeafPostings};
use crate::error::Result;
use crate::index::{Mark, Segment, WALL};
use crate::query::plan::{Clause, Expr, Reach, Text};
use crate::query::{Case, Unit};
use crate::span::{GAP, Layout, Places, Span};

/// The marks that a clause needs, found in the dictionary of a segment.
#[derive(Default)]
pub struct FoundMarks {
    sentences: Option<Found>,
    paragraphs: Option<Found>,
    capital: Option<Found>,
    capitals: Option<Found>,
    letterless: Option<Found>,
    walls: Option<Found>,
}

/// A posting list, and where it stands in the story that was read last.
#[derive(Default)]
struct Noted {
    list: Option<LeafPostings>,
    positions: Vec<u32>,
}

/// The marks of stories, read forwards.
#[derive(Default)]
pub struct Marks {
    sentences: Noted,
    paragraphs: Noted,
    capital: Noted,
    capitals: Noted,
    letterless: Noted,
    walls: Noted,
}

impl FoundMarks {
    /// Finds those that a clause needs: `cased` says whether it asks how a word is written.
    pub fn new(
        segment: &Segment,
        field: Field,
        clause: &Clause,
        cased: bool,
    ) -> Result<FoundMarks> {
        let find = |mark: Mark, wanted: bool| {
            wanted.then(|| Found::term(segment, mark.term(), field)).transpose()
        };
        if clause.text != Text::Story {
            // The values of a field are parted by walls, which nothing may cross.
            let crosses = has_near(&clause.expr, &|_| true);
            let walls = crosses.then(|| Found::term(segment, WALL, field)).transpose()?;
            return Ok(FoundMarks { walls, ..FoundMarks::default() });
        }
        let unit = |wanted: Unit| has_near(&clause.expr, &|reach| reach == Reach::Same(wanted));
        let sentence = unit(Unit::Sentence);
        Ok(FoundMarks {
            sentences: find(Mark::Sentence, sentence)?,
            paragraphs: find(Mark::Paragraph, sentence || unit(Unit::Paragraph))?,
            capital: find(Mark::Capital, cased)?,
            capitals: find(Mark::Capitals, cased)?,
            letterless: find(Mark::Letterless, cased)?,
            walls: None,
        })
    }

    /// Opens the lists.
    pub fn open(&self) -> Result<Marks> {
        let open = |found: &Option<Found>| -> Result<Noted> {
            let list = found.as_ref().map(|found| found.open(true)).transpose()?;
            Ok(Noted { list, positions: Vec::new() })
        };
        Ok(Marks {
            sentences: open(&self.sentences)?,
            paragraphs: open(&self.paragraphs)?,
            capital: open(&self.capital)?,
            capitals: open(&self.capitals)?,
            letterless: open(&self.letterless)?,
            walls: open(&self.walls)?,
        })
    }
}

/// Says whether some `w/n` of an expression is of a kind.
fn has_near(expr: &Expr, is: &impl Fn(Reach) -> bool) -> bool {
    match expr {
        Expr::Leaf(_) => false,
        Expr::Row(parts) | Expr::Either(parts) => parts.iter().any(|part| has_near(part, is)),
        Expr::Near(near) => is(near.reach) || has_near(&near.left, is) || has_near(&near.right, is),
    }
}

impl Noted {
    fn read(&mut self, doc: u32) {
        self.positions.clear();
        if let Some(list) = &mut self.list
            && list.seek(doc) == doc
        {
            list.positions(&mut self.positions);
        }
    }

    fn holds(&self, position: u32) -> bool {
        self.positions.binary_search(&position).is_ok()
    }
}

impl Marks {
    /// Reads the marks of a story; `layout` lays its borders out, if it has a headline and a text.
    pub fn read(&mut self, doc: u32, layout: Option<&Layout>) {
        let lists = [&mut self.capital, &mut self.capitals, &mut self.letterless, &mut self.walls];
        lists.into_iter().for_each(|list| list.read(doc));
        for list in [&mut self.sentences, &mut self.paragraphs] {
            list.read(doc);
            if let Some(layout) = layout {
                list.positions.iter_mut().for_each(|at| *at = layout.lay_out(*at));
            }
        }
        let Some(layout) = layout else {
            // The values of a line are what its paragraphs would be.
            let laid = (0..).zip(&self.walls.positions);
            let laid = laid.map(|(walls, at)| at.saturating_add(GAP.saturating_mul(walls)));
            self.paragraphs.positions.extend(laid);
            return;
        };
        if self.paragraphs.list.is_some() {
            // The text begins a paragraph, whether the headline has words or not.
            let text = layout.lay_out(layout.headline);
            let at = self.paragraphs.positions.partition_point(|border| *border < text);
            self.paragraphs.positions.insert(at, text);
        }
    }

    /// Lays out a position of a line: the values lie a gap apart.
    pub fn lay_out(&self, position: u32) -> u32 {
        let walls = self.walls.positions.partition_point(|wall| *wall < position);
        position.saturating_add((walls as u32).saturating_mul(GAP))
    }

    /// Where leaves stand, with the borders of the story that was read last.
    pub fn places<'a>(&'a self, leaves: &'a [Vec<Span>]) -> Places<'a> {
        Places {
            leaves,
            sentences: &self.sentences.positions,
            paragraphs: &self.paragraphs.positions,
        }
    }

    /// Says whether every word of a span is written as all of the cases ask; a word without a letter
    /// is, whatever they ask.
    pub fn are_cased(&self, span: Span, cases: &[Case], letterless: bool) -> bool {
        let is = |position: u32, case: &Case| {
            let all_capitals = self.capitals.holds(position);
            let written = match case {
                Case::AllCaps => all_capitals,
                Case::Caps => all_capitals || self.capital.holds(position),
                Case::NoCaps => !all_capitals && !self.capital.holds(position),
            };
            written || self.letterless.holds(position)
        };
        cases.is_empty()
            || letterless
            || (span.first..=span.last).all(|position| cases.iter().all(|case| is(position, case)))
    }
}
