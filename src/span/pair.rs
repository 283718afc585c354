//! Two words near each other: the commonest `w/n`, over bare positions.
//!
//! Only spans that hold no other are wanted, and of two words these lie between neighbours: walk
//! over the positions of both in order, and look at each two that follow each other.

use super::{Layout, Span};
use crate::query::Order;

/// Finds the matches of two words within so many words of each other, laid out, in order.
///
/// Positions come as they stand in the story, in order, each once. `layout` is only asked where
/// there is something to lay out. The result is what [`super::find`] gives for the same.
pub fn pair(
    left: &[u32],
    right: &[u32],
    words: u32,
    order: Order,
    layout: impl FnOnce() -> Layout,
    out: &mut Vec<Span>,
) {
    neighbours(left, right, words, order, out);
    if out.is_empty() {
        return;
    }
    let layout = layout();
    // What crosses from the headline into the text holds no other: nothing else comes for it.
    out.retain(|span| span.last < layout.headline || span.first >= layout.headline);
    for span in out {
        *span = Span { first: layout.lay_out(span.first), last: layout.lay_out(span.last) };
    }
}

fn neighbours(left: &[u32], right: &[u32], words: u32, order: Order, out: &mut Vec<Span>) {
    const LEFT: u32 = 1;
    const RIGHT: u32 = 2;
    out.clear();
    let (mut at_left, mut at_right) = (0, 0);
    // The position before, and whose it is; at first nobody's.
    let (mut before, mut whose) = (0, 0);
    loop {
        let next_left = left.get(at_left).copied().unwrap_or(u32::MAX);
        let next_right = right.get(at_right).copied().unwrap_or(u32::MAX);
        let here = next_left.min(next_right);
        if here == u32::MAX {
            return;
        }
        let (is_left, is_right) = (next_left == here, next_right == here);
        at_left += usize::from(is_left);
        at_right += usize::from(is_right);
        let mine = u32::from(is_left) * LEFT + u32::from(is_right) * RIGHT;
        if here - before <= words {
            let in_order = whose & LEFT != 0 && mine & RIGHT != 0;
            let reversed = whose & RIGHT != 0 && mine & LEFT != 0;
            if in_order || order == Order::Either && reversed {
                out.push(Span { first: before, last: here });
            }
        }
        (before, whose) = (here, mine);
        // With one side at its end, what follows of the other has no neighbour but the last.
        if at_left == left.len() && mine & LEFT == 0 || at_right == right.len() && mine & RIGHT == 0
        {
            return;
        }
    }
}
