//! Tables of counts for eyes, each row with a bar as long as its count.
//!
//! Plain text in lines of the width at hand: the same bytes on a terminal and in a pipe, but for
//! the bold of headings. A name too long for its column ends in `…`.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Paint;

/// A row of a table of counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    /// What is counted.
    pub name: String,
    /// Its counts, as text.
    pub cells: Vec<String>,
    /// How long its bar is, of the longest; null for none.
    pub bar: Option<f64>,
}

/// Longest bar, in columns.
const LONGEST: usize = 60;
/// Shortest room in which bars say anything.
const SHORTEST: usize = 6;
/// Between columns.
const GAP: usize = 2;
/// A column filled from the left by so many eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Writes rows under a heading: the name of the first column, then those of the counts.
pub(super) fn table(
    out: &mut dyn Write,
    paint: &Paint,
    heading: &[&str],
    rows: &[Row],
) -> io::Result<()> {
    let names: Vec<String> = rows.iter().map(|row| paint.shown(&row.name).into_owned()).collect();
    let count = heading.len().saturating_sub(1);
    let widths: Vec<usize> = (0..count)
        .map(|at| {
            let cells = rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.width());
            cells.chain([heading[at + 1].width()]).max().unwrap_or(0)
        })
        .collect();
    let numbers: usize = widths.iter().map(|width| width + GAP).sum();
    let room = paint.width.saturating_sub(numbers).max(10);
    let longest = names.iter().map(|name| name.width()).chain([heading[0].width()]).max();
    let longest = longest.unwrap_or(0);
    // Names get what they need, but leave a third of the room to bars.
    let first = longest.min((room * 2 / 3).max(10));
    let bars = room.saturating_sub(first + GAP).min(LONGEST);
    let line = |name: &str, cells: &[String]| {
        let mut line = fitted(name, first);
        for (cell, width) in cells.iter().zip(&widths) {
            let blanks = " ".repeat(GAP + width.saturating_sub(cell.width()));
            line = line + &blanks + cell;
        }
        line
    };
    let titles: Vec<String> = heading[1..].iter().map(|title| (*title).to_owned()).collect();
    writeln!(out, "{}", paint.strong(line(heading[0], &titles).trim_end()))?;
    for (row, name) in rows.iter().zip(&names) {
        let mut text = line(name, &row.cells);
        if let Some(part) = row.bar.filter(|_| bars >= SHORTEST) {
            text = text + &" ".repeat(GAP) + &bar(part, bars);
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// A bar of a part of so many columns; what is not nothing can be seen.
fn bar(part: f64, columns: usize) -> String {
    let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
    let eighths = (part * columns as f64 * 8.0).round() as usize;
    let eighths = if part > 0.0 { eighths.max(1) } else { 0 };
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// A text of exactly so many columns.
fn fitted(text: &str, width: usize) -> String {
    let columns = text.width();
    if columns <= width {
        return text.to_owned() + &" ".repeat(width - columns);
    }
    let (mut kept, mut at) = (String::new(), 0);
    for c in text.chars() {
        let next = at + c.width().unwrap_or(0);
        if next >= width {
            break;
        }
        kept.push(c);
        at = next;
    }
    kept.push('…');
    kept + &" ".repeat(width.saturating_sub(at + 1))
}

/// A share for eyes.
pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAINT: Paint = Paint { color: false, clean: true, width: 40 };

    fn shown(paint: Paint, rows: &[(&str, u64, f64)]) -> String {
        let rows: Vec<Row> = rows
            .iter()
            .map(|(name, count, part)| Row {
                name: (*name).to_owned(),
                cells: vec![count.to_string()],
                bar: Some(*part),
            })
            .collect();
        let mut out = Vec::new();
        table(&mut out, &paint, &["agency", "stories"], &rows).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn bars_are_as_long_as_counts() {
        let rows = [("Reuters", 200, 1.0), ("AP", 99, 0.5), ("dpa", 1, 0.001), ("AA", 0, 0.0)];
        assert_eq!(
            shown(PAINT, &rows),
            "agency   stories\n\
             Reuters      200  ██████████████████████\n\
             AP            99  ███████████\n\
             dpa            1  ▏\n\
             AA             0\n"
        );
    }

    #[test]
    fn long_names_are_cut_where_all_can_see() {
        let name = "the 新華社 agency of very many words \u{1b}[31m";
        for line in shown(PAINT, &[(name, 1, 1.0)]).lines() {
            assert!(line.width() <= 40 && !line.contains('\u{1b}'), "{line}");
        }
        assert!(shown(PAINT, &[(name, 1, 1.0)]).contains("…"));
        assert!(!shown(Paint { width: 5, ..PAINT }, &[("Reuters", 1, 1.0)]).contains('█'));
    }

    proptest::proptest! {
        #[test]
        fn a_bar_fits_its_room(part: f64, columns in 0..200usize) {
            proptest::prop_assert!(bar(part, columns).width() <= columns.max(1));
        }

        #[test]
        fn a_name_fits_its_column(text: String, width in 1..50usize) {
            proptest::prop_assert_eq!(fitted(&text.replace(char::is_control, ""), width).width(), width);
        }
    }
}
