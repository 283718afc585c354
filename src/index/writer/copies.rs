//! Copies and versions, found at the end of a run: one pass over the stories, oldest first.
//!
//! The stories stand in one segment by then, in the order of time, so all that a story can be near
//! to lies just behind: what is kept is a window. Records are read and sketched on all threads;
//! what comes of them is taken in order on one. Nothing but the stories and the rule goes in, so an
//! archive added in ten parts has the groups and chains of one added at once.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use tantivy::SegmentReader;
use tantivy::store::StoreReader;

use super::{Columns, IndexWriter};
use crate::copies::Rule;
use crate::copies::chain::{self, Chains, Version};
use crate::copies::near::{self, Near, Sketched, UNDATED};
use crate::copies::sets::Sets;
use crate::copies::shingles::{self, LEAST_SHINGLES, Shingles};
use crate::copies::sketch::{Bands, Sketcher};
use crate::error::{Error, Result};
use crate::index::copies::Copies;
use crate::index::manifest::CopiesFound;
use crate::index::reader::with_stored;
use crate::index::record::{FromColumns, Glance, decode, glance};
use crate::index::{engine, filed};

/// Stories that a thread reads at a time.
const BLOCK: u32 = 512;
/// Shingles of a text that are kept with it; those of a longer one are read again when wanted.
const KEPT: usize = 2000;
/// Blocks of records that are kept for reading again.
const CACHED_BLOCKS: usize = 8;
/// Fewest stories compared at a time.
const LEAST_ROOM: usize = 4096;

/// A story that was read.
struct Read {
    sketched: Sketched,
    version: Version,
    /// Its bands; empty where it is not compared.
    bands: Vec<u32>,
    /// Its shingles, unless there are too many.
    shingles: Option<Vec<u64>>,
    shares_id: bool,
}

impl IndexWriter {
    /// Finds groups and chains in the only segment, in memory of so many bytes.
    pub(super) fn find_copies(&self, rule: Rule) -> Result<(Copies, CopiesFound)> {
        let Some((reader, columns)) = self.committed.first() else {
            return Ok((Copies::new(0, &[], &[]), CopiesFound::default()));
        };
        let archive = Archive { writer: self, reader, columns };
        Pass::new(&archive, rule, self.memory).run()
    }
}

/// The stories of an index, to be read one by one.
struct Archive<'w> {
    writer: &'w IndexWriter,
    reader: &'w SegmentReader,
    columns: &'w Columns,
}

impl Archive<'_> {
    fn stories(&self) -> u32 {
        self.reader.max_doc()
    }

    fn time(&self, story: u32) -> i64 {
        self.columns.order.first(story).and_then(filed).unwrap_or(UNDATED)
    }

    /// A story's number, time and hash.
    fn place(&self, story: u32) -> (u32, i64, u64) {
        (story, self.time(story), self.columns.hash.first(story).unwrap_or(0))
    }

    fn store(&self, blocks: usize) -> Result<StoreReader> {
        self.reader.get_store_reader(blocks).map_err(|cause| self.failed(cause.into()))
    }

    fn failed(&self, cause: tantivy::TantivyError) -> Error {
        engine::error(&self.writer.dir, "looking for copies", cause)
    }

    /// Shows what tells copies and versions of a story.
    fn look<T>(
        &self,
        store: &StoreReader,
        story: u32,
        mut see: impl FnMut(&Glance<'_>) -> T,
    ) -> Result<T> {
        let field = self.writer.fields.story;
        let seen = with_stored(store, story, field, |record| {
            if let Some(glance) = glance(record) {
                return Some(see(&glance));
            }
            let known = FromColumns { id: self.columns.id(story), ..FromColumns::default() };
            let whole = decode(record, known)?;
            Some(see(&Glance::of(&whole)))
        });
        let seen = seen.map_err(|cause| self.failed(cause))?.flatten();
        seen.ok_or_else(|| Error::Damaged {
            dir: self.writer.dir.clone(),
            why: "a stored record cannot be read".to_owned(),
        })
    }

    fn read(
        &self,
        store: &StoreReader,
        story: u32,
        shingles: &mut Shingles,
        sketcher: &mut Sketcher,
    ) -> Result<Read> {
        let time = self.time(story);
        self.look(store, story, |glance| {
            shingles.read(glance.body());
            let mut bands = Vec::new();
            if shingles.is_compared() {
                sketcher.sketch(&shingles.hashes, &mut bands);
            }
            let is_kept = !bands.is_empty() && shingles.hashes.len() <= KEPT;
            Read {
                sketched: Sketched { story, time, print: shingles.print },
                version: Version::of(self.place(story), shingles, &glance.filing()),
                bands,
                shingles: is_kept.then(|| shingles.hashes.clone()),
                shares_id: glance.shares_id,
            }
        })
    }

    /// Reads some stories, numbers falling: oldest first.
    fn read_block(&self, from: u32, end: u32, bands: Bands) -> Result<Vec<Read>> {
        let store = self.store(1)?;
        let (mut shingles, mut sketcher) = (Shingles::default(), Sketcher::new(bands));
        let read = (from..end).map(|story| self.read(&store, story, &mut shingles, &mut sketcher));
        let mut block = read.collect::<Result<Vec<Read>>>()?;
        block.reverse();
        Ok(block)
    }

    fn version(&self, store: &StoreReader, story: u32) -> Result<Version> {
        self.look(store, story, |glance| {
            let text = Shingles::of(glance.body());
            Version::of(self.place(story), &text, &glance.filing())
        })
    }

    /// Most stories that any window holds.
    fn most_in_a_window(&self, rule: Rule) -> usize {
        let (mut most, mut end) = (0, 0);
        let window = i64::from(rule.window);
        for story in 0..self.stories() {
            let newest = self.time(story);
            end = end.max(story);
            while end < self.stories() && newest.saturating_sub(self.time(end)) <= window {
                end += 1;
            }
            most = most.max(end - story);
        }
        most as usize
    }
}

