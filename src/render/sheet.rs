//! Rows of counts for programs: CSV, TSV and JSON Lines out of the same cells.
//!
//! Comes in: the names of the columns, and rows of cells. Goes out: bytes. Its own file because
//! facets and timelines must give the same numbers in every output.

use std::io::{self, Write};

use serde_json::{Map, Number, Value};

use super::separated::{Shape, guarded, rows_of};

/// How rows of counts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// CSV or TSV, with a heading.
    Separated {
        /// Which of the two.
        shape: Shape,
        /// Leaves cells as they are that a spreadsheet would run.
        raw: bool,
    },
    /// One object a row, keys in the order of the columns.
    JsonLines,
}

/// What stands in a column of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Text as filed.
    Text(String),
    /// Nothing: null in JSON, a word in a table.
    Null(&'static str),
    /// A count.
    Count(u64),
    /// A part of a whole; null where there is no whole.
    Share(Option<f64>),
}

/// Stands for stories without a value.
pub(super) const NONE: &str = "(none)";
/// Stands for the values that have no line of their own.
pub(super) const OTHERS: &str = "(other)";

impl Sheet {
    /// Writes rows under the names of their columns.
    pub(super) fn write(
        self,
        out: &mut dyn Write,
        columns: &[&str],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> io::Result<()> {
        match self {
            Sheet::Separated { shape, raw } => {
                let mut sheet = rows_of(&mut *out, shape);
                sheet.record(columns.iter().map(|name| (*name).to_owned()))?;
                for row in rows {
                    let cells = row.into_iter().map(|cell| match cell {
                        Cell::Text(text) => guarded(text, shape, raw),
                        Cell::Null(word) => word.to_owned(),
                        Cell::Count(count) => count.to_string(),
                        Cell::Share(share) => share.and_then(number).unwrap_or_default(),
                    });
                    sheet.record(cells)?;
                }
                sheet.finish()?;
            }
            Sheet::JsonLines => {
                for row in rows {
                    let values = row.into_iter().map(|cell| match cell {
                        Cell::Text(text) => text.into(),
                        Cell::Null(_) => Value::Null,
                        Cell::Count(count) => count.into(),
                        Cell::Share(share) => share.into(),
                    });
                    let names = columns.iter().map(|name| (*name).to_owned());
                    let object: Map<String, Value> = names.zip(values).collect();
                    serde_json::to_writer(&mut *out, &object)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        out.flush()
    }
}

/// A number as JSON writes it.
fn number(value: f64) -> Option<String> {
    Number::from_f64(value).map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(sheet: Sheet) -> String {
        let rows = vec![
            vec![Cell::Text("=AP, \"x\"".into()), Cell::Count(3), Cell::Share(Some(0.25))],
            vec![Cell::Null(NONE), Cell::Count(0), Cell::Share(None)],
        ];
        let mut out = Vec::new();
        sheet.write(&mut out, &["agency", "stories", "share"], rows.into_iter()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_same_numbers_stand_in_every_output() {
        let separated = |shape, raw| written(Sheet::Separated { shape, raw });
        assert_eq!(
            separated(Shape::Csv, false),
            "agency,stories,share\r\n\"'=AP, \"\"x\"\"\",3,0.25\r\n(none),0,\r\n"
        );
        assert_eq!(
            separated(Shape::Tsv, true),
            "agency\tstories\tshare\n=AP, \"x\"\t3\t0.25\n(none)\t0\t\n"
        );
        assert_eq!(
            written(Sheet::JsonLines),
            "{\"agency\":\"=AP, \\\"x\\\"\",\"stories\":3,\"share\":0.25}\n\
             {\"agency\":null,\"stories\":0,\"share\":null}\n"
        );
    }
}
