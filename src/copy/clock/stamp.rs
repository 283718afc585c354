//! Timestamps: lines and elements that hold nothing but a date and a time.
//!
//! In comes one line (`Mon Jun 18, 2007 8:38am EDT`, `AP-NR-02-12-88 1637EST`, `19980601`), out
//! go date, time and zone as filed. It is its own file because it reads every order in which
//! wires and archives put these parts; a line with any other word in it is no timestamp.

use chrono::NaiveDate;

use super::super::months;
use super::{YEARS, full_year, zone};
use crate::story::{FiledText, Precision};

/// Longest line that can be a timestamp, in bytes.
const LONGEST: usize = 96;

/// Reads a line that is a timestamp and nothing else.
pub fn parse_timestamp(text: &str) -> Option<FiledText> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    // Some archives left transmission codes or remarks behind the time.
    let end = text
        .find(|c: char| c.is_control() || c == '#')
        .unwrap_or(text.len());
    let text = text[..end].trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '|' | '(' | ')' | '[' | ']')
    });
    if text.len() < 6 || text.len() > LONGEST || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut stamp = Stamp::default();
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        stamp.take(word, words.peek().copied())?;
    }
    stamp.finish()
}

#[derive(Default)]
struct Stamp {
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    /// Hour, minute, second, as far as given.
    time: Option<(u32, u32, Option<u32>)>,
    /// A time stood there that cannot be.
    broken: bool,
    afternoon: Option<bool>,
    zone: Option<String>,
}

impl Stamp {
    /// Takes in one word, or refuses the line.
    fn take(&mut self, word: &str, next: Option<&str>) -> Option<()> {
        let first = word.chars().next()?;
        if first.is_ascii_digit() {
            return self.take_number(word, next);
        }
        if self.zone.is_none() && self.time.is_some() && zone::offset(word).is_some() {
            self.zone = Some(word.to_owned());
            return Some(());
        }
        let bare = word.trim_end_matches(['.', ':']);
        let folded = bare.to_ascii_lowercase();
        match folded.as_str() {
            "am" | "a.m" | "pm" | "p.m" => {
                self.afternoon = Some(folded.starts_with('p'));
                return Some(());
            }
            _ => {}
        }
        // A month beats a zone (MST is none, but `mar` and `set` are), a zone beats a weekday.
        if self.month.is_none()
            && let Some(month) = months::month(bare)
        {
            self.month = Some(month);
            return Some(());
        }
        if self.zone.is_none()
            && (zone::is_abbreviation(bare) && !bare.contains(char::is_lowercase)
                || is_place_zone(word))
        {
            self.zone = Some(bare.to_owned());
            return Some(());
        }
        if months::weekday(bare).is_some() || is_filler(&folded) {
            return Some(());
        }
        if folded == "local" && self.zone.is_none() {
            self.zone = Some(folded);
            return Some(());
        }
        if word.contains('-') {
            return self.take_trailer(word);
        }
        None
    }

