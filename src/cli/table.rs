//! Small tables for eyes: columns without borders, wrapped to the width of the terminal.

use comfy_table::{CellAlignment, ContentArrangement, Table, TableStyle};
use newswire::render::Paint;

/// Rows as lines of text. `right` names the columns of numbers.
pub fn table(paint: &Paint, rows: Vec<Vec<String>>, right: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new()).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(paint.width.min(usize::from(u16::MAX)) as u16);
    for row in rows {
        table.add_row(row.iter().map(|cell| paint.shown(cell).into_owned()));
    }
    for (number, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if right.contains(&number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = table.trim_fmt();
    text.push('\n');
    text
}
