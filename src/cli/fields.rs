//! `newswire fields`: what can be searched.

use clap::Args;
use newswire::error::Result;
use newswire::query::FIELDS;
use serde_json::json;

use super::screen::Screen;
use super::table::table;
use super::{Exit, Listing, print};

/// List the fields that a query can name
///
/// Lists each field with its other names, what it holds, and a query that uses it. Other names of
/// two letters are read before an equals sign only, as in hd=cocoa.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire fields\n  \
    newswire fields --output jsonl")]
pub struct FieldsArgs {
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Listing,
}

/// Runs the command.
pub fn run(args: &FieldsArgs, screen: &Screen) -> Result<Exit> {
    let text = match args.output {
        Listing::Table => {
            let rows = FIELDS
                .iter()
                .map(|field| {
                    vec![
                        field.name.to_owned(),
                        field.about.to_owned(),
                        field.example.to_owned(),
                        field.aliases.join(" "),
                    ]
                })
                .collect();
            table(&screen.paint(), rows, &[])
        }
        Listing::Jsonl => FIELDS
            .iter()
            .map(|field| {
                json!({
                    "field": field.name, "kind": field.kind, "aliases": field.aliases,
                    "about": field.about, "example": field.example,
                })
            })
            .map(|line| format!("{line}\n"))
            .collect(),
    };
    print(screen, text.as_bytes())?;
    Ok(Exit::Done)
}
