//! Rows of free text: parts with nothing but blanks between them.
//!
//! Its own file because what a row means is one rule: of its parts, those that ask for words of
//! the text are joined by OR; fields of the record, dates, numbers and NOT limit what is found.
//! Among several words a hyphenated one is its pieces and the joined word: in a bag of words a
//! story that writes it otherwise is to count as well, and as much.

use super::{After, Infix, Parser, Tree, power};
use crate::query::ast::{Kind, Node, Span};
use crate::query::fields::FieldKind;
use crate::query::lexer::{is_dash, is_word};

impl Parser<'_, '_> {
    /// Says whether a blank joins by OR here. Inside a field of the record it never does.
    pub(super) fn is_free(&self) -> bool {
        let text = self.field.is_none_or(|field| field.kind == FieldKind::Text);
        self.options.any && text
    }

    /// Reads the rest of the row that begins with `first`.
    pub(super) fn row(&mut self, first: Option<Tree>) -> Option<Tree> {
        let mut parts: Vec<Tree> = first.into_iter().collect();
        while let Some((Infix::Blank, ..)) = self.infix() {
            parts.extend(self.clause(power::ROW + 1, After::Blank));
        }
        let (words, limits): (Vec<Tree>, Vec<Tree>) =
            parts.into_iter().partition(|part| asks(&part.node));
        let words = if words.len() > 1 { self.pieces(words) } else { words };
        let words = self.list(words, |nodes| Kind::Any { nodes });
        let limits = limits.into_iter().flat_map(denials);
        let all: Vec<Tree> = words.into_iter().chain(limits).collect();
        self.list(all, |nodes| Kind::All { nodes })
    }

    /// Puts the pieces of hyphenated words in their places, and the joined word behind them.
    fn pieces(&mut self, trees: Vec<Tree>) -> Vec<Tree> {
        let mut pieces = Vec::with_capacity(trees.len());
        for tree in trees {
            let Kind::Word { text } = &tree.node.kind else {
                pieces.push(tree);
                continue;
            };
            if tree.grouped || !text.contains(is_dash) {
                pieces.push(tree);
                continue;
            }
            let (start, whole) = (tree.node.span.start, tree.node.span.clone());
            let mut word = |span: Span, mut text: String| {
                if ["AND", "OR", "NOT"].contains(&text.as_str()) {
                    text.make_ascii_lowercase();
                }
                pieces.extend(self.grow(span, Kind::Word { text }, 1));
            };
            let mut at = start;
            for piece in text.split(is_dash) {
                // The dot of `U.S.-led` belongs to its piece, that of one letter does not.
                let initials = piece.matches('.').count() > 1;
                let shown = if initials { piece } else { piece.trim_end_matches('.') };
                word(at..at + shown.len(), shown.to_owned());
                let dash = text[at - start + piece.len()..].chars().next();
                at += piece.len() + dash.map_or(0, char::len_utf8);
            }
            // Numbers beside each other (`1986-87`) have no joined word.
            if !text.chars().all(|c| c.is_numeric() || is_dash(c)) {
                word(whole, text.chars().filter(|c| is_word(*c)).collect());
            }
        }
        pieces
    }

    /// A list of trees as one; a single one is itself.
    fn list(&mut self, mut trees: Vec<Tree>, kind: impl FnOnce(Vec<Node>) -> Kind) -> Option<Tree> {
        if trees.len() < 2 {
            return trees.pop();
        }
        let span = |span: Span, tree: &Tree| {
            span.start.min(tree.node.span.start)..span.end.max(tree.node.span.end)
        };
        let whole = trees.iter().fold(trees[0].node.span.clone(), span);
        let height = trees.iter().map(|tree| tree.height).max().unwrap_or(0) + 1;
        let nodes = trees.into_iter().map(|tree| tree.node).collect();
        self.grow(whole, kind(nodes), height)
    }
}

/// The parts of one that is nothing but NOTs joined by AND: in a row each stands for itself.
fn denials(tree: Tree) -> Vec<Tree> {
    let height = tree.height.saturating_sub(1);
    match tree.node.kind {
        Kind::All { nodes } if nodes.iter().all(|it| matches!(it.kind, Kind::Not { .. })) => {
            nodes.into_iter().map(|node| Tree { node, height, grouped: false }).collect()
        }
        kind => vec![Tree { node: Node { kind, ..tree.node }, ..tree }],
    }
}

/// Says whether a part asks for words of the text.
fn asks(node: &Node) -> bool {
    match &node.kind {
        Kind::Not { .. }
        | Kind::Field { .. }
        | Kind::Dates { .. }
        | Kind::Number { .. }
        | Kind::Presence { .. } => false,
        Kind::All { .. } | Kind::Any { .. } | Kind::Boost { .. } => node.children().any(asks),
        _ => true,
    }
}
