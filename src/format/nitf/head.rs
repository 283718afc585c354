//! What the `head` of NITF says of a story: identity, times, status, subjects.

mod subjects;
mod times;

use crate::copy::agencies::Agency;
use crate::copy::{clock, notes, take};
use crate::format::envelope::{self, Status};
use crate::format::xml;
use crate::story::{RawStory, Take, TakeKind};
use crate::text::markup::Element;

/// `meta` elements that hold the slug; the first that is there counts.
const SLUGS: [&str; 4] = ["anpa-keyword", "slug", "NTBStikkord", "subject"];

/// `meta` elements that hold the category; the last two are the desk and section of a newspaper.
const CATEGORIES: [&str; 5] = ["anpa-category", "category", "categoria", "dsk", "online_sections"];

/// `meta` elements that hold the urgency, where they hold a number.
const URGENCIES: [&str; 3] = ["aap-priority", "prioridad", "anpa-priority"];

/// Puts what the head says into the story.
pub(super) fn fill(
    story: &mut RawStory,
    nitf: Element<'_, '_>,
    head: Option<Element<'_, '_>>,
    agency: Option<&Agency>,
) {
    if story.native_id.is_none() {
        story.native_id = head
            .and_then(|it| xml::attribute(it.first("doc-id"), "id-string"))
            .or_else(|| xml::attribute(Some(nitf), "uno"));
    }
    times::fill(story, nitf, head, agency.and_then(|it| it.zone));
    let Some(head) = head else {
        return;
    };
    identity(story, head);
    editors(story, head);
    status(story, head, agency.and_then(|it| it.zone));
    slug(story, head);
    if story.urgency.is_none() {
        let urgency = xml::attribute(head.first("urgency"), "ed-urg")
            .or_else(|| xml::text(head.first("urgency")));
        let given = URGENCIES.iter().map(|name| meta(head, name));
        story.urgency = std::iter::once(urgency)
            .chain(given)
            .flatten()
            .find_map(|it| it.trim().parse().ok().filter(|it| (1..=9).contains(it)));
    }
    if story.category.is_none() {
        story.category = CATEGORIES.iter().find_map(|name| meta(head, name));
    }
    if story.url.is_none() {
        story.url =
            xml::attribute(head.first("pubdata"), "ex-ref").or_else(|| meta(head, "alternate_url"));
    }
    subjects::fill(story, head);
}

/// The content of a `meta` element.
fn meta(head: Element<'_, '_>, name: &str) -> Option<String> {
    let is_named = |it: &Element<'_, '_>| {
        it.attribute("name").is_some_and(|it| it.trim().eq_ignore_ascii_case(name))
    };
    head.all("meta").filter(is_named).find_map(|it| xml::attribute(Some(it), "content"))
}

/// Whether the head declares the text tabular.
pub(super) fn is_tabular(head: Option<Element<'_, '_>>) -> bool {
    head.and_then(|it| meta(it, "anpa-format")).is_some_and(|it| it.eq_ignore_ascii_case("t"))
}

fn identity(story: &mut RawStory, head: Element<'_, '_>) {
    if story.version.is_some() {
        return;
    }
    let key = head.first("du-key");
    story.version = xml::attribute(key, "version")
        .or_else(|| xml::attribute(key, "generation"))
        .or_else(|| xml::attribute(head.first("series"), "series.part").filter(|it| it != "0"));
}

/// Messages to editors, and what they say of the take.
fn editors(story: &mut RawStory, head: Element<'_, '_>) {
    let messages = head
        .all("ed-msg")
        .filter_map(|it| xml::attribute(Some(it), "info").or_else(|| xml::text(Some(it))));
    let revisions =
        head.all("revision-history").filter_map(|it| xml::attribute(Some(it), "comment"));
    for note in messages.chain(revisions) {
        if story.take.is_none() {
            let kind = notes::read(&note)
                .or_else(|| notes::read(&format!("({note})")))
                .or_else(|| take::read_line(&note).map(|it| it.kind));
            story.take =
                kind.filter(|it| *it != TakeKind::New).map(|kind| Take { kind, ..Take::default() });
        }
        if !story.ednotes.contains(&note) {
            story.ednotes.push(note);
        }
    }
}

