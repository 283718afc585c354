//! newswire as a library: parsed stories for the other engines, and warm queries.
//!
//! Indexing and cold queries are measured on the program itself.

use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use newswire::index::{Address, StoryIndex};
use newswire::ingest::{Meter, ReadOptions, parse};
use newswire::query::plan::PlanOptions;
use newswire::query::{self, Options};
use newswire::search::{Hit, Ranking, Searcher};
use newswire::snippet::{SnippetOptions, snippets};
use newswire_bench::{Result, near, pass, queries};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["parse", archive] => records(archive),
        ["warm", dir, path] => warm(Path::new(dir), Path::new(path)),
        ["near", dir] => nearness(Path::new(dir)),
        _ => Err("wire parse ARCHIVE | warm DIR QUERIES | near DIR".into()),
    }
}

/// Counts all stories in which two words stand near each other, and all matches in them.
fn nearness(dir: &Path) -> Result<()> {
    let index = StoryIndex::open(dir)?;
    let plan = PlanOptions::default();
    let ask = |words: &[String], between: &str, threads: usize| -> Result<usize> {
        let query = read(&words.join(between))?;
        let searcher = Searcher::new(&index, &query, &plan, Ranking::default())?;
        let searcher = searcher.on_threads(threads);
        Ok(black_box(searcher.count(true)?).stories as usize)
    };
    pass("warm-up", &near(), |words| ask(words, " w/5 ", 1))?;
    for between in ["w/1", "w/5", "w/50", "w/s"] {
        pass(between, &near(), |words| ask(words, &format!(" {between} "), 1))?;
    }
    pass("w/5, two threads", &near(), |words| ask(words, " w/5 ", 2))
}

fn records(archive: &str) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, std::io::stdout().lock());
    let paths = [PathBuf::from(archive)];
    parse(&paths, &ReadOptions::default(), &Meter::default(), None, &mut out)?;
    out.flush()?;
    Ok(())
}

fn read(text: &str) -> Result<query::Query> {
    let query = query::parse(text, &Options::default());
    query.map_err(|errors| format!("{text}: {}", errors[0]).into())
}

fn addresses(hits: &[Hit]) -> Vec<Address> {
    hits.iter().map(|hit| hit.address).collect()
}

fn warm(dir: &Path, path: &Path) -> Result<()> {
    let queries = queries(path)?;
    let index = StoryIndex::open(dir)?;
    let plan = PlanOptions::default();
    let ask = |words: &[String], between: &str, most: usize, fragments: bool| -> Result<usize> {
        let query = read(&words.join(between))?;
        let searcher = Searcher::new(&index, &query, &plan, Ranking::default())?;
        let (hits, _) = searcher.top(most, None)?;
        let addresses = addresses(&hits);
        black_box(index.ids(&addresses));
        if fragments {
            let found = searcher.in_stories(&addresses)?;
            for (address, found) in addresses.iter().zip(found) {
                let story = index.story(*address)?;
                black_box(snippets(&story, &found.words, &SnippetOptions::default()));
            }
        }
        Ok(hits.len())
    };
    pass("warm-up", &queries, |words| ask(words, " OR ", 10, true))?;
    for (name, between) in [("or", " OR "), ("and", " AND ")] {
        pass(name, &queries, |words| ask(words, between, 10, false))?;
        pass(&format!("{name} snippets"), &queries, |words| ask(words, between, 10, true))?;
    }
    pass("or 1000", &queries, |words| ask(words, " OR ", 1000, false))
}
