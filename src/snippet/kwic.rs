//! Keyword in context: a match with what stands to its left and to its right.
//!
//! Comes in: a story and where a match stands in it, as positions. Goes out: the text of the match
//! from its first to its last word, and its neighbourhood, cut from the text as it was filed on
//! borders of words; line breaks are blanks. Nothing crosses from the headline into the text.

use std::cell::Cell;

use unicode_width::UnicodeWidthChar;

use crate::analysis::fold;
use crate::analysis::scan::{Offsets, offsets};
use crate::span::Span;
use crate::story::Story;

/// A match in its context. Left, match and right in a row are the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// `headline` or `body`.
    pub field: &'static str,
    /// What stands before the match.
    pub left: String,
    /// The match, from its first to its last word.
    pub matched: String,
    /// What stands behind the match.
    pub right: String,
    /// Where the match begins in the text of the field, in Unicode code points.
    pub start: usize,
    /// Where it ends, not included.
    pub end: usize,
}

/// How much of the text stands beside a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// As many whole words as fit into so many columns of a terminal: before it, behind it.
    Columns(usize, usize),
    /// So many words on either side.
    Words(usize),
}

/// By what lines are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// By the words before the match, nearest first.
    Left,
    /// By the words of the match.
    Match,
    /// By the words behind the match.
    Right,
}

/// Words that a sort looks at.
pub const SORTED_WORDS: usize = 8;

/// A story made ready for its lines.
pub struct Copy<'s> {
    headline: Part<'s>,
    body: Part<'s>,
}

struct Part<'s> {
    name: &'static str,
    text: &'s str,
    offsets: Offsets,
    /// The last byte whose code points were counted, and how many stand before it.
    counted: Cell<(usize, usize)>,
}

impl<'s> Part<'s> {
    fn new(name: &'static str, text: Option<&'s str>) -> Part<'s> {
        let text = text.unwrap_or("");
        Part { name, text, offsets: offsets(text), counted: Cell::new((0, 0)) }
    }

    /// Code points before a byte. Cheap where it is asked in the order of the text.
    fn points(&self, byte: usize) -> usize {
        let (from, points) = match self.counted.get() {
            (from, points) if from <= byte => (from, points),
            _ => (0, 0),
        };
        let points = points + self.text[from..byte].chars().count();
        self.counted.set((byte, points));
        points
    }

    fn word(&self, at: usize) -> &'s str {
        let (start, end) = self.offsets[at];
        &self.text[start as usize..end as usize]
    }
}

