//! Bytes in, characters out.
//!
//! Archives lie about their charsets: Latin-1 is declared and UTF-8 sent, ASCII is declared and
//! Windows-1252 sent, and text that has been through two hands is encoded twice. So a declaration
//! is verified before it is believed, each record is decided for itself (mixed files are normal),
//! and whatever was odd is flagged. Decoding never fails: what cannot be read becomes U+FFFD.

mod labels;
mod narrow;
mod repair;

use std::borrow::Cow;
use std::str;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memmem};

use self::labels::encoding;
pub use self::narrow::{Narrow, wide};
pub(crate) use self::repair::from_1252;
use self::repair::{has_c1, repair};

/// The declaration was wrong.
pub const LIED: &str = "charset_lied";
/// Nothing was declared, or nothing true, and the charset was found by statistics.
pub const GUESSED: &str = "charset_guessed";
/// Characters that had been encoded twice were put right.
pub const REPAIRED: &str = "charset_repaired";
/// U+FFFD had to be put in.
pub const DAMAGED: &str = "charset_damaged";

/// How much of a record the statistics look at, from its first byte that is not ASCII.
const SAMPLE: usize = 64 << 10;

/// Text and how it was come by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark; controls and line ends as they were.
    pub text: String,
    /// Label of the charset: `utf-8`, `windows-1252`, `us-ascii` …
    pub charset: String,
    /// What was odd: `charset_lied`, `charset_guessed`, `charset_repaired`, `charset_damaged`.
    pub flags: Vec<String>,
}

/// As [`Decoded`], borrowing the bytes where they are text already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrowed<'a> {
    /// The text, without a byte order mark; controls and line ends as they were.
    pub text: Cow<'a, str>,
    /// Label of the charset.
    pub charset: Cow<'static, str>,
    /// What was odd.
    pub flags: Vec<&'static str>,
}

/// Decodes one record, owning the text.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let decoded = borrow(bytes, declared);
    Decoded {
        text: decoded.text.into_owned(),
        charset: decoded.charset.into_owned(),
        flags: decoded.flags.into_iter().map(str::to_owned).collect(),
    }
}

/// Decodes one record without copying it where its bytes are ASCII or sound UTF-8.
///
/// Order: byte order mark, then the declaration as far as it can be true, then statistics.
pub fn borrow<'a>(bytes: &'a [u8], declared: Option<&str>) -> Borrowed<'a> {
    if let Some(decoded) = by_mark(bytes) {
        return decoded;
    }
    let declared = declared.map(str::trim).filter(|label| !label.is_empty());
    if bytes.is_ascii() && memchr(0, bytes).is_none() {
        return ascii(bytes, declared);
    }
    let encoding = declared.and_then(encoding);
    let wide = encoding.is_some_and(|it| it == UTF_16LE || it == UTF_16BE);
    if wide {
        return declared_wide(bytes, encoding.unwrap_or(UTF_16LE));
    }
    if let Some(encoding) = wide_without_mark(bytes) {
        let mut decoded = with(encoding, bytes);
        decoded.flags.push(GUESSED);
        return decoded;
    }
    let lied = |told: bool| if told { vec![LIED] } else { Vec::new() };
    if let Ok(text) = str::from_utf8(bytes) {
        // A text that happens to be sound UTF-8 is UTF-8, whatever was declared: the odds that
        // bytes of another charset form it by chance fall with each character.
        let told = declared.is_some() && encoding != Some(UTF_8) && !text.is_ascii();
        return utf8(text, lied(told));
    }
    if is_iso_2022_jp(bytes) {
        return with(ISO_2022_JP, bytes);
    }
    match encoding {
        Some(it) if it == UTF_8 => broken_utf8(bytes, true),
        None => broken_utf8(bytes, false),
        Some(it) if it == WINDOWS_1252 => {
            let ascii = declared.is_some_and(|label| label.to_ascii_lowercase().contains("ascii"));
            let mut decoded = with(WINDOWS_1252, bytes);
            decoded.flags.extend(lied(ascii));
            decoded
        }
        Some(it) => {
            let decoded = with(it, bytes);
            if !decoded.flags.contains(&DAMAGED) {
                return decoded;
            }
            // The declared charset does not hold; another may.
            let mut guess = guessed(bytes);
            if guess.flags.contains(&DAMAGED) {
                return decoded;
            }
            guess.flags.push(LIED);
            guess
        }
    }
}

/// Returns the label in the form that the record keeps, `None` where no charset is known by it.
pub fn label(declared: &str) -> Option<String> {
    encoding(declared.trim()).map(|encoding| encoding.name().to_ascii_lowercase())
}

/// Bytes that are all below 0x80, and no zeros.
fn ascii<'a>(bytes: &'a [u8], declared: Option<&str>) -> Borrowed<'a> {
    if is_iso_2022_jp(bytes) {
        return with(ISO_2022_JP, bytes);
    }
    // Files converted from UTF-16 often keep the old declaration.
    let wide = declared.is_some_and(|it| it.contains("16") || it.contains("32"))
        && declared.and_then(encoding).is_some_and(|it| it == UTF_16LE || it == UTF_16BE);
    let text = str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    let flags = if wide { vec![LIED] } else { Vec::new() };
    Borrowed { text, charset: Cow::Borrowed("us-ascii"), flags }
}

