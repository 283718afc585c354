//! Sign-off credits: who reported, wrote and edited, told at the end of a story.
//!
//! Comes in: one of the last paragraphs. Goes out: the sign-off as filed, its clauses, and where
//! in the paragraph it starts, since it may follow the last sentence on the same line. What is
//! not recognised for certain is no sign-off and stays in the text.

mod clauses;
mod foreign;
mod sentences;

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::copy::agencies;
use crate::story::Credit;

/// A sign-off found in a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The sign-off as filed.
    pub line: String,
    /// Its clauses.
    pub credits: Vec<Credit>,
    /// Byte offset in the paragraph where it starts.
    pub start: usize,
}

/// Longest sign-off, in bytes.
const LONGEST: usize = 1_500;
/// Ends of sentences looked at from the end of a paragraph.
const MOST_STOPS: usize = 16;
/// Brackets looked at from the end of a paragraph; bounds the work on hostile text.
const MOST_BRACKETS: usize = 12;

/// Reads the sign-off that a paragraph is, or ends with.
pub fn read(paragraph: &str) -> Option<Reading> {
    let text = paragraph.trim_end();
    let floor = floor(text);
    let tail = &text[floor..];
    if !may_hold_credits(tail) {
        return of_other_language(text, floor);
    }
    if let Some((start, credits)) = bracketed(text, floor) {
        return Some(reading(text, start, credits));
    }
    if let Some((start, credits)) = behind_sentence(text, floor) {
        return Some(reading(text, start, credits));
    }
    if floor > 0 {
        return None;
    }
    let lead = text.len() - text.trim_start().len();
    let bare = text.trim_start().trim_start_matches(['*', '-', '–', '—', ' ']);
    if let Some(credits) = clauses::read(bare) {
        return Some(reading(text, lead, credits));
    }
    sentences::read(bare).map(|credits| reading(text, lead, credits))
}

/// A sign-off in another language: a bracket that ends the text, or the whole of it.
fn of_other_language(text: &str, floor: usize) -> Option<Reading> {
    if text.ends_with([')', '.']) || !text.is_ascii() {
        let open = text[floor..].rfind(['(', '（']).map(|at| floor + at);
        if let Some(open) = open
            && let Some(credits) = foreign::read(text[open..].trim_start_matches(['(', '（']))
        {
            // `AGERPRES/(AS - autor: ...)`
            let agency = text[..open].trim_start().strip_suffix('/');
            let alone = agency.is_some_and(|agency| agencies::canonical(agency).is_some());
            return Some(reading(text, if alone { 0 } else { open }, credits));
        }
    }
    let bare = text.trim_start().trim_start_matches(['*', '-', '–', '—', ' ']);
    if bare.contains(" contribuy") && bare.contains("periodista") {
        let lead = text.len() - text.trim_start().len();
        return foreign::read(bare).map(|credits| reading(text, lead, credits));
    }
    // Without brackets, only what names a role at once.
    if floor > 0 || text.len() > 160 || text.ends_with('.') || !foreign::opens(bare) {
        return None;
    }
    let lead = text.len() - text.trim_start().len();
    foreign::read(bare).map(|credits| reading(text, lead, credits))
}

/// The first place where a sign-off may start: long paragraphs are looked at near their end.
fn floor(text: &str) -> usize {
    let mut floor = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    floor
}

/// A quick test that most paragraphs fail: a lone `by`, or one of the verbs of sentences.
fn may_hold_credits(text: &str) -> bool {
    static VERBS: LazyLock<[Finder<'static>; 7]> = LazyLock::new(|| {
        [
            " contributed",
            " reported from ",
            "ith assistance from ",
            "ditors: ",
            "Autor",
            "Redaktion: ",
            "Redakteur",
        ]
        .map(Finder::new)
    });
    let bytes = text.as_bytes();
    let has_by = memchr::memchr2_iter(b'y', b'Y', bytes).any(|at| {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let open = at.checked_sub(2).is_none_or(|at| !bytes[at].is_ascii_alphanumeric());
        matches!(before, Some(b'b' | b'B'))
            && open
            && bytes.get(at + 1).is_some_and(|b| matches!(b, b' ' | b'\n' | b':'))
    });
    has_by || VERBS.iter().any(|verb| verb.find(bytes).is_some())
}

