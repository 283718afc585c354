use proptest::prelude::*;

use super::*;
use crate::query::plan::{Near, Reach};
use crate::query::{Order, Unit};

fn leaf(positions: &[u32]) -> Vec<Span> {
    positions.iter().map(|position| Span { first: *position, last: *position }).collect()
}

fn shown(spans: &[Span]) -> Vec<(u32, u32)> {
    spans.iter().map(|span| (span.first, span.last)).collect()
}

fn found(expr: &Expr, leaves: &[Vec<Span>]) -> Vec<(u32, u32)> {
    let places = Places { leaves, sentences: &[], paragraphs: &[] };
    let mut out = Vec::new();
    find(expr, &places, &mut Scratch::default(), &mut out).expect("few matches");
    shown(&out)
}

fn near(left: Expr, right: Expr, words: u32) -> Expr {
    let (reach, order) = (Reach::Words(words), Order::Either);
    Expr::Near(Box::new(Near { left, right, reach, order, negated: false }))
}

#[test]
fn a_row_needs_its_words_side_by_side() {
    let expr = Expr::Row(vec![Expr::Leaf(0), Expr::Leaf(1), Expr::Leaf(0)]);
    assert_eq!(found(&expr, &[leaf(&[0, 2, 9]), leaf(&[1, 8])]), [(0, 2)]);
}

#[test]
fn a_joined_form_is_as_long_as_its_parts() {
    // co-operation agreement
    let cooperation = vec![Span { first: 0, last: 1 }, Span { first: 7, last: 7 }];
    let expr = Expr::Row(vec![Expr::Leaf(0), Expr::Leaf(1)]);
    assert_eq!(found(&expr, &[cooperation, leaf(&[2, 8])]), [(0, 2), (7, 8)]);
}

#[test]
fn nothing_crosses_from_headline_to_text() {
    let layout = Layout { headline: 2, lead: 3 };
    let laid = |positions: &[u32]| {
        leaf(&positions.iter().map(|at| layout.lay_out(*at)).collect::<Vec<_>>())
    };
    let expr = Expr::Row(vec![Expr::Leaf(0), Expr::Leaf(1)]);
    let spans = found(&expr, &[laid(&[1, 4]), laid(&[2, 5])]);
    let closed = layout.close_up(Span { first: spans[0].0, last: spans[0].1 });
    assert_eq!((spans.len(), closed.first, closed.last), (1, 4, 5));
    assert!(
        found(&near(Expr::Leaf(0), Expr::Leaf(1), 10_000), &[laid(&[1]), laid(&[2])]).is_empty()
    );
}

#[test]
fn spans_that_hold_another_do_not_count() {
    let expr = Expr::Either(vec![Expr::Leaf(0), Expr::Leaf(1)]);
    let long = vec![Span { first: 0, last: 2 }, Span { first: 5, last: 6 }];
    assert_eq!(found(&expr, &[long, leaf(&[2, 5])]), [(2, 2), (5, 5)]);
}

#[test]
fn military_near_military_needs_two_of_them() {
    let expr = near(Expr::Leaf(0), Expr::Leaf(0), 5);
    assert_eq!(found(&expr, &[leaf(&[3])]), []);
    assert_eq!(found(&expr, &[leaf(&[3, 8, 14])]), [(3, 8)]);
}

#[test]
fn words_may_stand_in_the_gaps_of_a_nested_side() {
    // (a w/5 b) w/1 c, over a c x b and a x c x b
    let expr = near(near(Expr::Leaf(0), Expr::Leaf(1), 5), Expr::Leaf(2), 1);
    assert_eq!(found(&expr, &[leaf(&[0]), leaf(&[3]), leaf(&[1])]), [(0, 3)]);
    assert_eq!(found(&expr, &[leaf(&[0]), leaf(&[4]), leaf(&[2])]), []);
}

#[test]
fn the_words_of_a_match_are_those_of_its_sides() {
    let expr = near(Expr::Row(vec![Expr::Leaf(0), Expr::Leaf(1)]), Expr::Leaf(2), 5);
    let leaves = [leaf(&[0]), leaf(&[1]), leaf(&[4])];
    let places = Places { leaves: &leaves, sentences: &[], paragraphs: &[] };
    let words = words(&expr, &places, &[Span { first: 0, last: 4 }]).expect("few");
    assert_eq!(shown(&words[0]), [(0, 1), (4, 4)]);
}

