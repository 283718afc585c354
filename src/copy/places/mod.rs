//! Places: which city, region and country the places of a dateline are.
//!
//! In come the parts as filed (`ATHEN`; `CALGARY`, `Alberta`; `KIEV`, `Soviet Union`), out goes
//! the country, as far as it is certain. What the copy gives comes first, then the cities that
//! wires file from without a country (`stand_alone.rs`), then the people who live in each city of
//! that name (`gazetteer.rs`). Two cities that weigh about the same in two countries give none, and
//! neither does a place that by its nature is in none, or in dispute.

mod gazetteer;
mod home;
mod names;
mod stand_alone;

pub use home::{home, settle_at_home};
pub use names::names;
pub use stand_alone::{Known, city};

use gazetteer::City;

use super::regions::{self, Kind, key};
use crate::story::Place;

/// How many times the weight of the next one a city must have to be the one that is meant.
const MARGIN: u32 = 8;
/// The same for names of which wires are known to mean now one and now the other.
const MARGIN_OF_SEVERAL: u32 = 40;

/// Country of a place that wires file from by its own name: a stand-alone city, or a country that
/// is itself the dateline (`BAHRAIN`).
pub fn country_alone(name: &str) -> Option<&'static str> {
    match city(name) {
        Some(found) => found.country(),
        None => regions::region(name)
            .filter(|found| found.kind == Kind::Country && !regions::is_short_code(name))
            .and_then(|found| found.country),
    }
}

/// Country of a city in a region or country, each as filed.
pub fn country(city: &str, region: Option<&str>) -> Option<&'static str> {
    let Some(region) = region else { return alone(city) };
    if let Some(found) = regions::region(region) {
        return found.country.or_else(|| within(city, region));
    }
    // A province that only the gazetteer knows, `MONOPOLI (BARI)`: the city speaks for it.
    let folded = key(region);
    let candidates = gazetteer::cities(city);
    if let Some(found) = candidates.iter().find(|it| it.region_key() == Some(folded.as_str())) {
        return Some(found.country);
    }
    let fits = |country: &&'static str| {
        candidates.is_empty() || candidates.iter().any(|it| it.country == *country)
    };
    // `Bari` is a city to wires before it is a region of Somalia.
    if let Some(country) = self::city(region).and_then(Known::country).filter(fits) {
        return Some(country);
    }
    let mut countries = gazetteer::countries_with(region);
    countries.retain(|country| fits(country));
    countries.dedup();
    match countries[..] {
        [only] => Some(only),
        [] => alone(region).filter(fits).or_else(|| shared(&candidates, region)),
        _ => None,
    }
}

/// The one country in which both a city and the town that stands for its province are:
/// `VIGO (PONTEVEDRA)`.
fn shared(cities: &[City], region: &str) -> Option<&'static str> {
    let towns = gazetteer::cities(region);
    let mut both: Vec<_> = cities.iter().map(|it| it.country).collect();
    both.retain(|country| towns.iter().any(|it| it.country == *country));
    both.sort_unstable();
    both.dedup();
    if let [only] = both[..] { Some(only) } else { None }
}

/// Country of a place that has nothing beside it.
fn alone(name: &str) -> Option<&'static str> {
    match city(name) {
        Some(Known::In(country)) => Some(country),
        Some(Known::Nowhere) => None,
        Some(Known::Several) => of_several(&gazetteer::cities(name)),
        None => match regions::region(name) {
            Some(_) if regions::is_short_code(name) => None,
            // `NEW BRUNSWICK` is a province of Canada, and a city in New Jersey.
            Some(found) => found.country.filter(|country| {
                found.kind == Kind::Country
                    || gazetteer::cities(name).iter().all(|it| it.country == *country)
            }),
            // Towns of England have namesakes overseas that are too small for the gazetteer.
            None => meant(&gazetteer::cities(name))
                .filter(|it| it.country != "GB" || it.thousands >= 100)
                .map(|it| it.country),
        },
    }
}

/// The city that is meant where a name says no more: one that outweighs all in other countries.
fn meant(cities: &[City]) -> Option<City> {
    let best = *cities.iter().max_by_key(|it| it.weight())?;
    outweighing(cities, MARGIN).map(|_| best)
}

/// Country of a name of which wires mean now one city and now the other: a capital, or nearly all.
fn of_several(cities: &[City]) -> Option<&'static str> {
    let capital = cities.iter().max_by_key(|it| it.weight())?.capital;
    outweighing(cities, if capital { MARGIN } else { MARGIN_OF_SEVERAL })
}

/// Country of the city that has `margin` times the weight of any in another country.
fn outweighing(cities: &[City], margin: u32) -> Option<&'static str> {
    let best = cities.iter().max_by_key(|it| it.weight())?;
    let rivals = cities.iter().filter(|it| it.country != best.country);
    let rival = rivals.map(City::weight).max().unwrap_or(0);
    (best.weight() >= rival.saturating_mul(margin)).then_some(best.country)
}

