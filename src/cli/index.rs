//! `newswire index PATH…`: an archive into an index, anew or on top of what is there.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, ValueHint};
use newswire::error::Result;
use newswire::format::ColumnMap;
use newswire::index::WriterOptions;
use newswire::index::manifest::REJECTS;
use newswire::ingest::{IndexOptions, Meter, ReadOptions, Report, index};

use super::Exit;
use super::copies::CopiesArgs;
use super::progress::reading;
use super::reading::{Memory, ReadArgs};
use super::report::{Run, close, some};
use super::screen::Screen;
use super::size::{Size, about};

/// Read an archive and index its stories
///
/// Reads all stories under the PATHs into the index, and ends in a report that accounts for
/// everything that was read. A second run on the same PATHs reads only what is new or changed; a
/// run that was interrupted goes on where its last commit stood. What cannot be read never stops
/// a run: it is listed in rejects.jsonl in the folder of the index.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire index /archive/1987\n  \
    newswire index --index /fast/index --memory 1G --prune /archive")]
pub struct IndexArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Memory for the whole process
    #[arg(long, value_name = "SIZE", default_value_t = Memory::USUAL)]
    memory: Size,
    /// Remove stories that are gone from the archive
    ///
    /// That is, stories of files that no longer exist, and stories that are no longer in their
    /// file although the file was read again.
    #[arg(long)]
    prune: bool,
    /// Start afresh: drop what the index holds
    #[arg(long)]
    rebuild: bool,
    /// Exit with 4 where anything was rejected
    #[arg(long)]
    strict: bool,
    /// Write the closing report to a file, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    summary: Option<PathBuf>,
    /// Commit at least every so many stories
    ///
    /// A run that is interrupted loses no more than what came after the last commit. Without
    /// this, time alone decides.
    #[arg(long, value_name = "N", hide_short_help = true)]
    commit_stories: Option<u64>,
    #[command(flatten)]
    copies: CopiesArgs,
}

/// Commit at least this often.
const COMMIT_EVERY: Duration = Duration::from_secs(60);

/// Runs the command.
pub fn run(args: &IndexArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let begun = Instant::now();
    let memory = Memory::new(args.memory)?;
    let read = args.read.options(memory)?;
    let options = IndexOptions {
        memo: memory.memo(read.threads),
        write: WriterOptions {
            rebuild: args.rebuild,
            copies: args.copies.option(),
            ..memory.write_options(read.threads)
        },
        read,
        prune: args.prune,
        commit_every: COMMIT_EVERY,
        commit_stories: args.commit_stories.unwrap_or(0),
    };
    let report = indexed(&args.read.paths, dir, &options, screen)?;
    let rejects = dir.join(REJECTS);
    let ends = (Some(rejects.as_path()), args.summary.as_deref(), args.strict);
    close(screen, &report, Run::Index, begun.elapsed(), ends)
}

/// Brings an index up to date before a search.
pub fn update(
    paths: &[PathBuf],
    columns: Option<Arc<ColumnMap>>,
    dir: &Path,
    screen: &Screen,
) -> Result<()> {
    let begun = Instant::now();
    let memory = Memory::new(Memory::USUAL)?;
    let read = ReadOptions { columns, ..memory.read_options() };
    let options = IndexOptions {
        memo: memory.memo(read.threads),
        write: memory.write_options(read.threads),
        read,
        prune: false,
        commit_every: COMMIT_EVERY,
        commit_stories: 0,
    };
    let report = indexed(paths, dir, &options, screen)?;
    // Where nothing has changed there is nothing to tell.
    if screen.verbose || report.read > 0 {
        close(
            screen,
            &report,
            Run::Index,
            begun.elapsed(),
            (Some(&dir.join(REJECTS)), None, false),
        )?;
    }
    Ok(())
}

fn indexed(
    paths: &[PathBuf],
    dir: &Path,
    options: &IndexOptions,
    screen: &Screen,
) -> Result<Report> {
    let meter = Meter::default();
    screen.detail(&format!(
        "{}, {} under way, {} for a segment",
        some(options.read.threads as u64, "thread"),
        about(options.read.under_way as u64),
        about(options.write.memory as u64),
    ));
    reading(screen, paths, options.read.max_path, &meter, || index(paths, dir, options, &meter))
}
