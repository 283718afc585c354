//! Hard-wrapped copy in, paragraphs out.
//!
//! Wire text is wrapped at 60 to 80 columns, and paragraphs start at an indent, a blank line, a
//! tab or a bullet; some archives have one long line a paragraph instead, and one joins its
//! paragraphs by two spaces. Which it is, is decided for each text from its own lines. Tables
//! keep their lines. Every character that is not white space comes out, in order.

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
        out = out
            .iter()
            .flat_map(|paragraph| by_two_spaces(paragraph))
            .collect();
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
        Line {
            whole,
            text,
            indent: lead.chars().count(),
            tab: lead.contains('\t'),
        }
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
            && self
                .text
                .bytes()
                .all(|it| matches!(it, b'_' | b'*' | b'=' | b'-' | b' ' | b'+'))
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
                        || it
                            .text
                            .ends_with(['.', ':', ';', '!', '?', '"', '\u{201D}'])
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
        let (mut long, mut all) = (0, 0);
        for line in lines {
            all += line.text.len();
            // Bytes bound characters, so short lines need not be counted.
            if line.text.len() > LONG && line.text.chars().count() > LONG {
                long += line.text.len();
            }
        }
        if long * 2 > all {
            return Style::Long;
        }
        // Lines that start a block or are blank have no say in the margin.
        let margin = margin(lines);
        let indented = lines
            .iter()
            .filter(|line| !line.blank() && line.indented() && line.indent > margin)
            .count();
        let breaks = lines
            .windows(2)
            .filter(|two| two[0].blank() && !two[1].blank())
            .count();
        let breaks = breaks.saturating_sub(usize::from(lines.first().is_some_and(Line::blank)));
        let small = lines.iter().filter(|line| line.starts_small()).count();
        if full >= 6 && breaks * 10 >= (full - 1) * 8 && small * 5 >= full * 2 {
            return Style::Spaced;
        }
        if indented > 0 && breaks <= indented {
            Style::Indent(margin)
        } else {
            Style::Blank
        }
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

/// The indent that all lines share, where it is a margin and not the mark of a paragraph.
fn margin(lines: &[Line]) -> usize {
    let full = || lines.iter().filter(|line| !line.blank());
    // The first line often follows a dateline and has none.
    let Some(margin) = full()
        .skip(1)
        .map(|line| line.indent)
        .min()
        .filter(|it| *it >= 2)
    else {
        return 0;
    };
    // Lines at the margin that go on in the middle of a sentence are wrapped ones.
    let at_margin = || full().filter(|line| line.indent == margin);
    let small = at_margin().filter(|line| line.starts_small()).count();
    if small * 4 >= at_margin().count() {
        margin
    } else {
        0
    }
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
        out.push(std::mem::take(open));
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
        let from = line
            .whole
            .char_indices()
            .nth(indent)
            .map_or(line.whole.len(), |(at, _)| at);
        out.push_str(&line.whole[from..]);
    }
    out
}

