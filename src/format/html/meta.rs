//! What the head of a page, its microdata and its marked elements say of a story, where its
//! JSON-LD did not say it.

use super::page::Page;
use super::title;
use crate::copy::{agencies, byline, dateline};
use crate::format::doubles::each_once;
use crate::format::jsonld;
use crate::story::{FiledText, Place, RawStory};
use crate::text::markup::Element;

const PUBLISHED: [&str; 24] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:publishtime",
    "cxenseparse:recs:publishtime",
    "datepublished",
    "date_published",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_at",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "article.published",
    "og:pubdate",
    "date",
];

const MODIFIED: [&str; 9] = [
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "article.updated",
    "lastmod",
    "last-modified",
];

const AUTHORS: [&str; 12] = [
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article.author",
    "dc.contributor",
];

const TAGS: [&str; 10] = [
    "article:tag",
    "og:article:tag",
    "news_keywords",
    "parsely-tags",
    "sailthru.tags",
    "cxenseparse:tags",
    "dc.subject",
    "dcterms.subject",
    "keywords",
    "article.tag",
];

/// Longest line that names those who wrote a story.
const BYLINE: usize = 160;

/// Longest standfirst.
const STANDFIRST: usize = 700;

/// When the page says that its story was published; pages of other kinds say nothing of that.
pub fn published(page: &Page<'_, '_>) -> Option<FiledText> {
    let by_meta = PUBLISHED.iter().find_map(|it| page.meta_value(&[it]).and_then(jsonld::moment));
    by_meta.or_else(|| page.property("datepublished").find_map(stamp))
}

/// Fills what is still open.
pub fn fill(story: &mut RawStory, page: &Page<'_, '_>) {
    if story.filed.is_none() {
        let published = published(page);
        let modified = MODIFIED
            .iter()
            .find_map(|it| page.meta_value(&[it]).and_then(jsonld::moment))
            .or_else(|| page.property("datemodified").find_map(stamp));
        let published = published.or_else(|| first_time(page));
        (story.filed, story.first_filed) = jsonld::times(published, modified);
    }
    if story.bylines.is_empty() {
        story.bylines = authors(page);
    }
    set(
        &mut story.category,
        page,
        &[
            "article:section",
            "parsely-section",
            "og:article:section",
            "cxenseparse:section",
            "section",
            "dc.type.section",
        ],
    );
    if story.category.is_none() {
        story.category = page.property("articlesection").map(value).find(|it| !it.is_empty());
    }
    set(
        &mut story.native_id,
        page,
        &[
            "dc.identifier",
            "dcterms.identifier",
            "cxenseparse:articleid",
            "articleid",
            "article_id",
            "article-id",
            "parsely-post-id",
        ],
    );
    story.native_id = story.native_id.take().filter(|it| !it.contains("://") && it.len() <= 120);
    let canonical = page.canonical.clone().filter(|it| !is_front(it));
    story.url = canonical.or(story.url.take());
    set(&mut story.url, page, &["og:url", "parsely-link"]);
    story.url = story.url.take().filter(|it| it.starts_with("http"));
    if story.language.is_none() {
        story.language = page.language.clone();
    }
    set(
        &mut story.language,
        page,
        &["dc.language", "dcterms.language", "content-language", "og:locale", "inlanguage"],
    );
    topics(story, page);
    places(story, page);
    if story.agency.is_none() {
        let sources = ["dc.source", "source", "syndication-source", "news_source", "articlesource"];
        story.agency = page
            .meta_values(&sources)
            .find(|it| agencies::canonical(it).is_some())
            .map(str::to_owned);
    }
    headline(story, page);
    for standfirst in page.standfirsts.iter().map(|it| it.text()) {
        if (20..=STANDFIRST).contains(&standfirst.len()) && !story.summary.contains(&standfirst) {
            story.summary.push(standfirst);
            break;
        }
    }
}

fn set(field: &mut Option<String>, page: &Page<'_, '_>, names: &[&str]) {
    if field.is_none() {
        *field = page.meta_value(names).map(str::to_owned);
    }
}

/// Says whether an address is that of a site and not of a page.
fn is_front(address: &str) -> bool {
    let path = address.split_once("://").map_or(address, |(_, it)| it);
    !path.trim_end_matches('/').contains('/')
}

/// What an element of microdata says: in an attribute, or as its text.
fn value(element: Element<'_, '_>) -> String {
    let attribute = ["content", "datetime"].into_iter().find_map(|it| element.attribute(it));
    match attribute {
        Some(value) if !value.trim().is_empty() => jsonld::tidy(&value),
        _ => element.text(),
    }
}

fn stamp(element: Element<'_, '_>) -> Option<FiledText> {
    jsonld::moment(&value(element))
}

/// The first time of the first story on the page, or of the page.
fn first_time(page: &Page<'_, '_>) -> Option<FiledText> {
    let inside = |time: &&Element<'_, '_>| match page.articles.as_slice() {
        [article] => (article.place()..=article.end()).contains(&time.place()),
        _ => true,
    };
    page.times.iter().filter(inside).find_map(|it| stamp(*it))
}

