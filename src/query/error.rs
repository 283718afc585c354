//! What is wrong or doubtful in a query, where it stands, and how it is shown under the query.
//!
//! Its own file because lexer, parser and value readers all report here, and because the caret
//! line has rules of its own (display columns, long and hostile text).

use std::fmt;

use serde::Serialize;
use unicode_width::UnicodeWidthChar;

use super::ast::Span;
use crate::error::Error;

/// Something wrong with a query, or doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryError {
    /// The bytes of the query text that it is about, on character borders.
    pub span: Span,
    /// What is wrong: a sentence without capital and full stop.
    pub message: String,
    /// What would work, to be read after the message and a semicolon.
    pub suggestion: Option<String>,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}

/// Columns of query text shown before, in and after the place of an error.
const SHOWN: usize = 48;

impl QueryError {
    /// The error as one of the library, with its place in the query marked.
    pub(crate) fn refuse(&self, query: &str) -> Error {
        refused("the query cannot be searched for", query, std::slice::from_ref(self))
    }

    /// The line of the query that the error is in, and under it carets and the message.
    ///
    /// ```text
    /// heading:oil
    /// ^^^^^^^ there is no field heading; did you mean headline?
    /// ```
    ///
    /// Long lines are cut around the place, and what a terminal would obey is left out.
    pub fn render(&self, query: &str) -> String {
        let start = floor(query, self.span.start);
        let end = floor(query, self.span.end).max(start);
        let line_start = query[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line_end = query[start..].find(['\n', '\r']).map_or(query.len(), |at| start + at);
        let end = end.min(line_end);

        let before = &query[line_start..start];
        let cut = before
            .char_indices()
            .rev()
            .scan(0, |width, (at, c)| {
                *width += columns(c);
                (*width <= SHOWN).then_some(at)
            })
            .last()
            .unwrap_or(before.len());
        let mut line = String::new();
        let mut column = 0;
        if cut > 0 {
            line.push('…');
            column = 1;
        }
        column += push(&mut line, &before[cut..], usize::MAX).0;
        let (marked, whole) = push(&mut line, &query[start..end], SHOWN);
        let whole = whole && push(&mut line, &query[end..line_end], SHOWN).1;
        if !whole {
            line.push('…');
        }
        format!("{line}\n{}{} {self}", " ".repeat(column), "^".repeat(marked.max(1)))
    }
}

/// All that is wrong with a query as an error of the library, each under its place.
pub fn refusal(query: &str, errors: &[QueryError]) -> Error {
    refused("the query cannot be read", query, errors)
}

fn refused(what: &str, query: &str, errors: &[QueryError]) -> Error {
    let mut message = what.to_owned();
    for line in errors.iter().flat_map(|error| {
        error.render(query).lines().map(|line| format!("\n  {line}")).collect::<Vec<_>>()
    }) {
        message.push_str(&line);
    }
    Error::Query(message)
}

/// Appends what can be shown of `text`, at most `room` columns; says how many and whether all.
fn push(line: &mut String, text: &str, room: usize) -> (usize, bool) {
    let mut used = 0;
    for c in text.chars() {
        let width = columns(c);
        if width > room - used {
            return (used, false);
        }
        used += width;
        match shown(c) {
            Some(c) => line.push(c),
            None => continue,
        }
    }
    (used, true)
}

/// Display columns of a character as shown.
fn columns(c: char) -> usize {
    shown(c).and_then(UnicodeWidthChar::width).unwrap_or(0)
}

/// The character as shown; none for those that steer a terminal or the direction of text.
fn shown(c: char) -> Option<char> {
    match c {
        '\t' => Some(' '),
        '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => None,
        '\u{2060}'..='\u{2069}' | '\u{FEFF}' => None,
        c if c.is_control() => Some('\u{FFFD}'),
        c => Some(c),
    }
}

/// The nearest character border at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A piece of the query for use in a message: short, and safe to print.
pub(super) fn clip(text: &str) -> String {
    let mut clipped = String::new();
    if !push(&mut clipped, text, SHOWN).1 {
        clipped.push('…');
    }
    clipped
}

/// What is wrong with a value, before its place in the query is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Bytes of the value.
    pub(super) span: Span,
    /// As in [`QueryError`].
    pub(super) message: String,
    /// As in [`QueryError`].
    pub(super) suggestion: Option<String>,
}

