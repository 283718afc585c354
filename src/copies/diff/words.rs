//! What changed within a paragraph, word by word.

use rustc_hash::FxHashMap;

use super::align::{Gap, Work, align, gaps};
use super::{Part, Segment};
use crate::analysis::blob::is_character;

/// Words of a paragraph past which it is not compared word by word.
pub(super) const MOST_WORDS: usize = 20_000;

/// A piece of a text that is never parted: a word, white space, or another character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token<'t> {
    text: &'t str,
    is_word: bool,
}

/// Cuts a text into its tokens; joined they are the text.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (length, is_word) = if first.is_alphanumeric() {
            (if is_character(first) { first.len_utf8() } else { word(rest) }, true)
        } else if first.is_whitespace() {
            (rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()), false)
        } else {
            (first.len_utf8(), false)
        };
        let (text, behind) = rest.split_at(length);
        rest = behind;
        Some(Token { text, is_word })
    })
}

/// The length of the word that a text begins with: letters and digits, with what joins them
/// (`don't`, `military-to-military`, `U.S`, `1,250.5`).
fn word(text: &str) -> usize {
    let mut end = 0;
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next).filter(|next| !is_character(*next));
        let goes_on = next.is_some_and(char::is_alphanumeric);
        let digits = [before, next].map(|c: Option<char>| c.is_some_and(|c| c.is_ascii_digit()));
        let is_inside = match c {
            '\'' | '’' | '-' | '‐' | '‑' => goes_on,
            '.' => goes_on && digits[0] == digits[1],
            ',' => digits == [true; 2],
            // Marks that stand on a letter, soft hyphens, joiners.
            '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => true,
            c => c.is_alphanumeric() && !is_character(c),
        };
        if !is_inside {
            break;
        }
        end = at + c.len_utf8();
        before = Some(c);
    }
    end
}

/// Number of words in a text.
pub(super) fn count(text: &str) -> usize {
    tokens(text).filter(|token| token.is_word).count()
}

/// What changed between two texts. Where they are too long to tell, one is cut whole and the other
/// added.
pub(super) fn changes<'t>(before: &'t str, after: &'t str, work: &mut Work) -> Vec<Segment<'t>> {
    let read = |text: &'t str| -> Option<Vec<Token<'t>>> {
        let tokens: Vec<Token<'t>> = tokens(text).take(4 * MOST_WORDS).collect();
        let is_whole = length(&tokens) == text.len();
        let words = tokens.iter().filter(|token| token.is_word).count();
        (is_whole && words <= MOST_WORDS).then_some(tokens)
    };
    let (Some(old), Some(new)) = (read(before), read(after)) else {
        work.was_bounded = true;
        return replaced(before, after);
    };
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut number = |token: &Token<'t>| {
        let next = numbers.len() as u32;
        *numbers.entry(token.text).or_insert(next)
    };
    let (old_row, new_row): (Vec<u32>, Vec<u32>) =
        (old.iter().map(&mut number).collect(), new.iter().map(&mut number).collect());
    let common = align(&old_row, &new_row, work);
    let mut segments = Vec::new();
    // How far either text is told, in bytes, and the later one in tokens.
    let (mut from, mut to, mut at) = (0, 0, 0);
    let mut put = |part: Part, side: &'t str, start: &mut usize, tokens: &[Token<'t>]| {
        let end = *start + length(tokens);
        if end > *start {
            segments.push(Segment { part, text: &side[*start..end] });
        }
        *start = end;
    };
    for (cut, added) in joined(gaps(&common, old.len(), new.len()), &old, &new) {
        // What stands before a change is the same on both sides.
        let same = &new[at..added.start];
        from += length(same);
        at = added.end;
        put(Part::Same, after, &mut to, same);
        put(Part::Cut, before, &mut from, &old[cut]);
        put(Part::Added, after, &mut to, &new[added]);
    }
    put(Part::Same, after, &mut to, &new[at..]);
    segments
}

