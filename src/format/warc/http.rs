//! An answer of a server in, the page in it out: status, headers, and the content without what it
//! was packed in on its way.
//!
//! Crawlers store the content as it came, or unpacked with the headers as they came, or unpacked
//! with the headers renamed, so what a header says of the packing is tried, and where it is not so
//! the bytes are the content.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use memchr::memchr;

use super::envelope::{end_of_head, lines};

/// Header lines of an answer that are read.
const MOST: usize = 200;

/// Bytes that the content of one record may unpack to.
const UNPACKED: u64 = 32 << 20;

/// An answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Its status; `None` where it has no head.
    pub status: Option<u16>,
    /// Type of the content.
    pub media: Option<&'a str>,
    /// How the content is packed.
    coding: Option<&'a str>,
    /// It is sent in chunks.
    chunked: bool,
    /// The content as it stands.
    pub body: &'a [u8],
}

/// Why content cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Packed {
    /// With a coding that is not known here.
    Brotli,
    /// Too large once unpacked.
    TooLarge,
}

/// Reads the head of an answer. What has none is content alone.
pub fn read(bytes: &[u8]) -> Answer<'_> {
    let first = &bytes[..memchr(b'\n', bytes).unwrap_or(bytes.len()).min(200)];
    if !first.starts_with(b"HTTP/") {
        return Answer::file(bytes);
    }
    // `HTTP/2 200` has no reason behind it.
    let status = std::str::from_utf8(first)
        .ok()
        .and_then(|it| it.split_whitespace().nth(1))
        .and_then(|it| it.parse().ok());
    let (length, head) = end_of_head(bytes).unwrap_or((bytes.len(), bytes.len()));
    let mut answer =
        Answer { status: Some(status.unwrap_or(0)), body: &bytes[head..], ..Answer::default() };
    for (name, value) in lines(&bytes[..length]).take(MOST) {
        let name = name.to_ascii_lowercase();
        match name.strip_prefix("x-crawler-").unwrap_or(&name) {
            "content-type" => answer.media = answer.media.or(Some(value)),
            "content-encoding" => answer.coding = Some(value),
            "transfer-encoding" => {
                answer.chunked |= value.to_ascii_lowercase().contains("chunked");
            }
            _ => {}
        }
    }
    answer
}

/// The charset that a media type names.
pub fn charset(media: &str) -> Option<&str> {
    let at = media.to_ascii_lowercase().find("charset=")? + 8;
    let value = media.get(at..)?.trim_start().trim_start_matches(['"', '\'']);
    let value = value.split(['"', '\'', ';', ',', ' ']).next().unwrap_or("");
    (!value.is_empty()).then_some(value)
}

