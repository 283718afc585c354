//! What an index says of itself: `newswire.json`, the commit's progress, the log of sources.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::log::Log;
use crate::copies::Rule;
use crate::error::{Error, Result};

/// Name of the manifest in an index folder.
pub const MANIFEST: &str = "newswire.json";
/// Name of the log of source files.
pub const SOURCES: &str = "sources.jsonl";
/// Name of the table of English words by their stem.
pub const FORMS: &str = "forms";
/// Name of the file of groups and chains.
pub const COPIES: &str = "copies";
/// Name of the log of packages.
pub const PACKAGES: &str = "packages.jsonl";
/// Name of the list of rejects.
pub const REJECTS: &str = "rejects.jsonl";

/// Versions that must agree for an index to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// The fields.
    pub schema: u32,
    /// The rules for words.
    pub analyser: u32,
    /// The record.
    pub record: u32,
}

impl Versions {
    /// Those of this program.
    pub fn ours() -> Versions {
        Versions {
            schema: super::schema::VERSION,
            analyser: crate::analysis::VERSION,
            record: crate::story::SCHEMA,
        }
    }
}

impl std::fmt::Display for Versions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Versions { schema, analyser, record } = self;
        write!(f, "schema {schema}, analyser {analyser}, record {record}")
    }
}

/// `newswire.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `newswire`.
    pub index: String,
    /// Versions that made it.
    pub versions: Versions,
    /// Program that wrote it last.
    pub newswire: String,
    /// By what rule copies and versions are found; absent where they are not looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<Rule>,
    /// Set when a run ended well; absent while one is under way.
    pub finished: Option<Finished>,
}

/// What a finished run leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// Fingerprint of the stories: the same stories give the same one.
    pub fingerprint: String,
    /// Number of stories.
    pub stories: u64,
    /// The engine's commit it stands for.
    pub commit: u64,
    /// Copies and versions among them; absent where they were not looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<CopiesFound>,
    /// Packages that list stories; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packages: Option<PackagesFound>,
    /// Size and BLAKE3 hash of each file of the index.
    pub files: BTreeMap<String, Checksum>,
}

/// Copies and versions that were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiesFound {
    /// Groups of near-copies.
    pub groups: u64,
    /// Stories in them.
    pub grouped: u64,
    /// Chains of versions.
    pub chains: u64,
    /// Stories in them.
    pub chained: u64,
    /// How many times a story had more look-alikes than are compared.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cut: u64,
    /// Stories that left the window early, of copies or of versions, because it was full.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub forgotten: u64,
}

/// Packages that were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagesFound {
    /// Packages.
    pub packages: u64,
    /// Entries in them.
    pub listed: u64,
    /// The same packages give the same one, in whatever order they were read.
    pub fingerprint: String,
}

/// Size and hash of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3, hexadecimal.
    pub blake3: String,
}

impl Manifest {
    /// The manifest of an index that is about to be written.
    pub fn unfinished(copies: Option<Rule>) -> Manifest {
        Manifest {
            index: "newswire".to_owned(),
            versions: Versions::ours(),
            newswire: env!("CARGO_PKG_VERSION").to_owned(),
            copies,
            finished: None,
        }
    }

    /// Reads it; `None` where there is none.
    pub fn read(dir: &Path) -> Result<Option<Manifest>> {
        let path = dir.join(MANIFEST);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("reading", path, error)),
        };
        serde_json::from_slice(&text).map(Some).map_err(|error| Error::Damaged {
            dir: dir.to_owned(),
            why: format!("{MANIFEST} cannot be read: {error}"),
        })
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, dir: &Path) -> Result<()> {
        let mut text = serde_json::to_vec_pretty(self).expect("a manifest is plain JSON");
        text.push(b'\n');
        write_whole(dir, MANIFEST, &text)
    }

    /// The fingerprint that is shown, of stories whose shares have this sum: the versions, the rule
    /// for copies and the packages go in.
    pub fn fingerprint(&self, sum: &str) -> String {
        let rule = self.copies.map_or(String::new(), |rule| format!(" {rule}"));
        let packages = self.finished.as_ref().and_then(|finished| finished.packages.as_ref());
        let packages = packages.map_or(String::new(), |it| format!(" {}", it.fingerprint));
        let text = format!("{sum} {}{rule}{packages}", self.versions);
        blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
    }

    /// Refuses an index of other versions.
    pub fn check(&self, dir: &Path) -> Result<()> {
        if self.versions == Versions::ours() {
            return Ok(());
        }
        Err(Error::OldIndex {
            dir: dir.to_owned(),
            found: format!("newswire {} ({})", self.newswire, self.versions),
            expected: Versions::ours().to_string(),
        })
    }
}

/// Writes a file of an index folder by writing beside it and renaming.
pub fn write_whole(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = dir.join(name);
    let beside = dir.join(format!("{name}.new"));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written
        .and_then(|()| fs::rename(&beside, &path))
        .map_err(|error| Error::io("writing", path, error))
}

