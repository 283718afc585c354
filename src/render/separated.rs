//! CSV and TSV: a hit is one row, for spreadsheets.
//!
//! CSV is RFC 4180: a heading always, CRLF, quotes where they are needed. Spreadsheets run cells
//! that begin like a formula, and headlines come from strangers, so such cells get an apostrophe
//! in front unless the caller wants them raw.

use std::io::{self, Write};

use super::columns::{Cell, Column, columns};
use super::{FullHit, Needs, Render};
use crate::snippet::SnippetOptions;

/// CSV or TSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Commas, quotes, CRLF.
    Csv,
    /// Tabs, no quotes: tabs and line breaks in the text become blanks.
    Tsv,
}

/// The columns where none were asked for: those of a hit in JSON.
const COLUMNS: &str = "rank,score,id,native_id,agency,filed,headline,slug,byline,dateline,matches,\
                       snippets,source";

/// Prints each hit as a row.
pub struct Separated<W: Write> {
    rows: csv::Writer<W>,
    shape: Shape,
    columns: Vec<Column>,
    snippets: Option<SnippetOptions>,
    raw: bool,
}

impl<W: Write> Separated<W> {
    /// Rows to a writer: the usual columns, and `body` where it is asked for, or those given.
    pub fn new(
        out: W,
        shape: Shape,
        chosen: Option<Vec<Column>>,
        snippets: Option<SnippetOptions>,
        body: bool,
        raw: bool,
    ) -> Separated<W> {
        let columns = chosen.unwrap_or_else(|| {
            let list = if body { format!("{COLUMNS},body") } else { COLUMNS.to_owned() };
            columns(&list).expect("the usual columns are keys of a hit")
        });
        let mut builder = csv::WriterBuilder::new();
        match shape {
            Shape::Csv => builder.terminator(csv::Terminator::CRLF),
            Shape::Tsv => builder.delimiter(b'\t').quote_style(csv::QuoteStyle::Never),
        };
        Separated { rows: builder.from_writer(out), shape, columns, snippets, raw }
    }

    /// Text as it may stand in a cell.
    fn text(&self, mut text: String) -> String {
        if !self.raw && is_formula(&text) {
            text.insert(0, '\'');
        }
        match self.shape {
            Shape::Csv => text,
            Shape::Tsv => text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " "),
        }
    }
}

impl<W: Write> Render for Separated<W> {
    fn needs(&self) -> Needs {
        Column::needs(&self.columns, self.snippets)
    }

    fn begin(&mut self) -> io::Result<()> {
        self.rows.write_record(self.columns.iter().map(Column::name)).map_err(failed)
    }

    fn hit(&mut self, hit: &FullHit) -> io::Result<()> {
        let row: Vec<String> = self
            .columns
            .iter()
            .map(|column| match column.cell(hit) {
                Cell::Number(number) => number,
                Cell::Text(text) => self.text(text),
            })
            .collect();
        self.rows.write_record(row).map_err(failed)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// Says whether a spreadsheet would run a cell.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The error of the writer itself, so that a pipe that was closed is known as one.
fn failed(error: csv::Error) -> io::Error {
    if !error.is_io_error() {
        return io::Error::other(error);
    }
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::Other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Story;

    fn printed(shape: Shape, headlines: &[&str], raw: bool) -> String {
        let mut out = Vec::new();
        let chosen = columns("rank,headline").unwrap();
        let mut rows = Separated::new(&mut out, shape, Some(chosen), None, false, raw);
        rows.begin().unwrap();
        for headline in headlines {
            let story = Story { headline: Some((*headline).to_owned()), ..Story::default() };
            rows.hit(&FullHit { rank: 1, story: Some(story), ..FullHit::default() }).unwrap();
        }
        rows.finish().unwrap();
        drop(rows);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_heading_stands_even_over_nothing() {
        assert_eq!(printed(Shape::Csv, &[], false), "rank,headline\r\n");
        assert_eq!(printed(Shape::Tsv, &[], false), "rank\theadline\n");
    }

    #[test]
    fn csv_quotes_what_rfc_4180_quotes() {
        assert_eq!(
            printed(Shape::Csv, &["Pier, \"old\",\nshut"], false),
            "rank,headline\r\n1,\"Pier, \"\"old\"\",\nshut\"\r\n"
        );
    }

    #[test]
    fn formulas_are_guarded_unless_raw() {
        let headlines = ["=1+1", "+5 pct", "-5 pct", "@home", "\tTab", "5 = 5"];
        let guarded = printed(Shape::Csv, &headlines, false);
        for headline in &headlines[..5] {
            assert!(guarded.contains(&format!("1,'{headline}\r\n")), "{guarded}");
        }
        assert!(guarded.contains("1,5 = 5\r\n"));
        assert!(printed(Shape::Csv, &headlines, true).contains("1,=1+1\r\n"));
    }

    #[test]
    fn a_row_of_tsv_is_one_line() {
        assert_eq!(
            printed(Shape::Tsv, &["a\tb\r\nc\nd \"e\""], false),
            "rank\theadline\n1\ta b c d \"e\"\n"
        );
    }
}
