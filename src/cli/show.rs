//! `newswire show ID`: one story in full.

use std::io::Write;
use std::path::Path;

use clap::{Args, ValueEnum};
use newswire::error::{Error, Result};
use newswire::index::StoryIndex;
use newswire::render::story;
use newswire::search::{Ranking, Searcher};
use newswire::snippet::{Marks, marks};

use super::asking::How;
use super::screen::Screen;
use super::{Exit, print};

/// Print one story in full
///
/// Prints a story by its id, with the matches of a query in bold where there is one.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire show --query 'cocoa OR coffee' Reuters:1\n  \
    newswire show --output jsonl Reuters:1")]
pub struct ShowArgs {
    /// Id of the story
    #[arg(value_name = "ID")]
    id: String,
    /// Mark what this query matches
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    #[command(flatten)]
    how: How,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "text")]
    output: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For eyes
    Text,
    /// The record, as JSON on one line
    Jsonl,
}

/// Runs the command.
pub fn run(args: &ShowArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let query = match &args.query {
        Some(text) => Some(args.how.read(text, screen)?),
        None => None,
    };
    let index = StoryIndex::open(dir)?;
    let address = index.find(&args.id)?.ok_or_else(|| Error::NoStory { id: args.id.clone() })?;
    if args.output == Form::Jsonl {
        let mut line = serde_json::to_vec(&index.story(address)?).expect("a record is plain JSON");
        line.push(b'\n');
        let mut out = screen.data();
        out.write_all(&line).and_then(|()| out.flush()).map_err(super::output_failed)?;
        return Ok(Exit::Done);
    }
    let mut out = Vec::new();
    let found = index.story(address)?;
    let marked = match &query {
        Some(query) => {
            let searcher = Searcher::new(&index, query, &args.how.plan(), Ranking::default())?;
            let matches = searcher.in_story(address)?;
            if matches.count() == 0 {
                screen.note("the query matches nothing in the text of this story");
            }
            marks(&found, &matches.words)
        }
        None => Marks::default(),
    };
    story(&mut out, &found, &marked, &screen.paint()).map_err(super::output_failed)?;
    print(screen, &out)?;
    Ok(Exit::Done)
}