#[test]
fn what_is_too_much_is_refused() {
    let expr = (0..4).fold(Expr::Leaf(0), |left, _| near(left, Expr::Leaf(0), 10_000));
    let leaves = [leaf(&(0..200).collect::<Vec<_>>())];
    let places = Places { leaves: &leaves, sentences: &[], paragraphs: &[] };
    assert_eq!(find(&expr, &places, &mut Scratch::default(), &mut Vec::new()), Err(TooMany));
}

/// The rules as they are written, over sets of positions.
mod rules {
    use super::*;

    fn unit(places: &Places<'_>, unit: Unit, position: u32) -> usize {
        let borders: Vec<u32> = match unit {
            Unit::Paragraph => places.paragraphs.to_vec(),
            Unit::Sentence => [places.paragraphs, places.sentences].concat(),
        };
        let mut before: Vec<u32> = borders.into_iter().filter(|at| *at <= position).collect();
        before.sort_unstable();
        before.dedup();
        before.len()
    }

    /// Every way in which an expression stands, as the sorted positions of its words.
    pub fn ways(expr: &Expr, places: &Places<'_>) -> Vec<Vec<u32>> {
        let mut ways: Vec<Vec<u32>> = match expr {
            Expr::Leaf(leaf) => {
                places.leaves[*leaf].iter().map(|span| (span.first..=span.last).collect()).collect()
            }
            Expr::Either(parts) => parts.iter().flat_map(|part| ways(part, places)).collect(),
            Expr::Row(parts) => {
                let mut rows = vec![Vec::new()];
                for part in parts {
                    let part = ways(part, places);
                    rows = rows
                        .iter()
                        .flat_map(|row: &Vec<u32>| {
                            let fits =
                                |next: &&Vec<u32>| row.last().is_none_or(|it| it + 1 == next[0]);
                            part.iter()
                                .filter(fits)
                                .map(|next| [&row[..], next].concat())
                                .collect::<Vec<_>>()
                        })
                        .collect();
                }
                rows
            }
            Expr::Near(near) => {
                let (left, right) = (ways(&near.left, places), ways(&near.right, places));
                let is_near = |a: &Vec<u32>, b: &Vec<u32>| {
                    if a.iter().any(|it| b.contains(it)) {
                        return false;
                    }
                    if near.order == Order::LeftFirst && a.last() > b.first() {
                        return false;
                    }
                    match near.reach {
                        Reach::Words(words) => {
                            a.iter().any(|x| b.iter().any(|y| x.abs_diff(*y) <= words))
                        }
                        Reach::Same(unit_) => {
                            let mut units: Vec<usize> =
                                a.iter().chain(b).map(|it| unit(places, unit_, *it)).collect();
                            units.dedup();
                            units.len() == 1
                        }
                    }
                };
                let mut found = Vec::new();
                for a in &left {
                    let with: Vec<&Vec<u32>> = right.iter().filter(|b| is_near(a, b)).collect();
                    if near.negated {
                        found.extend(with.is_empty().then(|| a.clone()));
                        continue;
                    }
                    for b in with {
                        let mut both = [&a[..], b].concat();
                        both.sort_unstable();
                        found.push(both);
                    }
                }
                found
            }
        };
        ways.sort();
        ways.dedup();
        ways
    }

    /// The matches, and the positions of the words of each.
    pub fn matches(expr: &Expr, places: &Places<'_>) -> Vec<(Span, Vec<u32>)> {
        let ways = ways(expr, places);
        let hull = |way: &Vec<u32>| Span { first: way[0], last: way[way.len() - 1] };
        let mut spans: Vec<Span> = ways.iter().map(hull).collect();
        spans.sort_unstable();
        spans.dedup();
        let holds = |a: &Span, b: &Span| a != b && a.first <= b.first && b.last <= a.last;
        let smallest = spans.iter().filter(|a| !spans.iter().any(|b| holds(a, b)));
        smallest
            .map(|span| {
                let these = ways.iter().filter(|way| hull(way) == *span);
                let mut words: Vec<u32> = these.flatten().copied().collect();
                words.sort_unstable();
                words.dedup();
                (*span, words)
            })
            .collect()
    }
}

