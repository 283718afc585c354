//! Stories written down in every format, and read back: what went in comes out, once, in order.

use std::fs;
use std::path::PathBuf;

use newswire::format::{self, FORMATS};
use newswire::ingest::{self, Meter, ReadOptions};
use newswire::story::Story;

use super::written::{self, Made, Written};

/// Streams of each format, of one to five stories.
const ROUNDS: u64 = 12;

#[test]
fn every_format_gives_back_what_was_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    for written in written::all() {
        for round in 0..ROUNDS {
            let count = if written.several { 1 + round % 5 } else { 1 };
            let words = usize::try_from(30 + round * 45).expect("a small number");
            let stories: Vec<Made> = (0..count)
                .map(|at| written::made(1 + round * 10 + at, words, written.ascii))
                .collect();
            let stream = stream(&written, &stories);
            let taken = format::sniff(&stream.as_bytes()[..stream.len().min(64 << 10)]);
            let taken = taken.map_or("nothing", |it| it.name());
            if taken != written.format {
                wrong.push(format!("{}: taken by {taken}", written.format));
                break;
            }
            let path = dir.path().join(format!("{}-{round}", written.format));
            fs::write(&path, &stream).expect("a file is written");
            let found = read(&path);
            if found.len() != stories.len() {
                let (found, made) = (found.len(), stories.len());
                wrong.push(format!("{} {round}: {found} stories, not {made}", written.format));
                break;
            }
            let all = found.iter().zip(&stories);
            let faults: Vec<String> =
                all.flat_map(|(it, made)| faults(&written, it, made)).collect();
            if !faults.is_empty() {
                wrong.push(format!("{} {round}: {}", written.format, faults.join("\n  ")));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_format_is_written() {
    let written: Vec<&str> = written::all().iter().map(|it| it.format).collect();
    let missing: Vec<&str> = FORMATS
        .iter()
        .map(|it| it.name())
        .filter(|it| !written.contains(it) && !UNWRITTEN.contains(it))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_format_and_reader_has_a_fuzz_target() {
    let programs = fs::read_to_string("fuzz/Cargo.toml").expect("the list of fuzz targets");
    for format in FORMATS {
        let name = format.name();
        assert!(
            programs.contains(&format!("name = \"fuzz_{name}\"\n")),
            "{name} has no fuzz target"
        );
        assert!(PathBuf::from(format!("fuzz/targets/{name}.rs")).is_file(), "{name}");
    }
}

/// Formats whose samples are all that holds them: small ones, and those that are another one in a
/// file of its own.
const UNWRITTEN: &[&str] = &["jsonld", "solita", "proquest", "docx", "rtf", "parquet"];

fn stream(written: &Written, stories: &[Made]) -> String {
    let stories: Vec<String> = stories.iter().map(written.story).collect();
    format!("{}{}{}", written.above, stories.join(written.between), written.below)
}

/// The stories of a file.
pub fn read(path: &std::path::Path) -> Vec<Story> {
    let mut out = Vec::new();
    let report = ingest::parse(
        &[path.to_owned()],
        &ReadOptions::default(),
        &Meter::default(),
        None,
        &mut out,
    )
    .expect("it can be read");
    assert!(report.balances());
    let lines = String::from_utf8(out).expect("records are UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// What a record says otherwise than the story that was written.
fn faults(written: &Written, story: &Story, made: &Made) -> Vec<String> {
    let mut faults = Vec::new();
    let mut hold = |what: &str, found: String, expected: String| {
        if found != expected {
            faults.push(format!("{what}\n    must be {expected}\n    is      {found}"));
        }
    };
    let body = story.body.clone().unwrap_or_default();
    if written.says.paragraphs {
        hold("body", body, made.paragraphs.join("\n\n"));
    } else {
        hold("body", body.replace("\n\n", " "), made.paragraphs.join(" "));
    }
    if written.says.headline {
        hold("headline", story.headline.clone().unwrap_or_default(), made.headline.clone());
    }
    if written.says.byline {
        let names = story.byline.iter().flat_map(|it| &it.names);
        let names: Vec<String> = names.map(|it| it.to_lowercase()).collect();
        hold("byline", names.join(", "), made.name.to_lowercase());
    }
    if written.says.city {
        let places = story.dateline.iter().flat_map(|it| &it.places);
        let cities: Vec<String> =
            places.filter_map(|it| it.city.as_deref()).map(str::to_uppercase).collect();
        hold("city", cities.join(", "), made.city.clone());
    }
    let filed = story.filed.clone().unwrap_or_default();
    if written.says.minute {
        hold("filed", filed, made.iso());
    } else if written.says.day {
        hold("filed", filed.get(..10).unwrap_or("").to_owned(), made.day());
    }
    faults
}
