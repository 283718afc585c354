//! The header line of seven-bit wires in, its parts out.
//!
//! `u f BC-BAHIA-COCOA-REVIEW   02-26 0105`: priority, category, cycle and slug, month and day,
//! words. Archives keep the line in elements of different names, with the characters that once
//! framed it lost in different ways, so it is read by its words and not by its columns.

/// Start of a header.
pub const SOH: u8 = 0x01;
/// End of a transmission.
pub const EOT: u8 = 0x04;

/// Says whether a byte fills the gaps between transmissions.
pub fn is_noise(byte: u8) -> bool {
    matches!(byte, 0 | b'\n' | b'\r' | b' ' | 0x0C | 0x7F | 0x16 | 0x03 | 0x04 | 0x07 | 0x1A)
}

/// What a header line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// Priority letter.
    pub priority: char,
    /// Category letter.
    pub category: char,
    /// Cycle and slug as filed, blanks and all.
    pub slug: &'a str,
    /// The two numbers of the date as filed: month and day, of Kyodo day and month.
    pub date: (u8, u8),
}

impl Header<'_> {
    /// The urgency that the priority letter stands for, 1 to 8.
    pub fn urgency(&self) -> Option<u8> {
        urgency(self.priority)
    }
}

/// The urgency that a priority letter stands for, 1 to 8.
pub fn urgency(priority: char) -> Option<u8> {
    Some(match priority.to_ascii_lowercase() {
        'f' => 1,
        'b' => 2,
        'u' => 3,
        'r' => 4,
        'd' => 6,
        'a' => 7,
        's' | 'w' => 8,
        _ => return None,
    })
}

/// Finds the header line in a text of a few lines.
pub fn header(text: &str) -> Option<Header<'_>> {
    text.split(['\n', '\r']).find_map(line)
}

/// Reads one line: two letters, the slug, `MM-DD`, up to four digits.
fn line(line: &str) -> Option<Header<'_>> {
    let line = line.trim();
    let (mut rest, date) = without_date(line)?;
    // The letters follow whatever is left of the line before, so they are looked for.
    loop {
        let (first, after) = word(rest)?;
        let (second, slug) = word(after)?;
        if let (Some(priority), Some(category)) = (letter(first), letter(second)) {
            let slug = slug.trim();
            return (!slug.is_empty()).then_some(Header { priority, category, slug, date });
        }
        rest = after;
    }
}

/// Takes `MM-DD NNNN` off the end of a line.
fn without_date(line: &str) -> Option<(&str, (u8, u8))> {
    let (mut front, mut last) = line.rsplit_once(char::is_whitespace)?;
    if (1..=5).contains(&last.len()) && last.bytes().all(|it| it.is_ascii_digit()) {
        (front, last) = front.trim_end().rsplit_once(char::is_whitespace)?;
    }
    Some((front, date(last)?))
}

fn date(word: &str) -> Option<(u8, u8)> {
    let (first, second) = word.split_once('-')?;
    let number = |part: &str| {
        let is_number = part.len() == 2 && part.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| part.parse().ok())?
    };
    Some((number(first)?, number(second)?))
}

/// Takes the first word off.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if text.is_empty() {
        return None;
    }
    Some(text.split_once(char::is_whitespace).unwrap_or((text, "")))
}

fn letter(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|c| c.is_ascii_alphabetic() && chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_read() {
        let found = header("\n C T\n f0704 reute\nu f BC-HARBOR-FOG   02-26 0105").expect("whole");
        assert_eq!((found.priority, found.category, found.slug), ('u', 'f', "BC-HARBOR-FOG"));
        assert_eq!((found.urgency(), found.date), (Some(3), (2, 26)));
    }

    #[test]
    fn letters_behind_other_words() {
        let found = header("A4479 taf-z u s BC-BBO-HARBOR-NYT 06-01 0123").expect("whole");
        assert_eq!((found.category, found.slug), ('s', "BC-BBO-HARBOR-NYT"));
        assert_eq!(
            header("r w AM-HarborFog     02-12 0155").map(|it| it.slug),
            Some("AM-HarborFog")
        );
        assert_eq!(header("r f BC-FOG, 1stLd   02-12").map(|it| it.slug), Some("BC-FOG, 1stLd"));
    }

    #[test]
    fn other_lines_are_none() {
        for text in
            ["", "u f", "u f 02-26 0105", "no date here", "u f BC-FOG 2-26 0105", "é é é 02-26 1"]
        {
            assert_eq!(header(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "([a-z] |BC-|02-26|0105| |\n|é|.){0,30}") {
            header(&text);
        }
    }
}