/// Says whether bytes shift into Japanese by escapes and are sound when read so.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let Some(escape) = memchr(0x1B, bytes) else {
        return false;
    };
    let rest = &bytes[escape..];
    (memmem::find(rest, b"\x1b$B").is_some() || memmem::find(rest, b"\x1b$@").is_some())
        && ISO_2022_JP.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

/// Decodes by the byte order mark, where there is one.
fn by_mark(bytes: &[u8]) -> Option<Borrowed<'_>> {
    // UTF-32 little-endian starts as UTF-16 does, so it goes first.
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE, 0, 0]) {
        return Some(utf32(rest, u32::from_le_bytes, "utf-32le"));
    }
    if let Some(rest) = bytes.strip_prefix(&[0, 0, 0xFE, 0xFF]) {
        return Some(utf32(rest, u32::from_be_bytes, "utf-32be"));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return Some(match str::from_utf8(rest) {
            Ok(text) => {
                let mut decoded = utf8(text, Vec::new());
                decoded.charset = Cow::Borrowed("utf-8");
                decoded
            }
            Err(_) => broken_utf8(rest, true),
        });
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return Some(with(UTF_16LE, rest));
    }
    bytes.strip_prefix(&[0xFE, 0xFF]).map(|rest| with(UTF_16BE, rest))
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32, charset: &'static str) -> Borrowed<'static> {
    let mut damaged = !bytes.len().is_multiple_of(4);
    let mut text: String = bytes
        .chunks_exact(4)
        .map(|four| {
            let code = unit([four[0], four[1], four[2], four[3]]);
            char::from_u32(code).unwrap_or_else(|| {
                damaged = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if !bytes.len().is_multiple_of(4) {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let flags = if damaged { vec![DAMAGED] } else { Vec::new() };
    Borrowed { text: Cow::Owned(text), charset: Cow::Borrowed(charset), flags }
}

/// UTF-16 that says so, unless its bytes are sound UTF-8 without a zero.
fn declared_wide<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Borrowed<'a> {
    if memchr(0, bytes).is_none()
        && let Ok(text) = str::from_utf8(bytes)
    {
        return utf8(text, vec![LIED]);
    }
    with(wide_without_mark(bytes).unwrap_or(encoding), bytes)
}

/// Finds UTF-16 without a mark by its zero bytes: in western text every second one.
pub(crate) fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let half = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 10 >= half * 6 => Some(UTF_16LE),
        (even, 0) if even * 10 >= half * 6 => Some(UTF_16BE),
        _ => None,
    }
}

/// Sound UTF-8: only text that was encoded twice needs work.
fn utf8<'a>(text: &'a str, mut flags: Vec<&'static str>) -> Borrowed<'a> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..2 {
        match repair(&text) {
            Some(better) => text = Cow::Owned(better),
            None => break,
        }
    }
    if matches!(text, Cow::Owned(_)) {
        flags.push(REPAIRED);
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        flags.push(DAMAGED);
    }
    Borrowed { text, charset: Cow::Borrowed("utf-8"), flags }
}

/// UTF-8 with unsound bytes: either damaged UTF-8, or no UTF-8 at all.
fn broken_utf8<'a>(bytes: &'a [u8], told: bool) -> Borrowed<'a> {
    let (mut sound, mut unsound) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        unsound += usize::from(!chunk.invalid().is_empty());
    }
    // A broken character in ten, or the one at the end of a text cut short, is damage; more is
    // another charset.
    if sound > 0 && unsound <= 1 + sound / 10 {
        let text = String::from_utf8_lossy(bytes).into_owned();
        return Borrowed {
            text: Cow::Owned(text),
            charset: Cow::Borrowed("utf-8"),
            flags: vec![DAMAGED],
        };
    }
    let mut decoded = guessed(bytes);
    if told {
        decoded.flags.push(LIED);
    }
    decoded
}

/// Decodes by what the bytes look like.
fn guessed(bytes: &[u8]) -> Borrowed<'_> {
    let first = bytes.iter().position(|byte| *byte >= 0x80).unwrap_or(0);
    // Two bytes of context help the detector with marks that hang on digits.
    let sample = &bytes[first.saturating_sub(2)..];
    let sample = &sample[..sample.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() < SAMPLE);
    let mut decoded = with(detector.guess(None, Utf8Detection::Deny), bytes);
    decoded.flags.push(GUESSED);
    decoded
}

/// Decodes by one charset, C1 controls that only a wrong label can explain read as Windows-1252.
fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Borrowed<'a> {
    let (mut text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut damaged = damaged || text.contains(char::REPLACEMENT_CHARACTER);
    if encoding.is_single_byte() && has_c1(&text) {
        text = Cow::Owned(
            text.chars()
                .map(|c| match c {
                    '\u{85}' if encoding != WINDOWS_1252 => c,
                    '\u{80}'..='\u{9F}' => from_1252(c as u8).unwrap_or_else(|| {
                        damaged = true;
                        char::REPLACEMENT_CHARACTER
                    }),
                    _ => c,
                })
                .collect(),
        );
    }
    let flags = if damaged { vec![DAMAGED] } else { Vec::new() };
    Borrowed { text, charset: Cow::Owned(encoding.name().to_ascii_lowercase()), flags }
}

#[cfg(test)]
mod tests;
