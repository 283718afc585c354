//! Writing an index: stories in, commits that carry their progress, one sorted segment at the end.

use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocSet, Index, IndexSettings, IndexSortByField, Order, SegmentReader, TERMINATED,
    TantivyDocument, Term,
};

use super::columns::Columns;
use super::directory::ForWriting;
use super::engine;
use super::entry::Entry;
use super::forms;
use super::keep::{self, Dictionary, Packer};
use super::manifest::{
    Checksum, DICTIONARY, FORMS, FileState, Finished, MANIFEST, Manifest, Progress, REJECTS, SOURCES,
    Sources, fingerprint, share, write_whole,
};
use super::reader::progress_of;
use super::record::{FromColumns, decode};
use super::schema::{Fields, ORDER, schema, tokenizers};
use crate::analysis::Analyser;
use crate::error::{Error, Result};

/// How to write.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Bytes that the engine may fill before it writes a segment.
    pub memory: usize,
    /// Start afresh: what the index held goes.
    pub rebuild: bool,
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
    tokens: u32,
    /// Put by this run.
    fresh: bool,
}

/// Segments above which the smaller ones are merged while writing.
const MANY_SEGMENTS: usize = 12;
/// Stories remembered before the writer commits and looks them up in the index instead.
const REMEMBERED: usize = 1 << 20;
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
    current: Option<FileState>,
    dictionary: Dictionary,
    /// Stories that wait for the dictionary.
    waiting: Vec<(Entry, u32)>,
    waiting_bytes: usize,
    packer: Packer,
    known: FxHashMap<u128, Known>,
    committed: Vec<(SegmentReader, Columns)>,
    gone: FxHashMap<u32, bool>,
    deleted: bool,
    uncommitted: bool,
    changed: bool,
}

