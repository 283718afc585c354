//! `newswire stats`: what is in an index.

use std::path::Path;

use clap::Args;
use newswire::copy::agencies;
use newswire::error::{Error, Result};
use newswire::index::manifest::Manifest;
use newswire::index::{PackagesFound, StoryIndex};
use newswire::query::plan::PlanOptions;
use newswire::query::{Options, parse};
use newswire::search::{Ranking, Searcher, Sort};
use newswire::story::Story;
use serde_json::{Map, Value, json};

use super::report::{count_stories, some};
use super::screen::Screen;
use super::size::about;
use super::table::table;
use super::{Exit, Listing, print};

/// Tell what is in the index
///
/// Prints the number of stories and positions (words as they are indexed), the size on disk, and how many stories there are by
/// agency, format, language and year.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire stats\n  \
    newswire stats --index /fast/index --output jsonl")]
pub struct StatsArgs {
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Listing,
}

/// Fields whose absence is worth a number.
const MISSABLE: &[&str] =
    &["headline", "agency", "slug", "byline", "dateline", "date", "topic", "lang"];

/// Values and the stories that have them.
type Groups = Vec<(String, u64)>;

/// Runs the command.
pub fn run(args: &StatsArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let index = StoryIndex::open(dir)?;
    let years = years(&index)?.map(|year| (format!("{year:04}"), format!("date:{year:04}")));
    // Keywords are folded in the index; agencies have one form for people.
    let agencies = index.values("agency")?.into_iter();
    let agencies: Groups = agencies
        .map(|(name, stories)| {
            let known = agencies::canonical(&name).map(|known| known.name.to_owned());
            (known.unwrap_or(name), stories)
        })
        .collect();
    let formats = index.values("format")?;
    let languages = index.values("lang")?;
    let years = groups(&index, years)?;
    let missing: Groups = MISSABLE
        .iter()
        .map(|name| Ok(((*name).to_owned(), count(&index, &format!("{name}:none"))?)))
        .collect::<Result<_>>()?;
    let files = index.sources()?.files.values().filter(|state| !state.gone).count() as u64;
    let bytes = size(dir)?;
    let manifest = index.manifest();
    let progress = index.progress();
    if args.output == Listing::Jsonl {
        let object = |groups: Groups| -> Map<String, Value> {
            groups.into_iter().map(|(name, stories)| (name, stories.into())).collect()
        };
        let line = json!({
            "stories": index.stories(), "positions": progress.positions, "files": files,
            "bytes": bytes, "agencies": object(agencies), "formats": object(formats), "languages": object(languages),
            "years": object(years), "missing": object(missing),
            "fingerprint": index.fingerprint(), "versions": manifest.versions,
            "newswire": manifest.newswire, "finished": manifest.finished.is_some(),
            "copies": copies(manifest),
            "packages": found_packages(manifest).map_or(0, |it| it.packages),
            "listed": found_packages(manifest).map_or(0, |it| it.listed),
        });
        print(screen, format!("{line}\n").as_bytes())?;
        return Ok(Exit::Done);
    }
    let listed = |groups: &Groups| {
        let groups: Vec<String> =
            groups.iter().map(|(name, stories)| format!("{name} {stories}")).collect();
        if groups.is_empty() { "none".to_owned() } else { groups.join(", ") }
    };
    let missing: Groups = missing.into_iter().filter(|(_, stories)| *stories > 0).collect();
    let state = match &manifest.finished {
        Some(_) => "finished",
        None => "the last run did not end; run newswire index again on the same PATHs",
    };
    let found = manifest.finished.as_ref().and_then(|finished| finished.copies);
    let of = |classes: u64, stories: u64, name: &str| {
        format!("{} of {}", some(classes, name), count_stories(stories))
    };
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let rows = vec![
        row("stories", index.stories().to_string()),
        row("from", some(files, "file")),
        row("positions", format!("{}, {:.0} a story", progress.positions, index.average_length())),
        row("on disk", about(bytes)),
        row("agencies", listed(&agencies)),
        row("formats", listed(&formats)),
        row("languages", listed(&languages)),
        row("years", listed(&years)),
        row("without", listed(&missing)),
        row("copies", manifest.copies.map_or("not looked for".to_owned(), |it| it.to_string())),
        row("groups", found.map_or(String::new(), |it| of(it.groups, it.grouped, "group"))),
        row("chains", found.map_or(String::new(), |it| of(it.chains, it.chained, "chain"))),
        row("packages", packages(manifest)),
        row("fingerprint", index.fingerprint()),
        row("made by", format!("newswire {} ({})", manifest.newswire, manifest.versions)),
        row("state", state.to_owned()),
    ];
    print(screen, table(&screen.paint(), rows, &[]).as_bytes())?;
    Ok(Exit::Done)
}

