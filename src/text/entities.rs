//! Character references in, characters out: `&eacute;`, `&#233;`, `&#xE9;`.
//!
//! Wires escape twice (`&amp;#39;`), use HTML's names in XML that does not declare them, and send
//! references to control characters, which no text needs. Nothing here fails: what is no known
//! reference stays as it stands.

use std::borrow::Cow;

use memchr::memchr;

use super::charset::from_1252;
use super::entity_names::named;

/// Longest name or number that is looked at, so that a lone `&` costs little.
const LONGEST: usize = 12;

/// How many times text that still holds references is read again.
const EXTRA: usize = 2;

/// Puts characters for all references; doubly and triply escaped ones too.
///
/// References to control characters vanish, except line feed and tab; those to 0x80 to 0x9F mean
/// Windows-1252, as in browsers.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let Some(mut out) = pass(text, first) else {
        return Cow::Borrowed(text);
    };
    for _ in 0..EXTRA {
        let Some(first) = memchr(b'&', out.as_bytes()) else {
            break;
        };
        if !holds_reference(&out[first..]) {
            break;
        }
        match pass(&out, first) {
            Some(next) => out = next,
            None => break,
        }
    }
    Cow::Owned(out)
}

/// As [`unescape`], read once only: for text that is markup itself once its references are read.
pub fn unescape_once(text: &str) -> Cow<'_, str> {
    let first = memchr(b'&', text.as_bytes());
    first.and_then(|first| pass(text, first)).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Says whether a whole reference, semicolon and all, is left.
fn holds_reference(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        rest = &rest[at + 1..];
        if reference(rest).is_some_and(|(_, length)| rest.as_bytes()[length - 1] == b';') {
            return true;
        }
    }
    false
}

/// Reads a text once; `None` where it holds no reference.
fn pass(text: &str, first: usize) -> Option<String> {
    let mut out = String::new();
    let (mut from, mut at) = (0, first);
    loop {
        let rest = &text[at + 1..];
        match reference(rest) {
            Some((c, length)) => {
                if out.capacity() == 0 {
                    out.reserve(text.len());
                }
                out.push_str(&text[from..at]);
                out.extend(c);
                at += 1 + length;
                from = at;
            }
            None => at += 1,
        }
        match memchr(b'&', &text.as_bytes()[at..]) {
            Some(step) => at += step,
            None => break,
        }
    }
    if from == 0 {
        return None;
    }
    out.push_str(&text[from..]);
    Some(out)
}

/// Reads the reference after an `&`: the character, if it leaves one, and the length with its
/// semicolon (never zero).
fn reference(rest: &str) -> Option<(Option<char>, usize)> {
    let bytes = rest.as_bytes();
    if bytes.first() == Some(&b'#') {
        return number(rest);
    }
    let length = bytes.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = &rest[..length];
    if length < 2 {
        return None;
    }
    let found = named(name).or_else(|| {
        // SGML without a declaration shouts its names.
        name.bytes()
            .all(|byte| !byte.is_ascii_lowercase())
            .then(|| named(&name.to_ascii_lowercase()))
            .flatten()
    })?;
    match bytes.get(length) {
        Some(b';') => Some((Some(found), length + 1)),
        // Without a semicolon only what HTML writers do leave open, and never in an address.
        Some(b'=') => None,
        _ if matches!(name, "amp" | "lt" | "gt" | "quot" | "nbsp") => Some((Some(found), length)),
        _ => None,
    }
}

/// Reads `#233;` or `#xE9;`.
fn number(rest: &str) -> Option<(Option<char>, usize)> {
    let (code, length) = code(rest)?;
    // Halves of a pair stand for one character where a careless writer made the references.
    if (0xD800..0xDC00).contains(&code) {
        let low = rest[length..].strip_prefix('&').and_then(self::code);
        if let Some((low, more)) = low
            && (0xDC00..0xE000).contains(&low)
        {
            let whole = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            return Some((char::from_u32(whole), length + 1 + more));
        }
    }
    let c = match code {
        0x0A | 0x0D => Some('\n'),
        0x09 => Some('\t'),
        // The fixed spaces of wire tables part words.
        0x1E | 0x1F => Some(' '),
        0..0x20 | 0x7F => None,
        0x80..0xA0 => u8::try_from(code).ok().and_then(from_1252),
        _ => Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
    };
    Some((c, length))
}

/// Reads a number with its `#` and, if it is there, its semicolon.
fn code(rest: &str) -> Option<(u32, usize)> {
    let bytes = rest.as_bytes();
    let (radix, start) = match bytes.get(1)? {
        b'x' | b'X' => (16, 2),
        _ => (10, 1),
    };
    let digits = bytes[start.min(bytes.len())..]
        .iter()
        .take(LONGEST)
        .take_while(|byte| char::from(**byte).is_digit(radix))
        .count();
    if bytes.first() != Some(&b'#') || digits == 0 {
        return None;
    }
    let end = start + digits;
    let code = u32::from_str_radix(&rest[start..end], radix).unwrap_or(u32::MAX);
    match bytes.get(end) {
        Some(b';') => Some((code, end + 1)),
        Some(next) if next.is_ascii_alphanumeric() => None,
        _ => Some((code, end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_numbers() {
        assert_eq!(unescape("caf&eacute; &amp; bar&#39;s &#x2014; &Eacute;"), "café & bar's — É");
        assert_eq!(unescape("&AMP; &LT;b&GT;"), "& <b>");
        assert_eq!(unescape("&amp no semicolon, &#39 either"), "& no semicolon, ' either");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in
            ["AT&T", "R&D; up", "a & b", "?a=1&copy=2&lt=3", "&", "&#", "&#x;", "&;", "&nosuch;"]
        {
            assert_eq!(unescape(text), text);
        }
        assert!(matches!(unescape("AT&T"), Cow::Borrowed(_)));
    }

    #[test]
    fn controls_vanish() {
        assert_eq!(unescape("&#5;&#22;a&#3;&#31;b&#0;&#127;&#10;c"), "a b\nc");
        assert_eq!(unescape("it&#146;s &#129;"), "it’s ");
    }

    #[test]
    fn escaped_twice_and_thrice() {
        assert_eq!(unescape("it&amp;#39;s"), "it's");
        assert_eq!(unescape("it&amp;amp;apos;s"), "it's");
        assert_eq!(unescape("Smith &amp;amp; Sons &amp; Co"), "Smith & Sons & Co");
        assert_eq!(unescape("&amp;amp;amp;amp;"), "&amp;");
    }

    #[test]
    fn odd_numbers() {
        assert_eq!(unescape("&#55357;&#56832;"), "😀");
        assert_eq!(unescape("&#55357; &#99999999999;"), "\u{FFFD} \u{FFFD}");
    }

    proptest! {
        #[test]
        fn never_panics(text in "(&|#|x|amp;|é|[0-9a-z;]|.){0,40}") {
            unescape(&text);
        }

        #[test]
        fn text_without_ampersands_is_untouched(text in "[^&]{0,40}") {
            prop_assert!(matches!(unescape(&text), Cow::Borrowed(it) if it == text));
        }

        #[test]
        fn escaping_comes_back(text in "[ -%'-~é\n]{0,40}") {
            let escaped: String = text.chars().map(|c| format!("&#{};", u32::from(c))).collect();
            prop_assert_eq!(unescape(&escaped), text);
        }
    }
}
