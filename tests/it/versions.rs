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

/// Four versions by one agency, the first of them sent on by two others, and a story by itself.
fn strike() -> Vec<Value> {
    let pay = PAY.replace("ninth", "tenth");
    let talks = "Talks ended at noon, and the deputy opened the gate himself.";
    let copied = [LEAD, &pay, GRAIN, TALKS];
    vec![
        story(
            "AP:1",
            0,
            "new",
            "Port strike leaves nine ships waiting",
            &[LEAD, PAY, GRAIN, TALKS],
        ),
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
        story("dpa:7", 10, "new", "Nine ships wait off Varna", &[LEAD, PAY, GRAIN, TALKS]),
        story("AA:5", 30, "new", "Hafen: nine ships wait", &copied),
        story("AA:6", 50, "new", "A goose on the runway", &["A goose sat down on the runway."]),
    ]
}

#[test]
fn a_chain_is_told_with_what_changed() {
    let ran = indexed(&strike()).run(&["versions", "AP:3"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r"
    chain: 4 versions · AP · 2024-05-06 08:00 UTC to 2024-05-06 11:20 UTC
     1  Port strike leaves nine ships waiting
        new · AP · 2024-05-06 08:00 UTC · AP:1 · 94 words · withdrawn

     2  Port strike ends, nine ships still waiting
        update (1st Ld) · AP · 2024-05-06 09:30 UTC · AP:2 · 92 words · withdrawn
        21 words added, 22 cut since AP:1; similarity 0.552
          headline Port strike [-leaves-]{+ends,+} nine ships{+ still+} waiting
          … 2 paragraphs unchanged
          moved    (from paragraph 2) The union wants a ninth of the fees that…
          cut      Talks are to go on when the harbor master comes back from a
                   wedding, his deputy told reporters over the fence.
          added    Talks ended at noon, and the deputy opened the gate himself.
          added    The first crate was swung ashore at dusk.

     3  Port strike ends, nine ships still waiting
        correction (CORRECTED-) · AP · 2024-05-06 10:00 UTC · AP:3 · 84 words ·
        withdrawn · this one
        1 word added, 9 cut since AP:2; similarity 0.828
          … 2 paragraphs unchanged
          changed  The union wants a [-ninth-]{+tenth+} of the fees that the port
                   takes for each crate, and a clock that shows when a shift has
                   ended.
          … 1 paragraph unchanged
          cut      The first crate was swung ashore at dusk.

     4  Port strike ends, nine ships still waiting
        kill (KILL) · AP · 2024-05-06 11:20 UTC · AP:4 · 14 words · latest
        14 words added, 84 cut since AP:3; similarity 0.000
          … nothing is left of the 4 paragraphs of AP:3
          added    Editors, please kill the story on the strike in Varna. There was
                   no strike.

    group: 2 stories · AP · 2024-05-06 09:30 UTC to 2024-05-06 10:00 UTC
     1  Port strike ends, nine ships still waiting
        AP · 2024-05-06 09:30 UTC · AP:2 · BC-Port-strike · 92 words · near-copy,
        similarity 0.828
     2  Port strike ends, nine ships still waiting
        AP · 2024-05-06 10:00 UTC · AP:3 · BC-Port-strike · 84 words · this one
    ");
    assert_eq!(ran.stderr, "");
}

#[test]
fn another_piece_is_no_newer_text() {
    let headline = "Port strike leaves nine ships waiting";
    let more = "The brewery said that it could make lemonade for a while.";
    let stories = [
        story("AP:1", 0, "new", headline, &[LEAD, PAY, GRAIN]),
        story("AP:2", 10, "add", headline, &[more]),
        story("AP:3", 20, "update", headline, &[LEAD, PAY, GRAIN, more]),
    ];
    let work = indexed(&stories);
    let ran = work.run(&["versions", "AP:2"]).code(0);
    let add = "update (1st Ld) · AP · 2024-05-06 08:20 UTC · AP:3 · 84 words · latest\n    \
               11 words added, 0 cut since AP:1; similarity 0.864\n      \
               … 3 paragraphs unchanged\n      added    The brewery said";
    assert!(ran.stdout.contains(add), "{}", ran.stdout);
    let add = "AP:2 · 11 words · superseded · this one\n    \
               another piece of the story, not compared\n";
    assert!(ran.stdout.contains(add), "{}", ran.stdout);
    let rows = work.run(&["versions", "--output", "jsonl", "AP:2"]).code(0).json();
    assert_eq!((&rows[1]["role"], &rows[1]["changes"]), (&json!("add"), &Value::Null));
    assert_eq!(rows[2]["since"], "AP:1");
}

#[test]
fn a_group_is_told_with_who_sent_it() {
    let ran = indexed(&strike()).run(&["versions", "AA:5"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r"
    chain: none, no other version was found

    group: 3 stories · 3 agencies (AA, AP, dpa) · 2024-05-06 08:00 UTC to
        2024-05-06 08:30 UTC
     1  Port strike leaves nine ships waiting
        AP · 2024-05-06 08:00 UTC · AP:1 · BC-Port-strike · 94 words · near-copy,
        similarity 0.916
     2  Nine ships wait off Varna
        dpa · 2024-05-06 08:10 UTC · dpa:7 · BC-Nine-ships · 94 words · near-copy,
        similarity 0.916
     3  Hafen: nine ships wait
        AA · 2024-05-06 08:30 UTC · AA:5 · BC-Hafen:-nine · 94 words · this one
    ");
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
    let copies: Vec<&Value> = rows.iter().filter(|row| row["relation"] == "group").collect();
    assert_eq!(
        keys(copies[0]),
        "relation place id agency filed slug headline words asked similarity identical"
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&rows[2]["changes"]).expect("it is JSON"), @r#"
    [
      {
        "part": "body",
        "paragraph": 3,
        "before": 3,
        "kind": "changed",
        "segments": [
          {
            "kind": "same",
            "text": "The union wants a "
          },
          {
            "kind": "cut",
            "text": "ninth"
          },
          {
            "kind": "added",
            "text": "tenth"
          },
          {
            "kind": "same",
            "text": " of the fees that the port takes for each crate, and a clock that shows when a shift has ended."
          }
        ]
      },
      {
        "part": "body",
        "paragraph": null,
        "before": 5,
        "kind": "cut",
        "segments": [
          {
            "kind": "cut",
            "text": "The first crate was swung ashore at dusk."
          }
        ]
      }
    ]
    "#);
    insta::assert_snapshot!(copies[1], @r#"{"relation":"group","place":2,"id":"dpa:7","agency":"dpa","filed":"2024-05-06T08:10:00Z","slug":"BC-Nine-ships","headline":"Nine ships wait off Varna","words":94,"asked":false,"similarity":1.0,"identical":true}"#);
    let mut summary = ran.summary();
    summary["took_ms"] = json!(0);
    summary["index"]["fingerprint"] = json!("");
    insta::assert_snapshot!(serde_json::to_string_pretty(&summary).expect("it is JSON"), @r#"
    {
      "id": "AP:1",
      "chain": {
        "stories": 4,
        "returned": 4,
        "agencies": [
          "AP"
        ],
        "first_filed": "2024-05-06T08:00:00Z",
        "last_filed": "2024-05-06T11:20:00Z"
      },
      "group": {
        "stories": 3,
        "returned": 3,
        "agencies": [
          "AA",
          "AP",
          "dpa"
        ],
        "first_filed": "2024-05-06T08:00:00Z",
        "last_filed": "2024-05-06T08:30:00Z"
      },
      "returned": 7,
      "truncated": false,
      "took_ms": 0,
      "index": {
        "fingerprint": "",
        "stories": 7
      },
      "version": "0.1.0"
    }
    "#);
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
    insta::assert_snapshot!(ran.stdout, @r"
    chain: 30 versions · AP · 2024-05-06 08:00 UTC to 2024-05-06 08:29 UTC
        … 19 versions before these (--limit 0 shows all)
    20  Port strike goes on
        update (1st Ld) · AP · 2024-05-06 08:19 UTC · AP:119 · 94 words · superseded
        1 word added, 1 cut since AP:118; similarity 0.916
    21  Port strike goes on
        update (1st Ld) · AP · 2024-05-06 08:20 UTC · AP:120 · 94 words · superseded
        · this one
        1 word added, 1 cut since AP:119; similarity 0.916
    22  Port strike goes on
        update (1st Ld) · AP · 2024-05-06 08:21 UTC · AP:121 · 94 words · superseded
        1 word added, 1 cut since AP:120; similarity 0.916
        … 8 versions after these (--limit 0 shows all)

    group: 30 stories · AP · 2024-05-06 08:00 UTC to 2024-05-06 08:29 UTC
        … 19 stories before these (--limit 0 shows all)
    20  Port strike goes on
        AP · 2024-05-06 08:19 UTC · AP:119 · BC-Port-strike · 94 words · near-copy,
        similarity 0.916
    21  Port strike goes on
        AP · 2024-05-06 08:20 UTC · AP:120 · BC-Port-strike · 94 words · this one
    22  Port strike goes on
        AP · 2024-05-06 08:21 UTC · AP:121 · BC-Port-strike · 94 words · near-copy,
        similarity 0.916
        … 8 stories after these (--limit 0 shows all)
    ");
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
        (0..30_000).map(|it| format!("w{}{mark}", word(it))).collect()
    };
    // One paragraph of 30,000 words, and 30,000 paragraphs of one word.
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
