//! newswire beside raw tantivy and SQLite FTS5, as ratios measured in one run.
//!
//! Starts the three programs of this package one after another, round by round, and prints a table.

mod prepare;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;

use newswire_bench::measure::{median, run, size};
use newswire_bench::{Pass, Result};
use prepare::Prepared;
use table::{Figures, Kind};

const USAGE: &str = "\
bench [OPTIONS] ARCHIVE

Measures newswire beside raw tantivy and SQLite FTS5 on ARCHIVE (Reuters-21578, .tar.gz) and on a
scaled copy of it, and prints a table in Markdown.

  --rounds N    rounds that count, after one that does not (default 5)
  --scale N     size of the copy (default 10)
  --dir DIR     folder for corpora and indexes, kept (default: a temporary one, removed)
  --only LIST   of index-x1, index (both sizes), cold, warm, near, batch; parted by commas (default: all)
  --write       write the table to docs/benchmarks.md too";

/// The engines, by the names of their programs.
pub const ENGINES: [&str; 3] = ["wire", "raw", "sqlite"];

/// Cold queries: what they are, and the query for newswire, raw tantivy (all words must match) and
/// SQLite, which write it alike.
const COLD: [(&str, &str); 4] = [
    ("a rare word", "plutonium"),
    ("a common word", "said"),
    ("two words", "oil prices"),
    ("a phrase", "\"prime minister\""),
];
/// Ways of standing near each other that are timed.
const NEAR_PASSES: [&str; 5] = ["w/1", "w/5", "w/50", "w/s", "w/5, two threads"];
/// Topics of a run.
const TOPICS: usize = 250;
/// Cold runs of a query in a round, whose median counts.
const COLD_RUNS: usize = 7;

struct Options {
    rounds: usize,
    scale: usize,
    dir: Option<PathBuf>,
    only: Vec<String>,
    write: bool,
    archive: String,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, dir, archive, scale] = &arguments[..]
        && command == "prepare"
    {
        return prepare::prepare(Path::new(dir), archive, scale.parse()?, &program("wire")?);
    }
    if arguments.is_empty() || arguments.iter().any(|argument| argument == "--help") {
        println!("{USAGE}");
        return Ok(());
    }
    let options = read(&arguments)?;
    build()?;
    let temporary;
    let dir = match &options.dir {
        Some(dir) => dir.clone(),
        None => {
            temporary = tempfile::tempdir()?;
            temporary.path().to_owned()
        }
    };
    std::fs::create_dir_all(&dir)?;
    let prepared = corpora(&dir, &options)?;
    let bench = Bench { dir, prepared, options, figures: Figures::default() };
    bench.run()
}

fn read(arguments: &[String]) -> Result<Options> {
    let mut options = Options {
        rounds: 5,
        scale: 10,
        dir: None,
        only: Vec::new(),
        write: false,
        archive: String::new(),
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or(format!("{argument} wants a value"));
        match argument.as_str() {
            "--rounds" => options.rounds = value()?.parse()?,
            "--scale" => options.scale = value()?.parse()?,
            "--dir" => options.dir = Some(PathBuf::from(value()?)),
            "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
            "--write" => options.write = true,
            other if other.starts_with("--") => return Err(format!("no option {other}").into()),
            archive => options.archive = archive.to_owned(),
        }
    }
    if options.archive.is_empty() || options.rounds == 0 || options.scale < 2 {
        return Err(USAGE.into());
    }
    options.archive = std::fs::canonicalize(&options.archive)
        .map_err(|error| format!("{}: {error}", options.archive))?
        .to_string_lossy()
        .into_owned();
    Ok(options)
}

/// Builds the programs, so that none is older than the library.
fn build() -> Result<()> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(&cargo);
    command.args(["build", "--release", "--locked", "--manifest-path", manifest]);
    for engine in ENGINES {
        command.args(["--bin", engine]);
    }
    let mut own = Command::new(&cargo);
    own.args(["build", "--release", "--locked", "--bin", "newswire"]);
    own.args(["--manifest-path", NEWSWIRE_MANIFEST, "--target-dir", NEWSWIRE_TARGET]);
    for mut command in [command, own] {
        if !command.status()?.success() {
            return Err("the programs were not built".into());
        }
    }
    Ok(())
}

