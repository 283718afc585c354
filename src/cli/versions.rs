//! `newswire versions ID`: the versions of a story with what changed, and who else sent it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueHint};
use newswire::error::Result;
use newswire::index::StoryIndex;
use newswire::render::{
    ExtentSummary, IndexSummary, Summary, VersionsSummary, versions_jsonl, versions_table,
};
use newswire::search::Versions;

use super::report::write_summary;
use super::screen::Screen;
use super::{Exit, Listing};

/// Show the versions and the copies of a story
///
/// Prints the chain of a story: its versions in order, what each is (update, correction, kill …),
/// and what changed in it since the text before, word by word. Then its group: who else sent the
/// same text or nearly the same, and when. Where there are no colours, words that were cut stand in
/// [- -] and words that were added in {+ +}. Exits with 1 where the story has neither chain nor
/// group.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire versions Reuters:900120\n  \
    newswire versions --no-diff --output jsonl Reuters:900120")]
pub struct VersionsArgs {
    /// Id of the story
    #[arg(value_name = "ID")]
    id: String,
    /// Leave out what changed
    #[arg(long)]
    no_diff: bool,
    /// Print so many versions and so many copies, the story's own among them; 0 prints all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Listing,
    /// Write the summary to a file instead of standard error
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    summary: Option<PathBuf>,
    /// Exit with 0 where there is neither chain nor group
    #[arg(long)]
    no_match_ok: bool,
}

/// Runs the command.
pub fn run(args: &VersionsArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let start = Instant::now();
    let index = StoryIndex::open(dir)?;
    let limit = Some(args.limit).filter(|limit| *limit > 0);
    let versions = Versions::of(&index, &args.id, limit)?;
    let (chain, group) = (versions.chain()?, versions.group()?);
    let found = (chain.as_ref(), group.as_ref());
    match args.output {
        Listing::Table => {
            versions_table(&mut screen.out(), &versions, found, !args.no_diff, &screen.paint())?;
        }
        Listing::Jsonl => versions_jsonl(&mut screen.data(), &versions, found, !args.no_diff)?,
    }
    let summaries = [found.0.map(ExtentSummary::of), found.1.map(ExtentSummary::of)];
    let summed = |of: fn(&ExtentSummary) -> u64| summaries.iter().flatten().map(of).sum::<u64>();
    let (returned, stories) = (summed(|it| it.returned), summed(|it| it.stories));
    let is_nothing = stories == 0;
    let [chain, group] = summaries;
    let summary = VersionsSummary {
        id: args.id.clone(),
        chain,
        group,
        returned,
        truncated: returned < stories,
        took_ms: start.elapsed().as_millis() as u64,
        index: IndexSummary::of_index(&index),
        version: Summary::VERSION,
    };
    match (&args.summary, args.output) {
        (Some(path), _) => write_summary(path, &summary)?,
        (None, Listing::Table) => {}
        (None, Listing::Jsonl) => {
            screen.note(&serde_json::to_string(&summary).unwrap_or_default());
        }
    }
    Ok(if is_nothing && !args.no_match_ok { Exit::Nothing } else { Exit::Done })
}
