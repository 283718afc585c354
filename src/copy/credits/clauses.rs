//! Clauses: `Reporting by A in X and B; Editing by C`.
//!
//! Comes in: the text inside the brackets. Goes out: one credit a role and place. Apart from the
//! finding of a sign-off, because the same clauses stand bare at the end of other agencies' copy.

use crate::copy::byline::{folded, is_name};
use crate::copy::regions;
use crate::story::Credit;

/// Most clauses, and most people in one; more is no sign-off.
const MOST: usize = 40;

/// Reads clauses; `None` where the text does not start with one or a clause names nobody.
pub(super) fn read(text: &str) -> Option<Vec<Credit>> {
    let mut credits = Vec::new();
    let mut rest = text;
    let mut clauses = 0;
    loop {
        let Some((role, people)) = role(rest) else {
            // A clause of a role that is not known, between those that are.
            let unknown = rest.split_once(';').filter(|(clause, _)| clause.contains(" by "));
            match unknown {
                Some((_, behind)) if clauses > 0 && opens(behind) => rest = behind,
                _ => break,
            }
            continue;
        };
        clauses += 1;
        if clauses > MOST {
            return None;
        }
        let (people, behind) = clause_end(people);
        if !persons(&role, people, &mut credits) {
            return None;
        }
        rest = behind;
    }
    (clauses > 0 && !credits.is_empty()).then_some(credits)
}

/// Whether a clause starts here.
pub(super) fn opens(text: &str) -> bool {
    role(text).is_some()
}

/// The role that a clause starts with, in one form, and the text behind `by`.
fn role(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches([' ', '*', '-', '–', ';', ',', '.', '(', '\n']);
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut words: [&'static str; 5] = [""; 5];
    let mut count = 0;
    let mut rest = text;
    loop {
        let end = rest.find([' ', '\n', ':']).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let colon = behind.starts_with(':');
        let behind = behind.trim_start_matches([' ', '\n', ':']);
        let word = word.trim_end_matches(',');
        let is_by = word.eq_ignore_ascii_case("by");
        if colon
            && count == 0
            && let Some(role) = german_role(word)
        {
            return Some((role.to_owned(), behind));
        }
        if is_by || colon && count == 0 && matches!(word, "Editors" | "Editor" | "Reporters") {
            if !is_by {
                let role = if word == "Reporters" { "reporting" } else { "editing" };
                return Some((role.to_owned(), behind));
            }
            // `by` alone is a byline.
            let named = words[..count].iter().any(|word| !matches!(*word, "and" | "additional"));
            return named.then(|| (words[..count].join(" "), behind));
        }
        let known = folded(word, known_word)?;
        if known.is_empty() {
            // `with`, `all`: says nothing of the role.
        } else if count == words.len() {
            return None;
        } else {
            words[count] = known;
            count += 1;
        }
        rest = behind;
    }
}

/// `Autorin: `, `Redaktion: `: labels of German desks.
fn german_role(label: &str) -> Option<&'static str> {
    Some(match label {
        "Autor" | "Autorin" | "Autoren" | "Autorinnen" | "Autor/in" | "Autor/-in" | "Autor*in"
        | "Berichterstatter" | "Berichterstatterin" => "reporting",
        "Redaktion" | "Redakteur" | "Redakteurin" => "editing",
        _ => return None,
    })
}

/// One form for each word of a role; empty for words that say nothing; `None` for others.
fn known_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "with" => "",
        "and" | "&" => "and",
        "additional" | "additonal" | "addtional" | "additional," | "extra" | "further" => {
            "additional"
        }
        "reporting" | "reported" | "reportng" | "reporing" => "reporting",
        "writing" | "written" => "writing",
        "editing" | "edited" | "editng" | "eding" => "editing",
        "compiled" | "compiling" => "compiled",
        "polling" => "polling",
        "graphics" | "graphic" => "graphics",
        "research" | "researched" => "research",
        "translated" | "translation" | "translating" => "translation",
        "produced" | "production" => "production",
        "photography" | "photographs" => "photography",
        "analysis" => "analysis",
        "interview" | "interviewed" => "interview",
        "video" => "video",
        "data" => "data",
        "contributed" | "contributions" => "additional reporting",
        "screening" => "screening",
        "rewriting" => "rewriting",
        _ => return None,
    })
}

