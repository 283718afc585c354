//! Hard-wrapped copy in, paragraphs out.
//!
//! Wire text is wrapped at 60 to 80 columns, and paragraphs start at an indent, a blank line, a
//! tab or a bullet; some archives have one long line a paragraph instead, and one joins its
//! paragraphs by two spaces. Which it is, is decided for each text from its own lines. Tables
//! keep their lines. Every character that is not white space comes out, in order.

mod rows;

use self::rows::is_row;

/// A line longer than this was not wrapped for a wire.
const LONG: usize = 120;

/// Rows in a row that make a table.
const ROWS: usize = 3;

/// Fewer paragraphs than this, and two spaces between sentences are looked at.
const FEW: usize = 3;

/// Parts a text into paragraphs: white space collapsed in each, tables with their lines kept.
///
/// A line feed inside a paragraph stands only in tables. No paragraph is empty.
pub fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<Line> = text.split('\n').map(Line::new).collect();
    let style = Style::of(&lines);
    let mut out = Vec::new();
    let mut open = String::new();
    let mut tables = false;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        if line.blank() {
            let breaks = match style {
                Style::Spaced => lines.get(at + 1).is_none_or(Line::blank),
                _ => true,
            };
            if breaks {
                flush(&mut open, &mut out);
            }
            at += 1;
            continue;
        }
        let rows = table_rows(&lines[at..]);
        if rows >= ROWS {
            flush(&mut open, &mut out);
            out.push(table(&lines[at..at + rows]));
            tables = true;
            at += rows;
            continue;
        }
        let before = at.checked_sub(1).map(|it| &lines[it]);
        if style.starts(line, before, &open) {
            flush(&mut open, &mut out);
        }
        join(&mut open, line.text);
        if line.rule() {
            flush(&mut open, &mut out);
        }
        at += 1;
    }
    flush(&mut open, &mut out);
    if out.len() < FEW && !tables {
        out = out.iter().flat_map(|paragraph| by_two_spaces(paragraph)).collect();
    }
    for paragraph in &mut out {
        collapse(paragraph);
    }
    out
}

/// Says whether lines form a table: at least three, all of them rows.
pub fn is_table<S: AsRef<str>>(lines: &[S]) -> bool {
    lines.len() >= ROWS && lines.iter().all(|line| is_row(line.as_ref()))
}

/// A line, its indent counted.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// With its indent, without trailing white space.
    whole: &'a str,
    text: &'a str,
    indent: usize,
    tab: bool,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Line<'a> {
        let whole = line.trim_end();
        let text = whole.trim_start();
        let lead = &whole[..whole.len() - text.len()];
        Line { whole, text, indent: lead.chars().count(), tab: lead.contains('\t') }
    }

    fn blank(&self) -> bool {
        self.text.is_empty()
    }

    fn indented(&self) -> bool {
        self.tab || self.indent >= 2
    }

    /// Says whether the line only parts what stands above it from what stands below.
    fn rule(&self) -> bool {
        self.text.len() >= 3
            && self.text.bytes().all(|it| matches!(it, b'_' | b'*' | b'=' | b'-' | b' ' | b'+'))
            || matches!(self.text, "-0-" | "###" | "-30-")
    }

    /// Says whether the line starts with a bullet and cannot go on from `before`.
    fn bullet(&self, before: Option<&Line>) -> bool {
        let mut chars = self.text.chars();
        let (Some(mark), Some(' ' | '\t')) = (chars.next(), chars.next()) else {
            return false;
        };
        match mark {
            '*' | '•' | '·' | '▪' | '■' | '►' => true,
            // A dash also stands at the start of a wrapped line in running text.
            '-' | '–' => {
                let upper = chars.find(|c| *c != ' ').is_some_and(|c| !c.is_lowercase());
                let ended = before.is_none_or(|it| {
                    it.blank()
                        || it.text.ends_with(['.', ':', ';', '!', '?', '"', '\u{201D}'])
                        || it.text.starts_with(mark)
                });
                upper && ended
            }
            _ => false,
        }
    }

    fn starts_small(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }
}

/// How a text shows where its paragraphs start.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// By an indent wider than this margin; blank lines count as well.
    Indent(usize),
    /// By blank lines; indents mean nothing.
    Blank,
    /// Each line is a paragraph.
    Long,
    /// Each line is followed by a blank one, and two blank lines part paragraphs.
    Spaced,
}

impl Style {
    fn of(lines: &[Line]) -> Style {
        let full = lines.iter().filter(|line| !line.blank()).count();
        let (mut long, mut all, mut count) = (0, 0, 0);
        for line in lines {
            all += line.text.len();
            // Bytes bound characters, so short lines need not be counted.
            if line.text.len() > LONG && line.text.chars().count() > LONG {
                long += line.text.len();
                count += 1;
            }
        }
        // One long line, such as a footer, does not unwrap the others.
        if long * 2 > all && wrapped(lines) <= count {
            return Style::Long;
        }
        // Lines that start a block or are blank have no say in the margin.
        let margin = margin(lines);
        let indented = lines
            .iter()
            .filter(|line| !line.blank() && line.indented() && line.indent > margin)
            .count();
        let breaks = lines.windows(2).filter(|two| two[0].blank() && !two[1].blank()).count();
        let breaks = breaks.saturating_sub(usize::from(lines.first().is_some_and(Line::blank)));
        let small = lines.iter().filter(|line| line.starts_small()).count();
        if full >= 6 && breaks * 10 >= (full - 1) * 8 && small * 5 >= full * 2 {
            return Style::Spaced;
        }
        if indented == 0 && breaks == 0 && each_ends(lines, full) {
            return Style::Long;
        }
        if indented > 0 && breaks <= indented { Style::Indent(margin) } else { Style::Blank }
    }

