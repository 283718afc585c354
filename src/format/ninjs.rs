//! ninjs of IPTC, 1.0 to 3.1, and what agencies made of it.
//!
//! Version 1 has a field for each shape of a text (`body_html`, `body_text`), the later ones have
//! lists of texts with roles (`bodies`, `headlines`); the third spells its names with capitals.
//! Superdesk adds fields and calls the id `guid`, the BBC wraps stories in `item`. All of that is
//! read alike, because archives mix it.

use std::io::BufRead;

use serde_json::Value;

use super::doubles::each_once;
use super::json::associations::{is_composite, package_or_story};
use super::json::dialect::{self, Dialect};
use super::json::fields::{self, first_text, get, line, list, text, texts};
use super::json::story::{self, add};
use super::json::values::Values;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, envelope};
use crate::copy::categories;
use crate::story::{Body, RawStory, TakeKind};

/// The format.
pub struct Ninjs;

impl Format for Ninjs {
    fn name(&self) -> &'static str {
        "ninjs"
    }

    fn about(&self) -> &'static str {
        "ninjs of IPTC, versions 1 to 3, and its dialects (Superdesk, BBC)"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        dialect::is(head, Dialect::Ninjs)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Values::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (value, raw) = story::open(record)?;
        let inner = dialect::inner(&value);
        let raw = read(inner, raw).map_err(|none| match none {
            None::Other(kind) => Refusal::NotStory { kind },
            None::Stranger => {
                story::stranger(&value, record, "no ninjs: it has no uri and no text")
            }
        })?;
        let named =
            |it: &Value| (first_text(it, &["uri", "guid", "residRef"]), text(it, "version"));
        Ok(package_or_story(inner, raw, named))
    }
}

/// Why an object is no story.
enum None {
    Other(&'static str),
    Stranger,
}

/// One field under the names that the versions give it.
fn either<'v>(value: &'v Value, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|it| get(value, it))
}

fn read(value: &Value, mut raw: RawStory) -> Result<RawStory, None> {
    let kind = text(value, "type").unwrap_or_default();
    if let Some(other) = story::other_kind(&kind) {
        return Err(None::Other(other));
    }
    raw.native_id = first_text(value, &["uri", "guid"]);
    raw.headline = headline(value);
    let html = chosen(value);
    raw.body = story::body(html.unwrap_or_default());
    footer(value, &mut raw);
    let empty = story::is_empty(&raw.body);
    let titled = raw.headline.is_some() || text(value, "slugline").is_some();
    if empty
        && !titled
        && !is_composite(value)
        && (raw.native_id.is_none() || dialect::of(value).is_none())
    {
        return Err(None::Stranger);
    }
    raw.version = text(value, "version");
    raw.slug = text(value, "slugline");
    raw.agency = agency(value);
    raw.summary = summary(value);
    if let Some(html) = html {
        story::lift_headings(&mut raw, html);
    }
    bylines(value, &mut raw);
    places(value, &mut raw);
    let time = |names: &[&str]| names.iter().find_map(|it| fields::time(value, it));
    raw.first_filed = time(&["firstcreated", "firstCreated", "contentcreated", "contentCreated"]);
    raw.filed = time(&["versioncreated", "versionCreated", "versionCreatedDate"])
        .or_else(|| raw.first_filed.clone());
    raw.urgency = story::urgency(value, "urgency");
    raw.language = text(value, "language");
    raw.url = first_text(value, &["url", "link", "canonical"]).filter(|it| it.starts_with("http"));
    for name in ["ednote", "edNote", "ednotes"] {
        raw.ednotes.extend(texts(value, name));
    }
    topics(value, &mut raw);
    each_once(&mut raw.topics);
    each_once(&mut raw.places);
    take(value, &kind, &mut raw);
    Ok(raw)
}

/// A text that may be one of several with roles.
struct Piece<'v> {
    role: String,
    html: bool,
    text: &'v str,
}

/// The texts of a list of later versions.
fn pieces<'v>(value: &'v Value, name: &str) -> Vec<Piece<'v>> {
    let piece = |it: &'v Value| match it {
        Value::String(text) => Some(Piece { role: String::new(), html: false, text }),
        _ => {
            let text = it.get("value")?.as_str()?.trim();
            let kind = first_text(it, &["contenttype", "contentType"]).unwrap_or_default();
            let role = text_of(it, "role");
            (!text.is_empty()).then_some(Piece { role, html: kind.contains("html"), text })
        }
    };
    list(value, name).iter().filter_map(piece).collect()
}

