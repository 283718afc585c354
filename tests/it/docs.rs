//! Documents that are made from the program are what the program makes.

use std::fs;

use super::workdir::Workdir;

#[test]
fn the_schema_of_the_record_is_the_types() {
    let text = newswire::story::json_schema();
    let path = "docs/story.schema.json";
    if std::env::var_os("NEWSWIRE_BLESS").is_some_and(|value| value == "1") {
        fs::write(path, &text).expect("the schema is written");
    }
    let shipped = fs::read_to_string(path).expect("the schema is there");
    assert_eq!(shipped, text, "write it anew with NEWSWIRE_BLESS=1");
}

/// The queries of the table of examples, and what stands beside each.
fn examples(document: &str) -> Vec<(String, String)> {
    let (_, table) = document.split_once("\n## Examples\n").expect("there are examples");
    let table = table.split("\n## ").next().unwrap_or(table);
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    rows.map(|(query, numbers)| (query.to_owned(), numbers.to_owned())).collect()
}

#[test]
fn the_examples_of_the_query_language_find_what_they_say() {
    let path = "docs/query.md";
    let mut text = fs::read_to_string(path).expect("the document is there");
    let work = Workdir::new();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    work.run(&["-q", "index", corpus]).code(0);
    let examples = examples(&text);
    assert!(examples.len() > 50);
    for (query, numbers) in examples {
        let ran = work.run(&["count", "--output", "jsonl", "--no-match-ok", "--", &query]).code(0);
        let counts = &ran.json()[0];
        let found = format!("{} | {} |", counts["stories"], counts["matches"]);
        if std::env::var_os("NEWSWIRE_BLESS").is_some_and(|value| value == "1") {
            text = text
                .replace(&format!("| `{query}` | {numbers}"), &format!("| `{query}` | {found}"));
        } else {
            assert_eq!(numbers, found, "{query}");
        }
        // An example that finds nothing shows nothing.
        assert_ne!(counts["stories"], 0, "{query}");
    }
    if std::env::var_os("NEWSWIRE_BLESS").is_some_and(|value| value == "1") {
        fs::write(path, &text).expect("the document is written");
    }
}
