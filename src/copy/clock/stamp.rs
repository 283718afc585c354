//! Timestamps: lines and elements that hold nothing but a date and a time.
//!
//! In comes one line (`Mon Jun 18, 2007 8:38am EDT`, `AP-NR-02-12-88 1637EST`, `19980601`), out
//! go date, time and zone as filed. It is its own file because it reads every order in which
//! wires and archives put these parts; a line with any other word in it is no timestamp.

use chrono::NaiveDate;

use super::super::months;
use super::words::{fraction, full, is_filler, is_place_zone, small};
use super::{YEARS, zone};
use crate::story::{FiledText, Precision};

/// Longest line that can be a timestamp, in bytes.
const LONGEST: usize = 96;

/// Reads a line that is a timestamp and nothing else.
pub fn parse_timestamp(text: &str) -> Option<FiledText> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    // Some archives left transmission codes or remarks behind the time.
    let end = text.find(|c: char| c.is_control() || c == '#').unwrap_or(text.len());
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
        // `+0200 (CEST)`: the offset has said it.
        if self.zone.is_some() && zone::is_abbreviation(bare) && !bare.contains(char::is_lowercase)
        {
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
                if word.bytes().filter(|b| matches!(b, b'-' | b'/' | b'.')).count() >= 2 =>
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
                if matches!(tail.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m" | "p.m") =>
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
            8 => self.set_date(word[..4].parse().ok()?, small(&word[4..6])?, small(&word[6..])?),
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
        if matches!(zone.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m" | "p.m") {
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
            Some(at) if word[..at].bytes().last().is_some_and(|b| b.is_ascii_digit()) => {
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
            let (month, day) = if (month_first && a <= 12) || b > 12 { (a, b) } else { (b, a) };
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
            if text.is_empty() { Some(0) } else { text.parse().ok() }
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
            date: date.to_string(),
            time: time.map(|(hour, minute, second)| {
                format!("{hour:02}:{minute:02}:{:02}", second.unwrap_or(0))
            }),
            zone: self.zone,
            precision,
        })
    }
}