fn text_of(value: &Value, name: &str) -> String {
    text(value, name).unwrap_or_default().to_ascii_lowercase()
}

/// Says whether a role is that of the text itself and not of a part beside it.
fn is_main(role: &str) -> bool {
    let role = role.rsplit([':', '/']).next().unwrap_or("");
    matches!(role, "" | "main" | "body" | "headline" | "full" | "default" | "article" | "story")
}

fn headline(value: &Value) -> Option<String> {
    let listed = pieces(value, "headlines");
    let chosen = listed.iter().find(|it| is_main(&it.role)).or(listed.first());
    line(value, "headline")
        .or_else(|| chosen.map(|it| crate::text::markup::html_text(it.text)))
        .or_else(|| {
            ["headline_main", "headline_text", "headline_html"]
                .iter()
                .find_map(|it| line(value, it))
        })
        .or_else(|| others(value, "headline_").next().map(crate::text::markup::html_text))
        .or_else(|| line(value, "title"))
}

/// Texts under names that start so: `body_…`.
fn others<'v>(value: &'v Value, front: &'static str) -> impl Iterator<Item = &'v str> {
    let object = value.as_object();
    object
        .into_iter()
        .flatten()
        .filter(move |(name, _)| name.starts_with(front) && !name.ends_with("_footer"))
        .filter_map(|(_, text)| text.as_str())
        .filter(|text| !text.trim().is_empty())
}

/// The text of the story; of several shapes the one that says most.
fn chosen(value: &Value) -> Option<&str> {
    let mut shapes = ["body_xhtml", "body_html", "body_text"]
        .iter()
        .filter_map(|it| get(value, it)?.as_str())
        .chain(others(value, "body_"));
    shapes.find(|it| story::has_text(it)).or_else(|| {
        let listed = pieces(value, "bodies");
        // The same text in several shapes is one; HTML says where paragraphs are.
        let best = listed.iter().filter(|it| is_main(&it.role)).max_by_key(|it| it.html);
        best.or(listed.first()).map(|it| it.text)
    })
}

/// What Superdesk prints under the text.
fn footer(value: &Value, raw: &mut RawStory) {
    if let (Body::Paragraphs(paragraphs), Some(footer)) =
        (&mut raw.body, text(value, "body_footer"))
    {
        let footer = story::paragraphs(&footer);
        if !paragraphs.ends_with(&footer) {
            paragraphs.extend(footer);
        }
    }
}

/// What sums the story up: second headlines, then descriptions.
fn summary(value: &Value) -> Vec<String> {
    let mut summary = Vec::new();
    for piece in pieces(value, "headlines").iter().filter(|it| it.role.contains("sub")) {
        add(&mut summary, crate::text::markup::html_text(piece.text));
    }
    if let Some(text) = line(value, "subheadline").or_else(|| line(value, "abstract")) {
        add(&mut summary, text);
    }
    let described = ["description_html", "description_xhtml", "description_text", "description"]
        .iter()
        .filter_map(|it| get(value, it)?.as_str())
        .chain(others(value, "description_"))
        .find(|it| !it.trim().is_empty());
    let listed = pieces(value, "descriptions");
    let best = listed.iter().find(|it| is_main(&it.role)).or(listed.first());
    if let Some(text) = described.or(best.map(|it| it.text)) {
        for paragraph in crate::text::markup::html_paragraphs(text) {
            add(&mut summary, paragraph);
        }
    }
    each_once(&mut summary);
    summary
}

fn agency(value: &Value) -> Option<String> {
    // Superdesk names the agency itself.
    if let Some(source) = text(value, "source").or_else(|| text(value, "provider")) {
        return Some(source);
    }
    let mut names = Vec::new();
    for field in ["provider", "infosource", "infosources"] {
        names.extend(list(value, field).iter().filter_map(story::name));
    }
    for field in ["copyrightholder", "copyrightHolder", "creditline", "creditLine"] {
        names.extend(text(value, field));
    }
    // The address of an id names its owner: `urn:newsml:dpa.com:…`.
    let id = first_text(value, &["uri", "guid"]).unwrap_or_default();
    let parts: Vec<&str> =
        id.split([':', '/', '.', ',']).filter(|it| it.len() > 1).take(6).collect();
    let owners = parts.into_iter().filter(|it| it.bytes().all(|it| it.is_ascii_lowercase()));
    let owners: Vec<String> = owners.filter(|it| *it != "pa").map(str::to_owned).collect();
    story::agency(names.iter().chain(&owners).map(String::as_str))
}

