//! `index`: an archive into an index, anew or on top of what is there.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use super::feed::{Decision, FileInfo};
use super::parse::account;
use super::pipeline::{Event, Meter, ReadOptions, Taken, run};
use super::report::{RejectLog, Report};
use super::work::Outcome;
use crate::analysis::Analyser;
use crate::error::Result;
use crate::index::manifest::REJECTS;
use crate::index::{Entry, FileState, IndexWriter, Packer, Put, WriterOptions};
use crate::story::Story;

/// How to index.
#[derive(Clone)]
pub struct IndexOptions {
    /// How to read.
    pub read: ReadOptions,
    /// How to write.
    pub write: WriterOptions,
    /// Remove stories whose files are gone, or that are gone from their files.
    pub prune: bool,
    /// Commit at least every so often.
    pub commit_every: Duration,
    /// Commit at least every so many stories; 0 for no such bound.
    pub commit_stories: u64,
}

/// Brings the index in `dir` up to date with PATHs.
///
/// Goes on where an interrupted run stopped. Files that have not changed are left alone.
pub fn index(
    paths: &[PathBuf],
    dir: &Path,
    options: &IndexOptions,
    meter: &Meter,
) -> Result<Report> {
    // A PATH that is not there is known before anything is written.
    let limits = super::walk::Limits { path: options.read.max_path };
    super::walk::walk(paths, &limits)
        .map_err(|error| crate::error::Error::Usage(error.to_string()))?;
    let writer = IndexWriter::open(dir, &options.write)?;
    let known: std::collections::BTreeMap<String, FileState> = writer.sources().files.clone();
    let interrupted = writer.interrupted().cloned();
    let decide = |file: &FileInfo| -> Decision {
        if file.stdin {
            return Decision::Read { skip: 0 };
        }
        let same = |state: &FileState| {
            state.size == file.size && state.mtime == file.modified && !state.gone
        };
        match (known.get(&file.name), &interrupted) {
            (Some(state), _) if same(state) => Decision::Leave,
            // Only a file that is new to the index can be taken up in the middle: of a changed
            // one, all stories have to be seen again.
            (None, Some(state)) if state.path == file.name && same(state) => {
                Decision::Read { skip: state.records }
            }
            _ => Decision::Read { skip: 0 },
        }
    };
    let dictionary = writer.dictionary();
    let maker = || {
        let mut analyser = Analyser::new();
        let mut packer = Packer::default();
        let dictionary = dictionary.clone();
        move |story: Story| {
            let mut entry = Entry::new(&story, &mut analyser);
            if let Some(Ok(packed)) = packer.pack(&dictionary, &entry.record) {
                entry.packed = Some(packed);
            }
            entry
        }
    };
    let mut taker = Taker {
        options,
        meter,
        report: Report::default(),
        log: RejectLog::new(Some(&dir.join(REJECTS)))?,
        writer,
        file: None,
        last_commit: Instant::now(),
        since_commit: 0,
    };
    run(paths, &options.read, meter, decide, maker, |taken| taker.take(taken))?;
    taker.end()
}

struct Taker<'a> {
    options: &'a IndexOptions,
    meter: &'a Meter,
    report: Report,
    log: RejectLog,
    writer: IndexWriter,
    file: Option<Reading>,
    last_commit: Instant,
    since_commit: u64,
}

/// The file being read.
struct Reading {
    state: FileState,
    stdin: bool,
    /// Ids seen in it, where it was in the index before and has changed.
    seen: Option<FxHashSet<u128>>,
}

impl Taker<'_> {
    fn take(&mut self, taken: Taken<Entry>) -> Result<()> {
        match taken {
            Taken::Event(event) => self.event(event),
            Taken::Outcomes(outcomes) => {
                for outcome in outcomes {
                    if let Some(file) = &mut self.file {
                        file.state.records += 1;
                    }
                    match outcome {
                        Outcome::Story(entry) => self.story(entry)?,
                        Outcome::Reject(reject) => {
                            self.log.write(&reject)?;
                            self.report.add_reject(reject);
                        }
                        Outcome::NotStory(kind) => self.report.add_not_story(kind),
                    }
                }
                self.commit_if_due()
            }
        }
    }

    fn event(&mut self, event: Event) -> Result<()> {
        match &event {
            Event::FileBegins(info) => self.begin(info),
            Event::FileEnds => self.finish_file()?,
            Event::FileBroken => self.file = None,
            Event::Counted(_) | Event::Resumed => {
                if let Some(file) = &mut self.file {
                    file.state.records += 1;
                }
            }
            Event::FileLeft | Event::NotStory { .. } | Event::Reject(_) => {}
        }
        account(event, &mut self.report, &mut self.log)
    }

    fn begin(&mut self, info: &FileInfo) {
        let before = self.writer.sources().files.contains_key(&info.name);
        let state = FileState {
            file: self.writer.file_number(&info.name),
            path: info.name.clone(),
            size: info.size,
            mtime: info.modified,
            records: 0,
            gone: false,
        };
        self.file = Some(Reading {
            state,
            stdin: info.stdin,
            seen: (before && !info.stdin).then(FxHashSet::default),
        });
    }

    fn story(&mut self, entry: Entry) -> Result<()> {
        let file = match &mut self.file {
            Some(file) => {
                if let Some(seen) = &mut file.seen {
                    seen.insert(IndexWriter::seen_key(&entry.id));
                }
                file.state.file
            }
            None => 0,
        };
        self.report.read += 1;
        match self.writer.put(entry, file)? {
            Put::Indexed => self.report.indexed += 1,
            Put::Unchanged => self.report.unchanged += 1,
            Put::Replaced => self.report.replaced += 1,
        }
        self.since_commit += 1;
        self.meter.add_story();
        self.writer.relieve()
    }

    fn finish_file(&mut self) -> Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        if let (true, Some(seen)) = (self.options.prune, &file.seen) {
            self.report.removed += self.writer.remove_unseen(file.state.file, Some(seen))?;
        }
        self.writer.file_done(file.state);
        Ok(())
    }

    fn commit_if_due(&mut self) -> Result<()> {
        let stories = self.options.commit_stories;
        let due = self.last_commit.elapsed() >= self.options.commit_every
            || (stories > 0 && self.since_commit >= stories);
        if !due {
            return Ok(());
        }
        if let Some(file) = self.file.as_ref().filter(|file| !file.stdin) {
            self.writer.reading(file.state.clone());
        }
        self.writer.commit()?;
        self.last_commit = Instant::now();
        self.since_commit = 0;
        Ok(())
    }

    fn end(mut self) -> Result<Report> {
        if self.options.prune {
            let gone: Vec<FileState> = self
                .writer
                .sources()
                .files
                .values()
                .filter(|state| {
                    !state.gone && state.path != "-" && !Path::new(&state.path).exists()
                })
                .cloned()
                .collect();
            for mut state in gone {
                // What is not committed yet cannot be looked through.
                self.writer.commit()?;
                self.report.removed += self.writer.remove_unseen(state.file, None)?;
                state.gone = true;
                self.writer.file_done(state);
            }
        }
        self.writer.finish()?;
        self.log.close()?;
        self.report.bytes = self.meter.bytes();
        Ok(self.report)
    }
}
