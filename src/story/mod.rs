//! The record: what newswire knows of one story, and the glossary as types.
//!
//! [`Story`] is what `newswire parse` prints and what an index keeps. Keys have a fixed order,
//! a field that cannot be known is null, and a field that was read out of the text rather than
//! given by the source is named in `inferred`. [`RawStory`] is what a format hands over before
//! the copy itself has been read.

mod package;
mod raw;
mod schema;

pub use package::{Listed, Package};
pub use raw::{Body, FiledText, RawStory};
pub use schema::json_schema;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the record's shape, printed as `"schema"`.
pub const SCHEMA: u32 = 1;

/// One item as filed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Story {
    /// Shape of this record; always 1.
    pub schema: u32,
    /// Agency, native id and version where the source has an id, else 16 hexadecimal digits of a
    /// BLAKE3 hash of the content.
    pub id: String,
    /// Identifier that the source gave.
    pub native_id: Option<String>,
    /// Version that the source gave, as filed.
    pub version: Option<String>,
    /// Identifier of the story that this one is a newer version of, where the source names it.
    pub follows: Option<String>,
    /// Who sent it, in canonical form: AP, Reuters, AFP, AA, dpa …
    pub agency: Option<String>,
    /// Headline, without take marks such as `UPDATE 2-`.
    pub headline: Option<String>,
    /// Short working name as filed, cycle and all: `BC-BAHIA-COCOA-REVIEW`.
    pub slug: Option<String>,
    /// Who wrote it.
    pub byline: Option<Byline>,
    /// Place, date and agency that open the text.
    pub dateline: Option<Dateline>,
    /// First paragraph of the body.
    pub lead: Option<String>,
    /// The running text, paragraphs joined by blank lines.
    pub body: Option<String>,
    /// The sign-off as filed: reporting by, editing by …
    pub credits_line: Option<String>,
    /// The sign-off, read.
    pub credits: Vec<Credit>,
    /// When it moved, in UTC, ISO 8601. A date alone where no time is known.
    pub filed: Option<String>,
    /// Zone in which the source gave the time: an IANA name, an abbreviation or an offset.
    pub filed_zone: Option<String>,
    /// How exactly the time is known.
    pub filed_precision: Option<Precision>,
    /// When the first version moved, in UTC, ISO 8601.
    pub first_filed: Option<String>,
    /// Not to be published before: ISO 8601, or the text as filed where no time can be read.
    pub embargo: Option<String>,
    /// Which version or piece it is.
    pub take: Take,
    /// 1 (flash) to 8, or as the agency counts.
    pub urgency: Option<u8>,
    /// Category letter or word of the agency.
    pub category: Option<String>,
    /// Subjects: codes as `scheme:code`, or words.
    pub topics: Vec<String>,
    /// Places that the source says the story is about.
    pub places: Vec<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Notes to editors.
    pub ednote: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// White-space tokens with a letter or digit in the body.
    pub words: u32,
    /// Where it was read from.
    pub source: Source,
    /// Fields that were read out of the text rather than given by the source.
    pub inferred: Vec<String>,
    /// What was odd: `dateline_damaged`, `date_guessed`, `charset_repaired` …
    pub flags: Vec<String>,
}

/// Who wrote a story.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Byline {
    /// The line as filed.
    pub line: String,
    /// The people named in it.
    pub names: Vec<String>,
    /// Their titles: `Associated Press Writer`.
    pub titles: Vec<String>,
    /// The agency or paper they write for, canonical where it is a known agency.
    pub affiliation: Option<String>,
}

/// Place, date and agency that open the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Dateline {
    /// The line as filed, without the dash that ends it.
    pub line: String,
    /// The places in it; more than one in `LONDON/PARIS`.
    pub places: Vec<Place>,
    /// The day, ISO 8601. `--02-26` where the year cannot be known.
    pub date: Option<String>,
    /// Agency or other source named in it, canonical where it is a known agency.
    pub agency: Option<String>,
}

/// One place of a dateline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Place {
    /// City as filed.
    pub city: Option<String>,
    /// State, province or other region as filed.
    pub region: Option<String>,
    /// Country, ISO 3166 alpha-2.
    pub country: Option<String>,
}

/// By what other names the places of a dateline can be found. No part of the record: the index
/// is handed them beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceNames {
    /// Names of its cities: `Kyiv`, `Kiew`, `Киев` for one filed from `Kiova`.
    pub cities: Vec<String>,
    /// Full names of its states, provinces and other regions.
    pub regions: Vec<String>,
    /// Other names of those, a row for each region: `Alta`, `AB`.
    pub region_names: Vec<Vec<String>>,
    /// Names of its countries, a row for each, and their codes of three letters.
    pub country_names: Vec<Vec<String>>,
}

/// One clause of a sign-off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Credit {
    /// `reporting`, `writing`, `editing`, `additional reporting`, `compiled` …
    pub role: String,
    /// The people.
    pub names: Vec<String>,
    /// Where they worked, as filed.
    pub place: Option<String>,
}

/// Which version or piece of a story it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Take {
    /// The mark as filed: `UPDATE 2-`, `1st Ld-Writethru`.
    pub mark: Option<String>,
    /// What the mark means; `new` unless something says otherwise.
    pub kind: TakeKind,
    /// The ordinal in the mark.
    pub number: Option<u32>,
}

/// What a take is to the story it belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TakeKind {
    /// First text, or nothing said.
    #[default]
    New,
    /// Newer text of the same story.
    Update,
    /// Text that puts an error right.
    Correction,
    /// The same text, sent again with a small repair.
    Refile,
    /// The same text, sent again.
    Repeat,
    /// Withdrawn.
    Kill,
    /// Words to editors.
    Advisory,
    /// Flash, bulletin, urgent.
    Alert,
    /// Continuation of another take.
    Add,
}

impl TakeKind {
    /// All kinds, in the order of the documentation.
    pub const ALL: [TakeKind; 9] = [
        TakeKind::New,
        TakeKind::Update,
        TakeKind::Correction,
        TakeKind::Refile,
        TakeKind::Repeat,
        TakeKind::Kill,
        TakeKind::Advisory,
        TakeKind::Alert,
        TakeKind::Add,
    ];

    /// The word used in the record and in `status:` queries.
    pub fn name(self) -> &'static str {
        match self {
            TakeKind::New => "new",
            TakeKind::Update => "update",
            TakeKind::Correction => "correction",
            TakeKind::Refile => "refile",
            TakeKind::Repeat => "repeat",
            TakeKind::Kill => "kill",
            TakeKind::Advisory => "advisory",
            TakeKind::Alert => "alert",
            TakeKind::Add => "add",
        }
    }
}

/// How exactly a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// The day only.
    Day,
}

/// Where a story was read from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Source {
    /// The file, as it was named.
    pub path: String,
    /// The member of a container, `inner!innermost` where containers nest.
    pub member: Option<String>,
    /// Number of the record in the file, from 1.
    pub record: u64,
    /// Format that it was read in.
    pub format: String,
    /// Charset that it was read in.
    pub charset: String,
}

impl Story {
    /// Paragraphs of the body, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.body.as_deref().unwrap_or("").split("\n\n").filter(|paragraph| !paragraph.is_empty())
    }
}
