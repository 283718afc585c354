//! Rows as JSON Lines.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::columns::{RowColumn, hit};
use super::{RenderRows, Row};
use crate::snippet::Context;

/// Prints each row as a JSON object.
pub struct JsonRows<W> {
    out: W,
    context: Context,
    columns: Option<Vec<RowColumn>>,
}

/// A row as it is printed. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct Object<'r> {
    rank: u64,
    id: &'r str,
    agency: Option<&'r str>,
    filed: Option<&'r str>,
    headline: Option<&'r str>,
    field: &'r str,
    left: &'r str,
    #[serde(rename = "match")]
    matched: &'r str,
    right: &'r str,
    start: usize,
    end: usize,
}

impl<W: Write> JsonRows<W> {
    /// Objects to a writer: the usual keys, or the columns asked for.
    pub fn new(out: W, context: Context, columns: Option<Vec<RowColumn>>) -> JsonRows<W> {
        JsonRows { out, context, columns }
    }
}

impl<W: Write> RenderRows for JsonRows<W> {
    fn context(&self) -> Context {
        self.context
    }

    fn wants_text(&self) -> bool {
        self.columns.iter().flatten().any(RowColumn::wants_text)
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let Row { rank, story, line } = row;
        let mut object = match &self.columns {
            Some(columns) => {
                let hit = hit(row);
                let object: Map<String, Value> = columns
                    .iter()
                    .map(|column| (column.name().to_owned(), column.value(row, &hit)))
                    .collect();
                serde_json::to_vec(&object)?
            }
            None => serde_json::to_vec(&Object {
                rank,
                id: &story.id,
                agency: story.agency.as_deref(),
                filed: story.filed.as_deref(),
                headline: story.headline.as_deref(),
                field: line.field,
                left: &line.left,
                matched: &line.matched,
                right: &line.right,
                start: line.start,
                end: line.end,
            })?,
        };
        object.push(b'\n');
        self.out.write_all(&object)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