/// Whether a story may be used: killed, or held back.
fn status(story: &mut RawStory, head: Element<'_, '_>, zone: Option<&str>) {
    let data = head.first("docdata");
    let given = |name: &str| xml::attribute(data, name).unwrap_or_default();
    let kill = || Some(Take { kind: TakeKind::Kill, ..Take::default() });
    let status = envelope::status(&given("management-status"));
    let other = envelope::status(&given("management-idref-status"));
    if status == Some(Status::Canceled) {
        story.take = kill();
    } else if other == Some(Status::Canceled) {
        // A notice that kills another story: it is kept under that one's identifier.
        story.take = kill();
        if let Some(other) = xml::attribute(data, "management-doc-idref") {
            story.native_id = Some(other);
        }
    }
    if story.embargo.is_some() {
        return;
    }
    let release = times::of(head, "date.release");
    // `Embargoed to 0001 Friday September 9`
    let held_back = |it: &&String| notes::embargo(it).is_some();
    if let Some(note) = story.ednotes.iter().find(held_back).filter(|_| release.is_none()) {
        let time = notes::embargo(note).and_then(clock::parse_timestamp);
        let time = time.and_then(|it| clock::to_utc(&it, zone)).map(|it| it.utc);
        story.embargo = Some(time.unwrap_or_else(|| note.clone()));
        return;
    }
    let held = status == Some(Status::Held);
    let released = release.as_ref().and_then(|it| clock::to_utc(it, zone));
    if held {
        // The words where no time is given, and the status where there are no words.
        let words = || {
            let note = story.ednotes.iter().find(|it| it.to_ascii_lowercase().contains("embargo"));
            note.cloned().unwrap_or_else(|| given("management-status").to_ascii_lowercase())
        };
        story.embargo = Some(released.map_or_else(words, |it| it.utc));
        return;
    }
    let issued = times::of(head, "date.issue").and_then(|it| clock::to_utc(&it, zone));
    if let (Some(released), Some(issued)) = (released, issued)
        && released.utc > issued.utc
        && released.utc.len() == issued.utc.len()
    {
        story.embargo = Some(released.utc);
    }
}

fn slug(story: &mut RawStory, head: Element<'_, '_>) {
    let keywords: Vec<String> = head
        .all("keyword")
        .filter_map(|it| xml::attribute(Some(it), "key").or_else(|| xml::text(Some(it))))
        .collect();
    if story.slug.is_none() {
        let only = if let [only] = keywords.as_slice() { Some(only.clone()) } else { None };
        story.slug = SLUGS
            .iter()
            .find_map(|name| meta(head, name))
            .or(only)
            .or_else(|| xml::attribute(head.first("du-key"), "key"));
    }
    // What is not the slug says what the story is about.
    for keyword in keywords {
        if story.slug.as_ref() != Some(&keyword) {
            subjects::push(&mut story.topics, keyword);
        }
    }
}

/// Takes a title for the slug where a headline stands apart from it and nothing else says the
/// slug: `1 POLITICS Brexit`, `Harbor-Fog`.
pub(super) fn slug_title(story: &mut RawStory, head: Option<Element<'_, '_>>) {
    let Some(title) = head.and_then(|it| xml::text(it.first("title"))) else {
        return;
    };
    let mut words = title.split(' ');
    let first = words.next().unwrap_or("");
    let shouted = |word: &str| word.len() >= 3 && word.bytes().all(|it| it.is_ascii_uppercase());
    let numbered =
        first.bytes().all(|it| it.is_ascii_digit()) && words.clone().next().is_some_and(shouted);
    let hyphened = !title.contains(' ') && title.contains('-');
    let is_slug = numbered || hyphened || shouted(first) && title.split(' ').count() <= 5;
    if is_slug && story.headline.as_ref() != Some(&title) {
        story.slug = Some(title);
        if !story.inferred.iter().any(|it| it == "slug") {
            story.inferred.push("slug".into());
        }
    }
}

/// The element that names a language.
fn mark<'t, 'a>(at: Option<Element<'t, 'a>>) -> Option<Element<'t, 'a>> {
    at?.first("lang")
}

/// Takes over the language that elements name.
pub(super) fn language(
    story: &mut RawStory,
    nitf: Element<'_, '_>,
    head: Option<Element<'_, '_>>,
    body: Option<Element<'_, '_>>,
) {
    if story.language.is_some() {
        return;
    }
    let top = body.and_then(|it| it.first("body.head"));
    let places = [
        (Some(nitf), "baselang"),
        (Some(nitf), "lang"),
        (head, "lang"),
        (mark(head), "lang"),
        (mark(head), "iso"),
        (body, "lang"),
        (mark(top), "lang"),
        (mark(top), "iso"),
        (body.and_then(|it| it.first("body.content")), "lang"),
    ];
    let given = places.into_iter().find_map(|(element, name)| xml::attribute(element, name));
    story.language = given.or_else(|| head.and_then(|it| meta(it, "language")));
}
