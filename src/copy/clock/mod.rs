//! Dates and times: from what copy says to a day, and to UTC.
//!
//! In come the parts of a date (often without a year, sometimes mistyped) and a reference day,
//! out goes an ISO date with flags for whatever was guessed; or in comes a time as filed with
//! its zone, out goes UTC. It is its own folder because every date of newswire goes through
//! here: there is no other place where a year is chosen. No clock is ever read.

mod stamp;
#[cfg(test)]
mod stamp_tests;
#[cfg(test)]
mod tests;
mod words;
mod zone;

pub use stamp::parse_timestamp;

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use crate::story::{FiledText, Precision};

/// Flag: the day was put right, or found from a weekday alone.
pub const DATE_GUESSED: &str = "date_guessed";
/// Flag: the day lies far from the day the story moved.
pub const DATE_SUSPECT: &str = "dateline_date_suspect";
/// Flag: no such day exists.
pub const DATE_INVALID: &str = "date_invalid";
/// Flag: the source named no zone, so the agency's was taken.
pub const ZONE_ASSUMED: &str = "zone_assumed";

/// First and last years that a date may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// A date as read, before a year is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateParts {
    /// Year, in full unless `short_year`.
    pub year: Option<i32>,
    /// The year had two digits: `3 JAN 90`.
    pub short_year: bool,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day, 1 to 31.
    pub day: Option<u8>,
    /// A day that cannot be, as keyed: `March 187`.
    pub broken_day: Option<u16>,
    /// Weekday, where one is named.
    pub weekday: Option<Weekday>,
}

/// What became of a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// `YYYY-MM-DD`, or `--MM-DD` where the year cannot be known.
    pub date: Option<String>,
    /// The day, where the year is known.
    pub day: Option<NaiveDate>,
    /// What was odd.
    pub flags: Vec<&'static str>,
}

impl Resolved {
    fn of(day: NaiveDate, flags: Vec<&'static str>) -> Self {
        Resolved { date: Some(day.to_string()), day: Some(day), flags }
    }

    fn invalid() -> Self {
        Resolved { flags: vec![DATE_INVALID], ..Resolved::default() }
    }
}

/// Finds the day that `month` and `day` mean.
///
/// Without a year, the nearest such day to the reference is taken, and of two equally near ones
/// the past one. A day more than 31 days before or 2 days after the reference is flagged. Without
/// a reference the year stays open.
pub fn resolve(month: u8, day: u8, year: Option<i32>, reference: Option<NaiveDate>) -> Resolved {
    let at = |year: i32| {
        YEARS.contains(&year).then(|| NaiveDate::from_ymd_opt(year, month.into(), day.into()))?
    };
    if let Some(year) = year {
        return match at(year) {
            Some(found) => Resolved::of(found, Vec::new()),
            None => Resolved::invalid(),
        };
    }
    let Some(reference) = reference else {
        // A leap year shows whether the day can be at all.
        return match NaiveDate::from_ymd_opt(2000, month.into(), day.into()) {
            Some(_) => {
                Resolved { date: Some(format!("--{month:02}-{day:02}")), ..Resolved::default() }
            }
            None => Resolved::invalid(),
        };
    };
    let years = [reference.year() - 1, reference.year(), reference.year() + 1];
    let distance = |found: &NaiveDate| (*found - reference).num_days();
    let nearest = years
        .into_iter()
        .filter_map(at)
        .min_by_key(|found| (distance(found).abs(), distance(found) > 0));
    match nearest {
        Some(found) => {
            let far = !(-31..=2).contains(&distance(&found));
            Resolved::of(found, if far { vec![DATE_SUSPECT] } else { Vec::new() })
        }
        None => Resolved::invalid(),
    }
}

/// Finds the day that the parts of a dateline mean.
pub fn resolve_parts(parts: &DateParts, reference: Option<NaiveDate>) -> Resolved {
    let year = parts.year.map(|year| {
        if parts.short_year { full_year(year, reference.map(|day| day.year())) } else { year }
    });
    match (parts.month, parts.day, parts.broken_day, reference) {
        (Some(month), Some(day), _, _) => resolve(month, day, year, reference),
        (Some(month), None, Some(broken), Some(reference)) => {
            mend(month, broken, year, reference).unwrap_or_else(Resolved::invalid)
        }
        (Some(_), None, Some(_), None) => Resolved::invalid(),
        (None, Some(day), _, Some(reference)) => {
            latest(reference, |date| date.day() == u32::from(day))
        }
        (None, None, _, Some(reference)) => match parts.weekday {
            Some(weekday) => latest(reference, |date| date.weekday() == weekday),
            None => Resolved::default(),
        },
        _ => Resolved::default(),
    }
}

