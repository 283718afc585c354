//! Days, weeks, months and years in a zone: which of them a story was filed in.
//!
//! The borders are those that dates of a query have, so a month of a timeline and `date:1987-03`
//! hold the same stories: a story known to the second belongs to the day of the zone asked for, one
//! known to the day only belongs to that day in any zone.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeZone};
use chrono_tz::Tz;

use crate::query::plan::midnight;

/// A length of time that stories are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Midnight to midnight.
    Day,
    /// Monday to Sunday, as ISO 8601 has it.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl Period {
    /// Its name: `day`, `week`, `month`, `year`.
    pub fn name(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Year => "year",
        }
    }

    /// The first day of the one that a day is in.
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Period::Day => Some(day),
            Period::Week => {
                day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
            }
            Period::Month => day.with_day(1),
            Period::Year => day.with_ordinal(1),
        };
        start.unwrap_or(day)
    }

    /// The first day of the next one, from the first day of one. The last of the calendar has none.
    pub fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Period::Day => start.succ_opt(),
            Period::Week => start.checked_add_days(Days::new(7)),
            Period::Month => start.checked_add_months(Months::new(1)),
            Period::Year => start.checked_add_months(Months::new(12)),
        }
    }

    /// One as a value: `1987-03-02` for a day or the Monday of a week, `1987-03`, `1987`.
    pub fn label(self, start: NaiveDate) -> String {
        let text = start.to_string();
        let end = match self {
            Period::Day | Period::Week => 0,
            Period::Month => 3,
            Period::Year => 6,
        };
        text[..text.len().saturating_sub(end)].to_owned()
    }
}

/// Where a period begins and ends, in seconds since 1970, and its first day.
type Bounds = (i64, i64, NaiveDate);

/// Periods of one length in one zone.
#[derive(Debug)]
pub(super) struct Calendar {
    period: Period,
    zone: Tz,
    /// The period of the story before: its neighbours are mostly in the same.
    instant: Option<Bounds>,
    day: Option<Bounds>,
}

impl Calendar {
    /// Periods of a length in a zone.
    pub fn new(period: Period, zone: Tz) -> Calendar {
        Calendar { period, zone, instant: None, day: None }
    }

    /// The first day of the period in which a story was filed, from the second since 1970; `day`
    /// says that it is known to the day only.
    pub fn start(&mut self, filed: i64, day: bool) -> NaiveDate {
        let known = if day { self.day } else { self.instant };
        if let Some((start, end, first)) = known
            && (start..end).contains(&filed)
        {
            return first;
        }
        let bounds = self.bounds(filed, if day { Tz::UTC } else { self.zone });
        *(if day { &mut self.day } else { &mut self.instant }) = Some(bounds);
        bounds.2
    }

    fn bounds(&self, filed: i64, zone: Tz) -> Bounds {
        let utc = DateTime::from_timestamp(filed, 0).unwrap_or_default().naive_utc();
        let local = zone.from_utc_datetime(&utc).date_naive();
        let mut first = self.period.start(local);
        // Where the clock was put back over midnight, a day of the clock is not yet, or no longer,
        // the day of the calendar.
        for _ in 0..4 {
            let Some(next) = self.period.next(first) else { break };
            let (start, end) = (midnight(zone, first), midnight(zone, next));
            if (start..end).contains(&filed) {
                return (start, end, first);
            }
            first = match first.pred_opt() {
                Some(before) if filed < start => self.period.start(before),
                _ => next,
            };
        }
        let first = self.period.start(local);
        (filed, filed.saturating_add(1), first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_follow_each_other() {
        for (period, of, start, next, label) in [
            (Period::Day, "1987-03-01", "1987-03-01", "1987-03-02", "1987-03-01"),
            (Period::Week, "1987-03-01", "1987-02-23", "1987-03-02", "1987-02-23"),
            (Period::Week, "2021-01-01", "2020-12-28", "2021-01-04", "2020-12-28"),
            (Period::Month, "1987-12-31", "1987-12-01", "1988-01-01", "1987-12"),
            (Period::Year, "1988-02-29", "1988-01-01", "1989-01-01", "1988"),
        ] {
            let first = period.start(day(of));
            assert_eq!((first, period.next(first)), (day(start), Some(day(next))), "{of}");
            assert_eq!(period.label(first), label);
        }
    }

    #[test]
    fn a_story_belongs_to_the_day_of_the_zone_or_to_its_own() {
        let filed = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp();
        let evening = filed("1987-02-28T20:00:00Z");
        let mut tokyo = Calendar::new(Period::Month, Tz::Asia__Tokyo);
        assert_eq!(tokyo.start(evening, false), day("1987-03-01"));
        assert_eq!(tokyo.start(filed("1987-02-28T00:00:00Z"), true), day("1987-02-01"));
        assert_eq!(tokyo.start(evening - 5 * 3600 - 1, false), day("1987-02-01"));
        assert_eq!(Calendar::new(Period::Day, Tz::UTC).start(evening, false), day("1987-02-28"));
    }

    proptest::proptest! {
        #[test]
        fn the_borders_are_those_of_dates(
            filed in -62_167_219_200i64..253_402_300_800,
            zone in 0..chrono_tz::TZ_VARIANTS.len(),
            period in 0..4usize,
        ) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let period = [Period::Day, Period::Week, Period::Month, Period::Year][period];
            let first = Calendar::new(period, zone).start(filed, false);
            let next = period.next(first).unwrap();
            proptest::prop_assert!(midnight(zone, first) <= filed && filed < midnight(zone, next));
            proptest::prop_assert_eq!(period.start(first), first);
        }
    }
}
