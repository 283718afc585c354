//! The text of a story inside an envelope, in whatever form the envelope holds it: XHTML, NITF,
//! escaped HTML, bare paragraphs, plain copy.
//!
//! In comes the element that holds it, out goes what it says, as a raw story of its own; what the
//! envelope says itself comes first when the two are joined. Shared by NewsML 1 and NewsML-G2.

use super::doubles::add_new;
use super::nitf;
use crate::story::{Body, RawStory};
use crate::text::markup::{Element, Tree};

/// Forms inside each other that are opened: escaped NITF in an element is two.
const DEEPEST: usize = 3;

/// Elements that show that markup holds text.
const MARKS: [&str; 20] = [
    "html",
    "body",
    "p",
    "div",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "table",
    "pre",
    "section",
    "article",
    "blockquote",
    "hl2",
    "center",
    "td",
];

/// Headings.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Reads what an element holds; `None` where that is no text. `known` is what the
/// envelope says: pages repeat its headline above their text.
pub fn read(holder: Element<'_, '_>, known: &RawStory) -> Option<RawStory> {
    read_in(holder, known, 0)
}

fn read_in(holder: Element<'_, '_>, known: &RawStory, depth: usize) -> Option<RawStory> {
    let nitf = if holder.is("nitf") { Some(holder) } else { holder.first("nitf") };
    let nitf = nitf.or_else(|| holder.first("body.content").map(|_| holder));
    if let Some(nitf) = nitf {
        return Some(read_nitf(nitf, known));
    }
    let marked = |it: Element<'_, '_>| is_one_of(it, &MARKS);
    let wrapped = |it: Element<'_, '_>| is_one_of(it, &["p", "body"]) && !is_inline(holder);
    if holder.children().any(marked) || holder.descendants().any(wrapped) {
        return page(holder, known.headline.as_deref());
    }
    if !is_inline(holder) {
        // Markup of data: results, events, quotations.
        return None;
    }
    let text = holder.lines();
    if text.trim().is_empty() {
        return None;
    }
    if depth < DEEPEST && is_markup(&text) {
        let xml = text.trim_start().starts_with("<?xml") || text.contains("<nitf");
        let tree = if xml { Tree::xml(&text) } else { Tree::html(&text) };
        return read_in(tree.root(), known, depth + 1);
    }
    Some(RawStory { body: Body::Wrapped(text), ..RawStory::default() })
}

/// Reads NITF, of the agency that the envelope names.
fn read_nitf(nitf: Element<'_, '_>, known: &RawStory) -> RawStory {
    let mut story = RawStory { agency: known.agency.clone(), ..RawStory::default() };
    if nitf.first("hl1").is_none() {
        // Its title is a headline only where there is none.
        story.headline.clone_from(&known.headline);
    }
    nitf::fill(&mut story, nitf);
    if let (Body::Paragraphs(all), Some(content)) = (&story.body, nitf.first("body.content"))
        && all.is_empty()
    {
        // Its text alone, without the elements around it.
        story.body = nitf::body(content);
    }
    story
}

/// Reads a page of HTML or bare paragraphs.
fn page(holder: Element<'_, '_>, headline: Option<&str>) -> Option<RawStory> {
    let body = holder.first("body").unwrap_or(holder);
    let mut story = RawStory::default();
    let mut above = Vec::new();
    headings_above(body, &mut above);
    let given = headline.map(letters).filter(|it| !it.is_empty());
    let mut said: Vec<String> = Vec::new();
    for heading in above {
        let own = letters(&heading);
        if given.as_ref() == Some(&own) || said.contains(&own) {
        } else if given.is_none() && story.headline.is_none() {
            story.headline = Some(heading);
        } else {
            story.summary.push(heading);
        }
        said.push(own);
    }
    if given.is_none() && story.headline.is_none() {
        let title = holder.find("html/head/title").or_else(|| holder.find("head/title"));
        story.headline = title.map(Element::text).filter(|it| !it.is_empty());
    }
    story.dateline = dateline(body).map(Element::text).filter(|it| !it.is_empty());
    let dated = story.dateline.is_some();
    let drop = |it: Element<'_, '_>| {
        is_one_of(it, &["header", "figure", "figcaption", "nav", "media"])
            || dated && is_dateline(it)
            || is_one_of(it, &HEADINGS) && {
                let own = letters(&it.text());
                said.contains(&own) || given.as_ref() == Some(&own)
            }
    };
    story.body = if body.descendants().any(|it| is_one_of(it, &MARKS)) {
        Body::Paragraphs(body.paragraphs_without(&drop))
    } else {
        // Text in the body itself: its lines are all that parts it.
        Body::Wrapped(body.lines())
    };
    let empty = size(&story) == 0 && story.headline.is_none() && story.summary.is_empty();
    (!empty).then_some(story)
}