/// The year that two digits mean: the nearest to a known year, else 1969 to 2068.
pub fn full_year(short: i32, near: Option<i32>) -> i32 {
    let short = short.rem_euclid(100);
    match near {
        Some(near) => {
            let century = near - near.rem_euclid(100) + short;
            [century - 100, century, century + 100]
                .into_iter()
                .min_by_key(|year| ((year - near).abs(), *year))
                .unwrap_or(century)
        }
        None if short >= 69 => 1900 + short,
        None => 2000 + short,
    }
}

/// A day keyed with a digit too many: the first two digits, then the last ones, if near enough.
fn mend(month: u8, broken: u16, year: Option<i32>, reference: NaiveDate) -> Option<Resolved> {
    let (first, last, outer) = (broken / 10, broken % 100, broken / 100 * 10 + broken % 10);
    [first, last, outer, broken % 10]
        .into_iter()
        .filter_map(|day| u8::try_from(day).ok())
        .filter_map(|day| resolve(month, day, year, Some(reference)).day)
        .filter(|day| (*day - reference).num_days().abs() <= 3)
        .min_by_key(|day| (*day - reference).num_days().abs())
        .map(|day| Resolved::of(day, vec![DATE_GUESSED]))
}

/// The latest day up to one after the reference that fits.
fn latest(reference: NaiveDate, fits: impl Fn(NaiveDate) -> bool) -> Resolved {
    (-1..31)
        .filter_map(|back| reference.checked_sub_signed(Duration::days(back)))
        .find(|day| fits(*day))
        .map_or_else(Resolved::default, |day| Resolved::of(day, vec![DATE_GUESSED]))
}

/// A time in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// ISO 8601: `1987-02-26T20:01:01Z`, or a date alone where no time is known.
    pub utc: String,
    /// Zone that the time was given in, or that was assumed.
    pub zone: Option<String>,
    /// How exactly it is known.
    pub precision: Precision,
    /// What was odd.
    pub flags: Vec<&'static str>,
}

/// Moves a time to UTC.
///
/// An offset or `Z` beats a named zone, which beats the agency's zone; the last is flagged. In
/// the hour that the clocks skip or repeat, the earlier offset holds. `24:00` is midnight of the
/// next day; a time that cannot be leaves the date alone.
pub fn to_utc(filed: &FiledText, agency_zone: Option<&str>) -> Option<Filed> {
    let date = NaiveDate::parse_from_str(filed.date.trim(), "%Y-%m-%d")
        .ok()
        .filter(|date| YEARS.contains(&date.year()))?;
    let time = match filed.precision {
        Precision::Day => None,
        _ => filed.time.as_deref().and_then(clock_time),
    };
    let named = filed.zone.as_deref().map(str::trim).filter(|zone| !zone.is_empty());
    let Some((time, days)) = time else {
        return Some(Filed {
            utc: date.to_string(),
            zone: named.map(str::to_owned),
            precision: Precision::Day,
            flags: Vec::new(),
        });
    };
    let local = NaiveDateTime::new(date.checked_add_signed(Duration::days(days))?, time);
    let mut flags = Vec::new();
    let (zone, name) = match named.and_then(|name| Some((zone::find(name, agency_zone)?, name))) {
        Some((zone, name)) => (zone, Some(name.to_owned())),
        None => {
            flags.push(ZONE_ASSUMED);
            match agency_zone.and_then(|name| Some((zone::find(name, None)?, name))) {
                Some((zone, name)) => (zone, Some(name.to_owned())),
                None => (zone::UTC, None),
            }
        }
    };
    let utc = zone.to_utc(local).filter(|utc| YEARS.contains(&utc.year()))?;
    Some(Filed {
        utc: format!("{}T{}Z", utc.date(), utc.time()),
        zone: name,
        precision: filed.precision,
        flags,
    })
}

/// Says whether a zone has this name: of IANA, an abbreviation, an offset.
pub fn is_zone(name: &str) -> bool {
    zone::find(name, None).is_some()
}

/// Reads `HH:MM:SS` or `HH:MM`; the number is the days to add (`24:00` is one).
fn clock_time(text: &str) -> Option<(NaiveTime, i64)> {
    let mut parts = text.trim().split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second: u32 = match parts.next() {
        Some(second) => second.split('.').next()?.parse().ok()?,
        None => 0,
    };
    if hour == 24 && minute == 0 && second == 0 {
        return Some((NaiveTime::MIN, 1));
    }
    // A leap second is the second before.
    Some((NaiveTime::from_hms_opt(hour, minute, second.min(59))?, 0)).filter(|_| second <= 60)
}
