//! What stands around the people of a byline: `By`, brackets, marks of the wire, telephones.
//!
//! Comes in: a line. Goes out: the line without them, and what opened it.

use super::people;

/// What opens a byline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intro {
    /// `By`, in any case, or `Compiled by` and the like.
    By,
    /// `From`: agencies and staffs, never persons.
    From,
    /// `Von`, `Par`, `Por`, `di` …
    Foreign,
}

/// Cuts off an e-mail address or a telephone number, and what follows it.
pub(super) fn without_contacts(text: &str) -> &str {
    let Some(at) = text.find(|c: char| c == '@' || c.is_ascii_digit()) else {
        return text;
    };
    let head = &text[..at];
    let cut = if text[at..].starts_with('@') {
        head.rfind([' ', '(', ',', ';', '\u{a0}']).unwrap_or(0)
    } else {
        at
    };
    head[..cut].trim_end_matches([' ', ',', '(', '-', ';', '+', '\u{a0}'])
}

/// Strips what stands before a byline: `^`, `*`, `--`, an opening bracket.
pub(super) fn open_marks(line: &str) -> &str {
    line.trim_start_matches(['^', '*', '-', '–', '—', '(', '（', '[', ' ', '\t', '\u{a0}'])
}

/// Strips what ends a byline: `=`, `<`, a closing bracket, a full stop that is not an initial's.
pub(super) fn close_marks(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['=', '<', ')', '）', ']', ' ', ',', ';', '\u{a0}']);
    match text.strip_suffix('.') {
        Some(cut) => {
            let last = cut.rsplit(' ').next().unwrap_or("");
            let is_short = last.chars().count() <= 3 || last.contains('.');
            if is_short && people::agency(last).is_none() { text } else { cut }
        }
        None => text,
    }
}

/// Cuts `By` or its like off the start.
pub(super) fn intro(line: &str) -> Option<(Intro, &str)> {
    let first = line.as_bytes().first()?;
    if !matches!(
        first,
        b'B' | b'b' | b'F' | b'C' | b'A' | b'P' | b'V' | b'D' | b'd' | b'v' | b'Y' | b'p'
    ) {
        return None;
    }
    let (word, rest) = line.split_once([' ', '\u{a0}', '\t'])?;
    let rest = rest.trim_start();
    let bare = word.strip_suffix(':').unwrap_or(word);
    match bare {
        "By" | "BY" | "by" | "bY" | "Byline" | "BYLINE" => {
            let after = rest
                .split_once(' ')
                .filter(|(next, _)| matches!(*next, "from" | "From" | "FROM" | "by" | "By" | "BY"));
            Some((Intro::By, after.map_or(rest, |(_, rest)| rest)))
        }
        "Compiled" | "COMPILED" | "Analysis" | "ANALYSIS" | "Written" | "Column" | "Commentary"
        | "Posted" => {
            let (by, rest) = rest.split_once(' ')?;
            by.eq_ignore_ascii_case("by").then_some((Intro::By, rest.trim_start()))
        }
        "From" | "FROM" => Some((Intro::From, rest)),
        "Von" | "VON" | "von" | "Par" | "Por" | "Di" | "di" | "Da" | "Av" | "Af" | "Door"
        | "door" | "Yazan" | "par" | "por"
            if !rest.is_empty() =>
        {
            Some((Intro::Foreign, rest))
        }
        _ => None,
    }
}
