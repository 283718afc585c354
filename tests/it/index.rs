//! `newswire index`.

use super::workdir::{Workdir, stories};

#[test]
fn the_closing_report_accounts_for_everything() {
    let work = Workdir::new();
    work.write("archive/stories.jsonl", stories());
    let broken =
        "{\"schema\":1,\"id\":\"AP:9\",\"source\":{}}\n{\"schema\":1,\"id\":\"AP:10\",\"sour";
    work.write("archive/broken.jsonl", broken);
    work.write("archive/.hidden", "nothing");
    let ran = work.run(&["index", "archive", "--summary", "report.json"]).code(0);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("           6 indexed\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("all rejects are listed in index/rejects.jsonl; the first:\n  archive/broken.jsonl, record "), "{}", ran.stderr);
    let report: serde_json::Value =
        serde_json::from_str(&work.read("report.json")).expect("the report is JSON");
    assert_eq!(report["balances"], true);
    assert_eq!(report["indexed"], 6);
    assert_eq!(report["not_stories"]["hidden file"], 1);
    let listed: Vec<serde_json::Value> = work
        .read("index/rejects.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    let (passed, rejected): (Vec<_>, Vec<_>) =
        listed.iter().partition(|it| it["not_story"].is_string());
    assert_eq!(report["rejected"], rejected.len());
    assert!(!rejected.is_empty());
    assert_eq!(passed.len(), 1, "{passed:?}");
    assert_eq!(
        (&passed[0]["path"], &passed[0]["not_story"]),
        (&"archive/.hidden".into(), &"hidden file".into())
    );
}

#[test]
fn strict_makes_rejects_an_exit_code() {
    let work = Workdir::new();
    work.write("bad.jsonl", "{\"schema\":1,\"id\":\"AP:9\",\"source\":{}}\n{\"schema\":1,\"id\":");
    work.run(&["index", "bad.jsonl"]).code(0);
    let ran = work.run(&["index", "--rebuild", "--strict", "-q", "bad.jsonl"]).code(4);
    assert!(ran.stderr.contains("rejected, and --strict allows none"), "{}", ran.stderr);
    // The file is left alone, and still has what could not be read.
    let ran = work.run(&["index", "--strict", "-q", "bad.jsonl"]).code(4);
    assert!(ran.stderr.contains("when files that are the same now"), "{}", ran.stderr);
}

/// The text of a changed file stayed beside the new one: its id is made of it.
#[test]
fn a_changed_text_takes_the_place_of_the_old_one() {
    let work = Workdir::new();
    let text = |word: &str| format!("Port news\n\nPARIS (AFP) - The port is {word} again.\n");
    work.write("archive/a.txt", text("shut"));
    work.write("archive/b.txt", text("icebound"));
    work.run(&["index", "archive"]).code(0);
    work.write("archive/a.txt", text("wide open"));
    let ran = work.run(&["index", "archive"]).code(0);
    assert!(ran.stderr.contains("           1 replaced\n"), "{}", ran.stderr);
    work.run(&["count", "shut"]).code(1);
    assert_eq!(work.run(&["count", "port"]).code(0).stdout, "2 stories, 4 matches\n");
    work.run(&["verify"]).code(0);
}

#[test]
fn a_second_run_reads_only_what_changed() {
    let work = Workdir::indexed();
    let ran = work.run(&["index", "archive"]).code(0);
    assert!(ran.stderr.contains("1 file unchanged since the last run"), "{}", ran.stderr);
    let text = stories().replace("silence", "storm")
        + "{\"schema\":1,\"id\":\"AP:6\",\"headline\":\
        \"Harbor open\",\"body\":\"The harbor is open.\",\"source\":{}}\n";
    work.write("archive/stories.jsonl", text);
    let ran = work.run(&["index", "archive"]).code(0);
    for row in ["           1 indexed\n", "           4 unchanged\n", "           1 replaced\n"] {
        assert!(ran.stderr.contains(row), "{row}{}", ran.stderr);
    }
    work.run(&["count", "silence"]).code(1);
    work.run(&["count", "storm"]).code(0);
}

#[test]
fn prune_removes_what_is_gone() {
    let work = Workdir::indexed();
    work.write("archive/stories.jsonl", stories().lines().next().unwrap_or_default());
    work.run(&["index", "archive"]).code(0);
    work.run(&["count", "kakao"]).code(0);
    work.write(
        "archive/stories.jsonl",
        stories().lines().next().unwrap_or_default().to_owned() + "\n",
    );
    let ran = work.run(&["index", "--prune", "archive"]).code(0);
    assert!(ran.stderr.contains("4 stories removed"), "{}", ran.stderr);
    work.run(&["count", "kakao"]).code(1);
}

#[test]
fn too_little_memory_is_refused() {
    let ran = Workdir::new().run(&["index", "--memory", "64M", "archive"]).code(2);
    assert_eq!(ran.stderr, "newswire: --memory 64M is too little: at least 128M is needed\n");
    let ran = Workdir::new().run(&["index", "--memory", "lots", "archive"]).code(2);
    assert!(ran.stderr.contains("a size is a number with K, M, G or T"), "{}", ran.stderr);
}

#[test]
fn a_path_that_is_not_there_is_told_and_nothing_is_written() {
    let work = Workdir::new();
    let ran = work.run(&["index", "nowhere"]).code(2);
    assert!(
        ran.stderr.starts_with("newswire: there is no file or folder nowhere"),
        "{}",
        ran.stderr
    );
    assert!(!work.path("index").exists());
}

#[test]
fn a_format_can_be_forced_and_wrong_names_are_told() {
    let work = Workdir::new();
    work.write("story.jsonl", stories());
    let ran = work.run(&["index", "--format", "plane", "story.jsonl"]).code(2);
    assert!(ran.stderr.contains("plain"), "{}", ran.stderr);
    work.run(&["index", "--format", "newswire", "story.jsonl"]).code(0);
    work.run(&["count", "kakao"]).code(0);
}

#[test]
fn the_threads_make_no_difference() {
    let work = Workdir::new();
    work.write("stories.jsonl", stories());
    let fingerprint = |threads: &str| {
        let index = format!("index{threads}");
        work.run(&["index", "--index", &index, "--threads", threads, "stories.jsonl"]).code(0);
        let ran = work.run(&["stats", "--index", &index, "--output", "jsonl"]).code(0);
        ran.json()[0]["fingerprint"].clone()
    };
    assert_eq!(fingerprint("1"), fingerprint("4"));
}

/// A file in a format that is not read yet was counted, and nothing told which one it was.
#[test]
fn an_unknown_format_is_named_and_listed() {
    let work = Workdir::new();
    work.write(
        "archive/page.html",
        "<!DOCTYPE html><html><body><p>Ports are shut.</p></body></html>",
    );
    work.write("archive/noise.bin", (0..=255).cycle().take(4096).collect::<Vec<u8>>());
    work.write(
        "archive/license-plates.txt",
        "Plates cost more\n\nPARIS (AFP) - Plates cost more.\n",
    );
    let ran = work.run(&["index", "archive"]).code(0);
    assert!(ran.stderr.contains("           1 indexed\n"), "{}", ran.stderr);
    let told = "what is no story is listed in index/rejects.jsonl";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let listed = work.read("index/rejects.jsonl");
    assert!(listed.contains("\"path\":\"archive/page.html\""), "{listed}");
    assert!(listed.contains("no story: web page"), "{listed}");
    assert!(listed.contains("archive/noise.bin"), "{listed}");
}

#[test]
fn limits_are_told_with_what_raises_them() {
    let work = Workdir::new();
    let text = format!("Long story\n\nPARIS (AFP) - {}\n", "Words and words. ".repeat(200));
    work.write("archive/long.txt", text);
    let ran = work.run(&["index", "--max-story", "1K", "archive"]).code(0);
    assert!(ran.stderr.contains("--max-story raises the limit"), "{}", ran.stderr);
    let ran = work.run(&["index", "--memory", "128M", "--threads", "64", "archive"]).code(2);
    assert!(ran.stderr.contains("give --memory 1152M, or --threads 2"), "{}", ran.stderr);
    work.run(&["index", "--memory", "16M", "archive"]).code(2);
}