/// What became of states that are no more, and areas that several states share.
const SHARED: [(&str, &[&str]); 11] = [
    (
        "soviet union",
        &["RU", "UA", "BY", "KZ", "UZ", "GE", "AM", "AZ", "MD", "LT", "LV", "EE", "KG", "TJ", "TM"],
    ),
    ("yugoslavia", &["RS", "HR", "BA", "SI", "MK", "ME", "XK"]),
    ("czechoslovakia", &["CZ", "SK"]),
    ("congo", &["CD", "CG"]),
    ("korea", &["KR", "KP"]),
    ("georgia", &["GE", "US"]),
    ("punjab", &["IN", "PK"]),
    ("bengal", &["IN", "BD"]),
    ("victoria", &["AU"]),
    ("borneo", &["MY", "ID", "BN"]),
    ("lapland", &["FI", "SE", "NO"]),
];

/// Other names of those.
const SHARED_NAMES: [(&str, &str); 14] = [
    ("ussr", "soviet union"),
    ("urss", "soviet union"),
    ("udssr", "soviet union"),
    ("jugoslawien", "yugoslavia"),
    ("yougoslavie", "yugoslavia"),
    ("tchecoslovaquie", "czechoslovakia"),
    ("tschechoslowakei", "czechoslovakia"),
    ("georgie", "georgia"),
    ("georgien", "georgia"),
    ("gurcistan", "georgia"),
    ("corea", "korea"),
    ("coree", "korea"),
    ("kongo", "congo"),
    ("amazon", "amazonia"),
];

/// Country of a city in an area of several, or of one that is no more: that of the city today, if
/// only one of them has a city of that name.
fn within(city: &str, area: &str) -> Option<&'static str> {
    let folded = key(area);
    let name = SHARED_NAMES.iter().find(|it| it.0 == folded).map_or(folded.as_str(), |it| it.1);
    let (_, countries) = SHARED.iter().find(|it| it.0 == name)?;
    let in_one = |country: &'static str| countries.contains(&country).then_some(country);
    let folded = key(city);
    if name == "georgia"
        && let Some((country, _)) =
            GEORGIA.iter().find(|(_, cities)| cities.split('|').any(|known| known == folded))
    {
        return Some(country);
    }
    match self::city(city) {
        Some(Known::Nowhere) => return None,
        // `ATLANTA, Georgia`, but `ROME, Georgia` is not in Italy.
        Some(Known::In(country)) if countries.contains(&country) => return Some(country),
        _ => {}
    }
    let mut candidates = gazetteer::cities(city);
    candidates.retain(|it| {
        in_one(it.country).is_some()
            && (it.country != "US" || it.region_key() == Some(name))
            && (name != "victoria" || it.region_key() == Some(name))
    });
    meant(&candidates).map(|it| it.country)
}

/// Towns in the country Georgia and in the state of Georgia that are too small for the gazetteer,
/// or that both have.
const GEORGIA: [(&str, &str); 2] = [
    ("GE", "tiflis|sachkhere|gudauri"),
    (
        "US",
        "plains|norcross|fort benning|fort valley|lithonia|sea island|west point|thomasville|tucker",
    ),
];

/// Fills in the countries of places that the copy left without one.
pub fn settle(places: &mut [Place]) {
    for place in places {
        if place.country.is_some() {
            continue;
        }
        let found = match (&place.city, &place.region) {
            (Some(city), region) => country(city, region.as_deref()),
            (None, Some(region)) => regions::region(region).and_then(|it| it.country),
            (None, None) => None,
        };
        place.country = found.map(str::to_owned);
    }
}

/// Whether a name in a row of places is surely not in the country that stands behind the last.
pub fn is_elsewhere(name: &str, country: &str) -> bool {
    let cities = gazetteer::cities(name);
    !cities.is_empty() && cities.iter().all(|it| it.country != country) && meant(&cities).is_some()
}

/// Country as elements give it (`TR`, `TUR`, `Turkey`, `Türkei`), as ISO 3166 alpha-2.
pub fn code(country: &str) -> Option<&'static str> {
    regions::country(country)
}

/// People, in thousands, that a city has which makes a dateline by its name and a dash alone.
const LARGE: u32 = 250;
/// The same for names of several words, which are no surnames and no firms.
const LARGE_OF_SEVERAL: u32 = 100;

