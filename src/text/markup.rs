//! Markup in, a tree of its elements out: XML as archives hold it, and HTML in pieces.
//!
//! Archives hold XML that no strict reader takes: bare `&` and `<`, names from HTML, end tags
//! missing, files broken off. Nothing here fails: what is no markup is text, what was not closed
//! ends where its parent does. Names are matched without their prefix. Entities of a document
//! type are never expanded, and nothing is ever fetched.

use std::borrow::Cow;

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::{entities, paragraphs};

mod html;

/// Elements inside each other at most; what stands deeper becomes part of its ancestor.
const DEEPEST: usize = 256;

/// Says that there is no such node.
const NONE: u32 = u32::MAX;

/// Elements of HTML that have no content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that part paragraphs, of HTML and of NITF.
const BLOCKS: [&str; 48] = [
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

/// A tree of elements that borrows from its source.
#[derive(Debug)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    content: Content<'a>,
    /// What stands before the colon of an element's name.
    prefix: &'a str,
    first: u32,
    last: u32,
    next: u32,
}

#[derive(Debug, Clone, Copy)]
enum Content<'a> {
    /// Name without prefix, and the attributes as they stand.
    Element(&'a str, &'a str),
    /// Text with its references.
    Text(&'a str),
    /// Text without references.
    Raw(&'a str),
}

impl<'a> Tree<'a> {
    /// Reads XML.
    pub fn xml(source: &'a str) -> Tree<'a> {
        Builder::new(source, false).read()
    }

    /// Reads HTML, whole or in pieces: names in any case, elements without end tags.
    pub fn html(source: &'a str) -> Tree<'a> {
        Builder::new(source, true).read_html()
    }

    /// Bytes of text before each node, and in all, without blank text and what is never text of a
    /// story: an element holds those between its place and behind its end.
    pub fn weights(&self) -> Vec<u32> {
        let mut weights = Vec::with_capacity(self.nodes.len() + 1);
        let (mut sum, mut shown) = (0_u32, 0);
        for (at, node) in (0..).zip(&self.nodes) {
            weights.push(sum);
            match node.content {
                Content::Element(name, _) if is_hidden(name) => {
                    shown = shown.max(Element { tree: self, at }.end() + 1);
                }
                Content::Text(text) | Content::Raw(text) if at >= shown => {
                    let length = u32::try_from(text.trim_ascii().len()).unwrap_or(u32::MAX);
                    sum = sum.saturating_add(length);
                }
                _ => {}
            }
        }
        weights.push(sum);
        weights
    }

    /// What holds everything; it has no name and no attributes.
    pub fn root(&self) -> Element<'_, 'a> {
        Element { tree: self, at: 0 }
    }
}

struct Builder<'a> {
    source: &'a str,
    html: bool,
    nodes: Vec<Node<'a>>,
    open: Vec<u32>,
    /// Where the text node that was added last ends, if nothing has come since.
    text_end: usize,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, html: bool) -> Builder<'a> {
        let content = Content::Element("", "");
        let root = Node { content, prefix: "", first: NONE, last: NONE, next: NONE };
        Builder { source, html, nodes: vec![root], open: vec![0], text_end: usize::MAX }
    }

    fn read(mut self) -> Tree<'a> {
        let mut base = 0;
        while base < self.source.len() && self.nodes.len() < NONE as usize {
            base = self.run(base);
        }
        Tree { nodes: self.nodes }
    }

    /// Reads from `base` on; returns where to start again, which is the end unless markup that is
    /// none was met.
    fn run(&mut self, base: usize) -> usize {
        let source = self.source;
        let mut reader = Reader::from_str(&source[base..]);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        config.check_comments = false;
        loop {
            let start = base + position(&reader);
            let event = reader.read_event();
            let end = (base + position(&reader)).clamp(start, source.len());
            match event {
                Ok(Event::Eof) => return source.len(),
                Ok(Event::Start(_) | Event::Empty(_)) => {
                    let Some(skip) = self.start(start, end) else {
                        self.text(start, start + 1);
                        return start + 1;
                    };
                    if skip > end {
                        return skip;
                    }
                }
                Ok(Event::End(_)) => {
                    let name = source[start..end].trim_start_matches("</").trim_end_matches('>');
                    self.end(name.trim());
                }
                Ok(Event::Text(_) | Event::GeneralRef(_)) => self.text(start, end),
                Ok(Event::CData(_)) => {
                    let raw = &source[start..end];
                    let raw = raw.strip_prefix("<![CDATA[").unwrap_or(raw);
                    self.add(Content::Raw(raw.strip_suffix("]]>").unwrap_or(raw)));
                }
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {
                    self.text_end = usize::MAX;
                }
                Err(_) => return self.broken(start),
            }
        }
    }

    /// Deals with markup that does not end; returns where to go on.
    fn broken(&mut self, start: usize) -> usize {
        let rest = &self.source[start..];
        if let Some(raw) = rest.strip_prefix("<![CDATA[") {
            self.add(Content::Raw(raw));
            return self.source.len();
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            // An odd declaration costs itself, one that never ends costs the rest.
            return rest.find('>').map_or(self.source.len(), |at| start + at + 1);
        }
        if !rest.contains('>') {
            // A tag that was broken off; or a bare bracket, and then the rest is text.
            let cut = !self.html && rest.len() == 1;
            if !cut && !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                self.text(start, self.source.len());
            }
            return self.source.len();
        }
        let next = rest.chars().next().map_or(1, char::len_utf8);
        self.text(start, start + next);
        start + next
    }

    /// Adds an element; `None` where the bracket is none of markup's. Returns where to go on.
    fn start(&mut self, start: usize, end: usize) -> Option<usize> {
        let tag = self.source.get(start + 1..end)?.strip_suffix('>')?;
        // In HTML a slash may be the end of a value: `<a href=/>`.
        let is_value = |front: &str| {
            self.html && front.contains('=') && !front.ends_with(['"', '\'', ' ', '\t', '\n', '\r'])
        };
        let front = tag.strip_suffix('/').filter(|front| !is_value(front));
        let empty = front.is_some();
        let tag = front.unwrap_or(tag);
        let length = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(length);
        let (prefix, name) = name.rsplit_once(':').unwrap_or(("", name));
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') || name.contains('<') {
            return None;
        }
        if self.html {
            self.close_open_ends(name);
        }
        let at = self.add(Content::Element(name, attributes));
        self.nodes[at as usize].prefix = prefix;
        let void = self.html && VOID.iter().any(|it| it.eq_ignore_ascii_case(name));
        let raw = self.html && ["script", "style"].iter().any(|it| it.eq_ignore_ascii_case(name));
        if raw && !empty {
            return Some(self.raw_text(at, name, end));
        }
        if !empty && !void && self.open.len() < DEEPEST {
            self.open.push(at);
        }
        Some(end)
    }

    /// Takes the content of a script or style as it stands; returns where it ends.
    fn raw_text(&mut self, at: u32, name: &str, end: usize) -> usize {
        let rest = &self.source[end..];
        let close = memchr::memmem::find_iter(rest.as_bytes(), b"</").find(|step| {
            rest.as_bytes()
                .get(step + 2..step + 2 + name.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
        });
        let (raw, next) = match close {
            Some(step) => {
                let after = rest[step..].find('>').map_or(rest.len(), |it| step + it + 1);
                (&rest[..step], end + after)
            }
            None => (rest, self.source.len()),
        };
        self.open.push(at);
        self.add(Content::Raw(raw));
        self.open.pop();
        // Past the end even where it is empty, so that reading starts again behind it.
        next.max(end + 1).min(self.source.len()).max(end)
    }

    fn end(&mut self, name: &str) {
        self.text_end = usize::MAX;
        let name = name.rsplit(':').next().unwrap_or(name);
        let found = self.open.iter().rposition(|at| match self.content(*at) {
            Content::Element(open, _) => open == name,
            _ => false,
        });
        if let Some(found) = found.filter(|found| *found > 0) {
            self.open.truncate(found);
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        if self.text_end == start
            && let Some(Node { content: Content::Text(text), .. }) = self.nodes.last_mut()
        {
            // Text and the references in it are one.
            *text = &self.source[start - text.len()..end];
        } else {
            self.add(Content::Text(&self.source[start..end]));
        }
        self.text_end = end;
    }

    fn add(&mut self, content: Content<'a>) -> u32 {
        self.text_end = usize::MAX;
        let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node { content, prefix: "", first: NONE, last: NONE, next: NONE });
        let parent = self.open.last().map_or(0, |it| *it as usize);
        match self.nodes[parent].last {
            NONE => self.nodes[parent].first = at,
            last => self.nodes[last as usize].next = at,
        }
        self.nodes[parent].last = at;
        at
    }

    fn content(&self, at: u32) -> Content<'a> {
        self.nodes[at as usize].content
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    at: u32,
}

