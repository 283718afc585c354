//! `newswire parse`.

use super::workdir::{Workdir, stories};

#[test]
fn records_go_to_standard_output_and_the_report_to_standard_error() {
    let work = Workdir::new();
    work.write("story.txt", "HARBOR SHUT\n\nThe harbor was shut by ice on Monday morning.\n");
    let ran = work.run(&["parse", "story.txt"]).code(0);
    let records = ran.json();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["schema"], 1);
    assert_eq!(records[0]["source"]["path"], "story.txt");
    assert!(ran.stderr.starts_with("read 1 record from 1 file, 59 bytes, in "), "{}", ran.stderr);
    assert!(ran.stderr.contains("           1 printed\n"), "{}", ran.stderr);
    assert!(!work.path("index").exists());
}

#[test]
fn what_it_prints_reads_back_the_same() {
    let work = Workdir::new();
    work.write("stories.jsonl", stories());
    let once = work.run(&["parse", "-q", "stories.jsonl"]).code(0);
    assert_eq!(once.stderr, "");
    work.write("again.jsonl", &once.stdout);
    assert_eq!(work.run(&["parse", "again.jsonl"]).code(0).stdout, once.stdout);
}

#[test]
fn rejects_are_listed_where_they_are_wanted() {
    let work = Workdir::new();
    work.write("bad.jsonl", "{\"schema\":1,\"id\":\"AP:9\",\"source\":{}}\n{\"schema\":1,\"id\":");
    let args = ["parse", "--rejects", "rejects.jsonl", "bad.jsonl"];
    let ran = work.run(&args).code(0);
    assert!(ran.stderr.contains("all rejects are listed in rejects.jsonl"), "{}", ran.stderr);
    let list = work.read("rejects.jsonl");
    let reject: serde_json::Value =
        serde_json::from_str(list.lines().last().unwrap_or_default()).expect("it is JSON");
    assert_eq!(reject["path"], "bad.jsonl");
    assert!(reject["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    work.run(&["parse", "--strict", "bad.jsonl"]).code(4);
}
