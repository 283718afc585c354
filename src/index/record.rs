//! The record as it is stored: its fields in a fixed order, parted by control characters.
//!
//! What the columns of the index hold already (the id, the number of words, the time) is left
//! out, and so is the lead where it is the first paragraph. What stands first is what stories of
//! an archive share, which packs to next to nothing. A record whose own text holds one of the
//! parting characters is stored as JSON.

use crate::copies::chain::Filing;
use crate::story::{Byline, Credit, Dateline, Place, Precision, Source, Story, Take, TakeKind};

/// Parts fields.
const FIELD: char = '\u{1}';
/// Parts the members of a field.
const MEMBER: char = '\u{2}';
/// Parts the members of a member.
const INNER: char = '\u{3}';
/// Stands for what can be worked out from the columns.
const SAME: char = '\u{4}';
/// Stands for a text that is there and empty.
const EMPTY: char = '\u{5}';

/// Number of fields.
const FIELDS: usize = 31;

/// First character of a record stored as JSON.
const JSON: u8 = b'{';

/// What the columns say of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FromColumns {
    /// Its id.
    pub id: String,
    /// Words in its body.
    pub words: u32,
    /// When it was filed, in seconds since 1970.
    pub filed: Option<i64>,
}

/// A record as bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Encoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Hash of the story without its source, so that the same story read from elsewhere is the
    /// same.
    pub hash: u64,
}

/// Writes a record. `filed` is the time that the index keeps for it.
pub fn encode(story: &Story, filed: Option<i64>) -> Encoded {
    let text = story.body.as_ref().map_or(0, String::len);
    let mut writer = Writer { out: String::with_capacity(text + 1024), plain: true };
    writer.source(&story.source);
    let shared = writer.out.len();
    writer.fields(story, filed);
    let mut hasher = blake3::Hasher::new();
    hasher.update(story.id.as_bytes()).update(&[0]);
    hasher.update(&story.words.to_le_bytes());
    hasher.update(&filed.unwrap_or(i64::MIN).to_le_bytes());
    let bytes = if writer.plain {
        hasher.update(&writer.out.as_bytes()[shared..]);
        writer.out.into_bytes()
    } else {
        let apart = Story { source: Source::default(), ..story.clone() };
        hasher.update(&serde_json::to_vec(&apart).expect("a record is plain JSON"));
        serde_json::to_vec(story).expect("a record is plain JSON")
    };
    let mut hash = [0; 8];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    Encoded { bytes, hash: u64::from_le_bytes(hash) }
}

/// Reads a record; `None` where it is damaged.
pub fn decode(bytes: &[u8], known: FromColumns) -> Option<Story> {
    if bytes.first() == Some(&JSON) {
        return serde_json::from_slice(bytes).ok();
    }
    let fields: Vec<&str> = std::str::from_utf8(bytes).ok()?.split(FIELD).collect();
    let fields: &[&str; FIELDS] = fields.as_slice().try_into().ok()?;
    read(fields, known)
}

/// A part of a record: what copies and versions are told by.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Glance<'r> {
    /// Of the identifier, only where it is not the last part of the id.
    filing: Filing<'r>,
    /// Another story has the id that its source gave it.
    pub shares_id: bool,
}

impl<'r> Glance<'r> {
    /// The part of a record that was read whole.
    pub fn of(story: &'r Story) -> Glance<'r> {
        let filing = Filing {
            agency: story.agency.as_deref(),
            native_id: story.native_id.as_deref(),
            version: story.version.as_deref(),
            follows: story.follows.as_deref(),
            slug: story.slug.as_deref(),
            headline: story.headline.as_deref(),
            ednote: story.ednote.as_deref(),
            body: story.body.as_deref(),
            kind: story.take.kind,
            number: story.take.number,
        };
        Glance { filing, shares_id: story.flags.iter().any(|flag| flag == ID_SHARED) }
    }

    /// The text.
    pub fn body(&self) -> &'r str {
        self.filing.body.unwrap_or("")
    }

