//! Arguments that say how copies and versions are found when an archive is indexed.

use clap::Args;
use newswire::copies::Rule;
use newswire::index::CopiesOption;

/// Heading over these options in the help.
const HEADING: &str = "How copies and versions are found";

/// How copies and versions are found.
#[derive(Args)]
pub struct CopiesArgs {
    /// How alike two texts have to be to count as copies, from 0.4 to 1
    ///
    /// The part of their shingles (four words in a row) that they share. It is kept in the index;
    /// giving another one finds groups and chains anew without reading the archive. [default: as
    /// the index did before; 0.7 for a new one]
    #[arg(long, help_heading = HEADING, value_name = "SHARE", value_parser = threshold,
        hide_short_help = true)]
    copies_threshold: Option<u32>,
    /// How far apart in time copies and versions may be, as in 12h, 3d or 6w
    ///
    /// Kept in the index as well. [default: as the index did before; 3d for a new one]
    #[arg(long, help_heading = HEADING, value_name = "TIME", value_parser = window,
        hide_short_help = true)]
    copies_window: Option<u32>,
    /// Look for neither: groups and chains cannot be asked for then
    #[arg(long, help_heading = HEADING, conflicts_with_all = ["copies_threshold", "copies_window"],
        hide_short_help = true)]
    without_copies: bool,
}

impl CopiesArgs {
    /// What is asked for.
    pub fn option(&self) -> CopiesOption {
        match (self.without_copies, self.copies_threshold, self.copies_window) {
            (true, ..) => CopiesOption::Without,
            (false, None, None) => CopiesOption::AsBefore,
            (false, threshold, window) => CopiesOption::By { threshold, window },
        }
    }
}

/// A similarity in thousandths.
fn threshold(text: &str) -> Result<u32, String> {
    let least = f64::from(Rule::LEAST_THRESHOLD) / 1000.0;
    let why = || format!("write a number from {least} to 1, as in 0.7");
    let number: f64 = text.parse().map_err(|_| why())?;
    if !(least..=1.0).contains(&number) {
        return Err(why());
    }
    Ok((number * 1000.0).round() as u32)
}

/// A length of time in seconds.
fn window(text: &str) -> Result<u32, String> {
    let most = Rule::LONGEST_WINDOW;
    let why = || {
        format!(
            "write a number of hours, days or weeks, as in 12h, 3d or 6w, of at most {} days",
            most / 86_400
        )
    };
    let unit = match text.chars().next_back() {
        Some('h') => 3600,
        Some('d') => 86_400,
        Some('w') => 7 * 86_400,
        _ => return Err(why()),
    };
    let number: u32 = text[..text.len() - 1].parse().map_err(|_| why())?;
    number.checked_mul(unit).filter(|seconds| (1..=most).contains(seconds)).ok_or_else(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_thousandths_and_windows_seconds() {
        assert_eq!(threshold("0.7"), Ok(700));
        assert_eq!(threshold("1"), Ok(1000));
        for text in ["", "0.39", "1.01", "NaN", "70%"] {
            assert!(threshold(text).is_err(), "{text}");
        }
        assert_eq!(
            (window("12h"), window("3d"), window("6w")),
            (Ok(43_200), Ok(259_200), Ok(3_628_800))
        );
        for text in ["", "3", "d", "0d", "-1d", "1.5d", "367d", "99999999w", "3é"] {
            assert!(window(text).is_err(), "{text}");
        }
    }
}
