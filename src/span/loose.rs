//! Everything that `w/n` can make, by trying what can be tried.
//!
//! The sides of a nested `w/n` have gaps, in which the words of the other side may stand: which
//! words a span is made of then decides. So spans come with their words here. It costs more than
//! [`super::nearby`], and is bounded.

use super::nearby::unit_of;
use super::{Places, Scratch, Span, TooMany, settle, solid};
use crate::query::Order;
use crate::query::plan::{Expr, Near, Reach};

/// Most spans that an expression may have in a story.
const MOST_SPANS: usize = 100_000;
/// Most pairs of spans that are looked at for one `w/n` in a story.
const MOST_PAIRS: usize = 4_000_000;

/// A span and the words that make it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Loose {
    span: Span,
    /// Runs of words, in order; none for a span that is words all through.
    runs: Vec<Span>,
}

impl Loose {
    fn runs(&self) -> &[Span] {
        if self.runs.is_empty() { std::slice::from_ref(&self.span) } else { &self.runs }
    }

    /// The two together; `None` where they share a word.
    fn with(&self, other: &Loose) -> Option<Loose> {
        let (a, b) = (self.runs(), other.runs());
        if a.iter().any(|run| b.iter().any(|other| run.meets(*other))) {
            return None;
        }
        let mut runs = [a, b].concat();
        runs.sort_unstable();
        let span = Span { first: runs[0].first, last: self.span.last.max(other.span.last) };
        Some(Loose { span, runs })
    }

    /// Positions between the nearest words of two that share none.
    fn distance(&self, other: &Loose) -> u32 {
        let apart = |a: &Span, b: &Span| {
            if a.last < b.first { b.first - a.last } else { a.first.saturating_sub(b.last) }
        };
        let pairs = self.runs().iter().flat_map(|a| other.runs().iter().map(move |b| apart(a, b)));
        pairs.min().unwrap_or(u32::MAX)
    }
}

/// Every span of an expression, in order, each once.
pub(super) fn all(expr: &Expr, places: &Places<'_>) -> Result<Vec<Span>, TooMany> {
    let mut spans: Vec<Span> = loose(expr, places, None)?.into_iter().map(|it| it.span).collect();
    settle(&mut spans);
    Ok(spans)
}

/// The words that take part in each match of an expression, as runs in order.
///
/// `matches` are what [`super::find`] gave for the same places. Several ways in which one match
/// comes about give their words together.
pub fn words(
    expr: &Expr,
    places: &Places<'_>,
    matches: &[Span],
) -> Result<Vec<Vec<Span>>, TooMany> {
    if solid::is_solid(expr) {
        return Ok(matches.iter().map(|span| vec![*span]).collect());
    }
    let mut words = Vec::with_capacity(matches.len());
    for span in matches {
        // A match holds no other, so the words inside it make little else.
        let mut runs: Vec<Span> = loose(expr, places, Some(*span))?
            .iter()
            .filter(|it| it.span == *span)
            .flat_map(|it| it.runs().to_vec())
            .collect();
        settle(&mut runs);
        words.push(runs);
    }
    Ok(words)
}

/// The spans of an expression, in order, each way of making one once; inside a window, if one is
/// given.
fn loose(expr: &Expr, places: &Places<'_>, window: Option<Span>) -> Result<Vec<Loose>, TooMany> {
    let mut found = match expr {
        _ if solid::is_solid(expr) => {
            let mut spans = Vec::new();
            match window {
                None => solid::all(expr, places, &mut Scratch::default(), &mut spans),
                Some(window) => {
                    // Words inside the window are all that solid spans inside it are made of.
                    let leaves: Vec<Vec<Span>> = places
                        .leaves
                        .iter()
                        .map(|leaf| {
                            let from = leaf.partition_point(|it| it.first < window.first);
                            let inside =
                                leaf[from..].iter().take_while(|it| it.first <= window.last);
                            inside.filter(|it| it.last <= window.last).copied().collect()
                        })
                        .collect();
                    let inside = Places { leaves: &leaves, ..*places };
                    solid::all(expr, &inside, &mut Scratch::default(), &mut spans);
                }
            }
            spans.into_iter().map(|span| Loose { span, runs: Vec::new() }).collect()
        }
        Expr::Either(parts) => {
            let mut found = Vec::new();
            for part in parts {
                found.extend(loose(part, places, window)?);
            }
            found
        }
        Expr::Near(near) => nearby(near, places, window)?,
        // Rows are made of words.
        Expr::Leaf(_) | Expr::Row(_) => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    if found.len() > MOST_SPANS { Err(TooMany) } else { Ok(found) }
}

fn nearby(near: &Near, places: &Places<'_>, window: Option<Span>) -> Result<Vec<Loose>, TooMany> {
    let left = loose(&near.left, places, window)?;
    // What stands free is free of all there is, not only of what is in the window.
    let right = loose(&near.right, places, if near.negated { None } else { window })?;
    let longest = right.iter().map(|it| it.span.last - it.span.first).max().unwrap_or(0);
    let mut found = Vec::new();
    let mut pairs = 0;
    for side in &left {
        let (begin, end) = match near.reach {
            Reach::Words(words) => (
                side.span.first.saturating_sub(words.saturating_add(longest)),
                side.span.last.saturating_add(words),
            ),
            Reach::Same(unit) => unit_of(side.span.first, unit, places),
        };
        let from = right.partition_point(|it| it.span.first < begin);
        let mut free = true;
        for other in right[from..].iter().take_while(|it| it.span.first <= end) {
            pairs += 1;
            if pairs > MOST_PAIRS {
                return Err(TooMany);
            }
            let Some(both) = side.with(other).filter(|_| are_near(near, side, other, places))
            else {
                continue;
            };
            free = false;
            if near.negated {
                break;
            }
            found.push(both);
            if found.len() > 2 * MOST_SPANS {
                return Err(TooMany);
            }
        }
        if near.negated && free {
            found.push(side.clone());
        }
    }
    Ok(found)
}

/// Says whether two that share no word are as near as is asked.
fn are_near(near: &Near, left: &Loose, right: &Loose, places: &Places<'_>) -> bool {
    if near.order == Order::LeftFirst && left.span.last >= right.span.first {
        return false;
    }
    match near.reach {
        Reach::Words(words) => left.distance(right) <= words,
        Reach::Same(unit) => {
            let (start, end) = unit_of(left.span.first, unit, places);
            left.span.last < end && right.span.first >= start && right.span.last < end
        }
    }
}
