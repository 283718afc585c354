//! Days and zones, as wires and archives give them.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn found(month: u8, number: u8, reference: &str) -> (Option<String>, Vec<&'static str>) {
    let resolved = resolve(month, number, None, Some(day(reference)));
    (resolved.date, resolved.flags)
}

#[test]
fn the_nearest_year_is_taken() {
    assert_eq!(found(12, 31, "2007-01-01").0.as_deref(), Some("2006-12-31"));
    assert_eq!(found(1, 1, "2006-12-31").0.as_deref(), Some("2007-01-01"));
    assert_eq!(found(2, 26, "1987-02-26"), (Some("1987-02-26".into()), vec![]));
    assert_eq!(found(2, 29, "1989-03-01").0.as_deref(), Some("1988-02-29"));
    assert_eq!(found(2, 29, "1990-03-01"), (None, vec![DATE_INVALID]));
    assert_eq!(found(4, 31, "1990-04-30"), (None, vec![DATE_INVALID]));
}

#[test]
fn a_far_day_is_flagged() {
    assert_eq!(found(3, 2, "1987-04-02").1, Vec::<&str>::new());
    assert_eq!(found(3, 1, "1987-04-02").1, [DATE_SUSPECT]);
    assert_eq!(found(4, 5, "1987-04-02").1, [DATE_SUSPECT]);
}

#[test]
fn without_a_reference_the_year_is_open() {
    assert_eq!(resolve(2, 26, None, None).date.as_deref(), Some("--02-26"));
    assert_eq!(resolve(2, 30, None, None).date, None);
    assert_eq!(resolve(2, 29, None, None).date.as_deref(), Some("--02-29"));
}

#[test]
fn damaged_days() {
    for (broken, expected) in [(187, "1987-03-18"), (119, "1987-03-19"), (215, "1987-03-25")] {
        let parts = DateParts { month: Some(3), broken_day: Some(broken), ..DateParts::default() };
        let resolved = resolve_parts(&parts, Some(day(expected)));
        assert_eq!(resolved.date.as_deref(), Some(expected));
        assert_eq!(resolved.flags, [DATE_GUESSED]);
        assert_eq!(resolve_parts(&parts, None).date, None);
    }
}

#[test]
fn weekdays_and_bare_days_look_back() {
    let monday = DateParts { weekday: Some(Weekday::Mon), ..DateParts::default() };
    let resolved = resolve_parts(&monday, Some(day("1987-03-04")));
    assert_eq!(resolved.date.as_deref(), Some("1987-03-02"));
    let sixteenth = DateParts { day: Some(16), ..DateParts::default() };
    let resolved = resolve_parts(&sixteenth, Some(day("1998-03-15")));
    assert_eq!(resolved.date.as_deref(), Some("1998-03-16"));
    assert_eq!(resolve_parts(&monday, None).date, None);
}

#[test]
fn two_digit_years() {
    assert_eq!(full_year(90, None), 1990);
    assert_eq!(full_year(13, None), 2013);
    assert_eq!(full_year(99, Some(2001)), 1999);
    assert_eq!(full_year(63, Some(1963)), 1963);
    assert_eq!(full_year(2, Some(1998)), 2002);
}

fn utc(date: &str, time: Option<&str>, zone: Option<&str>, agency: Option<&str>) -> Filed {
    let filed = FiledText {
        date: date.into(),
        time: time.map(str::to_owned),
        zone: zone.map(str::to_owned),
        precision: if time.is_some() { Precision::Second } else { Precision::Day },
    };
    to_utc(&filed, agency).unwrap()
}

#[test]
fn zones_in_order_of_weight() {
    let filed = utc("1987-02-26", Some("15:01:01"), None, Some("America/New_York"));
    assert_eq!(filed.utc, "1987-02-26T20:01:01Z");
    assert_eq!(filed.flags, [ZONE_ASSUMED]);
    assert_eq!(filed.zone.as_deref(), Some("America/New_York"));
    let filed = utc("2007-06-18", Some("08:38:00"), Some("EDT"), Some("Europe/Paris"));
    assert_eq!((filed.utc.as_str(), filed.flags.len()), ("2007-06-18T12:38:00Z", 0));
    assert_eq!(
        utc("2007-06-18", Some("08:38:00"), Some("+0530"), None).utc,
        "2007-06-18T03:08:00Z"
    );
    assert_eq!(utc("2007-06-18", Some("08:38:00"), Some("Z"), None).utc, "2007-06-18T08:38:00Z");
    let sydney = utc("2013-10-20", Some("19:27:00"), Some("EST"), Some("Australia/Sydney"));
    assert_eq!(sydney.utc, "2013-10-20T09:27:00Z");
    let nowhere = utc("2007-06-18", Some("08:38:00"), Some("XQZ"), None);
    assert_eq!((nowhere.utc.as_str(), nowhere.zone), ("2007-06-18T08:38:00Z", None));
    assert_eq!(nowhere.flags, [ZONE_ASSUMED]);
}

#[test]
fn clocks_that_skip_or_repeat_take_the_earlier_offset() {
    // Skipped in New York: 2:30 on 12 March 2006 was still EST by the clock before it.
    let filed = utc("2006-04-02", Some("02:30:00"), Some("America/New_York"), None);
    assert_eq!(filed.utc, "2006-04-02T07:30:00Z");
    // Repeated: the first 1:30 was EDT.
    let filed = utc("2006-10-29", Some("01:30:00"), Some("America/New_York"), None);
    assert_eq!(filed.utc, "2006-10-29T05:30:00Z");
}

#[test]
fn odd_times() {
    assert_eq!(utc("1987-12-31", Some("24:00:00"), Some("GMT"), None).utc, "1988-01-01T00:00:00Z");
    let filed = utc("1987-12-31", Some("999:99:00"), Some("GMT"), None);
    assert_eq!((filed.utc.as_str(), filed.precision), ("1987-12-31", Precision::Day));
    assert_eq!(utc("1987-12-31", None, None, Some("Europe/Paris")).utc, "1987-12-31");
    assert_eq!(utc("2016-12-31", Some("23:59:60"), Some("Z"), None).utc, "2016-12-31T23:59:59Z");
}

proptest! {
    #[test]
    fn any_time_is_safe(date in "\\PC{0,12}", time in "\\PC{0,10}", zone in "\\PC{0,8}") {
        let filed = FiledText {
            date, time: Some(time), zone: Some(zone.clone()), precision: Precision::Minute,
        };
        let _ = to_utc(&filed, Some(&zone));
    }

    #[test]
    fn a_resolved_day_is_within_half_a_year(month in 1u8..=12, number in 1u8..=28, ahead in 0i64..40000) {
        let reference = day("1900-01-01") + Duration::days(ahead);
        let found = resolve(month, number, None, Some(reference)).day.unwrap();
        prop_assert!((found - reference).num_days().abs() <= 183);
        prop_assert_eq!((found.month(), found.day()), (u32::from(month), u32::from(number)));
    }

    #[test]
    fn any_parts_are_safe(month in 0u8..20, number in 0u8..40, broken in any::<u16>(), year in any::<i32>()) {
        let parts = DateParts {
            year: Some(year), short_year: true, month: Some(month), day: None,
            broken_day: Some(broken), weekday: None,
        };
        let _ = resolve_parts(&parts, Some(day("1987-03-03")));
        let _ = resolve(month, number, Some(year), None);
    }
}