fn bylines(value: &Value, raw: &mut RawStory) {
    if let Some(byline) = line(value, "byline").or_else(|| line(value, "by")) {
        raw.bylines.push(byline);
        return;
    }
    let writes = |it: &&Value| {
        let role = text_of(it, "role");
        role.is_empty() || ["writer", "author", "byline", "reporter"].contains(&role.as_str())
    };
    let authors: Vec<&Value> = list(value, "authors").iter().filter(writes).collect();
    let names: Vec<String> = authors.iter().filter_map(|it| story::name(it)).collect();
    if !names.is_empty() {
        raw.bylines.push(names.join(" and "));
        if let [only] = authors.as_slice() {
            raw.bylines.extend(first_text(only, &["jobtitle/name", "jobtitle"]));
        }
        return;
    }
    let people = list(value, "person").iter().chain(list(value, "people"));
    let names: Vec<String> = people
        .filter(|it| {
            matches!(text_of(it, "rel").as_str(), "author" | "creator" | "writer" | "byline")
        })
        .filter_map(story::name)
        .collect();
    if !names.is_empty() {
        raw.bylines.push(names.join(" and "));
    }
}

fn places(value: &Value, raw: &mut RawStory) {
    for place in list(value, "place").iter().chain(list(value, "places")) {
        let Some(name) = story::name(place) else {
            continue;
        };
        let rel = text_of(place, "rel");
        if rel.contains("dateline") || rel.contains("origin") || rel.contains("located") {
            if raw.origin.is_none() {
                raw.origin = story::place(&name);
            }
        } else {
            add(&mut raw.places, name);
        }
    }
    if let Some(located) = text(value, "located").or_else(|| text(value, "dateline/text")) {
        raw.origin = story::place(&located).or(raw.origin.take());
    }
}

fn topics(value: &Value, raw: &mut RawStory) {
    let topics = &mut raw.topics;
    for field in ["anpa_category", "service"] {
        for category in list(value, field) {
            let Some(letter) = first_text(category, &["qcode", "code"]) else {
                continue;
            };
            let name = text(category, "name");
            if letter.len() == 1 {
                add(topics, format!("anpa:{}", letter.to_ascii_lowercase()));
                let known = categories::anpa(&letter).map(str::to_owned);
                name.or(known).into_iter().for_each(|it| add(topics, it));
            } else {
                name.into_iter().for_each(|it| add(topics, it));
            }
            raw.category.get_or_insert(letter);
        }
    }
    for field in ["subject", "subjects", "genre", "genres"] {
        story::subjects(topics, list(value, field));
    }
    for (kind, fields) in [
        ("person", ["person", "people"]),
        ("organisation", ["organisation", "organisations"]),
        ("event", ["event", "events"]),
        ("object", ["object", "objects"]),
    ] {
        for field in fields {
            story::named(topics, kind, list(value, field));
        }
    }
    story::keywords(topics, value, "keywords");
}

fn take(value: &Value, kind: &str, raw: &mut RawStory) {
    story::hold(raw, either(value, &["embargoed", "embargoedUntil", "embargoeduntil", "embargo"]));
    let status = first_text(value, &["pubstatus", "pubStatus"]);
    story::status(raw, status.as_deref());
    // What Superdesk's own records say.
    story::status(raw, text(value, "state").as_deref());
    if kind.eq_ignore_ascii_case("advisory") {
        envelope::add_take(raw, TakeKind::Advisory);
    }
    raw.follows = text(value, "evolvedfrom").or_else(|| text(value, "rewrite_of"));
    if text(value, "correction_sequence").is_some_and(|it| it != "0") {
        story::hint_take(raw, TakeKind::Correction);
    } else if raw.follows.is_some() {
        story::hint_take(raw, TakeKind::Update);
    }
}

#[cfg(test)]
mod tests;
