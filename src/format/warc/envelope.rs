//! The head of a record in, what it says out: WARC of all versions, and the one-line heads of ARC.

use memchr::{memchr, memmem};

use super::kind;

/// Bytes of the head of a record, at most.
pub const HEAD: usize = 64 << 10;

/// What the head of a record says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// What it is if it holds no answer of a server and no file: `revisit`, `request` …
    pub other: Option<&'static str>,
    /// An answer comes with its own head, a file without.
    pub is_answer: bool,
    /// Where the content was fetched.
    pub address: Option<&'a str>,
    /// When it was.
    pub fetched: Option<&'a str>,
    /// Identifier of the record.
    pub id: Option<&'a str>,
    /// Type of the content, as the record says.
    pub media: Option<&'a str>,
    /// Why the content is not whole.
    pub truncated: bool,
    /// Bytes of content, as the record says.
    pub length: Option<usize>,
    /// Bytes of the head.
    pub head: usize,
}

/// What stands at the start of some bytes.
pub enum Start<'a> {
    /// A record.
    Record(Envelope<'a>),
    /// More bytes are needed to tell.
    Short,
    /// None.
    Odd,
}

/// Reads the head of a record that starts here.
pub fn read(bytes: &[u8]) -> Start<'_> {
    if bytes.starts_with(b"WARC/") {
        return match end_of_head(bytes) {
            Some((length, head)) => Start::Record(warc(&bytes[..length], head)),
            None if bytes.len() < HEAD => Start::Short,
            None => Start::Odd,
        };
    }
    if bytes.len() < 5 && b"WARC/".starts_with(bytes) {
        return Start::Short;
    }
    match memchr(b'\n', &bytes[..bytes.len().min(HEAD)]) {
        Some(end) => arc(&bytes[..end], end + 1).map_or(Start::Odd, Start::Record),
        None if bytes.len() < HEAD => Start::Short,
        None => Start::Odd,
    }
}

/// Finds the blank line: how long the head is without it, and with it. Line ends may be LF alone.
pub fn end_of_head(bytes: &[u8]) -> Option<(usize, usize)> {
    let near = &bytes[..bytes.len().min(HEAD)];
    memchr::memchr_iter(b'\n', near).find_map(|at| match near.get(at + 1..) {
        Some([b'\n', ..]) => Some((at + 1, at + 2)),
        Some([b'\r', b'\n', ..]) => Some((at + 1, at + 3)),
        _ => None,
    })
}

/// Header lines by name, folded ones joined by their first.
pub fn lines(head: &[u8]) -> impl Iterator<Item = (&str, &str)> {
    head.split(|it| *it == b'\n').filter_map(|line| {
        let line = std::str::from_utf8(line.trim_ascii_end()).ok()?;
        let (name, value) = line.split_once(':')?;
        (!name.starts_with([' ', '\t'])).then(|| (name.trim(), value.trim()))
    })
}

fn warc(bytes: &[u8], head: usize) -> Envelope<'_> {
    let mut envelope = Envelope { head, other: Some("archive information"), ..Envelope::default() };
    for (name, value) in lines(bytes) {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("WARC-Type") {
            (envelope.other, envelope.is_answer) = match value.to_ascii_lowercase().as_str() {
                "response" => (None, true),
                "resource" => (None, false),
                "request" => (Some("request to a server"), false),
                "revisit" => (Some("revisit"), false),
                "metadata" => (Some("metadata of a crawl"), false),
                "conversion" => (Some("conversion"), false),
                "continuation" => (Some("continuation"), false),
                _ => (Some("archive information"), false),
            };
        } else if is("WARC-Target-URI") {
            envelope.address = Some(value.trim_start_matches('<').trim_end_matches('>').trim());
        } else if is("WARC-Date") {
            envelope.fetched = Some(value);
        } else if is("WARC-Record-ID") {
            envelope.id = Some(value.trim_matches(['<', '>', ' ']));
        } else if is("Content-Type") {
            envelope.media = Some(value);
        } else if is("WARC-Truncated") {
            envelope.truncated = true;
        } else if is("Content-Length") {
            envelope.length = value.parse().ok();
        }
    }
    if envelope.address.is_some_and(kind::is_lookup) {
        envelope.other = Some("DNS record");
    }
    envelope
}

/// `URL IP-address date type … length`, the head of a record of ARC.
fn arc(line: &[u8], head: usize) -> Option<Envelope<'_>> {
    let line = std::str::from_utf8(line).ok()?.trim_end();
    let (address, rest) = line.split_once(' ')?;
    let mut parts = rest.split(' ');
    let (_, date, media) = (parts.next()?, parts.next()?, parts.next()?);
    let length = parts.next_back()?;
    let scheme = address.split(':').next().unwrap_or("");
    let is_date = (8..=14).contains(&date.len()) && date.bytes().all(|it| it.is_ascii_digit());
    let is_head = is_date
        && address.contains(':')
        && !scheme.is_empty()
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric());
    if !is_head {
        return None;
    }
    let other = if scheme == "filedesc" {
        Some("archive information")
    } else {
        kind::is_lookup(address).then_some("DNS record")
    };
    Some(Envelope {
        other,
        is_answer: true,
        address: Some(address),
        fetched: Some(date),
        media: Some(media),
        length: Some(length.parse().ok()?),
        head,
        ..Envelope::default()
    })
}

