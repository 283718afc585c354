//! `newswire count QUERY`: how many stories match, and how often.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use clap::Args;
use newswire::error::Result;
use newswire::index::StoryIndex;
use newswire::render::{CollapseSummary, IndexSummary, QuerySummary, Summary};
use newswire::search::{Ranking, Searcher};
use serde::Serialize;

use super::asking::{QueryArgs, cores, tell};
use super::manifest::{Done, ManifestArgs};
use super::report::{count_found, count_matches};
use super::screen::Screen;
use super::{Exit, Listing, output_failed};

/// Count stories and matches, exactly
///
/// A match is one place in a story where a part of the query stands; parts joined by AND or OR
/// add up, fields and NOT add none. Exits with 1 where nothing was found.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire count '\"interest rates\"'\n  \
    newswire count --output jsonl 'cocoa date:1987'")]
pub struct CountArgs {
    #[command(flatten)]
    query: QueryArgs,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Listing,
    #[command(flatten)]
    manifest: ManifestArgs,
    /// Exit with 0 where nothing was found
    #[arg(long)]
    no_match_ok: bool,
}

#[derive(Serialize)]
struct Line {
    query: QuerySummary,
    stories: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    collapse: Option<CollapseSummary>,
    matches: u64,
    took_ms: u64,
    index: IndexSummary,
    version: &'static str,
}

/// Runs the command.
pub fn run(args: &CountArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let query = args.query.read(screen)?;
    let record = args.manifest.begin();
    let begun = Instant::now();
    let index = StoryIndex::open(dir)?;
    let searcher = Searcher::new(&index, &query, &args.query.how.plan(), Ranking::default())?
        .on_threads(cores())
        .collapsed(args.query.how.collapse())?;
    tell(&searcher, screen);
    let counts = searcher.count(true)?;
    let collapse = CollapseSummary::new(searcher.collapse(), counts.items);
    let text = match args.output {
        Listing::Table => {
            let found = count_found(counts.stories, collapse.as_ref());
            format!("{found}, {}\n", count_matches(counts.matches))
        }
        Listing::Jsonl => {
            let line = Line {
                query: QuerySummary::of(&query),
                stories: counts.stories,
                collapse,
                matches: counts.matches,
                took_ms: begun.elapsed().as_millis() as u64,
                index: IndexSummary::of(&searcher),
                version: Summary::VERSION,
            };
            serde_json::to_string(&line).unwrap_or_default() + "\n"
        }
    };
    let mut out = screen.result(true, record.tally());
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(output_failed)?;
    record.close(
        &searcher,
        &Done {
            query: QuerySummary::of(&query),
            options: args.query.how.plan(),
            format: args.output,
            items: counts.items,
            counts: &[("stories", counts.stories), ("matches", counts.matches)],
            truncated: false,
        },
    )?;
    Ok(if counts.stories > 0 || args.no_match_ok { Exit::Done } else { Exit::Nothing })
}