fn authors(page: &Page<'_, '_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let is_name = !name.is_empty()
            && name.len() <= BYLINE
            && !name.contains("://")
            && !matches!(name, "NaN" | "None" | "null" | "admin" | "Admin" | "undefined");
        if is_name && !names.iter().any(|it| it == name) {
            names.push(name.to_owned());
        }
    };
    for name in AUTHORS {
        let before = page.meta_values(&[name]).count();
        page.meta_values(&[name]).for_each(&mut add);
        if before > 0 {
            break;
        }
    }
    if names.is_empty() {
        for element in page.property("author") {
            let inner = element.descendants().find(|it| {
                it.attribute("itemprop").is_some_and(|it| it.eq_ignore_ascii_case("name"))
            });
            let name = value(inner.unwrap_or(element));
            if name.len() <= BYLINE && !names.contains(&name) && !name.contains("://") {
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        let line = page.bylines.iter().map(|it| it.spaced());
        names.extend(line.filter(|it| (3..=BYLINE).contains(&it.len())).take(1));
    }
    if names.is_empty() {
        names.extend(under_heading(page));
    }
    names.retain(|it| !it.is_empty());
    names
}

/// Elements behind the heading that are looked at for a byline.
const NEAR_HEADING: usize = 40;

/// A byline that stands under the heading in an element that has no name for it.
fn under_heading(page: &Page<'_, '_>) -> Option<String> {
    let end = page.headings.first()?.end();
    page.root
        .descendants()
        .skip_while(|it| it.place() <= end)
        .take(NEAR_HEADING)
        .filter(|it| {
            ["div", "span", "address", "h2", "h3", "h4", "h5"].iter().any(|name| it.is(name))
        })
        .filter(|it| page.weights.text(*it) <= BYLINE)
        .map(|it| it.spaced())
        .find(|line| {
            line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "))
                && byline::read(line).is_some_and(|found| !found.names.is_empty())
        })
}

fn topics(story: &mut RawStory, page: &Page<'_, '_>) {
    if !story.topics.is_empty() {
        return;
    }
    for name in TAGS {
        for words in page.meta_values(&[name]) {
            // Each tag has an element of its own; or one holds them all.
            let several = !name.ends_with(":tag");
            let found = if several { jsonld::keywords(words) } else { vec![words.to_owned()] };
            story.topics.extend(found);
        }
        each_once(&mut story.topics);
        if !story.topics.is_empty() {
            return;
        }
    }
}

/// Places of the metadata. Collections of messages give the place of the dateline there, which is
/// where a story was filed from; on other pages it is what the story is about.
fn places(story: &mut RawStory, page: &Page<'_, '_>) {
    for place in page.meta_values(&["dc.coverage", "dcterms.spatial", "dc.coverage.spatial"]) {
        if !is_message(page) {
            story.places.push(place.to_owned());
        } else if story.origin.is_none() {
            story.origin = origin(place);
        }
    }
    if story.dateline.is_none() {
        let line = page.property("dateline").map(value).find(|it| jsonld::is_dateline(it));
        story.dateline = line;
    }
}

/// Says whether a page is a message of a collection: its title is its identifier.
pub fn is_message(page: &Page<'_, '_>) -> bool {
    page.title.is_some() && page.title.as_deref() == page.meta_value(&["dc.identifier"])
}

/// `PANAMA CITY (PANAMA)`; what stands for no place is none.
fn origin(text: &str) -> Option<Place> {
    let (city, behind) = text.split_once('(').unwrap_or((text, ""));
    let country = behind.trim_end_matches([')', ' ']);
    let city = city.trim();
    let known = |text: &str| {
        let reading = dateline::read_element(text, &dateline::Hints::default())?;
        reading.places.into_iter().next()
    };
    if matches!(city, "CLANDESTINE" | "NO CITY") {
        return None;
    }
    let whole = if country.is_empty() { city.to_owned() } else { format!("{city} ({country})") };
    let place = known(&whole).unwrap_or_default();
    let code = place.country.or_else(|| known(city).and_then(|it| it.country));
    Some(Place {
        city: Some(Some(city.to_owned()).filter(|it| !it.is_empty())?),
        region: place.region,
        country: code,
    })
}

fn headline(story: &mut RawStory, page: &Page<'_, '_>) {
    let heading = page.headings.iter().map(|it| it.text()).find(|it| !it.is_empty());
    let sites = title::Sites::of(page);
    let given = story.headline.take();
    // Cut to the length that search engines show.
    let given = given.filter(|it| {
        let cut = it.trim_end_matches(['.', '…', ' ']);
        cut.len() == it.trim_end().len() || heading.as_ref().is_none_or(|it| !it.starts_with(cut))
    });
    let meta = || {
        page.meta_value(&[
            "og:title",
            "parsely-title",
            "sailthru.title",
            "twitter:title",
            "cxenseparse:title",
            "dc.title",
            "dcterms.title",
        ])
        .map(str::to_owned)
    };
    let property = || page.property("headline").map(value).find(|it| !it.is_empty());
    let title = || page.title.clone().filter(|it| Some(it) != story.native_id.as_ref());
    let found = given.or_else(meta).or_else(property).or_else(|| heading.clone()).or_else(title);
    story.headline = found.map(|it| title::clean(&it, heading.as_deref(), &sites));
}