    /// What tells versions. An identifier tells them only beside something that tells them apart.
    pub fn filing(&self) -> Filing<'r> {
        let Filing { version, kind, native_id, .. } = self.filing;
        let is_versioned = version.is_some() || self.shares_id || kind == TakeKind::Kill;
        Filing { native_id: native_id.filter(|_| is_versioned), ..self.filing }
    }
}

/// Flag of a story whose own id another text has.
pub const ID_SHARED: &str = "id_shared";

/// Reads a part of a record, which takes a fraction of reading all of it; `None` where it is
/// damaged, or stored in the way that only [`decode`] reads.
pub fn glance(bytes: &[u8]) -> Option<Glance<'_>> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| bytes.first() != Some(&JSON))?;
    let mut fields = [""; FIELDS];
    // The text comes last, and holds no parting character.
    let mut parts = text.splitn(FIELDS, FIELD);
    for field in &mut fields {
        *field = parts.next()?;
    }
    fn given(text: &str) -> Option<&str> {
        (!text.is_empty() && !text.starts_with([EMPTY, SAME])).then_some(text)
    }
    let mut texts = fields[30].splitn(4, MEMBER).skip(1);
    let filing = Filing {
        agency: given(fields[6]),
        kind: TakeKind::ALL.into_iter().find(|it| it.name() == fields[11])?,
        number: number(fields[12])?,
        version: given(fields[22]),
        follows: given(fields[23]),
        native_id: given(fields[24]),
        slug: given(fields[25]),
        ednote: given(texts.next()?),
        headline: given(texts.next()?),
        body: given(texts.next()?),
    };
    let shares_id = fields[16].split_terminator(MEMBER).any(|flag| flag == ID_SHARED);
    Some(Glance { filing, shares_id })
}

