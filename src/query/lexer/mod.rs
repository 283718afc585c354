//! Query text in, tokens out: each with its place, each operand (word, phrase, value) read whole.
//!
//! What a character means depends on where it stands: `(` after `agency:` holds keyword values,
//! in which `/` and `:` are plain characters, and `(` after `NEAR` makes commas count. So the
//! lexer keeps the open parentheses. Whether `and` is an operator or a word is left to the
//! parser, which knows the neighbours.

mod chars;
mod field_values;
mod free;
mod leaves;
mod names;
mod near;
mod words;

pub(super) use chars::{is_dash, is_word};
pub(super) use free::tame;
pub(super) use near::{NearOp, Reach};

use super::ast::{Case, Kind, Span};
use super::error::Notes;
use super::fields::{Field, Named};
use chars::{is_close, is_comma, is_minus, is_open, is_part, quote};

/// A token and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) kind: TokenKind,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,` directly between the parentheses of `NEAR( )`.
    Comma,
    /// `-` that means NOT.
    Minus,
    /// One operand, read whole; the value of a keyword field is a word or wildcard too.
    Leaf(Kind),
    /// An operand that could not be read, which is reported.
    Broken,
    /// AND, OR or NOT in any case.
    Reserved { word: Reserved, upper: bool },
    /// `w/5` and its kin.
    Near(NearOp),
    /// A field's name, with what binds it to its value.
    Field(Named),
    /// The text of a date or number, comparison and range included.
    Value,
    /// `atleast5` and the like.
    Function(Function),
    /// `^2`; none where it could not be read, which is reported.
    Boost(Option<f32>),
}

/// The three words of Boolean queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserved {
    And,
    Or,
    Not,
}

/// What stands before a parenthesis. All but `atleastn` need one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// `atleast5`; the number as far as it can be read.
    AtLeast(Option<u32>),
    /// `caps`, `allcaps`, `nocaps`
    Case(Case),
    /// `forms`
    Forms,
    /// `NEAR`
    Near,
}

