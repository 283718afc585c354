//! NewsML 1.0 to 1.2: one or several news items in an envelope, components inside each other.
//!
//! A story is a news item with a component of text. Pictures beside it are passed over; items of
//! pictures alone, and items that only hold or name others, are counted by kind.

mod components;
mod lines;
mod meta;
#[cfg(test)]
mod tests;

use std::io::BufRead;

use memchr::memmem;

use super::elements::Elements;
use super::root::root;
use super::{
    Context, Cuts, Format, Limits, Read, Record, Refusal, doubles, embedded, envelope, xml,
};
use crate::story::{Listed, RawStory, TakeKind};
use crate::text::markup::{Element, Tree};

/// The format.
pub struct NewsMl1;

/// What a news item stands in: that of another one starts a record of its own.
const NAMES: &[&str] = &["NewsItem"];

impl Format for NewsMl1 {
    fn name(&self) -> &'static str {
        "newsml1"
    }

    fn about(&self) -> &'static str {
        "NewsML 1.0 to 1.2: <NewsItem> in <NewsML>; NITF, XHTML or escaped HTML inside"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let Some(root) = root(head) else { return false };
        match root.name {
            "NewsML" => true,
            // A part of a file, without what was round it.
            "NewsItem" => {
                let tag = root.tag();
                memmem::find(root.rest, b"Identification>").is_some()
                    && memmem::find(tag, b"//iptc.org/std/nar/").is_none()
                    && memmem::find(tag, b" guid=").is_none()
            }
            _ => false,
        }
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Elements::new(input, NAMES, "empty NewsML", limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open(record);
        let tree = Tree::xml(&text);
        // The record is the last one, should damage have left another before it.
        let items = tree.root().descendants().filter(|it| it.name() == "NewsItem");
        let Some(item) = items.last() else {
            let reason = "no start tag of a news item can be read".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        let closed = xml::is_closed(&record.bytes, "NewsItem");
        let encloses = !closed && stops_in_component(&record.bytes);
        if !closed && !encloses {
            story.flags.push("end_tag_missing".into());
        }
        Ok(match read_item(item, tree.root(), encloses, &mut story)? {
            Some(listed) => Read::Package(Box::new(story), listed),
            None => Read::Raw(story),
        })
    }
}

/// Puts what a news item says into the story. Gives the entries of one that is a package.
fn read_item(
    item: Element<'_, '_>,
    root: Element<'_, '_>,
    encloses: bool,
    story: &mut RawStory,
) -> Result<Option<Vec<Listed>>, Refusal> {
    meta::agency(item, root, story);
    let found = components::find(item, story);
    meta::read(item, root, &found.chain, story);
    lines::read(&found.chain, item, story);
    let has_text = found.text.as_ref().is_some_and(|it| embedded::size(it) > 0);
    let canceled = story.take.as_ref().is_some_and(|it| it.kind == TakeKind::Kill);
    if !has_text
        && !canceled
        && let Some(kind) = other_kind(item, &found, encloses)
    {
        return match kind {
            PACKAGE => Ok(Some(listed(item))),
            kind => Err(Refusal::NotStory { kind }),
        };
    }
    if let Some(text) = found.text {
        embedded::join(story, text);
    }
    lines::from_text(story);
    envelope::creators(story, &meta::creators(&found.chain));
    envelope::check_first(story);
    doubles::without_doubles(&mut story.topics);
    doubles::without_doubles(&mut story.places);
    Ok(None)
}

/// What an item is counted as that has no text but names others.
const PACKAGE: &str = "package";

/// The items that an item names, in order. Items that it holds are records of their own.
fn listed(item: Element<'_, '_>) -> Vec<Listed> {
    let references = item.descendants().filter(|it| it.is("NewsItemRef"));
    references.filter_map(|it| xml::attribute(Some(it), "NewsItem")).map(listed_as).collect()
}

/// An entry by the address of an item: `urn:newsml:afp.com:20140829:TX-PAR-EVK62:3U` is version 3 of
/// the item without its end.
fn listed_as(address: String) -> Listed {
    let revision = |last: &str| {
        let number = last.trim_end_matches(['N', 'U', 'A']);
        let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| number.to_owned())
    };
    if address.starts_with("urn:newsml:")
        && address.matches(':').count() >= 5
        && let Some((id, last)) = address.rsplit_once(':')
        && let Some(version) = revision(last)
    {
        return Listed { native_id: id.to_owned(), version: Some(version), ..Listed::default() };
    }
    Listed { native_id: address, ..Listed::default() }
}

/// Says whether a record stops between the parts of a component: there another item starts, which
/// is a record of its own.
fn stops_in_component(bytes: &[u8]) -> bool {
    let open = |name: &[u8]| {
        let ends = |at: &usize| {
            matches!(bytes.get(at + name.len()), Some(b'>' | b' ' | b'\n' | b'\r' | b'\t'))
        };
        let tags = memmem::find_iter(bytes, name).filter(ends);
        tags.fold(0_i32, |open, at| match bytes[..at].last() {
            Some(b'<') => open + 1,
            Some(b'/') => open - 1,
            _ => open,
        })
    };
    let parts: [&[u8]; 4] =
        [b"NewsLines", b"ContentItem", b"DescriptiveMetadata", b"AdministrativeMetadata"];
    open(b"NewsComponent") > 0 && parts.iter().all(|it| open(it) == 0)
}

/// What an item without text is; `None` where its lines make a story all the same.
fn other_kind(
    item: Element<'_, '_>,
    found: &components::Found<'_, '_>,
    encloses: bool,
) -> Option<&'static str> {
    if let Some(kind) = found.media {
        return Some(kind);
    }
    let holds = |name: &str| item.first(name).is_some();
    if holds("NewsItemRef") || encloses {
        return Some(PACKAGE);
    }
    if item.child("NewsComponent").is_some() {
        return None;
    }
    if item.child("TopicSet").is_some() || holds("TopicSet") {
        return Some("list of concepts");
    }
    if item.child("Catalog").is_some() {
        return Some("catalog");
    }
    item.child("Update").map(|_| "change of an item sent before")
}
