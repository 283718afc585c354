//! `newswire facets QUERY --by FIELD`: how many of the stories found have each value of a field.

use std::path::Path;
use std::time::Instant;

use clap::Args;
use newswire::error::Result;
use newswire::index::StoryIndex;
use newswire::render::{
    CollapseSummary, FacetsSummary, IndexSummary, MoreValues, QuerySummary, Summary, facets_sheet,
    facets_table,
};
use newswire::search::{Facet, FacetField, Ranking, Searcher};

use super::asking::{MaybeQueryArgs, tell};
use super::counting::{Counted, CountingArgs};
use super::report::{count_found, count_matches, count_stories, some};
use super::screen::Screen;
use super::{Exit, output_failed, usage};

/// Count stories by agency, country, topic, year …
///
/// Prints, for each value of a field, the stories found that have it, the matches in them, and their
/// share of all stories found. A story with several values counts once for each; those without one
/// stand in a row of their own. Machine outputs (jsonl, csv, tsv) hold all values unless --limit is
/// given, and end with a summary, a JSON object, as the last line on standard error. Exits with 1
/// where nothing was found.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire facets cocoa --by agency,country,year\n  \
    newswire facets 'cocoa date:1987' --by topic --output csv > topics.csv")]
pub struct FacetsArgs {
    #[command(flatten)]
    query: MaybeQueryArgs,
    /// Fields to count by, parted by commas
    ///
    /// agency, country, region, topic, category, lang, status, format, urgency, byline (the names
    /// in it; reads every record found), year, month, week, day.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', default_value = "agency")]
    by: Vec<String>,
    /// Print so many values of each field, those with most stories; 0 for all
    ///
    /// Without it, 20 in a table (years, months, weeks and days all), and all in other outputs.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print all values
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    #[command(flatten)]
    counting: CountingArgs,
}

/// Values of a field in a table.
const ROWS: usize = 20;

/// Runs the command.
pub fn run(args: &FacetsArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let fields = args.fields()?;
    let sheet = args.counting.sheet()?;
    let query = args.query.read(screen)?;
    let record = args.counting.begin();
    let begun = Instant::now();
    let index = StoryIndex::open(dir)?;
    let plan = args.query.how.plan();
    let searcher = Searcher::new(&index, &query, &plan, Ranking::default())?
        .collapsed(args.query.how.collapse())?;
    tell(&searcher, screen);
    let limit = match args.limit {
        Some(0) => None,
        None if args.all || sheet.is_some() => None,
        None => Some(ROWS),
        limit => limit,
    };
    let chosen = args.limit.is_some();
    let limited = |field: FacetField| limit.filter(|_| chosen || !field.is_time());
    let (found, facets) = searcher.facets(&fields, &limited, plan.zone)?;
    let mut out = args.counting.out(screen, &record)?;
    let items = searcher.collapse().is_some();
    let printed = match sheet {
        Some(sheet) => facets_sheet(&mut *out, sheet, found, &facets, items),
        None if found.stories == 0 => Ok(0),
        None => facets_table(&mut *out, &screen.paint(), found, &facets, items),
    };
    let summary = FacetsSummary {
        query: QuerySummary::of(&query),
        by: fields.iter().map(|field| field.name).collect(),
        total: found.stories,
        collapse: CollapseSummary::new(searcher.collapse(), found.items),
        matches: found.matches,
        returned: printed.map_err(output_failed)?,
        truncated: facets.iter().any(|facet| facet.more > 0),
        more: MoreValues::of(&facets),
        tz: plan.zone.name(),
        took_ms: begun.elapsed().as_millis() as u64,
        index: IndexSummary::of(&searcher),
        version: Summary::VERSION,
    };
    let counted = Counted {
        query: summary.query.clone(),
        options: &plan,
        counts: found,
        truncated: summary.truncated,
        summary: &summary,
        line: &closing(&summary, &facets),
    };
    args.counting.close(screen, &record, &searcher, &counted)?;
    let is_done = found.stories > 0 || args.counting.no_match_ok;
    Ok(if is_done { Exit::Done } else { Exit::Nothing })
}

/// The summary for people.
fn closing(summary: &FacetsSummary, facets: &[Facet]) -> String {
    if summary.total == 0 {
        let stories = count_stories(summary.index.stories);
        return format!("no story matches {} ({stories} searched)", summary.query.parsed);
    }
    let (found, matches) =
        (count_found(summary.total, summary.collapse.as_ref()), count_matches(summary.matches));
    let mut text = format!("\n{found}, {matches}, {} ms", summary.took_ms);
    for facet in facets.iter().filter(|facet| facet.more > 0) {
        text += &format!(
            "\n{} has {} in {}; --all shows them",
            facet.field.name,
            some(facet.more, "more value"),
            count_stories(facet.more_stories)
        );
    }
    text
}

impl FacetsArgs {
    fn fields(&self) -> Result<Vec<FacetField>> {
        let mut fields = Vec::new();
        for name in &self.by {
            let field = FacetField::named(name)?;
            if fields.contains(&field) {
                return Err(usage(format!("--by names {} twice", field.name)));
            }
            fields.push(field);
        }
        Ok(fields)
    }
}
