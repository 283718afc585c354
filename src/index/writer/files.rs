//! The files of an archive while they are read: how far, and what they list besides stories.
//!
//! Comes in: states of files, packages. Goes out: lines of the logs, for the next commit. Apart from
//! the stories, because these are kept by the engine and the logs are ours.

use std::borrow::Cow;

use super::super::packages::Line;
use super::{FileState, IndexWriter};
use crate::error::Result;
use crate::story::Package;

impl IndexWriter {
    /// Begins a file, and gives its state with its number.
    pub fn begin(&mut self, mut state: FileState) -> Result<FileState> {
        state.file = self.sources.number(&state.path);
        if state.again {
            self.forget_packages(state.file)?;
        }
        self.met.insert(state.file);
        self.again = state.again;
        self.shared = state.shared;
        Ok(state)
    }

    /// Notes how far a file has been read; goes with the next commit.
    pub fn reading(&mut self, state: FileState) {
        self.current = Some(FileState { shared: self.shared, ..state });
    }

    /// Ends a file that was begun, and gives its last state, to be noted now or later.
    pub fn end(&mut self, state: FileState) -> FileState {
        self.current = None;
        FileState { shared: self.shared, again: false, partial: false, ..state }
    }

    /// Notes what is known of a file from now on.
    pub fn note(&mut self, state: FileState) -> Result<()> {
        if self.sources.files.get(&state.path) != Some(&state) {
            if state.gone {
                self.forget_packages(state.file)?;
            }
            self.sources.note(state)?;
            self.uncommitted = true;
        }
        Ok(())
    }

    /// Puts a package in, read from the file of that number.
    pub fn put_package(&mut self, file: u32, package: &Package) -> Result<()> {
        self.uncommitted = true;
        self.packages.add(&Line { file, again: false, package: Some(Cow::Borrowed(package)) })
    }

    /// What a file listed when it was read before counts no more.
    fn forget_packages(&mut self, file: u32) -> Result<()> {
        if self.packages.is_empty() {
            return Ok(());
        }
        self.uncommitted = true;
        self.packages.add(&Line { file, again: true, package: None })
    }

    /// Notes where the list of rejects stands; goes with the next commit.
    pub fn rejects(&mut self, bytes: u64) {
        self.progress.rejects = bytes;
    }
}
