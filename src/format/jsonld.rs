//! Nodes of JSON-LD in, the one that is the story and what it says out.
//!
//! News pages carry them in their head, and archives keep them bare. Sites fill them with little
//! care: a block may hold a graph, an array, or a node in a node; a type may be a list; an author
//! may be a name, a person, a list of either, or a reference to a node elsewhere on the page.
//! Entries of a live blog and teasers of other stories are nodes too, and are not the story.

use chrono::DateTime;
use serde_json::Value;

use super::xml;
use crate::copy::{agencies, clock, dateline};
use crate::story::{FiledText, Place, RawStory};
use crate::text::{clean, entities, markup, paragraphs};

/// Nodes inside each other that are followed, at most.
const DEEPEST: usize = 6;

/// Values of one property that are looked at, at most.
const MOST: usize = 200;

/// A text without a line longer than this may have been wrapped by hand.
const LONG: usize = 100;

/// Days after which a change of a page is no longer a new version of its story: archives that move
/// to another system stamp all their pages anew.
const LATE: i64 = 31;

/// Reads the text of a block, in whatever a page wrapped it.
///
/// `None` where it is no JSON after all: such blocks are passed over.
pub fn parse(script: &str) -> Option<Value> {
    let mut text = script.trim();
    loop {
        let before = text;
        for open in ["//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "<!--", "// <![CDATA["] {
            text = text.strip_prefix(open).unwrap_or(text).trim_start();
        }
        for close in ["//]]>", "/*]]>*/", "]]>", "-->", "//", ";", "// ]]>"] {
            text = text.strip_suffix(close).unwrap_or(text).trim_end();
        }
        if text.len() == before.len() {
            break;
        }
    }
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text).ok().or_else(|| {
        // Line ends inside of strings; or a block that was escaped for HTML.
        let plain = text.replace(|c: char| c.is_control(), " ");
        serde_json::from_str(&plain).ok().or_else(|| {
            let is_escaped = plain.len() < 1 << 20 && plain[1..].trim_start().starts_with("&quot;");
            is_escaped.then(|| serde_json::from_str(&entities::unescape(&plain)).ok()).flatten()
        })
    })
}

/// Says whether a node is of a type that stories have.
pub fn is_story(node: &Value) -> bool {
    rank(node) > 0
}

/// Says whether a node is of this type.
pub fn is_a(node: &Value, name: &str) -> bool {
    types(node).any(|it| it == name)
}

/// Types of a node, without what their vocabulary is called.
fn types(node: &Value) -> impl Iterator<Item = &str> {
    let value = &node["@type"];
    let many = value.as_array().map(Vec::as_slice).unwrap_or_default();
    value
        .as_str()
        .into_iter()
        .chain(many.iter().filter_map(Value::as_str))
        .map(|it| it.rsplit(['/', '#', ':']).next().unwrap_or(it))
}

/// How sure a node is the story of its page; 0 where it is none.
fn rank(node: &Value) -> u8 {
    let of = |name: &str| match name {
        _ if name.ends_with("NewsArticle") => 3,
        "LiveBlogPosting" | "Report" => 2,
        _ if name.ends_with("Article") => 2,
        "BlogPosting" => 1,
        _ => 0,
    };
    types(node).map(of).max().unwrap_or(0)
}

/// All nodes of a block that stand for something of their own: itself, the items of an array or a
/// graph, and what a page is mainly about. Parts of a story are not among them.
fn nodes<'v>(value: &'v Value, depth: usize, into: &mut Vec<&'v Value>) {
    if depth == 0 || into.len() >= MOST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|it| nodes(it, depth - 1, into)),
        Value::Object(_) => {
            into.push(value);
            nodes(&value["@graph"], depth - 1, into);
            for inner in ["mainEntity", "mainEntityOfPage"] {
                if !is_story(value) && value[inner].is_object() {
                    nodes(&value[inner], depth - 1, into);
                }
            }
        }
        _ => {}
    }
}

/// Nodes of all blocks of a page.
pub struct Graph<'v>(Vec<&'v Value>);