/// Distinct shingles of stories, as far as they fit in memory; others are read again.
struct Texts<'p> {
    archive: &'p Archive<'p>,
    store: StoreReader,
    kept: FxHashMap<u32, (bool, Vec<u64>)>,
    order: VecDeque<u32>,
    bytes: usize,
    room: usize,
}

impl Texts<'_> {
    fn keep(&mut self, story: u32, hashes: Vec<u64>, is_distinct: bool) {
        self.bytes += hashes.len() * size_of::<u64>();
        self.kept.insert(story, (is_distinct, hashes));
        self.order.push_back(story);
        while self.bytes > self.room && self.order.len() > 2 {
            let Some(oldest) = self.order.pop_front() else { break };
            let gone = self.kept.remove(&oldest);
            self.bytes -= gone.map_or(0, |(_, hashes)| hashes.len() * size_of::<u64>());
        }
    }

    fn prepare(&mut self, story: u32) -> Result<()> {
        match self.kept.get_mut(&story) {
            Some((true, _)) => {}
            Some((is_distinct, hashes)) => {
                shingles::distinct(hashes);
                *is_distinct = true;
            }
            None => {
                let mut hashes = self
                    .archive
                    .look(&self.store, story, |glance| Shingles::of(glance.body()).hashes)?;
                shingles::distinct(&mut hashes);
                self.keep(story, hashes, true);
            }
        }
        Ok(())
    }

    /// Shingles in common and in either of two stories, and in the shorter one.
    fn compare(&mut self, a: u32, b: u32) -> Result<(usize, usize, usize)> {
        self.prepare(a)?;
        self.prepare(b)?;
        // Room for two is always there, unless the one pushed the other out.
        if !self.kept.contains_key(&a) {
            self.prepare(a)?;
        }
        let (Some((_, a)), Some((_, b))) = (self.kept.get(&a), self.kept.get(&b)) else {
            return Ok((0, 0, 0));
        };
        let (common, either) = shingles::common(a, b);
        Ok((common, either, a.len().min(b.len())))
    }
}

/// One look at all stories.
struct Pass<'p> {
    archive: &'p Archive<'p>,
    rule: Rule,
    bands: Bands,
    /// Looks at all stories: more than one where a window does not fit in memory with all bands.
    looks: usize,
    room: usize,
    memory: usize,
}

