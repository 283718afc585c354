//! Stories read back from where the engine stores them.

use std::sync::PoisonError;

use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy_common::{BinarySerializable, VInt};

use super::{Address, StoryIndex};
use crate::error::Result;
use crate::index::engine;
use crate::index::record::{FromColumns, decode};
use crate::story::Story;

/// Blocks of stored stories that are kept.
const CACHED_BLOCKS: usize = 8;

impl StoryIndex {
    /// Reads a story back.
    pub fn story(&self, address: Address) -> Result<Story> {
        self.story_of_id(address, self.id(address))
    }

    /// Reads a story back whose id is known already: to look it up takes as long as all the rest.
    pub fn story_of_id(&self, address: Address, id: String) -> Result<Story> {
        let columns = &self.segments[address.segment as usize].columns;
        let known = FromColumns {
            id,
            words: columns.words.first(address.doc).unwrap_or(0) as u32,
            filed: columns.order.first(address.doc).and_then(crate::index::filed),
        };
        self.with_record(address, |record| decode(record, known))?
            .ok_or_else(|| self.damaged("a stored record cannot be read".to_owned()))
    }

    /// Hands over the record of a story, as it is stored.
    fn with_record<T>(&self, address: Address, take: impl FnOnce(&[u8]) -> T) -> Result<T> {
        let segment = &self.segments[address.segment as usize];
        let failed = |cause| engine::error(&self.dir, "reading a story", cause);
        let mut store = segment.store.lock().unwrap_or_else(PoisonError::into_inner);
        let store = match &mut *store {
            Some(store) => store,
            empty => {
                let opened = segment.reader.get_store_reader(CACHED_BLOCKS);
                empty.insert(opened.map_err(|cause| failed(cause.into()))?)
            }
        };
        with_stored(store, address.doc, self.fields.story, take)
            .map_err(failed)?
            .ok_or_else(|| self.damaged("a story has no stored record".into()))
    }
}

/// Hands over the record of a story, as it is stored; `None` where it has none.
pub(in crate::index) fn with_stored<T>(
    store: &StoreReader,
    story: u32,
    field: Field,
    take: impl FnOnce(&[u8]) -> T,
) -> tantivy::Result<Option<T>> {
    let stored = store.get_document_bytes(story)?;
    if let Some(record) = only_value(&stored, field) {
        return Ok(Some(take(record)));
    }
    // Not as we write it: the engine may know better.
    let document: TantivyDocument = store.get(story)?;
    Ok(document.get_first(field).and_then(|value| value.as_bytes()).map(take))
}

/// The bytes of a stored document whose only value they are, without a copy: the engine would copy
/// them one by one.
fn only_value(stored: &[u8], field: Field) -> Option<&[u8]> {
    /// How the engine marks bytes.
    const BYTES: u8 = 4;
    let mut rest = stored;
    let values = VInt::deserialize(&mut rest).ok()?.0;
    let number = u32::deserialize(&mut rest).ok()?;
    let kind = u8::deserialize(&mut rest).ok()?;
    let length = VInt::deserialize(&mut rest).ok()?.0;
    let is_ours = values == 1 && number == field.field_id() && kind == BYTES;
    (is_ours && length == rest.len() as u64).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_ours_is_taken_without_the_engine() {
        let stored = |values: u64, field: u32, kind: u8, length: u64, bytes: &[u8]| {
            let mut stored = Vec::new();
            VInt(values).serialize(&mut stored).unwrap();
            field.serialize(&mut stored).unwrap();
            kind.serialize(&mut stored).unwrap();
            VInt(length).serialize(&mut stored).unwrap();
            stored.extend(bytes);
            stored
        };
        let ours = Field::from_field_id(3);
        assert_eq!(only_value(&stored(1, 3, 4, 3, b"abc"), ours), Some(b"abc".as_slice()));
        for other in [
            stored(2, 3, 4, 3, b"abc"),
            stored(1, 2, 4, 3, b"abc"),
            stored(1, 3, 0, 3, b"abc"),
            stored(1, 3, 4, 2, b"abc"),
            stored(1, 3, 4, 9, b"abc"),
            Vec::new(),
        ] {
            assert_eq!(only_value(&other, ours), None);
        }
    }
}