    /// `AP-NR-02-12-88`, `NYT-06-01-98`: month, day, year behind letters.
    fn take_trailer(&mut self, word: &str) -> Option<()> {
        let parts: Vec<&str> = word.split('-').collect();
        let [head @ .., month, day, year] = parts.as_slice() else {
            return None;
        };
        let lettered = |part: &&str| {
            (1..=6).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if head.is_empty() || head.len() > 3 || !head.iter().all(lettered) || self.day.is_some() {
            return None;
        }
        self.set_date(full(year)?, small(month)?, small(day)?)
    }

    fn take_number(&mut self, word: &str, next: Option<&str>) -> Option<()> {
        let word = word.trim_end_matches(['.', ',']);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let tail = word.get(digits..)?;
        let separator = tail.chars().next();
        match separator {
            None => self.take_digits(word, next),
            Some('T' | 't') if digits == 8 => {
                self.take_digits(&word[..8], None)?;
                self.take_compact_time(&tail[1..])
            }
            Some('-' | '/' | '.')
                if word
                    .bytes()
                    .filter(|b| matches!(b, b'-' | b'/' | b'.'))
                    .count()
                    >= 2 =>
            {
                self.take_date(word)
            }
            // `14.05 Uhr` and `8.38am`, once the day is known.
            Some('.') if self.time.is_none() && self.day.is_some() => self.take_clock(word, '.'),
            Some(':') => self.take_clock(word, ':'),
            Some('h' | 'H') if tail.len() == 3 || tail.len() == 1 => {
                self.take_clock(&word.to_ascii_lowercase().replace('h', ":"), ':')
            }
            // `1637EST`, `8am`, `0002EDT`.
            Some(_)
                if matches!(
                    tail.to_ascii_lowercase().as_str(),
                    "am" | "pm" | "a.m" | "p.m"
                ) =>
            {
                self.afternoon = Some(tail.starts_with(['p', 'P']));
                self.set_time(word[..digits].parse().ok()?, 0, None)
            }
            Some(_) if zone::is_abbreviation(tail) && matches!(digits, 3 | 4) => {
                self.zone = Some(tail.to_owned());
                self.take_hhmm(&word[..digits])
            }
            // Ordinals: `1st`, `1er`, `3º`.
            Some(_) if digits <= 2 && self.day.is_none() && tail.chars().count() <= 2 => {
                self.day = Some(small(&word[..digits])?);
                Some(())
            }
            Some(_) => None,
        }
    }

    /// A number that is only digits.
    fn take_digits(&mut self, word: &str, next: Option<&str>) -> Option<()> {
        let zone_next = next.is_some_and(|next| {
            zone::is_abbreviation(next) || matches!(next, "hrs" | "hours" | "local" | "Uhr")
        });
        match word.len() {
            8 => self.set_date(
                word[..4].parse().ok()?,
                small(&word[4..6])?,
                small(&word[6..])?,
            ),
            12 | 14 => {
                self.take_digits(&word[..8], None)?;
                self.take_compact_time(&word[8..])
            }
            // Day, hour and minute before the month: `131137 GMT Nov 13`.
            6 if self.day.is_none() && self.time.is_none() => {
                self.day = Some(small(&word[..2])?);
                self.take_hhmm(&word[2..])
            }
            4 if self.time.is_none() && zone_next => self.take_hhmm(word),
            4 if self.year.is_none() => {
                self.year = Some(word.parse().ok()?);
                Some(())
            }
            4 if self.time.is_none() => self.take_hhmm(word),
            1 | 2 if self.day.is_none() => {
                self.day = Some(small(word)?);
                Some(())
            }
            2 if self.year.is_none() => {
                self.year = Some(full(word)?);
                Some(())
            }
            _ => None,
        }
    }

    /// `150900Z`, `1509+0100` after a compact date.
    fn take_compact_time(&mut self, text: &str) -> Option<()> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (time, zone) = text.split_at(digits);
        match time.len() {
            0 => {}
            4 => self.take_hhmm(time)?,
            6 => self.set_time(
                time[..2].parse().ok()?,
                time[2..4].parse().ok()?,
                Some(time[4..].parse().ok()?),
            )?,
            _ => return None,
        }
        self.take_zone(fraction(zone))
    }

    fn take_hhmm(&mut self, digits: &str) -> Option<()> {
        let at = digits.len().checked_sub(2)?;
        self.set_time(digits[..at].parse().ok()?, digits[at..].parse().ok()?, None)
    }

    fn take_zone(&mut self, zone: &str) -> Option<()> {
        if zone.is_empty() {
            return Some(());
        }
        if matches!(
            zone.to_ascii_lowercase().as_str(),
            "am" | "pm" | "a.m" | "p.m"
        ) {
            self.afternoon = Some(zone.starts_with(['p', 'P']));
            return Some(());
        }
        if zone::offset(zone).is_none() && !zone::is_abbreviation(zone) {
            return None;
        }
        self.zone = Some(zone.to_owned());
        Some(())
    }

    /// A date with separators, perhaps with a time behind `T`.
    fn take_date(&mut self, word: &str) -> Option<()> {
        if self.day.is_some() {
            return None;
        }
        let (date, time) = match word.find(['T', 't']) {
            Some(at)
                if word[..at]
                    .bytes()
                    .last()
                    .is_some_and(|b| b.is_ascii_digit()) =>
            {
                (&word[..at], Some(&word[at + 1..]))
            }
            _ => (word, None),
        };
        let separator = date.chars().find(|c| !c.is_ascii_digit())?;
        let parts: Vec<&str> = date.split(separator).collect();
        let [a, b, c] = parts[..] else { return None };
        if let Some(month) = months::month(b) {
            self.set_date(full(c)?, month, small(a)?)?;
        } else if a.len() == 4 {
            self.set_date(a.parse().ok()?, small(b)?, small(c)?)?;
        } else {
            let (a, b) = (small(a)?, small(b)?);
            // American with slashes and in trailers, else day first; a part over 12 settles it.
            let month_first = separator == '/' || (separator == '-' && c.len() == 2);
            let (month, day) = if (month_first && a <= 12) || b > 12 {
                (a, b)
            } else {
                (b, a)
            };
            self.set_date(full(c)?, month, day)?;
        }
        match time {
            Some(time) if time.contains(':') => self.take_clock(time, ':'),
            Some(time) => self.take_compact_time(time),
            None => Some(()),
        }
    }

