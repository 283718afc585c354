//! Corpora and queries: an archive in, the same archive and a scaled copy of it out, in the shapes
//! that the programs read.
//!
//! The copy has the lengths, topics, places and times of the stories of the archive; its sentences
//! are drawn at random from stories of the same first topic, and so are its headlines. It is
//! written as SGML in the shape of Reuters-21578, and what newswire reads from it is what the other
//! engines are given.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use newswire_bench::{Document, Random, Result};
use serde::{Deserialize, Serialize};

/// Stories in a file of the archive.
const PER_FILE: usize = 1000;
const QUERIES: usize = 1000;
const SEED: u64 = 1987;

/// What was made: the last file to be written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Prepared {
    /// The archive and how often it was copied.
    pub source: String,
    /// Name of a corpus, and what is in it.
    pub corpora: BTreeMap<String, Corpus>,
}

/// A corpus.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Corpus {
    /// Archive that newswire reads.
    pub archive: String,
    /// Stories.
    pub stories: u64,
    /// UTF-8 bytes of headlines and texts.
    pub bytes: u64,
}

/// What is taken from a record.
#[derive(Deserialize)]
struct Story {
    id: String,
    headline: Option<String>,
    body: Option<String>,
    slug: Option<String>,
    filed: Option<String>,
    dateline: Option<Dateline>,
    topics: Vec<String>,
    places: Vec<String>,
}

#[derive(Deserialize)]
struct Dateline {
    line: String,
}

/// Makes everything in a folder.
pub fn prepare(dir: &Path, archive: &str, scale: usize, wire: &Path) -> Result<()> {
    let mut corpora = BTreeMap::new();
    let mut stories = Vec::new();
    corpora.insert(
        "x1".to_owned(),
        reduce(wire, archive, &dir.join("x1.jsonl"), |story| stories.push(story))?,
    );
    let name = format!("x{scale}");
    let copy = dir.join(format!("{name}.tar.gz"));
    write_copy(&stories, scale, &copy)?;
    drop(stories);
    let mut titles = Vec::new();
    let copy = copy.to_string_lossy().into_owned();
    let documents = dir.join(format!("{name}.jsonl"));
    let corpus = reduce(wire, &copy, &documents, |story| titles.extend(story.headline))?;
    corpora.insert(name, corpus);
    std::fs::write(dir.join("queries.txt"), draw_queries(&titles))?;
    let prepared = Prepared { source: source(archive, scale), corpora };
    std::fs::write(dir.join("prepared.json"), serde_json::to_vec(&prepared)?)?;
    Ok(())
}

/// Reads what was made before, if it was made of the same.
pub fn prepared(dir: &Path, archive: &str, scale: usize) -> Option<Prepared> {
    let bytes = std::fs::read(dir.join("prepared.json")).ok()?;
    let prepared: Prepared = serde_json::from_slice(&bytes).ok()?;
    (prepared.source == source(archive, scale)).then_some(prepared)
}

fn source(archive: &str, scale: usize) -> String {
    let bytes = std::fs::metadata(archive).map_or(0, |data| data.len());
    format!("{archive}, {bytes} bytes, x{scale}, seed {SEED}")
}

/// Has newswire parse an archive and writes id, title and body of every story.
fn reduce(wire: &Path, archive: &str, to: &Path, mut each: impl FnMut(Story)) -> Result<Corpus> {
    let mut child = Command::new(wire).args(["parse", archive]).stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?);
    let mut out = BufWriter::new(File::create(to)?);
    let (mut stories, mut bytes) = (0, 0);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let mut story: Story = serde_json::from_slice(&line)?;
        line.clear();
        let document = Document {
            id: story.id.clone(),
            title: story.headline.take().unwrap_or_default(),
            body: story.body.take().unwrap_or_default(),
        };
        stories += 1;
        bytes += (document.title.len() + document.body.len()) as u64;
        serde_json::to_writer(&mut out, &document)?;
        out.write_all(b"\n")?;
        story.headline = Some(document.title).filter(|title| !title.is_empty());
        story.body = Some(document.body).filter(|body| !body.is_empty());
        each(story);
    }
    out.flush()?;
    if !child.wait()?.success() {
        return Err(format!("{archive} could not be read").into());
    }
    Ok(Corpus { archive: archive.to_owned(), stories, bytes })
}

/// Stories of one topic, as what can be drawn of them.
#[derive(Default)]
struct Pool<'a> {
    sentences: Vec<&'a str>,
    headlines: Vec<&'a str>,
}

fn group(story: &Story) -> &str {
    story.topics.first().map_or("", |topic| bare(topic))
}

/// A code without its scheme.
fn bare(code: &str) -> &str {
    code.rsplit(':').next().unwrap_or(code)
}

fn write_copy(stories: &[Story], scale: usize, to: &Path) -> Result<()> {
    let mut pools: BTreeMap<&str, Pool> = BTreeMap::new();
    for story in stories {
        let pool = pools.entry(group(story)).or_default();
        pool.headlines.extend(story.headline.as_deref());
        pool.sentences.extend(story.body.as_deref().into_iter().flat_map(sentences));
    }
    let packed = flate2::write::GzEncoder::new(
        BufWriter::new(File::create(to)?),
        flate2::Compression::default(),
    );
    let mut archive = tar::Builder::new(packed);
    let mut random = Random(SEED);
    let mut text = String::new();
    let all = stories.len() * scale;
    for number in 0..all {
        if text.is_empty() {
            text.push_str("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n");
        }
        let story = &stories[number % stories.len()];
        record(&mut text, number + 1, story, &pools[group(story)], &mut random);
        if (number + 1) % PER_FILE == 0 || number + 1 == all {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_mode(0o644);
            let name = format!("copy/reut2-{:03}.sgm", number / PER_FILE);
            archive.append_data(&mut header, name, text.as_bytes())?;
            text.clear();
        }
    }
    archive.into_inner()?.finish()?.flush()?;
    Ok(())
}