const NEWSWIRE_MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
const NEWSWIRE_TARGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target");

/// The program that indexes, and its arguments.
fn indexing(engine: &str, input: &str, folder: &str) -> Result<(PathBuf, Vec<String>)> {
    let owned = |arguments: &[&str]| arguments.iter().map(|it| (*it).to_owned()).collect();
    Ok(match engine {
        "wire" => (newswire(), owned(&["index", "-q", "--index", folder, input])),
        _ => (program(engine)?, owned(&["index", input, folder])),
    })
}

/// The program that answers one query, and its arguments.
fn asking(engine: &str, folder: &str, query: &str) -> Result<(PathBuf, Vec<String>)> {
    let owned = |arguments: &[&str]| arguments.iter().map(|it| (*it).to_owned()).collect();
    Ok(match engine {
        "wire" => {
            let output = ["search", "-q", "--output", "jsonl", "-n", "10"];
            (newswire(), owned(&[&output[..], &["--index", folder, query]].concat()))
        }
        _ => (program(engine)?, owned(&["search", folder, query])),
    })
}

/// The program itself, as it is installed.
fn newswire() -> PathBuf {
    Path::new(NEWSWIRE_TARGET).join("release/newswire")
}

fn program(name: &str) -> Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(name))
}

fn corpora(dir: &Path, options: &Options) -> Result<Prepared> {
    if let Some(prepared) = prepare::prepared(dir, &options.archive, options.scale) {
        return Ok(prepared);
    }
    eprintln!("making the corpora …");
    let scale = options.scale.to_string();
    let arguments = ["prepare", &dir.to_string_lossy(), &options.archive, &scale];
    run(&std::env::current_exe()?, &arguments)?;
    prepare::prepared(dir, &options.archive, options.scale)
        .ok_or_else(|| "the corpora were not made".into())
}

struct Bench {
    dir: PathBuf,
    prepared: Prepared,
    options: Options,
    figures: Figures,
}

impl Bench {
    fn wants(&self, part: &str) -> bool {
        let only = &self.options.only;
        let has = |part: &str| only.iter().any(|one| one == part);
        only.is_empty() || has(part) || part.starts_with("index") && has("index")
    }

    fn run(mut self) -> Result<()> {
        let large = format!("x{}", self.options.scale);
        for round in 0..=self.options.rounds {
            // Which engine comes first goes round.
            let mut engines = ENGINES;
            engines.rotate_left(round % ENGINES.len());
            let counted = round > 0;
            for corpus in ["x1".to_owned(), large.clone()] {
                let asked = ["cold", "warm", "near"].iter().any(|part| self.wants(part));
                let needed = round == 0 && (asked && corpus == large || self.wants("batch"));
                if needed || self.wants(&format!("index-{corpus}")) {
                    self.index(&corpus, &engines, counted)?;
                }
            }
            if self.wants("cold") {
                self.cold(&large, &engines, counted)?;
            }
            if self.wants("warm") {
                self.warm(&large, &engines, counted)?;
            }
            if self.wants("near") {
                self.near(&large, &engines, counted)?;
            }
            if self.wants("batch") {
                for corpus in ["x1".to_owned(), large.clone()] {
                    self.batch(&corpus, &engines, counted)?;
                }
            }
            eprintln!("round {round} of {} done", self.options.rounds);
        }
        let page = table::page(&self.figures, &self.prepared, &self.options, &versions()?);
        print!("{page}");
        if self.options.write {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/benchmarks.md");
            let before = std::fs::read_to_string(path).unwrap_or_default();
            std::fs::write(path, page + table::rest(&before))?;
        }
        Ok(())
    }