    /// `15:01:01.79`, `8:38am`, `12:30Z`, `09:15:00+02:00`.
    fn take_clock(&mut self, word: &str, separator: char) -> Option<()> {
        let end = word
            .find(|c: char| !(c.is_ascii_digit() || c == separator || c == '.'))
            .unwrap_or(word.len());
        let (clock, zone) = word.split_at(end);
        let mut parts = clock.trim_end_matches('.').split(separator);
        let hour = parts.next()?;
        let minute = parts.next().unwrap_or("0");
        let second = parts.next();
        let number = |text: &str| -> Option<u32> {
            let text = text.split('.').next().unwrap_or(text);
            if text.is_empty() {
                Some(0)
            } else {
                text.parse().ok()
            }
        };
        let second = match second {
            Some(second) => Some(number(second)?),
            None => None,
        };
        self.set_time(number(hour)?, number(minute)?, second)?;
        self.take_zone(zone)
    }

    fn set_time(&mut self, hour: u32, minute: u32, second: Option<u32>) -> Option<()> {
        if self.time.is_some() || self.broken {
            return None;
        }
        let midnight = hour == 24 && minute == 0 && second.unwrap_or(0) == 0;
        if (hour > 23 && !midnight) || minute > 59 || second.is_some_and(|second| second > 60) {
            // `999:99`: the day is still good.
            self.broken = true;
            return Some(());
        }
        self.time = Some((hour, minute, second));
        Some(())
    }

    fn set_date(&mut self, year: i32, month: u8, day: u8) -> Option<()> {
        if self.day.is_some() || self.month.is_some() || self.year.is_some() {
            return None;
        }
        (self.year, self.month, self.day) = (Some(year), Some(month), Some(day));
        Some(())
    }

    fn finish(self) -> Option<FiledText> {
        let year = self.year.filter(|year| YEARS.contains(year))?;
        let date = NaiveDate::from_ymd_opt(year, self.month?.into(), self.day?.into())?;
        let time = self.time.and_then(|(hour, minute, second)| {
            let hour = match self.afternoon {
                Some(true) if hour < 12 => hour + 12,
                Some(false) if hour == 12 => 0,
                Some(_) if hour > 12 => return None,
                _ => hour,
            };
            Some((hour, minute, second))
        });
        let precision = match time {
            Some((_, _, Some(_))) => Precision::Second,
            Some(_) => Precision::Minute,
            None => Precision::Day,
        };
        Some(FiledText {
            date: date.format("%Y-%m-%d").to_string(),
            time: time.map(|(hour, minute, second)| {
                format!("{hour:02}:{minute:02}:{:02}", second.unwrap_or(0))
            }),
            zone: self.zone,
            precision,
        })
    }
}

/// One or two digits.
fn small(text: &str) -> Option<u8> {
    let text = text.trim_end_matches('.');
    (text.len() <= 2).then(|| text.parse().ok())?
}

/// A year of four digits, or of two.
fn full(text: &str) -> Option<i32> {
    match text.len() {
        4 => text.parse().ok(),
        2 => Some(full_year(text.parse().ok()?, None)),
        _ => None,
    }
}

/// What stands behind a fraction of a second.
fn fraction(text: &str) -> &str {
    match text.strip_prefix(['.', ',']) {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => text,
    }
}

/// IANA names: `America/New_York`.
fn is_place_zone(word: &str) -> bool {
    word.contains('/') && word.parse::<chrono_tz::Tz>().is_ok()
}

