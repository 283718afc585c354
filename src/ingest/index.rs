//! `index`: an archive into an index, anew or on top of what is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::feed::{Decision, FileInfo};
use super::parse::account;
use super::pipeline::{Event, Meter, ReadOptions, Taken, run};
use super::report::{Reject, RejectLog, Report};
use super::work::Outcome;
use crate::analysis::Analyser;
use crate::copy::places;
use crate::error::{Error, Result};
use crate::index::manifest::REJECTS;
use crate::index::{Entry, FileState, IndexWriter, KnownPlaces, Put, WriterOptions};
use crate::story::Story;

/// How to index.
#[derive(Clone)]
pub struct IndexOptions {
    /// How to read.
    pub read: ReadOptions,
    /// How to write.
    pub write: WriterOptions,
    /// Bytes that each thread may remember of the words it has seen.
    pub memo: usize,
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
    super::walk::walk(paths, &limits).map_err(|error| Error::Usage(error.to_string()))?;
    let writer = IndexWriter::open(dir, &options.write)?;
    let known: BTreeMap<String, FileState> = writer.sources().files.clone();
    let mut before = 0;
    let map = map_of(&options.read);
    let decide = |file: &FileInfo| match known.get(&file.name) {
        // Read with another map, its stories are others.
        Some(state) if state.map != map => Decision::Read { skip: 0 },
        Some(state) if takes_up(state, file) => Decision::Read { skip: state.records },
        Some(state) if is_same(state, file) && !state.partial => {
            before += state.rejects;
            Decision::Leave
        }
        _ => Decision::Read { skip: 0 },
    };
    let lexicons = writer.lexicons();
    let maker = || {
        let mut analyser = Analyser::with_memory(lexicons.current(), options.memo);
        let lexicons = lexicons.clone();
        let mut known = KnownPlaces::default();
        move |story: Story| {
            analyser.set_lexicon(lexicons.current());
            let filed_from = story.dateline.as_ref().map_or(&[][..], |it| &it.places);
            let terms = known.terms(filed_from, &mut analyser, || places::names(&story));
            Entry::new(&story, &terms, &mut analyser)
        }
    };
    let rejects = dir.join(REJECTS);
    let log = match writer.resumes() {
        true => RejectLog::after(&rejects, writer.progress().rejects)?,
        false => RejectLog::new(Some(&rejects)),
    };
    let mut taker = Taker {
        options,
        meter,
        report: Report::default(),
        log,
        writer,
        file: None,
        held: Vec::new(),
        last_commit: Instant::now(),
        since_commit: 0,
    };
    run(paths, &options.read, meter, decide, maker, |taken| taker.take(taken))?;
    taker.report.rejected_before = before;
    if options.prune {
        let again = taker.prune()?;
        if !again.is_empty() {
            let decide = |_: &FileInfo| Decision::Read { skip: 0 };
            run(&again, &options.read, meter, decide, maker, |taken| taker.take(taken))?;
            taker.let_go()?;
        }
    }
    taker.end()
}

/// What tells the map of columns from others; empty where there is none.
fn map_of(options: &ReadOptions) -> String {
    options.columns.as_ref().map_or_else(String::new, |map| map.digest().to_owned())
}

/// Says whether a file is as it was.
fn is_same(state: &FileState, file: &FileInfo) -> bool {
    let stamp = state.size == file.size && state.mtime == file.modified;
    stamp && !file.stdin && !state.gone
}

/// Says whether a file can be taken up where an interrupted run left it.
///
/// Only one that was new to the index: of a changed one, all stories have to be seen again.
fn takes_up(state: &FileState, file: &FileInfo) -> bool {
    is_same(state, file) && state.partial && !state.again
}

struct Taker<'a> {
    options: &'a IndexOptions,
    meter: &'a Meter,
    report: Report,
    log: RejectLog,
    writer: IndexWriter,
    /// The file being read.
    file: Option<FileState>,
    /// Files read again, which are not to be noted before they have been pruned.
    held: Vec<FileState>,
    last_commit: Instant,
    since_commit: u64,
}