    fn folder(&self, corpus: &str, engine: &str) -> PathBuf {
        self.dir.join(format!("{corpus}-{engine}"))
    }

    fn index(&mut self, corpus: &str, engines: &[&str], counted: bool) -> Result<()> {
        for engine in engines {
            let folder = self.folder(corpus, engine);
            if folder.exists() {
                std::fs::remove_dir_all(&folder)?;
            }
            let input = match *engine {
                "wire" => self.prepared.corpora[corpus].archive.clone(),
                _ => self.dir.join(format!("{corpus}.jsonl")).to_string_lossy().into_owned(),
            };
            // What the run before has left to be written out is not to be this one's.
            // SAFETY: takes nothing and returns nothing.
            unsafe { libc::sync() };
            let (program, arguments) = indexing(engine, &input, &folder.to_string_lossy())?;
            let run = run(&program, &arguments)?;
            let (wall, cpu, memory) = (run.wall, run.cpu, run.memory);
            let share = size(&folder)? / self.prepared.corpora[corpus].bytes as f64;
            eprintln!(
                "index {corpus} {engine}: {wall:.2} s, cpu {cpu:.2} s, {:.0} MiB, {share:.2} of the text",
                memory / (1 << 20) as f64
            );
            if counted {
                let mut add = |what: &str, kind, value| {
                    self.figures.add(&format!("Indexing {corpus}: {what}"), kind, engine, value);
                };
                add("wall time", Kind::Seconds, wall);
                add("processor time", Kind::Seconds, cpu);
                add("peak memory", Kind::Memory, memory);
                add("index over text", Kind::Share, share);
            }
        }
        Ok(())
    }

    fn cold(&mut self, corpus: &str, engines: &[&str], counted: bool) -> Result<()> {
        for (name, query) in COLD {
            let mut times = vec![Vec::new(); engines.len()];
            let mut found = vec![0; engines.len()];
            for _ in 0..COLD_RUNS {
                for (at, engine) in engines.iter().enumerate() {
                    let folder = self.folder(corpus, engine);
                    let (program, arguments) = asking(engine, &folder.to_string_lossy(), query)?;
                    let run = run(&program, &arguments)?;
                    found[at] = run.printed.lines().count();
                    times[at].push(run.wall);
                }
            }
            for (at, engine) in engines.iter().enumerate() {
                let time = median(&times[at]);
                eprintln!("cold {name} {engine}: {:.2} ms, {} hits", time * 1e3, found[at]);
                if counted {
                    let row = format!("Cold query {corpus}: {name}, `{query}`");
                    self.figures.add(&row, Kind::Milliseconds, engine, time);
                }
            }
        }
        Ok(())
    }

    /// A run of topics as a whole process, newswire and raw tantivy.
    fn batch(&mut self, corpus: &str, engines: &[&str], counted: bool) -> Result<()> {
        let topics = self.dir.join("topics.tsv");
        let queries = std::fs::read_to_string(self.dir.join("queries.txt"))?;
        let lines = queries.lines().take(TOPICS).enumerate();
        let text: String = lines.map(|(at, words)| format!("{}\t{words}\n", at + 1)).collect();
        std::fs::write(&topics, text)?;
        let topics = topics.to_string_lossy();
        for engine in engines.iter().filter(|engine| **engine != "sqlite") {
            let folder = self.folder(corpus, engine);
            let folder = folder.to_string_lossy();
            let (program, arguments) = match *engine {
                "wire" => (newswire(), vec!["batch", "-q", "--index", &folder, &topics]),
                _ => (program(engine)?, vec!["batch", &folder, &topics]),
            };
            let run = run(&program, &arguments)?;
            let (wall, cpu, lines) = (run.wall, run.cpu, run.printed.lines().count());
            eprintln!("batch {corpus} {engine}: {wall:.3} s, cpu {cpu:.3} s, {lines} lines");
            if counted {
                let row = format!("Batch {corpus}: run of {TOPICS} topics, top 1,000");
                self.figures.add(&format!("{row}: wall time"), Kind::Milliseconds, engine, wall);
                self.figures.add(
                    &format!("{row}: processor time"),
                    Kind::Milliseconds,
                    engine,
                    cpu,
                );
            }
        }
        Ok(())
    }

