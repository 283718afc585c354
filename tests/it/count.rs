//! `newswire count`.

use super::workdir::Workdir;

#[test]
fn stories_and_matches_are_counted() {
    let work = Workdir::indexed();
    let count = |query: &str| work.run(&["count", query]).code(0).stdout;
    assert_eq!(count("military-to-military"), "2 stories, 4 matches\n");
    assert_eq!(count("\"military to military\" NOT navies"), "1 story, 1 match\n");
    assert_eq!(count("agency:AP"), "3 stories, 0 matches\n");
    assert_eq!(count("date:none"), "1 story, 0 matches\n");
}

#[test]
fn nothing_is_counted_as_nothing() {
    let work = Workdir::indexed();
    let ran = work.run(&["count", "giraffe"]).code(1);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("0 stories, 0 matches\n", ""));
    work.run(&["count", "--no-match-ok", "giraffe"]).code(0);
}

#[test]
fn counts_as_json() {
    let ran = Workdir::indexed().run(&["count", "--output", "jsonl", "kakao"]).code(0);
    let lines = ran.json();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["query"]["parsed"], "kakao");
    assert_eq!((&lines[0]["stories"], &lines[0]["matches"]), (&1.into(), &2.into()));
    assert_eq!(lines[0]["index"]["stories"], 5);
}
