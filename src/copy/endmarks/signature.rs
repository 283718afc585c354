//! Signatures and trailers: lines of initials, and lines with the time, under a story.
//!
//! Comes in: the last line. Goes out: whose initials they are, or the time. Apart from the end
//! marks, which are words of a list: these are told by their shape.

use super::Mark;
use crate::copy::{agencies, clock};
use crate::story::{FiledText, Precision};

/// `dpa wsz jln npr`, `PTI SKL RT`, `hh/ph/ts/hd`.
pub(super) fn signature(line: &str) -> Option<Mark<'_>> {
    // Words of a sentence that are as short as initials.
    let is_word = |word: &str| {
        matches!(
            word,
            "the"
                | "is"
                | "said"
                | "says"
                | "has"
                | "was"
                | "and"
                | "of"
                | "to"
                | "in"
                | "a"
                | "at"
                | "on"
                | "it"
                | "he"
                | "will"
                | "that"
                | "der"
                | "die"
                | "das"
                | "und"
                | "ist"
        )
    };
    let small = |word: &str| {
        (1..=4).contains(&word.len())
            && !is_word(word)
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let capital =
        |word: &str| (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let mut words = line.split_ascii_whitespace();
    let first = words.next()?;
    let mut rest = words.clone().peekable();
    if rest.peek().is_some() {
        let agency = match first {
            "dpa" if words.clone().count() <= 8 && words.all(small) => "dpa",
            // `dpa/lsw hkl yysw n1 rok`
            desk if desk.starts_with("dpa/")
                && is_desk(desk)
                && words.clone().count() <= 8
                && words.all(small) =>
            {
                "dpa"
            }
            "PTI" if words.clone().count() <= 8 && words.all(capital) => "PTI",
            "--IANS" if words.clone().count() <= 3 && words.all(is_desk) => "IANS",
            "AAP" if words.clone().count() <= 3 && words.all(is_desk) => "AAP",
            "EFE" if words.clone().count() <= 3 && words.all(is_desk) => "EFE",
            _ => return None,
        };
        return Some(Mark::Initials(line, Some(agency)));
    }
    // `burs-ks/jm`: several bureaus.
    let first_group = first.strip_prefix("burs-").or_else(|| first.strip_prefix("bur-"));
    let whole = first;
    let first = first_group.unwrap_or(first);
    let groups = first.split('/').count();
    let is_initials = (2..=6).contains(&groups)
        && first
            .split('/')
            .all(|it| (2..=4).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_lowercase()));
    is_initials.then_some(Mark::Initials(whole, None))
}

/// `... in May. PTI ABC XY`, `... in May. dpa ab cd`: a signature on the line of the last sentence; says where to cut.
pub(super) fn behind_sentence(text: &str) -> Option<(Mark<'_>, usize)> {
    if !text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut from = text.len().saturating_sub(32);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    let at = from + tail.rfind(" PTI ").or_else(|| tail.rfind(" dpa "))?;
    let ended = text[..at].ends_with(['.', '!', '?', '"', '\u{201d}']);
    let mark = signature(&text[at + 1..]).filter(|_| ended)?;
    Some((mark, at))
}

/// Initials of a desk, in one case, parted by slashes.
pub(super) fn is_desk(desk: &str) -> bool {
    !desk.is_empty()
        && desk.len() <= 16
        && desk
            .split('/')
            .all(|it| (1..=4).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// The time in a trailer: `AP-NY-03-04-89 1200EST`, `131137 GMT Nov 13`, `AFP 041200 GMT MAR 04`,
/// `NYT-06-01-98 0002EDT`.
pub(super) fn trailer(line: &str) -> Option<FiledText> {
    if !line.ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()) {
        return None;
    }
    of_ap(line).or_else(|| of_efe(line)).or_else(|| of_others(line))
}

/// `01/17/18-20/94`: month, day, hour, minute and year.
fn of_efe(line: &str) -> Option<FiledText> {
    let mut parts = line.split(['/', '-']).map(|part| {
        let fits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u32>().ok()).flatten()
    });
    let mut next = || parts.next().flatten();
    let (month, day, hour, minute, year) = (next()?, next()?, next()?, next()?, next()?);
    let fits = line.len() == 14
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60;
    let year = if year >= 70 { 1900 + year } else { 2000 + year };
    fits.then(|| FiledText {
        date: format!("{year:04}-{month:02}-{day:02}"),
        time: Some(format!("{hour:02}:{minute:02}:00")),
        zone: None,
        precision: Precision::Minute,
    })
}

/// Day, hour and minute before zone, month and year; or month, day and year behind the agency.
fn of_others(line: &str) -> Option<FiledText> {
    let digits =
        |word: &str, count: usize| word.len() == count && word.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = line.split_once(' ')?;
    if let Some((agency, date)) = first.split_once('-') {
        let mut parts = date.split('-');
        let dated = parts.by_ref().take(3).filter(|part| digits(part, 2)).count() == 3;
        let timed = rest.len() <= 8 && rest.get(..4).is_some_and(|time| digits(time, 4));
        let fits = dated && timed && parts.next().is_none();
        return (fits && agencies::canonical(agency).is_some())
            .then(|| clock::parse_timestamp(line))?;
    }
    let (first, stamp) = match agencies::canonical(first) {
        Some(_) => (rest.split(' ').next()?, rest),
        None => (first, line),
    };
    let count = stamp.split_ascii_whitespace().count();
    let year = stamp.rsplit(' ').next()?;
    let fits = digits(first, 6)
        && (3..=4).contains(&count)
        && (digits(year, 2) || digits(year, 4))
        && stamp.split(' ').all(|word| word.len() <= 6);
    fits.then(|| clock::parse_timestamp(stamp))?.filter(|filed| filed.time.is_some())
}

/// `AP-NY-03-04-89 1200EST`: month, day, year, time and zone.
fn of_ap(line: &str) -> Option<FiledText> {
    let rest = line.strip_prefix("AP-")?;
    let (_, rest) = rest.split_once('-').filter(|(desk, _)| desk.len() == 2)?;
    let (date, clock) = rest.split_once(' ')?;
    let mut parts = date.split('-').map(|part| {
        let fits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if fits { part.parse::<u32>().ok() } else { None }
    });
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    let (hour, minute) =
        (clock.get(..2)?.parse::<u32>().ok()?, clock.get(2..4)?.parse::<u32>().ok()?);
    let zone = clock.get(4..)?;
    let fits = parts.next().is_none()
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && (2..=4).contains(&zone.len())
        && zone.bytes().all(|b| b.is_ascii_uppercase());
    // Two-digit years: the wire that wrote them ran from 1970 on.
    let year = if year >= 70 { 1900 + year } else { 2000 + year };
    fits.then(|| FiledText {
        date: format!("{year:04}-{month:02}-{day:02}"),
        time: Some(format!("{hour:02}:{minute:02}:00")),
        zone: Some(zone.to_owned()),
        precision: Precision::Minute,
    })
}
