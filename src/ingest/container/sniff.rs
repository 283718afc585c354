//! What a stream is, by its first bytes; its name has no say.
//!
//! In: up to 64 KiB. Out: [`Content`]. One file, because it is the table of everything that is
//! opened, refused or passed over before a format is asked.

use super::tar;

/// A compressed stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// `1F 8B 08`.
    Gzip,
    /// `BZh`, a digit, and the mark of a block.
    Bzip2,
    /// `FD 37 7A 58 5A 00`.
    Xz,
    /// `28 B5 2F FD`, or a skippable frame.
    Zstd,
    /// `04 22 4D 18`.
    Lz4,
    /// `1F 9D`: the `.Z` of `compress`.
    Compress,
}

/// What a stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A compressed stream: unpack and look again.
    Packed(Packing),
    /// A tar archive, magic or not.
    Tar,
    /// A zip archive that is not an office document.
    Zip,
    /// May hold stories, but cannot be read: why.
    Unreadable(&'static str),
    /// Known, and never a story.
    NotStory(&'static str),
    /// Anything else: the formats decide.
    Plain,
}

/// Magic numbers of what is passed over. What may hold stories has a reason, not a kind.
const KNOWN: &[(&[u8], Content)] = &[
    (b"7z\xBC\xAF\x27\x1C", Content::Unreadable("7z archives are not read; unpack it first")),
    (b"Rar!\x1A\x07", Content::Unreadable("rar archives are not read; unpack it first")),
    (b"MSCF\0\0\0\0", Content::Unreadable("cab archives are not read; unpack it first")),
    (b"LZIP\x01", Content::Unreadable("lzip files are not read; unpack it first")),
    (
        b"\x02\x21\x4C\x18",
        Content::Unreadable("old lz4 files are not read; unpack it with lz4 -d first"),
    ),
    #[cfg(not(feature = "parquet"))]
    (
        b"PAR1",
        Content::Unreadable(
            "this newswire was built without Parquet; build it with --features parquet, or export \
             the file as JSON Lines or CSV",
        ),
    ),
    (b"%PDF-", Content::NotStory("PDF file")),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Content::NotStory("old office document")),
    (b"\xFF\xD8\xFF", Content::NotStory("picture")),
    (b"\x89PNG\r\n\x1A\n", Content::NotStory("picture")),
    (b"GIF87a", Content::NotStory("picture")),
    (b"GIF89a", Content::NotStory("picture")),
    (b"II*\0", Content::NotStory("picture")),
    (b"MM\0*", Content::NotStory("picture")),
    (b"ID3\x02", Content::NotStory("sound")),
    (b"ID3\x03", Content::NotStory("sound")),
    (b"ID3\x04", Content::NotStory("sound")),
    (b"OggS\0", Content::NotStory("sound")),
    (b"fLaC\0", Content::NotStory("sound")),
    (b"\0\x05\x16\x07", Content::NotStory("system file")),
    (b"SQLite format 3\0", Content::NotStory("database")),
    (b"\x7FELF", Content::NotStory("program")),
];

/// Says what a stream that begins with `head` is.
///
/// 512 bytes are enough, except to tell a zip archive from an office document: see `office`.
pub fn sniff(head: &[u8]) -> Content {
    if let Some(packing) = packing(head) {
        return Content::Packed(packing);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Content::Zip;
    }
    if tar::begins(head) {
        return Content::Tar;
    }
    if let Some((_, content)) = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *content;
    }
    match head {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Content::NotStory("picture")
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => {
            Content::NotStory("sound")
        }
        [0, 0, 0, _, b'f', b't', b'y', b'p', ..] => Content::NotStory("film"),
        _ => Content::Plain,
    }
}

/// The compression of a stream that begins with `head`.
pub(super) fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1F, 0x8B, 8, ..] => Some(Packing::Gzip),
        // Bits 5 and 6 of the third byte are reserved; the low five are the widest code.
        [0x1F, 0x9D, bits, ..] if bits & 0x60 == 0 && (9..=16).contains(&(bits & 0x1F)) => {
            Some(Packing::Compress)
        }
        [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..]
            if rest.starts_with(b"\x31\x41\x59\x26\x53\x59")
                || rest.starts_with(b"\x17\x72\x45\x38\x50\x90") =>
        {
            Some(Packing::Bzip2)
        }
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Packing::Zstd),
        [0x04, 0x22, 0x4D, 0x18, ..] => Some(Packing::Lz4),
        _ => None,
    }
}

