//! `parse`: records as JSON Lines, without an index.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::feed::Decision;
use super::pipeline::{Event, Meter, ReadOptions, Taken, run};
use super::report::{RejectLog, Report};
use super::work::Outcome;
use crate::error::{Error, Result};
use crate::story::Story;

/// Reads PATHs and writes one record a line, in the order of the archive.
///
/// `rejects` is where rejects are listed, if anywhere. Fails where a PATH is not there, or where
/// `out` does not take what is written.
pub fn parse(
    paths: &[PathBuf],
    options: &ReadOptions,
    meter: &Meter,
    rejects: Option<&Path>,
    out: &mut dyn Write,
) -> Result<Report> {
    let mut report = Report::default();
    let mut log = RejectLog::new(rejects);
    log.begin()?;
    let mut take = |taken: Taken<Vec<u8>>| -> Result<()> {
        match taken {
            Taken::Event(event) => account(event, &mut report, &mut log),
            Taken::Outcomes(outcomes) => {
                for outcome in outcomes {
                    match outcome {
                        Outcome::Story(line) => {
                            report.read += 1;
                            report.indexed += 1;
                            meter.add_story();
                            out.write_all(&line)
                                .map_err(|error| Error::io("writing", "standard output", error))?;
                        }
                        Outcome::Reject(reject) | Outcome::Package(reject, _) => {
                            log.write(&reject)?;
                            report.add(reject);
                        }
                    }
                }
                Ok(())
            }
        }
    };
    let maker = || {
        |story: Story| {
            let mut line = serde_json::to_vec(&story).expect("a record is plain JSON");
            line.push(b'\n');
            line
        }
    };
    run(paths, options, meter, |_| Decision::Read { skip: 0 }, maker, &mut take)?;
    log.flush()?;
    report.bytes = meter.read();
    report.warn(options);
    Ok(report)
}

/// Enters an event into the account.
pub(super) fn account(event: Event, report: &mut Report, log: &mut RejectLog) -> Result<()> {
    match event {
        Event::FileBegins(_) => report.files += 1,
        Event::FileLeft => report.files_unchanged += 1,
        Event::FileEnds | Event::FileBroken => {}
        Event::Reject(reject) => {
            log.write(&reject)?;
            report.add(reject);
        }
        Event::Counted(event) => return account(*event, report, log),
        Event::Resumed => report.resumed += 1,
    }
    Ok(())
}
