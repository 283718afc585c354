//! The dates that collections write into elements and identifiers in, times out.
//!
//! Every collection has its own way, and some have two; none is ambiguous among the others, so one
//! reader takes them all: ISO, month first with slashes or hyphens, six or eight digits, names of
//! months in either order.

use crate::story::{FiledText, Precision};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const ZONES: [&str; 16] = [
    "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "GMT", "UTC", "BST", "CET", "CEST",
    "JST", "MSK", "Z",
];

/// Where an identifier holds its date, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InId {
    /// Not at all.
    No,
    /// `YYMMDD` at this place.
    YearFirst(usize),
    /// `MMDDYY` at this place.
    MonthFirst(usize),
    /// `YYYYMMDD` at this place.
    Full(usize),
    /// `SJMN91-06154062`: year, paper, day of the year.
    DayOfYear,
}

/// Reads the day from an identifier.
pub fn from_id(id: &str, place: InId) -> Option<FiledText> {
    let date = match place {
        InId::No => return None,
        InId::YearFirst(at) => year_first(id.get(at..at + 6)?)?,
        InId::MonthFirst(at) => {
            let digits = id.get(at..at + 6)?;
            let (month, day, year) = (two(digits, 0)?, two(digits, 2)?, two(digits, 4)?);
            date(century(year), month, day)?
        }
        InId::Full(at) => full(id.get(at..at + 8)?)?,
        InId::DayOfYear => {
            let year = century(two(id, 4)?);
            let number: u32 = id.get(9..12)?.parse().ok()?;
            day_of_year(year, number)?
        }
    };
    Some(day(date))
}

/// Finds eight digits that are a day of this or the last century anywhere in an identifier.
pub fn anywhere(id: &str) -> Option<FiledText> {
    id.split(|c: char| !c.is_ascii_digit()).filter(|it| it.len() == 8).find_map(full).map(day)
}

/// Reads an element that holds a date, and perhaps a time and a zone.
pub fn read(text: &str) -> Option<FiledText> {
    let text = text.get(..text.floor_char_boundary(200)).unwrap_or("");
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|it| !it.is_empty()).collect();
    let (date, after) = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| by_word(word).map(|(date, rest)| (date, (at, rest))))
        .or_else(|| by_names(&words).map(|date| (date, (usize::MAX, ""))))?;
    let (date_word, glued) = after;
    let mut time = clock(glued, None);
    for (at, word) in words.iter().enumerate() {
        if time.is_some() {
            break;
        }
        if at != date_word {
            time = clock(word, words.get(at + 1).copied());
        }
    }
    let Some((time, precision, mut zone)) = time else {
        return Some(day(date));
    };
    if zone.is_none() {
        zone =
            words.iter().find(|it| ZONES.contains(*it) || is_offset(it)).map(|it| (*it).to_owned());
    }
    Some(FiledText { date, time: Some(time), zone, precision })
}

/// Reads a number of hours and minutes with the day of a broadcast: `1900 GMT 26 Feb 94`.
pub fn broadcast(text: &str) -> Option<FiledText> {
    let at = text.find(" GMT ")?;
    let clock = text[..at].rsplit(' ').next()?;
    let found = read(&format!("{} {clock} GMT", text.get(at + 5..)?))?;
    found.time.is_some().then_some(found)
}

fn day(date: String) -> FiledText {
    FiledText { date, time: None, zone: None, precision: Precision::Day }
}

