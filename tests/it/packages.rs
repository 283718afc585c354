//! Packages: counted as no story, kept as a relation, found by `package:` and shown.

use serde_json::{Value, json};

use super::workdir::Workdir;

/// A record of ninjs.
fn story(uri: &str, version: &str, headline: &str) -> Value {
    json!({
        "uri": uri, "version": version, "type": "text", "provider": "AP", "language": "en",
        "versioncreated": "2024-05-06T08:00:00Z", "headline": headline,
        "body_text": format!("{headline}, the harbor master said on Monday."),
    })
}

/// A package of stories, each with the version that it means, if any.
fn package(uri: &str, listed: &[(&str, Option<&str>)]) -> Value {
    let entries: Vec<Value> = listed
        .iter()
        .map(|(uri, version)| match version {
            Some(version) => json!({"uri": uri, "version": version, "type": "text"}),
            None => json!({"uri": uri}),
        })
        .collect();
    json!({
        "uri": uri, "version": "1", "type": "composite", "provider": "AP",
        "versioncreated": "2024-05-06T09:00:00Z", "headline": format!("List {uri}"),
        "associations": entries,
    })
}

fn lines(values: &[Value]) -> String {
    values.iter().map(|it| format!("{it}\n")).collect()
}

/// Five stories, one of them in two versions, and a package of two of them and of a package that
/// lists another.
fn archive(work: &Workdir) {
    work.write(
        "archive/a.jsonl",
        lines(&[
            package(
                "urn:p:1",
                &[("urn:s:3", None), ("urn:s:1", Some("2")), ("urn:p:2", None), ("urn:s:9", None)],
            ),
            story("urn:s:1", "1", "Fog shuts the harbor"),
            story("urn:s:1", "2", "Fog shuts the harbor for a day"),
            story("urn:s:2", "1", "Ferries wait"),
        ]),
    );
    work.write(
        "archive/b.jsonl",
        lines(&[
            story("urn:s:3", "1", "Pilots strike"),
            story("urn:s:4", "1", "Cranes stand still"),
            package("urn:p:2", &[("urn:s:2", Some("7")), ("urn:p:1", None)]),
        ]),
    );
}

fn indexed() -> Workdir {
    let work = Workdir::new();
    archive(&work);
    work.run(&["index", "archive"]).code(0);
    work
}

fn ids(work: &Workdir, query: &str) -> Vec<String> {
    let ran = work.run(&["search", "--all", "--output", "ids", "--no-match-ok", query]).code(0);
    let mut ids: Vec<String> = ran.stdout.lines().map(str::to_owned).collect();
    ids.sort();
    ids
}

#[test]
fn the_stories_of_a_package_are_found_in_the_version_that_it_means() {
    let work = indexed();
    // Version 7 of urn:s:2 is not there: the one that is stands for it.
    let all = ["AP:urn:s:1:2", "AP:urn:s:2:1", "AP:urn:s:3:1"];
    for id in ["urn:p:1", "AP:urn:p:1", "AP:urn:p:1:1", "urn:p:2"] {
        assert_eq!(ids(&work, &format!("package:{id}")), all, "{id}");
    }
    assert_eq!(ids(&work, "package:any"), all);
    assert_eq!(ids(&work, "package:none"), ["AP:urn:s:1:1", "AP:urn:s:4:1"]);
    assert_eq!(ids(&work, "fog package:urn:p:1"), ["AP:urn:s:1:2"]);
    assert_eq!(ids(&work, "harbor NOT package:\"urn:p:1\"").len(), 2);
    assert_eq!(ids(&work, "package:urn:p:7"), [""; 0]);
    let counted = work.run(&["count", "package:urn:p:1"]).code(0);
    assert!(counted.stdout.starts_with("3 stories"), "{}", counted.stdout);
    let refused = work.run(&["count", "package:urn*"]).code(2);
    assert!(refused.stderr.contains("whole id of a package"), "{}", refused.stderr);
}

#[test]
fn packages_are_counted_listed_and_shown() {
    let work = Workdir::new();
    archive(&work);
    let report = work.run(&["index", "archive", "--summary", "report.json"]).code(0);
    assert!(report.stderr.contains("package 2"), "{}", report.stderr);
    let report: Value = serde_json::from_str(&work.read("report.json")).expect("it is JSON");
    assert_eq!((&report["balances"], &report["not_stories"]["package"]), (&true.into(), &2.into()));
    let stats = work.run(&["stats", "--output", "jsonl"]).code(0).json();
    assert_eq!((&stats[0]["packages"], &stats[0]["listed"]), (&2.into(), &6.into()));
    work.run(&["verify", "-q"]).code(0);

    let rows = work.run(&["packages", "--output", "jsonl"]).code(0).json();
    let short = |row: &Value| {
        json!([row["id"], row["filed"], row["headline"], row["status"], row["listed"], row["held"]])
    };
    assert_eq!(
        rows.iter().map(short).collect::<Vec<_>>(),
        [
            json!(["AP:urn:p:1:1", "2024-05-06T09:00:00Z", "List urn:p:1", "new", 4, 2]),
            json!(["AP:urn:p:2:1", "2024-05-06T09:00:00Z", "List urn:p:2", "new", 2, 1]),
        ]
    );
    let entries = work.run(&["packages", "--output", "jsonl", "urn:p:2"]).code(0).json();
    assert_eq!(
        entries[0],
        json!({
            "package": "AP:urn:p:2:1", "place": 1, "group": null, "kind": "story",
            "native_id": "urn:s:2", "version": "7", "headline": null,
            "stories": ["AP:urn:s:2:1"], "other_version": true,
        })
    );
    assert_eq!((entries.len(), &entries[1]["stories"]), (2, &json!([])));
    let table = work.run(&["packages", "urn:p:1"]).code(0).stdout;
    assert!(table.contains("2 of 4 listed are in the index"), "{table}");
    assert!(table.contains("not in the index") && table.contains("AP:urn:s:1:2"), "{table}");
    // The packages of a story, by the version that they mean.
    let of = |id: &str| {
        let ran = work.run(&["packages", "--output", "jsonl", id]);
        (ran.code, ran.json().iter().map(|it| it["id"].clone()).collect::<Vec<_>>())
    };
    assert_eq!(of("AP:urn:s:1:2"), (0, vec!["AP:urn:p:1:1".into()]));
    assert_eq!(of("AP:urn:s:2:1"), (0, vec!["AP:urn:p:2:1".into()]));
    assert_eq!(of("AP:urn:s:1:1"), (1, vec![]));
    assert_eq!(of("AP:urn:s:4:1"), (1, vec![]));
    let refused = work.run(&["packages", "nosuch"]).code(1);
    assert!(refused.stderr.contains("no package and no story nosuch"), "{}", refused.stderr);
}

