//! Tokens: the head of a paragraph, cut into words, numbers and marks with their byte offsets.
//!
//! In comes a paragraph, out go at most [`MOST`] tokens of its first [`HEAD`] bytes. It is its own
//! file because the grammar never looks at characters again: what is a word in wire copy
//! (`L'Ange-Gardien`, `ME}LBOURNE`, `2O`) is settled here.

/// Bytes of a paragraph that a dateline, and a byline fused to it, can fill.
pub(super) const HEAD: usize = 400;
/// Most tokens that are looked at.
pub(super) const MOST: usize = 90;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Starts with a letter.
    Word,
    /// Starts with a digit.
    Number,
    Comma,
    Dot,
    Open,
    Close,
    Slash,
    /// A run of hyphens, dashes or underscores.
    Dash,
    Colon,
    Equals,
    /// Anything else.
    Junk,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All capitals, or letters without case, or capitals with a slip: `WALtHAM`, `McCOOK`.
    Caps,
    /// A capital, then small letters.
    Title,
    /// A small letter first.
    Lower,
    /// No word.
    None,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: Kind,
    pub shape: Shape,
    pub start: usize,
    pub end: usize,
    /// White space stands before it.
    pub space: bool,
    /// A line break stands before it.
    pub line: bool,
}

/// Tokens of the head of `text`, and whether they reach its end.
pub(super) fn lex(text: &str) -> (Vec<Token>, bool) {
    let mut limit = text.len().min(HEAD);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let mut tokens = Vec::with_capacity(48);
    let (mut at, mut space, mut line) = (0, false, false);
    while let Some(c) = text[at..limit].chars().next() {
        if is_blank(c) {
            space = true;
            line |= matches!(c, '\n' | '\r' | '\u{2028}');
            at += c.len_utf8();
            continue;
        }
        if is_mark(c) {
            at += c.len_utf8();
            continue;
        }
        if tokens.len() == MOST {
            return (tokens, false);
        }
        let (kind, end) = token(&text[..limit], at, c);
        let shape = if kind == Kind::Word { shape(&text[at..end]) } else { Shape::None };
        tokens.push(Token { kind, shape, start: at, end, space, line });
        (at, space, line) = (end, false, false);
    }
    (tokens, limit == text.len())
}

/// White space, and control characters that serve as such.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Marks without width: direction marks, joiners, byte order marks.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{2cb}' | '\u{b4}' | '\u{2bc}')
}

fn token(text: &str, at: usize, c: char) -> (Kind, usize) {
    let one = at + c.len_utf8();
    match c {
        ',' | '\u{60c}' | '\u{ff0c}' => (Kind::Comma, one),
        '.' | '\u{3002}' => (Kind::Dot, one),
        '(' | '[' | '\u{ff08}' => (Kind::Open, one),
        ')' | ']' | '\u{ff09}' => (Kind::Close, one),
        '/' => (Kind::Slash, one),
        ':' | '\u{ff1a}' => (Kind::Colon, one),
        '=' => (Kind::Equals, one),
        c if is_dash(c) => (Kind::Dash, run(text, one, is_dash)),
        c if c.is_numeric() => (Kind::Number, number(text, at)),
        c if c.is_alphabetic() => (Kind::Word, word(text, at)),
        // An apostrophe may open a name: 's-Hertogenbosch.
        c if is_apostrophe(c) && next(text, one).is_some_and(char::is_alphabetic) => {
            (Kind::Word, word(text, one))
        }
        _ => (Kind::Junk, one),
    }
}

fn next(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

fn run(text: &str, mut at: usize, same: fn(char) -> bool) -> usize {
    while let Some(c) = next(text, at).filter(|c| same(*c)) {
        at += c.len_utf8();
    }
    at
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// A word goes on over an apostrophe, a hyphen, `&`, or a keying slip, if a letter follows.
fn word(text: &str, at: usize) -> usize {
    let mut at = run(text, at, is_word_char);
    while let Some(c) = next(text, at) {
        let joins = is_apostrophe(c)
            || matches!(c, '-' | '&' | '{' | '}' | '|' | '~' | '\\' | '\u{2010}' | '\u{2011}');
        let beyond = at + c.len_utf8();
        if !joins || !next(text, beyond).is_some_and(char::is_alphabetic) {
            break;
        }
        at = run(text, beyond, is_word_char);
    }
    at
}

/// A number goes on over `-`, `/`, `.` and `:` if a digit follows: `1996-08-22`, `4/4/2018`.
fn number(text: &str, at: usize) -> usize {
    let mut at = run(text, at, char::is_alphanumeric);
    while let Some(c) = next(text, at) {
        let beyond = at + c.len_utf8();
        if !matches!(c, '-' | '/' | '.' | ':' | '\u{2011}')
            || !next(text, beyond).is_some_and(char::is_numeric)
        {
            break;
        }
        at = run(text, beyond, char::is_alphanumeric);
    }
    at
}

fn shape(word: &str) -> Shape {
    let (mut upper, mut lower, mut first) = (0, 0, None);
    for c in word.chars() {
        let small = c.is_lowercase();
        if small {
            lower += 1;
        } else if c.is_uppercase() {
            upper += 1;
        }
        first.get_or_insert(small);
    }
    match (first, upper, lower) {
        (_, _, 0) => Shape::Caps,
        (Some(true), _, _) => Shape::Lower,
        (_, upper, lower) if upper >= 3 && upper >= 2 * lower => Shape::Caps,
        _ => Shape::Title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        lex(text).0.iter().map(|token| &text[token.start..token.end]).collect()
    }

    #[test]
    fn words_of_wire_copy() {
        assert_eq!(words("L'Ange-Gardien, Que."), ["L'Ange-Gardien", ",", "Que", "."]);
        assert_eq!(words("ME}LBOURNE, March 3 -"), ["ME}LBOURNE", ",", "March", "3", "-"]);
        assert_eq!(words("LYON 1996-08-22"), ["LYON", "1996-08-22"]);
        assert_eq!(words("NEW YORK--(X)--"), ["NEW", "YORK", "--", "(", "X", ")", "--"]);
        assert_eq!(words("Oct 2-\nThe"), ["Oct", "2", "-", "The"]);
    }

    #[test]
    fn shapes() {
        for (word, expected) in [
            ("WALtHAM", Shape::Caps),
            ("McCOOK", Shape::Caps),
            ("Paris", Shape::Title),
            ("de", Shape::Lower),
            ("القاهرة", Shape::Caps),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }

    proptest! {
        #[test]
        fn tokens_rise_and_hold_no_blank(text in "\\PC{0,60}|[ -~\\n]{0,600}") {
            let (tokens, _) = lex(&text);
            let mut last = 0;
            for token in tokens {
                prop_assert!(token.start >= last && token.end > token.start);
                prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
                prop_assert!(!text[token.start..token.end].contains(is_blank));
                last = token.end;
            }
        }
    }
}
