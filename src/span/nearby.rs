//! Two solid sides near each other, or in one sentence or paragraph: in linear time.
//!
//! Only spans that hold no other are wanted. So each span of one side is joined with the one of
//! the other side behind it that ends first, and no other pair has to be looked at.

use super::{Places, Span};
use crate::query::plan::{Near, Reach};
use crate::query::{Order, Unit};

/// Adds the spans of `near` over the spans of its sides, each in order; those that hold no other
/// are among them.
pub(super) fn nearby(
    near: &Near,
    left: &[Span],
    right: &[Span],
    places: &Places<'_>,
    out: &mut Vec<Span>,
) {
    if near.negated {
        free(near, left, right, places, out);
        return;
    }
    join(left, right, near.reach, places, out);
    if near.order == Order::Either {
        join(right, left, near.reach, places, out);
    }
}

/// How far a span reaches to the right: the last position at which a span behind it may begin, and
/// the last at which it may end.
fn reach(span: Span, reach: Reach, places: &Places<'_>) -> Option<(u32, u32)> {
    match reach {
        Reach::Words(words) => Some((span.last.saturating_add(words), u32::MAX)),
        Reach::Same(unit) => {
            let (_, end) = unit_of(span.first, unit, places);
            (span.last < end).then_some((end - 1, end - 1))
        }
    }
}

/// First position of the unit that a position stands in, and the first behind it.
pub(super) fn unit_of(position: u32, unit: Unit, places: &Places<'_>) -> (u32, u32) {
    let within = |borders: &[u32]| {
        let at = borders.partition_point(|border| *border <= position);
        let start = at.checked_sub(1).map_or(0, |before| borders[before]);
        (start, borders.get(at).copied().unwrap_or(u32::MAX))
    };
    let (start, end) = within(places.paragraphs);
    if unit == Unit::Paragraph {
        return (start, end);
    }
    let sentence = within(places.sentences);
    (start.max(sentence.0), end.min(sentence.1))
}

/// Joins each span with the one behind it that ends first.
fn join(
    before: &[Span],
    behind: &[Span],
    how_far: Reach,
    places: &Places<'_>,
    out: &mut Vec<Span>,
) {
    let mut from = 0;
    for span in before {
        while behind.get(from).is_some_and(|next| next.first <= span.first) {
            from += 1;
        }
        let Some((begin, end)) = reach(*span, how_far, places) else { continue };
        let mut best = None;
        for next in &behind[from..] {
            if next.first > begin || best.is_some_and(|best| next.first > best) {
                break;
            }
            if next.first > span.last && next.last <= end {
                best = Some(best.unwrap_or(next.last).min(next.last));
            }
        }
        out.extend(best.map(|last| Span { first: span.first, last }));
    }
}

/// Adds the left spans that no right one is near to.
fn free(near: &Near, left: &[Span], right: &[Span], places: &Places<'_>, out: &mut Vec<Span>) {
    // The longest right span says from where one that begins early may still be near.
    let longest = right.iter().map(|span| span.last - span.first).max().unwrap_or(0);
    for span in left {
        let is_near = |other: &Span| !span.meets(*other) && are_near(near, *span, *other, places);
        let bound = match near.reach {
            Reach::Words(words) => {
                (span.first.saturating_sub(words + longest), span.last.saturating_add(words))
            }
            Reach::Same(unit) => unit_of(span.first, unit, places),
        };
        let from = right.partition_point(|other| other.first < bound.0);
        let mut others = right[from..].iter().take_while(|other| other.first <= bound.1);
        if !others.any(is_near) {
            out.push(*span);
        }
    }
}

/// Says whether two solid spans that share no position are as near as is asked.
pub(super) fn are_near(near: &Near, left: Span, right: Span, places: &Places<'_>) -> bool {
    let in_order = left.last < right.first;
    if near.order == Order::LeftFirst && !in_order {
        return false;
    }
    match near.reach {
        Reach::Words(words) => {
            let (first, second) = if in_order { (left, right) } else { (right, left) };
            second.first - first.last <= words
        }
        Reach::Same(unit) => {
            let (start, end) = unit_of(left.first, unit, places);
            left.last < end && right.first >= start && right.last < end
        }
    }
}
