//! Notes to editors within the copy: `(Adds quotes)`, `Eds: ...`, `EDITOR'S NOTE`.
//!
//! Comes in: a line or paragraph. Goes out: whether all of it speaks to editors, and what it says
//! of the take. Apart from takes, because a note is a sentence and keeps a field of its own.

use super::agencies;
use super::byline::folded;
use crate::story::TakeKind;

/// Longest note, in bytes; longer paragraphs are copy.
const LONGEST: usize = 900;

/// Reads a paragraph that is a note to editors: what it says of the take, `New` if nothing.
pub fn read(paragraph: &str) -> Option<TakeKind> {
    let text = paragraph.trim().trim_matches(['^', '<', '=', ' ']);
    if text.len() < 4 || text.len() > LONGEST {
        return None;
    }
    if is_standing(text) {
        return Some(TakeKind::New);
    }
    if let Some(inner) = text.strip_prefix('(').or_else(|| text.strip_prefix('[')) {
        let inner = inner.trim_end_matches('.').strip_suffix([')', ']'])?;
        // Two brackets in a row are two things.
        if inner.find(')').is_some_and(|at| inner[..at].find('(').is_none()) {
            return None;
        }
        return bracketed(inner.trim());
    }
    plain(text)
}

/// Longest standing line, in bytes.
const LONGEST_STANDING: usize = 80;

/// Standing lines under a byline, which say whose copy it is: `c.1998 N.Y. Times News Service`,
/// `(c) 2005, The Washington Post`, `Special to The New York Times`.
fn is_standing(text: &str) -> bool {
    if text.len() > LONGEST_STANDING || !text.starts_with(['c', 'C', '(', '©', 'S']) {
        return false;
    }
    let named = |rest: &str| {
        !rest.ends_with('.')
            && rest.split(' ').any(|word| word.starts_with(char::is_uppercase))
            && rest.split(' ').all(|word| {
                matches!(word, "the" | "of" | "and" | "&" | "by")
                    || !word.starts_with(char::is_lowercase)
            })
    };
    if let Some(paper) =
        text.strip_prefix("Special to ").or_else(|| text.strip_prefix("Special To "))
    {
        return named(paper);
    }
    let mark =
        ["(c)", "(C)", "c.", "C.", "©", "Copyright"].iter().find_map(|it| text.strip_prefix(it));
    let Some(rest) = mark.map(str::trim_start) else {
        return false;
    };
    // `(c) Reuters Limited 1996`
    if let Some((owner, year)) = rest.rsplit_once(' ')
        && year.len() == 4
        && year.bytes().all(|b| b.is_ascii_digit())
    {
        return agencies::canonical(owner).is_some();
    }
    let year = rest.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let owner = rest.get(4..).unwrap_or("").trim_start_matches([',', ' ']);
    year.is_some_and(|year| year.starts_with("19") || year.starts_with("20")) && named(owner)
}

/// Longest line that holds a story back, in bytes.
const LONGEST_EMBARGO: usize = 160;

