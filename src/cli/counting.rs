//! Arguments of the commands that print counts, and what they do alike.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use newswire::error::Result;
use newswire::query::plan::PlanOptions;
use newswire::render::{QuerySummary, Shape, Sheet};
use newswire::search::{Counts, Searcher};
use serde::Serialize;

use super::manifest::{Done, ManifestArgs, Record};
use super::report::write_summary;
use super::screen::Screen;
use super::{output_failed, usage};

/// How counts are printed.
#[derive(Args)]
pub struct CountingArgs {
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Output,
    /// Write the summary to a file instead of standard error
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    summary: Option<PathBuf>,
    #[command(flatten)]
    manifest: ManifestArgs,
    /// Exit with 0 where nothing was found
    #[arg(long)]
    pub no_match_ok: bool,
    /// Begin with a byte order mark, for spreadsheets that want one (csv, tsv)
    #[arg(long, hide_short_help = true)]
    bom: bool,
    /// Leave cells as they are that a spreadsheet would run as a formula (csv, tsv)
    #[arg(long, hide_short_help = true)]
    raw: bool,
}

/// What was counted.
pub struct Counted<'c, S> {
    /// What was asked.
    pub query: QuerySummary,
    /// How it was planned.
    pub options: &'c PlanOptions,
    /// What was found.
    pub counts: Counts,
    /// Whether more was counted than was printed.
    pub truncated: bool,
    /// The summary for programs.
    pub summary: &'c S,
    /// The summary for people.
    pub line: &'c str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For eyes, with bars
    Table,
    /// JSON, one object a line
    Jsonl,
    /// Comma-separated values with a heading
    Csv,
    /// Tab-separated values with a heading
    Tsv,
}

impl CountingArgs {
    /// The sheet to write; none for a table for eyes.
    pub fn sheet(&self) -> Result<Option<Sheet>> {
        let raw = self.raw;
        let sheet = match self.output {
            Output::Table => None,
            Output::Jsonl => Some(Sheet::JsonLines),
            Output::Csv => Some(Sheet::Separated { shape: Shape::Csv, raw }),
            Output::Tsv => Some(Sheet::Separated { shape: Shape::Tsv, raw }),
        };
        if (self.bom || self.raw) && !matches!(sheet, Some(Sheet::Separated { .. })) {
            return Err(usage("--bom and --raw are for --output csv and tsv"));
        }
        Ok(sheet)
    }

    /// Notes the time for a manifest, if one is wanted.
    pub fn begin(&self) -> Record {
        self.manifest.begin()
    }

    /// Where the data goes.
    pub fn out(&self, screen: &Screen, record: &Record) -> Result<Box<dyn Write>> {
        // What is painted has been cleaned piece by piece.
        let mut out = screen.result(self.output == Output::Table, record.tally());
        if self.bom {
            out.write_all("\u{FEFF}".as_bytes()).map_err(output_failed)?;
        }
        Ok(out)
    }

    /// Tells what stands beside the data: as an object for programs, as a line for people; and
    /// writes the manifest.
    pub fn close(
        &self,
        screen: &Screen,
        record: &Record,
        searcher: &Searcher<'_>,
        counted: &Counted<'_, impl Serialize>,
    ) -> Result<()> {
        let Counted { query, options, counts, truncated, summary, line } = counted;
        let items = counts.items;
        let counts = [("stories", counts.stories), ("matches", counts.matches)];
        let done = Done {
            query: query.clone(),
            options: (*options).clone(),
            format: self.output,
            items,
            counts: &counts,
            truncated: *truncated,
        };
        record.close(searcher, &done)?;
        match (&self.summary, self.output) {
            (Some(path), _) => write_summary(path, summary)?,
            (None, Output::Table) => screen.note(line),
            (None, _) => screen.note(&serde_json::to_string(summary).unwrap_or_default()),
        }
        Ok(())
    }
}
