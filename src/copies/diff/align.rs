//! What two rows of numbers have in common, in order, with bounded work.
//!
//! Myers' algorithm finds the shortest way from one row to the other, and takes the product of
//! length and difference for it: two long rows with nothing in common never end. So a stretch is
//! given to it only where its square is affordable. A longer one is first parted at the numbers
//! that each row has once (as patience diff does), and where there are none either it is given up:
//! both sides are then all different. What is given up depends on the rows alone, never on a clock.

use std::ops::Range;

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff};

/// What a comparison may still cost, in steps.
#[derive(Debug, Clone)]
pub(super) struct Work {
    left: u64,
    /// Something was given up.
    pub was_bounded: bool,
}

/// Steps that one comparison may take: about half a second.
const STEPS: u64 = 60_000_000;
/// Steps that one stretch may take.
const STEPS_OF_STRETCH: u64 = 16_000_000;
/// How often a stretch is parted at numbers that are there once.
const DEPTH: usize = 8;

impl Default for Work {
    fn default() -> Work {
        Work { left: STEPS, was_bounded: false }
    }
}

impl Work {
    /// Whether so many steps are still affordable; if so, they are taken.
    pub(super) fn spend(&mut self, steps: u64) -> bool {
        let Some(left) = self.left.checked_sub(steps) else { return false };
        self.left = left;
        true
    }
}

/// A stretch that both rows have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Common {
    pub before: usize,
    pub after: usize,
    pub length: usize,
}

/// Stretches that two rows have in common, in order; none of them follows the other on both sides.
pub(super) fn align(before: &[u32], after: &[u32], work: &mut Work) -> Vec<Common> {
    let mut found = Vec::new();
    stretch(before, after, (0..before.len(), 0..after.len()), DEPTH, work, &mut found);
    let mut joined: Vec<Common> = Vec::with_capacity(found.len());
    for common in found {
        match joined.last_mut() {
            Some(last)
                if last.before + last.length == common.before
                    && last.after + last.length == common.after =>
            {
                last.length += common.length;
            }
            _ if common.length > 0 => joined.push(common),
            _ => {}
        }
    }
    joined
}

fn stretch(
    before: &[u32],
    after: &[u32],
    (mut old, mut new): (Range<usize>, Range<usize>),
    depth: usize,
    work: &mut Work,
    found: &mut Vec<Common>,
) {
    let pairs = before[old.clone()].iter().zip(&after[new.clone()]);
    let first = pairs.take_while(|(a, b)| a == b).count();
    found.push(Common { before: old.start, after: new.start, length: first });
    (old.start, new.start) = (old.start + first, new.start + first);
    let pairs = before[old.clone()].iter().rev().zip(after[new.clone()].iter().rev());
    let last = pairs.take_while(|(a, b)| a == b).count();
    (old.end, new.end) = (old.end - last, new.end - last);
    if !old.is_empty() && !new.is_empty() {
        middle(before, after, (old.clone(), new.clone()), depth, work, found);
    }
    found.push(Common { before: old.end, after: new.end, length: last });
}

/// A stretch whose ends differ.
fn middle(
    before: &[u32],
    after: &[u32],
    (old, new): (Range<usize>, Range<usize>),
    depth: usize,
    work: &mut Work,
    found: &mut Vec<Common>,
) {
    let length = (old.len() + new.len()) as u64;
    let steps = length.saturating_mul(length);
    if steps <= STEPS_OF_STRETCH && work.spend(steps) {
        for op in capture_diff(Algorithm::Myers, before, old, after, new) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                found.push(Common { before: old_index, after: new_index, length: len });
            }
        }
        return;
    }
    let anchors = if depth > 0 { anchors(before, after, &old, &new) } else { Vec::new() };
    if anchors.is_empty() {
        work.was_bounded = true;
        return;
    }
    let (mut from, ends) = ((old.start, new.start), (old.end, new.end));
    for to in anchors.into_iter().chain([ends]) {
        stretch(before, after, (from.0..to.0, from.1..to.1), depth - 1, work, found);
        from = to;
    }
}

