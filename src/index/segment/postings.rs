//! Postings: from what each story holds to where each term stands.
//!
//! Stories are in order and terms are numbers in order, so that a row of places a term is a
//! matter of counting: how often each term occurs, where its row begins, and then every place
//! into its row. Rows come out sorted by story and position. They are made some ranks at a time,
//! so that they fit into the cache and into a bound of memory, and on a thread of their own while
//! those before are encoded.

use std::io::{self, Write};
use std::ops::Range;

use crossbeam_channel::bounded;
use tantivy::directory::{CompositeWrite, WritePtr};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy_common::CountingWriter;

use super::order::Ranks;
use crate::analysis::Token;

/// Places that are held at a time, at most.
const PLACES: usize = 1 << 20;

/// Gives the terms of a story in a field.
pub(super) trait TokensOf<'a>: Fn(u32) -> &'a [Token] + Sync {}

impl<'a, F: Fn(u32) -> &'a [Token] + Sync> TokensOf<'a> for F {}

/// Into how many parts the rows of a field are cut, if they are not too long then.
const PARTS: usize = 4;

/// A field whose rows are to be written.
pub(super) struct Rows<'a, 'f> {
    pub ranks: &'a Ranks,
    /// Stories, in the order of the segment.
    pub order: &'a [u32],
    /// The terms of a story in the field, as ranks.
    pub tokens_of: &'f dyn TokensOf<'a>,
    /// What the rows hold.
    pub option: IndexRecordOption,
}

/// Where a term stands: story and position.
#[derive(Clone, Copy, Default)]
struct Place {
    doc: u32,
    position: u32,
}

/// Rows of some terms in a row.
struct Part {
    /// The first term.
    first: u32,
    /// Where the row of each term ends.
    ends: Vec<u32>,
    places: Vec<Place>,
}

/// The files of a segment's postings: dictionary, rows and positions, a region a field in each.
pub(super) struct Files {
    files: [CompositeWrite<WritePtr>; 3],
}

/// The regions of one field.
pub(super) type Regions<'f, W> = [&'f mut CountingWriter<W>; 3];

/// The regions of a field that wait for their turn to be written.
pub(super) struct Held {
    field: Field,
    regions: [Vec<u8>; 3],
}

impl Files {
    /// Begins the files of a segment.
    pub fn open(segment: &Segment) -> tantivy::Result<Files> {
        let open = |component| segment.open_write(component).map(CompositeWrite::wrap);
        let [terms, rows] = [SegmentComponent::Terms, SegmentComponent::Postings].map(open);
        Ok(Files { files: [terms?, rows?, open(SegmentComponent::Positions)?] })
    }

    /// Begins the regions of a field.
    pub fn field(&mut self, field: Field) -> Regions<'_, WritePtr> {
        self.files.each_mut().map(|file| file.for_field(field))
    }

    /// Writes the regions of a field.
    pub fn write(&mut self, held: &Held) -> io::Result<()> {
        for (to, from) in self.field(held.field).into_iter().zip(&held.regions) {
            to.write_all(from)?;
        }
        Ok(())
    }

    /// Ends the files.
    pub fn close(self) -> io::Result<()> {
        self.files.into_iter().try_for_each(CompositeWrite::close)
    }
}

impl Held {
    /// Lets `write` write a field to memory; nothing where it writes nothing.
    pub fn new(
        field: Field,
        write: impl FnOnce(Regions<'_, Vec<u8>>) -> io::Result<()>,
    ) -> io::Result<Option<Held>> {
        let mut regions = [(); 3].map(|()| CountingWriter::wrap(Vec::new()));
        write(regions.each_mut())?;
        let regions = regions.map(CountingWriter::finish);
        Ok(regions.iter().any(|region| !region.is_empty()).then_some(Held { field, regions }))
    }
}

/// How often each term occurs in a field.
pub(super) struct Counts {
    /// By rank.
    pub terms: Vec<u32>,
    /// Together.
    pub all: u64,
}

impl Rows<'_, '_> {
    /// Writes all rows of the field, if it has any.
    pub fn write<W: Write>(
        &self,
        counts: &Counts,
        regions: Regions<'_, W>,
        norms: Option<FieldNormReader>,
    ) -> io::Result<()> {
        let Counts { terms: counts, all } = counts;
        if *all == 0 {
            return Ok(());
        }
        let [terms, rows, positions] = regions;
        let mut serializer =
            FieldSerializer::create(self.option, *all, terms, rows, positions, norms)?;
        let parts = parts(counts, (*all as usize / PARTS).min(PLACES));
        if parts.len() == 1 {
            for ranks in parts {
                self.write_part(&self.part(ranks, counts), &mut serializer)?;
            }
            return serializer.close();
        }
        std::thread::scope(|scope| {
            let (made, taken) = bounded(1);
            scope.spawn(move || {
                for ranks in parts {
                    if made.send(self.part(ranks, counts)).is_err() {
                        break;
                    }
                }
            });
            taken.iter().try_for_each(|part| self.write_part(&part, &mut serializer))
        })?;
        serializer.close()
    }