impl<'t, 'a> Element<'t, 'a> {
    fn node(self) -> &'t Node<'a> {
        &self.tree.nodes[self.at as usize]
    }

    /// Its name, without prefix, as it stands.
    pub fn name(self) -> &'a str {
        match self.node().content {
            Content::Element(name, _) => name,
            _ => "",
        }
    }

    /// What stands before its name and a colon: `dc` of `dc:creator`.
    pub fn prefix(self) -> &'a str {
        self.node().prefix
    }

    /// Says whether it has this name, in any case.
    pub fn is(self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    /// An attribute, by its name without prefix in any case; references read, not trimmed.
    pub fn attribute(self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// All attributes: names without prefix, values with their references read.
    pub fn attributes(self) -> Attributes<'a> {
        match self.node().content {
            Content::Element(_, attributes) => Attributes(attributes),
            _ => Attributes(""),
        }
    }

    /// Its child elements, in order.
    pub fn children(self) -> Children<'t, 'a> {
        Children { tree: self.tree, next: self.node().first }
    }

    /// What stands in it, in order: its child elements and the text between them.
    pub fn pieces(self) -> Pieces<'t, 'a> {
        Pieces { tree: self.tree, next: self.node().first }
    }

    /// The first child of this name.
    pub fn child(self, name: &str) -> Option<Element<'t, 'a>> {
        self.children().find(|it| it.is(name))
    }

    /// The first element down a path of names: `find("head/docdata/doc-id")`. Where several
    /// children have a name, all are tried.
    pub fn find(self, path: &str) -> Option<Element<'t, 'a>> {
        match path.split_once('/') {
            Some((name, rest)) => {
                self.children().filter(|it| it.is(name)).find_map(|it| it.find(rest))
            }
            None => self.child(path),
        }
    }

    /// All elements inside it, at any depth, in order.
    pub fn descendants(self) -> Descendants<'t, 'a> {
        Descendants { tree: self.tree, stack: vec![self.node().first] }
    }

    /// The first element of this name inside it, at any depth.
    pub fn first(self, name: &str) -> Option<Element<'t, 'a>> {
        self.descendants().find(|it| it.is(name))
    }

    /// All elements of this name inside it, at any depth.
    pub fn all(self, name: &str) -> impl Iterator<Item = Element<'t, 'a>> {
        self.descendants().filter(move |it| it.is(name))
    }

    /// Its attributes as they stand, unread: enough to rule out what is looked for.
    pub fn tag(self) -> &'a str {
        match self.node().content {
            Content::Element(_, attributes) => attributes,
            _ => "",
        }
    }

    /// What stands in a script, unread; `None` where there is nothing or more than text.
    pub fn raw(self) -> Option<&'a str> {
        let first = self.node().first;
        match self.tree.nodes.get(first as usize).map(|it| (it.content, it.next)) {
            Some((Content::Raw(text) | Content::Text(text), NONE)) => Some(text),
            _ => None,
        }
    }

    /// Its number in the tree: elements count in the order of their start tags.
    pub fn place(self) -> u32 {
        self.at
    }

    /// The number of the last node inside it, or its own: `place..=end` is all that it holds.
    pub fn end(self) -> u32 {
        let mut at = self.at;
        while self.tree.nodes[at as usize].last != NONE {
            at = self.tree.nodes[at as usize].last;
        }
        at
    }

    /// All text inside it with references read, in one line, elements run together as they stand.
    pub fn text(self) -> String {
        let mut out = String::new();
        self.write(&mut out, false);
        super::clean::one_line(&super::clean::normalise(&out))
    }

    /// As [`Element::text`], with a blank at the borders of elements: `By<person>Ann Lee</person>`.
    pub fn spaced(self) -> String {
        let mut out = String::new();
        self.write(&mut out, true);
        super::clean::one_line(&super::clean::normalise(&out))
    }

    /// All text inside it with references read once, for HTML that an element of XML holds as
    /// text: `&lt;p&gt;Fog &amp;amp; rain` is `<p>Fog &amp; rain`.
    pub fn source(self) -> String {
        let mut out = String::new();
        for at in self.nodes() {
            match self.tree.nodes[at as usize].content {
                Content::Text(text) => out.push_str(&entities::unescape_once(text)),
                Content::Raw(text) => out.push_str(text),
                Content::Element(..) => {}
            }
        }
        out
    }

    /// The nodes inside it, at any depth, in order.
    fn nodes(self) -> impl Iterator<Item = u32> {
        let mut stack = vec![self.node().first];
        std::iter::from_fn(move || {
            loop {
                let at = stack.pop()?;
                if at != NONE {
                    let node = &self.tree.nodes[at as usize];
                    stack.extend([node.next, node.first]);
                    return Some(at);
                }
            }
        })
    }

    /// All text inside it with references read, lines and blanks as they stand.
    pub fn lines(self) -> String {
        let mut out = String::new();
        self.write(&mut out, false);
        out
    }

    fn write(self, out: &mut String, spaced: bool) {
        let mut at = self.node().first;
        while at != NONE {
            let node = &self.tree.nodes[at as usize];
            match node.content {
                Content::Text(text) => out.push_str(&entities::unescape(text)),
                Content::Raw(text) => out.push_str(text),
                Content::Element(name, _) => {
                    let breaks = spaced || name.eq_ignore_ascii_case("br") || is_block(name);
                    if breaks {
                        out.push(' ');
                    }
                    Element { tree: self.tree, at }.write(out, spaced);
                    if breaks {
                        out.push(' ');
                    }
                }
            }
            at = node.next;
        }
    }

    /// The paragraphs of what stands in it: blocks part them, tables and `pre` keep their lines,
    /// two line breaks in a row part them too, hard-wrapped copy is unwrapped. Scripts, styles and
    /// the like are no text.
    pub fn paragraphs(self) -> Vec<String> {
        self.paragraphs_without(&|_| false)
    }

    /// As [`Element::paragraphs`], without the elements that `drop` names.
    pub fn paragraphs_without(self, drop: &dyn Fn(Element<'t, 'a>) -> bool) -> Vec<String> {
        let mut blocks = Blocks { drop, done: Vec::new(), line: String::new(), breaks: 0 };
        blocks.walk(self);
        blocks.end();
        blocks.finish()
    }
}

