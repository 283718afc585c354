//! Takes: which version or piece of a story a headline, a slug or a lone line says it is.
//!
//! Comes in: `CORRECTED - UPDATE 2-Heinz profit`, `BC-Harbor, 1st Ld-Writethru`. Goes out: the
//! take, and the headline without the marks. Only marks of a closed list count, and only where
//! a dash, colon or bracket sets them off: floods are flash, care is urgent, and Bill is killed.
//! Kinds of story (`FACTBOX-`) are no takes and stay.

mod foreign;
mod marks;
mod slug;
#[cfg(test)]
mod tests;

use crate::copy::byline::folded;
use crate::story::{Take, TakeKind};
use marks::{KINDS, MARKS, Tie};
pub use slug::{cycle, slug_words};
use slug::{is_cut, slug_mark};

/// What a headline and a slug say of the take.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<'a> {
    /// The take.
    pub take: Take,
    /// The headline without take marks.
    pub headline: &'a str,
}

/// Marks that can be stacked before a cut-off; bounds the work on hostile headlines.
const MOST_MARKS: usize = 6;

/// Reads the marks of a headline, then those of a slug.
pub fn read<'a>(headline: &'a str, slug: Option<&str>) -> Reading<'a> {
    let mut found = Found::default();
    let mut rest = headline.trim();
    if let Some(inner) = between_crosses(rest) {
        let mark = Some("+++".to_owned());
        let mut inner = read(inner, slug);
        let mut take = Take { mark, kind: TakeKind::Alert, number: None };
        std::mem::swap(&mut take, &mut inner.take);
        join(&mut inner.take, take);
        return inner;
    }
    let whole = rest;
    for _ in 0..MOST_MARKS {
        let Some((kind, number, behind)) = leading_mark(rest) else {
            break;
        };
        found.add(kind, number);
        rest = behind;
    }
    let mark = whole[..whole.len() - rest.len()].trim();
    let mut take = Take { mark: (!mark.is_empty()).then(|| mark.to_owned()), ..Take::default() };
    if let Some((kind, number, mark, before)) = trailing_mark(rest).or_else(|| trailing_take(rest))
    {
        found.add(kind, number);
        take.mark.get_or_insert_with(|| mark.to_owned());
        rest = before;
    }
    if rest.is_empty() {
        // A bare `KILL` is all the headline there is.
        rest = whole;
    }
    if found.number.is_none()
        && let Some((mark, number)) = numbered_kind(rest)
    {
        found.add(if number > 1 { TakeKind::Update } else { TakeKind::New }, Some(number));
        take.mark.get_or_insert_with(|| mark.to_owned());
    }
    if let Some((kind, number, mark)) =
        slug.filter(|slug| !is_cut(slug, headline)).and_then(slug_mark)
    {
        found.add(kind, number);
        take.mark.get_or_insert_with(|| mark.to_owned());
    }
    take.kind = found.kind;
    take.number = found.number;
    Reading { take, headline: rest }
}