    /// Says whether a line starts a paragraph, where `open` is the one before it so far.
    fn starts(self, line: &Line, before: Option<&Line>, open: &str) -> bool {
        if open.is_empty() {
            return false;
        }
        line.rule()
            || line.bullet(before)
            || line.tab
            || match self {
                Style::Indent(margin) => line.indent >= 2 && line.indent > margin,
                Style::Long => true,
                Style::Blank | Style::Spaced => false,
            }
    }
}

/// How many lines go on in the next one, and so were wrapped.
fn wrapped(lines: &[Line]) -> usize {
    let is_small = |text: &str| text.bytes().any(|it| it.is_ascii_lowercase());
    let shouted = !lines.iter().any(|line| is_small(line.text));
    let goes_on = |two: &&[Line]| {
        let (line, next) = (&two[0], &two[1]);
        !line.blank()
            && !next.blank()
            && line.text.len() <= LONG
            && !line.text.ends_with(['.', '!', '?', ':', '"', '\u{201D}'])
            && (shouted || next.starts_small())
            && !is_row(line.whole)
    };
    lines.windows(2).filter(goes_on).count()
}

/// Says whether each of three lines or more ends a sentence: none was wrapped then.
fn each_ends(lines: &[Line], full: usize) -> bool {
    let ends = |line: &Line| {
        let closing =
            |c: char| matches!(c, '"' | '\'' | '\u{201D}' | '\u{2019}' | '»' | ')' | '」');
        let text = line.text.trim_end_matches(closing);
        text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟'])
    };
    full >= 3 && lines.iter().filter(|line| !line.blank()).all(ends)
}

/// The indent that all lines share, where it is a margin and not the mark of a paragraph.
fn margin(lines: &[Line]) -> usize {
    let full = || lines.iter().filter(|line| !line.blank());
    // The first line often follows a dateline and has none.
    let Some(margin) = full().skip(1).map(|line| line.indent).min().filter(|it| *it >= 2) else {
        return 0;
    };
    // Lines at the margin that go on in the middle of a sentence are wrapped ones.
    let at_margin = || full().filter(|line| line.indent == margin);
    let small = at_margin().filter(|line| line.starts_small()).count();
    if small * 4 >= at_margin().count() { margin } else { 0 }
}

/// Adds a line to a paragraph.
fn join(open: &mut String, text: &str) {
    if let Some(last) = open.chars().next_back() {
        let compound = last == '-'
            && open.chars().rev().nth(1).is_some_and(char::is_alphabetic)
            && text.chars().next().is_some_and(char::is_alphanumeric);
        // Scripts without blanks are wrapped anywhere.
        let dense = is_dense(last) && text.chars().next().is_some_and(is_dense);
        if !compound && !dense {
            open.push(' ');
        }
    }
    open.push_str(text);
}

/// Says whether a character is of a script that is written without blanks.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF65}')
}

fn flush(open: &mut String, out: &mut Vec<String>) {
    if !open.is_empty() {
        // Copied, so that the next one grows into room that is there already.
        out.push(open.as_str().to_owned());
        open.clear();
    }
}

/// How many lines from the first on are rows of a table.
fn table_rows(lines: &[Line]) -> usize {
    // Nearly all lines are prose, so the cheap answer comes first.
    if !is_row(lines[0].whole) {
        return 0;
    }
    lines.iter().take_while(|line| is_row(line.whole)).count()
}

/// Puts the rows of a table together, their common indent taken off.
fn table(lines: &[Line]) -> String {
    let indent = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push('\n');
        }
        let from = line.whole.char_indices().nth(indent).map_or(line.whole.len(), |(at, _)| at);
        out.push_str(&line.whole[from..]);
    }
    out
}

/// Parts a paragraph where two spaces follow a sentence and one space follows others.
fn by_two_spaces(paragraph: &str) -> Vec<String> {
    if paragraph.contains('\n') || !paragraph.contains("  ") {
        return vec![paragraph.to_owned()];
    }
    let bytes = paragraph.as_bytes();
    let mut cuts = Vec::new();
    let mut single = 0;
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] != b' ' {
            at += 1;
            continue;
        }
        let run = bytes[at..].iter().take_while(|it| **it == b' ').count();
        let ended = matches!(bytes[at - 1], b'.' | b'!' | b'?' | b'"' | b'\'');
        let next = bytes.get(at + run).copied().unwrap_or(b' ');
        if ended && (next.is_ascii_uppercase() || next == b'"') {
            if run >= 2 {
                cuts.push(at);
            } else {
                single += 1;
            }
        }
        at += run;
    }
    // A typist who puts two spaces after every sentence marks no paragraphs by them.
    if cuts.is_empty() || single * 4 < cuts.len() {
        return vec![paragraph.to_owned()];
    }
    let mut parts = Vec::with_capacity(cuts.len() + 1);
    let mut from = 0;
    for cut in cuts {
        parts.push(paragraph[from..cut].to_owned());
        from = cut;
    }
    parts.push(paragraph[from..].to_owned());
    parts
}

/// Collapses white space to single spaces, outside tables.
fn collapse(paragraph: &mut String) {
    if paragraph.contains('\n') {
        return;
    }
    let bytes = paragraph.as_bytes();
    let doubles = bytes.iter().zip(bytes.get(1..).unwrap_or(&[]));
    let odd = doubles.fold(false, |odd, (one, two)| odd | ((*one == b' ') & (*two == b' ')))
        || bytes.iter().fold(false, |odd, it| odd | (*it < b' ') | (*it >= 0x80))
        || bytes.first() == Some(&b' ');
    if odd {
        *paragraph = super::clean::one_line(paragraph);
    }
}

#[cfg(test)]
mod tests;
