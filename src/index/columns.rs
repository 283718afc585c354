//! The columns of a segment: small values of every story, without touching the stored record.

use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};

use super::schema::{
    FILE, HASH, HEADLINE_WORDS, ID, LANGUAGE, LEAD_WORDS, ORDER, POSITIONS, PRECISION, URGENCY,
    WORDS,
};

/// Columns of one segment, opened.
pub(crate) struct Columns {
    pub order: Column<u64>,
    pub precision: Column<u64>,
    pub headline_words: Column<u64>,
    pub lead_words: Column<u64>,
    pub words: Column<u64>,
    pub urgency: Column<u64>,
    pub positions: Column<u64>,
    pub hash: Column<u64>,
    pub file: Column<u64>,
    pub id: Option<StrColumn>,
    pub language: Option<StrColumn>,
}

impl Columns {
    /// Opens the columns of a segment.
    pub fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        let number = |name: &str| -> tantivy::Result<Column<u64>> {
            Ok(fast
                .column_opt::<u64>(name)?
                .unwrap_or_else(|| Column::build_empty_column(reader.max_doc())))
        };
        Ok(Columns {
            order: number(ORDER)?,
            precision: number(PRECISION)?,
            headline_words: number(HEADLINE_WORDS)?,
            lead_words: number(LEAD_WORDS)?,
            words: number(WORDS)?,
            urgency: number(URGENCY)?,
            positions: number(POSITIONS)?,
            hash: number(HASH)?,
            file: number(FILE)?,
            id: fast.str(ID)?,
            language: fast.str(LANGUAGE)?,
        })
    }

    /// The id of a story.
    pub fn id(&self, doc: u32) -> String {
        let mut id = String::new();
        if let Some(column) = &self.id
            && let Some(ord) = column.term_ords(doc).next()
        {
            // An id that cannot be read shows as an empty one; verify tells.
            let _ = column.ord_to_str(ord, &mut id);
        }
        id
    }
}