    /// How often each term occurs in the field.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { terms: vec![0; self.ranks.len()], all: 0 };
        for story in self.order {
            let tokens = (self.tokens_of)(*story);
            counts.all += tokens.len() as u64;
            for token in tokens {
                counts.terms[token.number() as usize] += 1;
            }
        }
        counts
    }

    /// The rows of the terms of some ranks.
    fn part(&self, ranks: Range<u32>, counts: &[u32]) -> Part {
        let first = ranks.start;
        let mut ends = Vec::with_capacity(ranks.len());
        let mut end = 0;
        for count in &counts[ranks.start as usize..ranks.end as usize] {
            // For now where the row begins: it ends there once it is filled.
            ends.push(end);
            end += count;
        }
        let mut places = vec![Place::default(); end as usize];
        for (story, doc) in self.order.iter().zip(0..) {
            let mut positions = 0_u32;
            for token in (self.tokens_of)(*story) {
                positions += u32::from(token.opens());
                // Ranks before the first wrap round to beyond the last.
                if let Some(end) = ends.get_mut(token.number().wrapping_sub(first) as usize) {
                    places[*end as usize] = Place { doc, position: positions.saturating_sub(1) };
                    *end += 1;
                }
            }
        }
        Part { first, ends, places }
    }

    fn write_part<W: Write>(
        &self,
        part: &Part,
        serializer: &mut FieldSerializer<'_, W>,
    ) -> io::Result<()> {
        let (freqs, positions) = (self.option.has_freq(), self.option.has_positions());
        let mut start = 0;
        let mut gaps = Vec::new();
        for (end, rank) in part.ends.iter().zip(part.first..) {
            let row = &part.places[start..*end as usize];
            start = *end as usize;
            if row.is_empty() {
                continue;
            }
            let stories = row.chunk_by(|a, b| a.doc == b.doc);
            let count = if freqs { stories.clone().count() as u32 } else { 0 };
            serializer.new_term(self.ranks.term(rank), count, freqs)?;
            for story in stories {
                let often = if freqs { story.len() as u32 } else { 0 };
                gaps.clear();
                if positions {
                    let mut before = 0;
                    gaps.extend(story.iter().map(|place| {
                        place.position - std::mem::replace(&mut before, place.position)
                    }));
                }
                serializer.write_doc(story[0].doc, often, &gaps);
            }
            serializer.close_term()?;
        }
        Ok(())
    }
}

/// Cuts the ranks into parts of at most so many places, unless a single term has more.
fn parts(counts: &[u32], most: usize) -> Vec<Range<u32>> {
    let mut parts = Vec::new();
    let (mut first, mut places) = (0, 0);
    for (count, rank) in counts.iter().zip(0..) {
        let count = *count as usize;
        if places > 0 && count > 0 && places + count > most {
            parts.push(first..rank);
            (first, places) = (rank, 0);
        }
        places += count;
    }
    if places > 0 {
        parts.push(first..counts.len() as u32);
    }
    parts
}

/// Writes the ids: one story each, in order.
pub(super) fn write_ids<W: Write>(ids: &[(&str, u32)], regions: Regions<'_, W>) -> io::Result<()> {
    let [terms, rows, positions] = regions;
    let (option, all) = (IndexRecordOption::Basic, ids.len() as u64);
    let mut serializer = FieldSerializer::create(option, all, terms, rows, positions, None)?;
    for (id, doc) in ids {
        serializer.new_term(id.as_bytes(), 0, false)?;
        serializer.write_doc(*doc, 0, &[]);
        serializer.close_term()?;
    }
    serializer.close()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_all_ranks_once() {
        let most = 100;
        let ranges = |counts: &[u32]| -> Vec<(u32, u32)> {
            parts(counts, 100).into_iter().map(|part| (part.start, part.end)).collect()
        };
        assert_eq!(ranges(&[1, 2, 3]), [(0, 3)]);
        assert_eq!(ranges(&[most, 1, most * 2, 0, 1, 0]), [(0, 1), (1, 2), (2, 4), (4, 6)]);
        assert_eq!(ranges(&[0, most / 2, most]), [(0, 2), (2, 3)]);
        assert_eq!(ranges(&[0, 0]), []);
    }
}
