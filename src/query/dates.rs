//! Dates of the query language: the text of one value in, half-open days out.
//!
//! A date names whole days, the first and the last included; the zone they are days of is applied
//! by whoever runs the query. Its own file because calendars have messages of their own.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::ast::Span;
use super::error::{Fault, clip};
use super::fields::Name;
use super::values::{Piece, Shape, shape};

/// Days from `start` up to and without `end`; at least one of them is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) start: Option<NaiveDate>,
    pub(super) end: Option<NaiveDate>,
}

const EXAMPLE: &str = "1987-03-01..1987-03-15";
const FORMS: &str = "write 1987, 1987-03 or 1987-03-15";

/// Reads the value of `date:`, `since:` or `until:`.
pub(super) fn period(field: Name, value: &str, today: Option<NaiveDate>) -> Result<Period, Fault> {
    let read = |piece: Piece<'_>| days(piece, today);
    let shape = shape(value, EXAMPLE)?;
    if matches!(field, Name::Since | Name::Until) {
        let Shape::One(piece) = shape else {
            let whole = Piece { at: 0, text: value };
            let message = format!("{} takes one date", field.as_str());
            return Err(whole.fault(message, &format!("for a range write date:{EXAMPLE}")));
        };
        let (start, end) = read(piece)?;
        return Ok(match field {
            Name::Since => Period { start: Some(start), end: None },
            _ => Period { start: None, end: Some(end) },
        });
    }
    let (start, end) = match shape {
        Shape::One(piece) => {
            let (start, end) = read(piece)?;
            (Some(start), Some(end))
        }
        Shape::Between(from, to) => {
            let (from, to) = (from.map(read).transpose()?, to.map(read).transpose()?);
            (from.map(|(start, _)| start), to.map(|(_, end)| end))
        }
        Shape::Over(piece) => (Some(read(piece)?.1), None),
        Shape::From(piece) => (Some(read(piece)?.0), None),
        Shape::Under(piece) => (None, Some(read(piece)?.0)),
        Shape::UpTo(piece) => (None, Some(read(piece)?.1)),
    };
    if let (Some(from), Some(to)) = (start, end)
        && from >= to
    {
        let sides = value.split("..").map(str::trim).collect::<Vec<_>>();
        let turned = match sides[..] {
            [from, to] => format!("write {}..{}", clip(to), clip(from)),
            _ => format!("write {EXAMPLE}"),
        };
        let message = "the range ends before it starts".to_owned();
        return Err(Piece { at: 0, text: value }.fault(message, &turned));
    }
    // What lies outside has no four-digit year and could not be written back.
    let last = end.and_then(|end| end.pred_opt());
    if [start, last].into_iter().flatten().any(|day| !(1..=9999).contains(&day.year())) {
        let message = format!("{} reaches beyond the calendar", clip(value));
        return Err(Piece { at: 0, text: value }.fault(message, FORMS));
    }
    Ok(Period { start, end })
}

