//! LZW as the Unix `compress` program writes it: `.Z` files, on the CD-ROMs of old collections.
//!
//! In: packed bytes. Out: a [`Codec`]. Our own, because the codes stand in groups of eight whose
//! rest is thrown away whenever the width changes, which LZW libraries made for GIF and TIFF do
//! not know. A code that cannot have been written is damage: what stands before it is kept.

use std::io;

use super::stream::Stream;
use super::unpack::{Codec, Step, Then, exactly};

/// Throws the table away, in block mode.
const CLEAR: usize = 256;

/// Width of the first codes.
const FIRST_WIDTH: u32 = 9;

/// The decoder of one `.Z` stream.
pub(super) struct Lzw {
    /// Widest code of this stream, 9 to 16.
    widest: u32,
    /// Whether code 256 clears the table.
    block: bool,
    /// Width of the codes at present.
    width: u32,
    /// First code not in the table.
    free: usize,
    /// Table: what stands before the last byte of a code's string, that byte, and the length.
    prefix: Vec<u16>,
    suffix: Vec<u8>,
    length: Vec<u32>,
    /// The code before, and the first byte of its string.
    before: Option<usize>,
    first: u8,
    /// Up to eight codes, `width` bytes: the group being read.
    group: [u8; 16],
    /// Bytes of the group that have come in.
    filled: usize,
    /// Bit at which the next code stands.
    bit: u32,
    /// Bits of the group that may be read; 0 while it is being filled.
    bits: u32,
    /// A string that did not fit into the output, and what of it has been handed over.
    pending: Vec<u8>,
    given: usize,
}

impl Lzw {
    pub(super) fn new() -> Lzw {
        Lzw {
            widest: 16,
            block: true,
            width: FIRST_WIDTH,
            free: CLEAR + 1,
            prefix: vec![0; 1 << 16],
            suffix: (0..1usize << 16).map(|code| code as u8).collect(),
            length: vec![1; 1 << 16],
            before: None,
            first: 0,
            group: [0; 16],
            filled: 0,
            bit: 0,
            bits: 0,
            pending: Vec::new(),
            given: 0,
        }
    }

    /// Codes in the table at most.
    fn limit(&self) -> usize {
        1 << self.widest
    }

    /// Takes input until a group is whole, or all there is at the end; says how much it took.
    fn fill(&mut self, input: &[u8], last: bool) -> usize {
        let whole = self.width as usize;
        let used = input.len().min(whole.saturating_sub(self.filled));
        self.group[self.filled..self.filled + used].copy_from_slice(&input[..used]);
        self.filled += used;
        if self.filled == whole || last {
            self.bits = self.filled as u32 * 8;
            self.bit = 0;
        }
        used
    }

    /// Throws away what is left of the group.
    fn drop_group(&mut self) {
        self.filled = 0;
        self.bits = 0;
        self.bit = 0;
    }

    /// The next code of the group, if it holds one.
    fn code(&mut self) -> Option<usize> {
        if self.bit + self.width > self.bits {
            return None;
        }
        let at = (self.bit / 8) as usize;
        let byte = |i: usize| u32::from(self.group.get(at + i).copied().unwrap_or(0));
        let code = (byte(0) | byte(1) << 8 | byte(2) << 16) >> (self.bit % 8);
        self.bit += self.width;
        Some((code & ((1 << self.width) - 1)) as usize)
    }

    /// Goes to wider codes where the table has outgrown the present ones.
    fn widen(&mut self) {
        let full = if self.width == self.widest { self.limit() } else { (1 << self.width) - 1 };
        if self.free > full && self.width < self.widest {
            self.width += 1;
            self.drop_group();
        }
    }

    /// Writes the string of a code to the output, or what does not fit to `pending`.
    ///
    /// `None` if the code cannot stand here. The string is `before`'s and its first byte again
    /// where the code is the very one that is about to be made.
    fn put(&mut self, code: usize, output: &mut [u8]) -> Option<usize> {
        let repeat = code == self.free && self.free < self.limit();
        let known = code < CLEAR || (code < self.free && !(self.block && code == CLEAR));
        let source = match self.before {
            _ if known => code,
            Some(before) if repeat => before,
            _ => return None,
        };
        let body = self.length[source] as usize;
        let total = body + usize::from(!known);
        let spill = total > output.len();
        let mut pending = std::mem::take(&mut self.pending);
        let place = if spill {
            pending.clear();
            pending.resize(total, 0);
            self.given = 0;
            &mut pending[..]
        } else {
            &mut output[..total]
        };
        let mut at = source;
        for slot in place[..body].iter_mut().rev() {
            *slot = self.suffix[at];
            at = usize::from(self.prefix[at]);
        }
        if !known {
            place[body] = place[0];
        }
        self.first = place[0];
        self.pending = pending;
        Some(if spill { 0 } else { total })
    }

    /// Puts the string before, and the first byte of this one, into the table.
    fn learn(&mut self, before: usize) {
        if self.free < self.limit() {
            // Codes have 16 bits at most.
            self.prefix[self.free] = before as u16;
            self.suffix[self.free] = self.first;
            self.length[self.free] = self.length[before].saturating_add(1);
            self.free += 1;
        }
    }

    /// Hands over what is pending.
    fn drain(&mut self, output: &mut [u8]) -> usize {
        let n = (self.pending.len() - self.given).min(output.len());
        output[..n].copy_from_slice(&self.pending[self.given..self.given + n]);
        self.given += n;
        if self.given == self.pending.len() {
            self.pending.clear();
            self.given = 0;
        }
        n
    }
}

impl Codec for Lzw {
    const NAME: &'static str = "compress";
    const MAGIC: &'static [u8] = b"\x1F\x9D";

    fn start(&mut self, input: &mut Stream<'_>) -> io::Result<()> {
        let [_, _, flags] = exactly::<3>(input, Self::NAME)?;
        *self = Lzw::new();
        // The sniffer lets 9 to 16 pass only.
        self.widest = u32::from(flags & 0x1F).clamp(FIRST_WIDTH, 16);
        self.block = flags & 0x80 != 0;
        self.free = if self.block { CLEAR + 1 } else { CLEAR };
        Ok(())
    }

    fn step(&mut self, input: &[u8], output: &mut [u8]) -> Step {
        let last = input.is_empty();
        let mut used = 0;
        let mut made = self.drain(output);
        let stop = |used, made, why: &str| Step { used, made, then: Then::Damaged(why.to_owned()) };
        while made < output.len() && self.pending.is_empty() {
            if self.bits == 0 {
                used += self.fill(&input[used..], last);
                if self.bits == 0 {
                    let then = if last { Then::End } else { Then::Going };
                    return Step { used, made, then };
                }
            }
            let Some(code) = self.code() else {
                self.drop_group();
                continue;
            };
            if self.block && code == CLEAR {
                // The first code after it makes an entry that is never used.
                self.free = CLEAR;
                self.width = FIRST_WIDTH;
                self.drop_group();
                continue;
            }
            if self.before.is_none() && code >= CLEAR {
                return stop(used, made, "it does not begin with a plain byte");
            }
            match self.put(code, &mut output[made..]) {
                Some(n) => made += n,
                None => return stop(used, made, "a code stands for nothing"),
            }
            if let Some(before) = self.before {
                self.learn(before);
            }
            self.before = Some(code);
            made += self.drain(&mut output[made..]);
            self.widen();
        }
        Step { used, made, then: Then::Going }
    }
}

#[cfg(test)]
mod tests;
