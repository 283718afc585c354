//! The record of a story, out of what its format says and what its copy says.
//!
//! Comes in: a raw story. Goes out: the record, or why there is none. Elements come first, then
//! header lines, then the running text; what was read out of the text is named in `inferred`.
//! This file holds the order of the steps; each step is a file.

mod body;
mod closing;
mod elements;
mod finish;
mod given;
mod identity;
mod opening;
mod package;
mod repeat;
mod reporters;
mod site;
#[cfg(test)]
mod tests;

pub use package::package;

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{agencies, dateline};
use crate::story::{Byline, FiledText, RawStory, Source, Story, TakeKind};
use crate::text::{clean, language};

/// Makes the record of a story.
///
/// A story with neither headline nor text is refused, with the reason; a kill needs no text.
pub fn story(raw: RawStory, source: Source) -> Result<Story, &'static str> {
    let mut draft = Draft::new(raw, source);
    let mut text = draft.body();
    draft.headline();
    draft.byline_element(&mut text);
    draft.dateline_element(&mut text);
    if !text.preformatted {
        opening::read(&mut draft, &mut text);
    }
    closing::read(&mut draft, &mut text);
    draft.summary(&mut text);
    draft.origin();
    draft.finish(text)
}

/// Paragraphs of a story while it is taken apart.
#[derive(Debug, Default)]
struct Text {
    /// In order; none empty.
    paragraphs: Vec<String>,
    /// Points of a summary that stood above the dateline.
    points: Vec<String>,
    /// Lines stand as they are: nothing opens or closes them.
    preformatted: bool,
    /// The head block was read line by line, and no dateline found.
    no_dateline: bool,
}

/// A record in the making.
struct Draft {
    story: Story,
    /// What is left to use of the raw story.
    raw: RawStory,
    /// Agency of the elements, in canonical form.
    agency: Option<String>,
    /// Zone of that agency.
    zone: Option<&'static str>,
    /// Agency that the end mark names.
    signed: Option<&'static str>,
    /// Time that a trailer gives.
    trailer: Option<FiledText>,
    /// Notes to editors, in order.
    notes: Vec<String>,
    /// Day against which a dateline without a year is read.
    reference: Option<NaiveDate>,
}

impl Draft {
    fn new(mut raw: RawStory, source: Source) -> Draft {
        let mut story = Story {
            schema: crate::story::SCHEMA,
            native_id: one_line(raw.native_id.take()),
            version: one_line(raw.version.take()),
            follows: one_line(raw.follows.take()),
            slug: one_line(raw.slug.take()),
            first_filed: None,
            embargo: one_line(raw.embargo.take()),
            urgency: raw.urgency,
            category: one_line(raw.category.take()),
            topics: lines(std::mem::take(&mut raw.topics)),
            places: lines(std::mem::take(&mut raw.places)),
            url: one_line(raw.url.take()),
            language: one_line(raw.language.take()).and_then(|it| language::canonical(&it)),
            inferred: std::mem::take(&mut raw.inferred),
            flags: std::mem::take(&mut raw.flags),
            source,
            ..Story::default()
        };
        story.source.charset = std::mem::take(&mut raw.charset);
        let agency = one_line(raw.agency.take());
        let known = agency.as_deref().and_then(agencies::canonical);
        Draft {
            reference: raw.filed.as_ref().and_then(|filed| filed.date.parse().ok()),
            notes: lines(std::mem::take(&mut raw.ednotes)),
            agency: known.map(|known| known.name.to_owned()).or(agency),
            zone: known.and_then(|known| known.zone),
            signed: None,
            trailer: None,
            story,
            raw,
        }
    }

    /// What is known before a dateline is read.
    fn hints(&self) -> dateline::Hints<'_> {
        dateline::Hints { agency: self.agency.as_deref(), language: self.story.language.as_deref() }
    }

    fn set_dateline(&mut self, reading: &dateline::Reading) {
        let (found, flags) = dateline::to_record(reading, self.reference);
        for flag in flags {
            self.flag(flag);
        }
        self.story.dateline = Some(found);
    }

    fn set_byline(&mut self, byline: Byline) {
        self.story.byline = Some(byline);
        self.infer("byline");
    }

    /// Notes a field that was read out of the text.
    fn infer(&mut self, field: &str) {
        if !self.story.inferred.iter().any(|known| known == field) {
            self.story.inferred.push(field.to_owned());
        }
    }

    fn flag(&mut self, flag: &str) {
        if !self.story.flags.iter().any(|known| known == flag) {
            self.story.flags.push(flag.to_owned());
        }
    }

    /// Takes over what a note to editors says of the take.
    fn said(&mut self, kind: TakeKind) {
        if kind != TakeKind::New && self.story.take.kind == TakeKind::New {
            self.story.take.kind = kind;
            self.infer("take");
        }
    }
}

/// One clean line, or nothing.
fn one_line(text: Option<String>) -> Option<String> {
    let text = text?;
    let clean =
        if is_one_clean_line(&text) { text } else { clean::one_line(&clean::normalise(&text)) };
    (!clean.is_empty()).then_some(clean)
}

/// Whether there is nothing to clean: the usual case, and then nothing is copied.
fn is_one_clean_line(text: &str) -> bool {
    let mut before = b' ';
    for b in text.bytes() {
        if !(b' '..0x7f).contains(&b) || b == b' ' && before == b' ' {
            return false;
        }
        before = b;
    }
    before != b' '
}

fn lines(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().filter_map(|text| one_line(Some(text))).collect()
}

/// With typographic quotes where the wire had backquotes.
fn quoted(text: String) -> String {
    match clean::wire_quotes(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(quoted) => quoted,
    }
}
