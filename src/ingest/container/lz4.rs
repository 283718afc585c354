//! lz4 frames, several in a row.
//!
//! In: a stream. Out: a reader of what is packed in it. Apart from the other codecs because the
//! library reads by itself, and because it takes a frame that breaks off between two blocks for
//! one that ended: whether its end mark was there has to be seen from outside.

use std::io::{self, ErrorKind, Read};

use lz4_flex::frame::FrameDecoder;

use super::stream::Stream;
use super::unpack::{Gauge, cut_short, damaged, exactly, further};

const NAME: &str = "lz4";
const MAGIC: &[u8] = b"\x04\x22\x4D\x18";

/// The stream under the decoder, with a note of how it answered last.
struct Tap<'s, 'a> {
    input: &'s mut Stream<'a>,
    ended: bool,
    fault: bool,
}

impl Read for Tap<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into);
        match &read {
            Ok(0) => self.ended |= !into.is_empty(),
            Ok(_) => {}
            Err(_) => self.fault = true,
        }
        read
    }
}

/// A reader of lz4 frames.
pub(super) struct Lz4<'s, 'a> {
    decoder: FrameDecoder<Tap<'s, 'a>>,
    gauge: Gauge<'s>,
    inside: bool,
    done: bool,
}

impl<'s, 'a> Lz4<'s, 'a> {
    pub(super) fn new(input: &'s mut Stream<'a>, gauge: Gauge<'s>) -> Lz4<'s, 'a> {
        let tap = Tap { input, ended: false, fault: false };
        Lz4 { decoder: FrameDecoder::new(tap), gauge, inside: false, done: false }
    }

    /// Goes to the next frame; false where there is none.
    fn next_frame(&mut self) -> io::Result<bool> {
        let input = &mut *self.decoder.get_mut().input;
        loop {
            if !further(input, NAME, MAGIC, begins)? {
                return Ok(false);
            }
            if input.peek(4)?.starts_with(MAGIC) {
                return Ok(true);
            }
            let [_, _, _, _, length @ ..] = exactly::<8>(input, NAME)?;
            let length = u64::from(u32::from_le_bytes(length));
            if input.skip(length)? < length {
                return Err(cut_short(NAME));
            }
        }
    }

    fn next(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.done {
            if !self.inside {
                self.inside = self.next_frame()?;
                self.done = !self.inside;
                continue;
            }
            let read = self.decoder.read(into);
            let tap = self.decoder.get_ref();
            let offset = tap.input.offset();
            match read {
                Ok(0) if tap.ended => return Err(cut_short(NAME)),
                Ok(0) => self.inside = false,
                Ok(n) => {
                    self.gauge.add(offset, n)?;
                    return Ok(n);
                }
                Err(error) if tap.fault => return Err(error),
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                    return Err(cut_short(NAME));
                }
                // The library's own words are not for people.
                Err(_) => return Err(damaged(NAME, offset, "")),
            }
        }
        Ok(0)
    }
}

/// A frame, or a skippable one.
fn begins(head: &[u8]) -> bool {
    matches!(head, [0x04, 0x22, 0x4D, 0x18, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}

impl Read for Lz4<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let read = self.next(into);
        // After an error the decoder must not be asked again.
        self.done |= read.is_err();
        read
    }
}
