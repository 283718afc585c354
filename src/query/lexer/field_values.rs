//! Values of keyword, date and number fields, alone or in parentheses.
//!
//! Its own file because characters mean something else in them: `/`, `:` and `~` are part of a
//! keyword, `<` and `..` belong to dates and numbers.

use super::chars::{is_close, is_comma, is_dash, is_minus, is_open, is_word, opens_single, quote};
use super::{Lexer, Mode, Token, TokenKind, names, near, quotes_for, reserved};
use crate::query::ast::{Kind, Span};
use crate::query::error::clip;
use crate::query::fields::{Field, FieldKind, Name};

/// Says whether a value without quotes ends here.
pub(super) fn ends_value(c: char) -> bool {
    c.is_whitespace() || c == '^' || is_open(c) || is_close(c) || quote(c).is_some()
}

impl Lexer<'_, '_> {
    /// One value of a keyword field, directly behind its name.
    pub(super) fn keyword(&mut self, field: &'static Field) {
        let Some(c) = self.peek() else {
            return;
        };
        let start = self.at;
        let inside = match quote(c) {
            Some(kind) => self.quoted(kind),
            None => match self.between_single_quotes(c) {
                Some(inside) => {
                    let close = self.text[inside.end..].chars().next().map_or(0, char::len_utf8);
                    self.at = inside.end + close;
                    inside
                }
                None => {
                    let rest = self.rest();
                    let length = rest.find(ends_value).unwrap_or(rest.len());
                    self.at += length;
                    let value = rest[..length].trim_end_matches([',', ';']);
                    start..start + value.len()
                }
            },
        };
        self.add_keyword(field, start, inside);
    }

    fn add_keyword(&mut self, field: &'static Field, start: usize, inside: Span) {
        let end = self.at;
        let whole = start..end;
        let value = self.text[inside.clone()].trim();
        if value.is_empty() {
            // Without quotes the parser says what is missing.
            if self.text[start..].starts_with(|c| quote(c).is_some() || opens_single(c)) {
                let message = "there is nothing between these quotes";
                self.broken(start, end, whole, message, "");
            }
            return;
        }
        if !value.contains(|c: char| c != '*' && c != '?') {
            let message = format!("{} stands alone", clip(value));
            let way = format!("for stories that have one write {}:any", field.name);
            return self.broken(start, end, whole, message, &way);
        }
        if quotes_for(value).is_none() {
            let message = "a value cannot hold all kinds of quotes";
            return self.broken(start, end, whole, message, "");
        }
        if value.contains(is_comma) && !matches!(field.id, Name::Id | Name::Path) {
            let parts: Vec<&str> = value.split(is_comma).map(str::trim).collect();
            let parts = match value.len() {
                0..=40 => parts.join(" OR "),
                _ => "this OR that".to_owned(),
            };
            let way = format!("for any of several write {}:({parts})", field.name);
            self.notes.warn(whole, format!("{} is one value", clip(value)), way);
        }
        let kind = match value.contains(['*', '?']) {
            true => Kind::Wildcard { pattern: value.to_owned() },
            false => Kind::Word { text: value.to_owned() },
        };
        // A comma that ends the value is not part of it.
        let stop = if inside.start == start { inside.end } else { end };
        self.tokens.push(Token { span: start..stop, kind: TokenKind::Leaf(kind) });
    }

    /// What stands between the parentheses of a keyword field.
    pub(super) fn grouped_keyword(&mut self, field: &'static Field, c: char) {
        let after = self.at + c.len_utf8();
        let next = self.text[after..].chars().next();
        if is_minus(c) && next.is_some_and(|c| is_word(c) || is_open(c) || quote(c).is_some()) {
            return self.push(after, TokenKind::Minus);
        }
        if is_comma(c) || is_dash(c) {
            self.at = after;
            return;
        }
        let rest = self.rest();
        let value = &rest[..rest.find(ends_value).unwrap_or(rest.len())];
        let span = self.at..self.at + value.len();
        if let Some((word, upper)) = reserved(value) {
            self.push(span.end, TokenKind::Reserved { word, upper });
        } else if near::read(value).is_some() {
            let message = format!("{} has no place inside {}:( )", clip(value), field.name);
            self.broken(span.start, span.end, span, message, "");
        } else if names::starts_with_field(value) {
            let message = format!("a field has no place inside {}:( )", field.name);
            let way = "put quotes around it if it is a value";
            self.broken(span.start, span.end, span, message, way);
        } else {
            self.keyword(field);
            // Never twice at one place.
            self.at = self.at.max(after);
        }
    }

    /// A date or number, directly behind its field's name.
    pub(super) fn value(&mut self, field: &'static Field) {
        let start = self.at;
        let rest = self.rest();
        if let Some(kind) = self.peek().and_then(quote) {
            let inside = self.quoted(kind);
            let end = self.at;
            self.at = inside.start;
            self.push(inside.end, TokenKind::Value);
            self.at = end;
            return;
        }
        let sign = rest.len() - rest.trim_start_matches(['<', '>', '=', '≤', '≥']).len();
        let after = &rest[sign..];
        let operand = after.trim_start();
        let blanks = after.len() - operand.len();
        let length = if operand.starts_with(['[', '{']) {
            operand.find([']', '}']).map_or(operand.len(), |at| at + 1)
        } else {
            let value = &operand[..operand.find(ends_value).unwrap_or(operand.len())];
            value.trim_end_matches([',', ';']).len()
        };
        if sign + length == 0 {
            // Nothing but commas.
            self.at += operand.find(ends_value).unwrap_or(operand.len());
            return;
        }
        let end = if length == 0 { start + sign } else { start + sign + blanks + length };
        self.push(end, TokenKind::Value);
        let range = self.rest().trim_start();
        if range.starts_with("..") && length > 0 {
            let dots = self.text.len() - range.len();
            let example = match field.kind {
                FieldKind::Number => "100..300",
                _ => "1987-03..1987-05",
            };
            let suggestion = format!("write {}:{example}", field.name);
            let message = "a range is written without blanks";
            self.notes.error_with(dots..dots + 2, message, suggestion);
        }
    }

    /// What stands between the parentheses of a date or number field.
    pub(super) fn grouped_value(&mut self) {
        let rest = self.rest();
        let word = &rest[..rest.find(ends_value).unwrap_or(rest.len())];
        if let Some((reserved, upper)) = reserved(word) {
            return self.push(self.at + word.len(), TokenKind::Reserved { word: reserved, upper });
        }
        let Some(Mode::Value(field)) = self.modes.last().copied() else {
            self.at += rest.chars().next().map_or(0, char::len_utf8);
            return;
        };
        let before = self.at;
        self.value(field);
        if self.at == before {
            self.at += self.peek().map_or(0, char::len_utf8);
        }
    }
}
