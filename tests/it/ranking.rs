//! Scores: how they come about, what age and settings do to them, and queries that are widened.

use serde_json::Value;

use super::workdir::Workdir;

fn corpus() -> Workdir {
    let work = Workdir::new();
    work.run(&["-q", "index", concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")]).code(0);
    work
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is a number"))
}

const QUERIES: [(&str, &[&str]); 7] = [
    ("ferry", &[]),
    ("ferry island said", &["--any"]),
    ("military-to-military", &[]),
    ("(harbour w/5 closed)^2 OR port*", &["--weight", "headline=2,lead=1.5"]),
    ("headline:ferry said", &["--k1", "2", "--b", "0.3"]),
    ("atleast2(ferry) OR caps(bell)", &["--recency", "2y"]),
    ("ferry ferry harbour", &["--any", "--rm3", "5,8,0.6"]),
];

#[test]
fn every_score_is_the_sum_of_what_explains_it() {
    let work = corpus();
    for (query, how) in QUERIES {
        let args = [&["search", "--output", "jsonl", "--explain-ranking", query], how].concat();
        let hits = work.run(&args).code(0).json();
        assert!(!hits.is_empty(), "{query}");
        for hit in hits {
            let ranking = &hit["ranking"];
            let clauses = ranking["clauses"].as_array().expect("clauses");
            assert!(!clauses.is_empty(), "{query}");
            let sum = |key: &str| clauses.iter().map(|clause| number(&clause[key])).sum::<f64>();
            let score = sum("compound") + sum("words") * number(&ranking["recency"]);
            let given = number(&hit["score"]);
            assert!((score - given).abs() <= given * 1e-5, "{query}: {score} for {given}");
            for clause in clauses {
                let (weighted, norm) = (number(&clause["weighted"]), number(&ranking["norm"]));
                let words = number(&clause["weight"]) * weighted / (weighted + norm);
                assert!((words - number(&clause["words"])).abs() < 1e-4, "{query}: {clause}");
            }
            // The same from the command that explains one story.
            let id = hit["id"].as_str().expect("an id");
            let args = [&["explain", "--output", "jsonl", query, id], how].concat();
            let explained = &work.run(&args).code(0).json()[0];
            assert_eq!(&explained["ranking"], ranking, "{query} in {id}");
        }
    }
}

#[test]
fn matches_that_are_explained_are_those_that_are_counted() {
    let work = corpus();
    for (query, how) in QUERIES.iter().filter(|(query, _)| !query.contains("ferry ferry")) {
        let args = [&["search", "--output", "jsonl", "--explain-ranking", query], *how].concat();
        for hit in work.run(&args).code(0).json() {
            let clauses = hit["ranking"]["clauses"].as_array().expect("clauses");
            let parts = ["headline", "lead", "rest"];
            let matches: f64 =
                clauses.iter().flat_map(|it| parts.map(|part| number(&it[part]))).sum();
            assert_eq!(number(&hit["matches"]), matches, "{query}: {}", hit["id"]);
        }
    }
}

#[test]
fn age_makes_a_score_smaller_and_the_newest_keeps_it() {
    let work = corpus();
    let scores = |how: &[&str]| {
        let args =
            [&["search", "-n", "400", "--output", "jsonl", "--snippets", "none", "ferry"], how];
        let mut hits = work.run(&args.concat()).code(0).json();
        hits.sort_by_key(|hit| hit["id"].to_string());
        hits
    };
    let (plain, aged) = (scores(&[]), scores(&["--recency", "1y"]));
    assert_eq!(plain.len(), aged.len());
    let mut smaller = 0;
    for (plain, aged) in plain.iter().zip(&aged) {
        assert_eq!(plain["id"], aged["id"]);
        assert!(number(&aged["score"]) <= number(&plain["score"]));
        smaller += usize::from(number(&aged["score"]) < number(&plain["score"]) / 2.0);
    }
    assert!(smaller > 0);
}

#[test]
fn a_widened_query_says_what_it_asks() {
    let work = corpus();
    let args = ["search", "--any", "--rm3", "5,8,0.5", "--output", "jsonl", "ferry island -strike"];
    let ran = work.run(&args).code(0);
    let parsed = ran.summary()["query"]["parsed"].as_str().expect("a query").to_owned();
    assert!(parsed.contains("ferry^") && parsed.contains("NOT strike"), "{parsed}");
    assert!(parsed.matches('^').count() > 4, "{parsed}");
    let counted = work.run(&["count", "--output", "jsonl", &parsed]).code(0);
    assert_eq!(counted.json()[0]["stories"], ran.summary()["total"]);
    // Twice the same, to the byte.
    assert_eq!(work.run(&args).stdout, ran.stdout);
}

#[test]
fn settings_that_cannot_be_meant_are_refused() {
    let work = corpus();
    for (how, why) in [
        (["--k1", "-1"], "from 0 on"),
        (["--b", "2"], "from 0 to 1"),
        (["--weight", "body=2"], "body has no weight"),
        (["--recency", "soon"], "30d"),
        (["--rm3", "10"], "10,20,0.5"),
    ] {
        let flag = format!("{}={}", how[0], how[1]);
        let ran = work.run(&["search", &flag, "ferry"]).code(2);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
    let ran = work.run(&["search", "--explain-ranking", "--output", "csv", "ferry"]).code(2);
    assert!(ran.stderr.contains("--output table and jsonl"), "{}", ran.stderr);
    let ran = work.run(&["explain", "ferry", "nowhere:1"]).code(1);
    assert!(ran.stderr.contains("nowhere:1"), "{}", ran.stderr);
}
