//! Local headers of zip archives: one member's method, lengths and name.
//!
//! In: a stream that stands where a header may begin. Out: [`Local`], or the place of the next one
//! after damage. Apart from the reading of members, which is long enough.

use std::io::{self, BufRead};

use flate2::Crc;
use memchr::memmem;

use super::stream::{HEAD, Stream};

const SIGN: &[u8] = b"PK\x03\x04";
const FIXED: usize = 30;
/// A length that stands elsewhere.
const UNKNOWN: u64 = u32::MAX as u64;

/// What stands before a member.
pub(super) struct Local {
    pub method: u16,
    pub encrypted: bool,
    /// Whether lengths and checksum stand (once more) behind the member.
    pub trailer: bool,
    pub crc: u32,
    /// Bytes in the archive, where they are known beforehand.
    pub packed: Option<u64>,
    /// Bytes unpacked; only right where `packed` is known.
    pub size: u64,
    /// Decoded, with `/` between its parts.
    pub name: String,
}

/// Says whether what follows are the tables at the end of an archive.
pub(super) fn is_end(head: &[u8]) -> bool {
    [b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x06\x08"]
        .iter()
        .any(|sign| head.starts_with(*sign))
}

impl Local {
    /// Reads the header that stands here; `None`, and nothing consumed of it, if there is none.
    pub(super) fn read(input: &mut Stream<'_>) -> io::Result<Option<Local>> {
        skip_descriptor(input)?;
        let head = input.peek(FIXED)?;
        let Some(fixed) = head.first_chunk::<FIXED>().copied() else {
            return Ok(None);
        };
        if !fixed.starts_with(SIGN) {
            return Ok(None);
        }
        let half = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let word = |at: usize| u32::from(half(at)) | u32::from(half(at + 2)) << 16;
        let (name, extra) = (usize::from(half(26)), usize::from(half(28)));
        let length = FIXED + name + extra;
        let head = input.peek(length)?;
        let (Some(name), Some(extra)) =
            (head.get(FIXED..FIXED + name), head.get(FIXED + name..length))
        else {
            return Ok(None);
        };
        let flags = half(6);
        let trailer = flags & 8 != 0;
        let (size, packed) = wide(extra, word(22), word(18));
        let utf8 = flags & 0x800 != 0;
        let local = Local {
            method: half(8),
            encrypted: flags & 1 != 0,
            trailer,
            crc: word(14),
            packed: (!trailer || !matches!(packed, 0 | UNKNOWN)).then_some(packed),
            size,
            name: unicode_name(extra, name).unwrap_or_else(|| decode(name, utf8)),
        };
        input.consume(length);
        Ok(Some(local))
    }

    /// Says whether the method is one that is read here.
    pub(super) fn readable(&self) -> bool {
        match self.packed {
            Some(_) => matches!(self.method, 0 | 8 | 12 | 93 | 95),
            None => matches!(self.method, 0 | 8),
        }
    }

    /// The method for people.
    pub(super) fn method_name(&self) -> String {
        let name = match self.method {
            1 => "shrink",
            2..=5 => "reduce",
            6 => "implode",
            9 => "deflate64",
            12 => "bzip2 of unknown length",
            14 => "LZMA",
            93 => "zstd of unknown length",
            95 => "xz of unknown length",
            98 => "PPMd",
            99 => "AES",
            number => return format!("method {number}"),
        };
        name.to_owned()
    }
}

/// Passes over a descriptor that was not needed, because the header stated the lengths too.
fn skip_descriptor(input: &mut Stream<'_>) -> io::Result<()> {
    let head = input.peek(28)?;
    if head.starts_with(SIGN) || is_end(head) {
        return Ok(());
    }
    let signed = head.starts_with(b"PK\x07\x08");
    let known =
        |at: usize| head.get(at..).is_some_and(|next| next.starts_with(SIGN) || is_end(next));
    let lengths = if signed { [16, 24] } else { [12, 20] };
    if let Some(length) = lengths.into_iter().find(|&length| known(length)) {
        input.consume(length);
    }
    Ok(())
}

/// Lengths, from the zip64 field where they do not fit into 32 bits: (unpacked, packed).
fn wide(extra: &[u8], size: u32, packed: u32) -> (u64, u64) {
    let mut field = fields(extra).find(|(id, _)| *id == 1).map_or(&[][..], |(_, data)| data);
    let mut resolve = |short: u32| {
        if short != u32::MAX {
            return u64::from(short);
        }
        match field.split_first_chunk::<8>() {
            Some((number, rest)) => {
                field = rest;
                u64::from_le_bytes(*number)
            }
            None => u64::from(short),
        }
    };
    let size = resolve(size);
    (size, resolve(packed))
}

/// The extra fields of a header, as far as they are whole.
fn fields(mut extra: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let ([a, b, c, d], rest) = extra.split_first_chunk::<4>()?;
        let data = rest.get(..usize::from(u16::from_le_bytes([*c, *d])))?;
        extra = &rest[data.len()..];
        Some((u16::from_le_bytes([*a, *b]), data))
    })
}

