//! `newswire versions`.

use serde_json::{Value, json};

use super::workdir::Workdir;

const LEAD: &str = "Dock workers in the port of Varna put down their hooks on Monday and left nine \
    ships waiting in the bay, the harbor office said.";
const PAY: &str = "The union wants a ninth of the fees that the port takes for each crate, and a \
    clock that shows when a shift has ended.";
const GRAIN: &str = "Two of the ships carry barley for a brewery in Trieste, which has enough of \
    it left for a week and a half.";
const TALKS: &str = "Talks are to go on when the harbor master comes back from a wedding, his \
    deputy told reporters over the fence.";

/// A record of a story.
fn story(id: &str, minute: u32, kind: &str, headline: &str, paragraphs: &[&str]) -> Value {
    let (agency, native) = id.split_once(':').expect("an id has an agency");
    let body = paragraphs.join("\n\n");
    let mark = match kind {
        "update" => json!("1st Ld"),
        "correction" => json!("CORRECTED-"),
        "kill" => json!("KILL"),
        _ => Value::Null,
    };
    json!({
        "schema": 1, "id": id, "native_id": native, "agency": agency, "headline": headline,
        "slug": format!("BC-{}", headline.split(' ').take(2).collect::<Vec<_>>().join("-")),
        "lead": paragraphs.first(), "body": body, "filed_precision": "minute",
        "filed": format!("2024-05-06T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60),
        "take": {"mark": mark, "kind": kind, "number": null}, "language": "en",
        "words": body.split_whitespace().count(),
        "source": {"path": "port.txt", "record": 1, "format": "plain", "charset": "utf-8"},
    })
}

/// The program in a folder with these stories indexed.
fn indexed(stories: &[Value]) -> Workdir {
    let work = Workdir::new();
    work.write("archive/stories.jsonl", lines(stories));
    work.run(&["index", "archive"]).code(0);
    work
}

fn lines(stories: &[Value]) -> String {
    stories.iter().map(|story| format!("{story}\n")).collect()
}

/// Four versions by one agency, the second of them sent on by another, and a story by itself.
fn strike() -> Vec<Value> {
    let pay = PAY.replace("ninth", "tenth");
    let talks = "Talks ended at noon, and the deputy opened the gate himself.";
    let copied = [LEAD, &pay, GRAIN, TALKS];
    vec![
        story("AP:1", 0, "new", "Port strike leaves nine ships waiting", &[LEAD, PAY, GRAIN, TALKS]),
        story(
            "AP:2",
            90,
            "update",
            "Port strike ends, nine ships still waiting",
            &[LEAD, GRAIN, PAY, talks, "The first crate was swung ashore at dusk."],
        ),
        story(
            "AP:3",
            120,
            "correction",
            "Port strike ends, nine ships still waiting",
            &[LEAD, GRAIN, &pay, talks],
        ),
        story(
            "AP:4",
            200,
            "kill",
            "Port strike ends, nine ships still waiting",
            &["Editors, please kill the story on the strike in Varna. There was no strike."],
        ),
        story("AA:5", 30, "new", "Hafen: nine ships wait", &copied),
        story("AA:6", 50, "new", "A goose on the runway", &["A goose sat down on the runway."]),
    ]
}

#[test]
fn a_chain_is_told_with_what_changed() {
    let ran = indexed(&strike()).run(&["versions", "AP:3"]).code(0);
    insta::assert_snapshot!(ran.stdout, @"");
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_group_is_told_with_who_sent_it() {
    let ran = indexed(&strike()).run(&["versions", "AA:5"]).code(0);
    insta::assert_snapshot!(ran.stdout, @"");
}

#[test]
fn a_story_with_neither_says_so() {
    let work = indexed(&strike());
    let ran = work.run(&["versions", "AA:6"]).code(1);
    assert_eq!(
        ran.stdout,
        "chain: none, no other version was found\n\ngroup: none, no copy was found\n"
    );
    work.run(&["versions", "--no-match-ok", "AA:6"]).code(0);
    let ran = work.run(&["versions", "--output", "jsonl", "AA:6"]).code(1);
    assert_eq!(ran.stdout, "");
    let summary = ran.summary();
    assert_eq!((&summary["chain"], &summary["group"]), (&Value::Null, &Value::Null));
    assert_eq!(summary["id"], "AA:6");
}

#[test]
fn an_id_that_is_not_there_is_nothing_found() {
    let ran = indexed(&strike()).run(&["versions", "AP:99"]).code(1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.starts_with("newswire: there is no story AP:99 in the index\n"));
}

#[test]
fn an_index_without_copies_says_so() {
    let work = Workdir::new();
    work.write("archive/stories.jsonl", lines(&strike()));
    work.run(&["index", "--without-copies", "archive"]).code(0);
    let ran = work.run(&["versions", "AP:1"]).code(3);
    assert!(
        ran.stderr.contains("no groups of copies and no chains of versions: it was built without"),
        "{}",
        ran.stderr
    );
}

#[test]
fn programs_get_a_line_for_each_version_and_copy() {
    let work = indexed(&strike());
    let ran = work.run(&["versions", "--output", "jsonl", "AP:1"]).code(0);
    let rows = ran.json();
    let keys = |row: &Value| -> String {
        let object = row.as_object().expect("a row is an object");
        object.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        keys(&rows[0]),
        "relation place id agency filed mark role withdrawn superseded latest asked headline words \
         since similarity words_added words_cut coarse changes"
    );
    let copy = rows.iter().find(|row| row["relation"] == "group").expect("it has copies");
    assert_eq!(
        keys(copy),
        "relation place id agency filed slug headline words asked similarity identical"
    );
    insta::assert_snapshot!(
ran.stdout, @"");
    let mut summary = ran.summary();
    summary["took_ms"] = json!(0);
    summary["index"]["fingerprint"] = json!("");
    insta::assert_snapshot!(summary, @"");
    // Without the changes the numbers stay.
    let ran = work.run(&["versions", "--no-diff", "--output", "jsonl", "AP:1"]).code(0);
    assert!(ran.json()[1].get("changes").is_none());
    assert_eq!(ran.json()[1]["words_added"], rows[1]["words_added"]);
}

#[test]
fn the_segments_are_both_texts() {
    let stories = strike();
    let ran = indexed(&stories).run(&["versions", "--output", "jsonl", "AP:1"]).code(0);
    let body = |id: &Value| -> Vec<String> {
        let story = stories.iter().find(|story| story["id"] == *id).expect("it was indexed");
        story["body"].as_str().unwrap_or("").split("\n\n").map(str::to_owned).collect()
    };
    for row in ran.json().iter().filter(|row| row["since"].is_string()) {
        let (before, after) = (body(&row["since"]), body(&row["id"]));
        for change in row["changes"].as_array().expect("there are changes") {
            let text = |not: &str| -> String {
                let segments = change["segments"].as_array().expect("it has segments").iter();
                let kept = segments.filter(|it| it["kind"] != not);
                kept.map(|it| it["text"].as_str().unwrap_or("")).collect()
            };
            if let Some(number) = change["paragraph"].as_u64() {
                assert_eq!(text("cut"), after[number as usize - 1]);
            }
            if let Some(number) = change["before"].as_u64() {
                assert_eq!(text("added"), before[number as usize - 1]);
            }
        }
    }
}

#[test]
fn colors_take_the_place_of_brackets() {
    let ran = indexed(&strike()).run(&["versions", "--color", "always", "AP:3"]).code(0);
    assert!(!ran.stdout.contains("[-") && !ran.stdout.contains("{+"), "{}", ran.stdout);
    let shown = ran.stdout.replace("\u{1b}[9m", "~").replace("\u{1b}[31m", "<");
    assert!(shown.contains("~<ninth\u{1b}[0m\u{1b}[32mtenth\u{1b}[0m of"), "{shown}");
}

#[test]
fn long_chains_and_groups_are_cut_and_say_so() {
    let mut stories: Vec<Value> = (0..30)
        .map(|number| {
            let kind = if number == 0 { "new" } else { "update" };
            let pay = PAY.replace("ninth", &format!("{number}th"));
            let id = format!("AP:{}", 100 + number);
            story(&id, number, kind, "Port strike goes on", &[LEAD, &pay, GRAIN, TALKS])
        })
        .collect();
    stories.reverse();
    let work = indexed(&stories);
    let ran = work.run(&["versions", "--no-diff", "--limit", "3", "AP:120"]).code(0);
    insta::assert_snapshot!(ran.stdout, @"");
    let ran = work.run(&["versions", "--limit", "3", "--output", "jsonl", "AP:120"]).code(0);
    assert_eq!(ran.json().len(), 6);
    assert_eq!(ran.json()[0]["since"], "AP:118");
    let summary = ran.summary();
    assert_eq!((&summary["truncated"], &summary["returned"]), (&json!(true), &json!(6)));
    assert_eq!(summary["chain"]["stories"], 30);
    let ran = work.run(&["versions", "--limit", "0", "--output", "jsonl", "AP:120"]).code(0);
    assert_eq!(ran.json().len(), 60);
}

#[test]
fn what_a_terminal_obeys_is_data_to_programs() {
    let red = LEAD.replace("Monday", "\u{1b}[31mMonday");
    let stories = [
        story("AP:1", 0, "new", "Port strike \u{7} goes on", &[&red, PAY, GRAIN, TALKS]),
        story("AP:2", 9, "update", "Port strike \u{7} ends", &[LEAD, PAY, GRAIN, TALKS]),
    ];
    let ran = indexed(&stories).run(&["versions", "--output", "jsonl", "AP:2"]).code(0);
    assert!(!ran.stdout.contains('\u{1b}') && ran.stdout.contains("\\u001b[31m"));
}

#[test]
fn hostile_versions_end_soon() {
    let row = |seed: u64, mark: &str| -> String {
        let step = |it: u64| (it + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let word = |it: u64| (step(it) ^ step(it * it)) >> 44;
        (0..100_000).map(|it| format!("w{}{mark}", word(it))).collect()
    };
    // One paragraph of 100,000 words, and 100,000 paragraphs of one word.
    for mark in [" ", "\n\n"] {
        let texts = [row(1, mark), row(7, mark)];
        let stories = [
            story("AP:1", 0, "new", "Port strike goes on", &[LEAD, &texts[0]]),
            story("AP:2", 9, "update", "Port strike goes on", &[LEAD, &texts[1]]),
        ];
        let work = indexed(&stories);
        let ran = work.run(&["versions", "--output", "jsonl", "AP:2"]).code(0);
        let (first, second) = (&ran.json()[0], &ran.json()[1]);
        assert_eq!(first["changes"], Value::Null);
        assert_eq!(&second["coarse"], &json!(true));
        let ran = work.run(&["versions", "AP:2"]).code(0);
        assert!(ran.stdout.contains("too long or too unlike to be compared"));
    }
}
