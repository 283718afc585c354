//! Characters of query text: what makes words, holds them together, quotes them.
//!
//! Its own file because these sets are facts about typing and typography, not about the grammar.

use unicode_normalization::char::is_combining_mark;

/// Letters, digits, their marks, and the joiners inside Persian and Indic words.
pub(in crate::query) fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}'))
}

/// `*` for any number of characters, `?` for one, `!` for `*` at the end of a word.
pub(super) fn is_wild(c: char) -> bool {
    matches!(c, '*' | '?' | '!')
}

/// What can stand in a word with wildcards.
pub(super) fn is_part(c: char) -> bool {
    is_word(c) || is_wild(c)
}

/// Any hyphen, dash or minus, the soft hyphen too.
pub(in crate::query) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{AD}' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// The dashes that are typed for a leading minus; an em dash opens an aside.
pub(super) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}' | '\u{FF0D}')
}

/// Apostrophes and what is typed for them.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{FF07}')
}

/// What holds two parts of a word together when it stands between them.
pub(super) fn is_joiner(c: char) -> bool {
    is_dash(c) || is_apostrophe(c) || matches!(c, '.' | '&')
}

/// Commas of any script; between words they are blanks.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, ',' | '،' | '、' | '，')
}

/// Opening parenthesis, the wide one too.
pub(super) fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

/// Closing parenthesis, the wide one too.
pub(super) fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

/// Kinds of quotes. A phrase ends at the next quote of the kind it began with: people and word
/// processors mix the shapes within a kind („x“, ”x”, "x”), never the kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// `"`, `“`, `”`, `„`
    Double,
    /// `«`, `»`
    Guillemet,
    /// `‹`, `›`
    SingleGuillemet,
    /// `「`, `」`, `『`, `』`
    Corner,
}

/// The kind of a quote.
pub(super) fn quote(c: char) -> Option<Quote> {
    match c {
        '"' | '\u{201C}'..='\u{201F}' | '\u{FF02}' | '〝' | '〞' | '〟' => Some(Quote::Double),
        '«' | '»' => Some(Quote::Guillemet),
        '‹' | '›' => Some(Quote::SingleGuillemet),
        '「' | '」' | '『' | '』' => Some(Quote::Corner),
        _ => None,
    }
}

/// Single quotes that can open a phrase.
pub(super) fn opens_single(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{201A}' | '\u{201B}')
}

/// Single quotes that can close a phrase.
pub(super) fn closes_single(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}')
}

/// What ends a run of words and punctuation.
pub(super) fn ends_run(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '^' | '~' | '|')
        || is_open(c)
        || is_close(c)
        || is_comma(c)
        || quote(c).is_some()
}
