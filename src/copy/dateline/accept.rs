//! Acceptance: what makes sure that a place, a date and an agency in a row are a dateline.
//!
//! In comes what the grammar put together, out goes the same if something anchors it and no guard
//! speaks against it. It is its own file because here stand the judgements: what may be in mixed
//! case, what needs a comma, what a table row looks like.

use super::super::agencies::Agency;
use super::super::{months, places};
use super::Anchor;
use super::date::Hit;
use super::foreign;
use super::grammar::{Head, Match};
use super::guards::Writing;
use super::lex::{Kind, Shape};
use super::marks::{Named, Sep};
use super::place::Read;
use crate::text::language;

impl Head<'_> {
    /// Accepts what something anchors and nothing speaks against.
    pub(super) fn check(&self, mut found: Match, sep: Sep, comma: bool) -> Option<Match> {
        let strong = matches!(sep, Sep::Dash | Sep::Colon) || (self.element && sep == Sep::End);
        let Some(place) = &found.place else {
            return self.check_without_place(found, sep, strong);
        };
        found.damaged |= place.damaged;
        let byline = self.word(found.from).eq_ignore_ascii_case("by");
        if byline || place.name_first || (found.late_date && !place.known) {
            return None;
        }
        if !place.known && (place.words > 7 || (place.mark && !place.region)) {
            return None;
        }
        let titled =
            place.writing == Writing::Title && !place.opener && (place.known || !place.body);
        let caps = place.writing == Writing::Caps;
        let ok = match (found.agency, found.date) {
            (Some(Named::Known(_)), Some(_)) => {
                found.anchor = Anchor::Agency;
                (strong || self.lead_follows(found.after, sep))
                    && (caps
                        || (titled && place.words <= 6)
                        || place.small
                        || self.is_aboard(&found))
            }
            (Some(Named::Known(agency)), None) => {
                found.anchor = Anchor::Agency;
                if strong {
                    (caps && (place.known || !place.body || place.words < 3))
                        || (titled && (place.known || place.words <= 4))
                } else {
                    let sure =
                        place.known || (!agency.clash && agency.mixed_case && place.words <= 2);
                    // The bracket may be the abbreviation of the name before it.
                    self.lead_follows(found.after, sep)
                        && ((caps && (place.known || (!agency.clash && !place.body)))
                            || (caps && self.is_not_english(agency) && place.words <= 3)
                            || (titled && sure))
                }
            }
            (Some(Named::Source(..)), Some(_)) => {
                found.anchor = Anchor::Date;
                strong && (caps || titled)
            }
            (None, Some(hit)) => {
                found.anchor = Anchor::Date;
                self.check_date(place, &hit, sep, strong, comma)
            }
            (None, None) => {
                found.anchor = Anchor::Place;
                self.check_bare(place, &found, sep)
            }
            // The bracket was taken for a source because the place is sure.
            (Some(Named::Source(..)), None) => {
                found.anchor = Anchor::Place;
                strong && self.check_bare(place, &found, sep)
            }
        };
        if !ok {
            return None;
        }
        let loose = !comma && found.agency.is_none() && !place.region;
        found.damaged |= found.date.is_some_and(|hit| !hit.figures) && loose;
        // `Apirl (Reuters) -`: a mistyped month whose day was lost.
        if found.date.is_none()
            && place.words == 1
            && !place.known
            && let [only] = &place.places[..]
        {
            let month = only
                .city
                .as_deref()
                .and_then(|city| months::mistyped_month(city).filter(|_| city.len() > 4));
            if month.is_some() {
                found.place = None;
                found.damaged = true;
            }
        }
        Some(found)
    }

    fn check_without_place(&self, mut found: Match, sep: Sep, strong: bool) -> Option<Match> {
        let ok = match (found.agency, found.date) {
            (Some(Named::Known(_)), Some(hit)) => {
                strong || (hit.exact && self.lead_follows(found.after, sep))
            }
            (Some(Named::Known(_)), None) => strong || self.opens_bare(&found, sep),
            (None, Some(hit)) => self.element && hit.full && hit.exact && sep != Sep::Nothing,
            _ => false,
        };
        found.anchor = if found.agency.is_some() { Anchor::Agency } else { Anchor::Date };
        ok.then_some(found)
    }

    /// `A bord de l'avion papal, 6 fév 2019 (AFP) -`
    fn is_aboard(&self, found: &Match) -> bool {
        let words = found.place.as_ref().map_or(0, |place| place.words);
        words <= 8 && foreign::is_aboard(self.word(found.from), self.word(found.from + 1))
    }

    /// Whether the story is known to be in the language that the agency mostly files in.
    fn is_not_english(&self, agency: &Agency) -> bool {
        agency.language != "en" && self.language().is_some_and(|it| it.starts_with(agency.language))
    }

    /// The language of the story, or else of the paragraph.
    fn language(&self) -> Option<&str> {
        self.tokens.language.or_else(|| language::detect(self.tokens.text))
    }

    /// A place and a date, but no agency.
    fn check_date(&self, place: &Read, hit: &Hit, sep: Sep, strong: bool, comma: bool) -> bool {
        let caps = place.writing == Writing::Caps;
        let titled =
            place.writing == Writing::Title && !place.opener && (place.known || !place.body);
        if !strong {
            // Tokenised archives have a place and an ISO date on a line of their own.
            let tokenised = hit.figures && caps && hit.exact;
            let alone = tokenised && matches!(sep, Sep::Line | Sep::End);
            // Or before the text on one line: `BRUSSELS 1996-08-22 The`.
            let alone = alone
                || tokenised
                    && sep == Sep::Nothing
                    && place.known
                    && !self.element
                    && self.shape(hit.after) == Shape::Title;
            return self.element && (caps || titled) || alone;
        }
        // `Kokand, 3 May: Text`, as monitors of broadcasts have it, but no row of a table.
        if sep == Sep::Colon
            && !place.known
            && !(comma
                && hit.exact
                && titled
                && place.places.iter().all(|place| {
                    place.city.as_deref().is_some_and(|it| places::country(it, None).is_some())
                }))
        {
            return false;
        }
        // `ACME HOLDINGS CORP, March 3 - `
        if place.body && place.words > 1 && !place.known && !place.region {
            return false;
        }
        if !(hit.exact || caps || place.known) {
            return false;
        }
        let whole = self.element && hit.exact && hit.parts.year.is_some();
        if comma || place.region || whole {
            caps || (titled && place.words <= 4)
                || (place.small && place.words <= 3 && hit.exact && !place.opener)
        } else {
            (caps && place.words <= 4) || (titled && place.known)
        }
    }

    /// A place with nothing but a separator.
    fn check_bare(&self, place: &Read, found: &Match, sep: Sep) -> bool {
        let caps = place.writing == Writing::Caps;
        let titled = place.writing == Writing::Title && !place.opener && !place.body;
        let next = found.after;
        if self.element && matches!(sep, Sep::End | Sep::Nothing) {
            return !place.mark
                && !place.placeholder
                && ((caps && place.words <= 7)
                    || (titled && place.words <= 4)
                    || place.known && place.small);
        }
        match sep {
            Sep::Dash => {
                let mixed = self.agency.is_some_and(|agency| agency.mixed_case);
                // Papers of these languages open so, and so do their agencies on the web. In
                // Portuguese an article tells the text from a match: `Porto - Benfica`.
                let german = || {
                    let spoken =
                        |code: &str| self.language().is_some_and(|it| it.starts_with(code));
                    mixed || spoken("de") || foreign::is_article(self.word(next)) && spoken("pt")
                };
                // `Berlin - München 2:1`: a match or a way; in scripts that tell no capitals
                // a city and a dash say too little.
                let is_route = || {
                    let caseless = !self.word(found.from).contains(char::is_uppercase);
                    caseless || !caps && places::city(self.word(next)).is_some()
                };
                let capital = (self.element && self.kind(next).is_none())
                    || self.kind(next) == Some(Kind::Junk)
                    || matches!(self.shape(next), Shape::Caps | Shape::Title)
                    || self.kind(next) == Some(Kind::Open);
                let number = self.kind(next) == Some(Kind::Number);
                // A city and a figure after a hyphen are a table row.
                let dash = self.word(next.wrapping_sub(1));
                let row = number && matches!(dash, "-" | "--") && !place.region;
                let lead = capital
                    || (number && !row)
                    || place.region
                    || (self.element && next >= self.tokens.tokens.len());
                // A large city of the gazetteer, where running text follows.
                let large = || {
                    !(place.known || place.mark || place.body || place.opener)
                        && capital
                        && place.places.iter().all(|place| {
                            place.region.is_none()
                                && place.city.as_deref().is_some_and(places::anchors)
                        })
                };
                (caps && lead && (place.cities || large()) && !is_route())
                    || (titled
                        && lead
                        && (place.cities || large() || mixed && place.words <= 2)
                        && !is_route()
                        && german())
            }
            // Papers of South Asia and Singapore: `ISLAMABAD: Text`.
            Sep::Colon => {
                caps && place.known
                    && place.places.iter().all(|place| {
                        place.city.as_deref().is_some_and(|city| places::city(city).is_some())
                    })
                    && (self.shape(next) == Shape::Title || matches!(self.word(next), "A" | "I"))
            }
            Sep::Line | Sep::End => {
                let aa = self.agency.is_some_and(|agency| agency.name == "AA");
                aa && caps && (place.known || place.words <= 3)
            }
            Sep::Dot | Sep::Nothing => false,
        }
    }

    /// After an agency without a dash the lead must start like a sentence.
    fn lead_follows(&self, after: usize, sep: Sep) -> bool {
        match self.kind(after) {
            None => matches!(sep, Sep::End | Sep::Line) || sep == Sep::Nothing,
            Some(Kind::Word) => matches!(self.shape(after), Shape::Title | Shape::Caps),
            Some(Kind::Number) => true,
            Some(Kind::Junk | Kind::Open | Kind::Dot) => self.kind(after) != Some(Kind::Dot),
            _ => false,
        }
    }
}
