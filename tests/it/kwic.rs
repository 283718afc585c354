//! `newswire kwic`: rows are the matches that are counted, in any order, drawn or not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use newswire::index::StoryIndex;
use newswire::query::plan::PlanOptions;
use newswire::query::{Options, parse};
use newswire::search::{Ranking, Searcher};
use serde_json::{Value, json};

use super::workdir::{Workdir, stories};

const SORTS: [&str; 7] = ["newest", "oldest", "relevance", "text", "left", "match", "right"];

/// The samples of the repository, indexed.
fn corpus() -> Workdir {
    let work = Workdir::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    work.run(&["-q", "index", &corpus.display().to_string()]).code(0);
    work
}

fn rows(work: &Workdir, args: &[&str]) -> Vec<Value> {
    work.run(&[&["kwic", "-q", "--no-match-ok", "--output", "jsonl"], args].concat()).code(0).json()
}

/// Where each row stands.
fn places(rows: &[Value]) -> Vec<String> {
    rows.iter()
        .map(|row| format!("{} {} {} {}", row["id"], row["field"], row["start"], row["end"]))
        .collect()
}

#[test]
fn rows_for_eyes_stand_one_under_the_other() {
    let work = Workdir::indexed();
    let ran = work.run(&["kwic", "military-to-military OR liman"]).code(0);
    // As it is, blanks at the start of lines too: the columns are what is tested.
    let lines = [
        "        Navies resume military-to-military talks              AP:1",
        "  a year of silence.  Military-to-military talks are useful,  AP:1",
        "who led them, agreed: military to military talks calm the     AP:1",
        "                      Liman kapandı                           AA:5",
        "          İstanbul'da liman fırtına yüzünden kapandı.         AA:5",
        "The generals spoke of military to military ties and of        AP:2",
    ];
    assert_eq!(ran.stdout.lines().map(|line| &line[2..]).collect::<Vec<_>>(), lines);
    let closing = ran.stderr.trim();
    assert!(closing.starts_with("6 matches in 3 stories, "), "{closing}");
}

#[test]
fn a_row_as_json() {
    let work = Workdir::indexed();
    let found = rows(&work, &["--context", "20", "\"military to military\" navies"]);
    assert_eq!(
        found[0],
        json!({
            "rank": 1, "id": "AP:1", "agency": "AP", "filed": "2024-05-01T10:00:00Z",
            "headline": "Navies resume military-to-military talks", "field": "headline",
            "left": "", "match": "Navies", "right": " resume", "start": 0, "end": 6,
        })
    );
    assert_eq!(places(&found).len(), 5);
    let text = |row: &Value| {
        ["left", "match", "right"].map(|key| row[key].as_str().unwrap_or("").to_owned()).concat()
    };
    // The line break of the paragraph is two blanks, and no context leaves its field.
    assert_eq!(text(&found[2]), "The two navies met again on");
    assert_eq!(text(&found[3]), "a year of silence.  Military-to-military talks are useful,");
}