/// Reads a line that holds a story back: `EMBARGOED UNTIL 0001 GMT Friday`, `Not for release
/// before 3 March`. What comes out is the part behind those words, in which the time stands.
pub fn embargo(line: &str) -> Option<&str> {
    let text = line.trim().trim_matches(['^', '<', '=', '*', '(', ')', '[', ']', ' ', '.']);
    if text.len() < 7
        || text.len() > LONGEST_EMBARGO
        || !matches!(text.as_bytes()[0], b'E' | b'e' | b'N' | b'F' | b'S' | b'H')
    {
        return None;
    }
    let behind = |words: &str| -> Option<&str> {
        let head = text.get(..words.len())?;
        let rest = &text[words.len()..];
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
        (head.eq_ignore_ascii_case(words) && ends).then(|| rest.trim_start())
    };
    // These words say it alone.
    let sure = [
        "not for release before",
        "not for release until",
        "not for publication before",
        "not for publication until",
        "not for use before",
        "not for use until",
        "embargoed until",
        "embargoed till",
        "embargoed to",
        "embargo until",
        "embargo till",
        "hold for release until",
        "hold for release",
    ];
    if let Some(rest) = sure.iter().find_map(|words| behind(words)) {
        // `Embargoed until Friday, the report says ...` is copy.
        let is_shouted = !text.bytes().take(9).any(|b| b.is_ascii_lowercase());
        let is_timed = rest.bytes().any(|b| b.is_ascii_digit());
        return (is_shouted || is_timed).then_some(rest);
    }
    for words in [
        "embargoed for release",
        "embargoed for",
        "for release",
        "embargoed",
        "embargo",
        "sperrfrist",
    ] {
        let Some(rest) = behind(words) else {
            continue;
        };
        // A time must follow: `EMBARGO ON OIL` is a headline, `FOR RELEASE` a label.
        let marked = rest.starts_with([':', '-', '–']);
        let rest = rest.trim_start_matches([':', '-', '–', ' ']);
        let timed = rest.bytes().any(|b| b.is_ascii_digit());
        let is_plain = matches!(words, "embargoed" | "embargo" | "sperrfrist");
        return (timed && (marked || !is_plain)).then_some(rest);
    }
    None
}

/// What stands in the brackets of a note.
fn bracketed(text: &str) -> Option<TakeKind> {
    let first = text.split([' ', ':', ',', ';']).next()?;
    if let Some(kind) = verb(first).or_else(|| foreign(first, text)) {
        return Some(kind);
    }
    if let Some(kind) = plain(text) {
        return Some(kind);
    }
    let is_opening =
        |words: &str| text.get(..words.len()).is_some_and(|it| it.eq_ignore_ascii_case(words));
    // `In Jan. 3 story, corrects spelling ...`
    if is_opening("in ") || is_opening("this ") || is_opening("story ") || is_opening("attn") {
        let corrects = text.split([' ', ',', ';']).take(30).find_map(verb);
        return corrects.or(is_opening("attn").then_some(TakeKind::New));
    }
    // Whose opinion it is, above and below columns; whose words they are, above statements.
    let is_disclaimer = text.contains("pinions expressed")
        || text.contains("iews expressed")
        || is_opening("the following statement was released by");
    let is_note = is_disclaimer
        || is_opening("with photo")
        || is_opening("with graphic")
        || is_opening("with file")
        || is_opening("embargo")
        || is_opening("see also")
        || is_opening("fixes ")
        || is_opening("for more ") && text.contains("click");
    is_note.then_some(TakeKind::New)
}

/// `$adv08`, `$Adv08-09`, `End Adv for Mon., Aug. 8`: features that AP sends ahead.
fn is_advance(text: &str) -> bool {
    let text = text.strip_prefix("End ").or_else(|| text.strip_prefix("END ")).unwrap_or(text);
    let marked = text.starts_with('$');
    let rest = text.strip_prefix('$').unwrap_or(text);
    let Some(behind) =
        rest.get(..3).filter(|it| it.eq_ignore_ascii_case("adv")).map(|_| &rest[3..])
    else {
        return false;
    };
    text.len() <= 60
        && (marked && behind.starts_with(|c: char| c.is_ascii_digit()) && !behind.contains(' ')
            || behind
                .strip_prefix(" for ")
                .is_some_and(|it| it.bytes().any(|b| b.is_ascii_digit())))
}

