//! Factiva in HTML: an element a story, with a table of codes or without.
//!
//! A record in, fields out.

use super::codes::{Field, is_code};
use super::lines::placed;
use crate::text::document::Line;
use crate::text::markup::{Element, Tree};

/// Says whether a tag starts a story: `<div class="article enArticle">`.
pub fn is_start(tag: &str) -> bool {
    let small = tag.to_ascii_lowercase();
    if !small.starts_with("<div") {
        return false;
    }
    let Some(at) = small.find("class=") else {
        return false;
    };
    let value = small[at + 6..].trim_start_matches(['"', '\'']);
    let value = &value[..value.find(['"', '\'', '>']).unwrap_or(value.len())];
    let mut classes = value.split_whitespace();
    value.split_whitespace().any(|it| it == "article")
        && classes.any(|it| it.len() > 7 && it.len() <= 12 && it.ends_with("article"))
}

/// The fields of a record; `None` where it holds no story.
pub fn fields(html: &str) -> Option<Vec<Field>> {
    let tree = Tree::html(html);
    let root = tree.root();
    let mut fields: Vec<Field> = Vec::new();
    for row in root.all("tr") {
        let cells: Vec<Element> = row.children().filter(|it| it.is("td") || it.is("th")).collect();
        let [code, value, ..] = cells[..] else {
            continue;
        };
        let name = code.text();
        if is_code(&name) {
            // The number is the last; behind it stands a story whose start was lost.
            let last = name == "AN";
            fields.push(Field { code: name, lines: paragraphs(value) });
            if last {
                break;
            }
        }
    }
    if fields.iter().any(|it| it.code == "HD") {
        return Some(fields);
    }
    let headline = root
        .descendants()
        .find(|it| it.attribute("class").is_some_and(|it| it.to_lowercase().ends_with("headline")))
        .map(Element::text);
    let lines: Vec<Line> =
        root.paragraphs().into_iter().map(|text| Line { text, ..Line::default() }).collect();
    placed(&lines, headline.as_deref())
}

fn paragraphs(value: Element<'_, '_>) -> Vec<String> {
    value.paragraphs()
}
