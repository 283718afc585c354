//! Packages of an index: the log `packages.jsonl`, and which stories its entries are.
//!
//! A line of the log is a package with the number of the file it was read from, or says that the
//! file is read again: what it listed before counts no more. The log is read as a stream, so it may
//! be larger than memory; what it lists is looked up among the ids of the stories when it is asked
//! for, so it does not matter in which order stories and packages come.

mod meant;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use meant::Meant;
pub(crate) use meant::versions;

use super::manifest::{PACKAGES, PackagesFound, share};
use super::reader::StoryIndex;
use crate::error::{Error, Result};
use crate::story::Package;

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line<'p> {
    /// The number of the file.
    pub file: u32,
    /// Nothing that it listed before counts any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// What it lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<Cow<'p, Package>>,
}

/// The packages of an index, as its last commit left them.
#[derive(Debug)]
pub struct Packages {
    dir: PathBuf,
    length: u64,
    /// Where the last reading of each file that was read again begins.
    begins: HashMap<u32, u64>,
}

impl Packages {
    /// Opens the log, of which so many bytes count.
    pub(super) fn of(dir: &Path, length: u64) -> Result<Packages> {
        let mut packages = Packages { dir: dir.to_owned(), length, begins: HashMap::new() };
        let mut begins = HashMap::new();
        packages.lines(|at, line| {
            // A package is longer than any such line.
            if line.len() < 64 && memchr::memmem::find(line, b"\"again\":true").is_some() {
                begins.insert(packages.parse(line)?.file, at);
            }
            Ok(())
        })?;
        packages.begins = begins;
        Ok(packages)
    }

    /// Hands over each package, once; the same package read from two files is one.
    ///
    /// # Errors
    ///
    /// Those of reading, a damaged log, and what `take` says.
    pub fn each(&self, mut take: impl FnMut(Package) -> Result<()>) -> Result<()> {
        let mut known = HashSet::new();
        self.lines(|at, line| {
            let Line { file, package, .. } = self.parse(line)?;
            let Some(package) = package.map(Cow::into_owned) else { return Ok(()) };
            let is_current = self.begins.get(&file).is_none_or(|begin| at > *begin);
            if is_current && known.insert(hash(&package)) { take(package) } else { Ok(()) }
        })
    }

    /// How many there are, and what tells them from others; `None` where there are none.
    pub(super) fn found(&self) -> Result<Option<PackagesFound>> {
        let mut found = PackagesFound::default();
        let mut sum = 0u128;
        self.each(|package| {
            found.packages += 1;
            found.listed += package.listed.len() as u64;
            sum = sum.wrapping_add(share(hash(&package)));
            Ok(())
        })?;
        found.fingerprint = format!("{sum:032x}");
        Ok((found.packages > 0).then_some(found))
    }

    fn lines(&self, mut take: impl FnMut(u64, &[u8]) -> Result<()>) -> Result<()> {
        if self.length == 0 {
            return Ok(());
        }
        let path = self.dir.join(PACKAGES);
        let failed = |error| Error::io("reading", &path, error);
        let file = File::open(&path).map_err(failed)?;
        let mut reader = BufReader::with_capacity(1 << 16, file.take(self.length));
        let (mut at, mut line) = (0, Vec::new());
        while at < self.length {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(failed)?;
            if line.pop() != Some(b'\n') {
                let why = format!("{PACKAGES} is shorter than the last commit says");
                return Err(self.damaged(why));
            }
            take(at, &line)?;
            at += read as u64;
        }
        Ok(())
    }

    fn parse(&self, line: &[u8]) -> Result<Line<'static>> {
        serde_json::from_slice(line)
            .map_err(|error| self.damaged(format!("{PACKAGES} cannot be read: {error}")))
    }

    fn damaged(&self, why: String) -> Error {
        Error::Damaged { dir: self.dir.clone(), why }
    }
}

/// What tells a package from others.
fn hash(package: &Package) -> u64 {
    let text = serde_json::to_vec(package).expect("a package is plain JSON");
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&blake3::hash(&text).as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}

/// Says whether a package is meant by an id: the whole one, or the part that the source gave.
pub fn is_called(package: &Package, id: &str) -> bool {
    package.id == id || package.native_id.as_deref() == Some(id) || {
        let front = package.id.strip_suffix(package.version.as_deref().unwrap_or(""));
        front.and_then(|it| it.strip_suffix(':')) == Some(id)
    }
}

impl StoryIndex {
    /// The packages that were read with the stories.
    pub fn packages(&self) -> Result<Packages> {
        Packages::of(self.dir(), self.progress().packages)
    }
}

#[cfg(test)]
mod tests {
    use super::super::log::Log;
    use super::*;
    use crate::story::Listed;

    fn package(id: &str, listed: &[&str]) -> Package {
        let entry = |id: &&str| Listed { native_id: (*id).to_owned(), ..Listed::default() };
        Package {
            id: format!("AP:{id}"),
            native_id: Some(id.to_owned()),
            listed: listed.iter().map(entry).collect(),
            ..Package::default()
        }
    }

    fn ids(packages: &Packages) -> Vec<String> {
        let mut ids = Vec::new();
        let each = packages.each(|package| {
            ids.push(package.id);
            Ok(())
        });
        each.unwrap();
        ids
    }

    #[test]
    fn a_file_read_again_lists_what_it_listed_last() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::new(dir.path(), PACKAGES, 0);
        let put = |log: &mut Log, file, package: &Package| {
            log.add(&Line { file, again: false, package: Some(Cow::Borrowed(package)) }).unwrap();
        };
        put(&mut log, 0, &package("a", &["1"]));
        put(&mut log, 1, &package("b", &["1"]));
        put(&mut log, 1, &package("a", &["1"]));
        let committed = log.flush().unwrap();
        let before = Packages::of(dir.path(), committed).unwrap();
        assert_eq!(ids(&before), ["AP:a", "AP:b"]);
        let found = before.found().unwrap().unwrap();
        assert_eq!((found.packages, found.listed), (2, 2));

        log.add(&Line { file: 0, again: true, package: None }).unwrap();
        put(&mut log, 0, &package("c", &["2", "3"]));
        let length = log.flush().unwrap();
        // What is not committed does not count; the same from another file is still there.
        assert_eq!(ids(&Packages::of(dir.path(), committed).unwrap()), ["AP:a", "AP:b"]);
        let after = Packages::of(dir.path(), length).unwrap();
        assert_eq!(ids(&after), ["AP:b", "AP:a", "AP:c"]);
        assert_ne!(after.found().unwrap().unwrap().fingerprint, found.fingerprint);
        assert!(matches!(Packages::of(dir.path(), length + 1), Err(Error::Damaged { .. })));
        assert!(Packages::of(dir.path(), 0).unwrap().found().unwrap().is_none());
    }

    #[test]
    fn a_package_is_called_by_its_id_with_and_without_agency_and_version() {
        let found = Package {
            id: "dpa:urn:x:7:2".into(),
            native_id: Some("urn:x:7".into()),
            version: Some("2".into()),
            ..Package::default()
        };
        for id in ["dpa:urn:x:7:2", "urn:x:7", "dpa:urn:x:7"] {
            assert!(is_called(&found, id), "{id}");
        }
        for id in ["urn:x", "7", "dpa:urn:x:7:3", "dpa:urn:x", ""] {
            assert!(!is_called(&found, id), "{id}");
        }
    }
}
