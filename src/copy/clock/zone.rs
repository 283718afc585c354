//! Zones: from a name in a story to an offset.
//!
//! In comes an IANA name, an abbreviation or an offset, out goes something that moves a local
//! time to UTC. It is its own file because abbreviations are a table, and several of them mean
//! one thing in New York and another in Sydney.

use chrono::{Duration, LocalResult, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// A zone of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes ahead of UTC.
    Fixed(i32),
    /// A zone with its own history.
    Named(Tz),
}

/// Universal time.
pub(super) const UTC: Zone = Zone::Fixed(0);

impl Zone {
    /// Moves a local time to UTC; in a gap or an overlap the earlier offset holds.
    pub(super) fn to_utc(self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Zone::Fixed(minutes) => local.checked_sub_signed(Duration::minutes(minutes.into())),
            Zone::Named(zone) => match zone.from_local_datetime(&local) {
                LocalResult::Single(time) => Some(time.naive_utc()),
                LocalResult::Ambiguous(first, _) => Some(first.naive_utc()),
                LocalResult::None => {
                    let before = local.checked_sub_signed(Duration::hours(3))?;
                    let offset = zone.offset_from_local_datetime(&before).earliest()?.fix();
                    local.checked_sub_signed(Duration::seconds(offset.local_minus_utc().into()))
                }
            },
        }
    }
}

/// Abbreviations and the minutes that they are ahead of UTC.
#[rustfmt::skip]
const FIXED: &[(&str, i32)] = &[
    ("Z", 0), ("UTC", 0), ("GMT", 0), ("UT", 0), ("WET", 0), ("UCT", 0), ("TU", 0), ("HKT", 480), ("SGT", 480), ("PHT", 480), ("WITA", 480), ("AWST", 480), ("MYT", 480),
    ("BST", 60), ("CET", 60), ("MEZ", 60), ("WEST", 60), ("WAT", 60), ("MET", 60), ("HEC", 120), ("CEST", 120), ("MESZ", 120), ("EET", 120), ("CAT", 120), ("SAST", 120), ("IDT", 180),
    ("EEST", 180), ("MSK", 180), ("EAT", 180), ("TRT", 180), ("TSI", 180), ("MSD", 240), ("GST", 240), ("IRST", 210), ("IRDT", 270), ("PKT", 300), ("IST", 330), ("NPT", 345),
    ("ICT", 420), ("WIB", 420), ("JST", 540), ("KST", 540), ("WIT", 540), ("ACST", 570), ("ACDT", 630), ("AEST", 600), ("AEDT", 660), ("NZST", 720), ("NZDT", 780),
    ("EST", -300), ("EDT", -240), ("CST", -360), ("CDT", -300), ("MST", -420), ("MDT", -360), ("PST", -480), ("PDT", -420), ("AKST", -540), ("AKDT", -480), ("HST", -600),
    ("AST", -240), ("ADT", -180), ("NST", -210), ("NDT", -150), ("ART", -180), ("BRT", -180), ("CLT", -240), ("COT", -300), ("PET", -300), ("VET", -240),
];

/// Names that stand for a zone with its own history.
#[rustfmt::skip]
const NAMED: &[(&str, Tz)] = &[
    ("ET", Tz::America__New_York), ("CT", Tz::America__Chicago), ("MT", Tz::America__Denver), ("PT", Tz::America__Los_Angeles),
    ("EASTERN", Tz::America__New_York), ("CENTRAL", Tz::America__Chicago), ("MOUNTAIN", Tz::America__Denver), ("PACIFIC", Tz::America__Los_Angeles),
    ("NZT", Tz::Pacific__Auckland),
];

/// What an abbreviation means in copy of a part of the world, told by the agency's zone.
#[rustfmt::skip]
const ABROAD: &[(&str, &str, i32)] = &[
    ("EST", "Australia/", 600), ("EDT", "Australia/", 660), ("CST", "Australia/", 570), ("CDT", "Australia/", 630), ("WST", "Australia/", 480),
    ("CST", "Asia/", 480), ("IST", "Asia/Jerusalem", 120), ("IST", "Europe/Dublin", 60), ("BST", "Asia/Dhaka", 360), ("AST", "Asia/", 180),
    ("CST", "America/Havana", -300), ("CDT", "America/Havana", -240), ("PST", "Asia/Karachi", 300), ("PST", "Asia/Manila", 480), ("EST", "Pacific/", 600),
];