/// Finds the next record of WARC behind `from`, at the start of a line. It must follow a blank
/// line, since pages may speak of the format. Its first line may be damaged, or the blank one lost.
pub fn next_warc(bytes: &[u8], from: usize) -> Option<usize> {
    let mut damaged = true;
    // Both in one go: where heads are damaged, the next sound one may be far.
    for step in memmem::find_iter(&bytes[from..], b"\nWARC") {
        let at = from + step;
        match bytes.get(at + 5) {
            Some(b'/') => {
                let version = bytes.get(at + 6..at + 8);
                let is_version = matches!(version, Some([b'0' | b'1' | b'2', b'.']));
                if is_version && follows_blank(bytes, at + 1) {
                    return Some(at + 1);
                }
            }
            Some(b'-') if damaged => {
                if let Some(start) = damaged_start(bytes, at) {
                    if start > from {
                        return Some(start);
                    }
                    damaged = false;
                }
            }
            _ => {}
        }
    }
    None
}

/// Where a record starts whose first header line stands behind the line end at `at`.
fn damaged_start(bytes: &[u8], at: usize) -> Option<usize> {
    let line = &bytes[..at];
    let start = memchr::memrchr(b'\n', line)? + 1;
    let version = &line[start..];
    if version.len() <= VERSION + 1 && follows_blank(bytes, start) {
        return Some(start);
    }
    let end = version.strip_suffix(b"\r")?;
    let tail = &end[end.len().saturating_sub(VERSION)..];
    is_version(tail).then(|| start + end.len() - tail.len())
}

/// Length of `WARC/1.0`.
const VERSION: usize = 8;

fn is_version(line: &[u8]) -> bool {
    line.starts_with(b"WARC/")
        && matches!(line[5..], [major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit())
}

fn follows_blank(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[..at - 1];
    before.ends_with(b"\n") || before.ends_with(b"\n\r")
}

/// Says whether a stream holds a record of WARC behind a first one that is damaged.
pub fn holds_warc(head: &[u8]) -> bool {
    memmem::find_iter(head, b"\nWARC/").any(|at| {
        let rest = &head[at + 6..];
        let line = memchr(b'\n', &rest[..rest.len().min(8)]);
        follows_blank(head, at + 1) && line.is_some_and(|end| rest[end + 1..].starts_with(b"WARC-"))
    })
}

/// Finds the next record of ARC behind `from`, at the start of a line.
pub fn next_arc(bytes: &[u8], from: usize) -> Option<usize> {
    memmem::find_iter(&bytes[from..], b"\nhttp").map(|at| from + at + 1).find(|at| {
        let line = &bytes[*at..bytes.len().min(at + HEAD)];
        memchr(b'\n', line).is_some_and(|end| arc(&line[..end], 0).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn envelope(bytes: &[u8]) -> Envelope<'_> {
        match read(bytes) {
            Start::Record(envelope) => envelope,
            _ => panic!("a record was expected"),
        }
    }

    #[test]
    fn heads_are_read() {
        let head = b"WARC/1.0\r\nWARC-Type: response\r\nwarc-target-uri: <http://a.example/x>\r\n\
            WARC-Date: 2023-03-06T08:00:00Z\r\nContent-Length: 12\r\nContent-Type: application/http;\r\n msgtype=response\r\n\r\nHTTP";
        let found = envelope(head);
        assert_eq!((found.other, found.is_answer, found.length), (None, true, Some(12)));
        assert_eq!(found.address, Some("http://a.example/x"));
        assert_eq!(found.fetched, Some("2023-03-06T08:00:00Z"));
        assert_eq!(&head[found.head..], b"HTTP");
        let found = envelope(b"WARC/0.18\nWARC-Type: revisit\nContent-Length: x\n\nHTTP");
        assert_eq!((found.other, found.length), (Some("revisit"), None));
        let found = envelope(b"http://a.example/ 1.2.3.4 20010203040506 text/html 17\nHTTP");
        assert_eq!(
            (found.fetched, found.length, found.head),
            (Some("20010203040506"), Some(17), 54)
        );
        let found = envelope(
            b"filedesc://x.arc 0.0.0.0 20010203040506 text/plain 200 - - 0 x.arc 77\n1 0 x\n",
        );
        assert_eq!((found.other, found.length), (Some("archive information"), Some(77)));
        assert!(matches!(read(b"WA"), Start::Short));
        assert!(matches!(read(b"WARC/1.0\r\nx: y\r\n"), Start::Short));
        assert!(matches!(read(b"a line of text\n"), Start::Odd));
    }

    #[test]
    fn the_next_record_stands_behind_a_blank_line() {
        let bytes = b"text\nWARC/1.0 is a format\r\n\r\nWARC/x\n\nWARC/1.1\r\n";
        assert_eq!(next_warc(bytes, 0), Some(37));
        assert_eq!(
            next_arc(b"x\nhttp://a b\nhttp://a.example/ 1.2.3.4 20010203040506 text/html 17\n", 0),
            Some(13)
        );
    }

    /// A sound head was looked for behind each that is damaged, up to the end.
    #[test]
    fn heads_that_are_all_damaged_are_found_one_by_one() {
        let start = std::time::Instant::now();
        let bytes = b"x\n\nWARC/\nWARC-Type: y\n\n".repeat(200_000);
        let (mut at, mut count) = (0, 0);
        while let Some(next) = next_warc(&bytes, at) {
            assert!(next > at);
            // Behind its first line.
            (at, count) = (next + 6, count + 1);
        }
        assert_eq!(count, 200_000);
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn never_panics(bytes in "(WARC/1.0|\r\n|\n|WARC-Type: response|Content-Length: 5|http://a 1 20010203040506 t 9| |:|é|filedesc:){0,12}") {
            let _ = read(bytes.as_bytes());
            next_warc(bytes.as_bytes(), 0);
            next_arc(bytes.as_bytes(), 0);
        }
    }
}
