//! The fields of the index, and how the engine reads the analyser's terms.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::analysis::stream::Terms;

/// Version of the fields. An index made with another is refused.
pub const VERSION: u32 = 1;

/// Name of the tokenizer that reads [`crate::analysis::stream`].
const WIRE: &str = "wire";

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
    pub topic: Field,
    pub category: Field,
    pub language: Field,
    pub status: Field,
    pub format: Field,
    /// Names of the fields that are null.
    pub missing: Field,
    /// Which source file the story came from.
    pub file: Field,
    /// The record, compressed.
    pub story: Field,
    pub order: Field,
    pub precision: Field,
    pub headline_words: Field,
    pub lead_words: Field,
    pub words: Field,
    pub urgency: Field,
    pub tokens: Field,
    pub hash: Field,
}

/// Name of the column that orders a segment: newest first, null last.
pub const ORDER: &str = "order";
/// Name of the column of ids.
pub const ID: &str = "id";
/// Name of the column of languages.
pub const LANGUAGE: &str = "language";

/// Builds the schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let wire = |record: IndexRecordOption, norms: bool| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(WIRE)
                .set_index_option(record)
                .set_fieldnorms(norms),
        )
    };
    let positions = || wire(IndexRecordOption::WithFreqsAndPositions, false);
    let counts = || wire(IndexRecordOption::WithFreqs, false);
    let keyword = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        )
    };
    let column = || NumericOptions::default().set_fast();
    let fields = Fields {
        text: builder.add_text_field("text", wire(IndexRecordOption::WithFreqsAndPositions, true)),
        headline: builder.add_text_field("headline", counts()),
        byline: builder.add_text_field("byline", positions()),
        dateline: builder.add_text_field("dateline", positions()),
        slug: builder.add_text_field("slug", positions()),
        place: builder.add_text_field("place", positions()),
        path: builder.add_text_field("path", positions()),
        id: builder.add_text_field(ID, keyword().set_fast("raw")),
        agency: builder.add_text_field("agency", keyword()),
        country: builder.add_text_field("country", keyword()),
        topic: builder.add_text_field("topic", keyword()),
        category: builder.add_text_field("category", keyword()),
        language: builder.add_text_field(LANGUAGE, keyword().set_fast("raw")),
        status: builder.add_text_field("status", keyword()),
        format: builder.add_text_field("format", keyword()),
        missing: builder.add_text_field("missing", keyword()),
        file: builder.add_u64_field("file", column().set_indexed()),
        story: builder.add_bytes_field("story", BytesOptions::default().set_stored()),
        order: builder.add_u64_field(ORDER, column()),
        precision: builder.add_u64_field("precision", column()),
        headline_words: builder.add_u64_field("headline_words", column()),
        lead_words: builder.add_u64_field("lead_words", column()),
        words: builder.add_u64_field("words", column()),
        urgency: builder.add_u64_field("urgency", column()),
        tokens: builder.add_u64_field("tokens", column()),
        hash: builder.add_u64_field("hash", column()),
    };
    (builder.build(), fields)
}

/// The tokenizers that the schema names.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WIRE, TextAnalyzer::from(Wire { token: Token::default() }));
    manager
}

/// Reads the analyser's terms for the engine.
#[derive(Clone)]
struct Wire {
    token: Token,
}

struct WireStream<'a> {
    terms: Terms<'a>,
    token: &'a mut Token,
    started: bool,
}

impl Tokenizer for Wire {
    type TokenStream<'a> = WireStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WireStream<'a> {
        self.token.position = 0;
        WireStream { terms: Terms::new(text), token: &mut self.token, started: false }
    }
}

impl TokenStream for WireStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((opens, term)) = self.terms.next() else {
            return false;
        };
        // The first term stands at position 0 whether or not its record opens a position (a lead
        // is a slice out of a stream).
        if opens && self.started {
            self.token.position += 1;
        }
        self.started = true;
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
