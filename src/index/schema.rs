//! The fields of the index.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

/// Version of the fields. An index made with another is refused.
pub const VERSION: u32 = 6;

/// The engine is handed terms, never text: a field has to name a tokenizer, and nothing asks it.
const TOKENIZER: &str = "raw";

/// The fields, resolved.
#[derive(Debug, Clone)]
pub struct Fields {
    /// Headline, then text: positions, stems, joined forms.
    pub text: Field,
    /// Words of the headline, for their weight.
    pub headline: Field,
    pub byline: Field,
    pub dateline: Field,
    pub slug: Field,
    pub place: Field,
    pub path: Field,
    pub id: Field,
    pub agency: Field,
    pub country: Field,
    pub region: Field,
    /// Other names of countries and regions: a term for all those of one, behind the name of their
    /// field.
    pub known_as: Field,
    pub topic: Field,
    pub category: Field,
    pub language: Field,
    pub status: Field,
    pub format: Field,
    /// Names of the fields that are null.
    pub missing: Field,
    /// The record, compressed.
    pub story: Field,
}

/// The small fields: lines and keywords, in the order in which an entry holds their terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Small {
    Byline,
    Dateline,
    Slug,
    Place,
    Path,
    Agency,
    Country,
    Region,
    KnownAs,
    Topic,
    Category,
    Language,
    Status,
    Format,
    Missing,
}

impl Small {
    /// All of them, in order.
    pub const ALL: [Small; 15] = [
        Small::Byline,
        Small::Dateline,
        Small::Slug,
        Small::Place,
        Small::Path,
        Small::Agency,
        Small::Country,
        Small::Region,
        Small::KnownAs,
        Small::Topic,
        Small::Category,
        Small::Language,
        Small::Status,
        Small::Format,
        Small::Missing,
    ];

    /// The field.
    pub fn field(self, fields: &Fields) -> Field {
        match self {
            Small::Byline => fields.byline,
            Small::Dateline => fields.dateline,
            Small::Slug => fields.slug,
            Small::Place => fields.place,
            Small::Path => fields.path,
            Small::Agency => fields.agency,
            Small::Country => fields.country,
            Small::Region => fields.region,
            Small::KnownAs => fields.known_as,
            Small::Topic => fields.topic,
            Small::Category => fields.category,
            Small::Language => fields.language,
            Small::Status => fields.status,
            Small::Format => fields.format,
            Small::Missing => fields.missing,
        }
    }
}

/// Name of the column that orders a segment: newest first, null last.
pub const ORDER: &str = "order";
/// Name of the column of ids.
pub const ID: &str = "id";
/// Name of the column of languages.
pub const LANGUAGE: &str = "language";
/// Names of the columns of numbers.
pub const FILE: &str = "file";
pub const PRECISION: &str = "precision";
pub const HEADLINE_WORDS: &str = "headline_words";
pub const LEAD_WORDS: &str = "lead_words";
pub const WORDS: &str = "words";
pub const URGENCY: &str = "urgency";
pub const POSITIONS: &str = "positions";
pub const HASH: &str = "hash";

/// Columns of numbers, all of them.
pub const NUMBERS: [&str; 9] =
    [FILE, ORDER, PRECISION, HEADLINE_WORDS, LEAD_WORDS, WORDS, URGENCY, POSITIONS, HASH];

/// Builds the schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let wire = |record: IndexRecordOption, norms: bool| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_index_option(record)
                .set_fieldnorms(norms),
        )
    };
    let positions = || wire(IndexRecordOption::WithFreqsAndPositions, false);
    let counts = || wire(IndexRecordOption::WithFreqs, false);
    let keyword = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        )
    };
    for name in NUMBERS {
        builder.add_u64_field(name, NumericOptions::default().set_fast());
    }
    let fields = Fields {
        text: builder.add_text_field("text", wire(IndexRecordOption::WithFreqsAndPositions, true)),
        headline: builder.add_text_field("headline", counts()),
        byline: builder.add_text_field("byline", positions()),
        dateline: builder.add_text_field("dateline", positions()),
        slug: builder.add_text_field("slug", positions()),
        place: builder.add_text_field("place", positions()),
        path: builder.add_text_field("path", positions()),
        id: builder.add_text_field(ID, keyword().set_fast(TOKENIZER)),
        agency: builder.add_text_field("agency", keyword()),
        country: builder.add_text_field("country", keyword()),
        region: builder.add_text_field("region", keyword()),
        known_as: builder.add_text_field("known_as", keyword()),
        topic: builder.add_text_field("topic", keyword()),
        category: builder.add_text_field("category", keyword()),
        language: builder.add_text_field(LANGUAGE, keyword().set_fast(TOKENIZER)),
        status: builder.add_text_field("status", keyword()),
        format: builder.add_text_field("format", keyword()),
        missing: builder.add_text_field("missing", keyword()),
        story: builder.add_bytes_field("story", BytesOptions::default().set_stored()),
    };
    (builder.build(), fields)
}