/// How far a build stands; travels with the engine's commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Stories in the index.
    pub stories: u64,
    /// Positions in the index, for the average length of a story.
    pub positions: u64,
    /// Sum of the stories' hashes, 32 hexadecimal digits.
    pub fingerprint: String,
    /// Bytes of the log of sources that count.
    pub sources: u64,
    /// Bytes of the log of packages that count.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub packages: u64,
    /// The file that was being read, if one was.
    pub current: Option<FileState>,
    /// Bytes of the list of rejects that count, while the run has not ended.
    #[serde(default)]
    pub rejects: u64,
}

/// A file that was read, or is being read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Its number in the index.
    pub file: u32,
    /// As it was named.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of its last change, nanoseconds since 1970.
    pub mtime: i64,
    /// Records read from it.
    pub records: u64,
    /// Of these, how many could not be read.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rejects: u64,
    /// It is gone and its stories have been removed.
    #[serde(default)]
    pub gone: bool,
    /// It has been read only so far; `records` says how far.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial: bool,
    /// It was in the index before it was read only so far: it has to be read from its beginning.
    #[serde(default, skip_serializing_if = "is_false")]
    pub again: bool,
    /// It holds a story that the index has from another file.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shared: bool,
    /// What tells the map of columns that it was read with; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub map: String,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl FileState {
    /// Says whether the file is still where it was.
    ///
    /// Standard input is nowhere, and a name that had to be made printable cannot be looked for:
    /// both count as there, so that nothing of theirs is lost.
    pub fn is_there(&self) -> bool {
        let made_printable = self.path.contains("\\x") || self.path.contains("\\u{");
        !self.gone && (self.path == "-" || made_printable || Path::new(&self.path).exists())
    }
}

/// The log of source files, read back and appended to.
#[derive(Debug)]
pub struct Sources {
    log: Log,
    /// The last state of each file, by path.
    pub files: BTreeMap<String, FileState>,
    next: u32,
}

impl Sources {
    /// Reads the part of the log that the last commit stands for; the rest is cut off when it is
    /// next written.
    pub fn read(dir: &Path, length: u64) -> Result<Sources> {
        let path = dir.join(SOURCES);
        let log = Log::new(dir, SOURCES, length);
        let mut sources = Sources { log, files: BTreeMap::new(), next: 0 };
        if length == 0 {
            return Ok(sources);
        }
        let text = fs::read(&path).map_err(|error| Error::io("reading", &path, error))?;
        let damaged = |why: String| Error::Damaged { dir: dir.to_owned(), why };
        let text = text
            .get(..length as usize)
            .ok_or_else(|| damaged(format!("{SOURCES} is shorter than the last commit says")))?;
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let state: FileState = serde_json::from_slice(line)
                .map_err(|error| damaged(format!("{SOURCES} cannot be read: {error}")))?;
            sources.next = sources.next.max(state.file.saturating_add(1));
            sources.files.insert(state.path.clone(), state);
        }
        Ok(sources)
    }

    /// The number for a file: its old one, or the next.
    pub fn number(&mut self, path: &str) -> u32 {
        match self.files.get(path) {
            Some(state) => state.file,
            None => {
                self.next += 1;
                self.next - 1
            }
        }
    }

    /// Notes a state; it is on disk after [`Sources::flush`].
    pub fn note(&mut self, state: FileState) -> Result<()> {
        self.log.add(&state)?;
        self.next = self.next.max(state.file.saturating_add(1));
        self.files.insert(state.path.clone(), state);
        Ok(())
    }

    /// Appends what was noted and returns the length of the log.
    pub fn flush(&mut self) -> Result<u64> {
        self.log.flush()
    }
}

/// The share of one story in a fingerprint.
pub fn share(hash: u64) -> u128 {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(&hash.to_le_bytes()).as_bytes()[..16]);
    u128::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_beyond_the_commit_do_not_count() {
        let dir = tempfile::tempdir().unwrap();
        let state = |file, path: &str| FileState { file, path: path.into(), ..Default::default() };
        let mut sources = Sources::read(dir.path(), 0).unwrap();
        assert_eq!(sources.number("a"), 0);
        sources.note(state(0, "a")).unwrap();
        let committed = sources.flush().unwrap();
        sources.note(state(1, "b")).unwrap();
        sources.flush().unwrap();

        let mut again = Sources::read(dir.path(), committed).unwrap();
        assert_eq!(again.files.len(), 1);
        assert_eq!(again.number("c"), 1);
        again.note(state(1, "c")).unwrap();
        let length = again.flush().unwrap();
        let last = Sources::read(dir.path(), length).unwrap();
        assert_eq!(last.files.keys().collect::<Vec<_>>(), ["a", "c"]);
    }

    #[test]
    fn a_manifest_of_other_versions_is_refused_with_a_way_out() {
        let mut manifest = Manifest::unfinished(None);
        assert!(manifest.check(Path::new("index")).is_ok());
        manifest.versions.analyser += 1;
        let error = manifest.check(Path::new("index")).unwrap_err();
        assert!(error.hint().unwrap().contains("--rebuild"));
    }
}
