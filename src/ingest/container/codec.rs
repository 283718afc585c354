//! bzip2, xz and zstd: the libraries' own decoders, fitted to the shared loop.
//!
//! In: packed bytes. Out: [`Codec`]s. One file, because each is only a few lines: what a status
//! means, and what bounds its memory.

use std::io;

use liblzma::stream as lzma;
use zstd::stream::raw::{Decoder, InBuffer, Operation, OutBuffer};
use zstd::zstd_safe::DParameter;

use super::sniff::{Packing, packing};
use super::stream::Stream;
use super::unpack::{Codec, Step, Then};

/// What an xz stream needs besides its dictionary: `xz -9`, with 64 MiB, asks for 65 MiB.
const XZ_BESIDES: usize = 2 << 20;

/// bzip2, one stream after another.
pub(super) struct Bzip2 {
    raw: bzip2::Decompress,
    fresh: bool,
}

impl Bzip2 {
    pub(super) fn new() -> Bzip2 {
        Bzip2 { raw: bzip2::Decompress::new(false), fresh: true }
    }
}

impl Codec for Bzip2 {
    const NAME: &'static str = "bzip2";
    const MAGIC: &'static [u8] = b"BZh";

    fn begins(head: &[u8]) -> bool {
        packing(head) == Some(Packing::Bzip2)
    }

    fn start(&mut self, _input: &mut Stream<'_>) -> io::Result<()> {
        if !std::mem::take(&mut self.fresh) {
            self.raw = bzip2::Decompress::new(false);
        }
        Ok(())
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let (used, made) = (self.raw.total_in(), self.raw.total_out());
        let status = self.raw.decompress(input, output);
        let used = ((self.raw.total_in() - used) as usize).min(input.len());
        let made = ((self.raw.total_out() - made) as usize).min(output.len());
        let then = match status {
            Ok(bzip2::Status::StreamEnd) => Then::End,
            Ok(bzip2::Status::MemNeeded) => Then::Damaged("there is not enough memory".to_owned()),
            Ok(_) => Then::Going,
            Err(_) => Then::Damaged(String::new()),
        };
        Step { used, made, then }
    }
}

/// xz, one stream after another.
pub(super) struct Xz {
    /// `None` before the first.
    raw: Option<lzma::Stream>,
    /// Bytes of a dictionary, at most.
    window: usize,
}

impl Xz {
    pub(super) fn new(window: usize) -> Xz {
        Xz { raw: None, window }
    }
}

impl Codec for Xz {
    const NAME: &'static str = "xz";
    const MAGIC: &'static [u8] = b"\xFD7zXZ\0";

    fn start(&mut self, _input: &mut Stream<'_>) -> io::Result<()> {
        let memory = self.window.saturating_add(XZ_BESIDES) as u64;
        let stream = lzma::Stream::new_stream_decoder(memory, 0)
            .map_err(|_| io::Error::other("there is not enough memory to unpack the xz data"))?;
        self.raw = Some(stream);
        Ok(())
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let Some(raw) = &mut self.raw else {
            return Step { used: 0, made: 0, then: Then::Damaged(String::new()) };
        };
        let (used, made) = (raw.total_in(), raw.total_out());
        let status = raw.process(input, output, lzma::Action::Run);
        let used = ((raw.total_in() - used) as usize).min(input.len());
        let made = ((raw.total_out() - made) as usize).min(output.len());
        let then = match status {
            Ok(lzma::Status::StreamEnd) => Then::End,
            Ok(_) => Then::Going,
            Err(lzma::Error::MemLimit | lzma::Error::Mem) => Then::Damaged(format!(
                "its dictionary is larger than {} MiB; index --memory raises this bound",
                self.window >> 20
            )),
            Err(lzma::Error::Options) => {
                Then::Damaged("it uses a filter that is not known here".to_owned())
            }
            Err(_) => Then::Damaged(String::new()),
        };
        Step { used, made, then }
    }
}

/// zstd, one frame after another, skippable ones included.
pub(super) struct Zstd {
    raw: Decoder<'static>,
    /// What the decoder can use next: given no more, it hands over block by block, and an error
    /// costs no more than the block it stands in.
    wants: usize,
    /// Bytes of a window, at most.
    window: usize,
}

impl Zstd {
    pub(super) fn new(window: usize) -> io::Result<Zstd> {
        let mut raw = Decoder::new()?;
        raw.set_parameter(DParameter::WindowLogMax(window.clamp(1 << 10, 1 << 30).ilog2()))?;
        Ok(Zstd { raw, wants: 0, window })
    }
}

/// The least that shows a frame's header.
const ZSTD_FIRST: usize = 5;

impl Codec for Zstd {
    const NAME: &'static str = "zstd";
    const MAGIC: &'static [u8] = b"\x28\xB5\x2F\xFD";

    fn begins(head: &[u8]) -> bool {
        packing(head) == Some(Packing::Zstd)
    }

    fn start(&mut self, _input: &mut Stream<'_>) -> io::Result<()> {
        self.wants = ZSTD_FIRST;
        self.raw.reinit()
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let mut from = InBuffer::around(&input[..input.len().min(self.wants)]);
        let mut to = OutBuffer::around(output);
        let status = self.raw.run(&mut from, &mut to);
        let (used, made) = (from.pos(), to.pos());
        let then = match status {
            Ok(0) => Then::End,
            Ok(wants) => {
                self.wants = wants;
                Then::Going
            }
            Err(error) => {
                let error = error.to_string();
                if error.contains("too much memory") {
                    Then::Damaged(format!(
                        "its window is larger than {} MiB; index --memory raises this bound",
                        self.window >> 20
                    ))
                } else if error.contains("ictionary") {
                    Then::Damaged("it was packed with a dictionary, which is not here".to_owned())
                } else {
                    Then::Damaged(String::new())
                }
            }
        };
        Step { used, made, then }
    }
}