impl IndexWriter {
    /// Opens the index in a folder, or makes one. Goes on where the last commit stood.
    ///
    /// Fails with [`Error::Busy`] while another process writes, and with [`Error::OldIndex`] for
    /// an index of other versions.
    pub fn open(dir: &Path, options: &WriterOptions) -> Result<IndexWriter> {
        fs::create_dir_all(dir).map_err(|error| Error::io("making", dir, error))?;
        let failed = |cause| engine::error(dir, "opening the index", cause);
        let directory = ForWriting::open(dir).map_err(failed)?;
        if options.rebuild {
            clear(dir, &directory)?;
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
            None => Manifest::unfinished().write(dir)?,
        }
        let (schema, fields) = schema();
        let settings = IndexSettings {
            sort_by_field: Some(IndexSortByField { field: ORDER.to_owned(), order: Order::Desc }),
            // Stories are packed before they come here.
            docstore_compression: tantivy::store::Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let index = Index::builder()
            .schema(schema)
            .settings(settings)
            .tokenizers(tokenizers())
            .open_or_create(directory)
            .map_err(failed)?;
        let engine = index
            .writer_with_num_threads(1, options.memory.max(LEAST_MEMORY))
            .map_err(failed)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        let metas = index.load_metas().map_err(failed)?;
        let progress = progress_of(dir, metas.payload.as_deref())?;
        let mut sources = Sources::read(dir, progress.sources)?;
        if let Some(current) = &progress.current {
            sources.reserve(current.file);
        }
        let dictionary = match fs::read(dir.join(DICTIONARY)) {
            Ok(bytes) if progress.stories > 0 => Dictionary::from_bytes(bytes),
            _ => Dictionary::default(),
        };
        let mut writer = IndexWriter {
            dir: dir.to_owned(),
            fields,
            index,
            engine,
            sum: u128::from_str_radix(&progress.fingerprint, 16).unwrap_or(0),
            sources,
            current: progress.current.clone(),
            progress,
            dictionary,
            waiting: Vec::new(),
            waiting_bytes: 0,
            packer: Packer::default(),
            known: FxHashMap::default(),
            committed: Vec::new(),
            gone: FxHashMap::default(),
            deleted: false,
            uncommitted: false,
            changed: manifest.is_none_or(|manifest| manifest.finished.is_none()),
        };
        writer.look_again()?;
        Ok(writer)
    }

    /// The dictionary that stories are packed with, for workers to share.
    pub fn dictionary(&self) -> Dictionary {
        self.dictionary.clone()
    }

    /// How far the build stands.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The files that have been read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The file that was being read when the last run stopped, if it stopped in the middle.
    pub fn interrupted(&self) -> Option<&FileState> {
        self.current.as_ref()
    }

    /// The number of a file.
    pub fn file_number(&mut self, path: &str) -> u32 {
        match &self.current {
            Some(current) if current.path == path => current.file,
            _ => self.sources.number(path),
        }
    }

    /// Notes how far a file has been read; goes with the next commit.
    pub fn reading(&mut self, state: FileState) {
        self.sources.reserve(state.file);
        self.current = Some(state);
    }

    /// Notes that a file has been read to its end.
    pub fn file_done(&mut self, state: FileState) {
        if self.sources.files.get(&state.path) != Some(&state) {
            self.sources.note(state);
            self.uncommitted = true;
        }
        self.current = None;
    }

    /// Puts a story in, read from the file of that number.
    ///
    /// A story whose id the index holds with the same content is left alone; with other content
    /// it replaces the old one, unless that came from elsewhere in the archive: then both stay,
    /// and this one's id gets a suffix of its content's hash.
    pub fn put(&mut self, entry: Entry, file: u32) -> Result<Put> {
        let key = key(&entry.id);
        let Some(known) = self.lookup(key, &entry.id)? else {
            self.add(entry, key, file)?;
            return Ok(Put::Indexed);
        };
        let moved = known.file != file && !known.fresh && self.is_gone(known.file);
        if known.hash == entry.hash && !moved {
            return Ok(Put::Unchanged);
        }
        if moved || (known.file == file && !known.fresh) {
            self.remove(&entry.id, known);
            self.add(entry, key, file)?;
            return Ok(Put::Replaced);
        }
        let renamed = self.rename(&entry)?;
        self.put(renamed, file)
    }

    /// Gives a story an id of its own: another story of the archive has the one it came with.
    fn rename(&self, entry: &Entry) -> Result<Entry> {
        let known = FromColumns {
            id: entry.id.clone(),
            words: entry.words(),
            filed: entry.filed(),
        };
        let mut story = decode(&entry.record, known).ok_or(Error::Engine {
            action: "renaming a story",
            cause: "its record cannot be read back".to_owned(),
        })?;
        story.id = format!("{}~{:08x}", story.id, entry.hash >> 32);
        if !story.flags.iter().any(|flag| flag == "id_shared") {
            story.flags.push("id_shared".to_owned());
        }
        Ok(Entry::new(&story, &mut Analyser::new()))
    }

    fn add(&mut self, mut entry: Entry, key: u128, file: u32) -> Result<()> {
        let tokens = entry.sections.tokens;
        let known = Known { hash: entry.hash, file, tokens, fresh: true };
        self.known.insert(key, known);
        self.sum = self.sum.wrapping_add(share(entry.hash));
        self.progress.stories += 1;
        self.progress.tokens += u64::from(tokens);
        self.uncommitted = true;
        if self.dictionary.get().is_none() {
            self.waiting_bytes += entry.record.len();
            self.waiting.push((entry, file));
            if self.waiting.len() >= keep::SAMPLES || self.waiting_bytes >= keep::SAMPLE_BYTES {
                self.train()?;
            }
            return Ok(());
        }
        self.pack(&mut entry)?;
        self.engine
            .add_document(entry.into_document(&self.fields, file))
            .map_err(|cause| engine::error(&self.dir, "adding a story", cause))?;
        Ok(())
    }

    fn pack(&mut self, entry: &mut Entry) -> Result<()> {
        if entry.packed.is_some() {
            return Ok(());
        }
        let packed = match self.packer.pack(&self.dictionary, &entry.record) {
            Some(Ok(packed)) => packed,
            Some(Err(error)) => return Err(Error::io("packing a story for", &self.dir, error)),
            None => Vec::new(),
        };
        entry.packed = Some(packed);
        Ok(())
    }

    /// Trains the dictionary on the stories that wait for it, and adds them.
    fn train(&mut self) -> Result<()> {
        let samples: Vec<&[u8]> =
            self.waiting.iter().map(|(entry, _)| entry.record.as_slice()).collect();
        let dictionary = keep::train(&samples);
        write_whole(&self.dir, DICTIONARY, &dictionary)?;
        self.dictionary.set(dictionary);
        for (mut entry, file) in std::mem::take(&mut self.waiting) {
            self.pack(&mut entry)?;
            self.engine
                .add_document(entry.into_document(&self.fields, file))
                .map_err(|cause| engine::error(&self.dir, "adding a story", cause))?;
        }
        self.waiting_bytes = 0;
        Ok(())
    }

    /// Removes the stories of a file whose ids are not among `seen` (all of them for `None`).
    /// Returns how many.
    pub fn remove_unseen(&mut self, file: u32, seen: Option<&FxHashSet<u128>>) -> Result<u64> {
        let mut unseen = Vec::new();
        for (reader, columns) in &self.committed {
            let alive = reader.alive_bitset();
            for doc in 0..reader.max_doc() {
                let here = columns.file.first(doc) == Some(u64::from(file))
                    && alive.is_none_or(|alive| alive.is_alive(doc));
                if here {
                    let id = columns.id(doc);
                    if seen.is_none_or(|seen| !seen.contains(&key(&id))) {
                        unseen.push(id);
                    }
                }
            }
        }
        let mut removed = 0;
        for id in unseen {
            let key = key(&id);
            let Some(known) = self.lookup(key, &id)? else { continue };
            if known.fresh {
                continue;
            }
            self.remove(&id, known);
            removed += 1;
        }
        Ok(removed)
    }

    /// The key under which [`IndexWriter::remove_unseen`] knows an id.
    pub fn seen_key(id: &str) -> u128 {
        key(id)
    }

    fn remove(&mut self, id: &str, known: Known) {
        self.engine.delete_term(Term::from_field_text(self.fields.id, id));
        self.known.remove(&key(id));
        self.sum = self.sum.wrapping_sub(share(known.hash));
        self.progress.stories = self.progress.stories.saturating_sub(1);
        self.progress.tokens = self.progress.tokens.saturating_sub(u64::from(known.tokens));
        self.deleted = true;
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
                        tokens: columns.tokens.first(doc).unwrap_or(0) as u32,
                        fresh: false,
                    }));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Says whether the file of a number is no longer where it was.
    fn is_gone(&mut self, file: u32) -> bool {
        let IndexWriter { gone, sources, .. } = self;
        *gone.entry(file).or_insert_with(|| {
            sources
                .files
                .values()
                .find(|state| state.file == file)
                .is_none_or(|state| state.gone || !Path::new(&state.path).exists())
        })
    }

    /// Commits stories and progress together. Does nothing where nothing changed.
    pub fn commit(&mut self) -> Result<()> {
        if !self.uncommitted && self.progress.current == self.current {
            return Ok(());
        }
        if !self.waiting.is_empty() {
            self.train()?;
        }
        self.write_commit()?;
        self.look_again()?;
        if self.index.searchable_segment_metas().is_ok_and(|metas| metas.len() > MANY_SEGMENTS) {
            self.merge_smaller()?;
        }
        Ok(())
    }

    /// Commits early where much is remembered, so that memory stays bounded.
    pub fn relieve(&mut self) -> Result<()> {
        if self.known.len() > REMEMBERED { self.commit() } else { Ok(()) }
    }

    fn write_commit(&mut self) -> Result<()> {
        if !self.changed {
            // From here on the checksums of the last finished run do not hold.
            Manifest::unfinished().write(&self.dir)?;
            self.changed = true;
        }
        self.progress.sources = self.sources.flush()?;
        self.progress.current = self.current.clone();
        self.progress.fingerprint = format!("{:032x}", self.sum);
        let payload = serde_json::to_string(&self.progress).expect("progress is plain JSON");
        let failed = |cause| engine::error(&self.dir, "committing", cause);
        let mut prepared = self.engine.prepare_commit().map_err(failed)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(failed)?;
        self.uncommitted = false;
        Ok(())
    }

    /// Opens what has been committed, to look stories up in it.
    fn look_again(&mut self) -> Result<()> {
        let failed = |cause| engine::error(&self.dir, "reading the last commit", cause);
        self.committed.clear();
        for segment in self.index.searchable_segments().map_err(failed)? {
            let reader = SegmentReader::open(&segment).map_err(failed)?;
            let columns = Columns::open(&reader).map_err(failed)?;
            self.committed.push((reader, columns));
        }
        // Stories of this run stay known as such only while they are few.
        if self.known.len() > REMEMBERED {
            self.known = FxHashMap::default();
        }
        Ok(())
    }

    fn merge_smaller(&mut self) -> Result<()> {
        let failed = |cause| engine::error(&self.dir, "merging segments", cause);
        let mut metas = self.index.searchable_segment_metas().map_err(failed)?;
        metas.sort_by_key(|meta| (meta.num_docs(), meta.id()));
        let ids: Vec<_> = metas.iter().take(MANY_SEGMENTS).map(|meta| meta.id()).collect();
        self.merge(&ids)
    }

    fn merge(&mut self, ids: &[tantivy::index::SegmentId]) -> Result<()> {
        self.committed.clear();
        self.engine
            .merge(ids)
            .wait()
            .map_err(|cause| engine::error(&self.dir, "merging segments", cause))?;
        self.collect_garbage()?;
        self.look_again()
    }

    fn collect_garbage(&self) -> Result<()> {
        self.engine
            .garbage_collect_files()
            .wait()
            .map(drop)
            .map_err(|cause| engine::error(&self.dir, "removing old segments", cause))
    }

    /// Ends a run: commits, merges into one sorted segment, writes checksums.
    ///
    /// A run that changed nothing leaves the index as it was, byte for byte.
    pub fn finish(mut self) -> Result<Progress> {
        self.current = None;
        self.commit()?;
        if !self.changed {
            return Ok(self.progress);
        }
        let dir = self.dir.clone();
        let failed = |cause| engine::error(&dir, "ending the build", cause);
        let metas = self.index.searchable_segment_metas().map_err(failed)?;
        let stale = metas.iter().any(|meta| meta.has_deletes());
        if metas.len() > 1 || stale {
            let ids: Vec<_> = metas.iter().map(|meta| meta.id()).collect();
            self.merge(&ids)?;
        }
        if self.index.load_metas().map_err(failed)?.payload.is_none() {
            // An empty archive: the commit still says that it was read.
            self.write_commit()?;
        }
        let readers = self.committed.iter().map(|(reader, _)| reader);
        let forms = forms::of_segments(readers, self.fields.text).map_err(failed)?;
        write_whole(&self.dir, FORMS, &forms)?;
        self.committed.clear();
        self.collect_garbage()?;
        let metas = self.index.load_metas().map_err(failed)?;
        let mut names: Vec<String> = vec![DICTIONARY.to_owned(), FORMS.to_owned(), SOURCES.to_owned()];
        let stems: Vec<String> =
            metas.segments.iter().map(|segment| segment.id().uuid_string()).collect();
        let entries = fs::read_dir(&self.dir)
            .map_err(|error| Error::io("reading", &self.dir, error))?
            .flatten();
        names.extend(
            entries
                .filter_map(|entry| entry.file_name().into_string().ok())
                .filter(|name| stems.iter().any(|stem| name.starts_with(stem.as_str()))),
        );
        let mut manifest = Manifest::unfinished();
        let mut finished = Finished {
            fingerprint: fingerprint(&self.progress.fingerprint, &manifest.versions),
            stories: self.progress.stories,
            commit: metas.opstamp,
            files: Default::default(),
        };
        for name in names {
            let path = self.dir.join(&name);
            if path.exists() {
                finished.files.insert(name, checksum(&path)?);
            }
        }
        manifest.finished = Some(finished);
        manifest.write(&self.dir)?;
        let _ = self.engine.wait_merging_threads();
        open_to_all(&self.dir);
        Ok(self.progress)
    }
}

