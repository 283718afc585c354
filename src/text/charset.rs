//! Bytes in, characters out.
//!
//! Archives lie about their charsets: Latin-1 is declared and UTF-8 sent, ASCII is declared and
//! Windows-1252 sent, and text that has been through two hands is encoded twice. So a declaration
//! is verified before it is believed, each record is decided for itself (mixed files are normal),
//! and whatever was odd is flagged. Decoding never fails: what cannot be read becomes U+FFFD.

use std::borrow::Cow;
use std::str;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};
use memchr::{memchr, memmem};

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

/// The charset that a label names, with the aliases that archives use.
fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    if label.len() > 40 {
        return None;
    }
    // GB 2312 is written where its successor is meant.
    let known = |label: &str| {
        Encoding::for_label_no_replacement(label.as_bytes())
            .map(|it| if it == encoding_rs::GBK { GB18030 } else { it })
    };
    if let Some(encoding) = known(label) {
        return Some(encoding);
    }
    let plain: String = label
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    match plain.as_str() {
        "utf8mb4" | "utf8n" => Some(UTF_8),
        "utf16le" | "utf16" | "ucs2" | "ucs2le" => Some(UTF_16LE),
        "utf16be" | "ucs2be" => Some(UTF_16BE),
        "ascii7bit" | "7bit" | "iso646us" | "ansi" => Some(WINDOWS_1252),
        "cp949" | "ms949" | "uhc" | "ksc56011987" | "windows949" => Some(EUC_KR),
        "cp932" | "ms932" | "windows932" => Some(SHIFT_JIS),
        "cp936" | "ms936" | "windows936" | "gb2312" | "euccn" => Some(GB18030),
        _ => {
            if let Some(encoding) = known(&plain) {
                return Some(encoding);
            }
            let digits = |prefix: &str| plain.strip_prefix(prefix).filter(|it| !it.is_empty());
            if let Some(page) = digits("windows")
                .or_else(|| digits("win"))
                .or_else(|| digits("cp"))
            {
                return known(&format!("windows-{page}"));
            }
            if let Some(part) = digits("iso8859").or_else(|| digits("8859")) {
                return known(&format!("iso-8859-{part}"));
            }
            None
        }
    }
}

/// Bytes that are all below 0x80, and no zeros.
fn ascii<'a>(bytes: &'a [u8], declared: Option<&str>) -> Borrowed<'a> {
    if is_iso_2022_jp(bytes) {
        return with(ISO_2022_JP, bytes);
    }
    // Files converted from UTF-16 often keep the old declaration.
    let wide = declared.is_some_and(|it| it.contains("16") || it.contains("32"))
        && declared
            .and_then(encoding)
            .is_some_and(|it| it == UTF_16LE || it == UTF_16BE);
    let text = str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    let flags = if wide { vec![LIED] } else { Vec::new() };
    Borrowed {
        text,
        charset: Cow::Borrowed("us-ascii"),
        flags,
    }
}

/// Says whether bytes shift into Japanese by escapes and are sound when read so.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let Some(escape) = memchr(0x1B, bytes) else {
        return false;
    };
    let rest = &bytes[escape..];
    (memmem::find(rest, b"\x1b$B").is_some() || memmem::find(rest, b"\x1b$@").is_some())
        && ISO_2022_JP
            .decode_without_bom_handling_and_without_replacement(bytes)
            .is_some()
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
    bytes
        .strip_prefix(&[0xFE, 0xFF])
        .map(|rest| with(UTF_16BE, rest))
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
    Borrowed {
        text: Cow::Owned(text),
        charset: Cow::Borrowed(charset),
        flags,
    }
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
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
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
    Borrowed {
        text,
        charset: Cow::Borrowed("utf-8"),
        flags,
    }
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
    Borrowed {
        text,
        charset: Cow::Owned(encoding.name().to_ascii_lowercase()),
        flags,
    }
}

/// Says whether a text holds a control character of U+0080 to U+009F.
fn has_c1(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xC2, bytes).any(|at| {
        bytes
            .get(at + 1)
            .is_some_and(|next| (0x80..0xA0).contains(next))
    })
}

/// Puts right what was encoded twice; `None` where nothing was.
///
/// The whole text must hold: if one run of accented characters makes no sense as UTF-8, none is
/// touched, because then the others are more likely meant.
fn repair(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    repair_all(text)
        .or_else(|| repair_quotes(text))
        .or_else(|| repair_c1(text))
}

fn repair_all(text: &str) -> Option<String> {
    let mut better = String::new();
    let mut run = Vec::new();
    let mut found = false;
    let mut flush = |run: &mut Vec<u8>, better: &mut String| -> bool {
        if run.is_empty() {
            return true;
        }
        let Ok(sound) = str::from_utf8(run) else {
            return false;
        };
        better.push_str(sound);
        found = true;
        run.clear();
        true
    };
    for c in text.chars() {
        match to_1252(c) {
            Some(byte) if byte >= 0x80 => run.push(byte),
            _ => {
                if !flush(&mut run, &mut better) {
                    return None;
                }
                better.push(c);
            }
        }
    }
    let whole = flush(&mut run, &mut better);
    // A control character is no gain: then the text was right as it stood.
    (whole && found && better.len() < text.len() && !has_c1(&better)).then_some(better)
}