/// Cuts a text after full stops that a blank and a capital follow.
fn sentences(body: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for paragraph in body.split("\n\n") {
        let mut start = 0;
        for (at, _) in paragraph.match_indices(". ") {
            let next = paragraph[at + 2..].chars().next();
            let before = paragraph[start..at].rsplit(' ').next().unwrap_or("");
            if next.is_some_and(char::is_uppercase) && before.len() > 2 && !before.contains('.') {
                found.push(&paragraph[start..=at]);
                start = at + 2;
            }
        }
        found.push(&paragraph[start..]);
    }
    found.retain(|sentence| !sentence.trim().is_empty());
    found
}

/// Writes one story in the shape of the collection.
fn record(text: &mut String, number: usize, story: &Story, pool: &Pool, random: &mut Random) {
    let list = |text: &mut String, tag: &str, codes: &[String]| {
        let _ = write!(text, "<{tag}>");
        for code in codes {
            let _ = write!(text, "<D>{}</D>", escaped(bare(code)));
        }
        let _ = writeln!(text, "</{tag}>");
    };
    let _ = writeln!(
        text,
        "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" OLDID=\"{number}\" \
         NEWID=\"{number}\">"
    );
    if let Some(date) = story.filed.as_deref().and_then(date) {
        let _ = writeln!(text, "<DATE>{date}</DATE>");
    }
    list(text, "TOPICS", &story.topics);
    list(text, "PLACES", &story.places);
    text.push_str(
        "<PEOPLE></PEOPLE>\n<ORGS></ORGS>\n<EXCHANGES></EXCHANGES>\n<COMPANIES></COMPANIES>\n",
    );
    if let Some(slug) = &story.slug {
        let _ = writeln!(
            text,
            "<UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute\nu f {}   02-26 0105</UNKNOWN>",
            escaped(slug)
        );
    }
    text.push_str("<TEXT>&#2;\n");
    if story.headline.is_some() && !pool.headlines.is_empty() {
        let headline = pool.headlines[random.below(pool.headlines.len())];
        let _ = writeln!(text, "<TITLE>{}</TITLE>", escaped(headline));
    }
    if let Some(dateline) = &story.dateline {
        let _ = write!(text, "<DATELINE>    {} - </DATELINE>", escaped(&dateline.line));
    }
    if let (Some(body), false) = (&story.body, pool.sentences.is_empty()) {
        text.push_str("<BODY>");
        write_body(text, body.len(), pool, random);
        text.push_str("\n Reuter\n&#3;</BODY>");
    }
    text.push_str("</TEXT>\n</REUTERS>\n");
}

/// Writes about so many bytes of drawn sentences, one or two a paragraph, in short lines.
fn write_body(text: &mut String, length: usize, pool: &Pool, random: &mut Random) {
    let (mut written, mut column, mut left) = (0, 0, 0);
    loop {
        let sentence = pool.sentences[random.below(pool.sentences.len())];
        if written > 0 && written + sentence.len() / 2 > length {
            return;
        }
        if written > 0 && left == 0 {
            text.push_str("\n    ");
            column = 0;
        } else if written > 0 {
            text.push(' ');
            column += 1;
        }
        left = if left == 0 { random.below(2) } else { left - 1 };
        for (at, word) in sentence.split(' ').enumerate() {
            if at > 0 {
                let full = column + word.len() >= 64;
                text.push(if full { '\n' } else { ' ' });
                column = if full { 0 } else { column + 1 };
            }
            text.push_str(&escaped(word));
            column += word.len();
        }
        written += sentence.len() + 1;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// `1987-02-26T15:01:01Z` as `26-FEB-1987 15:01:01.00`.
fn date(filed: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let month: usize = filed.get(5..7)?.parse().ok()?;
    let (year, day) = (filed.get(0..4)?, filed.get(8..10)?);
    let time = filed.get(11..19).unwrap_or("12:00:00");
    Some(format!("{day}-{}-{year} {time}.00", MONTHS.get(month.checked_sub(1)?)?))
}

/// Queries of two to four different words of one headline.
fn draw_queries(titles: &[String]) -> String {
    let mut random = Random(SEED);
    let mut queries = String::new();
    let mut drawn = 0;
    // Every headline gives something sooner or later; an archive without any gives no queries.
    for _ in 0..QUERIES * 100 {
        if drawn == QUERIES || titles.is_empty() {
            break;
        }
        let title = titles[random.below(titles.len())].to_lowercase();
        let mut words: Vec<&str> = title
            .split(' ')
            .filter(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()))
            .filter(|word| !matches!(*word, "and" | "not" | "near"))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let wanted = 2 + random.below(3);
        if words.len() < wanted {
            continue;
        }
        let mut query = Vec::new();
        for _ in 0..wanted {
            query.push(words.swap_remove(random.below(words.len())));
        }
        queries.push_str(&query.join(" "));
        queries.push('\n');
        drawn += 1;
    }
    queries
}
