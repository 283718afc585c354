//! The text of a column: what it was wrapped in goes, its paragraphs stay.
//!
//! Columns hold plain text with one paragraph a line, hard-wrapped copy, HTML, text with inline
//! HTML, and text whose line ends were written out as `\n`. Which it is, is seen from the text.

use serde_json::Value;

use super::values;
use crate::story::Body;
use crate::text::{markup, paragraphs};

/// A line longer than this was not wrapped for a wire.
const LONG: usize = 120;

/// Stands between the texts that some data sets put into one cell.
const BETWEEN: &str = "|||||";

/// Flag: a cell held several texts.
pub const SEVERAL: &str = "several_texts";

/// Elements that part paragraphs.
#[rustfmt::skip]
const BLOCKS: [&str; 16] = [
    "p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "table", "tr", "blockquote", "body", "section", "article",
];
/// Elements inside paragraphs.
#[rustfmt::skip]
const INLINE: [&str; 16] = [
    "a", "b", "i", "em", "strong", "span", "u", "sup", "sub", "img", "font", "small", "cite", "figure", "script", "iframe",
];

/// The text of a value that holds one: a string, a list of paragraphs, a list of blocks.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            let parts: Vec<String> = values.iter().filter_map(block).collect();
            let whole = parts.join("\n\n");
            values::is_text(&whole).then_some(whole)
        }
        Value::Number(_) | Value::Bool(_) | Value::Null => None,
        value => {
            let whole = values::text(value)?;
            if let Some(read @ Value::Array(_)) = super::literal::read(&whole) {
                return text(&read);
            }
            values::is_text(&whole).then_some(whole)
        }
    }
}

/// One member of a list of paragraphs; lists inside it are its sentences.
fn block(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            let parts: Vec<String> = values.iter().filter_map(values::text).collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        }
        Value::Object(members) => {
            let names = ["content", "text", "value", "body", "paragraph"];
            names.iter().find_map(|name| members.get(*name).and_then(values::text))
        }
        value => values::text(value),
    }
}

/// A text as the body of a story. `alone` says that no other column has a headline: then the head
/// of the text may be one of a plain story.
pub fn body(text: &str, alone: bool, flags: &mut Vec<String>) -> Body {
    let mut text = unescaped(text);
    if text.contains(BETWEEN) {
        text = text.replace(BETWEEN, "\n\n");
        flags.push(SEVERAL.to_owned());
    }
    let (blocks, inline) = tags(&text);
    if blocks {
        let spaced = if text.contains("<p") || text.contains("<br") || text.contains("<P") {
            text
        } else {
            // Only some of it is marked up: its blank lines part paragraphs too.
            text.replace("\r\n", "\n").replace("\n\n", "<br><br>")
        };
        return Body::Paragraphs(markup::html_paragraphs(&spaced));
    }
    if inline {
        let plain: Vec<String> = by_lines(&text)
            .into_iter()
            .map(|it| markup::html_text(&it))
            .filter(|it| !it.trim().is_empty())
            .collect();
        return Body::Paragraphs(plain);
    }
    let several = text.trim().contains(['\n', '\r']);
    if alone && several && (!is_by_line(&text) || has_head(&text)) {
        return Body::Copy(text);
    }
    if several && is_by_line(&text) {
        return Body::Paragraphs(by_lines(&text));
    }
    Body::Wrapped(text)
}

/// A line without the elements and references of HTML that it may hold.
pub fn bare(line: String) -> String {
    match tags(&line) {
        (false, false) => line,
        _ => markup::html_text(&line),
    }
}

/// Says whether each line is a paragraph: some are longer than any wire's, or most of them end
/// where a sentence does.
fn is_by_line(text: &str) -> bool {
    let lines = || text.lines().map(str::trim_end).filter(|it| !it.is_empty());
    if lines().any(|it| it.len() > LONG && it.chars().count() > LONG) {
        return true;
    }
    let closing = ['"', '\'', '\u{201d}', '\u{2019}', '\u{00bb}', ')'];
    let ends =
        lines().filter(|it| it.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '。']));
    lines().count() > 1 && ends.count() * 10 >= lines().count() * 7
}

/// Says whether a text begins with a line that is no sentence: a slug, a headline.
fn has_head(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or("").trim_end();
    first.chars().count() < 100 && !first.ends_with(['.', '!', '?', '"', '\u{201d}'])
}

/// Paragraphs of a text that is no copy off a wire.
fn by_lines(text: &str) -> Vec<String> {
    if is_by_line(text) {
        let lines = text.split(['\n', '\r']).map(str::trim).filter(|it| !it.is_empty());
        return lines.map(str::to_owned).collect();
    }
    paragraphs::paragraphs(&crate::text::clean::normalise(text))
}

/// Line ends that were written out: `\n` in a text that has no other.
fn unescaped(text: &str) -> String {
    if !text.contains("\\n") || text.trim().contains('\n') {
        return text.to_owned();
    }
    text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"")
}

/// Says whether a text has elements of HTML: such that part paragraphs, and others or references.
fn tags(text: &str) -> (bool, bool) {
    let (mut blocks, mut inline) = (false, is_referring(text));
    for (at, _) in text.match_indices('<') {
        let rest = text[at + 1..].strip_prefix('/').unwrap_or(&text[at + 1..]);
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let ends = rest.as_bytes().get(length);
        if length == 0 || !ends.is_some_and(|it| matches!(it, b'>' | b' ' | b'/' | b'\n')) {
            continue;
        }
        // A bracket that nothing closes is text.
        if rest.find(['<', '>']).is_none_or(|it| rest.as_bytes()[it] == b'<') {
            continue;
        }
        let name = &rest[..length];
        blocks |= BLOCKS.iter().any(|it| it.eq_ignore_ascii_case(name));
        inline |= INLINE.iter().any(|it| it.eq_ignore_ascii_case(name));
        if blocks {
            break;
        }
    }
    (blocks, inline)
}

/// Says whether a text has references such as `&amp;` and `&#8217;`.
fn is_referring(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text[at + 1..];
        let length =
            rest.bytes().take(10).take_while(|it| it.is_ascii_alphanumeric() || *it == b'#');
        let length = length.count();
        length >= 2 && rest.as_bytes().get(length) == Some(&b';')
    })
}
