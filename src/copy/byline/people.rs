//! People: the part of a byline behind `By`, cut into names, titles and who they write for.
//!
//! Comes in: `A. B. Smith and Carla de la Cruz, European Correspondent, Reuters`. Goes out: two
//! names, a title, an agency, or nothing where a piece is none of these. Apart from the shapes of
//! lines (`mod.rs`), because elements and lines share it.

use super::name::{is_initials, is_name, is_name_char, is_name_word, is_small_name};
use super::pieces::{Joint, pieces};
use super::words;
use crate::copy::{agencies, places, regions};

/// How strictly pieces are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// A line of copy: every piece must be a name, a title or an agency.
    Copy,
    /// An element that its source calls a byline: what follows the names may be anything.
    Element,
}

/// What the people part of a byline says.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) names: Vec<String>,
    pub(super) titles: Vec<String>,
    pub(super) affiliation: Option<String>,
}

/// Reads the part behind `By`.
pub(super) fn read(text: &str, trust: Trust) -> Option<People> {
    let unbracketed = without_brackets(text);
    let text = unbracketed.as_deref().unwrap_or(text).trim();
    let text = cut_kind(text);
    let mut people = People::default();
    // `Ann Lee - Associated Press`, `Ana Reis – Repórter da Agência Brasil`
    let dashed = [" - ", " – ", " — "].iter().find_map(|dash| text.rsplit_once(dash));
    let text = match dashed.and_then(|(text, behind)| Some((text, behind, signed(behind)?))) {
        Some((text, behind, found)) => {
            if agency(behind).is_none() {
                people.titles.push(behind.to_owned());
            }
            people.affiliation = Some(found);
            text.trim_end()
        }
        None => text,
    };
    let pieces = pieces(text)?;
    let (mut uncertain, mut seated) = (false, false);
    let mut index = 0;
    while let Some(&(joint, piece)) = pieces.get(index) {
        index += 1;
        if words::is_suffix(piece)
            && let Some(name) = people.names.last_mut()
            && name.split(' ').count() < 6
        {
            name.push(' ');
            name.push_str(piece);
            continue;
        }
        if let Some(agency) = agency(piece) {
            people.affiliation.get_or_insert(agency);
            continue;
        }
        // `Ann Lee, PA Scotland`: the agency and its office.
        if joint == Joint::Comma
            && let Some((name, office)) = piece.split_once(' ')
            && let Some(agency) = agencies::canonical(name).filter(|it| it.name == name)
            && (regions::region(office).is_some() || places::city(office).is_some())
        {
            people.affiliation.get_or_insert_with(|| agency.name.to_owned());
            continue;
        }
        // `A B, Beijing`: where they sit.
        if joint == Joint::Comma && !people.names.is_empty() && places::city(piece).is_some() {
            continue;
        }
        // `C D in Basra, Dubai and London`: the last of several.
        if seated && !people.names.is_empty() && places::city(piece).is_some() {
            continue;
        }
        seated |= piece.contains(" in ");
        match classify(piece, joint, trust, &people) {
            Class::Name(name, rest) => {
                people.names.push(name.to_owned());
                if let Some(agency) = rest {
                    people.affiliation.get_or_insert(agency);
                }
            }
            Class::UncertainName(name) => {
                uncertain = true;
                people.names.push(name.to_owned());
            }
            Class::Title { title, name } => {
                if people.affiliation.is_none() {
                    people.affiliation = agency_within(title);
                }
                push_once(&mut people.titles, title);
                people.names.extend(name.map(str::to_owned));
            }
            Class::Paper => {
                people.affiliation.get_or_insert_with(|| piece.to_owned());
            }
            Class::None => {
                // `A B, Economics and Politics Editor`: the title was cut in two.
                let next = pieces.get(index).filter(|_| joint == Joint::Comma);
                if let Some(&(_, next)) = next
                    && has_title_word(next)
                    && let Some(title) = spanning(text, piece, next)
                {
                    push_once(&mut people.titles, title);
                    index += 1;
                    continue;
                }
                if trust == Trust::Element && !people.names.is_empty() {
                    break;
                }
                return None;
            }
        }
    }
    if uncertain && people.affiliation.is_none() && trust == Trust::Copy {
        return None;
    }
    let says_who =
        !people.names.is_empty() || people.affiliation.is_some() || !people.titles.is_empty();
    says_who.then_some(people)
}

