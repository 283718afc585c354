//! `newswire parse PATH…`: the records of an archive as JSON Lines, without an index.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueHint};
use newswire::error::Result;
use newswire::ingest::{Meter, parse};

use super::progress::reading;
use super::reading::{Memory, ReadArgs};
use super::report::{Run, close};
use super::screen::Screen;
use super::size::Size;
use super::{Exit, output_failed};

/// Print the stories of an archive as JSON Lines
///
/// Prints one record a line, in the order of the archive, and keeps no index. What it prints can
/// be read back by `newswire index`: ids and sources stay.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire parse story.txt\n  \
    newswire parse --rejects bad.jsonl /archive | gzip > stories.jsonl.gz")]
pub struct ParseArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Memory for the whole process
    #[arg(long, value_name = "SIZE", default_value_t = Memory::USUAL)]
    memory: Size,
    /// List what could not be read in a file, as JSON Lines
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    rejects: Option<PathBuf>,
    /// Exit with 4 where anything was rejected
    #[arg(long)]
    strict: bool,
    /// Write the closing report to a file, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    summary: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &ParseArgs, screen: &Screen) -> Result<Exit> {
    let begun = Instant::now();
    let options = args.read.options(Memory::new(args.memory)?)?;
    let rejects = args.rejects.as_deref();
    let paths = &args.read.paths;
    let meter = Meter::default();
    let mut out = screen.data();
    let report = reading(screen, paths, options.max_path, &meter, || {
        parse(paths, &options, &meter, rejects, &mut out)
    })?;
    out.flush().map_err(output_failed)?;
    let ends = (rejects, args.summary.as_deref(), args.strict);
    close(screen, &report, Run::Parse, begun.elapsed(), ends)
}