#[test]
fn places_are_code_points_of_the_text_as_filed() {
    let work = corpus();
    let mut seen = 0;
    for query in ["talks OR ministers", "militar*", "İstanbul", "和平 OR 会谈", "\"said on\""]
    {
        for row in rows(&work, &["--all", "--fields", "id,field,left,match,right,start,end", query])
        {
            let id = row["id"].as_str().expect("it has an id");
            let story = &work.run(&["show", "--output", "jsonl", id]).code(0).json()[0];
            let field = row["field"].as_str().expect("it has a field");
            let text: Vec<char> = story[field].as_str().expect("a text").chars().collect();
            let flat = |from: usize, to: usize| {
                text[from..to].iter().collect::<String>().replace(['\n', '\t'], " ")
            };
            let part = |key: &str| row[key].as_str().expect("it is text").to_owned();
            let at = |key: &str| row[key].as_u64().expect("it is a number") as usize;
            let (start, end) = (at("start"), at("end"));
            let count = |key: &str| part(key).chars().count();
            assert_eq!(part("match"), flat(start, end));
            assert_eq!(part("left"), flat(start - count("left"), start));
            assert_eq!(part("right"), flat(end, end + count("right")));
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn rows_are_the_matches_that_are_counted_in_every_order() {
    let work = corpus();
    for query in [
        "military-to-military",
        "talks OR \"peace talks\" OR talk*",
        "minister said NOT oil",
        "headline:talks OR lead:talks",
        "the",
        "agency:reuters",
        "giraffe",
        "forms(\"ministers meet\") OR first20(said)",
    ] {
        let counted = work.run(&["count", "--no-match-ok", "--output", "jsonl", query]).json();
        let newest = places(&rows(&work, &["--all", query]));
        assert_eq!(newest.len() as u64, counted[0]["matches"].as_u64().unwrap(), "{query}");
        let sorted = |mut places: Vec<String>| {
            places.sort();
            places
        };
        for sort in SORTS {
            let found = rows(&work, &["--all", "--sort", sort, query]);
            let ranks: Vec<u64> = found.iter().filter_map(|row| row["rank"].as_u64()).collect();
            assert!(ranks.iter().copied().eq(1..=newest.len() as u64), "{sort}");
            let all = places(&found);
            assert_eq!(sorted(all.clone()), sorted(newest.clone()), "{query} by {sort}");
            for number in ["0", "1", "7"] {
                let first = places(&rows(&work, &["-n", number, "--sort", sort, query]));
                let most = number.parse::<usize>().unwrap().min(all.len());
                assert_eq!(first, all[..most], "{query} by {sort}, {number}");
            }
        }
    }
}

#[test]
fn two_clauses_at_one_place_are_two_rows() {
    let work = Workdir::indexed();
    let found = rows(&work, &["kakao OR kaka*"]);
    assert_eq!(work.run(&["count", "kakao OR kaka*"]).stdout, "1 story, 4 matches\n");
    let places = places(&found);
    assert_eq!(places.len(), 4);
    assert_eq!((&places[0], &places[2]), (&places[1], &places[3]));
}

#[test]
fn stories_come_in_the_order_asked_for_and_matches_in_that_of_the_text() {
    let work = Workdir::indexed();
    let query = "military OR liman OR kakao OR ledger";
    let ids = |sort: &str| {
        let mut ids: Vec<String> = rows(&work, &["--sort", sort, query])
            .iter()
            .map(|row| row["id"].as_str().unwrap_or("").to_owned())
            .collect();
        ids.dedup();
        ids
    };
    assert_eq!(ids("newest"), ["AP:1", "AA:5", "AP:2", "dpa:3", "AP:4"]);
    assert_eq!(ids("oldest"), ["dpa:3", "AA:5", "AP:2", "AP:1", "AP:4"]);
    let places: Vec<(String, u64)> = rows(&work, &["military", "--sort", "oldest"])
        .iter()
        .filter(|row| row["id"] == "AP:1")
        .map(|row| (row["field"].as_str().unwrap().to_owned(), row["start"].as_u64().unwrap()))
        .collect();
    let mut sorted = places.clone();
    sorted.sort_by_key(|(field, start)| (field != "headline", *start));
    assert_eq!(places, sorted);
    assert!(places.len() > 3);
}

#[test]
fn words_sort_folded_and_nearest_first() {
    let work = Workdir::new();
    let story = |id: u32, body: &str| {
        json!({"schema": 1, "id": format!("X:{id}"), "body": body, "source": {}}).to_string() + "\n"
    };
    let text = [
        "a zebra pier opened",
        "the Éclair pier Zoned",
        "An apple pier émile",
        "pier",
        "the echo pier a",
        "the echo pier a",
    ];
    let lines: String = text.iter().zip(1..).map(|(body, id)| story(id, body)).collect();
    work.write("archive/stories.jsonl", lines);
    work.run(&["index", "archive"]).code(0);
    let order = |sort: &str| -> String {
        let found = rows(&work, &["--sort", sort, "pier"]);
        found.iter().map(|row| row["id"].as_str().unwrap_or("")[2..].to_owned()).collect()
    };
    assert_eq!(order("left"), "435621");
    assert_eq!(order("right"), "456312");
}

#[test]
fn a_sample_is_drawn_the_same_however_the_index_was_built() {
    let (whole, parts) = (Workdir::indexed(), Workdir::new());
    for (number, line) in stories().lines().rev().enumerate() {
        parts.write(&format!("archive/{number}.jsonl"), format!("{line}\n"));
        parts.run(&["index", "archive"]).code(0);
    }
    let query = "military OR liman OR kakao OR the";
    let all = places(&rows(&whole, &["--all", query]));
    let draw = |work: &Workdir, more: &[&str]| {
        places(&rows(work, &[&["--sample", "6", query], more].concat()))
    };
    let drawn = draw(&whole, &["--seed", "7"]);
    assert_eq!(drawn.len(), 6);
    assert_eq!(drawn, draw(&parts, &["--seed", "7"]));
    assert_ne!(drawn, draw(&whole, &["--seed", "8"]));
    // In the order of the whole list, none twice.
    let at: Vec<usize> = drawn.iter().filter_map(|it| all.iter().position(|a| a == it)).collect();
    assert!(at.is_sorted() && at.len() == 6, "{at:?}");
    let set = |places: &[String]| places.iter().cloned().collect::<BTreeSet<_>>();
    for sort in SORTS {
        assert_eq!(set(&draw(&whole, &["--seed", "7", "--sort", sort])), set(&drawn), "{sort}");
    }
    assert_eq!(draw(&whole, &["--sample", "6", "-n", "2", "--seed", "7"][2..]), drawn[..2]);
    // More than there are: all.
    assert_eq!(places(&rows(&whole, &["--sample", "9999", query])), all);
    let ran = whole.run(&["kwic", "--sample", "6", "--seed", "7", query]).code(0);
    let found = format!("a sample of 6 of {} matches in 5 stories, seed 7", all.len());
    assert!(ran.stderr.contains(&found), "{}", ran.stderr);
}

#[test]
fn every_match_is_drawn_as_often_as_any_other() {
    let work = corpus();
    let index = StoryIndex::open(&work.path("index")).expect("there is an index");
    let query = parse("talks OR ministers", &Options::default()).expect("a query");
    let searcher = Searcher::new(&index, &query, &PlanOptions::default(), Ranking::default())
        .expect("it can be planned");
    let matches = searcher.count(true).expect("it can be counted").matches as usize;
    let (draws, size) = (600, matches / 3);
    let mut often = BTreeMap::new();
    for seed in 0..draws {
        for drawn in searcher.sample(size, seed).expect("it can be drawn") {
            *often.entry(drawn).or_insert(0u32) += 1;
        }
    }
    assert_eq!(often.len(), matches);
    let expected = draws as f64 * size as f64 / matches as f64;
    let deviation = (expected * (1.0 - size as f64 / matches as f64)).sqrt();
    for (drawn, times) in often {
        let off = (f64::from(times) - expected).abs() / deviation;
        assert!(off < 4.5, "{drawn:?}: {times} times, {expected} expected");
    }
}

#[test]
fn tables_guard_cells_and_take_columns() {
    let work = Workdir::indexed();
    let csv = |more: &[&str]| {
        let args = ["kwic", "--output", "csv", "--fields", "rank,left,match,right,byline.names"];
        work.run(&[&args[..], more].concat()).code(0).stdout
    };
    assert_eq!(
        csv(&["--words", "1", "parts"]),
        "rank,left,match,right,byline.names\r\n1,of ,parts,\", \"\"quoted\"\"\",\r\n"
    );
    assert!(csv(&["sum"]).contains("\n1,'=,SUM,\" of parts"), "{}", csv(&["sum"]));
    assert!(csv(&["--raw", "sum"]).contains("\n1,=,SUM,\" of parts"));
    assert!(csv(&["--bom", "sum"]).starts_with("\u{FEFF}rank,"));
    let tsv = work.run(&["kwic", "--output", "tsv", "--context", "9", "ledger"]).code(0).stdout;
    assert_eq!(
        tsv,
        "rank\tid\tagency\tfiled\theadline\tfield\tleft\tmatch\tright\tstart\tend\n1\tAP:4\tAP\t\t\
         '=SUM of parts, \"quoted\"\tbody\tA \tledger\t of the\t2\t8\n"
    );
    let nothing = work.run(&["kwic", "--output", "csv", "giraffe"]).code(1);
    assert_eq!(nothing.stdout.lines().count(), 1);
}

#[test]
fn the_widest_context_is_shown() {
    let work = Workdir::indexed();
    for option in ["--context", "--words"] {
        let ran = work.run(&["kwic", option, "10000", "ümit"]).code(0);
        assert!(
            ran.stdout.contains("agreed: military to military talks calm the sea."),
            "{option}"
        );
    }
    let ran = work.run(&["kwic", "--context", "0", "ümit"]).code(0);
    assert_eq!(ran.stdout, "Ümit              AP:1\n");
}

#[test]
fn nothing_to_show_is_said() {
    let work = Workdir::indexed();
    let ran = work.run(&["kwic", "giraffe"]).code(1);
    assert_eq!(ran.stderr, "no story matches giraffe (5 stories searched)\n");
    let ran = work.run(&["kwic", "agency:AP"]).code(1);
    assert!(ran.stderr.starts_with("3 stories found by fields alone"), "{}", ran.stderr);
    work.run(&["kwic", "--no-match-ok", "giraffe"]).code(0);
}

#[test]
fn the_summary_says_how_much_there_is() {
    let work = Workdir::indexed();
    let args = ["kwic", "--output", "jsonl", "-n", "2", "--sample", "3", "--seed", "5", "military"];
    let mut summary = work.run(&args).code(0).summary();
    summary["took_ms"] = 0.into();
    summary["index"]["fingerprint"].take();
    assert_eq!(
        summary,
        json!({
            "query": {"typed": "military", "parsed": "military"}, "stories": 2, "matches": 8,
            "returned": 2, "truncated": true, "sample": {"size": 3, "seed": 5}, "took_ms": 0,
            "index": {"fingerprint": null, "stories": 5}, "version": env!("CARGO_PKG_VERSION"),
        })
    );
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let work = Workdir::indexed();
    for args in [
        &["--fields", "id", "x"][..],
        &["--output", "csv", "--fields", "score", "x"],
        &["--output", "csv", "--fields", "lefts", "x"],
        &["--bom", "x"],
        &["--seed", "3", "x"],
        &["--words", "3", "--context", "9", "x"],
        &["--all", "-n", "3", "x"],
        &["--sort", "date", "x"],
        &["--context", "10001", "x"],
        &["--sample", "0", "x"],
    ] {
        let ran = work.run(&[&["kwic"], args].concat()).code(2);
        assert!(ran.stderr.starts_with("newswire: "), "{args:?}: {}", ran.stderr);
    }
}
