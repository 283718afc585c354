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

/// The engine takes its files to be whole and panics where they are not: a backtrace, and 101.
#[test]
fn damage_to_any_file_is_told_and_never_a_crash() {
    let work = Workdir::indexed();
    let files: Vec<String> = std::fs::read_dir(work.path("index"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .filter(|name| !name.starts_with('.') && name != "rejects.jsonl")
        .collect();
    assert!(files.len() >= 8, "{files:?}");
    for file in &files {
        let name = format!("index/{file}");
        let whole = std::fs::read(work.path(&name)).expect("a file");
        for damage in 0..6 {
            let mut bytes = whole.clone();
            let at = bytes.len() * damage / 6;
            match damage {
                0 => bytes[0] ^= 1,
                1 => bytes.truncate(at),
                _ => bytes[at] ^= 0x10,
            }
            work.write(&name, &bytes);
            let verified = work.run(&["verify"]);
            assert_eq!(verified.code, 3, "{file} {damage}: {}{}", verified.stdout, verified.stderr);
            for command in [&["search", "harbor"][..], &["stats"], &["show", "AP:1"]] {
                let ran = work.run(command);
                let told = ran.code <= 1 || ran.code == 3 && ran.stderr.starts_with("newswire: ");
                assert!(told, "{command:?} {file} {damage}: {} {}", ran.code, ran.stderr);
            }
        }
        work.write(&name, &whole);
    }
    work.run(&["verify"]).code(0);
}
