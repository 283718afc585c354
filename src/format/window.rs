//! A stream in, a sliding window of its bytes out.
//!
//! Cutters look for marks across the borders of reads, count offsets, and must hold no more than
//! one record. All of that is the same for every format, so it stands here once.

use std::io::{self, BufRead, ErrorKind};

use super::cutter::over_limit;
use super::{Cut, Refusal};

/// Bytes of a stream that have been read and not yet let go.
pub struct Window<'a> {
    input: Box<dyn BufRead + 'a>,
    held: Vec<u8>,
    /// Where the bytes not yet let go start in `held`.
    from: usize,
    /// Where they start in the stream.
    offset: u64,
    ended: bool,
    failure: Option<io::Error>,
}

impl<'a> Window<'a> {
    pub fn new(input: Box<dyn BufRead + 'a>) -> Window<'a> {
        Window { input, held: Vec::new(), from: 0, offset: 0, ended: false, failure: None }
    }

    /// The bytes held.
    pub fn bytes(&self) -> &[u8] {
        &self.held[self.from..]
    }

    /// Offset in the stream of the first byte held.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads on; `false` where the stream has ended or broken off.
    pub fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        // Moving what is left only when it is the smaller half keeps the work linear.
        if self.from > 0 && self.from * 2 >= self.held.len() {
            self.held.drain(..self.from);
            self.from = 0;
        }
        loop {
            match self.input.fill_buf() {
                Ok([]) => {
                    self.ended = true;
                    return false;
                }
                Ok(bytes) => {
                    let length = bytes.len();
                    self.held.extend_from_slice(bytes);
                    self.input.consume(length);
                    return true;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    self.failure = Some(error);
                    return false;
                }
            }
        }
    }

    /// Lets the first bytes go.
    pub fn skip(&mut self, count: usize) {
        let count = count.min(self.held.len() - self.from);
        self.from += count;
        self.offset += count as u64;
    }

    /// Lets the first bytes go and returns them.
    pub fn take(&mut self, count: usize) -> Vec<u8> {
        let bytes = self.bytes();
        let bytes = bytes[..count.min(bytes.len())].to_vec();
        self.skip(count);
        bytes
    }

    /// Says whether the stream broke off.
    pub fn is_broken(&self) -> bool {
        self.failure.is_some()
    }

    /// What is left at the end of the stream, as the last record, which starts at `offset`: its
    /// length, or the refusal of a record that broke off or is over the limit.
    pub fn remainder(&mut self, offset: u64, limit: usize) -> Result<usize, Refusal> {
        let length = self.bytes().len();
        let reason = if self.is_broken() {
            "the stream breaks off inside this story".to_owned()
        } else if length > limit {
            over_limit(limit)
        } else {
            return Ok(length);
        };
        self.skip(length);
        Err(Refusal::Reject { offset, reason })
    }

    /// The error that broke the stream off, once, with the offset up to which it was read.
    pub fn broken(&mut self) -> Option<Cut> {
        let at = self.offset + self.bytes().len() as u64;
        self.failure.take().map(|error| Cut::Broken(error, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor, Read};

    #[test]
    fn bytes_and_offsets_hold_together() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        let mut window = Window::new(Box::new(BufReader::with_capacity(3, Cursor::new(text))));
        let mut seen = Vec::new();
        loop {
            while window.bytes().len() < 5 && window.more() {}
            if window.bytes().is_empty() {
                break;
            }
            assert_eq!(window.bytes()[0], text[usize::try_from(window.offset()).expect("small")]);
            seen.extend(window.take(2));
        }
        assert_eq!(seen, text);
        assert!(window.broken().is_none());
    }

    #[test]
    fn an_error_ends_the_stream_and_is_told_once() {
        struct Bad;
        impl Read for Bad {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("bad sector"))
            }
        }
        let mut window = Window::new(Box::new(BufReader::new(Cursor::new(b"abc").chain(Bad))));
        while window.more() {}
        assert_eq!(window.bytes(), b"abc");
        assert!(window.is_broken());
        assert!(matches!(window.broken(), Some(Cut::Broken(_, 3))));
        assert!(window.broken().is_none());
    }
}
