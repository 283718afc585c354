//! A buffered reader that can be peeked into and that remembers how it broke.
//!
//! In: any reader. Out: [`Stream`], which every container and every consumer reads from, and
//! [`Section`], a member of known length inside a stream. One file, because the promise "all good
//! bytes first, then the error, and the error only once reported" is kept here and nowhere else.

use std::cell::Cell;
use std::io::{self, BufRead, ErrorKind, Read};

/// Size of a stream's buffer: the most that can be peeked.
pub const BUFFER: usize = 256 * 1024;

/// What sniffing looks at: the first 64 KiB.
pub const HEAD: usize = 64 * 1024;

/// Bytes with a look ahead.
///
/// An error of the reader below is delivered after every byte that came before it, and again on
/// each later call: a broken stream never looks like one that ended.
pub struct Stream<'a> {
    source: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    consumed: u64,
    ended: bool,
    fault: Option<(ErrorKind, String)>,
    told: bool,
}

impl<'a> Stream<'a> {
    /// Reads from `source`.
    pub fn new(source: impl Read + 'a) -> Stream<'a> {
        Stream::with_buffer(Box::new(source), Vec::new())
    }

    /// Reads from `source` through a buffer that was used before.
    pub(super) fn with_buffer(source: Box<dyn Read + 'a>, mut buffer: Vec<u8>) -> Stream<'a> {
        if buffer.len() < BUFFER {
            // A new allocation of zeros costs nothing until it is touched; growing would.
            buffer = vec![0; BUFFER];
        }
        Stream {
            source,
            buffer,
            start: 0,
            end: 0,
            consumed: 0,
            ended: false,
            fault: None,
            told: false,
        }
    }

    /// Gives the buffer back for the next stream.
    pub(super) fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }

    /// Bytes consumed so far.
    pub fn offset(&self) -> u64 {
        self.consumed
    }

    /// Looks ahead without consuming.
    ///
    /// Exactly `n` bytes (at most [`BUFFER`]); fewer only where the stream ends or breaks before,
    /// so that what is seen never depends on how a pipe was filled. An error only where no good
    /// byte stands before it.
    pub fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        let n = n.min(self.buffer.len());
        while self.end - self.start < n && self.more() {}
        if self.start == self.end {
            self.tell()?;
        }
        Ok(&self.buffer[self.start..self.end.min(self.start + n)])
    }

    /// Passes over `n` bytes; says how many there were.
    pub fn skip(&mut self, n: u64) -> io::Result<u64> {
        let mut left = n;
        while left > 0 {
            let have = self.fill_buf()?.len();
            if have == 0 {
                break;
            }
            let step = usize::try_from(left).unwrap_or(usize::MAX).min(have);
            self.consume(step);
            left -= step as u64;
        }
        Ok(n - left)
    }

    /// What broke the stream, and whether anybody has been given the error.
    pub(super) fn fault(&self) -> Option<(&str, bool)> {
        self.fault.as_ref().map(|(_, text)| (text.as_str(), self.told))
    }

    /// Reads on behind what is buffered; false at the end, at an error, or with a full buffer.
    fn more(&mut self) -> bool {
        if self.ended || self.fault.is_some() {
            return false;
        }
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        } else if self.end == self.buffer.len() {
            if self.start == 0 {
                return false;
            }
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        match read(&mut *self.source, &mut self.buffer[self.end..]) {
            Ok(0) => {
                self.ended = true;
                false
            }
            Ok(n) => {
                self.end += n;
                true
            }
            Err(error) => {
                self.fault = Some((error.kind(), error.to_string()));
                false
            }
        }
    }

    /// The error, where there is one.
    fn tell(&mut self) -> io::Result<()> {
        match &self.fault {
            None => Ok(()),
            Some((kind, text)) => {
                self.told = true;
                Err(io::Error::new(*kind, text.clone()))
            }
        }
    }
}