/// The part of the words of both texts that is the same, in thousandths.
pub(super) fn kept(segments: &[Segment<'_>]) -> usize {
    let words = |part: Part| -> usize {
        segments.iter().filter(|it| it.part == part).map(|it| count(it.text)).sum()
    };
    let same = 2 * words(Part::Same);
    let all = same + words(Part::Cut) + words(Part::Added);
    (1000 * same).checked_div(all).unwrap_or(1000)
}

/// Bytes of some tokens.
fn length(tokens: &[Token<'_>]) -> usize {
    tokens.iter().map(|token| token.text.len()).sum()
}

/// One text for another.
pub(super) fn replaced<'t>(before: &'t str, after: &'t str) -> Vec<Segment<'t>> {
    let parts = [(Part::Cut, before), (Part::Added, after)];
    let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
    parts.map(|(part, text)| Segment { part, text }).collect()
}

/// Joins neighbours between which no word stands: `[-old pier-]{+new harbor+}` is read at a glance,
/// four pieces round a blank are not.
fn joined(changes: Vec<Gap>, old: &[Token<'_>], new: &[Token<'_>]) -> Vec<Gap> {
    let any = |tokens: &[Token<'_>]| tokens.iter().any(|token| token.is_word);
    // Each with whether a word was cut, and one added.
    let mut joined: Vec<(Gap, [bool; 2])> = Vec::with_capacity(changes.len());
    for change in changes {
        let has = [any(&old[change.0.clone()]), any(&new[change.1.clone()])];
        if let Some((last, had)) = joined.last_mut() {
            let is_both = (has[0] || had[0]) && (has[1] || had[1]);
            if is_both && !any(&new[last.1.end..change.1.start]) {
                (last.0.end, last.1.end) = (change.0.end, change.1.end);
                *had = [true; 2];
                continue;
            }
        }
        joined.push((change, has));
    }
    // What both sides of a joined change begin or end with is the same after all.
    let trimmed = |(change, _): (Gap, _)| {
        let (cut, added): (&[Token<'_>], _) = (&old[change.0.clone()], &new[change.1.clone()]);
        let first = cut.iter().zip(added).take_while(|(a, b)| a == b).count();
        let (cut, added) = (&cut[first..], &added[first..]);
        let last = cut.iter().rev().zip(added.iter().rev()).take_while(|(a, b)| a == b).count();
        let inner = |side: std::ops::Range<usize>| side.start + first..side.end - last;
        (inner(change.0), inner(change.1))
    };
    joined.into_iter().map(trimmed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        let segments = changes(before, after, &mut Work::default());
        segments.iter().map(Segment::to_string).collect()
    }

    #[test]
    fn words_are_kept_whole() {
        let words = |text: &'static str| -> Vec<&str> {
            tokens(text).filter(|token| token.is_word).map(|token| token.text).collect()
        };
        assert_eq!(
            words("The U.S. didn't sell 1,250.5 tonnes, he said.Then military-to-military -- x-"),
            [
                "The",
                "U.S",
                "didn't",
                "sell",
                "1,250.5",
                "tonnes",
                "he",
                "said.Then",
                "military-to-military",
                "x"
            ]
        );
        assert_eq!(words("上海 ab上"), ["上", "海", "ab", "上"]);
        assert_eq!(words("7.x cafe\u{301}s 12,"), ["7", "x", "cafe\u{301}s", "12"]);
        assert_eq!(count(" -- "), 0);
    }

    #[test]
    fn changes_are_told_word_by_word() {
        assert_eq!(
            shown("The strike went on for 3 days.", "The strike ended after 4 days, it said."),
            "The strike [-went on for 3-]{+ended after 4+} days{+, it said+}."
        );
        assert_eq!(shown("a pier", "a pier"), "a pier");
        assert_eq!(shown("", "a pier"), "{+a pier+}");
        assert_eq!(shown("the pier", "the old pier"), "the {+old +}pier");
        assert_eq!(shown("A bid to buy Hart", "A tops Hart"), "A [-bid to buy-]{+tops+} Hart");
    }

    #[test]
    fn what_is_too_long_is_replaced_whole() {
        let long = "pier ".repeat(MOST_WORDS + 1);
        let mut work = Work::default();
        let segments = changes(&long, "pier", &mut work);
        assert!(work.was_bounded);
        assert_eq!(segments, replaced(&long, "pier"));
    }

    proptest! {
        #[test]
        fn segments_give_both_texts_back(before in "[ab .\u{e9}上\n-]{0,40}", after in "[ab .\u{e9}上\n-]{0,40}") {
            let segments = changes(&before, &after, &mut Work::default());
            let side = |not: Part| -> String {
                segments.iter().filter(|it| it.part != not).map(|it| it.text).collect()
            };
            prop_assert_eq!(side(Part::Added), &*before);
            prop_assert_eq!(side(Part::Cut), &*after);
        }

        #[test]
        fn any_text_is_cut_into_tokens(text: String) {
            prop_assert_eq!(tokens(&text).map(|token| token.text).collect::<String>(), text);
        }
    }
}
