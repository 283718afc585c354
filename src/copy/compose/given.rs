//! What elements say beside the text: a standfirst above it, a place that it was filed from.
//!
//! Comes in: these fields of the raw story, and the text once it has been taken apart. Goes out:
//! the same text, and a dateline made whole. Last but for the times, because the copy comes first.

use std::collections::HashSet;

use super::{Draft, Text, one_line, quoted};
use crate::copy::places;
use crate::story::{Dateline, Place};

/// How many paragraphs a summary is compared with.
const COMPARED: usize = 3;

impl Draft {
    /// Keeps what sums the story up behind its text, unless headline or text say it anyway.
    pub(super) fn summary(&mut self, text: &mut Text) {
        // Most stories have none, and comparing costs a walk over the opening.
        if self.raw.summary.is_empty() {
            return;
        }
        let headline = self.story.headline.as_deref().map(letters).unwrap_or_default();
        let opening: Vec<String> =
            text.paragraphs.iter().take(COMPARED).map(|it| letters(it)).collect();
        let mut seen = HashSet::new();
        for summary in std::mem::take(&mut self.raw.summary) {
            let Some(summary) = one_line(Some(summary)).map(quoted) else {
                continue;
            };
            let own = letters(&summary);
            let first = opening.first().is_some_and(|it| !it.is_empty() && own.ends_with(it));
            let said = first || own == headline || opening.iter().any(|it| it.contains(&own));
            if said || !seen.insert(own) {
                continue;
            }
            // A story of a summary alone has it as its text.
            if text.paragraphs.is_empty() {
                text.paragraphs.push(summary);
            } else {
                text.points.push(summary);
            }
        }
    }

    /// Puts the place that elements give into the dateline, as far as the copy leaves it open.
    pub(super) fn origin(&mut self) {
        let Some(mut origin) = self.raw.origin.take() else {
            return;
        };
        normalise(&mut origin);
        let sure = origin.country.is_some();
        places::settle(std::slice::from_mut(&mut origin));
        let Some(name) = origin.city.clone().or_else(|| origin.region.clone()) else {
            return;
        };
        let Some(dateline) = &mut self.story.dateline else {
            self.story.dateline =
                Some(Dateline { line: name, places: vec![origin], ..Dateline::default() });
            return;
        };
        let same = |place: &&mut Place| {
            place.city.as_deref().map(letters) == origin.city.as_deref().map(letters)
        };
        if dateline.places.is_empty() {
            dateline.places.push(origin);
        } else if let Some(place) = dateline.places.iter_mut().find(same) {
            if place.region.is_none() {
                place.region = origin.region;
            }
            // What an element says comes before what the name alone would mean.
            if place.country.is_none() || (sure && place.region.is_none()) {
                place.country = origin.country;
            }
        }
    }
}

/// Gives the country of elements the form of records, whether they name it or give its code. One
/// that names no country is kept as the region, if there is none.
fn normalise(origin: &mut Place) {
    for part in [&mut origin.city, &mut origin.region, &mut origin.country] {
        *part = one_line(part.take());
    }
    if let Some(country) = origin.country.take().filter(|it| !it.trim().is_empty()) {
        match places::code(&country) {
            Some(code) => origin.country = Some(code.to_owned()),
            None => {
                origin.region.get_or_insert(country);
            }
        }
    }
}

/// Letters and digits alone, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::story;
    use super::*;
    use crate::story::{Body, RawStory, Source, Story};

    fn made(raw: RawStory) -> Story {
        story(raw, Source::default()).expect("a story")
    }

    #[test]
    fn a_summary_stands_behind_the_text_unless_the_text_says_it() {
        let raw = |summary: &[&str]| RawStory {
            headline: Some("Fog shuts harbor".into()),
            summary: summary.iter().map(|it| (*it).to_owned()).collect(),
            body: Body::Paragraphs(vec![
                "BOSTON (AP) — Fog shut the harbor on Monday.".into(),
                "Ships lay outside.".into(),
            ]),
            ..RawStory::default()
        };
        let body = |summary: &[&str]| made(raw(summary)).body.unwrap_or_default();
        let text = "Fog shut the harbor on Monday.\n\nShips lay outside.";
        assert_eq!(body(&["Fog shuts harbor", "Fog shut the harbor", ""]), text);
        assert_eq!(body(&["BOSTON (AP) — Fog shut the harbor on Monday."]), text);
        assert_eq!(body(&["Ferries wait", "Ferries wait"]), format!("{text}\n\nFerries wait"));
    }

    #[test]
    fn a_place_of_elements_fills_what_the_copy_leaves_open() {
        let origin = Place {
            city: Some("Springfield".into()),
            region: Some("Vermont".into()),
            country: Some("US".into()),
        };
        let raw = |text: &str| RawStory {
            headline: Some("Fog".into()),
            origin: Some(origin.clone()),
            body: Body::Paragraphs(vec![text.into()]),
            ..RawStory::default()
        };
        let places = |text: &str| made(raw(text)).dateline.expect("a dateline").places;
        assert_eq!(places("Fog shut it."), std::slice::from_ref(&origin));
        assert_eq!(places("SPRINGFIELD (AP) — Fog shut it.")[0].region.as_deref(), Some("Vermont"));
        assert_eq!(places("LONDON (AP) — Fog shut it.")[0].city.as_deref(), Some("LONDON"));
    }
}
