//! Arguments that say what counts as one story: shared by all that take a query.

use clap::{Args, ValueEnum};
use newswire::search::{By, Collapse, Keep};

/// Heading over these options in the help.
const HEADING: &str = "What counts as one story";

/// What counts as one story.
#[derive(Args)]
pub struct CollapseArgs {
    /// Take near-copies of a text, or the versions of a story, for one story
    ///
    /// Of those that match, one is kept; counts are told as stories and items. It is exact: all
    /// that match are looked at. `newswire versions ID` shows what belongs together.
    #[arg(long, help_heading = HEADING, value_name = "BY", default_value = "none")]
    collapse: What,
    /// Which of them is kept
    #[arg(long, help_heading = HEADING, value_name = "WHICH", default_value = "first")]
    keep: Which,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Each item is a story
    None,
    /// Near-copies of one text
    Group,
    /// Versions of one story
    Chain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// The one filed first
    First,
    /// The one filed last
    Last,
    /// The one with most words
    Longest,
    /// The one with the best score
    Best,
}

impl CollapseArgs {
    /// What is asked for, if anything is.
    pub fn collapse(&self) -> Option<Collapse> {
        let by = match self.collapse {
            What::None => return None,
            What::Group => By::Group,
            What::Chain => By::Chain,
        };
        let keep = match self.keep {
            Which::First => Keep::First,
            Which::Last => Keep::Last,
            Which::Longest => Keep::Longest,
            Which::Best => Keep::Best,
        };
        Some(Collapse { by, keep })
    }
}
