//! Factiva in XML: answers of its services, and the older form in which Dow Jones delivered.
//!
//! A record in, a story out. Names differ in case and in their endings, so each field has several.

use super::codes::{list, number};
use crate::format::doubles::each_once;
use crate::format::export::set_publication;
use crate::format::xml;
use crate::story::{Body, RawStory};
use crate::text::markup::{Element, Tree};

/// Reads a record; false where it holds no story.
pub fn read(text: &str, story: &mut RawStory) -> bool {
    let tree = Tree::xml(text);
    let Some(root) = tree.root().descendants().find(|it| is_story(*it)) else {
        return false;
    };
    let first = |names: &[&str]| names.iter().find_map(|name| root.first(name));
    let value = |names: &[&str]| first(names).and_then(said);
    story.native_id = value(&["accessionNo", "AccessionNo"])
        .map(|it| number(&it).map_or_else(|| it.clone(), str::to_owned));
    story.language = value(&["baseLanguage", "BaseLang"]);
    story.headline = first(&["headline"]).map(Element::text).filter(|it| !it.is_empty());
    story.summary.extend(
        value(&["snippet", "abstract"]).filter(|_| first(&["leadParagraph", "LeadPara"]).is_none()),
    );
    if let Some(byline) = first(&["byline"]) {
        story.bylines.extend(paragraphs(byline));
    }
    story.credits = value(&["credit"]);
    if let Some(date) = first(&["publicationDate", "publicationDateTime", "PubDate", "Date"]) {
        let part = |name: &str| xml::text(date.child(name));
        let whole = part("dateTime").or_else(|| match (part("date"), part("time")) {
            (Some(date), Some(time)) => Some(format!("{date}T{time}")),
            (Some(date), None) => Some(date),
            _ => said(date),
        });
        story.filed = whole.as_deref().and_then(xml::time);
    }
    if story.filed.is_none() {
        story.filed =
            value(&["publicationDateTime", "modificationDateTime"]).as_deref().and_then(xml::time);
    }
    if let Some(name) = value(&["sourceName", "SrcName"]) {
        set_publication(story, &name);
    }
    story.category = value(&["sectionName", "section", "columnName"]);
    for (names, scheme) in [
        (&["newsSubject", "newsSubjectCode"][..], "ns:"),
        (&["company", "companyCode"], "company:"),
        (&["industry", "industryCode"], "industry:"),
        (&["person"], "people:"),
    ] {
        for name in names {
            root.all(name).for_each(|it| topic(story, scheme, it));
        }
    }
    story.places.extend(root.all("region").filter_map(named));
    sets(root, story);
    each_once(&mut story.topics);
    each_once(&mut story.places);
    for (name, label) in [
        ("pages", "Page"),
        ("edition", "Edition"),
        ("notes", "Notes"),
        ("contact", "Contact"),
        ("artWork", "Graphic"),
        ("corrections", "Correction"),
    ] {
        if let Some(text) = value(&[name]) {
            story.ednotes.push(format!("{label}: {text}"));
        }
    }
    let mut body = Vec::new();
    for names in [&["leadParagraph", "LeadPara"], &["tailParagraphs", "TailParas"]] {
        for name in names {
            // An element may be there once for each paragraph.
            root.all(name).for_each(|it| body.extend(paragraphs(it)));
        }
    }
    if body.is_empty() {
        for name in ["body", "bodyText", "text"] {
            root.all(name).for_each(|it| body.extend(paragraphs(it)));
            if !body.is_empty() {
                break;
            }
        }
    }
    story.body = Body::Paragraphs(body);
    story.headline.is_some() || matches!(&story.body, Body::Paragraphs(it) if !it.is_empty())
}

fn is_story(element: Element<'_, '_>) -> bool {
    ["article", "distdoc"].iter().any(|it| element.is(it))
        && element.descendants().any(|it| it.is("headline"))
}

/// What an element says: its text, or the value of an attribute.
fn said(element: Element<'_, '_>) -> Option<String> {
    Some(element.text())
        .filter(|it| !it.is_empty())
        .or_else(|| xml::attribute(Some(element), "value"))
        .or_else(|| {
            let inner = element.children().next()?;
            xml::attribute(Some(inner), "value")
        })
}

/// Paragraphs of an element, or its text where it has none.
fn paragraphs(element: Element<'_, '_>) -> Vec<String> {
    let own: Vec<String> = element
        .descendants()
        .filter(|it| it.is("paragraph") || it.is("para"))
        .map(Element::text)
        .filter(|it| !it.is_empty())
        .collect();
    if own.is_empty() { xml::text(Some(element)).into_iter().collect() } else { own }
}

fn named(element: Element<'_, '_>) -> Option<String> {
    xml::attribute(Some(element), "name")
        .or_else(|| xml::text(element.first("descriptor").or_else(|| element.first("name"))))
        .or_else(|| xml::text(Some(element)))
        .or_else(|| xml::attribute(Some(element), "code"))
}

/// A code and its name.
fn topic(story: &mut RawStory, scheme: &str, element: Element<'_, '_>) {
    let code = xml::attribute(Some(element), "code");
    let coded = code.as_ref().map(|it| format!("{scheme}{it}"));
    let name = named(element).filter(|it| Some(it) != code.as_ref());
    story.topics.extend(coded.into_iter().chain(name));
}

/// Lists of codes as Dow Jones delivered them: `<CSet fid="ns"><Code value="gpol"><CodeD>…`.
fn sets(root: Element<'_, '_>, story: &mut RawStory) {
    for (set, code) in root.all_under("CSet", "Code") {
        let kind = xml::attribute(Some(set), "fid").unwrap_or_default();
        let value = xml::attribute(Some(code), "value").unwrap_or_default();
        let name = xml::text(code.first("CodeD")).unwrap_or_default();
        let scheme = match kind.as_str() {
            "re" if !name.is_empty() => {
                story.places.push(name);
                continue;
            }
            "re" => continue,
            "co" => "company:",
            "in" => "industry:",
            _ => "ns:",
        };
        let entry = if name.is_empty() { value } else { format!("{value} : {name}") };
        coded(&mut story.topics, scheme, &entry);
    }
}

/// Adds an entry; a code alone has its scheme before it too.
fn coded(topics: &mut Vec<String>, scheme: &str, entry: &str) {
    if entry.contains(" : ") {
        list(topics, scheme, entry);
    } else if !entry.is_empty() {
        topics.push(format!("{scheme}{entry}"));
    }
}
