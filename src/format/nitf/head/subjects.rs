//! What a story of NITF is about: subjects by code and name, people, firms and places.

use crate::format::doubles::each_once;
use crate::format::xml;
use crate::story::RawStory;
use crate::text::markup::Element;

/// Attributes of a subject that hold names, from the widest to the narrowest.
const NAMES: [&str; 3] =
    ["tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail"];

/// Puts subjects and places into the story.
pub(super) fn fill(story: &mut RawStory, head: Element<'_, '_>) {
    for subject in head.all("tobject.subject") {
        self::subject(story, subject);
    }
    for place in head.all("evloc") {
        for name in ["city", "county-dist", "state-prov", "region"] {
            push_some(&mut story.places, xml::attribute(Some(place), name));
        }
        let country = xml::text(Some(place)).or_else(|| xml::attribute(Some(place), "iso-cc"));
        push_some(&mut story.places, country);
    }
    for content in head.all("identified-content") {
        for element in content.children() {
            identified(story, element);
        }
    }
    each_once(&mut story.topics);
    each_once(&mut story.places);
}

fn subject(story: &mut RawStory, subject: Element<'_, '_>) {
    let value = |name: &str| xml::attribute(Some(subject), name);
    let code = value("tobject.subject.refnum").or_else(|| value("tobject.subject.code"));
    if let Some(code) = code {
        let scheme = value("tobject.subject.ipr").unwrap_or_default();
        push(&mut story.topics, coded(&scheme, "iptc", &code));
    }
    for name in NAMES {
        push_some(&mut story.topics, value(name));
    }
}

/// People, places and words of an index.
fn identified(story: &mut RawStory, element: Element<'_, '_>) {
    let text = xml::text(Some(element));
    let value = xml::attribute(Some(element), "value");
    match element.name() {
        "location" | "city" | "state" | "region" | "country" | "sublocation" => {
            push_some(&mut story.places, text.or(value));
        }
        "person" => push_named(story, "people", text.or(value)),
        "org" => push_named(story, "orgs", text.or(value)),
        "object.title" => push_named(story, "titles", text.or(value)),
        "event" => push_named(story, "events", text.or(value)),
        "classifier" => {
            if let Some(value) = value {
                let scheme = xml::attribute(Some(element), "idsrc")
                    .or_else(|| xml::attribute(Some(element), "type"));
                push(&mut story.topics, coded(&scheme.unwrap_or_default(), "", &value));
            }
            push_some(&mut story.topics, text);
        }
        _ => push_some(&mut story.topics, text),
    }
}

/// A code with its scheme in front; bare where the scheme is no word.
fn coded(scheme: &str, otherwise: &str, code: &str) -> String {
    let scheme = scheme.trim().to_lowercase();
    let is_word = !scheme.is_empty()
        && scheme.len() <= 32
        && scheme.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let scheme = if is_word { scheme.as_str() } else { otherwise };
    if scheme.is_empty() { code.to_owned() } else { format!("{scheme}:{code}") }
}

fn push_named(story: &mut RawStory, scheme: &str, name: Option<String>) {
    push_some(&mut story.topics, name.map(|it| format!("{scheme}:{it}")));
}

fn push_some(list: &mut Vec<String>, entry: Option<String>) {
    if let Some(entry) = entry {
        push(list, entry);
    }
}

/// Adds an entry, which may be there already.
pub(super) fn push(list: &mut Vec<String>, entry: String) {
    if !entry.is_empty() {
        list.push(entry);
    }
}
