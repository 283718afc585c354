//! The DATE element in, the time a story moved out.
//!
//! `26-FEB-1987 15:01:01.79`, New York time; noise follows in places, and an hour that is none
//! leaves the day.

use crate::story::{FiledText, Precision};

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// Reads the element; says too whether the collection's makers guessed the date.
pub fn filed(element: &str) -> (Option<FiledText>, bool) {
    let guessed = element.contains("guess");
    let mut words = element.split_ascii_whitespace();
    let Some(date) = words.next().and_then(day) else {
        return (None, guessed);
    };
    let time = words.next().and_then(time);
    let precision = if time.is_some() { Precision::Second } else { Precision::Day };
    (Some(FiledText { date, time, zone: Some(super::ZONE.to_owned()), precision }), guessed)
}

/// Reads `26-FEB-1987`.
fn day(word: &str) -> Option<String> {
    let mut parts = word.split('-');
    let day: u32 = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let month = MONTHS.iter().position(|it| name.eq_ignore_ascii_case(it))? + 1;
    let year = parts.next()?.get(..4)?;
    let year: u32 = year.parse().ok()?;
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    (1..=days).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Reads `15:01:01.79`, which may run on into noise.
fn time(word: &str) -> Option<String> {
    let (hour, rest) = word.split_once(':')?;
    let (minute, rest) = rest.split_once(':')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let part = |text: &str, below: u32| text.parse::<u32>().ok().filter(|it| *it < below);
    let (hour, minute) = (part(hour, 24)?, part(minute, 60)?);
    let second = part(&rest[..digits], 60)?;
    Some(format!("{hour:02}:{minute:02}:{second:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(String, Option<String>)> {
        filed(text).0.map(|it| (it.date, it.time))
    }

    #[test]
    fn dates_with_their_noise() {
        let second = Some(("1987-02-26".to_owned(), Some("15:01:01".to_owned())));
        assert_eq!(read("26-FEB-1987 15:01:01.79"), second);
        assert_eq!(read("  26-FEB-1987  15:01:01.79&#5;&#5;&#5;RM"), second);
        assert_eq!(read(" 2-APR-1987 999:99"), Some(("1987-04-02".into(), None)));
        assert_eq!(read("2-APR-1987"), Some(("1987-04-02".into(), None)));
        assert_eq!(read("31-APR-1987 10:00:00"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_guess_is_told() {
        assert!(filed("3-APR-1987 00:00:00.00 # guesswork of an editor").1);
        assert!(!filed("3-APR-1987 00:00:00.00").1);
    }

    proptest! {
        #[test]
        fn never_panics(text in "([0-9]{1,3}|-|FEB|:|é| |.){0,16}") {
            filed(&text);
        }
    }
}
