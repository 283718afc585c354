//! `newswire verify`: is an index whole?

use std::path::Path;

use clap::Args;
use newswire::error::{Error, Result};
use newswire::index::verify;

use super::progress;
use super::report::{count_stories, some};
use super::screen::Screen;
use super::size::about;
use super::{Exit, print};

/// Check that the index is whole
///
/// Works out the checksum of every file again, reads every story back, and compares counts and
/// fingerprint. Exits with 3 where anything does not hold.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire verify\n  \
    newswire verify --index /mnt/archive/index")]
pub struct VerifyArgs {}

/// Runs the command.
pub fn run(_: &VerifyArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let bar = progress::stories(screen, 0);
    let found = verify(dir, |all| {
        bar.set_length(all);
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    if found.findings.is_empty() {
        let text = format!(
            "whole: {}, {}, {}, fingerprint {}\n",
            some(found.files, "file"),
            about(found.bytes),
            count_stories(found.stories),
            found.fingerprint
        );
        print(screen, text.as_bytes())?;
        return Ok(Exit::Done);
    }
    let paint = screen.paint();
    let lines: String =
        found.findings.iter().map(|finding| format!("{}\n", paint.shown(&finding.0))).collect();
    print(screen, lines.as_bytes())?;
    let why = match found.findings.len() {
        1 => "one thing does not hold".to_owned(),
        findings => format!("{findings} things do not hold"),
    };
    Err(Error::Damaged { dir: dir.to_owned(), why })
}
