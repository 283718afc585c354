//! `--memory` bounds the whole process.
#![cfg(target_os = "linux")]

use std::io::{BufWriter, Write};
use std::process::Stdio;
use std::time::Duration;

use super::archive::{Numbers, story};
use super::workdir::Workdir;

/// Stories of a test, unless `NEWSWIRE_STORIES` says otherwise.
const STORIES: u64 = 20_000;

/// The most memory that a process has used so far, in KiB.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}

/// Indexes made-up stories from standard input, and gives the peak in KiB.
fn indexing(memory: &str, threads: &str, stories: u64) -> u64 {
    let work = Workdir::new();
    let mut child = work
        .command(&["index", "-q", "--memory", memory, "--threads", threads, "-"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut into = BufWriter::new(child.stdin.take().expect("it is a pipe"));
    let writing = std::thread::spawn(move || {
        let mut numbers = Numbers::from(128);
        for number in 0..stories {
            let mut line = story(&mut numbers, number, 250).to_string();
            line.push('\n');
            into.write_all(line.as_bytes()).expect("the program reads");
        }
        into.flush().expect("the program reads");
    });
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        most = most.max(peak(child.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    };
    writing.join().expect("all was written");
    assert!(status.success());
    let stats = work.run(&["stats", "--output", "jsonl"]).code(0);
    assert_eq!(stats.json()[0]["stories"], stories);
    most
}

#[test]
fn memory_stays_within_its_bound() {
    let stories = match std::env::var("NEWSWIRE_STORIES") {
        Ok(number) => number.parse().expect("NEWSWIRE_STORIES is a number"),
        Err(_) => STORIES,
    };
    for (memory, threads, bound) in [("128M", "2", 128 << 10), ("256M", "8", 256 << 10)] {
        let most = indexing(memory, threads, stories);
        println!("--memory {memory}: {stories} stories at a peak of {} MiB", most / 1024);
        assert!(most > 0, "the peak was not seen");
        assert!(most < bound, "--memory {memory}: a peak of {} MiB", most / 1024);
    }
}
