//! What holds for all commands: help, usage errors, the index to use, pipes.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use super::workdir::{Ran, Workdir};

#[test]
fn nothing_typed_is_answered_with_help_on_standard_error() {
    let ran = Workdir::new().run(&[]).code(2);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("Usage: newswire [OPTIONS] <COMMAND>"), "{}", ran.stderr);
    assert!(ran.stderr.contains("newswire search --corpus corpus military-to-military"));
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = Workdir::new().run(&["--version"]).code(0);
    assert_eq!(ran.stdout, format!("newswire {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn errors_begin_with_the_name_of_the_program() {
    let work = Workdir::new();
    let ran = work.run(&["serch"]).code(2);
    assert!(ran.stderr.starts_with("newswire: unrecognized subcommand 'serch'"), "{}", ran.stderr);
    let ran = work.run(&["search", "peace", "talks"]).code(2);
    insta::assert_snapshot!(ran.stderr, @r"
    newswire: unexpected argument 'talks' found

    Usage: newswire search [OPTIONS] <QUERY>

    For more information, try '--help'.
    hint: a query of several words needs quotes round it: newswire search 'peace talks'
    ");
}

#[test]
fn a_missing_index_is_told_with_a_way_out() {
    for command in ["search", "count", "explain", "show"] {
        let ran = Workdir::new().run(&[command, "cocoa"]).code(3);
        assert_eq!(ran.stdout, "");
        insta::allow_duplicates! {
            insta::assert_snapshot!(ran.stderr, @r"
            newswire: there is no index in index
            hint: make one: newswire index --index index PATH…, or search at once: newswire search --corpus PATH… QUERY
            ");
        }
    }
}

#[test]
fn the_index_comes_from_the_option_then_the_environment() {
    let work = Workdir::indexed();
    std::fs::rename(work.path("index"), work.path("moved")).expect("an index can be moved");
    work.run(&["count", "kakao"]).code(3);
    work.run(&["count", "--index", "moved", "kakao"]).code(0);
    let ran = Ran::of(work.command(&["count", "kakao"]).env("NEWSWIRE_INDEX", "moved")).code(0);
    assert_eq!(ran.stdout, "1 story, 2 matches\n");
    let mut command = work.command(&["count", "kakao", "--index", "nowhere"]);
    Ran::of(command.env("NEWSWIRE_INDEX", "moved")).code(3);
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let work = Workdir::new();
    let lines: String = (0..3000)
        .map(|number| {
            format!(
                "{{\"schema\":1,\"id\":\"AP:{number}\",\"headline\":\"Harbor {number} shut\",\
                 \"body\":\"The harbor of town {number} was shut by ice.\",\"source\":{{}}}}\n"
            )
        })
        .collect();
    work.write("stories.jsonl", lines);
    work.run(&["index", "stories.jsonl"]).code(0);
    for args in [
        &["search", "--all", "--output", "jsonl", "harbor"][..],
        &["search", "--all", "--output", "csv", "harbor"],
        &["search", "--all", "harbor"],
        &["parse", "stories.jsonl"],
    ] {
        let mut child = work
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut out = BufReader::with_capacity(1024, child.stdout.take().expect("it is piped"));
        let mut first = String::new();
        out.read_line(&mut first).expect("there is a first line");
        drop(out);
        let mut stderr = String::new();
        let mut messages = child.stderr.take().expect("it is piped");
        messages.read_to_string(&mut stderr).expect("messages are text");
        let status = child.wait().expect("the program ends");
        assert_eq!((status.code(), stderr.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let work = Workdir::indexed();
    let full = std::fs::File::create("/dev/full").expect("Linux has it");
    let output = work
        .command(&["search", "--output", "ids", "-q", "military"])
        .stdout(full)
        .output()
        .expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(stderr.starts_with("newswire: writing standard output: "), "{stderr}");
}

#[test]
fn styles_are_written_only_where_they_are_wanted() {
    let work = Workdir::indexed();
    let bold = |args: &[&str], name: &str, value: &str| {
        let ran = Ran::of(work.command(args).env(name, value)).code(0);
        ran.stdout.contains("\u{1b}[1m")
    };
    assert!(!bold(&["search", "kakao"], "TERM", "xterm"), "no terminal");
    assert!(bold(&["search", "kakao", "--color", "always"], "NO_COLOR", "1"));
    assert!(!bold(&["search", "kakao", "--color", "never"], "TERM", "xterm"));
}
