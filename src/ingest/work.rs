//! The workers: records to stories, and stories to whatever the run wants of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::report::Reject;
use crate::copy::compose;
use crate::format::{ColumnMap, Context, Format, Read, Record, Refusal};
use crate::story::{Package, Source, Story};
use crate::text::charset;

/// Where records stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was named.
    pub path: String,
    /// The member of a container.
    pub member: Option<String>,
    /// The format.
    pub format: Option<&'static str>,
    /// The charset of the stream, where it was read as UTF-8.
    pub charset: Option<String>,
}

impl Place {
    /// A reject that stands here.
    pub fn reject(&self, reason: String) -> Reject {
        Reject {
            path: self.path.clone(),
            member: self.member.clone(),
            record: None,
            offset: None,
            format: self.format,
            not_story: None,
            reason,
        }
    }
}

/// Records to be read by one worker.
pub struct Job {
    /// Where they stand.
    pub place: Arc<Place>,
    /// What reads them.
    pub format: &'static dyn Format,
    /// The records, in order.
    pub records: Vec<Record>,
    /// Their bytes.
    pub bytes: usize,
}

/// What became of a record.
pub enum Outcome<T> {
    /// A story, made into what the run wants.
    Story(T),
    /// Refused, or no story.
    Reject(Reject),
    /// A package: no story, as the first says, but what lists stories.
    Package(Reject, Package),
}

/// What is in a record that is whole.
// Nearly every one is the large variant, so a box around it would only cost an allocation.
#[expect(clippy::large_enum_variant)]
enum Made {
    Story(Story),
    Package(Package),
}

/// What packages are counted as.
const PACKAGE: &str = "package";

/// Reads the records of a job, and makes of each story what the run wants.
pub fn work<T>(
    job: &Job,
    columns: Option<&Arc<ColumnMap>>,
    mut make: impl FnMut(Story) -> T,
) -> Vec<Outcome<T>> {
    let context = Context {
        name: job.place.member.clone().unwrap_or_else(|| job.place.path.clone()),
        columns: columns.map(Arc::clone),
    };
    let mut outcomes = Vec::with_capacity(job.records.len());
    for record in &job.records {
        // A fault of ours costs one record, and says so; it does not cost the run.
        let made = catch_unwind(AssertUnwindSafe(|| {
            Ok(match read(job, record, &context)? {
                Made::Story(story) => Outcome::Story(make(story)),
                Made::Package(package) => {
                    let reject = reject(job, record, record.offset, String::new());
                    Outcome::Package(reject.into_not_story(PACKAGE), package)
                }
            })
        }));
        outcomes.push(match made {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(Refusal::NotStory { kind })) => {
                let reject = reject(job, record, record.offset, String::new());
                Outcome::Reject(reject.into_not_story(kind))
            }
            Ok(Err(Refusal::Reject { offset, reason })) => {
                Outcome::Reject(reject(job, record, offset, reason))
            }
            Err(_) => {
                let reason = "newswire itself failed on this record; please report it with the \
                              record"
                    .to_owned();
                Outcome::Reject(reject(job, record, record.offset, reason))
            }
        });
    }
    outcomes
}

fn reject(job: &Job, record: &Record, offset: u64, reason: String) -> Reject {
    let mut reject = job.place.reject(reason);
    reject.record = Some(record.number);
    reject.offset = Some(offset);
    reject
}

fn read(job: &Job, record: &Record, context: &Context) -> Result<Made, Refusal> {
    let mut raw = match job.format.read(record, context)? {
        Read::Story(story) => return Ok(Made::Story(*story)),
        Read::Package(raw, listed) => return Ok(Made::Package(compose::package(*raw, listed))),
        Read::Raw(raw) => raw,
    };
    if let Some(charset) = &job.place.charset {
        // The declaration told the truth of the stream as it was.
        raw.flags.retain(|flag| flag != charset::LIED);
        raw.charset.clone_from(charset);
    }
    let source = Source {
        path: job.place.path.clone(),
        member: job.place.member.clone(),
        record: record.number,
        format: job.format.name().to_owned(),
        charset: raw.charset.clone(),
    };
    compose::story(raw, source)
        .map(Made::Story)
        .map_err(|reason| Refusal::Reject { offset: record.offset, reason: reason.to_owned() })
}