impl<'v> Graph<'v> {
    /// Gathers the nodes of these blocks.
    pub fn of(blocks: &'v [Value]) -> Graph<'v> {
        let mut found = Vec::new();
        blocks.iter().for_each(|it| nodes(it, DEEPEST, &mut found));
        Graph(found)
    }

    /// Chooses the node that is the story of a page with this address.
    ///
    /// The one that names the address comes first, then the most newslike. A page with several of
    /// the same kind and no word on which is its own lists stories and has none.
    pub fn story(&self, address: Option<&str>) -> Option<&'v Value> {
        let address = address.map(bare);
        let is_own = |node: &Value| {
            let named = |value: &Value| value.as_str().map(bare) == address;
            address.is_some()
                && (named(&node["url"])
                    || named(&node["@id"])
                    || named(&node["mainEntityOfPage"])
                    || named(&node["mainEntityOfPage"]["@id"]))
        };
        let key = |node: &Value| (is_own(node), rank(node), node["articleBody"].is_string());
        let stories = || self.0.iter().copied().filter(|it| is_story(it));
        // The first of those that are equal.
        let best = stories().fold(None, |best: Option<&Value>, it| match best {
            Some(best) if key(best) >= key(it) => Some(best),
            _ => Some(it),
        })?;
        let alike = stories().filter(|it| key(it) == key(best)).map(|it| &it["headline"]);
        let mut headlines: Vec<&Value> = alike.collect();
        headlines.dedup();
        (is_own(best) || headlines.len() <= 2).then_some(best)
    }

    /// Says whether any node is of this type.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|it| is_a(it, name))
    }

    /// What a reference stands for; anything else stands for itself.
    fn resolve(&self, value: &'v Value) -> &'v Value {
        let Some(id) = value["@id"].as_str().filter(|_| value["name"].is_null()) else {
            return value;
        };
        let is_meant = |it: &&&Value| it["@id"].as_str() == Some(id) && !it["name"].is_null();
        self.0.iter().find(is_meant).copied().unwrap_or(value)
    }

    /// Names in a property: of people, places, subjects.
    fn names(&self, value: &'v Value, depth: usize, into: &mut Vec<String>) {
        if depth == 0 || into.len() >= MOST {
            return;
        }
        match self.resolve(value) {
            Value::Array(items) => items.iter().for_each(|it| self.names(it, depth - 1, into)),
            Value::String(name) => {
                let name = tidy(name);
                if !name.is_empty() && !name.starts_with("http") && !into.contains(&name) {
                    into.push(name);
                }
            }
            Value::Object(node) => {
                let name = node.get("name").or_else(|| node.get("@value"));
                if let Some(name) = name {
                    self.names(name, depth - 1, into);
                }
            }
            _ => {}
        }
    }
}

/// An address without what does not tell pages apart: scheme, `www.`, fragment, last slash.
fn bare(address: &str) -> &str {
    let address = address.split('#').next().unwrap_or(address).trim();
    let address = address.split_once("://").map_or(address, |(_, it)| it);
    address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/')
}

