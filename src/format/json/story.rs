//! What the fields of several formats of JSON mean alike: texts that may be HTML, codes of
//! subjects, words for the status.

use serde_json::Value;

use super::fields::{list, plain, text};
use super::{dialect, value};
use crate::copy::{agencies, clock, dateline, places, take};
use crate::format::envelope::{self, Status};
use crate::format::{Record, Refusal};
use crate::story::{Body, Place, RawStory, TakeKind};
use crate::text::markup::{Element, Tree};
use crate::text::{clean, entities};

/// Reads a record; damage is a reject.
pub fn open(record: &Record) -> Result<(Value, RawStory), Refusal> {
    value::parse(&record.bytes).map_err(|reason| Refusal::Reject { offset: record.offset, reason })
}

/// The refusal of a record that holds nothing of its format.
pub fn stranger(value: &Value, record: &Record, what: &str) -> Refusal {
    let lists = |it: &Value| it.as_array().is_some_and(Vec::is_empty);
    let empty = [value, &value["data"], &value["response"]]
        .iter()
        .filter_map(|it| it.as_object())
        .any(|it| it.values().any(lists));
    if empty && value.as_object().is_some_and(|it| it.len() <= 8) {
        return Refusal::NotStory { kind: "empty feed" };
    }
    let other = match dialect::of(value) {
        Some(_) => ", but of another format",
        None => "",
    };
    let reason = format!("the object is {what}{other}");
    Refusal::Reject { offset: record.offset, reason }
}

/// Says whether a text has elements of HTML that part paragraphs.
fn is_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let rest = &bytes[at + 1..];
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        let length = rest.iter().take_while(|it| it.is_ascii_alphanumeric()).count();
        let name = rest[..length.min(12)].to_ascii_lowercase();
        matches!(
            name.as_slice(),
            b"p" | b"br"
                | b"div"
                | b"li"
                | b"ul"
                | b"ol"
                | b"pre"
                | b"table"
                | b"section"
                | b"body"
                | b"h1"
                | b"h2"
                | b"h3"
                | b"h4"
                | b"blockquote"
                | b"article"
                | b"hl2"
        )
    })
}

/// The text of a story: paragraphs of HTML, or lines that part them. Pictures and what stands
/// under them are no text.
pub fn body(text: &str) -> Body {
    if is_html(text) {
        let tree = Tree::html(text);
        let mut tables = tree.root().all("pre");
        if let (Some(only), None) = (tables.next(), tables.next())
            && tree.root().paragraphs_without(&|it| it.is("pre")).is_empty()
        {
            return Body::Preformatted(only.lines());
        }
        return Body::Paragraphs(paragraphs(text));
    }
    let unescaped = if text.contains('<') {
        Tree::html(text).root().lines()
    } else {
        entities::unescape(text).into_owned()
    };
    Body::Wrapped(unescaped)
}

/// Moves the headings that stand above the first paragraph of HTML to what sums the story up.
pub fn lift_headings(story: &mut RawStory, html: &str) {
    let Body::Paragraphs(paragraphs) = &mut story.body else {
        return;
    };
    // Most copy begins with a paragraph.
    let bytes = html.as_bytes();
    let starts = |at: &usize, letter: u8| bytes.get(at + 1).is_some_and(|it| it | 0x20 == letter);
    let first = memchr::memchr_iter(b'<', bytes).find(|at| starts(at, b'p') || starts(at, b'h'));
    if !first.is_some_and(|at| starts(&at, b'h')) {
        return;
    }
    let tree = Tree::html(html);
    let root = tree.root();
    let is_heading =
        |it: Element<'_, '_>| ["h1", "h2", "h3", "h4", "hl1", "hl2"].iter().any(|name| it.is(name));
    let blocks = root.descendants().filter(|it| it.is("p") || is_heading(*it));
    let heads: Vec<String> = blocks.take_while(|it| is_heading(*it)).map(Element::text).collect();
    for head in heads.into_iter().filter(|it| !it.is_empty()) {
        // With nothing under it, it is the text.
        if paragraphs.len() < 2 || paragraphs.first() != Some(&head) {
            return;
        }
        paragraphs.remove(0);
        story.summary.push(head);
    }
}

/// Paragraphs of HTML without pictures and what stands under them.
pub fn paragraphs(html: &str) -> Vec<String> {
    let tree = Tree::html(html);
    let root = tree.root();
    // Whole NITF has its text in one element.
    let root = root.first("body.content").unwrap_or(root);
    root.paragraphs_without(&|it| it.is("figure") || it.is("media") || it.is("figcaption"))
}

