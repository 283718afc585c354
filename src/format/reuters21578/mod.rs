//! Reuters-21578: stories of 1987 in SGML that is no XML.
//!
//! A stream of `<REUTERS …>` … `</REUTERS>` in, one record each out. Control characters stand in
//! it as references, `<` in text is escaped and `>` is not, elements are few and known, so one
//! pass over the angle brackets reads a record.

mod date;
mod elements;

use std::borrow::Cow;
use std::io::BufRead;

use memchr::memmem;

use self::elements::Elements;
use super::cutter::{Cutter, Mark, Marks};
use super::wire_header::header;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::{Body, RawStory};
use crate::text::{charset, clean, entities};

/// The format.
pub struct Reuters21578;

/// The agency's clock.
const ZONE: &str = "America/New_York";

/// Put in by the makers of the collection where a story was a headline only.
const PLACEHOLDER: &str = "blah blah blah";

impl Format for Reuters21578 {
    fn name(&self) -> &'static str {
        "reuters21578"
    }

    fn about(&self) -> &'static str {
        "Reuters-21578 SGML: <REUTERS> records, wire header in <UNKNOWN>"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if start.len() >= 15 && start[..15].eq_ignore_ascii_case(b"<!DOCTYPE lewis") {
            return true;
        }
        // Part of a file may start in the middle of a story, so the start tag is looked for:
        // at the start of a line and with a number, since manuals show it too.
        memmem::find_iter(head, b"<REUTERS ").any(|at| {
            let tag = &head[at..head.len().min(at + 400)];
            let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
            let number = memmem::find(tag, b"NEWID=").map(|it| &tag[it + 6..]);
            let digit = number.and_then(|it| it.iter().find(|it| **it != b'"'));
            (at == 0 || head[at - 1].is_ascii_whitespace()) && digit.is_some_and(u8::is_ascii_digit)
        })
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Cutter::new(input, Tags(memmem::Finder::new(b"REUTERS")), limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, Some("windows-1252"));
        let mut story = RawStory {
            agency: Some("Reuters".into()),
            language: Some("en".into()),
            charset: decoded.charset.into_owned(),
            // The charset is our assumption, so a file in another one does not lie.
            flags: decoded
                .flags
                .iter()
                .filter(|it| **it != charset::LIED)
                .map(|it| (*it).to_owned())
                .collect(),
            ..RawStory::default()
        };
        let Some(elements) = Elements::of(&decoded.text) else {
            let reason = "no <REUTERS> tag at its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        fill(&mut story, &elements);
        Ok(Read::Raw(story))
    }
}