struct Writer {
    out: String,
    /// No text held a parting character.
    plain: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.plain &= !text.bytes().any(|byte| (1..=5).contains(&byte));
        self.out.push_str(text);
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            None => {}
            Some("") => self.out.push(EMPTY),
            Some(text) => self.text(text),
        }
    }

    fn field(&mut self, text: Option<&str>) {
        self.optional(text);
        self.out.push(FIELD);
    }

    fn number(&mut self, number: Option<impl ToString>) {
        if let Some(number) = number {
            self.out.push_str(&number.to_string());
        }
        self.out.push(FIELD);
    }

    /// The members of a list, each closed by `part`: an empty list is nothing.
    fn list<'t>(&mut self, items: impl IntoIterator<Item = &'t String>, part: char) {
        for item in items {
            self.text(item);
            self.out.push(part);
        }
    }

    fn source(&mut self, source: &Source) {
        self.field(Some(&source.format));
        self.field(Some(&source.charset));
        self.field(Some(&source.path));
        self.field(source.member.as_deref());
        self.number(Some(source.record));
    }

    fn fields(&mut self, story: &Story, filed: Option<i64>) {
        self.number((story.schema != crate::story::SCHEMA).then_some(story.schema));
        self.field(story.agency.as_deref());
        self.field(story.language.as_deref());
        self.field(story.category.as_deref());
        self.field(story.filed_zone.as_deref());
        self.field(story.filed_precision.map(precision_name));
        self.field(Some(story.take.kind.name()));
        self.number(story.take.number);
        self.field(story.take.mark.as_deref());
        self.number(story.urgency);
        self.list(&story.inferred, MEMBER);
        self.out.push(FIELD);
        self.list(&story.flags, MEMBER);
        self.out.push(FIELD);
        self.list(&story.topics, MEMBER);
        self.out.push(FIELD);
        self.list(&story.places, MEMBER);
        self.out.push(FIELD);
        let same = story.filed == filed_text(filed, story.filed_precision);
        self.same_or(same, story.filed.as_deref());
        self.field(story.first_filed.as_deref());
        self.field(story.embargo.as_deref());
        self.field(story.version.as_deref());
        self.field(story.follows.as_deref());
        let same = story.native_id.is_some() && story.native_id.as_deref() == last_part(&story.id);
        self.same_or(same, story.native_id.as_deref());
        self.field(story.slug.as_deref());
        self.field(story.url.as_deref());
        self.byline(story.byline.as_ref());
        self.dateline(story.dateline.as_ref());
        self.credits(story);
        // The bodies come last; the lead is nearly always the first paragraph.
        let same = story.lead.as_deref() == story.paragraphs().next();
        if same {
            self.out.push(SAME);
        } else {
            self.optional(story.lead.as_deref());
        }
        self.out.push(MEMBER);
        self.optional(story.ednote.as_deref());
        self.out.push(MEMBER);
        self.optional(story.headline.as_deref());
        self.out.push(MEMBER);
        self.optional(story.body.as_deref());
    }

    fn same_or(&mut self, same: bool, text: Option<&str>) {
        if same {
            self.out.push(SAME);
        } else {
            self.optional(text);
        }
        self.out.push(FIELD);
    }

    fn byline(&mut self, byline: Option<&Byline>) {
        if let Some(Byline { line, names, titles, affiliation }) = byline {
            self.text(line);
            self.out.push(MEMBER);
            self.list(names, INNER);
            self.out.push(MEMBER);
            self.list(titles, INNER);
            self.out.push(MEMBER);
            self.optional(affiliation.as_deref());
        }
        self.out.push(FIELD);
    }

    fn dateline(&mut self, dateline: Option<&Dateline>) {
        if let Some(Dateline { line, places, date, agency }) = dateline {
            self.text(line);
            self.out.push(MEMBER);
            self.optional(date.as_deref());
            self.out.push(MEMBER);
            self.optional(agency.as_deref());
            for place in places {
                self.out.push(MEMBER);
                // The city is nearly always how the line begins.
                match &place.city {
                    Some(city) if !city.is_empty() && line.starts_with(city.as_str()) => {
                        self.out.push(SAME);
                        self.out.push_str(&city.chars().count().to_string());
                    }
                    city => self.optional(city.as_deref()),
                }
                self.out.push(INNER);
                self.optional(place.region.as_deref());
                self.out.push(INNER);
                self.optional(place.country.as_deref());
            }
        }
        self.out.push(FIELD);
    }

    fn credits(&mut self, story: &Story) {
        self.optional(story.credits_line.as_deref());
        for credit in &story.credits {
            self.out.push(MEMBER);
            self.text(&credit.role);
            self.out.push(INNER);
            self.optional(credit.place.as_deref());
            for name in &credit.names {
                self.out.push(INNER);
                self.text(name);
            }
        }
        self.out.push(FIELD);
    }
}

fn read(fields: &[&str; FIELDS], known: FromColumns) -> Option<Story> {
    let mut fields = fields.iter().copied();
    let mut next = || fields.next().unwrap_or("");
    let source = Source {
        format: optional(next()).unwrap_or_default(),
        charset: optional(next()).unwrap_or_default(),
        path: optional(next()).unwrap_or_default(),
        member: optional(next()),
        record: next().parse().ok()?,
    };
    let mut story = Story { source, ..Story::default() };
    story.schema = match next() {
        "" => crate::story::SCHEMA,
        schema => schema.parse().ok()?,
    };
    story.agency = optional(next());
    story.language = optional(next());
    story.category = optional(next());
    story.filed_zone = optional(next());
    story.filed_precision = match next() {
        "" => None,
        name => Some(PRECISIONS.into_iter().find(|it| precision_name(*it) == name)?),
    };
    let kind = next();
    story.take = Take {
        kind: TakeKind::ALL.into_iter().find(|it| it.name() == kind)?,
        number: number(next())?,
        mark: optional(next()),
    };
    story.urgency = number(next())?;
    story.inferred = list(next(), MEMBER);
    story.flags = list(next(), MEMBER);
    story.topics = list(next(), MEMBER);
    story.places = list(next(), MEMBER);
    story.filed = match next() {
        same if same.starts_with(SAME) => filed_text(known.filed, story.filed_precision),
        text => optional(text),
    };
    story.first_filed = optional(next());
    story.embargo = optional(next());
    story.version = optional(next());
    story.follows = optional(next());
    story.native_id = match next() {
        same if same.starts_with(SAME) => last_part(&known.id).map(str::to_owned),
        text => optional(text),
    };
    story.slug = optional(next());
    story.url = optional(next());
    story.byline = read_byline(next());
    story.dateline = read_dateline(next())?;
    let mut credits = next().split(MEMBER);
    story.credits_line = optional(credits.next()?);
    story.credits = credits.map(read_credit).collect();
    let mut texts = next().splitn(4, MEMBER);
    let lead = texts.next()?;
    story.ednote = optional(texts.next()?);
    story.headline = optional(texts.next()?);
    story.body = optional(texts.next()?);
    story.lead = if lead.starts_with(SAME) {
        story.paragraphs().next().map(str::to_owned)
    } else {
        optional(lead)
    };
    story.id = known.id;
    story.words = known.words;
    Some(story)
}

