//! Full-text search for wire-service archives.
//!
//! ```text
//! walk -> container -> sniff -> format -> parse (byline, dateline, credits, take, clock) -> Story -> analyse -> index
//! text -> query (AST) -> plan -> candidates -> spans -> rank -> snippet -> render
//! ```
//!
//! | module | what it is |
//! | --- | --- |
//! | [`story`] | the record of a story, and the glossary as types |
//! | [`text`] | bytes to text: charsets, control characters, wire quotes, paragraphs |
//! | [`copy`] | what wire copy says: dateline, byline, credits, take, clock, agencies, places |
//! | [`format`](mod@format) | the shapes in which archives keep stories: one file a format, one table of all |
//! | [`ingest`] | reading an archive: walk, containers, the pipeline, the report |
//! | [`analysis`] | words: the tokenizer, stems, normal forms |
//! | [`index`](mod@index) | the index: schema, writer, commit and resume, reader |
//! | [`copies`] | which stories are copies of one text, and versions of one story |
//! | [`query`] | the query language: text to a checked tree, and to a plan for an index |
//! | [`span`] | the one matcher: where a query stands in a story |
//! | [`search`] | running a plan: count, rank, sort, stream |
//! | [`snippet`] | fragments round the matches: text and numbers, no markup |
//! | [`render`] | one file an output: terminal, JSON Lines, CSV, TSV, ids |
//! | [`error`] | what can go wrong, and what to type instead |
//!
//! The library never prints, never exits and knows no command line: `newswire`, the program, is
//! its client. Find the ten best stories of an index:
//!
//! ```no_run
//! use std::path::Path;
//!
//! use newswire::index::StoryIndex;
//! use newswire::query::plan::PlanOptions;
//! use newswire::query::{Options, parse};
//! use newswire::search::{Ranking, Searcher};
//!
//! # fn main() -> newswire::error::Result<()> {
//! let index = StoryIndex::open(Path::new("index"))?;
//! let query = parse("military-to-military", &Options::default()).expect("it is a query");
//! let searcher = Searcher::new(&index, &query, &PlanOptions::default(), Ranking::default())?;
//! let (hits, total) = searcher.top(10, None)?;
//! for hit in hits {
//!     let story = index.story(hit.address)?;
//!     println!("{} {:?} (of {total})", story.id, story.headline);
//! }
//! # Ok(())
//! # }
//! ```

pub mod analysis;
pub mod copies;
pub mod copy;
pub mod error;
pub mod format;
pub mod index;
pub mod ingest;
pub mod query;
pub mod render;
pub mod search;
pub mod snippet;
pub mod span;
pub mod story;
pub mod text;
