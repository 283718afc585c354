//! Columns and stored records of a segment.

use std::io::Write;

use tantivy::TantivyDocument;
use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::TerminatingWrite;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::store::StoreWriter;

use super::super::schema::{self, Fields, Small};
use super::Draft;
use super::order::Ranks;

impl Draft {
    pub(super) fn write_columns(
        &self,
        segment: &Segment,
        order: &[u32],
        ranks: &Ranks,
    ) -> tantivy::Result<()> {
        let mut columns = ColumnarWriter::default();
        for name in schema::NUMBERS {
            columns.record_column_type(name, ColumnType::U64, false);
        }
        for name in [schema::ID, schema::LANGUAGE] {
            columns.record_column_type(name, ColumnType::Str, false);
        }
        for (story, doc) in order.iter().zip(0..) {
            let drafted = &self.stories[*story as usize];
            let mut number = |name, value: u64| columns.record_numerical(doc, name, value);
            number(schema::FILE, u64::from(drafted.file));
            number(schema::ORDER, drafted.order);
            number(schema::HEADLINE_WORDS, u64::from(drafted.headline));
            number(schema::LEAD_WORDS, u64::from(drafted.lead));
            number(schema::WORDS, u64::from(drafted.words));
            number(schema::POSITIONS, u64::from(drafted.positions));
            number(schema::HASH, drafted.hash);
            if let Some(day) = drafted.day {
                number(schema::PRECISION, u64::from(day));
            }
            if let Some(urgency) = drafted.urgency {
                number(schema::URGENCY, u64::from(urgency));
            }
            columns.record_str(doc, schema::ID, self.id_of(*story));
            for token in self.small_of(*story, Small::Language) {
                let tag = ranks.term(token.number());
                // Terms are UTF-8: they came as such.
                columns.record_str(doc, schema::LANGUAGE, str::from_utf8(tag).unwrap_or(""));
            }
        }
        let mut file = segment.open_write(SegmentComponent::FastFields)?;
        columns.serialize(order.len() as u32, None, &mut file)?;
        file.flush()?;
        file.terminate()?;
        Ok(())
    }

    /// Writes the records, compressed in blocks.
    pub(super) fn write_records(
        &self,
        segment: &Segment,
        fields: &Fields,
        order: &[u32],
    ) -> tantivy::Result<()> {
        let file = segment.open_write(SegmentComponent::Store)?;
        let settings = segment.index().settings();
        let schema = segment.schema();
        let mut store = StoreWriter::new(
            file,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        for story in order {
            let mut document = TantivyDocument::new();
            let record = &self.records[self.range(*story, |it| it.records_end)];
            document.add_bytes(fields.story, record);
            store.store(&document, &schema)?;
        }
        store.close()?;
        Ok(())
    }
}
