//! Bylines: who wrote a story.
//!
//! Comes in: a line of copy, or the lines of an element that its source calls a byline. Goes out:
//! the line as filed with the names, titles and affiliation in it, or nothing where it is no
//! byline. Lines of copy are judged strictly, because `By Friday, ...` opens many a paragraph.

mod asian;
mod foreign;
mod marks;
mod name;
mod people;
mod pieces;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use name::is_name;
pub(crate) use words::{folded, is_weekday};

use super::{clock, places, regions};
use crate::story::Byline;
use marks::{Intro, close_marks, intro, open_marks, without_contacts};
use people::{People, Trust};

/// Longest line of copy that can be a byline, in bytes.
const LONGEST_LINE: usize = 200;
/// Longest element that is looked at, in bytes.
const LONGEST_ELEMENT: usize = 2_000;

/// Reads a line of copy that is a byline and nothing else.
pub fn read(line: &str) -> Option<Byline> {
    let line = line.trim();
    if line.len() < 5 || line.len() > LONGEST_LINE {
        return None;
    }
    // Most lines leave here.
    let bare = open_marks(line);
    if let Some(found) = foreign::read(line) {
        return Some(found);
    }
    let Some((intro, rest)) = intro(bare) else {
        return asian::read(line);
    };
    let bracketed = bare.len() != line.len() && line.contains(['(', '（']);
    if bracketed && !line.ends_with([')', '）', '=']) {
        return None;
    }
    let rest = without_time(rest);
    // `By Ann Lee | Reprint`: pages put an agency or a word of their own behind a bar.
    let (rest, behind) = rest.split_once(" | ").unwrap_or((rest, ""));
    let rest = one_spaced(close_marks(rest));
    let mut people = people::read(&rest, Trust::Copy)?;
    if people.affiliation.is_none() {
        people.affiliation = people::agency(behind);
    }
    let fits = match intro {
        Intro::By => true,
        Intro::From => people.names.is_empty(),
        // `Von der Leyen` is a name itself.
        Intro::Foreign => {
            (!people.names.is_empty() || people.affiliation.is_some())
                && !people.names.iter().any(|name| name.starts_with(char::is_lowercase))
        }
    };
    fits.then(|| byline(filed(line), people))
}

/// Cuts the time off that sites put behind: `Ann Lee - Tue Mar 3, 9:15 am ET`.
fn without_time(rest: &str) -> &str {
    let dashed = [" - ", " – ", " — "].iter().find_map(|dash| rest.rsplit_once(dash));
    // Most of them name no year.
    let is_day = |time: &str| {
        let day = time.trim_start().split([' ', ',']).next().unwrap_or("");
        let named = |day: &str| is_weekday(day) || matches!(day, "tue" | "thu" | "sat" | "sun");
        folded(day, named) && time.bytes().any(|b| b.is_ascii_digit())
    };
    // `ANN LEE MARCH 4, 2019`
    let mut blanks = rest.rmatch_indices(' ').map(|(at, _)| at);
    if let Some(at) = blanks.nth(2)
        && rest.ends_with(|c: char| c.is_ascii_digit())
        && clock::parse_timestamp(&rest[at..]).is_some()
    {
        return rest[..at].trim_end_matches([' ', ',', '-', '–']);
    }
    match dashed {
        Some((people, time)) if is_day(time) || clock::parse_timestamp(time).is_some() => {
            people.trim_end()
        }
        _ => rest,
    }
}

/// Reads a line that is a byline by where it stands, whether its people can be read or not.
pub fn read_positioned(line: &str) -> Option<Byline> {
    let (_, rest) = intro(line).filter(|(intro, _)| *intro == Intro::By)?;
    // `; editing by C D` speaks of others.
    let people = one_spaced(rest.split(';').next().unwrap_or(rest));
    let people = people::read(&people, Trust::Element).unwrap_or_default();
    Some(byline(filed(line), people))
}

/// Reads names that stand alone, without `By`. Only for a line right above a dateline.
pub fn read_names(line: &str) -> Option<Byline> {
    let line = line.trim();
    // Whole lines in capitals are cross-heads as often as names.
    let all_capitals = !line.chars().any(char::is_lowercase);
    if line.len() > 100 || all_capitals || line.ends_with(['.', '?', '!', ':', '"', '”']) {
        return None;
    }
    let people = people::read(&foreign::one_comma(&one_spaced(close_marks(line))), Trust::Copy)?;
    let names_fit = people.names.iter().all(|name| name.split(' ').count() <= 4);
    (!people.names.is_empty() && names_fit).then(|| byline(filed(line), people))
}

