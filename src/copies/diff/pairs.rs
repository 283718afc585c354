//! Which paragraph became which: those that are much alike, in order, and those that went elsewhere.

use super::align::Work;
use super::words::MOST_WORDS;
use crate::copies::shingles;

/// The part of their words, in thousandths, that two paragraphs of one place have to share.
const ALIKE: u32 = 450;
/// The same where one of them stands elsewhere: there nothing else speaks for it.
const ALIKE_ELSEWHERE: u32 = 700;
/// Words that both have to have then.
const LEAST_ELSEWHERE: usize = 8;
/// Pairs of paragraphs of one place that are compared.
const MOST_PAIRS: usize = 1_000_000;

/// A paragraph without its fellow: its number, and its words as sorted hashes.
#[derive(Debug, Clone)]
pub(super) struct Lone {
    pub number: usize,
    words: Vec<u64>,
}

impl Lone {
    /// Of a paragraph.
    pub(super) fn of(number: usize, paragraph: &str) -> Lone {
        let mut words = Vec::new();
        shingles::words(paragraph, |word, _| {
            words.push(word);
            words.len() <= MOST_WORDS
        });
        words.sort_unstable();
        Lone { number, words }
    }

    /// The part of their words that two have in common, in thousandths, each as often as it stands
    /// there. None for those that are too long to be compared word by word.
    fn alike(&self, other: &Lone) -> u32 {
        let all = self.words.len() + other.words.len();
        if all == 0 || self.words.len().max(other.words.len()) > MOST_WORDS {
            return 0;
        }
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let order = x.cmp(y);
            common += u64::from(order.is_eq());
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        (2000 * common / all as u64) as u32
    }
}

/// What it takes to compare all of some paragraphs with all of others.
fn steps(old: &[Lone], new: &[Lone]) -> u64 {
    let words = |side: &[Lone]| side.iter().map(|it| it.words.len() as u64 + 1).sum::<u64>();
    words(old) * new.len() as u64 + words(new) * old.len() as u64
}

/// Pairs paragraphs of one place so that they are as alike as they can be in this order; gives the
/// places of each pair in the lists.
pub(super) fn in_order(old: &[Lone], new: &[Lone], work: &mut Work) -> Vec<(usize, usize)> {
    let (rows, columns) = (old.len(), new.len());
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let too_long = |it: &Lone| it.words.len() > MOST_WORDS;
    work.was_bounded |= old.iter().any(too_long) && new.iter().any(too_long);
    if rows.saturating_mul(columns) > MOST_PAIRS || !work.spend(steps(old, new)) {
        work.was_bounded = true;
        return Vec::new();
    }
    // The best that the paragraphs up to each pair can reach.
    let width = columns + 1;
    let mut best = vec![0_u32; (rows + 1) * width];
    let mut alike = vec![0_u32; rows * columns];
    for (row, a) in old.iter().enumerate() {
        for (column, b) in new.iter().enumerate() {
            let score = Some(a.alike(b)).filter(|it| *it >= ALIKE).unwrap_or(0);
            alike[row * columns + column] = score;
            let at = (row + 1) * width + column + 1;
            let without = best[at - 1].max(best[at - width]);
            best[at] = without.max(if score > 0 { best[at - width - 1] + score } else { 0 });
        }
    }
    let mut pairs = Vec::new();
    let (mut row, mut column) = (rows, columns);
    while row > 0 && column > 0 {
        let at = row * width + column;
        let score = alike[(row - 1) * columns + column - 1];
        if score > 0 && best[at] == best[at - width - 1] + score {
            (row, column) = (row - 1, column - 1);
            pairs.push((row, column));
        } else if best[at] == best[at - width] {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    pairs.reverse();
    pairs
}

/// Finds where paragraphs went that were changed and moved as well; gives the numbers of each pair.
pub(super) fn elsewhere(old: &[Lone], new: &[Lone], work: &mut Work) -> Vec<(usize, usize)> {
    if !work.spend(steps(old, new)) {
        return Vec::new();
    }
    let mut taken = vec![false; old.len()];
    let mut pairs = Vec::new();
    for b in new.iter().filter(|it| it.words.len() >= LEAST_ELSEWHERE) {
        let free = old.iter().enumerate().filter(|(at, _)| !taken[*at]);
        let scored = free.map(|(at, a)| (a.alike(b), at)).filter(|it| it.0 >= ALIKE_ELSEWHERE);
        // Of equals the first.
        if let Some((_, at)) = scored.max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at))) {
            taken[at] = true;
            pairs.push((old[at].number, b.number));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lone(paragraphs: &[&str]) -> Vec<Lone> {
        paragraphs.iter().enumerate().map(|(number, text)| Lone::of(number, text)).collect()
    }

    #[test]
    fn paragraphs_are_paired_in_order_with_those_most_like_them() {
        let old = lone(&[
            "The pier was shut on Monday.",
            "Painters came by boat.",
            "Rust was found in the beams of the pier.",
        ]);
        let new = lone(&[
            "Nobody was hurt.",
            "The old pier was shut on Monday night.",
            "Rust had been found in the beams of the pier.",
        ]);
        assert_eq!(in_order(&old, &new, &mut Work::default()), [(0, 1), (2, 2)]);
        let mut work = Work::default();
        assert!(in_order(&old, &lone(&["* * *"]), &mut work).is_empty() && !work.was_bounded);
    }

    #[test]
    fn paragraphs_are_found_where_they_went() {
        let old = lone(&["Painters came by boat.", "Rust was found in the beams of the old pier."]);
        let new = lone(&["Rust has been found in the beams of the old pier.", "Painters came."]);
        assert_eq!(elsewhere(&old, &new, &mut Work::default()), [(1, 0)]);
    }

    #[test]
    fn too_many_are_not_compared() {
        let words: Vec<String> = (0..1001).map(|it| format!("word{it}")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut work = Work::default();
        assert!(in_order(&lone(&words), &lone(&words), &mut work).is_empty());
        assert!(work.was_bounded);
    }
}