/// Puts right the quotes and dashes `â€™`, `â€œ`, `â€”`, which no one means, beside sound text.
fn repair_quotes(text: &str) -> Option<String> {
    const MARK: &str = "\u{E2}\u{20AC}";
    text.find(MARK)?;
    let mut better = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(MARK) {
        better.push_str(&rest[..at]);
        let tail = &rest[at + MARK.len()..];
        let last = tail.chars().next();
        let sound = last
            .and_then(to_1252)
            .filter(|byte| (0x80..0xC0).contains(byte))
            .and_then(|byte| char::from_u32(0x2000 + u32::from(byte & 0x3F)));
        match (sound, last) {
            (Some(c), Some(last)) => {
                better.push(c);
                rest = &tail[last.len_utf8()..];
                found = true;
            }
            _ => {
                better.push_str(MARK);
                rest = tail;
            }
        }
    }
    better.push_str(rest);
    found.then_some(better)
}

/// Puts right Windows-1252 that was taken for Latin-1 on the way to UTF-8 (U+0092 for ’).
fn repair_c1(text: &str) -> Option<String> {
    if !has_c1(text) {
        return None;
    }
    // U+0085 alone is a line end; among others of its kind it is the ellipsis.
    let others = text
        .chars()
        .any(|c| c != '\u{85}' && matches!(c, '\u{80}'..='\u{9F}'));
    others.then(|| {
        text.chars()
            .map(|c| match c {
                '\u{80}'..='\u{9F}' => from_1252(c as u8).unwrap_or(char::REPLACEMENT_CHARACTER),
                _ => c,
            })
            .collect()
    })
}

/// Characters of Windows-1252 from 0x80 to 0x9F; zero where it has none.
const UPPER: [u16; 32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
];

/// The character of a byte from 0x80 to 0x9F in Windows-1252.
pub(crate) fn from_1252(byte: u8) -> Option<char> {
    let code = *UPPER.get(usize::from(byte).checked_sub(0x80)?)?;
    char::from_u32(u32::from(code)).filter(|c| *c != '\0')
}

