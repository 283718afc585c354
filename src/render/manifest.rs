//! The manifest: what a paper's methods section has to say of a result, as a file beside it.
//!
//! Comes in: what was asked and found, and a tally of the bytes that were written. Goes out: one
//! JSON object. The clock and the command line are the caller's to know.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{CollapseSummary, QuerySummary};
use crate::error::{Error, Result};
use crate::index::manifest::Versions;
use crate::query::plan::PlanOptions;
use crate::search::Searcher;

/// What a result is, how it was made, and what of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// Version of newswire.
    pub newswire: &'static str,
    /// The command line, argument by argument.
    pub command: Vec<String>,
    /// When the command was started, UTC, ISO 8601.
    pub started: String,
    /// The query, as typed and as read.
    pub query: QuerySummary,
    /// How it was read.
    pub options: Asked,
    /// What each clause of the query stands for in this index.
    pub words: Vec<Words>,
    /// What counts as one story, where that is not each item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapse: Option<CollapseSummary>,
    /// Exact numbers: `stories`, `matches`, `returned`, as the command has them.
    pub counts: Map<String, Value>,
    /// Whether more was found than was printed.
    pub truncated: bool,
    /// The index.
    pub index: IndexManifest,
    /// What was written.
    pub output: OutputSummary,
}

/// How a query was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Zone in which days begin and end.
    pub tz: String,
    /// Languages in which words were inflected; those of the index where none were asked for.
    pub lang: Vec<String>,
    /// Most words that a wildcard could stand for.
    pub max_expansions: usize,
}

/// A clause of a query and the words of the index that it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The clause, as it was read.
    pub clause: String,
    /// Its words in the index.
    pub terms: Vec<Term>,
}

/// A word of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The word, in normal form.
    pub term: String,
    /// `word`, `stem` (of all words that have it), `joined` or `joined stem` (of a compound).
    pub kind: &'static str,
}

/// An index, with all that tells it from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexManifest {
    /// The same stories give the same one.
    pub fingerprint: String,
    /// Number of stories.
    pub stories: u64,
    /// Versions of its fields, of the rules for words, and of the record.
    pub versions: Versions,
}

/// The bytes that a command wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutputSummary {
    /// Where they went.
    pub name: String,
    /// Their form.
    pub format: String,
    /// How many.
    pub bytes: u64,
    /// Their BLAKE3 hash, hexadecimal: `b3sum` gives the same.
    pub blake3: String,
}

impl Manifest {
    /// What the library knows of a result; the command line, the time, the words and the counts are
    /// for the caller to fill in.
    pub fn new(
        searcher: &Searcher<'_>,
        query: QuerySummary,
        options: &PlanOptions,
        output: OutputSummary,
    ) -> Manifest {
        let index = searcher.index();
        let mut lang = options.languages.clone();
        if lang.is_empty() {
            lang = index.languages();
        }
        Manifest {
            newswire: super::Summary::VERSION,
            command: Vec::new(),
            started: String::new(),
            query,
            options: Asked {
                tz: options.zone.name().to_owned(),
                lang,
                max_expansions: options.max_expansions,
            },
            words: Vec::new(),
            collapse: None,
            counts: Map::new(),
            truncated: false,
            index: IndexManifest {
                fingerprint: index.fingerprint(),
                stories: index.stories(),
                versions: index.manifest().versions.clone(),
            },
            output,
        }
    }
}

/// Counts and hashes bytes on their way to a writer; shared with whoever reads the sum.
#[derive(Debug, Clone, Default)]
pub struct Tally(Rc<RefCell<(u64, blake3::Hasher)>>);

/// A writer whose bytes are tallied.
#[derive(Debug)]
pub struct Watched<W> {
    out: W,
    tally: Tally,
}

impl Tally {
    /// A writer that hands on what it gets, and notes it.
    pub fn watch<W: Write>(&self, out: W) -> Watched<W> {
        Watched { out, tally: self.clone() }
    }

    /// What has been written.
    pub fn output(&self, name: &str, format: &str) -> OutputSummary {
        let sum = self.0.borrow();
        OutputSummary {
            name: name.to_owned(),
            format: format.to_owned(),
            bytes: sum.0,
            blake3: sum.1.finalize().to_hex().to_string(),
        }
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let mut sum = self.tally.0.borrow_mut();
        sum.0 += written as u64;
        sum.1.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a manifest, whole or not at all.
pub fn write_manifest(path: &Path, manifest: &Manifest) -> Result<()> {
    let failed = |cause| Error::io("writing", path, cause);
    let mut text = serde_json::to_vec_pretty(manifest).map_err(|cause| failed(cause.into()))?;
    text.push(b'\n');
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!("{name}.{}.new", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.map_err(|cause| {
        // Half a manifest beside the place is of no use.
        let _ = fs::remove_file(&beside);
        failed(cause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_is_of_exactly_what_was_written() {
        let tally = Tally::default();
        let mut out = Vec::new();
        let mut watched = tally.watch(&mut out);
        watched.write_all(b"one,").unwrap();
        watched.write_all(b"two").unwrap();
        let sum = tally.output("standard output", "csv");
        assert_eq!((sum.bytes, out.as_slice()), (7, b"one,two".as_slice()));
        assert_eq!(sum.blake3, blake3::hash(b"one,two").to_hex().to_string());
    }
}
