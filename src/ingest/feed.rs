//! The reading thread: files to records, in order, without looking into them.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use super::container::{Bounds, HEAD, Opener, Stream, Visitor};
use super::pipeline::{Event, Meter, ReadOptions, Sender, Stopped};
use super::report::Reject;
use super::walk::{self, Found};
use super::work::{Job, Place};
use crate::error::{Error, Result};
use crate::format::{self, ColumnMap, Cut, Format, Limits, Record, Refusal};

/// Records of a job at most.
const JOB_RECORDS: usize = 128;
/// Bytes of a job, at which it is sent off.
const JOB_BYTES: usize = 192 << 10;

/// What to do with a file.
pub enum Decision {
    /// Read it, passing over so many records that are in the index already.
    Read { skip: u64 },
    /// Leave it alone.
    Leave,
}

/// A file about to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileInfo {
    /// As it was named.
    pub name: String,
    /// Size in bytes; 0 for standard input.
    pub size: u64,
    /// When it was last changed, nanoseconds since 1970.
    pub modified: i64,
    /// Standard input.
    pub stdin: bool,
}

/// Reads all PATHs, sending what it finds.
///
/// Fails for a PATH that is not there; all else is sent as an event.
pub fn read(
    paths: &[PathBuf],
    options: &ReadOptions,
    meter: &Meter,
    decide: &mut dyn FnMut(&FileInfo) -> Decision,
    sender: &mut Sender<'_>,
) -> Result<()> {
    let limits = walk::Limits { path: options.max_path };
    let walk = walk::walk(paths, &limits).map_err(|error| Error::Usage(error.to_string()))?;
    let bounds = Bounds {
        nesting: options.max_nesting,
        expansion: options.max_expansion,
        members: options.max_members,
        path: options.max_path,
        window: options.window,
    };
    let mut feed = Feed { opener: Opener::new(bounds), options, meter, decide, sender };
    for found in walk {
        let sent = match found {
            Found::Ignored { name, kind } => {
                let reject = place(&name, None).reject(String::new());
                feed.sender.send(Event::Reject(reject.into_not_story(kind)))
            }
            Found::Skipped { name, reason } => {
                feed.sender.send(Event::Reject(place(&name, None).reject(reason)))
            }
            Found::Stdin => {
                let info = FileInfo { name: "-".into(), size: 0, modified: 0, stdin: true };
                feed.file(info, || Ok(io::stdin().lock()))
            }
            Found::File(file) => {
                let info = FileInfo {
                    name: file.name,
                    size: file.size,
                    modified: file.modified,
                    stdin: false,
                };
                feed.file(info, || std::fs::File::open(&file.real))
            }
        };
        if sent.is_err() {
            break;
        }
    }
    Ok(())
}

struct Feed<'f, 's> {
    opener: Opener,
    options: &'f ReadOptions,
    meter: &'f Meter,
    decide: &'f mut dyn FnMut(&FileInfo) -> Decision,
    sender: &'f mut Sender<'s>,
}

impl Feed<'_, '_> {
    fn file<R: Read>(
        &mut self,
        info: FileInfo,
        open: impl FnOnce() -> io::Result<R>,
    ) -> std::result::Result<(), Stopped> {
        let skip = match (self.decide)(&info) {
            Decision::Read { skip } => skip,
            Decision::Leave => {
                self.meter.add_left(info.size);
                return self.sender.send(Event::FileLeft);
            }
        };
        self.sender.send(Event::FileBegins(info.clone()))?;
        let input = match open() {
            Ok(input) => input,
            Err(error) => {
                let reason = format!("it cannot be opened: {error}");
                self.sender.send(Event::Reject(place(&info.name, None).reject(reason)))?;
                return self.sender.send(Event::FileBroken);
            }
        };
        let mut records = Records {
            path: info.name.clone(),
            forced: self.options.format,
            columns: self.options.columns.as_deref(),
            limits: Limits { story: self.options.max_story },
            skip,
            sender: self.sender,
        };
        let input = Metered { input, meter: self.meter };
        if self.opener.open(input, &mut records).is_break() {
            return Err(Stopped);
        }
        self.sender.send(Event::FileEnds)
    }
}

fn place(path: &str, member: Option<&str>) -> Place {
    Place { path: path.to_owned(), member: member.map(str::to_owned), format: None }
}

