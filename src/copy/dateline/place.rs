//! Places: the part of a dateline before its date and agency.
//!
//! In come the tokens between the start and the date, out go the places as the record has them
//! and what the guards need to know of them. It is its own file because telling a city from its
//! state, a slash from a comma, and a keying slip from a name has nothing to do with dates.

use super::super::places;
use super::super::regions::{self, Kind as RegionKind};
use super::date::Tokens;
use super::guards::{self, Writing};
use super::lex::{Kind, Shape, Token};
use super::parts::{parts, pieces, slice};
use crate::story::Place;

/// Most places in one dateline.
const MOST: usize = 5;

/// Places, and what the guards ask about them.
#[derive(Debug)]
pub(super) struct Read {
    pub places: Vec<Place>,
    /// Something had to be put right.
    pub damaged: bool,
    /// Each place is a city that stands alone, a country, or has a known region.
    pub known: bool,
    /// The same, but the name of a country alone does not count.
    pub cities: bool,
    /// The last place has a region or country of the tables.
    pub region: bool,
    /// Weakest writing of the cities.
    pub writing: Writing,
    /// Most words in a city.
    pub words: usize,
    /// Nothing but commodity words and list marks.
    pub mark: bool,
    /// A word of a firm or body is in it.
    pub body: bool,
    /// Its first word opens a sentence.
    pub opener: bool,
    /// Capitals follow mixed case: a byline ran into the city.
    pub name_first: bool,
    /// All words are in small letters.
    pub small: bool,
    /// No place at all: `NO CITY`, `CLANDESTINE`.
    pub placeholder: bool,
}

/// Reads tokens `from..to` as places.
pub(super) fn read(head: &Tokens, from: usize, to: usize) -> Option<Read> {
    let tokens = head.tokens.get(from..to)?;
    let mut read = Read {
        places: Vec::new(),
        damaged: false,
        known: true,
        cities: true,
        region: false,
        writing: Writing::Caps,
        words: 0,
        mark: true,
        body: false,
        opener: false,
        name_first: false,
        small: true,
        placeholder: false,
    };
    let pieces = pieces(head.text, tokens);
    if pieces.is_empty() || pieces.len() > MOST {
        return None;
    }
    for piece in pieces {
        piece_of(head.text, piece, &mut read)?;
    }
    share(&mut read.places);
    let words = || {
        tokens
            .iter()
            .filter(|token| token.kind == Kind::Word)
            .map(|token| &head.text[token.start..token.end])
    };
    let first = words().next()?;
    read.opener = guards::opens_sentence(first, words().nth(1));
    read.body = words().any(guards::is_body);
    read.mark =
        words().all(|word| guards::is_mark(word) || guards::is_connector(word) || word.len() < 2);
    read.small = tokens.iter().all(|token| matches!(token.shape, Shape::Lower | Shape::None));
    Some(read)
}

fn piece_of(text: &str, piece: &[Token], read: &mut Read) -> Option<()> {
    let mut parts = parts(text, piece);
    let slips = |token: &Token| {
        text[token.start..token.end].contains(['{', '}', '|', '~', '\\', '`', '\u{2cb}'])
    };
    read.damaged |= piece.iter().any(|token| token.kind == Kind::Junk || slips(token));
    // `CALGARY. Alberta`
    if let [city, region, ..] = &parts[..]
        && let (Some(last), Some(first)) = (city.tokens.last(), region.tokens.first())
        && text.get(last.end..first.start).is_some_and(|gap| gap.trim() == ".")
    {
        read.damaged = true;
    }
    let city_tokens = parts.first()?.tokens;
    let (city_tokens, glued) = match unglue(text, city_tokens) {
        Some((city, region)) => {
            read.damaged = true;
            (city, Some(region))
        }
        None => (city_tokens, None),
    };
    parts.remove(0);
    let mut city = slice(text, city_tokens);
    let mut place = Place::default();
    let mut names: Vec<(String, bool)> = glued.map(|region| (region, false)).into_iter().collect();
    names.extend(parts.iter().map(|part| (slice(text, part.tokens), part.bracket)));
    // `FRESCalif.`: the state ran into the city.
    if names.is_empty()
        && let Some((head, tail)) = run_together(&city)
    {
        read.damaged = true;
        names.push((tail, false));
        city = head;
    }
    let found = places::city(&city);
    let placeholder = regions::is_placeholder(&city);
    let mut region_known = false;
    for (name, _) in &names {
        region_known |= place_region(&city, name, &mut place, read);
    }
    if names.len() > 1
        && found.is_some_and(|found| found.country().is_some())
        && place.region.is_some()
        && !names.iter().any(|(_, bracket)| *bracket)
    {
        // `NEW YORK, Louisville, KY`: two datelines in one.
        read.damaged = true;
    }
    if names.is_empty() && !placeholder {
        place.country = places::country_alone(&city).map(str::to_owned);
    }
    let alone = found.is_some() || place.country.is_some();
    read.known &= alone || region_known || placeholder;
    read.cities &= found.is_some() || region_known;
    read.region = region_known;
    read.placeholder |= placeholder;
    let words: Vec<Token> =
        city_tokens.iter().filter(|token| token.kind == Kind::Word).copied().collect();
    read.words = read.words.max(words.len());
    read.name_first |= found.is_none()
        && words.windows(2).any(|pair| {
            pair[0].shape == Shape::Title
                && pair[1].shape == Shape::Caps
                && pair[1].end - pair[1].start > 2
        });
    let mut writing = guards::writing(text, &words);
    if writing == Writing::Lower && found.is_some() {
        writing = Writing::Title;
    }
    read.writing = read.writing.min(writing);
    if !placeholder {
        place.city = Some(city);
    }
    if place != Place::default() {
        read.places.push(place);
    }
    Some(())
}

