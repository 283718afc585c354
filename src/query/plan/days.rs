//! When a day begins in a zone: what dates of a query and counts by date have to agree on.

use chrono::{Duration, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;

/// Hours after midnight at which a day may begin: zones have skipped a whole one.
const HOURS: i64 = 24;

/// The second since 1970 at which a day begins in a zone. Where midnight is skipped, the day begins
/// when the clock goes on; where it comes twice, with the first.
pub fn midnight(zone: Tz, day: NaiveDate) -> i64 {
    let midnight = day.and_time(NaiveTime::MIN);
    (0..=HOURS)
        .filter_map(|hour| midnight.checked_add_signed(Duration::hours(hour)))
        .find_map(|time| zone.from_local_datetime(&time).earliest())
        .map_or_else(|| midnight.and_utc().timestamp(), |time| time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: Tz, day: &str) -> String {
        let seconds = midnight(zone, day.parse().unwrap());
        chrono::DateTime::from_timestamp(seconds, 0).unwrap().format("%FT%TZ").to_string()
    }

    #[test]
    fn days_begin_by_the_clock_of_their_zone() {
        assert_eq!(at(Tz::UTC, "1987-03-01"), "1987-03-01T00:00:00Z");
        assert_eq!(at(Tz::Asia__Tokyo, "1987-03-01"), "1987-02-28T15:00:00Z");
        // The clock went from 24 to 1.
        assert_eq!(at(Tz::America__Sao_Paulo, "2018-11-04"), "2018-11-04T03:00:00Z");
        // There was no 30 December 2011 in Apia: it begins, and ends, with the 31st.
        assert_eq!(at(Tz::Pacific__Apia, "2011-12-30"), "2011-12-30T10:00:00Z");
        assert_eq!(at(Tz::Pacific__Apia, "2011-12-31"), "2011-12-30T10:00:00Z");
    }
}
