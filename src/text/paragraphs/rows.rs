//! A line in, whether it is a row of a table out.
//!
//! This is asked of every line of every story, so the answer for prose comes cheap.

/// Says whether a line looks like a row: columns held apart by blanks, by semicolons, or mostly
/// figures.
pub fn is_row(line: &str) -> bool {
    let text = line.trim();
    let bytes = text.as_bytes();
    if bytes.len() < 5 || bytes.len() > 250 {
        return false;
    }
    // Prose has none of what makes a row. Counters of one byte, each in a loop of its own, take
    // many bytes at a time, and the line is too short for them to run over.
    let digits = count(bytes, |byte| byte.is_ascii_digit());
    let semicolons = count(bytes, |byte| byte == b';');
    let tabs = count(bytes, |byte| byte == b'\t');
    let pairs = bytes.iter().zip(&bytes[1..]);
    let doubles: u8 = pairs.map(|(a, b)| u8::from((*a == b' ') & (*b == b' '))).sum();
    if digits < 3 && semicolons < 3 && usize::from(doubles) + 2 * usize::from(tabs) < 2 {
        return false;
    }
    let (mut gaps, mut wide) = (0, 0);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' => {
                let run = bytes[at..].iter().take_while(|it| matches!(it, b' ' | b'\t')).count();
                let tab = bytes[at..at + run].contains(&b'\t');
                // Two spaces after a sentence are a typist's.
                let sentence = at > 0 && matches!(bytes[at - 1], b'.' | b'!' | b'?' | b':' | b'"');
                if tab || run >= 3 {
                    wide += 1;
                    gaps += 1;
                } else if run == 2 && !sentence {
                    gaps += 1;
                }
                at += run;
            }
            _ => at += 1,
        }
    }
    if semicolons >= 3 && digits > 0 {
        return true;
    }
    if gaps >= 2 && wide > 0 {
        return true;
    }
    if digits < 3 {
        return false;
    }
    let (mut words, mut figures) = (0, 0);
    for word in text.split_ascii_whitespace() {
        words += 1;
        figures += usize::from(is_figure(word));
    }
    // Justified prose has double blanks too, but few figures.
    figures >= 3 && figures * 2 >= words || gaps >= 2 && figures >= 2 && figures * 3 >= words
}

fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> u8 {
    bytes.iter().map(|byte| u8::from(is(*byte))).sum()
}

/// Says whether a word is a figure: digits with their signs, or a dash in the place of one.
fn is_figure(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let marks = word
        .bytes()
        .filter(|it| {
            matches!(it, b'.' | b',' | b'-' | b'+' | b'/' | b'%' | b'$' | b'(' | b')' | b':')
        })
        .count();
    digits > 0 && digits + marks == word.len() || matches!(word, "--" | "---" | "n/a" | "nil")
}
