//! Reuters-21578: every record counted; its stories written out as a wire would have sent them, and
//! read back as plain text.

use std::path::Path;
use std::thread;

use newswire::ingest::{self, Meter, ReadOptions};
use newswire::story::Story;

use super::{data, element, letters, members, plain, unescaped};

#[test]
fn every_record_of_reuters_21578_is_accounted_for() {
    let Some(archive) = data("reuters21578.tar.gz") else { return };
    let report = ingest::parse(
        &[archive],
        &ReadOptions::default(),
        &Meter::default(),
        None,
        &mut std::io::sink(),
    )
    .expect("the archive can be read");
    assert!(report.balances());
    let stories = report.read - report.rejected - report.not_story_total();
    eprintln!("{} read, {stories} stories, not stories: {:?}", report.read, report.not_stories);
    for reject in &report.first_rejects {
        eprintln!("rejected: {}", reject.reason);
    }
    // One of them has elements, and nothing in any: it is listed, not passed over.
    assert_eq!((stories, report.rejected), (21_577, 1));
    assert_eq!(report.first_rejects[0].reason, "neither headline nor text");
}

#[test]
fn datelines_and_bylines_of_reuters_copy() {
    let Some(archive) = data("reuters21578.tar.gz") else { return };
    let items = reuters(&archive);
    assert_eq!(items.len(), 19_043);
    let half = items.len() / 2;
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let parts: Vec<_> = [&items[..half], &items[half..]]
            .map(|part| scope.spawn(move || Tally::of(part)))
            .into_iter()
            .collect();
        for part in parts {
            tally.add(part.join().expect("no panic while reading"));
        }
    });
    eprintln!(
        "datelines {} of {} right, {} of {} bylines, {} rows of tables",
        tally.right, tally.real, tally.names_right, tally.named, tally.rows
    );
    let wrong = tally.wrong.join("\n");
    // Guards against a reader here that finds nothing to judge.
    assert!(tally.real >= 18_700 && tally.rows >= 75, "{} {}", tally.real, tally.rows);
    assert_eq!(tally.named, 875);
    assert!(tally.right * 1000 >= tally.real * 995, "datelines\n{wrong}");
    assert!(tally.names_right * 100 >= tally.named * 99, "bylines\n{wrong}");
    assert_eq!(tally.invented, 0, "datelines in rows of tables\n{wrong}");
}

/// A story of Reuters-21578, each element apart.
struct Item {
    id: String,
    author: Option<String>,
    tag: String,
    /// All of it as a wire would have sent it.
    text: String,
}

/// Every story of the collection that has elements.
fn reuters(archive: &Path) -> Vec<Item> {
    let mut items = Vec::new();
    for (name, bytes) in members(archive) {
        if !name.ends_with(".sgm") {
            continue;
        }
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        for record in text.split("</REUTERS>") {
            let Some((head, elements)) = record.split_once("<TEXT>") else { continue };
            let id = head.split("NEWID=\"").nth(1).and_then(|it| it.split('"').next());
            let field =
                |name: &str| element(elements, name).map(|it| unescaped(it).replace('\r', ""));
            let (title, author) = (field("TITLE").unwrap_or_default(), field("AUTHOR"));
            let (tag, body) =
                (field("DATELINE").unwrap_or_default(), field("BODY").unwrap_or_default());
            let mut text = String::new();
            for line in title.lines().map(str::trim).filter(|line| !line.is_empty()) {
                text.push_str(line);
                text.push('\n');
            }
            if let Some(author) = &author {
                text.push_str(author.trim_end());
                text.push('\n');
            }
            text.push_str(&tag);
            text.push_str(&body);
            items.push(Item { id: id.unwrap_or("?").to_owned(), author, tag: spaced(&tag), text });
        }
    }
    items
}

/// White space collapsed.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a tag for datelines holds.
#[derive(Debug, PartialEq)]
enum Tag {
    /// A place and a date, spelt right.
    Dateline { city: String, line: String, date: String },
    /// A row of a table that was taken for one.
    Row,
    /// A place alone, or one that is damaged: not judged.
    Unsure,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let fits =
        |name: &&str| *name == word || name[..3] == word || word == "sept" && name[..4] == word;
    MONTHS.iter().position(fits).map(|at| at + 1)
}

/// Cities that Reuters filed from without a date.
const BARE: [&str; 10] = [
    "WASHINGTON",
    "NEW YORK",
    "LONDON",
    "BEIRUT",
    "TOKYO",
    "BANGKOK",
    "BERNE",
    "BAHRAIN",
    "HAMBURG",
    "CHICAGO",
];

