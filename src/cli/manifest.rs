//! `--manifest FILE`: what a paper has to say of a result, written when all of it has been.

use std::path::PathBuf;

use chrono::{SecondsFormat, Utc};
use clap::{Args, ValueEnum, ValueHint};
use newswire::error::Result;
use newswire::query::plan::PlanOptions;
use newswire::render::{
    CollapseSummary, Manifest, QuerySummary, Tally, Term, Words, write_manifest,
};
use newswire::search::Searcher;

use super::explain::{spelt, terms};

/// Whether a manifest is wanted.
#[derive(Args)]
pub struct ManifestArgs {
    /// Write what was asked, of which index, how much was found, and a hash of the output to a file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    manifest: Option<PathBuf>,
}

/// A manifest under way; nothing where none is wanted.
pub struct Record(Option<Begun>);

struct Begun {
    path: PathBuf,
    started: String,
    tally: Tally,
}

/// What a command has done.
pub struct Done<'d, F> {
    /// What was asked.
    pub query: QuerySummary,
    /// How it was planned.
    pub options: PlanOptions,
    /// The output.
    pub format: F,
    /// Items that match.
    pub items: u64,
    /// What was counted.
    pub counts: &'d [(&'static str, u64)],
    /// Whether more was found than was printed.
    pub truncated: bool,
}

impl ManifestArgs {
    /// Notes the time and makes ready to tally the output.
    pub fn begin(&self) -> Record {
        Record(self.manifest.clone().map(|path| Begun {
            path,
            started: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            tally: Tally::default(),
        }))
    }
}

impl Record {
    /// What tallies the output.
    pub fn tally(&self) -> Option<&Tally> {
        self.0.as_ref().map(|begun| &begun.tally)
    }

    /// Writes the manifest, where one is wanted.
    pub fn close<F: ValueEnum>(&self, searcher: &Searcher<'_>, done: &Done<'_, F>) -> Result<()> {
        let Some(begun) = &self.0 else { return Ok(()) };
        let format = done.format.to_possible_value();
        let format = format.as_ref().map_or("", |value| value.get_name());
        let output = begun.tally.output("standard output", format);
        let plan = searcher.plan();
        let words = plan.clauses.iter().map(|clause| {
            let mut words: Vec<Term> = Vec::new();
            for found in terms(clause, &plan.leaves) {
                let (kind, word) = spelt(found);
                // A word may stand there for several languages.
                let term = Term { term: word.to_owned(), kind };
                if !words.contains(&term) {
                    words.push(term);
                }
            }
            Words { clause: clause.shown.clone(), terms: words }
        });
        let counts = done.counts.iter().map(|(name, count)| ((*name).to_owned(), (*count).into()));
        let manifest = Manifest {
            command: std::env::args_os().map(|it| it.to_string_lossy().into_owned()).collect(),
            started: begun.started.clone(),
            words: words.collect(),
            collapse: CollapseSummary::new(searcher.collapse(), done.items),
            counts: counts.collect(),
            truncated: done.truncated,
            ..Manifest::new(searcher, done.query.clone(), &done.options, output)
        };
        write_manifest(&begun.path, &manifest)
    }
}
