//! The one matcher: where an expression stands, given where its words stand.
//!
//! Matching, counting, marking and ranking all use [`find`], so that no two of them can disagree;
//! [`words`] says which words of a match take part in it. Positions come from the index, or from
//! a text that has just been analysed; it makes no difference here.
//!
//! | file | what |
//! | --- | --- |
//! | `mod` | spans, the parts of a story, and the two questions |
//! | `solid` | words, phrases and alternatives: their spans have no gaps |
//! | `nearby` | two sides of that kind near each other, or in one sentence: in linear time |
//! | `pair` | two single words near each other, without detours |
//! | `loose` | everything, by trying what can be tried: nested `w/n`, and the words of a match |

mod loose;
mod nearby;
mod pair;
mod solid;

use crate::query::Scope;
use crate::query::plan::Expr;

pub use loose::words;
pub use pair::pair;

/// Where a match stands: first and last position, both of them part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First position.
    pub first: u32,
    /// Last position.
    pub last: u32,
}

impl Span {
    /// Says whether the two have a position in common.
    pub fn meets(self, other: Span) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// What lies between two parts of a text that nothing may cross, in positions: more than any
/// distance that can be asked for.
pub const GAP: u32 = 1 << 15;

/// An expression has too many matches in one story to tell which of them count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// Where the words of an expression stand in one story.
///
/// Positions are *laid out*: between parts that nothing crosses (headline and text, the values of a
/// field) lies [`GAP`].
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    /// Those of each leaf, in order, each once.
    pub leaves: &'a [Vec<Span>],
    /// Where sentences begin; the start of a part or paragraph need not be among them.
    pub sentences: &'a [u32],
    /// Where paragraphs begin, the text among them.
    pub paragraphs: &'a [u32],
}

/// The parts of a story, as positions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// Positions of the headline; the text begins there.
    pub headline: u32,
    /// Positions of the lead, which opens the text.
    pub lead: u32,
}

impl Layout {
    /// Says whether a span that crosses no border lies in a scope.
    pub fn holds(&self, span: Span, scope: Option<Scope>) -> bool {
        let in_headline = span.last < self.headline;
        let in_text = span.first >= self.headline;
        let lead_end = self.headline.saturating_add(self.lead);
        match scope {
            None => true,
            Some(Scope::Headline) => in_headline,
            Some(Scope::Lead) => in_text && span.last < lead_end,
            Some(Scope::Body) => in_text,
            Some(Scope::Hlead) => in_headline || (in_text && span.last < lead_end),
            Some(Scope::First(words)) => in_text && span.last < self.headline.saturating_add(words),
        }
    }

    /// Lays a position out: the text stands a gap behind the headline.
    pub fn lay_out(&self, position: u32) -> u32 {
        if position < self.headline { position } else { position.saturating_add(GAP) }
    }

    /// Takes the gap away again.
    pub fn close_up(&self, span: Span) -> Span {
        let gap = if span.first < self.headline { 0 } else { GAP };
        Span { first: span.first - gap, last: span.last - gap }
    }
}

/// Room that is used again from story to story.
#[derive(Debug, Default)]
pub struct Scratch {
    spare: Vec<Vec<Span>>,
}

impl Scratch {
    fn take(&mut self) -> Vec<Span> {
        let mut room = self.spare.pop().unwrap_or_default();
        room.clear();
        room
    }

    fn give(&mut self, room: Vec<Span>) {
        self.spare.push(room);
    }
}

/// Finds the matches of an expression: spans that hold no other, each once, in order.
///
/// # Errors
///
/// Nested `w/n` can stand in a story in very many ways; past a bound nobody waits for it is
/// refused.
pub fn find(
    expr: &Expr,
    places: &Places<'_>,
    scratch: &mut Scratch,
    out: &mut Vec<Span>,
) -> Result<(), TooMany> {
    out.clear();
    collect(expr, places, scratch, out)?;
    settle(out);
    smallest(out);
    Ok(())
}

/// Adds spans of an expression, those that hold no other among them.
fn collect(
    expr: &Expr,
    places: &Places<'_>,
    scratch: &mut Scratch,
    out: &mut Vec<Span>,
) -> Result<(), TooMany> {
    match expr {
        _ if solid::is_solid(expr) => solid::all(expr, places, scratch, out),
        Expr::Either(parts) => {
            for part in parts {
                collect(part, places, scratch, out)?;
            }
        }
        Expr::Near(near) if solid::is_solid(&near.left) && solid::is_solid(&near.right) => {
            let (mut one, mut other) = (scratch.take(), scratch.take());
            let left = solid::spans(&near.left, places, scratch, &mut one);
            if !left.is_empty() {
                let right = solid::spans(&near.right, places, scratch, &mut other);
                nearby::nearby(near, left, right, places, out);
            }
            scratch.give(one);
            scratch.give(other);
        }
        _ => out.extend(loose::all(expr, places)?),
    }
    Ok(())
}

/// Puts spans in order, each once.
fn settle(spans: &mut Vec<Span>) {
    if !spans.is_sorted() {
        spans.sort_unstable();
    }
    spans.dedup();
}

/// Keeps the spans that hold no other; they come in order, each once.
fn smallest(spans: &mut Vec<Span>) {
    // From the right: a span stays if it ends before all that begin at or after it, and of those
    // that begin together the first, which is the shortest.
    let mut kept = spans.len();
    for at in (0..spans.len()).rev() {
        let span = spans[at];
        while spans.get(kept).is_some_and(|right| right.first == span.first) {
            kept += 1;
        }
        if spans.get(kept).is_none_or(|right| span.last < right.last) {
            kept -= 1;
            spans[kept] = span;
        }
    }
    spans.drain(..kept);
}

#[cfg(test)]
mod tests;
