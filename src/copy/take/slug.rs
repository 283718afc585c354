//! Take marks within slugs: `1STLD`, `1st Ld-Writethru`, `CORRECTION`.
//!
//! Comes in: a slug. Goes out: the strongest mark in it. Apart from headlines, because a slug is
//! cut at a length, has its blanks turned to hyphens, and uses abbreviations of its own.

use super::{ordinal, strength};
use crate::copy::byline::folded;
use crate::story::TakeKind;

/// The mark within a slug: `1STLD`, `1st Ld-Writethru`, `CORRECTION`, `500ADD`.
pub(super) fn slug_mark(slug: &str) -> Option<(TakeKind, Option<u32>, &str)> {
    let slug = slug.trim();
    // The number of words says nothing, and `KILL,30` ends in its mark.
    let slug = match slug.rsplit_once(',') {
        Some((front, count)) if count.trim().bytes().all(|b| b.is_ascii_digit()) => front,
        _ => slug,
    };
    let mut best: Option<(TakeKind, Option<u32>, &str)> = None;
    let mut start = 0;
    for (at, c) in slug.char_indices().chain(std::iter::once((slug.len(), '-'))) {
        if !matches!(c, '-' | ',' | ' ' | '/' | '(' | ')' | '_') {
            continue;
        }
        let token = &slug[start..at];
        let from = start;
        start = (at + c.len_utf8()).min(slug.len());
        if token.is_empty() {
            continue;
        }
        // A word of doubt counts only at the end, or as the start behind the cycle.
        let is_last = slug[start..].trim_matches(['-', '/', ')', ' ']).is_empty();
        let is_first = {
            let front = slug[..from].trim_end_matches('-');
            front.is_empty() || CYCLES.contains(&front)
        };
        let found = slug_token(token, is_last, is_last || is_first)
            .map(|(kind, number)| (kind, number, token));
        // `take 2`
        let next = slug[start..].split([' ', ',', '-', '/', ')']).next().unwrap_or("");
        let found = found.or_else(|| {
            let number = second_take(token, next)?;
            Some((TakeKind::Add, Some(number), &slug[from..start + next.len()]))
        });
        let found = found.or_else(|| {
            let (number, rest) = ordinal(token)?;
            let spaced =
                rest.is_empty().then(|| slug[start..].split([' ', ',', '-', '/']).next())??;
            let kind = ordinal_word(spaced)?;
            let mut end = start + spaced.len();
            let tail = &slug[end..];
            if tail.get(..10).is_some_and(|it| it[1..].eq_ignore_ascii_case("writethru")) {
                end += 10;
            }
            Some((kind, Some(number), &slug[from..end]))
        });
        let Some(found) = found else { continue };
        if best.is_none_or(|known| strength(found.0) > strength(known.0)) {
            best = Some(found);
        }
    }
    best
}

/// The number of a piece, in two words of a slug: `take 2`.
fn second_take(word: &str, next: &str) -> Option<u32> {
    let is_number = (1..=2).contains(&next.len()) && next.bytes().all(|b| b.is_ascii_digit());
    (word.eq_ignore_ascii_case("take") && is_number).then(|| next.parse().ok())?
}

fn ordinal_word(word: &str) -> Option<TakeKind> {
    folded(word, |word| match word {
        "ld" | "lead" | "net" => Some(TakeKind::Update),
        "add" | "take" | "sub" | "insert" => Some(TakeKind::Add),
        _ => None,
    })
}

