//! `newswire timeline QUERY --by month`: how many stories were found over time, and out of how many.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum, ValueHint};
use newswire::error::{Error, Result};
use newswire::index::StoryIndex;
use newswire::render::{
    ChartText, CollapseSummary, IndexSummary, Plot, QuerySummary, Summary, TimelineSummary, chart,
    timeline_sheet, timeline_table,
};
use newswire::search::{FacetField, Period, Ranking, Searcher, TimelineOptions, timeline};

use super::asking::{MaybeQueryArgs, tell};
use super::counting::{Counted, CountingArgs};
use super::report::{count_found, count_matches, count_stories, some};
use super::screen::Screen;
use super::{Exit, output_failed};

/// Count stories over time, beside all stories under the same filters
///
/// Prints, for each day, week, month or year, the stories found, the matches in them, the total of
/// all stories that the query's fields, dates and numbers let through, whatever their text, and the
/// share of the one in the other. Empty ones are there too, and stories without a date stand in a row
/// of their own. Machine outputs (jsonl, csv, tsv) end with a summary, a JSON object, as the last
/// line on standard error. Exits with 1 where nothing was found.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire timeline 'cocoa date:1987' --by month\n  \
    newswire timeline cocoa --by week --by2 agency --plot share --svg cocoa.svg")]
pub struct TimelineArgs {
    #[command(flatten)]
    query: MaybeQueryArgs,
    /// What to count by
    #[arg(long, value_name = "PERIOD", default_value = "month")]
    by: By,
    /// A field to split the counts by, a line for each value
    ///
    /// agency, country, region, topic, category, lang, status or format. The total of a line are
    /// the stories with its value.
    #[arg(long, value_name = "FIELD")]
    by2: Option<String>,
    /// Lines for so many values, those with most stories; the others are one line
    #[arg(long, value_name = "N", default_value_t = 5, requires = "by2")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// What bars and the chart show
    #[arg(long, value_name = "WHAT", default_value = "stories")]
    plot: Shown,
    /// Draw a chart too, as a picture for print
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    svg: Option<PathBuf>,
    #[command(flatten)]
    counting: CountingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Midnight to midnight
    Day,
    /// Monday to Sunday
    Week,
    /// Calendar months
    Month,
    /// Calendar years
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// Stories found
    Stories,
    /// Matches in them
    Matches,
    /// Stories found out of the total
    Share,
}

/// Runs the command.
pub fn run(args: &TimelineArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let by2 = args.by2.as_deref().map(FacetField::named).transpose()?;
    let sheet = args.counting.sheet()?;
    let query = args.query.read(screen)?;
    let filters = query.filters();
    let record = args.counting.begin();
    let begun = Instant::now();
    let index = StoryIndex::open(dir)?;
    let plan = args.query.how.plan();
    let collapse = args.query.how.collapse();
    let searcher = Searcher::new(&index, &query, &plan, Ranking::default())?.collapsed(collapse)?;
    let others = Searcher::new(&index, &filters, &plan, Ranking::default())?.collapsed(collapse)?;
    tell(&searcher, screen);
    let period = match args.by {
        By::Day => Period::Day,
        By::Week => Period::Week,
        By::Month => Period::Month,
        By::Year => Period::Year,
    };
    let plot = match args.plot {
        Shown::Stories => Plot::Stories,
        Shown::Matches => Plot::Matches,
        Shown::Share => Plot::Share,
    };
    let options = TimelineOptions {
        period,
        zone: plan.zone,
        days: query.days(),
        by: by2,
        lines: usize::from(args.limit),
    };
    let counted = timeline(&searcher, &others, &options)?;
    let by2 = by2.map(|field| field.name);
    let total = if filters.finds_all() { "all stories".to_owned() } else { filters.parsed() };
    let mut summary = TimelineSummary {
        query: QuerySummary::of(&query),
        filters: filters.parsed(),
        by: period.name(),
        by2,
        others: counted.others,
        total: counted.found.stories,
        collapse: CollapseSummary::new(collapse, counted.found.items),
        matches: counted.found.matches,
        filtered: counted.total,
        returned: 0,
        tz: plan.zone.name(),
        took_ms: 0,
        index: IndexSummary::of(&searcher),
        version: Summary::VERSION,
    };
    // Before the data: whoever reads that may have seen enough, and wants the picture yet.
    if let Some(path) = &args.svg {
        let undated = counted.lines.iter().any(|line| line.undated.is_some());
        let source = source(&summary, &total, undated);
        let text = ChartText {
            title: args.query.shown(),
            source: &source,
            zone: plan.zone.name(),
            by: by2,
        };
        let failed = |error| Error::io("writing", path, error);
        let svg = chart(&counted, period, plot, &text).map_err(failed)?;
        std::fs::write(path, svg).map_err(failed)?;
    }
    let mut out = args.counting.out(screen, &record)?;
    let printed = match sheet {
        Some(sheet) => timeline_sheet(&mut *out, sheet, &counted, by2, collapse.is_some()),
        None if counted.found.stories == 0 => Ok(0),
        None => {
            timeline_table(&mut *out, &screen.paint(), &counted, period, plot, collapse.is_some())
        }
    };
    summary.returned = printed.map_err(output_failed)?;
    summary.took_ms = begun.elapsed().as_millis() as u64;
    let told = Counted {
        query: summary.query.clone(),
        options: &plan,
        counts: counted.found,
        truncated: counted.others > 0,
        summary: &summary,
        line: &closing(&summary, &total),
    };
    args.counting.close(screen, &record, &searcher, &told)?;
    let is_done = counted.found.stories > 0 || args.counting.no_match_ok;
    Ok(if is_done { Exit::Done } else { Exit::Nothing })
}

/// The line under a chart: what was counted, out of what, in what, with what.
fn source(summary: &TimelineSummary, total: &str, undated: bool) -> String {
    let TimelineSummary { query, index, .. } = summary;
    let undated = if undated { " Stories without a date are not drawn." } else { "" };
    format!(
        "Query: {}. {}, {}; total: {total}, {}.{undated} newswire {}, index {} of {}.",
        query.parsed,
        count_found(summary.total, summary.collapse.as_ref()),
        count_matches(summary.matches),
        count_stories(summary.filtered),
        summary.version,
        index.fingerprint,
        count_stories(index.stories),
    )
}

/// The summary for people.
fn closing(summary: &TimelineSummary, total: &str) -> String {
    if summary.total == 0 {
        let stories = count_stories(summary.index.stories);
        return format!("no story matches {} ({stories} searched)", summary.query.parsed);
    }
    let mut text = format!(
        "\n{} of {}{}, {}, {} ms; the total is {}",
        summary.total,
        count_stories(summary.filtered),
        summary.collapse.map_or(String::new(), |it| format!(" ({})", some(it.items, "item"))),
        count_matches(summary.matches),
        summary.took_ms,
        total
    );
    if summary.others > 0 {
        let values = some(summary.others, "value");
        text += &format!("\n(other) is {values} of {}", summary.by2.unwrap_or_default());
    }
    text
}
