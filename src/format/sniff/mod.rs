//! The first bytes of a stream in, the kind of thing that it is and that is not read here out.
//!
//! A stream that no format takes is counted by what it is, and what is recognised as a shape of
//! its own must never be swallowed as if it were a plain-text story.

use super::root::root;

use crate::text::charset;

/// Says what a stream is that cannot be read; `None` for text that may be a story.
pub fn unreadable_kind(head: &[u8]) -> Option<&'static str> {
    if let Some(kind) = by_magic(head) {
        return Some(kind);
    }
    let wide = head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || head.starts_with(b"\0\0\xFE\xFF")
        || charset::wide_without_mark(head).is_some();
    if wide {
        let text = charset::decode(&head[..head.len() & !3], None).text;
        return if text.trim().is_empty() { None } else { by_text(text.as_bytes()) };
    }
    if is_binary(head) {
        return Some("binary data");
    }
    by_text(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head))
}

/// Kinds that their first bytes give away.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "office document"),
    (b"\xFF\xD8\xFF", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"8BPS", "picture"),
    (b"ID3", "sound or film"),
    (b"OggS", "sound or film"),
    (b"fLaC", "sound or film"),
    (b"RIFF", "sound or film"),
    (b"\x1A\x45\xDF\xA3", "sound or film"),
    (b"WARC/", "web archive"),
    (b"filedesc://", "web archive"),
    (b"\x1F\x8B", "compressed data"),
    (b"BZh", "compressed data"),
    (b"\xFD7zXZ\0", "compressed data"),
    (b"\x28\xB5\x2F\xFD", "compressed data"),
    (b"\x04\x22\x4D\x18", "compressed data"),
    (b"\x1F\x9D", "compressed data"),
    (b"PK\x03\x04", "zip archive"),
    (b"PK\x05\x06", "zip archive"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip archive"),
    (b"Rar!\x1A\x07", "RAR archive"),
    (b"SQLite format 3\0", "database"),
    (b"\x7FELF", "program"),
    (b"MZ\x90\0", "program"),
    (b"\xCA\xFE\xBA\xBE", "program"),
    (b"#!/", "program text or data"),
    (b"# -*- coding", "program text or data"),
];

fn by_magic(head: &[u8]) -> Option<&'static str> {
    if head.get(257..262) == Some(b"ustar") {
        return Some("tar archive");
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some("sound or film");
    }
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, kind)| *kind)
}

/// Says whether bytes are no text in any charset: zero bytes, or many controls.
fn is_binary(head: &[u8]) -> bool {
    let zeros = head.iter().filter(|it| **it == 0).count();
    let controls = head
        .iter()
        .filter(|it| **it < 0x20 && !matches!(**it, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    zeros * 200 > head.len() || controls * 10 > head.len()
}

fn by_text(head: &[u8]) -> Option<&'static str> {
    let start = head.trim_ascii_start();
    match start.first()? {
        b'<' => markup(start),
        b'{' => json_object(start),
        b'[' => {
            let rest = start[1..].trim_ascii_start();
            (rest.starts_with(b"{") || rest.starts_with(b"[\"") || rest.starts_with(b"\""))
                .then_some("JSON data")
        }
        _ => table(start),
    }
}

/// Names of root elements, local and in lower case, with what they are.
const ROOTS: &[(&str, &str)] = &[
    ("contentset", "part of a NewsML-G2 document"),
    ("contentmeta", "part of a NewsML-G2 document"),
    ("groupset", "part of a NewsML-G2 document"),
    ("html", "web page"),
    ("head", "web page"),
    ("body", "web page"),
    ("div", "web page"),
    ("p", "web page"),
    ("rdf", "RDF"),
    ("svg", "picture"),
    ("xsl", "program text or data"),
    ("schema", "XML schema"),
    ("svrl", "XML of another kind"),
    ("plist", "program text or data"),
    ("project", "program text or data"),
    ("w", "office document"),
    ("mediawiki", "wiki export"),
    ("add", "XML of another kind"),
    ("tei", "TEI"),
    ("tei.2", "TEI"),
];

/// What a text that starts with `<` is: by its first element, or as a declaration of elements.
fn markup(start: &[u8]) -> Option<&'static str> {
    let Some(found) = root(start) else {
        // A text may begin with a bracket that is none of markup's.
        return (start.starts_with(b"<!") || start.starts_with(b"<?")).then_some("markup");
    };
    let doctype: Vec<u8> =
        found.doctype.iter().skip(2).take(15).map(u8::to_ascii_lowercase).collect();
    let declares = [&b"element"[..], b"entity", b"attlist", b"notation", b"["];
    if declares.iter().any(|it| doctype.starts_with(it)) {
        return Some("markup");
    }
    if doctype.starts_with(b"doctype html") {
        return Some("web page");
    }
    let small = found.name.to_ascii_lowercase();
    let known = ROOTS.iter().find(|(name, _)| *name == small).map(|(_, kind)| *kind);
    Some(known.unwrap_or("XML of another kind"))
}

fn json_object(start: &[u8]) -> Option<&'static str> {
    let rest = start[1..].trim_ascii_start();
    (rest.starts_with(b"\"") || rest.starts_with(b"}")).then_some("JSON data")
}

/// Names of columns that tables of stories have.
const COLUMNS: [&str; 24] = [
    "id",
    "url",
    "link",
    "title",
    "headline",
    "text",
    "body",
    "content",
    "article",
    "story",
    "date",
    "published",
    "pubdate",
    "publish_date",
    "published_date",
    "author",
    "byline",
    "dateline",
    "slug",
    "source",
    "publication",
    "section",
    "category",
    "language",
];

/// Tables with a header row, and without a column of text: the same number of delimiters in nearly
/// all records.
fn table(start: &[u8]) -> Option<&'static str> {
    let lines: Vec<&[u8]> = start
        .split(|it| *it == b'\n')
        .map(<[u8]>::trim_ascii_end)
        .filter(|it| !it.is_empty())
        .take(50)
        .collect();
    let header = String::from_utf8_lossy(lines.first()?).to_ascii_lowercase();
    for delimiter in ['\t', ',', ';', '|'] {
        let cells: Vec<&str> =
            header.split(delimiter).map(|it| it.trim().trim_matches(['"', '\''])).collect();
        let short = cells.iter().all(|it| it.len() <= 30 && it.split(' ').count() <= 3);
        let known = cells.iter().filter(|it| COLUMNS.contains(it)).count();
        if cells.len() < 2 || !short || known == 0 {
            continue;
        }
        // Quoted cells hold delimiters and line ends of their own: names alone must do there.
        let quoted = lines.get(1).is_some_and(|it| it.contains(&b'"'));
        let count = |line: &&&[u8]| {
            line.iter().filter(|it| char::from(**it) == delimiter).count() + 1 == cells.len()
        };
        let even = lines.iter().filter(count).count() * 10 >= lines.len() * 8;
        if lines.len() >= 2 && (even || quoted && known >= 2) {
            return Some("table");
        }
    }
    None
}

#[cfg(test)]
mod tests;
