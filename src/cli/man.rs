//! `newswire man [DIR]`: man pages, generated from the command line itself.

use std::path::PathBuf;

use clap::{Args, CommandFactory, ValueHint};
use newswire::error::{Error, Result};

use super::screen::Screen;
use super::{Cli, Exit, output_failed, print};

/// Print the man page, or write one for each command
///
/// Without a folder it prints the page of newswire itself; with one it writes that page and one
/// for each command into it.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire man | man -l -\n  \
    newswire man /usr/local/share/man/man1")]
pub struct ManArgs {
    /// Folder to write the pages to
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

/// The commands, all of whose options have their text: those that short help leaves out too.
fn command() -> clap::Command {
    let shown = |command: clap::Command| command.mut_args(|it| it.hide_short_help(false));
    shown(Cli::command()).mut_subcommands(shown)
}

/// Runs the command.
pub fn run(args: &ManArgs, screen: &Screen) -> Result<Exit> {
    match &args.dir {
        Some(dir) => clap_mangen::generate_to(command(), dir)
            .map_err(|error| Error::io("writing man pages to", dir, error))?,
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command()).render(&mut page).map_err(output_failed)?;
            print(screen, &page)?;
        }
    }
    Ok(Exit::Done)
}