/// Says whether anything but markup and blanks stands in a text.
pub fn has_text(html: &str) -> bool {
    let mut rest = html;
    loop {
        let (text, more) = match rest.split_once('<') {
            Some((text, more)) => (text, Some(more)),
            None => (rest, None),
        };
        if !text.replace("&nbsp;", " ").trim().is_empty() {
            return true;
        }
        match more.map(|it| it.split_once('>')) {
            Some(Some((_, behind))) => rest = behind,
            Some(None) => return true,
            None => return false,
        }
    }
}

/// Says whether a body holds any text.
pub fn is_empty(body: &Body) -> bool {
    match body {
        Body::Paragraphs(paragraphs) => paragraphs.iter().all(|it| it.trim().is_empty()),
        Body::Wrapped(text) | Body::Preformatted(text) | Body::Copy(text) => text.trim().is_empty(),
    }
}

/// Adds a word on one clean line. It may be there already: lists are rid of that at their end.
pub fn add(list: &mut Vec<String>, word: impl Into<String>) {
    let word = clean::one_line(&clean::normalise(&word.into()));
    if !word.is_empty() {
        list.push(word);
    }
}

/// Vocabularies by the front of their addresses, with the short name of each.
const SCHEMES: [(&str, &str); 9] = [
    ("cv.iptc.org/newscodes/mediatopic", "medtop"),
    ("cv.iptc.org/newscodes/subjectcode", "subj"),
    ("cv.iptc.org/newscodes/genre", "genre"),
    ("www.wikidata.org/entity", "wikidata"),
    ("www.wikidata.org/wiki", "wikidata"),
    ("wikidata.org/entity", "wikidata"),
    ("cv.ap.org/id", "ap"),
    ("cv.ap.org/a", "ap"),
    ("cv.afp.com/iptc", "iptc"),
];

/// A subject as `scheme:code`, out of a code and what is said of its scheme.
pub fn code(code: &str, scheme: Option<&str>) -> String {
    let code = code.trim();
    let bare = |it: &str| {
        let it = it.trim().trim_end_matches('/');
        it.split_once("://").map_or(it, |(_, rest)| rest).to_owned()
    };
    if code.contains("://") {
        let address = bare(code);
        let known = SCHEMES.iter().find_map(|(front, short)| {
            let rest = address.strip_prefix(front)?.strip_prefix('/')?;
            Some(format!("{short}:{rest}"))
        });
        return known.unwrap_or_else(|| code.to_owned());
    }
    if code.len() == 8 && code.bytes().all(|it| it.is_ascii_digit()) {
        let scheme = scheme.map(bare).unwrap_or_default();
        let known = SCHEMES.iter().find(|(front, _)| scheme.starts_with(front));
        let short = match (known, scheme.as_str()) {
            (Some((_, short)), _) => short,
            (None, "medtop" | "mediatopic" | "mediatopics") => "medtop",
            (None, "subj" | "subjectcode") => "subj",
            _ => "iptc",
        };
        return format!("{short}:{code}");
    }
    match scheme.map(bare) {
        _ if code.contains(':') => code.to_owned(),
        None => code.to_owned(),
        Some(scheme) => match SCHEMES.iter().find(|(front, _)| scheme.starts_with(front)) {
            Some((_, short)) => format!("{short}:{code}"),
            // A scheme that is a word of its own.
            None if !scheme.is_empty() && !scheme.contains(['/', ' ']) => {
                format!("{scheme}:{code}")
            }
            None => code.to_owned(),
        },
    }
}

/// Adds the subjects of a list: the code with its scheme, then the name.
pub fn subjects(topics: &mut Vec<String>, subjects: &[Value]) {
    for subject in subjects {
        if let Some(word) = plain(subject) {
            add(topics, word);
            continue;
        }
        let scheme = text(subject, "scheme");
        let of = ["qcode", "code", "uri", "@id"].iter().find_map(|it| text(subject, it));
        if let Some(of) = of {
            let coded = code(&of, scheme.as_deref());
            // A code that is nothing but a word says less than the name.
            if coded.contains(':') {
                add(topics, coded);
            } else if text(subject, "name").is_none() {
                add(topics, of);
            }
        }
        let name = text(subject, "name").or_else(|| text(subject, "literal"));
        if let Some(name) = name {
            add(topics, name);
        }
    }
}