/// Puts what a node says into a story, where nothing is said yet. The text stays out: see
/// [`body`].
pub fn fill<'v>(story: &mut RawStory, node: &'v Value, graph: &Graph<'v>) {
    let mut set = |field: &mut Option<String>, name: &str| {
        if field.is_none() {
            *field = text(&node[name]);
        }
    };
    set(&mut story.headline, "headline");
    set(&mut story.headline, "name");
    set(&mut story.version, "version");
    set(&mut story.category, "articleSection");
    if story.native_id.is_none() {
        let id = &node["identifier"];
        story.native_id = text(if id.is_object() { &id["value"] } else { id })
            .filter(|it| !it.contains("://") && it.len() <= 120);
    }
    if story.url.is_none() {
        let page = &node["mainEntityOfPage"];
        story.url = [&node["url"], page, &page["@id"], &node["@id"]]
            .into_iter()
            .find_map(|it| it.as_str().map(str::trim).filter(|it| it.starts_with("http")))
            .map(str::to_owned);
    }
    if story.language.is_none() {
        let language = &node["inLanguage"];
        let code = &language["alternateName"];
        story.language = text(if code.is_null() { language } else { code });
    }
    if story.bylines.is_empty() {
        story.bylines = authors(node, graph);
    }
    if story.filed.is_none() {
        let published = ["datePublished", "dateCreated", "uploadDate"];
        let published = published.into_iter().find_map(|it| time(&node[it]));
        (story.filed, story.first_filed) = times(published, time(&node["dateModified"]));
    }
    subjects(story, node, graph);
    places(story, node, graph);
    if story.agency.is_none() {
        story.agency = ["creditText", "sourceOrganization"].into_iter().find_map(|it| {
            let mut names = Vec::new();
            graph.names(&node[it], DEEPEST, &mut names);
            names.into_iter().find(|it| agencies::canonical(it).is_some())
        });
    }
    let mut notes = Vec::new();
    for value in [&node["correction"], &node["correction"]["text"]] {
        graph.names(value, DEEPEST, &mut notes);
    }
    story.ednotes.extend(notes);
    story.summary.extend(text(&node["abstract"]));
}

/// Names of those who wrote it. The site itself is nobody.
fn authors<'v>(node: &'v Value, graph: &Graph<'v>) -> Vec<String> {
    let mut sites = Vec::new();
    graph.names(&node["publisher"], DEEPEST, &mut sites);
    let mut names = Vec::new();
    graph.names(&node["author"], DEEPEST, &mut names);
    if names.is_empty() {
        graph.names(&node["creator"], DEEPEST, &mut names);
    }
    names.retain(|it| !sites.contains(it) && !matches!(it.as_str(), "NaN" | "None" | "null"));
    names
}

fn subjects<'v>(story: &mut RawStory, node: &'v Value, graph: &Graph<'v>) {
    let mut found = Vec::new();
    if let Value::Array(sections) = &node["articleSection"] {
        sections.iter().skip(1).for_each(|it| graph.names(it, 2, &mut found));
    }
    match &node["keywords"] {
        Value::String(words) => found.extend(keywords(words)),
        words => graph.names(words, DEEPEST, &mut found),
    }
    graph.names(&node["about"], DEEPEST, &mut found);
    for topic in found {
        if !story.topics.contains(&topic) {
            story.topics.push(topic);
        }
    }
}

fn places<'v>(story: &mut RawStory, node: &'v Value, graph: &Graph<'v>) {
    for name in ["contentLocation", "spatialCoverage"] {
        graph.names(&node[name], DEEPEST, &mut story.places);
    }
    let made = graph.resolve(&node["locationCreated"]);
    let address = &made["address"];
    let city = text(&address["addressLocality"]).or_else(|| text(&made["name"]));
    if story.origin.is_none() && city.is_some() {
        let country = text(&address["addressCountry"]);
        story.origin = Some(Place {
            city,
            region: text(&address["addressRegion"]),
            country: country
                .filter(|it| it.len() == 2 && it.bytes().all(|b| b.is_ascii_uppercase())),
        });
    }
    if story.dateline.is_none() {
        story.dateline = text(&node["dateline"]).filter(|it| is_dateline(it));
    }
}

/// Says whether a property that is named for it holds a dateline: it may as well be `Yes`, the
/// country that the story is about, or a date.
pub fn is_dateline(line: &str) -> bool {
    let anchored = || {
        dateline::read_element(line, &dateline::Hints::default())
            .is_some_and(|it| !it.places.is_empty() && (it.agency.is_some() || it.date.is_some()))
    };
    line.len() <= 120 && (dateline::is_place_line(line) || anchored())
}

/// Says whether the site kept the text for those who pay.
pub fn is_paid_for(node: &Value) -> bool {
    match &node["isAccessibleForFree"] {
        Value::Bool(free) => !free,
        Value::String(free) => free.eq_ignore_ascii_case("false"),
        _ => false,
    }
}