/// First day and the day after the last.
fn days(piece: Piece<'_>, today: Option<NaiveDate>) -> Result<(NaiveDate, NaiveDate), Fault> {
    let text = piece.text;
    let lower = text.get(..text.len().min(16)).unwrap_or("").to_ascii_lowercase();
    let now = || {
        today.ok_or_else(|| {
            piece.fault(format!("{} needs to know what day it is", clip(text)), FORMS)
        })
    };
    let beyond = || piece.fault(format!("{} lies outside the calendar", clip(text)), FORMS);
    if text.len() <= 16 {
        let ago = match lower.as_str() {
            "today" => Some(0),
            "yesterday" => Some(1),
            _ => None,
        };
        if let Some(ago) = ago {
            let day = now()?.checked_sub_days(Days::new(ago)).ok_or_else(beyond)?;
            return Ok((day, day.succ_opt().ok_or_else(beyond)?));
        }
        if let Some(length) = lower.strip_prefix("last-") {
            let end = now()?.succ_opt().ok_or_else(beyond)?;
            return Ok((back(end, length, piece, &beyond)?, end));
        }
    }
    if text.contains('T') && text.contains(':') || text.matches(':').count() == 2 {
        let message = format!("{} names a time, dates name whole days", clip(text));
        return Err(piece.fault(message, "leave the time out"));
    }
    let parts = parts(piece)?;
    let number = |span: &Span| text[span.start..span.end].parse::<u32>().unwrap_or(u32::MAX);
    let part = |span: &Span| Piece { at: piece.at + span.start, text: &text[span.start..span.end] };
    let year = i32::try_from(number(&parts[0])).unwrap_or(0);
    let first = |month| NaiveDate::from_ymd_opt(year, month, 1);
    let Some(new_year) = first(1).filter(|_| year > 0) else {
        return Err(part(&parts[0]).fault(format!("there is no year {year}"), FORMS));
    };
    let Some(month) = parts.get(1) else {
        return Ok((new_year, NaiveDate::from_ymd_opt(year + 1, 1, 1).ok_or_else(beyond)?));
    };
    let Some(start) = first(number(month)) else {
        let typed = part(month);
        let message = format!("there is no month {}", clip(typed.text));
        return Err(typed.fault(message, "months run from 01 to 12"));
    };
    let next = start.checked_add_months(Months::new(1)).ok_or_else(beyond)?;
    let Some(day) = parts.get(2) else {
        return Ok((start, next));
    };
    let Some(date) = start.with_day(number(day)) else {
        let typed = part(day);
        let message = format!("there is no day {}", clip(typed.text));
        let length = next.signed_duration_since(start).num_days();
        let suggestion = format!("{} has {length} days", start.format("%B %Y"));
        return Err(typed.fault(message, &suggestion));
    };
    Ok((date, date.succ_opt().ok_or_else(beyond)?))
}

/// The first day of the `30d`, `6m` … that come before `end`.
fn back(
    end: NaiveDate,
    length: &str,
    piece: Piece<'_>,
    beyond: &impl Fn() -> Fault,
) -> Result<NaiveDate, Fault> {
    let unreadable = || {
        let message = format!("{} names no length of time", clip(piece.text));
        piece.fault(message, "write last-30d, last-2w, last-6m or last-1y")
    };
    let digits = length.trim_end_matches(|c: char| !c.is_ascii_digit());
    let count: u32 = digits.parse().map_err(|_| unreadable())?;
    if count == 0 {
        return Err(unreadable());
    }
    let months = |each: u32| count.checked_mul(each).map(Months::new);
    let start = match &length[digits.len()..] {
        "d" => end.checked_sub_days(Days::new(u64::from(count))),
        "w" => end.checked_sub_days(Days::new(u64::from(count) * 7)),
        "m" => months(1).and_then(|months| end.checked_sub_months(months)),
        "y" => months(12).and_then(|months| end.checked_sub_months(months)),
        _ => return Err(unreadable()),
    };
    start.filter(|day| day.year() > 0).ok_or_else(beyond)
}

