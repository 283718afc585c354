//! A stream of UTF-16 in, the same stream as UTF-8 out, so that what cuts it can look for marks.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

use super::wide_without_mark;

/// The UTF-16 that a stream beginning with `head` is in, by its mark or by its zeros.
pub fn wide(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        // The mark of UTF-32 begins like that of UTF-16.
        [0xFF, 0xFE, 0, 0, ..] => None,
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => wide_without_mark(head),
    }
}

/// Reads UTF-16 as UTF-8, without a byte order mark. Halves of characters become U+FFFD.
pub struct Narrow<R> {
    input: R,
    decoder: Decoder,
    /// Read and not yet decoded.
    wide: Vec<u8>,
    taken: usize,
    ended: bool,
    /// All has been decoded.
    done: bool,
    /// Decoded, for which there was no room.
    rest: Vec<u8>,
}

/// Bytes read at a time.
const PIECE: usize = 32 << 10;

impl<R: Read> Narrow<R> {
    /// Reads `input`, which is in `encoding`.
    pub fn new(input: R, encoding: &'static Encoding) -> Narrow<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        Narrow {
            input,
            decoder,
            wide: Vec::new(),
            taken: 0,
            ended: false,
            done: false,
            rest: Vec::new(),
        }
    }
}

impl<R: Read> Read for Narrow<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            // The decoder asks for room for one character at least.
            if into.len() >= 4 {
                return self.decode(into);
            }
            let mut room = [0; 4];
            let read = self.decode(&mut room)?;
            self.rest.extend_from_slice(&room[..read]);
        }
        let length = self.rest.len().min(into.len());
        into[..length].copy_from_slice(&self.rest[..length]);
        self.rest.drain(..length);
        Ok(length)
    }
}

impl<R: Read> Narrow<R> {
    fn decode(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.done {
                return Ok(0);
            }
            if self.taken == self.wide.len() && !self.ended {
                self.wide.resize(PIECE, 0);
                self.taken = 0;
                match self.input.read(&mut self.wide) {
                    Ok(read) => {
                        self.wide.truncate(read);
                        self.ended = read == 0;
                    }
                    Err(error) => {
                        self.wide.clear();
                        return Err(error);
                    }
                }
            }
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.wide[self.taken..], into, self.ended);
            self.taken += read;
            self.done = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn narrowed(bytes: &[u8]) -> String {
        let encoding = wide(bytes).expect("it is wide");
        let mut out = String::new();
        Narrow::new(Cursor::new(bytes), encoding).read_to_string(&mut out).expect("it is UTF-8");
        out
    }

    #[test]
    fn both_orders_are_read() {
        let text = "\u{FEFF}<nitf>é漢😀</nitf>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(narrowed(&little), "<nitf>é漢😀</nitf>");
        assert_eq!(narrowed(&big), "<nitf>é漢😀</nitf>");
        assert_eq!(narrowed(&little[..little.len() - 1]), "<nitf>é漢😀</nitf\u{FFFD}");
        assert!(wide(b"\xFF\xFE\0\0").is_none() && wide(b"<nitf>").is_none());
    }

    proptest! {
        #[test]
        fn text_of_any_length_comes_back(text in "[a-z é漢😀]{0,200}", count in 1usize..600) {
            let whole = "\u{FEFF}".to_owned() + &text.repeat(count);
            let bytes: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
            prop_assert_eq!(narrowed(&bytes), text.repeat(count));
        }
    }
}