/// Openings that speak to editors without brackets.
fn plain(text: &str) -> Option<TakeKind> {
    if is_advance(text) {
        return Some(TakeKind::New);
    }
    let first = text.split([' ', ':']).next()?;
    let behind = text[first.len()..].trim_start();
    let colon = behind.starts_with(':');
    let dashed = behind.starts_with(['-', '_', '—', '–']);
    let is_note = folded(first, |first| match first {
        "eds" | "eds." | "attn" => colon,
        "editors" | "attention" => colon || dashed,
        "editor's" | "editors'" | "editor\u{2019}s" | "editors\u{2019}" => {
            let note = behind.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("note"));
            note && behind.get(4..).is_some_and(|it| {
                let it = it.trim_start();
                it.is_empty()
                    || it.starts_with([':', '-', '_', '—', '–', '.'])
                    || it.starts_with("to ")
            })
        }
        "note" => ["to editors", "to subscribers", "to editor"]
            .iter()
            .any(|to| behind.get(..to.len()).is_some_and(|it| it.eq_ignore_ascii_case(to))),
        "ap" => {
            behind.starts_with("Photo ")
                || behind.starts_with("Photos ")
                || behind.starts_with("Graphic")
        }
        _ => false,
    });
    if is_note {
        let kind = text.split([' ', ':', ',', '.', ';', '(']).take(24).find_map(|word| {
            let is_correction =
                folded(word, |word| matches!(word, "corrects" | "correcting" | "correction"));
            is_correction.then_some(TakeKind::Correction)
        });
        return Some(kind.unwrap_or(TakeKind::New));
    }
    None
}

/// The verbs that open a note in brackets.
fn verb(word: &str) -> Option<TakeKind> {
    folded(word, |word| {
        Some(match word {
            "corrects" | "correcting" | "clarifies" | "clarifying" => TakeKind::Correction,
            "refiles" | "refiling" | "refiled" => TakeKind::Refile,
            "repeats" | "repeating" => TakeKind::Repeat,
            "adds" | "replaces" | "updates" | "updating" | "recasts" | "rewrites" | "restores"
            | "inserts" | "removes" | "deletes" | "drops" | "edits" | "changes" | "releads"
            | "recaps" | "incorporates" | "tops" => TakeKind::Update,
            "fixes" | "fixing" => TakeKind::Correction,
            _ => return None,
        })
    })
}

