//! The content of a news item: which of its renditions is the text, or what else it holds.

use super::super::{embedded, xml};
use crate::story::RawStory;
use crate::text::markup::Element;

/// Reads the rendition with most text.
pub fn read(item: Element<'_, '_>, known: &RawStory) -> Option<RawStory> {
    let mut best: Option<(usize, RawStory)> = None;
    for set in item.children().filter(|it| it.is("contentSet")) {
        for inline in set.children().filter(|it| is_inline(*it)) {
            let Some(found) = embedded::read(inline, known) else { continue };
            let size = embedded::size(&found);
            if best.as_ref().is_none_or(|(most, _)| size > *most) {
                best = Some((size, found));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// Text in the item itself. Data in letters, such as a picture, is none.
fn is_inline(element: Element<'_, '_>) -> bool {
    let encoded = xml::attribute(Some(element), "encoding").is_some();
    let kind = xml::attribute(Some(element), "contenttype").unwrap_or_default();
    element.is("inlineXML")
        || element.is("inlineData")
            && !encoded
            && !["image/", "video/", "audio/"].iter().any(|it| kind.starts_with(it))
}

/// Classes that are no text, and what they are counted as.
const CLASSES: [(&str, &str); 10] = [
    ("picture", "picture"),
    ("photo", "picture"),
    ("graphic", "graphic"),
    ("video", "video"),
    ("audio", "audio"),
    ("animation", "animation"),
    ("composite", "composite"),
    ("package", "package"),
    ("planning", "planning item"),
    ("data", "data"),
];

/// What a package says that an entry is, in our words.
pub fn kind_of_class(class: &str) -> &str {
    match class {
        "text" => "story",
        "composite" => "package",
        other => CLASSES.iter().find(|(name, _)| *name == other).map_or(other, |it| it.1),
    }
}

/// What an item is that is no story; `None` for stories.
pub fn other_kind(
    item: Element<'_, '_>,
    class: Option<&str>,
    has_text: bool,
) -> Option<&'static str> {
    let class = class.unwrap_or("");
    let known = CLASSES.iter().find(|(name, _)| *name == class).map(|it| it.1);
    if let Some(kind) = known
        && !(kind == "composite" && has_text)
    {
        return Some(kind);
    }
    let remote = || {
        item.children()
            .filter(|it| it.is("contentSet"))
            .flat_map(Element::children)
            .find(|it| it.is("remoteContent"))
    };
    if has_text {
        return None;
    }
    // What lies elsewhere is never fetched.
    let kind = xml::attribute(Some(remote()?), "contenttype").unwrap_or_default();
    Some(match kind.split('/').next().unwrap_or("") {
        "image" => "picture",
        "video" => "video",
        "audio" => "audio",
        _ => "content kept elsewhere",
    })
}
