//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom, Media RSS, news sitemaps, and exports of WordPress.
//!
//! A feed may be an archive of many years, so it is read item by item, and what its channel says
//! comes with each. The parsers of feeds that there are (feed-rs among them) hold a whole feed and
//! give up on what is no XML; feeds are malformed as often as pages are, so the lenient tree that
//! all XML is read with reads them too.

mod item;
mod names;
mod subjects;
mod text;
mod wordpress;

use std::io::BufRead;

use memchr::{memchr, memmem};

use super::elements::{Choice, Elements};
use super::root::root;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::text::markup::{Element, Tree};

/// The format.
pub struct Feed;

/// Elements that are records; the last tells that an entry is gone.
const ITEMS: Choice = (&["item", "entry", "deleted-entry"], "empty feed");
/// Pages of a site. Channels have an element of this name that is none.
const PAGES: Choice = (&["url"], "empty sitemap");
/// What lists feeds and sitemaps holds no story.
const LIST: Choice = (&[], "list of feeds");

/// Bytes in which a feed must begin that has something else before it.
const JUNK: usize = 4 << 10;

impl Format for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn about(&self) -> &'static str {
        "RSS, Atom, Media RSS, news sitemaps, WordPress exports"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        is_feed(head) || behind_junk(head).is_some()
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Elements::choosing(input, choose, "empty feed", limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open(record);
        let split = start_of_record(&text);
        let (head, rest) = text.split_at(split.unwrap_or(text.len()));
        let (head, tree) = (Tree::xml(head), Tree::xml(rest));
        let names = [ITEMS.0, PAGES.0].concat();
        let is_record = |it: &Element<'_, '_>| names.contains(&it.name());
        let Some(record_element) = tree.root().children().find(is_record) else {
            let reason = "no item, entry or url in it".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if !xml::is_closed(&record.bytes, record_element.name()) {
            story.flags.push("end_tag_missing".into());
        }
        match item::fill(&mut story, record_element, channel(&head)) {
            Some(kind) => Err(Refusal::NotStory { kind }),
            None => Ok(Read::Raw(story)),
        }
    }
}

/// Tells by the root what the records are.
fn choose(head: &[u8]) -> Option<Choice> {
    let first = root(head).filter(|it| it.tag().ends_with(b">"));
    match first {
        Some(it) if it.is("urlset") => Some(PAGES),
        Some(it) if it.is("opml") || it.is("sitemapindex") => Some(LIST),
        Some(it) if is_junk(it.name) => behind_junk(head).map(|_| ITEMS),
        Some(_) => Some(ITEMS),
        None => behind_junk(head).map(|_| ITEMS),
    }
}

fn is_feed(head: &[u8]) -> bool {
    let Some(first) = root(head) else {
        return false;
    };
    let holds = |part: &[u8]| memmem::find(first.rest, part).is_some();
    match first.name.to_ascii_lowercase().as_str() {
        "rss" | "urlset" | "opml" | "sitemapindex" => true,
        // RDF holds much else.
        "rdf" => holds(b"purl.org/rss/") || holds(b"my.netscape.com/rdf/") || holds(b"channel>"),
        "feed" => {
            holds(b"http://www.w3.org/2005/Atom")
                || holds(b"http://purl.org/atom/")
                || holds(b"<entry")
        }
        "channel" => holds(b"<item"),
        _ => false,
    }
}

/// Elements of a message that a server put before its feed.
fn is_junk(name: &str) -> bool {
    ["br", "b"].iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Finds a feed that begins a line of its own behind the message of a server.
fn behind_junk(head: &[u8]) -> Option<usize> {
    let near = &head[..head.len().min(JUNK)];
    // Archives of crawlers hold feeds too.
    let archive = head.starts_with(b"WARC/") || head.starts_with(b"filedesc:");
    if archive || root(head).is_some_and(|it| !is_junk(it.name)) {
        return None;
    }
    memmem::find_iter(near, b"<").find(|at| {
        let rest = &head[*at..];
        let starts = *at == 0 || matches!(head[*at - 1], b'\n' | b'\r' | b'>');
        starts
            && (rest.starts_with(b"<rss ")
                || rest.starts_with(b"<feed ")
                || rest.starts_with(b"<rdf:RDF ")
                || rest.starts_with(b"<?xml "))
            && is_feed(rest)
    })
}

/// Where the record starts behind the head that comes with it.
fn start_of_record(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    // What is known not to end is not looked for again.
    let mut comments = true;
    while let Some(step) = memchr(b'<', &bytes[at..]) {
        at += step;
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            let end = comments.then(|| memmem::find(rest, b"-->")).flatten();
            comments = end.is_some();
            at += end.map_or(1, |it| it + 3);
            continue;
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        let length = rest[1..].iter().take(80).position(ends).unwrap_or(0);
        let name = &rest[1..=length];
        let local = memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..]);
        let is_record = if local == b"url" {
            // The picture of a channel has one too, inside the head.
            root(bytes).is_some_and(|it| it.is("urlset"))
        } else {
            ITEMS.0.iter().any(|it| it.as_bytes() == local)
        };
        if is_record {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The element that says what holds for the whole feed.
fn channel<'t, 'a>(head: &'t Tree<'a>) -> Element<'t, 'a> {
    let root = head.root();
    root.first("channel").or_else(|| root.first("feed")).unwrap_or(root)
}

#[cfg(test)]
mod tests;
