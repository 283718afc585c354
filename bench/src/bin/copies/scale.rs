//! Made archives of some sizes, indexed by the program with copies looked for and without.

use std::fs;
use std::path::{Path, PathBuf};

use newswire::index::CopiesFound;
use newswire::index::manifest::Manifest;
use newswire_bench::Result;
use newswire_bench::measure::{self, Run, median, newswire, size};

use crate::archive::{self, Planted};
use crate::options::Arguments;

const MIB: f64 = (1 << 20) as f64;

/// What was measured of one size.
struct Measured {
    stories: u32,
    archive: f64,
    without: Rounds,
    with: Rounds,
    planted: Planted,
    found: CopiesFound,
}

/// Runs of one kind, one a round.
#[derive(Default)]
struct Rounds {
    runs: Vec<Run>,
    /// Bytes of the index.
    size: f64,
}

impl Rounds {
    fn median(&self, of: impl Fn(&Run) -> f64) -> f64 {
        median(&self.runs.iter().map(of).collect::<Vec<f64>>())
    }
}

/// Where to work and how.
struct Work {
    program: PathBuf,
    dir: PathBuf,
    memory: String,
    rounds: usize,
    keep: bool,
}

/// Runs the pass.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let sizes = arguments.sizes(&[20_000, 200_000, 2_000_000])?;
    let rounds = arguments.number("--rounds", 3_usize)?.max(1);
    let memory = arguments.option("--memory").unwrap_or_else(|| "288M".to_owned());
    let keep = arguments.option("--keep").is_some();
    let dir = arguments.option("--dir").map(PathBuf::from);
    arguments.end()?;
    if keep && dir.is_none() {
        return Err("--keep wants a --dir to keep things in".into());
    }
    let temporary = tempfile::tempdir()?;
    let dir = dir.unwrap_or_else(|| temporary.path().to_owned());
    fs::create_dir_all(&dir)?;
    let work = Work { program: newswire()?, dir, memory, rounds, keep };
    let measured = sizes.into_iter().map(|stories| work.measure(stories));
    let measured = measured.collect::<Result<Vec<Measured>>>()?;
    print(&measured, &work);
    Ok(())
}

impl Work {
    fn measure(&self, stories: u32) -> Result<Measured> {
        let archive = self.dir.join(format!("{stories}.jsonl"));
        let planted = archive::write(&archive, stories as usize)?;
        let folders = ["without", "with"].map(|mode| self.dir.join(format!("{stories}-{mode}")));
        let mut measured = Measured {
            stories,
            archive: fs::metadata(&archive)?.len() as f64,
            without: Rounds::default(),
            with: Rounds::default(),
            planted,
            found: CopiesFound::default(),
        };
        for round in 0..self.rounds {
            // Which comes first goes round.
            for at in 0..2 {
                let with = (round + at) % 2 == 1;
                let folder = &folders[usize::from(with)];
                let run = self.index(&archive, folder, with)?;
                let Run { wall, cpu, memory, .. } = run;
                eprintln!(
                    "{stories} stories, {} copies: {wall:.2} s, cpu {cpu:.2} s, {:.0} MiB",
                    if with { "with" } else { "without" },
                    memory / MIB
                );
                let rounds = if with { &mut measured.with } else { &mut measured.without };
                rounds.runs.push(run);
                rounds.size = size(folder)?;
            }
        }
        let manifest = Manifest::read(&folders[1])?.and_then(|manifest| manifest.finished);
        let finished = manifest.ok_or("the index has no manifest of a finished run")?;
        if finished.stories != u64::from(stories) {
            return Err(format!("{} of {stories} stories are indexed", finished.stories).into());
        }
        measured.found = finished.copies.ok_or("copies were not looked for")?;
        if !self.keep {
            fs::remove_file(&archive)?;
            folders.iter().try_for_each(fs::remove_dir_all)?;
        }
        Ok(measured)
    }

    fn index(&self, archive: &Path, folder: &Path, with: bool) -> Result<Run> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        // What the run before has left to be written out is not to be this one's.
        // SAFETY: takes nothing and returns nothing.
        unsafe { libc::sync() };
        let (archive, folder) = (archive.to_string_lossy(), folder.to_string_lossy());
        let mut asked = vec!["index", "-q", "--memory", &self.memory, "--index", &folder];
        if !with {
            asked.push("--without-copies");
        }
        asked.push(&archive);
        measure::run(&self.program, &asked)
    }
}

fn print(measured: &[Measured], work: &Work) {
    println!(
        "Indexing with `--memory {}`, medians of {} rounds; `--without-copies` / with:\n",
        work.memory, work.rounds
    );
    println!(
        "| stories | archive, MiB | wall, s | processor, s | peak memory, MiB | index, MiB |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for Measured { stories, archive, without, with, .. } in measured {
        let pair = |of: &dyn Fn(&Rounds) -> f64, digits: usize| {
            format!("{:.digits$} / {:.digits$}", of(without), of(with))
        };
        println!(
            "| {stories} | {:.0} | {} | {} | {} | {} |",
            archive / MIB,
            pair(&|it| it.median(|run| run.wall), 2),
            pair(&|it| it.median(|run| run.cpu), 2),
            pair(&|it| it.median(|run| run.memory) / MIB, 0),
            pair(&|it| it.size / MIB, 1),
        );
    }
    println!("\nWhat looking for copies adds, medians of the differences of the rounds:\n");
    println!(
        "| stories | processor, µs a story | processor, % | wall, µs a story | wall, % | index, bytes a story | index, % |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for it in measured {
        let stories = f64::from(it.stories);
        let (cpu, cpu_share) = added(it, |run| run.cpu);
        let (wall, wall_share) = added(it, |run| run.wall);
        let size = it.with.size - it.without.size;
        println!(
            "| {stories} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.2} |",
            cpu / stories * 1e6,
            cpu_share * 100.0,
            wall / stories * 1e6,
            wall_share * 100.0,
            size / stories,
            size / it.without.size * 100.0
        );
    }
    println!("\nWhat was put in and what was found:\n");
    println!(
        "| stories | copies put in | in groups: put in / found | groups: put in / found | versions put in | in chains: put in / found | chains: put in / found |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for Measured { stories, planted, found, .. } in measured {
        println!(
            "| {stories} | {} | {} / {} | {} / {} | {} | {} / {} | {} / {} |",
            planted.copies,
            planted.grouped,
            found.grouped,
            planted.groups,
            found.groups,
            planted.versions,
            planted.chained,
            found.chained,
            planted.chains,
            found.chains
        );
        if found.cut + found.forgotten > 0 {
            eprintln!("{stories}: {} cut, {} forgotten", found.cut, found.forgotten);
        }
    }
}

/// Median of what is added, round by round, and of its share.
fn added(measured: &Measured, of: impl Fn(&Run) -> f64) -> (f64, f64) {
    let pairs = measured.without.runs.iter().zip(&measured.with.runs);
    let pairs: Vec<(f64, f64)> = pairs.map(|(a, b)| (of(a), of(b))).collect();
    let differences: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
    let shares: Vec<f64> = pairs.iter().map(|(a, b)| (b - a) / a).collect();
    (median(&differences), median(&shares))
}
