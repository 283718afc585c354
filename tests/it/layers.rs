//! The house: what each folder of the library may import, and what none of it may do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What each folder may use, besides itself and `error`.
const TABLE: &[(&str, &[&str])] = &[
    ("analysis", &[]),
    ("copies", &["analysis", "copy", "story"]),
    ("copy", &["story", "text"]),
    ("error", &[]),
    ("format", &["copy", "story", "text"]),
    // Where the layers meet: the workers compose a story, analyse it and make it ready for the
    // index.
    ("ingest", &["analysis", "copy", "format", "index", "story", "text"]),
    ("index", &["analysis", "copies", "story"]),
    // The plan is made for one index.
    ("query", &["analysis", "index"]),
    // An output prints what it is handed. The query as it was parsed stands in the summary, marks
    // are spans, changes are segments, a terminal takes only safe text, and the index is a handle
    // that is passed on.
    ("render", &["copies", "index", "query", "search", "snippet", "span", "story", "text"]),
    // What changed between versions is told by their texts.
    ("search", &["copies", "index", "query", "span", "story"]),
    // Fragments are cut at the analyser's sentences, out of a story's text.
    ("snippet", &["analysis", "search", "span", "story"]),
    ("span", &["analysis", "query"]),
    ("story", &[]),
    ("text", &["story"]),
];

/// Folders and files that may name the engine.
const ENGINE: &[&str] = &["index/", "search/", "query/plan/", "error.rs"];

/// Names under which things end up that belong nowhere.
const ATTICS: &[&str] = &["util", "utils", "common", "helpers", "helper", "misc"];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All source files: the path below `src`, and the code without comments and test modules.
fn files() -> Vec<(String, String)> {
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder of sources can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    collect(&src(), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(src()).expect("it is below").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a source is text");
            (name.replace('\\', "/"), code(&text))
        })
        .filter(|(name, _)| !name.ends_with("tests.rs") && !name.contains("/tests/"))
        .collect()
}

/// Code without comments, and without the test module at its foot.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let is_test = line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test");
        if is_test && lines.peek().is_some_and(|next| next.starts_with("mod ")) {
            match lines.next() {
                Some(declared) if declared.ends_with(';') => continue,
                _ => break,
            }
        }
        let line = line.trim();
        let end = if line.starts_with("//") { 0 } else { line.find(" // ").unwrap_or(line.len()) };
        code.push_str(&line[..end]);
        code.push('\n');
    }
    code
}

/// The modules that stand behind each `crate::`, groups in braces opened.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        let inside_a_name = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if inside_a_name {
            continue;
        }
        let rest = &code[at + path.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut start = true;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 && start && (c.is_alphanumeric() || c == '_') {
                    word.push(c);
                } else if !word.is_empty() {
                    found.insert(std::mem::take(&mut word));
                    start = false;
                }
                start |= depth == 0 && c == ',';
            }
            found.extend((!word.is_empty()).then_some(word));
        } else {
            found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

/// The identifiers in code.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// The folder of a file, or its name where it lies in none.
fn folder(name: &str) -> &str {
    name.split('/').next().unwrap_or(name).trim_end_matches(".rs")
}

fn is_program(name: &str) -> bool {
    name == "main.rs" || name.starts_with("cli/")
}

#[test]
fn imports_are_found() {
    let code = code(
        "use crate::story::Story; // crate::no\n/// crate::no\nuse crate::{text, copy::{self, no}, \
         format};\nlet x = my_crate::no();\n#[cfg(test)]\nmod tests {\nuse crate::no;\n}\n",
    );
    let found: Vec<String> = imports(&code).into_iter().collect();
    assert_eq!(found, ["copy", "format", "story", "text"]);
}

#[test]
fn every_folder_keeps_to_its_imports() {
    let table: BTreeMap<&str, &[&str]> = TABLE.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (name, code) in files() {
        if name == "lib.rs" {
            continue;
        }
        let here = folder(&name);
        for import in imports(&code) {
            let allowed = if is_program(&name) {
                import == "cli"
            } else {
                let table = table.get(here).unwrap_or_else(|| {
                    panic!("src/{name}: the folder {here} is not in the table of imports")
                });
                import == here || import == "error" || table.contains(&import.as_str())
            };
            if !allowed {
                wrong.push(format!("src/{name} uses crate::{import}"));
            }
            used.insert((here.to_owned(), import));
        }
        // A module may climb to the top of its folder and no higher.
        let module = name.trim_end_matches(".rs").trim_end_matches("/mod");
        let depth = module.split('/').count();
        let climbs = "super::".repeat(depth);
        if code.contains(&climbs) {
            wrong.push(format!("src/{name} climbs out of its folder by {climbs}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (from, to) in [("format", "story"), ("ingest", "index"), ("render", "snippet")] {
        assert!(used.contains(&(from.to_owned(), to.to_owned())), "the scan misses {from} -> {to}");
    }
}

#[test]
fn the_document_says_the_same() {
    let text = std::fs::read_to_string(src().join("../docs/architecture.md")).expect("it is there");
    let mut described = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let Some(folder) = cells.get(1).and_then(|cell| cell.strip_prefix("`src/")) else {
            continue;
        };
        let uses: BTreeSet<String> = match cells.get(3) {
            Some(cell) => cell.split('`').skip(1).step_by(2).map(str::to_owned).collect(),
            None => BTreeSet::new(),
        };
        described.insert(folder.trim_end_matches('`').to_owned(), uses);
    }
    described.remove("cli");
    let table: BTreeMap<String, BTreeSet<String>> = TABLE
        .iter()
        .filter(|(folder, _)| *folder != "error")
        .map(|(folder, uses)| {
            ((*folder).to_owned(), uses.iter().map(|name| (*name).to_owned()).collect())
        })
        .collect();
    assert_eq!(described, table);
}

#[test]
fn only_the_index_side_names_the_engine() {
    let mut named = 0;
    for (name, code) in files() {
        if words(&code).any(|word| word.starts_with("tantivy")) {
            named += 1;
            let may = ENGINE.iter().any(|place| name.starts_with(place));
            assert!(may, "src/{name} names the engine");
        }
    }
    assert!(named > 5, "the scan misses the engine");
}

#[test]
fn nothing_is_kept_in_an_attic() {
    for (name, _) in files() {
        for part in name.split('/') {
            let part = part.trim_end_matches(".rs");
            assert!(!ATTICS.contains(&part), "src/{name}: what is in it belongs somewhere");
        }
    }
}

#[test]
fn the_library_neither_prints_nor_exits_nor_knows_a_command_line() {
    for (name, code) in files() {
        if is_program(&name) {
            continue;
        }
        for call in ["println!", "print!(", "eprint!(", "dbg!(", "process::exit", "abort("] {
            assert!(!code.contains(call), "src/{name} has {call}");
        }
        for word in words(&code) {
            assert!(!["clap", "indicatif"].contains(&word), "src/{name} names {word}");
        }
    }
}
