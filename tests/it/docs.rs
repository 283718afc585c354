//! Documents that are made from the program are what the program makes.

use std::fs;
use std::path::Path;
use std::process::Command;

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

/// The blocks of a document that are written in a language, each with its heading line.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(fence) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if fence == language {
                blocks.push(block.join("\n"));
            }
        }
    }
    blocks
}

/// Says whether a program of the shell is here.
fn is_here(program: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    found.is_ok_and(|found| found.status.success())
}

#[cfg(unix)]
#[test]
fn the_lines_of_pipelines_run_over_the_corpus() {
    let work = Workdir::new();
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = Path::new(env!("CARGO_BIN_EXE_newswire")).parent().expect("it has a folder");
    std::os::unix::fs::symlink(home.join("corpus"), work.path("corpus")).expect("a link");
    let path = format!(
        "{}:{}",
        program.display(),
        std::env::var("PATH").unwrap_or_else(|_| "/usr/bin:/bin".to_owned())
    );
    let text = fs::read_to_string(home.join("docs/pipelines.md")).expect("it is there");
    let (blocks, jq) = (blocks(&text, "sh"), is_here("jq"));
    assert!(blocks.len() > 12, "{} blocks", blocks.len());
    let mut ran = 0;
    for block in &blocks {
        if block.contains("jq ") && !jq {
            // No tool that a fresh machine has.
            eprintln!("skipped, there is no jq here:\n{block}");
            continue;
        }
        let mut shell = Command::new("sh");
        shell.args(["-euc", block]);
        shell.current_dir(work.path(".")).env_clear().env("PATH", &path).env("LC_ALL", "C");
        let output = shell.output().expect("the shell starts");
        let (stdout, stderr) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{block}\n{stdout}\n{stderr}");
        assert!(stderr.is_empty(), "{block}\n{stderr}");
        let quiet = block.starts_with("newswire -q index") || block.contains("--output html");
        assert!(quiet || !stdout.trim().is_empty(), "{block}\nprinted nothing");
        ran += 1;
    }
    assert!(ran > 8);
}

#[test]
fn every_spelling_of_coming_from_can_be_read() {
    let text = fs::read_to_string("docs/coming-from.md").expect("it is there");
    let options = newswire::query::Options::default();
    let mut read = 0;
    for row in
        text.lines().filter(|line| line.starts_with("| ") && line.matches(" | ").count() == 5)
    {
        let ours = row.rsplit(" | ").next().unwrap_or_default();
        for query in ours.split('`').skip(1).step_by(2) {
            if query != "newswire" {
                assert!(newswire::query::parse(query, &options).is_ok(), "{query}");
                read += 1;
            }
        }
    }
    assert!(read > 25, "{read}");
}
