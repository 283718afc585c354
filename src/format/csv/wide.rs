//! Tables in UTF-16, as spreadsheets write "Unicode text": made UTF-8 on the way in.
//!
//! Rows are cut at bytes, and in UTF-16 bytes mean nothing by themselves.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// Bytes decoded at a time.
const PIECE: usize = 16 << 10;

/// The encoding that a byte order mark of two bytes names.
fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let (encoding, mark) = Encoding::for_bom(bytes)?;
    (mark == 2).then_some(encoding)
}

/// The head of a stream as UTF-8.
pub fn narrow_head(head: &[u8]) -> Cow<'_, [u8]> {
    match encoding(head) {
        Some(encoding) => {
            let (text, _) = encoding.decode_with_bom_removal(&head[..head.len() & !1]);
            Cow::Owned(text.into_owned().into_bytes())
        }
        None => Cow::Borrowed(head),
    }
}

/// A stream as UTF-8; as it is, where it has no mark of UTF-16.
pub fn narrowed<'a>(mut input: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut mark = [0; 2];
    let mut length = 0;
    while length < mark.len() {
        match input.read(&mut mark[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let front = io::Cursor::new(mark[..length].to_vec());
    match encoding(&mark[..length]) {
        Some(encoding) => {
            let decoder = encoding.new_decoder_without_bom_handling();
            let narrow = Narrow { input, decoder, ready: Vec::new(), at: 0, ended: false };
            Ok(Box::new(BufReader::with_capacity(PIECE, narrow)))
        }
        None => Ok(Box::new(front.chain(input))),
    }
}

/// Decodes as it is read.
struct Narrow<'a> {
    input: Box<dyn BufRead + 'a>,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Read for Narrow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.ready.len() && !self.ended {
            self.at = 0;
            self.ready.clear();
            self.ready.resize(4 * PIECE, 0);
            let bytes = self.input.fill_buf()?;
            let piece = &bytes[..bytes.len().min(PIECE)];
            self.ended = piece.is_empty();
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(piece, &mut self.ready, self.ended);
            self.input.consume(read);
            self.ready.truncate(written);
            // Nothing more comes out of an end that did not fit; it always fits.
            self.ended &= result == CoderResult::InputEmpty;
        }
        let rest = &self.ready[self.at..];
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        self.at += length;
        Ok(length)
    }
}
