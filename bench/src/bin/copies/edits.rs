//! How many copies are found, by how much of their text was changed.
//!
//! Stories are drawn from an archive, changed, and indexed beside their originals; which pairs are
//! near-copies is worked out from the texts as they were written, by Jaccard's similarity itself.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use newswire::copies::Rule;
use newswire::copies::shingles::{LEAST_SHINGLES, Shingles, common, distinct};
use newswire::index::{Address, StoryIndex, WriterOptions};
use newswire::ingest::{IndexOptions, Meter, ReadOptions, index, parse};
use newswire_bench::{Random, Result};
use serde::{Deserialize, Serialize};

use crate::changes::{Change, change};
use crate::options::Arguments;

/// Amounts of change, in hundredths of a text.
const AMOUNTS: [u32; 9] = [0, 2, 5, 10, 15, 20, 30, 40, 50];
/// Words of a story that is drawn, at least.
const LEAST_WORDS: u32 = 80;
/// Ends of the ranges of similarity that are told apart, in thousandths.
const RANGES: [u32; 10] = [300, 500, 600, 650, 700, 725, 750, 800, 900, 1000];
const SEED: u64 = 21_578;

/// What is taken from a record.
#[derive(Debug, Deserialize)]
struct Record {
    headline: Option<String>,
    slug: Option<String>,
    body: Option<String>,
    filed: Option<String>,
    words: u32,
}

/// A story that was drawn.
struct Original {
    headline: String,
    slug: Option<String>,
    filed: DateTime<Utc>,
    text: Vec<String>,
}

/// A line of the archive that is indexed.
#[derive(Serialize)]
struct Line<'s> {
    agency: &'s str,
    id: String,
    slug: Option<&'s str>,
    headline: &'s str,
    date: String,
    body: String,
}

/// A story and its changed copy.
struct Pair {
    similarity: f64,
    /// Neither is a table of figures or a note, which are compared with none.
    is_compared: bool,
    /// By brute force.
    is_near: bool,
    /// Both are in one group.
    is_found: bool,
    /// The copy has the text in the index that was written.
    is_read: bool,
}

/// Runs the pass.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let stories = arguments.number("--stories", 2000_usize)?;
    let threads = arguments.number("--threads", 2_usize)?.max(1);
    let [archive] = &arguments.rest()?[..] else { return Err("edits wants one ARCHIVE".into()) };
    let originals = draw(archive, stories)?;
    let rule = Rule::default();
    println!(
        "{} stories of {LEAST_WORDS} words or more; {rule}:\n\n\
         | change | of the text, % | mean similarity | at the threshold or above, % | in one group, % | recall, % | in one group, below the threshold | precision, % |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        originals.len()
    );
    let mut all: Vec<Pair> = Vec::new();
    for kind in Change::ALL {
        let amounts = if kind.leaves_text() { &AMOUNTS[..1] } else { &AMOUNTS[..] };
        for amount in amounts {
            let pairs = measure(&originals, kind, *amount, threads, rule)?;
            let shown = if kind.leaves_text() { "–".to_owned() } else { amount.to_string() };
            println!("| {} | {shown} | {} |", kind.name(), cells(&pairs));
            all.extend(pairs);
        }
    }
    println!("| all | | {} |", cells(&all));
    println!("\n| similarity | pairs | in one group | % |\n| --- | ---: | ---: | ---: |");
    let mut from = -1.0;
    for end in RANGES {
        let to = f64::from(end) / 1000.0;
        // The threshold itself is of the range above it.
        let is_in = |it: &&Pair| it.similarity >= from && (it.similarity < to || end == 1000);
        let pairs: Vec<&Pair> = all.iter().filter(|it| it.is_compared).filter(is_in).collect();
        let found = pairs.iter().filter(|it| it.is_found).count();
        let share = percent(found, pairs.len());
        println!("| {:.3}–{to:.3} | {} | {found} | {share} |", f64::max(from, 0.0), pairs.len());
        from = to;
    }
    let other = all.iter().filter(|it| !it.is_read).count();
    eprintln!("{other} of {} copies have another text in the index than was written", all.len());
    Ok(())
}

/// What is shown of some pairs.
fn cells(pairs: &[Pair]) -> String {
    let count = |is: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|it| is(it)).count();
    let similarity: f64 = pairs.iter().map(|it| it.similarity).sum();
    let near = count(&|it| it.is_near);
    let found = count(&|it| it.is_found);
    let both = count(&|it| it.is_near && it.is_found);
    format!(
        "{:.3} | {} | {} | {} | {} | {}",
        similarity / pairs.len().max(1) as f64,
        percent(near, pairs.len()),
        percent(found, pairs.len()),
        percent(both, near),
        found - both,
        percent(both, found)
    )
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.2}", part as f64 / whole as f64 * 100.0) }
}

