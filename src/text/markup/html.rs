//! HTML in, nodes of the tree out, by the rules of browsers and not by those of XML.
//!
//! Quotes count only behind `=`, a bracket that starts no tag is text, and what never ends (a
//! comment, a quote) costs itself. Every byte is looked at once or twice, whatever a page does.

use memchr::{memchr, memchr3, memmem};

use super::blocks::{BLOCKS, is_block, is_hidden};
use super::build::{Builder, VOID};
use super::{Content, Element, Tree};

/// What is known not to come again, so that nothing is looked for twice in vain.
#[derive(Default)]
struct Lacks {
    comment: bool,
    double: bool,
    single: bool,
}

/// Elements that may stand in the head of a page.
const IN_HEAD: [&str; 9] =
    ["title", "meta", "link", "script", "style", "base", "noscript", "template", "head"];

/// Elements that end tags inside them do not reach beyond.
const FENCES: [&str; 5] = ["td", "th", "table", "caption", "html"];

fn is(name: &str, of: &[&str]) -> bool {
    of.iter().any(|it| it.eq_ignore_ascii_case(name))
}

impl<'a> Builder<'a> {
    /// Reads the whole source as HTML.
    pub(super) fn read_html(self) -> Tree<'a> {
        self.scan(0)
    }

    /// Reads the rest of the source, from `at` on.
    pub(super) fn scan(mut self, mut at: usize) -> Tree<'a> {
        let source = self.source;
        let bytes = source.as_bytes();
        let mut lacks = Lacks::default();
        while at < bytes.len() && self.nodes.len() < super::NONE as usize {
            let Some(open) = memchr(b'<', &bytes[at..]).map(|step| at + step) else {
                self.text(at, bytes.len());
                break;
            };
            if open > at {
                self.text(at, open);
            }
            at = match bytes.get(open + 1) {
                Some(b'!') => self.declaration(open, &mut lacks),
                Some(b'?') => memchr(b'>', &bytes[open..]).map_or(bytes.len(), |it| open + it + 1),
                Some(b'/') => self.closing(open),
                Some(byte) if byte.is_ascii_alphabetic() => self.opening(open, &mut lacks),
                _ => {
                    self.text(open, open + 1);
                    open + 1
                }
            };
        }
        Tree { nodes: self.nodes }
    }

    /// Passes a comment or declaration, takes a CDATA section; returns where to go on.
    fn declaration(&mut self, open: usize, lacks: &mut Lacks) -> usize {
        let rest = &self.source.as_bytes()[open..];
        if let Some(raw) = self.source[open..].strip_prefix("<![CDATA[") {
            let end = memmem::find(raw.as_bytes(), b"]]>");
            self.add(Content::Raw(&raw[..end.unwrap_or(raw.len())]));
            return end.map_or(self.source.len(), |end| open + 9 + end + 3);
        }
        self.text_end = usize::MAX;
        if rest.starts_with(b"<!--") && !lacks.comment {
            // `<!-->` is a whole comment too.
            match memmem::find(&rest[2..], b"-->") {
                Some(end) => return open + 2 + end + 3,
                None => lacks.comment = true,
            }
        }
        memchr(b'>', rest).map_or(self.source.len(), |end| open + end + 1)
    }

    /// Reads an end tag; returns where to go on.
    fn closing(&mut self, open: usize) -> usize {
        let rest = &self.source[open + 2..];
        let Some(end) = memchr(b'>', rest.as_bytes()) else {
            return self.source.len();
        };
        let name = rest[..end].split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
        self.text_end = usize::MAX;
        let name = name.rsplit(':').next().unwrap_or(name);
        let mut found = None;
        for (depth, at) in self.open.iter().enumerate().skip(1).rev() {
            let Content::Element(known, _) = self.content(*at) else { continue };
            if known.eq_ignore_ascii_case(name) {
                found = Some(depth);
                break;
            }
            if is(known, &FENCES) && !is(name, &["table", "tr", "tbody", "thead", "tfoot", "body"])
            {
                break;
            }
        }
        if let Some(found) = found {
            self.open.truncate(found);
        }
        open + 2 + end + 1
    }

    /// Reads a start tag; returns where to go on.
    fn opening(&mut self, open: usize, lacks: &mut Lacks) -> usize {
        let bytes = self.source.as_bytes();
        let name = bytes[open + 1..]
            .iter()
            .take_while(|it| !it.is_ascii_whitespace() && !matches!(**it, b'>' | b'/' | b'<'));
        let after = open + 1 + name.count();
        if bytes.get(after) == Some(&b'<') {
            // The name of a tag holds no bracket: this one was text.
            self.text(open, after);
            return after;
        }
        let Some(end) = tag_end(bytes, after, lacks) else {
            // The tag was broken off.
            return bytes.len();
        };
        match self.start(open, end) {
            Some(next) => next,
            None => {
                self.text(open, end);
                end
            }
        }
    }

    /// Ends what HTML lets open: the head before the first element of the body, a paragraph before
    /// the next block, an item before the next item.
    pub(super) fn close_open_ends(&mut self, name: &str) {
        let Some(Content::Element(top, _)) = self.open.last().map(|at| self.content(*at)) else {
            return;
        };
        if top.eq_ignore_ascii_case("head") && !is(name, &IN_HEAD) {
            self.open.pop();
            return;
        }
        if is(name, &BLOCKS) {
            // A paragraph may hold inline elements that were left open.
            let paragraph = self.open.iter().enumerate().skip(1).rev().find_map(|(depth, at)| {
                match self.content(*at) {
                    Content::Element(it, _) if it.eq_ignore_ascii_case("p") => Some(Some(depth)),
                    Content::Element(it, _) if is_block(it) => Some(None),
                    _ => None,
                }
            });
            if let Some(Some(depth)) = paragraph {
                self.open.truncate(depth);
                return;
            }
        }
        let ends = is(top, &["li"]) && is(name, &["li"])
            || is(top, &["dt", "dd"]) && is(name, &["dt", "dd"])
            || is(top, &["td", "th"]) && is(name, &["td", "th", "tr"])
            || is(top, &["caption"]) && is(name, &["tr", "thead", "tbody"])
            || is(top, &["tr"]) && is(name, &["tr"]);
        if ends {
            self.open.pop();
            if is(name, &["tr"]) && is(top, &["td", "th"]) {
                self.close_open_ends(name);
            }
        }
    }
}