/// Cuts a clause off where the next one starts. Full stops and commas end a clause only where a
/// role follows, so that `Gerald E. Harker` and `St. Louis` hold together.
fn clause_end(text: &str) -> (&str, &str) {
    for (at, c) in text.char_indices() {
        let behind = &text[at + c.len_utf8()..];
        match c {
            ';' => return (&text[..at], behind),
            ',' | '.' | '\n' if opens(behind) => return (&text[..at], behind),
            ')' | '(' => return (&text[..at], if opens(behind) { behind } else { "" }),
            // `... and editing by`
            ' ' if behind.starts_with("and ") && opens(&behind[4..]) => {
                return (&text[..at], &behind[4..]);
            }
            // `Editing by Bob Ray. For more coverage, click on http://...`
            '.' if [" For more ", " Please credit ", " Visit "]
                .iter()
                .any(|it| behind.starts_with(it)) =>
            {
                return (&text[..at], "");
            }
            // A line end that became a blank.
            ' ' if behind.starts_with(|c: char| c.is_ascii_uppercase()) && opens(behind) => {
                return (&text[..at], behind);
            }
            ' ' if behind.starts_with("with ") && opens(behind) => return (&text[..at], behind),
            _ => {}
        }
    }
    (text, "")
}

/// Reads the people of a clause into credits, one a place. Says whether all of it was read.
pub(super) fn persons(role: &str, text: &str, credits: &mut Vec<Credit>) -> bool {
    let text = text.trim().trim_end_matches(['.', ')', ',', ']']);
    if text.is_empty() {
        return false;
    }
    let mut names: Vec<String> = Vec::new();
    let mut place: Option<String> = None;
    let mut collective = false;
    let mut start = credits.len();
    let before = start;
    for piece in split(text) {
        if credits.len() - before > MOST || names.len() > MOST {
            return false;
        }
        let (person, at) = cut_place(piece);
        let known = !person.is_empty() && (is_name(person) || is_title_and_name(person).is_some());
        if at.is_none()
            && let Some(place) = &mut place
            && !place.contains(", ")
            && regions::region(person).is_some()
        {
            // `in Boise, Idaho`
            place.push_str(", ");
            place.push_str(person);
            continue;
        }
        if at.is_none()
            && (!known && is_place(person) || is_capital_place(person, place.as_deref()))
            && place.is_some()
        {
            // `in Paris and London`
            if let Some(place) = &mut place {
                place.push_str(" and ");
                place.push_str(person);
            }
            continue;
        }
        if place.is_some() {
            flush(credits, role, &mut names, place.take());
            start = credits.len();
        }
        if known {
            names.push(is_title_and_name(person).unwrap_or(person).to_owned());
        } else if is_collective(person) {
            collective = true;
        } else if is_contact(person) {
            continue;
        } else {
            return false;
        }
        place = at.map(str::to_owned);
    }
    if !names.is_empty() || place.is_some() {
        flush(credits, role, &mut names, place);
    } else if collective && start == credits.len() {
        credits.push(Credit { role: role.to_owned(), ..Credit::default() });
    }
    credits.len() > before
}

fn flush(credits: &mut Vec<Credit>, role: &str, names: &mut Vec<String>, place: Option<String>) {
    credits.push(Credit { role: role.to_owned(), names: std::mem::take(names), place });
}

/// Cuts at commas and words for `and`.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n', '/'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .map(|part| part.trim().trim_start_matches("and ").trim_start_matches("in the "))
        .filter(|part| !part.is_empty() && *part != "and")
}

