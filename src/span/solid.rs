//! Words, phrases and alternatives: spans without gaps, every position of which is a word of the
//! match.

use super::{Places, Scratch, Span, settle};
use crate::query::plan::Expr;

/// Says whether every span of an expression is without gaps.
pub(super) fn is_solid(expr: &Expr) -> bool {
    match expr {
        Expr::Leaf(_) => true,
        Expr::Row(parts) | Expr::Either(parts) => parts.iter().all(is_solid),
        Expr::Near(_) => false,
    }
}

/// Adds every span of a solid expression; what was added is in order, each once, if `out` was
/// empty.
pub(super) fn all(expr: &Expr, places: &Places<'_>, scratch: &mut Scratch, out: &mut Vec<Span>) {
    match expr {
        Expr::Leaf(leaf) => out.extend_from_slice(&places.leaves[*leaf]),
        Expr::Either(parts) => {
            parts.iter().for_each(|part| all(part, places, scratch, out));
            settle(out);
        }
        Expr::Row(parts) => row(parts, places, scratch, out),
        Expr::Near(_) => {}
    }
}

/// Every span of a solid expression, in order, each once: made in `room` where they do not lie
/// ready.
pub(super) fn spans<'s>(
    expr: &Expr,
    places: &Places<'s>,
    scratch: &mut Scratch,
    room: &'s mut Vec<Span>,
) -> &'s [Span] {
    if let Expr::Leaf(leaf) = expr {
        return &places.leaves[*leaf];
    }
    room.clear();
    all(expr, places, scratch, room);
    room
}

/// Adds the spans of parts that stand one after the other.
fn row(parts: &[Expr], places: &Places<'_>, scratch: &mut Scratch, out: &mut Vec<Span>) {
    let [first, rest @ ..] = parts else { return };
    let mut so_far = scratch.take();
    let (mut next, mut longer) = (scratch.take(), scratch.take());
    all(first, places, scratch, &mut so_far);
    for part in rest {
        if so_far.is_empty() {
            break;
        }
        let next = spans(part, places, scratch, &mut next);
        longer.clear();
        let mut from = 0;
        for span in &so_far {
            // Both are in order of their first position: what lies behind one span seldom lies
            // before the next.
            while from > 0 && next[from - 1].first > span.last {
                from -= 1;
            }
            while next.get(from).is_some_and(|next| next.first <= span.last) {
                from += 1;
            }
            let behind = next[from..].iter().take_while(|next| next.first == span.last + 1);
            longer.extend(behind.map(|next| Span { first: span.first, last: next.last }));
        }
        settle(&mut longer);
        std::mem::swap(&mut so_far, &mut longer);
    }
    out.extend_from_slice(&so_far);
    scratch.give(so_far);
    scratch.give(next);
    scratch.give(longer);
}
