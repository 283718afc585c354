//! Markup in, a tree of its elements out: XML as archives hold it, and HTML in pieces.
//!
//! Archives hold XML that no strict reader takes: bare `&` and `<`, names from HTML, end tags
//! missing, files broken off. Nothing here fails: what is no markup is text, what was not closed
//! ends where its parent does. Names are matched without their prefix. Entities of a document
//! type are never expanded, and nothing is ever fetched.

use std::borrow::Cow;

use super::entities;

mod blocks;
mod build;
mod html;
mod walk;

use self::blocks::{Blocks, is_block, is_hidden};
use self::build::Builder;
pub use self::walk::{Attributes, Children, Descendants, Piece, Pieces};

/// Elements inside each other at most; what stands deeper becomes part of its ancestor.
const DEEPEST: usize = 256;

/// Says that there is no such node.
const NONE: u32 = u32::MAX;

// A tree of elements that borrows from its source.
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

    /// All elements named `inner` inside ones named `outer`, each with the nearest of those around
    /// it, in order. Where an end tag was lost, `outer` stands in `outer`, and looking into each
    /// of them would find all that follows again and again.
    pub fn all_under(self, outer: &str, inner: &str) -> Vec<(Element<'t, 'a>, Element<'t, 'a>)> {
        let mut found = Vec::new();
        let mut around: Vec<(u32, Element<'t, 'a>)> = Vec::new();
        for element in self.descendants() {
            while around.last().is_some_and(|(end, _)| *end < element.place()) {
                around.pop();
            }
            if element.is(outer) {
                around.push((element.end(), element));
            } else if let Some((_, holder)) = around.last()
                && element.is(inner)
            {
                found.push((*holder, element));
            }
        }
        found
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
