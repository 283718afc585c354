//! Which stories the entries of packages mean.
//!
//! Comes in: entries, by the ids that the source gave. Goes out: stories of the index, looked up among
//! its ids and held against their records.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxHashSet;

use super::super::engine;
use super::super::reader::{Address, StoryIndex};
use super::{hash, is_called};
use crate::error::{Error, Result};
use crate::story::{Listed, Package};

/// Packages inside each other that are followed.
const DEEPEST: usize = 16;

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
        let mut seen = FxHashSet::default();
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
        // Most parts of an id are told from what is sought by their length alone.
        let lengths: FxHashSet<usize> = meant.keys().map(String::len).collect();
        let is_sought = |it: &str| lengths.contains(&it.len()) && meant.contains_key(it);
        let failed = |cause| engine::error(self.dir(), "looking up ids", cause);
        let mut ids = Vec::new();
        for segment in self.segments() {
            let inverted = segment.reader.inverted_index(self.fields.id).map_err(failed)?;
            let mut stream = inverted.terms().stream().map_err(|cause| failed(cause.into()))?;
            while stream.advance() {
                let Ok(id) = std::str::from_utf8(stream.key()) else { continue };
                if natives(&unescaped(id)).any(is_sought) {
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
    use super::*;

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
