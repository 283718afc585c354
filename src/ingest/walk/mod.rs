//! From the named paths to files, in an order that is the same on every machine.
//!
//! In: PATHs as typed. Out: [`Found`], one for each file, and one for each thing passed over, so
//! that nothing vanishes. One file, because what may be opened at all (hidden files, links,
//! pipes) is decided here, once. Nothing outside the named paths is ever opened.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::container::name;

mod folder;
mod root;

use folder::{Folder, Kind};
pub use root::BadPath;
use root::{Root, RootKind};

/// Bounds on walking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in a path (`--max-path`).
    pub path: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { path: 4096 }
    }
}

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path as it was named, printable: what stands in records and messages.
    pub name: String,
    /// The path to open, with no link in it.
    pub real: PathBuf,
    /// Bytes; 0 for a pipe.
    pub size: u64,
    /// When it was last changed: nanoseconds since 1970, 0 where that is not known.
    pub modified: i64,
}

/// What a walk comes upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file to read.
    File(File),
    /// `-`: standard input.
    Stdin,
    /// Passed over as a matter of course, to be counted.
    Ignored {
        /// The path as it was named, printable.
        name: String,
        /// Such as `hidden file`, `system file`, `link to a file read anyway`.
        kind: &'static str,
    },
    /// Passed over, to be listed.
    Skipped {
        /// The path as it was named, printable.
        name: String,
        /// For people: a sentence without a full stop.
        reason: String,
    },
}

/// Walks the named paths: in the order named, and inside each in the order of the paths' bytes.
///
/// The paths are looked at right away, so that a wrong one is known before work begins; the rest
/// happens step by step. A file that can be reached in several ways is found once.
pub fn walk(paths: &[PathBuf], limits: &Limits) -> Result<Walk, BadPath> {
    let mut roots = Vec::new();
    for path in paths {
        roots.push(Root::new(path)?);
    }
    Ok(Walk {
        limits: limits.clone(),
        next: 0,
        roots,
        folders: Vec::new(),
        linked: HashSet::new(),
        inodes: HashSet::new(),
    })
}