/// The paragraphs of a node's text; of a live blog with its entries.
pub fn body(node: &Value) -> Vec<String> {
    let own = |node: &Value| {
        let text = node["articleBody"].as_str().or_else(|| node["text"].as_str());
        text.map(running_text).unwrap_or_default()
    };
    let mut found = own(node);
    if let Value::Array(entries) = &node["liveBlogUpdate"] {
        for entry in entries {
            let text = own(entry);
            found.extend(self::text(&entry["headline"]).filter(|it| text.first() != Some(it)));
            found.extend(text);
        }
    }
    found
}

/// Paragraphs of a text that may be HTML, lines of a paragraph each, or wrapped copy.
pub fn running_text(text: &str) -> Vec<String> {
    let lower = |tag: &str| memchr::memmem::find(text.as_bytes(), tag.as_bytes()).is_some();
    if ["<p", "<br", "<div", "<P", "<BR"].iter().any(|it| lower(it)) {
        return markup::html_paragraphs(text);
    }
    let plain = entities::unescape(text);
    let plain = clean::normalise(&plain);
    let plain = if lower("</") { markup::html_lines(&plain) } else { plain.into_owned() };
    if plain.lines().any(|it| it.len() > LONG) {
        let lines = plain.lines().map(clean::one_line);
        return lines.filter(|it| !it.is_empty()).collect();
    }
    paragraphs::paragraphs(&plain)
}

/// Keywords in one string.
pub fn keywords(words: &str) -> Vec<String> {
    let separator = if words.contains(',') { ',' } else { ';' };
    let mut found: Vec<String> = Vec::new();
    for word in words.split(separator).map(tidy).take(MOST) {
        if !word.is_empty() && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// When a page's story moved, and when its first version did.
pub fn times(
    published: Option<FiledText>,
    modified: Option<FiledText>,
) -> (Option<FiledText>, Option<FiledText>) {
    let (Some(first), Some(last)) = (&published, &modified) else {
        return (published.or(modified), None);
    };
    let day = |time: &FiledText| time.date.parse::<chrono::NaiveDate>().ok();
    let days = day(first).zip(day(last)).map(|(first, last)| (last - first).num_days());
    let moment = |time: &FiledText| clock::to_utc(time, None).map(|it| it.utc);
    let is_version = last.time.is_some()
        && days.is_some_and(|days| days <= LATE)
        && moment(first) < moment(last);
    if is_version { (modified, published) } else { (published, None) }
}

/// A time, as words or as a number of seconds or milliseconds.
fn time(value: &Value) -> Option<FiledText> {
    match value {
        Value::String(text) => moment(text),
        Value::Number(number) => {
            let number = number.as_i64()?;
            let seconds = if number > 100_000_000_000 { number / 1000 } else { number };
            let time = DateTime::from_timestamp(seconds, 0)?;
            xml::time(&time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        Value::Array(many) => many.first().and_then(time),
        Value::Object(_) => time(&value["@value"]),
        _ => None,
    }
}

/// A time in any of the shapes that pages have, `Mon Jun 19 2023 08:14:00 GMT+0200 (CEST)` too.
pub fn moment(text: &str) -> Option<FiledText> {
    let text = text.trim();
    xml::time(text).or_else(|| {
        let front = text.split(['(', '[']).next().unwrap_or(text);
        xml::time(&front.replace("GMT+", "+").replace("GMT-", "-").replace("UTC+", "+"))
    })
}

/// Text of a property in one line: the first one of several.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => tidy(text),
        Value::Number(number) => number.to_string(),
        Value::Array(many) => return many.iter().take(MOST).find_map(text),
        Value::Object(_) => {
            return value.get("name").or_else(|| value.get("@value")).and_then(text);
        }
        _ => String::new(),
    };
    (!text.is_empty()).then_some(text)
}

/// One line without markup and references.
pub fn tidy(text: &str) -> String {
    let text = entities::unescape(text);
    if memchr::memmem::find(text.as_bytes(), b"</").is_some() || text.contains("<br") {
        return markup::html_text(&text);
    }
    clean::one_line(&clean::normalise(&text))
}

#[cfg(test)]
mod tests;