fn found_packages(manifest: &Manifest) -> Option<&PackagesFound> {
    manifest.finished.as_ref()?.packages.as_ref()
}

/// Packages, and how much they list.
fn packages(manifest: &Manifest) -> String {
    found_packages(manifest).map_or("none".to_owned(), |it| {
        format!("{} of {} listed", some(it.packages, "package"), it.listed)
    })
}

/// The rule for copies and versions, and what was found by it; null where they are not looked for.
fn copies(manifest: &Manifest) -> Value {
    let found = manifest.finished.as_ref().and_then(|finished| finished.copies);
    match manifest.copies {
        None => Value::Null,
        Some(rule) => json!({
            "rule": rule, "groups": found.map(|it| it.groups), "grouped": found.map(|it| it.grouped),
            "chains": found.map(|it| it.chains), "chained": found.map(|it| it.chained),
            "cut": found.map(|it| it.cut), "forgotten": found.map(|it| it.forgotten),
        }),
    }
}

/// Counts the stories of each value, leaving out those with none.
fn groups(index: &StoryIndex, queries: impl Iterator<Item = (String, String)>) -> Result<Groups> {
    let mut groups = Vec::new();
    for (name, query) in queries {
        match count(index, &query)? {
            0 => {}
            stories => groups.push((name, stories)),
        }
    }
    Ok(groups)
}

fn searched<T>(
    index: &StoryIndex,
    query: &str,
    ask: impl FnOnce(&Searcher<'_>) -> Result<T>,
) -> Result<T> {
    let query = parse(query, &Options::default()).map_err(|errors| {
        Error::Query(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })?;
    ask(&Searcher::new(index, &query, &PlanOptions::default(), Ranking::default())?)
}

fn count(index: &StoryIndex, query: &str) -> Result<u64> {
    searched(index, query, |searcher| Ok(searcher.count(false)?.stories))
}

/// The years from the oldest story to the newest.
fn years(index: &StoryIndex) -> Result<std::ops::RangeInclusive<i32>> {
    let year = |sort: Sort| -> Result<Option<i32>> {
        searched(index, "date:any", |searcher| match searcher.hits(sort).next() {
            Some(hit) => Ok(year_of(&index.story(hit?.address)?)),
            None => Ok(None),
        })
    };
    #[expect(clippy::reversed_empty_ranges)]
    let none = 1..=0;
    Ok(match (year(Sort::Oldest)?, year(Sort::Newest)?) {
        (Some(oldest), Some(newest)) => oldest..=newest,
        _ => none,
    })
}

fn year_of(story: &Story) -> Option<i32> {
    story.filed.as_deref()?.get(..4)?.parse().ok()
}

/// Bytes of the files in a folder.
fn size(dir: &Path) -> Result<u64> {
    let failed = |error| Error::io("reading", dir, error);
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let metadata = entry.and_then(|entry| entry.metadata()).map_err(failed)?;
        if metadata.is_file() {
            bytes += metadata.len();
        }
    }
    Ok(bytes)
}