/// A zip archive that is one document and no archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// Of the kind that word processors write, as far as can be told: its text may be a story.
    Word,
    /// Never a story: what it is.
    Other(&'static str),
}

/// Says whether a zip archive that begins with `head` (64 KiB) is an office document or a book.
///
/// Such a file is told by the names that its writers put first. Local headers are followed as
/// far as their lengths are known, so that a document inside an archive does not count. Word
/// processors and other programs share the names of their first members; where no name tells, the
/// document may be one of text.
pub fn office(head: &[u8]) -> Option<Office> {
    let mut rest = head;
    let mut first = true;
    let mut found = None;
    while let Some(header) = rest.get(..30).filter(|header| header.starts_with(b"PK\x03\x04")) {
        let word = |at: usize| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        let half = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let name = rest.get(30..30 + half(26)).unwrap_or_default();
        let data = rest.get(30 + half(26) + half(28)..).unwrap_or_default();
        let inner = first && (name.ends_with(b".xml") || name.ends_with(b".rels"));
        let folder = name.split(|&byte| byte == b'/').next().unwrap_or_default();
        let office = found.is_some()
            || matches!(
                name,
                b"[Content_Types].xml"
                    | b"_rels/.rels"
                    | b"word/document.xml"
                    | b"xl/workbook.xml"
                    | b"ppt/presentation.xml"
            )
            || inner && matches!(folder, b"word" | b"xl" | b"ppt" | b"docProps");
        if office {
            match folder {
                b"word" => return Some(Office::Word),
                b"xl" | b"ppt" | b"visio" => return Some(Office::Other("office document")),
                _ => found = Some(Office::Word),
            }
        }
        if first && name == b"mimetype" {
            if data.starts_with(b"application/vnd.") {
                return Some(Office::Other("office document"));
            }
            if data.starts_with(b"application/epub") {
                return Some(Office::Other("e-book"));
            }
        }
        first = false;
        let size = word(18);
        if half(6) & 8 != 0 || size == u32::MAX {
            break;
        }
        rest = data.get(size as usize..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn magic_decides() {
        assert_eq!(sniff(b"\x1f\x8b\x08\0"), Content::Packed(Packing::Gzip));
        assert_eq!(sniff(b"\x1f\x9d\x90"), Content::Packed(Packing::Compress));
        assert_eq!(sniff(b"\x1f\x9d\xff"), Content::Plain);
        assert_eq!(sniff(b"BZh is how the note begins"), Content::Plain);
        assert_eq!(sniff(b"BZh91AY&SY"), Content::Packed(Packing::Bzip2));
        assert_eq!(sniff(b"\x52\x2a\x4d\x18"), Content::Packed(Packing::Zstd));
        assert_eq!(sniff(b"PK\x05\x06"), Content::Zip);
        assert_eq!(sniff(b"%PDF-1.4"), Content::NotStory("PDF file"));
        assert!(matches!(sniff(b"7z\xBC\xAF\x27\x1C"), Content::Unreadable(_)));
        assert_eq!(sniff(b""), Content::Plain);
        assert_eq!(sniff(b"<html>"), Content::Plain);
        assert_eq!(sniff(b"WARC/1.0\r\n"), Content::Plain);
        assert_eq!(sniff(b"{\\rtf1"), Content::Plain);
        // It was refused here even where a format reads it.
        let parquet = sniff(b"PAR1\x15\x04");
        assert_eq!(parquet == Content::Plain, cfg!(feature = "parquet"), "{parquet:?}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_something(head in proptest::collection::vec(any::<u8>(), 0..700)) {
            let _ = sniff(&head);
            let mut zip = b"PK\x03\x04".to_vec();
            zip.extend_from_slice(&head);
            prop_assert_eq!(sniff(&zip), Content::Zip);
            let _ = office(&zip);
        }
    }
}