/// `A B in CITY` as person and place.
fn cut_place(piece: &str) -> (&str, Option<&str>) {
    if let Some(place) = piece.strip_prefix("in ") {
        return ("", Some(place.trim()).filter(|place| is_place(place)));
    }
    for word in [" in ", " at ", " near ", " from ", " aboard "] {
        if let Some(at) = piece.find(word) {
            let place = piece[at + word.len()..].trim();
            if is_place(place) {
                return (piece[..at].trim(), Some(place));
            }
        }
    }
    (piece, None)
}

/// Capitalised words, few of them.
fn is_place(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text.split(' ').count() <= 4
        && text.split(' ').all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(word, "de" | "the" | "of" | "al" | "la" | "el")
        })
        && !text.contains(|c: char| c.is_ascii_digit() || c == '@')
}

/// Whether two capitalised words behind `in X and` are a place, not a person: capitals like the
/// place before it, or a city of two words.
fn is_capital_place(text: &str, place: Option<&str>) -> bool {
    let shouted = |text: &str| text.len() > 2 && !text.bytes().any(|b| b.is_ascii_lowercase());
    is_known_place(text) || shouted(text) && place.is_some_and(shouted)
}

/// Cities of two words in which desks sit.
fn is_known_place(text: &str) -> bool {
    folded(text, |text| {
        matches!(
            text,
            "new york"
                | "hong kong"
                | "los angeles"
                | "san francisco"
                | "new delhi"
                | "mexico city"
                | "sao paulo"
                | "são paulo"
                | "rio de janeiro"
                | "buenos aires"
                | "tel aviv"
                | "kuala lumpur"
                | "united nations"
                | "panama city"
                | "saint petersburg"
                | "st. petersburg"
                | "st petersburg"
                | "cape town"
                | "abu dhabi"
                | "las vegas"
                | "san diego"
                | "san juan"
                | "san salvador"
                | "santo domingo"
                | "st. louis"
                | "new orleans"
                | "kuwait city"
                | "guatemala city"
                | "phnom penh"
                | "port-au-prince"
                | "addis ababa"
                | "el paso"
                | "washington d.c."
        )
    })
}

/// `Beijing newsroom`, `Reuters staff`, `London bureau`: a desk, nobody's name.
fn is_collective(text: &str) -> bool {
    text.split(' ').count() <= 6
        && text.split(' ').next_back().is_some_and(|word| {
            folded(word, |word| {
                matches!(
                    word,
                    "newsroom"
                        | "newsrooms"
                        | "staff"
                        | "bureau"
                        | "bureaus"
                        | "bureaux"
                        | "desk"
                        | "team"
                        | "correspondents"
                        | "reporters"
                        | "equities"
                        | "unit"
                )
            })
        })
        && text.starts_with(|c: char| c.is_alphabetic())
        && text.split(' ').any(|word| word.starts_with(char::is_uppercase))
}

/// `Associated Press writers Ann Lee` as `Ann Lee`.
fn is_title_and_name(text: &str) -> Option<&str> {
    let mut end = None;
    let mut offset = 0;
    for word in text.split(' ') {
        offset += word.len();
        let is_title = folded(word, |word| {
            matches!(
                word,
                "writer"
                    | "writers"
                    | "reporter"
                    | "reporters"
                    | "correspondent"
                    | "correspondents"
                    | "editor"
                    | "editors"
                    | "journalist"
                    | "journalists"
                    | "photographer"
                    | "researcher"
            )
        });
        if is_title {
            end = Some(offset);
        }
        offset += 1;
    }
    let name = text.get(end? + 1..)?.trim();
    is_name(name).then_some(name)
}

/// E-mail addresses, telephone numbers, messaging ids.
fn is_contact(text: &str) -> bool {
    text.contains('@')
        || text.bytes().any(|b| b.is_ascii_digit())
        || text.contains("Messaging")
        || text.contains("http")
}