/// `... (Reporting by A B; Editing by C D)`, with or without the closing bracket.
fn bracketed(text: &str, floor: usize) -> Option<(usize, Vec<Credit>)> {
    let mut end = text.len();
    for _ in 0..MOST_BRACKETS {
        let open = text.get(floor..end)?.rfind('(')? + floor;
        let inner = text[open + 1..].trim_start_matches(['(', ' ']);
        // `(Ann Lee contributed to the story)`
        let helped = || {
            let sentence =
                inner.strip_suffix(')').or_else(|| inner.strip_suffix(").")).filter(|it| {
                    it.contains(" contributed to th") && it.starts_with(|c: char| c.is_uppercase())
                })?;
            sentences::read(sentence)
        };
        if let Some(credits) = clauses::read(inner).or_else(helped) {
            // Two opening brackets in a row are one.
            let before = text[..open].trim_end_matches('(').len();
            let closes = inner.find(')').is_none_or(|at| nothing_behind(&inner[at..]));
            return closes.then_some((before, credits));
        }
        end = open;
    }
    None
}

/// `... on Monday. Reporting by A B; Editing by C D`: clauses without brackets behind the last
/// sentence. One clause alone may be a sentence of the text.
fn behind_sentence(text: &str, floor: usize) -> Option<(usize, Vec<Credit>)> {
    static ROLES: LazyLock<[Finder<'static>; 3]> =
        LazyLock::new(|| ["eporting by ", "riting by ", "diting by "].map(Finder::new));
    let tail = text.as_bytes().get(floor..)?;
    if !ROLES.iter().any(|role| role.find(tail).is_some()) {
        return None;
    }
    let stops = text[floor..].rmatch_indices(['.', '!', '?', '"', '\u{201d}']).take(MOST_STOPS);
    stops.map(|(at, stop)| floor + at + stop.len()).find_map(|at| {
        let rest = text[at..].strip_prefix(' ')?;
        let is_role = rest.starts_with(|c: char| c.is_ascii_uppercase()) && clauses::opens(rest);
        let credits = is_role.then(|| clauses::read(rest))??;
        let roles = credits.iter().any(|credit| credit.role != credits[0].role);
        (roles && credits.iter().all(|credit| !credit.names.is_empty()))
            .then_some((at + 1, credits))
    })
}

/// Whether behind the closing bracket there is nothing but brackets, contacts and full stops.
fn nothing_behind(text: &str) -> bool {
    let text = text.trim_start_matches([')', '.', ' ', ';', ',']);
    text.is_empty()
        || text.starts_with('(')
        || text.contains('@')
        || text.len() <= 24
        || clauses::opens(text)
}

fn reading(text: &str, start: usize, credits: Vec<Credit>) -> Reading {
    Reading { line: text[start..].trim().to_owned(), credits, start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(paragraph: &str) -> Vec<(String, Vec<String>, Option<String>)> {
        let credits = read(paragraph).map(|reading| reading.credits).unwrap_or_default();
        credits.into_iter().map(|credit| (credit.role, credit.names, credit.place)).collect()
    }

    fn credit(
        role: &str,
        names: &[&str],
        place: Option<&str>,
    ) -> (String, Vec<String>, Option<String>) {
        (role.into(), names.iter().map(|it| (*it).into()).collect(), place.map(Into::into))
    }

    #[test]
    fn clauses_places_and_initials_are_read() {
        assert_eq!(
            told("(Reporting by Gerald E. Harker in LONDON and Ann Lee; Editing by Bob Ray)"),
            vec![
                credit("reporting", &["Gerald E. Harker"], Some("LONDON")),
                credit("reporting", &["Ann Lee"], None),
                credit("editing", &["Bob Ray"], None),
            ]
        );
        assert_eq!(
            told(
                "(Additional reporting by Ben Blake in BEIJING and James Poe and Tan Ee Ling in HONG KONG, editing by Jo Day)"
            ),
            vec![
                credit("additional reporting", &["Ben Blake"], Some("BEIJING")),
                credit("additional reporting", &["James Poe", "Tan Ee Ling"], Some("HONG KONG")),
                credit("editing", &["Jo Day"], None),
            ]
        );
        assert_eq!(
            told("(Reporting and writing by Ann Lee in Paris and London. Editing by Bob Ray)"),
            vec![
                credit("reporting and writing", &["Ann Lee"], Some("Paris and London")),
                credit("editing", &["Bob Ray"], None),
            ]
        );
    }

    #[test]
    fn it_may_follow_the_last_sentence_and_lose_its_bracket() {
        let paragraph = "The port (the largest) is shut. (Reporting by Ann Lee; editing by Bob Ray";
        let reading = read(paragraph).expect("a sign-off");
        assert_eq!(&paragraph[..reading.start], "The port (the largest) is shut. ");
        assert_eq!(reading.credits.len(), 2);
    }

    #[test]
    fn contacts_are_no_people() {
        assert_eq!(
            told(
                "(Reporting by Ann Lee; Editing by Bob Ray; ((ann.lee@example.com; +1 312 555 0100; Messaging: ann.lee)))"
            ),
            vec![credit("reporting", &["Ann Lee"], None), credit("editing", &["Bob Ray"], None)]
        );
    }

    #[test]
    fn bare_lines_and_sentences() {
        assert_eq!(
            told("*Writing by Ann Lee in Ankara"),
            vec![credit("writing", &["Ann Lee"], Some("Ankara"))]
        );
        assert_eq!(
            told(
                "Harker reported from Washington. Associated Press writers Ann Lee in Paris and Bob Ray in London contributed to this report."
            ),
            vec![
                credit("reporting", &["Harker"], Some("Washington")),
                credit("additional reporting", &["Ann Lee"], Some("Paris")),
                credit("additional reporting", &["Bob Ray"], Some("London")),
            ]
        );
        assert_eq!(
            told("Times staff writer Ann Lee contributed to this report."),
            vec![credit("additional reporting", &["Ann Lee"], None)]
        );
        assert_eq!(
            told("-- With assistance from Ann Lee in Tokyo. Editors: Bob Ray, Jo Day"),
            vec![
                credit("additional reporting", &["Ann Lee"], Some("Tokyo")),
                credit("editing", &["Bob Ray", "Jo Day"], None),
            ]
        );
    }

    #[test]
    fn clauses_of_all_sorts() {
        let both =
            vec![credit("reporting", &["Ann Lee"], None), credit("editing", &["Bob Ray"], None)];
        assert_eq!(told("(Reporting by Ann Lee; desking by Cy Poe; Editing by Bob Ray)"), both);
        assert_eq!(told("Autorin: Ann Lee; Redaktion: Bob Ray"), both);
        let text = "The port is shut. Reporting by Ann Lee; Editing by Bob Ray";
        let found = read(text).expect("a sign-off");
        assert_eq!((found.start, found.credits.len()), (18, 2));
        assert_eq!(
            told("(Reporting by Ann Lee aboard Air Force One)"),
            vec![credit("reporting", &["Ann Lee"], Some("Air Force One"))]
        );
        assert_eq!(
            told("Ann Lee reported from Paris; Bob Ray reported from Rome."),
            vec![
                credit("reporting", &["Ann Lee"], Some("Paris")),
                credit("reporting", &["Bob Ray"], Some("Rome")),
            ]
        );
        assert_eq!(
            told("*Ann Lee and Bob Ray contributed to this report from Ankara"),
            vec![credit("additional reporting", &["Ann Lee", "Bob Ray"], Some("Ankara"))]
        );
    }

    #[test]
    fn helpers_in_many_cities_or_in_brackets() {
        let sentence = "Associated Press writers Ann Lee, Bo Ray and Cy Poe in Paris; Di Mo in Rome; \
                        and Ed No in Oslo, Norway, contributed to this report.";
        let names: Vec<String> = told(sentence).into_iter().flat_map(|it| it.1).collect();
        assert_eq!(names, ["Ann Lee", "Bo Ray", "Cy Poe", "Di Mo", "Ed No"]);
        assert_eq!(
            told("It is shut. (Ann Lee in Paris contributed to the story)"),
            vec![credit("additional reporting", &["Ann Lee"], Some("Paris"))]
        );
        assert_eq!(told("It rose (the euro contributed to the story)"), vec![]);
    }

    #[test]
    fn clauses_whose_line_ends_were_lost() {
        assert_eq!(
            told(
                "(Reporting by Ann Lee in London Additional reporting by Cy Poe Editing by Bo Ray)"
            ),
            vec![
                credit("reporting", &["Ann Lee"], Some("London")),
                credit("additional reporting", &["Cy Poe"], None),
                credit("editing", &["Bo Ray"], None),
            ]
        );
    }

    #[test]
    fn invitations_behind_the_last_clause_are_nobody() {
        for tail in [
            ". For more coverage, click on http://harbor.example)",
            ". Please credit the Harbor Foundation, the arm of Harbor.)",
        ] {
            let text = format!("(Reporting by Ann Lee; Editing by Bob Ray{tail}");
            let both = vec![
                credit("reporting", &["Ann Lee"], None),
                credit("editing", &["Bob Ray"], None),
            ];
            assert_eq!(told(&text), both, "{text}");
        }
    }

    #[test]
    fn sentences_of_the_text_stay() {
        for text in [
            "The article (reporting by the army was thin) was read out.",
            "Reporting by the newspaper led to the arrest.",
            "He was praised for writing by candlelight.",
            "The figures were compiled by the bank, officials said.",
            "Three firms contributed to this rise.",
            "The correspondent reported from the border that all was quiet.",
            "Editing by hand takes longer.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_starts_inside(text in "(?s).{0,60}(\\(|\\*|)(Reporting|editing|Writing) by .{0,60}") {
            if let Some(reading) = read(&text) {
                prop_assert!(text.is_char_boundary(reading.start));
                prop_assert!(!reading.credits.is_empty());
                prop_assert!(text[reading.start..].contains(reading.line.as_str()));
            }
        }
    }
}
