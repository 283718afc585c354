//! One item of a feed, whatever its dialect, into a story.

use super::subjects::{self, push_words};
use super::{names, text, wordpress};
use crate::copy::agencies;
use crate::format::doubles::each_once;
use crate::format::xml;
use crate::story::{Body, FiledText, RawStory, Take, TakeKind};
use crate::text::markup::{Element, html_text};

/// An item, and the prefix that elements of the feed itself have in it.
#[derive(Clone, Copy)]
pub(super) struct Item<'t, 'a> {
    element: Element<'t, 'a>,
    prefix: &'a str,
}

impl<'t, 'a> Item<'t, 'a> {
    fn new(element: Element<'t, 'a>) -> Item<'t, 'a> {
        Item { element, prefix: element.prefix() }
    }

    /// Children of the feed's own that have this name.
    pub(super) fn own(self, name: &'static str) -> impl Iterator<Item = Element<'t, 'a>> {
        self.of(self.prefix, name)
    }

    /// Children of another vocabulary.
    pub(super) fn of(
        self,
        prefix: &'a str,
        name: &'static str,
    ) -> impl Iterator<Item = Element<'t, 'a>> {
        self.element.children().filter(move |it| it.is(name) && it.prefix() == prefix)
    }

    /// The first that holds text: elements of the feed's own have no prefix here.
    fn value(self, names: &[(&'a str, &'static str)]) -> Option<String> {
        names.iter().find_map(|(prefix, name)| {
            let prefix = if prefix.is_empty() { self.prefix } else { prefix };
            self.of(prefix, name).find_map(|it| xml::text(Some(it)))
        })
    }
}

/// Puts an item into the story; returns a kind where it is none.
pub(super) fn fill(
    story: &mut RawStory,
    element: Element<'_, '_>,
    channel: Element<'_, '_>,
) -> Option<&'static str> {
    let item = Item::new(element);
    if element.is("deleted-entry") {
        story.native_id = xml::attribute(Some(element), "ref");
        story.filed = xml::attribute(Some(element), "when").and_then(|it| xml::time(&it));
        story.take = Some(Take { kind: TakeKind::Kill, ..Take::default() });
        story.ednotes.extend(xml::text(element.first("comment")));
        return None;
    }
    if element.is("url") {
        return page(story, element);
    }
    if let Some(kind) = wordpress::other_kind(item).or_else(|| blogger_kind(item)) {
        return Some(kind);
    }
    let channel = Item::new(channel);
    identity(story, item, channel);
    times(story, item);
    headline(story, item);
    let wordpress = wordpress::is_export(item);
    content(story, item, wordpress);
    story.bylines = names::bylines(item, channel);
    subjects::fill(story, item, wordpress);
    language(story, item, channel);
    let title = channel.value(&[("", "title"), ("dc", "title")]);
    let publishers = [
        item.value(&[("dc", "publisher"), ("dc", "source")]),
        source(item),
        channel.value(&[("dc", "publisher")]),
    ];
    let bare = story.native_id.as_ref().is_some_and(|it| !it.contains([':', '/', '.']));
    agency(story, &publishers, title, bare);
    wordpress::held_back(story, item);
    None
}

/// A page that a sitemap lists; only news sitemaps say more than its address.
fn page(story: &mut RawStory, url: Element<'_, '_>) -> Option<&'static str> {
    let Some(news) = url.child("news") else {
        return Some("web address");
    };
    story.url = xml::text(url.child("loc"));
    story.native_id.clone_from(&story.url);
    story.headline = news.first("title").map(|it| html_text(&it.source()));
    story.filed = ["publication_date", "lastmod"]
        .iter()
        .filter_map(|it| xml::text(news.first(it).or_else(|| url.child(it))))
        .find_map(|it| xml::time(&it));
    story.language = xml::text(news.find("publication/language"));
    for list in ["keywords", "stock_tickers"] {
        push_words(story, &xml::text(news.child(list)).unwrap_or_default());
    }
    each_once(&mut story.topics);
    let places = xml::text(news.child("geo_locations")).unwrap_or_default();
    story.places.extend(places.split(';').map(|it| it.trim().to_owned()));
    story.places.retain(|it| !it.is_empty());
    agency(story, &[xml::text(news.find("publication/name"))], None, false);
    None
}