/// Collects the headings that stand above the text; says whether the text was met.
fn headings_above(element: Element<'_, '_>, found: &mut Vec<String>) -> bool {
    for child in element.children() {
        if is_one_of(child, &HEADINGS) {
            let text = child.text();
            if !text.is_empty() {
                found.push(text);
            }
            continue;
        }
        if is_one_of(child, &["head", "header", "figure", "nav", "media", "br", "hr", "img"]) {
            continue;
        }
        let text = child.text();
        if text.is_empty() {
            continue;
        }
        // A paragraph may wrap a heading and nothing else.
        let holds_heading = child.descendants().any(|it| is_one_of(it, &HEADINGS));
        if !holds_heading || headings_above(child, found) {
            return true;
        }
    }
    false
}

fn dateline<'t, 'a>(body: Element<'t, 'a>) -> Option<Element<'t, 'a>> {
    body.descendants().find(|it| is_dateline(*it))
}

/// `<span class="dateline">London <span class="credit">(dpa)</span> - </span>`
fn is_dateline(element: Element<'_, '_>) -> bool {
    element.is("span")
        && element.attribute("class").is_some_and(|it| it.split(' ').any(|it| it == "dateline"))
}

/// Says whether all elements inside are marks within a line of text.
fn is_inline(holder: Element<'_, '_>) -> bool {
    const INLINE: [&str; 14] = [
        "a", "b", "i", "em", "strong", "span", "u", "sup", "sub", "q", "small", "font", "person",
        "org",
    ];
    holder.descendants().all(|it| is_one_of(it, &INLINE))
}

fn is_one_of(element: Element<'_, '_>, names: &[&str]) -> bool {
    names.iter().any(|it| element.is(it))
}

/// Says whether text holds markup: a tag of those that part text.
fn is_markup(text: &str) -> bool {
    text.match_indices('<').take(200).any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let ends = rest.as_bytes().get(length);
        let name = &rest[..length];
        (name.eq_ignore_ascii_case("nitf") || MARKS.iter().any(|it| it.eq_ignore_ascii_case(name)))
            && matches!(ends, Some(b'>' | b' ' | b'/' | b'\n' | b'\r' | b'\t'))
    })
}

/// Letters and digits of the body: how much of a story a form holds.
pub fn size(story: &RawStory) -> usize {
    let count = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).count();
    match &story.body {
        Body::Paragraphs(all) => all.iter().map(|it| count(it)).sum(),
        Body::Wrapped(text) | Body::Preformatted(text) | Body::Copy(text) => count(text),
    }
}

