//! Text for eyes: bold marks, lines of the right width, nothing that could drive a terminal.
//!
//! Comes in: text as filed and the places to mark. Goes out: text with ANSI styles, or without.
//! Its own file because the list of hits and the single story share it.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;
use textwrap::WordSeparator;
use textwrap::core::{Word, break_words};
use textwrap::wrap_algorithms::wrap_first_fit;

use crate::text::clean;

/// How text for eyes is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    /// With ANSI styles.
    pub color: bool,
    /// Goes to a terminal: control characters must not reach it.
    pub clean: bool,
    /// Columns of a line.
    pub width: usize,
}

/// Style of what matches.
const MARK: Style = Style::new().bold();
/// Style of what stands beside the text.
const ASIDE: Style = Style::new().dimmed();

impl Paint {
    /// Text as it may be shown.
    pub fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.clean { clean::terminal(text) } else { Cow::Borrowed(text) }
    }

    /// Writes a line that stands beside the text, such as where it came from.
    pub fn aside(&self, out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
        for line in wrap(text, self.width.saturating_sub(indent.len())) {
            out.write_all(indent.as_bytes())?;
            self.styled(out, ASIDE, &text[line])?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Writes a text over as many lines as it takes, with some of its bytes marked.
    ///
    /// The first line begins with `first`, the others with `indent`.
    pub fn marked(
        &self,
        out: &mut dyn Write,
        (first, indent): (&str, &str),
        text: &str,
        marks: &[(usize, usize)],
    ) -> io::Result<()> {
        let marks: Vec<_> = marks.iter().map(|(from, to)| (*from, *to, MARK)).collect();
        self.painted(out, (first, indent), text, &marks)
    }

    /// The same, with a style for each of the places.
    pub(super) fn painted(
        &self,
        out: &mut dyn Write,
        (first, indent): (&str, &str),
        text: &str,
        marks: &[(usize, usize, Style)],
    ) -> io::Result<()> {
        let room = self.width.saturating_sub(indent.chars().count());
        let mut marks = marks.iter().peekable();
        for (number, line) in wrap(text, room).into_iter().enumerate() {
            let start = if number == 0 { first } else { indent };
            out.write_all(start.as_bytes())?;
            let mut at = line.start;
            while let Some((from, to, style)) = marks.peek() {
                let (start, end) = ((*from).max(at), (*to).min(line.end));
                if start < end && text.is_char_boundary(start) && text.is_char_boundary(end) {
                    out.write_all(self.shown(&text[at..start]).as_bytes())?;
                    self.styled(out, *style, &text[start..end])?;
                    at = end;
                }
                // One that goes on is marked on the next line too.
                if *to > line.end {
                    break;
                }
                marks.next();
            }
            out.write_all(self.shown(&text[at..line.end]).as_bytes())?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Text that is bold where there are styles.
    pub fn strong(&self, text: &str) -> String {
        let shown = self.shown(text);
        if self.color {
            format!("{}{shown}{}", MARK.render(), MARK.render_reset())
        } else {
            shown.into_owned()
        }
    }

    fn styled(&self, out: &mut dyn Write, style: Style, text: &str) -> io::Result<()> {
        let text = self.shown(text);
        if self.color {
            write!(out, "{}{text}{}", style.render(), style.render_reset())
        } else {
            out.write_all(text.as_bytes())
        }
    }
}

/// Cuts a text into lines of at most `width` columns: byte ranges without the blanks between.
///
/// Line breaks of the text stand.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(10);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let words = WordSeparator::AsciiSpace.find_words(line);
        let words: Vec<Word<'_>> = break_words(words, width);
        let mut at = start;
        for words in wrap_first_fit(&words, &[width as f64]) {
            let whole: usize =
                words.iter().map(|word| word.word.len() + word.whitespace.len()).sum();
            let blanks = words.last().map_or(0, |word| word.whitespace.len());
            lines.push(at..at + whole - blanks);
            at += whole;
        }
        start += line.len() + 1;
    }
    lines
}

/// Code points of a text to its bytes.
pub fn bytes_of(text: &str, spans: &[(usize, usize)]) -> Vec<(usize, usize)> {
    if text.is_ascii() {
        return spans.to_vec();
    }
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |point: usize| borders.get(point).copied().unwrap_or(text.len());
    spans.iter().map(|(start, end)| (byte(*start), byte(*end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAINT: Paint = Paint { color: true, clean: true, width: 20 };

    fn marked(paint: Paint, text: &str, marks: &[(usize, usize)]) -> String {
        let mut out = Vec::new();
        paint.marked(&mut out, ("1 ", "  "), text, marks).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn marks_are_bold_on_every_line_they_run_over() {
        let text = "the old pier was shut on Monday";
        assert_eq!(
            marked(PAINT, text, &[(4, 21)]),
            "1 the \u{1b}[1mold pier was\u{1b}[0m\n  \u{1b}[1mshut\u{1b}[0m on Monday\n"
        );
        assert_eq!(
            marked(Paint { color: false, ..PAINT }, text, &[(4, 21)]),
            "1 the old pier was\n  shut on Monday\n"
        );
    }

    #[test]
    fn what_a_terminal_obeys_is_not_written() {
        let text = "red \u{1b}[31m pier";
        assert_eq!(marked(PAINT, text, &[]), "1 red \u{FFFD}[31m pier\n");
        assert!(
            marked(Paint { clean: false, ..PAINT }, text, &[]).contains('\u{1b}'),
            "a file gets the text as filed"
        );
    }

    #[test]
    fn code_points_become_bytes() {
        assert_eq!(bytes_of("Ümit Öz", &[(0, 4), (5, 7)]), [(0, 5), (6, 9)]);
        assert_eq!(bytes_of("abc", &[(1, 2)]), [(1, 2)]);
        assert_eq!(bytes_of("é", &[(0, 9)]), [(0, 2)]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_but_blanks(text: String, width in 0..60usize) {
            let lines: String = wrap(&text, width).into_iter().map(|line| &text[line]).collect();
            let solid = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(solid(&lines), solid(&text));
        }

        #[test]
        fn painting_any_places_never_panics(text: String, marks: Vec<(usize, usize)>) {
            let marks: Vec<_> = marks.iter().map(|(a, b)| (a % 99, b % 99)).collect();
            marked(PAINT, &text, &marks);
        }
    }
}
