//! The end of a run: one segment, the forms of its words, checksums, the manifest.
//!
//! Comes in: a writer whose stories have all been put. Goes out: a finished index. Its own file
//! because only here is the index made into what is kept and moved about.

use std::fs;
use std::path::Path;

use super::super::forms;
use super::super::manifest::{COPIES, Checksum, CopiesFound, FORMS, Finished, PACKAGES, SOURCES};
use super::super::packages::Packages;
use super::{Draft, IndexWriter, Manifest, write_whole};
use crate::error::{Error, Result};

impl IndexWriter {
    /// Ends a run: commits, merges into one sorted segment, writes checksums.
    ///
    /// A run that changed nothing leaves the index as it was, byte for byte. Gives what copies and
    /// versions were found, where this run looked for them.
    pub fn finish(mut self) -> Result<Option<CopiesFound>> {
        self.current = None;
        self.commit()?;
        if !self.changed {
            return Ok(None);
        }
        let dir = self.dir.clone();
        let trouble = self.trouble.clone();
        let failed = |cause| trouble.error(&dir, "ending the build", cause);
        let metas = self.index.searchable_segment_metas().map_err(failed)?;
        let stale = metas.iter().any(|meta| meta.has_deletes());
        let ids: Vec<_> = metas.iter().map(|meta| meta.id()).collect();
        // The engine keeps the files of every segment that somebody still holds.
        drop(metas);
        if ids.len() > 1 || stale {
            self.merge(&ids)?;
        }
        if self.index.load_metas().map_err(failed)?.payload.is_none() {
            // An empty archive: the commit still says that it was read.
            self.write_commit()?;
        }
        let forms = match self.forms.take() {
            Some(pairs) => forms::table(&pairs),
            None => {
                let readers = self.committed.iter().map(|(reader, _)| reader);
                forms::of_segments(readers, self.fields.text).map_err(failed)?
            }
        };
        write_whole(&self.dir, FORMS, &forms)?;
        drop(forms);
        // Nothing more is put in: its memory is free for what is still to be worked out.
        self.draft = Draft::default();
        let copies = match self.copies {
            Some(rule) => {
                let (copies, found) = self.find_copies(rule)?;
                write_whole(&self.dir, COPIES, &copies.write())?;
                Some(found)
            }
            None => None,
        };
        self.committed.clear();
        self.collect_garbage()?;
        let metas = self.index.load_metas().map_err(failed)?;
        // The engine writes its list of segments only when it commits.
        let mut names: Vec<String> =
            ["meta.json", FORMS, SOURCES, PACKAGES].into_iter().map(str::to_owned).collect();
        names.extend(copies.is_some().then(|| COPIES.to_owned()));
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
        let mut manifest = Manifest::unfinished(self.copies);
        let mut finished = Finished {
            copies,
            packages: Packages::of(&self.dir, self.progress.packages)?.found()?,
            stories: self.progress.stories,
            commit: metas.opstamp,
            ..Finished::default()
        };
        for name in names {
            let path = self.dir.join(&name);
            if path.exists() {
                finished.files.insert(name, checksum(&path)?);
            }
        }
        manifest.finished = Some(finished.clone());
        finished.fingerprint = manifest.fingerprint(&self.progress.fingerprint);
        manifest.finished = Some(finished);
        manifest.write(&self.dir)?;
        let _ = self.engine.wait_merging_threads();
        open_to_all(&self.dir);
        Ok(copies)
    }
}

/// Hashes a file in pieces.
pub(in crate::index) fn checksum(path: &Path) -> Result<Checksum> {
    let failed = |error| Error::io("reading", path, error);
    let file = fs::File::open(path).map_err(failed)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).map_err(failed)?;
    let blake3 = hasher.finalize().to_hex().to_string();
    Ok(Checksum { bytes: hasher.count(), blake3 })
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
