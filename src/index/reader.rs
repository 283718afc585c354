//! An index open for reading: its segments, their columns, its stories.

mod stored;

pub(super) use stored::with_stored;

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use tantivy::directory::MmapDirectory;
use tantivy::schema::IndexRecordOption;
use tantivy::store::StoreReader;
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, Term};

use super::columns::Columns;
use super::copies::{Copies, Kin, Relation};
use super::directory::ReadOnly;
use super::engine;
use super::forms::{self, Forms};
use super::keywords::unaliased;
use super::manifest::{COPIES, FORMS, Manifest, Progress, Sources};
use super::place_terms;
use super::schema::{Fields, schema};
use crate::error::{Error, Result};

/// Where a story stands in an index: segment and number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Segment.
    pub segment: u32,
    /// Number in the segment.
    pub doc: u32,
}

/// An index open for reading, as its last commit left it.
pub struct StoryIndex {
    dir: PathBuf,
    manifest: Manifest,
    progress: Progress,
    pub(crate) fields: Fields,
    segments: Vec<Segment>,
    forms: OnceLock<Forms>,
    copies: OnceLock<Copies>,
    commit: u64,
}

/// A segment: a part of the index, ordered newest first.
pub struct Segment {
    pub(crate) reader: SegmentReader,
    pub(crate) columns: Columns,
    store: Mutex<Option<StoreReader>>,
}

/// Times that opening is tried again when a writer has just replaced the segments.
const TRIES: usize = 20;

impl StoryIndex {
    /// Opens the index in a folder: needs no lock and writes nothing.
    pub fn open(dir: &Path) -> Result<StoryIndex> {
        let Some(manifest) = Manifest::read(dir)? else {
            return Err(Error::NoIndex { dir: dir.to_owned() });
        };
        manifest.check(dir)?;
        let mut tried = 0;
        loop {
            match StoryIndex::open_once(dir, &manifest) {
                Err(Error::Damaged { .. } | Error::Io { .. }) if tried < TRIES => {
                    // A writer may have replaced the segments between our two looks.
                    tried += 1;
                    std::thread::sleep(std::time::Duration::from_millis(tried as u64));
                }
                other => return other,
            }
        }
    }

    fn open_once(dir: &Path, manifest: &Manifest) -> Result<StoryIndex> {
        // The engine takes its files to be whole, and panics where they are not.
        catch_unwind(|| StoryIndex::open_whole(dir, manifest)).unwrap_or_else(|_| {
            Err(Error::Damaged {
                dir: dir.to_owned(),
                why: "the engine cannot read its files".to_owned(),
            })
        })
    }

    fn open_whole(dir: &Path, manifest: &Manifest) -> Result<StoryIndex> {
        let failed = |cause| engine::error(dir, "opening the index", cause);
        if !dir.join("meta.json").exists() {
            return Err(Error::NoIndex { dir: dir.to_owned() });
        }
        let directory =
            MmapDirectory::open(dir).map_err(|error| failed(tantivy::TantivyError::from(error)))?;
        let index = Index::open(ReadOnly(directory)).map_err(failed)?;
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(Error::Damaged {
                dir: dir.to_owned(),
                why: "its fields are not those that newswire.json names".to_owned(),
            });
        }
        let metas = index.load_metas().map_err(failed)?;
        let progress = progress_of(dir, metas.payload.as_deref())?;
        let mut segments = Vec::new();
        for meta in metas.segments {
            let reader = SegmentReader::open(&index.segment(meta)).map_err(failed)?;
            let columns = Columns::open(&reader).map_err(failed)?;
            segments.push(Segment { reader, columns, store: Mutex::new(None) });
        }
        // The order of segments in the engine's file is chance; newest story first is not.
        segments.sort_by_cached_key(|segment| {
            let newest = segment.columns.order.first(0).unwrap_or(0);
            (std::cmp::Reverse(newest), segment.columns.id(0))
        });
        Ok(StoryIndex {
            dir: dir.to_owned(),
            manifest: manifest.clone(),
            progress,
            fields,
            segments,
            forms: OnceLock::new(),
            copies: OnceLock::new(),
            commit: metas.opstamp,
        })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What `newswire.json` says.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How far the build stands, from the last commit.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The engine's number of the last commit.
    pub fn commit(&self) -> u64 {
        self.commit
    }

    /// Fingerprint of the stories: the same stories give the same one.
    pub fn fingerprint(&self) -> String {
        self.manifest.fingerprint(&self.progress.fingerprint)
    }

