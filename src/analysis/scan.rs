//! A text into blobs: runs that hold no blank or separator, byte by byte.
//!
//! Comes in: a section. Goes out: where its blobs and its positions stand. What a blob yields is
//! [`super::blob`]'s business.

use std::ops::Range;

use super::blob;

/// Byte range of each position of a section.
pub type Offsets = Vec<(u32, u32)>;

/// How far round a common word in capitals to look for a small letter.
const NEARBY: usize = 40;

/// Byte range of each position of a section, for marks.
pub fn offsets(text: &str) -> Offsets {
    let mut offsets = Offsets::with_capacity(text.len() / 5);
    blobs(text, |start, end| {
        let blob = &text[start..end];
        if blob.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            offsets.push((start as u32, end as u32));
            return;
        }
        for compound in blob::cut(blob, false) {
            offsets.extend(
                compound
                    .words
                    .iter()
                    .map(|word| ((start + word.start) as u32, (start + word.end) as u32)),
            );
        }
    });
    offsets
}

/// Byte range of every blob of a text, in order: for words of a query.
pub fn blob_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    blobs(text, |start, end| ranges.push(start..end));
    ranges
}

const SEPARATOR: u8 = 0;
const WORD: u8 = 1;
const JOINER: u8 = 2;

const CLASSES: [u8; 256] = {
    let mut classes = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => WORD,
            b'-' | b'\'' | b'.' | b',' | b'&' => JOINER,
            _ => SEPARATOR,
        };
        byte += 1;
    }
    classes
};

/// Calls `each` with the byte range of every blob of a text.
///
/// A blob begins with a letter, digit or non-ASCII character and ends before a separator, less
/// the joiners that end it; a hyphen at a line end after a letter carries it over the break.
pub(super) fn blobs(text: &str, mut each: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if CLASSES[usize::from(bytes[at])] != WORD {
            at += 1;
            continue;
        }
        let start = at;
        loop {
            while at < bytes.len() && CLASSES[usize::from(bytes[at])] != SEPARATOR {
                at += 1;
            }
            match over_break(bytes, start, at) {
                Some(next) => at = next,
                None => break,
            }
        }
        let mut end = at;
        while CLASSES[usize::from(bytes[end - 1])] == JOINER {
            end -= 1;
        }
        each(start, end);
    }
}

/// Where a blob goes on that ends in a letter and a hyphen before a line break, if it does.
fn over_break(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    // Dashes beyond ASCII end in one of these bytes; the cutter looks closer.
    if end < start + 2 || end >= bytes.len() || !(bytes[end - 1] == b'-' || bytes[end - 1] >= 0x80)
    {
        return None;
    }
    let mut at = end;
    let mut breaks = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' if breaks == 0 => breaks = 1,
            b' ' | b'\t' => {}
            byte if breaks == 1 && (byte.is_ascii_alphabetic() || byte >= 0x80) => {
                let hyphen = bytes[end - 1] == b'-'
                    || std::str::from_utf8(&bytes[start..end])
                        .is_ok_and(|blob| blob.chars().next_back().is_some_and(blob::is_hyphen));
                return hyphen.then_some(at);
            }
            _ => return None,
        }
        at += 1;
    }
    None
}

/// Says whether a small letter stands within reach of a word, before or after it, or in it.
pub(super) fn small_letter_nearby(text: &str, start: usize, end: usize) -> bool {
    let mut from = start.saturating_sub(NEARBY);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (end + NEARBY).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text[from..to].chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_the_words() {
        let text = "The U.S.-led “co\u{2011}operation” — 1,234.5 pct.";
        let words: Vec<&str> = offsets(text)
            .into_iter()
            .map(|(start, end)| &text[start as usize..end as usize])
            .collect();
        assert_eq!(words, ["The", "U.S", "led", "co", "operation", "1,234.5", "pct"]);
    }
}
