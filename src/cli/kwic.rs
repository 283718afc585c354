//! `newswire kwic QUERY`: a concordance, one row a match.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum, ValueHint, value_parser};
use newswire::error::Result;
use newswire::index::StoryIndex;
use newswire::render::kwic::{
    HtmlRows, JsonRows, RenderRows, RowColumn, RowOrder, Rows, SeparatedRows, TableRows,
    print_rows, row_columns,
};
use newswire::render::{CollapseSummary, IndexSummary, Page, QuerySummary, Shape, Summary};
use newswire::search::{Ranking, Searcher, Sort};
use newswire::snippet::{Context, Side};
use serde::Serialize;

use super::asking::{QueryArgs, tell};
use super::manifest::{Done, ManifestArgs};
use super::report::{count_found, count_matches, count_stories, write_summary};
use super::screen::Screen;
use super::{Exit, output_failed, usage};

/// Print every match with what stands to its left and right
///
/// A concordance: one row for each match that `newswire count` counts, those of a story in the
/// order of the text, with the matches one under the other. Parts of the query joined by AND or OR
/// have rows of their own, even at the same place, as they count apart. Exits with 1 where there is
/// no match.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire kwic --sort right '\"interest rates\"'\n  \
    newswire kwic --sample 200 --seed 7 --output csv 'cocoa' > cocoa.csv")]
pub struct KwicArgs {
    #[command(flatten)]
    query: QueryArgs,
    /// Print so many rows (50, or the sample)
    #[arg(short = 'n', long = "number", value_name = "N")]
    number: Option<usize>,
    /// Print all rows
    #[arg(long, conflicts_with = "number")]
    all: bool,
    /// Order of the rows
    #[arg(long, value_name = "ORDER", default_value = "newest")]
    sort: Order,
    /// Draw so many of all rows, each with the same chance
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=MOST_DRAWN))]
    sample: Option<u32>,
    /// Seed of the draw: the same one draws the same rows
    #[arg(long, value_name = "S", default_value_t = 0, requires = "sample")]
    seed: u64,
    /// Columns of text on either side, whole words (what fits; 60 in outputs for machines)
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "words",
        value_parser = value_parser!(u16).range(..=MOST_CONTEXT)
    )]
    context: Option<u16>,
    /// Words of text on either side
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(..=MOST_CONTEXT))]
    words: Option<u16>,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Output,
    /// What to print of each row, parted by commas (jsonl, csv, tsv)
    ///
    /// Keys of a row (rank, id, field, left, match, right, start, end) or of the record (agency,
    /// filed, headline, byline.names, source.path …).
    #[arg(long, value_name = "FIELDS")]
    fields: Option<String>,
    /// Write the summary to a file instead of standard error
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    summary: Option<PathBuf>,
    #[command(flatten)]
    manifest: ManifestArgs,
    /// Exit with 0 where nothing was found
    #[arg(long)]
    no_match_ok: bool,
    /// Begin with a byte order mark, for spreadsheets that want one (csv, tsv)
    #[arg(long, hide_short_help = true)]
    bom: bool,
    /// Leave cells as they are that a spreadsheet would run as a formula (csv, tsv)
    #[arg(long, hide_short_help = true)]
    raw: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For eyes, the matches one under the other
    Table,
    /// JSON, one object a line
    Jsonl,
    /// Comma-separated values with a heading
    Csv,
    /// Tab-separated values with a heading
    Tsv,
    /// A page
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    /// Stories last filed first
    Newest,
    /// Stories first filed first, those without a date last
    Oldest,
    /// Stories that match best first
    Relevance,
    /// As stories stand in the index and matches in their text
    Text,
    /// By the words before the match, nearest first
    Left,
    /// By the words of the match
    Match,
    /// By the words behind the match
    Right,
}

impl Order {
    fn rows(self) -> RowOrder {
        match self {
            Order::Newest => RowOrder::Stories(Sort::Newest),
            Order::Oldest => RowOrder::Stories(Sort::Oldest),
            Order::Relevance => RowOrder::Stories(Sort::Relevance),
            Order::Text => RowOrder::Stories(Sort::Index),
            Order::Left => RowOrder::Words(Side::Left),
            Order::Match => RowOrder::Words(Side::Match),
            Order::Right => RowOrder::Words(Side::Right),
        }
    }
}

/// Rows printed where no number was asked for.
const ROWS: usize = 50;
/// Columns on either side in outputs for machines.
const COLUMNS: usize = 60;
/// Columns or words on either side at most.
const MOST_CONTEXT: i64 = 10_000;
/// Rows drawn at most: they are held.
const MOST_DRAWN: i64 = 1_000_000;

/// What a program has to know of a concordance besides its rows.
#[derive(Serialize)]
struct RowsSummary {
    query: QuerySummary,
    stories: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    collapse: Option<CollapseSummary>,
    matches: u64,
    returned: u64,
    truncated: bool,
    sample: Option<Sample>,
    took_ms: u64,
    index: IndexSummary,
    version: &'static str,
}

#[derive(Clone, Copy, Serialize)]
struct Sample {
    size: u64,
    seed: u64,
}

