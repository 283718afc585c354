//! Operands: NOT before them, boosts behind them, parentheses around them, and words that could
//! have been operators.
//!
//! Its own file because what cannot be an operand, or is missing, is found and explained here.

use super::{After, Parser, Tree, power};
use crate::query::ast::{Kind, Span};
use crate::query::error::clip;
use crate::query::lexer::{Reserved, TokenKind};

impl Parser<'_, '_> {
    /// Reads an operand, with NOT before it or not.
    pub(super) fn operand_or_not(&mut self, after: After) -> Option<Tree> {
        let negated = match self.kind() {
            Some(TokenKind::Minus) => true,
            Some(TokenKind::Reserved { word: Reserved::Not, upper }) => {
                let joins = self.operand_at(1);
                match (self.options.plain, self.options.any) {
                    (true, _) => false,
                    (false, true) => *upper && joins,
                    (false, false) => *upper || !matches!(after, After::Start) && joins,
                }
            }
            _ => false,
        };
        if !negated {
            return self.unary(after);
        }
        let not = self.next();
        if let After::Not(first) = after {
            let span = first.start..not.end;
            self.notes.error_with(span, "this denies twice", "leave both out");
        }
        let repeated = matches!(
            self.kind(),
            Some(TokenKind::Minus | TokenKind::Reserved { word: Reserved::Not, upper: true })
        );
        if repeated {
            // Passed over in a loop: a row of NOTs is no depth.
            let from = self.at;
            while matches!(
                self.kind(),
                Some(TokenKind::Minus | TokenKind::Reserved { word: Reserved::Not, upper: true })
            ) {
                self.next();
            }
            let span = not.start..self.tokens[from].span.end;
            self.notes.error_with(span, "this denies twice", "leave both out");
        }
        let tree = self.clause(power::NOT, After::Not(not.clone()))?;
        let span = not.start..tree.node.span.end;
        let height = tree.height + 1;
        self.grow(span, Kind::Not { node: Box::new(tree.node) }, height)
    }

    /// Reads an operand and its boost.
    pub(super) fn unary(&mut self, after: After) -> Option<Tree> {
        let mut tree = self.operand(&after)?;
        while let Some(TokenKind::Boost(factor)) = self.kind() {
            let (factor, tight) = (*factor, self.span().start == self.behind());
            let boost = self.next();
            let span = tree.node.span.start..boost.end;
            let twice = matches!(tree.node.kind, Kind::Boost { .. }) && !tree.grouped;
            match factor {
                _ if !tight => {
                    let message = "a boost stands right behind what it boosts";
                    self.notes.error_with(boost, message, "write cocoa^2");
                }
                _ if twice => self.notes.error(boost, "this is boosted already"),
                Some(factor) => {
                    let height = tree.height + 1;
                    let node = Box::new(tree.node);
                    tree = self.grow(span, Kind::Boost { factor, node }, height)?;
                }
                // Reported by the lexer.
                None => {}
            }
        }
        Some(tree)
    }

    /// Reads an operand; reports what cannot be one, and what is missing.
    pub(super) fn operand(&mut self, after: &After) -> Option<Tree> {
        loop {
            if self.notes.stopped() {
                return None;
            }
            let Some(kind) = self.kind() else {
                self.missing(after);
                return None;
            };
            match kind {
                TokenKind::Close | TokenKind::Comma => {
                    self.missing(after);
                    return None;
                }
                TokenKind::Leaf(_) => return self.leaf(),
                TokenKind::Broken => {
                    self.broken += 1;
                    self.next();
                    return None;
                }
                TokenKind::Open => return self.group(),
                TokenKind::Field(named) => {
                    let named = *named;
                    return self.in_field(named);
                }
                TokenKind::Value => return self.value(),
                TokenKind::Function(function) => {
                    let function = *function;
                    return self.call(function);
                }
                TokenKind::Near(op) if op.wordlike => return self.as_word(),
                TokenKind::Near(_) => {
                    let span = self.next();
                    let name = clip(&self.text[span.clone()]);
                    let message = format!("{name} stands between two words");
                    self.notes.error_with(span, message, format!("write oil {name} price"));
                }
                TokenKind::Reserved { upper: false, .. } => return self.as_word(),
                TokenKind::Reserved { .. } if self.options.any => return self.as_word(),
                TokenKind::Reserved { .. } => {
                    let span = self.next();
                    let name = &self.text[span.clone()];
                    let message = format!("{name} stands between two words");
                    let way = format!("to search for the word write \"{}\"", name.to_lowercase());
                    self.notes.error_with(span, message, way);
                }
                TokenKind::Minus | TokenKind::Boost(_) => {
                    let span = self.next();
                    let name = clip(&self.text[span.clone()]);
                    self.notes.error(span, format!("{name} belongs to no word here"));
                }
            }
        }
    }

    /// A word, phrase or value that the lexer has read.
    pub(super) fn leaf(&mut self) -> Option<Tree> {
        let span = self.span();
        let index = self.at;
        self.at += 1;
        let token = self.tokens.get_mut(index)?;
        // Read once: what is left behind is never looked at.
        let kind = std::mem::replace(&mut token.kind, TokenKind::Comma);
        let TokenKind::Leaf(kind) = kind else {
            return None;
        };
        if let Kind::Phrase { words, .. } = &kind {
            self.nodes += words.len();
        }
        self.grow(span, kind, 1)
    }

    /// Something that could be an operator elsewhere, read as a word.
    pub(super) fn as_word(&mut self) -> Option<Tree> {
        let span = self.next();
        let mut text = self.text[span.clone()].to_owned();
        if self.options.any {
            // Capitals would read as operators where the query is printed.
            text.make_ascii_lowercase();
            return self.grow(span, Kind::Word { text }, 1);
        }
        let message = format!("{text} is a word here");
        let way = match text.to_ascii_lowercase().as_str() {
            "and" | "or" | "not" => format!("for the operator write {}", text.to_uppercase()),
            _ => "as an operator it stands between two words".to_owned(),
        };
        self.notes.warn(span.clone(), message, way);
        self.grow(span, Kind::Word { text }, 1)
    }

    /// Reads what stands in parentheses.
    pub(super) fn group(&mut self) -> Option<Tree> {
        self.deeper(|parser| {
            let open = parser.next();
            let errors = parser.trouble();
            let tree = parser.clause(0, After::Start);
            let span = open.start..parser.close(&open);
            let Some(mut tree) = tree else {
                if parser.trouble() == errors {
                    parser.notes.error(span, "there is nothing between these parentheses");
                }
                return None;
            };
            if !parser.wants(&tree) {
                return None;
            }
            tree.node.span = span;
            tree.grouped = true;
            Some(tree)
        })
    }

    /// Passes `)`, or reports `open`; the end of the group.
    pub(super) fn close(&mut self, open: &Span) -> usize {
        match self.kind() {
            Some(TokenKind::Close) => self.next().end,
            _ => {
                if !self.notes.stopped() {
                    let name = self.text[open.clone()].to_owned();
                    self.notes.error(open.clone(), format!("this {name} is never closed"));
                }
                self.behind().max(open.end)
            }
        }
    }

    /// Reports an operand that is missing; a group or query reports its own emptiness.
    pub(super) fn missing(&mut self, after: &After) {
        let (After::And(span) | After::Or(span) | After::Not(span) | After::Near(span)) = after
        else {
            return;
        };
        let name = clip(&self.text[span.clone()]);
        self.notes.error(span.clone(), format!("there is nothing after {name}"));
    }
}