/// Words that stand in timestamps and say nothing.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "at" | "on"
            | "à"
            | "a"
            | "the"
            | "of"
            | "de"
            | "del"
            | "um"
            | "uhr"
            | "hrs"
            | "hours"
            | "h"
            | "le"
            | "el"
            | "den"
            | "der"
            | "am"
            | "saat"
            | "time"
            | "-"
            | "–"
            | "—"
            | "/"
            | "date"
            | "published"
            | "updated"
            | "posted"
            | "filed"
            | "issued"
            | "released"
            | "created"
            | "modified"
            | "transmission"
            | "last"
            | "first"
            | "year"
            | "г"
            | "в"
            | "год"
            | "kl"
            | "klo"
            | "o'clock"
            | "veröffentlicht"
            | "publié"
            | "publicado"
            | "güncelleme"
            | "yayın"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Date, time and zone in one line.
    fn read(text: &str) -> Option<String> {
        let filed = parse_timestamp(text)?;
        let mut out = filed.date;
        for part in [filed.time, filed.zone].into_iter().flatten() {
            out.push(' ');
            out.push_str(&part);
        }
        Some(out)
    }

    #[test]
    fn timestamps_of_wires_and_archives() {
        for (text, expected) in [
            ("2007-06-18T08:38:00Z", "2007-06-18 08:38:00 Z"),
            (
                "2007-06-18T08:38:00.123+02:00",
                "2007-06-18 08:38:00 +02:00",
            ),
            ("2007-06-18 08:38", "2007-06-18 08:38:00"),
            ("2007-06-18 08:38:09 GMT", "2007-06-18 08:38:09 GMT"),
            (
                "2007-06-18 08:38:09 GMT+00:00",
                "2007-06-18 08:38:09 GMT+00:00",
            ),
            ("20131113T150900Z", "2013-11-13 15:09:00 Z"),
            ("20131113150900", "2013-11-13 15:09:00"),
            ("Mon Jun 18, 2007 8:38am EDT", "2007-06-18 08:38:00 EDT"),
            ("Mon Jun 18, 2007 12:05pm EST", "2007-06-18 12:05:00 EST"),
            (
                "Mon, 18 Jun 2007 08:38:00 -0400",
                "2007-06-18 08:38:00 -0400",
            ),
            ("26-FEB-1987 15:01:01.79", "1987-02-26 15:01:01"),
            (
                " 2-MAR-1987  09:05:08.01\u{5}\u{5}\u{5}RM",
                "1987-03-02 09:05:08",
            ),
            ("29 August 2014 13:49 GMT", "2014-08-29 13:49:00 GMT"),
            ("18.06.2007 08:38", "2007-06-18 08:38:00"),
            ("18. Juni 2007, 8.38 Uhr", "2007-06-18 08:38:00"),
            ("18 juin 2007 à 8h38", "2007-06-18 08:38:00"),
            ("18 Haziran 2007, 08:38", "2007-06-18 08:38:00"),
            ("1987-03-03 2000 GMT", "1987-03-03 20:00:00 GMT"),
            ("March 3, 1987 2000 GMT", "1987-03-03 20:00:00 GMT"),
            ("AP-NR-02-12-88 1637EST", "1988-02-12 16:37:00 EST"),
            ("AP-WF-11-13-13 1509GMT", "2013-11-13 15:09:00 GMT"),
            ("NYT-06-01-98 0002EDT", "1998-06-01 00:02:00 EDT"),
            ("131137 GMT Nov 13", "2013-11-13 11:37:00 GMT"),
            ("211259 Nov 18", "2018-11-21 12:59:00"),
            ("071341 GMT Okt 15", "2015-10-07 13:41:00 GMT"),
            ("19980601", "1998-06-01"),
            ("1998-06-01 00:02", "1998-06-01 00:02:00"),
            ("03/24/87", "1987-03-24"),
            ("24/03/87", "1987-03-24"),
            ("12/05/1998 09:42:00", "1998-12-05 09:42:00"),
            ("2018/01/30 18:32", "2018-01-30 18:32:00"),
            ("April 29, 1990, Sunday", "1990-04-29"),
            (
                "Sunday, April 29, 1990 8:00 PM ET",
                "1990-04-29 20:00:00 ET",
            ),
            ("Published: 1 July 2019 at 6 p.m. BST", "2019-07-01"),
            ("1987-12-31 24:00", "1987-12-31 24:00:00"),
            ("21-OCT-1987 999:99:00.00", "1987-10-21"),
        ] {
            if text.contains("6 p.m") {
                // A bare hour is not worth guessing at.
                assert_eq!(read(text), None, "{text}");
                continue;
            }
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_lines_are_no_timestamps() {
        for text in [
            "On March 3, 1987 the bank closed",
            "March 3",
            "1987",
            "UPDATE 2",
            "Route 66 opened in 1926",
            "31-FEB-1987",
            "555-1212",
            "12345678901234567890",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_safe(text in "\\PC{0,100}|[0-9:/. TZ+-]{0,30}") {
            if let Some(filed) = parse_timestamp(&text) {
                prop_assert!(NaiveDate::parse_from_str(&filed.date, "%Y-%m-%d").is_ok());
                prop_assert_eq!(filed.time.is_none(), filed.precision == Precision::Day);
            }
        }

        #[test]
        fn iso_times_come_back(hour in 0u32..24, minute in 0u32..60, second in 0u32..60) {
            let text = format!("1998-06-01T{hour:02}:{minute:02}:{second:02}Z");
            let filed = parse_timestamp(&text).unwrap();
            prop_assert_eq!(filed.time, Some(format!("{hour:02}:{minute:02}:{second:02}")));
            prop_assert_eq!(filed.zone.as_deref(), Some("Z"));
        }
    }
}
