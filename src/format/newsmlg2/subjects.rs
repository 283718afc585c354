//! What a news item is about: codes by scheme, their names, places, keywords, category.

use super::super::{envelope, xml};
use super::meta::code;
use crate::story::RawStory;
use crate::text::markup::Element;

/// Schemes of IPTC by the address of their codes.
const SCHEMES: [(&str, &str); 5] = [
    ("/newscodes/mediatopic/", "medtop"),
    ("/newscodes/subjectcode/", "subj"),
    ("/newscodes/genre/", "genre"),
    ("/newscodes/asportfacetvalue/", "aspfacetvalue"),
    ("/newscodes/scene/", "scene"),
];

/// Puts subjects, genres and keywords into the story.
pub fn read(item: Element<'_, '_>, story: &mut RawStory) {
    let Some(meta) = item.child("contentMeta") else { return };
    for child in meta.children() {
        if child.is("subject") {
            let parts = ["mainConcept", "facetConcept"];
            let is_part = |it: &Element<'_, '_>| parts.iter().any(|name| it.is(name));
            if child.children().any(|it| is_part(&it)) {
                for part in child.children().filter(is_part) {
                    subject(item, part, story);
                }
            } else {
                subject(item, child, story);
            }
        } else if child.is("genre") {
            subject(item, child, story);
        } else if child.is("keyword") {
            envelope::push(&mut story.topics, child.text());
        }
    }
}

/// Puts one subject into the story.
fn subject(item: Element<'_, '_>, subject: Element<'_, '_>, story: &mut RawStory) {
    let kind = ["type", "typeuri"].iter().find_map(|it| xml::attribute(Some(subject), it));
    let kind = kind.map(|it| code(&it).to_ascii_lowercase()).unwrap_or_default();
    let qcode = xml::attribute(Some(subject), "qcode");
    let uri = xml::attribute(Some(subject), "uri");
    let literal = xml::attribute(Some(subject), "literal");
    if let Some(topic) = qcode.clone().or_else(|| uri.as_deref().map(short)) {
        envelope::push(&mut story.topics, envelope::topic(&topic));
        let scheme = topic.split(':').next().unwrap_or("").to_ascii_lowercase();
        if matches!(scheme.as_str(), "a1312cat" | "apcategorycode") && story.category.is_none() {
            story.category = Some(code(&topic).to_owned());
        }
    }
    let value = qcode.or(uri).or_else(|| literal.clone());
    let asserted = || {
        let value = value.as_deref()?;
        let known = |it: &Element<'_, '_>| {
            ["qcode", "uri", "literal"]
                .iter()
                .any(|name| it.attribute(name).is_some_and(|it| it.trim() == value))
        };
        item.children().filter(|it| it.is("assert")).find(known).and_then(|it| name(it, story))
    };
    let own = name(subject, story).or_else(asserted);
    // A place without a name is somewhere in one that has a name.
    let wider = || subject.children().filter(|it| it.is("broader")).find_map(|it| name(it, story));
    if matches!(kind.as_str(), "geoarea" | "poi" | "5") {
        if let Some(place) = own.or_else(wider).or(literal) {
            envelope::push(&mut story.places, place);
        }
    } else if let Some(name) = own.or(literal) {
        envelope::push(&mut story.topics, name);
    }
}

/// The name of a concept, in the language of the story if there are several.
fn name(element: Element<'_, '_>, story: &RawStory) -> Option<String> {
    let names = || element.children().filter(|it| it.is("name")).filter(|it| !it.text().is_empty());
    let language = story.language.as_deref().unwrap_or("");
    let fits = |it: &Element<'_, '_>| {
        let own = it.attribute("lang").unwrap_or_default();
        let short = |tag: &str| tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        !own.is_empty() && short(&own) == short(language)
    };
    names().find(fits).or_else(|| names().next()).map(Element::text)
}

/// The address of a code as a code of its scheme, where that is one of IPTC's.
fn short(uri: &str) -> String {
    let known = SCHEMES.iter().find_map(|(path, scheme)| {
        uri.split_once(path).map(|(_, code)| format!("{scheme}:{code}"))
    });
    known.unwrap_or_else(|| uri.to_owned())
}