/// Most errors that are collected; reading stops there.
const MAX_ERRORS: usize = 20;

/// What was found wrong and doubtful while reading a query.
#[derive(Debug, Default)]
pub(super) struct Notes {
    errors: Vec<QueryError>,
    warnings: Vec<QueryError>,
    stopped: bool,
}

impl Notes {
    /// Reports an error.
    pub(super) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.push_error(span, message.into(), None);
    }

    /// Reports an error with a way out.
    pub(super) fn error_with(
        &mut self,
        span: Span,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) {
        self.push_error(span, message.into(), Some(suggestion.into()));
    }

    /// Reports what is wrong with a value that starts at byte `at` of the query.
    pub(super) fn fault(&mut self, at: usize, fault: Fault) {
        let span = at + fault.span.start..at + fault.span.end;
        self.push_error(span, fault.message, fault.suggestion);
    }

    /// Reports an error after which reading on makes no sense.
    pub(super) fn fatal(&mut self, span: Span, message: impl Into<String>) {
        if !self.stopped {
            self.push_error(span, message.into(), None);
            self.stopped = true;
        }
    }

    fn push_error(&mut self, span: Span, message: String, suggestion: Option<String>) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(QueryError { span, message, suggestion });
        }
        self.stopped |= self.errors.len() >= MAX_ERRORS;
    }

    /// Reports something doubtful.
    pub(super) fn warn(
        &mut self,
        span: Span,
        message: impl Into<String>,
        suggestion: impl Into<String>,
    ) {
        if self.warnings.len() < MAX_ERRORS {
            let (message, suggestion) = (message.into(), Some(suggestion.into()));
            self.warnings.push(QueryError { span, message, suggestion });
        }
    }

    /// Whether reading on makes no sense.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Number of errors so far.
    pub(super) fn errors(&self) -> usize {
        self.errors.len()
    }

    /// Errors and warnings.
    pub(super) fn into_parts(self) -> (Vec<QueryError>, Vec<QueryError>) {
        (self.errors, self.warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(span: Span) -> QueryError {
        QueryError { span, message: "no".to_owned(), suggestion: Some("write x".to_owned()) }
    }

    #[test]
    fn carets_stand_under_display_columns() {
        assert_eq!(error(8..9).render("oil and (gas"), "oil and (gas\n        ^ no; write x");
        // Two ideographs are four columns wide, a combining mark none.
        assert_eq!(error(7..8).render("石油 x"), "石油 x\n     ^ no; write x");
        assert_eq!(error(4..5).render("e\u{301} x"), "e\u{301} x\n  ^ no; write x");
    }

    #[test]
    fn only_the_line_of_the_error_is_shown() {
        assert_eq!(error(4..5).render("oil\n( b\ngas"), "( b\n^ no; write x");
        assert_eq!(error(0..9).render("oil\n( b\ngas"), "oil\n^^^ no; write x");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let query = format!("{}({}", "a ".repeat(900), " b".repeat(900));
        let shown = error(1800..1801).render(&query);
        let mut lines = shown.lines();
        let (line, carets) = (lines.next().unwrap(), lines.next().unwrap());
        assert!(line.starts_with('…') && line.ends_with('…') && line.chars().count() < 120);
        let column = line.chars().position(|c| c == '(').unwrap();
        assert_eq!(carets.chars().position(|c| c == '^'), Some(column));
    }

    #[test]
    fn nothing_that_steers_a_terminal_is_shown() {
        let shown = error(0..1).render("\u{1b}[31m\u{202E}x");
        assert_eq!(shown, "\u{FFFD}[31mx\n^ no; write x");
    }

    #[test]
    fn spans_outside_the_text_are_moved_inside() {
        assert_eq!(error(90..95).render("é"), "é\n ^ no; write x");
        assert_eq!(error(1..2).render("é"), "é\n^ no; write x");
    }
}