impl<'a> Answer<'a> {
    /// Content that came without an answer.
    pub fn file(body: &'a [u8]) -> Answer<'a> {
        Answer { body, ..Answer::default() }
    }

    /// The content, unpacked; and whether it was damaged.
    pub fn content(&self) -> Result<(Cow<'a, [u8]>, bool), Packed> {
        let body = match self.chunked.then(|| chunks(self.body)).flatten() {
            Some(whole) => Cow::Owned(whole),
            None => Cow::Borrowed(self.body),
        };
        let coding = self.coding.unwrap_or("").to_ascii_lowercase();
        let unpacked = if body.starts_with(b"\x1F\x8B\x08") {
            Some(unpack(MultiGzDecoder::new(&*body))?)
        } else if body.starts_with(b"\x28\xB5\x2F\xFD") {
            zstd::stream::read::Decoder::new(&*body).ok().map(unpack).transpose()?
        } else if coding.contains("deflate") && !is_text(&body) {
            let zlib = unpack(ZlibDecoder::new(&*body))?;
            let found = if zlib.0.is_empty() { unpack(DeflateDecoder::new(&*body))? } else { zlib };
            Some(found).filter(|it| !it.0.is_empty())
        } else if coding.contains("br") && !is_text(&body) {
            return Err(Packed::Brotli);
        } else {
            None
        };
        Ok(match unpacked {
            Some((bytes, damaged)) => (Cow::Owned(bytes), damaged),
            None => (body, false),
        })
    }
}

/// Says whether bytes are text that nothing has to unpack.
fn is_text(bytes: &[u8]) -> bool {
    let near = &bytes[..bytes.len().min(512)];
    let start = near.trim_ascii_start();
    start.starts_with(b"<") || std::str::from_utf8(start).is_ok() && !near.contains(&0)
}

/// Unpacks as far as it goes.
fn unpack(packed: impl Read) -> Result<(Vec<u8>, bool), Packed> {
    let mut bytes = Vec::new();
    let mut reader = packed.take(UNPACKED + 1);
    let mut piece = [0; 16 << 10];
    let damaged = loop {
        match reader.read(&mut piece) {
            Ok(0) => break false,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => break true,
        }
    };
    if bytes.len() as u64 > UNPACKED {
        return Err(Packed::TooLarge);
    }
    Ok((bytes, damaged))
}

/// Puts chunks together; `None` where the content is none. Sizes that lie end it, and what stands
/// behind is taken as it is.
fn chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let size = memchr(b'\n', &rest[..rest.len().min(200)]).and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            let digits = line.split(';').next().unwrap_or("").trim();
            Some((usize::from_str_radix(digits, 16).ok()?, end + 1))
        });
        match size {
            Some((0, _)) => return Some(whole),
            Some((size, from)) if size <= rest.len() - from => {
                whole.extend_from_slice(&rest[from..from + size]);
                rest = &rest[from + size..];
                rest = rest.strip_prefix(b"\r").unwrap_or(rest);
                rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            }
            // The first line is no size: the content was stored without them.
            None if whole.is_empty() => return None,
            Some((_, from)) => {
                whole.extend_from_slice(&rest[from..]);
                return Some(whole);
            }
            None => {
                whole.extend_from_slice(rest);
                return Some(whole);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;
    use std::io::Write;

    fn content(head: &str, body: &[u8]) -> Result<(Vec<u8>, bool), Packed> {
        let bytes = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
        read(&bytes).content().map(|(bytes, damaged)| (bytes.into_owned(), damaged))
    }

    #[test]
    fn heads_are_read() {
        let answer = read(b"HTTP/2 200\r\nContent-Type: text/html; charset=\"UTF-8\"\r\n\r\n<p>");
        assert_eq!((answer.status, answer.body), (Some(200), &b"<p>"[..]));
        assert_eq!(answer.media.and_then(charset), Some("UTF-8"));
        assert_eq!(read(b"HTTP/1.0 301 Moved\nLocation: x\n\n").status, Some(301));
        assert_eq!(read(b"<html>").status, None);
        assert_eq!(read(b"HTTP/1.1\r\n\r\nx").status, Some(0));
    }

    #[test]
    fn packed_content_is_unpacked() {
        let page = b"<html>Fog shut the harbor.</html>";
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        for encoder in [&mut gzip as &mut dyn Write, &mut zlib, &mut raw] {
            encoder.write_all(page).expect("written");
        }
        let gzip = gzip.finish().expect("whole");
        for (head, body) in [
            ("Content-Encoding: gzip", gzip.clone()),
            ("X-Crawler-Content-Encoding: gzip", page.to_vec()),
            ("Content-Encoding: gzip", page.to_vec()),
            ("Content-Encoding: deflate", zlib.finish().expect("whole")),
            ("Content-Encoding: deflate", raw.finish().expect("whole")),
            ("Content-Encoding: br", page.to_vec()),
            ("X-Crawler-Transfer-Encoding: chunked", page.to_vec()),
            ("Server: x", gzip.clone()),
            ("Content-Encoding: zstd", zstd::stream::encode_all(&page[..], 1).expect("whole")),
        ] {
            assert_eq!(content(head, &body), Ok((page.to_vec(), false)), "{head}");
        }
        assert_eq!(
            content("Content-Encoding: br", b"\x8B\x07\x80\xFF\x00\xC1"),
            Err(Packed::Brotli)
        );
        let (part, damaged) =
            content("Content-Encoding: gzip", &gzip[..gzip.len() - 9]).expect("a part");
        assert!(damaged && part.len() <= page.len());
    }

    #[test]
    fn chunks_are_put_together() {
        let read =
            |body: &str| content("Transfer-Encoding: chunked", body.as_bytes()).map(|it| it.0);
        assert_eq!(read("3\r\nFog\r\n5;x=y\r\n came\r\n0\r\n\r\n"), Ok(b"Fog came".to_vec()));
        assert_eq!(read("3\r\nFog\r\nFFFF\r\n came"), Ok(b"Fog came".to_vec()));
        assert_eq!(read("3\r\nFog\r\nzz came"), Ok(b"Fogzz came".to_vec()));
        assert_eq!(read("<p>Fog"), Ok(b"<p>Fog".to_vec()));
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, head in "(HTTP/1.1 |200|\r\n|\n|Content-Encoding: (br|gzip|deflate)|Transfer-Encoding: chunked|3\r\n|charset=|é){0,12}") {
            let _ = read(&bytes).content();
            let all = [head.as_bytes(), &bytes].concat();
            let answer = read(&all);
            let _ = answer.content();
            let _ = answer.media.and_then(charset);
        }
    }
}
