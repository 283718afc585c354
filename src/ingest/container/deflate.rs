//! Deflate: gzip, and members of zip archives whose length stands behind them.
//!
//! In: deflated bytes. Out: [`Codec`]s. On top of flate2's bare decompressor rather than its gzip
//! reader, which drops what it had already unpacked when it meets an error and gives up at the
//! padding behind the last member.

use std::io::{self, BufRead};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::stream::Stream;
use super::unpack::{Codec, Step, Then, cut_short, damaged, exactly};

/// Deflated bytes, and the checksum of what they hold.
struct Inflate {
    raw: Decompress,
    crc: Crc,
}

impl Inflate {
    fn new() -> Inflate {
        Inflate { raw: Decompress::new(false), crc: Crc::new() }
    }

    fn reset(&mut self) {
        self.raw.reset(false);
        self.crc.reset();
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let (used, made) = (self.raw.total_in(), self.raw.total_out());
        let status = self.raw.decompress(input, output, FlushDecompress::None);
        // The counts hold after an error too: what was unpacked before it is good.
        let used = ((self.raw.total_in() - used) as usize).min(input.len());
        let made = ((self.raw.total_out() - made) as usize).min(output.len());
        self.crc.update(&output[..made]);
        let then = match status {
            Ok(Status::StreamEnd) => Then::End,
            Ok(Status::Ok | Status::BufError) => Then::Going,
            Err(_) => Then::Damaged(String::new()),
        };
        Step { used, made, then }
    }
}

/// gzip, one member after another.
pub(super) struct Gzip(Inflate);

impl Gzip {
    pub(super) fn new() -> Gzip {
        Gzip(Inflate::new())
    }
}

impl Codec for Gzip {
    const NAME: &'static str = "gzip";
    const MAGIC: &'static [u8] = b"\x1F\x8B\x08";

    fn start(&mut self, input: &mut Stream<'_>) -> io::Result<()> {
        self.0.reset();
        let head = exactly::<10>(input, Self::NAME)?;
        let flags = head[3];
        if flags & 4 != 0 {
            let length = u64::from(u16::from_le_bytes(exactly::<2>(input, Self::NAME)?));
            if input.skip(length)? < length {
                return Err(cut_short(Self::NAME));
            }
        }
        // A name and a comment, each up to a zero.
        for flag in [8, 16] {
            if flags & flag != 0 {
                while exactly::<1>(input, Self::NAME)? != [0] {}
            }
        }
        if flags & 2 != 0 {
            exactly::<2>(input, Self::NAME)?;
        }
        Ok(())
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        self.0.step(input, output)
    }

    fn finish(&mut self, input: &mut Stream<'_>) -> io::Result<()> {
        let [a, b, c, d, e, f, g, h] = exactly::<8>(input, Self::NAME)?;
        let right = u32::from_le_bytes([a, b, c, d]) == self.0.crc.sum()
            && u32::from_le_bytes([e, f, g, h]) == self.0.crc.amount();
        if right {
            Ok(())
        } else {
            Err(damaged(Self::NAME, input.offset(), "its checksum is wrong"))
        }
    }
}

/// A member of a zip archive. Without a descriptor its checksum is looked after elsewhere.
pub(super) struct ZipDeflate {
    inflate: Inflate,
    descriptor: bool,
}

impl ZipDeflate {
    pub(super) fn new(descriptor: bool) -> ZipDeflate {
        ZipDeflate { inflate: Inflate::new(), descriptor }
    }
}

impl Codec for ZipDeflate {
    const NAME: &'static str = "zip";
    const MAGIC: &'static [u8] = b"PK\x03\x04";

    fn start(&mut self, _input: &mut Stream<'_>) -> io::Result<()> {
        Ok(())
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        self.inflate.step(input, output)
    }

    fn finish(&mut self, input: &mut Stream<'_>) -> io::Result<()> {
        if !self.descriptor {
            return Ok(());
        }
        let (packed, size) = (self.inflate.raw.total_in(), self.inflate.raw.total_out());
        let head = input.peek(DESCRIPTOR)?;
        let have = head.len();
        match descriptor(head, packed, size) {
            Some((length, crc)) => {
                input.consume(length);
                if crc == self.inflate.crc.sum() {
                    return Ok(());
                }
                Err(damaged(Self::NAME, input.offset(), "the checksum of this member is wrong"))
            }
            // The tables of the archive follow, so that there is always more than this.
            None if have < DESCRIPTOR => {
                input.consume(have);
                input.fill_buf()?;
                Err(cut_short(Self::NAME))
            }
            None => Err(damaged(Self::NAME, input.offset(), "the length of this member is wrong")),
        }
    }
}

/// Bytes in the longest data descriptor.
pub(super) const DESCRIPTOR: usize = 24;

/// A data descriptor for these lengths: how long it is, and its checksum.
///
/// The signature is optional, and the lengths have 4 bytes, or 8 in a zip64 archive.
pub(super) fn descriptor(head: &[u8], packed: u64, size: u64) -> Option<(usize, u32)> {
    let number = |at: usize, wide: usize| -> Option<u64> {
        let bytes = head.get(at..at + wide)?;
        Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    };
    let sign = if head.starts_with(b"PK\x07\x08") { 4 } else { 0 };
    // Wide lengths first: the low half of a wide length followed by its zeros could pass for two
    // narrow ones only if the size were 0, where both mean the same.
    for (start, wide) in [(sign, 8), (sign, 4), (0, 8), (0, 4)] {
        let mask = if wide == 8 { u64::MAX } else { u64::from(u32::MAX) };
        let found = (number(start + 4, wide), number(start + 4 + wide, wide));
        if found == (Some(packed & mask), Some(size & mask)) {
            return Some((start + 4 + 2 * wide, number(start, 4)? as u32));
        }
    }
    None
}