/// Adds the names of a list, each with what it is: `person:…`.
pub fn named(topics: &mut Vec<String>, kind: &str, list: &[Value]) {
    for name in list.iter().filter_map(name) {
        add(topics, format!("{kind}:{name}"));
    }
}

/// The name of a thing, or the thing itself where it is a word.
pub fn name(value: &Value) -> Option<String> {
    plain(value).or_else(|| text(value, "name")).or_else(|| text(value, "literal"))
}

/// Adds the words of a field: a list, or one string with commas.
pub fn keywords(topics: &mut Vec<String>, value: &Value, path: &str) {
    for words in list(value, path) {
        match words {
            Value::String(words) => {
                let parts = words.split([',', ';']).map(str::trim);
                parts.filter(|it| !it.is_empty()).for_each(|it| add(topics, it));
            }
            other => name(other).into_iter().for_each(|it| add(topics, it)),
        }
    }
}

/// Who sent a story: the first known agency among names.
pub fn agency<'n>(names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    names.into_iter().find_map(agencies::canonical).map(|it| it.name.to_owned())
}

/// What a word for the status means for a story.
pub fn status(story: &mut RawStory, word: Option<&str>) {
    let Some(word) = word.map(|it| it.rsplit(':').next().unwrap_or(it)) else {
        return;
    };
    match envelope::status(word) {
        Some(Status::Canceled) => envelope::add_take(story, TakeKind::Kill),
        Some(Status::Held) if story.embargo.is_none() => {
            story.embargo = Some("withheld".to_owned());
        }
        _ if word.eq_ignore_ascii_case("corrected") => {
            envelope::add_take(story, TakeKind::Correction)
        }
        _ => {}
    }
}

/// Says what take a story is, unless its headline or slug says so with its number.
pub fn hint_take(story: &mut RawStory, kind: TakeKind) {
    let headline = story.headline.as_deref().unwrap_or("");
    let read = take::read(headline, story.slug.as_deref()).take;
    if read.kind == TakeKind::New {
        envelope::add_take(story, kind);
    }
}

/// The time until which a story is held back, in UTC, or the words as they stand.
pub fn hold(story: &mut RawStory, until: Option<&Value>) {
    let Some(until) = until else {
        return;
    };
    let zone = story.agency.as_deref().and_then(agencies::canonical).and_then(|it| it.zone);
    let time = super::fields::instant(until).and_then(|it| clock::to_utc(&it, zone));
    let words = || match until {
        Value::Bool(true) => Some("until further notice".to_owned()),
        other => plain(other).filter(|it| it != "0"),
    };
    if let Some(embargo) = time.map(|it| it.utc).or_else(words) {
        story.embargo = Some(embargo);
    }
}

/// The place that a text names and nothing else: `BUFFALO, N.Y.`; `None` for what may be none.
pub fn place(located: &str) -> Option<Place> {
    // `Ann J. Lee, Michigan` is a person.
    let initial = |it: &str| it.len() == 2 && it.ends_with('.');
    if located.split_ascii_whitespace().any(initial) {
        return None;
    }
    let read = dateline::read_element(located.trim(), &dateline::Hints::default())?;
    let whole = read.before == 0 && located.get(read.rest..).is_some_and(|it| it.trim().is_empty());
    (whole && read.places.len() == 1 && !read.damaged).then(|| read.places.into_iter().next())?
}

/// The code of two letters of a country, out of any code or its name.
pub fn country(code: Option<&str>, name: Option<&str>) -> Option<String> {
    code.and_then(places::code).or_else(|| name.and_then(places::code)).map(str::to_owned)
}

/// The urgency, out of a number or a string of one.
pub fn urgency(value: &Value, path: &str) -> Option<u8> {
    text(value, path)?.parse().ok().filter(|it| (1..=9).contains(it))
}

/// The kind of a thing that is no story, by the word for its type; `None` for text.
pub fn other_kind(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    Some(match word.rsplit(':').next().unwrap_or("") {
        "picture" | "photo" | "image" => "picture",
        "graphic" | "graphics" => "graphic",
        "video" | "audio" | "film" | "sound" => "sound or film",
        "component" | "complexdata" | "complex_data" => "component",
        "planning" | "assignment" | "coverage" => "planning item",
        "event" => "event",
        "concept" => "concept",
        _ => return None,
    })
}

#[cfg(test)]
#[path = "story_tests.rs"]
mod tests;
