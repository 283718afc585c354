//! The samples in `corpus/` and the records they must become in `tests/records/`.
//!
//! A sample and its records are compared line by line; with `NEWSWIRE_BLESS=1` the records are
//! written anew (read the difference before you commit it). Then the same samples, cut short and
//! damaged: nothing panics or hangs, and a story that was not touched is never lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use newswire::format::{self, Cut, FORMATS, Format, Limits};
use newswire::ingest::{self, Meter, ReadOptions, Report};
use newswire::story::Story;

/// Reading one folder of damaged copies may take so long, in the slowest build.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn every_sample_becomes_its_records() {
    let bless = std::env::var_os("NEWSWIRE_BLESS").is_some_and(|value| value == "1");
    let samples = samples();
    let mut wrong = Vec::new();
    for sample in &samples {
        let (lines, report, _) = parse(std::slice::from_ref(sample));
        assert!(report.balances(), "{}: the account does not balance", sample.display());
        let path = records_of(sample);
        if bless {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
            fs::write(&path, &lines).expect("records are written");
            continue;
        }
        match fs::read_to_string(&path) {
            Err(_) => wrong.push(format!("{}: no records in {}", sample.display(), path.display())),
            Ok(expected) if expected != lines => wrong.push(difference(sample, &expected, &lines)),
            Ok(_) => {}
        }
    }
    let known: BTreeSet<PathBuf> = samples.iter().map(|sample| records_of(sample)).collect();
    for path in files(Path::new("tests/records")) {
        if !known.contains(&path) {
            wrong.push(format!("{}: there is no such sample", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_sample_is_known_by_one_format() {
    for sample in samples() {
        let folder = folder(&sample);
        if folder == "containers" {
            continue;
        }
        let head = fs::read(&sample).expect("a sample");
        let names: Vec<_> = FORMATS
            .iter()
            .filter(|format| format.name() != "plain" && format.sniff(&head))
            .map(|format| format.name())
            .collect();
        if folder == "plain" {
            assert!(names.is_empty(), "{} is taken by {names:?}", sample.display());
        } else {
            assert_eq!(names, [folder.as_str()], "{}", sample.display());
        }
        let first = format::sniff(&head).map(|format| format.name());
        assert_eq!(first, Some(folder.as_str()), "{}", sample.display());
    }
}

#[test]
fn printed_records_read_again_are_the_same() {
    let (lines, _, _) = parse(&[PathBuf::from("corpus")]);
    assert!(lines.lines().count() > 80);
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("records.jsonl");
    fs::write(&path, &lines).expect("records are written");
    let (again, report, rejects) = parse(&[path]);
    assert_eq!(rejects, "");
    assert!(report.balances());
    // Line by line, so that a failure shows the one that differs.
    for (line, other) in lines.lines().zip(again.lines()) {
        assert_eq!(line, other);
    }
    assert_eq!(lines.len(), again.len());
}

/// NEWSWIRE_PREFIXES=1000000 cuts each sample at every byte.
#[test]
fn a_sample_cut_short_keeps_what_stands_before_the_cut() {
    let most = std::env::var("NEWSWIRE_PREFIXES").ok().and_then(|number| number.parse().ok());
    let most = most.unwrap_or(400);
    let mut lost = Vec::new();
    for sample in samples() {
        let bytes = fs::read(&sample).expect("a sample");
        let pieces = pieces(&sample, &bytes);
        let step = (bytes.len() / most).max(1);
        let copies: Vec<(String, Vec<u8>)> = (0..bytes.len())
            .step_by(step)
            .map(|length| (format!("{length:06}-{}", name(&sample)), bytes[..length].to_vec()))
            .collect();
        let found = parse_copies(&sample, &copies);
        for (copy, part) in &copies {
            for record in pieces.iter().filter(|record| record.end <= part.len()) {
                let Some(story) = &record.story else { continue };
                if !holds(&found, copy, story) {
                    let (sample, length) = (sample.display(), part.len());
                    lost.push(format!("{sample} cut at {length}: {} is lost", story.id));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} are lost\n{}", lost.len(), lost.join("\n"));
}

/// NEWSWIRE_MUTATIONS=1000 makes so many copies of each sample, which takes minutes.
#[test]
fn damage_to_one_story_costs_no_other() {
    let more = std::env::var("NEWSWIRE_MUTATIONS").ok().and_then(|number| number.parse().ok());
    let mut random = Random(0x6E65_7773_7769_7265);
    let mut made = 0;
    let mut lost = Vec::new();
    for sample in samples() {
        let bytes = fs::read(&sample).expect("a sample");
        if bytes.is_empty() {
            continue;
        }
        let records = pieces(&sample, &bytes);
        let rounds = more.unwrap_or(if records.len() > 1 { 40 } else { 8 });
        let mut copies = Vec::new();
        let mut hit = BTreeMap::new();
        for round in 0..rounds {
            let copy = format!("{round:03}-{}", name(&sample));
            // Anywhere in the file, or inside one record of several.
            let target = (records.len() > 1).then(|| random.below(records.len()));
            let range = target.map_or(0..bytes.len(), |it| records[it].start..records[it].end);
            copies.push((copy.clone(), damaged(&bytes, range, &mut random)));
            hit.insert(copy, target);
        }
        made += copies.len();
        let found = parse_copies(&sample, &copies);
        for (copy, part) in &copies {
            let Some(target) = hit[copy] else { continue };
            for (at, record) in records.iter().enumerate().filter(|(at, _)| *at != target) {
                let Some(story) = &record.story else { continue };
                // Without an end tag of its own it ends where the damage is.
                let open = story.flags.iter().any(|flag| flag == "end_tag_missing");
                if !open
                    && !holds(&found, copy, story)
                    && !is_border_lost(&folder(&sample), &bytes, part, &records, (target, at))
                {
                    let (sample, target, at) = (sample.display(), target + 1, at + 1);
                    let part = String::from_utf8_lossy(part);
                    lost.push(format!("{sample}: damage to record {target} lost {at}:\n{part}"));
                }
            }
        }
    }
    assert!(made >= 500, "only {made} copies were made");
    assert!(lost.is_empty(), "{} are lost\n{}", lost.len(), lost.join("\n"));
}

/// A record in its file.
struct Piece {
    start: usize,
    end: usize,
    /// The story that it becomes, if it becomes one.
    story: Option<Story>,
}

/// The records of a sample whose format marks where each one ends; none for other samples.
///
/// Plain text does not: a story that ends at `###` runs on where that is lost.
fn pieces(sample: &Path, bytes: &[u8]) -> Vec<Piece> {
    let folder = folder(sample);
    let format: &dyn Format = match folder.as_str() {
        // A mailbox marks only where a mail begins: what loses that mark goes to the one before.
        "containers" | "mail" => return Vec::new(),
        "plain" => return Vec::new(),
        name => format::by_name(name).expect("a folder is named for its format"),
    };
    let whole = stories(&parse(&[sample.to_owned()]).0);
    let cuts = format.cut(Box::new(Cursor::new(bytes.to_vec())), &Limits::default());
    // What stands above the first record comes with every record of some formats.
    let mut above = None;
    let pieces = cuts.filter_map(|cut| {
        let Cut::Record(record) = cut else { return None };
        let start = usize::try_from(record.offset).expect("a small file");
        let above = *above.get_or_insert(start);
        let with_head = above > 0 && record.bytes.starts_with(&bytes[..above]);
        let length = record.bytes.len() - if with_head { above } else { 0 };
        let story = match folder.as_str() {
            // Such records keep the number that they were printed with.
            "newswire" => serde_json::from_slice(&record.bytes).ok(),
            _ => whole.iter().find(|story| story.source.record == record.number).cloned(),
        };
        Some(Piece { start, end: (start + length).min(bytes.len()), story })
    });
    pieces.collect()
}

/// Says whether a copy still has a story.
fn holds(found: &BTreeMap<String, Vec<Story>>, copy: &str, story: &Story) -> bool {
    found.get(copy).is_some_and(|all| all.iter().any(|it| is_same(it, story)))
}

/// Says whether damage to the first of two records took away all that told it from the second.
fn is_border_lost(
    folder: &str,
    bytes: &[u8],
    copy: &[u8],
    records: &[Piece],
    (target, other): (usize, usize),
) -> bool {
    let record = &bytes[records[target].start..records[target].end];
    let count = |of: &[u8], part: &[u8]| of.windows(part.len()).filter(|it| *it == part).count();
    let fewer = |part: &[u8]| !part.is_empty() && count(copy, part) < count(bytes, part);
    let lines_of = |of: &[u8]| -> Vec<Vec<u8>> {
        of.split(|it| *it == b'\n').map(|it| it.trim_ascii().to_vec()).collect()
    };
    let mut lines = lines_of(record).into_iter().filter(|it| !it.is_empty());
    // Damage may leave the words of a line inside another one.
    let is_gone = |line: Vec<u8>| {
        let count = |of: &[u8]| lines_of(of).iter().filter(|it| **it == line).count();
        count(copy) < count(bytes)
    };
    let is_rtf = bytes.starts_with(b"{\\rtf");
    let (above, below) = (other + 1 == target, other == target + 1);
    match folder {
        // Only the line that starts a story parts it from the one above: a rule, a number, a mark.
        "proquest" | "nexis" if above && !is_rtf => lines.next().is_some_and(is_gone),
        // The same, and a blank line is no part of it.
        "asianet" | "conll" | "smart" | "time" if above || below => {
            let later = &records[target.max(other)];
            let mut lines = lines_of(&bytes[later.start..later.end]).into_iter();
            lines.find(|it| !it.is_empty()).is_some_and(is_gone)
        }
        // Without codes only the line of its number, the last, parts a story from the one below.
        "factiva" if below && is_rtf => lines.next_back().is_some_and(is_gone),
        // A line that has lost cells reads as more of the last cell above it.
        "csv" if above => fewer(b"\t"),
        // Where a page has no length to go by, it ends where the next record is seen to start.
        "warc" if above => {
            let story = records[other].story.as_ref();
            story.is_some_and(|it| it.flags.iter().any(|flag| flag == "length_wrong"))
                && lines.next().is_some_and(is_gone)
        }
        // Values on one line are parted by their brackets alone; those on lines of their own by
        // the line end, where the first never ended.
        _ if !is_rtf && matches!(record.first(), Some(b'{' | b'[')) => {
            let marks = |of: &[u8]| -> Vec<u8> {
                of.iter().copied().filter(|it| b"{}[]\"".contains(it)).collect()
            };
            let start = bytes[..records[target].start].trim_ascii_end().len();
            let alone = bytes[start..records[target].start].contains(&b'\n') || start == 0;
            let next = bytes.get(records[target].end.saturating_sub(1)..).unwrap_or_default();
            let next = &next[..next.len().min(20)];
            other > target
                && (!alone && marks(bytes) != marks(copy)
                    || below && !record.trim_ascii_end().ends_with(b"}") && fewer(next))
        }
        // Without start and end tag the first record reads as the head of all.
        _ if record.starts_with(b"<") && target == 0 => {
            let ends = |it: &u8| it.is_ascii_whitespace() || *it == b'>';
            let name: Vec<u8> = record[1..].iter().take_while(|it| !ends(it)).copied().collect();
            let tag = record.split_inclusive(|it| *it == b'>').next().unwrap_or_default();
            fewer(tag) && fewer(&[b"</", &name[..], b">"].concat())
        }
        _ => false,
    }
}

/// A copy with bits turned, a piece cut out, or two pieces changed round, all within `range`.
fn damaged(bytes: &[u8], range: std::ops::Range<usize>, random: &mut Random) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    match random.below(3) {
        0 => {
            for _ in 0..=random.below(3) {
                let at = range.start + random.below(range.len());
                copy[at] ^= 1 << random.below(8);
            }
        }
        1 => {
            let from = range.start + random.below(range.len());
            let to = from + random.below(range.end - from + 1);
            copy.drain(from..to);
        }
        _ => {
            let half = range.len() / 2;
            let length = random.below(half.min(60) + 1);
            let left = range.start + random.below(half - length + 1);
            let right = range.start + half + random.below(half - length + 1);
            for at in 0..length {
                copy.swap(left + at, right + at);
            }
        }
    }
    copy
}

/// Marsaglia's xorshift: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).expect("below a usize")
    }
}

/// Reads many damaged copies of a sample, as a folder; the stories of each by its name.
///
/// Fails where one of them made the reader panic or takes forever.
fn parse_copies(sample: &Path, copies: &[(String, Vec<u8>)]) -> BTreeMap<String, Vec<Story>> {
    if folder(sample) == "newswire" && copies.len() > 1 {
        // Such records keep the source they were printed with, so each copy is read by itself.
        return copies
            .iter()
            .flat_map(|copy| parse_copies(sample, std::slice::from_ref(copy)))
            .collect();
    }
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in copies {
        fs::write(dir.path().join(name), bytes).expect("a copy is written");
    }
    let (sender, receiver) = mpsc::channel();
    let path = dir.path().to_owned();
    let reader = std::thread::spawn(move || {
        let parsed = parse(&[path]);
        let _ = sender.send(());
        parsed
    });
    if let Err(mpsc::RecvTimeoutError::Timeout) = receiver.recv_timeout(PATIENCE) {
        panic!("{}: reading its damaged copies does not end", sample.display());
    }
    let (lines, report, rejects) = reader.join().expect("no panic while reading");
    assert!(report.balances(), "{}: the account does not balance", sample.display());
    let failed = rejects.lines().find(|line| line.contains("newswire itself failed"));
    assert_eq!(failed, None, "{}", sample.display());
    let mut found: BTreeMap<String, Vec<Story>> = BTreeMap::new();
    for story in stories(&lines) {
        let path = PathBuf::from(&story.source.path);
        let copy = match copies {
            [(only, _)] => only.clone(),
            _ => name(&path),
        };
        found.entry(copy).or_default().push(story);
    }
    found
}

/// Records as printed, the report, and the rejects as listed.
fn parse(paths: &[PathBuf]) -> (String, Report, String) {
    let dir = tempfile::tempdir().expect("a folder");
    let log = dir.path().join("rejects.jsonl");
    let mut out = Vec::new();
    let report =
        ingest::parse(paths, &ReadOptions::default(), &Meter::default(), Some(&log), &mut out)
            .expect("the samples can be read");
    let rejects = fs::read_to_string(&log).unwrap_or_default();
    (String::from_utf8(out).expect("records are UTF-8"), report, rejects)
}

fn stories(lines: &str) -> Vec<Story> {
    lines.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// Says whether two records are of the same story, wherever and as whichever record it was read.
fn is_same(left: &Story, right: &Story) -> bool {
    let bare = |story: &Story| {
        let mut story = story.clone();
        story.source.path.clear();
        story.source.record = 0;
        story
    };
    bare(left) == bare(right)
}

/// What differs, field by field.
fn difference(sample: &Path, expected: &str, found: &str) -> String {
    let read = |lines: &str| -> Vec<serde_json::Value> {
        lines.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
    };
    let (expected, found) = (read(expected), read(found));
    let mut text = format!("{}:", sample.display());
    if expected.len() != found.len() {
        text.push_str(&format!("\n  {} records, not {}", found.len(), expected.len()));
    }
    for (number, (expected, found)) in expected.iter().zip(&found).enumerate() {
        let none = serde_json::Map::new();
        let keys = found.as_object().unwrap_or(&none).keys();
        for key in keys.filter(|key| expected[*key] != found[*key]) {
            let (expected, found) = (&expected[key], &found[key]);
            text.push_str(&format!(
                "\n  {} {key}\n    must be {expected}\n    is      {found}",
                number + 1
            ));
        }
    }
    text
}

/// Every file of the corpus, in order, as paths relative to the repository.
fn samples() -> Vec<PathBuf> {
    let all = files(Path::new("corpus"));
    let samples: Vec<PathBuf> = all.into_iter().filter(|path| name(path) != "README.md").collect();
    assert!(samples.len() >= 30, "tests must run in the folder of Cargo.toml");
    samples
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(dir).into_iter().flatten();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// `corpus/plain/x.txt` has its records in `tests/records/plain/x.txt.jsonl`.
fn records_of(sample: &Path) -> PathBuf {
    let inner = sample.strip_prefix("corpus").expect("a sample");
    let mut path = Path::new("tests/records").join(inner).into_os_string();
    path.push(".jsonl");
    PathBuf::from(path)
}

fn folder(sample: &Path) -> String {
    sample.parent().map(name).unwrap_or_default()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
