//! Arguments that say how an archive is read: shared by `index` and `parse`.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, RangedU64ValueParser};
use clap::{Args, ValueHint};
use newswire::error::{Error, Result};
use newswire::format::{ColumnMap, FORMATS, by_name};
use newswire::index::WriterOptions;
use newswire::ingest::ReadOptions;

use super::size::Size;
use super::usage;

/// Where to read, and in what format.
#[derive(Args)]
pub struct ReadArgs {
    /// Files or folders to read, or - for standard input
    ///
    /// Containers (gz, bz2, xz, zst, lz4, Z, zip, tar) open by themselves, also inside each
    /// other. The bytes of a file say what it is; its name is no more than a hint.
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Read everything in this format instead of looking at the bytes
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name()))
    )]
    format: Option<String>,
    #[command(flatten)]
    map: MapArgs,
    /// Threads that read stories
    #[arg(long, value_name = "N", value_parser = count(1..=256))]
    threads: Option<usize>,
    #[command(flatten)]
    limits: Limits,
}

/// What the columns of tables are called.
#[derive(Args)]
pub struct MapArgs {
    /// Say which column of tables (csv, json, parquet) is which field, in a TOML file
    ///
    /// Columns are told by their names: title, text, author, date and many more. Where a table
    /// has others, write a line for each, column = "field": Titel = "headline". Fields are
    /// native_id, version, agency, headline, slug, byline, dateline, city, summary, body, credits,
    /// filed, first_filed, embargo, urgency, category, topics, places, language, ednote, url and
    /// ignore. A line agency = { value = "dpa" } gives all stories the same, and zone =
    /// "Europe/Berlin" is the zone of times that name none.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    map: Option<PathBuf>,
}

impl MapArgs {
    /// Reads the file.
    pub fn read(&self) -> Result<Option<Arc<ColumnMap>>> {
        let Some(path) = &self.map else {
            return Ok(None);
        };
        let text =
            std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
        let map = ColumnMap::parse(&text)
            .map_err(|why| usage(format!("the map {} cannot be used: {why}", path.display())))?;
        Ok(Some(Arc::new(map)))
    }
}

/// Heading over these options in the help.
const LIMITS: &str = "Limits";

/// Bounds that protect against damaged and hostile archives.
#[derive(Args)]
struct Limits {
    /// Largest story
    #[arg(long, value_name = "SIZE", help_heading = LIMITS, hide_short_help = true, default_value_t = default_story())]
    max_story: Size,
    /// Containers inside each other
    #[arg(
        long,
        value_name = "N",
        help_heading = LIMITS, hide_short_help = true,
        value_parser = count(0..=64),
        default_value_t = ReadOptions::default().max_nesting
    )]
    max_nesting: usize,
    /// How many times its size a file may unpack to
    #[arg(
        long,
        value_name = "N",
        help_heading = LIMITS, hide_short_help = true,
        default_value_t = ReadOptions::default().max_expansion
    )]
    max_expansion: u64,
    /// Members of one container
    #[arg(
        long,
        value_name = "N",
        help_heading = LIMITS, hide_short_help = true,
        default_value_t = ReadOptions::default().max_members
    )]
    max_members: u64,
    /// Bytes in a path
    #[arg(
        long,
        value_name = "N",
        help_heading = LIMITS, hide_short_help = true,
        value_parser = count(1..=1 << 20),
        default_value_t = ReadOptions::default().max_path
    )]
    max_path: usize,
}

fn default_story() -> Size {
    Size(ReadOptions::default().max_story as u64)
}

fn count(range: RangeInclusive<u64>) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(range)
}

impl ReadArgs {
    /// How the library is to read, within a bound on memory.
    pub fn options(&self, memory: Memory) -> Result<ReadOptions> {
        let Limits { max_story, max_nesting, max_expansion, max_members, max_path } = self.limits;
        let usual = memory.read_options();
        let threads = match self.threads {
            Some(asked) => memory.threads(asked)?,
            None => usual.threads,
        };
        Ok(ReadOptions {
            format: self.format.as_deref().and_then(by_name),
            columns: self.map.read()?,
            threads,
            max_story: max_story.bytes(),
            max_nesting,
            max_expansion,
            max_members,
            max_path,
            ..usual
        })
    }
}

/// A bound on the memory of the whole process, shared out among those that need it.
#[derive(Debug, Clone, Copy)]
pub struct Memory(u64);