/// Year, month, day as far as they are written; the year has four digits.
fn parts(piece: Piece<'_>) -> Result<Vec<Span>, Fault> {
    let text = piece.text;
    let no_date =
        |suggestion: &str| Err(piece.fault(format!("{} is no date", clip(text)), suggestion));
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(vec![0..4, 4..6, 6..8]);
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let separator = matches!(c, '-' | '/' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        if separator {
            parts.push(start..at);
            start = at + c.len_utf8();
        } else if !c.is_ascii_digit() {
            return no_date(FORMS);
        }
        if parts.len() > 2 {
            return no_date(FORMS);
        }
    }
    parts.push(start..text.len());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    match lengths[..] {
        [4] | [4, 1 | 2] | [4, 1 | 2, 1 | 2] => Ok(parts),
        [4, 4] => {
            no_date(&format!("for a range write {}..{}", &text[..4], &text[text.len() - 4..]))
        }
        [2] => no_date("write the year in full, as in 1987"),
        [1 | 2, 1 | 2, 2 | 4] | [1 | 2, 4] => no_date("write the year first, as in 1987-03-15"),
        _ => no_date(FORMS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(field: Name, value: &str) -> (String, String) {
        let period = period(field, value, Some(day("2026-03-30"))).unwrap();
        let show = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
        (show(period.start), show(period.end))
    }

    #[test]
    fn dates_are_half_open_days() {
        for (value, start, end) in [
            ("1987", "1987-01-01", "1988-01-01"),
            ("1987-03", "1987-03-01", "1987-04-01"),
            ("1987-12", "1987-12-01", "1988-01-01"),
            ("1987-03-15", "1987-03-15", "1987-03-16"),
            ("1987-3-5", "1987-03-05", "1987-03-06"),
            ("1987/03/15", "1987-03-15", "1987-03-16"),
            ("1987–03", "1987-03-01", "1987-04-01"),
            ("19870315", "1987-03-15", "1987-03-16"),
            ("2000-02-29", "2000-02-29", "2000-03-01"),
            ("1987-03-01..1987-03-15", "1987-03-01", "1987-03-16"),
            ("1987-03..1987", "1987-03-01", "1988-01-01"),
            ("1986..1987-02", "1986-01-01", "1987-03-01"),
            ("1987..", "1987-01-01", ""),
            ("..1987", "", "1988-01-01"),
            (">1987", "1988-01-01", ""),
            (">=2020-01-01", "2020-01-01", ""),
            ("<1987", "", "1987-01-01"),
            ("<=1987", "", "1988-01-01"),
            ("today", "2026-03-30", "2026-03-31"),
            ("Yesterday", "2026-03-29", "2026-03-30"),
            ("last-30d", "2026-03-01", "2026-03-31"),
            ("last-2w", "2026-03-17", "2026-03-31"),
            ("last-1m", "2026-02-28", "2026-03-31"),
            ("LAST-1Y", "2025-03-31", "2026-03-31"),
            ("last-1y..yesterday", "2025-03-31", "2026-03-30"),
        ] {
            assert_eq!(read(Name::Date, value), (start.to_owned(), end.to_owned()), "{value}");
        }
        assert_eq!(read(Name::Since, "1987-03"), ("1987-03-01".to_owned(), String::new()));
        assert_eq!(read(Name::Until, "1987-03"), (String::new(), "1987-04-01".to_owned()));
    }

    #[test]
    fn what_is_no_date_is_explained() {
        for (value, span, message, suggestion) in [
            ("1987-13", 5..7, "there is no month 13", "months run from 01 to 12"),
            ("1987-02-31", 8..10, "there is no day 31", "February 1987 has 28 days"),
            ("1987-00", 5..7, "there is no month 00", "months run from 01 to 12"),
            ("0000", 0..4, "there is no year 0", FORMS),
            ("87", 0..2, "87 is no date", "write the year in full, as in 1987"),
            (
                "15.03.1987",
                0..10,
                "15.03.1987 is no date",
                "write the year first, as in 1987-03-15",
            ),
            ("3/15/87", 0..7, "3/15/87 is no date", "write the year first, as in 1987-03-15"),
            ("1987-1989", 0..9, "1987-1989 is no date", "for a range write 1987..1989"),
            ("March", 0..5, "March is no date", FORMS),
            ("1988..1987", 0..10, "the range ends before it starts", "write 1987..1988"),
            ("1987..1987-13", 11..13, "there is no month 13", "months run from 01 to 12"),
            (
                "1987-03-01T10:00",
                0..16,
                "1987-03-01T10:00 names a time, dates name whole days",
                "leave the time out",
            ),
            (
                "last-x",
                0..6,
                "last-x names no length of time",
                "write last-30d, last-2w, last-6m or last-1y",
            ),
            ("last-9999y", 0..10, "last-9999y lies outside the calendar", FORMS),
            ("[1987 TO 1988]", 0..14, "ranges are not written in brackets", "write 1987..1988"),
        ] {
            let fault = period(Name::Date, value, Some(day("2026-03-30"))).unwrap_err();
            let read = (fault.span, fault.message.as_str(), fault.suggestion.as_deref());
            assert_eq!(read, (span, message, Some(suggestion)), "{value}");
        }
        for value in [">9999", "<0001", "..0000"] {
            assert!(period(Name::Date, value, None).is_err(), "{value}");
        }
        assert!(period(Name::Since, "1987..1988", None).is_err());
        assert!(period(Name::Date, "last-30d", None).is_err());
    }
}