fn exprs() -> impl Strategy<Value = Expr> {
    let leaf = (0usize..3).prop_map(Expr::Leaf);
    let solid = prop_oneof![
        4 => leaf.clone(),
        1 => prop::collection::vec(leaf.clone(), 2..3).prop_map(Expr::Row),
        1 => prop::collection::vec(leaf, 2..3).prop_map(Expr::Either),
    ];
    solid.prop_recursive(3, 6, 2, |inner| {
        let reach = prop_oneof![
            4 => (1u32..5).prop_map(Reach::Words),
            1 => Just(Reach::Same(Unit::Sentence)),
            1 => Just(Reach::Same(Unit::Paragraph)),
        ];
        let order = prop_oneof![Just(Order::Either), Just(Order::LeftFirst)];
        let near = (inner.clone(), inner.clone(), reach, order, prop::bool::weighted(0.2));
        prop_oneof![
            4 => near.prop_map(|(left, right, reach, order, negated)| {
                let order = if matches!(reach, Reach::Same(_)) { Order::Either } else { order };
                Expr::Near(Box::new(Near { left, right, reach, order, negated }))
            }),
            1 => prop::collection::vec(inner, 2..3).prop_map(Expr::Either),
        ]
    })
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let span = (0u32..16, prop_oneof![5 => Just(0u32), 1 => Just(1u32)]);
    prop::collection::btree_set(span, 0..6).prop_map(|spans| {
        spans.into_iter().map(|(first, more)| Span { first, last: first + more }).collect()
    })
}

fn borders() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::btree_set(1u32..16, 0..3).prop_map(|borders| borders.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn matches_and_their_words_are_what_the_rules_say(
        expr in exprs(),
        leaves in prop::collection::vec(spans(), 3),
        sentences in borders(),
        paragraphs in borders(),
    ) {
        let places = Places { leaves: &leaves, sentences: &sentences, paragraphs: &paragraphs };
        let truth = rules::matches(&expr, &places);
        let mut spans = Vec::new();
        find(&expr, &places, &mut Scratch::default(), &mut spans).expect("few matches");
        let expected: Vec<Span> = truth.iter().map(|(span, _)| *span).collect();
        prop_assert_eq!(&spans, &expected);
        let runs = words(&expr, &places, &spans).expect("few matches");
        for (runs, (_, expected)) in runs.iter().zip(&truth) {
            let mut positions: Vec<u32> = runs.iter().flat_map(|run| run.first..=run.last).collect();
            positions.sort_unstable();
            positions.dedup();
            prop_assert_eq!(&positions, expected);
        }
    }

    #[test]
    fn a_pair_of_words_is_what_the_matcher_says(
        left in prop::collection::btree_set(0u32..24, 0..9),
        right in prop::collection::btree_set(0u32..24, 0..9),
        words in 1u32..8,
        headline in 0u32..12,
        in_order: bool,
    ) {
        let layout = Layout { headline, lead: 0 };
        let order = if in_order { Order::LeftFirst } else { Order::Either };
        let sides = [left, right].map(|side| side.into_iter().collect::<Vec<u32>>());
        let mut pairs = Vec::new();
        pair(&sides[0], &sides[1], words, order, || layout, &mut pairs);
        let laid = |side: &Vec<u32>| leaf(&side.iter().map(|at| layout.lay_out(*at)).collect::<Vec<_>>());
        let leaves: Vec<Vec<Span>> = sides.iter().map(laid).collect();
        let (left, right, reach) = (Expr::Leaf(0), Expr::Leaf(1), Reach::Words(words));
        let near = Expr::Near(Box::new(Near { left, right, reach, order, negated: false }));
        prop_assert_eq!(shown(&pairs), found(&near, &leaves));
    }

    #[test]
    fn smallest_is_what_it_says(ranges in prop::collection::btree_set((0u32..20, 0u32..6), 0..20)) {
        let mut all: Vec<Span> = ranges
            .iter()
            .map(|(first, length)| Span { first: *first, last: first + length })
            .collect();
        all.sort_unstable();
        let expected: Vec<Span> = all
            .iter()
            .filter(|span| {
                !all.iter().any(|other| {
                    other != *span && other.first >= span.first && other.last <= span.last
                })
            })
            .copied()
            .collect();
        smallest(&mut all);
        prop_assert_eq!(all, expected);
    }
}