    /// Words near each other, counted over all stories, beside the engine's phrase.
    fn near(&mut self, corpus: &str, engines: &[&str], counted: bool) -> Result<()> {
        for engine in engines.iter().filter(|engine| **engine != "sqlite") {
            let folder = self.folder(corpus, engine);
            let run = run(&program(engine)?, &["near", &folder.to_string_lossy()])?;
            for line in run.printed.lines().skip(1) {
                let pass: Pass = serde_json::from_str(line)?;
                let time = pass.seconds / pass.queries as f64;
                eprintln!(
                    "near {} {engine}: {:.2} ms, {} stories",
                    pass.name,
                    time * 1e3,
                    pass.hits
                );
                // The one pass of the other engine stands beside each of ours.
                let names = if *engine == "raw" { &NEAR_PASSES[..] } else { &[&*pass.name] };
                for name in names.iter().filter(|_| counted) {
                    let row = format!("Near {corpus}: `{name}`, all hits, beside a phrase");
                    self.figures.add(&row, Kind::Milliseconds, engine, time);
                }
            }
        }
        Ok(())
    }

    fn warm(&mut self, corpus: &str, engines: &[&str], counted: bool) -> Result<()> {
        let queries = self.dir.join("queries.txt");
        for engine in engines {
            let folder = self.folder(corpus, engine);
            let arguments = ["warm", &folder.to_string_lossy(), &queries.to_string_lossy()];
            let run = run(&program(engine)?, &arguments)?;
            let passes: Vec<Pass> = run
                .printed
                .lines()
                .map(serde_json::from_str)
                .collect::<std::result::Result<_, _>>()?;
            for pass in &passes {
                let rate = pass.queries as f64 / pass.seconds;
                eprintln!("warm {} {engine}: {rate:.0} queries/s, {} hits", pass.name, pass.hits);
            }
            if counted {
                self.add_passes(corpus, engine, &passes);
            }
        }
        Ok(())
    }

    /// Enters the passes of one process; raw tantivy has rows of its own for ids from its store,
    /// where newswire stands as it always does.
    fn add_passes(&mut self, corpus: &str, engine: &str, passes: &[Pass]) {
        let of = |name: &str| passes.iter().find(|pass| pass.name == name);
        for (name, pass, title) in table::WARM {
            let found = of(name).filter(|_| engine != "sqlite" || name == pass);
            let Some(found) = found.or_else(|| of(pass).filter(|_| engine == "wire")) else {
                continue;
            };
            let rate = found.queries as f64 / found.seconds;
            self.figures.add(&format!("Warm {corpus}: {title}"), Kind::Rate, engine, rate);
        }
        for (plain, marked) in [("or", "or snippets"), ("and", "and snippets")] {
            if let (Some(plain), Some(marked)) = (of(plain), of(marked)) {
                let each = (marked.seconds - plain.seconds) / marked.hits.max(1) as f64;
                let row = format!("Warm {corpus}: snippets a hit ({})", plain.name.to_uppercase());
                self.figures.add(&row, Kind::Microseconds, engine, each);
            }
        }
    }
}

/// Versions of what is compared.
fn versions() -> Result<String> {
    let of = |engine: &str| -> Result<String> {
        Ok(run(&program(engine)?, &["version"])?.printed.trim().to_owned())
    };
    let rustc = Command::new("rustc").arg("--version").output().map(|output| output.stdout);
    let rustc = String::from_utf8(rustc.unwrap_or_default())?;
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))?;
    let newswire = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    Ok(format!(
        "newswire {}, {}, SQLite {}, {}",
        newswire.unwrap_or("").trim_matches('"'),
        of("raw")?,
        of("sqlite")?,
        rustc.trim()
    ))
}
