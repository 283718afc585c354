//! Who sent a news item, which version it is, whether it may be used, what it is about.

use super::super::envelope::{self, Status};
use super::super::xml;
use crate::copy::places;
use crate::story::{Place, RawStory, TakeKind};
use crate::text::markup::Element;

/// Sets who sent the item.
pub fn agency(item: Element<'_, '_>, root: Element<'_, '_>, story: &mut RawStory) {
    // The outermost component says who provided all of it.
    let administration = item.first("AdministrativeMetadata");
    let named = |name: &'static str| {
        let parties = administration.into_iter().flat_map(Element::children);
        parties.filter(move |it| it.is(name)).flat_map(parties_of)
    };
    let mut offers: Vec<String> = named("Provider").collect();
    let id = item.find("Identification/NewsIdentifier/ProviderId");
    offers.extend(xml::text(id).map(without_urn));
    offers.extend(xml::text(item.first("CreditLine")).filter(|it| it.len() <= 40));
    offers.extend(named("Source"));
    let from = root.find("NewsML/NewsEnvelope/SentFrom");
    offers.extend(from.into_iter().flat_map(parties_of));
    story.agency = envelope::agency(offers);
}

/// `urn:newsml:afp.com` and the like without what is no name.
fn without_urn(id: String) -> String {
    id.strip_prefix("urn:newsml:").map_or(id.clone(), str::to_owned)
}

fn parties_of(element: Element<'_, '_>) -> Vec<String> {
    element
        .children()
        .filter(|it| it.is("Party"))
        .filter_map(|it| {
            let named = it.descendants().find(|it| {
                it.is("Property")
                    && it.attribute("FormalName").is_some_and(|it| it.eq_ignore_ascii_case("Name"))
            });
            xml::attribute(Some(it), "FormalName").or_else(|| xml::attribute(named, "Value"))
        })
        .collect()
}

/// Names of who made the content, from the inside out.
pub fn creators(chain: &[Element<'_, '_>]) -> Vec<String> {
    for component in chain.iter().rev() {
        let mut found: Vec<String> = component
            .child("AdministrativeMetadata")
            .into_iter()
            .flat_map(Element::children)
            .filter(|it| it.is("Creator") || it.is("Contributor"))
            .flat_map(parties_of)
            .collect();
        let author = properties(*component).find(|(name, _)| name.eq_ignore_ascii_case("author"));
        found.extend(author.map(|it| it.1));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Puts the metadata into the story. `chain` is the components down to the text.
pub fn read(
    item: Element<'_, '_>,
    root: Element<'_, '_>,
    chain: &[Element<'_, '_>],
    story: &mut RawStory,
) {
    let envelope = root.find("NewsML/NewsEnvelope");
    identify(item, chain, story);
    let manage = item.child("NewsManagement");
    let time = |element: Option<Element<'_, '_>>| xml::text(element).and_then(|it| xml::time(&it));
    let of = |name: &str| manage.and_then(|it| it.child(name));
    story.first_filed = time(of("FirstCreated"));
    story.filed = time(of("ThisRevisionCreated"))
        .or_else(|| story.first_filed.clone())
        .or_else(|| time(envelope.and_then(|it| it.child("DateAndTime"))))
        .or_else(|| time(item.find("Identification/NewsIdentifier/DateId")));
    status(item, story);
    let urgency = number(of("Urgency"));
    story.urgency = urgency.or_else(|| number(envelope.and_then(|it| it.child("Priority"))));
    story.language = language(item, root, chain);
    for component in chain {
        for part in component.children().filter(|it| it.is("DescriptiveMetadata")) {
            describe(part, story);
        }
    }
    if chain.is_empty() {
        for part in item.all("DescriptiveMetadata") {
            describe(part, story);
        }
    }
}

/// The value of an element: its formal name, or its text.
pub fn value(element: Option<Element<'_, '_>>) -> Option<String> {
    xml::attribute(element, "FormalName").or_else(|| xml::text(element))
}

fn number(element: Option<Element<'_, '_>>) -> Option<u8> {
    let number = value(element)?.parse().ok()?;
    (1..=9).contains(&number).then_some(number)
}

fn identify(item: Element<'_, '_>, chain: &[Element<'_, '_>], story: &mut RawStory) {
    let id = item.find("Identification/NewsIdentifier");
    let of = |name: &str| xml::text(id.and_then(|it| it.child(name)));
    let revision = id.and_then(|it| it.child("RevisionId"));
    story.version = xml::text(revision);
    let version = story.version.clone().unwrap_or_default();
    let public = of("PublicIdentifier").map(|it| without_revision(&it, &version).to_owned());
    let parts = || Some(format!("{}:{}", of("ProviderId")?, of("NewsItemId")?));
    story.native_id = public
        .or_else(|| parts().map(|it| without_revision(&it, &version).to_owned()))
        .or_else(|| of("NewsItemId"))
        .or_else(|| chain.iter().find_map(|it| xml::attribute(Some(*it), "Duid")))
        .or_else(|| xml::text(item.first("guid")));
    let previous = xml::attribute(revision, "PreviousRevision");
    if previous.and_then(|it| it.parse::<u64>().ok()).is_some_and(|it| it > 0) {
        envelope::add_take(story, TakeKind::Update);
    }
}

/// The same for all versions of a story: the revision at the end of `urn:newsml:afp.com:…:doc:2U`
/// goes, and `-v2` with which some repeat it.
fn without_revision<'a>(id: &'a str, version: &str) -> &'a str {
    let bare = match id.rsplit_once(':') {
        Some((front, last))
            if !version.is_empty()
                && id.starts_with("urn:newsml:")
                && last.trim_end_matches(['N', 'U', 'A']) == version =>
        {
            front
        }
        _ => id,
    };
    let repeated =
        bare.rsplit_once("-v").filter(|(_, last)| !version.is_empty() && *last == version);
    repeated.map_or(bare, |it| it.0)
}

