//! Rows for eyes: the matches one under the other, whatever the script.

use std::io::{self, Write};

use super::{RenderRows, Row};
use crate::render::Paint;
use crate::snippet::{Context, columns, columns_of, fit_right};

/// Prints rows so that all matches begin in the same column.
pub struct TableRows<W> {
    out: W,
    paint: Paint,
    /// What was asked for beside a match; without it, what fits.
    asked: Option<Context>,
    left: usize,
    right: usize,
    day: bool,
}

/// Columns kept for a match where what stands beside it is not cut to fit.
const MATCH: usize = 16;
/// Columns kept for the id at the end of a line, and the least that stay for the text before it.
const ID: usize = 16;
const LEAST: usize = 24;
/// From this width on, the day stands before the id.
const WIDE: usize = 100;
const DAY: usize = 12;
/// First strong isolate, and its end: text in them keeps to its cell in either direction.
const ISOLATE: &str = "\u{2068}";
const RELEASE: &str = "\u{2069}";

impl<W: Write> TableRows<W> {
    /// Rows to a writer. `context` is so many columns or words on either side; without it what
    /// fits into a line.
    pub fn new(out: W, paint: Paint, context: Option<Context>) -> TableRows<W> {
        let day = paint.width >= WIDE;
        let room = paint.width.saturating_sub(ID + 2 + if day { DAY } else { 0 }).max(LEAST);
        // A little more after the match than before it: the match itself stands there.
        let left = room * 2 / 5;
        let (left, right) = match context {
            Some(Context::Columns(left, right)) => (left, right.saturating_add(MATCH)),
            None | Some(Context::Words(_)) => (left, room - left),
        };
        TableRows { out, paint, asked: context, left, right, day }
    }

    /// A cell as it may be shown, kept to its direction where it is written from right to left.
    fn shown(&self, text: &str) -> String {
        let text = self.paint.shown(text);
        if self.paint.clean && text.chars().any(runs_left) {
            format!("{ISOLATE}{text}{RELEASE}")
        } else {
            text.into_owned()
        }
    }
}

/// Letters of scripts that are written from right to left.
fn runs_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// The first part of a text that fits, cut inside a word if it must be.
fn cut(text: &str, room: usize) -> &str {
    let mut left = room;
    let fits = |(_, c): &(usize, char)| match left.checked_sub(columns_of(*c)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let end: usize = text.char_indices().take_while(fits).map(|(_, c)| c.len_utf8()).sum();
    &text[..end]
}

impl<W: Write> RenderRows for TableRows<W> {
    fn context(&self) -> Context {
        self.asked.unwrap_or(Context::Columns(self.left, self.right))
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let Row { story, line, .. } = row;
        let id = self.paint.shown(&story.id).into_owned();
        // What was asked for is all shown, however long the line becomes.
        let over = columns(&id).saturating_sub(ID);
        let room = self.right.saturating_sub(over).max(LEAST / 2);
        let (mut matched, mut right) = (line.matched.as_str(), line.right.as_str());
        if self.asked.is_none() {
            if columns(matched) > room {
                matched = cut(matched, room.saturating_sub(1));
                right = "…";
            } else {
                right = &right[..fit_right(right, room - columns(matched))];
            }
        }
        let pad = self.left.saturating_sub(columns(&line.left));
        let behind = self.right.saturating_sub(over + columns(matched) + columns(right));
        write!(self.out, "{:pad$}{}", "", self.shown(&line.left))?;
        let matched = self.shown(matched);
        // What is shown is clean already: only the style is added here.
        let strong = Paint { clean: false, ..self.paint }.strong(&matched);
        write!(self.out, "{strong}{}{:behind$}", self.shown(right), "")?;
        if self.day {
            let day = story.filed.as_deref().and_then(|filed| filed.get(..10)).unwrap_or("");
            write!(self.out, "  {day:10}")?;
        }
        writeln!(self.out, "  {id}")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snippet::Line;
    use crate::story::Story;

    fn printed(paint: Paint, id: &str, parts: [&str; 3]) -> String {
        let mut out = Vec::new();
        let story = Story { id: id.to_owned(), ..Story::default() };
        let [left, matched, right] = parts.map(str::to_owned);
        let line = Line { field: "body", left, matched, right, start: 0, end: 0 };
        let row = Row { rank: 1, story: &story, line: &line };
        TableRows::new(&mut out, paint, None).row(row).unwrap();
        String::from_utf8(out).unwrap()
    }

    const PLAIN: Paint = Paint { color: false, clean: false, width: 58 };

    #[test]
    fn matches_begin_in_one_column_whatever_the_script() {
        let before = |line: &str, matched: &str| columns(&line[..line.find(matched).unwrap()]);
        for parts in [
            ["the ", "pier", " was shut by the harbour master"],
            ["和平", "交渉", "が東京で始まった"],
            ["e\u{301}e\u{301} ", "a\u{301}", " x"],
            ["", "pier", ""],
            ["שלום ", "עולם", " טוב"],
        ] {
            let line = printed(PLAIN, "AP-1", parts);
            assert_eq!(before(&line, parts[1]), 16, "{line}");
            assert_eq!(before(&line, "  AP-1"), 40, "{line}");
        }
    }

    #[test]
    fn long_matches_and_long_ids_keep_to_the_line() {
        let long = "a match that is far too long for the line it stands in";
        for (id, parts) in
            [("AP-1", ["", long, " x"]), ("0123456789abcdef0123", ["", "pier", long])]
        {
            let line = printed(PLAIN, id, parts);
            assert!(columns(line.trim_end()) <= 58, "{line}");
            assert!(line.ends_with(&format!("  {id}\n")), "{line}");
        }
    }

    #[test]
    fn only_a_terminal_gets_isolates_and_never_those_of_the_text() {
        let parts = ["שלום ", "\u{202E}pier", " x"];
        assert!(!printed(PLAIN, "AP-1", parts).contains(ISOLATE));
        let line = printed(Paint { clean: true, ..PLAIN }, "AP-1", parts);
        assert!(line.contains("\u{2068}שלום \u{2069}\u{FFFD}pier x"), "{line}");
    }

    #[test]
    fn matches_are_bold_where_there_are_styles() {
        let line = printed(Paint { color: true, ..PLAIN }, "AP-1", ["the ", "pier", " shut"]);
        assert!(line.contains("the \u{1b}[1mpier\u{1b}[0m shut"), "{line}");
    }
}