enum Class<'a> {
    Name(&'a str, Option<String>),
    UncertainName(&'a str),
    Title { title: &'a str, name: Option<&'a str> },
    Paper,
    None,
}

fn classify<'a>(piece: &'a str, joint: Joint, trust: Trust, so_far: &People) -> Class<'a> {
    if has_title_word(piece) {
        return title(piece, joint, so_far);
    }
    if !piece.contains(' ') && words::is_site(piece) {
        return Class::Paper;
    }
    // `A B of The Associated Press`
    if let Some((person, of)) = piece.split_once(" of ")
        && is_name(person)
        && let Some(agency) = agency(of)
    {
        return Class::Name(person, Some(agency));
    }
    let person = [" in ", " at ", " at the "]
        .iter()
        .find_map(|word| {
            let (person, place) = piece.split_once(word)?;
            is_place_like(place).then_some(person)
        })
        .unwrap_or(piece);
    if is_name(person) {
        // `A B Reuters`, `A B Associated Press`: an agency without its comma.
        for (space, _) in person.match_indices(' ').skip(1) {
            if let Some(agency) = agency(&person[space + 1..]) {
                return Class::Name(&person[..space], Some(agency));
            }
        }
        // `A B Associated Press`, `A B La Presse Canadienne`
        for (at, _) in person.rmatch_indices(' ').skip(1).take(2) {
            if person[..at].contains(' ')
                && let Some(agency) = agency(&person[at + 1..])
            {
                return Class::Name(&person[..at], Some(agency));
            }
        }
        if joint == Joint::Comma
            && !so_far.names.is_empty()
            && person.split(' ').next_back().is_some_and(words::is_paper_word)
        {
            return Class::Paper;
        }
        return Class::Name(person, None);
    }
    if joint == Joint::Comma
        && !so_far.names.is_empty()
        && person.split(' ').next_back().is_some_and(words::is_paper_word)
        && person.len() <= 50
    {
        return Class::Paper;
    }
    if is_small_name(person) {
        return Class::UncertainName(person);
    }
    if is_initials(person)
        || trust == Trust::Element && !person.contains(' ') && is_name_word(person, false)
    {
        return Class::Name(person, None);
    }
    // `Jane Roe, a professor of law at ...` is a title in an element.
    let is_small = person.chars().next().is_some_and(char::is_lowercase);
    if joint == Joint::Comma && is_small && trust == Trust::Element && !so_far.names.is_empty() {
        return Class::Title { title: piece, name: None };
    }
    Class::None
}

/// A piece with a title word: the whole a title, or a title and the name behind it.
fn title<'a>(piece: &'a str, joint: Joint, so_far: &People) -> Class<'a> {
    if piece.len() > 80 || piece.bytes().any(|b| b.is_ascii_digit() || b == b'@') {
        return Class::None;
    }
    // `AP Sports Writer Jane Roe`
    if joint == Joint::Hard {
        let mut end_of_title = 0;
        let mut offset = 0;
        for word in piece.split(' ') {
            offset += word.len();
            if words::is_title_word(word) {
                end_of_title = offset;
            }
            offset += 1;
        }
        let (title, name) = piece.split_at(end_of_title);
        let name = name.trim();
        if is_name(name) && title_words_fit(title) {
            return Class::Title { title, name: Some(name) };
        }
    }
    // `JANE ROE Associated Press Writer`: the comma was lost.
    if joint == Joint::Hard
        && let Some((name, title)) = name_and_title(piece)
    {
        return Class::Title { title, name: Some(name) };
    }
    let nobody = so_far.names.is_empty() && so_far.affiliation.is_none();
    if nobody && !is_collective(piece) || !title_words_fit(piece) {
        return Class::None;
    }
    Class::Title { title: piece, name: None }
}

/// Cuts a piece where an agency follows a name: its title begins there.
fn name_and_title(piece: &str) -> Option<(&str, &str)> {
    for (at, _) in piece.match_indices(' ').skip(1).take(4) {
        let (name, title) = (&piece[..at], &piece[at + 1..]);
        let mut words = title.splitn(3, ' ');
        let (one, two) = (words.next()?, words.next()?);
        let agency = agencies::canonical(one).is_some()
            || spanning(title, one, two).and_then(agencies::canonical).is_some();
        if agency && is_name(name) && has_title_word(title) && title_words_fit(title) {
            return Some((name, title));
        }
    }
    None
}

