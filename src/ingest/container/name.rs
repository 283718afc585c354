//! Names of files and members: made printable, made harmless, and told from litter.
//!
//! In: a name as the file system or an archive holds it, any bytes. Out: text that may stand in a
//! record, a message or on a terminal. One file, because the walk and all archives must agree.
//! A name made here is for people and records; it is never used to open anything.

use std::fmt::Write;

/// The name as text: what is no UTF-8, a control or a direction mark is written as an escape.
///
/// Different names stay different and the same bytes always give the same text.
pub fn printable(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            // Writing to a String cannot fail.
            if c.is_ascii_control() {
                let _ = write!(text, "\\x{:02X}", c as u32);
            } else if c.is_control() || unseen(c) {
                let _ = write!(text, "\\u{{{:X}}}", c as u32);
            } else {
                text.push(c);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

/// Characters that change how a line looks without being seen: directions, separators, marks.
fn unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The name of an archive's member, for display: relative, without `.` and `..`.
pub(super) fn member(name: &[u8]) -> String {
    let text = printable(name);
    let parts: Vec<&str> =
        text.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    if parts.is_empty() { "(no name)".to_owned() } else { parts.join("/") }
}

/// The member inside the member: `outer!inner`.
pub(super) fn nested(outer: Option<&str>, inner: &str) -> String {
    match outer {
        Some(outer) => format!("{outer}!{inner}"),
        None => inner.to_owned(),
    }
}

/// Says what kind of litter a file or folder of this name is, if it is any.
///
/// One part of a path, not a whole one. What macOS, Windows and storage boxes leave behind is a
/// `system file`; any other name that begins with a dot is a `hidden file`.
pub fn litter(part: &[u8]) -> Option<&'static str> {
    const SYSTEM: [&[u8]; 9] = [
        b".DS_Store",
        b"__MACOSX",
        b".Spotlight-V100",
        b".Trashes",
        b".fseventsd",
        b"ehthumbs.db",
        b"desktop.ini",
        b"$RECYCLE.BIN",
        b"@eaDir",
    ];
    if SYSTEM.contains(&part) || part.starts_with(b"._") || part.eq_ignore_ascii_case(b"thumbs.db")
    {
        Some("system file")
    } else if part.first() == Some(&b'.') && !matches!(part, b"." | b"..") {
        Some("hidden file")
    } else {
        None
    }
}

/// The same for a member's whole path: one such part is enough.
pub(super) fn litter_path(path: &[u8]) -> Option<&'static str> {
    path.split(|&byte| byte == b'/').find_map(litter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_become_printable() {
        assert_eq!(printable("zürich/meldung.txt".as_bytes()), "zürich/meldung.txt");
        assert_eq!(printable(b"a\nb\x1b[2J\xff"), "a\\x0Ab\\x1B[2J\\xFF");
        assert_eq!(printable("x\u{202E}txt".as_bytes()), "x\\u{202E}txt");
        assert_eq!(printable("\u{9B}".as_bytes()), "\\u{9B}");
    }

    #[test]
    fn members_stay_below() {
        assert_eq!(member(b"../../etc/passwd"), "etc/passwd");
        assert_eq!(member(b"/abs//x/./y"), "abs/x/y");
        assert_eq!(member(b"./"), "(no name)");
        assert_eq!(member(b"..."), "...");
        assert_eq!(nested(Some("day.zip"), "1.xml"), "day.zip!1.xml");
    }

    #[test]
    fn litter_is_known() {
        assert_eq!(litter_path(b"__MACOSX/x/._story.txt"), Some("system file"));
        assert_eq!(litter_path(b"x/.DS_Store"), Some("system file"));
        assert_eq!(litter(b"Thumbs.db"), Some("system file"));
        assert_eq!(litter_path(b"./.git/config"), Some("hidden file"));
        assert_eq!(litter_path(b"./a/../b.txt"), None);
        assert_eq!(litter(b"DS_Store"), None);
    }

    proptest! {
        #[test]
        fn printable_holds_no_control(name in proptest::collection::vec(any::<u8>(), 0..60)) {
            let text = printable(&name);
            prop_assert!(!text.chars().any(|c| c.is_control() || unseen(c)));
            let below = member(&name);
            prop_assert!(!below.is_empty() && !below.starts_with('/'));
            prop_assert!(!below.split('/').any(|part| part == ".."));
        }
    }
}
