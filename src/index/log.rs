//! A log of JSON Lines in an index folder, of which as much counts as the last commit says.
//!
//! Comes in: lines. Goes out: a file that grows, and its length for the commit to carry. What a run
//! wrote beyond its last commit is cut off by the next one.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::{Error, Result};

/// Bytes that wait to be written, at most.
const PENDING: usize = 1 << 20;

/// A log that is appended to.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    length: u64,
    pending: Vec<u8>,
}

impl Log {
    /// The log of that name, of which so many bytes count.
    pub fn new(dir: &Path, name: &str, length: u64) -> Log {
        Log { path: dir.join(name), length, pending: Vec::new() }
    }

    /// Says whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.length == 0 && self.pending.is_empty()
    }

    /// Adds a line; it is on disk after [`Log::flush`].
    pub fn add(&mut self, line: &impl Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.pending, line)
            .map_err(|error| Error::io("writing", &self.path, error.into()))?;
        self.pending.push(b'\n');
        if self.pending.len() >= PENDING {
            self.flush()?;
        }
        Ok(())
    }

    /// Appends what was added, and returns the length of the log.
    pub fn flush(&mut self) -> Result<u64> {
        if self.pending.is_empty() {
            return Ok(self.length);
        }
        let appended = fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.path)
            .and_then(|mut file| {
                file.set_len(self.length)?;
                file.seek(SeekFrom::Start(self.length))?;
                file.write_all(&self.pending)?;
                file.sync_data()
            });
        appended.map_err(|error| Error::io("writing", &self.path, error))?;
        self.length += self.pending.len() as u64;
        self.pending.clear();
        Ok(self.length)
    }
}
