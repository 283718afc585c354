//! AND and OR: lists of clauses, and what may not stand in them.
//!
//! Its own file because the rules about NOT, and the warning about AND beside OR, are kept here
//! and nowhere else.

use super::{Parser, Tree};
use crate::query::ast::{Kind, Node, Span};
use crate::query::print;

impl Parser<'_, '_> {
    /// Joins two sides by AND.
    pub(super) fn both(&mut self, left: Tree, right: Tree) -> Option<Tree> {
        let all = matches!(left.node.kind, Kind::All { .. });
        self.join(left, right, all, |nodes| Kind::All { nodes })
    }

    /// Joins two sides by OR.
    pub(super) fn either(&mut self, left: Tree, right: Tree, or: Span) -> Option<Tree> {
        for side in [&left.node, &right.node] {
            if only_not(side) {
                self.notes.error_with(
                    side.span.clone(),
                    "NOT stands beside something wanted, not under OR",
                    "write (a OR b) NOT c, or a OR (b NOT c)",
                );
            }
        }
        let loose = |side: &Tree| matches!(side.node.kind, Kind::All { .. }) && !side.grouped;
        let warn = (loose(&left) || loose(&right)) && !self.mixed;
        let any = matches!(left.node.kind, Kind::Any { .. });
        let tree = self.join(left, right, any, |nodes| Kind::Any { nodes })?;
        if warn {
            self.mixed = true;
            let way = match tree.node.span.len() {
                0..=100 => format!("read as {}", print(&tree.node)),
                _ => "use parentheses to be sure".to_owned(),
            };
            self.notes.warn(or, "AND, or a blank, binds before OR", way);
        }
        Some(tree)
    }

    /// Adds `right` to `left`'s list if it is one of the kind, else makes a list of the two.
    pub(super) fn join(
        &mut self,
        left: Tree,
        right: Tree,
        same: bool,
        kind: impl FnOnce(Vec<Node>) -> Kind,
    ) -> Option<Tree> {
        let span = left.node.span.start..right.node.span.end;
        if same
            && !left.grouped
            && let Kind::All { nodes } | Kind::Any { nodes } = left.node.kind
        {
            let mut nodes = nodes;
            nodes.push(right.node);
            let height = left.height.max(right.height + 1);
            self.fits(&span, height)?;
            return Some(Tree { node: Node { span, kind: kind(nodes) }, height, grouped: false });
        }
        let height = left.height.max(right.height) + 1;
        self.grow(span, kind(vec![left.node, right.node]), height)
    }

    /// Reports a query or group that says only what is not wanted.
    pub(super) fn wants(&mut self, tree: &Tree) -> bool {
        let denies = only_not(&tree.node);
        if denies && !self.notes.stopped() {
            self.notes.error_with(
                tree.node.span.clone(),
                "there is only NOT here, and nothing that is wanted",
                "write what to find first, as in cocoa NOT futures",
            );
        }
        !denies
    }
}

/// Says whether a node has nothing that is wanted.
fn only_not(node: &Node) -> bool {
    match &node.kind {
        Kind::Not { .. } => true,
        Kind::All { nodes } => nodes.iter().all(|node| matches!(node.kind, Kind::Not { .. })),
        _ => false,
    }
}