/// Says whether an element of this name parts paragraphs.
fn is_block(name: &str) -> bool {
    BLOCKS.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Says whether the content of an element of this name is never text of a story.
fn is_hidden(name: &str) -> bool {
    HIDDEN.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// One paragraph in the making.
enum Block {
    /// White space is free.
    Free(String),
    /// Lines that stand as they are.
    Lines(String),
}

/// Paragraphs in the making.
struct Blocks<'d, 't, 'a> {
    drop: &'d dyn Fn(Element<'t, 'a>) -> bool,
    done: Vec<Block>,
    line: String,
    /// `br` elements in the block so far.
    breaks: usize,
}

impl<'t, 'a> Blocks<'_, 't, 'a> {
    fn walk(&mut self, element: Element<'t, 'a>) {
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
    fn end(&mut self) {
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
        self.done.extend(
            paragraphs::paragraphs(&super::clean::normalise(&copy)).into_iter().map(Block::Lines),
        );
    }

    fn finish(self) -> Vec<String> {
        if let [Block::Free(only)] = self.done.as_slice()
            && is_copy(only)
        {
            return paragraphs::paragraphs(&super::clean::normalise(only));
        }
        let text = |block| match block {
            Block::Free(text) => super::clean::one_line(&super::clean::normalise(&text)),
            Block::Lines(text) => {
                let clean = super::clean::normalise(&text);
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
    indent + &super::clean::one_line(&super::clean::normalise(line))
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

/// Child elements.
pub struct Children<'t, 'a> {
    tree: &'t Tree<'a>,
    next: u32,
}

impl<'t, 'a> Iterator for Children<'t, 'a> {
    type Item = Element<'t, 'a>;

    fn next(&mut self) -> Option<Element<'t, 'a>> {
        while self.next != NONE {
            let at = self.next;
            let node = &self.tree.nodes[at as usize];
            self.next = node.next;
            if matches!(node.content, Content::Element(..)) {
                return Some(Element { tree: self.tree, at });
            }
        }
        None
    }
}

/// A child element, or a piece of text.
#[derive(Debug, Clone)]
pub enum Piece<'t, 'a> {
    /// Text with its references read.
    Text(Cow<'a, str>),
    /// An element.
    Element(Element<'t, 'a>),
}

/// Child elements and text.
pub struct Pieces<'t, 'a> {
    tree: &'t Tree<'a>,
    next: u32,
}

impl<'t, 'a> Iterator for Pieces<'t, 'a> {
    type Item = Piece<'t, 'a>;

    fn next(&mut self) -> Option<Piece<'t, 'a>> {
        if self.next == NONE {
            return None;
        }
        let at = self.next;
        let node = &self.tree.nodes[at as usize];
        self.next = node.next;
        Some(match node.content {
            Content::Text(text) => Piece::Text(entities::unescape(text)),
            Content::Raw(text) => Piece::Text(Cow::Borrowed(text)),
            Content::Element(..) => Piece::Element(Element { tree: self.tree, at }),
        })
    }
}

/// Elements at any depth.
pub struct Descendants<'t, 'a> {
    tree: &'t Tree<'a>,
    stack: Vec<u32>,
}

impl<'t, 'a> Iterator for Descendants<'t, 'a> {
    type Item = Element<'t, 'a>;

    fn next(&mut self) -> Option<Element<'t, 'a>> {
        while let Some(at) = self.stack.pop() {
            if at == NONE {
                continue;
            }
            let node = &self.tree.nodes[at as usize];
            self.stack.push(node.next);
            if matches!(node.content, Content::Element(..)) {
                self.stack.push(node.first);
                return Some(Element { tree: self.tree, at });
            }
        }
        None
    }
}

/// Attributes of a tag: quoted either way, or not at all.
pub struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_start_matches(|c: char| c.is_whitespace() || c == '/' || c == '=');
        if rest.is_empty() {
            self.0 = "";
            return None;
        }
        let length =
            rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let (name, rest) = rest.split_at(length);
        let name = name.rsplit(':').next().unwrap_or(name);
        let after = rest.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            self.0 = rest;
            return Some((name, Cow::Borrowed("")));
        };
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        self.0 = rest;
        Some((name, entities::unescape(value)))
    }
}

/// Paragraphs of a piece of HTML, such as a field of JSON holds.
pub fn html_paragraphs(html: &str) -> Vec<String> {
    Tree::html(html).root().paragraphs()
}

/// Text of a piece of HTML in one line.
pub fn html_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return super::clean::one_line(&super::clean::normalise(html));
    }
    Tree::html(html).root().text()
}

/// Text of a piece of HTML with its lines and blanks as they stand.
pub fn html_lines(html: &str) -> String {
    Tree::html(html).root().lines()
}

#[cfg(test)]
mod tests;
