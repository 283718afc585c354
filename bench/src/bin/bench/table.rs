//! Figures in, a page of Markdown out.

use std::fmt::Write as _;

use crate::prepare::Prepared;
use crate::{COLD_RUNS, ENGINES, Options};
use newswire_bench::measure::median;

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Seconds, printed as such.
    Seconds,
    /// Seconds, printed in thousandths.
    Milliseconds,
    /// Seconds, printed in millionths.
    Microseconds,
    /// Bytes.
    Memory,
    /// A share of something.
    Share,
    /// So many a second: more is better.
    Rate,
}

impl Kind {
    fn number(self, value: f64) -> String {
        match self {
            Kind::Seconds | Kind::Share => format!("{value:.2}"),
            Kind::Milliseconds => format!("{:.1}", value * 1e3),
            Kind::Microseconds => format!("{:.0}", value * 1e6),
            Kind::Memory => format!("{:.0}", value / (1 << 20) as f64),
            Kind::Rate => format!("{value:.0}"),
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Kind::Seconds => "s",
            Kind::Milliseconds => "ms",
            Kind::Microseconds => "µs",
            Kind::Memory => "MiB",
            Kind::Share => "of the text",
            Kind::Rate => "queries/s",
        }
    }
}

/// Warm passes: name of the pass, the pass of newswire that stands beside it, title.
pub const WARM: [(&str, &str, &str); 7] = [
    ("or", "or", "OR, top 10, ids from columns"),
    ("or, ids stored", "or", "OR, top 10, raw reads ids from its store"),
    ("or snippets", "or snippets", "OR, top 10, ids and snippets"),
    ("and", "and", "AND, top 10, ids from columns"),
    ("and snippets", "and snippets", "AND, top 10, ids and snippets"),
    ("or 1000", "or 1000", "OR, top 1,000, ids from columns"),
    ("or 1000, ids stored", "or 1000", "OR, top 1,000, raw reads ids from its store"),
];

struct Row {
    name: String,
    kind: Kind,
    /// By engine and round.
    values: [Vec<f64>; 3],
}

/// What was measured, in the order in which it came.
#[derive(Default)]
pub struct Figures {
    rows: Vec<Row>,
}

impl Figures {
    /// Enters the figure of an engine for the next round.
    pub fn add(&mut self, name: &str, kind: Kind, engine: &str, value: f64) {
        let Some(at) = ENGINES.iter().position(|one| *one == engine) else { return };
        let found = self.rows.iter().position(|row| row.name == name);
        let row = found.unwrap_or_else(|| {
            self.rows.push(Row { name: name.to_owned(), kind, values: Default::default() });
            self.rows.len() - 1
        });
        self.rows[row].values[at].push(value);
    }
}

impl Row {
    fn cell(&self, engine: usize) -> String {
        let values = &self.values[engine];
        if values.is_empty() {
            return "–".to_owned();
        }
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let number = |value| self.kind.number(value);
        format!("{} ({}–{})", number(median(values)), number(least), number(most))
    }

    /// The median of the ratios of the rounds.
    fn ratio(&self, engine: usize) -> String {
        let pairs = self.values[0].iter().zip(&self.values[engine]);
        let ratios: Vec<f64> = pairs.map(|(ours, theirs)| ours / theirs).collect();
        if ratios.is_empty() { "–".to_owned() } else { format!("{:.2}", median(&ratios)) }
    }
}

/// What another program wrote of, at the end of the page as it was: `copies` has tables of its own.
pub fn rest(before: &str) -> &str {
    before.find("\n## Copies and versions").map_or("", |at| &before[at..])
}

