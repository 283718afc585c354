//! NewsML-G2 2.0 to 2.36: news items, alone or several in a message, with any prefix.
//!
//! Stories are news items of text. Package items list them; what they list are items of their own.
//! Concepts, planning and the like are counted by kind.

mod content;
mod meta;
mod package;
mod subjects;
#[cfg(test)]
mod tests;

use std::io::BufRead;

use memchr::memmem;

use super::elements::Elements;
use super::root::{Root, root};
use super::{
    Context, Cuts, Format, Limits, Read, Record, Refusal, doubles, embedded, envelope, xml,
};
use crate::story::{RawStory, TakeKind};
use crate::text::markup::{Element, Tree};

/// The format.
pub struct NewsMlG2;

/// Elements that are records, and what those that are no news are counted as.
const ITEMS: [(&str, &str); 6] = [
    ("newsItem", ""),
    ("packageItem", "package"),
    ("conceptItem", "concept"),
    ("knowledgeItem", "list of concepts"),
    ("planningItem", "planning item"),
    ("catalogItem", "catalog"),
];

const NAMES: &[&str] =
    &["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"];

impl Format for NewsMlG2 {
    fn name(&self) -> &'static str {
        "newsmlg2"
    }

    fn about(&self) -> &'static str {
        "NewsML-G2 2.0 to 2.36: newsItem alone or in newsMessage; XHTML, NITF or plain text inside"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        root(head).is_some_and(|it| is_g2(&it))
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Elements::new(input, NAMES, "empty message", limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open(record);
        let tree = Tree::xml(&text);
        // The record is the last one, should damage have left another before it.
        let items = tree.root().descendants().filter(|it| NAMES.contains(&it.name()));
        let Some(item) = items.last() else {
            let reason = "no start tag of a news item can be read".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if item.is("packageItem") {
            let header = header(&tree);
            meta::read(item, header, &mut story);
            let title = || xml::text(item.find("itemMeta/title"));
            story.headline = story.headline.take().or_else(title);
            return Ok(Read::Package(Box::new(story), package::listed(item)));
        }
        let kind = ITEMS.iter().find(|(name, _)| *name == item.name()).map_or("", |it| it.1);
        if !kind.is_empty() {
            return Err(Refusal::NotStory { kind });
        }
        if !xml::is_closed(&record.bytes, "newsItem") {
            story.flags.push("end_tag_missing".into());
        }
        read_item(item, &tree, &mut story).map(|()| Read::Raw(story))
    }
}

/// Says whether a root is one of NewsML-G2. `newsItem` is a name of RCV1 and of NewsML 1 too, in
/// other letters and with other attributes.
fn is_g2(root: &Root<'_>) -> bool {
    match root.name {
        "newsMessage" | "NewsMessage" | "newsItemSet" | "packageItem" | "conceptItem"
        | "knowledgeItem" | "planningItem" | "catalogItem" => true,
        "newsItem" => {
            let tag = root.tag();
            let has = |part: &[u8]| memmem::find(tag, part).is_some();
            has(b"//iptc.org/std/nar/") || has(b" guid=") || has(b"\nguid=") || has(b"standard=")
        }
        _ => false,
    }
}

/// The header of the message round an item.
fn header<'t, 'a>(tree: &'t Tree<'a>) -> Option<Element<'t, 'a>> {
    tree.root().first("newsMessage").and_then(|it| it.child("header"))
}

/// Puts what a news item says into the story.
fn read_item(item: Element<'_, '_>, tree: &Tree<'_>, story: &mut RawStory) -> Result<(), Refusal> {
    meta::read(item, header(tree), story);
    subjects::read(item, story);
    let class = meta::class(item);
    let found = content::read(item, story);
    let has_text = found.as_ref().is_some_and(|it| embedded::size(it) > 0);
    let canceled = story.take.as_ref().is_some_and(|it| it.kind == TakeKind::Kill);
    if let Some(kind) = content::other_kind(item, class.as_deref(), has_text)
        && !(canceled && class.as_deref() == Some("text"))
    {
        return Err(Refusal::NotStory { kind });
    }
    if let Some(found) = found {
        embedded::join(story, found);
    }
    if story.bylines.is_empty() {
        envelope::creators(story, &meta::creators(item));
    }
    envelope::check_first(story);
    doubles::without_doubles(&mut story.topics);
    doubles::without_doubles(&mut story.places);
    Ok(())
}
