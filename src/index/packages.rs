//! Packages of an index: the log `packages.jsonl`, and which stories its entries are.
//!
//! A line of the log is a package with the number of the file it was read from, or says that the
//! file is read again: what it listed before counts no more. The log is read as a stream, so it may
//! be larger than memory; what it lists is looked up among the ids of the stories when it is asked
//! for, so it does not matter in which order stories and packages come.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::engine;
use super::manifest::{PACKAGES, PackagesFound, share};
use super::reader::{Address, StoryIndex};
use crate::error::{Error, Result};
use crate::story::{Listed, Package};

/// Packages inside each other that are followed.
pub(crate) const DEEPEST: usize = 16;

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

/// Of what goes by one id, that of the version that is meant; all of it where there is no such
/// version, or none is said.
pub fn versions<'v, T>(
    wanted: Option<&str>,
    all: &'v [T],
    version: impl Fn(&T) -> Option<&str>,
) -> Vec<&'v T> {
    let exact: Vec<&T> =
        all.iter().filter(|it| wanted.is_some() && version(it) == wanted).collect();
    if exact.is_empty() { all.iter().collect() } else { exact }
}

/// A story that an entry may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Where it stands.
    pub address: Address,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: Option<String>,
}

impl StoryIndex {
    /// The packages that were read with the stories.
    pub fn packages(&self) -> Result<Packages> {
        Packages::of(self.dir(), self.progress().packages)
    }

    /// The ids of the stories that the packages of an id list, or any packages; the stories of
    /// packages in them too. In order, each once.
    ///
    /// # Errors
    ///
    /// More than 16 packages inside each other.
    pub fn listed_by(&self, id: Option<&str>) -> Result<Vec<String>> {
        let entries = self.entries(|package| id.is_none_or(|id| is_called(package, id)))?;
        let meant = self.meant(&entries)?;
        let stories = entries.iter().flat_map(|it| {
            versions(it.version.as_deref(), &meant[&it.native_id], |it| it.version.as_deref())
        });
        let mut ids: Vec<String> = stories.map(|it| it.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// The entries of some packages, those of packages in them too.
    fn entries(&self, is_wanted: impl Fn(&Package) -> bool) -> Result<Vec<Listed>> {
        let packages = self.packages()?;
        let mut entries: Vec<Listed> = Vec::new();
        let mut seen = HashSet::new();
        packages.each(|package| {
            if is_wanted(&package) {
                seen.insert(hash(&package));
                entries.extend(package.listed);
            }
            Ok(())
        })?;
        let may_be_package = |it: &&Listed| matches!(it.kind.as_deref(), None | Some("package"));
        let mut from = 0;
        for _ in 0..DEEPEST {
            let mut inner: BTreeMap<&str, Vec<Package>> = BTreeMap::new();
            let asked: Vec<Listed> =
                entries[from..].iter().filter(may_be_package).cloned().collect();
            from = entries.len();
            inner.extend(asked.iter().map(|it| (it.native_id.as_str(), Vec::new())));
            if inner.is_empty() {
                return Ok(entries);
            }
            packages.each(|package| {
                let found = inner.get_mut(package.native_id.as_deref().unwrap_or(""));
                found.into_iter().for_each(|it| it.push(package.clone()));
                Ok(())
            })?;
            for entry in &asked {
                let all = &inner[entry.native_id.as_str()];
                for package in versions(entry.version.as_deref(), all, |it| it.version.as_deref()) {
                    if seen.insert(hash(package)) {
                        entries.extend(package.listed.iter().cloned());
                    }
                }
            }
        }
        if entries.len() == from {
            return Ok(entries);
        }
        Err(Error::Query(format!("packages lie inside each other, more than {DEEPEST} deep")))
    }

    /// The stories that some entries mean, by the id that the source gave them; in order of their
    /// ids.
    pub fn meant<'l>(
        &self,
        entries: impl IntoIterator<Item = &'l Listed>,
    ) -> Result<HashMap<String, Vec<Meant>>> {
        let mut meant: HashMap<String, Vec<Meant>> =
            entries.into_iter().map(|it| (it.native_id.clone(), Vec::new())).collect();
        if meant.is_empty() {
            return Ok(meant);
        }
        let failed = |cause| engine::error(self.dir(), "looking up ids", cause);
        let mut ids = Vec::new();
        for segment in self.segments() {
            let inverted = segment.reader.inverted_index(self.fields.id).map_err(failed)?;
            let mut stream = inverted.terms().stream().map_err(|cause| failed(cause.into()))?;
            while stream.advance() {
                let Ok(id) = std::str::from_utf8(stream.key()) else { continue };
                if natives(&unescaped(id)).any(|it| meant.contains_key(it)) {
                    ids.push(id.to_owned());
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.find(&id)?.map(|address| (address, id)));
        }
        // Stored records are read fastest in the order in which they stand.
        found.sort_unstable();
        for (address, id) in found {
            // An id may be read in several ways; the record says what was given.
            let story = self.story_of_id(address, id)?;
            if let Some(of) = story.native_id.as_ref().and_then(|it| meant.get_mut(it)) {
                of.push(Meant { address, id: story.id, version: story.version });
            }
        }
        for stories in meant.values_mut() {
            stories.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        }
        Ok(meant)
    }
}

/// An id as the source wrote it: `%20` is a blank.
fn unescaped(id: &str) -> Cow<'_, str> {
    if !id.contains('%') {
        return Cow::Borrowed(id);
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(id.len()), id.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |at: usize| (*after.get(at)? as char).to_digit(16);
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// What may be the part of an id that the source gave: with or without an agency in front, a
/// version or the mark of a renamed story behind.
fn natives(id: &str) -> impl Iterator<Item = &str> {
    let starts = [Some(id), id.split_once(':').map(|(_, rest)| rest)];
    starts.into_iter().flatten().flat_map(|it| {
        let ends = it.match_indices([':', '~']).map(|(at, _)| at).chain([it.len()]);
        ends.map(|end| &it[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::super::log::Log;
    use super::*;

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

    #[test]
    fn an_id_is_taken_apart_in_every_way() {
        let all: Vec<&str> = natives("AP:urn:x:7:2").collect();
        assert_eq!(
            all,
            [
                "AP",
                "AP:urn",
                "AP:urn:x",
                "AP:urn:x:7",
                "AP:urn:x:7:2",
                "urn",
                "urn:x",
                "urn:x:7",
                "urn:x:7:2"
            ]
        );
        assert!(natives("AP:17~0a1b2c3d").any(|it| it == "17"));
        assert_eq!(unescaped("Reuters:17%20b%C3%BC%zz"), "Reuters:17 bü%zz");
    }

    #[test]
    fn the_version_that_is_meant_comes_before_all() {
        let all = [("a", None), ("b", Some("2")), ("c", Some("3"))];
        let of = |wanted| -> Vec<&str> {
            versions(wanted, &all, |it| it.1).into_iter().map(|it| it.0).collect()
        };
        assert_eq!(of(Some("2")), ["b"]);
        assert_eq!(of(Some("9")), ["a", "b", "c"]);
        assert_eq!(of(None), ["a", "b", "c"]);
    }
}