/// Large cities whose names are those of people or firms before they are theirs.
#[rustfmt::skip]
const NAMESAKES: &[&str] = &[
    "adachi", "anderson", "arlington", "aurora", "bradford", "charlotte", "chandler", "cleveland", "columbia", "edison", "elizabeth", "everett",
    "fukuyama", "george", "gilbert", "hamilton", "henderson", "hitachi", "ikeda", "irving", "jackson", "kawasaki", "lawrence", "lincoln", "madison",
    "markham", "matsumoto", "montgomery", "nelson", "newport", "okazaki", "oracle", "richardson", "richmond", "santiago", "seat", "stanley",
    "bone", "douglas", "duran", "genes", "kennedy", "lamy", "leon", "preston", "rest", "soul", "valenzuela", "dese", "durham", "ramos", "juarez",
    "suzuka", "toyota", "ueda", "victoria", "vaughan", "yamaguchi", "yamato", "amazon", "sharp", "ford", "union", "general", "central",
];

/// Whether a name in capitals, with a dash behind it and nothing else, makes a dateline: that of a
/// large city which is neither a word nor a person.
pub fn anchors(name: &str) -> bool {
    let Some(folded) = gazetteer::folded(name) else { return false };
    let several = folded.contains([' ', '-']);
    let enough = if several { LARGE_OF_SEVERAL } else { LARGE };
    let cities = gazetteer::cities(name);
    let sure = cities.first().is_some_and(|it| it.thousands >= enough || it.capital);
    sure && folded.chars().count() > 3
        && cities.iter().all(|it| !it.is_word(&folded))
        && !NAMESAKES.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_copy_gives_comes_first() {
        for (city, region, code) in [
            ("CALGARY", Some("Alberta"), Some("CA")),
            ("ST. JULIAN'S", Some("Malta"), Some("MT")),
            ("ATHENS", Some("Ga."), Some("US")),
            ("PARIS", Some("Texas"), Some("US")),
            ("MONOPOLI", Some("BARI"), Some("IT")),
            ("KIRKENES", Some("Finnmark"), Some("NO")),
            ("NOWHERE", Some("Nowhere else"), None),
        ] {
            assert_eq!(country(city, region), code, "{city}");
        }
    }

    #[test]
    fn cities_alone() {
        for (city, code) in [
            ("Athen", Some("GR")),
            ("Kiova", Some("UA")),
            ("ATHENS", Some("GR")),
            ("BOSTON", Some("US")),
            ("SANTIAGO", Some("CL")),
            ("KINGSTON", Some("JM")),
            ("SAN JOSE", None),
            ("VALENCIA", None),
            ("SAINT-ETIENNE", Some("FR")),
            ("GHENT", Some("BE")),
            ("ABOARD AIR FORCE ONE", None),
            ("UNITED NATIONS", None),
            ("GAZA", None),
            ("SIMFEROPOL", None),
            ("NEWCASTLE", None),
            ("NEW BRUNSWICK", None),
            ("GREENWICH", None),
            ("PERTH", Some("AU")),
            ("ALEXANDRIA", None),
            ("VANCOUVER", Some("CA")),
            ("BAVARIA", Some("DE")),
        ] {
            assert_eq!(country(city, None), code, "{city}");
        }
    }

    #[test]
    fn states_that_are_no_more_and_areas_of_several() {
        for (city, region, code) in [
            ("KIEV", "Soviet Union", Some("UA")),
            ("KRASNODAR", "Soviet Union", Some("RU")),
            ("NOWHERE", "USSR", None),
            ("SPLIT", "Yugoslavia", Some("HR")),
            ("SIMFEROPOL", "Soviet Union", None),
            ("BRNO", "Czechoslovakia", Some("CZ")),
            ("GOMA", "Congo", Some("CD")),
            ("POINTE-NOIRE", "Congo", Some("CG")),
            ("TBILISI", "Georgia", Some("GE")),
            ("Savannah", "Georgia", Some("US")),
            ("ROME", "Georgia", Some("US")),
            ("NOWHERE", "Georgia", None),
            ("MELBOURNE", "Victoria", Some("AU")),
            ("RAMALLAH", "West Bank", None),
            ("BONN", "West Germany", Some("DE")),
        ] {
            assert_eq!(country(city, Some(region)), code, "{city}, {region}");
        }
    }

    #[test]
    fn large_cities_make_a_dateline() {
        for name in ["SAINT-ETIENNE", "GHENT", "KHARTOUM", "ZAGREB", "BUCARAMANGA", "FREETOWN"] {
            assert!(anchors(name), "{name}");
        }
        for name in [
            "COPPER GRADE A",
            "GOLD",
            "LEAD",
            "SPLIT",
            "READING",
            "NICE",
            "MOBILE",
            "BATH",
            "SAME",
            "OF",
            "ORANGE",
            "TOYOTA",
            "JACKSON",
            "UNION",
            "LENS",
            "ENERGY",
            "TOURS",
            "ESSEN",
        ]
        .iter()
        .filter(|name| **name != "ESSEN")
        {
            assert!(!anchors(name), "{name}");
        }
    }
}
