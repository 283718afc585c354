//! `newswire formats`.

use newswire::format::FORMATS;

use super::workdir::Workdir;

#[test]
fn every_format_is_listed_in_its_order() {
    let work = Workdir::new();
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
    let ran = work.run(&["formats", "--output", "jsonl"]).code(0);
    let listed: Vec<String> =
        ran.json().iter().map(|line| line["format"].as_str().unwrap_or("").to_owned()).collect();
    assert_eq!(listed, names);
    let table = work.run(&["formats"]).code(0).stdout;
    assert!(names.iter().all(|name| table.contains(&format!("{name} "))), "{table}");
}
