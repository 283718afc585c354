//! The threads of a run: one reads, some work, one takes what they made, in order again.
//!
//! Memory is bounded: what is under way (records cut and not yet taken) has a budget in bytes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender as Channel, bounded};

use super::feed::{self, Decision, FileInfo};
use super::report::Reject;
use super::work::{Job, Outcome, work};
use crate::error::Result;
use crate::format::{ColumnMap, Format};
use crate::story::Story;

/// How to read an archive.
#[derive(Clone)]
pub struct ReadOptions {
    /// Read everything in this format; `None` to look at the bytes.
    pub format: Option<&'static dyn Format>,
    /// Which column of a table is what; `None` to tell by their names alone.
    pub columns: Option<Arc<ColumnMap>>,
    /// Threads that read records.
    pub threads: usize,
    /// Bytes of records that may be under way.
    pub under_way: usize,
    /// Bytes that a decoder of containers may look back to.
    pub window: usize,
    /// Largest record in bytes.
    pub max_story: usize,
    /// Containers inside each other.
    pub max_nesting: usize,
    /// How many times its size a file may unpack to.
    pub max_expansion: u64,
    /// Members of one file.
    pub max_members: u64,
    /// Bytes in a path.
    pub max_path: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let bounds = super::container::Bounds::default();
        ReadOptions {
            format: None,
            columns: None,
            threads: std::thread::available_parallelism().map_or(2, usize::from).min(8),
            under_way: 24 << 20,
            window: bounds.window,
            max_story: crate::format::Limits::default().story,
            max_nesting: bounds.nesting,
            max_expansion: bounds.expansion,
            max_members: bounds.members,
            max_path: bounds.path,
        }
    }
}

/// How far a run is, for a progress bar on another thread.
#[derive(Debug, Default)]
pub struct Meter {
    read: AtomicU64,
    left: AtomicU64,
    stories: AtomicU64,
}

impl Meter {
    /// Bytes of files that have been read.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes of files that are done with: read, or left alone.
    pub fn done(&self) -> u64 {
        self.read() + self.left.load(Ordering::Relaxed)
    }

    /// Stories taken.
    pub fn stories(&self) -> u64 {
        self.stories.load(Ordering::Relaxed)
    }

    pub(super) fn add_read(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn add_left(&self, bytes: u64) {
        self.left.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn add_story(&self) {
        self.stories.fetch_add(1, Ordering::Relaxed);
    }
}

/// What the reading thread tells besides jobs.
pub enum Event {
    /// A file is about to be read.
    FileBegins(FileInfo),
    /// It has been read to its end.
    FileEnds,
    /// It could not be opened.
    FileBroken,
    /// A file was left alone.
    FileLeft,
    /// Something that could not be read, or is no story.
    Reject(Reject),
    /// The same inside a file: a run that goes on passes over it as over a record.
    Counted(Box<Event>),
    /// A record that an interrupted run had dealt with.
    Resumed,
}

/// What the taking thread is given, in order.
pub enum Taken<T> {
    /// An event.
    Event(Event),
    /// What became of some records.
    Outcomes(Vec<Outcome<T>>),
}

/// The other side has stopped.
pub struct Stopped;

enum Numbered<T> {
    Event(u64, Event),
    Outcomes(u64, usize, Vec<Outcome<T>>),
}

/// The reading thread's way to the others.
pub struct Sender<'s> {
    number: u64,
    jobs: Channel<(u64, Job)>,
    events: Box<dyn Fn(u64, Event) -> std::result::Result<(), Stopped> + Send + 's>,
    budget: &'s Budget,
}

impl Sender<'_> {
    /// Sends an event.
    pub fn send(&mut self, event: Event) -> std::result::Result<(), Stopped> {
        self.number += 1;
        (self.events)(self.number - 1, event)
    }

    /// Sends a job, when there is room for it.
    pub fn send_job(&mut self, job: Job) -> std::result::Result<(), Stopped> {
        self.budget.take(job.bytes)?;
        self.number += 1;
        self.jobs.send((self.number - 1, job)).map_err(|_| Stopped)
    }
}

/// Bytes under way.
struct Budget {
    limit: usize,
    state: Mutex<(usize, bool)>,
    freed: Condvar,
}

impl Budget {
    fn take(&self, bytes: usize) -> std::result::Result<(), Stopped> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // One job may always be under way, however large.
        while state.0 > 0 && state.0 + bytes > self.limit && !state.1 {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.1 {
            return Err(Stopped);
        }
        state.0 += bytes;
        Ok(())
    }

    fn free(&self, bytes: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 = state.0.saturating_sub(bytes);
        self.freed.notify_all();
    }

    fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.freed.notify_all();
    }
}

/// Reads PATHs through.
///
/// `maker` gives each worker what turns a story into what the run wants; `take` is called on this
/// thread with everything in the order of the archive, whatever the number of workers.
pub fn run<T, M>(
    paths: &[PathBuf],
    options: &ReadOptions,
    meter: &Meter,
    mut decide: impl FnMut(&FileInfo) -> Decision + Send,
    maker: impl Fn() -> M + Sync,
    mut take: impl FnMut(Taken<T>) -> Result<()>,
) -> Result<()>
where
    T: Send,
    M: FnMut(Story) -> T,
{
    let workers = options.threads.max(1);
    let (jobs, work_queue) = bounded::<(u64, Job)>(workers * 2);
    let (results, taken) = bounded::<Numbered<T>>(workers * 4);
    let budget =
        Budget { limit: options.under_way, state: Mutex::new((0, false)), freed: Condvar::new() };
    std::thread::scope(|scope| {
        let reader = {
            let results = results.clone();
            let budget = &budget;
            let decide = &mut decide;
            scope.spawn(move || {
                let events = Box::new(move |number, event| {
                    results.send(Numbered::Event(number, event)).map_err(|_| Stopped)
                });
                let mut sender = Sender { number: 0, jobs, events, budget };
                feed::read(paths, options, meter, decide, &mut sender)
            })
        };
        for _ in 0..workers {
            let (queue, results) = (work_queue.clone(), results.clone());
            let maker = &maker;
            scope.spawn(move || {
                let mut make = maker();
                for (number, job) in queue {
                    let outcomes = work(&job, options.columns.as_ref(), &mut make);
                    if results.send(Numbered::Outcomes(number, job.bytes, outcomes)).is_err() {
                        break;
                    }
                }
            });
        }
        drop((work_queue, results));
        let ended = in_order(taken, &budget, &mut take);
        budget.stop();
        match reader.join() {
            Ok(read) => ended.and(read),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Takes results in the order in which they were read.
fn in_order<T>(
    taken: Receiver<Numbered<T>>,
    budget: &Budget,
    take: &mut impl FnMut(Taken<T>) -> Result<()>,
) -> Result<()> {
    let mut waiting: BTreeMap<u64, (usize, Taken<T>)> = BTreeMap::new();
    let mut next = 0;
    for numbered in taken {
        let (number, bytes, result) = match numbered {
            Numbered::Event(number, event) => (number, 0, Taken::Event(event)),
            Numbered::Outcomes(number, bytes, outcomes) => {
                (number, bytes, Taken::Outcomes(outcomes))
            }
        };
        waiting.insert(number, (bytes, result));
        while let Some((bytes, result)) = waiting.remove(&next) {
            next += 1;
            take(result)?;
            budget.free(bytes);
        }
    }
    Ok(())
}
