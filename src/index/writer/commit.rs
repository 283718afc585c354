//! Commits: stories and progress together, and few segments.
//!
//! Comes in: a writer with stories that the engine has taken. Goes out: a state of the index that
//! a killed run can go on from. Its own file because a run may die between any two lines of it.

use rustc_hash::FxHashMap;
use tantivy::SegmentReader;

use super::{Columns, IndexWriter, Manifest};
use crate::error::Result;

/// The share of a segment's memory that a lexicon may take before the next segment begins another.
const LEXICON_SHARE: usize = 8;
/// Stories remembered before they should be committed, at most.
const REMEMBERED: usize = 200_000;
/// Bytes of a segment's memory for each of them: their own share is a fraction of it.
const KNOWN: usize = 512;
/// Segments above which the smaller ones are merged while writing.
const MANY_SEGMENTS: usize = 12;

impl IndexWriter {
    /// Commits stories and progress together. Does nothing where nothing changed.
    pub fn commit(&mut self) -> Result<()> {
        if !self.uncommitted && self.progress.current == self.current {
            return Ok(());
        }
        self.write_commit()?;
        self.look_again()?;
        if self.index.searchable_segment_metas().is_ok_and(|metas| metas.len() > MANY_SEGMENTS) {
            self.merge_smaller()?;
        }
        Ok(())
    }

    /// Says whether so much is remembered that it is time to commit.
    pub fn is_full(&self) -> bool {
        self.known.len() >= (self.memory / KNOWN).min(REMEMBERED)
    }

    /// Writes the stories that are in no segment yet into one; it counts from the next commit on.
    pub(super) fn write_segment(&mut self) -> Result<()> {
        if self.draft.is_empty() {
            return Ok(());
        }
        let failed = |cause| self.trouble.error(&self.dir, "writing a segment", cause);
        let written = self.draft.write(&self.index, &self.fields).map_err(failed)?;
        self.engine.add_segment(written.meta).map_err(failed)?;
        let first = self.committed.is_empty() && !std::mem::replace(&mut self.segments, true);
        self.forms = first.then_some(written.forms);
        self.lexicons.bound(self.memory / LEXICON_SHARE);
        Ok(())
    }

    pub(super) fn write_commit(&mut self) -> Result<()> {
        self.write_segment()?;
        if !self.changed {
            // From here on the checksums of the last finished run do not hold.
            Manifest::unfinished(self.copies).write(&self.dir)?;
            self.changed = true;
        }
        self.progress.sources = self.sources.flush()?;
        self.progress.packages = self.packages.flush()?;
        self.progress.current = self.current.clone();
        self.progress.fingerprint = format!("{:032x}", self.sum);
        let payload = serde_json::to_string(&self.progress).expect("progress is plain JSON");
        let failed = |cause| self.trouble.error(&self.dir, "committing", cause);
        if !self.removed.is_empty() {
            self.engine.delete_query(self.removed.take()).map_err(failed)?;
        }
        let mut prepared = self.engine.prepare_commit().map_err(failed)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(failed)?;
        self.uncommitted = false;
        Ok(())
    }

    /// Opens what has been committed, to look stories up in it.
    pub(super) fn look_again(&mut self) -> Result<()> {
        let failed = |cause| self.trouble.error(&self.dir, "reading the last commit", cause);
        self.committed.clear();
        for segment in self.index.searchable_segments().map_err(failed)? {
            let reader = SegmentReader::open(&segment).map_err(failed)?;
            let columns = Columns::open(&reader).map_err(failed)?;
            self.committed.push((reader, columns));
        }
        // The engine can be asked for them now.
        self.known = FxHashMap::default();
        Ok(())
    }

    fn merge_smaller(&mut self) -> Result<()> {
        let failed = |cause| self.trouble.error(&self.dir, "merging segments", cause);
        let mut metas = self.index.searchable_segment_metas().map_err(failed)?;
        metas.sort_by_key(|meta| (meta.num_docs(), meta.id()));
        let ids: Vec<_> = metas.iter().take(MANY_SEGMENTS).map(|meta| meta.id()).collect();
        drop(metas);
        self.merge(&ids)
    }

    pub(super) fn merge(&mut self, ids: &[tantivy::index::SegmentId]) -> Result<()> {
        self.committed.clear();
        self.engine
            .merge(ids)
            .wait()
            .map_err(|cause| self.trouble.error(&self.dir, "merging segments", cause))?;
        self.collect_garbage()?;
        self.look_again()
    }

    pub(super) fn collect_garbage(&self) -> Result<()> {
        self.engine
            .garbage_collect_files()
            .wait()
            .map(drop)
            .map_err(|cause| self.trouble.error(&self.dir, "removing old segments", cause))
    }
}
