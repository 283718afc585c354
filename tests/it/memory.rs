//! `--memory` bounds the whole process.
#![cfg(target_os = "linux")]

use std::io::{BufWriter, Write};
use std::process::Stdio;
use std::time::Duration;

use super::archive::{Numbers, story};
use super::workdir::Workdir;
use super::written::{self, Written};

/// Stories of a test, unless `NEWSWIRE_STORIES` says otherwise.
const STORIES: u64 = 20_000;

/// Bytes of one archive in a format, unless `NEWSWIRE_BYTES` says otherwise.
const BYTES: u64 = 24 << 20;

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

/// Parses an archive of so many bytes in one file, which is never stored; gives the peak in KiB.
fn parsing(written: &Written, bytes: u64) -> u64 {
    let work = Workdir::new();
    let mut child = work
        .command(&["parse", "-q", "--memory", "256M", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut into = child.stdin.take().expect("it is a pipe");
    let stories: Vec<String> = (1..=200)
        .map(|number| (written.story)(&written::made(number, 400, written.ascii)))
        .collect();
    let (above, between, below) = (written.above, written.between, written.below);
    let writing = std::thread::spawn(move || {
        let mut count = 0u64;
        let mut sent = 0;
        into.write_all(above.as_bytes()).expect("the program reads");
        'all: loop {
            for story in &stories {
                if count > 0 {
                    into.write_all(between.as_bytes()).expect("the program reads");
                }
                into.write_all(story.as_bytes()).expect("the program reads");
                count += 1;
                sent += (story.len() + between.len()) as u64;
                if sent >= bytes {
                    break 'all;
                }
            }
        }
        into.write_all(below.as_bytes()).expect("the program reads");
        count
    });
    let mut out = child.stdout.take().expect("it is a pipe");
    let reading = std::thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        let mut lines = 0u64;
        while let Ok(length @ 1..) = std::io::Read::read(&mut out, &mut buffer) {
            lines += buffer[..length].iter().filter(|it| **it == b'\n').count() as u64;
        }
        lines
    });
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        most = most.max(peak(child.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    };
    let (written, read) = (writing.join().expect("all was written"), reading.join());
    assert!(status.success());
    assert_eq!(read.expect("all was read"), written, "stories");
    most
}

#[test]
fn one_file_of_any_size_is_read_in_constant_memory() {
    let bytes = match std::env::var("NEWSWIRE_BYTES") {
        Ok(number) => number.parse().expect("NEWSWIRE_BYTES is a number"),
        Err(_) => BYTES,
    };
    for written in written::all().iter().filter(|it| it.several) {
        let most = parsing(written, bytes);
        println!("{}: {} MiB at a peak of {} MiB", written.format, bytes >> 20, most / 1024);
        // What is under way has its share of the bound; a stream that was held would show.
        assert!(most < 256 << 10, "{}: a peak of {} MiB", written.format, most / 1024);
        let less = parsing(written, bytes / 8);
        assert!(
            most < less + (12 << 10),
            "{}: {} MiB for an eighth, {} MiB for all",
            written.format,
            less / 1024,
            most / 1024
        );
    }
}
