//! `newswire batch`: many queries, each as if it had been asked alone; and what it shares with
//! `search` and `count`, `--any` and runs.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use super::workdir::{Ran, Workdir, stories};

/// A folder with the samples indexed.
fn corpus() -> Workdir {
    let work = Workdir::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    work.run(&["-q", "index", &corpus.display().to_string()]).code(0);
    work
}

/// The summary, without what differs from run to run.
fn summary(ran: &Ran) -> serde_json::Value {
    let mut summary = ran.summary();
    assert!(summary["took_ms"].is_u64());
    assert_eq!(summary["index"]["fingerprint"].as_str().map(str::len), Some(16));
    summary["took_ms"] = 0.into();
    summary["index"] = summary["index"]["stories"].take();
    summary
}

#[test]
fn a_run_has_six_columns_and_lists_what_found_nothing() {
    let work = Workdir::indexed();
    work.write(
        "q.tsv",
        "q1\tmilitary talks\nq2\tgiraffe\nq3\tkakao -winter\n7\tWho shut the liman?\n",
    );
    let ran = work.run(&["batch", "q.tsv"]).code(0);
    let columns: Vec<Vec<&str>> =
        ran.stdout.lines().map(|line| line.split(' ').collect()).collect();
    let lines: Vec<String> = columns
        .iter()
        .map(|column| {
            format!("{} {} {} {} {}", column[0], column[1], column[2], column[3], column[5])
        })
        .collect();
    assert_eq!(
        lines,
        [
            // As their sources call them.
            "q1 Q0 1 1 newswire",
            "q1 Q0 2 2 newswire",
            "7 Q0 5 1 newswire",
            "7 Q0 1 2 newswire",
            // The other words of the question stand in these.
            "7 Q0 2 3 newswire",
            "7 Q0 4 4 newswire",
        ]
    );
    let scores: Vec<f32> =
        columns.iter().map(|column| column[4].parse().expect("a number")).collect();
    assert!(
        scores[0] > scores[1] && scores[2..].windows(2).all(|two| two[0] > two[1]),
        "{scores:?}"
    );
    assert_eq!(
        summary(&ran),
        json!({
            "queries": 4, "answered": 4, "errors": 0, "nothing_found": ["q2", "q3"],
            "returned": 6, "truncated": 0, "read_as": "any", "took_ms": 0, "index": 5,
            "version": env!("CARGO_PKG_VERSION"),
        })
    );
    let ran = work.run(&["batch", "-q", "-n", "1", "--tag", "mine", "q.tsv"]).code(0);
    assert_eq!(ran.stderr, "");
    let tags: Vec<&str> = ran.stdout.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(tags, ["mine", "mine"]);
    let ran = work.run(&["batch", "--summary", "s.json", "--all-words", "q.tsv"]).code(0);
    assert_eq!((ran.stderr.as_str(), ran.stdout.lines().count()), ("", 1));
    assert!(work.read("s.json").contains("\"read_as\":\"all\""));
}