/// Counts the bytes of files as they are read.
struct Metered<'m, R> {
    input: R,
    meter: &'m Meter,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.meter.add_read(read as u64);
        Ok(read)
    }
}

/// Cuts the streams of one file into jobs.
struct Records<'r, 's> {
    path: String,
    forced: Option<&'static dyn Format>,
    columns: Option<&'r ColumnMap>,
    limits: Limits,
    skip: u64,
    sender: &'r mut Sender<'s>,
}

impl Records<'_, '_> {
    fn send(&mut self, event: Event) -> ControlFlow<()> {
        match self.sender.send(event) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Stopped) => ControlFlow::Break(()),
        }
    }

    fn send_job(&mut self, job: &mut Job) -> ControlFlow<()> {
        if job.records.is_empty() {
            return ControlFlow::Continue(());
        }
        let full = Job {
            place: Arc::clone(&job.place),
            format: job.format,
            records: std::mem::take(&mut job.records),
            bytes: std::mem::take(&mut job.bytes),
        };
        match self.sender.send_job(full) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Stopped) => ControlFlow::Break(()),
        }
    }

    /// Sends what did not become a story; like a record, it is passed over where an interrupted run
    /// has told of it.
    fn tell(&mut self, reject: Reject) -> ControlFlow<()> {
        if self.passed_over() {
            return self.send(Event::Resumed);
        }
        self.send(Event::Counted(Box::new(Event::Reject(reject))))
    }

    /// True for a record that an interrupted run has dealt with.
    fn passed_over(&mut self) -> bool {
        let over = self.skip > 0;
        self.skip -= u64::from(over);
        over
    }
}

impl Visitor for Records<'_, '_> {
    fn leaf(&mut self, member: Option<&str>, stream: &mut Stream<'_>) -> ControlFlow<()> {
        let head = match stream.peek(HEAD) {
            Ok(head) => head,
            Err(error) => {
                let reject = place(&self.path, member).reject(error.to_string());
                return self.tell(reject);
            }
        };
        let sniffed = || match self.columns {
            Some(map) => format::sniff_mapped(head, map),
            None => format::sniff(head),
        };
        let Some(format) = self.forced.or_else(sniffed) else {
            let kind = format::unreadable_kind(head).unwrap_or("no text");
            let reject = place(&self.path, member).reject(String::new());
            return self.tell(reject.into_not_story(kind));
        };
        let mut at = place(&self.path, member);
        at.format = Some(format.name());
        let at = Arc::new(at);
        let mut job = Job { place: Arc::clone(&at), format, records: Vec::new(), bytes: 0 };
        let limits = self.limits.clone();
        for cut in format.cut(Box::new(stream), &limits) {
            match cut {
                Cut::Record(record) => {
                    if self.passed_over() {
                        self.send(Event::Resumed)?;
                        continue;
                    }
                    let Record { bytes, .. } = &record;
                    job.bytes += bytes.len();
                    job.records.push(record);
                    if job.records.len() >= JOB_RECORDS || job.bytes >= JOB_BYTES {
                        self.send_job(&mut job)?;
                    }
                }
                Cut::Refused(refusal) => {
                    self.send_job(&mut job)?;
                    let reject = match refusal {
                        Refusal::NotStory { kind } => at.reject(String::new()).into_not_story(kind),
                        Refusal::Reject { offset, reason } => {
                            let mut reject = at.reject(reason);
                            reject.offset = Some(offset);
                            reject
                        }
                    };
                    self.tell(reject)?;
                }
                Cut::Broken(error, offset) => {
                    self.send_job(&mut job)?;
                    let mut reject = at.reject(format!("the stream breaks off here: {error}"));
                    reject.offset = Some(offset);
                    self.tell(reject)?;
                }
            }
        }
        self.send_job(&mut job)
    }

    fn refused(&mut self, member: Option<&str>, offset: Option<u64>, reason: &str) {
        let mut reject = place(&self.path, member).reject(reason.to_owned());
        reject.offset = offset;
        // If the other side has stopped, the next leaf ends the run.
        let _ = self.tell(reject);
    }

    fn not_story(&mut self, member: Option<&str>, kind: &'static str) {
        let reject = place(&self.path, member).reject(String::new());
        let _ = self.tell(reject.into_not_story(kind));
    }
}