fn optional(text: &str) -> Option<String> {
    match text {
        "" => None,
        text if text.starts_with(EMPTY) => Some(String::new()),
        text => Some(text.to_owned()),
    }
}

/// A number, or none; the outer `None` is damage.
fn number<N: std::str::FromStr>(text: &str) -> Option<Option<N>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

fn list(text: &str, part: char) -> Vec<String> {
    text.split_terminator(part).map(str::to_owned).collect()
}

fn read_byline(text: &str) -> Option<Byline> {
    let mut members = text.split(MEMBER);
    let line = members.next()?.to_owned();
    let names = members.next()?;
    Some(Byline {
        line,
        names: list(names, INNER),
        titles: list(members.next()?, INNER),
        affiliation: optional(members.next()?),
    })
}

/// A dateline, or none; the outer `None` is damage.
fn read_dateline(text: &str) -> Option<Option<Dateline>> {
    if text.is_empty() {
        return Some(None);
    }
    let mut members = text.split(MEMBER);
    let line = members.next()?.to_owned();
    let date = optional(members.next()?);
    let agency = optional(members.next()?);
    let mut places = Vec::new();
    for place in members {
        let mut inner = place.split(INNER);
        let city = match inner.next()? {
            same if same.starts_with(SAME) => {
                let characters = same[1..].parse().ok()?;
                Some(line.chars().take(characters).collect())
            }
            text => optional(text),
        };
        places.push(Place {
            city,
            region: optional(inner.next()?),
            country: optional(inner.next()?),
        });
    }
    Some(Some(Dateline { line, places, date, agency }))
}

fn read_credit(text: &str) -> Credit {
    let mut inner = text.split(INNER);
    Credit {
        role: inner.next().unwrap_or("").to_owned(),
        place: inner.next().and_then(optional),
        names: inner.map(str::to_owned).collect(),
    }
}

const PRECISIONS: [Precision; 3] = [Precision::Second, Precision::Minute, Precision::Day];

fn precision_name(precision: Precision) -> &'static str {
    match precision {
        Precision::Second => "second",
        Precision::Minute => "minute",
        Precision::Day => "day",
    }
}

/// The part of an id behind the last colon.
fn last_part(id: &str) -> Option<&str> {
    id.rsplit(':').next()
}

