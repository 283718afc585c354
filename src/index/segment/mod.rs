//! A segment in the making: stories in memory, and the files of the engine that they become.
//!
//! The engine's own indexing works through every word of every story by its letters, and sorts
//! stories at the end. Here stories come as numbers of terms: they are put in order first, and
//! then each word's places are counted into a row ([`postings`]). The files are the engine's, to
//! the byte where it matters: it reads, merges and deletes in them like in its own.

mod columns;
mod order;
mod postings;

use std::sync::Arc;

use tantivy::fieldnorm::{FieldNormReader, FieldNormReaders, FieldNormsSerializer};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, SegmentMeta};

use super::entry::{self, Entry};
use super::forms;
use super::schema::{Fields, Small};
use crate::analysis::{Lexicon, Token};
use order::Ranks;
use postings::{Files, Held, Rows, TokensOf};

/// Stories that are to become a segment.
///
/// Its room is set aside once and used again for the next segment: growing and giving back would
/// leave holes that no bound on memory sees.
#[derive(Default)]
pub(super) struct Draft {
    stories: Vec<Drafted>,
    /// What numbers the terms: several where a new lexicon was begun meanwhile.
    lexicons: Vec<Arc<Lexicon>>,
    ids: String,
    records: Vec<u8>,
    text: Vec<Token>,
    headlines: Vec<Token>,
    small: Vec<Token>,
}

/// A story of a draft; the ends are those in the draft's vectors.
struct Drafted {
    lexicon: u32,
    ids_end: usize,
    records_end: usize,
    text_end: usize,
    headline_end: usize,
    small_end: usize,
    small_ends: [u32; Small::ALL.len()],
    order: u64,
    hash: u64,
    file: u32,
    headline: u32,
    lead: u32,
    positions: u32,
    words: u32,
    urgency: Option<u8>,
    /// Filed on a day, at no known time; `None` for a story without a date.
    day: Option<bool>,
}

/// A segment that has been written.
pub(super) struct Written {
    /// What the engine has to know of it.
    pub meta: SegmentMeta,
    /// Pairs of English stem and form among its words, in order.
    pub forms: Vec<Vec<u8>>,
}

impl Draft {
    /// A draft with room for stories of so many bytes together, whatever makes them up.
    pub fn with_memory(memory: usize) -> Draft {
        Draft {
            stories: Vec::with_capacity(memory / 16 / size_of::<Drafted>()),
            lexicons: Vec::new(),
            ids: String::with_capacity(memory / 64),
            records: Vec::with_capacity(memory),
            text: Vec::with_capacity(memory / size_of::<Token>()),
            headlines: Vec::with_capacity(memory / 16 / size_of::<Token>()),
            small: Vec::with_capacity(memory / 8 / size_of::<Token>()),
        }
    }

    /// Says whether no story is in it.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// Bytes of memory that it fills, and its terms with it.
    pub fn memory(&self) -> usize {
        let terms: usize = self.lexicons.iter().map(|lexicon| lexicon.terms().memory()).sum();
        let tokens = self.text.len() + self.headlines.len() + self.small.len();
        tokens * size_of::<Token>()
            + self.stories.len() * size_of::<Drafted>()
            + self.ids.len()
            + self.records.len()
            + terms
    }

    /// Adds a story, read from the file of that number.
    pub fn add(&mut self, entry: &Entry, file: u32) {
        let known = self.lexicons.iter().rposition(|it| Arc::ptr_eq(it, &entry.lexicon));
        let lexicon = known.unwrap_or_else(|| {
            self.lexicons.push(Arc::clone(&entry.lexicon));
            self.lexicons.len() - 1
        });
        let sections = &entry.sections;
        self.ids.push_str(&entry.id);
        self.records.extend_from_slice(&entry.record);
        self.text.extend_from_slice(&sections.terms);
        self.headlines.extend_from_slice(&sections.headline_terms);
        self.small.extend_from_slice(&entry.small);
        self.stories.push(Drafted {
            lexicon: lexicon as u32,
            ids_end: self.ids.len(),
            records_end: self.records.len(),
            text_end: self.text.len(),
            headline_end: self.headlines.len(),
            small_end: self.small.len(),
            small_ends: entry.small_ends,
            order: entry::order(entry.filed),
            hash: entry.hash,
            file,
            headline: sections.headline,
            lead: sections.lead,
            positions: sections.positions,
            words: entry.words,
            urgency: entry.urgency,
            day: entry.filed.map(|_| entry.day),
        });
    }

    /// Writes the files of a segment, stories newest first, and is empty then.
    pub fn write(&mut self, index: &Index, fields: &Fields) -> tantivy::Result<Written> {
        let written = self.write_segment(index, fields);
        self.stories.clear();
        self.lexicons.clear();
        self.ids.clear();
        self.records.clear();
        self.text.clear();
        self.headlines.clear();
        self.small.clear();
        written
    }

