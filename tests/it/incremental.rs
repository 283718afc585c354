//! `newswire index` again: on the same archive, on a changed one, under another's eyes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use newswire::index::{IndexWriter, WriterOptions};
use serde_json::{Value, json};

use super::archive::lines;
use super::workdir::{Ran, Workdir, stories};

/// One record: `id` with a text.
fn record(id: &str, text: &str) -> String {
    let story = json!({
        "schema": 1, "id": id, "headline": "Harbor", "body": text, "words": 3,
        "filed": "2024-05-01", "filed_precision": "day", "source": {},
    });
    format!("{story}\n")
}

/// Indexes `archive`, and gives the account.
fn index(work: &Workdir, args: &[&str]) -> Value {
    work.run(&[&["index", "archive", "--summary", "report.json"], args].concat()).code(0);
    let report: Value = serde_json::from_str(&work.read("report.json")).expect("it is JSON");
    assert_eq!(report["balances"], true, "{report}");
    report
}

/// The ids of the stories that hold a word, and the files they were read from.
fn found(work: &Workdir, query: &str) -> Vec<(String, String)> {
    let ran = work.run(&["search", "--all", "--output", "jsonl", query]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found: Vec<(String, String)> =
        ran.json().iter().map(|hit| (text(&hit["id"]), text(&hit["source"]["path"]))).collect();
    found.sort();
    found
}

fn ids(work: &Workdir, query: &str) -> Vec<String> {
    found(work, query).into_iter().map(|(id, _)| id).collect()
}

fn fingerprint(work: &Workdir, index: &str) -> String {
    let ran = work.run(&["stats", "--index", index, "--output", "jsonl"]).code(0);
    work.run(&["verify", "-q", "--index", index]).code(0);
    ran.json()[0]["fingerprint"].to_string()
}

/// All files in a folder: content and time of change.
fn listing(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let entries = std::fs::read_dir(folder).expect("it can be read");
    entries
        .map(|entry| {
            let entry = entry.expect("it can be read");
            let changed = entry.metadata().and_then(|data| data.modified()).expect("it has one");
            let bytes = std::fs::read(entry.path()).expect("it can be read");
            (entry.file_name().to_string_lossy().into_owned(), (bytes, changed))
        })
        .collect()
}

#[test]
fn where_nothing_changed_nothing_is_touched() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", lines(0, 50, 40));
    work.write("archive/b.jsonl", stories());
    let first = index(&work, &[]);
    assert_eq!((&first["files"], &first["rejected"]), (&json!(2), &json!(1)));
    let size = lines(0, 50, 40).len() + stories().len();
    assert_eq!(first["bytes"], size);
    let before = listing(&work.path("index"));
    for args in [&[][..], &["--prune"]] {
        let second = index(&work, args);
        assert_eq!(second["files_unchanged"], 2);
        assert_eq!((&second["files"], &second["bytes"]), (&json!(0), &json!(0)));
        assert!(before == listing(&work.path("index")), "{args:?}");
    }
}

#[test]
fn a_changed_story_replaces_the_old_one() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "old words") + &record("AP:2", "same words"));
    index(&work, &[]);
    work.write("archive/a.jsonl", record("AP:1", "newer words") + &record("AP:2", "same words"));
    let report = index(&work, &[]);
    assert_eq!((&report["replaced"], &report["unchanged"]), (&json!(1), &json!(1)));
    assert_eq!(ids(&work, "old"), [""; 0]);
    assert_eq!(ids(&work, "words"), ["AP:1", "AP:2"]);
    // Statistics do not depend on what was there.
    work.run(&["index", "-q", "--index", "fresh", "archive"]).code(0);
    assert_eq!(fingerprint(&work, "index"), fingerprint(&work, "fresh"));
    let search =
        |index| work.run(&["search", "-q", "--output", "jsonl", "--index", index, "words"]).stdout;
    assert_eq!(search("index"), search("fresh"));
}

