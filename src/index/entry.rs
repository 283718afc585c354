//! A story as the index takes it: its terms, its columns, and the record to keep.

use std::sync::Arc;

use super::keywords::alias;
use super::place_terms::{PlaceTerms, WALL};
use super::record::{Encoded, encode};
use super::schema::Small;
use crate::analysis::fold::keyword;
use crate::analysis::{Analyser, Lexicon, Sections, Token};
use crate::story::{PlaceNames, Precision, Story};

/// A story made ready for the index, on any thread.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The story's id.
    pub id: String,
    /// Hash of the record without its source.
    pub hash: u64,
    /// The record as it is stored.
    pub record: Vec<u8>,
    /// Numbers the terms.
    pub(super) lexicon: Arc<Lexicon>,
    /// Terms of headline and text.
    pub(super) sections: Sections,
    /// Terms of the small fields, in the order of [`Small::ALL`].
    pub(super) small: Vec<Token>,
    /// Where those of each field end.
    pub(super) small_ends: [u32; Small::ALL.len()],
    /// When it was filed, in seconds since 1970.
    pub(super) filed: Option<i64>,
    /// Filed on a day, at no known time.
    pub(super) day: bool,
    /// Words of its body.
    pub(super) words: u32,
    pub(super) urgency: Option<u8>,
    /// Kept for a story that has to be made ready anew, under another id.
    pub(super) names: Arc<PlaceNames>,
}

impl Entry {
    /// Makes a story ready. `places` are the terms of the other names of its dateline's places.
    pub fn new(story: &Story, places: &PlaceTerms, analyser: &mut Analyser) -> Entry {
        let filed = story.filed.as_deref().and_then(seconds);
        let Encoded { bytes, hash } = encode(story, filed);
        let sections = analyser.story(
            story.headline.as_deref().unwrap_or(""),
            story.body.as_deref().unwrap_or(""),
            story.language.as_deref(),
        );
        let mut small =
            Writer { analyser, other: places, tokens: Vec::with_capacity(64), begins: 0 };
        let small_ends = Small::ALL.map(|field| {
            small.begins = small.tokens.len();
            small.write(field, story);
            small.tokens.len() as u32
        });
        let small = small.tokens;
        Entry {
            id: story.id.clone(),
            hash,
            record: bytes,
            lexicon: Arc::clone(analyser.lexicon()),
            sections,
            small,
            small_ends,
            filed,
            day: story.filed_precision == Some(Precision::Day),
            words: story.words,
            urgency: story.urgency,
            names: Arc::clone(&places.names),
        }
    }
}

/// Writes the terms of the small fields.
struct Writer<'a> {
    analyser: &'a mut Analyser,
    other: &'a PlaceTerms,
    tokens: Vec<Token>,
    /// Where those of the present field begin.
    begins: usize,
}

