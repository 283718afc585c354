//! The gazetteer: cities of 15,000 people and more, and first-level regions, from GeoNames.
//!
//! In comes a name, out go the cities that bear it. The tables are text in the program, sorted by
//! folded name and searched in place, so nothing is loaded. `tools/gazetteer.py` makes them and
//! says how they are written; the file NOTICE says whose data they are. It is its own file
//! because nothing else knows their form.

use std::cmp::Ordering;
use std::sync::OnceLock;

use memchr::{memchr, memrchr};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::super::regions::key;

const CITIES: &str = include_str!("cities.tsv");
const REGIONS: &str = include_str!("regions.tsv");

/// Longest name worth looking up, in bytes.
const LONGEST: usize = 80;

/// A city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct City {
    key: &'static str,
    /// Country, ISO 3166 alpha-2.
    pub country: &'static str,
    region: &'static str,
    /// Thousands of people, at least one.
    pub thousands: u32,
    /// Capital of its country.
    pub capital: bool,
    word: bool,
    names: &'static str,
}

impl City {
    /// Its name, as GeoNames writes it.
    pub fn name(&self) -> String {
        match self.names.split('|').next() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => titled(self.key),
        }
    }

    /// Its other names, in the languages of wires.
    pub fn others(&self) -> impl Iterator<Item = &'static str> {
        self.names.split('|').skip(1)
    }

    /// Its first-level region.
    pub fn region(&self) -> Option<String> {
        let number = usize::from_str_radix(self.region, 36).ok()?;
        let (key, name) = regions_of(self.country).get(number)?;
        Some(if name.is_empty() { titled(key) } else { (*name).to_owned() })
    }

    /// The folded name of its region.
    pub fn region_key(&self) -> Option<&'static str> {
        let number = usize::from_str_radix(self.region, 36).ok()?;
        regions_of(self.country).get(number).map(|(key, _)| *key)
    }

    /// Whether a folded name of it is also a word of English.
    pub fn is_word(&self, name: &str) -> bool {
        self.word && self.key == name
    }

    /// How much speaks for it where a name says no more: people, and a capital more than a town.
    pub fn weight(&self) -> u32 {
        self.thousands * if self.capital { 4 } else { 1 }
    }
}

/// The cities that bear a name, the largest first.
pub(super) fn cities(name: &str) -> Vec<City> {
    let Some(folded) = folded(name) else { return Vec::new() };
    let line = line(CITIES, &folded).or_else(|| {
        // `Saint Louis`, `Santo …` stay; `Saint` and `St.` are one.
        let (long, short) = [("saint ", "st "), ("st ", "saint ")]
            .into_iter()
            .find(|(from, _)| folded.starts_with(from))?;
        line(CITIES, &format!("{short}{}", &folded[long.len()..]))
    });
    let mut found: Vec<City> = Vec::new();
    for entry in entries(line.unwrap_or("")) {
        let city = match entry.1.strip_prefix('=') {
            Some(target) => meant(target),
            None => city(entry),
        };
        if let Some(city) = city.filter(|city| !found.contains(city)) {
            found.push(city);
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.thousands));
    found
}

/// The countries that have a first-level region of that name.
pub(super) fn countries_with(region: &str) -> Vec<&'static str> {
    let Some(folded) = folded(region) else { return Vec::new() };
    let mut at = start(REGIONS, &folded);
    let mut found = Vec::new();
    while let Some(line) = REGIONS.get(at..).and_then(|rest| rest.lines().next()) {
        let Some(rest) = line.strip_prefix(folded.as_str()).and_then(|it| it.strip_prefix('\t'))
        else {
            break;
        };
        found.extend(rest.get(..2));
        at += line.len() + 1;
    }
    found
}

/// A name as the tables have it.
pub(super) fn folded(name: &str) -> Option<String> {
    let name = name.trim();
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let folded = key(name);
    // Korean syllables in one piece.
    Some(if folded.is_ascii() { folded } else { folded.nfc().collect() })
}

/// `rio de janeiro` to `Rio De Janeiro`: how a name is written that the table leaves out.
fn titled(key: &str) -> String {
    let mut before = ' ';
    key.chars()
        .map(|c| {
            let first = matches!(before, ' ' | '-');
            before = c;
            if first { c.to_ascii_uppercase() } else { c }
        })
        .collect()
}

fn entries(line: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (key, rest) = line.split_once('\t').unwrap_or((line, ""));
    rest.split('\t').map(move |entry| (key, entry))
}