/// Reads a word that is a date by itself; what is glued to its end may be the time.
fn by_word(word: &str) -> Option<(String, &str)> {
    if let Some(found) = word.get(..10).and_then(iso) {
        let rest = &word[10..];
        return Some((found, rest.strip_prefix(['T', 't', '_']).unwrap_or(rest)));
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    match digits {
        8 | 12 | 14 => {
            let found = full(&word[..8])?;
            let rest =
                if digits == 8 { rest.trim_start_matches(['T', '-', '.']) } else { &word[8..] };
            return Some((found, rest));
        }
        6 if rest.is_empty() || rest == "." => return Some((year_first(&word[..6])?, "")),
        _ => {}
    }
    // The last three numbers of `AP-NR-02-12-88`, or those of `02/12/88`.
    let parts: Vec<&str> = word.split(['/', '-']).collect();
    let [.., month, day, year] = parts.as_slice() else {
        return None;
    };
    let year = match year.len() {
        2 => century(number(year)?),
        4 => number(year)?,
        _ => return None,
    };
    let (month, day) = (number(month)?, number(day)?);
    Some((date(year, month, day).or_else(|| date(year, day, month))?, ""))
}

/// Reads a day by the name of its month, which stands after or before the day.
fn by_names(words: &[&str]) -> Option<String> {
    for (at, word) in words.iter().enumerate() {
        let name = word.trim_end_matches('.').to_ascii_lowercase();
        let month = MONTHS.iter().position(|it| {
            name.len() >= 3 && it.starts_with(&name) || name == "sept" && *it == "september"
        });
        let Some(month) = month.and_then(|it| u32::try_from(it + 1).ok()) else {
            continue;
        };
        let around = |at: Option<usize>| at.and_then(|it| words.get(it)).and_then(|it| number(it));
        let (before, next, third) =
            (around(at.checked_sub(1)), around(Some(at + 1)), around(Some(at + 2)));
        let (day, year) = match (before, next, third) {
            (Some(day), Some(year), _) if day <= 31 && (year > 31 || words[at + 1].len() == 2) => {
                (day, year)
            }
            (_, Some(day), Some(year)) => (day, year),
            _ => continue,
        };
        let year = if year < 100 { century(year) } else { year };
        if let Some(date) = date(year, month, day) {
            return Some(date);
        }
    }
    None
}

/// Reads a time of day: `00:02`, `09:42:00`, `1637EST`, or `1900` before a zone.
fn clock(word: &str, next: Option<&str>) -> Option<(String, Precision, Option<String>)> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(word.len());
    let (time, rest) = word.split_at(end);
    let rest = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let zone = (ZONES.contains(&rest) || is_offset(rest)).then(|| rest.to_owned());
    let (hour, minute, second) = if let Some((hour, rest)) = time.split_once(':') {
        let (minute, second) = rest.split_once(':').map_or((rest, None), |it| (it.0, Some(it.1)));
        (number(hour)?, number(minute)?, second.and_then(number))
    } else {
        let zoned = zone.is_some() || next.is_some_and(|it| ZONES.contains(&it));
        match time.len() {
            4 if zoned => (two(time, 0)?, two(time, 2)?, None),
            6 if word.len() == 6 && next.is_none() => {
                (two(time, 0)?, two(time, 2)?, Some(two(time, 4)?))
            }
            _ => return None,
        }
    };
    if hour > 23 || minute > 59 || second.is_some_and(|it| it > 59) {
        return None;
    }
    let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
    let time = format!("{hour:02}:{minute:02}:{:02}", second.unwrap_or(0));
    let zone = zone.or_else(|| next.filter(|it| ZONES.contains(it)).map(str::to_owned));
    Some((time, precision, zone))
}

fn is_offset(word: &str) -> bool {
    word.strip_prefix(['+', '-']).is_some_and(|rest| {
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        digits == 4 && (rest.len() == 4 || rest.len() == 5 && rest.as_bytes()[2] == b':')
    })
}

fn iso(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || !matches!((bytes[4], bytes[7]), (b'-', b'-') | (b'/', b'/')) {
        return None;
    }
    date(number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..)?)?)
}

fn full(digits: &str) -> Option<String> {
    let year = number(digits.get(..4)?)?;
    (1800..2100).contains(&year).then_some(())?;
    date(year, two(digits, 4)?, two(digits, 6)?)
}

fn year_first(digits: &str) -> Option<String> {
    date(century(two(digits, 0)?), two(digits, 2)?, two(digits, 4)?)
}