/// Says whether a line looks like a row: columns held apart by blanks, by semicolons, or mostly
/// figures.
fn is_row(line: &str) -> bool {
    let text = line.trim();
    let bytes = text.as_bytes();
    if bytes.len() < 5 || bytes.len() > 400 {
        return false;
    }
    // Prose has none of what makes a row, and counting takes many bytes at a time.
    let blank = |byte: u8| (byte == b' ') | (byte == b'\t');
    let digits = bytes.iter().filter(|it| it.is_ascii_digit()).count();
    let semicolons = bytes.iter().filter(|it| **it == b';').count();
    let doubles = bytes
        .iter()
        .zip(&bytes[1..])
        .filter(|it| blank(*it.0) & blank(*it.1))
        .count();
    let tabs = bytes.iter().filter(|it| **it == b'\t').count();
    if digits < 3 && semicolons < 3 && doubles + tabs < 2 {
        return false;
    }
    let (mut gaps, mut wide) = (0, 0);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' => {
                let run = bytes[at..]
                    .iter()
                    .take_while(|it| matches!(it, b' ' | b'\t'))
                    .count();
                let tab = bytes[at..at + run].contains(&b'\t');
                // Two spaces after a sentence are a typist's.
                let sentence = at > 0 && matches!(bytes[at - 1], b'.' | b'!' | b'?' | b':' | b'"');
                if tab || run >= 3 {
                    wide += 1;
                    gaps += 1;
                } else if run == 2 && !sentence {
                    gaps += 1;
                }
                at += run;
            }
            _ => at += 1,
        }
    }
    if semicolons >= 3 && digits > 0 {
        return true;
    }
    if gaps >= 2 && wide > 0 {
        return true;
    }
    if digits < 3 {
        return false;
    }
    let (mut words, mut figures) = (0, 0);
    for word in text.split_ascii_whitespace() {
        words += 1;
        figures += usize::from(is_figure(word));
    }
    // Justified prose has double blanks too, but few figures.
    figures >= 3 && figures * 2 >= words || gaps >= 2 && figures >= 2 && figures * 3 >= words
}

