//! The text of a transmission: header lines, then hard-wrapped copy.
//!
//! In: all between STX and ETX. Out: headline, byline, marks and notes of the header lines, and
//! the copy. The last header line ends in `=`; where that was lost, a blank line, an indent or a
//! dateline shows where the copy begins.

use crate::copy::{byline, dateline, notes, take};
use crate::story::{Body, RawStory, Take};
use crate::text::{clean, paragraphs};

/// Header lines at most.
const MOST: usize = 10;
/// Header lines at most, where none ends in `=`.
const MOST_UNMARKED: usize = 4;

/// Fills the story.
pub fn fill(story: &mut RawStory, marks: &[&str], text: &str) {
    for mark in marks {
        match take::read_line(mark) {
            Some(found) => join(story, found),
            None => story.ednotes.push((*mark).to_owned()),
        }
    }
    let lines: Vec<&str> = text.lines().collect();
    let end = header_end(&lines, story);
    let front = header(story, &lines[..end]);
    let mut body = lines.get(end..).unwrap_or(&[]).to_vec();
    signature(story, &mut body);
    // The blank lines of a notebook say nothing of how the copy shows its paragraphs.
    let notebook = body.iter().position(|line| opens_notebook(bare(line)));
    let (copy, notebook) = body.split_at(notebook.unwrap_or(body.len()));
    let mut copy = joined(copy);
    if !front.is_empty() {
        copy = format!("{}\n\n{copy}", front.join("\n\n"));
    }
    story.body = if notebook.is_empty() {
        Body::Wrapped(copy)
    } else {
        let parted = |text: &str| paragraphs::paragraphs(&clean::normalise(text));
        let mut all = parted(&copy);
        let mut notebook = notebook.to_vec();
        // The signature under it is a line of its own.
        let last = notebook.iter().rposition(|line| !bare(line).is_empty());
        if let Some(last) = last.filter(|last| bare(notebook[*last]).starts_with("dpa ")) {
            notebook.insert(last, "");
        }
        all.extend(parted(&joined(&notebook)));
        Body::Paragraphs(all)
    };
}

/// Whether what a desk says to editors begins with a line.
fn opens_notebook(line: &str) -> bool {
    let stars = line.bytes().filter(|it| *it == b'*').count();
    stars >= 3 && line.bytes().all(|it| matches!(it, b'*' | b' '))
        || line.starts_with("# ")
        || line.starts_with("The following information is not")
}

/// Adds what a line says of the take.
fn join(story: &mut RawStory, found: Take) {
    let mut take = story.take.take().unwrap_or_default();
    take::join(&mut take, found);
    story.take = Some(take);
}

/// The copy as text. In the desk's notebook, an entry goes on in lines that are indented.
fn joined(lines: &[&str]) -> String {
    let mut out = String::new();
    let mut entry = false;
    for line in lines {
        let goes_on = entry && line.starts_with("  ") && !line.trim().is_empty();
        if goes_on {
            out.truncate(out.trim_end().len());
            out.push(' ');
            out.push_str(line.trim());
        } else {
            out.push_str(line);
            entry = line.starts_with("- ");
        }
        out.push('\n');
    }
    out
}

/// Where the header lines end.
fn header_end(lines: &[&str], story: &RawStory) -> usize {
    let hints =
        dateline::Hints { agency: story.agency.as_deref(), language: story.language.as_deref() };
    let opens = |line: &str| {
        dateline::read(line.trim(), &hints)
            .is_some_and(|it| it.before == 0 && (it.agency.is_some() || it.date.is_some()))
    };
    let mut marked = None;
    let mut unmarked = None;
    let mut full = 0;
    for (at, line) in lines.iter().enumerate() {
        let bare = bare(line);
        if bare.is_empty() {
            // Under a line of marks alone a blank one says nothing.
            let told = lines[..at].iter().any(|it| !said(it));
            if told && unmarked.is_none() {
                unmarked = Some(at);
            }
            if marked.is_some() {
                break;
            }
            continue;
        }
        if opens(bare) {
            unmarked.get_or_insert(at);
            break;
        }
        full += 1;
        if full > MOST {
            break;
        }
        // A byline may go on in the next line.
        let by = bare.starts_with("By ") && bare.ends_with(',');
        if bare.ends_with('=') {
            marked = Some(at + 1);
        } else if marked.is_some() && !by {
            break;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        if indent >= 2 && full > 1 || full > MOST_UNMARKED {
            unmarked.get_or_insert(at);
        }
    }
    marked.or(unmarked).unwrap_or(0)
}

/// A line without what is no text.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c == ' ' || c.is_control())
}

/// Whether a header line holds marks or notes alone.
fn said(line: &str) -> bool {
    let line = bare(line).trim_end_matches(['=', ' ']);
    line.is_empty() || take::read_line(line).is_some() || notes::read(line).is_some()
}

/// Reads the header lines; returns those that `copy` has to judge.
fn header(story: &mut RawStory, lines: &[&str]) -> Vec<String> {
    let mut front = Vec::new();
    let mut headline: Vec<&str> = Vec::new();
    let mut goes_on = false;
    for line in lines {
        let line = bare(line).trim_end_matches(['=', ' ']);
        if line.is_empty() {
            continue;
        }
        if goes_on && let Some(last) = story.bylines.last_mut() {
            last.push(' ');
            last.push_str(line);
            goes_on = line.ends_with(',');
            continue;
        }
        let by = line.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("by "));
        if by && !headline.is_empty() || byline::read(line).is_some() {
            story.bylines.push(line.to_owned());
            goes_on = line.ends_with(',') || line.ends_with(" and");
        } else if let Some(found) = take::read_line(line) {
            join(story, found);
        } else if notes::read(line).is_some() {
            story.ednotes.push(line.to_owned());
        } else if notes::embargo(line).is_some() {
            front.push(line.to_owned());
        } else {
            headline.push(line);
        }
    }
    if !headline.is_empty() {
        story.headline = Some(headline.join(" "));
    }
    front
}

/// Takes the sign-off of a Swiss desk, `(SDA/sj)`, off the end.
fn signature(story: &mut RawStory, body: &mut Vec<&str>) {
    let Some(at) = body.iter().rposition(|line| !bare(line).is_empty()) else { return };
    let line = bare(body[at]);
    let inner = line.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let Some((agency, initials)) = inner.and_then(|it| it.split_once('/')) else { return };
    let agency = agency.trim_end_matches('\\');
    let fits = matches!(agency, "SDA" | "sda" | "ATS" | "ats")
        && (1..=12).contains(&initials.len())
        && initials.bytes().all(|b| b.is_ascii_alphabetic() || b == b'/');
    if fits {
        story.credits = Some(format!("({agency}/{initials})"));
        body.truncate(at);
    }
}