/// A number of up to four digits and nothing else.
fn number(text: &str) -> Option<u32> {
    let sound = (1..=4).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    sound.then(|| text.parse().ok()).flatten()
}

fn two(text: &str, at: usize) -> Option<u32> {
    number(text.get(at..at + 2)?)
}

/// The collections are of the last third of the 20th century and after.
fn century(year: u32) -> u32 {
    if year >= 69 { 1900 + year } else { 2000 + year }
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<String> {
    let sound = (1800..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days(year, month)).contains(&day);
    sound.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn day_of_year(year: u32, number: u32) -> Option<String> {
    let mut left = number;
    for month in 1..=12 {
        if left <= days(year, month) {
            return date(year, month, left);
        }
        left -= days(year, month);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(found: Option<FiledText>) -> String {
        found.map_or("none".into(), |it| {
            format!(
                "{} {} {}",
                it.date,
                it.time.unwrap_or("-".into()),
                it.zone.unwrap_or("-".into())
            )
        })
    }

    #[test]
    fn elements() {
        for (text, expected) in [
            ("AP-NR-02-12-88 1637EST", "1988-02-12 16:37:00 EST"),
            ("03/24/87", "1987-03-24 - -"),
            ("920527\n", "1992-05-27 - -"),
            ("April 29, 1990, Sunday, Home Edition", "1990-04-29 - -"),
            ("Monday, June 3, 1991", "1991-06-03 - -"),
            ("7 March 1994", "1994-03-07 - -"),
            ("1998-06-01 00:02", "1998-06-01 00:02:00 -"),
            (" 12/05/1998 09:42:00 ", "1998-12-05 09:42:00 -"),
            ("19960101", "1996-01-01 - -"),
            ("20030304-10:11:12", "2003-03-04 10:11:12 -"),
            ("20030304T101112", "2003-03-04 10:11:12 -"),
            ("2003-03-04T10:11:12-05:00", "2003-03-04 10:11:12 -05:00"),
            ("2003-03-04T10:11:12Z", "2003-03-04 10:11:12 Z"),
            ("NYT-06-01-98 0002EDT", "1998-06-01 00:02:00 EDT"),
            ("02/30/88", "none"),
            ("no date", "none"),
            ("", "none"),
        ] {
            assert_eq!(line(read(text)), expected, "{text}");
        }
    }

    #[test]
    fn identifiers() {
        assert_eq!(line(from_id("AP880212-0004", InId::YearFirst(2))), "1988-02-12 - -");
        assert_eq!(line(from_id("LA042990-0001", InId::MonthFirst(2))), "1990-04-29 - -");
        assert_eq!(line(from_id("SJMN91-06154062", InId::DayOfYear)), "1991-06-03 - -");
        assert_eq!(line(from_id("NYT19980601.0001", InId::Full(3))), "1998-06-01 - -");
        assert_eq!(line(anywhere("XYZ_ENG_20090531.0001")), "2009-05-31 - -");
        assert_eq!(line(anywhere("XYZ-99999999")), "none");
        assert_eq!(line(from_id("AP88", InId::YearFirst(2))), "none");
    }

    #[test]
    fn broadcasts() {
        let text = "LD2602210094 Madrid RNE-1 Radio Network in Spanish 1900 GMT 26 Feb 94";
        assert_eq!(line(broadcast(text)), "1994-02-26 19:00:00 GMT");
        assert_eq!(line(broadcast("PM0203 Moscow PRAVDA in Russian 2 Mar 94 p 1")), "none");
    }

    proptest! {
        #[test]
        fn never_panics(text in "([0-9]{1,8}|[-/:., ]|Mar|é|GMT|T|AP-NR){0,16}") {
            read(&text);
            broadcast(&text);
            anywhere(&text);
            for place in [InId::YearFirst(2), InId::MonthFirst(1), InId::Full(3), InId::DayOfYear] {
                from_id(&text, place);
            }
        }
    }
}
