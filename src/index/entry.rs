//! A story as the index takes it: its terms, its columns, and the record to keep.

use tantivy::TantivyDocument;

use super::record::{Encoded, encode};
use super::schema::Fields;
use crate::analysis::fold::keyword;
use crate::analysis::{Analyser, Sections, stream};
use crate::story::{Precision, Story};

/// A story made ready for the index, on any thread.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The story's id.
    pub id: String,
    /// Hash of the record without its source.
    pub hash: u64,
    /// The record as it is stored, until it is packed.
    pub record: Vec<u8>,
    /// The record, packed.
    pub packed: Option<Vec<u8>>,
    /// Terms of headline and text.
    pub sections: Sections,
    lines: Lines,
    keywords: Vec<(Keyword, String)>,
    filed: Option<i64>,
    precision: Option<Precision>,
    words: u32,
    urgency: Option<u8>,
    language: Option<String>,
}

/// Terms of the small text fields.
#[derive(Debug, Clone, Default)]
struct Lines {
    byline: String,
    dateline: String,
    slug: String,
    place: String,
    path: String,
}

#[derive(Debug, Clone, Copy)]
enum Keyword {
    Agency,
    Country,
    Topic,
    Category,
    Status,
    Format,
    Missing,
}

/// Stands between the values of a field, so that no phrase crosses from one to the next.
const WALL: &str = "\u{4}";

impl Entry {
    /// Makes a story ready.
    pub fn new(story: &Story, analyser: &mut Analyser) -> Entry {
        let filed = story.filed.as_deref().and_then(seconds);
        let Encoded { bytes, hash } = encode(story, filed);
        let mut entry = Entry {
            id: story.id.clone(),
            hash,
            record: bytes,
            packed: None,
            sections: analyser.story(
                story.headline.as_deref().unwrap_or(""),
                story.body.as_deref().unwrap_or(""),
                story.language.as_deref(),
            ),
            filed,
            precision: story.filed_precision,
            words: story.words,
            urgency: story.urgency,
            language: story.language.clone(),
            ..Entry::default()
        };
        let mut line = |values: &mut dyn Iterator<Item = &str>| values_stream(analyser, values);
        if let Some(byline) = &story.byline {
            let names = byline.names.iter().map(String::as_str);
            entry.lines.byline = line(&mut std::iter::once(byline.line.as_str()).chain(names));
        }
        if let Some(dateline) = &story.dateline {
            let cities = dateline.places.iter().filter_map(|place| place.city.as_deref());
            entry.lines.dateline = line(&mut std::iter::once(dateline.line.as_str()).chain(cities));
        }

        let dateline_places = story.dateline.iter().flat_map(|dateline| &dateline.places);
        let parts = dateline_places
            .flat_map(|place| [place.city.as_deref(), place.region.as_deref()])
            .flatten();
        entry.lines.place = line(&mut parts.chain(story.places.iter().map(String::as_str)));
        let member = story.source.member.as_deref();
        entry.lines.path = line(&mut std::iter::once(story.source.path.as_str()).chain(member));
        entry.lines.slug = analyser.words(story.slug.as_deref().unwrap_or(""));
        entry.add_keywords(story);
        entry
    }

    /// Words of its body.
    pub(super) fn words(&self) -> u32 {
        self.words
    }

    /// When it was filed, in seconds since 1970.
    pub(super) fn filed(&self) -> Option<i64> {
        self.filed
    }

    fn add_keywords(&mut self, story: &Story) {
        let mut add = |kind: Keyword, value: &str| {
            let value = keyword(value);
            if !value.is_empty() {
                self.keywords.push((kind, value));
            }
        };
        let mut countries: Vec<&str> = story
            .dateline
            .iter()
            .flat_map(|dateline| &dateline.places)
            .filter_map(|place| place.country.as_deref())
            .collect();
        countries.dedup();
        countries.iter().for_each(|country| add(Keyword::Country, country));
        story.agency.iter().for_each(|agency| add(Keyword::Agency, agency));
        for topic in &story.topics {
            add(Keyword::Topic, topic);
            // topic:cocoa finds topics:cocoa.
            if let Some((_, word)) = topic.split_once(':') {
                add(Keyword::Topic, word);
            }
        }
        story.category.iter().for_each(|category| add(Keyword::Category, category));
        add(Keyword::Status, story.take.kind.name());
        add(Keyword::Format, &story.source.format);
        let missing = missing(story);
        if !missing.is_empty() {
            // One term a story: archives have few sets of missing fields, and many stories.
            self.keywords.push((Keyword::Missing, format!(" {} ", missing.join(" "))));
        }
    }

    /// The engine's document. The record must have been packed.
    pub(super) fn into_document(self, fields: &Fields, file: u32) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        let sections = &self.sections;
        document.add_text(fields.id, &self.id);
        document.add_text(fields.text, &sections.terms);
        if sections.headline > 0 {
            document.add_text(fields.headline, &sections.terms[..sections.headline_end]);
        }
        let lines = &self.lines;
        for (field, terms) in [
            (fields.byline, &lines.byline),
            (fields.dateline, &lines.dateline),
            (fields.slug, &lines.slug),
            (fields.place, &lines.place),
            (fields.path, &lines.path),
        ] {
            if !terms.is_empty() {
                document.add_text(field, terms);
            }
        }
        for (kind, value) in &self.keywords {
            let field = match kind {
                Keyword::Agency => fields.agency,
                Keyword::Country => fields.country,
                Keyword::Topic => fields.topic,
                Keyword::Category => fields.category,
                Keyword::Status => fields.status,
                Keyword::Format => fields.format,
                Keyword::Missing => fields.missing,
            };
            document.add_text(field, value);
        }
        if let Some(language) = &self.language {
            // The primary tag first: it is the one that the stemmer follows.
            let tag = language.to_ascii_lowercase();
            let primary = tag.split('-').next().unwrap_or(&tag);
            document.add_text(fields.language, primary);
            if primary != tag {
                document.add_text(fields.language, &tag);
            }
        }
        document.add_u64(fields.file, u64::from(file));
        document.add_u64(fields.order, order(self.filed));
        if self.filed.is_some() {
            let day = self.precision == Some(Precision::Day);
            document.add_u64(fields.precision, u64::from(day));
        }
        document.add_u64(fields.headline_words, u64::from(sections.headline));
        document.add_u64(fields.lead_words, u64::from(sections.lead));
        document.add_u64(fields.words, u64::from(self.words));
        if let Some(urgency) = self.urgency {
            document.add_u64(fields.urgency, u64::from(urgency));
        }
        document.add_u64(fields.tokens, u64::from(sections.tokens));
        document.add_u64(fields.hash, self.hash);
        document.add_bytes(fields.story, self.packed.as_deref().unwrap_or(&[]));
        document
    }
}

/// Names of the fields of a story that are null, as `field:none` asks for them.
fn missing(story: &Story) -> Vec<&'static str> {
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
        ("topic", story.topics.is_empty()),
        ("urgency", story.urgency.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, is_missing)| is_missing.then_some(name))
    .collect()
}

fn values_stream(analyser: &mut Analyser, values: &mut dyn Iterator<Item = &str>) -> String {
    let mut terms = String::new();
    for value in values {
        if !terms.is_empty() {
            stream::push(&mut terms, true, WALL);
        }
        terms.push_str(&analyser.line(value).terms);
    }
    terms
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
