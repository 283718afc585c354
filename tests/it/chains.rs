//! Chains: versions written for every mark that agencies use, among stories that are none.

use std::collections::BTreeMap;

use newswire::index::{Address, StoryIndex};
use newswire::story::TakeKind;
use serde_json::{Value, json};

use crate::copies::mix;
use crate::workdir::Workdir;

/// Where a mark stands.
#[derive(Clone, Copy)]
enum Mark {
    /// Before the headline.
    Headline(&'static str),
    /// Behind the headline.
    Behind(&'static str),
    /// Behind the slug.
    Slug(&'static str),
    /// A note above the text.
    Note(&'static str),
}
use Mark::{Behind, Headline, Note, Slug};

/// What happens to the text.
#[derive(Clone, Copy, PartialEq)]
enum Text {
    /// A new top, the rest picked up.
    NewTop,
    /// A word put right.
    OneWord,
    /// The same.
    Same,
    /// A notice in its place.
    Notice,
    /// Another piece.
    Piece,
}
use Text::{NewTop, Notice, OneWord, Piece, Same};

/// The marks of agencies, and what they say.
const MARKS: &[(Mark, Text, TakeKind)] = &[
    (Headline("UPDATE 1-"), NewTop, TakeKind::Update),
    (Headline("UPDATE 2-"), NewTop, TakeKind::Update),
    (Headline("UPDATE 3 - "), NewTop, TakeKind::Update),
    (Headline("UPDATE-"), NewTop, TakeKind::Update),
    (Headline("WRAPUP 2-"), NewTop, TakeKind::Update),
    (Headline("1ST LEAD "), NewTop, TakeKind::Update),
    (Headline("3RD NET "), NewTop, TakeKind::Update),
    (Headline("(LEAD) "), NewTop, TakeKind::Update),
    (Headline("(2nd LD) "), NewTop, TakeKind::Update),
    (Headline("LEAD 2: "), NewTop, TakeKind::Update),
    (Headline("1st Ld-Writethru: "), NewTop, TakeKind::Update),
    (Headline("CORRECTED-"), OneWord, TakeKind::Correction),
    (Headline("CORRECTED: "), OneWord, TakeKind::Correction),
    (Headline("CORRECTED - "), OneWord, TakeKind::Correction),
    (Headline("Corrected: "), OneWord, TakeKind::Correction),
    (Headline("(CORRECTED) - "), OneWord, TakeKind::Correction),
    (Headline("OFFICIAL CORRECTION-"), OneWord, TakeKind::Correction),
    (Headline("CORRECTION-"), OneWord, TakeKind::Correction),
    (Headline("CORRECTED-UPDATE 1-"), OneWord, TakeKind::Correction),
    (Headline("REFILE-"), OneWord, TakeKind::Refile),
    (Headline("REFILE-UPDATE 1-"), OneWord, TakeKind::Refile),
    (Headline("RPT-"), Same, TakeKind::Repeat),
    (Headline("REPEAT-"), Same, TakeKind::Repeat),
    (Headline("RPT-UPDATE 1-"), Same, TakeKind::Repeat),
    (Behind(" (RPT)"), Same, TakeKind::Repeat),
    (Behind(" (CORRECTED)"), OneWord, TakeKind::Correction),
    (Headline("STORY WITHDRAWN-"), Notice, TakeKind::Kill),
    (Headline("WITHDRAWN: "), Notice, TakeKind::Kill),
    (Headline("MANDATORY KILL-"), Notice, TakeKind::Kill),
    (Headline("BULLETIN KILL: "), Notice, TakeKind::Kill),
    (Headline("(KILL) "), Notice, TakeKind::Kill),
    (Headline("ELIMINATION - "), Notice, TakeKind::Kill),
    (Headline("STORNO: "), Notice, TakeKind::Kill),
    (Headline("ANNULLERET: "), Notice, TakeKind::Kill),
    (Behind(" - TAKE 2"), Piece, TakeKind::Add),
    (Slug(", 1st Ld"), NewTop, TakeKind::Update),
    (Slug(", 2nd Ld-Writethru"), NewTop, TakeKind::Update),
    (Slug(", 2ndLd-Writethru,450"), NewTop, TakeKind::Update),
    (Slug("-1STLD"), NewTop, TakeKind::Update),
    (Slug("-3RDLD-(WRITETHROUGH)"), NewTop, TakeKind::Update),
    (Slug(", 1st Add"), Piece, TakeKind::Add),
    (Slug("-2NDTAKE"), Piece, TakeKind::Add),
    (Slug("-500ADD"), Piece, TakeKind::Add),
    (Slug(", CORRECTION"), OneWord, TakeKind::Correction),
    (Slug("-CORRECTED"), OneWord, TakeKind::Correction),
    (Slug(", REFILE"), OneWord, TakeKind::Refile),
    (Slug("-RPT"), Same, TakeKind::Repeat),
    (Slug(", KILL"), Notice, TakeKind::Kill),
    (Slug("-ELIMINATION"), Notice, TakeKind::Kill),
    (Slug(" take 2"), Piece, TakeKind::Add),
    (Slug(" =2"), Piece, TakeKind::Add),
    (Slug(", 2nd Sub"), Piece, TakeKind::Add),
    (Slug(" UV4"), NewTop, TakeKind::Update),
    (Slug("-NyVersion"), NewTop, TakeKind::Update),
    (Slug(" vervangt"), NewTop, TakeKind::Update),
    (Slug(" vervalt"), Notice, TakeKind::Kill),
    (Headline("KILL KILL KILL - "), Notice, TakeKind::Kill),
    (Headline("HOLD HOLD HOLD - "), Notice, TakeKind::Kill),
    (Headline("ANNULE ANNULE - "), Notice, TakeKind::Kill),
    (Headline("STORNIERT: "), Notice, TakeKind::Kill),
    (Headline("BERICHTIGUNG: "), OneWord, TakeKind::Correction),
    (Headline("INSTANT VIEW 3-"), NewTop, TakeKind::Update),
    (Note("(Replaces story sent earlier)"), OneWord, TakeKind::Update),
    (Note("(Adds quotes, background)"), NewTop, TakeKind::Update),
    (Note("(Recasts, updates with details)"), NewTop, TakeKind::Update),
    (Note("(Updates with closing prices)"), NewTop, TakeKind::Update),
    (Note("(Corrects name in second paragraph)"), OneWord, TakeKind::Correction),
    (Note("(Refiles to fix slug)"), OneWord, TakeKind::Refile),
    (Note("(Repeats item sent earlier)"), Same, TakeKind::Repeat),
];

const PLACES: [&str; 12] = [
    "Harbor", "Valley", "Canal", "Island", "Bridge", "Market", "Airport", "Quarry", "Forest",
    "Station", "Castle", "Desert",
];
const EVENTS: [&str; 12] = [
    "strike", "storm", "vote", "trial", "merger", "festival", "fire", "summit", "inquiry",
    "budget", "drought", "census",
];
const NAMES: [&str; 10] = [
    "Amberly", "Boswick", "Corvane", "Dellmor", "Estran", "Fallow", "Grenby", "Holmar", "Ivend",
    "Jorvik",
];

/// A word of a made language, of which a story has some of its own and some of its subject.
fn word(seed: usize, at: usize) -> String {
    let letters = ["ba", "ker", "li", "mon", "nu", "rad", "se", "tib", "vo", "zun"];
    let mixed = mix((seed << 20 | at) as u64);
    [letters[mixed % 10], letters[mixed / 10 % 10], letters[mixed / 100 % 10]].concat()
}

fn paragraph(seed: usize, part: usize) -> String {
    let words: Vec<String> = (0..26).map(|at| word(seed, part * 26 + at)).collect();
    format!("The {}.", words.join(" "))
}

/// The text of a story, or of a version of it.
fn text(seed: usize, kind: Option<Text>, headline: &str) -> String {
    let parts: Vec<String> = (0..5).map(|part| paragraph(seed, part)).collect();
    match kind {
        None | Some(Same) => parts.join("\n\n"),
        Some(OneWord) => parts.join("\n\n").replacen(&word(seed, 30), "mended", 1),
        Some(NewTop) => {
            let top = [paragraph(seed + 5000, 9), paragraph(seed + 5000, 10)];
            [&top[..], &parts[1..4]].concat().join("\n\n")
        }
        Some(Piece) => [paragraph(seed + 7000, 1), paragraph(seed + 7000, 2)].join("\n\n"),
        Some(Notice) => format!(
            "Editors, please withhold the story headlined \"{headline}\". It will not be replaced."
        ),
    }
}

struct Sent {
    id: String,
    agency: &'static str,
    /// Hours after the first of May.
    hour: usize,
    slug: String,
    headline: String,
    text: String,
}

impl Sent {
    fn json(&self) -> Value {
        let (day, hour) = (1 + self.hour / 24, self.hour % 24);
        json!({
            "id": self.id, "source": self.agency, "slug": self.slug, "title": self.headline,
            "date": format!("2024-05-{day:02}T{hour:02}:00:00Z"), "text": self.text,
        })
    }
}

/// For each mark a family, and beside it what belongs to none: another agency's story of the same
/// slug and headline, a story of the same place, one of the same event, and the same slug and mark
/// four days later.
fn archive() -> (Vec<Sent>, BTreeMap<String, String>) {
    let mut sent = Vec::new();
    let mut families = BTreeMap::new();
    for (number, (mark, kind, _)) in MARKS.iter().enumerate() {
        for round in 0..2 {
            let seed = number * 2 + round;
            let (place, event) = (PLACES[seed % 12], EVENTS[seed / 12 % 12]);
            let name = NAMES[seed % 10];
            let rest = ["enters second week", "splits town council", "draws thousands"][seed % 3];
            let headline = format!("{name} {place} {event} {rest}");
            let slug = format!("BC-{name}-{place}-{event}");
            let mut story = |id: &str, agency, hour, slug: &str, headline: &str, text: String| {
                let id = format!("{number}-{round}-{id}");
                let (slug, headline) = (slug.to_owned(), headline.to_owned());
                sent.push(Sent { id: id.clone(), agency, hour, slug, headline, text });
                id
            };
            // Families of one slug lie apart in time, as desks use slugs again.
            let start = 10 + seed % 30;
            let first = story("a", "Reuters", start, &slug, &headline, text(seed, None, ""));
            let body = text(seed, Some(*kind), &headline);
            let later = start + 1 + seed % 5;
            let second = match mark {
                Headline(mark) => {
                    story("b", "Reuters", later, &slug, &format!("{mark}{headline}"), body)
                }
                Behind(mark) => {
                    story("b", "Reuters", later, &slug, &format!("{headline}{mark}"), body)
                }
                Slug(mark) => {
                    story("b", "Reuters", later, &format!("{slug}{mark}"), &headline, body)
                }
                Note(note) => {
                    story("b", "Reuters", later, &slug, &headline, format!("{note}\n\n{body}"))
                }
            };
            families.insert(first.clone(), first.clone());
            families.insert(second, first);
            story("other-agency", "AP", start, &slug, &headline, text(seed, None, ""));
            let place_only = format!("{} {place} prices fall", NAMES[(seed + 3) % 10]);
            story("place", "Reuters", start, "BC-Prices", &place_only, text(seed + 900, None, ""));
            let event_only = format!("{event} feared in {}", NAMES[(seed + 6) % 10]);
            story("event", "Reuters", later, "BC-Fears", &event_only, text(seed + 1900, None, ""));
        }
    }
    (sent, families)
}

#[test]
fn every_mark_makes_a_chain_and_nothing_else_does() {
    let (sent, families) = archive();
    let work = Workdir::new();
    let lines: Vec<String> = sent.iter().map(|sent| format!("{}\n", sent.json())).collect();
    work.write("archive/sent.jsonl", lines.concat());
    work.run(&["index", "-q", "archive"]).code(0);
    let index = StoryIndex::open(&work.path("index")).expect("an index");
    assert_eq!(index.stories(), sent.len() as u64);
    let chains = &index.copies().expect("they are there").chains;
    let native = |doc: u32| {
        let story = index.story(Address { segment: 0, doc }).expect("it can be read");
        story.native_id.unwrap_or(story.id)
    };
    let (mut right, mut wrong) = (0, Vec::new());
    for class in 0..chains.len() as u32 {
        let members = chains.members(class);
        let ids: Vec<String> = members.iter().map(|doc| native(*doc)).collect();
        for (at, b) in ids.iter().enumerate() {
            for a in &ids[..at] {
                match families.get(a).zip(families.get(b)) {
                    Some((x, y)) if x == y => right += 1,
                    _ => wrong.push(format!("{a} {b}")),
                }
            }
        }
    }
    let planted = MARKS.len() * 2;
    let missed: Vec<&Mark> = MARKS
        .iter()
        .enumerate()
        .filter(|(number, _)| {
            let id = |round, which| format!("{number}-{round}-{which}");
            let doc = |wanted: &str| (0..index.stories() as u32).find(|doc| native(*doc) == wanted);
            (0..2).any(|round| {
                let class = |which| chains.class(doc(&id(round, which)).expect("it is there"));
                class("b").is_none() || class("a") != class("b")
            })
        })
        .map(|(_, (mark, ..))| mark)
        .collect();
    let told: Vec<&str> = missed
        .iter()
        .map(|mark| match mark {
            Headline(text) | Behind(text) | Slug(text) | Note(text) => *text,
        })
        .collect();
    let (precision, recall) =
        (right as f64 / (right + wrong.len()) as f64, right as f64 / planted as f64);
    println!("chains: {right} of {planted} found, {} wrong", wrong.len());
    assert!(precision >= 0.99, "{precision}: {wrong:?}");
    assert!(recall >= 0.95, "{recall}: {told:?}");
    // What each is to its story.
    for (number, (_, _, kind)) in MARKS.iter().enumerate() {
        let id = format!("{number}-0-b");
        let doc = (0..index.stories() as u32).find(|doc| native(*doc) == id).expect("it is there");
        if let Some(member) = chains.member(doc) {
            assert_eq!(member.role, *kind, "{}", told.join(" "));
        }
    }
}

/// One agency's stories as JSON Lines: id, hour, slug, headline, text.
fn write(work: &Workdir, stories: &[(&str, usize, &str, &str, String)]) {
    let lines: Vec<String> = stories
        .iter()
        .map(|(id, hour, slug, headline, text)| {
            let sent = Sent {
                id: (*id).to_owned(),
                agency: "AP",
                hour: *hour,
                slug: (*slug).to_owned(),
                headline: (*headline).to_owned(),
                text: text.clone(),
            };
            format!("{}\n", sent.json())
        })
        .collect();
    work.write("archive/sent.jsonl", lines.concat());
    work.run(&["index", "-q", "archive"]).code(0);
}

fn ids(work: &Workdir, query: &str) -> Vec<String> {
    let args = ["search", "--all", "--sort", "oldest", "--output", "csv", "--fields", "native_id"];
    let ran = work.run(&[&args[..], &[query]].concat());
    ran.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_killed_story_is_found_and_labelled_and_hidden_by_is_live() {
    let work = Workdir::new();
    let own = |part| text(1, part, "Amberly harbor strike ends");
    write(
        &work,
        &[
            ("first", 8, "BC-Harbor-Strike", "Amberly harbor strike ends", own(None)),
            (
                "second",
                10,
                "BC-Harbor-Strike, 1st Ld",
                "Amberly harbor strike over",
                own(Some(NewTop)),
            ),
            ("kill", 12, "BC-Harbor-Strike, KILL", "Amberly harbor strike over", own(Some(Notice))),
            (
                "new",
                15,
                "BC-Harbor-Strike, 2nd Ld",
                "Amberly harbor strike goes on",
                own(Some(NewTop)),
            ),
            ("else", 9, "BC-Valley-Vote", "Valley votes", text(2, None, "")),
        ],
    );
    assert_eq!(ids(&work, "chain:any"), ["first", "second", "kill", "new"]);
    assert_eq!(ids(&work, "is:killed"), ["first", "second", "kill"]);
    assert_eq!(ids(&work, "is:live"), ["else", "new"]);
    assert_eq!(ids(&work, "is:latest"), ["else", "new"]);
    assert_eq!(ids(&work, "status:kill"), ["kill"]);
    assert_eq!(ids(&work, "strike is:live"), ["new"]);
    let ran = work.run(&["search", "strike"]).code(0);
    assert_eq!(ran.stdout.matches("KILLED").count(), 3, "{}", ran.stdout);
    let hits = work.run(&["search", "--sort", "oldest", "--output", "jsonl", "strike"]).json();
    let killed: Vec<bool> = hits.iter().map(|hit| hit["killed"] == true).collect();
    assert_eq!(killed, [true, true, true, false]);
    let count = |args: &[&str]| work.run(&[&["count"], args].concat()).code(0).stdout;
    assert_eq!(count(&["strike"]), "4 stories, 5 matches\n");
    assert_eq!(count(&["--collapse", "chain", "strike"]), "1 story of 4 items, 1 match\n");
    let kept = |keep: &str| {
        let args = ["search", "--collapse", "chain", "--keep", keep, "--output", "csv"];
        let ran = work.run(&[&args[..], &["--fields", "native_id", "strike"]].concat());
        ran.stdout.lines().nth(1).map(str::to_owned)
    };
    assert_eq!(kept("first").as_deref(), Some("first"));
    assert_eq!(kept("last").as_deref(), Some("new"));
}

#[test]
fn versions_of_the_source_are_a_chain_in_their_order() {
    let work = Workdir::new();
    let record = |version: &str, filed: &str, text: &str| {
        let story = json!({
            "schema": 1, "id": format!("dpa:77:{version}"), "native_id": "77", "version": version,
            "agency": "dpa", "headline": text, "body": text, "words": 2, "filed": filed,
            "filed_precision": "second", "source": {},
        });
        format!("{story}\n")
    };
    // As numbers, not as letters; and not by the time, which may stand still.
    let versions = [("9", "three"), ("10", "four"), ("1", "one"), ("2", "two")];
    let lines = versions.map(|(version, text)| record(version, "2024-05-01T08:00:00Z", text));
    work.write("archive/a.jsonl", lines.concat());
    let other = record("3", "2024-05-01T09:00:00Z", "other").replace("dpa", "AFP");
    work.write("archive/b.jsonl", other);
    work.run(&["index", "-q", "archive"]).code(0);
    let index = StoryIndex::open(&work.path("index")).expect("an index");
    let chains = &index.copies().expect("they are there").chains;
    assert_eq!(chains.len(), 1);
    let members = chains.members(0).iter();
    let ids: Vec<String> = members.map(|doc| index.id(Address { segment: 0, doc: *doc })).collect();
    assert_eq!(ids, ["dpa:77:1", "dpa:77:2", "dpa:77:9", "dpa:77:10"]);
    let roles: Vec<TakeKind> =
        chains.members(0).iter().filter_map(|doc| Some(chains.member(*doc)?.role)).collect();
    use TakeKind::{New, Update};
    assert_eq!(roles, [New, Update, Update, Update]);
}

#[test]
fn a_story_follows_the_one_that_its_source_names() {
    let work = Workdir::new();
    let record = |id: &str, follows: Value, filed: &str, headline: &str| {
        let story = json!({
            "schema": 1, "id": format!("AFP:{id}:1"), "native_id": id, "version": "1",
            "follows": follows, "agency": "AFP", "headline": headline, "body": headline, "words": 2,
            "filed": filed, "filed_precision": "second", "source": {},
        });
        format!("{story}\n")
    };
    let lines = [
        record("x1", Value::Null, "2024-05-01T08:00:00Z", "Harbor shut"),
        record("x2", json!("x1"), "2024-05-01T09:00:00Z", "Ships wait off the coast"),
        record("x3", json!("x2"), "2024-05-01T10:00:00Z", "Pilots return to work"),
        // Nothing of that name was sent.
        record("x4", json!("x9"), "2024-05-01T11:00:00Z", "Owl in courtroom"),
    ];
    work.write("archive/a.jsonl", lines.concat());
    work.run(&["index", "-q", "archive"]).code(0);
    assert_eq!(ids(&work, "chain:x3"), ["x1", "x2", "x3"]);
    assert_eq!(ids(&work, "is:latest"), ["x3", "x4"]);
}

#[test]
fn another_cycle_and_another_agency_are_other_stories() {
    let work = Workdir::new();
    write(
        &work,
        &[
            ("monday", 8, "AM-Harbor", "Amberly harbor shut", text(1, None, "")),
            (
                "monday-2",
                12,
                "AM-Harbor, 2nd Ld",
                "Amberly harbor opens",
                text(1, Some(NewTop), ""),
            ),
            // The next day's story of the same slug counts from one again.
            ("tuesday", 40, "AM-Harbor, 1st Ld", "Fishing fleet sails", text(3, None, "")),
            ("friday", 110, "AM-Harbor, 2nd Ld", "Amberly harbor opens", text(1, Some(NewTop), "")),
        ],
    );
    assert_eq!(ids(&work, "chain:any"), ["monday", "monday-2"]);
}
