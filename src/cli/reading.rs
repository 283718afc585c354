//! Arguments that say how an archive is read: shared by `index` and `parse`.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, RangedU64ValueParser};
use clap::{Args, ValueHint};
use newswire::error::Result;
use newswire::format::{FORMATS, by_name};
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
    /// Threads that read stories
    #[arg(long, value_name = "N", value_parser = count(1..=256))]
    threads: Option<usize>,
    #[command(flatten)]
    limits: Limits,
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
    /// How the library is to read.
    pub fn options(&self, memory: Memory) -> ReadOptions {
        let Limits { max_story, max_nesting, max_expansion, max_members, max_path } = self.limits;
        let usual = memory.read_options();
        ReadOptions {
            format: self.format.as_deref().and_then(by_name),
            threads: self.threads.unwrap_or(usual.threads),
            max_story: max_story.bytes(),
            max_nesting,
            max_expansion,
            max_members,
            max_path,
            ..usual
        }
    }
}

/// A bound on the memory of the whole process, shared out among those that need it.
#[derive(Debug, Clone, Copy)]
pub struct Memory(u64);

const MIB: u64 = 1 << 20;
/// The program itself, the tables of what is known, the merge at the end.
const FIXED: u64 = 80 * MIB;
/// Less does not hold the above and the smallest budget of the engine.
const LEAST: u64 = 128 * MIB;

impl Memory {
    /// What runs without `--memory` may use.
    pub const USUAL: Size = Size(256 * MIB);

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

    /// Options for reading: what is under way has its share.
    pub fn read_options(self) -> ReadOptions {
        let under_way = (self.0 / 16).clamp(MIB, 24 * MIB);
        ReadOptions { under_way: under_way as usize, ..ReadOptions::default() }
    }

    /// Options for writing: the engine has its share.
    pub fn write_options(self, rebuild: bool) -> WriterOptions {
        let share = (self.0 - FIXED) / 100 * 55;
        WriterOptions { memory: share.clamp(15_000_000, 100_000_000) as usize, rebuild }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_shared_out_within_its_bound() {
        assert!(Memory::new(Size(LEAST - 1)).is_err());
        for size in [LEAST, 256 * MIB, 1 << 40] {
            let memory = Memory::new(Size(size)).unwrap();
            let read = memory.read_options().under_way as u64;
            let write = memory.write_options(false).memory as u64;
            assert!(read + write + FIXED <= size, "{size}");
        }
    }
}
