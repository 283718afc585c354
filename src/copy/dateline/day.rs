//! Days and digits: `3`, `1er`, `16th`, `2O`, `l7`, and the digits of other scripts.
//!
//! In comes a word, out goes the day it means or the digits it is made of. It is its own file
//! because it forgives slips of the keys, which the rest of a date does not.

use super::super::clock::DateParts;

/// A day as keyed.
#[derive(Clone, Copy)]
pub(super) struct Day {
    pub number: Option<u8>,
    pub broken: Option<u16>,
    pub damaged: bool,
}

impl Day {
    pub(super) fn parts(self) -> DateParts {
        DateParts { day: self.number, broken_day: self.broken, ..DateParts::default() }
    }
}

/// Reads `3`, `03`, `1er`, `16th`, `2O`, `l7`, and keeps `187` as broken.
pub(super) fn day(word: &str) -> Option<Day> {
    if word.len() > 8 {
        return None;
    }
    let mut digits = String::with_capacity(4);
    let mut damaged = false;
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.peek().copied() {
        let digit = match c {
            // A letter that looks like a digit counts next to one, or alone.
            'l' | 'I' | '|' => '1',
            'O' | 'o' if !digits.is_empty() => '0',
            c => match digit(c) {
                Some(digit) => digit,
                None => break,
            },
        };
        damaged |= digit != c && c.is_ascii();
        digits.push(digit);
        rest.next();
    }
    let suffix: String = rest.collect::<String>().to_lowercase();
    if !matches!(
        suffix.as_str(),
        "" | "er" | "st" | "nd" | "rd" | "th" | "e" | "º" | "ª" | "o" | "日"
    ) {
        return None;
    }
    let number: u16 = digits.parse().ok()?;
    match number {
        1..=31 => Some(Day { number: u8::try_from(number).ok(), broken: None, damaged }),
        32..=999 if suffix.is_empty() => {
            Some(Day { number: None, broken: Some(number), damaged: true })
        }
        _ => None,
    }
}

/// A word of digits and letters that look like them: `l7`, `l`, `O7`.
pub(super) fn is_keyed_day(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|b| matches!(b, b'l' | b'I' | b'O' | b'0'..=b'9'))
}

/// A digit of any script that wires use.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(u32::from(c) - zero, 10)
}

/// The word in ASCII digits, if it is digits.
pub(super) fn ascii_digits(word: &str) -> Option<String> {
    ascii_digits_and(word, &[])
}

pub(super) fn ascii_digits_and(word: &str, others: &[char]) -> Option<String> {
    if word.len() > 40 {
        return None;
    }
    word.chars().map(|c| digit(c).or_else(|| others.contains(&c).then_some(c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_keyed() {
        for (word, number, damaged) in [
            ("3", 3, false),
            ("03", 3, false),
            ("1er", 1, false),
            ("16th", 16, false),
            ("2O", 20, true),
            ("l7", 17, true),
        ] {
            let day = day(word).unwrap();
            assert_eq!((day.number, day.damaged), (Some(number), damaged), "{word}");
        }
        assert_eq!(day("187").and_then(|day| day.broken), Some(187));
        for word in ["0", "1987", "3x", "", "4/4"] {
            assert!(day(word).is_none(), "{word}");
        }
    }

    #[test]
    fn digits_of_other_scripts() {
        assert_eq!(ascii_digits("٢٠٢٣").as_deref(), Some("2023"));
        assert_eq!(ascii_digits("20a").as_deref(), None);
    }
}
