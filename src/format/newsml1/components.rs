//! The tree of components in a news item in, the one that holds the text out.

use super::super::{embedded, xml};
use crate::story::RawStory;
use crate::text::markup::Element;

/// Components inside each other that are looked at.
const DEEPEST: usize = 32;

/// What stands in a news item.
pub struct Found<'t, 'a> {
    /// The components down to the one with the text, outermost first.
    pub chain: Vec<Element<'t, 'a>>,
    /// The text.
    pub text: Option<RawStory>,
    /// What there is instead of text, by its first content.
    pub media: Option<&'static str>,
}

/// How well a text fits as the text of the story: the role of its component, then how much it is.
type Rank = (u8, usize);

struct Search<'t, 'a, 's> {
    known: &'s RawStory,
    chain: Vec<Element<'t, 'a>>,
    best: Option<(Rank, Vec<Element<'t, 'a>>, RawStory)>,
    media: Option<&'static str>,
}

/// Finds the text of a news item.
pub fn find<'t, 'a>(item: Element<'t, 'a>, known: &RawStory) -> Found<'t, 'a> {
    let mut search = Search { known, chain: Vec::new(), best: None, media: None };
    search.walk(item, 2);
    let outer: Vec<_> = item.child("NewsComponent").into_iter().collect();
    let (chain, text) = match search.best {
        Some((_, chain, text)) => (chain, Some(text)),
        None => (first_with_lines(outer), None),
    };
    Found { chain, text, media: search.media }
}

/// Where there is no text, the components down to the first that has lines of its own.
fn first_with_lines<'t, 'a>(mut chain: Vec<Element<'t, 'a>>) -> Vec<Element<'t, 'a>> {
    while chain.len() < DEEPEST
        && let Some(last) = chain.last()
        && last.child("NewsLines").is_none()
        && let Some(next) = last.child("NewsComponent")
    {
        chain.push(next);
    }
    chain
}

impl<'t, 'a> Search<'t, 'a, '_> {
    /// Looks through what stands in an element; `role` is how well the role of its component fits.
    fn walk(&mut self, element: Element<'t, 'a>, role: u8) {
        if self.chain.len() >= DEEPEST {
            return;
        }
        for child in element.children() {
            if child.is("NewsComponent") {
                let role = rank(child).unwrap_or(role);
                self.chain.push(child);
                self.walk(child, role);
                self.chain.pop();
            } else if child.is("ContentItem") {
                self.content(child, role);
            }
        }
    }

    fn content(&mut self, content: Element<'t, 'a>, role: u8) {
        let name = |it: &str| xml::attribute(content.child(it), "FormalName").unwrap_or_default();
        let kind = media(&name("MediaType")).or_else(|| media(&name("MimeType")));
        if let Some(kind) = kind.filter(|it| *it != "text") {
            self.media = self.media.or(Some(kind));
            return;
        }
        let data = content.child("DataContent").or_else(|| content.child("InlineContent"));
        // Some put the text into the item itself.
        let holder = data.or_else(|| content.first("nitf").map(|_| content));
        let Some(holder) = holder else {
            if xml::attribute(Some(content), "Href").is_some() && kind.is_none() {
                self.media = self.media.or(Some("content kept elsewhere"));
            }
            return;
        };
        let Some(text) = embedded::read(holder, self.known) else { return };
        let rank = (role, embedded::size(&text));
        if rank.1 > 0 && self.best.as_ref().is_none_or(|(best, ..)| rank > *best) {
            self.best = Some((rank, self.chain.clone(), text));
        }
    }
}

/// How well the role of a component fits the text of the story; `None` where it says nothing.
fn rank(component: Element<'_, '_>) -> Option<u8> {
    let role = xml::attribute(component.child("Role"), "FormalName")?.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|it| role.contains(it));
    Some(if has(&["caption", "thumbnail", "keyword", "preview", "picture", "photo"]) {
        0
    } else if has(&["support", "related", "side", "abstract", "summary", "teaser", "background"]) {
        1
    } else if has(&["main", "body", "text"]) {
        3
    } else {
        return None;
    })
}

/// What a media or MIME type is, in plain words.
fn media(name: &str) -> Option<&'static str> {
    let small = name.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|it| small.contains(it));
    if small.is_empty() {
        None
    } else if has(&["text", "nitf", "xhtml"]) {
        Some("text")
    } else if has(&["photo", "picture", "image", "foto"]) {
        Some("picture")
    } else if has(&["graphic", "infographic"]) {
        Some("graphic")
    } else if has(&["video"]) {
        Some("video")
    } else if has(&["audio", "sound"]) {
        Some("audio")
    } else if has(&["animation", "flash"]) {
        Some("animation")
    } else {
        None
    }
}
