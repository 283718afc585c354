//! What stands above the text of NITF in `body.head`: headline, byline, dateline, abstract.

use super::content::is_class;
use crate::copy::agencies::Agency;
use crate::copy::{byline, credits, regions};
use crate::format::xml;
use crate::story::{Place, RawStory};
use crate::text::clean;
use crate::text::markup::Element;

/// Puts what a `body.head` says into the story.
pub(super) fn fill(story: &mut RawStory, top: Element<'_, '_>, agency: Option<&Agency>) {
    let agency = agency.map_or("", |it| it.name);
    headline(story, top, agency);
    if story.bylines.is_empty() {
        bylines(story, top, agency);
    }
    if story.dateline.is_none()
        && let Some(dateline) = top.first("dateline")
    {
        self::dateline(story, dateline, agency);
    }
    for part in top.all("abstract") {
        story.summary.extend(part.paragraphs());
    }
    for note in top.all("note") {
        let text = note.text();
        if !text.is_empty() && !story.ednotes.contains(&text) {
            story.ednotes.push(text);
        }
    }
}

fn headline(story: &mut RawStory, top: Element<'_, '_>, agency: &str) {
    let first = |name: &'static str| top.all(name).map(Element::text).find(|it| !it.is_empty());
    let main = first("hl1");
    let mut second = Vec::new();
    for element in top.all("hl2") {
        let text = element.text();
        // The same headline for another place.
        let other = is_class(element, "online_headline")
            || ["id", "class"].iter().any(|it| {
                element.attribute(it).is_some_and(|it| it.eq_ignore_ascii_case("originalHeadline"))
            });
        if text.is_empty() || other && main.is_some() {
            continue;
        }
        second.push(text);
    }
    if agency == "EFE" && !second.is_empty() && main.is_some() {
        // EFE has its slug there.
        let slug = second.remove(0);
        story.slug.get_or_insert(slug);
    }
    if story.headline.is_none() {
        story.headline = match main {
            Some(main) => Some(main),
            None if second.is_empty() => None,
            None => Some(second.remove(0)),
        };
    }
    story.summary.extend(second);
}

fn bylines(story: &mut RawStory, top: Element<'_, '_>, agency: &str) {
    let printed = top.all("byline").any(|it| is_class(it, "print_byline"));
    for element in top.all("byline") {
        let mut lines = lines(element);
        if is_class(element, "normalized_byline") {
            if printed {
                continue;
            }
            lines = lines.iter().map(|it| turned(it)).collect();
        }
        // `By SOME ONE; Compiled by Another Person`: who did something else signs off.
        if let Some(line) = lines.first_mut()
            && let Some((own, other)) = line.split_once(';')
            && credits::read(other.trim()).is_some_and(|it| it.start == 0)
        {
            story.credits.get_or_insert_with(|| other.trim().to_owned());
            *line = own.trim_end().to_owned();
        }
        let Some(line) = lines.first() else {
            continue;
        };
        if is_initials(line) {
            // The desk signs with its initials.
            story.credits.get_or_insert_with(|| line.clone());
        } else if agency == "ANSA" && byline::read(line).is_none() {
            // ANSA has its second headline there.
            story.summary.append(&mut lines);
        } else {
            story.bylines.append(&mut lines);
        }
    }
}

/// The line of a byline, and the titles in it as lines of their own.
fn lines(byline: Element<'_, '_>) -> Vec<String> {
    let mut line = tight(&byline.spaced());
    let mut titles = Vec::new();
    for title in byline.all("byttl") {
        let title = tight(&title.spaced());
        if let Some(at) = line.rfind(title.as_str())
            && !title.is_empty()
        {
            line.replace_range(at..at + title.len(), " ");
            titles.push(title);
        }
    }
    let line = tight(&clean::one_line(&line));
    let line = line.trim_matches([' ', ',', ';']).to_owned();
    std::iter::once(line).chain(titles).filter(|it| !it.is_empty()).collect()
}

/// Takes blanks out that stand before a mark only because an element ended there.
fn tight(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ',' | '.' | ';' | ':' | ')') && out.ends_with(' ') {
            out.pop();
        }
        if c != ' ' || !out.ends_with('(') {
            out.push(c);
        }
    }
    out
}

/// `Lee, Ann; Ray, Bob` as names are written.
fn turned(names: &str) -> String {
    let turn = |name: &str| match name.trim().split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{} {}", first.trim(), last.trim()),
        _ => name.trim().to_owned(),
    };
    names.split(';').map(turn).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("; ")
}

/// `gr/bp`: who wrote and who passed it.
fn is_initials(line: &str) -> bool {
    line.len() <= 12
        && line
            .split(['/', '-'])
            .all(|it| (1..=4).contains(&it.chars().count()) && it.chars().all(char::is_lowercase))
}

/// Reads a dateline: its parts, and the line where it says more than they do.
fn dateline(story: &mut RawStory, element: Element<'_, '_>, agency: &str) {
    let city = xml::text(element.first("city"));
    let region = xml::text(element.first("state")).or_else(|| xml::text(element.first("region")));
    let land = element.first("country");
    let mut line = tight(&element.spaced());
    // The agency itself says that its day is wrong.
    if agency == "EFE"
        && let Some(day) = xml::text(element.first("story.date"))
    {
        line = line.replacen(&day, "", 1);
    }
    let parts = [city.clone(), region.clone(), xml::text(land)];
    let mut left = line.clone();
    for part in parts.iter().flatten() {
        left = left.replacen(part.as_str(), "", 1);
    }
    if left.chars().any(char::is_alphanumeric) {
        story.dateline = Some(clean::one_line(&line));
    }
    let named = parts[2].as_deref();
    let country = xml::attribute(land, "iso-cc").and_then(|it| alpha_2(&it)).or_else(|| {
        let found = regions::region(named?)?;
        found.country.filter(|_| found.kind == regions::Kind::Country).map(str::to_owned)
    });
    if story.origin.is_none() && (city.is_some() || region.is_some()) {
        story.origin = Some(Place { city, region, country });
    }
}

fn alpha_2(code: &str) -> Option<String> {
    let code = code.trim();
    (code.len() == 2 && code.bytes().all(|it| it.is_ascii_alphabetic()))
        .then(|| code.to_ascii_uppercase())
}
