//! The query language: query text in, a checked tree out, every node with its place in the text.
//!
//! ```text
//! text -> lexer (tokens) -> parser (tree, checks) -> Query
//! ```
//!
//! Nothing up to the tree knows an engine or analyses words: it keeps each word as it was typed,
//! so that the same tree can be planned for our index, matched against a story, printed back
//! ([`print()`]) or handed to another engine. The grammar stands at the head of `parser/mod.rs`.

mod ast;
mod dates;
mod error;
mod fields;
mod filters;
mod lexer;
mod parser;
pub mod plan;
mod print;
pub mod topics;
mod values;

pub use ast::{Case, Kind, Node, Order, PhraseWord, Scope, Span, Unit};
pub use error::{QueryError, refusal};
pub use fields::{FIELDS, Field, FieldKind, Name};
pub use print::print;

use chrono::NaiveDate;
use serde::Serialize;

use error::Notes;

/// Longest query text that is read, in bytes.
pub const MAX_LENGTH: usize = 64 << 10;
/// Deepest nesting of a query.
pub const MAX_DEPTH: usize = 200;
/// Most nodes of a query, words of phrases included.
pub const MAX_NODES: usize = 10_000;
/// Largest number of words in `w/n` and its kin, and of mentions in `atleastn( )`.
pub const MAX_DISTANCE: u32 = 10_000;

/// What a query is read with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// The day that `date:last-30d`, `today` and `yesterday` count from; without it they are an
    /// error, because the library never asks a clock.
    pub today: Option<NaiveDate>,
    /// Whether the text is free text, a bag of words: words beside each other are joined by OR
    /// instead of AND, only capitals are AND, OR and NOT, and punctuation that is no operator for
    /// certain is punctuation. What limits (fields of the record, NOT) limits as ever.
    pub any: bool,
    /// Whether nothing in the text is an operator: every word is a word. Implies `any`.
    pub plain: bool,
}

/// A query as it was typed and as it was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Query {
    /// The text as typed.
    pub typed: String,
    /// What it means.
    pub root: Node,
    /// What may have been meant otherwise.
    pub warnings: Vec<QueryError>,
    /// Whether it was read as a bag of words ([`Options::any`]).
    #[serde(skip)]
    pub any: bool,
}

impl Query {
    /// The query as it was read, in full parentheses.
    pub fn parsed(&self) -> String {
        print(&self.root)
    }
}

/// Reads a query.
///
/// ```
/// use newswire::query::{Options, parse};
///
/// let query = parse("oil OR gas price", &Options::default()).unwrap();
/// assert_eq!(query.parsed(), "(oil OR (gas AND price))");
///
/// let errors = parse("heading:oil", &Options::default()).unwrap_err();
/// assert_eq!(errors[0].to_string(), "there is no field heading; did you mean headline?");
///
/// let any = Options { any: true, ..Options::default() };
/// let query = parse("Which oil talks? date:1987 -gas", &any).unwrap();
/// assert_eq!(query.parsed(), "((Which OR oil OR talks) AND date:1987-01-01..1987-12-31 AND NOT gas)");
/// ```
///
/// # Errors
///
/// All that is wrong with the query, in the order of the text; never an empty list.
pub fn parse(text: &str, options: &Options) -> Result<Query, Vec<QueryError>> {
    if text.len() > MAX_LENGTH {
        return Err(vec![QueryError {
            span: 0..0,
            message: format!(
                "the query has {} bytes, more than the {MAX_LENGTH} that are read",
                text.len()
            ),
            suggestion: Some("split it into several queries".to_owned()),
        }]);
    }
    let mut notes = Notes::default();
    let any = options.any || options.plain;
    let options = &Options { any, ..*options };
    let tamed;
    let read = if any {
        tamed = lexer::tame(text, options.plain);
        &tamed
    } else {
        text
    };
    let tokens = lexer::tokens(read, &mut notes);
    let root = parser::tree(read, tokens, options, &mut notes);
    let (mut errors, mut warnings) = notes.into_parts();
    errors.sort_by_key(|error| (error.span.start, error.span.end));
    warnings.sort_by_key(|warning| (warning.span.start, warning.span.end));
    match root {
        Some(root) if errors.is_empty() => {
            Ok(Query { typed: text.to_owned(), root, warnings, any })
        }
        _ if !errors.is_empty() => Err(errors),
        _ => Err(vec![QueryError {
            span: 0..text.len(),
            message: "there is no word to search for".to_owned(),
            suggestion: Some("write for instance cocoa AND \"peace talks\"".to_owned()),
        }]),
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