    fn write_segment(&mut self, index: &Index, fields: &Fields) -> tantivy::Result<Written> {
        let ranks = self.rank();
        let draft = &*self;
        let segment = index.new_segment();
        let stories = draft.stories.len() as u32;
        let order = draft.order();
        let norms = draft.write_lengths(&segment, fields, &order)?;
        let text = Rows {
            ranks: &ranks,
            order: &order,
            tokens_of: &|story| draft.text_of(story),
            option: IndexRecordOption::WithFreqsAndPositions,
        };
        let counts = text.counts();
        let forms = std::thread::scope(|scope| {
            let mut files = Files::open(&segment)?;
            let text = scope.spawn(|| {
                text.write(&counts, files.field(fields.text), norms)?;
                tantivy::Result::Ok(files)
            });
            let records = scope.spawn(|| draft.write_records(&segment, fields, &order));
            draft.write_columns(&segment, &order, &ranks)?;
            let others = draft.hold_others(&segment, fields, &order, &ranks)?;
            let held = ranks.iter().zip(&counts.terms).filter(|(_, count)| **count > 0);
            let forms = forms::pairs(held.map(|(term, _)| term));
            let mut files = joined(text)?;
            others.iter().try_for_each(|held| files.write(held))?;
            files.close()?;
            joined(records)?;
            Ok::<_, tantivy::TantivyError>(forms)
        })?;
        Ok(Written { meta: segment.with_max_doc(stories).meta().clone(), forms })
    }

    /// Puts the terms of all stories in order, and gives each token its term's place there.
    fn rank(&mut self) -> Ranks {
        let ranks = Ranks::new(&self.lexicons);
        let (mut text, mut headline, mut small) = (0, 0, 0);
        for story in &self.stories {
            let lexicon = story.lexicon as usize;
            ranks.renumber(lexicon, &mut self.text[text..story.text_end]);
            ranks.renumber(lexicon, &mut self.small[small..story.small_end]);
            ranks.renumber(lexicon, &mut self.headlines[headline..story.headline_end]);
            (text, headline, small) = (story.text_end, story.headline_end, story.small_end);
        }
        ranks
    }

    /// The stories, newest first; those of one time as they came.
    fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.stories.len() as u32).collect();
        order.sort_by_key(|story| std::cmp::Reverse(self.stories[*story as usize].order));
        order
    }

    /// What stands between two ends: from that of the story before, to that of the story.
    fn range(&self, story: u32, end: impl Fn(&Drafted) -> usize) -> std::ops::Range<usize> {
        let story = story as usize;
        let start = story.checked_sub(1).map_or(0, |before| end(&self.stories[before]));
        start..end(&self.stories[story])
    }

    fn text_of(&self, story: u32) -> &[Token] {
        &self.text[self.range(story, |it| it.text_end)]
    }

    fn headline_of(&self, story: u32) -> &[Token] {
        &self.headlines[self.range(story, |it| it.headline_end)]
    }

    fn small_of(&self, story: u32, field: Small) -> &[Token] {
        let ends = &self.stories[story as usize].small_ends;
        let at = field as usize;
        let start = at.checked_sub(1).map_or(0, |before| ends[before]);
        let all = &self.small[self.range(story, |it| it.small_end)];
        &all[start as usize..ends[at] as usize]
    }

    fn id_of(&self, story: u32) -> &str {
        &self.ids[self.range(story, |it| it.ids_end)]
    }

    /// Writes the lengths of the texts, in positions, as the engine rounds them.
    fn write_lengths(
        &self,
        segment: &Segment,
        fields: &Fields,
        order: &[u32],
    ) -> tantivy::Result<Option<FieldNormReader>> {
        let length = |story: &u32| self.stories[*story as usize].positions;
        let norms: Vec<u8> =
            order.iter().map(|story| FieldNormReader::fieldnorm_to_id(length(story))).collect();
        let file = segment.open_write(SegmentComponent::FieldNorms)?;
        let mut serializer = FieldNormsSerializer::from_write(file)?;
        serializer.serialize_field(fields.text, &norms)?;
        serializer.close()?;
        let written = segment.open_read(SegmentComponent::FieldNorms)?;
        FieldNormReaders::open(written)?.get_field(fields.text)
    }

    /// Works out the postings of all fields but the text.
    fn hold_others<'a>(
        &'a self,
        segment: &Segment,
        fields: &Fields,
        order: &'a [u32],
        ranks: &'a Ranks,
    ) -> tantivy::Result<Vec<Held>> {
        let schema = segment.schema();
        let hold = |field, tokens_of: &dyn TokensOf<'a>| {
            let option = schema.get_field_entry(field).field_type().index_record_option();
            let option = option.unwrap_or(IndexRecordOption::Basic);
            let rows = Rows { ranks, order, tokens_of, option };
            Held::new(field, |regions| rows.write(&rows.counts(), regions, None))
        };
        let mut held = Vec::with_capacity(Small::ALL.len() + 2);
        held.extend(hold(fields.headline, &|story| self.headline_of(story))?);
        for small in Small::ALL {
            held.extend(hold(small.field(fields), &|story| self.small_of(story, small))?);
        }
        let mut ids: Vec<(&str, u32)> =
            order.iter().zip(0..).map(|(story, doc)| (self.id_of(*story), doc)).collect();
        ids.sort_unstable();
        held.extend(Held::new(fields.id, |regions| postings::write_ids(&ids, regions))?);
        Ok(held)
    }
}

/// What a thread made.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, tantivy::Result<T>>) -> tantivy::Result<T> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
