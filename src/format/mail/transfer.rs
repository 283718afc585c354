//! Transfer encodings off: quoted-printable and base64, as far as the bytes allow.
//!
//! Apart from the parser of header fields, because a damaged line must not cost the rest, and the
//! charset is judged on the bytes themselves.

use std::borrow::Cow;

/// Takes a transfer encoding off.
pub fn decode<'a>(bytes: &'a [u8], encoding: &str) -> Cow<'a, [u8]> {
    let encoding = encoding.trim();
    if encoding.eq_ignore_ascii_case("base64") {
        Cow::Owned(base64(bytes))
    } else if encoding.eq_ignore_ascii_case("quoted-printable") {
        Cow::Owned(quoted_printable(bytes))
    } else {
        Cow::Borrowed(bytes)
    }
}

/// What is no letter of base64 is passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // What follows begins anew.
            b'=' => {
                (held, bits) = (0, 0);
                continue;
            }
            _ => continue,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xFF) as u8);
        }
    }
    out
}

/// An equals sign that escapes nothing stays.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|it| *it == b'\n') {
        let ended = line.ends_with(b"\n");
        let text = line.trim_ascii_end();
        let soft = text.ends_with(b"=");
        let text = text.strip_suffix(b"=").unwrap_or(text);
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            if *byte == b'='
                && let (Some(high), Some(low)) = (digit(text.get(at + 1)), digit(text.get(at + 2)))
            {
                out.push((high << 4 | low) as u8);
                at += 3;
                continue;
            }
            out.push(*byte);
            at += 1;
        }
        if ended && !soft {
            out.push(b'\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodings_come_off() {
        let of = |bytes: &str, encoding: &str| {
            String::from_utf8_lossy(&decode(bytes.as_bytes(), encoding)).into_owned()
        };
        assert_eq!(of("SGFy\r\nYm9y*IA==Rm9n", "BASE64"), "Harbor Fog");
        assert_eq!(
            of("H=C3=A4fen=\r\n zu  \r\n100=25 = x=\n", "quoted-printable"),
            "Häfen zu\n100% = x"
        );
        assert_eq!(of("as it is=", "8bit"), "as it is=");
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, text in "(=|=C3|=\n|a|\r\n| |==){0,20}") {
            for bytes in [&bytes[..], text.as_bytes()] {
                base64(bytes);
                quoted_printable(bytes);
            }
        }
    }
}