/// Runs the command.
pub fn run(args: &KwicArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let columns = args.columns()?;
    let query = args.query.read(screen)?;
    let record = args.manifest.begin();
    let begun = Instant::now();
    let index = StoryIndex::open(dir)?;
    let options = args.query.how.plan();
    let searcher = Searcher::new(&index, &query, &options, Ranking::default())?
        .collapsed(args.query.how.collapse())?;
    tell(&searcher, screen);
    let counts = searcher.count(true)?;
    let collapse = CollapseSummary::new(searcher.collapse(), counts.items);
    let sample = args
        .sample
        .map(|size| Sample { size: u64::from(size).min(counts.matches), seed: args.seed });
    let mut out = screen.result(args.output == Output::Table, record.tally());
    if args.bom {
        out.write_all("\u{FEFF}".as_bytes()).map_err(output_failed)?;
    }
    let page = Page {
        query: QuerySummary::of(&query),
        index: IndexSummary::of(&searcher),
        found: found(counts.stories, counts.matches, sample, collapse.as_ref()),
        order: args.sort.to_possible_value().map_or(String::new(), |it| it.get_name().to_owned()),
    };
    let mut render = args.render(out, columns, page, screen);
    let rows = Rows {
        order: args.sort.rows(),
        sample: args.sample.map(|size| (size as usize, args.seed)),
        limit: match (args.number, args.all || args.sample.is_some()) {
            (Some(number), _) => Some(number),
            (None, true) => None,
            (None, false) => Some(ROWS),
        },
    };
    let returned = print_rows(&searcher, &rows, &mut *render)?;
    let summary = RowsSummary {
        query: QuerySummary::of(&query),
        stories: counts.stories,
        collapse,
        matches: counts.matches,
        returned,
        truncated: returned < counts.matches,
        sample,
        took_ms: begun.elapsed().as_millis() as u64,
        index: IndexSummary::of(&searcher),
        version: Summary::VERSION,
    };
    record.close(
        &searcher,
        &Done {
            query: summary.query.clone(),
            options,
            format: args.output,
            items: counts.items,
            counts: &[
                ("stories", summary.stories),
                ("matches", summary.matches),
                ("returned", returned),
            ],
            truncated: summary.truncated,
        },
    )?;
    match (&args.summary, args.output) {
        (Some(path), _) => write_summary(path, &summary)?,
        (None, Output::Table) => screen.note(&closing(&summary)),
        (None, _) => screen.note(&serde_json::to_string(&summary).unwrap_or_default()),
    }
    Ok(if counts.matches > 0 || args.no_match_ok { Exit::Done } else { Exit::Nothing })
}

/// `a sample of 20 of 34 matches in 12 stories, seed 7`
fn found(
    stories: u64,
    matches: u64,
    sample: Option<Sample>,
    collapse: Option<&CollapseSummary>,
) -> String {
    let all = format!("{} in {}", count_matches(matches), count_found(stories, collapse));
    match sample {
        Some(Sample { size, seed }) => format!("a sample of {size} of {all}, seed {seed}"),
        None => all,
    }
}

/// The summary for people.
fn closing(summary: &RowsSummary) -> String {
    let RowsSummary { stories, matches, returned, sample, took_ms, .. } = summary;
    if *matches == 0 {
        return match stories {
            0 => format!(
                "no story matches {} ({} searched)",
                summary.query.parsed,
                count_stories(summary.index.stories)
            ),
            stories => format!(
                "{} found by fields alone: there is no word in the text to show",
                count_stories(*stories)
            ),
        };
    }
    let found = found(*stories, *matches, *sample, summary.collapse.as_ref());
    let whole = sample.map_or(*matches, |sample| sample.size);
    if *returned < whole {
        format!("\n{returned} of {found}, {took_ms} ms; --all prints all")
    } else {
        format!("\n{found}, {took_ms} ms")
    }
}

impl KwicArgs {
    /// The columns asked for, where the output has columns.
    fn columns(&self) -> Result<Option<Vec<RowColumn>>> {
        let separated = matches!(self.output, Output::Csv | Output::Tsv);
        if (self.bom || self.raw) && !separated {
            return Err(usage("--bom and --raw are for --output csv and tsv"));
        }
        match &self.fields {
            None => Ok(None),
            Some(_) if !separated && self.output != Output::Jsonl => {
                Err(usage("--fields is for --output jsonl, csv and tsv"))
            }
            Some(list) => row_columns(list).map(Some),
        }
    }

    fn render(
        &self,
        out: Box<dyn Write>,
        columns: Option<Vec<RowColumn>>,
        page: Page,
        screen: &Screen,
    ) -> Box<dyn RenderRows> {
        let asked = match (self.context, self.words) {
            (_, Some(words)) => Some(Context::Words(words.into())),
            (Some(columns), None) => Some(Context::Columns(columns.into(), columns.into())),
            (None, None) => None,
        };
        let context = asked.unwrap_or(Context::Columns(COLUMNS, COLUMNS));
        match self.output {
            Output::Table => Box::new(TableRows::new(out, screen.paint(), asked)),
            Output::Jsonl => Box::new(JsonRows::new(out, context, columns)),
            Output::Csv => {
                Box::new(SeparatedRows::new(out, Shape::Csv, context, columns, self.raw))
            }
            Output::Tsv => {
                Box::new(SeparatedRows::new(out, Shape::Tsv, context, columns, self.raw))
            }
            Output::Html => Box::new(HtmlRows::new(out, page, context)),
        }
    }
}
