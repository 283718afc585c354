//! `newswire verify`.

use super::workdir::Workdir;

#[test]
fn a_whole_index_passes() {
    let ran = Workdir::indexed().run(&["verify"]).code(0);
    assert!(ran.stdout.starts_with("whole: "), "{}", ran.stdout);
    assert!(ran.stdout.contains(", 5 stories, fingerprint "), "{}", ran.stdout);
}

#[test]
fn a_changed_file_is_found() {
    let work = Workdir::indexed();
    let log = work.read("index/sources.jsonl");
    work.write("index/sources.jsonl", log.replace("\"records\":5", "\"records\":6"));
    let ran = work.run(&["verify"]).code(3);
    assert!(ran.stdout.starts_with("sources.jsonl: "), "{}", ran.stdout);
    insta::assert_snapshot!(ran.stderr, @r"
    newswire: the index in index is damaged: one thing does not hold
    hint: check it: newswire verify --index index; or build it afresh: newswire index --index index --rebuild PATH…
    ");
}
