//! Arguments that say how a query is read, and the reading of it: shared by all that take one.

use std::num::NonZero;
use std::thread::available_parallelism;

use chrono::Utc;
use chrono_tz::{TZ_VARIANTS, Tz};
use clap::Args;
use newswire::error::Result;
use newswire::query::plan::PlanOptions;
use newswire::query::{Options, Query, QueryError, parse, refusal};
use newswire::search::{Collapse, Searcher};

use super::collapse::CollapseArgs;
use super::report::{count_stories, some};
use super::screen::Screen;

/// A query and how to read it.
#[derive(Args)]
pub struct QueryArgs {
    /// What to look for, in quotes for the shell
    ///
    /// Words beside each other must all occur; OR, NOT and parentheses combine them; "…" is a
    /// phrase; econom* and wom?n are wildcards; a field and a colon limit a word to it, as in
    /// headline:cocoa. `newswire fields` lists the fields.
    #[arg(value_name = "QUERY")]
    pub text: String,
    #[command(flatten)]
    pub how: How,
}

/// A query, or all stories.
#[derive(Args)]
pub struct MaybeQueryArgs {
    /// What to look for, in quotes for the shell; all stories where it is left out
    ///
    /// As for `newswire search`: words, phrases, wildcards, AND, OR, NOT, fields.
    #[arg(value_name = "QUERY")]
    text: Option<String>,
    #[command(flatten)]
    pub how: How,
}

/// The query that finds every story.
const ALL: &str = "words>=0";

impl MaybeQueryArgs {
    /// Reads the query, and warns of what is doubtful in it.
    pub fn read(&self, screen: &Screen) -> Result<Query> {
        self.how.read(self.text.as_deref().unwrap_or(ALL), screen)
    }

    /// The query as typed, for people.
    pub fn shown(&self) -> &str {
        self.text.as_deref().unwrap_or("all stories")
    }
}

/// Heading over these options in the help.
const HEADING: &str = "How the query is read";

/// How to read a query.
#[derive(Args)]
pub struct How {
    /// Read free text: any of its words may match, best first
    ///
    /// Words beside each other are joined by OR instead of AND. AND, OR and NOT in capitals,
    /// quotes, fields, -word and the rest stay what they are; fields of the record and NOT limit
    /// what is found. Punctuation as people write it is punctuation: talks? is no wildcard.
    #[arg(long, help_heading = HEADING)]
    any: bool,
    /// Read plain text: as --any, and nothing in it is an operator
    #[arg(long, help_heading = HEADING)]
    plain: bool,
    /// Zone in which the days of dates begin and end
    #[arg(long, help_heading = HEADING, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    tz: Tz,
    /// Languages to look for inflected words in, parted by commas
    ///
    /// Without it, those that the index holds.
    #[arg(long, help_heading = HEADING, value_name = "LANG", value_delimiter = ',')]
    lang: Vec<String>,
    /// Most words of the index that a wildcard may stand for
    #[arg(
        long,
        help_heading = HEADING,
        value_name = "N",
        default_value_t = PlanOptions::default().max_expansions,
        hide_short_help = true
    )]
    max_expansions: usize,
    #[command(flatten)]
    one: CollapseArgs,
}

impl QueryArgs {
    /// Reads the query, and warns of what is doubtful in it.
    pub fn read(&self, screen: &Screen) -> Result<Query> {
        self.how.read(&self.text, screen)
    }
}

impl How {
    /// What counts as one story, where that is not each item.
    pub fn collapse(&self) -> Option<Collapse> {
        self.one.collapse()
    }

    /// Reads a query, and warns of what is doubtful in it.
    pub fn read(&self, text: &str, screen: &Screen) -> Result<Query> {
        let query = self.parse(text, &self.options())?;
        for warning in &query.warnings {
            screen.note(&format!("newswire: warning\n{}", place(text, warning)));
        }
        Ok(query)
    }

    /// Reads a query in silence.
    pub fn parse(&self, text: &str, options: &Options) -> Result<Query> {
        parse(text, options).map_err(|errors| refusal(text, &errors))
    }

    /// What a query is to be read with.
    pub fn options(&self) -> Options {
        let today = Utc::now().with_timezone(&self.tz).date_naive();
        let Self { any, plain, .. } = *self;
        Options { today: Some(today), any, plain }
    }

    /// How the query is to be planned.
    pub fn plan(&self) -> PlanOptions {
        PlanOptions {
            max_expansions: self.max_expansions,
            zone: self.tz,
            languages: self.lang.clone(),
        }
    }
}

/// How many threads may count at the same time.
pub fn cores() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

/// Says, where more is wanted, what a query is asked of.
pub fn tell(searcher: &Searcher<'_>, screen: &Screen) {
    let index = searcher.index();
    let plan = searcher.plan();
    let terms: usize = plan.leaves.iter().map(|leaf| leaf.terms.len()).sum();
    screen.detail(&format!(
        "index {}: {}, fingerprint {}; the query has {} and stands for {}",
        index.dir().display(),
        count_stories(index.stories()),
        index.fingerprint(),
        some(plan.clauses.len() as u64, "clause"),
        some(terms as u64, "word"),
    ));
}

fn place(text: &str, error: &QueryError) -> String {
    error.render(text).lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// Finds a zone by its name, whatever its case.
fn zone(name: &str) -> std::result::Result<Tz, String> {
    if let Some(zone) = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)) {
        return Ok(*zone);
    }
    let likeness = |zone: &Tz| {
        let city = zone.name().rsplit('/').next().unwrap_or_default();
        let like = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
        like(zone.name()).max(like(city))
    };
    let near = TZ_VARIANTS
        .iter()
        .map(|zone| (zone, likeness(zone)))
        .filter(|(_, likeness)| *likeness > 0.85)
        .max_by(|a, b| a.1.total_cmp(&b.1));
    Err(match near {
        Some((zone, _)) => format!("there is no zone of that name; did you mean {zone}?"),
        None => "there is no zone of that name; zones are named like Europe/Istanbul".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_and_near_misses_told() {
        assert_eq!(zone("europe/istanbul"), Ok(Tz::Europe__Istanbul));
        assert_eq!(zone("turkey").map(|zone| zone.name()), Ok("Turkey"));
        assert!(zone("Europe/Berln").unwrap_err().ends_with("did you mean Europe/Berlin?"));
        assert!(zone("nowhere at all").unwrap_err().contains("named like"));
    }
}