/// A time as records write it.
fn filed_text(filed: Option<i64>, precision: Option<Precision>) -> Option<String> {
    let time = chrono::DateTime::from_timestamp(filed?, 0)?.naive_utc();
    Some(match precision {
        Some(Precision::Day) => time.date().to_string(),
        _ => format!("{}T{}Z", time.date(), time.time()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::seconds;

    fn round_trip(story: &Story) -> Vec<u8> {
        let filed = story.filed.as_deref().and_then(seconds);
        let bytes = encode(story, filed).bytes;
        let known = FromColumns { id: story.id.clone(), words: story.words, filed };
        assert_eq!(decode(&bytes, known).as_ref(), Some(story));
        bytes
    }

    fn full() -> Story {
        let text = |text: &str| Some(text.to_owned());
        Story {
            schema: 1,
            id: "AP:17:2".into(),
            native_id: text("17"),
            version: text("2"),
            follows: text("16"),
            agency: text("AP"),
            headline: text("Talks \"resume\""),
            slug: text("BC-TALKS"),
            byline: Some(Byline {
                line: "By Ada Byron, AP".into(),
                names: vec!["Ada Byron".into()],
                titles: vec![],
                affiliation: text("AP"),
            }),
            dateline: Some(Dateline {
                line: "GENÈVE/LYON, Feb 3".into(),
                places: vec![
                    Place { city: text("GENÈVE"), country: text("CH"), region: None },
                    Place { city: text("LYON"), ..Place::default() },
                    Place::default(),
                ],
                date: text("1990-02-03"),
                agency: None,
            }),
            lead: text("One."),
            body: text("One.\n\nTwo\nrows."),
            credits_line: text("(Reporting by A B in X)"),
            credits: vec![Credit {
                role: "reporting".into(),
                names: vec!["A B".into(), "C D".into()],
                place: text("X"),
            }],
            filed: text("1990-02-03T04:05:06Z"),
            filed_zone: text("America/New_York"),
            filed_precision: Some(Precision::Second),
            first_filed: text("1990-02-03"),
            embargo: text("until noon"),
            take: Take { mark: text("UPDATE 2-"), kind: TakeKind::Update, number: Some(2) },
            urgency: Some(4),
            category: text("i"),
            topics: vec!["topics:talks".into(), "x".into()],
            places: vec!["usa".into()],
            language: text("en"),
            ednote: text("Eds: note"),
            url: text(""),
            words: 3,
            source: Source { path: "a.gz".into(), member: None, record: 7, ..Source::default() },
            inferred: vec!["lead".into()],
            flags: vec!["date_guessed".into()],
        }
    }

    #[test]
    fn records_come_back_whole() {
        round_trip(&Story::default());
        round_trip(&full());
        round_trip(&Story { native_id: Some("AP:17:2".into()), ..full() });
        round_trip(&Story { id: "17".into(), version: None, ..full() });
        round_trip(&Story { lead: Some("Another.".into()), filed: Some("1990".into()), ..full() });
        round_trip(&Story { headline: Some(String::new()), body: None, lead: None, ..full() });
    }

    #[test]
    fn parting_characters_in_the_text_do_no_harm() {
        let bytes = round_trip(&Story { body: Some("a\u{1}b\u{4}c".into()), ..full() });
        assert_eq!(bytes.first(), Some(&JSON));
    }

    #[test]
    fn a_glance_sees_what_the_record_says() {
        let story = Story { flags: vec![ID_SHARED.to_owned()], ..full() };
        let bytes = encode(&story, None).bytes;
        // The sample stands in all its fields, each with a text of its own.
        assert_eq!(super::glance(&bytes), Some(Glance::of(&story)));
        assert!(Glance::of(&story).shares_id);
        let empty = encode(&Story::default(), None).bytes;
        assert_eq!(super::glance(&empty), Some(Glance::default()));
        assert_eq!(super::glance(b"{}"), None);
    }

    #[test]
    fn damage_is_none() {
        let bytes = encode(&full(), None).bytes;
        for end in 0..bytes.len() {
            // The last field is open-ended: a body cut short is a body.
            let _ = decode(&bytes[..end], FromColumns::default());
        }
        assert_eq!(decode(b"\xff\x01", FromColumns::default()), None);
        assert_eq!(decode(b"", FromColumns::default()), None);
    }

    #[test]
    fn the_hash_does_not_depend_on_where_a_story_was_read() {
        let other = Story {
            source: Source { path: "elsewhere".into(), record: 9, ..Source::default() },
            ..full()
        };
        assert_eq!(encode(&full(), None).hash, encode(&other, None).hash);
        let other = Story { id: "AP:18".into(), ..full() };
        assert_ne!(encode(&full(), None).hash, encode(&other, None).hash);
    }
}
