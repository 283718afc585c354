//! `w/5` and its kin, in all spellings of this audience.
//!
//! Its own file because it is a small table of spellings; what they mean is the parser's.

use crate::query::ast::{Order, Unit};

/// An operator between two sides that have to stand near each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) struct NearOp {
    /// Whether the left side has to come first.
    pub(in crate::query) order: Order,
    /// How near; none where it could not be read (`w/x`).
    pub(in crate::query) reach: Option<Reach>,
    /// Whether it could as well be a word (`adj5`).
    pub(in crate::query) wordlike: bool,
}

/// How near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Reach {
    /// In words; not yet held to the limit.
    Words(u32),
    /// In the same sentence or paragraph.
    Same(Unit),
}

/// Longest operator that is read: anything longer is no operator.
const LONGEST: usize = 24;

/// Reads an operator from the start of `text`: itself and its length in bytes.
pub(super) fn read(text: &str) -> Option<(NearOp, usize)> {
    // Asked at every word: most are told by their first letter.
    if !text.starts_with(['w', 'W', 'n', 'N', 'p', 'P', 'a', 'A', 'o', 'O', '/']) {
        return None;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || c == '/';
    let length = text.bytes().take(LONGEST + 1).take_while(|byte| word(char::from(*byte))).count();
    if length > LONGEST || !text[length..].chars().next().is_none_or(ends) {
        return None;
    }
    let typed = text[..length].to_ascii_lowercase();
    let letters = typed.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = typed.split_at(letters);
    let order = match name {
        "w" | "near" | "within" | "" => Order::Either,
        "pre" | "adj" | "onear" => Order::LeftFirst,
        _ => return None,
    };
    let op = |reach, wordlike| Some((NearOp { order, reach, wordlike }, length));
    let Some(reach) = rest.strip_prefix('/') else {
        let known = matches!(name, "near" | "pre" | "adj" | "onear") && !rest.is_empty();
        return if known { op(Some(words(rest)?), true) } else { None };
    };
    // `/n5/` is how Factiva writes `near5` between slashes.
    let between = reach.strip_prefix('n').and_then(|reach| reach.strip_suffix('/'));
    match (name, between) {
        ("", Some(count)) => op(Some(words(count)?), false),
        ("", None) => op(Some(words(reach).or_else(|| same(reach))?), false),
        // Some `w/` is abbreviation (`w/o`, `w/e`): the parser asks back rather than guess.
        _ if reach.is_empty() => None,
        ("w" | "near" | "within", _) => op(words(reach).or_else(|| same(reach)), false),
        _ => op(words(reach), false),
    }
}

/// What may follow an operator.
fn ends(c: char) -> bool {
    c.is_whitespace() || c == '(' || c == ')' || super::chars::quote(c).is_some()
}

/// A number of words; too large ones stay too large.
fn words(digits: &str) -> Option<Reach> {
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| Reach::Words(digits.parse().unwrap_or(u32::MAX)))
}

/// `s`, `p` and their longer names.
fn same(name: &str) -> Option<Reach> {
    match name {
        "s" | "sent" | "sentence" => Some(Reach::Same(Unit::Sentence)),
        "p" | "para" | "paragraph" => Some(Reach::Same(Unit::Paragraph)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        let five = Some(Reach::Words(5));
        for (text, order, reach, wordlike) in [
            ("w/5", Order::Either, five, false),
            ("W/5 x", Order::Either, five, false),
            ("/5", Order::Either, five, false),
            ("/n5/ x", Order::Either, five, false),
            ("near/5", Order::Either, five, false),
            ("NEAR5(", Order::Either, five, true),
            ("pre/5", Order::LeftFirst, five, false),
            ("adj5", Order::LeftFirst, five, true),
            ("adj/5", Order::LeftFirst, five, false),
            ("onear/5", Order::LeftFirst, five, false),
            ("w/s", Order::Either, Some(Reach::Same(Unit::Sentence)), false),
            ("/p", Order::Either, Some(Reach::Same(Unit::Paragraph)), false),
            ("w/para", Order::Either, Some(Reach::Same(Unit::Paragraph)), false),
            ("w/99999999999", Order::Either, Some(Reach::Words(u32::MAX)), false),
            ("w/o", Order::Either, None, false),
            ("pre/s", Order::LeftFirst, None, false),
        ] {
            let op = read(text).map(|(op, _)| op);
            assert_eq!(op, Some(NearOp { order, reach, wordlike }), "{text}");
        }
    }

    #[test]
    fn words_are_no_operators() {
        for text in [
            "", "w", "w/", "near", "adj", "wall/5", "w5", "24/7", "/x", "/", "w/5-x", "near5s",
            "/5é",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