#[test]
fn a_file_that_is_gone_goes_only_when_pruned() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "one word"));
    work.write("archive/b.jsonl", record("AP:2", "two words") + &record("AP:3", "three"));
    index(&work, &[]);
    std::fs::remove_file(work.path("archive/b.jsonl")).expect("it was there");
    assert_eq!(index(&work, &[])["removed"], 0);
    assert_eq!(ids(&work, "harbor").len(), 3);
    assert_eq!(index(&work, &["--prune"])["removed"], 2);
    assert_eq!(ids(&work, "harbor"), ["AP:1"]);
    assert_eq!(index(&work, &["--prune"])["removed"], 0);
    fingerprint(&work, "index");
    // It comes back.
    work.write("archive/b.jsonl", record("AP:2", "two words"));
    assert_eq!(index(&work, &["--prune"])["indexed"], 1);
}

#[test]
fn a_story_gone_from_its_file_goes_only_when_pruned() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "one") + &record("AP:2", "two"));
    index(&work, &[]);
    work.write("archive/a.jsonl", record("AP:2", "two") + "\n");
    assert_eq!(index(&work, &[])["removed"], 0);
    assert_eq!(ids(&work, "harbor"), ["AP:1", "AP:2"]);
    work.write("archive/a.jsonl", record("AP:2", "two") + "\n\n");
    assert_eq!(index(&work, &["--prune"])["removed"], 1);
    assert_eq!(ids(&work, "harbor"), ["AP:2"]);
}

#[test]
fn what_another_file_still_holds_is_not_pruned() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "one") + &record("AP:2", "two"));
    work.write("archive/b.jsonl", record("AP:1", "one") + &record("AP:3", "three"));
    assert_eq!(index(&work, &[])["unchanged"], 1);
    work.write("archive/a.jsonl", record("AP:2", "two"));
    index(&work, &["--prune"]);
    assert_eq!(ids(&work, "harbor"), ["AP:1", "AP:2", "AP:3"]);
    std::fs::remove_file(work.path("archive/a.jsonl")).expect("it was there");
    index(&work, &["--prune"]);
    assert_eq!(ids(&work, "harbor"), ["AP:1", "AP:3"]);
    fingerprint(&work, "index");
}

#[test]
fn a_story_that_moves_to_a_later_file_stays() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "one") + &record("AP:2", "two"));
    work.write("archive/b.jsonl", record("AP:3", "three"));
    index(&work, &[]);
    work.write("archive/a.jsonl", record("AP:2", "two"));
    work.write("archive/b.jsonl", record("AP:3", "three") + &record("AP:1", "one"));
    index(&work, &["--prune"]);
    assert_eq!(ids(&work, "harbor"), ["AP:1", "AP:2", "AP:3"]);
}

#[test]
fn a_file_that_moves_takes_its_stories_along() {
    let work = Workdir::new();
    work.write("archive/a.txt", "HARBOR SHUT\n\nThe harbor was shut by ice on Monday morning.\n");
    index(&work, &[]);
    let before = found(&work, "harbor");
    assert_eq!(before[0].1, "archive/a.txt");
    std::fs::rename(work.path("archive/a.txt"), work.path("archive/z.txt")).expect("it is there");
    assert_eq!(index(&work, &[])["replaced"], 1);
    let after = found(&work, "harbor");
    assert_eq!(after, [(before[0].0.clone(), "archive/z.txt".to_owned())]);
    assert_eq!(index(&work, &["--prune"])["removed"], 0);
    assert_eq!(found(&work, "harbor"), after);
}