/// Says whether `name` is an abbreviation that names a zone.
pub(super) fn is_abbreviation(name: &str) -> bool {
    (name == "Z" || (2..=8).contains(&name.len())) && {
        let upper = name.to_ascii_uppercase();
        FIXED.iter().any(|(known, _)| *known == upper)
            || NAMED.iter().any(|(known, _)| *known == upper)
    }
}

/// Finds the zone called `name`; `home` is the IANA zone of the agency, which settles doubt.
pub(super) fn find(name: &str, home: Option<&str>) -> Option<Zone> {
    let name = name.trim();
    if name.is_empty() || name.len() > 40 {
        return None;
    }
    if let Some(minutes) = offset(name) {
        return Some(Zone::Fixed(minutes));
    }
    if name.contains('/') {
        return name.parse::<Tz>().ok().map(Zone::Named);
    }
    let upper = name.to_ascii_uppercase();
    if upper == "LOCAL" {
        return home.and_then(|home| home.parse::<Tz>().ok()).map(Zone::Named);
    }
    let abroad = ABROAD.iter().find(|(known, place, _)| {
        *known == upper && home.is_some_and(|home| home.starts_with(place))
    });
    if let Some((_, _, minutes)) = abroad {
        return Some(Zone::Fixed(*minutes));
    }
    if let Some((_, minutes)) = FIXED.iter().find(|(known, _)| *known == upper) {
        return Some(Zone::Fixed(*minutes));
    }
    if let Some((_, zone)) = NAMED.iter().find(|(known, _)| *known == upper) {
        return Some(Zone::Named(*zone));
    }
    name.parse::<Tz>().ok().map(Zone::Named)
}

/// Reads `+0530`, `-05:00`, `+3`, `GMT+00:00`, `UTC-4`: minutes ahead of UTC.
pub(super) fn offset(text: &str) -> Option<i32> {
    let text = ["GMT", "UTC", "gmt", "utc"]
        .iter()
        .find_map(|name| text.strip_prefix(name).filter(|rest| !rest.is_empty()))
        .unwrap_or(text)
        .trim_start();
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '\u{2212}' => (-1, &text['\u{2212}'.len_utf8()..]),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() == 4 => (digits.get(..2)?, digits.get(2..)?),
        None => (digits, "0"),
    };
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit()) && part.len() <= 2;
    if !plain(hours) || !plain(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets() {
        assert_eq!(offset("+0530"), Some(330));
        assert_eq!(offset("-05:00"), Some(-300));
        assert_eq!(offset("GMT+00:00"), Some(0));
        assert_eq!(offset("UTC-4"), Some(-240));
        for bad in ["0530", "+99:00", "+5:3", "GMT", "+", "+٣"] {
            assert_eq!(offset(bad), None, "{bad}");
        }
    }

    #[test]
    fn abbreviations_go_by_the_agency() {
        assert_eq!(find("EST", None), Some(Zone::Fixed(-300)));
        assert_eq!(find("EST", Some("Australia/Sydney")), Some(Zone::Fixed(600)));
        assert_eq!(find("CST", Some("Asia/Shanghai")), Some(Zone::Fixed(480)));
        assert_eq!(find("ET", None), Some(Zone::Named(Tz::America__New_York)));
        assert_eq!(find("local", Some("Europe/Oslo")), Some(Zone::Named(Tz::Europe__Oslo)));
        assert_eq!(find("Nowhere/Land", None), None);
    }

    #[test]
    fn no_abbreviation_is_listed_twice() {
        for (at, (name, _)) in FIXED.iter().enumerate() {
            assert!(FIXED[..at].iter().all(|(known, _)| known != name), "{name}");
            assert!(NAMED.iter().all(|(known, _)| known != name), "{name}");
        }
    }
}
