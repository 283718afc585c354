//! Values of properties in, text, times and lists out.

use std::borrow::Cow;

use chrono::DateTime;
use serde_json::Value;

use super::MOST;
use crate::copy::clock;
use crate::format::xml;
use crate::story::FiledText;
use crate::text::{clean, entities, markup, paragraphs};

/// A text without a line longer than this may have been wrapped by hand.
const LONG: usize = 100;

/// Days after which a change of a page is no longer a new version of its story: archives that move
/// to another system stamp all their pages anew.
const LATE: i64 = 31;

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
    if holds_tag(text, &["p", "br", "div", "li"]) {
        return markup::html_paragraphs(text);
    }
    let inline = holds_tag(text, &["em", "strong", "a", "b", "i", "span"]);
    let lines =
        if inline { Cow::Owned(markup::html_lines(text)) } else { entities::unescape(text) };
    let plain = clean::normalise(&lines);
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
pub(super) fn time(value: &Value) -> Option<FiledText> {
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
    let offset = ["GMT+", "GMT-", "UTC+", "UTC-"].iter().any(|it| text.contains(it));
    if offset {
        let front = text.split(['(', '[']).next().unwrap_or(text);
        return xml::time(&front.replace("GMT", "").replace("UTC", ""));
    }
    xml::time(text)
}

/// Text of a property in one line: the first one of several.
pub(super) fn text(value: &Value) -> Option<String> {
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
    if holds_tag(&text, &["br", "p", "em", "strong", "a", "b", "i", "span", "sup"]) {
        return markup::html_text(&text);
    }
    clean::one_line(&clean::normalise(&text))
}

/// Says whether a text holds a start tag of one of these elements.
fn holds_tag(text: &str, names: &[&str]) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = &text[at + 1..];
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = rest.split_at(length);
        names.iter().any(|it| it.eq_ignore_ascii_case(name))
            && after.starts_with(['>', ' ', '/', '\n'])
            && after.contains('>')
    })
}
