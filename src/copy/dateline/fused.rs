//! Bylines, notes and noise that stand before a dateline in the same paragraph.
//!
//! In come the tokens of a paragraph that does not open with a dateline, out goes the token at
//! which one starts after all. It is its own file because it guesses where the grammar knows:
//! what stands before must look like a byline, a note in brackets, or a slip of the keys.

use super::super::places;
use super::Anchor;
use super::grammar::{Head, Match};
use super::guards;
use super::lex::{Kind, Shape};

/// Most bytes before a dateline.
const BEFORE: usize = 240;

/// Finds a dateline behind a byline, a note or noise.
pub(super) fn find(head: &Head) -> Option<Match> {
    let start = noise(head);
    if start > 0
        && let Some(mut found) = head.dateline(start)
        && found.anchor != Anchor::Place
    {
        found.damaged = true;
        return Some(found);
    }
    note(head).or_else(|| byline(head))
}

/// A headline in capitals that ran into the dateline: `BOND ISSUED BY ACME UNIT LONDON, March 24 -`.
///
/// The dateline then starts at the city that the tables know.
pub(super) fn behind_headline(head: &Head, found: &Match) -> Option<Match> {
    let place = found.place.as_ref()?;
    if found.anchor == Anchor::Place
        || found.date.is_none()
        || place.known
        || place.words < 4
        || place.places.len() != 1
    {
        return None;
    }
    let tokens = head.tokens.tokens;
    let words = found.from..(found.from + 14).min(tokens.len());
    let preposition = |at: usize| {
        matches!(
            head.tokens.word(at),
            "NEAR" | "ABOARD" | "WITH" | "OFF" | "OUTSIDE" | "AT" | "ON" | "IN" | "OF" | "OVER"
        )
    };
    for at in words.skip(2) {
        if tokens[at].kind != Kind::Word || tokens[at].shape != Shape::Caps {
            return None;
        }
        if !preposition(at - 1)
            && known_city_at(head, at)
            && let Some(mut better) = head.dateline(at)
            && better.place.as_ref().is_some_and(|place| place.known)
        {
            better.damaged = true;
            return Some(better);
        }
    }
    None
}

/// Tokens of noise at the start: `****`, `0    LONDON`, `c    CHICAGO`, `RPT --PARIS`.
fn noise(head: &Head) -> usize {
    let tokens = &head.tokens;
    let mut at = 0;
    while at < 6 {
        let caps_next =
            tokens.tokens.get(at + 1).is_some_and(|next| next.space && next.shape == Shape::Caps);
        at += match tokens.kind(at) {
            Some(Kind::Junk | Kind::Dash | Kind::Equals) => 1,
            Some(Kind::Number) if caps_next && tokens.word(at).len() <= 2 => 1,
            Some(Kind::Word)
                if caps_next
                    && tokens.word(at).len() == 1
                    && tokens.tokens[at].shape == Shape::Lower =>
            {
                1
            }
            Some(Kind::Word) if guards::is_repeat(tokens.word(at)) => {
                let number = usize::from(tokens.kind(at + 1) == Some(Kind::Number));
                if tokens.kind(at + 1 + number) == Some(Kind::Dash) {
                    2 + number
                } else {
                    break;
                }
            }
            _ => break,
        };
    }
    at
}

/// `(Adds quotes) PARIS, March 3 -`: a note in brackets first.
fn note(head: &Head) -> Option<Match> {
    if head.tokens.kind(0)? != Kind::Open {
        return None;
    }
    let mut depth = 0usize;
    for (at, token) in head.tokens.tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let found = head.dateline(at + 1).filter(|found| found.anchor != Anchor::Place)?;
            return (token.end <= BEFORE).then_some(found);
        }
    }
    None
}

/// `By A. Writer NEW YORK, Nov 3 (Agency) -`, or names without `By`.
fn byline(head: &Head) -> Option<Match> {
    let tokens = head.tokens.tokens;
    let starred = usize::from(tokens.first()?.kind == Kind::Junk);
    let intro = guards::is_byline_intro(head.tokens.word(starred));
    for at in 1..tokens.len().min(30) {
        let token = tokens[at];
        if token.start > BEFORE {
            return None;
        }
        let previous = tokens[at - 1];
        let name = match previous.kind {
            Kind::Word => {
                matches!(previous.shape, Shape::Title | Shape::Caps)
                    || (intro && previous.end - previous.start < 16)
                    || guards::is_connector(head.tokens.word(at - 1))
            }
            Kind::Comma | Kind::Dot | Kind::Slash => at > 1,
            Kind::Junk => at == 1,
            Kind::Equals => true,
            _ => false,
        };
        if !name || (!intro && at > 9) {
            return None;
        }
        // A dateline opens in capitals after a name in mixed case, or on a new line.
        let opens = token.kind == Kind::Word && (token.shape == Shape::Caps || token.line)
            || (token.kind == Kind::Open && previous.kind == Kind::Word);
        let candidate = opens
            // Right behind `By` stands a name, not a place.
            && !(intro && at == starred + 1)
            && token.end - token.start > 1
            && previous.kind != Kind::Slash
            && (previous.shape != Shape::Caps || token.line || previous.end - previous.start == 1);
        let run_end = previous.shape == Shape::Caps
            && intro
            && token.shape == Shape::Caps
            && known_city_at(head, at);
        if (candidate || run_end)
            && let Some(found) = head.dateline(at)
            && found.anchor != Anchor::Place
            && (found.place.as_ref().is_some_and(|place| place.known || !run_end)
                || (intro && token.line))
            && (intro || names_only(head, at) || token.line)
        {
            return Some(found);
        }
    }
    None
}

/// Capitals that name a stand-alone city start at `at`: the end of a byline in capitals.
fn known_city_at(head: &Head, at: usize) -> bool {
    let tokens = head.tokens.tokens;
    (1..=3).rev().any(|count| {
        tokens.get(at..at + count).is_some_and(|words| {
            words.iter().all(|word| word.shape == Shape::Caps)
                && places::city(&super::parts::slice(head.tokens.text, words)).is_some()
        })
    })
}

/// Two to nine words, each written like a name.
fn names_only(head: &Head, to: usize) -> bool {
    let words: Vec<_> = (0..to).filter(|at| head.tokens.kind(*at) == Some(Kind::Word)).collect();
    (2..=9).contains(&words.len())
        && !guards::opens_sentence(head.tokens.word(words[0]), None)
        && words.iter().all(|at| {
            let word = head.tokens.word(*at);
            head.tokens.tokens[*at].shape == Shape::Title
                || word.len() == 1
                || matches!(
                    word,
                    "and" | "de" | "van" | "von" | "bin" | "al" | "la" | "del" | "und" | "et" | "y"
                )
        })
}
