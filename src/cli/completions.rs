//! `newswire completions SHELL`: completions, generated from the command line itself.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use newswire::error::Result;

use super::screen::Screen;
use super::{Cli, Exit, print};

/// Print completions for a shell
///
/// Prints a script that teaches a shell the commands and options of newswire.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire completions bash > ~/.local/share/bash-completion/completions/newswire\n  \
    newswire completions fish > ~/.config/fish/completions/newswire.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub fn run(args: &CompletionsArgs, screen: &Screen) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "newswire", &mut script);
    print(screen, &script)?;
    Ok(Exit::Done)
}
