//! Copies and versions: which stories are one text, and which are one story.
//!
//! Wire copy is sent again: nearly the same text under another slug, a newer version, a correction,
//! a kill. Two relations say so. A *group* holds near-copies of one text; a *chain* holds the
//! versions of one story. Both are worked out of the stories alone, so the same stories have the
//! same groups and chains, whatever the order in which they came and however often.
//!
//! The rule for groups, in full:
//!
//! - A text is the body of a story: without headline, byline, dateline, sign-off and end marks. Its
//!   words are runs of letters and digits, in small letters without accents; a shingle is four words
//!   in a row ([`shingles`]).
//! - The similarity of two texts is Jaccard's: the distinct shingles that they share, divided by
//!   those that either has.
//! - Two stories are near-copies where their similarity reaches the threshold of the [`Rule`] and
//!   they were filed no more than its window apart. Stories without a date are compared with each
//!   other only.
//! - A text with fewer than [`LEAST_SHINGLES`](shingles::LEAST_SHINGLES) distinct shingles, or of
//!   whose words fewer than half have a letter (a table of figures), is compared with none.
//! - A group is what near-copies join: of three stories, the first and the last may be less alike
//!   than the threshold.
//!
//! Candidates are found by MinHash and banding ([`sketch`], [`near`]), and each is verified by its
//! true similarity.

pub mod chain;
pub mod diff;
pub mod near;
pub mod sets;
pub mod shingles;
pub mod sketch;

use std::fmt;

use serde::{Deserialize, Serialize};

/// How alike, and how near in time, near-copies have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Least similarity of near-copies, in thousandths.
    pub threshold: u32,
    /// Most seconds between two near-copies, or two versions of a story.
    pub window: u32,
}

impl Default for Rule {
    /// Seven tenths, three days: see `docs/copies.md` for what was looked at.
    fn default() -> Rule {
        Rule { threshold: 700, window: 3 * 86_400 }
    }
}

impl Rule {
    /// Least threshold: below it, texts share no more than phrases.
    pub const LEAST_THRESHOLD: u32 = 400;
    /// Longest window, in seconds.
    pub const LONGEST_WINDOW: u32 = 366 * 86_400;

    /// Whether so many shingles in common, of so many in either text, make near-copies.
    pub fn holds(&self, common: usize, either: usize) -> bool {
        either > 0 && common as u64 * 1000 >= u64::from(self.threshold) * either as u64
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "similarity {:.3}, window {}", f64::from(self.threshold) / 1000.0, Span(*self))
    }
}

/// The window of a rule, for people.
struct Span(Rule);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.window;
        match (seconds % 86_400, seconds % 3600) {
            (0, _) => write!(f, "{}d", seconds / 86_400),
            (_, 0) => write!(f, "{}h", seconds / 3600),
            _ => write!(f, "{seconds}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_told_for_people() {
        assert_eq!(Rule::default().to_string(), "similarity 0.700, window 3d");
        let rule = Rule { threshold: 850, window: 36 * 3600 };
        assert_eq!(rule.to_string(), "similarity 0.850, window 36h");
    }

    #[test]
    fn the_threshold_itself_is_enough() {
        let rule = Rule { threshold: 700, window: 1 };
        assert!(rule.holds(7, 10) && !rule.holds(69, 100) && !rule.holds(0, 0));
    }
}