#[test]
fn a_file_read_again_lists_what_it_lists_now_and_a_pruned_one_nothing() {
    let work = indexed();
    let listed = || {
        let rows = work.run(&["packages", "--output", "jsonl"]).json();
        rows.iter().map(|it| it["id"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    let before = work.run(&["stats", "--output", "jsonl"]).json()[0]["fingerprint"].clone();
    work.write(
        "archive/b.jsonl",
        lines(&[
            story("urn:s:3", "1", "Pilots strike"),
            story("urn:s:4", "1", "Cranes stand still"),
            package("urn:p:3", &[("urn:s:4", None)]),
        ]),
    );
    work.run(&["index", "archive"]).code(0);
    assert_eq!(listed(), ["AP:urn:p:1:1", "AP:urn:p:3:1"]);
    assert_eq!(ids(&work, "package:urn:p:3"), ["AP:urn:s:4:1"]);
    assert_eq!(ids(&work, "package:urn:p:1"), ["AP:urn:s:1:2", "AP:urn:s:3:1"]);
    // The stories are the same, what is known of them is not.
    let after = work.run(&["stats", "--output", "jsonl"]).json()[0]["fingerprint"].clone();
    assert_ne!(before, after);
    // A new index of the archive as it is says the same.
    work.run(&["index", "--index", "new", "archive"]).code(0);
    let new = work.run(&["stats", "--index", "new", "--output", "jsonl"]).json();
    assert_eq!(new[0]["fingerprint"], after);
    std::fs::remove_file(work.path("archive/b.jsonl")).expect("it was there");
    work.run(&["index", "archive"]).code(0);
    assert_eq!(listed().len(), 2);
    work.run(&["index", "--prune", "archive"]).code(0);
    assert_eq!(listed(), ["AP:urn:p:1:1"]);
    work.run(&["verify", "-q"]).code(0);
    work.run(&["index", "--rebuild", "archive"]).code(0);
    assert_eq!(listed(), ["AP:urn:p:1:1"]);
}

#[test]
fn the_same_package_of_two_files_is_one_and_parts_make_no_difference() {
    let work = indexed();
    std::fs::copy(work.path("archive/a.jsonl"), work.path("archive/c.jsonl")).expect("a copy");
    work.run(&["index", "archive"]).code(0);
    let rows = work.run(&["packages", "--output", "jsonl"]).code(0).stdout;
    assert_eq!(rows.lines().count(), 2);
    for (name, args) in [
        ("one", &["--threads", "1", "archive"][..]),
        ("small", &["--commit-stories", "1", "archive"]),
        ("back", &["archive/b.jsonl", "archive/a.jsonl"]),
    ] {
        work.run(&[&["index", "--index", name], args].concat()).code(0);
        let ran = work.run(&["packages", "--index", name, "--output", "jsonl"]).code(0);
        assert_eq!(ran.stdout, rows, "{name}");
    }
}

#[test]
fn packages_too_deep_inside_each_other_are_told() {
    let work = Workdir::new();
    let inner =
        |it: usize| package(&format!("urn:p:{it}"), &[(&format!("urn:p:{}", it + 1), None)]);
    let mut all: Vec<Value> = (0..40).map(inner).collect();
    all.push(story("urn:s:1", "1", "Fog"));
    all.push(package("urn:p:40", &[("urn:s:1", None)]));
    work.write("archive/a.jsonl", lines(&all));
    work.run(&["index", "archive"]).code(0);
    let refused = work.run(&["count", "fog package:urn:p:0"]).code(2);
    assert!(refused.stderr.contains("more than 16 deep"), "{}", refused.stderr);
    assert_eq!(ids(&work, "package:urn:p:30"), ["AP:urn:s:1:1"]);
    // With all of them wanted, none has to be followed.
    assert_eq!(ids(&work, "package:any"), ["AP:urn:s:1:1"]);
}

#[test]
fn an_index_without_packages_has_none_and_says_so() {
    let work = Workdir::indexed();
    assert_eq!(ids(&work, "package:any"), [""; 0]);
    let ran = work.run(&["packages"]).code(1);
    assert_eq!((ran.stdout.as_str(), ran.stderr.trim()), ("", "no package"));
    assert!(!work.path("index/packages.jsonl").exists());
}
