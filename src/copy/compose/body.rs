//! The text of a raw story as paragraphs.
//!
//! Comes in: the body as its format had it. Goes out: clean paragraphs in order, without the end
//! marks. Apart from what opens and closes a story, because here no words are judged.

use std::borrow::Cow;

use super::Text;
use crate::copy::endmarks;
use crate::story::{Body, FiledText};
use crate::text::{clean, paragraphs};

/// What the end marks said.
#[derive(Debug, Default)]
pub(super) struct End {
    pub(super) agency: Option<&'static str>,
    pub(super) more: bool,
    pub(super) initials: Option<String>,
    pub(super) filed: Option<FiledText>,
}

/// What a head block leaves to the text.
#[derive(Debug, Default)]
pub(super) struct Above {
    /// Byte offset where the text begins.
    pub(super) rest: usize,
    /// A dateline opens it.
    pub(super) opens: bool,
    /// Lines of the head that belong to the text.
    pub(super) front: Vec<String>,
    /// Points of a summary above it.
    pub(super) points: Vec<String>,
}

impl End {
    pub(super) fn add(&mut self, end: &endmarks::End) {
        self.agency = self.agency.or(end.agency);
        self.more |= end.more;
        if self.initials.is_none() {
            self.initials = end.initials.map(str::to_owned);
        }
        if self.filed.is_none() {
            self.filed.clone_from(&end.filed);
        }
    }
}

/// Reads a body. `head` reads the head block of plain copy and says what it leaves to the text.
pub(super) fn read(body: Body, head: impl FnOnce(&str) -> Above) -> (Text, End) {
    let mut end = End::default();
    let mut text = Text::default();
    match body {
        Body::Wrapped(wrapped) => {
            let clean = tidy(&wrapped);
            let marks = endmarks::strip(&clean);
            end.add(&marks);
            text.paragraphs = paragraphs::paragraphs(marks.text);
        }
        Body::Copy(copy) => {
            let clean = tidy(&copy);
            let marks = endmarks::strip(&clean);
            end.add(&marks);
            let above = head(marks.text);
            text.no_dateline = !above.opens;
            text.points = above.points;
            text.paragraphs = above.front;
            let rest = marks.text.get(above.rest..).unwrap_or("");
            text.paragraphs.extend(paragraphs::paragraphs(rest));
        }
        Body::Paragraphs(given) => {
            text.paragraphs = given.into_iter().filter_map(paragraph).collect();
            strip_end(&mut text.paragraphs, &mut end);
        }
        Body::Preformatted(lines) => {
            let clean = tidy(&lines);
            let marks = endmarks::strip(&clean);
            end.add(&marks);
            text.paragraphs = blocks(marks.text);
            text.preformatted = true;
        }
    }
    (text, end)
}

/// Clean text with typographic quotes.
fn tidy(text: &str) -> Cow<'_, str> {
    match clean::normalise(text) {
        Cow::Borrowed(text) => clean::wire_quotes(text),
        Cow::Owned(text) => match clean::wire_quotes(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(quoted) => Cow::Owned(quoted),
        },
    }
}

/// Strips end marks off the last paragraphs.
pub(super) fn strip_end(paragraphs: &mut Vec<String>, end: &mut End) {
    for _ in 0..4 {
        let Some(last) = paragraphs.last_mut() else {
            return;
        };
        let marks = endmarks::strip(last);
        end.add(&marks);
        let kept = marks.text.len();
        if kept == last.len() {
            return;
        }
        last.truncate(kept);
        if !last.is_empty() {
            return;
        }
        paragraphs.pop();
    }
}

/// One paragraph of an element: white space collapsed, tables with their lines.
fn paragraph(given: String) -> Option<String> {
    if super::is_one_clean_line(&given) {
        return Some(super::quoted(given));
    }
    let clean = tidy(&given);
    let rows: Vec<&str> =
        clean.lines().map(str::trim_end).filter(|row| !row.trim().is_empty()).collect();
    // Wires begin the rows of tables with a backspace.
    if given.starts_with('\u{8}') || paragraphs::is_table(&rows) || are_cells(&rows) {
        return (!rows.is_empty()).then(|| rows.join("\n"));
    }
    let line = clean::one_line(&clean);
    (!line.is_empty()).then_some(line)
}

/// Whether lines are rows of a table of two columns, such as elements of a table become: nearly all
/// of them have a gap that no sentence ends at.
fn are_cells(rows: &[&str]) -> bool {
    let gap = |row: &&&str| {
        row.trim()
            .split_once("  ")
            .is_some_and(|(cell, _)| !cell.ends_with(['.', '!', '?', ':', '"', '”']))
    };
    rows.len() >= 2 && rows.iter().filter(gap).count() * 3 >= rows.len() * 2
}