/// The city that `name/CC` points to.
fn meant(target: &'static str) -> Option<City> {
    let (key, country) = target.split_once('/')?;
    entries(line(CITIES, key)?).filter_map(city).find(|city| city.country == country)
}

/// `GR6/664*/|Ateena|Aten`
fn city((key, entry): (&'static str, &'static str)) -> Option<City> {
    let mut parts = entry.split('/');
    let (place, size) = (parts.next()?, parts.next()?);
    let (country, region) = place.split_at_checked(2)?;
    let digits = size.trim_end_matches(['*', '!']);
    Some(City {
        key,
        country,
        region,
        thousands: digits.parse().ok()?,
        capital: size.contains('*'),
        word: size.ends_with('!'),
        names: parts.next().unwrap_or(""),
    })
    .filter(|_| !country.starts_with('='))
}

/// The line whose first part is `key`.
fn line(table: &'static str, key: &str) -> Option<&'static str> {
    let line = table.get(start(table, key)..)?.lines().next()?;
    line.strip_prefix(key).is_some_and(|rest| rest.starts_with('\t')).then_some(line)
}

/// Where the first line stands whose first part is not before `key`.
fn start(table: &str, key: &str) -> usize {
    let bytes = table.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let from = memrchr(b'\n', &bytes[low..middle]).map_or(low, |at| low + at + 1);
        let to = memchr(b'\n', &bytes[middle..]).map_or(bytes.len(), |at| middle + at);
        let found = &bytes[from..to];
        let found = &found[..memchr(b'\t', found).unwrap_or(found.len())];
        if found.cmp(key.as_bytes()) == Ordering::Less {
            low = (to + 1).min(high);
        } else {
            high = from;
        }
    }
    low
}

/// The regions of a country, folded and as written, in the order of the table.
fn regions_of(country: &str) -> &'static [(&'static str, &'static str)] {
    type Regions = FxHashMap<&'static str, Vec<(&'static str, &'static str)>>;
    static MAP: OnceLock<Regions> = OnceLock::new();
    let map = MAP.get_or_init(|| {
        let mut map = Regions::default();
        for line in REGIONS.lines() {
            let mut parts = line.split('\t');
            if let (Some(key), Some(country)) = (parts.next(), parts.next()) {
                map.entry(country).or_default().push((key, parts.next().unwrap_or("")));
            }
        }
        map
    });
    map.get(country).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tables_are_sorted_and_folded() {
        for table in [CITIES, REGIONS] {
            let mut before = "";
            for line in table.lines() {
                let (found, _) = line.split_once('\t').unwrap();
                assert!(before <= found, "{before} {found}");
                assert_eq!(folded(found).as_deref(), Some(found));
                before = found;
            }
        }
        assert!(CITIES.len() + REGIONS.len() < 1_000_000);
    }

    #[test]
    fn every_entry_is_read() {
        let mut count = 0;
        for line in CITIES.lines() {
            for (found, entry) in entries(line) {
                if let Some(target) = entry.strip_prefix('=') {
                    assert!(meant(target).is_some(), "{line}");
                } else {
                    let city = city((found, entry)).unwrap();
                    assert!(city.region.is_empty() || city.region().is_some(), "{line}");
                    // Names fold to the line; those of small towns are not written out.
                    assert_eq!(folded(&city.name()).as_deref(), Some(found), "{line}");
                    count += 1;
                }
            }
        }
        assert!(count > 30_000);
    }

    #[test]
    fn names_in_many_languages() {
        for name in ["Athens", "ATHEN", "Atina", "Αθήνα", "Афины", "أثينا", "雅典", "아테네"]
        {
            let found = cities(name)[0];
            assert_eq!((found.name().as_str(), found.country), ("Athens", "GR"), "{name}");
        }
        assert_eq!(cities("КИЕВ")[0].name(), "Kyiv");
        assert_eq!(cities("Saint Louis")[0].name(), "St. Louis");
        assert_eq!(cities("CALGARY")[0].region().as_deref(), Some("Alberta"));
        assert!(cities("COPPER GRADE A").is_empty());
        assert_eq!(countries_with("Amazonas"), ["BR", "PE", "VE"]);
    }

    proptest! {
        #[test]
        fn any_name_is_safe(name in "\\PC{0,40}") {
            for city in cities(&name) {
                let _ = (city.name(), city.region(), city.others().count());
            }
            let _ = countries_with(&name);
        }
    }
}
