//! Bylines in other languages than English that say more than `Von` or `Par` before the name.
//!
//! Comes in: a line. Goes out: the byline, where a title or a verb of these languages opens it:
//! `Von dpa-Korrespondentin Ann Lee`, `(Das Gespräch führte Ann Lee/APA)`, `Propos recueillis par
//! Ann Lee`. Apart from the English ones, because here titles stand before the names.

use super::marks::{close_marks, open_marks};
use super::people::{self, Trust};
use super::words::is_title_word;
use super::{byline, filed, is_name, one_spaced};
use crate::story::Byline;

/// Longest line that is looked at, in bytes.
const LONGEST: usize = 300;

/// What opens such a line, in small letters.
const OPENINGS: [&str; 23] = [
    "das gespräch führte ",
    "das interview führte ",
    "die fragen stellte ",
    "interview: ",
    "propos recueillis par ",
    "entretien réalisé par ",
    "de notre correspondant ",
    "de notre correspondante ",
    "entrevista de ",
    "texto: ",
    "tekst: ",
    "teksti: ",
    "rozmawiał ",
    "rozmawiała ",
    "eine analyse von ",
    "ein kommentar von ",
    "eine reportage von ",
    "ein bericht von ",
    "ein porträt von ",
    "analyse von ",
    "kommentar von ",
    "une analyse de ",
    "un análisis de ",
];

/// Titles that stand before a name, besides those of all bylines.
#[rustfmt::skip]
const TITLES: [&str; 18] = [
    "korrespondenten", "korrespondentinnen", "mitarbeiter", "mitarbeiterin", "redakteurin", "redakteur", "redacteur",
    "redactrice", "correspondent", "correspondente", "verslaggever", "verslaggeefster", "reporterin", "repórter",
    "envoyé", "enviado", "enviada", "tudósítója",
];

/// Words that open a byline and no name.
const NEVER_NAMES: [&str; 9] = ["Par", "par", "Por", "por", "Door", "door", "Yazan", "Av", "Af"];

/// Whether the word that opened a line can only be `By`: `Par`, or `Von` before two names.
pub(super) fn is_surely_intro(opened: &str, rest: &str) -> bool {
    let word = opened.split([' ', '\u{a0}']).next().unwrap_or("").trim_end_matches(':');
    NEVER_NAMES.contains(&word) || is_name(&one_spaced(close_marks(rest)))
}

/// Reads a line of these shapes.
pub(super) fn read(line: &str) -> Option<Byline> {
    if line.len() > LONGEST {
        return None;
    }
    let bare = open_marks(line);
    if !bare.starts_with(['V', 'v', 'D', 'd', 'I', 'P', 'E', 'T', 'R', 'r', 'A', 'K', 'U']) {
        return None;
    }
    let first = bare.chars().next()?.to_ascii_lowercase();
    let opening =
        OPENINGS.iter().filter(|opening| opening.starts_with(first)).find_map(|opening| {
            let head = bare.get(..opening.len())?;
            (head.to_lowercase() == **opening).then(|| &bare[opening.len()..])
        });
    let rest = match opening {
        Some(rest) => rest,
        None => {
            let (word, rest) = bare.split_once(' ')?;
            matches!(word, "Von" | "VON" | "von" | "Van" | "van" | "Door").then_some(())?;
            titled(rest)?;
            rest
        }
    };
    let rest = one_spaced(close_marks(rest));
    let (agency, names) = match titled(&rest) {
        Some((agency, names)) => (agency, names.to_owned()),
        None => (None, rest),
    };
    let mut people = people::read(&names, Trust::Copy).filter(|it| !it.names.is_empty())?;
    people.names.iter().all(|name| is_name(name)).then_some(())?;
    people.affiliation = people.affiliation.or(agency);
    // `Interview: Ann Lee` may name the one who was asked.
    let asked = bare.starts_with("Interview") && people.affiliation.is_none();
    (!asked).then_some(())?;
    Some(byline(filed(line), people))
}

/// Cuts a title off that stands before a name: `dpa-Korrespondentin`, `onze redacteur`,
/// `unserem Korrespondenten`. Gives the agency in it, and the names.
fn titled(text: &str) -> Option<(Option<String>, &str)> {
    let mut rest = text;
    for _ in 0..3 {
        let (word, behind) = rest.split_once(' ')?;
        let folded = word.to_lowercase();
        let (agency, title) = match folded.rsplit_once('-') {
            Some((agency, title)) => (people::agency(agency), title),
            None => (None, folded.as_str()),
        };
        if is_title_word(title) || TITLES.contains(&title) {
            return behind.starts_with(char::is_uppercase).then_some((agency, behind));
        }
        rest = behind;
    }
    None
}

/// `Ann Lee – Repórter da Agência Brasil`: a dash for the comma before a title.
pub(super) fn one_comma(text: &str) -> String {
    for dash in [" – ", " - ", " — "] {
        if let Some((name, title)) = text.split_once(dash)
            && is_name(name)
            && title
                .split(' ')
                .any(|word| is_title_word(word) || TITLES.contains(&word.to_lowercase().as_str()))
        {
            return format!("{name}, {title}");
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::copy::byline;

    #[test]
    fn titles_and_verbs_before_the_name() {
        for (line, affiliation) in [
            ("Von dpa-Korrespondentin Ann Lee", Some("dpa")),
            ("(Das Gespräch führte Ann Lee/APA)", Some("APA")),
            ("Van onze redacteur Ann Lee", None),
            ("Von unserem Korrespondenten Ann Lee", None),
            ("Propos recueillis par Ann Lee", None),
            ("Interview: Ann Lee, dpa", Some("dpa")),
            ("Eine Analyse von Ann Lee, AFP", Some("AFP")),
        ] {
            let found = byline::read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(found.names, ["Ann Lee"], "{line}");
            assert_eq!(found.affiliation.as_deref(), affiliation, "{line}");
        }
        let found = byline::read_names("Ann Lee – Repórter da Agência Brasil").unwrap();
        assert_eq!(found.affiliation.as_deref(), Some("Agencia Brasil"));
    }

    #[test]
    fn words_for_by_are_no_part_of_a_name() {
        for line in ["Par Ann LEE", "Por Ann Lee", "Door Ann Lee", "di Ann Lee", "Von Ann Lee"] {
            let found = byline::read_element(&[line.to_owned()]).unwrap();
            assert!(found.names[0].starts_with("Ann"), "{line}: {:?}", found.names);
        }
        let found = byline::read_element(&["Von Harker".to_owned()]).unwrap();
        assert_eq!(found.names, ["Von Harker"]);
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "Van Gogh blijft voorlopig in Drenthe.",
            "Von Montag an ist die Straße wieder frei.",
            "Interview: Der Hafen wird tiefer",
            "Die Fragen stellte niemand",
            "Interview: Ann Lee",
        ] {
            assert_eq!(byline::read(line), None, "{line}");
        }
    }
}