/// Takes one second part into the place; true if the tables know it.
fn place_region(city: &str, name: &str, place: &mut Place, read: &mut Read) -> bool {
    let mut name = name.to_owned();
    let mut found = regions::region(&name);
    if found.is_none()
        && let Some((stray, rest)) = name.split_once(' ')
        && stray.chars().count() == 1
        && let Some(region) = regions::region(rest)
    {
        // `ROANOKE,M Va.`: a stray letter.
        read.damaged = true;
        (name, found) = (rest.to_owned(), Some(region));
    }
    let country = |place: &Place| place.country.clone();
    match found {
        Some(region) if region.kind == RegionKind::Country => {
            let code = region.country.map(str::to_owned);
            if place.country.is_some() && country(place) != code {
                read.damaged = true;
            } else {
                place.country = code;
            }
            true
        }
        Some(region) => {
            if place.region.is_none() {
                let found = region.country.or_else(|| places::country(city, Some(&name)));
                place.country = found.map(str::to_owned).or(country(place));
                place.region = Some(name);
            } else if let Some(code) = region.country {
                // `HAILEY, Idaho, Calif.` has two states; `POOLE, Dorset, England` has one.
                read.damaged |= region.kind == RegionKind::State && place.country.is_some();
                place.country.get_or_insert_with(|| code.to_owned());
            }
            true
        }
        None => {
            if place.region.is_none() && !regions::is_placeholder(&name) {
                place.region = Some(name);
            }
            false
        }
    }
}

/// `FRANKFURT West Germany`, `FARMINGTON Conn.`, `PIERRE S.D.`: a known region after the capitals
/// of the city.
fn unglue<'t>(text: &str, tokens: &'t [Token]) -> Option<(&'t [Token], String)> {
    let letters = (1..tokens.len()).find(|&at| {
        tokens[at..].iter().filter(|token| token.kind == Kind::Dot).count() > 1
            && regions::region(&slice(text, &tokens[at..])).is_some()
    });
    let at = letters.or_else(|| tokens.iter().position(|token| token.shape == Shape::Title))?;
    if at == 0
        || tokens[..at].iter().any(|token| token.kind == Kind::Word && token.shape != Shape::Caps)
    {
        return None;
    }
    let region = slice(text, &tokens[at..]);
    regions::region(&region)?;
    Some((&tokens[..at], region))
}

/// Splits capitals from a state's abbreviation that ran into them.
fn run_together(city: &str) -> Option<(String, String)> {
    let small = city.find(|c: char| c.is_lowercase())?;
    let border = city[..small].char_indices().next_back()?.0;
    let (head, tail) = city.split_at(border);
    if head.chars().count() < 3 || tail.len() < 4 || !head.chars().all(|c| c.is_uppercase()) {
        return None;
    }
    regions::region(tail).filter(|found| found.kind == RegionKind::State)?;
    Some((head.to_owned(), tail.to_owned()))
}