/// What an export of Blogger holds beside stories.
fn blogger_kind(item: Item<'_, '_>) -> Option<&'static str> {
    let draft = item.element.find("control/draft").is_some_and(|it| it.text() == "yes");
    if draft {
        return Some("draft");
    }
    item.own("category").find_map(|it| {
        let term = it.attribute("term")?.into_owned();
        match term.strip_prefix("http://schemas.google.com/blogger/2008/kind#")? {
            "comment" => Some("comment"),
            "settings" | "template" => Some("settings"),
            _ => None,
        }
    })
}

fn identity(story: &mut RawStory, item: Item<'_, '_>, channel: Item<'_, '_>) {
    let guid = item.own("guid").find(|it| !it.text().is_empty());
    story.native_id = xml::text(guid)
        .or_else(|| item.value(&[("", "id"), ("atom", "id"), ("dc", "identifier")]))
        .or_else(|| xml::attribute(Some(item.element), "about"))
        .or_else(|| {
            let other = item.element.children().find(|it| it.is("original_article_id"));
            xml::text(other)
        });
    let is_page = |it: &Element<'_, '_>| {
        let rel = it.attribute("rel").unwrap_or_default();
        rel.is_empty() || rel == "alternate"
    };
    let addressed = |prefix| {
        item.of(prefix, "link").filter(is_page).find_map(|it| xml::attribute(Some(it), "href"))
    };
    let permanent = || {
        let guid = guid.filter(|it| it.attribute("isPermaLink").as_deref() != Some("false"))?;
        xml::text(Some(guid)).filter(|it| it.starts_with("http"))
    };
    let url = item
        .value(&[("feedburner", "origLink")])
        .or_else(|| addressed(item.prefix))
        .or_else(|| item.value(&[("", "link")]))
        .or_else(|| addressed("atom"))
        .or_else(permanent)
        .or_else(|| xml::attribute(Some(item.element), "about"));
    let home = || {
        let first = channel.own("link").find(is_page)?;
        xml::attribute(Some(first), "href").or_else(|| xml::text(Some(first)))
    };
    story.url = url.and_then(|it| absolute(it, home));
}

/// An address that leads somewhere without the page that it stood on.
fn absolute(url: String, home: impl Fn() -> Option<String>) -> Option<String> {
    if url.contains("://") || url.starts_with("urn:") || url.starts_with("tag:") {
        return Some(url);
    }
    let home = home()?;
    let (scheme, rest) = home.split_once("://")?;
    if let Some(path) = url.strip_prefix("//") {
        return Some(format!("{scheme}://{path}"));
    }
    let host = rest.split(['/', '?', '#']).next().filter(|it| !it.is_empty())?;
    let path = url.strip_prefix('/').unwrap_or(&url);
    Some(format!("{scheme}://{host}/{path}"))
}

/// When it was published, and when this text of it.
fn times(story: &mut RawStory, item: Item<'_, '_>) {
    const FIRST: [(&str, &str); 12] = [
        ("wp", "post_date_gmt"),
        ("", "pubDate"),
        ("", "published"),
        ("", "issued"),
        ("atom", "published"),
        ("dc", "date"),
        ("dcterms", "created"),
        ("dcterms", "issued"),
        ("wp", "post_date"),
        ("", "date"),
        ("", "created"),
        ("media", "pubDate"),
    ];
    let mut unread = false;
    let mut read = |names: &[(&'static str, &'static str)]| -> Option<FiledText> {
        names.iter().find_map(|name| {
            let text = item.value(&[*name])?;
            let mut time = xml::time(&text);
            if name.1 == "post_date_gmt" {
                time = time.map(|it| FiledText { zone: Some("Z".into()), ..it });
            }
            // A scheduled post has no such time yet: `0000-00-00 00:00:00`.
            unread |= time.is_none() && !text.starts_with("0000");
            time
        })
    };
    let first = read(&FIRST).or_else(|| {
        let other = item.element.children().find(|it| it.is("published"))?;
        xml::time(&other.text())
    });
    // Only Atom says when a text last changed in a way that matters.
    let last = if item.element.is("entry") {
        read(&[("", "updated"), ("", "modified"), ("atom", "updated")])
    } else {
        None
    };
    let utc = |it: &FiledText| crate::copy::clock::to_utc(it, None).map(|it| it.utc);
    match (first, last) {
        (Some(first), Some(last)) if utc(&last) > utc(&first) => {
            (story.first_filed, story.filed) = (Some(first), Some(last));
        }
        (first, last) => story.filed = first.or(last).or_else(|| read(&[("atom", "updated")])),
    }
    if story.filed.is_none() && unread {
        story.flags.push("filed_unread".into());
    }
}

