//! NITF: the News Industry Text Format, 2.x to 3.x, and the New York Times Annotated Corpus.
//!
//! One `<nitf>` element a story; several may stand in one file, bare or in an envelope. NewsML
//! carries the same element inside its own, so [`fill`] reads an element of any tree.

mod content;
mod head;
mod top;

use std::io::BufRead;

use super::elements::Elements;
use super::root::root;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::copy::agencies::{self, Agency};
use crate::story::{Body, RawStory};
use crate::text::markup::{Element, Tree};

// For formats that embed the text alone.
pub use content::body;

/// The format.
pub struct Nitf;

/// Names of the element that is a record; old files are SGML and shout.
const NAMES: [&str; 2] = ["nitf", "NITF"];

/// Roots of formats that carry NITF inside their own elements, and of pages that may show it.
const EMBEDDING: [&str; 15] = [
    "NewsML",
    "newsMessage",
    "newsItem",
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
    "newsItemSet",
    "html",
    "rss",
    "feed",
    "rdf",
    "DOC",
    "schema",
];

/// Whether the tag of a record stands right behind another tag or a line end.
fn is_enclosed(head: &[u8]) -> bool {
    NAMES.iter().any(|name| {
        memchr::memmem::find_iter(head, name.as_bytes()).any(|at| {
            let before = head[..at].trim_ascii_end().strip_suffix(b"<");
            let after = head.get(at + name.len());
            let tight = head[..at].ends_with(b"<");
            tight
                && before.is_some_and(|it| matches!(it.trim_ascii_end().last(), Some(b'>') | None))
                && matches!(after, Some(b'>' | b' ' | b'\t' | b'\r' | b'\n'))
        })
    })
}

impl Format for Nitf {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn about(&self) -> &'static str {
        "NITF 2 and 3, of any agency; the New York Times Annotated Corpus"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let first = root(head);
        if first.is_some_and(|it| it.is("nitf")) {
            return true;
        }
        // An envelope of somebody's own, or one whose start is damaged.
        let embeds = first.is_some_and(|root| EMBEDDING.iter().any(|it| root.is(it)));
        start.starts_with(b"<") && !embeds && is_enclosed(start)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Elements::new(input, &NAMES, "empty NITF", limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open(record);
        let tree = Tree::xml(&text);
        let Some(nitf) = tree.root().first("nitf") else {
            let reason = "no <nitf> element in it".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if !xml::is_closed(&record.bytes, "nitf") {
            story.flags.push("end_tag_missing".into());
        }
        fill(&mut story, nitf);
        match other_kind(&story, nitf) {
            Some(kind) => Err(Refusal::NotStory { kind }),
            None => Ok(Read::Raw(story)),
        }
    }
}

/// Puts what an `nitf` element says into a story, as far as the story leaves it open: what an
/// envelope has said already stands.
pub fn fill(story: &mut RawStory, nitf: Element<'_, '_>) {
    let head = nitf.child("head");
    let body = nitf.child("body").or_else(|| nitf.first("body"));
    let top = body.and_then(|it| it.first("body.head"));
    let agency = agency(story, head, top);
    head::fill(story, nitf, head, agency);
    if let Some(top) = top {
        top::fill(story, top, agency);
    }
    if story.headline.is_none() {
        let loose = top.is_none().then(|| xml::text(nitf.first("hl1"))).flatten();
        story.headline = loose.or_else(|| xml::text(head?.first("title")));
    } else if story.slug.is_none() {
        head::slug_title(story, head);
    }
    if let Some(body) = body {
        content::fill(story, body, head::is_tabular(head));
    }
    head::language(story, nitf, head, body);
}

/// Finds who sent a story, and sets it. A name that is a known agency's comes first.
fn agency(
    story: &mut RawStory,
    head: Option<Element<'_, '_>>,
    top: Option<Element<'_, '_>>,
) -> Option<&'static Agency> {
    if let Some(given) = &story.agency {
        return agencies::canonical(given);
    }
    let in_head = |name: &str| head.and_then(|it| it.first(name));
    let id = in_head("doc-id");
    let names = [
        xml::attribute(id, "regsrc"),
        xml::text(top.and_then(|it| it.first("distributor"))),
        xml::attribute(in_head("doc.copyright"), "holder"),
        xml::attribute(in_head("pubdata"), "name"),
        xml::attribute(in_head("doc.rights"), "owner"),
        xml::text(top.and_then(|it| it.first("rights.owner"))),
        // `AFP.121974877.6504909`: where a story came from before it was sent on.
        xml::attribute(id, "id-string").and_then(|it| Some(it.split_once('.')?.0.to_owned())),
    ];
    let known = |name: &Option<String>| {
        let name = name.as_deref()?;
        agencies::canonical(name).or_else(|| agencies::in_brackets(name))
    };
    if let Some(found) = names.iter().find_map(known) {
        story.agency = Some(found.name.to_owned());
        return Some(found);
    }
    // A stranger counts where the element names a sender, and not an owner of rights.
    let sender = |name: &&String| name.chars().any(char::is_alphabetic) && name.len() <= 80;
    story.agency = names[..2].iter().flatten().find(sender).cloned();
    None
}

/// What a record is that has no words of a story: a picture with its caption, a film.
fn other_kind(story: &RawStory, nitf: Element<'_, '_>) -> Option<&'static str> {
    let empty = matches!(&story.body, Body::Paragraphs(all) if all.is_empty());
    if !empty || !story.summary.is_empty() || story.take.is_some() {
        return None;
    }
    let media = nitf.first("media")?;
    let kind = media.attribute("media-type").unwrap_or_default().to_ascii_lowercase();
    Some(match kind.as_str() {
        "video" | "audio" => "sound or film",
        _ => "picture",
    })
}

#[cfg(test)]
mod tests;
