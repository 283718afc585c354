//! Versions and copies as JSON Lines.

use std::io::Write;

use serde::Serialize;

use super::super::hit::failed;
use super::rounded;
use crate::copies::diff::{Diff, Piece, Segment};
use crate::error::Result;
use crate::search::{Copy, Extent, Version, Versions};

/// A version as it is printed. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct VersionLine<'s> {
    relation: &'static str,
    place: usize,
    id: &'s str,
    agency: Option<&'s str>,
    filed: Option<&'s str>,
    mark: Option<&'s str>,
    role: &'static str,
    withdrawn: bool,
    superseded: bool,
    latest: bool,
    asked: bool,
    headline: Option<&'s str>,
    words: u32,
    since: Option<&'s str>,
    similarity: Option<f64>,
    words_added: Option<usize>,
    words_cut: Option<usize>,
    coarse: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Option<Vec<ChangeLine<'s>>>>,
}

/// A changed headline or paragraph.
#[derive(Serialize)]
struct ChangeLine<'s> {
    part: &'static str,
    /// Its number in this version, and in the one before.
    paragraph: Option<usize>,
    before: Option<usize>,
    kind: &'static str,
    segments: Vec<SegmentLine<'s>>,
}

#[derive(Serialize)]
struct SegmentLine<'s> {
    kind: &'static str,
    text: &'s str,
}

/// A copy as it is printed.
#[derive(Serialize)]
struct CopyLine<'s> {
    relation: &'static str,
    place: usize,
    id: &'s str,
    agency: Option<&'s str>,
    filed: Option<&'s str>,
    slug: Option<&'s str>,
    headline: Option<&'s str>,
    words: u32,
    asked: bool,
    similarity: Option<f64>,
    identical: bool,
}

/// Prints an object for each version, then one for each copy; with the changes where they are
/// wanted.
///
/// # Errors
///
/// Those of reading and of the writer.
pub fn versions_jsonl(
    out: &mut dyn Write,
    versions: &Versions<'_>,
    (chain, group): (Option<&Extent>, Option<&Extent>),
    with_changes: bool,
) -> Result<()> {
    if let Some(chain) = chain {
        versions.each_version(&chain.shown, &mut |version| {
            line(out, &version_line(version, with_changes))
        })?;
    }
    if let Some(group) = group {
        versions.each_copy(&group.shown, &mut |copy| line(out, &copy_line(copy)))?;
    }
    out.flush().map_err(failed)
}

fn line(out: &mut dyn Write, object: &impl Serialize) -> Result<()> {
    let mut line = serde_json::to_vec(object).map_err(|error| failed(error.into()))?;
    line.push(b'\n');
    out.write_all(&line).map_err(failed)
}

fn version_line<'s>(version: &'s Version<'_>, with_changes: bool) -> VersionLine<'s> {
    let Version { story, member, changed, .. } = version;
    let words = changed.as_ref().map(|changed| changed.diff.words()).unzip();
    VersionLine {
        relation: "chain",
        place: version.place,
        id: &story.id,
        agency: story.agency.as_deref(),
        filed: story.filed.as_deref(),
        mark: story.take.mark.as_deref(),
        role: member.role.name(),
        withdrawn: member.withdrawn,
        superseded: member.superseded,
        latest: version.is_latest,
        asked: version.is_asked,
        headline: story.headline.as_deref(),
        words: story.words,
        since: changed.as_ref().map(|changed| changed.since.id.as_str()),
        similarity: changed.as_ref().and_then(|it| it.similarity).map(rounded),
        words_added: words.0,
        words_cut: words.1,
        coarse: changed.as_ref().is_some_and(|changed| changed.diff.is_coarse),
        changes: with_changes.then(|| changed.as_ref().map(|changed| change_lines(&changed.diff))),
    }
}

fn change_lines<'s>(diff: &'s Diff<'_>) -> Vec<ChangeLine<'s>> {
    let headline = diff.headline.iter().map(|piece| change_line("headline", piece));
    headline.chain(diff.changed().map(|piece| change_line("body", piece))).collect()
}

fn change_line<'s>(part: &'static str, piece: &'s Piece<'_>) -> ChangeLine<'s> {
    // A headline has no number.
    let is_body = part == "body";
    let segment = |it: &Segment<'s>| SegmentLine { kind: it.part.name(), text: it.text };
    ChangeLine {
        part,
        paragraph: piece.after.filter(|_| is_body),
        before: piece.before.filter(|_| is_body),
        kind: piece.kind.name(),
        segments: piece.segments.iter().map(segment).collect(),
    }
}

fn copy_line<'s>(copy: &'s Copy<'_>) -> CopyLine<'s> {
    let story = copy.story;
    CopyLine {
        relation: "group",
        place: copy.place,
        id: &story.id,
        agency: story.agency.as_deref(),
        filed: story.filed.as_deref(),
        slug: story.slug.as_deref(),
        headline: story.headline.as_deref(),
        words: story.words,
        asked: copy.is_asked,
        similarity: copy.similarity.map(rounded),
        identical: copy.is_identical,
    }
}
