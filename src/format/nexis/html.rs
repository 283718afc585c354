//! Classic downloads in HTML: the same layout, in elements that only say the look.
//!
//! A record in, lines out as the text download has them: blocks parted by blank lines, centred ones
//! indented. Which class is centred differs from file to file; that of the line `1 of 10 DOCUMENTS`
//! is.

use super::labels::is_mark;
use crate::text::clean;
use crate::text::document::Line;
use crate::text::markup::{Element, Piece, Tree};

/// The lines of a record.
pub fn lines(html: &str) -> Vec<Line> {
    let tree = Tree::html(html);
    let root = tree.root();
    let centred = root
        .all("p")
        .find(|it| is_mark(&it.text()))
        .and_then(|it| it.attribute("class"))
        .map(std::borrow::Cow::into_owned);
    let mut lines = Vec::new();
    walk(root, centred.as_deref(), &mut lines);
    lines
}

/// Stands for a line break; no text holds it.
const BREAK: char = '\u{1}';

fn walk(element: Element<'_, '_>, centred: Option<&str>, lines: &mut Vec<Line>) {
    let mut loose = String::new();
    for piece in element.pieces() {
        let child = match piece {
            Piece::Text(text) => {
                loose.push_str(&text);
                continue;
            }
            Piece::Element(child) => child,
        };
        if ["script", "style", "head", "title"].iter().any(|it| child.is(it)) {
            continue;
        }
        let block = |it: Element<'_, '_>| {
            ["p", "div", "table", "tr", "td", "center", "pre", "html", "body"]
                .iter()
                .any(|name| it.is(name))
        };
        if !block(child) && !child.descendants().any(block) {
            // Letters of a line, or a break between blocks.
            if child.is("br") {
                loose.push(BREAK);
            } else {
                broken(child, &mut loose);
            }
            continue;
        }
        push(&std::mem::take(&mut loose), false, lines);
        if child.descendants().any(block) {
            walk(child, centred, lines);
            continue;
        }
        let center = child.is("center")
            || centred.is_some() && child.attribute("class").as_deref() == centred
            || child.attribute("align").is_some_and(|it| it.eq_ignore_ascii_case("center"));
        let mut text = String::new();
        broken(child, &mut text);
        push(&text, center, lines);
    }
    push(&loose, false, lines);
}

/// Adds the lines of a block, and a blank one.
fn push(text: &str, centred: bool, lines: &mut Vec<Line>) {
    let before = lines.len();
    for line in text.split(BREAK) {
        let line = clean::one_line(&clean::normalise(line));
        if !line.is_empty() {
            let text = if centred { format!("{:20}{line}", "") } else { line };
            lines.push(Line { text, ..Line::default() });
        }
    }
    if lines.len() > before {
        lines.push(Line::default());
    }
}

/// The text of a block with a mark for each `br`.
fn broken(element: Element<'_, '_>, out: &mut String) {
    for piece in element.pieces() {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Element(child) if child.is("br") => out.push(BREAK),
            Piece::Element(child) => broken(child, out),
        }
    }
}
