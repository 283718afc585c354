//! Names before `:`, `=`, `<`, `>` and `(`: fields, functions, and what was perhaps meant as one.
//!
//! Its own file because telling `headline:oil`, `re:oil`, `16:30` and `heading:oil` apart is a
//! set of rules of its own.

use super::chars::{is_close, is_open, quote};
use super::{Function, Lexer, Mode, TokenKind};
use crate::query::ast::Case;
use crate::query::error::clip;
use crate::query::fields::{self, FieldKind, Name, Named};

impl Lexer<'_, '_> {
    /// Reads a field's or function's name; false where the word here is none.
    pub(super) fn name(&mut self) -> bool {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return false;
        }
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = rest.split_at(length);
        match after.chars().next() {
            Some('(' | '（') => self.call(length),
            Some(':' | '=') => self.field(length),
            Some(c) if compares(c) => self.compared(length),
            next => {
                if name.len() >= 7 && name[..7].eq_ignore_ascii_case("atleast") {
                    return self.at_least(length, next);
                }
                if next.is_some_and(char::is_whitespace) {
                    let ahead = after.trim_start().chars().next();
                    let kind = |named: Named| named.field.kind;
                    if ahead.is_some_and(compares)
                        && let Some(FieldKind::Date | FieldKind::Number) =
                            fields::find(name, false).map(kind)
                    {
                        return self.compared(length);
                    }
                    if ahead.is_some_and(is_open)
                        && (is_function(name) || fields::find(name, false).is_some())
                    {
                        let span = self.at..self.at + length;
                        let message = format!("{name} is a word here, because of the blank");
                        self.notes.warn(span, message, format!("for the rest write {name}( )"));
                    }
                }
                false
            }
        }
    }

    /// `atleast5` without a parenthesis right behind it.
    fn at_least(&mut self, length: usize, next: Option<char>) -> bool {
        let count = &self.rest()[7..length];
        let number = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
        let free =
            next.is_none_or(|c| c.is_whitespace() || is_close(c) || quote(c).is_some() || c == '^');
        if !number || !free {
            return false;
        }
        let count = count.parse().unwrap_or(u32::MAX);
        self.push(self.at + length, TokenKind::Function(Function::AtLeast(Some(count))));
        true
    }

    /// A name with `(` right behind it.
    fn call(&mut self, length: usize) -> bool {
        let name = self.rest()[..length].to_ascii_lowercase();
        let end = self.at + length;
        let function = match name.as_str() {
            "caps" => Function::Case(Case::Caps),
            "allcaps" => Function::Case(Case::AllCaps),
            "nocaps" => Function::Case(Case::NoCaps),
            "forms" => Function::Forms,
            "near" => Function::Near,
            "singular" | "plural" => {
                let message = format!("{name}( ) is not available");
                self.notes.error_with(self.at..end, message, "write =word for one form only");
                self.at = end;
                return true;
            }
            name => match name.strip_prefix("atleast") {
                Some(count) if count.bytes().all(|byte| byte.is_ascii_digit()) => {
                    let empty = count.is_empty();
                    let count = (!empty).then(|| count.parse().unwrap_or(u32::MAX));
                    Function::AtLeast(count)
                }
                _ => return self.field_call(length),
            },
        };
        self.push(end, TokenKind::Function(function));
        self.open(match function {
            Function::Near => Mode::NearSides,
            _ => Mode::Text,
        });
        true
    }

    /// `headline(`
    fn field_call(&mut self, length: usize) -> bool {
        let name = &self.rest()[..length];
        let end = self.at + length;
        if let Some(named) = fields::find(name, false) {
            self.field_value(named, length, end);
            return true;
        }
        if length > 4
            && let Some(near) = fields::nearest(name)
        {
            let message = format!("there is no field {}, it is a word here", clip(name));
            self.notes.warn(self.at..end, message, format!("did you mean {}( )?", near.name));
        }
        false
    }

    /// A name with `:` or `=` right behind it.
    fn field(&mut self, length: usize) -> bool {
        let (name, after) = self.rest().split_at(length);
        let end = self.at + length;
        let short = after.starts_with('=');
        if let Some(named) = fields::find(name, short) {
            self.field_value(named, length, end + 1);
            return true;
        }
        let tight = after[1..].chars().next().is_some_and(|c| !c.is_whitespace() && !is_close(c));
        let letters = length > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !letters {
            return false;
        }
        let message = format!("there is no field {}", clip(name));
        let (near, span) = (fields::nearest(name), self.at..end);
        if !tight {
            // As in a pasted `Correction: …`.
            let way = match near {
                Some(near) => format!("did you mean {}?", near.name),
                None => "newswire fields lists what can stand before a colon".to_owned(),
            };
            self.notes.warn(span, format!("{message}, it is a word here"), way);
            return false;
        }
        match near {
            Some(near) => {
                self.notes.error_with(span, message, format!("did you mean {}?", near.name));
            }
            None => {
                let way = "to search for the words put them in quotes";
                self.notes.error_with(span, message, way);
            }
        }
        // What follows is read on, for the sake of its own errors.
        self.at = end + 1;
        true
    }

    /// A name with a comparison behind it, blanks between them or not.
    fn compared(&mut self, length: usize) -> bool {
        let name = &self.rest()[..length];
        let end = self.at + length;
        let Some(named) = fields::find(name, true) else {
            let value = self.rest()[length..].trim_start_matches(|c| compares(c) || c == '=');
            let number = length > 1 && value.starts_with(|c: char| c.is_ascii_digit());
            if number {
                let message = format!("there is no number or date {}", clip(name));
                let near = fields::nearest(name).map_or("words", |near| near.name);
                self.notes.error_with(self.at..end, message, format!("did you mean {near}?"));
                self.at = end;
            }
            return number;
        };
        if !matches!(named.field.kind, FieldKind::Date | FieldKind::Number) {
            let message = format!("{} cannot be compared", named.field.name);
            let suggestion = format!("write for instance {}", named.field.example);
            self.notes.error_with(self.at..end, message, suggestion);
            self.at = end;
            return true;
        }
        self.field_value(named, length, end);
        true
    }

    /// Adds the field's token and reads the value if it needs a reading of its own. The value
    /// starts at `value`, after the name, the colon and perhaps blanks.
    fn field_value(&mut self, named: Named, length: usize, value: usize) {
        let (field, start) = (named.field, self.at);
        if (field.id == Name::First) != named.number.is_some() {
            self.notes.error_with(
                start..start + length,
                "first wants a number of words",
                "write for instance first50(cocoa)",
            );
        }
        self.push(value, TokenKind::Field(named));
        let tokens = self.tokens.len();
        self.skip_blanks();
        let open = self.peek().is_some_and(is_open);
        match field.kind {
            FieldKind::Text | FieldKind::TextField if open => self.open(Mode::Text),
            FieldKind::Text | FieldKind::TextField => {}
            FieldKind::Keyword if open => self.open(Mode::Keyword(field)),
            FieldKind::Keyword => self.keyword(field),
            FieldKind::Date | FieldKind::Number if open => self.open(Mode::Value(field)),
            FieldKind::Date | FieldKind::Number => self.value(field),
        }
        let reads = !matches!(field.kind, FieldKind::Text | FieldKind::TextField);
        if reads && self.tokens.len() == tokens {
            // Else the next word, read as text, would pass for the value.
            let (message, way) = fields::missing(field, &self.text[start..value]);
            self.broken(value, self.at.max(value), start..value, message, &way);
        }
    }
}

/// The signs of a comparison.
fn compares(c: char) -> bool {
    matches!(c, '<' | '>' | '≤' | '≥')
}

/// Says whether a word before a parenthesis is a function.
fn is_function(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "caps" | "allcaps" | "nocaps" | "forms" | "near")
}

/// Says whether a value starts with a field's name and a colon.
pub(super) fn starts_with_field(value: &str) -> bool {
    let length = value.bytes().take_while(u8::is_ascii_alphanumeric).count();
    value[length..].starts_with(':') && fields::find(&value[..length], false).is_some()
}
