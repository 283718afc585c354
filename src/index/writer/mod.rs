//! Writing an index: stories in, commits that carry their progress, one sorted segment at the end.
//!
//! Comes in: stories made ready, and how far each file has been read. Goes out: the files of the
//! index. Here is what becomes of a story; committing, ending a run and starting afresh are files
//! of their own.

mod clear;
mod commit;
mod copies;
mod files;
mod finish;
mod remove;
mod unseen;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::IndexRecordOption;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{
    DocId, DocSet, Index, IndexSettings, IndexSortByField, Order, SegmentReader, TERMINATED,
    TantivyDocument, Term,
};

use super::columns::Columns;
use super::directory::{ForWriting, Trouble};
use super::engine;
use super::entry::Entry;
use super::log::Log;
use super::manifest::{
    FileState, MANIFEST, Manifest, PACKAGES, Progress, Sources, share, write_whole,
};
use super::place_terms::PlaceTerms;
use super::reader::progress_of;
use super::record::{FromColumns, ID_SHARED, decode};
use super::schema::{Fields, ORDER, schema};
use super::segment::Draft;
use crate::analysis::{Analyser, Lexicons};
use crate::copies::Rule;
use crate::error::{Error, Result};

pub(in crate::index) use finish::checksum;
use remove::Removed;
use unseen::is_of_content;

/// How to write.
#[derive(Debug, Clone, Default)]
pub struct WriterOptions {
    /// Bytes that stories may fill before they are written as a segment. Writing takes as much
    /// again.
    pub memory: usize,
    /// Threads that look for copies at the end.
    pub threads: usize,
    /// Start afresh: what the index held goes.
    pub rebuild: bool,
    /// How copies and versions are to be found.
    pub copies: CopiesOption,
}

/// How copies and versions are to be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CopiesOption {
    /// As the index did before; by the usual rule where it is new.
    #[default]
    AsBefore,
    /// By a rule, of which one side may be as before: the threshold in thousandths, the window in
    /// seconds.
    By {
        /// Least similarity of near-copies, in thousandths.
        threshold: Option<u32>,
        /// Most seconds between near-copies or versions.
        window: Option<u32>,
    },
    /// Not at all.
    Without,
}

impl CopiesOption {
    /// The rule, given that of the index as it is: `None` for an index that is new.
    fn rule(self, before: Option<Option<Rule>>) -> Option<Rule> {
        match self {
            CopiesOption::Without => None,
            CopiesOption::AsBefore => before.unwrap_or(Some(Rule::default())),
            CopiesOption::By { threshold, window } => {
                let before = before.flatten().unwrap_or_default();
                Some(Rule {
                    threshold: threshold.unwrap_or(before.threshold),
                    window: window.unwrap_or(before.window),
                })
            }
        }
    }
}

/// What became of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// New in the index.
    Indexed,
    /// The index holds it already, the same.
    Unchanged,
    /// The index held another text under its id; this one stands now.
    Replaced,
}

/// What is remembered of a story that the index holds.
#[derive(Debug, Clone, Copy)]
struct Known {
    hash: u64,
    file: u32,
    positions: u32,
    /// Where it stands; `None` for one put since the last commit, which the engine cannot be asked
    /// for yet.
    at: Option<(SegmentId, DocId)>,
}

/// Bytes of records that are compressed together.
const BLOCK: usize = 32 << 10;
/// Smallest budget the engine takes.
const LEAST_MEMORY: usize = 15_000_000;

/// An index open for writing. One at a time for a folder.
pub struct IndexWriter {
    dir: PathBuf,
    fields: Fields,
    index: Index,
    engine: tantivy::IndexWriter<TantivyDocument>,
    progress: Progress,
    sum: u128,
    sources: Sources,
    /// Packages that were read.
    packages: Log,
    /// The file being read, as far as it has been.
    current: Option<FileState>,
    /// The file being read was in the index before: what it held then is told from what it holds
    /// now by `seen`. Of a file that is new, the index holds nothing but what it holds now.
    again: bool,
    /// A story of the file being read stands in the index as another file's.
    shared: bool,
    /// Stories of files read again that are still in them.
    seen: FxHashSet<u64>,
    /// New stories in files read again whose ids were made of their texts, by file.
    texts: FxHashMap<u32, u64>,
    /// Files met by this run.
    met: FxHashSet<u32>,
    /// Files of earlier runs that are still where they were; worked out when first asked for.
    there: Option<FxHashSet<u32>>,
    lexicons: Lexicons,
    /// Stories that are in no segment yet.
    draft: Draft,
    /// Bytes that they may fill.
    memory: usize,
    threads: usize,
    /// Stories to be removed with the next commit.
    removed: Removed,
    /// Pairs of stem and form of the only segment there is, where this run has written it.
    forms: Option<Vec<Vec<u8>>>,
    known: FxHashMap<u128, Known>,
    committed: Vec<(SegmentReader, Columns)>,
    /// This run has written segments.
    segments: bool,
    uncommitted: bool,
    changed: bool,
    resumed: bool,
    /// By what rule copies and versions are found at the end.
    copies: Option<Rule>,
    trouble: Trouble,
}