fn headline(story: &mut RawStory, item: Item<'_, '_>) {
    const TITLES: [(&str, &str); 5] = [
        ("", "title"),
        ("dc", "title"),
        ("atom", "title"),
        ("media", "title"),
        ("itunes", "title"),
    ];
    story.headline = TITLES.iter().find_map(|(prefix, name)| {
        let prefix = if prefix.is_empty() { item.prefix } else { prefix };
        let title = item.of(prefix, name).next()?;
        let plain = if title.children().next().is_some() {
            title.text()
        } else {
            html_text(&title.source())
        };
        Some(plain).filter(|it| !it.is_empty())
    });
}

/// The text: the whole where a feed has it, else what it says of it.
fn content(story: &mut RawStory, item: Item<'_, '_>, wordpress: bool) {
    const FULL: [(&str, &str); 6] = [
        ("content", "encoded"),
        ("", "content"),
        ("atom", "content"),
        ("xhtml", "body"),
        ("yandex", "full-text"),
        ("media", "text"),
    ];
    const SHORT: [(&str, &str); 9] = [
        ("", "description"),
        ("", "summary"),
        ("atom", "summary"),
        ("excerpt", "encoded"),
        ("dc", "description"),
        ("itunes", "summary"),
        ("media", "description"),
        ("itunes", "subtitle"),
        ("", "tagline"),
    ];
    let read = |names: &[(&'static str, &'static str)]| -> Vec<Vec<String>> {
        let all = names.iter().flat_map(|(prefix, name)| {
            let prefix = if prefix.is_empty() { item.prefix } else { prefix };
            item.of(prefix, name)
        });
        all.map(|it| text::paragraphs(it, wordpress)).filter(|it| !it.is_empty()).collect()
    };
    let mut full = read(&FULL).into_iter();
    let mut short = read(&SHORT).into_iter();
    // Media RSS puts a group round its own.
    let group = || {
        let group = item.of("media", "group").next()?;
        let description = group.children().find(|it| it.is("description"))?;
        Some(text::paragraphs(description, false))
    };
    let (mut body, teaser) = match full.next() {
        Some(full) => (full, short.next()),
        None => (short.next().or_else(group).unwrap_or_default(), None),
    };
    if text::strip_cut(&mut body) {
        story.flags.push("text_cut".into());
    }
    if let Some(mut teaser) = teaser {
        text::strip_cut(&mut teaser);
        if !text::repeats(&teaser, &body) {
            story.summary = teaser;
        }
    }
    story.body = Body::Paragraphs(body);
}

fn language(story: &mut RawStory, item: Item<'_, '_>, channel: Item<'_, '_>) {
    let marked = |it: Item<'_, '_>| xml::attribute(Some(it.element), "lang");
    let in_content = || {
        let full = item.element.children().filter(|it| it.is("content") || it.is("summary"));
        full.into_iter().find_map(|it| xml::attribute(Some(it), "lang"))
    };
    story.language = marked(item)
        .or_else(|| item.value(&[("dc", "language"), ("", "language")]))
        .or_else(in_content)
        .or_else(|| channel.value(&[("", "language"), ("dc", "language")]))
        .or_else(|| marked(channel));
}

/// Where the channel took an item from.
fn source(item: Item<'_, '_>) -> Option<String> {
    let source = item.own("source").next()?;
    xml::text(source.child("title")).or_else(|| xml::text(Some(source)))
}

/// Finds who sent a story: a known agency, else who published it in so many words. The title of
/// a channel names an agency or, where identifiers are mere numbers, tells channels apart.
fn agency(story: &mut RawStory, publishers: &[Option<String>], title: Option<String>, bare: bool) {
    let known = |name: &String| {
        agencies::canonical(name).or_else(|| {
            let mut parts =
                name.split(['|', ':', '»', '–', '—', '/']).flat_map(|it| it.split(" - "));
            parts.find_map(|it| agencies::in_brackets(it).filter(|it| !it.clash))
        })
    };
    let names = || publishers.iter().flatten().chain(&title);
    if let Some(found) = names().find_map(known) {
        story.agency = Some(found.name.to_owned());
        return;
    }
    // An agency that signs the text is nearer to it than who passed it on.
    if let Body::Paragraphs(all) = &story.body
        && let Some(opening) = all.first()
        && let Some((before, rest)) = opening.split_once('(')
        && before.len() <= 80
        && let Some((inner, _)) = rest.split_once(')')
        && agencies::canonical(inner).is_some()
    {
        return;
    }
    let stranger = publishers.iter().flatten().next().cloned();
    story.agency = stranger.or(title.filter(|_| bare)).map(|it| html_text(&it));
}
