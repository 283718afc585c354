//! Operands read whole: words, `=words`, fuzzy words, phrases.
//!
//! Its own file because each of these has its own end: a word at a blank, a phrase at a quote.

use super::chars::{Quote, closes_single, is_comma, is_open, is_part, opens_single, quote};
use super::field_values::ends_value;
use super::{Lexer, Token, TokenKind, reserved, words};
use crate::query::ast::{Kind, Span};

impl Lexer<'_, '_> {
    /// A word, or several that no blank parts: they are a phrase.
    pub(super) fn words(&mut self, commas: bool) {
        let start = self.at;
        let run = words::run(self.text, start, commas, self.notes);
        if self.text[run.end..].starts_with('~') {
            return self.fuzzy(run);
        }
        let mut found = run.words;
        let span = start..found.last().map_or(run.end, |word| word.span.end);
        let kind = match found.len() {
            0 => None,
            1 if !run.fused => found.pop().map(|word| match word.wildcard {
                true => Kind::Wildcard { pattern: word.text },
                false => Kind::Word { text: word.text },
            }),
            _ => Some(Kind::Phrase { words: found, forms: false }),
        };
        self.leaf(span, run.end, kind);
    }

    /// Adds an operand, or what stands for one that could not be read, and goes to `end`.
    fn leaf(&mut self, span: Span, end: usize, kind: Option<Kind>) {
        let word = match &kind {
            Some(Kind::Word { text }) => reserved(text),
            _ => None,
        };
        let kind = match (kind, word) {
            (_, Some((word, upper))) => TokenKind::Reserved { word, upper },
            (Some(kind), None) => TokenKind::Leaf(kind),
            (None, None) => TokenKind::Broken,
        };
        self.tokens.push(Token { span, kind });
        self.at = end;
    }

    /// Reports an operand that cannot be read and stands from `start` to `end`.
    pub(super) fn broken(
        &mut self,
        start: usize,
        end: usize,
        at: Span,
        message: impl Into<String>,
        way: &str,
    ) {
        match way {
            "" => self.notes.error(at, message),
            way => self.notes.error_with(at, message, way),
        }
        self.leaf(start..end, end, None);
    }

    /// `word~1`; a bare `~` is one edit, the narrower reading.
    fn fuzzy(&mut self, run: words::Run) {
        let tilde = run.end;
        let rest = &self.text[tilde + 1..];
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let digits = rest[..length].trim_end_matches('.');
        let end = tilde + 1 + digits.len();
        let start = self.at;
        let plain = match &run.words[..] {
            [word] => !run.fused && !word.wildcard && word.span.end == tilde,
            // Not readable, and reported.
            [] => return self.leaf(start..end, end, None),
            _ => false,
        };
        let (whole, mark) = (start..end, tilde..end);
        let distance = match digits {
            _ if !plain => {
                let message = "~ stands behind a single word without wildcards";
                return self.broken(start, end, whole, message, "");
            }
            "" | "1" => 1,
            "2" => 2,
            _ => {
                let (message, way) = ("the edit distance is 1 or 2", "write for instance smith~1");
                return self.broken(start, end, mark, message, way);
            }
        };
        if self.text[end..].starts_with(is_part) {
            let message = "~ stands at the end of a word";
            return self.broken(start, end, mark, message, "write for instance smith~1");
        }
        let text = self.text[start..tilde].to_owned();
        self.leaf(whole, end, Some(Kind::Fuzzy { text, distance }));
    }

    /// `=word`. Before wildcards, fuzzy words and phrases `=` says what holds anyway.
    pub(super) fn exact(&mut self) {
        let start = self.at;
        self.at += 1;
        if !self.peek().is_some_and(is_part) {
            if self.peek().is_some_and(is_open) {
                let message = "= stands before a single word";
                self.notes.error_with(start..self.at, message, "write =peace or \"peace talks\"");
            }
            return;
        }
        let before = self.tokens.len();
        self.words(true);
        let Some(token) = self.tokens.get_mut(before) else {
            return;
        };
        if matches!(token.kind, TokenKind::Reserved { .. } | TokenKind::Leaf(Kind::Word { .. })) {
            let text = self.text[token.span.clone()].to_owned();
            token.kind = TokenKind::Leaf(Kind::Exact { text });
        }
        token.span.start = start;
    }

    /// What stands between quotes: from inside the opening one up to the closing one.
    pub(super) fn quoted(&mut self, kind: Quote) -> Span {
        let open = self.at..self.at + self.peek().map_or(0, char::len_utf8);
        let inside = &self.text[open.end..];
        match inside.char_indices().find(|(_, c)| quote(*c) == Some(kind)) {
            Some((length, c)) => {
                self.at = open.end + length + c.len_utf8();
                open.end..open.end + length
            }
            None => {
                let message = "this quote is never closed";
                self.notes.error_with(open.clone(), message, "add one where the phrase ends");
                self.at = self.text.len();
                open.end..self.text.len()
            }
        }
    }

    /// A phrase in double quotes of any shape.
    pub(super) fn phrase(&mut self, kind: Quote) {
        let (start, errors) = (self.at, self.notes.errors());
        let inside = self.quoted(kind);
        self.add_phrase(start, inside, errors);
    }

    /// Adds the phrase that ends here; `errors` were known when it began.
    fn add_phrase(&mut self, start: usize, inside: Span, errors: usize) {
        let end = self.at;
        let words = words::phrase(self.text, inside, self.notes);
        if words.is_empty() && self.notes.errors() == errors {
            let message = "there is no word between these quotes";
            return self.broken(start, end, start..end, message, "");
        }
        let forms = false;
        let kind = (!words.is_empty()).then_some(Kind::Phrase { words, forms });
        self.leaf(start..end, end, kind);
    }

    /// A phrase in single quotes, where one closes; elsewhere they are apostrophes.
    pub(super) fn single_quoted(&mut self, c: char) -> bool {
        let Some(inside) = self.between_single_quotes(c) else {
            return false;
        };
        let start = self.at;
        let close = self.text[inside.end..].chars().next().map_or(0, char::len_utf8);
        self.at = inside.end + close;
        let errors = self.notes.errors();
        self.add_phrase(start, inside, errors);
        true
    }

    pub(super) fn between_single_quotes(&mut self, c: char) -> Option<Span> {
        if !opens_single(c) || self.no_single_quote {
            return None;
        }
        let start = self.at + c.len_utf8();
        let inside = &self.text[start..];
        if !inside.starts_with(is_part) {
            return None;
        }
        let mut before = ' ';
        let mut found = None;
        let mut chars = inside.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let ends = chars.peek().is_none_or(|(_, next)| ends_value(*next) || is_comma(*next));
            if closes_single(c) && ends && !before.is_whitespace() {
                found = Some(start..start + at);
                break;
            }
            before = c;
        }
        self.no_single_quote = found.is_none();
        found
    }
}
