//! How fast each format is read: `newswire parse` of one file to nowhere, beside `wc -w` of it.
//!
//! `reading [--write] [--rounds N] [--bytes N] [--only FORMAT] [ARCHIVE …]`: files of made-up stories
//! in every format, and the archives given. Prints a table in Markdown; `--write` puts it into
//! docs/reading.md.

// The tests ask for more of it.
#[allow(dead_code)]
#[path = "../../../tests/it/written/mod.rs"]
mod written;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use newswire_bench::Result;

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
const TARGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reading.md");

const ABOUT: &str = "\
# How fast each format is read

`newswire parse FILE > /dev/null`: the whole process, from the bytes of one file in the page cache to
its records as JSON Lines, on all cores. Beside it `wc -w FILE` in the C locale, on one core, since any
machine has it. The formats take turns with it, round by round. Files are of made-up stories of about
400 words, written by the tests' own writers (`tests/it/written/`), or the archives that the last rows
name. `cargo run --release --manifest-path bench/Cargo.toml --bin reading -- --write ARCHIVE` writes
this page.
";

fn main() -> Result<()> {
    let (mut rounds, mut bytes, mut write) = (5usize, 48usize << 20, false);
    let (mut only, mut archives) = (None, Vec::new());
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or(format!("{argument} wants a value"));
        match argument.as_str() {
            "--rounds" => rounds = value()?.parse()?,
            "--bytes" => bytes = value()?.parse()?,
            "--only" => only = Some(value()?),
            "--write" => write = true,
            other if other.starts_with("--") => return Err(format!("no option {other}").into()),
            archive => archives.push(PathBuf::from(archive)),
        }
    }
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo)
        .args(["build", "--release", "--locked", "--bin", "newswire"])
        .args(["--manifest-path", MANIFEST, "--target-dir", TARGET])
        .status()?;
    if !built.success() {
        return Err("the program was not built".into());
    }
    let cores = std::thread::available_parallelism()?;
    let mut page = format!(
        "{ABOUT}\n{cores} cores; the median of {rounds} rounds, after one that is not counted, and in \
         brackets the least and the most.\n\n| read | MB | MB/s | MB/s of `wc -w` | newswire / wc |\n\
         | --- | ---: | ---: | ---: | ---: |\n"
    );
    let dir = tempfile::tempdir()?;
    for written in written::all() {
        if only.as_deref().is_some_and(|it| it != written.format) {
            continue;
        }
        let path = dir.path().join(written.format);
        if written.several {
            std::fs::write(&path, stream(&written, bytes))?;
        } else {
            folder(&written, bytes, &path)?;
        }
        page += &row(written.format, &path, rounds)?;
        if path.is_dir() {
            std::fs::remove_dir_all(&path)?;
        } else {
            std::fs::remove_file(&path)?;
        }
    }
    for archive in &archives {
        let name = archive.file_name().unwrap_or_default().to_string_lossy().into_owned();
        page += &row(&name, archive, rounds)?;
    }
    print!("{page}");
    if write {
        std::fs::File::create(PAGE)?.write_all(page.as_bytes())?;
    }
    Ok(())
}

/// A file of so many bytes.
fn stream(written: &written::Written, bytes: usize) -> String {
    let mut out = written.above.to_owned();
    let mut number = 0;
    while out.len() < bytes {
        if number > 0 {
            out.push_str(written.between);
        }
        number += 1;
        out.push_str(&(written.story)(&written::made(number, 400, written.ascii)));
    }
    out + written.below
}

/// A folder of files of one story, where a file holds no more.
fn folder(written: &written::Written, bytes: usize, path: &Path) -> Result<()> {
    std::fs::create_dir(path)?;
    let (mut number, mut sum) = (0, 0);
    while sum < bytes {
        number += 1;
        let story = (written.story)(&written::made(number, 400, written.ascii));
        sum += story.len();
        std::fs::write(path.join(format!("{number}")), story)?;
    }
    Ok(())
}

fn row(name: &str, path: &Path, rounds: usize) -> Result<String> {
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            files.push(entry?.path());
        }
    } else {
        files.push(path.to_owned());
    }
    let mut bytes = 0;
    for file in &files {
        bytes += std::fs::metadata(file)?.len();
    }
    let size = bytes as f64 / 1e6;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=rounds {
        let mut own = Command::new(Path::new(TARGET).join("release/newswire"));
        own.args(["parse", "-q"]).arg(path);
        let mut words = Command::new("wc");
        words.arg("-w").env("LC_ALL", "C").args(&files);
        let turns: [&mut Command; 2] =
            if round % 2 == 0 { [&mut own, &mut words] } else { [&mut words, &mut own] };
        let mut speeds = Vec::new();
        for command in turns {
            speeds.push(size / seconds(command)?);
        }
        if round % 2 == 1 {
            speeds.reverse();
        }
        if round > 0 {
            ours.push(speeds[0]);
            theirs.push(speeds[1]);
            ratios.push(speeds[0] / speeds[1]);
        }
    }
    eprintln!("{name}: {:.0} MB/s", median(&mut ours));
    let range = |speeds: &mut Vec<f64>| {
        let middle = median(speeds);
        format!("{middle:.0} ({:.0}–{:.0})", speeds[0], speeds[speeds.len() - 1])
    };
    Ok(format!(
        "| {name} | {size:.0} | {} | {} | {:.2} |\n",
        range(&mut ours),
        range(&mut theirs),
        median(&mut ratios)
    ))
}

fn seconds(command: &mut Command) -> Result<f64> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    if !status.success() {
        return Err(format!("{} failed", command.get_program().to_string_lossy()).into());
    }
    Ok(start.elapsed().as_secs_f64())
}

/// The median; sorts.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