/// What the characters between two parentheses mean.
#[derive(Debug, Clone, Copy)]
enum Mode {
    /// Words, phrases, operators.
    Text,
    /// The same, and commas count.
    NearSides,
    /// Values of a keyword field.
    Keyword(&'static Field),
    /// Dates or numbers.
    Value(&'static Field),
}

/// Cuts a query into tokens. What cannot be read is reported and left out.
pub(super) fn tokens(text: &str, notes: &mut Notes) -> Vec<Token> {
    let tokens = Vec::with_capacity(text.len() / 4 + 4);
    let mut lexer = Lexer { text, at: 0, tokens, modes: Vec::new(), notes, no_single_quote: false };
    lexer.run();
    lexer.tokens
}

struct Lexer<'q, 'n> {
    text: &'q str,
    at: usize,
    tokens: Vec<Token>,
    /// One for each open parenthesis.
    modes: Vec<Mode>,
    notes: &'n mut Notes,
    /// No closing single quote stands in the rest: not to be looked for again and again.
    no_single_quote: bool,
}

impl<'q> Lexer<'q, '_> {
    fn run(&mut self) {
        while let Some(c) = self.peek()
            && !self.notes.stopped()
        {
            let mode = self.modes.last().copied().unwrap_or(Mode::Text);
            let end = self.at + c.len_utf8();
            if c.is_whitespace() {
                self.at = end;
            } else if is_open(c) {
                self.open(match mode {
                    Mode::NearSides => Mode::Text,
                    mode => mode,
                });
            } else if is_close(c) {
                self.modes.pop();
                self.push(end, TokenKind::Close);
            } else if c == '^' {
                self.boost();
            } else {
                match mode {
                    Mode::Text | Mode::NearSides => self.text(c, mode),
                    Mode::Keyword(field) => self.grouped_keyword(field, c),
                    Mode::Value(_) => self.grouped_value(),
                }
            }
        }
    }

    /// Reads what stands at `c` where words are expected.
    fn text(&mut self, c: char, mode: Mode) {
        let end = self.at + c.len_utf8();
        if let Some(kind) = quote(c) {
            self.phrase(kind);
        } else if is_dash(c) {
            self.dash(c);
        } else if c == '=' {
            self.exact();
        } else if c == '|' {
            let end = self.at + self.rest().bytes().take_while(|byte| *byte == b'|').count();
            self.notes.error_with(self.at..end, "| is not read here", "write OR");
            self.at = end;
        } else if c == '~' {
            self.stray_tilde();
        } else if is_comma(c) && matches!(mode, Mode::NearSides) {
            self.push(end, TokenKind::Comma);
        } else if !(self.single_quoted(c) || self.name() || self.near()) {
            if is_part(c) {
                self.words(!matches!(mode, Mode::NearSides));
            } else {
                // Punctuation is no position in a story and nothing that could be searched.
                self.at = end;
            }
        }
    }

    /// `w/5` and its kin.
    fn near(&mut self) -> bool {
        let Some((op, length)) = near::read(self.rest()) else {
            return false;
        };
        self.push(self.at + length, TokenKind::Near(op));
        true
    }

    /// A dash that opens a word means NOT, after white space, a parenthesis or nothing.
    fn dash(&mut self, c: char) {
        let next = self.text[self.at + c.len_utf8()..].chars().next();
        let free = self.behind().is_none_or(|c| c.is_whitespace() || is_open(c));
        let opens = next.is_some_and(|next| {
            is_part(next) || is_open(next) || quote(next).is_some() || next == '='
        }) || next.is_some_and(chars::opens_single);
        if is_minus(c) && opens {
            if free {
                return self.push(self.at + c.len_utf8(), TokenKind::Minus);
            }
            if let Some(Token { span, kind: TokenKind::Field(_) }) = self.tokens.last()
                && span.end == self.at
            {
                self.notes.error_with(
                    self.at..self.at + c.len_utf8(),
                    "- has no place behind a field's name",
                    "write it in front, as in -headline:cocoa",
                );
            }
        } else if is_minus(c) && free && next.is_some_and(char::is_whitespace) {
            let rest = self.rest()[c.len_utf8()..].trim_start();
            if self.at > 0 && rest.starts_with(is_part) {
                self.notes.warn(
                    self.at..self.at + c.len_utf8(),
                    "a dash with a blank behind it is punctuation",
                    "for NOT write -word",
                );
            }
        }
        let rest = self.rest();
        self.at += rest.find(|c| !is_dash(c)).unwrap_or(rest.len());
    }

    /// `~` behind something that is no word.
    fn stray_tilde(&mut self) {
        let start = self.at;
        let digits = self.rest()[1..].bytes().take_while(u8::is_ascii_digit).count();
        self.at += 1 + digits;
        let last = self.tokens.last().filter(|last| last.span.end == start);
        match last.map(|last| &last.kind) {
            Some(TokenKind::Leaf(Kind::Phrase { .. })) => self.notes.error_with(
                start..self.at,
                "~ stands behind a single word",
                "for words near each other write a w/5 b",
            ),
            Some(TokenKind::Leaf(_) | TokenKind::Close) => {
                self.notes.error(start..self.at, "~ stands behind a single plain word");
            }
            _ => {}
        }
    }

    /// `^2`
    fn boost(&mut self) {
        let start = self.at;
        let rest = &self.rest()[1..];
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        // A dot that ends a sentence is none of the number's.
        let digits = rest[..length].strip_suffix('.').unwrap_or(&rest[..length]);
        let factor = digits.parse::<f32>().ok().filter(|f| f.is_finite() && *f > 0.0);
        let clear = !rest[length..].starts_with(is_part);
        let end = start + 1 + length;
        if factor.is_none() || !clear {
            self.notes.error_with(
                start..end,
                "^ wants a number greater than 0",
                "write for instance cocoa^2 or cocoa^0.5",
            );
        }
        self.push(end, TokenKind::Boost(factor));
    }

    /// An opening parenthesis; what is inside is read in `mode`.
    fn open(&mut self, mode: Mode) {
        self.modes.push(mode);
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        self.push(end, TokenKind::Open);
    }

    /// Adds a token from here to `end` and goes there.
    fn push(&mut self, end: usize, kind: TokenKind) {
        self.tokens.push(Token { span: self.at..end, kind });
        self.at = end;
    }

    fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character before this place.
    fn behind(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }
}

/// AND, OR or NOT, and whether in capitals.
fn reserved(word: &str) -> Option<(Reserved, bool)> {
    [("AND", Reserved::And), ("OR", Reserved::Or), ("NOT", Reserved::Not)]
        .into_iter()
        .find(|(name, _)| word.eq_ignore_ascii_case(name))
        .map(|(name, reserved)| (reserved, word == name))
}

/// Says whether a value that a keyword field holds can be written without quotes.
pub(super) fn plain_keyword(value: &str) -> bool {
    let first = value.chars().next();
    first.is_some_and(|c| c.is_alphanumeric() || c == '*' || c == '/')
        && !value.contains(|c: char| field_values::ends_value(c))
        && !value.ends_with([',', ';'])
        && reserved(value).is_none()
        && near::read(value).is_none()
        && !names::starts_with_field(value)
}

/// Quotes that can stand around `value`; none where it holds every kind of them.
pub(super) fn quotes_for(value: &str) -> Option<(char, char)> {
    [('"', '"'), ('«', '»'), ('‹', '›'), ('「', '」')]
        .into_iter()
        .find(|(open, _)| !value.chars().any(|c| quote(c) == quote(*open)))
}