/// Hashes a file in pieces.
pub(super) fn checksum(path: &Path) -> Result<Checksum> {
    let failed = |error| Error::io("reading", path, error);
    let file = fs::File::open(path).map_err(failed)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).map_err(failed)?;
    let blake3 = hasher.finalize().to_hex().to_string();
    Ok(Checksum { bytes: hasher.count(), blake3 })
}

fn key(id: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..16]);
    u128::from_le_bytes(bytes)
}

/// Lets others read the files that the engine makes for its owner only.
fn open_to_all(dir: &Path) {
    #[cfg(unix)]
    for name in ["meta.json", ".managed.json"] {
        use std::os::unix::fs::PermissionsExt;
        // A share that has no modes has nothing to open.
        let _ = fs::set_permissions(dir.join(name), fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = dir;
}

/// Removes the files of an index from a folder, and nothing else.
fn clear(dir: &Path, directory: &ForWriting) -> Result<()> {
    use tantivy::directory::Directory;
    let lock = directory
        .acquire_lock(&tantivy::directory::INDEX_WRITER_LOCK)
        .map_err(|_| Error::Busy { dir: dir.to_owned() })?;
    let entries = fs::read_dir(dir).map_err(|error| Error::io("reading", dir, error))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if is_ours(name) {
            fs::remove_file(entry.path())
                .map_err(|error| Error::io("removing", entry.path(), error))?;
        }
    }
    drop(lock);
    Ok(())
}

fn is_ours(name: &str) -> bool {
    let segment = name.split_once('.').is_some_and(|(stem, _)| {
        stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    segment
        || [MANIFEST, SOURCES, DICTIONARY, FORMS, REJECTS, "meta.json", ".managed.json"].contains(&name)
        || [MANIFEST, DICTIONARY, FORMS].iter().any(|ours| name == format!("{ours}.new"))
}