/// The byte of a character in Windows-1252; a C1 control stands for itself.
fn to_1252(c: char) -> Option<u8> {
    let code = u32::from(c);
    if code < 0x100 {
        return u8::try_from(code).ok();
    }
    let code = u16::try_from(code).ok()?;
    UPPER
        .iter()
        .position(|it| *it == code)
        .and_then(|at| u8::try_from(at + 0x80).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], declared: Option<&str>) -> (String, String, Vec<String>) {
        let it = decode(bytes, declared);
        (it.text, it.charset, it.flags)
    }

    fn expect(text: &str, charset: &str, flags: &[&str]) -> (String, String, Vec<String>) {
        (
            text.into(),
            charset.into(),
            flags.iter().map(|it| (*it).into()).collect(),
        )
    }

    #[test]
    fn ascii_is_ascii_whatever_is_declared() {
        assert_eq!(read(b"Quay", None), expect("Quay", "us-ascii", &[]));
        assert_eq!(
            read(b"Quay", Some("koi8-r")),
            expect("Quay", "us-ascii", &[])
        );
        assert!(matches!(borrow(b"Quay", None).text, Cow::Borrowed(_)));
    }

    #[test]
    fn marks_win() {
        assert_eq!(
            read(b"\xEF\xBB\xBFdoc\xC3\xA9", Some("latin1")),
            expect("docé", "utf-8", &[])
        );
        assert_eq!(
            read(b"\xFF\xFEa\0\xE9\0", None),
            expect("aé", "utf-16le", &[])
        );
        assert_eq!(
            read(b"\xFE\xFF\0a\0\xE9", None),
            expect("aé", "utf-16be", &[])
        );
        assert_eq!(
            read(b"\xFF\xFE\0\0a\0\0\0\xE9\0\0\0", None),
            expect("aé", "utf-32le", &[])
        );
        assert_eq!(
            read(b"\0\0\xFE\xFF\0\0\0a", None),
            expect("a", "utf-32be", &[])
        );
        assert_eq!(
            read(b"\0\0\xFE\xFF\0\0\0a\x7F\0\0\0\0", None),
            expect("a\u{FFFD}\u{FFFD}", "utf-32be", &[DAMAGED])
        );
    }

    #[test]
    fn sound_utf8_beats_declared_latin1() {
        let bytes = "Cocoa from Bahía".as_bytes();
        assert_eq!(
            read(bytes, Some("ISO-8859-1")),
            expect("Cocoa from Bahía", "utf-8", &[LIED])
        );
        assert_eq!(
            read(bytes, Some("UTF_8")),
            expect("Cocoa from Bahía", "utf-8", &[])
        );
        assert_eq!(read(bytes, None), expect("Cocoa from Bahía", "utf-8", &[]));
    }

    #[test]
    fn true_latin1_is_believed() {
        assert_eq!(
            read(b"\xA366bn", Some("iso-8859-1")),
            expect("£66bn", "windows-1252", &[])
        );
        assert_eq!(
            read(b"caf\xE9", Some("us-ascii")),
            expect("café", "windows-1252", &[LIED])
        );
        assert_eq!(
            read(b"5 \xA4", Some("ISO-8859-15")),
            expect("5 €", "iso-8859-15", &[])
        );
    }

    #[test]
    fn windows_bytes_under_a_latin_label() {
        assert_eq!(
            read(b"it\x92s \x81", Some("latin-1")),
            expect("it’s \u{FFFD}", "windows-1252", &[DAMAGED])
        );
        assert_eq!(
            read(b"it\x92s \xA4", Some("iso-8859-15")),
            expect("it’s €", "iso-8859-15", &[])
        );
    }

    #[test]
    fn aliases_of_archives() {
        for (alias, label_) in [
            ("utf8", "utf-8"),
            ("UTF_8", "utf-8"),
            ("latin-1", "windows-1252"),
            ("cp1252", "windows-1252"),
            ("windows1252", "windows-1252"),
            ("x-sjis", "shift_jis"),
            ("gb2312", "gb18030"),
            ("ks_c_5601-1987", "euc-kr"),
            ("cp949", "euc-kr"),
            ("iso-8859-9", "windows-1254"),
            ("ISO8859_9", "windows-1254"),
            ("\"koi8-r\"", "koi8-r"),
        ] {
            assert_eq!(label(alias).as_deref(), Some(label_), "{alias}");
        }
        assert_eq!(label("klingon"), None);
    }

    #[test]
    fn a_wrong_utf8_label_falls_back_to_statistics() {
        let bytes = b"M\xFCnchen, \xE4lter, gr\xF6\xDFer: die B\xFChne f\xFCr Sch\xFCler";
        let (text, charset, flags) = read(bytes, Some("utf-8"));
        assert_eq!(text, "München, älter, größer: die Bühne für Schüler");
        assert_eq!(charset, "windows-1252");
        assert_eq!(flags, [GUESSED, LIED]);
    }

    #[test]
    fn cyrillic_without_a_label_is_recognised() {
        let words = "Министр заявил, что переговоры продолжатся на следующей неделе в столице";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(words);
        assert_eq!(
            read(&bytes, None),
            expect(words, "windows-1251", &[GUESSED])
        );
    }

    #[test]
    fn a_cut_character_is_damage_not_another_charset() {
        let mut bytes = "été à Orléans, où l’été".as_bytes().to_vec();
        bytes.pop();
        let (text, charset, flags) = read(&bytes, None);
        assert!(text.starts_with("été à Orléans") && text.ends_with('\u{FFFD}'));
        assert_eq!(
            (charset.as_str(), flags),
            ("utf-8", vec![DAMAGED.to_owned()])
        );
    }

    #[test]
    fn text_encoded_twice_is_repaired() {
        assert_eq!(
            read("cafÃ©".as_bytes(), None),
            expect("café", "utf-8", &[REPAIRED])
        );
        assert_eq!(
            read("itâ€™s a caf\u{E9}".as_bytes(), None),
            expect("it’s a café", "utf-8", &[REPAIRED])
        );
        assert_eq!(
            read("â€œyesâ€\u{9D}".as_bytes(), None),
            expect("“yes”", "utf-8", &[REPAIRED])
        );
        assert_eq!(
            read("it\u{92}s".as_bytes(), None),
            expect("it’s", "utf-8", &[REPAIRED])
        );
        // Capitals before a closing guillemet only look like it: the opening one proves it.
        assert_eq!(
            read("«MANHÃ» à".as_bytes(), None),
            expect("«MANHÃ» à", "utf-8", &[])
        );
    }

    #[test]
    fn utf16_without_a_mark() {
        assert_eq!(
            read(b"h\0a\0r\0b\0o\0r\0", None),
            expect("harbor", "utf-16le", &[GUESSED])
        );
        assert_eq!(
            read(b"plain words", Some("utf-16")),
            expect("plain words", "us-ascii", &[LIED])
        );
    }

    #[test]
    fn japanese_by_escapes() {
        let (bytes, _, _) = ISO_2022_JP.encode("東京 port");
        assert_eq!(read(&bytes, None), expect("東京 port", "iso-2022-jp", &[]));
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, label in "[ -~]{0,12}") {
            decode(&bytes, Some(&label));
            decode(&bytes, None);
        }

        #[test]
        fn sound_text_without_latin_extras_comes_back(text in "[a-z \u{400}-\u{44F}\n]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes(), None).text, text);
        }

        #[test]
        fn every_latin1_byte_keeps_its_place(bytes in prop::collection::vec(1u8.., 0..60)) {
            let it = decode(&bytes, Some("windows-1252"));
            if it.charset == "windows-1252" {
                prop_assert_eq!(it.text.chars().count(), bytes.len());
            }
        }
    }
}