    /// Number of stories.
    pub fn stories(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.reader.num_docs())).sum()
    }

    /// Terms in the text of an average story.
    pub fn average_length(&self) -> f32 {
        let stories = self.progress.stories.max(1) as f64;
        (self.progress.positions as f64 / stories).max(1.0) as f32
    }

    /// How many stories hold a word, in normal form, as it stands.
    pub fn stories_with(&self, word: &str) -> Result<u64> {
        let failed = |cause| engine::error(&self.dir, "looking up a word", cause);
        let mut stories = 0;
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(self.fields.text).map_err(failed)?;
            let info = inverted.terms().get(word).map_err(|cause| failed(cause.into()))?;
            stories += info.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(stories)
    }

    /// The log of source files.
    pub fn sources(&self) -> Result<Sources> {
        Sources::read(&self.dir, self.progress.sources)
    }

    /// The segments, newest story first.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The languages of its stories: primary tags, in order.
    pub fn languages(&self) -> Vec<String> {
        let mut languages = std::collections::BTreeSet::new();
        for segment in &self.segments {
            if let Some(column) = &segment.columns.language {
                for ord in 0..column.num_terms() as u64 {
                    let mut tag = String::new();
                    if column.ord_to_str(ord, &mut tag).unwrap_or(false) {
                        languages.insert(tag.split('-').next().unwrap_or(&tag).to_owned());
                    }
                }
            }
        }
        languages.into_iter().collect()
    }

    /// The values of the field `missing` that name a field (by its name in queries), and the
    /// number of stories in which it is null.
    pub(crate) fn missing(&self, name: &str) -> Result<(Vec<String>, u64)> {
        let failed = |cause| engine::error(&self.dir, "counting what is missing", cause);
        let name = format!(" {name} ");
        let (mut values, mut stories) = (std::collections::BTreeSet::new(), 0);
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(self.fields.missing).map_err(failed)?;
            let mut stream = inverted.terms().stream().map_err(|cause| failed(cause.into()))?;
            while stream.advance() {
                if let Ok(value) = std::str::from_utf8(stream.key())
                    && value.contains(&name)
                {
                    values.insert(value.to_owned());
                    stories += u64::from(stream.value().doc_freq);
                }
            }
        }
        Ok((values.into_iter().collect(), stories))
    }

    /// The values of the field `known_as` that hold a wanted name of a field (by its name in
    /// queries).
    pub(crate) fn known_as(
        &self,
        name: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>> {
        let failed = |cause| engine::error(&self.dir, "looking up a name", cause);
        let mut values = std::collections::BTreeSet::new();
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(self.fields.known_as).map_err(failed)?;
            let mut stream = inverted.terms().stream().map_err(|cause| failed(cause.into()))?;
            while stream.advance() {
                if let Ok(value) = std::str::from_utf8(stream.key())
                    && place_terms::known_as(value, name).any(&is_wanted)
                {
                    values.insert(value.to_owned());
                }
            }
        }
        Ok(values.into_iter().collect())
    }

    /// The values of a keyword field (by its name in queries), folded, with the stories that have
    /// each, commonest first. Empty for a field that is no keyword, and for ids.
    pub fn values(&self, name: &str) -> Result<Vec<(String, u64)>> {
        let fields = &self.fields;
        let field = match name {
            "agency" => fields.agency,
            "country" => fields.country,
            "region" => fields.region,
            "topic" => fields.topic,
            "category" => fields.category,
            "lang" => fields.language,
            "status" => fields.status,
            "format" => fields.format,
            _ => return Ok(Vec::new()),
        };
        let failed = |cause| engine::error(&self.dir, "listing values", cause);
        let mut counts = std::collections::BTreeMap::<String, u64>::new();
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field).map_err(failed)?;
            let mut stream = inverted.terms().stream().map_err(|cause| failed(cause.into()))?;
            while stream.advance() {
                let value = String::from_utf8_lossy(stream.key()).into_owned();
                if unaliased(&value) != value {
                    continue;
                }
                *counts.entry(value).or_default() += u64::from(stream.value().doc_freq);
            }
        }
        let mut values: Vec<(String, u64)> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(values)
    }

    /// The id of a story.
    pub fn id(&self, address: Address) -> String {
        self.segments[address.segment as usize].columns.id(address.doc)
    }

    /// Ids of many stories, in the order of the addresses.
    ///
    /// Neighbours in the dictionary of ids are read together: ids never come from the store.
    pub fn ids(&self, addresses: &[Address]) -> Vec<String> {
        let mut ids = vec![String::new(); addresses.len()];
        for (number, segment) in self.segments.iter().enumerate() {
            let Some(column) = &segment.columns.id else { continue };
            let mut wanted: Vec<(u64, usize)> = addresses
                .iter()
                .enumerate()
                .filter(|(_, address)| address.segment as usize == number)
                .filter_map(|(at, address)| Some((column.term_ords(address.doc).next()?, at)))
                .collect();
            wanted.sort_unstable();
            let mut next = wanted.iter();
            let ords: Vec<u64> = wanted.iter().map(|(ord, _)| *ord).collect();
            let _ = column.dictionary().sorted_ords_to_term_cb(&ords, |term| {
                if let Some((_, at)) = next.next() {
                    ids[*at] = String::from_utf8_lossy(term).into_owned();
                }
            });
        }
        ids
    }

    /// Finds a story by its id.
    pub fn find(&self, id: &str) -> Result<Option<Address>> {
        let term = Term::from_field_text(self.fields.id, id);
        for (number, segment) in self.segments.iter().enumerate() {
            let failed = |cause| engine::error(&self.dir, "looking up an id", cause);
            let inverted = segment.reader.inverted_index(self.fields.id).map_err(failed)?;
            let postings = inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|cause| failed(cause.into()))?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if segment.is_alive(postings.doc()) {
                    let doc = postings.doc();
                    return Ok(Some(Address { segment: number as u32, doc }));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// The English words of the text that have a stem, other than the stem itself.
    pub(crate) fn forms(&self, stem: &str) -> Result<Vec<String>> {
        if let Some(forms) = self.forms.get() {
            return Ok(forms.of(stem));
        }
        let finished = self.manifest.finished.as_ref();
        let written = match finished {
            Some(finished) if finished.commit == self.commit => {
                std::fs::read(self.dir.join(FORMS)).ok().and_then(Forms::read)
            }
            _ => None,
        };
        let forms = match written {
            Some(forms) => forms,
            // In the middle of a build: worked out for this process.
            None => Forms::read(self.build_forms()?)
                .ok_or_else(|| self.damaged("the forms of its words cannot be read".into()))?,
        };
        Ok(self.forms.get_or_init(|| forms).of(stem))
    }

    /// Groups of copies and chains of versions, where they have been looked for.
    ///
    /// # Errors
    ///
    /// An index that is being built, or was built without them, has none; a damaged file is told.
    pub fn copies(&self) -> Result<&Copies> {
        if let Some(copies) = self.copies.get() {
            return Ok(copies);
        }
        let finished = self.manifest.finished.as_ref();
        let finished = finished.filter(|finished| finished.commit == self.commit);
        let Some(finished) = finished else {
            return Err(self.has_no_copies("the run that builds it has not ended"));
        };
        if finished.copies.is_none() {
            return Err(self.has_no_copies("it was built without looking for them"));
        }
        let path = self.dir.join(COPIES);
        let bytes = std::fs::read(&path).map_err(|error| Error::io("reading", path, error))?;
        let stories = self.segments.first().map_or(0, |segment| segment.reader.max_doc());
        let copies = Copies::read(&bytes, stories)
            .filter(|_| self.segments.len() <= 1)
            .ok_or_else(|| self.damaged(format!("{COPIES} cannot be read")))?;
        Ok(self.copies.get_or_init(|| copies))
    }

    /// What a story belongs to. Of an index without groups and chains, to nothing.
    pub fn kin(&self, address: Address) -> Kin {
        let Ok(copies) = self.copies() else { return Kin::default() };
        let first = |relation: &Relation| {
            let doc = *relation.members(relation.class(address.doc)?).first()?;
            Some(Address { doc, ..address })
        };
        Kin {
            group: first(&copies.groups),
            chain: first(&copies.chains),
            withdrawn: copies.chains.member(address.doc).is_some_and(|it| it.withdrawn),
        }
    }

    fn has_no_copies(&self, why: &'static str) -> Error {
        Error::NoCopies { dir: self.dir.clone(), why }
    }

    fn build_forms(&self) -> Result<Vec<u8>> {
        let readers = self.segments.iter().map(|segment| &segment.reader);
        forms::of_segments(readers, self.fields.text)
            .map_err(|cause| engine::error(&self.dir, "reading the dictionary", cause))
    }

    fn damaged(&self, why: String) -> Error {
        Error::Damaged { dir: self.dir.clone(), why }
    }
}

impl Segment {
    /// Says whether a story has not been deleted.
    pub(crate) fn is_alive(&self, doc: u32) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
    }
}

/// Reads our progress out of the engine's commit.
pub(super) fn progress_of(dir: &Path, payload: Option<&str>) -> Result<Progress> {
    match payload {
        None => Ok(Progress::default()),
        Some(text) => serde_json::from_str(text).map_err(|error| Error::Damaged {
            dir: dir.to_owned(),
            why: format!("the progress in its last commit cannot be read: {error}"),
        }),
    }
}
