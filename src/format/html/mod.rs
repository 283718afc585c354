//! Saved news pages.
//!
//! What the page says of itself comes first: the node of JSON-LD that is the story, then the meta
//! elements, then microdata and marked elements. The text is that of the node where it has all of
//! it with its paragraphs, else the one on the page. A page without a story is counted as such.

mod body;
mod boilerplate;
mod charset;
mod cut;
mod library;
mod meta;
mod page;
mod state;
mod title;
mod verdict;
mod weights;

use std::io::BufRead;

use serde_json::Value;

use self::body::Found;
use self::page::Page;
use super::jsonld::{self, Graph};
use super::{
    Context, Cuts, Format, Limits, Read, Record, Refusal, europresse, factiva, nexis, root, xml,
};
use crate::copy::credits;
use crate::story::{Body, RawStory};
use crate::text::charset::{borrow, wide_without_mark};
use crate::text::markup::Tree;

/// What a page without a story is counted as.
const WEB_PAGE: &str = "web page";

/// The format.
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "saved news pages: JSON-LD, meta elements, microdata, and the text of the page"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let wide = head.starts_with(b"\xFF\xFE")
            || head.starts_with(b"\xFE\xFF")
            || wide_without_mark(head).is_some();
        if wide {
            let text = borrow(&head[..head.len() & !1], None).text;
            return is_page(text.as_bytes());
        }
        is_page(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(cut::Whole::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        page_story(&record.bytes, None, None).map(Read::Raw)
    }
}

/// Names of elements that a page begins with.
const ROOTS: [&str; 8] = ["html", "head", "body", "title", "meta", "div", "p", "h1"];

/// Says whether bytes are a page, and no export of a press database: those are other formats.
fn is_page(head: &[u8]) -> bool {
    let Some(root) = root::root(head) else {
        return false;
    };
    let doctype = root.doctype.get(2..).unwrap_or_default().trim_ascii_start();
    let declares = doctype.get(..7).is_some_and(|it| it.eq_ignore_ascii_case(b"doctype"))
        && doctype[7..]
            .trim_ascii_start()
            .get(..4)
            .is_some_and(|it| it.eq_ignore_ascii_case(b"html"));
    (declares || ROOTS.iter().any(|it| root.is(it))) && !is_export(head)
}

/// Downloads of press databases have formats of their own.
fn is_export(head: &[u8]) -> bool {
    nexis::is_html(head) || factiva::is_html(head) || europresse::is_html(head)
}

/// Reads a page. `declared` is the charset that came with it from elsewhere, `address` where it
/// was fetched.
pub(super) fn page_story(
    bytes: &[u8],
    declared: Option<&str>,
    address: Option<&str>,
) -> Result<RawStory, Refusal> {
    let declared = declared.or_else(|| charset::declared(bytes));
    let (text, mut story) = xml::open_as(bytes, declared);
    let tree = Tree::html(&text);
    let page = Page::of(&tree);
    let graph = Graph::of(&page.blocks);
    let own = page.canonical.as_deref().or_else(|| page.meta_value(&["og:url"])).or(address);
    let node = graph.story(own);
    if let Some(node) = node {
        jsonld::fill(&mut story, node, &graph);
    }
    story.url = story.url.or_else(|| address.map(str::to_owned));
    meta::fill(&mut story, &page);
    let mut found = text_of(&page, node);
    if found.prose < body::LITTLE && !page.states.is_empty() {
        // A title of the browser's window says less than the headline in the state.
        let is_title = node.is_none() && page.meta_value(&["og:title"]).is_none();
        let title = if is_title { story.headline.take() } else { None };
        let drawn = Found::of(state::read(&page.states, &mut story));
        story.headline = story.headline.or(title);
        if drawn.prose > found.prose {
            found = drawn;
        }
    }
    drop_headline(&mut found.paragraphs, story.headline.as_deref());
    while found.paragraphs.len() > 1 && found.paragraphs.last().is_some_and(|it| is_copyright(it)) {
        story.ednotes.extend(found.paragraphs.pop());
    }
    drop_id_line(&mut found.paragraphs, story.native_id.as_deref());
    sign_off(&page, &mut found.paragraphs);
    if !verdict::is_story(&page, node, &graph, &found) {
        return Err(Refusal::NotStory { kind: WEB_PAGE });
    }
    if node.is_some_and(jsonld::is_paid_for) && found.count < PAID {
        story.flags.push("paywalled".into());
    }
    story.body = Body::Paragraphs(found.paragraphs);
    Ok(story)
}

