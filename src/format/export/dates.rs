//! Lines that begin with a date: `January 11, 2010 Monday Late Edition`.
//!
//! A line in, the day (with its time, where one is named) and what stands behind it out. In the
//! languages of the exports; which words are months is known to `copy`.

use crate::copy::clock::parse_timestamp;
use crate::copy::months;
use crate::story::FiledText;

/// Words that a date has at most, weekday, time and zone included.
const WORDS: usize = 11;

/// Names of zones that are written out.
const ZONES: [(&str, &str); 5] = [
    (" Eastern Time", " America/New_York"),
    (" Central Time", " America/Chicago"),
    (" Mountain Time", " America/Denver"),
    (" Pacific Time", " America/Los_Angeles"),
    (" Greenwich Mean Time", " GMT"),
];

/// A date at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day; none where only month and year are named.
    pub filed: Option<FiledText>,
    /// What stands behind it, such as an edition.
    pub rest: String,
}

/// Reads the date that a line begins with: month in words, year in full.
pub fn day(line: &str) -> Option<Day> {
    let line = line.trim();
    if line.len() > 160 || !holds_year(line) {
        return None;
    }
    let mut text = line.to_owned();
    for (name, zone) in ZONES {
        if let Some(at) = text.find(name) {
            text.replace_range(at..at + name.len(), zone);
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    // A date begins with its day, its month, its weekday or an article.
    let first = words.first()?.trim_matches(|c: char| !c.is_alphanumeric());
    let begins = first.bytes().next()?.is_ascii_digit()
        || months::month(first).is_some()
        || months::weekday(first).is_some()
        || ["le", "el", "den", "am", "du"].contains(&first.to_lowercase().as_str());
    if !begins {
        return None;
    }
    for count in (1..=words.len().min(WORDS)).rev() {
        let front = words[..count].join(" ");
        let last = words[count - 1].trim_end_matches([',', ';']);
        if count < words.len() && !ends_date(last) {
            continue;
        }
        let month = words[..count]
            .iter()
            .any(|it| months::month(it.trim_matches(|c: char| !c.is_alphanumeric())).is_some());
        if !month && !first.contains(['/', '-', '.']) {
            continue;
        }
        if let Some(filed) = parse_timestamp(front.trim_end_matches([',', ';'])) {
            return Some(Day { filed: Some(filed), rest: words[count..].join(" ") });
        }
    }
    // `January 2010`: the month of a magazine.
    let [month, year, ..] = words[..] else {
        return None;
    };
    let whole = words.len() == 2 && months::month(month).is_some() && is_year(year);
    whole.then_some(Day { filed: None, rest: text })
}

/// A word that the last one of a date may be; the words behind it may look like ones of a date.
fn ends_date(word: &str) -> bool {
    word.bytes().last().is_some_and(|it| it.is_ascii_digit())
        || months::weekday(word).is_some()
        || months::month(word).is_some()
        || word.chars().filter(|it| it.is_alphabetic()).all(char::is_uppercase)
        || word.contains('/')
        || word.eq_ignore_ascii_case("uhr")
        || word.ends_with(['h', 'm'])
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|it| it.is_ascii_digit())
        && ("1800".."2200").contains(&word)
}

fn holds_year(line: &str) -> bool {
    line.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_exports() {
        for (line, date, time, rest) in [
            ("January 11, 2010 Monday", "2010-01-11", None, ""),
            (
                "January 11, 2010, Monday, Late Edition - Final",
                "2010-01-11",
                None,
                "Late Edition - Final",
            ),
            ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01", Some("09:20:00"), ""),
            ("July 1, 2019 Monday 9:20 PM Eastern Time", "2019-07-01", Some("21:20:00"), ""),
            ("11. Januar 2010 Montag", "2010-01-11", None, ""),
            ("Montag 11. Januar 2010", "2010-01-11", None, ""),
            ("lundi 11 janvier 2010", "2010-01-11", None, ""),
            ("11 janvier 2010 lundi", "2010-01-11", None, ""),
            ("11 de enero de 2010 lunes", "2010-01-11", None, ""),
            ("29 décembre 2011", "2011-12-29", None, ""),
            ("1er juillet 2019 lundi 3:05 PM GMT", "2019-07-01", Some("15:05:00"), ""),
            ("01/12/2010, p3", "2010-01-12", None, "p3"),
            ("mardi 14 mars 2006, p. 16", "2006-03-14", None, "p. 16"),
        ] {
            let found = day(line).unwrap_or_else(|| panic!("{line}"));
            let filed = found.filed.unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (filed.date.as_str(), filed.time.as_deref(), found.rest.as_str()),
                (date, time, rest),
                "{line}"
            );
        }
        assert_eq!(day("March 2009").map(|it| it.filed), Some(None));
        for line in
            ["The harbor was shut in 2010", "Harbor 2010", "2010 was a good year", "10 2010", ""]
        {
            assert_eq!(day(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(line in "(January|11|2010|,| |Montag|GMT|é|;|9:20){0,14}") {
            day(&line);
        }
    }
}
