//! The named paths: what each is, and what lies below it.
//!
//! In: a PATH as typed. Out: [`Root`], or [`BadPath`] with a way out. Apart from the walk because
//! the paths are looked at before it begins, and because whether something lies inside them is
//! asked again at every link.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::printed;
use crate::ingest::container::name;

/// A PATH that cannot be walked: bad usage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadPath {
    /// The path as typed, printable.
    pub path: String,
    message: String,
}

/// A named path.
pub(super) struct Root {
    /// As typed, without doubled slashes.
    pub shown: PathBuf,
    /// Without links.
    pub real: PathBuf,
    pub kind: RootKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RootKind {
    Stdin,
    Folder,
    File,
    /// A pipe or a terminal: what a shell puts for `<(…)`.
    Pipe,
    /// A socket or a disk.
    Other,
}

impl Root {
    pub(super) fn new(path: &Path) -> Result<Root, BadPath> {
        if path == Path::new("-") {
            return Ok(Root { shown: path.into(), real: path.into(), kind: RootKind::Stdin });
        }
        let shown: PathBuf = path.components().collect();
        let metadata = fs::metadata(path).map_err(|error| bad_path(path, &error))?;
        let kind = if metadata.is_dir() {
            RootKind::Folder
        } else if metadata.is_file() {
            RootKind::File
        } else if is_pipe(&metadata) {
            return Ok(Root { real: shown.clone(), shown, kind: RootKind::Pipe });
        } else {
            return Ok(Root { real: shown.clone(), shown, kind: RootKind::Other });
        };
        let real = fs::canonicalize(path).map_err(|error| bad_path(path, &error))?;
        Ok(Root { shown, real, kind })
    }

    /// Says whether a real path is this one or below it.
    pub(super) fn holds(&self, real: &Path) -> bool {
        match self.kind {
            RootKind::Folder => real.starts_with(&self.real),
            RootKind::File => real == self.real,
            _ => false,
        }
    }

    /// Says whether a real path is met by walking down from here, without following links.
    pub(super) fn reaches(&self, real: &Path) -> bool {
        self.holds(real)
            && real.strip_prefix(&self.real).is_ok_and(|below| {
                below.iter().all(|part| name::litter(part.as_encoded_bytes()).is_none())
            })
    }
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    kind.is_fifo() || kind.is_char_device()
}

#[cfg(not(unix))]
fn is_pipe(_metadata: &Metadata) -> bool {
    false
}

/// The message for a PATH that cannot be walked: what, why, and what to do.
fn bad_path(path: &Path, error: &io::Error) -> BadPath {
    let typed = printed(path);
    let message = if error.kind() == io::ErrorKind::NotFound {
        let way_out = match near(path) {
            Some(near) => format!("did you mean {}?", printed(&near)),
            None => "check the spelling, or give - to read standard input".to_owned(),
        };
        format!("there is no file or folder {typed}: {way_out}")
    } else {
        format!("{typed} cannot be opened: {error}")
    };
    BadPath { path: typed, message }
}

/// The name beside a missing one that is most like it.
fn near(path: &Path) -> Option<PathBuf> {
    let (parent, wanted) = (path.parent()?, path.file_name()?.to_str()?);
    let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .take(10_000)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    // The file system's order must not decide between two that are equally near.
    names.sort();
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(&name.to_lowercase(), &wanted.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= (wanted.chars().count() / 3).clamp(1, 3))
        .min()
        .map(|(_, name)| parent.join(name))
}