impl Writer<'_> {
    fn write(&mut self, field: Small, story: &Story) {
        let places = || story.dateline.iter().flat_map(|dateline| &dateline.places);
        match field {
            Small::Byline => {
                if let Some(byline) = &story.byline {
                    self.line(&byline.line);
                    byline.names.iter().for_each(|name| self.line(name));
                }
            }
            Small::Dateline => {
                if let Some(dateline) = &story.dateline {
                    self.line(&dateline.line);
                    places().filter_map(|place| place.city.as_deref()).for_each(|it| self.line(it));
                }
            }
            Small::Slug => {
                self.analyser.words(story.slug.as_deref().unwrap_or(""), &mut self.tokens);
            }
            Small::Place => {
                let parts = places().flat_map(|it| [it.city.as_deref(), it.region.as_deref()]);
                parts.flatten().for_each(|part| self.line(part));
                story.places.iter().for_each(|place| self.line(place));
                // place:kyiv finds what was filed from Kiova.
                self.lines(&self.other.cities);
            }
            Small::Path => {
                self.line(&story.source.path);
                story.source.member.iter().for_each(|member| self.line(member));
            }
            Small::Agency => story.agency.iter().for_each(|agency| self.keyword(agency)),
            Small::Country => {
                places().filter_map(|it| it.country.as_deref()).for_each(|it| self.keyword(it));
            }
            Small::Region => self.tokens.extend_from_slice(&self.other.regions),
            Small::KnownAs => self.tokens.extend_from_slice(&self.other.known_as),
            Small::Topic => {
                for topic in &story.topics {
                    self.keyword(topic);
                    // topic:cocoa finds topics:cocoa, which is not counted as a topic cocoa too.
                    if let Some((_, word)) = topic.split_once(':') {
                        self.alias(word);
                    }
                }
            }
            Small::Category => story.category.iter().for_each(|it| self.keyword(it)),
            Small::Language => story.language.iter().for_each(|tag| self.language(tag)),
            Small::Status => self.keyword(story.take.kind.name()),
            Small::Format => self.keyword(&story.source.format),
            Small::Missing => {
                let missing = missing(story, &self.other.names);
                if !missing.is_empty() {
                    // One term a story: archives have few sets of missing fields, and many stories.
                    let term = self.analyser.term(&format!(" {} ", missing.join(" ")));
                    self.tokens.push(term);
                }
            }
        }
    }

    /// Writes a value of a line, walled off from the one before it.
    fn line(&mut self, text: &str) {
        self.wall();
        self.analyser.line(text, &mut self.tokens);
    }

    /// Writes values of a line whose terms are known.
    fn lines(&mut self, tokens: &[Token]) {
        if !tokens.is_empty() {
            self.wall();
            self.tokens.extend_from_slice(tokens);
        }
    }

    fn wall(&mut self) {
        if self.tokens.len() > self.begins {
            let wall = self.analyser.term(WALL);
            self.tokens.push(wall);
        }
    }

    fn keyword(&mut self, value: &str) {
        self.tokens.extend(self.analyser.keyword(value));
    }

    fn alias(&mut self, value: &str) {
        let value = keyword(value);
        if !value.is_empty() {
            self.tokens.push(self.analyser.term(&alias(&value)));
        }
    }

    /// The primary tag first: it is the one that the stemmer follows.
    fn language(&mut self, tag: &str) {
        let primary = tag.split('-').next().unwrap_or(tag);
        self.keyword(primary);
        if primary != tag {
            self.keyword(tag);
        }
    }
}

/// Names of the fields of a story that are null, as `field:none` asks for them.
fn missing(story: &Story, names: &PlaceNames) -> Vec<&'static str> {
    let place = story.dateline.iter().any(|dateline| !dateline.places.is_empty());
    let country = story
        .dateline
        .iter()
        .flat_map(|dateline| &dateline.places)
        .any(|place| place.country.is_some());
    [
        ("headline", story.headline.is_none()),
        ("body", story.body.is_none()),
        ("byline", story.byline.is_none()),
        ("dateline", story.dateline.is_none()),
        ("slug", story.slug.is_none()),
        ("agency", story.agency.is_none()),
        ("category", story.category.is_none()),
        ("lang", story.language.is_none()),
        ("date", story.filed.is_none()),
        ("place", !place && story.places.is_empty()),
        ("country", !country),
        ("region", names.regions.is_empty()),
        ("topic", story.topics.is_empty()),
        ("urgency", story.urgency.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, is_missing)| is_missing.then_some(name))
    .collect()
}

/// Seconds since 1970 of a record's time: `1987-02-26T20:01:01Z`, or a day.
pub fn seconds(filed: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = filed.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let dashes = filed.get(4..5)? == "-" && filed.get(7..8)? == "-";
    let year = i32::try_from(number(0..4)?).ok()?;
    let day = chrono::NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)?;
    let time = match filed.get(10..)? {
        "" => chrono::NaiveTime::MIN,
        rest if rest.starts_with('T') && rest.ends_with('Z') && rest.len() == 10 => {
            chrono::NaiveTime::from_hms_opt(number(11..13)?, number(14..16)?, number(17..19)?)?
        }
        _ => return None,
    };
    dashes.then(|| day.and_time(time).and_utc().timestamp())
}

/// The value that orders a segment, larger first: null last.
pub fn order(filed: Option<i64>) -> u64 {
    // Years from before 1 to after 9999 stay above null.
    filed.map_or(0, |seconds| (seconds.saturating_add(1 << 40)).max(1) as u64)
}

/// The time that an order stands for.
pub fn filed(order: u64) -> Option<i64> {
    (order > 0).then(|| order as i64 - (1 << 40))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_a_record_are_seconds() {
        assert_eq!(seconds("1970-01-02T00:00:01Z"), Some(86_401));
        assert_eq!(seconds("1970-01-02"), Some(86_400));
        assert_eq!(seconds("--02-26"), None);
        assert_eq!(seconds("1987"), None);
    }

    #[test]
    fn newest_first_and_null_last() {
        let old = order(seconds("0001-01-01"));
        assert!(order(seconds("1987-02-26")) > old && old > order(None));
        assert_eq!(filed(order(Some(-5))), Some(-5));
        assert_eq!(filed(order(None)), None);
    }
}