/// Where the tag ends whose name ends at `at`: behind its bracket.
fn tag_end(bytes: &[u8], mut at: usize, lacks: &mut Lacks) -> Option<usize> {
    loop {
        let found = at + memchr3(b'>', b'"', b'\'', &bytes[at..])?;
        if bytes[found] == b'>' {
            return Some(found + 1);
        }
        let is_value = bytes[at.max(1) - 1..found].trim_ascii_end().last() == Some(&b'=');
        let lack = if bytes[found] == b'"' { &mut lacks.double } else { &mut lacks.single };
        at = found + 1;
        if is_value && !*lack {
            match memchr(bytes[found], &bytes[at..]) {
                Some(step) => at += step + 1,
                None => *lack = true,
            }
        }
    }
}

impl<'t, 'a> Element<'t, 'a> {
    /// What stands in it as sound HTML: without scripts and the like, with no attributes but `id`
    /// and `class`, every element closed. Elements that `drop` names are left out.
    pub fn to_html(self, drop: &dyn Fn(Element<'t, 'a>) -> bool) -> String {
        let mut out = String::new();
        self.write_html(drop, &mut out);
        out
    }

    fn write_html(self, drop: &dyn Fn(Element<'t, 'a>) -> bool, out: &mut String) {
        let mut at = self.node().first;
        while at != super::NONE {
            let node = &self.tree.nodes[at as usize];
            match node.content {
                Content::Text(text) => escape(text, &['<'], out),
                Content::Raw(text) => escape(text, &['<', '&'], out),
                Content::Element(name, _) => {
                    let child = Element { tree: self.tree, at };
                    if !is_hidden(name) && name.is_ascii() && !drop(child) {
                        child.write_element(name, drop, out);
                    }
                }
            }
            at = node.next;
        }
    }

    fn write_element(self, name: &str, drop: &dyn Fn(Element<'t, 'a>) -> bool, out: &mut String) {
        out.push('<');
        out.push_str(name);
        for key in ["id", "class"] {
            if let Some(value) = self.attribute(key).filter(|it| !it.is_empty()) {
                out.push(' ');
                out.push_str(key);
                out.push_str("=\"");
                escape(&value, &['"', '&', '<'], out);
                out.push('"');
            }
        }
        out.push('>');
        if !is(name, &VOID) {
            self.write_html(drop, out);
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
    }
}

/// Adds a text with references for these characters.
fn escape(text: &str, signs: &[char], out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(signs) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'<' => "&lt;",
            b'&' => "&amp;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}
