//! One folder, read and sorted.
//!
//! In: a path. Out: its entries in the order in which their whole paths sort. Apart from the walk
//! because the order is a promise of its own: the same on every file system.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::vec;

/// What an entry is, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Link,
    Other,
}

/// A folder being walked.
pub(super) struct Folder {
    /// As named.
    pub shown: PathBuf,
    /// Without links.
    pub real: PathBuf,
    /// Whether only a link led here.
    pub linked: bool,
    entries: vec::IntoIter<Entry>,
    error: Option<io::Error>,
}

struct Entry {
    part: OsString,
    kind: Kind,
    /// A folder, or a link to one: its path goes on with a slash.
    slash: bool,
}

impl Entry {
    fn new(entry: &fs::DirEntry) -> Entry {
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_symlink() => Kind::Link,
            Ok(kind) if kind.is_dir() => Kind::Folder,
            Ok(kind) if kind.is_file() => Kind::File,
            _ => Kind::Other,
        };
        let slash = match kind {
            Kind::Folder => true,
            Kind::Link => fs::metadata(entry.path()).is_ok_and(|target| target.is_dir()),
            _ => false,
        };
        Entry { part: entry.file_name(), kind, slash }
    }

    /// The bytes by which paths sort: `a.txt` stands before `a/b`, as it does in a sorted list.
    fn key(&self) -> impl Iterator<Item = &u8> {
        let slash: &[u8] = if self.slash { b"/" } else { b"" };
        self.part.as_encoded_bytes().iter().chain(slash)
    }
}

impl Folder {
    /// Reads and sorts the names in a folder.
    pub(super) fn read(shown: PathBuf, real: PathBuf, linked: bool) -> io::Result<Folder> {
        let (entries, error) = read(&real)?;
        Ok(Folder { shown, real, linked, entries: entries.into_iter(), error })
    }

    /// The next entry, or, once and last, what kept the folder from being read to its end.
    pub(super) fn next(&mut self) -> Option<io::Result<(OsString, Kind)>> {
        match self.entries.next() {
            Some(entry) => Some(Ok((entry.part, entry.kind))),
            None => self.error.take().map(Err),
        }
    }
}

fn read(real: &Path) -> io::Result<(Vec<Entry>, Option<io::Error>)> {
    let mut entries = Vec::new();
    let mut error = None;
    for entry in fs::read_dir(real)? {
        match entry {
            Ok(entry) if entry.file_name() == OsStr::new("") => {}
            Ok(entry) => entries.push(Entry::new(&entry)),
            Err(broken) => {
                error = Some(broken);
                break;
            }
        }
    }
    entries.sort_by(|a, b| a.key().cmp(b.key()));
    Ok((entries, error))
}
