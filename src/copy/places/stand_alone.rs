//! Cities that stand without a country: AP's lists, capitals, towns that head stories often.
//!
//! In comes a name, out goes the country that wires mean by it. The list is kept by hand
//! (`stand_alone.tsv`); it comes before the gazetteer, and only what it holds counts as a city for
//! the grammar of datelines. It is its own file because it is a table.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::super::regions::key;

const LIST: &str = include_str!("stand_alone.tsv");

/// Longest name worth looking up, in bytes.
const LONGEST: usize = 80;

/// A city of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It is in this country, ISO 3166 alpha-2.
    In(&'static str),
    /// It is in none, by its nature: at sea, in the air, in dispute.
    Nowhere,
    /// Several bear the name.
    Several,
}

impl Known {
    /// The country, where the list knows it.
    pub fn country(self) -> Option<&'static str> {
        match self {
            Known::In(country) => Some(country),
            Known::Nowhere | Known::Several => None,
        }
    }
}

fn list() -> &'static FxHashMap<String, Known> {
    static MAP: OnceLock<FxHashMap<String, Known>> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map = FxHashMap::default();
        for line in LIST.lines() {
            let Some((country, names)) = line.split_once('\t') else { continue };
            let known = match country {
                "--" => Known::Nowhere,
                "??" => Known::Several,
                country => Known::In(country),
            };
            for name in names.split('|') {
                map.entry(key(name)).or_insert(known);
            }
        }
        map
    })
}

/// Looks up a city that stands without a country in datelines.
pub fn city(name: &str) -> Option<Known> {
    let name = name.trim();
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let folded = key(name);
    let map = list();
    if let Some(found) = map.get(folded.as_str()) {
        return Some(*found);
    }
    folded.strip_prefix("saint ").and_then(|rest| map.get(format!("st {rest}").as_str()).copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cities_that_stand_alone() {
        for (name, known) in [
            ("NEW YORK", Known::In("US")),
            ("St. Louis", Known::In("US")),
            ("İSTANBUL", Known::In("TR")),
            ("ISTANBUL", Known::In("TR")),
            ("Köln", Known::In("DE")),
            ("КИЕВ", Known::In("UA")),
            ("UNITED NATIONS", Known::Nowhere),
            ("SAN JOSE", Known::Several),
        ] {
            assert_eq!(city(name), Some(known), "{name}");
        }
        assert_eq!(city("WHEAT"), None);
    }

    #[test]
    fn every_country_has_a_code() {
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            let (code, names) = line.split_once('\t').unwrap();
            assert!(matches!(code, "--" | "??" | "GE") || super::super::code(code) == Some(code));
            assert!(names.split('|').all(|name| !name.trim().is_empty()));
        }
    }

    proptest! {
        #[test]
        fn any_name_is_safe(name in "\\PC{0,40}") {
            let _ = city(&name);
        }
    }
}