impl Taker<'_> {
    fn take(&mut self, taken: Taken<Entry>) -> Result<()> {
        match taken {
            Taken::Event(event) => self.event(event),
            Taken::Outcomes(outcomes) => {
                for outcome in outcomes {
                    if let Some(file) = &mut self.file {
                        file.records += 1;
                    }
                    match outcome {
                        Outcome::Story(entry) => self.story(entry)?,
                        Outcome::Reject(reject) => self.reject(reject)?,
                        Outcome::Package(reject, package) => {
                            let file = self.file.as_ref().map_or(0, |file| file.file);
                            self.writer.put_package(file, &package)?;
                            self.reject(reject)?;
                        }
                    }
                }
                self.commit_if_due()
            }
        }
    }

    fn event(&mut self, event: Event) -> Result<()> {
        match &event {
            Event::FileBegins(info) => self.begin(info)?,
            Event::FileEnds => self.finish_file()?,
            Event::FileBroken => self.file = None,
            Event::Counted(event) => {
                if let Some(file) = &mut self.file {
                    file.records += 1;
                }
                if let Event::Reject(reject) = &**event {
                    self.note(reject);
                }
            }
            Event::Resumed => {
                if let Some(file) = &mut self.file {
                    file.records += 1;
                }
            }
            Event::FileLeft | Event::Reject(_) => {}
        }
        account(event, &mut self.report, &mut self.log)
    }

    /// Counts and lists what is no story, or could not be read.
    fn reject(&mut self, reject: Reject) -> Result<()> {
        self.note(&reject);
        self.log.write(&reject)?;
        self.report.add(reject);
        Ok(())
    }

    /// Notes that something of the file could not be read.
    fn note(&mut self, reject: &Reject) {
        if let Some(file) = &mut self.file {
            file.rejects += u64::from(reject.not_story.is_none());
        }
    }

    fn begin(&mut self, info: &FileInfo) -> Result<()> {
        self.log.begin()?;
        let before = self.writer.sources().files.get(&info.name);
        let map = map_of(&self.options.read);
        let taken_up = before.is_some_and(|state| state.map == map && takes_up(state, info));
        let state = FileState {
            path: info.name.clone(),
            size: info.size,
            mtime: info.modified,
            again: before.is_some() && !taken_up,
            shared: before.is_some_and(|state| taken_up && state.shared),
            rejects: before.filter(|_| taken_up).map_or(0, |state| state.rejects),
            map,
            ..FileState::default()
        };
        self.file = Some(self.writer.begin(state)?);
        Ok(())
    }

    fn story(&mut self, entry: Entry) -> Result<()> {
        let file = self.file.as_ref().map_or(0, |file| file.file);
        self.report.read += 1;
        match self.writer.put(entry, file)? {
            Put::Indexed => self.report.indexed += 1,
            Put::Unchanged => self.report.unchanged += 1,
            Put::Replaced => self.report.replaced += 1,
        }
        self.since_commit += 1;
        self.meter.add_story();
        let stories = self.options.commit_stories;
        if self.writer.is_full() || (stories > 0 && self.since_commit >= stories) {
            self.commit()?;
        }
        Ok(())
    }

    fn finish_file(&mut self) -> Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let held = file.again && self.options.prune;
        let state = self.writer.end(file);
        if held {
            self.held.push(state);
        } else {
            self.writer.note(state)?;
        }
        Ok(())
    }

    fn commit_if_due(&mut self) -> Result<()> {
        if self.last_commit.elapsed() >= self.options.commit_every { self.commit() } else { Ok(()) }
    }

    fn commit(&mut self) -> Result<()> {
        if let Some(file) = &self.file {
            self.writer.reading(file.clone());
        }
        self.writer.rejects(self.log.flush()?);
        self.writer.commit()?;
        self.last_commit = Instant::now();
        self.since_commit = 0;
        Ok(())
    }

    /// Removes what is gone: stories of files that are gone, and of files read again that no
    /// longer hold them. Returns the files to be read once more, because they may hold a removed
    /// story too.
    fn prune(&mut self) -> Result<Vec<PathBuf>> {
        self.commit()?;
        let files = self.writer.sources().files.values();
        let gone: Vec<FileState> =
            files.filter(|state| !state.gone && !state.is_there()).cloned().collect();
        let numbers = gone.iter().chain(&self.held).map(|state| state.file).collect();
        let removed = self.writer.remove_unseen(&numbers)?;
        self.report.removed += removed;
        for state in gone {
            self.writer.note(FileState { gone: true, ..state })?;
        }
        self.let_go()?;
        if removed == 0 {
            return Ok(Vec::new());
        }
        let mut again = Vec::new();
        let shared = self.writer.sources().files.values().filter(|state| state.shared);
        for state in shared.filter(|state| state.path != "-" && Path::new(&state.path).exists()) {
            again.push(state.clone());
        }
        for state in &again {
            // Should this run stop here, the next one reads it.
            self.writer.note(FileState { partial: true, again: true, ..state.clone() })?;
        }
        self.commit()?;
        Ok(again.into_iter().map(|state| state.path.into()).collect())
    }

    /// Notes the files that had to wait for the pruning.
    fn let_go(&mut self) -> Result<()> {
        for state in std::mem::take(&mut self.held) {
            self.writer.note(state)?;
        }
        Ok(())
    }

    fn end(mut self) -> Result<Report> {
        self.writer.rejects(self.log.flush()?);
        let replaced = self.writer.replace_texts()?;
        self.report.indexed -= replaced;
        self.report.replaced += replaced;
        let copies = self.writer.finish()?;
        self.report.bytes = self.meter.read();
        self.report.warn(&self.options.read);
        self.report.warn_of_copies(copies);
        Ok(self.report)
    }
}
