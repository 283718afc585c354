//! The charset that a page declares in its first bytes.

use memchr::memmem;

use crate::format::xml;

/// How far a declaration is looked for. Browsers look at 1,024 bytes; what stands a little further
/// does no harm, since no declaration is believed before it is verified.
const HEAD: usize = 4096;

/// The charset that the XML declaration or a meta element names.
pub fn declared(bytes: &[u8]) -> Option<&str> {
    xml::declared(bytes).or_else(|| {
        let head = &bytes[..bytes.len().min(HEAD)];
        memmem::find_iter(head, b"charset")
            .chain(memmem::find_iter(head, b"CHARSET"))
            .chain(memmem::find_iter(head, b"Charset"))
            .find_map(|at| value(head, at))
    })
}

/// The value behind `charset` at `at`, where it stands in a meta element.
fn value(head: &[u8], at: usize) -> Option<&str> {
    let open = memchr::memrchr(b'<', &head[..at])?;
    let tag = head[open + 1..].get(..4)?;
    if !tag.eq_ignore_ascii_case(b"meta") || memchr::memchr(b'>', &head[open..at]).is_some() {
        return None;
    }
    let rest = head[at + 7..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let ends =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b';' | b'>' | b'/');
    let length = rest.iter().position(ends)?;
    std::str::from_utf8(&rest[..length]).ok().filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn declarations_are_found() {
        for (page, charset) in [
            ("<html><head><meta charset=utf-8>", Some("utf-8")),
            (
                "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; CHARSET=windows-1251'>",
                Some("windows-1251"),
            ),
            (
                "<meta http-equiv=\"Content-Type\" content=\"text/html; charset = 'gb2312'\"/>",
                Some("gb2312"),
            ),
            (
                "<?xml version='1.0' encoding='ISO-8859-1'?><html><meta charset='utf-8'/>",
                Some("ISO-8859-1"),
            ),
            ("<script charset='utf-8' src=x></script>", None),
            ("<meta name=a content=b> charset=x ", None),
            ("<html>", None),
        ] {
            assert_eq!(declared(page.as_bytes()), charset, "{page}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(page in "(<meta |charset|=|\"|'|>|é|utf-8| |;){0,16}") {
            declared(page.as_bytes());
        }
    }
}
