//! The reading thread: files to records, in order, without looking into them.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use super::container::{Bounds, HEAD, Inside, Opener, Stream, Visitor};
use super::pipeline::{Event, Meter, ReadOptions, Sender, Stopped};
use super::report::Reject;
use super::walk::{self, Found};
use super::work::{Job, Place};
use crate::error::{Error, Result};
use crate::format::{self, ColumnMap, Cut, Format, Limits, Record, Refusal};
use crate::text::charset;

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
    Place { path: path.to_owned(), member: member.map(str::to_owned), format: None, charset: None }
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
    fn leaf(
        &mut self,
        member: Option<&str>,
        stream: &mut Stream<'_>,
        inside: &Inside<'_>,
    ) -> ControlFlow<()> {
        let head = match stream.peek(HEAD) {
            Ok(head) => head,
            Err(error) => {
                let reject = place(&self.path, member).reject(error.to_string());
                return self.tell(reject);
            }
        };
        // What a record encloses is of any format, whatever the records are read as.
        let forced = self.forced.filter(|_| !inside.is_enclosed());
        let sniff = |head: &[u8]| match self.columns {
            Some(map) => format::sniff_mapped(head, map),
            None => format::sniff(head),
        };
        // Marks are looked for byte by byte, so UTF-16 is read as UTF-8.
        let wide = charset::wide(head).map(|encoding| {
            let text = encoding.decode_with_bom_removal(&head[..head.len() & !1]).0;
            (encoding, sniff(text.as_bytes()))
        });
        let wide = wide.and_then(|(encoding, format)| {
            let format = forced.or(format).filter(|it| it.name() != format::PLAIN)?;
            Some((encoding, format))
        });
        let known = forced.or(wide.map(|it| it.1)).or_else(|| sniff(head));
        let Some(format) = known else {
            let kind = format::unreadable_kind(head).unwrap_or("no text");
            let reject = place(&self.path, member).reject(String::new());
            return self.tell(reject.into_not_story(kind));
        };
        let mut at = place(&self.path, member);
        at.format = Some(format.name());
        at.charset = wide.map(|(encoding, _)| encoding.name().to_ascii_lowercase());
        let at = Arc::new(at);
        let mut job = Job { place: Arc::clone(&at), format, records: Vec::new(), bytes: 0 };
        let limits = self.limits.clone();
        let input: Box<dyn BufRead + '_> = match wide {
            Some((encoding, _)) => Box::new(BufReader::new(charset::Narrow::new(stream, encoding))),
            None => Box::new(stream),
        };
        for cut in format.cut(input, &limits) {
            match cut {
                Cut::Record(record) => {
                    // Also of a record that is passed over: its files may not have been read.
                    let enclosed = format.enclosed(&record);
                    let number = record.number;
                    if self.passed_over() {
                        self.send(Event::Resumed)?;
                    } else {
                        let Record { bytes, .. } = &record;
                        job.bytes += bytes.len();
                        job.records.push(record);
                    }
                    let is_full = job.records.len() >= JOB_RECORDS || job.bytes >= JOB_BYTES;
                    if is_full || !enclosed.is_empty() {
                        self.send_job(&mut job)?;
                    }
                    for file in enclosed {
                        inside.open((member, number), &file.name, &file.bytes, self)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::pipeline::{Taken, run};
    use crate::ingest::work::Outcome;
    use crate::story::Story;

    /// What a run with so many records to pass over takes: headlines, and what is told.
    fn taken(path: &PathBuf, options: &ReadOptions, skip: u64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut note = |reject: &Reject| {
            let member = reject.member.as_deref().unwrap_or("-");
            lines.push(format!("{member}: {}", reject.reason));
        };
        let mut stories = Vec::new();
        run(
            std::slice::from_ref(path),
            options,
            &Meter::default(),
            |_| Decision::Read { skip },
            || |story: Story| story.headline.unwrap_or_default(),
            |taken| {
                match taken {
                    Taken::Event(Event::Resumed) => stories.push("resumed".to_owned()),
                    Taken::Event(Event::Counted(event)) => {
                        if let Event::Reject(reject) = *event {
                            note(&reject);
                            stories.push("told".to_owned());
                        }
                    }
                    Taken::Event(_) => {}
                    Taken::Outcomes(outcomes) => {
                        for outcome in outcomes {
                            stories.push(match outcome {
                                Outcome::Story(headline) => headline,
                                Outcome::Reject(reject) | Outcome::Package(reject, _) => {
                                    reject.reason
                                }
                            });
                        }
                    }
                }
                Ok(())
            },
        )
        .expect("a run");
        stories.extend(lines);
        stories
    }

    #[test]
    fn enclosed_files_are_read_behind_their_record_and_passed_over_like_it() {
        let path = PathBuf::from("corpus/mail/encloses-story-zip-and-mail.eml");
        let options = ReadOptions::default();
        let all = taken(&path, &options, 0);
        assert_eq!(
            all,
            [
                "Three for Friday",
                "Tram museum finds a tram",
                "Baker lights oldest oven",
                "Pier opens twice",
                "Owls move into belfry"
            ]
        );
        for skip in 0..=all.len() {
            let some = taken(&path, &options, skip as u64);
            assert_eq!(some[skip..], all[skip..]);
            assert!(some[..skip].iter().all(|it| it == "resumed"));
        }
        // Enclosed files are of any format, whatever the records are read as.
        let forced = ReadOptions { format: crate::format::by_name("mail"), ..options };
        assert_eq!(taken(&path, &forced, 0), all);
    }

    #[test]
    fn mails_in_mails_are_bounded() {
        let mut mail = "Message-ID: <x>\nSubject: Level 0\n\nFog shut the harbor.\n".to_owned();
        for level in 1..8 {
            mail = format!(
                "Message-ID: <x>\nSubject: Level {level}\nContent-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n\nFog again.\n--b{level}\nContent-Type: message/rfc822\n\n{mail}\n--b{level}--\n"
            );
        }
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("deep.eml");
        std::fs::write(&path, mail).expect("a file");
        let seen = taken(&path, &ReadOptions::default(), 0);
        assert_eq!(seen[..5], ["Level 7", "Level 6", "Level 5", "Level 4", "Level 3"]);
        assert_eq!(seen.len(), 7);
        assert!(
            seen[6].starts_with("1!part-2.eml!1!part-2.eml") && seen[6].contains("--max-nesting")
        );
        let few = ReadOptions { max_members: 2, ..ReadOptions::default() };
        assert!(taken(&path, &few, 0).iter().any(|it| it.contains("--max-members")));
    }
}
