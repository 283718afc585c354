//! Fields: which kind of value stands behind which name, and what it becomes.
//!
//! Its own file because scopes, lines of the record, keywords, dates and numbers each become
//! another node.

use super::{After, Parser, Tree};
use crate::query::ast::{Kind, Node, Scope, Span};
use crate::query::error::clip;
use crate::query::fields::{Field, FieldKind, IS, Name, Named, STATUS, missing};
use crate::query::lexer::{Reserved, TokenKind};
use crate::query::{dates, values};

impl Parser<'_, '_> {
    /// Reads a field and its value.
    pub(super) fn in_field(&mut self, named: Named) -> Option<Tree> {
        let field = named.field;
        let name = self.next();
        if let Some(outer) = self.field {
            let message = format!("{}: has no place inside {}:", field.name, outer.name);
            self.notes.error_with(name.clone(), message, "join the two by AND");
            // Read on as if the outer one were not there, to find other errors.
            self.field = None;
            let tree = self.in_field_value(named, name);
            self.field = Some(outer);
            return tree;
        }
        self.in_field_value(named, name)
    }

    fn in_field_value(&mut self, named: Named, name: Span) -> Option<Tree> {
        let field = named.field;
        if let Some(present) = self.presence() {
            let span = name.start..self.next().end;
            return self.present(field, present, span);
        }
        let grouped = matches!(self.kind(), Some(TokenKind::Open));
        let values = matches!(field.kind, FieldKind::Date | FieldKind::Number).then_some(field);
        let outer = (self.field.replace(field), std::mem::replace(&mut self.values, values));
        let tree = self.field_operand(field, &name);
        (self.field, self.values) = outer;
        let mut tree = tree?;
        if grouped {
            self.warn_of_presence(field, &tree.node);
        }
        let span = name.start..tree.node.span.end;
        let height = tree.height + 1;
        match field.kind {
            FieldKind::Date | FieldKind::Number => {
                // The values themselves name the field.
                tree.node.span = span;
                tree.grouped = grouped;
                Some(tree)
            }
            FieldKind::Text => {
                let node = Box::new(tree.node);
                let scope = scope(named);
                self.grow(span, Kind::Scope { scope, node }, height)
            }
            FieldKind::TextField | FieldKind::Keyword => {
                match field.id {
                    Name::Status => self.one_of(&tree.node, "there is no status", STATUS),
                    Name::Is => self.one_of(&tree.node, "no story is", IS),
                    _ => {}
                }
                let node = Box::new(tree.node);
                self.grow(span, Kind::Field { field: field.id, node }, height)
            }
        }
    }

    /// The operand behind a field's name.
    fn field_operand(&mut self, field: &'static Field, name: &Span) -> Option<Tree> {
        let typed = &self.text[name.clone()];
        match self.kind() {
            Some(TokenKind::Minus | TokenKind::Reserved { word: Reserved::Not, upper: true }) => {
                let message = "NOT has no place behind a field's name";
                let way = format!("write it in front, as in NOT {}", field.example);
                let span = self.next();
                self.notes.error_with(span, message, way);
                self.operand(&After::Blank)
            }
            None
            | Some(
                TokenKind::Close
                | TokenKind::Comma
                | TokenKind::Boost(_)
                | TokenKind::Near(_)
                | TokenKind::Reserved { upper: true, .. },
            ) => {
                let (message, way) = missing(field, typed);
                self.notes.error_with(name.clone(), message, way);
                None
            }
            Some(_) => self.operand(&After::Blank),
        }
    }

    /// Whether `none` or `any` stands here, where it is directly behind a field's name.
    fn presence(&self) -> Option<bool> {
        let word = match self.kind()? {
            TokenKind::Leaf(Kind::Word { text }) => text.as_str(),
            TokenKind::Value => &self.text[self.span()],
            _ => return None,
        };
        // A quoted value of a keyword is that value.
        let typed = self.text[self.span()].starts_with(|c: char| c.is_ascii_alphabetic());
        match word {
            _ if !typed => None,
            _ if word.eq_ignore_ascii_case("none") => Some(false),
            _ if word.eq_ignore_ascii_case("any") => Some(true),
            _ => None,
        }
    }

    /// `byline:(none)` looks for the word.
    fn warn_of_presence(&mut self, field: &Field, node: &Node) {
        if let Kind::Word { text } = &node.kind
            && (text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("any"))
        {
            let message = format!("{text} is a word inside parentheses");
            let way = format!("for stories without or with one write {}:{text}", field.name);
            self.notes.warn(node.span.clone(), message, way);
        }
    }

    /// `byline:none`
    fn present(&mut self, field: &Field, present: bool, span: Span) -> Option<Tree> {
        let instead = match field.id {
            Name::Hlead => "headline:none lead:none",
            Name::First => "body:none",
            Name::Since | Name::Until => "date:none",
            Name::Is => "is:live, is:latest or is:killed",
            field => return self.grow(span, Kind::Presence { field, present }, 1),
        };
        let message = format!("{} takes neither none nor any", field.name);
        self.notes.error_with(span, message, format!("write {instead}"));
        None
    }

    /// Reads a date or number.
    pub(super) fn value(&mut self) -> Option<Tree> {
        let span = self.next();
        let field = self.values?;
        let typed = &self.text[span.clone()];
        let kind = match field.kind {
            FieldKind::Number => {
                values::number(typed).map(|(min, max)| Kind::Number { field: field.id, min, max })
            }
            _ => dates::period(field.id, typed, self.options.today)
                .map(|period| Kind::Dates { start: period.start, end: period.end }),
        };
        match kind {
            Ok(kind) => self.grow(span, kind, 1),
            Err(fault) => {
                self.notes.fault(span.start, fault);
                None
            }
        }
    }

    /// Holds the values of a field to those there are.
    fn one_of(&mut self, node: &Node, message: &str, known: &[&str]) {
        if let Kind::Word { text } = &node.kind
            && !known.iter().any(|value| value.eq_ignore_ascii_case(text))
        {
            let near = known
                .iter()
                .map(|value| (value, strsim::jaro_winkler(value, &clip(text).to_lowercase())))
                .filter(|(_, likeness)| *likeness > 0.8)
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let way = match near {
                Some((near, _)) => format!("did you mean {near}?"),
                None => format!("there are {}", known.join(", ")),
            };
            let message = format!("{message} {}", clip(text));
            self.notes.error_with(node.span.clone(), message, way);
        }
        for child in node.children() {
            self.one_of(child, message, known);
        }
    }
}

/// The scope that a field names.
fn scope(named: Named) -> Scope {
    match (named.field.id, named.number) {
        (Name::Headline, _) => Scope::Headline,
        (Name::Lead, _) => Scope::Lead,
        (Name::Hlead, _) => Scope::Hlead,
        (Name::First, Some(number)) => Scope::First(number),
        _ => Scope::Body,
    }
}