/// The page, but for its rest.
pub fn page(figures: &Figures, prepared: &Prepared, options: &Options, versions: &str) -> String {
    let mut page = String::from("# Benchmarks\n\n");
    page.push_str(
        "newswire beside the engine it is built on (raw tantivy) and SQLite FTS5, measured by `make \
         bench`. The\nratios are what counts: times depend on the machine, ratios much less.\n\n",
    );
    let _ = writeln!(page, "- Machine: {}", machine());
    let _ = writeln!(page, "- Versions: {versions}");
    let _ = writeln!(
        page,
        "- Date: {}; command: `bench{}{} --rounds {} --scale {} ARCHIVE`",
        chrono::Local::now().format("%Y-%m-%d"),
        if options.write { " --write" } else { "" },
        match &options.only[..] {
            [] => String::new(),
            only => format!(" --only {}", only.join(",")),
        },
        options.rounds,
        options.scale,
    );
    let _ = writeln!(
        page,
        "- Rounds: {}, after one that is not counted; the engines take turns, and turns at being \
         first",
        options.rounds
    );
    for (name, corpus) in &prepared.corpora {
        let _ = writeln!(
            page,
            "- {name}: {} stories, {:.1} MB of headlines and texts",
            corpus.stories,
            corpus.bytes as f64 / 1e6
        );
    }
    page.push_str(
        "\nCells are the median of the rounds and, in brackets, the least and the most. A ratio is \
         the median of\nthe ratios of the rounds: newswire over the other. Less is better, except for \
         queries/s, where more is.\n\n\
         | | unit | newswire | raw tantivy | SQLite | newswire / raw | newswire / SQLite |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in &figures.rows {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            row.kind.unit(),
            row.cell(0),
            row.cell(1),
            row.cell(2),
            row.ratio(1),
            row.ratio(2)
        );
    }
    page.push_str(&sides());
    page
}

/// What each side does.
fn sides() -> String {
    format!(
        "\n## What is compared\n\n\
        - **Corpora**: x1 is Reuters-21578 as it is distributed. The scaled copy has as many times the\n  \
          stories, of the same lengths, topics, places and times; sentences and headlines are drawn at\n  \
          random (fixed seed) from stories of the same first topic.\n\
        - **Indexing** is a whole process. newswire reads the .tar.gz: it unpacks, cuts and parses SGML,\n  \
          reads datelines, bylines and credits, indexes every field and keeps the whole record. The other\n  \
          two are given id, title and body as JSON Lines, parsed by newswire beforehand. Raw tantivy:\n  \
          `en_stem`, title and body with positions, stored with lz4, the id as a string, stored and in a\n  \
          column; two writer threads of 100 MB each, one commit, default merge policy, merges waited\n  \
          for. SQLite: `fts5(title, body, id UNINDEXED, tokenize='porter unicode61')`, one transaction,\n  \
          its own settings otherwise. All three leave their files synchronised to disk; newswire leaves\n  \
          one segment, raw tantivy what its merge policy leaves.\n\
        - **Index over text**: bytes of the folder over UTF-8 bytes of titles and texts.\n\
        - **Cold query**: a new process, files in the page cache: open, find the ten best (of all words\n  \
          given), print ids and headlines; newswire, which is the program itself, prints its JSON Lines with\n  \
          snippets and the number of all stories found. The median of {COLD_RUNS} runs a round.\n\
        - **Warm queries**: one process a round, one thread, 1,000 queries of two to four words of a\n  \
          headline (fixed seed), after an uncounted pass. newswire parses each query as typed, counts all\n  \
          that is found, breaks ties by date and id, and matches surface forms and stems. Raw tantivy is\n  \
          handed ready terms, over title and body, as its query parser would; it does not count. SQLite\n  \
          parses each query and ranks by bm25, with the file mapped into memory; its warm-up and its\n  \
          OR passes are the first 100 queries.\n\
        - **Near** is the mean over eight pairs of words, from `opec saudi` to `said company`, asked for five\n  \
          times: all stories counted. newswire takes every inflection of both, over headline and text, in\n  \
          either order, and counts the matches in each story; raw tantivy's is its phrase query over the\n  \
          stems of the body, which only says whether the two stand side by side. One thread, except where\n  \
          two are named, as `newswire count` uses all cores.\n\
        - **Batch** is a whole process: the first 250 of these queries as topics, the best 1,000 of each\n  \
          printed as a run. newswire reads them with `--any`, on all cores, ids from its column. Raw\n  \
          tantivy: ready terms, one thread, ids from its store, as a first program would do it.\n\
        - **Snippets**: newswire makes up to three passages and the headline, from exact match positions;\n  \
          raw tantivy one of the body (`SnippetGenerator`); SQLite one of the body (`snippet()`, 32 words).\n  \
          The time a hit is the difference of the passes with and without, reading of the story included.\n"
    )
}

fn machine() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let value = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key));
        line.and_then(|line| line.split(':').nth(1)).unwrap_or("unknown").trim().to_owned()
    };
    let cpu = value(&read("/proc/cpuinfo"), "model name");
    let memory = value(&read("/proc/meminfo"), "MemTotal");
    let kib: f64 = memory.split(' ').next().and_then(|kib| kib.parse().ok()).unwrap_or(0.0);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{cpu}, {cores} cores, {:.0} GiB", kib / f64::from(1 << 20))
}