/// Says whether a word is a figure: digits with their signs, or a dash in the place of one.
fn is_figure(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let marks = word
        .bytes()
        .filter(|it| {
            matches!(
                it,
                b'.' | b',' | b'-' | b'+' | b'/' | b'%' | b'$' | b'(' | b')' | b':'
            )
        })
        .count();
    digits > 0 && digits + marks == word.len() || matches!(word, "--" | "---" | "n/a" | "nil")
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
    let odd = doubles.fold(false, |odd, (one, two)| {
        odd | ((*one == b' ') & (*two == b' '))
    }) || bytes
        .iter()
        .fold(false, |odd, it| odd | (*it < b' ') | (*it >= 0x80))
        || bytes.first() == Some(&b' ');
    if odd {
        *paragraph = super::clean::one_line(paragraph);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn indents() {
        let text = "Cocoa fell again this week as rain\nreached the coast.\n    Dealers said that more was\n\
            to come.\n    Prices rose.\n";
        assert_eq!(
            paragraphs(text),
            [
                "Cocoa fell again this week as rain reached the coast.",
                "Dealers said that more was to come.",
                "Prices rose."
            ]
        );
    }

    #[test]
    fn one_indent_is_enough() {
        assert_eq!(
            paragraphs("The port was shut\non Monday.\n    It opens today."),
            ["The port was shut on Monday.", "It opens today."]
        );
    }

    #[test]
    fn single_lines_under_indents_are_paragraphs() {
        assert_eq!(
            paragraphs("Net rose.\n    Sales fell.\n    Costs fell.\n    Tax rose."),
            ["Net rose.", "Sales fell.", "Costs fell.", "Tax rose."]
        );
    }

    #[test]
    fn a_margin_is_no_indent() {
        let text = "    The ship left the\n    harbor in the night with\n    its lights off.\n\n    \
            No one saw\n    it go.";
        assert_eq!(
            paragraphs(text),
            [
                "The ship left the harbor in the night with its lights off.",
                "No one saw it go."
            ]
        );
    }

    #[test]
    fn blank_lines() {
        assert_eq!(
            paragraphs("\n\nThe ship left\nat noon.\n\n\nIt came\nback.\n \nTwice.\n"),
            ["The ship left at noon.", "It came back.", "Twice."]
        );
    }

    #[test]
    fn tabs() {
        assert_eq!(
            paragraphs("\tThe ship left\nat noon.\n\t   It came\nback."),
            ["The ship left at noon.", "It came back."]
        );
    }

    #[test]
    fn long_lines() {
        let long = "The committee met for the third time in a week and went over the same points as before. ".repeat(2);
        let text = format!("{long}\nNo.\n{long}\n");
        let long = long.trim();
        assert_eq!(paragraphs(&text), [long, "No.", long]);
    }

    #[test]
    fn double_spacing_is_no_paragraph() {
        let text = "The ship left the harbor\n\nin the night with its\n\nlights off and no\n\nflag, \
            witnesses said.\n\n\nNobody on the quay\n\nhad seen who was on\n\nboard.";
        assert_eq!(
            paragraphs(text),
            [
                "The ship left the harbor in the night with its lights off and no flag, witnesses said.",
                "Nobody on the quay had seen who was on board."
            ]
        );
    }

    #[test]
    fn hyphens_at_line_ends_stay() {
        assert_eq!(
            paragraphs("an anti-\ninflation plan"),
            ["an anti-inflation plan"]
        );
        assert_eq!(paragraphs("the plan -\nnot new"), ["the plan - not new"]);
        assert_eq!(paragraphs("pages 3-\n4"), ["pages 3- 4"]);
    }

    #[test]
    fn bullets() {
        assert_eq!(
            paragraphs(
                "* Net rises\n* Sales fall\n  by half\n\nThe group said\n- as it must - that"
            ),
            [
                "* Net rises",
                "* Sales fall",
                "by half",
                "The group said - as it must - that"
            ]
        );
        assert_eq!(
            paragraphs("It said:\n- Costs fall\n- Tax rises"),
            ["It said:", "- Costs fall", "- Tax rises"]
        );
    }

    #[test]
    fn tables_keep_their_lines() {
        let text = "Closing prices:\n  Wheat    3.10   3.12\n  Maize    2.05   2.01\n  Oats     1.70   1.71\nDealers \
            were\ncalm.";
        assert_eq!(
            paragraphs(text),
            [
                "Closing prices:",
                "Wheat    3.10   3.12\nMaize    2.05   2.01\nOats     1.70   1.71",
                "Dealers were calm."
            ]
        );
        assert!(is_table(&["a   b   1", "c   d   2", "e   f   3"]));
        assert!(!is_table(&["a   b   1", "c   d   2"]));
        assert!(!is_table(&[
            "He came.  She went.  They",
            "sat down.  It rained.  All",
            "slept.  No one.  Spoke"
        ]));
    }

    #[test]
    fn two_spaces_that_part_paragraphs() {
        assert_eq!(
            paragraphs(
                "The ship left. It was late.  No one knew.  \"Why?\" asked one. No answer came."
            ),
            [
                "The ship left. It was late.",
                "No one knew.",
                "\"Why?\" asked one. No answer came."
            ]
        );
        assert_eq!(
            paragraphs("It rained.  It snowed.  It froze.  It thawed.  It rained."),
            ["It rained. It snowed. It froze. It thawed. It rained."]
        );
    }

    #[test]
    fn rules_stand_alone() {
        assert_eq!(
            paragraphs("It ended.\n___\nA B helped\nwith this."),
            ["It ended.", "___", "A B helped with this."]
        );
    }

    #[test]
    fn scripts_without_blanks_join_without() {
        assert_eq!(paragraphs("港口星期\n一关闭"), ["港口星期一关闭"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "([a-zA-Z0-9.;\"* -]|\n|\n    |\t|  |é|港|-\n|1.5   2.5   3\n){0,60}") {
            let solid = |text: &str| -> String { text.split_whitespace().collect() };
            let parts = paragraphs(&text);
            prop_assert_eq!(solid(&text), parts.iter().map(|it| solid(it)).collect::<String>());
            prop_assert!(parts.iter().all(|it| !it.trim().is_empty() && !it.contains("\n\n")));
        }

        #[test]
        fn any_text_is_parted(text: String) {
            let solid = |text: &str| -> String { text.split_whitespace().collect() };
            prop_assert_eq!(solid(&text), paragraphs(&text).iter().map(|it| solid(it)).collect::<String>());
        }
    }
}
