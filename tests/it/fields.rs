//! `newswire fields`.

use newswire::query::FIELDS;

use super::workdir::Workdir;

#[test]
fn every_field_is_listed_with_an_example_that_works() {
    let work = Workdir::indexed();
    let ran = work.run(&["fields", "--output", "jsonl"]).code(0);
    let lines = ran.json();
    assert_eq!(lines.len(), FIELDS.len());
    for line in &lines {
        let example = line["example"].as_str().unwrap_or_default();
        work.run(&["count", "--no-match-ok", example]).code(0);
    }
    let table = work.run(&["fields"]).code(0).stdout;
    assert!(table.starts_with("headline  words of the headline"), "{table}");
    for field in FIELDS {
        let row = format!("{:<9} ", field.name);
        assert!(table.lines().any(|line| line.starts_with(&row)), "{row}{table}");
    }
}
