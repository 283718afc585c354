//! What became of everything that was read.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::pipeline::ReadOptions;
use crate::error::{Error, Result};
use crate::format::ColumnMap;
use crate::index::CopiesFound;

/// Something that was read and did not become a story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// The file, as it was named.
    pub path: String,
    /// The member of a container.
    pub member: Option<String>,
    /// Number of the record in the stream, from 1, where it is known.
    pub record: Option<u64>,
    /// Byte offset in the unpacked stream, where it is known.
    pub offset: Option<u64>,
    /// The format it was read in, where one was recognised.
    pub format: Option<&'static str>,
    /// What it is, where it is whole but no story; `None` for what should have been one.
    pub not_story: Option<&'static str>,
    /// Why: a sentence for people.
    pub reason: String,
}

impl Reject {
    /// The same place, where something stands that is whole but no story.
    pub fn into_not_story(mut self, kind: &'static str) -> Reject {
        self.not_story = Some(kind);
        self.reason = format!("no story: {kind}");
        self
    }
}

/// The closing account of a run: `read = indexed + unchanged + replaced + rejected + not stories`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Files read.
    pub files: u64,
    /// Files left alone because they have not changed since they were last read.
    pub files_unchanged: u64,
    /// Bytes of the files read, as they lie on disk.
    pub bytes: u64,
    /// Everything that was read: stories, and what is none.
    pub read: u64,
    /// New stories.
    pub indexed: u64,
    /// Stories that were there already, the same.
    pub unchanged: u64,
    /// Stories that took the place of another text under their id.
    pub replaced: u64,
    /// What could not be read; each is listed.
    pub rejected: u64,
    /// What could not be read of files left alone, when they were last read.
    pub rejected_before: u64,
    /// What is whole but no story, by kind.
    pub not_stories: BTreeMap<String, u64>,
    /// Records that an interrupted run had read already.
    pub resumed: u64,
    /// Stories removed because they are gone from the archive.
    pub removed: u64,
    /// Copies and versions found in the whole index; null where this run had no reason to look.
    pub copies: Option<CopiesFound>,
    /// What was odd about the request, as far as only reading could tell.
    pub warnings: Vec<String>,
    /// The first rejects.
    pub first_rejects: Vec<Reject>,
}

/// Rejects kept for the closing message; all of them are in the log.
const SHOWN: usize = 5;

impl Report {
    /// Everything that is whole but no story.
    pub fn not_story_total(&self) -> u64 {
        self.not_stories.values().sum()
    }

    /// Says whether the account balances.
    pub fn balances(&self) -> bool {
        self.read
            == self.indexed
                + self.unchanged
                + self.replaced
                + self.rejected
                + self.not_story_total()
    }

    /// Counts what was read and did not become a story.
    pub fn add(&mut self, reject: Reject) {
        match reject.not_story {
            Some(kind) => self.add_not_story(kind),
            None => self.add_reject(reject),
        }
    }

    /// Takes over what the options have to tell at the end.
    pub(super) fn warn(&mut self, options: &ReadOptions) {
        self.warnings = options.columns.as_deref().map(ColumnMap::warnings).unwrap_or_default();
    }

    /// Takes over what was found of copies and versions, and says where a bound bit.
    pub(super) fn warn_of_copies(&mut self, copies: Option<CopiesFound>) {
        self.copies = copies;
        let Some(CopiesFound { cut, forgotten, .. }) = copies else { return };
        if cut > 0 {
            self.warnings.push(format!(
                "{cut} times a story had more than {} look-alikes at once: it was compared with the \
                 nearest in time only, and may be missing from a group",
                crate::index::MOST_ALIKE
            ));
        }
        if forgotten > 0 {
            self.warnings.push(format!(
                "{forgotten} stories left the window early in which copies and versions are looked for, \
                 because it was full: give more --memory, or a narrower --copies-window"
            ));
        }
    }

    fn add_not_story(&mut self, kind: &str) {
        self.read += 1;
        match self.not_stories.get_mut(kind) {
            Some(count) => *count += 1,
            None => {
                self.not_stories.insert(kind.to_owned(), 1);
            }
        }
    }