/// Openings of notes in other languages than English: `(neu: Kurse)`, `(Actualisé avec …)`,
/// `(Agrega comentario)`.
fn foreign(first: &str, text: &str) -> Option<TakeKind> {
    let behind = text.get(first.len()..)?;
    let colon = behind.starts_with(':');
    let more = behind.trim_start_matches([' ', ':', ',']);
    let small = more.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    match first.to_lowercase().as_str() {
        "neu" | "ergänzt" | "ergänzung" | "ampliación" | "nieuw" | "aggiunge" | "új" => {
            colon.then_some(TakeKind::Update)
        }
        "zusammenfassung" | "aktualisiert" | "aktualisierung" | "neufassung" => {
            (colon || more.is_empty() || small).then_some(TakeKind::Update)
        }
        "berichtigung" | "berichtigt" | "korrektur" | "korrigiert" | "corrección"
        | "rectificatif" | "rettifica" | "correção" => {
            (colon || small).then_some(TakeKind::Correction)
        }
        "achtung" | "sperrfrist" | "hinweis" | "nota" => colon.then_some(TakeKind::New),
        "actualisé" | "actualise" | "complète" | "ajoute" | "précise" | "actualiza" | "agrega"
        | "añade" | "amplía" | "atualiza" | "acrescenta" | "aggiorna" | "recadre" => {
            (small && behind.starts_with(' ')).then_some(TakeKind::Update)
        }
        "corrige" | "corrigé" | "rectifie" | "rectifica" | "corregge" => {
            (small && behind.starts_with(' ')).then_some(TakeKind::Correction)
        }
        "repite" | "répète" | "repete" | "ripete" => {
            (small && behind.starts_with(' ')).then_some(TakeKind::Repeat)
        }
        _ => None,
    }
    .or_else(|| more.starts_with("bericht, vervangt").then_some(TakeKind::Update))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn notes_say_what_happened() {
        assert_eq!(read("(Adds quotes, details)"), Some(TakeKind::Update));
        assert_eq!(read("(Corrects spelling in paragraph 3.)"), Some(TakeKind::Correction));
        assert_eq!(read("(In Jan. 3 story, corrects name of port)"), Some(TakeKind::Correction));
        assert_eq!(read("(Refiles to fix headline)"), Some(TakeKind::Refile));
        assert_eq!(read("Eds: LEADS with 4 grafs to update"), Some(TakeKind::New));
        assert_eq!(read("EDITOR'S NOTE _ This is the first of two parts."), Some(TakeKind::New));
        assert_eq!(read("AP Photo NY104"), Some(TakeKind::New));
    }

    #[test]
    fn whose_words_they_are_is_a_note() {
        for line in [
            "(Ola Lind is a columnist. The opinions expressed are his own.)",
            "(The following statement was released by the rating agency)",
        ] {
            assert_eq!(read(line), Some(TakeKind::New), "{line}");
        }
        assert_eq!(read("(The following day it rained.)"), None);
    }

    #[test]
    fn advances_are_notes() {
        for line in ["$adv08", "$Adv08-09", "End Adv for Mon., Aug. 8", "Adv for Sun., May 3"] {
            assert_eq!(read(line), Some(TakeKind::New), "{line}");
        }
        for line in ["$advice", "Adventure for 2 euros", "End of an advance for 8 ships"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn whose_copy_it_is_may_end_in_the_year() {
        assert_eq!(read("(c) Reuters Limited 1996"), Some(TakeKind::New));
        assert_eq!(read("Copyright 2013 by United Press International"), Some(TakeKind::New));
        assert_eq!(read("Copyright Law of 1996"), None);
    }

    #[test]
    fn embargoes_are_told_from_headlines() {
        for (line, time) in [
            ("EMBARGOED UNTIL 0001 GMT Friday", "0001 GMT Friday"),
            ("(Embargoed until 3 March 1998 1600 GMT)", "3 March 1998 1600 GMT"),
            ("Not for release before 6 p.m. Monday", "6 p.m. Monday"),
            ("For Release MON AMs, Aug. 3", "MON AMs, Aug. 3"),
            ("SPERRFRIST: 3. März, 18 Uhr", "3. März, 18 Uhr"),
            ("EMBARGO: 1500 GMT", "1500 GMT"),
        ] {
            assert_eq!(embargo(line), Some(time), "{line}");
        }
        for line in [
            "EMBARGO ON OIL LIFTED AFTER 12 YEARS",
            "Embargo hits 3 ports",
            "Embargoed until Friday, the report says little.",
            "FOR RELEASE",
            "FOR IMMEDIATE RELEASE",
            "Hold for ransom",
        ] {
            assert_eq!(embargo(line), None, "{line}");
        }
    }

    #[test]
    fn standing_lines_say_whose_copy_it_is() {
        for line in [
            "c.1998 N.Y. Times News Service",
            "c. 1995 The Harbor Globe",
            "(c) 2005, The Harbor Post",
            "Special to The New York Times",
        ] {
            assert_eq!(read(line), Some(TakeKind::New), "{line}");
        }
        for line in [
            "c.1998 it was sold",
            "Special to the town is its harbor",
            "Special to Harbor is the fog.",
            "C.B. Harker said",
            "(c) the port",
            "Copyright law changes in 1998",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn notes_in_other_languages() {
        for (note, kind) in [
            ("(neu: Aussagen des Vorstands)", TakeKind::Update),
            ("(Zusammenfassung 1530 - neu: Reaktionen)", TakeKind::Update),
            ("(Berichtigung: Im zweiten Satz muss es heißen)", TakeKind::Correction),
            ("(Achtung: Sperrfrist bis Sonntag)", TakeKind::New),
            ("(Actualisé avec préfecture)", TakeKind::Update),
            ("(Agrega comentario de sindicato)", TakeKind::Update),
            ("(Corrige nombre en segundo párrafo)", TakeKind::Correction),
            ("(Nieuw bericht, vervangt: Molen draait)", TakeKind::Update),
        ] {
            assert_eq!(read(note), Some(kind), "{note}");
        }
        for text in ["(Neu ist das nicht)", "(Nota del traductor)", "(Corrige)"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn copy_is_no_note() {
        for text in [
            "(Port authorities said so.)",
            "(Adds up to nothing) said the captain (again)",
            "Editors at the paper said so.",
            "Attention turned to the harbour.",
            "Note the difference.",
            "Adds quotes",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(?s)[(]?.{0,80}") {
            read(&text);
            embargo(&text);
        }
    }
}
