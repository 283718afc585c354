//! TREC, TIPSTER and LDC collections: many `<DOC>` … `</DOC>` in a stream.
//!
//! It is SGML that no parser of XML can read: tags unclosed or of a single letter, bare `&`,
//! values padded with blanks. The collections differ in their tags and in what their identifiers
//! say; what they mean stands in one table of fields and one of collections.

mod body;
mod collections;
mod dates;
mod fields;
mod tags;
mod values;

use std::io::BufRead;

use memchr::memchr;

use self::tags::Doc;
use super::cutter::{Cutter, Mark, Marks};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::RawStory;
use crate::text::{charset, clean};

/// The format.
pub struct Trec;

impl Format for Trec {
    fn name(&self) -> &'static str {
        "trec"
    }

    fn about(&self) -> &'static str {
        "TREC, TIPSTER and LDC SGML: <DOC> records of AP, AFP, NYT, WSJ, FT, Gigaword and others"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // Comment lines may stand before the first record.
        let (mut from, mut tags, mut other) = (0, 0_usize, false);
        while let Some(step) = memchr(b'<', &head[from..]) {
            let at = from + step;
            from = at + 1;
            tags += 1;
            let line_start = head[..at].iter().rev().find(|it| !matches!(it, b' ' | b'\t'));
            if !matches!(line_start, None | Some(b'\n' | b'\r' | 0xBF | b'>')) {
                continue;
            }
            let rest = &head[at..];
            if starts(rest, b"<DOCSTREAM") {
                return true;
            }
            if let Some(after) = after_name(rest, b"<DOC") {
                // In small letters the name is common in XML; there an id must follow.
                let near = &after[..after.len().min(2000)];
                let id = |name: &[u8]| has(near, name);
                if other && !is_gigaword(after) {
                    // The tag of the first record may be lost, so a later one with an id will do.
                    if rest.starts_with(b"<DOC") && id(b"<docno") {
                        return true;
                    }
                    continue;
                }
                return rest.starts_with(b"<DOC") && !has(near, b"<field ")
                    || id(b"<docno")
                    || id(b"<docid")
                    || id(b"<text>");
            }
            // A root of its own around the records is allowed for, another format is not.
            other |= tags > 4 && !matches!(rest.get(1), Some(b'!' | b'?' | b'/'));
        }
        false
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Cutter::new(input, DocTags, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, None);
        let text = clean::normalise(&decoded.text);
        let mut story = RawStory {
            charset: decoded.charset.into_owned(),
            flags: decoded.flags.into_iter().map(str::to_owned).collect(),
            ..RawStory::default()
        };
        let doc = Doc::of(&text);
        if !doc.closed {
            story.flags.push("end_tag_missing".into());
        }
        fields::fill(&mut story, &doc).map_err(|kind| match kind {
            fields::Unfit::NoId => Refusal::Reject {
                offset: record.offset,
                reason: "the record has no identifier (DOCNO, DOCID or id)".to_owned(),
            },
            fields::Unfit::NotStory(kind) => Refusal::NotStory { kind },
        })?;
        Ok(Read::Raw(story))
    }
}

/// Start and end tags of a record, in any case.
struct DocTags;

impl Marks for DocTags {
    const LONGEST: usize = 8;

    fn next(&self, bytes: &[u8], from: usize) -> Option<Mark> {
        let mut from = from.min(bytes.len());
        loop {
            let at = from + memchr(b'<', &bytes[from..])?;
            let rest = &bytes[at..];
            if starts(rest, b"</DOC>") {
                return Some(Mark { at, end: at + 6, starts: false });
            }
            if after_name(rest, b"<DOC").is_some() {
                return Some(Mark { at, end: at + 5, starts: true });
            }
            from = at + 1;
        }
    }

    fn belongs(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii();
        // Comments, and the tags of a root around all records.
        line.starts_with(b"#")
            || line.starts_with(b"<")
                && line.ends_with(b">")
                && line.iter().filter(|it| **it == b'<').count() == 1
    }
}

fn starts(bytes: &[u8], with: &[u8]) -> bool {
    bytes.len() >= with.len() && bytes[..with.len()].eq_ignore_ascii_case(with)
}

/// Says whether the tag of a record goes on as those of Gigaword do: ` id="..." type="..."`.
fn is_gigaword(after: &[u8]) -> bool {
    let tag = memchr(b'>', after).map_or(after, |end| &after[..end]);
    tag.starts_with(b" id=\"") && has(tag, b" type=\"")
}

/// What follows a tag's name, where the name ends there.
fn after_name<'a>(bytes: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let rest = starts(bytes, name).then(|| &bytes[name.len()..])?;
    rest.first().filter(|it| **it == b'>' || it.is_ascii_whitespace()).map(|_| rest)
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests;