/// Reads names that stand alone where a dateline has its reporter.
pub fn read_within(names: &str) -> Option<Byline> {
    let people = people::read(&one_spaced(close_marks(names)), Trust::Copy)
        .filter(|people| !people.names.is_empty());
    match people {
        Some(people) => Some(byline(filed(names), people)),
        None => asian::names(names).map(|names_of| Byline {
            line: filed(names),
            names: names_of,
            ..Byline::default()
        }),
    }
}

/// Reads one name in capitals that stands alone: `MEHMET HARKER`. Capitals are cross-heads and
/// places as often, so this is only for a line whose neighbours leave nothing else.
pub fn read_shouted_name(line: &str) -> Option<Byline> {
    let line = line.trim();
    let shouted =
        line.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let words = line.split(' ').count();
    if !shouted || !(2..=3).contains(&words) || !is_name(line) {
        return None;
    }
    let place = places::city(line).is_some() || regions::region(line).is_some();
    let other = people::agency(line).is_some()
        || line
            .split(' ')
            .any(|word| words::is_title_word(word) || regions::region(word).is_some());
    (!place && !other).then(|| Byline {
        line: line.to_owned(),
        names: vec![line.to_owned()],
        ..Byline::default()
    })
}

/// Whether a byline opens with a word of another language than English that may also be the
/// first one of a name: `Von`, `Da`.
pub fn is_foreign(line: &str) -> bool {
    let bracketed = line.starts_with(['(', '（']);
    let word = line.split([' ', '\u{a0}']).next().unwrap_or("");
    !bracketed && !word.ends_with(':') && matches!(intro(line), Some((Intro::Foreign, _)))
}

/// Reads the lines of an element that holds a byline: names, then titles.
pub fn read_element(lines: &[String]) -> Option<Byline> {
    let mut found: Option<Byline> = None;
    for line in lines.iter().flat_map(|element| element.lines()).take(16) {
        let line = line.trim();
        if line.is_empty() || line.len() > LONGEST_ELEMENT {
            continue;
        }
        let Some(part) = by_part(line) else {
            continue;
        };
        match &mut found {
            None => found = element_line(part),
            Some(byline) => {
                if !add_title(byline, part)
                    && let Some(more) = element_line(part)
                {
                    join(byline, more);
                }
            }
        }
    }
    found
}

/// Adds a line to the byline above it, where the line holds nothing but titles and agencies.
pub fn add_title(byline: &mut Byline, line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 90 || intro(open_marks(line)).is_some() {
        return false;
    }
    let text = one_spaced(close_marks(open_marks(line)));
    // `Of DOW JONES NEWSWIRES`
    let of = text.strip_prefix("Of ").or_else(|| text.strip_prefix("of ")).unwrap_or(&text);
    let agency = people::agency(of);
    if agency.is_none() {
        match people::read(&text, Trust::Copy) {
            Some(people) if people.names.is_empty() => {
                for title in people.titles {
                    if !byline.titles.contains(&title) {
                        byline.titles.push(title);
                    }
                }
                if byline.affiliation.is_none() {
                    byline.affiliation = people.affiliation;
                }
            }
            _ if is_service(&text) => {
                byline.affiliation.get_or_insert(text);
            }
            _ if is_loose_title(&text) => {
                if byline.affiliation.is_none() && is_misspelt_ap(&text) {
                    byline.affiliation = Some("AP".to_owned());
                }
                byline.titles.push(text);
            }
            _ => return false,
        }
    } else if byline.affiliation.is_none() {
        byline.affiliation = agency;
    }
    byline.line.push('\n');
    byline.line.push_str(filed(line).as_str());
    true
}

/// `Cox News Service`, `Knight Ridder Newspapers`: who sends the copy of several papers.
fn is_service(text: &str) -> bool {
    let (mut words, mut last) = (0, "");
    for word in text.split(' ') {
        if !word.starts_with(char::is_uppercase) {
            return false;
        }
        (words, last) = (words + 1, word);
    }
    (2..=5).contains(&words)
        && (text.ends_with("News Service") || matches!(last, "Newspapers" | "NEWSPAPERS"))
}

