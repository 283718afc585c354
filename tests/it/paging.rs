//! `search --after`: page after page is the whole list, and a later commit does not spoil it.

use std::path::Path;

use super::workdir::{Workdir, stories};

const SORTS: [&str; 4] = ["relevance", "newest", "oldest", "index"];

/// One page: the ids on it, and the cursor of the next where there is one.
fn page(work: &Workdir, args: &[&str], after: Option<&str>) -> (Vec<String>, Option<String>) {
    let mut all = vec!["search", "--output", "ids", "--no-match-ok"];
    all.extend(args);
    if let Some(after) = after {
        all.extend(["--after", after]);
    }
    let ran = work.run(&all).code(0);
    let summary = ran.summary();
    let next = summary["next"].as_str().map(str::to_owned);
    let ids: Vec<String> = ran.stdout.lines().map(str::to_owned).collect();
    assert_eq!(summary["returned"], ids.len() as u64);
    (ids, next)
}

fn pages(work: &Workdir, args: &[&str]) -> Vec<String> {
    let (mut ids, mut next) = page(work, args, None);
    while let Some(cursor) = next {
        let (more, then) = page(work, args, Some(&cursor));
        assert!(!more.is_empty(), "a cursor led to nothing");
        ids.extend(more);
        next = then;
    }
    ids
}

#[test]
fn pages_of_any_size_are_the_whole_list() {
    let work = Workdir::indexed();
    for query in ["agency:(AP OR AA OR dpa)", "military OR kakao OR harbor", "giraffe"] {
        for sort in SORTS {
            let (all, none) = page(&work, &["--all", "--sort", sort, query], None);
            assert_eq!(none, None);
            for size in ["1", "2", "3", "4", "5", "6"] {
                let args = ["-n", size, "--sort", sort, query];
                assert_eq!(pages(&work, &args), all, "{query} by {sort}, {size}");
            }
        }
    }
}

#[test]
fn pages_over_the_corpus_are_the_whole_list() {
    let work = Workdir::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    work.run(&["-q", "index", &corpus.display().to_string()]).code(0);
    for query in ["date:any OR date:none", "talks OR the^2"] {
        for sort in SORTS {
            let (all, _) = page(&work, &["--all", "--sort", sort, query], None);
            assert!(all.len() > 50, "{query} finds {}", all.len());
            assert_eq!(pages(&work, &["-n", "37", "--sort", sort, query]), all, "{sort}");
            let (first, next) = page(&work, &["-n", "9", "--sort", sort, query], None);
            let (rest, none) = page(&work, &["--all", "--sort", sort, query], next.as_deref());
            assert_eq!((first, rest, none), (all[..9].to_vec(), all[9..].to_vec(), None));
        }
    }
}

#[test]
fn a_cursor_comes_only_where_there_is_more() {
    let work = Workdir::indexed();
    let (ids, next) = page(&work, &["-n", "2", "military-to-military"], None);
    assert_eq!((ids.len(), next), (2, None));
    let ran = work.run(&["search", "--output", "ids", "-n", "0", "military"]).code(0);
    assert_eq!(
        (ran.summary()["truncated"].clone(), ran.summary()["next"].clone()),
        (true.into(), ().into())
    );
    let ran = work.run(&["search", "-n", "1", "military-to-military"]).code(0);
    assert!(ran.stderr.contains("1 of 2 stories"), "{}", ran.stderr);
    let cursor = ran.stderr.split("--after ").nth(1).expect("it names a cursor");
    let cursor = cursor.split_whitespace().next().expect("a word");
    let (ids, next) = page(&work, &["-n", "1", "military-to-military"], Some(cursor));
    assert_eq!((ids, next), (vec!["AP:2".to_owned()], None));
}

#[test]
fn stories_that_were_there_come_once_under_later_commits() {
    let old: Vec<String> = stories().lines().map(str::to_owned).collect();
    let new = |number: usize| {
        old[number % 4]
            .replace("\"id\":\"", &format!("\"id\":\"N{number}-"))
            .replace("T10:00", &format!("T1{}:30", number % 10))
    };
    for sort in ["newest", "oldest", "relevance"] {
        let work = Workdir::new();
        work.write("archive/first.jsonl", old.join("\n") + "\n");
        work.run(&["index", "archive"]).code(0);
        let query = "the OR kakao OR liman";
        let (before, _) = page(&work, &["--all", "--sort", sort, query], None);
        assert_eq!(before.len(), 5);
        let args = ["-n", "1", "--sort", sort, query];
        let (mut seen, mut next) = page(&work, &args, None);
        let mut number = 0;
        while let Some(cursor) = next {
            work.write(&format!("archive/{number}.jsonl"), new(number) + "\n");
            work.run(&["index", "archive"]).code(0);
            number += 1;
            assert!(number < 40, "{sort} never ends");
            let all = [&["search", "--output", "ids", "--after", &cursor], &args[..]].concat();
            let ran = work.run(&all).code(0);
            assert!(ran.stderr.contains("written to since"), "{}", ran.stderr);
            seen.extend(ran.stdout.lines().map(str::to_owned));
            next = ran.summary()["next"].as_str().map(str::to_owned);
        }
        if sort != "relevance" {
            let old: Vec<&String> = seen.iter().filter(|id| before.contains(id)).collect();
            assert_eq!(old, before.iter().collect::<Vec<_>>(), "{sort}");
            assert!(seen.len() > before.len(), "{sort}: none of the new ones came");
        }
    }
}

/// The story that a cursor names may be gone: what comes behind it is still known.
#[test]
fn a_story_that_is_gone_leaves_its_place() {
    let work = Workdir::new();
    for line in stories().lines() {
        let id = line.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
        let name = id.expect("it has an id").replace(':', "-");
        work.write(&format!("archive/{name}.jsonl"), format!("{line}\n"));
    }
    work.run(&["index", "archive"]).code(0);
    let args = ["-n", "2", "--sort", "newest", "date:any OR date:none"];
    let (ids, next) = page(&work, &args, None);
    assert_eq!(ids, ["AP:1", "AA:5"]);
    std::fs::remove_file(work.path("archive/AA-5.jsonl")).expect("it is there");
    work.run(&["index", "--prune", "archive"]).code(0);
    let (ids, _) = page(&work, &args, next.as_deref());
    assert_eq!(ids, ["AP:2", "dpa:3"]);
}

#[test]
fn a_cursor_of_something_else_is_refused() {
    let work = Workdir::indexed();
    let cursor = |args: &[&str]| page(&work, args, None).1.expect("there is more");
    let newest = cursor(&["-n", "1", "--sort", "newest", "military OR kakao"]);
    let index = cursor(&["-n", "1", "--sort", "index", "military OR kakao"]);
    let refused = |args: &[&str], why: &str| {
        let ran = work.run(&[&["search", "--output", "ids"], args].concat()).code(2);
        assert!(ran.stderr.contains(why), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "");
    };
    refused(&["--sort", "newest", "--after", &newest, "military"], "another query");
    refused(
        &["--sort", "newest", "--tz", "Asia/Tokyo", "--after", &newest, "military OR kakao"],
        "--tz",
    );
    refused(&["--sort", "oldest", "--after", &newest, "military OR kakao"], "--sort newest");
    refused(&["--after", &newest[..20], "military OR kakao"], "or a part of one");
    refused(&["--after", "", "military OR kakao"], "takes a cursor");
    work.write("archive/more.jsonl", stories().lines().next().unwrap().replace("AP:1", "AP:9"));
    work.run(&["index", "archive"]).code(0);
    refused(&["--sort", "index", "--after", &index, "military OR kakao"], "begin again");
}
