//! The command line: one file a command, each with its help, its arguments and its `run`.
//!
//! Comes in: what was typed. Goes out: data on standard output, all else on standard error, and
//! an exit code. Only this folder prints, exits, asks the clock or looks at the terminal.

mod asking;
mod batch;
mod collapse;
mod completions;
mod copies;
mod count;
mod counting;
mod explain;
mod facets;
mod fields;
mod formats;
mod index;
mod kwic;
mod man;
mod manifest;
mod packages;
mod paging;
mod parse;
mod progress;
mod ranking;
mod reading;
mod report;
mod screen;
mod search;
mod show;
mod size;
mod stats;
mod table;
mod timeline;
mod tree;
mod verify;
mod versions;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use newswire::error::{Error, Result};

use screen::{Color, Screen};

/// Full-text search for wire-service archives
///
/// newswire reads the copy of news agencies in the shapes in which archives keep it, understands
/// what a story is made of (slug, headline, byline, dateline, lead, body, credits), and finds
/// stories by their words, with the matches marked. Index an archive once with `newswire index`,
/// then ask it with `newswire search`.
#[derive(Parser)]
#[command(
    name = "newswire",
    bin_name = "newswire",
    version,
    after_help = "Exit codes: 0 done and found, 1 nothing found, 2 bad usage or query, \
                  3 index or I/O, 4 done in part.\n\n\
                  Examples:\n  \
                  newswire search --corpus corpus military-to-military\n  \
                  newswire index /archive && newswire search 'cocoa date:1987-02'"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args)]
#[command(next_help_heading = "Common options")]
struct Common {
    /// The folder of the index
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "index",
        env = "NEWSWIRE_INDEX",
        hide_env_values = true,
        value_hint = ValueHint::DirPath
    )]
    index: PathBuf,
    /// When to write in bold and dim
    ///
    /// `auto` does so on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Print the data and the errors, nothing else
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Say more about what is done
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Subcommand)]
enum Command {
    Index(index::IndexArgs),
    Parse(parse::ParseArgs),
    Search(search::SearchArgs),
    Count(count::CountArgs),
    Kwic(kwic::KwicArgs),
    Facets(facets::FacetsArgs),
    Timeline(timeline::TimelineArgs),
    Batch(batch::BatchArgs),
    Show(show::ShowArgs),
    Versions(versions::VersionsArgs),
    Packages(packages::PackagesArgs),
    Explain(explain::ExplainArgs),
    Stats(stats::StatsArgs),
    Verify(verify::VerifyArgs),
    Formats(formats::FormatsArgs),
    Fields(fields::FieldsArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// How the small listings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Listing {
    /// For eyes
    Table,
    /// JSON, one object a line
    Jsonl,
}

/// How a command ended that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done, and found.
    Done = 0,
    /// Done, and nothing found.
    Nothing = 1,
    /// Done in part.
    Partial = 4,
}

/// The last fault: what it was, and where.
static FAULT: Mutex<String> = Mutex::new(String::new());

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refused(&error),
    };
    let Common { index, color, quiet, verbose } = cli.common;
    let screen = Screen::new(color, quiet, verbose);
    // A fault of ours, or of the engine over damaged files, is told below like any other error.
    std::panic::set_hook(Box::new(|fault| {
        let mut last = FAULT.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = fault.payload_as_str().unwrap_or("no reason given");
        let at = fault.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
        *last = format!("{reason}{}", at.unwrap_or_default());
    }));
    let run = AssertUnwindSafe(|| run(&cli.command, &index, &screen));
    let done = catch_unwind(run).unwrap_or_else(|_| {
        let fault = FAULT.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Err(Error::Fault { dir: index.clone(), fault })
    });
    match done {
        Ok(exit) => ExitCode::from(exit as u8),
        // Whoever read our output has seen enough: not an error.
        Err(Error::Io { cause, .. }) if cause.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            screen.error(&error.to_string(), error.hint().as_deref());
            ExitCode::from(exit_code(&error))
        }
    }
}

fn run(command: &Command, index: &Path, screen: &Screen) -> Result<Exit> {
    match command {
        Command::Index(args) => index::run(args, index, screen),
        Command::Parse(args) => parse::run(args, screen),
        Command::Search(args) => search::run(args, index, screen),
        Command::Count(args) => count::run(args, index, screen),
        Command::Kwic(args) => kwic::run(args, index, screen),
        Command::Facets(args) => facets::run(args, index, screen),
        Command::Timeline(args) => timeline::run(args, index, screen),
        Command::Batch(args) => batch::run(args, index, screen),
        Command::Show(args) => show::run(args, index, screen),
        Command::Versions(args) => versions::run(args, index, screen),
        Command::Packages(args) => packages::run(args, index, screen),
        Command::Explain(args) => explain::run(args, index, screen),
        Command::Stats(args) => stats::run(args, index, screen),
        Command::Verify(args) => verify::run(args, index, screen),
        Command::Formats(args) => formats::run(args, screen),
        Command::Fields(args) => fields::run(args, screen),
        Command::Completions(args) => completions::run(args, screen),
        Command::Man(args) => man::run(args, screen),
    }
}

/// The exit code of an error: a story or package that is not there is nothing found.
fn exit_code(error: &Error) -> u8 {
    match error {
        Error::NoStory { .. } | Error::NoPackage { .. } => Exit::Nothing as u8,
        error => error.exit_code(),
    }
}

/// Answers what was no command: help and version where they were asked for, else an error.
fn refused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Help that nobody reads is no reason to fail.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let screen = Screen::new(Color::Auto, false, false);
    if error.kind() == ErrorKind::MissingSubcommand {
        screen.note(Cli::command().render_help().to_string().trim_end());
        return ExitCode::from(2);
    }
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
    let stray = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(argument))) => (!argument
            .starts_with('-'))
        .then_some("a query of several words needs quotes round it: newswire search 'peace talks'"),
        _ => None,
    };
    screen.error(text, stray);
    ExitCode::from(2)
}

/// A usage error.
fn usage(message: impl Into<String>) -> Error {
    Error::Usage(message.into())
}

/// An error of standard output.
fn output_failed(error: io::Error) -> Error {
    Error::io("writing", "standard output", error)
}

/// Prints bytes that were made whole.
fn print(screen: &Screen, bytes: &[u8]) -> Result<()> {
    use std::io::Write;
    let mut out = screen.out();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(output_failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_has_help_and_two_examples() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_empty() && !about.ends_with('.'), "{name}: {about}");
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let (_, examples) = after.split_once("Examples:\n").unwrap_or_default();
            assert_eq!(examples.matches("  newswire").count(), 2, "{name}");
            for argument in command.get_arguments().filter(|it| it.get_id() != "help") {
                assert!(argument.get_help().is_some(), "{name} {}", argument.get_id());
            }
        }
    }
}