/// Whether every word of a title is capitalised, or a word that titles have.
fn title_words_fit(title: &str) -> bool {
    title.split(' ').all(|word| {
        words::is_title_word(word)
            || words::is_title_filler(word)
            || agencies::canonical(word).is_some()
            || word.chars().next().is_some_and(char::is_uppercase)
            || matches!(word, "&" | "-" | "/")
            // `European investment correspondent`
            || title.len() <= 50 && word.chars().all(|c| c.is_lowercase() || c == '-')
    })
}

/// `Times Staff and Wire Reports`, `a Reuters staff reporter`, `dpa correspondents`.
fn is_collective(piece: &str) -> bool {
    let article = piece.split(' ').next().unwrap_or("");
    agency_within(piece).is_some()
        // `By a correspondent`, `By our own correspondent`
        || words::folded(article, |word| matches!(word, "a" | "an" | "our"))
        || piece.split(' ').any(|word| {
            words::folded(word, |word| {
                matches!(word, "staff" | "wire" | "wires" | "agencies" | "our" | "newsroom")
            })
        })
}

fn has_title_word(piece: &str) -> bool {
    piece.split(' ').any(words::is_title_word)
}

fn push_once(list: &mut Vec<String>, item: &str) {
    if !list.iter().any(|known| known == item) {
        list.push(item.to_owned());
    }
}

/// The part of `text` from the start of one slice of it to the end of another.
fn spanning<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let base = text.as_ptr() as usize;
    let start = (from.as_ptr() as usize).checked_sub(base)?;
    let end = (to.as_ptr() as usize).checked_sub(base)?.checked_add(to.len())?;
    text.get(start..end)
}

/// The agency that a whole piece names, in canonical form.
pub(super) fn agency(piece: &str) -> Option<String> {
    let piece = piece.trim_matches(|c: char| c == '.' || c == '/' || c.is_whitespace());
    let bare = ["the ", "The ", "THE "].iter().find_map(|the| piece.strip_prefix(the));
    if let Some(agency) = agencies::canonical(piece).or_else(|| bare.and_then(agencies::canonical))
    {
        return Some(agency.name.to_owned());
    }
    // One letter too many at the end: `Reutersd`.
    let is_slip = piece.len() == 8 && piece.is_char_boundary(7);
    (is_slip && piece[..7].eq_ignore_ascii_case("reuters")).then(|| "Reuters".to_owned())
}

/// The agency that stands behind a dash, alone or at the end of a title.
fn signed(behind: &str) -> Option<String> {
    let short = behind.split(' ').count() <= 6
        && behind.starts_with(char::is_uppercase)
        && !behind.bytes().any(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b';'));
    agency(behind).or_else(|| short.then(|| agency_within(behind))?)
}

/// The first agency named by a word, or two words, of a title.
fn agency_within(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split(' ').take(8).collect();
    for (index, word) in words.iter().enumerate() {
        if let Some(next) = words.get(index + 1)
            && let Some(two) = spanning(title, word, next)
            && let Some(agency) = agencies::canonical(two)
        {
            return Some(agency.name.to_owned());
        }
        if let Some(agency) = agencies::canonical(word) {
            return Some(agency.name.to_owned());
        }
    }
    None
}

/// `LONDON`, `New York`, `St. Louis and Paris`: capitalised words only.
fn is_place_like(text: &str) -> bool {
    text.len() <= 60
        && text.split(' ').all(|word| {
            word == "and"
                || words::is_particle(word)
                || word.chars().next().is_some_and(char::is_uppercase)
                    && word.chars().all(|c| is_name_char(c) || c == ',')
        })
}

/// Drops what stands in brackets: `(now)`. `None` where there is nothing to drop.
fn without_brackets(text: &str) -> Option<String> {
    if !text.contains('(') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ' ' | ',' if depth == 0 && out.ends_with(' ') => {
                out.pop();
                out.push(c);
            }
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    Some(out)
}

/// Cuts ` - Analysis` and the like off the end.
fn cut_kind(text: &str) -> &str {
    for dash in [" - ", " -- ", " – ", " — ", ": "] {
        if let Some(at) = text.rfind(dash)
            && words::is_kind(text[at + dash.len()..].trim())
        {
            return text[..at].trim_end();
        }
    }
    text
}