impl IndexWriter {
    /// Opens the index in a folder, or makes one. Goes on where the last commit stood.
    ///
    /// Fails with [`Error::Busy`] while another process writes, and with [`Error::OldIndex`] for
    /// an index of other versions.
    pub fn open(dir: &Path, options: &WriterOptions) -> Result<IndexWriter> {
        fs::create_dir_all(dir).map_err(|error| Error::io("making", dir, error))?;
        let directory = ForWriting::open(dir)
            .map_err(|cause| engine::error(dir, "opening the index", cause))?;
        if options.rebuild {
            clear::clear(dir, &directory)?;
        }
        let manifest = Manifest::read(dir)?;
        match &manifest {
            Some(manifest) => manifest.check(dir)?,
            None if dir.join("meta.json").exists() => {
                return Err(Error::Damaged {
                    dir: dir.to_owned(),
                    why: format!("{MANIFEST} is missing"),
                });
            }
            None => Manifest::unfinished(options.copies.rule(None)).write(dir)?,
        }
        let copies = options.copies.rule(manifest.as_ref().map(|manifest| manifest.copies));
        let trouble = directory.trouble();
        let failed = |cause| trouble.error(dir, "opening the index", cause);
        let (schema, fields) = schema();
        let settings = IndexSettings {
            sort_by_field: Some(IndexSortByField { field: ORDER.to_owned(), order: Order::Desc }),
            // Several stories to a block: smaller than each by itself, and still a matter of some
            // tens of microseconds to read.
            docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
            docstore_blocksize: BLOCK,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let index = Index::builder()
            .schema(schema)
            .settings(settings)
            .open_or_create(directory)
            .map_err(failed)?;
        // Segments are written here; the engine deletes, merges and commits.
        let engine = index.writer_with_num_threads(1, LEAST_MEMORY).map_err(failed)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        let metas = index.load_metas().map_err(failed)?;
        let progress = progress_of(dir, metas.payload.as_deref())?;
        let mut sources = Sources::read(dir, progress.sources)?;
        if let Some(current) = progress.current.clone() {
            // Whatever is read first now, this one is not forgotten.
            sources.note(FileState { partial: true, ..current })?;
        }
        let is_other = manifest.as_ref().is_some_and(|manifest| manifest.copies != copies);
        let unfinished = manifest.is_none_or(|manifest| manifest.finished.is_none());
        let mut writer = IndexWriter {
            dir: dir.to_owned(),
            fields,
            index,
            engine,
            sum: u128::from_str_radix(&progress.fingerprint, 16).unwrap_or(0),
            packages: Log::new(dir, PACKAGES, progress.packages),
            sources,
            current: None,
            again: false,
            shared: false,
            seen: FxHashSet::default(),
            texts: FxHashMap::default(),
            met: FxHashSet::default(),
            there: None,
            progress,
            lexicons: Lexicons::default(),
            draft: Draft::with_memory(options.memory),
            memory: options.memory,
            threads: options.threads.max(1),
            removed: Removed::default(),
            forms: None,
            known: FxHashMap::default(),
            committed: Vec::new(),
            segments: false,
            uncommitted: false,
            // Another rule is reason enough to look for copies anew.
            changed: unfinished || is_other,
            resumed: unfinished,
            copies,
            trouble,
        };
        writer.look_again()?;
        Ok(writer)
    }

    /// What numbers the terms of stories to come, for workers to share.
    pub fn lexicons(&self) -> Lexicons {
        self.lexicons.clone()
    }

    /// How far the build stands.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The files that have been read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Says whether this run goes on with one that did not end.
    pub fn resumes(&self) -> bool {
        self.resumed
    }

    /// Puts a story in, read from the file of that number, which is the one begun last.
    ///
    /// A story whose id the index holds with the same content is left alone. One with other
    /// content replaces the old one, if that stood in the same file and is no longer in it, or
    /// stood in a file that is gone. Otherwise the archive holds both, and so does the index: this
    /// one's id gets a suffix of its content's hash.
    pub fn put(&mut self, entry: Entry, file: u32) -> Result<Put> {
        let key = key(&entry.id);
        let Some(known) = self.lookup(key, &entry.id)? else {
            if self.again && self.stands_renamed(&entry, file)? {
                return Ok(Put::Unchanged);
            }
            if self.again && is_of_content(&entry.id) {
                *self.texts.entry(file).or_default() += 1;
            }
            self.add(entry, key, file)?;
            return Ok(Put::Indexed);
        };
        let same = known.hash == entry.hash;
        if known.file == file {
            if same {
                self.see(key);
                return Ok(Put::Unchanged);
            }
            if self.again && !self.seen.contains(&seen_key(key)) {
                if self.stands_renamed(&entry, file)? {
                    return Ok(Put::Unchanged);
                }
                self.remove(&entry.id, known);
                self.add(entry, key, file)?;
                return Ok(Put::Replaced);
            }
        } else if known.at.is_some() && self.is_gone(known.file) {
            self.remove(&entry.id, known);
            self.add(entry, key, file)?;
            return Ok(Put::Replaced);
        } else if same {
            self.shared = true;
            return Ok(Put::Unchanged);
        }
        let renamed = self.rename(&entry)?;
        self.put(renamed, file)
    }

    /// Says whether a story stands in its file under an id of its own already: another text had
    /// the one it came with when it was first read, and need not be there any more.
    fn stands_renamed(&mut self, entry: &Entry, file: u32) -> Result<bool> {
        let id = renamed(&entry.id, entry.hash);
        let key = key(&id);
        if self.lookup(key, &id)?.is_none_or(|known| known.file != file) {
            return Ok(false);
        }
        self.see(key);
        Ok(true)
    }

    /// Notes that a story of the file being read is still in it.
    fn see(&mut self, key: u128) {
        if self.again {
            self.seen.insert(seen_key(key));
        }
    }

    /// Gives a story an id of its own: another story of the archive has the one it came with.
    fn rename(&self, entry: &Entry) -> Result<Entry> {
        let known = FromColumns { id: entry.id.clone(), words: entry.words, filed: entry.filed };
        let mut story = decode(&entry.record, known).ok_or(Error::Engine {
            action: "renaming a story",
            cause: "its record cannot be read back".to_owned(),
        })?;
        story.id = renamed(&story.id, entry.hash);
        if !story.flags.iter().any(|flag| flag == ID_SHARED) {
            story.flags.push(ID_SHARED.to_owned());
        }
        let mut analyser = Analyser::new(self.lexicons.current());
        let places = PlaceTerms::new(Arc::clone(&entry.names), &mut analyser);
        Ok(Entry::new(&story, &places, &mut analyser))
    }

    fn add(&mut self, entry: Entry, key: u128, file: u32) -> Result<()> {
        let positions = entry.sections.positions;
        let known = Known { hash: entry.hash, file, positions, at: None };
        self.known.insert(key, known);
        self.see(key);
        self.sum = self.sum.wrapping_add(share(entry.hash));
        self.progress.stories += 1;
        self.progress.positions += u64::from(positions);
        self.uncommitted = true;
        self.draft.add(&entry, file);
        if self.draft.memory() >= self.memory { self.write_segment() } else { Ok(()) }
    }

    fn remove(&mut self, id: &str, known: Known) {
        if let Some((segment, doc)) = known.at {
            self.removed.add(segment, doc);
        }
        self.known.remove(&key(id));
        self.forms = None;
        self.sum = self.sum.wrapping_sub(share(known.hash));
        self.progress.stories = self.progress.stories.saturating_sub(1);
        self.progress.positions =
            self.progress.positions.saturating_sub(u64::from(known.positions));
        self.uncommitted = true;
    }

    fn lookup(&self, key: u128, id: &str) -> Result<Option<Known>> {
        if let Some(known) = self.known.get(&key) {
            return Ok(Some(*known));
        }
        let term = Term::from_field_text(self.fields.id, id);
        for (reader, columns) in &self.committed {
            let failed = |cause| engine::error(&self.dir, "looking up an id", cause);
            let inverted = reader.inverted_index(self.fields.id).map_err(failed)?;
            let postings = inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|cause| failed(cause.into()))?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    return Ok(Some(Known {
                        hash: columns.hash.first(doc).unwrap_or(0),
                        file: columns.file.first(doc).unwrap_or(0) as u32,
                        positions: columns.positions.first(doc).unwrap_or(0) as u32,
                        at: Some((reader.segment_id(), doc)),
                    }));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Says whether the file of a number is no longer where it was.
    fn is_gone(&mut self, file: u32) -> bool {
        let there = self.there.get_or_insert_with(|| {
            let states = self.sources.files.values();
            states.filter(|state| state.is_there()).map(|state| state.file).collect()
        });
        !self.met.contains(&file) && !there.contains(&file)
    }
}

/// The id of a story whose own id another text has.
fn renamed(id: &str, hash: u64) -> String {
    format!("{id}~{:08x}", hash >> 32)
}

/// The key of a story among those seen: half of the other is enough.
fn seen_key(key: u128) -> u64 {
    key as u64
}

fn key(id: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..16]);
    u128::from_le_bytes(bytes)
}