#[test]
fn an_id_with_two_texts_keeps_both() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "first text") + &record("AP:1", "second text"));
    work.write("archive/b.jsonl", record("AP:1", "third text") + &record("AP:1", "first text"));
    let report = index(&work, &[]);
    assert_eq!((&report["indexed"], &report["unchanged"]), (&json!(3), &json!(1)));
    assert_eq!(ids(&work, "first"), ["AP:1"]);
    let second = ids(&work, "second");
    assert!(second[0].starts_with("AP:1~") && second[0].len() == 13, "{second:?}");
    assert_ne!(ids(&work, "third"), second);
    // Read again after a change, they are still the same three.
    let before = ids(&work, "text");
    work.write(
        "archive/a.jsonl",
        record("AP:1", "first text") + &record("AP:1", "second text") + "\n",
    );
    let report = index(&work, &["--prune"]);
    assert_eq!((&report["unchanged"], &report["removed"]), (&json!(2), &json!(0)), "{report}");
    assert_eq!(ids(&work, "text"), before);
    // The first text goes: the second keeps the id under which it is known.
    work.write("archive/a.jsonl", record("AP:1", "second text"));
    index(&work, &["--prune"]);
    assert_eq!(ids(&work, "second"), second);
    assert_eq!(ids(&work, "text").len(), 3, "the other file still holds the first");
}

#[test]
fn threads_and_builds_make_no_difference() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", lines(0, 400, 60) + &lines(100, 50, 30));
    work.write("archive/b.jsonl", lines(300, 200, 50));
    let mut outputs = Vec::new();
    for (index, threads) in [("one", "1"), ("four", "4"), ("again", "4")] {
        work.run(&["index", "-q", "--index", index, "--threads", threads, "archive"]).code(0);
        let mut output = fingerprint(&work, index);
        for args in [&["--output", "jsonl"][..], &["--output", "ids", "--sort", "oldest"]] {
            let fixed = ["search", "-q", "--all", "--index", index, "kalo OR miter"];
            output += &work.run(&[&fixed, args].concat()).code(0).stdout;
        }
        outputs.push(output);
    }
    assert!(outputs[0] == outputs[1] && outputs[1] == outputs[2]);
}

#[test]
fn an_index_of_another_version_is_refused() {
    let work = Workdir::indexed();
    let manifest = work.read("index/newswire.json");
    let mut other: Value = serde_json::from_str(&manifest).expect("it is JSON");
    other["versions"]["analyser"] = json!(9999);
    work.write("index/newswire.json", other.to_string());
    for args in [&["search", "kakao"][..], &["index", "archive"], &["stats"], &["verify"]] {
        let ran = work.run(args).code(3);
        assert!(ran.stderr.contains("the index in index was made by newswire"), "{}", ran.stderr);
        assert!(ran.stderr.contains("newswire index --index index --rebuild"), "{}", ran.stderr);
    }
    work.run(&["index", "--rebuild", "archive"]).code(0);
    work.run(&["search", "kakao"]).code(0);
}

#[test]
fn one_writes_and_others_search() {
    let work = Workdir::indexed();
    let options = WriterOptions { memory: 15_000_000, ..WriterOptions::default() };
    let writer = IndexWriter::open(&work.path("index"), &options).expect("it is free");
    for args in [&["index", "archive"][..], &["index", "--rebuild", "archive"]] {
        let ran = work.run(args).code(3);
        assert!(ran.stderr.contains("is being written by another newswire"), "{}", ran.stderr);
        assert!(ran.stderr.contains("hint: wait until it has ended"), "{}", ran.stderr);
    }
    assert_eq!(ids(&work, "kakao"), ["dpa:3"]);
    drop(writer);
    work.run(&["index", "archive"]).code(0);
}

#[test]
fn reading_changes_nothing_in_the_folder() {
    let work = Workdir::indexed();
    let before = listing(&work.path("index"));
    work.run(&["search", "kakao"]).code(0);
    work.run(&["count", "military"]).code(0);
    work.run(&["stats"]).code(0);
    work.run(&["verify"]).code(0);
    work.run(&["show", "AP:1"]).code(0);
    assert!(before == listing(&work.path("index")));
}