fn slug_token(token: &str, is_last: bool, at_edge: bool) -> Option<(TakeKind, Option<u32>)> {
    // `1STLD`, `2NDTAKE`, `1stLd`
    if let Some((number, rest)) = ordinal(token)
        && let Some(kind) = ordinal_word(rest)
    {
        return Some((kind, Some(number)));
    }
    // `=2`, the second piece; `UV4`, the fourth version.
    let numbered = |rest: &str| {
        let fits = (1..=2).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| rest.parse().ok()).flatten()
    };
    if let Some(number) = token.strip_prefix('=').and_then(numbered) {
        return Some((TakeKind::Add, Some(number)));
    }
    if let Some(number) = token.strip_prefix("UV").and_then(numbered) {
        return Some((TakeKind::Update, Some(number)));
    }
    // `500ADD`
    let digits = token.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&digits) && token[digits..].eq_ignore_ascii_case("add") {
        return Some((TakeKind::Add, None));
    }
    folded(token, |token| {
        Some(match token {
            "writethru" | "writethrough" => TakeKind::Update,
            "nyversion" | "vervangt" if at_edge => TakeKind::Update,
            "correction" | "corrected" | "corrective" | "correctiv" if at_edge => {
                TakeKind::Correction
            }
            "refile" if at_edge => TakeKind::Refile,
            "rpt" | "repeat" if at_edge => TakeKind::Repeat,
            "urgent" | "bulletin" | "flash" | "newsalert" | "apnewsalert" if at_edge => {
                TakeKind::Alert
            }
            "kill" | "elimination" | "withdrawn" | "annuleret" | "vervalt" | "storno"
                if is_last =>
            {
                TakeKind::Kill
            }
            "advisory" if at_edge => TakeKind::Advisory,
            _ => return None,
        })
    })
    .map(|kind| (kind, None))
}

/// Whether a slug is the beginning of the headline, cut within a word: `BC-JAPAN-EARTHQUAKE-KILL`
/// of `JAPAN EARTHQUAKE KILLS ONE`, which kills no story.
pub(super) fn is_cut(slug: &str, headline: &str) -> bool {
    let cycle = CYCLES.iter().find_map(|it| slug.strip_prefix(it)?.strip_prefix('-'));
    let mut slug = cycle.unwrap_or(slug).chars().filter(|c| c.is_alphanumeric()).peekable();
    let mut headline = headline.chars();
    while let Some(wanted) = slug.next() {
        let Some(c) = headline.find(|c| c.is_alphanumeric()) else { return false };
        if !c.to_lowercase().eq(wanted.to_lowercase()) {
            return false;
        }
        if slug.peek().is_none() {
            return headline.next().is_some_and(char::is_alphanumeric);
        }
    }
    false
}

/// The words of a slug that name the story: without the cycle, take marks and the number of words.
pub fn slug_words(slug: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| matches!(c, '-' | ',' | ' ' | '/' | '(' | ')' | '_' | '*' | '<' | '>');
    let mut words: Vec<&str> = slug.split(parts).filter(|word| !word.is_empty()).collect();
    if words.first().is_some_and(|word| CYCLES.contains(word)) {
        words.remove(0);
    }
    let counts = words.len() > 1 && words[words.len() - 1].bytes().all(|b| b.is_ascii_digit());
    if counts && second_take(words[words.len() - 2], words[words.len() - 1]).is_none() {
        words.pop();
    }
    let is_ordinal = |word: &str| ordinal(word).is_some_and(|(_, rest)| rest.is_empty());
    let mut named = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let after = words.get(at + 1).copied().unwrap_or("");
        let is_mark = slug_token(word, true, true).is_some()
            || is_ordinal(word)
            || is_ordinal(before) && ordinal_word(word).is_some()
            || second_take(word, after).is_some()
            || second_take(before, word).is_some();
        if !is_mark {
            named.push(*word);
        }
    }
    named.into_iter()
}

/// The first letter of a slug's cycle, where it has one.
pub fn cycle(slug: &str) -> Option<u8> {
    let cycle =
        CYCLES.iter().find(|it| slug.strip_prefix(**it).is_some_and(|it| it.starts_with('-')));
    cycle.map(|cycle| cycle.as_bytes()[0])
}

/// Cycles: for morning papers, for evening papers, for both.
const CYCLES: [&str; 4] = ["BC", "AM", "PM", "AP"];