/// One read that is not disturbed by signals, nor by a reader that claims more than it was given.
fn read(source: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Ok(n) => return Ok(n.min(into.len())),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let unbroken = !self.ended && self.fault.is_none();
        if self.start == self.end && unbroken && into.len() >= self.buffer.len() {
            // As much as the buffer would take: read straight into place, without a copy.
            match read(&mut *self.source, into) {
                Ok(n) => {
                    self.ended = n == 0;
                    self.consumed += n as u64;
                    return Ok(n);
                }
                Err(error) => self.fault = Some((error.kind(), error.to_string())),
            }
        }
        let have = self.fill_buf()?;
        let n = have.len().min(into.len());
        into[..n].copy_from_slice(&have[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end && !self.more() {
            self.tell()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, n: usize) {
        let n = n.min(self.end - self.start);
        self.start += n;
        self.consumed += n as u64;
    }
}

/// A member of known length inside a stream.
pub(super) struct Section<'s, 'a> {
    input: &'s mut Stream<'a>,
    /// Bytes of the member not read yet; whoever opened the section passes over them afterwards.
    left: &'s Cell<u64>,
    /// Set once an error, or an early end, went up through here.
    broke: &'s Cell<bool>,
    /// `tar`, `zip`: for the message.
    archive: &'static str,
}

impl<'s, 'a> Section<'s, 'a> {
    pub(super) fn new(
        input: &'s mut Stream<'a>,
        left: &'s Cell<u64>,
        broke: &'s Cell<bool>,
        archive: &'static str,
    ) -> Section<'s, 'a> {
        Section { input, left, broke, archive }
    }
}

impl Read for Section<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        let n = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        if n == 0 {
            return Ok(0);
        }
        match self.input.read(&mut into[..n]) {
            Ok(0) => {
                self.broke.set(true);
                Err(cut_short(self.archive, left))
            }
            Ok(n) => {
                self.left.set(left - n as u64);
                Ok(n)
            }
            Err(error) => {
                self.broke.set(true);
                Err(error)
            }
        }
    }
}

/// A member that ends before its length is reached.
pub(super) fn cut_short(archive: &str, missing: u64) -> io::Error {
    let text =
        format!("the {archive} archive is cut short: {missing} bytes of this member are missing");
    io::Error::new(ErrorKind::UnexpectedEof, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives `good` in pieces of `step`, then an error.
    struct Breaking {
        good: Vec<u8>,
        at: usize,
        step: usize,
    }

    impl Read for Breaking {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.step.min(into.len()).min(self.good.len() - self.at);
            if n == 0 {
                return Err(io::Error::other("broken on purpose"));
            }
            into[..n].copy_from_slice(&self.good[self.at..self.at + n]);
            self.at += n;
            Ok(n)
        }
    }

    fn breaking(len: usize, step: usize) -> Breaking {
        Breaking { good: (0..len).map(|i| i as u8).collect(), at: 0, step }
    }

    #[test]
    fn all_good_bytes_come_before_the_error() {
        for step in [1, 7, 1000, BUFFER] {
            for chunk in [1, 100, BUFFER, 2 * BUFFER] {
                let mut stream = Stream::new(breaking(3000, step));
                let mut got = Vec::new();
                let mut into = vec![0; chunk];
                let error = loop {
                    match stream.read(&mut into) {
                        Ok(0) => panic!("a broken stream ended"),
                        Ok(n) => got.extend_from_slice(&into[..n]),
                        Err(error) => break error,
                    }
                };
                assert_eq!(got.len(), 3000);
                assert_eq!(error.to_string(), "broken on purpose");
                assert!(stream.read(&mut into).is_err(), "and it stays broken");
                assert_eq!(stream.offset(), 3000);
            }
        }
    }

    #[test]
    fn peeking_loses_nothing_and_hides_the_error_behind_good_bytes() {
        let mut stream = Stream::new(breaking(100, 3));
        assert_eq!(stream.peek(10).map(|head| head.len() >= 10).ok(), Some(true));
        assert_eq!(stream.peek(HEAD).map(<[u8]>::len).ok(), Some(100));
        assert_eq!(stream.fault(), Some(("broken on purpose", false)));
        stream.consume(99);
        assert_eq!(stream.peek(5).ok(), Some(&[99u8][..]));
        stream.consume(1);
        assert!(stream.peek(1).is_err());
        assert_eq!(stream.fault(), Some(("broken on purpose", true)));
    }

    #[test]
    fn a_peek_moves_bytes_to_the_front_when_it_must() {
        let data: Vec<u8> = (0..3 * BUFFER).map(|i| (i % 251) as u8).collect();
        let mut stream = Stream::new(&data[..]);
        assert_eq!(stream.peek(BUFFER).map(<[u8]>::len).ok(), Some(BUFFER));
        stream.consume(BUFFER - 10);
        let head = stream.peek(HEAD).expect("good bytes").to_vec();
        assert_eq!(head.len(), HEAD);
        assert_eq!(head[..], data[BUFFER - 10..BUFFER - 10 + head.len()]);
        assert_eq!(stream.skip(u64::MAX).ok(), Some(2 * BUFFER as u64 + 10));
    }

    #[test]
    fn a_section_says_when_bytes_are_missing() {
        let mut input = Stream::new(&b"abcdef"[..]);
        let (left, broke) = (Cell::new(4), Cell::new(false));
        let mut text = String::new();
        Section::new(&mut input, &left, &broke, "tar").read_to_string(&mut text).expect("whole");
        assert_eq!((text.as_str(), left.get(), broke.get()), ("abcd", 0, false));
        left.set(5);
        let mut section = Section::new(&mut input, &left, &broke, "tar");
        let error = section.read_to_string(&mut text).expect_err("three bytes are missing");
        assert!(error.to_string().contains("3 bytes"), "{error}");
        assert!(broke.get());
    }
}
