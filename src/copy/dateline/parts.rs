//! Parts: the place part of a dateline, cut at slashes, commas and brackets.
//!
//! In come tokens, out come the pieces that are one place each, and the parts of a piece: city
//! first. It is its own file because what a full stop or an "and" means there is decided without
//! knowing what the place will turn out to be.

use super::super::places;
use super::super::regions::{self, Kind as RegionKind};
use super::lex::{Kind, Token};

/// Splits at slashes and at "and", where the word after it is written like the first.
pub(super) fn pieces<'t>(text: &str, tokens: &'t [Token]) -> Vec<&'t [Token]> {
    let Some(first) = tokens.iter().find(|token| token.kind == Kind::Word) else {
        return Vec::new();
    };
    let mut pieces = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for at in 0..tokens.len() {
        let token = tokens[at];
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Slash if depth == 0 && !is_river(text, tokens, at) => {
                pieces.push(&tokens[from..at]);
                from = at + 1;
            }
            Kind::Word | Kind::Junk if depth == 0 && at > from && is_and(text, token) => {
                let next = tokens.get(at + 1);
                let alike =
                    next.is_some_and(|next| next.kind == Kind::Word && next.shape == first.shape);
                if alike && !joined_name(text, &tokens[from..]) {
                    pieces.push(&tokens[from..at]);
                    from = at + 1;
                }
            }
            _ => {}
        }
    }
    pieces.push(&tokens[from..]);
    pieces.retain(|piece| piece.iter().any(|token| token.kind == Kind::Word));
    pieces
}

/// `Frankfurt/Main`, `Halle/Saale`: the river tells two towns of one name apart.
fn is_river(text: &str, tokens: &[Token], at: usize) -> bool {
    at > 0
        && tokens.get(at + 1).is_some_and(|next| {
            matches!(
                &text[next.start..next.end],
                "Main" | "Oder" | "Saale" | "MAIN" | "ODER" | "SAALE"
            ) && places::city(&slice(text, &tokens[at - 1..at + 2])).is_some()
        })
}

fn is_and(text: &str, token: Token) -> bool {
    matches!(
        &text[token.start..token.end],
        "and" | "&" | "und" | "et" | "y" | "e" | "ve" | "og" | "och" | "en" | "и"
    )
}

/// `Trinidad and Tobago`, `Bosnia and Herzegovina`.
fn joined_name(text: &str, tokens: &[Token]) -> bool {
    let start = tokens.iter().rposition(|token| token.kind == Kind::Comma).map_or(0, |at| at + 1);
    tokens.get(start..).is_some_and(|part| regions::region(&slice(text, part)).is_some())
}

/// The text of tokens as filed, white space collapsed, slips of the keys taken out.
pub(super) fn slice(text: &str, tokens: &[Token]) -> String {
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 && token.space {
            out.push(' ');
        }
        out.extend(
            text[token.start..token.end]
                .chars()
                .filter(|c| !matches!(c, '{' | '}' | '|' | '~' | '\\' | '*')),
        );
    }
    out
}

/// One part of a piece: what stands between commas, or in brackets.
pub(super) struct Part<'t> {
    pub tokens: &'t [Token],
    /// It stands in brackets.
    pub bracket: bool,
}

/// Cuts a piece at commas and brackets; the first part is the city.
pub(super) fn parts<'t>(text: &str, piece: &'t [Token]) -> Vec<Part<'t>> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    let close = |parts: &mut Vec<Part<'t>>, from: usize, to: usize, bracket: bool| {
        let mut tokens = &piece[from..to];
        while let [first, rest @ ..] = tokens
            && first.kind != Kind::Word
            && first.kind != Kind::Number
        {
            tokens = rest;
        }
        while let [rest @ .., last] = tokens
            && !matches!(last.kind, Kind::Word | Kind::Number | Kind::Dot)
        {
            tokens = rest;
        }
        // A full stop belongs to an abbreviation, which is short, or holds another.
        if let [rest @ .., last] = tokens
            && last.kind == Kind::Dot
        {
            let abbreviated = rest.last().is_some_and(|word| {
                word.kind == Kind::Word && !last.space && is_abbreviated(text, rest, *word)
            });
            if !abbreviated {
                tokens = rest;
            }
        }
        if tokens.iter().any(|token| token.kind == Kind::Word) {
            parts.push(Part { tokens, bracket });
        }
    };
    while at < piece.len() {
        match piece[at].kind {
            Kind::Comma => {
                close(&mut parts, from, at, false);
                from = at + 1;
            }
            Kind::Open => {
                close(&mut parts, from, at, false);
                let end = piece[at..]
                    .iter()
                    .position(|token| token.kind == Kind::Close)
                    .map_or(piece.len(), |d| at + d);
                close(&mut parts, at + 1, end, true);
                from = (end + 1).min(piece.len());
                at = end;
            }
            // `CALGARY. Alberta`: a full stop for a comma.
            Kind::Dot if at > from && piece.get(at + 1).is_some_and(|next| next.space) => {
                let word = piece[at - 1];
                let whole = word.end - word.start > 3
                    && regions::region(&slice(text, &piece[from..at])).is_none();
                let rest = piece[at + 1..]
                    .iter()
                    .position(|token| matches!(token.kind, Kind::Comma | Kind::Open));
                let rest = &piece[at + 1..rest.map_or(piece.len(), |d| at + 1 + d)];
                if whole && regions::region(&slice(text, rest)).is_some() {
                    close(&mut parts, from, at, false);
                    from = at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if from < piece.len() {
        close(&mut parts, from, piece.len(), false);
    }
    parts
}

/// `Calif.`, `N.Y.`, `W. Germany`, but not `MOSCOW.`
fn is_abbreviated(text: &str, tokens: &[Token], word: Token) -> bool {
    let letters = word.end - word.start;
    letters <= 2
        || tokens.iter().any(|token| token.kind == Kind::Dot)
        || (letters <= 6
            && regions::region(&slice(text, tokens))
                .is_some_and(|found| found.kind == RegionKind::State)
            && places::city(&slice(text, tokens)).is_none())
}