    fn add_reject(&mut self, reject: Reject) {
        self.read += 1;
        self.rejected += 1;
        if self.first_rejects.len() < SHOWN {
            self.first_rejects.push(reject);
        }
    }
}

/// The list of rejects: JSON Lines, made when the first one comes.
pub struct RejectLog {
    path: Option<PathBuf>,
    file: Option<BufWriter<fs::File>>,
    length: u64,
}

impl RejectLog {
    /// A log at a path, or none. What an older log says stays until [`RejectLog::begin`].
    pub fn new(path: Option<&Path>) -> RejectLog {
        RejectLog { path: path.map(Path::to_owned), file: None, length: 0 }
    }

    /// A log that goes on after so many bytes of an older one.
    pub fn after(path: &Path, length: u64) -> Result<RejectLog> {
        let failed = |error| Error::io("writing", path, error);
        let mut log = RejectLog::new(Some(path));
        let older = match fs::metadata(path) {
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        };
        if length == 0 || older < length {
            log.begin()?;
            return Ok(log);
        }
        let mut file = fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
        file.set_len(length).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        log.file = Some(BufWriter::new(file));
        log.length = length;
        Ok(log)
    }

    /// Begins a list: what an older one says goes, unless this one goes on after it.
    pub fn begin(&mut self) -> Result<()> {
        let (Some(path), None) = (&self.path, &self.file) else { return Ok(()) };
        match fs::remove_file(path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Error::io("removing", path, error)),
        }
    }

    /// Writes a reject.
    pub fn write(&mut self, reject: &Reject) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let failed = |error| Error::io("writing", path, error);
        let file = match &mut self.file {
            Some(file) => file,
            empty => empty.insert(BufWriter::new(fs::File::create(path).map_err(failed)?)),
        };
        let mut line = serde_json::to_vec(reject).expect("a reject is plain JSON");
        line.push(b'\n');
        self.length += line.len() as u64;
        file.write_all(&line).map_err(failed)
    }

    /// Puts on disk what was written, and returns the length of the log.
    pub fn flush(&mut self) -> Result<u64> {
        if let (Some(file), Some(path)) = (&mut self.file, &self.path) {
            file.flush().map_err(|error| Error::io("writing", path, error))?;
        }
        Ok(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_balances() {
        let mut report = Report { read: 2, indexed: 1, replaced: 1, ..Report::default() };
        report.add(Reject::default().into_not_story("picture"));
        report.add(Reject {
            path: "a".into(),
            member: None,
            record: None,
            offset: Some(3),
            format: None,
            not_story: None,
            reason: "it breaks off".into(),
        });
        assert!(report.balances());
        report.indexed += 1;
        assert!(!report.balances());
    }

    fn reject(path: &str) -> Reject {
        Reject {
            path: path.into(),
            member: None,
            record: None,
            offset: None,
            format: None,
            not_story: None,
            reason: "it breaks off".into(),
        }
    }

    #[test]
    fn the_log_appears_with_the_first_reject() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rejects.jsonl");
        fs::write(&path, "old\n").unwrap();
        let mut log = RejectLog::new(Some(&path));
        assert!(path.exists());
        log.begin().unwrap();
        assert!(!path.exists());
        log.write(&reject("a")).unwrap();
        assert_eq!(log.flush().unwrap(), fs::metadata(&path).unwrap().len());
    }

    #[test]
    fn the_log_of_an_interrupted_run_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rejects.jsonl");
        let mut log = RejectLog::new(Some(&path));
        log.write(&reject("a")).unwrap();
        let committed = log.flush().unwrap();
        log.write(&reject("b")).unwrap();
        log.flush().unwrap();
        let mut log = RejectLog::after(&path, committed).unwrap();
        log.begin().unwrap();
        log.write(&reject("c")).unwrap();
        assert!(log.flush().unwrap() > committed);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.contains("\"a\"") && text.contains("\"c\""), "{text}");
        assert_eq!(RejectLog::after(&path, 1 << 20).unwrap().length, 0);
        assert!(!path.exists());
    }
}
