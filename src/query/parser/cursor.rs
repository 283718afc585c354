//! The parser's place among the tokens, and its bounds: depth, nodes, errors.
//!
//! Its own file because every rule of the grammar moves by these few steps and by no others.

use super::{Parser, Tree};
use crate::query::ast::{Kind, Node, Span};
use crate::query::lexer::TokenKind;
use crate::query::{MAX_DEPTH, MAX_NODES};

impl Parser<'_, '_> {
    /// A number that grows with each thing that is known to be wrong so far.
    pub(super) fn trouble(&self) -> usize {
        self.notes.errors() + self.broken
    }

    /// Makes a node.
    pub(super) fn grow(&mut self, span: Span, kind: Kind, height: usize) -> Option<Tree> {
        self.nodes += 1;
        self.fits(&span, height)?;
        Some(Tree { node: Node { span, kind }, height, grouped: false })
    }

    /// Reports a query that is too deep or has too many nodes.
    pub(super) fn fits(&mut self, span: &Span, height: usize) -> Option<()> {
        if height > MAX_DEPTH {
            self.too_deep(span.clone());
            return None;
        }
        if self.nodes > MAX_NODES {
            let message = format!("the query has more than {MAX_NODES} words and operators");
            self.notes.fatal(span.clone(), message);
            return None;
        }
        Some(())
    }

    /// Reads something one level deeper.
    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Option<Tree>) -> Option<Tree> {
        if self.nesting >= MAX_DEPTH {
            self.too_deep(self.span());
            return None;
        }
        self.nesting += 1;
        let tree = read(self);
        self.nesting -= 1;
        tree
    }

    pub(super) fn too_deep(&mut self, span: Span) {
        let message = format!("the query is nested deeper than {MAX_DEPTH} levels");
        self.notes.fatal(span, message);
    }

    /// The token here.
    pub(super) fn kind(&self) -> Option<&TokenKind> {
        self.kind_at(0)
    }

    /// The token `ahead`; none at the end, and none once reading on makes no sense.
    pub(super) fn kind_at(&self, ahead: usize) -> Option<&TokenKind> {
        if self.notes.stopped() {
            return None;
        }
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    /// Where the token here stands; the end of the text behind the last one.
    pub(super) fn span(&self) -> Span {
        let end = self.text.len()..self.text.len();
        self.tokens.get(self.at).map_or(end, |token| token.span.clone())
    }

    /// Where the last token ended.
    pub(super) fn behind(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or(0, |token| token.span.end)
    }

    /// Passes the token here; where it stands.
    pub(super) fn next(&mut self) -> Span {
        let span = self.span();
        self.at = self.tokens.len().min(self.at + 1);
        span
    }
}