/// Letters and digits alone, in lower case: all that two spellings of one headline share.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Takes over what the text says and the envelope leaves open.
pub fn join(story: &mut RawStory, inner: RawStory) {
    fn fill<T>(field: &mut Option<T>, value: Option<T>) {
        if field.is_none() {
            *field = value;
        }
    }
    story.body = inner.body;
    fill(&mut story.native_id, inner.native_id);
    fill(&mut story.agency, inner.agency);
    fill(&mut story.slug, inner.slug);
    fill(&mut story.dateline, inner.dateline);
    fill(&mut story.origin, inner.origin);
    fill(&mut story.credits, inner.credits);
    fill(&mut story.filed, inner.filed);
    fill(&mut story.first_filed, inner.first_filed);
    fill(&mut story.embargo, inner.embargo);
    fill(&mut story.take, inner.take);
    fill(&mut story.urgency, inner.urgency);
    fill(&mut story.category, inner.category);
    fill(&mut story.language, inner.language);
    fill(&mut story.url, inner.url);
    match (&story.headline, inner.headline) {
        (None, headline) => story.headline = headline,
        (Some(known), Some(other)) if !letters(known).contains(&letters(&other)) => {
            story.summary.push(other);
        }
        _ => {}
    }
    // The text may say the same and more: a title behind the name.
    let (own, other) = (letters(&story.bylines.concat()), letters(&inner.bylines.concat()));
    if own.is_empty() || other.contains(&own) {
        story.bylines = inner.bylines;
    }
    story.summary.extend(inner.summary);
    for (list, more) in [
        (&mut story.topics, inner.topics),
        (&mut story.places, inner.places),
        (&mut story.ednotes, inner.ednotes),
        (&mut story.flags, inner.flags),
        (&mut story.inferred, inner.inferred),
    ] {
        add_new(list, more.into_iter().filter(|it| !it.is_empty()).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made(xml: &str, headline: Option<&str>) -> Option<RawStory> {
        let tree = Tree::xml(xml);
        let holder = tree.root().children().next().expect("an element");
        read(holder, &RawStory { headline: headline.map(str::to_owned), ..RawStory::default() })
    }

    fn paragraphs(xml: &str, headline: Option<&str>) -> Vec<String> {
        match made(xml, headline).expect("text").body {
            Body::Paragraphs(all) => all,
            Body::Wrapped(text) => vec![text],
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pages_lose_the_headline_and_keep_subheads() {
        let page = "<x><html><head><title>Fog</title></head><body><header><p>fog/sea</p></header>\
            <h1>Fog shuts harbor</h1><h2>Fog shuts harbor</h2><h3>Ferries wait</h3>\
            <p>Fog &amp; rain.</p><p><h3>At noon</h3></p><p>Ships lay <b>out</b>side.</p>\
            </body></html></x>";
        let story = made(page, Some("FOG SHUTS HARBOR")).expect("text");
        assert_eq!((story.headline, story.summary), (None, vec!["Ferries wait".to_owned()]));
        assert_eq!(
            paragraphs(page, Some("Fog shuts harbor")),
            ["Fog & rain.", "At noon", "Ships lay outside."]
        );
        let story = made(page, None).expect("text");
        assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
    }

    #[test]
    fn escaped_markup_is_opened() {
        for text in [
            "<x>&lt;P&gt;Fog &amp;amp; rain.&lt;/P&gt;&lt;P&gt;Sun.&lt;/P&gt;</x>",
            "<x><![CDATA[<P>Fog &amp; rain.<P>Sun.</P>]]></x>",
            "<x><![CDATA[<nitf><body><body.content><p>Fog &amp; rain.</p><p>Sun.</p></body.content>\
             </body></nitf>]]></x>",
        ] {
            assert_eq!(paragraphs(text, None), ["Fog & rain.", "Sun."], "{text}");
        }
    }

    #[test]
    fn plain_copy_and_data() {
        assert_eq!(paragraphs("<x>Fog &lt; rain, a <b>lot</b></x>", None), ["Fog < rain, a lot"]);
        assert_eq!(made("<x> </x>", None), None);
        assert_eq!(made("<x><events><event><name>Fair</name></event></events></x>", None), None);
        assert_eq!(paragraphs("<x><p>Bare</p><p>paragraphs</p></x>", None), ["Bare", "paragraphs"]);
    }

    #[test]
    fn datelines_of_markup_leave_the_text() {
        let text = "<x><p><span class=\"dateline\">Rom <span class=\"credit\">(dpa)</span> - \
            </span>Nebel.</p></x>";
        assert_eq!(made(text, None).expect("text").dateline.as_deref(), Some("Rom (dpa) -"));
        assert_eq!(paragraphs(text, None), ["Nebel."]);
    }

    proptest! {
        #[test]
        fn never_panics(text in "(<p>|</p>|<h1>|<nitf>|<body.content>|<br/>|&lt;p&gt;|<!\\[CDATA\\[|\\]\\]>|<span class='dateline'>|[a-z]| |\n|é){0,30}") {
            let tree = Tree::xml(&text);
            read(tree.root(), &RawStory { headline: Some("a".into()), ..RawStory::default() });
        }
    }
}
