//! Rows as CSV or TSV, by the rules that hold for hits.

use std::io::{self, Write};

use super::columns::{RowColumn, USUAL, hit, row_columns};
use super::{RenderRows, Row};
use crate::render::Shape;
use crate::render::separated::{Rows, rows_of};
use crate::snippet::Context;

/// Prints each row as a row of a table.
pub struct SeparatedRows<W: Write> {
    rows: Rows<W>,
    shape: Shape,
    context: Context,
    columns: Vec<RowColumn>,
    raw: bool,
}

impl<W: Write> SeparatedRows<W> {
    /// Rows to a writer: the usual columns, or those given.
    pub fn new(
        out: W,
        shape: Shape,
        context: Context,
        chosen: Option<Vec<RowColumn>>,
        raw: bool,
    ) -> SeparatedRows<W> {
        let columns = chosen.unwrap_or_else(|| {
            row_columns(USUAL).expect("the usual columns are keys of a row or of the record")
        });
        SeparatedRows { rows: rows_of(out, shape), shape, context, columns, raw }
    }
}

impl<W: Write> RenderRows for SeparatedRows<W> {
    fn context(&self) -> Context {
        self.context
    }

    fn wants_text(&self) -> bool {
        self.columns.iter().any(RowColumn::wants_text)
    }

    fn begin(&mut self) -> io::Result<()> {
        self.rows.record(self.columns.iter().map(|column| column.name().to_owned()))
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let hit = hit(row);
        let (shape, raw) = (self.shape, self.raw);
        let cells = self.columns.iter().map(|column| column.cell(row, &hit));
        self.rows.record(cells.map(|cell| cell.written(shape, raw)))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.rows.finish()
    }
}