/// `Assoicated Press Writer`: letters of one word doubled, lost or in the wrong order.
fn is_misspelt_ap(title: &str) -> bool {
    let mut words = title.split(' ');
    let (Some(first), Some(press)) = (words.next(), words.next()) else {
        return false;
    };
    let letters = |word: &str| {
        let mut letters: Vec<u8> = word.bytes().map(|b| b.to_ascii_lowercase()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    };
    press.eq_ignore_ascii_case("press")
        && first.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("as"))
        && first.len().abs_diff("associated".len()) <= 2
        && letters(first) == letters("associated")
}

/// `Asociated Press Writer`: the agency may be misspelt, the last word says enough.
fn is_loose_title(text: &str) -> bool {
    let mut words = text.split(' ');
    let last = words.next_back().unwrap_or("");
    let count = words.count();
    (1..=5).contains(&count)
        && folded(last, |last| {
            matches!(
                last,
                "writer"
                    | "writers"
                    | "editor"
                    | "analyst"
                    | "correspondent"
                    | "columnist"
                    | "reporter"
            )
        })
        && text.split(' ').all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// The part of an element's line that can hold names. Editors' notes before `^By` are cut off;
/// days, notes and standing heads are nobody.
fn by_part(line: &str) -> Option<&str> {
    let part = line
        .split('^')
        .map(str::trim)
        .find(|part| matches!(intro(open_marks(part)), Some((Intro::By, _))));
    if let Some(part) = part {
        return Some(part);
    }
    let line = line.trim_start_matches('^').trim();
    let first = line.split([' ', ',', ':', '.']).next().unwrap_or("");
    let nobody = folded(first, |first| {
        is_weekday(first)
            || matches!(
                first,
                "eds" | "with" | "today" | "note" | "attention" | "an" | "source" | "photo"
            )
    });
    (!nobody && !line.is_empty()).then_some(line)
}

/// Reads one line of an element.
fn element_line(line: &str) -> Option<Byline> {
    if let Some(found) = foreign::read(line) {
        return Some(found);
    }
    let opened = open_marks(line);
    let (found, rest) = match intro(opened) {
        Some((Intro::Foreign, rest))
            if !foreign::is_surely_intro(opened, rest)
                && is_name(&one_spaced(close_marks(opened))) =>
        {
            (None, opened)
        }
        Some((intro, rest)) => (Some(intro), rest),
        None => (None, opened),
    };
    let text = one_spaced(without_contacts(close_marks(rest)));
    if text.is_empty() {
        return None;
    }
    if let Some(names) = inverted(&text).filter(|_| found.is_none()) {
        return Some(Byline { line: filed(line), names, ..Byline::default() });
    }
    if is_desk_initials(&text) {
        return Some(Byline { line: filed(line), ..Byline::default() });
    }
    match people::read(&foreign::one_comma(&text), Trust::Element) {
        Some(people) => Some(byline(filed(line), people)),
        None => asian::read(line),
    }
}

fn byline(line: String, people: People) -> Byline {
    Byline { line, names: people.names, titles: people.titles, affiliation: people.affiliation }
}

/// Adds a second byline line to the first.
fn join(byline: &mut Byline, more: Byline) {
    byline.line.push('\n');
    byline.line.push_str(&more.line);
    for name in more.names {
        if !byline.names.contains(&name) {
            byline.names.push(name);
        }
    }
    byline.titles.extend(more.titles);
    if byline.affiliation.is_none() {
        byline.affiliation = more.affiliation;
    }
}

/// `Roe, Jane; Doe, John` as `Jane Roe`, `John Doe`.
fn inverted(text: &str) -> Option<Vec<String>> {
    let names = text.split(';').map(|person| {
        let (last, first) = person.trim().split_once(", ")?;
        if last.contains(' ') || first.contains(',') || first.split(' ').count() > 3 {
            return None;
        }
        let name = format!("{first} {last}");
        (is_name(&name) && people::agency(first).is_none()).then_some(name)
    });
    names.collect()
}

/// `gr/bp`: initials of the desk, nobody's name.
fn is_desk_initials(text: &str) -> bool {
    text.contains('/')
        && text.len() <= 24
        && text.split('/').all(|part| {
            (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
        })
}

/// Collapses white space to single spaces.
fn one_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        // `A , Title` and `A ; B` from lost links.
        let is_mark = word.len() == 1 && word.starts_with([',', ';']);
        if !out.is_empty() && !is_mark {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The line as filed: white space collapsed, without the marks of the wire.
fn filed(line: &str) -> String {
    let line = line.trim_start_matches(['^', ' ']).trim_end_matches(['=', '<', ' ']);
    let mut out = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