/// Reads a line that holds take marks and nothing else: `REFILE 1ST LEAD`, `(URGENT)`.
pub fn read_line(line: &str) -> Option<Take> {
    let whole = line.trim().trim_matches(['^', '<', '=', ' ']);
    // Small letters never stand alone as marks, but for `Ld` and its like.
    if whole.is_empty() || whole.len() > 40 || !whole.contains(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let mut found = Found::default();
    let mut rest = whole;
    for _ in 0..MOST_MARKS {
        if rest.is_empty() {
            break;
        }
        let (kind, number, behind) = leading_mark(rest)?;
        found.add(kind, number);
        rest = behind;
    }
    rest.is_empty().then(|| Take {
        mark: Some(whole.to_owned()),
        kind: found.kind,
        number: found.number,
    })
}

/// Joins what two places say of one take. The first gives the mark.
pub fn join(take: &mut Take, more: Take) {
    let mut found = Found { kind: take.kind, number: take.number };
    found.add(more.kind, more.number);
    take.kind = found.kind;
    take.number = found.number;
    if take.mark.is_none() {
        take.mark = more.mark;
    }
}

#[derive(Default)]
struct Found {
    kind: TakeKind,
    number: Option<u32>,
}

impl Found {
    /// Adds a mark. A kill is a kill whatever else is said; marks of status come before those of
    /// urgency; among equals the first one, which was set last, counts.
    fn add(&mut self, kind: TakeKind, number: Option<u32>) {
        if strength(kind) > strength(self.kind) {
            self.kind = kind;
        }
        self.number = self.number.or(number);
    }
}

fn strength(kind: TakeKind) -> u8 {
    match kind {
        TakeKind::New => 0,
        TakeKind::Alert => 1,
        TakeKind::Advisory => 2,
        // An update that is corrected or sent again is known by that.
        TakeKind::Update | TakeKind::Add => 3,
        TakeKind::Correction | TakeKind::Refile | TakeKind::Repeat => 4,
        TakeKind::Kill => 5,
    }
}

/// A mark at the very start, its number, and what stands behind it.
fn leading_mark(text: &str) -> Option<(TakeKind, Option<u32>, &str)> {
    english_mark(text).or_else(|| {
        let (kind, number, at) = foreign::leading(text)?;
        let joint = text[at..].trim_start_matches(['/', '.', '+']);
        Some((kind, number, skip_joint(joint)))
    })
}

fn english_mark(text: &str) -> Option<(TakeKind, Option<u32>, &str)> {
    let first = text.as_bytes().first()?;
    match first {
        b'*' => {
            let rest = text.trim_start_matches('*');
            let stars = text.len() - rest.len();
            (stars >= 4).then(|| (TakeKind::Alert, None, rest.trim_start()))
        }
        b'(' | b'<' | b'[' => bracketed_mark(text),
        b'0'..=b'9' => ordinal_mark(text, false),
        // `LEAD 2`, `NET 3`, but also `NOTE TO EDITORS`.
        b'L' | b'N' => ordinal_mark(text, false).or_else(|| word_mark(text)),
        first if first.is_ascii_alphabetic() => word_mark(text),
        _ => None,
    }
}

/// `(CORRECTED) - `, `(LEAD)`, `(2nd LD)`, `<CORRECTED> - `.
fn bracketed_mark(text: &str) -> Option<(TakeKind, Option<u32>, &str)> {
    let close = text.as_bytes().iter().take(32).position(|b| matches!(b, b')' | b'>' | b']'))?;
    let (words, behind) = (text.get(1..close)?.trim(), text.get(close + 1..)?);
    // `CORRECTED-(OFFICIAL)-`: the source itself put it right.
    if words == "OFFICIAL" && behind.starts_with('-') {
        return Some((TakeKind::Correction, None, skip_joint(behind)));
    }
    let (kind, number) = bracketed_words(words)?;
    Some((kind, number, skip_joint(behind)))
}

/// What the words in a pair of brackets say.
fn bracketed_words(words: &str) -> Option<(TakeKind, Option<u32>)> {
    if matches!(words, "LEAD" | "LD") {
        return Some((TakeKind::Update, None));
    }
    if let Some((kind, number, "")) = ordinal_mark(words, true) {
        return Some((kind, number));
    }
    let is_shouted = !words.bytes().any(|b| b.is_ascii_lowercase());
    let (name, number) = match words.rsplit_once(' ') {
        Some((name, digits)) if is_number(digits) => (name, digits.parse().ok()),
        _ => (words, None),
    };
    let (_, kind, _) = MARKS.iter().find(|(mark, ..)| mark.eq_ignore_ascii_case(name))?;
    (is_shouted || matches!(name, "Corrected" | "Urgent" | "Achtung" | "Repeat"))
        .then_some((*kind, number))
}

/// `1st Ld-Writethru`, `2ND LEAD`, `3RD NET`, `1ST ADD`, `LEAD 2`.
fn ordinal_mark(text: &str, alone: bool) -> Option<(TakeKind, Option<u32>, &str)> {
    let (number, mut rest) = match ordinal(text) {
        Some((number, rest)) => (Some(number), rest.strip_prefix([' ', '-']).unwrap_or(rest)),
        None => (None, text),
    };
    let end = rest.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    let kind = match word {
        "Ld" | "LD" | "LEAD" | "NET" | "Lead" | "ld" => TakeKind::Update,
        "Add" | "ADD" | "TAKE" => TakeKind::Add,
        _ => return None,
    };
    rest = behind;
    let mut number = number;
    if number.is_none() {
        // `LEAD 2`
        let digits = rest.strip_prefix(' ')?;
        let end = digits.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
        if end == 0 || end > 2 {
            return None;
        }
        number = digits[..end].parse().ok();
        rest = &digits[end..];
        if !rest.is_empty() && !rest.starts_with(['-', ':']) && !rest.starts_with(" -") {
            return None;
        }
    }
    for through in ["-Writethru", "-WRITETHRU", " Writethru", " WRITETHRU", "-Writethrough"] {
        if let Some(behind) = rest.strip_prefix(through) {
            return Some((TakeKind::Update, number, skip_joint(behind)));
        }
    }
    let is_shouted = word.len() > 1 && !word.bytes().any(|b| b.is_ascii_lowercase());
    let set_off = rest.is_empty() || rest.starts_with(['-', ':', ',']) || rest.starts_with(" -");
    let fits = alone && rest.is_empty()
        || set_off
        // `1ST LEAD Talks resume`: capitals set it off where small letters follow.
        || is_shouted && rest.starts_with(' ') && rest.bytes().any(|b| b.is_ascii_lowercase())
        || word == "Ld" && rest.starts_with(' ');
    fits.then(|| (kind, number, skip_joint(rest)))
}

/// `CORRECTED-`, `UPDATE 2-`, `Corrected:`, or such a word alone.
fn word_mark(text: &str) -> Option<(TakeKind, Option<u32>, &str)> {
    for (mark, kind, tie) in &MARKS {
        let Some(head) = text.get(..mark.len()) else {
            continue;
        };
        if !head.eq_ignore_ascii_case(mark) {
            continue;
        }
        let behind = &text[mark.len()..];
        if behind.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let is_shouted = !head.bytes().any(|b| b.is_ascii_lowercase());
        // `NewsAlert`, `APNewsAlert`: written so by the desk, never in a sentence.
        let is_shouted = is_shouted || matches!(head, "NewsAlert" | "APNewsAlert");
        let is_title = head[1..].bytes().all(|b| !b.is_ascii_uppercase())
            && head.starts_with(|c: char| c.is_ascii_uppercase());
        let spaced = behind.strip_prefix(' ').unwrap_or(behind);
        let digits = spaced.bytes().take_while(u8::is_ascii_digit).count();
        // `REFILE 1ST LEAD`: the figure belongs to the next mark.
        let is_ordinal = spaced[digits..].starts_with(|c: char| c.is_ascii_alphabetic());
        let number = ((1..=2).contains(&digits) && !is_ordinal)
            .then(|| spaced[..digits].parse().ok())
            .flatten();
        if number.is_none() && digits > 0 && !is_ordinal {
            return None;
        }
        let rest = if number.is_some() { &spaced[digits..] } else { behind };
        let set_off = match rest.as_bytes() {
            [] => is_shouted,
            [b':', ..] | [b' ', b':', ..] => {
                is_shouted
                    || is_title
                        && matches!(
                            *mark,
                            "CORRECTED" | "REFILE" | "URGENT" | "FLASH" | "EILMELDUNG" | "EIL"
                                | "NEWSALERT"
                        )
                    || is_title && number.is_some()
                    // `Correction: Harbor-Fog story`, as AP names the story that it puts right.
                    || is_title
                        && matches!(*mark, "CORRECTION" | "CLARIFICATION")
                        && names_a_story(rest)
            }
            [b' ', b'-', ..] => is_shouted || is_title && number.is_some(),
            // `URGENT ¶¶¶ Ports shut`
            [b' ', ..] if rest.trim_start().starts_with('¶') => is_shouted,
            [b'-', next, ..] => {
                let compound = *tie == Tie::Loose && !matches!(next, b' ' | b'-');
                is_shouted && (!compound || opens_in_mixed_case(&rest[1..])) && {
                    // `REPEAT-OFFENDER`, `FLASH-FLOOD`: a compound in a headline of capitals
                    // cannot be told by case, but offenders and floods can.
                    let next = rest[1..].split([' ', '-']).next().unwrap_or("");
                    !folded(next, |next| {
                        matches!(next, "offender" | "offenders" | "flood" | "floods" | "care")
                    })
                }
            }
            [b'-'] => is_shouted,
            // `REFILE 1ST LEAD`: another mark follows at once.
            [b' ', ..] => is_shouted && leading_mark(rest.trim_start()).is_some(),
            _ => rest.starts_with('–') || rest.starts_with('—') || rest.starts_with(" –"),
        };
        return set_off.then(|| (*kind, number, skip_joint(rest)));
    }
    None
}

/// `Harbor-Fog story`, `Fog-Ferries stories`: not a sentence of what went up or down.
fn names_a_story(text: &str) -> bool {
    let last = text.trim_end().rsplit(' ').next().unwrap_or("");
    matches!(last, "story" | "Story" | "stories" | "Stories")
}

/// `KILL-Heinz`: behind a mark in capitals, a headline that is not in capitals.
fn opens_in_mixed_case(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// `(RPT)`, `(CORRECTED)` at the end of a headline.
fn trailing_mark(text: &str) -> Option<(TakeKind, Option<u32>, &str, &str)> {
    let open = text.strip_suffix(')')?.rfind('(')?;
    let mark = &text[open..];
    let (kind, _) = bracketed_words(mark.get(1..mark.len() - 1)?.trim())?;
    let before = text[..open].trim_end();
    (!before.is_empty()).then_some((kind, None, mark, before))
}

/// `HARBOR REPORT - TAKE 2`, `HARKER PROFIT TAKE 2`.
fn trailing_take(text: &str) -> Option<(TakeKind, Option<u32>, &str, &str)> {
    let (front, digits) = text.rsplit_once(' ')?;
    let before = front.strip_suffix(" TAKE")?.trim_end_matches(['-', '–', '—', ' ', ',']);
    if !is_number(digits) || before.is_empty() {
        return None;
    }
    let mark = &text[front.len() - "TAKE".len()..];
    Some((TakeKind::Add, digits.parse().ok(), mark, before))
}

/// `+++ Harbor shut +++`: an alert.
fn between_crosses(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("+++")?.strip_suffix("+++")?.trim();
    (!inner.is_empty() && !inner.contains("+++")).then_some(inner)
}

/// `WRAPUP 3-`, `INSTANT VIEW1-`: the kind stays in the headline, the number is the version's.
fn numbered_kind(text: &str) -> Option<(&str, u32)> {
    if !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    for kind in KINDS {
        let Some(rest) = text.strip_prefix(kind) else {
            continue;
        };
        let spaced = rest.strip_prefix(' ').unwrap_or(rest);
        let digits = spaced.bytes().take_while(u8::is_ascii_digit).count();
        let behind = spaced[digits..].trim_start();
        if (1..=2).contains(&digits) && behind.starts_with(['-', ':']) {
            let mark = &text[..text.len() - behind.len() + 1];
            return Some((mark, spaced[..digits].parse().ok()?));
        }
    }
    None
}

/// `1st`, `2ND`, `12th` at the start of a text, and the rest.
fn ordinal(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let ending = text.get(digits..digits + 2)?;
    let fits = ["st", "nd", "rd", "th"].iter().any(|it| ending.eq_ignore_ascii_case(it));
    fits.then(|| text[..digits].parse().ok().map(|number| (number, &text[digits + 2..])))?
}

fn is_number(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Skips the dash, colon and blanks between a mark and the headline.
fn skip_joint(text: &str) -> &str {
    text.trim_start().trim_start_matches(['-', ':', '–', '—', ',', '¶']).trim_start()
}
