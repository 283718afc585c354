//! Queries over an index that is there: plain, and with copies or versions taken for one story.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use newswire::index::StoryIndex;
use newswire::query::plan::PlanOptions;
use newswire::query::{self, Options, Query};
use newswire::search::{By, Collapse, Keep, Ranking, Searcher};
use newswire_bench::Result;
use newswire_bench::measure::median;

use crate::options::Arguments;

/// Queries that are asked where none is given, from many stories to few.
const QUERIES: [&str; 6] = [
    "said",
    "oil OR prices OR bank",
    "oil prices",
    "\"oil prices\"",
    "bank w/5 government",
    "minister NOT trade",
];
/// Ways of collapsing; the first is none.
const WAYS: [(&str, Option<Collapse>); 5] = [
    ("plain", None),
    ("group, first", Some(Collapse { by: By::Group, keep: Keep::First })),
    ("group, best", Some(Collapse { by: By::Group, keep: Keep::Best })),
    ("chain, first", Some(Collapse { by: By::Chain, keep: Keep::First })),
    ("chain, best", Some(Collapse { by: By::Chain, keep: Keep::Best })),
];
/// What is asked for.
const WHAT: [&str; 2] = ["top 10 and total", "count"];
/// A time is that of as many calls as take so many seconds.
const LEAST: f64 = 0.02;

/// Runs the pass.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let dir = arguments.option("--index").ok_or("collapse wants --index DIR")?;
    let rounds = arguments.number("--rounds", 9_usize)?.max(1);
    let mut queries = arguments.rest()?;
    if queries.is_empty() {
        queries = QUERIES.map(str::to_owned).to_vec();
    }
    let index = StoryIndex::open(Path::new(&dir))?;
    let copies = index.copies()?;
    println!(
        "{} stories, {} of them in {} groups, {} in {} chains; medians of {rounds} rounds, ms, and ratio to plain:\n",
        index.stories(),
        copies.groups.stories(),
        copies.groups.len(),
        copies.chains.stories(),
        copies.chains.len()
    );
    println!(
        "| query | | items | stories by group | by chain | {} |",
        WAYS.map(|it| it.0).join(" | ")
    );
    println!("| --- | --- | ---: | ---: | ---: |{}", " ---: |".repeat(WAYS.len()));
    for text in &queries {
        let query = query::parse(text, &Options::default());
        let query = query.map_err(|errors| format!("{text}: {}", errors[0]))?;
        row(&index, text, &query, rounds)?;
    }
    Ok(())
}

/// Measures a query in all ways and prints its rows.
fn row(index: &StoryIndex, text: &str, query: &Query, rounds: usize) -> Result<()> {
    let found = WAYS.map(|(_, collapse)| ask(index, query, collapse, 1));
    let [items, groups, _, chains, _] = found;
    let (items, groups, chains) = (items?, groups?, chains?);
    for (what, name) in WHAT.iter().enumerate() {
        // What a time is the mean of: enough calls to be measured.
        let mut calls = [1; WAYS.len()];
        for (way, (_, collapse)) in WAYS.iter().enumerate() {
            let time = time(index, query, *collapse, what, 1)?;
            calls[way] = (LEAST / time.max(1e-9)).ceil().clamp(1.0, 1e4) as usize;
        }
        let mut times = vec![Vec::new(); WAYS.len()];
        for round in 0..=rounds {
            for at in 0..WAYS.len() {
                // Which comes first goes round.
                let way = (at + round) % WAYS.len();
                let time = time(index, query, WAYS[way].1, what, calls[way])?;
                if round > 0 {
                    times[way].push(time);
                }
            }
        }
        print!("| `{}` | {name} | {items} | {groups} | {chains} |", text.replace('|', "\\|"));
        for times_of_way in &times {
            let ratios = times_of_way.iter().zip(&times[0]).map(|(time, plain)| time / plain);
            let ratio = median(&ratios.collect::<Vec<f64>>());
            let time = median(times_of_way) * 1e3;
            print!(" {time:.3} ({ratio:.2}) |");
        }
        println!();
    }
    Ok(())
}

/// The mean time of some calls.
fn time(
    index: &StoryIndex,
    query: &Query,
    collapse: Option<Collapse>,
    what: usize,
    calls: usize,
) -> Result<f64> {
    let begun = Instant::now();
    for _ in 0..calls {
        black_box(ask(index, query, collapse, what)?);
    }
    Ok(begun.elapsed().as_secs_f64() / calls as f64)
}

/// Plans a query, collapses what it finds, and finds the ten best or counts: how many there are.
fn ask(index: &StoryIndex, query: &Query, collapse: Option<Collapse>, what: usize) -> Result<u64> {
    let searcher = Searcher::new(index, query, &PlanOptions::default(), Ranking::default())?;
    let searcher = searcher.collapsed(collapse)?;
    if what == 0 {
        let (hits, total) = searcher.top(10, None)?;
        black_box(hits);
        return Ok(total);
    }
    Ok(searcher.count(true)?.stories)
}
