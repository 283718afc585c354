//! `newswire formats`: what can be read.

use clap::Args;
use newswire::error::Result;
use newswire::format::FORMATS;
use serde_json::json;

use super::screen::Screen;
use super::table::table;
use super::{Exit, Listing, print};

/// List the formats that can be read
///
/// Lists them in the order in which they are tried: the first that recognises the bytes of a file
/// reads it.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire formats\n  \
    newswire formats --output jsonl")]
pub struct FormatsArgs {
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Listing,
}

/// Runs the command.
pub fn run(args: &FormatsArgs, screen: &Screen) -> Result<Exit> {
    let text = match args.output {
        Listing::Table => {
            let row = |name: &str, about: &str| vec![name.to_owned(), about.to_owned()];
            let rows = FORMATS.iter().map(|format| row(format.name(), format.about())).collect();
            table(&screen.paint(), rows, &[])
        }
        Listing::Jsonl => FORMATS
            .iter()
            .map(|format| json!({"format": format.name(), "about": format.about()}))
            .map(|line| format!("{line}\n"))
            .collect(),
    };
    print(screen, text.as_bytes())?;
    Ok(Exit::Done)
}