/// `VALLETTA/ST. JULIAN'S, Malta`: the last region holds for places before it that have none.
fn share(places: &mut [Place]) {
    let [before @ .., last] = places else { return };
    let known =
        |place: &Place| place.city.as_deref().is_some_and(|city| places::city(city).is_some());
    let elsewhere = |place: &Place| match (&place.city, &last.country) {
        (Some(city), Some(country)) => places::is_elsewhere(city, country),
        _ => false,
    };
    for place in before {
        if place.region.is_none() && place.country.is_none() && !known(place) && !elsewhere(place) {
            place.region.clone_from(&last.region);
            place.country.clone_from(&last.country);
            if last.region.is_none() && known(last) {
                // The country of a stand-alone city is its own affair.
                place.country = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    fn places(text: &str) -> Vec<(String, String, String)> {
        let (tokens, _) = lex(text);
        let head = Tokens { text, tokens: &tokens, language: None, day_first: false };
        let read = read(&head, 0, tokens.len()).unwrap();
        let field = |text: Option<String>| text.unwrap_or_default();
        read.places
            .into_iter()
            .map(|place| (field(place.city), field(place.region), field(place.country)))
            .collect()
    }

    fn place(city: &str, region: &str, country: &str) -> (String, String, String) {
        (city.into(), region.into(), country.into())
    }

    #[test]
    fn cities_with_states_and_countries() {
        for (text, expected) in [
            ("GROSSETO, Italy", place("GROSSETO", "", "IT")),
            ("ALBANY, N.Y.", place("ALBANY", "N.Y.", "US")),
            ("ALBANY, N. Y.", place("ALBANY", "N. Y.", "US")),
            ("ST. LOUIS", place("ST. LOUIS", "", "US")),
            ("TRAIL, British Columbia", place("TRAIL", "British Columbia", "CA")),
            ("BOSTON", place("BOSTON", "", "US")),
            ("MANAGUA (NICARAGUA)", place("MANAGUA", "", "NI")),
            ("Bengaluru (Karnataka) [India]", place("Bengaluru", "Karnataka", "IN")),
            ("MONOPOLI (BARI)", place("MONOPOLI", "BARI", "")),
            ("HSINCHU, central Taiwan", place("HSINCHU", "central Taiwan", "TW")),
            (
                "GEORGETOWN, Grand Cayman, British West Indies",
                place("GEORGETOWN", "Grand Cayman", "KY"),
            ),
            ("UNITED NATIONS", place("UNITED NATIONS", "", "")),
            ("RAMALLAH, West Bank", place("RAMALLAH", "West Bank", "")),
            ("NO CITY (PERU)", place("", "", "PE")),
        ] {
            assert_eq!(places(text), [expected], "{text}");
        }
        assert_eq!(places("CLANDESTINE"), []);
    }

    #[test]
    fn several_places() {
        assert_eq!(
            places("TSUCHIURA, Japan/DETROIT"),
            [place("TSUCHIURA", "", "JP"), place("DETROIT", "", "US")]
        );
        assert_eq!(
            places("VALLETTA/ST. JULIAN'S, Malta"),
            [place("VALLETTA", "", "MT"), place("ST. JULIAN'S", "", "MT")]
        );
        assert_eq!(
            places("GEORGETOWN, Del. and NEW YORK"),
            [place("GEORGETOWN", "Del.", "US"), place("NEW YORK", "", "US")]
        );
        assert_eq!(
            places("PORT OF SPAIN, Trinidad and Tobago"),
            [place("PORT OF SPAIN", "", "TT")]
        );
    }

    #[test]
    fn slips_of_the_keys() {
        assert_eq!(places("ME}LBOURNE"), [place("MELBOURNE", "", "AU")]);
        assert_eq!(places("ROANOKE,M Va."), [place("ROANOKE", "Va.", "US")]);
        assert_eq!(places("FRESCalif."), [place("FRES", "Calif", "US")]);
        assert_eq!(places("CALGARY. Alberta"), [place("CALGARY", "Alberta", "CA")]);
        assert_eq!(places("FRANKFURT West Germany"), [place("FRANKFURT", "", "DE")]);
        assert_eq!(places("PIERRE S.D."), [place("PIERRE", "S.D.", "US")]);
        assert_eq!(places("HAILEY, Idaho, Calif."), [place("HAILEY", "Idaho", "US")]);
    }
}
