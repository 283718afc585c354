//! `w/n` and its kin: limits, and what may stand on their sides.
//!
//! Its own file because the sides of all of them, and the insides of `atleastn( )` and `caps( )`,
//! keep one rule: words, phrases and ORs of them, nothing that holds or fails for a whole story.

use super::{Parser, Tree};
use crate::query::MAX_DISTANCE;
use crate::query::ast::{Kind, Node, Span};
use crate::query::error::clip;
use crate::query::lexer::{NearOp, Reach};

impl Parser<'_, '_> {
    /// Joins two sides by an operator that stands at `operator`.
    pub(super) fn nearby(
        &mut self,
        left: Tree,
        right: Tree,
        op: NearOp,
        negated: bool,
        operator: Span,
    ) -> Option<Tree> {
        let name = clip(&self.text[operator.clone()]);
        let sound = self.words_only(&left.node, &name) & self.words_only(&right.node, &name);
        let Some(reach) = op.reach else {
            self.notes.error_with(
                operator,
                format!("{name} wants a number of words"),
                "write for instance w/5, w/s for the same sentence, w/p for the same paragraph",
            );
            return Some(left);
        };
        if !sound {
            return Some(left);
        }
        if let Reach::Words(distance) = reach
            && !self.distance(distance, &operator)
        {
            return Some(left);
        }
        let span = left.node.span.start..right.node.span.end;
        let height = left.height.max(right.height) + 1;
        let (left, right) = (Box::new(left.node), Box::new(right.node));
        let kind = match reach {
            Reach::Words(distance) => {
                Kind::Near { left, right, distance, order: op.order, negated }
            }
            Reach::Same(unit) => Kind::Same { left, right, unit, negated },
        };
        self.grow(span, kind, height)
    }

    /// Holds a number of words to its limit.
    pub(super) fn distance(&mut self, distance: u32, span: &Span) -> bool {
        if distance > MAX_DISTANCE {
            self.notes.error_with(
                span.clone(),
                format!("the largest number of words is {MAX_DISTANCE}"),
                "for the whole story write AND",
            );
            return false;
        }
        if distance == 0 {
            let message = "nothing is 0 words apart, neighbours are 1 apart";
            self.notes.warn(span.clone(), message, "write 1 for neighbours");
        }
        true
    }

    /// Reports what has no place on a side of `name`.
    pub(super) fn words_only(&mut self, node: &Node, name: &str) -> bool {
        let (what, way) = match &node.kind {
            Kind::Word { .. }
            | Kind::Exact { .. }
            | Kind::Wildcard { .. }
            | Kind::Fuzzy { .. }
            | Kind::Phrase { .. }
            | Kind::Case { .. }
            // Checked when they were made.
            | Kind::Near { .. }
            | Kind::Same { .. } => return true,
            Kind::Any { nodes } => {
                let mut sound = true;
                for node in nodes {
                    sound &= self.words_only(node, name);
                }
                return sound;
            }
            Kind::All { .. } => (
                "AND, or a blank that means AND,".to_owned(),
                "for words in a row use quotes, for any of them OR".to_owned(),
            ),
            Kind::Not { .. } => {
                ("NOT".to_owned(), "write a NOT (b w/5 c), or a not w/5 b".to_owned())
            }
            Kind::Scope { .. } | Kind::Field { .. } => (
                "a field".to_owned(),
                "put it around the whole, as in headline:(a w/5 b)".to_owned(),
            ),
            Kind::Dates { .. } | Kind::Number { .. } | Kind::Presence { .. } => {
                ("a field".to_owned(), "write a w/5 b AND date:1987".to_owned())
            }
            Kind::AtLeast { .. } => ("atleast".to_owned(), "join the two by AND".to_owned()),
            Kind::Boost { .. } => {
                ("a boost".to_owned(), "boost the whole, as in (a w/5 b)^2".to_owned())
            }
        };
        let message = format!("{what} has no place inside {name}");
        self.notes.error_with(node.span.clone(), message, way);
        false
    }
}