/// The name in UTF-8 that some programs add, if it belongs to this name.
fn unicode_name(extra: &[u8], name: &[u8]) -> Option<String> {
    let (_, data) = fields(extra).find(|(id, _)| *id == 0x7075)?;
    let ([1, a, b, c, d], text) = data.split_first_chunk::<5>()? else {
        return None;
    };
    let mut crc = Crc::new();
    crc.update(name);
    if crc.sum() != u32::from_le_bytes([*a, *b, *c, *d]) {
        return None;
    }
    std::str::from_utf8(text).ok().map(|text| text.replace('\\', "/"))
}

/// A name as text: UTF-8 where it is that, flag or not; else the charset of DOS.
fn decode(name: &[u8], utf8: bool) -> String {
    let text = match std::str::from_utf8(name) {
        Ok(text) => text.to_owned(),
        Err(_) if utf8 => String::from_utf8_lossy(name).into_owned(),
        Err(_) => name
            .iter()
            .map(|&byte| match byte.checked_sub(128) {
                None => char::from(byte),
                Some(high) => CP437.chars().nth(usize::from(high)).unwrap_or('\u{FFFD}'),
            })
            .collect(),
    };
    text.replace('\\', "/")
}

/// Upper half of code page 437.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// Goes on to the next header, or to the tables at the end; false where there is neither.
///
/// At least one byte is passed over where there is one.
pub(super) fn find(input: &mut Stream<'_>) -> io::Result<bool> {
    let mut from = 1;
    loop {
        let head = input.peek(HEAD)?;
        if head.is_empty() {
            return Ok(false);
        }
        let tail = head.get(from.min(head.len())..).unwrap_or_default();
        match memmem::find(tail, b"PK").map(|at| at + from) {
            Some(at) if head.len() - at < FIXED && at > 0 && head.len() >= HEAD => {
                // Too near to the end of what is seen.
                input.consume(at);
                from = 0;
            }
            Some(at) if plausible(&head[at..]) => {
                input.consume(at);
                return Ok(true);
            }
            Some(at) => {
                input.consume(at + 1);
                from = 0;
            }
            None => {
                // A `P` may be the last byte seen, unless nothing comes after it.
                let have = head.len();
                let keep = usize::from(have >= HEAD);
                input.consume(have - keep);
                from = 0;
            }
        }
    }
}

/// Says whether this looks like a header rather than like two letters in a story.
fn plausible(head: &[u8]) -> bool {
    if is_end(head) {
        return true;
    }
    let Some(fixed) = head.first_chunk::<FIXED>() else {
        return false;
    };
    fixed.starts_with(SIGN)
        && fixed[5] <= 3
        && fixed[9] == 0
        && (1..=4096).contains(&u16::from_le_bytes([fixed[26], fixed[27]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_decoded() {
        assert_eq!(CP437.chars().count(), 128);
        assert_eq!(decode(b"m\x81nchen.txt", false), "münchen.txt");
        assert_eq!(decode("münchen.txt".as_bytes(), false), "münchen.txt");
        assert_eq!(decode(b"a\\b.txt", false), "a/b.txt");
        assert_eq!(decode(b"m\x81nchen", true), "m\u{FFFD}nchen");
    }

    #[test]
    fn wide_lengths_replace_only_what_does_not_fit() {
        let extra = [1, 0, 16, 0, 5, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0];
        assert_eq!(wide(&extra, u32::MAX, u32::MAX), (5 + (1 << 32), 7 + (2 << 32)));
        assert_eq!(wide(&extra, 9, u32::MAX), (9, 5 + (1 << 32)));
        assert_eq!(wide(&extra[..9], 9, 8), (9, 8));
        assert_eq!(wide(&[], u32::MAX, 3), (u64::from(u32::MAX), 3));
    }

    #[test]
    fn the_next_header_is_found_across_buffers() {
        for gap in [1usize, 3, HEAD - 2, HEAD - 1, HEAD, 3 * HEAD + 7] {
            let mut data = vec![b'P'; gap];
            data.extend_from_slice(b"PK\x03\x04\x14\0\0\0\x08\0");
            data.extend_from_slice(&[0; 16]);
            data.extend_from_slice(&[1, 0, 0, 0, b'n']);
            let mut input = Stream::new(&data[..]);
            assert_eq!(find(&mut input).ok(), Some(true), "{gap}");
            assert_eq!(input.offset(), gap as u64);
        }
        let mut input = Stream::new(&b"PK and then nothing, PK again"[..]);
        assert_eq!(find(&mut input).ok(), Some(false));
    }
}
