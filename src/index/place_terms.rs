//! The terms of the other names of a dateline's places.
//!
//! In come the names, out go terms for the fields `place`, `region` and `known_as`. It is its own
//! file because archives name the same few places over and over: a thread works them out once and
//! keeps them, and a story only copies them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::fold::keyword;
use crate::analysis::{Analyser, Lexicon, Token};
use crate::story::{Place, PlaceNames};

/// Stands between the values of a line, so that no phrase crosses from one to the next, and
/// between the names of a term of `known_as`.
pub(crate) const WALL: &str = "\u{4}";

/// Rows of places that are kept, at most.
const KEPT: usize = 4_096;

/// The terms of the other names of a dateline's places.
#[derive(Debug, Clone, Default)]
pub struct PlaceTerms {
    pub(super) names: Arc<PlaceNames>,
    /// Names of cities; no phrase crosses from one to the next.
    pub(super) cities: Vec<Token>,
    pub(super) regions: Vec<Token>,
    pub(super) known_as: Vec<Token>,
}

impl PlaceTerms {
    /// Works the terms of names out.
    pub fn new(names: Arc<PlaceNames>, analyser: &mut Analyser) -> PlaceTerms {
        let cities = cities(&names.cities, analyser);
        let mut regions = Vec::new();
        let mut known_as = Vec::new();
        for (field, rows) in [("country", &names.country_names), ("region", &names.region_names)] {
            for row in rows {
                known_as.extend(row_of(field, row).map(|term| analyser.term(&term)));
            }
        }
        for name in &names.regions {
            regions.extend(analyser.keyword(&place_value(name)));
        }
        PlaceTerms { names, cities, regions, known_as }
    }
}

/// The terms of the names of cities. Names of one word stand in one place, as the forms of a word
/// do: they need no walls, and no phrase crosses from one to the next.
fn cities(names: &[String], analyser: &mut Analyser) -> Vec<Token> {
    let wall = analyser.term(WALL);
    let (mut words, mut rows) = (Vec::<Token>::new(), Vec::new());
    let mut name_terms = Vec::new();
    for name in names {
        name_terms.clear();
        match analyser.line(name, &mut name_terms) {
            0 => {}
            1 => {
                for token in &name_terms {
                    if words.iter().all(|it| it.number() != token.number()) {
                        words.push(Token::new(token.number(), words.is_empty()));
                    }
                }
            }
            _ => {
                rows.push(wall);
                rows.extend_from_slice(&name_terms);
            }
        }
    }
    if words.is_empty() && !rows.is_empty() {
        rows.remove(0);
    }
    words.extend(rows);
    words
}

/// One term for all the names of a country or region: one posting a story instead of a dozen, and
/// there are few such rows.
fn row_of(field: &str, names: &[String]) -> Option<String> {
    let mut names: Vec<String> = names.iter().map(|name| keyword(&place_value(name))).collect();
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| format!("{field}{WALL}{}{WALL}", names.join(WALL)))
}

/// The names that a term of `known_as` holds, if it is one of that field.
pub(super) fn known_as<'a>(term: &'a str, field: &str) -> impl Iterator<Item = &'a str> {
    let names = term.strip_prefix(field).and_then(|rest| rest.strip_prefix(WALL));
    names.unwrap_or("").split(WALL).filter(|name| !name.is_empty())
}

/// A country or region as a value: without full stops, `N.Y.` and `NY` are one.
pub fn place_value(name: &str) -> String {
    name.replace('.', "")
}

/// The places that a thread has met, with the terms of their names.
#[derive(Debug, Default)]
pub struct KnownPlaces {
    /// Numbers the terms.
    lexicon: Arc<Lexicon>,
    terms: FxHashMap<Vec<Place>, Arc<PlaceTerms>>,
}

impl KnownPlaces {
    /// The terms of the places of a dateline; `names` gives the names of those not met yet.
    pub fn terms(
        &mut self,
        places: &[Place],
        analyser: &mut Analyser,
        names: impl FnOnce() -> PlaceNames,
    ) -> Arc<PlaceTerms> {
        if !Arc::ptr_eq(&self.lexicon, analyser.lexicon()) || self.terms.len() >= KEPT {
            self.lexicon = Arc::clone(analyser.lexicon());
            self.terms.clear();
        }
        if let Some(known) = self.terms.get(places) {
            return Arc::clone(known);
        }
        let terms = Arc::new(PlaceTerms::new(Arc::new(names()), analyser));
        self.terms.insert(places.to_vec(), Arc::clone(&terms));
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> PlaceNames {
        let all = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        PlaceNames {
            cities: all(&["Kyiv", "Kiew"]),
            regions: all(&["Kyiv City"]),
            region_names: vec![all(&["K.C."]), Vec::new()],
            country_names: vec![all(&["Ukraine", "UKR", "ukraine"])],
        }
    }

    #[test]
    fn all_names_of_a_country_are_one_term() {
        let mut analyser = Analyser::new(Arc::default());
        let terms = PlaceTerms::new(Arc::new(names()), &mut analyser);
        assert_eq!((terms.regions.len(), terms.known_as.len()), (1, 2));
        let spelt = analyser.lexicon().terms();
        let spelt = |at: usize| String::from_utf8_lossy(spelt.get(terms.known_as[at].number()));
        assert_eq!(known_as(&spelt(0), "country").collect::<Vec<_>>(), ["ukr", "ukraine"]);
        assert_eq!(known_as(&spelt(0), "region").count(), 0);
        assert_eq!(known_as(&spelt(1), "region").collect::<Vec<_>>(), ["kc"]);
    }

    #[test]
    fn names_of_one_word_stand_in_one_place() {
        let mut analyser = Analyser::new(Arc::default());
        let shown = |names: &[&str], analyser: &mut Analyser| {
            let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
            let opens: Vec<bool> = cities(&names, analyser).iter().map(|it| it.opens()).collect();
            opens
        };
        let opens = shown(&["Kyiv", "Kiew", "KIEW", "Nowy Jork"], &mut analyser);
        assert_eq!(opens, [true, false, true, true, true]);
        assert_eq!(shown(&["Nowy Jork"], &mut analyser), [true, true]);
        assert!(shown(&[], &mut analyser).is_empty());
    }

    #[test]
    fn places_are_worked_out_once_for_a_lexicon() {
        let place = |city: &str| Place { city: Some(city.to_owned()), ..Place::default() };
        let mut known = KnownPlaces::default();
        let mut analyser = Analyser::new(Arc::default());
        let first = known.terms(&[place("KIEV")], &mut analyser, names);
        let again = known.terms(&[place("KIEV")], &mut analyser, || unreachable!());
        assert!(Arc::ptr_eq(&first, &again));
        let mut asked = false;
        analyser.set_lexicon(Arc::default());
        known.terms(&[place("KIEV")], &mut analyser, || {
            asked = true;
            names()
        });
        assert!(asked);
    }
}
