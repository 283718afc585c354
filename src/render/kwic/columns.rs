//! The columns of a row: its own keys, and those of the record.

use serde_json::Value;

use super::Row;
use crate::error::{Error, Result};
use crate::render::FullHit;
use crate::render::columns::{Cell, Column, columns};

/// The columns of a row where none were asked for.
pub(super) const USUAL: &str = "rank,id,agency,filed,headline,field,left,match,right,start,end";
/// Keys of a hit that a row has not.
const NOT_OURS: [&str; 6] = ["score", "matches", "snippets", "group", "chain", "killed"];

/// A column of a concordance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowColumn(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Field,
    Left,
    Match,
    Right,
    Start,
    End,
    /// The rank, the id, or a key of the record.
    Record(Column),
}

/// Reads a list of columns, parted by commas: keys of a row or of the record.
pub fn row_columns(list: &str) -> Result<Vec<RowColumn>> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    let columns: Vec<RowColumn> = names.map(column).collect::<Result<_>>()?;
    if columns.is_empty() {
        return Err(Error::Usage("the list of fields is empty".to_owned()));
    }
    Ok(columns)
}

fn column(name: &str) -> Result<RowColumn> {
    let kind = match name {
        "field" => Kind::Field,
        "left" => Kind::Left,
        "match" => Kind::Match,
        "right" => Kind::Right,
        "start" => Kind::Start,
        "end" => Kind::End,
        name if NOT_OURS.contains(&name.split('.').next().unwrap_or(name)) => {
            return Err(Error::Usage(format!(
                "there is no field {name} of a row; it has rank, id, field, left, match, right, \
                 start, end and the keys of the record"
            )));
        }
        name => Kind::Record(columns(name)?.remove(0)),
    };
    Ok(RowColumn(kind))
}

impl RowColumn {
    /// The name: the key in JSON, the heading in a table.
    pub fn name(&self) -> &str {
        match &self.0 {
            Kind::Field => "field",
            Kind::Left => "left",
            Kind::Match => "match",
            Kind::Right => "right",
            Kind::Start => "start",
            Kind::End => "end",
            Kind::Record(column) => column.name(),
        }
    }

    /// Says whether it needs the text of the story.
    pub(super) fn wants_text(&self) -> bool {
        ["body", "lead"].contains(&self.name())
    }

    /// Its values for a row, as JSON.
    pub(super) fn value(&self, row: Row<'_>, hit: &FullHit) -> Value {
        let line = row.line;
        match &self.0 {
            Kind::Field => line.field.into(),
            Kind::Left => line.left.as_str().into(),
            Kind::Match => line.matched.as_str().into(),
            Kind::Right => line.right.as_str().into(),
            Kind::Start => line.start.into(),
            Kind::End => line.end.into(),
            Kind::Record(column) => column.value(hit),
        }
    }

    /// Its value for a row, as a cell.
    pub(in crate::render) fn cell(&self, row: Row<'_>, hit: &FullHit) -> Cell {
        match &self.0 {
            Kind::Record(column) => column.cell(hit),
            Kind::Start | Kind::End => Cell::Number(self.value(row, hit).to_string()),
            _ => match self.value(row, hit) {
                Value::String(text) => Cell::Text(text),
                value => Cell::Text(value.to_string()),
            },
        }
    }
}

/// A row as the columns of hits see it.
pub(super) fn hit(row: Row<'_>) -> FullHit {
    FullHit {
        rank: row.rank,
        id: row.story.id.clone(),
        story: Some(row.story.clone()),
        ..FullHit::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_a_row_and_of_the_record() {
        let names: Vec<String> = row_columns("left, match,byline.names,end")
            .unwrap()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        assert_eq!(names, ["left", "match", "byline.names", "end"]);
        assert!(row_columns(USUAL).is_ok());
        for wrong in ["score", "snippets.text", "lefts", " , "] {
            assert!(row_columns(wrong).is_err(), "{wrong}");
        }
    }
}
