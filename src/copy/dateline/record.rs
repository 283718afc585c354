//! From a reading to the record: the year is chosen, the flags are named.
//!
//! In come a [`Reading`] and the day the story moved, out goes the record's dateline. It is its
//! own file because reading needs no clock and this needs nothing of the text.

use chrono::NaiveDate;

use super::super::clock;
use super::Reading;
use crate::story::Dateline;

/// Flag: the dateline was put right in some way.
pub const DAMAGED: &str = "dateline_damaged";
/// Flag: the source itself says that place or date are not sure.
pub const UNVERIFIED: &str = "dateline_unverified";

/// Makes the record's dateline; `reference` is the day the story moved, if known.
pub fn to_record(reading: &Reading, reference: Option<NaiveDate>) -> (Dateline, Vec<&'static str>) {
    let mut flags = Vec::new();
    if reading.damaged {
        flags.push(DAMAGED);
    }
    if reading.unverified {
        flags.push(UNVERIFIED);
    }
    let date = reading.date.as_ref().and_then(|parts| {
        let resolved = clock::resolve_parts(parts, reference);
        flags.extend(resolved.flags);
        resolved.date
    });
    let dateline = Dateline {
        line: reading.line.clone(),
        places: reading.places.clone(),
        date,
        agency: reading.agency.clone(),
    };
    (dateline, flags)
}