/// Adds the sign-off where it stands beside the text and not in it.
fn sign_off(page: &Page<'_, '_>, paragraphs: &mut Vec<String>) {
    for element in page.sign_offs.iter().filter(|it| page.weights.text(**it) <= SIGN_OFF) {
        let lines = element.paragraphs_without(&|_| false);
        for line in lines.into_iter().filter(|it| credits::read(it).is_some()) {
            let known = paragraphs.last().is_some_and(|it| it.contains(&line));
            if !known && !paragraphs.is_empty() {
                paragraphs.push(line);
            }
        }
    }
}

/// Bytes of a sign-off, at most.
const SIGN_OFF: usize = 1_500;

/// A story for those who pay with fewer paragraphs than this is but its beginning.
const PAID: usize = 3;

/// The text of the node where it is whole and parted, else that of the page.
fn text_of(page: &Page<'_, '_>, node: Option<&Value>) -> Found {
    let given = Found::of(node.map(jsonld::body).unwrap_or_default());
    // Whole and in paragraphs: no need to look at the page.
    let cut = given.paragraphs.last().is_some_and(|it| it.ends_with('…') || it.ends_with("..."));
    if given.count >= 4 && !cut {
        return given;
    }
    let shown = body::read(page);
    if given.prose == 0 {
        return shown;
    }
    // One long run, or the beginning alone: the page shows it with its paragraphs, if it is the same.
    let opening = |text: &Found| -> String {
        let all: String = text.paragraphs.join(" ");
        title::letters(&all[..all.floor_char_boundary(4000)])
    };
    let (short, long) = (opening(&given), opening(&shown));
    let probe: String = short.chars().take(60).collect();
    let is_same = long.contains(&probe);
    let covers = shown.prose * 10 >= given.prose * 8;
    if is_same && covers && shown.paragraphs.len() >= given.paragraphs.len() {
        return shown;
    }
    given
}

/// Takes a headline off that runs into the first paragraph, where only a line break parts them.
fn drop_headline(paragraphs: &mut [String], headline: Option<&str>) {
    if let (Some(first), Some(headline)) = (paragraphs.first_mut(), headline)
        && headline.split(' ').count() >= 3
        && let Some(rest) = first.strip_prefix(headline)
        && rest.starts_with(' ')
        && rest.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '('))
    {
        *first = rest.trim_start().to_owned();
    }
}

/// Says whether a line under the text says whose it is.
fn is_copyright(line: &str) -> bool {
    let small = line.to_lowercase();
    line.len() <= 300
        && ["copyright ", "©", "(c) ", "all rights reserved"].iter().any(|it| small.starts_with(it))
}

/// Takes the line with which a collection of messages puts its identifier above the text.
fn drop_id_line(paragraphs: &mut Vec<String>, id: Option<&str>) {
    let is_id = |line: &String| {
        let rest = id.filter(|it| it.len() >= 4).and_then(|it| line.strip_prefix(it));
        rest.map(str::trim).is_some_and(|it| {
            it.is_empty() || it.starts_with('(') && it.ends_with(')') && it.len() <= 24
        })
    };
    if paragraphs.first().is_some_and(is_id) {
        paragraphs.remove(0);
    }
}

#[cfg(test)]
mod tests;