const MIB: u64 = 1 << 20;
/// The program itself, its threads, the tables of what is known, the merge at the end.
const FIXED: u64 = 56 * MIB;
/// Less does not hold the above and a useful share for each of the rest.
const LEAST: u64 = 128 * MIB;
/// What one thread more takes, in the worst case: what it remembers, what it works on, and the holes
/// that the allocator leaves for it.
const THREAD: u64 = 16 * MIB;
/// Threads that any bound suffices for.
const FEW: u64 = 2;
/// The bound that suffices for more than a few threads.
const AMPLE: u64 = 256 * MIB;
/// Threads that it suffices for. Between the two, measured peaks do not follow the
/// number of threads closely enough to promise more than a few.
const MANY: u64 = 8;

impl Memory {
    /// What runs without `--memory` may use.
    pub const USUAL: Size = Size(288 * MIB);

    /// A bound, if it is one that can be kept.
    pub fn new(size: Size) -> Result<Memory> {
        if size.0 < LEAST {
            return Err(usage(format!(
                "--memory {size} is too little: at least {} is needed",
                Size(LEAST)
            )));
        }
        Ok(Memory(size.0))
    }

    /// Threads that it suffices for, of so many that are asked for.
    pub fn threads(self, asked: usize) -> Result<usize> {
        let most = self.most_threads();
        if asked > most {
            let more = (asked as u64).saturating_sub(MANY) * THREAD;
            let wanted = Size(AMPLE + more);
            return Err(usage(format!(
                "--threads {asked} is too many for --memory {}: give --memory {wanted}, or --threads \
                 {most}",
                Size(self.0)
            )));
        }
        Ok(asked)
    }

    fn most_threads(self) -> usize {
        let most = match self.0.checked_sub(AMPLE) {
            Some(more) => MANY + more / THREAD,
            None => FEW,
        };
        usize::try_from(most).unwrap_or(usize::MAX)
    }

    /// Bytes of records under way: what is made of them takes about twice as much again.
    fn under_way(self) -> u64 {
        (self.0 / 32).clamp(MIB, 24 * MIB)
    }

    /// What a decoder may look back to: a power of two, as windows are.
    fn window(self) -> u64 {
        1 << (self.0 / 4).min(1 << 30).ilog2()
    }

    /// What all threads together may remember of words.
    fn memos(self) -> u64 {
        (self.0 / 10).min(64 * MIB)
    }

    /// Bytes of stories in a segment: writing it takes as much again.
    fn segment(self) -> u64 {
        let others = FIXED + 3 * self.under_way() + self.window() + self.memos();
        (self.0.saturating_sub(others) / 2).clamp(6 * MIB, 1024 * MIB)
    }

    /// Options for reading: what is under way has its share, and so have decoders.
    pub fn read_options(self) -> ReadOptions {
        let usual = ReadOptions::default();
        ReadOptions {
            threads: usual.threads.min(self.most_threads()),
            under_way: self.under_way() as usize,
            window: self.window() as usize,
            ..usual
        }
    }

    /// Bytes that each of some threads may remember of words.
    pub fn memo(self, threads: usize) -> usize {
        self.memos() as usize / threads.max(1)
    }

    /// Options for writing: stories that are not written yet have their share.
    pub fn write_options(self, threads: usize) -> WriterOptions {
        WriterOptions { memory: self.segment() as usize, threads, ..WriterOptions::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_shared_out_within_its_bound() {
        assert!(Memory::new(Size(LEAST - 1)).is_err());
        for size in [LEAST, 256 * MIB, 300 * MIB, 1 << 30, 1 << 40] {
            let memory = Memory::new(Size(size)).unwrap();
            let read = memory.read_options();
            let write = memory.write_options(2).memory as u64;
            let all = 3 * read.under_way as u64 + read.window as u64 + 2 * write + memory.memos();
            assert!(all + FIXED <= size, "{size}");
        }
    }

    #[test]
    fn threads_have_their_share() {
        let memory = Memory::new(Size(LEAST)).unwrap();
        assert_eq!(memory.threads(2).unwrap(), 2);
        assert!(memory.read_options().threads <= 2);
        let error = memory.threads(64).unwrap_err().to_string();
        assert!(error.contains("--memory 1152M, or --threads 2"), "{error}");
    }
}
