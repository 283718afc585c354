//! Full-text search for wire-service archives.
pub mod analysis;
pub mod copy;
pub mod error;
pub mod format;
pub mod index;
pub mod ingest;
pub mod query;
pub mod search;
pub mod span;
pub mod story;
pub mod text;
pub mod snippet;
