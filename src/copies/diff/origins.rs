//! Where each paragraph of the later text stood in the earlier one.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::Kind;
use super::align::{Common, Work, align, gaps};
use super::pairs::{self, Lone};

/// By paragraph of the later text: its number in the earlier one, and what became of it. `None`
/// where it is new. No earlier paragraph is named twice; those that did not move rise.
pub(super) type Origins = Vec<Option<(usize, Kind)>>;

/// Works it out.
pub(super) fn of<'t>(old: &[&'t str], new: &[&'t str], work: &mut Work) -> Origins {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut number = |text: &&'t str| {
        let next = numbers.len() as u32;
        *numbers.entry(text).or_insert(next)
    };
    let (old_row, new_row): (Vec<u32>, Vec<u32>) =
        (old.iter().map(&mut number).collect(), new.iter().map(&mut number).collect());
    let common = align(&old_row, &new_row, work);
    let mut origins: Origins = vec![None; new.len()];
    for Common { before, after, length } in &common {
        for at in 0..*length {
            origins[after + at] = Some((before + at, Kind::Same));
        }
    }
    let gaps = gaps(&common, old.len(), new.len());
    let mut is_free = vec![false; old.len()];
    gaps.iter().for_each(|(range, _)| is_free[range.clone()].fill(true));

    // The same paragraph elsewhere: the first there with the first here.
    let mut elsewhere: FxHashMap<u32, VecDeque<usize>> = FxHashMap::default();
    for at in gaps.iter().flat_map(|(range, _)| range.clone()) {
        elsewhere.entry(old_row[at]).or_default().push_back(at);
    }
    for at in gaps.iter().flat_map(|(_, range)| range.clone()) {
        if let Some(from) = elsewhere.get_mut(&new_row[at]).and_then(VecDeque::pop_front) {
            origins[at] = Some((from, Kind::Moved));
            is_free[from] = false;
        }
    }

    // Much the same paragraph in its place, then elsewhere.
    let (mut lone_old, mut lone_new) = (Vec::new(), Vec::new());
    for (before, after) in gaps {
        let lone = |side: &[&str], at: usize| Lone::of(at, side[at]);
        let a: Vec<Lone> = before.filter(|at| is_free[*at]).map(|at| lone(old, at)).collect();
        let b: Vec<Lone> =
            after.filter(|at| origins[*at].is_none()).map(|at| lone(new, at)).collect();
        for (from, to) in pairs::in_order(&a, &b, work) {
            origins[b[to].number] = Some((a[from].number, Kind::Changed));
            is_free[a[from].number] = false;
        }
        lone_old.extend(a.into_iter().filter(|it| is_free[it.number]));
        lone_new.extend(b.into_iter().filter(|it| origins[it.number].is_none()));
    }
    for (from, to) in pairs::elsewhere(&lone_old, &lone_new, work) {
        origins[to] = Some((from, Kind::Moved));
    }
    origins
}