/// Places of numbers that either stretch has once, as many as stand in the same order in both.
fn anchors(
    before: &[u32],
    after: &[u32],
    old: &Range<usize>,
    new: &Range<usize>,
) -> Vec<(usize, usize)> {
    // How often each is in the two, and where it was last.
    let mut places: FxHashMap<u32, [(u32, usize); 2]> = FxHashMap::default();
    for (side, row, range) in [(0, before, old), (1, after, new)] {
        for at in range.clone() {
            let place = &mut places.entry(row[at]).or_default()[side];
            *place = (place.0 + 1, at);
        }
    }
    let once = old.clone().filter_map(|at| match places.get(&before[at]) {
        Some([(1, _), (1, there)]) => Some((at, *there)),
        _ => None,
    });
    rising(&once.collect::<Vec<_>>())
}

/// The longest part of a list, in its order, whose second numbers rise.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The ends of the best chain of each length, and what stands before each pair in its own.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        previous.push(length.checked_sub(1).map(|before| ends[before]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        chain.push(pairs[at]);
        next = previous[at];
    }
    chain.reverse();
    chain
}

/// A stretch of either row.
pub(super) type Gap = (Range<usize>, Range<usize>);

/// What lies between the stretches that rows of such lengths have in common.
pub(super) fn gaps(common: &[Common], before: usize, after: usize) -> Vec<Gap> {
    let end = Common { before, after, length: 0 };
    let mut at = (0, 0);
    let mut gaps = Vec::new();
    for common in common.iter().chain([&end]) {
        if (common.before, common.after) != at {
            gaps.push((at.0..common.before, at.1..common.after));
        }
        at = (common.before + common.length, common.after + common.length);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(before: &[u32], after: &[u32], mut work: Work) -> (Vec<(usize, usize, usize)>, bool) {
        let found = align(before, after, &mut work);
        (found.iter().map(|it| (it.before, it.after, it.length)).collect(), work.was_bounded)
    }

    #[test]
    fn what_is_in_common_is_found_in_order() {
        let (found, bounded) = rows(&[1, 2, 3, 4, 5, 6], &[1, 2, 9, 4, 5, 7, 6], Work::default());
        assert_eq!(found, [(0, 0, 2), (3, 3, 2), (5, 6, 1)]);
        assert!(!bounded);
        assert_eq!(rows(&[], &[1], Work::default()).0, []);
        assert_eq!(rows(&[7, 7], &[7, 7], Work::default()).0, [(0, 0, 2)]);
    }

    #[test]
    fn long_rows_are_parted_at_what_is_there_once() {
        let before: Vec<u32> = (0..100_000).collect();
        let mut after = before.clone();
        after.swap(10, 90_000);
        after.insert(50_000, 7);
        let (found, bounded) = rows(&before, &after, Work::default());
        assert_eq!(found.iter().map(|it| it.2).sum::<usize>(), 99_998);
        assert!(!bounded);
    }

    #[test]
    fn what_would_never_end_is_given_up() {
        let row = |seed: u64| -> Vec<u32> {
            let step = |it: u64| it.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(seed);
            (0..100_000_u64).map(|it| (step(it) >> 61) as u32).collect()
        };
        let (found, bounded) = rows(&row(1), &row(0x1234_5678_9abc_def1), Work::default());
        assert!(bounded && found.len() < 100_000);
        let none = Work { left: 10, was_bounded: false };
        assert_eq!(rows(&[1, 2, 3, 4], &[5, 2, 9, 8], none), (vec![(1, 1, 1)], true));
    }

    proptest! {
        #[test]
        fn what_is_in_common_is_in_both_and_rises(
            before in prop::collection::vec(0..6_u32, 0..40),
            after in prop::collection::vec(0..6_u32, 0..40),
            left in 0..3000_u64,
        ) {
            let mut work = Work { left, was_bounded: false };
            let mut ends = (0, 0);
            for Common { before: b, after: a, length } in align(&before, &after, &mut work) {
                prop_assert!(b >= ends.0 && a >= ends.1 && length > 0);
                prop_assert_eq!(&before[b..b + length], &after[a..a + length]);
                ends = (b + length, a + length);
            }
        }
    }
}
