//! Ways through a tree: children, pieces, descendants, attributes.

use std::borrow::Cow;

use super::{Content, Element, NONE, Tree};
use crate::text::entities;

/// Child elements.
pub struct Children<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) next: u32,
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
    pub(super) tree: &'t Tree<'a>,
    pub(super) next: u32,
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
    pub(super) tree: &'t Tree<'a>,
    pub(super) stack: Vec<u32>,
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
pub struct Attributes<'a>(pub(super) &'a str);

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