#[test]
fn the_index_in_an_archive_is_not_read() {
    let work = Workdir::new();
    work.write("stories.jsonl", stories());
    for index in ["index", "other"] {
        work.run(&["index", "--index", index, "stories.jsonl"]).code(0);
    }
    let ran = work.run(&["index", ".", "--summary", "/dev/stdout"]).code(0);
    let report = &ran.json()[0];
    assert_eq!(report["not_stories"], json!({"index folder": 2}), "{report}");
    assert_eq!(report["read"], 7, "{report}");
}

#[test]
fn rejects_stay_listed_until_something_is_read() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "one") + "{\"schema\":1,\"id\":17}\n");
    index(&work, &[]);
    assert_eq!(work.read("index/rejects.jsonl").lines().count(), 1);
    index(&work, &[]);
    assert_eq!(work.read("index/rejects.jsonl").lines().count(), 1);
    work.write("archive/a.jsonl", record("AP:1", "one"));
    index(&work, &[]);
    assert!(!work.path("index/rejects.jsonl").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn a_name_that_is_no_text_is_not_taken_for_gone() {
    use std::os::unix::ffi::OsStrExt;
    let work = Workdir::new();
    work.write("archive/a.jsonl", record("AP:1", "one"));
    let odd = work.path("archive").join(std::ffi::OsStr::from_bytes(b"b\xff.jsonl"));
    std::fs::write(odd, record("AP:2", "two")).expect("this file system takes any name");
    for _ in 0..2 {
        assert_eq!(index(&work, &["--prune"])["removed"], 0);
        assert_eq!(ids(&work, "harbor"), ["AP:1", "AP:2"]);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_output_is_told() {
    let work = Workdir::indexed();
    for args in
        [&["search", "kakao"][..], &["parse", "archive"], &["search", "-q", "--all", "kakao"]]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
        let ran = Ran::of(work.command(args).stdout(full)).code(3);
        let said = "newswire: writing standard output: No space left on device";
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

/// A small disk, where this test may make one.
struct Disk(std::path::PathBuf);

impl Disk {
    fn mount(at: std::path::PathBuf, options: &str) -> Option<Disk> {
        std::fs::create_dir_all(&at).expect("a folder can be made");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "newswire-test"])
            .arg(&at)
            .output();
        mounted.is_ok_and(|ran| ran.status.success()).then_some(Disk(at))
    }

    fn grow(&self, options: &str) {
        let ran = Command::new("mount").args(["-o", options]).arg(&self.0).output();
        assert!(ran.is_ok_and(|ran| ran.status.success()), "it can be mounted anew");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_the_run_goes_on() {
    let work = Workdir::new();
    work.write("archive/a.jsonl", lines(0, 3000, 150));
    let Some(disk) = Disk::mount(work.path("index"), "size=1m") else {
        println!("not run: no file system may be mounted here");
        return;
    };
    let ran = work.run(&["index", "-q", "--commit-stories", "300", "archive"]).code(3);
    assert!(ran.stderr.contains("No space left on device"), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: make room on the disk"), "{}", ran.stderr);
    disk.grow("remount,size=64m");
    work.run(&["index", "-q", "archive"]).code(0);
    work.run(&["index", "-q", "--index", "fresh", "archive"]).code(0);
    assert_eq!(fingerprint(&work, "index"), fingerprint(&work, "fresh"));
    drop(disk);
}

/// The segments that a build merged at its end stayed in the folder beside the one they became.
#[test]
fn a_finished_index_is_one_segment_and_nothing_else() {
    let work = Workdir::new();
    let text: String = (0..60).map(|n| record(&format!("AP:{n}"), "harbor")).collect();
    work.write("archive/a.jsonl", text);
    index(&work, &["--commit-stories", "7"]);
    let names = std::fs::read_dir(work.path("index")).expect("a folder").flatten();
    let names: Vec<String> = names.filter_map(|it| it.file_name().into_string().ok()).collect();
    let stores = names.iter().filter(|name| name.ends_with(".store")).count();
    assert_eq!(stores, 1, "{names:?}");
}