impl<'s> Copy<'s> {
    /// Finds the words of a story.
    pub fn new(story: &'s Story) -> Copy<'s> {
        Copy {
            headline: Part::new("headline", story.headline.as_deref()),
            body: Part::new("body", story.body.as_deref()),
        }
    }

    /// The part that a match stands in, and its first and last word there.
    fn place(&self, span: Span) -> Option<(&Part<'s>, usize, usize)> {
        let (first, last) = (span.first as usize, span.last as usize);
        let words = self.headline.offsets.len();
        let (part, base) = if last < words { (&self.headline, 0) } else { (&self.body, words) };
        let (first, last) = (first.checked_sub(base)?, last.checked_sub(base)?);
        (first <= last && last < part.offsets.len()).then_some((part, first, last))
    }

    /// The line of a match; none where the story has no such place.
    pub fn line(&self, span: Span, context: Context) -> Option<Line> {
        let (part, first, last) = self.place(span)?;
        let text = part.text;
        let (start, end) = (part.offsets[first].0 as usize, part.offsets[last].1 as usize);
        let (from, to) = match context {
            Context::Columns(left, right) => {
                (fit_left(&text[..start], left), end + fit_right(&text[end..], right))
            }
            Context::Words(words) => words_round(part, (first, last), (start, end), words),
        };
        let blanks = |text: &str| text.replace(['\n', '\t', '\r'], " ");
        Some(Line {
            field: part.name,
            left: blanks(&text[from..start]),
            matched: blanks(&text[start..end]),
            right: blanks(&text[end..to]),
            start: part.points(start),
            end: part.points(end),
        })
    }

    /// What a match is sorted by: words, folded, one after the other, each closed by a zero.
    pub fn key(&self, span: Span, side: Side) -> Vec<u8> {
        let mut key = Vec::new();
        let Some((part, first, last)) = self.place(span) else { return key };
        let (mut lowered, mut folded, mut second) = Default::default();
        let mut add = |word: usize| {
            fold::lower(part.word(word), false, &mut lowered);
            fold::fold(&lowered, &mut folded, &mut second);
            key.extend(folded.bytes());
            key.push(0);
        };
        match side {
            Side::Left => (0..first).rev().take(SORTED_WORDS).for_each(&mut add),
            Side::Match => (first..=last).take(SORTED_WORDS).for_each(&mut add),
            Side::Right => {
                (last + 1..part.offsets.len()).take(SORTED_WORDS).for_each(&mut add);
            }
        }
        key
    }
}

/// Where the words round a match begin and end, with what stands to them without a blank.
fn words_round(
    part: &Part<'_>,
    (first, last): (usize, usize),
    (start, end): (usize, usize),
    words: usize,
) -> (usize, usize) {
    if words == 0 {
        return (start, end);
    }
    let (from, to) = (first.saturating_sub(words), (last + words).min(part.offsets.len() - 1));
    let floor = if from == 0 { 0 } else { part.offsets[from - 1].1 as usize };
    let before = &part.text[floor..part.offsets[from].0.min(start as u32) as usize];
    let open = before.rfind(char::is_whitespace).map_or(0, |at| at + width_at(before, at));
    let ceiling = part.offsets.get(to + 1).map_or(part.text.len(), |next| next.0 as usize);
    let stop = (part.offsets[to].1 as usize).max(end);
    let behind = &part.text[stop..ceiling.max(stop)];
    let close = behind.find(char::is_whitespace).unwrap_or(behind.len());
    (floor + open, stop + close)
}

fn width_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Columns of a character on a terminal.
pub fn columns_of(c: char) -> usize {
    // What has no width is shown as a blank or a sign that something was there.
    c.width().unwrap_or(1)
}

/// Columns of a text on a terminal, character by character.
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// Says whether a text may be cut between two characters: at blanks, and beside the characters of
/// scripts that set none.
fn is_border(before: char, behind: char) -> bool {
    let wide = |c| columns_of(c) > 1;
    columns_of(behind) > 0
        && (before.is_whitespace() || behind.is_whitespace() || wide(before) || wide(behind))
}

/// Most characters that a context has, whatever their width: marks may stand on each other.
fn most(columns: usize) -> usize {
    columns.saturating_mul(4).saturating_add(16)
}

/// Where the last part of a text begins that fits into so many columns.
///
/// Cut between words; within one only where not even one fits.
fn fit_left(text: &str, columns: usize) -> usize {
    let (mut room, mut border, mut any) = (columns, None, text.len());
    let mut chars = text.char_indices().rev().take(most(columns)).peekable();
    while let Some((at, c)) = chars.next() {
        match room.checked_sub(columns_of(c)) {
            Some(left) => room = left,
            None => return border.unwrap_or(any),
        }
        let solid = !c.is_whitespace();
        match chars.peek() {
            None if at == 0 => return 0,
            Some((_, before)) if solid && is_border(*before, c) => border = Some(at),
            _ => {}
        }
        if columns_of(c) > 0 {
            any = at;
        }
    }
    border.unwrap_or(any)
}

/// Where the first part of a text ends that fits into so many columns, as `fit_left`.
pub fn fit_right(text: &str, columns: usize) -> usize {
    let (mut room, mut border, mut any) = (columns, None, 0);
    let mut before = None;
    for (at, c) in text.char_indices().take(most(columns)) {
        if let Some(before) = before {
            if is_border(before, c) && !char::is_whitespace(before) {
                border = Some(at);
            }
            if columns_of(c) > 0 {
                any = at;
            }
        }
        match room.checked_sub(columns_of(c)) {
            Some(left) => room = left,
            None => return border.unwrap_or(any),
        }
        before = Some(c);
    }
    let seen: usize = text.chars().take(most(columns)).map(char::len_utf8).sum();
    if seen == text.len() { seen } else { border.unwrap_or(any) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn story(headline: &str, body: &str) -> Story {
        Story {
            headline: Some(headline.to_owned()),
            body: Some(body.to_owned()),
            ..Story::default()
        }
    }

    fn parts(story: &Story, span: (u32, u32), context: Context) -> (String, String, String) {
        let copy = Copy::new(story);
        let line = copy.line(Span { first: span.0, last: span.1 }, context).unwrap();
        (line.left, line.matched, line.right)
    }

    fn owned(parts: (&str, &str, &str)) -> (String, String, String) {
        (parts.0.to_owned(), parts.1.to_owned(), parts.2.to_owned())
    }

    #[test]
    fn context_is_cut_between_words_and_never_crosses_from_the_headline() {
        let story = story("Peace talks", "The “peace\ntalks” in Oslo, he said, went on.");
        let cut = |span, left, right| parts(&story, span, Context::Columns(left, right));
        assert_eq!(cut((3, 4), 9, 8), owned(("The “", "peace talks", "” in")));
        assert_eq!(cut((3, 4), 99, 9), owned(("The “", "peace talks", "” in")));
        assert_eq!(cut((0, 1), 99, 99), owned(("", "Peace talks", "")));
        assert_eq!(cut((6, 6), 4, 9), owned(("in ", "Oslo", ", he")));
    }

    #[test]
    fn words_are_counted_as_nearness_counts_them() {
        let story = story("", "One, two “three” four-five; six. “Seven” eight");
        let cut = |span, words| parts(&story, span, Context::Words(words));
        assert_eq!(cut((3, 3), 1), owned(("“three” ", "four", "-five;")));
        assert_eq!(cut((3, 4), 2), owned(("two “three” ", "four-five", "; six. “Seven”")));
        assert_eq!(
            cut((0, 0), 9),
            owned(("", "One", ", two “three” four-five; six. “Seven” eight"))
        );
        assert_eq!(cut((2, 2), 0), owned(("", "three", "")));
    }

    #[test]
    fn scripts_without_blanks_are_cut_between_characters() {
        let story = story("", "東京で和平交渉が始まった");
        let (left, matched, right) = parts(&story, (3, 4), Context::Columns(4, 5));
        assert_eq!((left.as_str(), matched.as_str(), right.as_str()), ("京で", "和平", "交渉"));
        // Marks stay with their letter.
        assert_eq!(fit_right("e\u{301}e\u{301}e\u{301}", 2), 6);
        assert_eq!(fit_left("e\u{301}e\u{301}e\u{301}", 2), 3);
    }

    #[test]
    fn places_are_code_points_of_the_field() {
        let story = story("Ümit", "Ünal: Ömer geldi. Ömer gitti.");
        let copy = Copy::new(&story);
        let places: Vec<_> = [(2, 2), (4, 4), (0, 0)]
            .map(|(first, last)| copy.line(Span { first, last }, Context::Words(1)).unwrap())
            .into_iter()
            .map(|line| (line.field, line.start, line.end))
            .collect();
        assert_eq!(places, [("body", 6, 10), ("body", 18, 22), ("headline", 0, 4)]);
    }

    #[test]
    fn keys_are_folded_words_nearest_first() {
        let story = story("", "Der Große Émile kam, und MÜLLER ging");
        let copy = Copy::new(&story);
        let key = |side| copy.key(Span { first: 2, last: 3 }, side);
        assert_eq!(key(Side::Left), b"grosse\0der\0");
        assert_eq!(key(Side::Match), b"emile\0kam\0");
        assert_eq!(key(Side::Right), b"und\0muller\0ging\0");
    }

    proptest! {
        #[test]
        fn a_line_is_the_text(
            body in "[a-c .,\n\u{301}\u{65e5}\u{5d0}“-]{0,60}",
            first in 0u32..20,
            length in 0u32..4,
            left in 0usize..20,
            right in 0usize..20,
            words: bool,
        ) {
            let story = story("x", &body);
            let context =
                if words { Context::Words(left) } else { Context::Columns(left, right) };
            let span = Span { first: first + 1, last: first + 1 + length };
            if let Some(line) = Copy::new(&story).line(span, context) {
                let flat: Vec<char> = body.replace('\n', " ").chars().collect();
                let count = |text: &str| text.chars().count();
                let from = line.start - count(&line.left);
                let to = line.end + count(&line.right);
                let text: String = flat[from..to].iter().collect();
                prop_assert_eq!(text, format!("{}{}{}", line.left, line.matched, line.right));
                prop_assert_eq!(line.end - line.start, count(&line.matched));
                if !words {
                    prop_assert!(columns(&line.left) <= left && columns(&line.right) <= right);
                }
            }
        }

        #[test]
        fn nothing_panics(headline: String, body: String, first in 0u32..9, last in 0u32..9) {
            let story = story(&headline, &body);
            let copy = Copy::new(&story);
            for context in [Context::Columns(7, 7), Context::Words(2)] {
                let _ = copy.line(Span { first, last }, context);
            }
            let _ = copy.key(Span { first, last }, Side::Right);
        }
    }
}