#[test]
fn answers_are_objects_in_the_order_of_the_file() {
    let work = Workdir::indexed();
    work.write(
        "q.jsonl",
        "{\"id\": 1, \"query\": \"military talks\"}\n{\"id\": \"two\", \"query\": \"oil (\"}\n\
         {\"qid\": \"c\", \"title\": \"giraffe\"}\n",
    );
    let ran = work.run(&["batch", "--output", "jsonl", "--matches", "q.jsonl"]).code(4);
    let mut answers = ran.json();
    let score = answers[0]["hits"][0]["score"].take();
    assert!(score.as_f64().is_some_and(|score| score > 0.0));
    assert_eq!(
        answers,
        [
            json!({
                "id": "1", "query": {"typed": "military talks", "parsed": "(military AND talks)"},
                "total": 1, "matches": 9, "returned": 1,
                "hits": [{"rank": 1, "score": null, "id": "AP:1"}], "error": null,
            }),
            json!({
                "id": "two", "query": {"typed": "oil (", "parsed": null}, "total": null,
                "returned": 0, "hits": [],
                "error": "the query cannot be read\n  oil (\n      ^ this ( is never closed",
            }),
            json!({
                "id": "c", "query": {"typed": "giraffe", "parsed": "giraffe"}, "total": 0,
                "matches": 0, "returned": 0, "hits": [], "error": null,
            }),
        ]
    );
    let keys: Vec<&str> =
        ran.stdout.lines().next().unwrap_or("").split('"').skip(1).step_by(2).collect();
    assert_eq!(keys[..2], ["id", "1"]);
    insta::assert_snapshot!(ran.stderr.lines().take(3).collect::<Vec<_>>().join("\n"), @r#"
    newswire: q.jsonl, line 2, query two: the query cannot be read
      oil (
          ^ this ( is never closed
    "#);
}

#[test]
fn counts_are_rows_even_of_what_went_wrong() {
    let work = Workdir::indexed();
    work.write(
        "q.csv",
        "query,id\r\nmilitary-to-military,a\r\n-talks kakao,b\r\n\"oil, (\",c\r\n,d\r\n",
    );
    let ran = work.run(&["batch", "--output", "counts", "q.csv"]).code(4);
    insta::assert_snapshot!(ran.stdout, @r#"
    id,query,stories,matches,error
    a,military-to-military,2,4,
    b,'-talks kakao,1,2,
    c,"oil, (",,,"the query cannot be read
      oil, (
           ^ this ( is never closed"
    d,,,,its query is empty
    "#);
    let ran = work.run(&["batch", "--output", "counts", "--raw", "q.csv"]).code(4);
    assert!(ran.stdout.contains("\r\nb,-talks kakao,1,2,\r\n"), "{}", ran.stdout);
}

#[test]
fn what_is_wrong_with_a_line_is_told_with_its_place_and_costs_no_other() {
    let work = Workdir::indexed();
    let lines: [&[u8]; 9] = [
        b"\xEF\xBB\xBFid\tquery",
        b"1\tkakao\r",
        b"2\tb\xFCro",
        b"1\tagain",
        b"\tnone",
        b"4\t ",
        b"a b\tliman",
        b"5\tdate:1987-13 talks",
        b"6\tliman",
    ];
    work.write("q.tsv", lines.join(&b'\n'));
    let ran = work.run(&["batch", "q.tsv"]).code(4);
    let ids: Vec<&str> = ran.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(ids, ["1", "6"]);
    let told: Vec<&str> = ran.stderr.lines().collect();
    insta::assert_snapshot!(told[..told.len() - 1].join("\n"), @r#"
    newswire: q.tsv, line 3, query 2: it is no UTF-8 at byte 2 of it
    newswire: q.tsv, line 4, query 1: the id 1 was there before
    newswire: q.tsv, line 5: it has no id
    newswire: q.tsv, line 6, query 4: its query is empty
    newswire: q.tsv, line 7, query a b: its id holds a blank, and the columns of a run are parted by blanks
    newswire: q.tsv, line 8, query 5: the query cannot be read
      date:1987-13 talks
                ^^ there is no month 13; months run from 01 to 12
    "#);
    let summary = summary(&ran);
    assert_eq!((&summary["errors"], &summary["answered"]), (&6.into(), &2.into()));
}

#[test]
fn topics_of_trec_are_free_text() {
    let work = Workdir::indexed();
    work.write(
        "topics.txt",
        "<top>\n<num> Number: 301\n<title> \"Military\" talks: what's next?\n<desc> Description:\n\
         Is (the) Kakao scarce/dear; or \"not?\n</top>\n<top>\n<num> Number: 302\n<title> Liman -Kakao NOT talks\n</top>\n",
    );
    let first = |args: &[&str]| {
        let ran = work.run(&[&["batch", "--docno", "id", "topics.txt"], args].concat());
        assert!([0, 4].contains(&ran.code), "{}", ran.stderr);
        let found = ran.stdout.lines().filter_map(|line| line.split(' ').nth(2));
        found.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(first(&[]), "AP:1 AP:2 AA:5");
    assert_eq!(first(&["--topic", "desc"]), "dpa:3 AP:2 AP:4 AP:1");
    assert_eq!(first(&["--topic", "both", "-n", "2"]), "AP:1 dpa:3 AA:5");
    assert_eq!(first(&["--plain", "-n", "1"]), "AP:1 dpa:3");
    // As queries, all words have to occur, and a lone quote is an error.
    let ran = work.run(&["batch", "--all-words", "--topic", "desc", "topics.txt"]).code(4);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("this quote is never closed"));
}

#[test]
fn queries_come_from_standard_input_too() {
    let work = Workdir::indexed();
    let mut child = work
        .command(&["batch", "--output", "counts", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(b"kakao\n\nmilitary talks\n").expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "id,query,stories,matches,error\r\n1,kakao,1,2,\r\n3,military talks,1,9,\r\n"
    );
}

#[test]
fn exit_codes_tell_what_was_found() {
    let work = Workdir::indexed();
    work.write("none.tsv", "1\tgiraffe\n");
    work.write("empty.tsv", "\n\n");
    work.run(&["batch", "none.tsv"]).code(1);
    work.run(&["batch", "--no-match-ok", "none.tsv"]).code(0);
    assert!(
        work.run(&["batch", "empty.tsv"]).code(2).stderr.contains("there is no query in empty.tsv")
    );
    work.run(&["batch", "missing.tsv"]).code(3);
    work.run(&["batch", "--index", "nowhere", "none.tsv"]).code(3);
    for wrong in [
        &["--tag", "a b"][..],
        &["--output", "counts", "-n", "3"],
        &["--output", "counts", "--matches"],
        &["--raw"],
        &["--output", "jsonl", "--tag", "x"],
        &["--any", "--all-words"],
        &["--threads", "0"],
    ] {
        work.run(&[&["batch", "none.tsv"], wrong].concat()).code(2);
    }
    let ran = work.run(&["batch", "--lang", "xx", "none.tsv"]).code(2);
    assert!(ran.stderr.contains("no stemmer for the language xx"), "{}", ran.stderr);
}

/// Queries over the samples, of every kind.
const QUERIES: &[&str] = &[
    "military-to-military",
    "said",
    "talks OR ties OR cooperation",
    "\"prime minister\" -oil",
    "headline:storm OR lead:harbour",
    "agency:Reuters",
    "date:1987 the",
    "econom* NOT bank",
    "(sea ice) OR (port crane)",
    "giraffe",
    "naval talks Norway date:none",
];

#[test]
fn each_answer_is_that_of_the_query_alone_whatever_the_threads() {
    let work = corpus();
    let file: String =
        (1..).zip(QUERIES).map(|(id, query): (usize, _)| format!("{id}\t{query}\n")).collect();
    work.write("q.tsv", &file);
    let batch = |args: &[&str]| {
        let of = |threads| {
            work.run(&[&["batch", "q.tsv", "--threads", threads], args].concat()).code(0).stdout
        };
        let one = of("1");
        assert_eq!(one, of("2"));
        assert_eq!(one, of("7"));
        one
    };
    for any in [false, true] {
        let how = if any { "--any" } else { "--all-words" };
        let (counts, run) = (batch(&["--output", "counts", how]), batch(&["--docno", "id", how]));
        let jsonl = batch(&["--output", "jsonl", "--matches", "-n", "5", how]);
        let mut rows = counts.split("\r\n").skip(1);
        let mut objects = jsonl.lines();
        for (at, query) in (1..).zip(QUERIES) {
            let alone = if any { vec!["--any", query] } else { vec![*query] };
            let count = work.run(&[&["count", "--output", "jsonl"], &alone[..]].concat()).json();
            let (stories, matches) = (&count[0]["stories"], &count[0]["matches"]);
            let row = rows.next().expect("a row");
            assert!(row.ends_with(&format!(",{stories},{matches},")), "{query}: {row}");
            let object: serde_json::Value =
                serde_json::from_str(objects.next().expect("an object")).expect("JSON");
            assert_eq!((&object["total"], &object["matches"]), (stories, matches), "{query}");
            let all =
                work.run(&[&["search", "--all", "--output", "ids"], &alone[..]].concat()).stdout;
            let prefix = format!("{at} Q0 ");
            let found = run.lines().filter(|line| line.starts_with(&prefix));
            let found: String = found
                .filter_map(|line| line.split(' ').nth(2))
                .map(|id| format!("{id}\n"))
                .collect();
            assert_eq!(found, all, "{query}");
        }
    }
}

#[test]
fn any_of_the_words_is_enough_where_it_is_asked_for() {
    let work = Workdir::indexed();
    let count =
        |args: &[&str]| work.run(&[&["count", "--no-match-ok"], args].concat()).code(0).stdout;
    assert_eq!(count(&["talks ties"]), "0 stories, 0 matches\n");
    assert_eq!(count(&["--any", "talks ties?"]), "2 stories, 4 matches\n");
    assert_eq!(count(&["--any", "talks ties -generals"]), "1 story, 3 matches\n");
    assert_eq!(count(&["--any", "talks AND ties"]), "0 stories, 0 matches\n");
    assert_eq!(count(&["--any", "talks kakao lang:de"]), "1 story, 2 matches\n");
    assert_eq!(count(&["--plain", "lang:de NOT kakao"]), "1 story, 2 matches\n");
    let ran = work.run(&["search", "--any", "--output", "ids", "ties of the navies"]).code(0);
    assert_eq!(ran.stdout, "AP:2\nAP:1\nAP:4\n");
    assert_eq!(ran.summary()["query"]["parsed"], "(ties OR of OR the OR navies)");
}

#[test]
fn a_search_can_be_a_run() {
    let work = Workdir::indexed();
    let run = |args: &[&str]| work.run(&[&["search", "--output", "trec"], args].concat());
    let ran = run(&["--qid", "301", "--tag", "mine", "military-to-military"]).code(0);
    let columns: Vec<Vec<&str>> =
        ran.stdout.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(columns.len(), 2);
    assert_eq!(columns[1][..4], ["301", "Q0", "2", "2"]);
    assert_eq!(columns[1][5], "mine");
    assert_eq!(ran.summary()["total"], 2);
    // Without scores, in the order of time, the scores are ranks below 0.
    let ran = run(&["--all", "--sort", "oldest", "--docno", "id", "agency:AP"]).code(0);
    assert_eq!(
        ran.stdout,
        "1 Q0 AP:2 1 -1 newswire\n1 Q0 AP:1 2 -2 newswire\n1 Q0 AP:4 3 -3 newswire\n"
    );
    run(&["--qid", "a b", "kakao"]).code(2);
    run(&["--body", "kakao"]).code(2);
}

/// Two agencies may number their stories alike: a run names each story once.
#[test]
fn stories_that_their_sources_call_alike_keep_their_ids() {
    let work = Workdir::new();
    let twins = stories().replace("\"AA:5\"", "\"AA:1\"");
    work.write("archive/stories.jsonl", twins);
    work.run(&["-q", "index", "archive"]).code(0);
    let ran = work.run(&["search", "--output", "trec", "--any", "liman military"]).code(0);
    let docnos: Vec<&str> = ran.stdout.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(docnos.len(), 3);
    assert!(docnos.contains(&"1") && docnos.contains(&"2"), "{docnos:?}");
    assert!(docnos.contains(&"AP:1") || docnos.contains(&"AA:1"), "{docnos:?}");
}

/// Retrieval over Cranfield, as trec_eval measures it; `bench/src/bin/quality.rs` says how.
#[test]
fn a_judged_collection_is_ranked_no_worse() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/cranfield");
    if !from.exists() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "the collection is missing");
        eprintln!("skipped: {} is not there", from.display());
        return;
    }
    let work = Workdir::new();
    let file = |name: &str| from.join(name).display().to_string();
    work.run(&["-q", "index", &file("cran.all.1400.xml")]).code(0);
    let ran = work.run(&["batch", &file("cran.qry.xml")]).code(0);
    let mut run: Vec<(String, Vec<&str>)> = Vec::new();
    for line in ran.stdout.lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        if run.last().is_none_or(|(topic, _)| topic != columns[0]) {
            run.push((columns[0].to_owned(), Vec::new()));
        }
        run.last_mut().expect("it has one").1.push(columns[2]);
    }
    let qrels = std::fs::read_to_string(from.join("cranqrel.trec.txt")).expect("it can be read");
    let mut judged: BTreeMap<usize, HashMap<&str, f64>> = BTreeMap::new();
    for line in qrels.lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let topic = judged.entry(columns[0].parse().expect("a number")).or_default();
        topic.insert(columns[2], columns[3].parse().expect("a number"));
    }
    assert_eq!((run.len(), judged.len()), (225, 225));
    let (mut ndcg, mut map) = (0.0, 0.0);
    for (topic, gains) in &judged {
        // Judgements count the topics from 1.
        let found = run[topic - 1].1.iter().map(|id| gains.get(id).copied().unwrap_or(0.0));
        let found: Vec<f64> = found.collect();
        let mut best: Vec<f64> = gains.values().copied().filter(|gain| *gain > 0.0).collect();
        best.sort_by(|a, b| b.total_cmp(a));
        let discounted = |gains: &[f64]| -> f64 {
            (1..)
                .zip(gains.iter().take(10))
                .map(|(rank, gain)| gain / f64::from(rank + 1).log2())
                .sum()
        };
        ndcg += discounted(&found) / discounted(&best);
        let mut relevant = 0.0;
        for (rank, gain) in (1..).zip(&found) {
            if *gain > 0.0 {
                relevant += 1.0;
                map += relevant / f64::from(rank) / best.len() as f64;
            }
        }
    }
    let (ndcg, map) = (ndcg / judged.len() as f64, map / judged.len() as f64);
    assert!(ndcg >= 0.386 && map >= 0.308, "nDCG@10 {ndcg:.4}, MAP {map:.4}");
}
