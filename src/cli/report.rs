//! The closing report of a run over an archive: an account that balances, and the first rejects.

use std::path::Path;
use std::time::Duration;

use newswire::error::{Error, Result};
use newswire::ingest::{Reject, Report};
use newswire::render::CollapseSummary;
use serde_json::{Value, json};

use super::screen::Screen;
use super::size::about;
use super::{Exit, usage};

/// What a run does with stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Puts them into an index.
    Index,
    /// Prints them.
    Parse,
}

/// The report as lines for people.
pub fn text(report: &Report, run: Run, took: Duration, rejects: Option<&Path>) -> String {
    let seconds = took.as_secs_f64();
    let rate = |amount: u64| amount as f64 / seconds.max(0.001);
    let mut lines = vec![if report.files == 0 {
        format!("nothing new to read, in {seconds:.1} s")
    } else {
        format!(
            "read {} from {}, {}, in {seconds:.1} s ({:.0} records/s, {}/s)",
            some(report.read, "record"),
            some(report.files, "file"),
            about(report.bytes),
            rate(report.read),
            about(rate(report.bytes) as u64),
        )
    }];
    let mut row = |count: u64, name: &str, more: &str| {
        lines.push(format!("{count:>12} {name}{more}"));
    };
    match run {
        Run::Index => {
            row(report.indexed, "indexed", "");
            row(report.unchanged, "unchanged", "");
            row(report.replaced, "replaced", "");
        }
        Run::Parse => row(report.indexed, "printed", ""),
    }
    row(report.rejected, "rejected", "");
    let kinds: Vec<String> =
        report.not_stories.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    row(report.not_story_total(), "not stories", &kinds);
    if !report.balances() {
        lines.push("the account does not balance: please report this as a bug".to_owned());
    }
    lines.extend(report.warnings.iter().map(|warning| format!("warning: {warning}")));
    if report.files_unchanged > 0 {
        let files = some(report.files_unchanged, "file");
        lines.push(format!("{files} unchanged since the last run, not read again"));
    }
    if report.resumed > 0 {
        let records = some(report.resumed, "record");
        lines.push(format!("{records} passed over: an interrupted run had read them"));
    }
    if report.removed > 0 {
        let stories = count_stories(report.removed);
        lines.push(format!("{stories} removed: gone from the archive"));
    }
    if let Some(copies) = report.copies.filter(|it| it.groups + it.chains > 0) {
        lines.push(format!(
            "{} of {} copies, {} of {} versions",
            some(copies.groups, "group"),
            copies.grouped,
            some(copies.chains, "chain"),
            copies.chained
        ));
    }
    if report.rejected == 0
        && report.not_story_total() > 0
        && let Some(path) = rejects
    {
        lines.push(format!("what is no story is listed in {}", path.display()));
    }
    if report.rejected > 0 {
        lines.push(match rejects {
            Some(path) => format!("all rejects are listed in {}; the first:", path.display()),
            None => "the first rejects (--rejects FILE lists all):".to_owned(),
        });
        lines.extend(report.first_rejects.iter().map(|reject| format!("  {}", place(reject))));
    }
    lines.join("\n")
}

/// Where a reject stands and why it is one.
fn place(reject: &Reject) -> String {
    let mut place = reject.path.clone();
    if let Some(member) = &reject.member {
        place = format!("{place}!{member}");
    }
    if let Some(record) = reject.record {
        place = format!("{place}, record {record}");
    }
    if let Some(offset) = reject.offset {
        place = format!("{place}, byte {offset}");
    }
    format!("{place}: {}", reject.reason)
}

/// `1 file`, `2 files`.
pub fn some(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `1 story`, `2 stories`.
pub fn count_stories(count: u64) -> String {
    format!("{count} {}", if count == 1 { "story" } else { "stories" })
}

/// `3 stories`, and where one stands for several, `3 stories of 5 items`.
pub fn count_found(stories: u64, collapse: Option<&CollapseSummary>) -> String {
    match collapse {
        None => count_stories(stories),
        Some(collapse) => format!("{} of {}", count_stories(stories), some(collapse.items, "item")),
    }
}

/// `1 match`, `2 matches`.
pub fn count_matches(count: u64) -> String {
    format!("{count} {}", if count == 1 { "match" } else { "matches" })
}

/// The report as an object for programs.
fn object(report: &Report, took: Duration) -> Value {
    let mut object = serde_json::to_value(report).unwrap_or_default();
    if let Some(object) = object.as_object_mut() {
        object.insert("balances".to_owned(), report.balances().into());
        object.insert("took_ms".to_owned(), (took.as_millis() as u64).into());
        object.insert("version".to_owned(), json!(env!("CARGO_PKG_VERSION")));
    }
    object
}

/// Tells how a run ended: the report, its summary, its exit code.
pub fn close(
    screen: &Screen,
    report: &Report,
    run: Run,
    took: Duration,
    (rejects, summary, strict): (Option<&Path>, Option<&Path>, bool),
) -> Result<Exit> {
    screen.note(&text(report, run, took, rejects));
    if let Some(path) = summary {
        write_summary(path, &object(report, took))?;
    }
    let rejected = report.rejected + report.rejected_before;
    if strict && rejected > 0 {
        let message = match report.rejected_before {
            0 => format!("{rejected} rejected, and --strict allows none"),
            before => format!(
                "{} rejected, and {before} when files that are the same now were last read; \
                 --strict allows none",
                report.rejected
            ),
        };
        screen.error(&message, None);
        return Ok(Exit::Partial);
    }
    Ok(Exit::Done)
}

/// Writes a summary to a file, as one line of JSON.
pub fn write_summary(path: &Path, summary: &impl serde::Serialize) -> Result<()> {
    let mut line = serde_json::to_vec(summary)
        .map_err(|error| usage(format!("the summary cannot be written: {error}")))?;
    line.push(b'\n');
    std::fs::write(path, line).map_err(|error| Error::io("writing", path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_names_what_was_rejected_and_where() {
        let mut report = Report { read: 2, indexed: 2, files: 1, bytes: 2000, ..Report::default() };
        report.add(Reject::default().into_not_story("picture"));
        report.add(Reject {
            path: "a.zip".into(),
            member: Some("b.txt".into()),
            record: None,
            offset: Some(77),
            format: Some("plain"),
            not_story: None,
            reason: "it breaks off".into(),
        });
        let text =
            text(&report, Run::Index, Duration::from_secs(2), Some(Path::new("rejects.jsonl")));
        assert_eq!(
            text,
            "read 4 records from 1 file, 2.0 kB, in 2.0 s (2 records/s, 1.0 kB/s)\n           2 \
             indexed\n           0 unchanged\n           0 replaced\n           1 rejected\n           \
             1 not stories: picture 1\nall rejects are listed in rejects.jsonl; the first:\n  \
             a.zip!b.txt, byte 77: it breaks off"
        );
    }
}
