//! What an item of a feed is about.

use super::item::Item;
use crate::format::doubles::each_once;
use crate::format::xml;
use crate::story::RawStory;
use crate::text::markup::html_text;

/// Puts subjects and places into the story.
pub(super) fn fill(story: &mut RawStory, item: Item<'_, '_>, wordpress: bool) {
    for category in item.own("category") {
        let scheme = xml::attribute(Some(category), "domain")
            .or_else(|| xml::attribute(Some(category), "scheme"))
            .unwrap_or_default();
        if scheme.starts_with("http://schemas.google.com/g/2005#kind") {
            continue;
        }
        let term = xml::attribute(Some(category), "term");
        let name = xml::attribute(Some(category), "label")
            .or_else(|| Some(html_text(&category.source())).filter(|it| !it.is_empty()));
        if let Some(term) = &term {
            push(&mut story.topics, &coded(term, &scheme));
        }
        let Some(name) = name.filter(|it| term.as_ref() != Some(it)) else {
            continue;
        };
        if wordpress && scheme == "category" {
            if name.eq_ignore_ascii_case("uncategorized") {
                continue;
            }
            if story.category.is_none() {
                story.category = Some(name);
                continue;
            }
        }
        push(&mut story.topics, &coded(&name, &scheme));
    }
    for (prefix, name) in [("dc", "subject"), ("media", "category")] {
        for subject in item.of(prefix, name) {
            push(&mut story.topics, &subject.text());
        }
    }
    for prefix in ["media", "news", "itunes", ""] {
        for list in item.of(prefix, "keywords") {
            push_words(story, &list.text());
        }
    }
    for place in item.of("dc", "coverage").chain(item.of("dcterms", "spatial")) {
        push(&mut story.places, &place.text());
    }
    each_once(&mut story.topics);
    each_once(&mut story.places);
}

/// Eight digits of a vocabulary of the IPTC say whose they are.
fn coded(name: &str, scheme: &str) -> String {
    let digits = name.len() == 8 && name.bytes().all(|it| it.is_ascii_digit());
    let iptc = digits && scheme.to_ascii_lowercase().contains("iptc");
    if iptc { format!("iptc:{name}") } else { name.to_owned() }
}

/// Adds words of a list that commas part.
pub(super) fn push_words(story: &mut RawStory, list: &str) {
    for word in list.split([',', ';']) {
        push(&mut story.topics, word.trim());
    }
}

/// Adds an entry, which may be there already.
fn push(list: &mut Vec<String>, entry: &str) {
    if !entry.is_empty() {
        list.push(entry.to_owned());
    }
}