impl<'p> Pass<'p> {
    fn new(archive: &'p Archive<'p>, rule: Rule, memory: usize) -> Pass<'p> {
        let bands = Bands::of(&rule);
        let wanted = (2 * archive.most_in_a_window(rule)).max(LEAST_ROOM);
        let room = |looks: usize| memory / 2 / near::bytes_of_story(bands.count.div_ceil(looks));
        let looks = (1..=bands.count).find(|looks| room(*looks) >= wanted).unwrap_or(bands.count);
        // No more at a time than the window asks for: what is compared soon is still at hand.
        let room = room(looks).min(wanted).max(LEAST_ROOM);
        Pass { archive, rule, bands, looks, room, memory }
    }

    /// What a story takes while it is compared.
    fn bytes_of_story(&self) -> usize {
        near::bytes_of_story(self.bands.count.div_ceil(self.looks))
    }

    fn run(self) -> Result<(Copies, CopiesFound)> {
        let archive = self.archive;
        let mut texts = Texts {
            archive,
            store: archive.store(CACHED_BLOCKS)?,
            kept: FxHashMap::default(),
            order: VecDeque::new(),
            bytes: 0,
            room: (self.memory / 4 * 3).saturating_sub(self.room * self.bytes_of_story()),
        };
        let mut chains = Chains::new(self.rule, self.memory / 8 / chain::BYTES);
        let mut sets = Sets::default();
        let mut found = CopiesFound::default();
        let mut marked = vec![0_u64; archive.stories().div_ceil(64) as usize];
        let mut sharing = Vec::new();
        for look in 0..self.looks {
            let own = || (look..self.bands.count).step_by(self.looks);
            let mut near = Near::new(self.rule, own().count(), self.room);
            self.each(|read| {
                let Read { sketched, version, bands, shingles, shares_id } = read;
                let story = sketched.story;
                let is_full = !bands.is_empty() && near.push(sketched, own().map(|it| bands[it]));
                if let Some(shingles) = shingles {
                    texts.keep(story, shingles, false);
                }
                if look == 0 {
                    if version.follows() {
                        marked[story as usize / 64] |= 1 << (story % 64);
                    }
                    if shares_id {
                        sharing.push(story);
                    }
                    chains.push(version, &mut |a, b| shared(&mut texts, a, b))?;
                }
                if is_full {
                    near.compare(&mut sets, &mut |a, b| alike(self.rule, &mut texts, a, b))?;
                }
                Ok(())
            })?;
            near.compare(&mut sets, &mut |a, b| alike(self.rule, &mut texts, a, b))?;
            found.cut += near.cut();
            found.forgotten = found.forgotten.max(near.forgotten());
        }
        let is_marked = |story: u32| marked[story as usize / 64] >> (story % 64) & 1 == 1;
        let groups = self.groups(sets);
        for group in groups.iter().filter(|group| group.iter().any(|it| is_marked(*it))) {
            let versions = group.iter().map(|it| archive.version(&texts.store, *it));
            chains.join_copies(&versions.collect::<Result<Vec<_>>>()?);
        }
        for story in sharing {
            let id = archive.columns.id(story);
            let own = id.rsplit_once('~').map_or(&*id, |(own, _)| own);
            if let Some(other) = archive.writer.lookup(super::key(own), own)?.and_then(|it| it.at) {
                let versions = [story, other.1].map(|it| archive.version(&texts.store, it));
                let [a, b] = versions;
                chains.join_source(a?, b?);
            }
        }
        found.forgotten = found.forgotten.max(chains.forgotten());
        let chains = chains
            .finish(&mut |a, b| shared(&mut texts, a, b), &|story| archive.columns.id(story))?;
        let copies = Copies::new(archive.stories(), &groups, &chains);
        found.groups = copies.groups.len() as u64;
        found.grouped = copies.groups.stories() as u64;
        found.chains = copies.chains.len() as u64;
        found.chained = copies.chains.stories() as u64;
        Ok((copies, found))
    }

    /// Calls `each` with all stories, oldest first.
    fn each(&self, mut each: impl FnMut(Read) -> Result<()>) -> Result<()> {
        let threads = self.archive.writer.threads as u32;
        let mut end = self.archive.stories();
        while end > 0 {
            let blocks: Vec<(u32, u32)> = (0..threads)
                .map(|thread| end.saturating_sub(thread * BLOCK))
                .map(|end| (end.saturating_sub(BLOCK), end))
                .filter(|(from, end)| from < end)
                .collect();
            let (archive, bands) = (self.archive, self.bands);
            let read: Vec<Result<Vec<Read>>> = std::thread::scope(|scope| {
                let (own, others) = blocks.split_first().unwrap_or((&(0, 0), &[]));
                let others: Vec<_> = others
                    .iter()
                    .map(|(from, end)| scope.spawn(move || archive.read_block(*from, *end, bands)))
                    .collect();
                let own = archive.read_block(own.0, own.1, bands);
                let join = |it: std::thread::ScopedJoinHandle<'_, _>| {
                    it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                };
                std::iter::once(own).chain(others.into_iter().map(join)).collect()
            });
            for block in read {
                block?.into_iter().try_for_each(&mut each)?;
            }
            end = blocks.last().map_or(0, |(from, _)| *from);
        }
        Ok(())
    }

    /// The groups, members by time and then by id.
    fn groups(&self, sets: Sets) -> Vec<Vec<u32>> {
        let archive = self.archive;
        let mut groups = sets.into_sets();
        for group in &mut groups {
            // Ids are looked up dearly, and seldom needed.
            group.sort_by(|a, b| {
                let by_time = archive.time(*a).cmp(&archive.time(*b));
                by_time.then_with(|| archive.columns.id(*a).cmp(&archive.columns.id(*b)))
            });
        }
        groups.sort_unstable_by_key(|group| group.first().copied());
        groups
    }
}

/// Whether two stories are near-copies.
fn alike(rule: Rule, texts: &mut Texts<'_>, a: u32, b: u32) -> Result<bool> {
    let (common, either, least) = texts.compare(a, b)?;
    Ok(least >= LEAST_SHINGLES && rule.holds(common, either))
}

/// Fewest distinct shingles of a text of which a part says anything.
const LEAST_SHARED: usize = 8;

/// The part of the shorter of two texts that both have.
fn shared(texts: &mut Texts<'_>, a: u32, b: u32) -> Result<f64> {
    let (common, _, least) = texts.compare(a, b)?;
    Ok(if least < LEAST_SHARED { 0.0 } else { common as f64 / least as f64 })
}