/// Draws stories of an archive that are long enough and have a time.
fn draw(archive: &str, stories: usize) -> Result<Vec<Original>> {
    let mut records = Vec::new();
    let paths = [PathBuf::from(archive)];
    parse(&paths, &ReadOptions::default(), &Meter::default(), None, &mut records)?;
    let mut found = Vec::new();
    for line in records.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let record: Record = serde_json::from_slice(line)?;
        let filed = record.filed.as_deref().and_then(|it| DateTime::parse_from_rfc3339(it).ok());
        let (Some(body), Some(filed)) = (record.body, filed) else { continue };
        if record.words >= LEAST_WORDS {
            found.push(Original {
                headline: record.headline.unwrap_or_default(),
                slug: record.slug,
                filed: filed.to_utc(),
                text: body.split("\n\n").map(str::to_owned).collect(),
            });
        }
    }
    let mut random = Random(SEED);
    let mut drawn = Vec::new();
    while drawn.len() < stories && !found.is_empty() {
        drawn.push(found.swap_remove(random.below(found.len())));
    }
    if drawn.len() < 2 {
        return Err("too few stories that are long enough".into());
    }
    Ok(drawn)
}

/// Indexes stories and their copies under one change, and looks which are in one group.
fn measure(
    originals: &[Original],
    kind: Change,
    amount: u32,
    threads: usize,
    rule: Rule,
) -> Result<Vec<Pair>> {
    let work = tempfile::tempdir()?;
    let (archive, dir) = (work.path().join("edits.jsonl"), work.path().join("index"));
    let mut out = BufWriter::new(File::create(&archive)?);
    let mut random = Random(SEED + u64::from(amount));
    let mut pairs = Vec::new();
    let mut texts = Vec::new();
    for (at, original) in originals.iter().enumerate() {
        // Not the story itself.
        let other = (at + 1 + random.below(originals.len() - 1)) % originals.len();
        let other = &originals[other];
        let part = f64::from(amount) / 100.0;
        let copy = change(kind, part, &original.text, &other.text, &mut random);
        let lines = lines(at, original, &copy, other, kind);
        for line in &lines {
            serde_json::to_writer(&mut out, line)?;
            out.write_all(b"\n")?;
        }
        let copy = copy.join("\n\n");
        pairs.push(pair(&original.text.join("\n\n"), &copy, rule));
        texts.push((lines.map(|line| format!("{}:{}", line.agency, line.id)), copy));
    }
    out.into_inner()?.sync_all()?;
    let options = IndexOptions {
        read: ReadOptions { threads, ..ReadOptions::default() },
        write: WriterOptions { memory: 64 << 20, threads, ..WriterOptions::default() },
        memo: 8 << 20,
        prune: false,
        commit_every: Duration::from_secs(3600),
        commit_stories: 0,
    };
    index(&[archive], &dir, &options, &Meter::default())?;
    look(&dir, &texts, &mut pairs)?;
    Ok(pairs)
}

/// The story as it was, and its copy, filed an hour later by another agency.
fn lines<'s>(
    at: usize,
    original: &'s Original,
    copy: &[String],
    other: &'s Original,
    kind: Change,
) -> [Line<'s>; 2] {
    let mut bodies = [original.text.join("\n\n"), copy.join("\n\n")];
    let (mut slug, mut headline) = (original.slug.as_deref(), original.headline.as_str());
    let filed = [original.filed, original.filed + TimeDelta::hours(1)];
    match kind {
        Change::Credits => {
            let credits =
                ["By JANE SMITH\n\nLONDON, %d (Reuters) - ", "By JOHN BROWN\n\nPARIS, %d (AP) -- "];
            for ((body, credits), filed) in bodies.iter_mut().zip(credits).zip(filed) {
                let date = filed.format("%B %-d").to_string();
                body.insert_str(0, &credits.replace("%d", &date));
            }
            slug = other.slug.as_deref();
        }
        Change::Headline => headline = &other.headline,
        _ => {}
    }
    let [first, second] = bodies;
    let line = |agency, id, slug, headline, filed: DateTime<Utc>, body| Line {
        agency,
        id,
        slug,
        headline,
        date: filed.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        body,
    };
    let own = (original.slug.as_deref(), original.headline.as_str());
    [
        line("Reuters", format!("story-{at:06}"), own.0, own.1, filed[0], first),
        line("AP", format!("copy-{at:06}"), slug, headline, filed[1], second),
    ]
}

/// Two texts by Jaccard's similarity, before anything is looked for.
fn pair(a: &str, b: &str, rule: Rule) -> Pair {
    let (mut a, mut b) = (Shingles::of(a), Shingles::of(b));
    let are_compared = a.is_compared() && b.is_compared();
    distinct(&mut a.hashes);
    distinct(&mut b.hashes);
    let (common, either) = common(&a.hashes, &b.hashes);
    let is_compared = are_compared && a.hashes.len().min(b.hashes.len()) >= LEAST_SHINGLES;
    Pair {
        similarity: common as f64 / either.max(1) as f64,
        is_compared,
        is_near: is_compared && rule.holds(common, either),
        is_found: false,
        is_read: true,
    }
}

/// Says of each pair, by ids, whether both are in one group of the index.
fn look(dir: &Path, texts: &[([String; 2], String)], pairs: &mut [Pair]) -> Result<()> {
    let index = StoryIndex::open(dir)?;
    let groups = &index.copies()?.groups;
    for ((ids, copy), pair) in texts.iter().zip(pairs) {
        let find = |id: &str| -> Result<Address> {
            Ok(index.find(id)?.ok_or_else(|| format!("{id} is not in the index"))?)
        };
        let [original, found] = [find(&ids[0])?, find(&ids[1])?];
        let class = groups.class(original.doc);
        pair.is_found = class.is_some() && class == groups.class(found.doc);
        pair.is_read = index.story(found)?.body.as_deref().unwrap_or("") == copy;
    }
    Ok(())
}
