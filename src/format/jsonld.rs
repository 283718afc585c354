//! Nodes of JSON-LD in, the one that is the story and what it says out.
//!
//! News pages carry them in their head, and archives keep them bare. Sites fill them with little
//! care: a block may hold a graph, an array, or a node in a node; a type may be a list; an author
//! may be a name, a person, a list of either, or a reference to a node elsewhere on the page.
//! Entries of a live blog and teasers of other stories are nodes too, and are not the story.

pub mod bare;
mod values;

use serde_json::Value;

pub use self::values::{body, keywords, moment, running_text, tidy, times};
use self::values::{text, time};
use crate::copy::{agencies, dateline};
use crate::format::doubles::each_once;
use crate::story::{Place, RawStory};
use crate::text::entities;

/// Nodes inside each other that are followed, at most.
const DEEPEST: usize = 6;

/// Values of one property that are looked at, at most.
const MOST: usize = 200;

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
    let set = |field: &mut Option<String>, name: &str| {
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
    story.topics.extend(found);
    each_once(&mut story.topics);
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

#[cfg(test)]
mod tests;