/// Lines as they stand, cut at blank ones.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block = String::new();
    for line in text.lines().map(str::trim_end).chain(std::iter::once("")) {
        if line.is_empty() {
            if !block.is_empty() {
                blocks.push(std::mem::take(&mut block));
            }
            continue;
        }
        if !block.is_empty() {
            block.push('\n');
        }
        block.push_str(line);
    }
    blocks
}

/// Takes the blanks out of tickers that lost their links: `( HRB.N )`.
pub(super) fn squeeze_tickers(paragraphs: &mut [String]) {
    for paragraph in paragraphs.iter_mut().filter(|it| it.contains("( ")) {
        let mut squeezed = String::new();
        let (mut kept, mut from, mut close) = (0, 0, 0);
        while let Some(open) = paragraph[from..].find("( ").map(|at| from + at) {
            from = open + 1;
            // Several may open before one closes.
            if close < open + 2 {
                let Some(at) = paragraph[open + 2..].find(')') else {
                    break;
                };
                close = open + 2 + at;
            }
            let ticker = paragraph[open + 2..close].trim();
            let fits = (1..=12).contains(&ticker.len())
                && ticker.starts_with(|c: char| c.is_ascii_uppercase() || matches!(c, '.' | '^'))
                && ticker
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'=' | b'^' | b'_'));
            if fits {
                squeezed.push_str(&paragraph[kept..=open]);
                squeezed.push_str(ticker);
                kept = close;
            }
        }
        if kept > 0 {
            squeezed.push_str(&paragraph[kept..]);
            *paragraph = squeezed;
        }
    }
}

/// Puts words before the first paragraph, into it. A hyphen at their end is a compound's.
pub(super) fn prepend(text: &mut Text, words: &str) {
    let Some(first) = text.paragraphs.first_mut() else {
        text.paragraphs.push(words.to_owned());
        return;
    };
    let mut letters = words.chars().rev();
    let tight = letters.next() == Some('-') && letters.next().is_some_and(char::is_alphabetic);
    first.insert_str(0, if tight { "" } else { " " });
    first.insert_str(0, words);
}

/// Joins paragraphs by blank lines.
pub(super) fn join(mut paragraphs: Vec<String>) -> Option<String> {
    if paragraphs.len() <= 1 {
        return paragraphs.pop();
    }
    Some(paragraphs.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each was looked for up to the end of the paragraph, and what stood behind it moved.
    #[test]
    fn tickers_by_the_hundred_thousand_are_squeezed_in_one_go() {
        let start = std::time::Instant::now();
        let mut text = vec!["( HRB.N ) ".repeat(200_000), "( ".repeat(400_000) + ")"];
        let open = text[1].clone();
        squeeze_tickers(&mut text);
        assert_eq!(text, ["(HRB.N) ".repeat(200_000), open]);
        let mut nested = vec!["Fog ( ( HRB.N ), ( x ) and ( BAY.L ".to_owned()];
        squeeze_tickers(&mut nested);
        assert_eq!(nested, ["Fog ( (HRB.N), ( x ) and ( BAY.L "]);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn words_pulled_into_a_dateline_go_back() {
        let mut text = Text { paragraphs: vec!["inflation plan".into()], ..Text::default() };
        prepend(&mut text, "the anti-");
        assert_eq!(text.paragraphs, ["the anti-inflation plan"]);
        prepend(&mut text, "All say");
        assert_eq!(text.paragraphs, ["All say the anti-inflation plan"]);
    }

    #[test]
    fn tickers_lose_their_blanks() {
        let mut text = ["Harbor ( HRB.N ) and ( .DJI) rose ( as it must ) ( sic".to_owned()];
        squeeze_tickers(&mut text);
        assert_eq!(text, ["Harbor (HRB.N) and (.DJI) rose ( as it must ) ( sic"]);
    }

    #[test]
    fn rows_marked_by_the_wire_keep_their_lines() {
        let given =
            vec!["\u{8}Team;W;L\n\u{8}Boston;4;2".into(), "Two\nlines".into(), "\u{8}".into()];
        let (text, _) = read(Body::Paragraphs(given), |_| Above::default());
        assert_eq!(text.paragraphs, ["Team;W;L\nBoston;4;2", "Two lines"]);
    }

    #[test]
    fn tables_of_elements_keep_their_rows() {
        let kept = |text: &str| {
            let (text, _) = read(Body::Paragraphs(vec![text.into()]), |_| Above::default());
            text.paragraphs
        };
        assert_eq!(
            kept("Results\nCrew  Time\nHarbor  6:01"),
            ["Results\nCrew  Time\nHarbor  6:01"]
        );
        assert_eq!(
            kept("It is shut.  They\nwait.  All of\nthem."),
            ["It is shut. They wait. All of them."]
        );
    }

    #[test]
    fn preformatted_lines_keep_their_columns() {
        let (text, _) =
            read(Body::Preformatted("A   1\nB   2\n\nC   3\n".into()), |_| Above::default());
        assert_eq!(text.paragraphs, ["A   1\nB   2", "C   3"]);
    }
}
