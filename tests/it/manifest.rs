//! `--manifest`: what a paper has to say of a result.

use serde_json::{Value, json};

use super::workdir::Workdir;

fn manifest(work: &Workdir) -> Value {
    serde_json::from_str(&work.read("manifest.json")).expect("a manifest is JSON")
}

#[test]
fn a_manifest_tells_what_was_asked_of_what_and_what_came_out() {
    let work = Workdir::indexed();
    let args = [
        "search",
        "-n",
        "1",
        "--output",
        "csv",
        "--tz",
        "europe/berlin",
        "--lang",
        "en",
        "--manifest",
        "manifest.json",
        "militar* date:2024",
    ];
    let ran = work.run(&args).code(0);
    let mut found = manifest(&work);
    let started = found["started"].take();
    let started = started.as_str().expect("a time");
    assert!(started.len() == 20 && started.ends_with('Z'), "{started}");
    let fingerprint = found["index"]["fingerprint"].take();
    assert_eq!(fingerprint, ran.summary()["index"]["fingerprint"]);
    let command: Vec<&str> =
        found["command"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(command[1..], args);
    found["command"].take();
    assert!(found["index"]["versions"]["schema"].is_u64());
    found["index"]["versions"].take();
    assert_eq!(
        found,
        json!({
            "newswire": env!("CARGO_PKG_VERSION"), "command": null, "started": null,
            "query": {
                "typed": "militar* date:2024",
                "parsed": "(militar* AND date:2024-01-01..2024-12-31)",
            },
            "options": {"tz": "Europe/Berlin", "lang": ["en"], "max_expansions": 4096},
            "words": [{
                "clause": "militar*",
                "terms": [
                    {"term": "militarytomilitary", "kind": "joined"},
                    {"term": "military", "kind": "word"},
                ],
            }],
            "counts": {"stories": 2, "returned": 1},
            "truncated": true,
            "index": {"fingerprint": null, "stories": 5, "versions": null},
            "output": {
                "name": "standard output", "format": "csv", "bytes": ran.stdout.len(),
                "blake3": blake3::hash(ran.stdout.as_bytes()).to_hex().to_string(),
            },
        })
    );
}

#[test]
fn the_sum_is_that_of_the_bytes_that_were_written() {
    let work = Workdir::indexed();
    for args in [
        &["search", "--output", "table", "military"][..],
        &["search", "--output", "jsonl", "--body", "military"],
        &["search", "--output", "tsv", "--bom", "military"],
        &["search", "--output", "ids", "giraffe"],
        &["search", "--output", "html", "--all", "military"],
        &["count", "military"],
        &["count", "--output", "jsonl", "kakao"],
        &["kwic", "military"],
        &["kwic", "--output", "csv", "--sample", "2", "military"],
        &["kwic", "--output", "html", "military"],
        &["facets", "military"],
        &["facets", "--output", "csv", "--by", "agency,year", "giraffe"],
        &["timeline", "--by", "month", "military"],
        &["timeline", "--output", "tsv", "--bom", "military"],
    ] {
        let ran = work.run(&[args, &["--no-match-ok", "--manifest", "manifest.json"]].concat());
        let ran = ran.code(0);
        let output = &manifest(&work)["output"];
        assert_eq!(output["bytes"], ran.stdout.len(), "{args:?}");
        let sum = blake3::hash(ran.stdout.as_bytes()).to_hex().to_string();
        assert_eq!(output["blake3"], sum, "{args:?}");
    }
    let counts = |args: &[&str]| {
        work.run(&[args, &["--manifest", "manifest.json"]].concat()).code(0);
        let manifest = manifest(&work);
        (manifest["counts"].clone(), manifest["truncated"].clone())
    };
    let all = json!({"stories": 2, "matches": 8});
    assert_eq!(counts(&["facets", "military"]), (all.clone(), false.into()));
    assert_eq!(counts(&["timeline", "military"]), (all.clone(), false.into()));
    assert_eq!(counts(&["count", "military"]), (all, false.into()));
    let some = json!({"stories": 2, "matches": 8, "returned": 3});
    assert_eq!(counts(&["kwic", "-n", "3", "military"]), (some, true.into()));
}

#[test]
fn a_manifest_is_whole_or_not_there() {
    let work = Workdir::indexed();
    let ran = work.run(&["count", "--manifest", "nowhere/manifest.json", "military"]).code(3);
    assert!(ran.stderr.contains("nowhere/manifest.json"), "{}", ran.stderr);
    work.run(&["count", "--manifest", "manifest.json", "(oil"]).code(2);
    assert!(!work.path("manifest.json").exists());
    work.run(&["count", "--manifest", "manifest.json", "military"]).code(0);
    let names: Vec<String> = std::fs::read_dir(work.path("."))
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("manifest"))
        .collect();
    assert_eq!(names, ["manifest.json"]);
}