fn status(item: Element<'_, '_>, story: &mut RawStory) {
    let Some(manage) = item.child("NewsManagement") else { return };
    let found = value(manage.child("Status")).and_then(|it| envelope::status(&it));
    let change = manage.child("StatusWillChange");
    let future = change.and_then(|it| value(it.child("FutureStatus")));
    let future = future.and_then(|it| envelope::status(&it));
    match found {
        Some(Status::Canceled) => envelope::add_take(story, TakeKind::Kill),
        Some(Status::Held) => {
            let until = xml::text(change.and_then(|it| it.child("DateAndTime")));
            match until.filter(|_| future != Some(Status::Canceled)) {
                Some(until) => envelope::hold(story, &until),
                None => story.embargo = Some("withheld".into()),
            }
        }
        _ => {}
    }
    let kind = value(manage.child("NewsItemType")).unwrap_or_default().to_ascii_lowercase();
    if ["alert", "flash", "bulletin", "urgent"].iter().any(|it| kind.contains(it)) {
        envelope::add_take(story, TakeKind::Alert);
    } else if kind.contains("advisor") {
        envelope::add_take(story, TakeKind::Advisory);
    }
    for order in manage.children().filter(|it| it.is("Instruction")) {
        let word = value(Some(order)).unwrap_or_default().to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|it| word.contains(it));
        if has(&["correct", "rectif"]) {
            envelope::add_take(story, TakeKind::Correction);
        } else if has(&["kill", "delete", "cancel", "withdraw"]) {
            envelope::add_take(story, TakeKind::Kill);
        } else if has(&["update", "replace"]) {
            envelope::add_take(story, TakeKind::Update);
        }
    }
}

fn language(
    item: Element<'_, '_>,
    root: Element<'_, '_>,
    chain: &[Element<'_, '_>],
) -> Option<String> {
    let inner = chain.iter().rev().find_map(|it| {
        let meta = it.find("DescriptiveMetadata/Language");
        xml::attribute(meta, "FormalName").or_else(|| xml::attribute(Some(*it), "lang"))
    });
    inner
        .or_else(|| xml::attribute(Some(item), "lang"))
        .or_else(|| xml::attribute(root.child("NewsML"), "lang"))
}

/// Properties of an element and of its descriptive metadata: name and value.
fn properties<'t, 'a>(
    component: Element<'t, 'a>,
) -> impl Iterator<Item = (String, String)> + use<'t, 'a> {
    let inside = component.child("DescriptiveMetadata");
    let administration = component.child("AdministrativeMetadata");
    [Some(component), inside, administration]
        .into_iter()
        .flatten()
        .flat_map(Element::children)
        .filter_map(|it| property(it))
}

fn property(element: Element<'_, '_>) -> Option<(String, String)> {
    if !element.is("Property") {
        return None;
    }
    let name = xml::attribute(Some(element), "FormalName")?;
    let value = xml::attribute(Some(element), "Value").or_else(|| xml::text(Some(element)))?;
    Some((name, value))
}

/// Puts subjects, genre, keywords and places into the story.
fn describe(meta: Element<'_, '_>, story: &mut RawStory) {
    for child in meta.children() {
        if child.is("SubjectCode") {
            for subject in child.children() {
                if let Some(code) = xml::attribute(Some(subject), "FormalName") {
                    envelope::push(&mut story.topics, envelope::topic(&code));
                }
                if story.category.is_none() {
                    story.category = xml::attribute(Some(subject), "cat");
                }
            }
            if story.category.is_none() {
                story.category = xml::attribute(Some(child), "cat");
            }
        } else if child.is("Genre") {
            if let Some(genre) = value(Some(child)) {
                envelope::push(&mut story.topics, genre);
            }
        } else if child.is("Location") {
            location(child, story);
        } else if child.is("DateLineDate") {
            story.filed = story.filed.take().or_else(|| xml::time(&child.text()));
        } else if let Some((name, value)) = property(child) {
            match name.to_ascii_lowercase().as_str() {
                "keyword" | "keywords" => {
                    for word in value.split([';', '|']) {
                        envelope::push(&mut story.topics, word.trim().to_owned());
                    }
                }
                "city" | "country" | "countryarea" => envelope::push(&mut story.places, value),
                _ => {}
            }
        }
    }
}

/// A place: where it was filed from, or what it is about.
fn location(location: Element<'_, '_>, story: &mut RawStory) {
    let mut place = Place::default();
    let mut names = Vec::new();
    let mut unnamed = Vec::new();
    for (name, value) in location.all("Property").filter_map(property) {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "city" | "sitename" => place.city = place.city.or(Some(value.clone())),
            "countryarea" | "region" | "state" => {
                place.region = place.region.or(Some(value.clone()))
            }
            "country" | "countrycode" => {
                place.country = place.country.or_else(|| places::code(&value).map(str::to_owned));
            }
            _ => {
                unnamed.push(value);
                continue;
            }
        }
        names.push(value);
    }
    let how = xml::attribute(Some(location), "HowPresent").unwrap_or_default();
    if how.eq_ignore_ascii_case("origin") {
        if story.origin.is_none() && place != Place::default() {
            story.origin = Some(place);
        }
        return;
    }
    if names.is_empty() {
        names = unnamed;
        names.extend(xml::attribute(Some(location), "FormalName"));
    }
    for name in names {
        envelope::push(&mut story.places, name);
    }
}
