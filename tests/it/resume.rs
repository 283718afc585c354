//! A run that is killed: the next one goes on, and in the end nothing tells that it happened.

use std::path::Path;
use std::time::{Duration, Instant};

use super::accuracy::data;
use super::archive::{Numbers, gzip, lines, tar};
use super::workdir::Workdir;

/// Kills of the test over made-up stories, unless `NEWSWIRE_KILLS` says otherwise.
const KILLS: u64 = 50;

/// Everything that tells one index from another: what it says of itself, what was rejected, and
/// what searches print.
fn prints(work: &Workdir, index: &str, queries: &[&str]) -> Vec<String> {
    let run = |args: &[&str]| work.run(&[args, &["--index", index]].concat());
    let verified = run(&["verify", "-q"]).code(0).stdout;
    let mut stats = run(&["stats", "--output", "jsonl"]).code(0).json().remove(0);
    // The log of files may hold a line more for each time that a file was taken up.
    stats["bytes"] = 0.into();
    let whole = verified.starts_with("whole: ");
    assert!(whole, "{verified}");
    let rejects = work.path(&format!("{index}/rejects.jsonl"));
    let mut prints = vec![stats.to_string(), std::fs::read_to_string(rejects).unwrap_or_default()];
    for query in queries {
        for sort in ["relevance", "newest", "oldest"] {
            let args = ["search", "-q", "--all", "--output", "ids", "--sort", sort, query];
            prints.push(run(&args).stdout);
        }
        prints.push(run(&["search", "-q", "-n", "50", "--output", "jsonl", query]).stdout);
        prints.push(run(&["count", "-q", query]).stdout);
    }
    let every = run(&["search", "--all", "--output", "ids", "date:any OR date:none"]).code(0);
    let mut ids: Vec<&str> = every.stdout.lines().collect();
    assert_eq!(stats["stories"], ids.len(), "every story is found");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(stats["stories"], ids.len(), "no story is there twice");
    prints.push(every.stdout);
    prints
}

/// Indexes `archive` again and again, killing each run, until that has happened often enough.
fn kill_and_compare(work: &Workdir, archive: &str, commit: &str, kills: u64, queries: &[&str]) {
    let wanted = match std::env::var("NEWSWIRE_KILLS") {
        Ok(number) => number.parse().expect("NEWSWIRE_KILLS is a number"),
        Err(_) => kills,
    };
    work.run(&["index", "-q", "--index", "calm", "--threads", "1", archive]).code(0);
    let calm = prints(work, "calm", queries);
    let args =
        ["index", "-q", "--index", "rough", "--commit-stories", commit, "--threads", "2", archive];
    let begun = Instant::now();
    work.run(&args).code(0);
    let whole = begun.elapsed().as_micros() as u64;
    assert!(calm == prints(work, "rough", queries), "commits change nothing");

    let mut chance = Numbers::from(21_578);
    let (mut kills, mut ended, mut resumed) = (0, 0, 0);
    while kills < wanted || ended == 0 {
        std::fs::remove_dir_all(work.path("rough")).expect("it was there");
        std::fs::create_dir(work.path("rough")).expect("a folder can be made");
        loop {
            let mut child = work.command(&args).spawn().expect("the program starts");
            if kills < wanted {
                // Most runs get some way, some none; few come to the end.
                std::thread::sleep(Duration::from_micros(chance.below(whole / 3)));
                // A run that has just ended cannot be killed.
                let _ = child.kill();
            }
            let status = child.wait().expect("it can be waited for");
            if status.code().is_some() {
                assert_eq!(status.code(), Some(0));
                break;
            }
            kills += 1;
            resumed += u64::from(in_the_middle(&work.path("rough")));
        }
        ended += 1;
        let rough = prints(work, "rough", queries);
        for (calm, rough) in calm.iter().zip(&rough) {
            assert!(calm == rough, "after {kills} kills\n{:.2000}\n\n{:.2000}", calm, rough);
        }
        assert_eq!(calm.len(), rough.len());
        // A run over what has been read through changes nothing.
        let before = std::fs::read(work.path("rough/newswire.json")).expect("it is there");
        work.run(&args).code(0);
        assert!(before == std::fs::read(work.path("rough/newswire.json")).expect("it is there"));
    }
    println!("{kills} kills, {resumed} of them after a commit in a file, {ended} builds compared");
    assert!(resumed > 0, "no kill came between two commits: the test tests nothing");
}

/// Says whether the last commit stands in the middle of a file.
fn in_the_middle(index: &Path) -> bool {
    std::fs::read_to_string(index.join("meta.json"))
        .is_ok_and(|meta| meta.contains("\\\"current\\\":{"))
}

#[test]
fn a_killed_run_goes_on() {
    let work = Workdir::new();
    let parts: Vec<String> = (0..3).map(|part| lines(part * 900, 900, 120)).collect();
    let members: Vec<(String, &[u8])> = parts
        .iter()
        .enumerate()
        .map(|(number, text)| (format!("part-{number}.jsonl"), text.as_bytes()))
        .collect();
    let members: Vec<(&str, &[u8])> =
        members.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    work.write("archive/b.tar.gz", gzip(&tar(&members)));
    // Ids that another file has, with the same text and with another; and twice in one file.
    work.write("archive/a.jsonl", lines(850, 100, 120) + &lines(600, 60, 80));
    let twice = lines(5000, 300, 100) + &lines(5100, 100, 60) + &lines(5000, 50, 100);
    work.write("archive/c.jsonl.gz", gzip(twice.as_bytes()));
    let queries =
        ["kalo", "kalo miter", "sonva OR rine", "headline:vari", "\"ka lo\"", "mi w/5 du"];
    kill_and_compare(&work, "archive", "100", KILLS, &queries);
}

/// The same on the real archive.
#[test]
fn a_killed_run_over_reuters_goes_on() {
    let Some(archive) = data("reuters21578.tar.gz") else { return };
    let archive = archive.display().to_string();
    let queries = ["cocoa", "cocoa OR coffee", "oil w/5 price", "dateline:tokyo yen", "date:none"];
    kill_and_compare(&Workdir::new(), &archive, "500", 6, &queries);
}
