//! The error of the library: what was read, where, why it cannot work, what to type instead.

use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong, by what a person can do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A request that cannot work as it was typed.
    #[error("{0}")]
    Usage(String),
    /// A query that does not parse or cannot run; the message has the place marked.
    #[error("{0}")]
    Query(String),
    /// No index where one was looked for.
    #[error("there is no index in {dir}")]
    NoIndex {
        /// The folder.
        dir: PathBuf,
    },
    /// An index of another version of newswire.
    #[error("the index in {dir} was made by {found}, and this newswire reads {expected}")]
    OldIndex {
        /// The folder.
        dir: PathBuf,
        /// What made it.
        found: String,
        /// What would be read.
        expected: String,
    },
    /// Another process writes to the index.
    #[error("the index in {dir} is being written by another newswire")]
    Busy {
        /// The folder.
        dir: PathBuf,
    },
    /// An index that does not hold what it should.
    #[error("the index in {dir} is damaged: {why}")]
    Damaged {
        /// The folder.
        dir: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// An index in which copies and versions have not been looked for.
    #[error("the index in {dir} has no groups of copies and no chains of versions: {why}")]
    NoCopies {
        /// The folder.
        dir: PathBuf,
        /// Why it has none.
        why: &'static str,
    },
    /// No story of that id.
    #[error("there is no story {id} in the index")]
    NoStory {
        /// The id asked for.
        id: String,
    },
    /// No package and no story of that id.
    #[error("there is no package and no story {id} in the index")]
    NoPackage {
        /// The id asked for.
        id: String,
    },
    /// A file that cannot be read or written.
    #[error("{action} {path}: {cause}")]
    Io {
        /// What was tried: `reading`, `writing` …
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why it failed.
        cause: io::Error,
    },
    /// A fault of ours, or of the engine over files that are not what they should be.
    #[error("newswire failed where it must not: {fault}")]
    Fault {
        /// The index that was asked for.
        dir: PathBuf,
        /// What went wrong, for a report.
        fault: String,
    },
    /// The engine failed in a way that nothing above names.
    #[error("the index engine stopped while {action}: {cause}")]
    Engine {
        /// What it was doing.
        action: &'static str,
        /// Its own words.
        cause: String,
    },
}

/// Result of the library.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Wraps an I/O error with what was tried and where.
    pub fn io(action: &'static str, path: impl AsRef<Path>, cause: io::Error) -> Error {
        Error::Io { action, path: path.as_ref().to_owned(), cause }
    }

    /// A thing to type or do, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::NoIndex { dir } => Some(format!(
                "make one: newswire index --index {} PATH…, or search at once: newswire search \
                 --corpus PATH… QUERY",
                dir.display()
            )),
            Error::OldIndex { dir, .. } => Some(format!(
                "build it afresh from the archive: newswire index --index {} --rebuild PATH…",
                dir.display()
            )),
            Error::Busy { .. } => Some(
                "wait until it has ended; searching goes on meanwhile over the last commit"
                    .to_owned(),
            ),
            Error::Damaged { dir, .. } => Some(format!(
                "check it: newswire verify --index {0}; or build it afresh: newswire index \
                 --index {0} --rebuild PATH…",
                dir.display()
            )),
            Error::Fault { dir, .. } => Some(format!(
                "if newswire verify --index {} finds nothing, please report this with the command",
                dir.display()
            )),
            Error::NoCopies { dir, .. } => Some(format!(
                "look for them: newswire index --index {} --copies-threshold 0.7 PATH…, on the same \
                 PATHs; files that have not changed are not read again",
                dir.display()
            )),
            Error::NoStory { .. } => {
                Some("newswire search --output ids QUERY lists the ids of what matches".to_owned())
            }
            Error::NoPackage { .. } => Some("newswire packages lists all packages".to_owned()),
            Error::Io { cause, .. } => match cause.kind() {
                io::ErrorKind::StorageFull => Some(
                    "make room on the disk and run the same command again: it goes on where the \
                     last commit stood"
                        .to_owned(),
                ),
                io::ErrorKind::PermissionDenied => {
                    Some("check who may read and write there".to_owned())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The exit code: 2 bad usage or query, 3 index or I/O.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage(_) | Error::Query(_) => 2,
            _ => 3,
        }
    }
}
