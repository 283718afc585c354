//! An element in, the paragraphs of what stands in it out.

use super::{Content, Element, NONE};
use crate::text::{clean, entities, paragraphs};

/// Elements that part paragraphs, of HTML and of NITF.
pub(super) const BLOCKS: [&str; 48] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "block",
    "body",
    "bq",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "fn",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hedline",
    "hl1",
    "hl2",
    "hr",
    "html",
    "li",
    "main",
    "media",
    "media-caption",
    "nav",
    "note",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Elements whose content is never text of a story.
const HIDDEN: [&str; 13] = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "head", "button",
    "select", "textarea", "canvas", "math",
];
/// Says whether an element of this name parts paragraphs.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Says whether the content of an element of this name is never text of a story.
pub(super) fn is_hidden(name: &str) -> bool {
    HIDDEN.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// One paragraph in the making.
pub(super) enum Block {
    /// White space is free.
    Free(String),
    /// Lines that stand as they are.
    Lines(String),
}

/// Paragraphs in the making.
pub(super) struct Blocks<'d, 't, 'a> {
    pub(super) drop: &'d dyn Fn(Element<'t, 'a>) -> bool,
    pub(super) done: Vec<Block>,
    pub(super) line: String,
    /// `br` elements in the block so far.
    pub(super) breaks: usize,
}

impl<'t, 'a> Blocks<'_, 't, 'a> {
    pub(super) fn walk(&mut self, element: Element<'t, 'a>) {
        let mut at = element.node().first;
        while at != NONE {
            let node = &element.tree.nodes[at as usize];
            match node.content {
                Content::Text(text) => self.line.push_str(&entities::unescape(text)),
                Content::Raw(text) => self.line.push_str(text),
                Content::Element(name, _) => {
                    let child = Element { tree: element.tree, at };
                    self.element(child, name);
                }
            }
            at = node.next;
        }
    }

    fn element(&mut self, child: Element<'t, 'a>, name: &str) {
        if is_hidden(name) || (self.drop)(child) {
            return;
        }
        if name.eq_ignore_ascii_case("br") {
            self.line.push(BREAK);
            self.breaks += 1;
            // HTML that stands unescaped in XML leaves it open.
            self.walk(child);
        } else if name.eq_ignore_ascii_case("table") && is_grid(child) {
            self.end();
            for caption in child.all("caption") {
                self.done.push(Block::Free(caption.text()));
            }
            let rows = rows(child);
            if !rows.is_empty() {
                self.done.push(Block::Lines(rows.join("\n")));
            }
        } else if name.eq_ignore_ascii_case("pre") {
            self.end();
            self.done.push(Block::Lines(child.lines()));
        } else if is_block(name) {
            self.end();
            self.walk(child);
            self.end();
        } else {
            self.walk(child);
        }
    }

    /// Ends a paragraph.
    pub(super) fn end(&mut self) {
        let text = std::mem::take(&mut self.line);
        let breaks = std::mem::take(&mut self.breaks);
        if text.trim().is_empty() {
            return;
        }
        if breaks == 0 {
            self.done.push(Block::Free(text));
            return;
        }
        // Lines broken by hand: white space of the source is free, the breaks are lines. A line
        // end of the source beside a break is the same one.
        let lines: Vec<String> = text.split(BREAK).map(keep_indent).collect();
        let copy = lines.join("\n");
        self.done
            .extend(paragraphs::paragraphs(&clean::normalise(&copy)).into_iter().map(Block::Lines));
    }

    pub(super) fn finish(self) -> Vec<String> {
        if let [Block::Free(only)] = self.done.as_slice()
            && is_copy(only)
        {
            return paragraphs::paragraphs(&clean::normalise(only));
        }
        let text = |block| match block {
            Block::Free(text) => clean::one_line(&clean::normalise(&text)),
            Block::Lines(text) => {
                let clean = clean::normalise(&text);
                clean.trim_matches('\n').trim_end().to_owned()
            }
        };
        self.done.into_iter().map(text).filter(|it| !it.trim().is_empty()).collect()
    }
}

/// Stands for a line break of markup while a paragraph is put together; no text holds it.
const BREAK: char = '\u{1}';

/// One line of hand-broken text: blanks at its start stay, since they show paragraphs.
fn keep_indent(line: &str) -> String {
    let line = line.trim_matches(['\n', '\r']);
    let indent: String =
        line.chars().take_while(|c| matches!(c, ' ' | '\t' | '\u{a0}')).map(|_| ' ').collect();
    indent + &clean::one_line(&clean::normalise(line))
}

/// Says whether a lone block is hard-wrapped copy: indents or blank lines part its paragraphs.
fn is_copy(text: &str) -> bool {
    let indented = text.lines().skip(1).filter(|it| {
        let blanks = it.len() - it.trim_start_matches([' ', '\t']).len();
        blanks >= 2 && blanks < it.len()
    });
    let text = text.trim();
    let blank = text.lines().filter(|it| it.trim().is_empty()).count();
    text.lines().count() >= 4 && (indented.count() >= 2 || blank >= 2)
}

/// Says whether a table holds data and is no layout of a page: rows of several cells, no blocks.
fn is_grid(table: Element<'_, '_>) -> bool {
    let rows = table.all("tr").count();
    let cells = table.descendants().filter(|it| it.is("td") || it.is("th"));
    let mut count = 0;
    for cell in cells {
        count += 1;
        if cell.descendants().any(|it| it.is("table") || it.is("p") || it.is("div")) {
            return false;
        }
    }
    rows > 0 && count > rows
}

/// Rows of a table, cells parted by two blanks.
fn rows(table: Element<'_, '_>) -> Vec<String> {
    let row = |row: Element<'_, '_>| {
        let cells: Vec<String> = row
            .descendants()
            .filter(|it| it.is("td") || it.is("th"))
            .map(Element::text)
            .filter(|it| !it.is_empty())
            .collect();
        (!cells.is_empty()).then(|| cells.join("  "))
    };
    table.all("tr").filter_map(row).collect()
}