/// The walk; see [`walk`].
pub struct Walk {
    limits: Limits,
    roots: Vec<Root>,
    /// Roots before this one have been begun.
    next: usize,
    /// From the root down to the folder being read.
    folders: Vec<Folder>,
    /// Real paths that only a link leads to, once found.
    linked: HashSet<PathBuf>,
    /// Files with several names (hard links), once found.
    inodes: HashSet<(u64, u64)>,
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let found = match self.folders.last_mut() {
                Some(folder) => match folder.next() {
                    Some(Ok((part, kind))) => self.entry(&part, kind),
                    Some(Err(error)) => {
                        let reason = format!("the folder could not be read to its end: {error}");
                        Some(skipped(&folder.shown, reason))
                    }
                    None => {
                        self.folders.pop();
                        None
                    }
                },
                None => {
                    let root = self.next;
                    self.next += 1;
                    if root >= self.roots.len() {
                        self.next = root;
                        return None;
                    }
                    self.root(root)
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Walk {
    fn root(&mut self, index: usize) -> Option<Found> {
        let (done, rest) = self.roots.split_at(index);
        let root = rest.first()?;
        let (shown, real) = (root.shown.clone(), root.real.clone());
        let again = match root.kind {
            RootKind::Stdin => done.iter().any(|other| other.kind == RootKind::Stdin),
            _ => done.iter().any(|other| other.reaches(&real)),
        };
        if again {
            return Some(ignored(&shown, "path named twice"));
        }
        match root.kind {
            RootKind::Stdin => Some(Found::Stdin),
            RootKind::Folder => self.descend(shown, real, false),
            RootKind::File => self.file(&shown, real),
            RootKind::Pipe => {
                Some(Found::File(File { name: printed(&shown), real, size: 0, modified: 0 }))
            }
            RootKind::Other => Some(skipped(&shown, NO_FILE.to_owned())),
        }
    }

    /// Goes into a folder.
    fn descend(&mut self, shown: PathBuf, real: PathBuf, linked: bool) -> Option<Found> {
        if is_index(&real) {
            return Some(ignored(&shown, "index folder"));
        }
        match Folder::read(shown.clone(), real, linked) {
            Ok(folder) => {
                self.folders.push(folder);
                None
            }
            Err(error) => Some(skipped(&shown, format!("the folder cannot be read: {error}"))),
        }
    }

    fn entry(&mut self, part: &OsStr, kind: Kind) -> Option<Found> {
        let folder = self.folders.last()?;
        let (shown, real, linked) =
            (folder.shown.join(part), folder.real.join(part), folder.linked);
        if let Some(kind) = name::litter(part.as_encoded_bytes()) {
            return Some(ignored(&shown, kind));
        }
        if shown.as_os_str().len() > self.limits.path {
            let reason = format!(
                "its path is longer than {} bytes; --max-path raises this bound",
                self.limits.path
            );
            return Some(skipped(&shown, reason));
        }
        if kind == Kind::Link {
            return self.link(shown, &real);
        }
        // The root being walked is not among those that were walked before it.
        let before = self.roots.get(..self.next.saturating_sub(1)).unwrap_or_default();
        if before.iter().any(|root| root.reaches(&real)) {
            return Some(ignored(&shown, "path named twice"));
        }
        if linked && matches!(kind, Kind::Folder | Kind::File) && !self.linked.insert(real.clone())
        {
            return Some(ignored(&shown, "link to a file read anyway"));
        }
        match kind {
            Kind::Folder => self.descend(shown, real, linked),
            Kind::File => self.file(&shown, real),
            Kind::Link | Kind::Other => Some(skipped(&shown, NO_FILE.to_owned())),
        }
    }

    /// A link in a folder: followed only if what it leads to would not be read otherwise.
    fn link(&mut self, shown: PathBuf, path: &Path) -> Option<Found> {
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Some(skipped(&shown, "the link leads to nothing".to_owned()));
            }
            // ELOOP has no stable kind of its own.
            Err(error) => {
                return Some(skipped(&shown, format!("the link cannot be followed: {error}")));
            }
        };
        if !self.roots.iter().any(|root| root.holds(&real)) {
            let reason = format!(
                "the link leads out of the paths that were named; to read what it leads to, name {} too",
                printed(&real)
            );
            return Some(skipped(&shown, reason));
        }
        if self.folders.iter().any(|folder| folder.real.starts_with(&real)) {
            let reason = "the link leads back to a folder that holds it".to_owned();
            return Some(skipped(&shown, reason));
        }
        if self.roots.iter().any(|root| root.reaches(&real)) || !self.linked.insert(real.clone()) {
            return Some(ignored(&shown, "link to a file read anyway"));
        }
        match fs::metadata(&real) {
            Ok(metadata) if metadata.is_dir() => self.descend(shown, real, true),
            Ok(metadata) if metadata.is_file() => self.file(&shown, real),
            Ok(_) => Some(skipped(&shown, NO_FILE.to_owned())),
            Err(error) => Some(skipped(&shown, format!("the file cannot be read: {error}"))),
        }
    }

    fn file(&mut self, shown: &Path, real: PathBuf) -> Option<Found> {
        let metadata = match fs::symlink_metadata(&real) {
            Ok(metadata) => metadata,
            Err(error) => return Some(skipped(shown, format!("the file cannot be read: {error}"))),
        };
        if !metadata.is_file() {
            return Some(skipped(shown, NO_FILE.to_owned()));
        }
        if shared_inode(&metadata).is_some_and(|inode| !self.inodes.insert(inode)) {
            return Some(ignored(shown, "second name of the same file"));
        }
        Some(Found::File(File {
            name: printed(shown),
            real,
            size: metadata.len(),
            modified: modified(&metadata),
        }))
    }
}

/// Says whether a folder is an index of ours: what is in there is no archive.
fn is_index(folder: &Path) -> bool {
    ["newswire.json", "meta.json"].iter().all(|name| folder.join(name).is_file())
}

const NO_FILE: &str = "it is a pipe, a socket or a device, not a file";

fn printed(path: &Path) -> String {
    name::printable(path.as_os_str().as_encoded_bytes())
}

fn ignored(path: &Path, kind: &'static str) -> Found {
    Found::Ignored { name: printed(path), kind }
}

fn skipped(path: &Path, reason: String) -> Found {
    Found::Skipped { name: printed(path), reason }
}

/// When a file was last changed, in nanoseconds since 1970.
fn modified(metadata: &Metadata) -> i64 {
    let Ok(time) = metadata.modified() else {
        return 0;
    };
    let nanos = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    };
    nanos.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

/// Identity of a file that has more than one name.
#[cfg(unix)]
fn shared_inode(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    (metadata.nlink() > 1).then(|| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn shared_inode(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(all(test, unix))]
mod tests;
