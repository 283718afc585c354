//! Text that was encoded twice in, what was meant out; and Windows-1252's own characters.

use std::str;

/// Says whether a text holds a control character of U+0080 to U+009F.
pub fn has_c1(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xC2, bytes)
        .any(|at| bytes.get(at + 1).is_some_and(|next| (0x80..0xA0).contains(next)))
}

/// Puts right what was encoded twice; `None` where nothing was.
///
/// The whole text must hold: if one run of accented characters makes no sense as UTF-8, none is
/// touched, because then the others are more likely meant.
pub fn repair(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    repair_all(text).or_else(|| repair_quotes(text)).or_else(|| repair_c1(text))
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
    let others = text.chars().any(|c| c != '\u{85}' && matches!(c, '\u{80}'..='\u{9F}'));
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
pub fn from_1252(byte: u8) -> Option<char> {
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
    UPPER.iter().position(|it| *it == code).and_then(|at| u8::try_from(at + 0x80).ok())
}
