//! The index: one movable folder that holds the stories of an archive and where their words are.
//!
//! The folder holds the engine's files and ours:
//!
//! | file | what |
//! | --- | --- |
//! | `newswire.json` | versions, fingerprint, counts, checksums of a finished build |
//! | `sources.jsonl` | the files that were read, one line each, appended |
//! | `forms` | English words by their stem |
//! | `copies` | groups of copies and chains of versions |
//! | `packages.jsonl` | what agencies listed in packages, one line each, appended |
//! | `rejects.jsonl` | what the last run could not read, with path, offset and reason |
//! | the rest | the engine's segments and its `meta.json` |
//!
//! Stories and progress commit together: the engine's commit carries our [`manifest::Progress`].
//! This folder is the only place that names the engine's fields.

mod columns;
mod copies;
mod directory;
mod docnos;
mod engine;
mod entry;
mod forms;
mod keywords;
mod log;
pub mod manifest;
mod packages;
mod place_terms;
mod reader;
mod record;
mod schema;
mod segment;
mod verify;
mod words;
mod writer;

/// What the text field notes of its words.
pub(crate) use crate::analysis::Mark;
pub(crate) use crate::copies::near::MOST_ALIKE;
pub use copies::{Copies, Kin, Relation};
pub use docnos::Docnos;
pub use entry::{Entry, filed, order, seconds};
pub(crate) use keywords::{ALIASED, alias, named, spelling, unaliased};
pub use manifest::{CopiesFound, FileState, PackagesFound, Progress};
pub use packages::{Meant, Packages};
pub(crate) use packages::{is_called, versions};
pub(crate) use place_terms::WALL;
pub use place_terms::{KnownPlaces, PlaceTerms, place_value};
pub use reader::{Address, Segment, StoryIndex};
pub(crate) use schema::Fields;
pub use verify::{Finding, Verification, verify};
pub use words::StemmedWord;
pub use writer::{CopiesOption, IndexWriter, Put, WriterOptions};