/// Start and end tags of a record.
struct Tags(memmem::Finder<'static>);

impl Marks for Tags {
    const LONGEST: usize = 10;

    fn next(&self, bytes: &[u8], from: usize) -> Option<Mark> {
        let from = from.min(bytes.len());
        self.0.find_iter(&bytes[from..]).find_map(|at| {
            let at = from + at;
            let end = at + b"REUTERS".len();
            let after = *bytes.get(end)?;
            let before = &bytes[..at];
            if before.ends_with(b"</") && after == b'>' {
                return Some(Mark { at: at - 2, end: end + 1, starts: false });
            }
            let opens = before.ends_with(b"<") && (after == b'>' || after.is_ascii_whitespace());
            // The tag at which a search starts is the one it is for.
            (opens && at > from).then(|| Mark { at: at - 1, end, starts: true })
        })
    }

    fn belongs(&self, _: &[u8]) -> bool {
        false
    }
}

/// Puts what the elements say into the story.
fn fill(story: &mut RawStory, elements: &Elements) {
    let attribute = |name: &str| elements::attribute(elements.tag, name);
    story.native_id = attribute("NEWID").map(tidy).filter(|it| !it.is_empty());
    if let Some(date) = elements.date {
        let (filed, guessed) = date::filed(date);
        story.filed = filed;
        if guessed {
            story.flags.push("date_guessed".into());
        }
    }
    story.ednotes.extend(elements.notes.iter().map(|it| tidy(it)).filter(|it| !it.is_empty()));
    for (list, value) in &elements.lists {
        let value = tidy(value);
        if value.is_empty() {
            continue;
        }
        match *list {
            "PLACES" => story.places.push(value),
            list => story.topics.push(format!("{}:{value}", list.to_ascii_lowercase())),
        }
    }
    let unknown = match elements.unknown.as_slice() {
        [one] => text(one),
        several => text(&several.join("\n")),
    };
    if let Some(header) = header(&unknown) {
        story.urgency = header.urgency();
        story.category = Some(header.category.to_string());
        story.slug = Some(clean::one_line(header.slug));
    }
    if !elements.closed {
        story.flags.push("end_tag_missing".into());
    }
    story.bylines = elements
        .author
        .iter()
        .flat_map(|it| text(it).lines().map(|it| it.trim().to_owned()).collect::<Vec<_>>())
        .filter(|line| !line.is_empty())
        .collect();
    story.dateline = elements.dateline.map(text).filter(|it| !it.trim().is_empty());
    story.headline = elements.title.map(text).filter(|it| !it.trim().is_empty());
    fill_body(story, elements);
}

fn fill_body(story: &mut RawStory, elements: &Elements) {
    let loose = elements.loose.iter().map(|it| text(it)).collect::<String>();
    let kind = elements::attribute(elements.text_tag, "TYPE").unwrap_or("");
    if kind.eq_ignore_ascii_case("UNPROC") && elements.body.is_none() {
        unprocessed(story, &loose);
        return;
    }
    let mut loose = loose.trim();
    // Stars before the headline are the mark of a flash; they belong to it.
    let rest = loose.trim_start_matches('*');
    if loose.len() - rest.len() >= 2 {
        loose = rest.trim_start();
        if let Some(headline) = &mut story.headline
            && !headline.starts_with('*')
        {
            headline.insert_str(0, "******");
        }
    }
    let is_placeholder =
        |body: &str| body.trim().trim_end_matches('.').eq_ignore_ascii_case(PLACEHOLDER);
    let mut body = elements.body.map(text).unwrap_or_default();
    if is_placeholder(&body) {
        body.clear();
    }
    if !is_placeholder(loose) && !loose.is_empty() {
        // Text outside the elements is damage; it is kept as paragraphs of its own.
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        body.push_str(loose);
    }
    if !body.trim().is_empty() {
        story.body = Body::Wrapped(body);
    }
}

/// Reads a story that the collection left in one run of text: mostly tables.
fn unprocessed(story: &mut RawStory, loose: &str) {
    let run = loose.trim_matches(['\n', ' ']);
    let (first, rest) = run.split_once('\n').unwrap_or((run, ""));
    let digits = first.bytes().filter(u8::is_ascii_digit).count();
    let headed = story.headline.is_none()
        && first.chars().count() <= 80
        && digits * 3 <= first.len()
        && !first.trim_start().starts_with(['-', '*'])
        && !rest.trim().is_empty();
    let mut body = run;
    if headed {
        story.headline = Some(first.trim().to_owned());
        story.inferred.push("headline".into());
        body = rest.trim_matches('\n');
    }
    if body.trim().is_empty() {
        return;
    }
    story.body = if is_prose(body) {
        Body::Wrapped(body.to_owned())
    } else {
        Body::Preformatted(body.trim_end().to_owned())
    };
}

/// Says whether most lines of a text are full lines of words rather than columns.
fn is_prose(text: &str) -> bool {
    let (mut lines, mut prose) = (0, 0);
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        lines += 1;
        let digits = line.bytes().filter(u8::is_ascii_digit).count();
        let small = line.bytes().filter(u8::is_ascii_lowercase).count();
        let columns = line.contains("   ") || line.contains("...");
        prose += usize::from(
            !columns && digits * 8 <= line.len() && small * 2 >= line.len() && line.len() >= 30,
        );
    }
    prose * 2 > lines
}

/// References to characters, control characters out.
fn text(source: &str) -> String {
    match entities::unescape(source) {
        Cow::Borrowed(text) => clean::normalise(text).into_owned(),
        Cow::Owned(text) => match clean::normalise(&text) {
            Cow::Owned(clean) => clean,
            Cow::Borrowed(_) => text,
        },
    }
}

/// As [`text`], in one line.
fn tidy(source: &str) -> String {
    // Most entries of lists are one word.
    if source.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-') {
        return source.to_owned();
    }
    clean::one_line(&text(source))
}

#[cfg(test)]
mod tests;
