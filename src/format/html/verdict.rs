//! Whether a page holds a story, or is a page of another kind: the front of a site or section, an
//! error, a question about cookies, the stump of a story for those who pay.
//!
//! The rule: a page that says that it is a story (a node of JSON-LD, its type, a time of
//! publishing) is one if it has any running text. One that says nothing must look like one: several
//! paragraphs of sentences, not mostly links, not several stories side by side, not about cookies.

use serde_json::Value;

use super::body::{Found, is_prose};
use super::boilerplate::ends_as_sentence;
use super::meta;
use super::page::Page;
use crate::format::jsonld::Graph;

/// Bytes of running text in a page that says that it is a story, at least.
const SOME: usize = 30;

/// Bytes of running text in a page that says nothing, at least.
const MUCH: usize = 180;

/// One paragraph alone is a story from here on.
const ALONE: usize = 500;

/// An error page has no more running text than this.
const ERROR: usize = 1500;

/// Beginnings of titles of pages that are no story.
const TITLES: [&str; 34] = [
    "404",
    "403",
    "500",
    "502",
    "503",
    "error",
    "page not found",
    "not found",
    "file not found",
    "page unavailable",
    "access denied",
    "access to this page",
    "forbidden",
    "bad gateway",
    "service unavailable",
    "just a moment",
    "attention required",
    "are you a robot",
    "robot or human",
    "before you continue",
    "we value your privacy",
    "your privacy",
    "privacy policy",
    "cookie",
    "terms of",
    "sign in",
    "log in",
    "login",
    "subscribe",
    "seite nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "pagina non trovata",
    "sayfa bulunamadı",
];

/// Types of pages that list stories or are tools of a site.
const LISTS: [&str; 7] = [
    "CollectionPage",
    "ItemList",
    "SearchResultsPage",
    "AboutPage",
    "ContactPage",
    "ProfilePage",
    "FAQPage",
];

/// Words that questions about cookies are made of.
const CONSENT: [&str; 9] = [
    "cookie",
    "consent",
    "privacy",
    "partners",
    "datenschutz",
    "einwilligung",
    "confidentialité",
    "privacidad",
    "gizlilik",
];

/// Words of the gate before a text that is sold, and what it keeps from being done.
const GATE: [&str; 10] = [
    "subscri", "sign in", "log in", "register", "members", "abonn", "suscri", "suscr", "abbona",
    "abone",
];
const BEHIND: [&str; 10] =
    ["read", "continue", "access", "full", "unlock", "lesen", "lire", "leer", "legger", "oku"];

/// Says whether a page with this text is a story.
pub fn is_story(
    page: &Page<'_, '_>,
    node: Option<&Value>,
    graph: &Graph<'_>,
    text: &Found,
) -> bool {
    let title = page.headings.first().map(|it| it.text()).filter(|it| !it.is_empty());
    let titles = title.iter().chain(&page.title);
    let is_error = titles.map(|it| it.to_lowercase()).any(|it| {
        let rest = TITLES.iter().find_map(|start| it.strip_prefix(start));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    if node.is_none() && is_error && text.prose < ERROR {
        return false;
    }
    if is_gate(text) {
        return false;
    }
    if node.is_some() || says_so(page) {
        return text.prose >= SOME || node.is_some() && is_brief(text);
    }
    let is_list = LISTS.iter().any(|it| graph.has(it))
        || page.meta_value(&["og:type"]).is_some_and(|it| it == "website" || it == "profile");
    let (prose, count) = if is_list { (MUCH * 4, 4) } else { (MUCH, 2) };
    text.prose >= prose
        && (text.count >= count || !is_list && text.prose >= ALONE)
        && !is_side_by_side(page)
        && !is_consent(text)
}

/// Says whether all that stands in the place of a text is that one must pay for it.
fn is_gate(text: &Found) -> bool {
    let prose = || text.paragraphs.iter().filter(|it| is_prose(it) || it.ends_with('.'));
    let sells = |line: &String| {
        let small = line.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|it| small.contains(it));
        line.len() < 300 && has(&GATE) && has(&BEHIND)
    };
    prose().count() <= 3 && prose().next().is_some() && prose().all(sells)
}

/// A few words that are whole sentences: flashes are not longer.
fn is_brief(text: &Found) -> bool {
    let [only] = text.paragraphs.as_slice() else { return false };
    ends_as_sentence(only) && only.split_whitespace().count() >= 4
}

/// Says whether the page itself says that it is a story.
fn says_so(page: &Page<'_, '_>) -> bool {
    let is_article = page.meta_value(&["og:type"]).is_some_and(|it| it.contains("article"));
    let dated = page.metas.iter().any(|(name, _)| {
        name.starts_with("article:") && name.ends_with("_time") || name == "parsely-pub-date"
    });
    is_article
        || dated
        || meta::published(page).is_some()
        || meta::is_message(page)
        || page.property("articlebody").next().is_some()
}

/// Says whether several stories stand beside each other, none of them the main one.
fn is_side_by_side(page: &Page<'_, '_>) -> bool {
    let mut weights = Vec::new();
    let mut behind = 0;
    for article in &page.articles {
        if article.place() >= behind {
            behind = article.end() + 1;
            weights.push(page.weights.text(*article));
        }
    }
    let all: usize = weights.iter().sum();
    weights.len() >= 3 && weights.iter().max().is_some_and(|it| it * 2 < all)
}

/// Says whether a good part of the text asks for consent.
fn is_consent(text: &Found) -> bool {
    let asks = text.paragraphs.iter().filter(|it| is_prose(it)).filter(|it| {
        let small = it.to_lowercase();
        CONSENT.iter().any(|word| small.contains(word))
    });
    asks.count() * 2 >= text.count
}
