//! Other names of the places of a dateline, for the index.
//!
//! In comes a record, out go the names under which its dateline is to be found beside those that
//! were filed: the city's in other languages, the region's in full, the country's. It is its own
//! file because the record keeps what was filed, and only the index wants these.

use super::super::regions::{self, Kind};
use super::gazetteer::{self, City, folded};
use super::{Known, MARGIN, meant};
use crate::story::{Place, PlaceNames, Story};

/// The other names of the places of a story's dateline.
pub fn names(story: &Story) -> PlaceNames {
    let mut names = PlaceNames::default();
    for place in story.dateline.iter().flat_map(|dateline| &dateline.places) {
        add(&mut names, place);
    }
    names
}

fn add(names: &mut PlaceNames, place: &Place) {
    let found = place.city.as_deref().and_then(|city| find(city, place));
    if let (Some(found), Some(filed)) = (found, &place.city) {
        let filed = folded(filed);
        let mut met = vec![filed];
        for name in std::iter::once(found.name()).chain(found.others().map(str::to_owned)) {
            let folded = folded(&name);
            if !met.contains(&folded) {
                met.push(folded);
                push(&mut names.cities, name);
            }
        }
    }
    let country = place.country.as_deref().or(found.map(|it| it.country));
    let known = place.region.as_deref().and_then(regions::region);
    match &place.region {
        // `West Bank` and `Soviet Union` are found as regions, a country that is given is not.
        Some(filed) if known.is_none_or(|it| it.kind != Kind::Country) => {
            region(names, filed, country);
        }
        Some(_) => {}
        None => {
            if let Some(name) = found.and_then(|it| it.region()) {
                region(names, &name, country);
            }
        }
    }
    if let Some(code) = &place.country {
        let mut row = Vec::new();
        regions::country_names(code).for_each(|name| push(&mut row, name.to_owned()));
        push(&mut names.country_names, row);
    }
}

fn region(names: &mut PlaceNames, name: &str, country: Option<&str>) {
    let all = regions::region_names(name, country);
    let full = all.first().copied().unwrap_or(name).to_owned();
    let mut row = Vec::new();
    for other in std::iter::once(name).chain(all).filter(|it| *it != full) {
        push(&mut row, other.to_owned());
    }
    push(&mut names.regions, full);
    push(&mut names.region_names, row);
}

fn push<T: PartialEq>(names: &mut Vec<T>, name: T) {
    if !names.contains(&name) {
        names.push(name);
    }
}

/// The city that a place of the record is, if that is certain.
fn find(city: &str, place: &Place) -> Option<City> {
    let mut cities = gazetteer::cities(city);
    let Some(country) = &place.country else {
        // In none by nature or in dispute, but one city all the same.
        let is_one = super::city(city) == Some(Known::Nowhere) || place.region.is_some();
        return meant(&cities).filter(|_| is_one);
    };
    cities.retain(|it| it.country == country);
    if let Some(region) = &place.region
        && regions::region(region).is_none_or(|found| found.kind == Kind::State)
    {
        let all = regions::region_names(region, Some(country));
        let is_it = |key: &str| {
            folded(region).as_deref() == Some(key)
                || all.iter().any(|name| folded(name).as_deref() == Some(key))
        };
        return cities.into_iter().find(|it| it.region_key().is_some_and(is_it));
    }
    // Without a region, the one that outweighs the others of the country.
    let best = *cities.iter().max_by_key(|it| it.weight())?;
    let rival = cities.iter().filter(|it| **it != best).map(City::weight).max().unwrap_or(0);
    let sure = super::city(city).is_some() || best.weight() >= rival.saturating_mul(MARGIN / 2);
    sure.then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Dateline;

    fn of(city: &str, region: Option<&str>, country: Option<&str>) -> PlaceNames {
        let text = |it: &str| Some(it.to_owned());
        let place = Place {
            city: text(city),
            region: region.and_then(text),
            country: country.and_then(text),
        };
        let dateline = Dateline { places: vec![place], ..Dateline::default() };
        names(&Story { dateline: Some(dateline), ..Story::default() })
    }

    fn holds(names: &[String], name: &str) -> bool {
        names.iter().any(|it| folded(it) == folded(name))
    }

    fn row_holds(rows: &[Vec<String>], name: &str) -> bool {
        rows.iter().any(|row| holds(row, name))
    }

    #[test]
    fn cities_have_their_names_in_other_languages() {
        for filed in ["Kiova", "Kiev", "КИЕВ", "Kiew"] {
            assert!(holds(&of(filed, None, Some("UA")).cities, "Kyiv"), "{filed}");
        }
        assert!(holds(&of("Athen", None, Some("GR")).cities, "Athens"));
        assert!(holds(&of("ATHENS", None, Some("GR")).cities, "Athen"));
        // Another Athens.
        assert!(of("ATHENS", Some("Ga."), Some("US")).cities.is_empty());
        assert!(of("ATHENS", Some("Maine"), Some("US")).cities.is_empty());
        assert_eq!(of("NOWHERE", None, None), PlaceNames::default());
    }

    #[test]
    fn regions_in_full_and_short() {
        let names = of("CALGARY", Some("Alta."), Some("CA"));
        assert_eq!(names.regions, ["Alberta"]);
        assert!(row_holds(&names.region_names, "AB") && row_holds(&names.region_names, "Alta."));
        assert_eq!(of("CALGARY", None, Some("CA")).regions, ["Alberta"]);
        assert_eq!(of("BOSTON", None, Some("US")).regions, ["Massachusetts"]);
        assert_eq!(of("SPRINGFIELD", None, Some("US")).regions, [""; 0]);
        assert_eq!(of("MUNICH", None, Some("DE")).regions, ["Bavaria"]);
        assert!(row_holds(&of("MUNICH", None, Some("DE")).region_names, "Bayern"));
        assert_eq!(of("RAMALLAH", Some("West Bank"), None).regions, ["West Bank"]);
    }

    #[test]
    fn countries_by_all_their_names() {
        let names = of("ANKARA", None, Some("TR")).country_names;
        for name in ["Turkey", "Türkei", "TUR"] {
            assert!(row_holds(&names, name), "{name}");
        }
    }
}
