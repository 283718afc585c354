//! The country that an agency files from above all, and the places that it means there.
//!
//! In come places without a country, out go the same with that of the agency, where a city of that
//! name is there. It is its own file because all other rules know nothing of who files.

use super::Known;
use super::gazetteer::{self, City};
use crate::story::Place;

/// Agencies that file from their own country above all, and that country.
const HOMES: [(&str, &str); 24] = [
    ("dpa", "DE"),
    ("dpa-AFX", "DE"),
    ("ddp", "DE"),
    ("epd", "DE"),
    ("KNA", "DE"),
    ("APA", "AT"),
    ("SDA", "CH"),
    ("ATS", "CH"),
    ("Belga", "BE"),
    ("ANP", "NL"),
    ("Europa Press", "ES"),
    ("Notimex", "MX"),
    ("Telam", "AR"),
    ("Lusa", "PT"),
    ("Agencia Brasil", "BR"),
    ("Agência Estado", "BR"),
    ("ANSA", "IT"),
    ("AGI", "IT"),
    ("Adnkronos", "IT"),
    ("AA", "TR"),
    ("İHA", "TR"),
    ("DHA", "TR"),
    ("PAP", "PL"),
    ("MTI", "HU"),
];

/// The country that an agency files from above all, where it is not the world's.
pub fn home(agency: &str) -> Option<&'static str> {
    HOMES.iter().find(|it| it.0 == agency).map(|it| it.1)
}

/// How many times the weight of a city at home another may have that is not meant.
const MARGIN_AT_HOME: u32 = 12;

/// Fills in the country of places that several countries have, where the one at home of the agency
/// is no village beside the others: `GRANADA (EUROPA PRESS)`.
pub fn settle_at_home(places: &mut [Place], home: &'static str) {
    for place in places.iter_mut().filter(|it| it.country.is_none() && it.region.is_none()) {
        let Some(name) = &place.city else { continue };
        if super::city(name) == Some(Known::Nowhere) {
            continue;
        }
        let cities = gazetteer::cities(name);
        let of = |at_home: bool| {
            let all = cities.iter().filter(|it| (it.country == home) == at_home);
            all.map(City::weight).max().unwrap_or(0)
        };
        let own = of(true);
        if own > 0 && own.saturating_mul(MARGIN_AT_HOME) >= of(false) {
            place.country = Some(home.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_at_home_means_the_city_there() {
        let settled = |city: &str, home| {
            let place = Place { city: Some(city.to_owned()), ..Place::default() };
            let mut places = vec![place];
            settle_at_home(&mut places, home);
            places.remove(0).country
        };
        assert_eq!(settled("GRANADA", "ES").as_deref(), Some("ES"));
        assert_eq!(settled("Guadalajara", "MX").as_deref(), Some("MX"));
        assert_eq!(settled("Heidelberg", "DE").as_deref(), Some("DE"));
        assert_eq!(settled("Birmingham", "DE"), None);
        assert_eq!(home("Reuters"), None);
    }
}