/// Reads a tag strictly: `PLACE, Month day -`, with or without the comma, `Reuter` before the dash.
fn tag(tag: &str) -> Tag {
    let words: Vec<&str> = tag.split(' ').collect();
    for at in 1..words.len().saturating_sub(1) {
        let Some(month) = month(words[at]) else { continue };
        let day = words[at + 1].trim_end_matches(['-', ',']);
        let next = words.get(at + 2).copied().unwrap_or("");
        let signed = next == "Reuter" && words.get(at + 3) == Some(&"-");
        let closed = words[at + 1].ends_with('-') || next == "-" || signed;
        let Some(number) = day.parse::<u8>().ok().filter(|day| (1..=31).contains(day)) else {
            continue;
        };
        let place = words[..at].join(" ");
        let place = place.trim_end_matches([' ', ',']);
        let sound = place.chars().all(|c| c.is_alphabetic() || " .,'/-".contains(c))
            && place.starts_with(|c: char| c.is_uppercase())
            && !place.contains(" -")
            && !place.contains("--")
            && !["As of", "TUE"].contains(&place);
        if !closed || !sound {
            break;
        }
        let city = place.split(['/', ',']).next().unwrap_or("");
        let reuter = if signed { "Reuter" } else { "" };
        return Tag::Dateline {
            city: letters(city),
            line: letters(&format!("{place}{}{day}{reuter}", words[at])),
            date: format!("--{month:02}-{number:02}"),
        };
    }
    let bare = tag.trim_end_matches(['-', ' ']);
    if tag.contains(',') && !tag.starts_with("TUE") || BARE.contains(&bare) {
        Tag::Unsure
    } else {
        Tag::Row
    }
}

/// The names in an author line: `    By Ann Lee and Bo Ray, Reuters`.
fn names(author: &str) -> Vec<String> {
    let line = spaced(author);
    let line = line.get(3..).unwrap_or("").trim_end_matches('.');
    let ends = [", Reutersd", ", Reuters", ", REUTERS", ", Reuter", " Reuters"];
    let line = ends.iter().find_map(|end| line.strip_suffix(end)).unwrap_or(line);
    line.replace(" AND ", " and ").split(" and ").map(str::to_owned).collect()
}

/// What was right and wrong.
#[derive(Default)]
struct Tally {
    real: usize,
    right: usize,
    rows: usize,
    invented: usize,
    named: usize,
    names_right: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn of(items: &[Item]) -> Tally {
        let mut tally = Tally::default();
        for item in items {
            let story = plain(&item.text);
            tally.dateline(item, story.as_ref());
            if let Some(author) = &item.author {
                let (wanted, byline) = (names(author), story.and_then(|story| story.byline));
                tally.named += 1;
                if byline.as_ref().is_some_and(|byline| byline.names == wanted) {
                    tally.names_right += 1;
                } else {
                    tally.wrong.push(format!("{} {wanted:?} {byline:?}", item.id));
                }
            }
        }
        tally
    }

    fn dateline(&mut self, item: &Item, story: Option<&Story>) {
        let found = story.and_then(|story| story.dateline.as_ref());
        match tag(&item.tag) {
            Tag::Unsure => {}
            Tag::Row => {
                self.rows += 1;
                if let Some(found) = found {
                    self.invented += 1;
                    self.wrong.push(format!("{} {} {}", item.id, item.tag, found.line));
                }
            }
            Tag::Dateline { city, line, date } => {
                self.real += 1;
                let is_right = found.is_some_and(|found| {
                    let first = found.places.first().and_then(|place| place.city.as_deref());
                    letters(first.unwrap_or("")) == city
                        && letters(&found.line) == line
                        && found.date.as_ref() == Some(&date)
                });
                if is_right {
                    self.right += 1;
                } else {
                    self.wrong.push(format!("{} {} {found:?}", item.id, item.tag));
                }
            }
        }
    }

    fn add(&mut self, other: Tally) {
        self.real += other.real;
        self.right += other.right;
        self.rows += other.rows;
        self.invented += other.invented;
        self.named += other.named;
        self.names_right += other.names_right;
        self.wrong.extend(other.wrong);
    }
}

#[test]
fn the_strict_reader_of_tags() {
    let read = |text: &str| match tag(text) {
        Tag::Dateline { city, line, date } => format!("{city} {line} {date}"),
        other => format!("{other:?}"),
    };
    assert_eq!(read("NEW YORK, March 3 -"), "NEWYORK NEWYORKMARCH3 --03-03");
    assert_eq!(read("TULSA, Okla., Feb 26-"), "TULSA TULSAOKLAFEB26 --02-26");
    assert_eq!(read("ROME, March 13, Reuter -"), "ROME ROMEMARCH13REUTER --03-13");
    for row in [
        "APRIL 7 -",
        "As of April 7 -",
        "WHEAT -",
        "TUE, APR 07 -",
        "MAR8 -- --",
        "- Position of APR 6 -",
    ] {
        assert_eq!(tag(row), Tag::Row, "{row}");
    }
    for text in [
        "BOSTON, March 187 -",
        "KANSAS CITY, Mo. - March 13 -",
        "LONDON -",
        "RPT --BONN, March 3 -",
    ] {
        assert_eq!(tag(text), Tag::Unsure, "{text}");
    }
}
