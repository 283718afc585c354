//! What a format hands over: the elements of the source, before the copy itself has been read.

use super::{Place, Precision, Take};

/// The elements of one record as its source gave them, decoded to text, nothing inferred.
///
/// Every field is what an element or header line says. What is left `None` is read out of the
/// text by `copy`, which names it in the record's `inferred`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawStory {
    /// Identifier the source gives.
    pub native_id: Option<String>,
    /// Version the source gives.
    pub version: Option<String>,
    /// Identifier of the story that this one is a newer version of.
    pub follows: Option<String>,
    /// Agency as the source names it, any spelling.
    pub agency: Option<String>,
    /// Headline as filed, take marks and all; may hold line breaks.
    pub headline: Option<String>,
    /// Slug as filed.
    pub slug: Option<String>,
    /// Byline lines as filed, in order: name line, then titles.
    pub bylines: Vec<String>,
    /// Dateline as filed; may hold line breaks and the dash that ends it.
    pub dateline: Option<String>,
    /// Where it was filed from, where elements say so part by part. The dateline in the copy comes
    /// first; this fills what it leaves open.
    pub origin: Option<Place>,
    /// Standfirst, abstract, second headline: what stands above the text and sums it up. What the
    /// text repeats is dropped.
    pub summary: Vec<String>,
    /// The text.
    pub body: Body,
    /// Sign-off, where an element holds it.
    pub credits: Option<String>,
    /// When it moved.
    pub filed: Option<FiledText>,
    /// When the first version moved.
    pub first_filed: Option<FiledText>,
    /// Embargo as filed.
    pub embargo: Option<String>,
    /// Take, where an element says it; else read from headline and slug.
    pub take: Option<Take>,
    /// Urgency, 1 to 8.
    pub urgency: Option<u8>,
    /// Category as filed.
    pub category: Option<String>,
    /// Subjects.
    pub topics: Vec<String>,
    /// Places the source says it is about.
    pub places: Vec<String>,
    /// Language as the source says.
    pub language: Option<String>,
    /// Notes to editors.
    pub ednotes: Vec<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Charset the record was decoded from.
    pub charset: String,
    /// What was odd so far: `charset_repaired` …
    pub flags: Vec<String>,
    /// Fields that the format itself read out of running text (a head block of plain lines).
    pub inferred: Vec<String>,
}

/// The text of a raw story.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// As filed: hard-wrapped lines, paragraphs shown by indents, blank lines or tabs.
    Wrapped(String),
    /// Paragraphs that the source's own elements part; white space inside is free, except in one
    /// that begins with a backspace: a table of a wire, whose lines stay.
    Paragraphs(Vec<String>),
    /// Lines are kept as they stand (tables): the whole is one paragraph.
    Preformatted(String),
    /// A whole plain-text story: a head block (slug, headline, byline, time …), if any, and then
    /// hard-wrapped text. `copy` reads the head block line by line.
    Copy(String),
}

impl Default for Body {
    fn default() -> Self {
        Body::Paragraphs(Vec::new())
    }
}

/// A time as a source gave it, read but not yet moved to UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledText {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM:SS`, where a time is known.
    pub time: Option<String>,
    /// Zone as given: `EST`, `+0100`, `Z`, `America/New_York`; `None` where the source says none.
    pub zone: Option<String>,
    /// How exactly the time is known.
    pub precision: Precision,
}
