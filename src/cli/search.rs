//! `newswire search QUERY`: stories, best or newest or oldest first, in the output asked for.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum, ValueHint};
use newswire::error::Result;
use newswire::index::{Docnos, StoryIndex};
use newswire::query::Query;
use newswire::render::{
    CollapseSummary, Column, Html, Ids, IndexSummary, JsonLines, Page, QuerySummary, Render,
    Separated, Shape, Summary, Terminal, Trec, columns, is_column,
};
use newswire::search::{Cursor, Question, Searcher, Sort};
use newswire::snippet::SnippetOptions;

use super::asking::{QueryArgs, tell};
use super::manifest::{Done, ManifestArgs};
use super::paging::Asked;
use super::ranking::RankArgs;
use super::reading::MapArgs;
use super::report::{count_found, count_stories, write_summary};
use super::screen::Screen;
use super::{Exit, index, output_failed, usage};

/// Find stories
///
/// Prints the stories that match, with the matches marked. Data goes to standard output; machine
/// outputs (jsonl, csv, tsv, ids, trec, html) end with a summary of the search, a JSON object, as the last
/// line on standard error. Exits with 1 where nothing was found.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire search --corpus corpus military-to-military\n  \
    newswire search --all --output csv 'cocoa date:1987-02' > cocoa.csv")]
pub struct SearchArgs {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    rank: RankArgs,
    /// Say of each story how its score came about (table, jsonl)
    #[arg(long)]
    explain_ranking: bool,
    /// Bring the index up to date with PATH first; may be repeated
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    map: MapArgs,
    /// Print so many stories
    #[arg(short = 'n', long = "number", value_name = "N", default_value_t = 10)]
    number: usize,
    /// Print all stories, as a stream
    #[arg(long, conflicts_with = "number")]
    all: bool,
    /// Order of the stories
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: Order,
    /// Go on behind a cursor, as the summary of a search gives it under "next"
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
    /// Fragments for each story: a number, all or none
    #[arg(long, value_name = "N", default_value = "3", value_parser = fragments)]
    snippets: Fragments,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Output,
    /// What to print of each story, parted by commas (jsonl, csv, tsv)
    ///
    /// Keys of a hit (rank, score, id, matches, snippets, group, chain, killed) or of the record
    /// (headline, byline, dateline, filed, body, take, source …), whole or in part as in
    /// byline.names or source.path.
    #[arg(long, value_name = "FIELDS", conflicts_with = "body")]
    fields: Option<String>,
    /// Print the text of each story too
    #[arg(long)]
    body: bool,
    /// Id of the query in a run (trec)
    #[arg(long, value_name = "ID", default_value = "1", value_parser = column)]
    qid: String,
    /// Name of the run (trec)
    #[arg(long, value_name = "NAME", default_value = TAG, value_parser = column)]
    tag: String,
    /// What a run calls a story (trec)
    #[arg(long, value_name = "NAME", default_value = "native")]
    docno: Docno,
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
    /// For eyes
    Table,
    /// JSON, one object a line
    Jsonl,
    /// Comma-separated values with a heading
    Csv,
    /// Tab-separated values with a heading
    Tsv,
    /// Ids, one a line
    Ids,
    /// A page
    Html,
    /// A run for trec_eval
    Trec,
}

/// What a run calls a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Docno {
    /// What its source calls it: its id without the agency in front
    Native,
    /// Its whole id
    Id,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    /// Best first
    Relevance,
    /// Last filed first
    Newest,
    /// First filed first, those without a date last
    Oldest,
    /// As they stand in the index
    Index,
}

/// How many fragments; `None` for none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fragments(Option<SnippetOptions>);

fn fragments(text: &str) -> std::result::Result<Fragments, String> {
    let most = match text {
        "all" => None,
        "none" | "0" => return Ok(Fragments(None)),
        number => Some(number.parse().map_err(|_| "write a number, all or none".to_owned())?),
    };
    Ok(Fragments(Some(SnippetOptions { most, ..SnippetOptions::default() })))
}

/// Name of a run where none is given.
pub const TAG: &str = "newswire";

/// Reads what is to stand in a column of a run.
pub fn column(text: &str) -> std::result::Result<String, String> {
    let why = "the columns of a run are parted by blanks: write it without any";
    if is_column(text) { Ok(text.to_owned()) } else { Err(why.to_owned()) }
}

/// Runs the command.
pub fn run(args: &SearchArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    // What is wrong with the request is told before any work begins.
    let columns = args.columns()?;
    let after: Option<Cursor> = args.after.as_deref().map(str::parse).transpose()?;
    let query = args.query.read(screen)?;
    let map = args.map.read()?;
    if map.is_some() && args.corpus.is_empty() {
        return Err(usage("--map says how to read an archive: give it with --corpus PATH"));
    }
    if !args.corpus.is_empty() {
        index::update(&args.corpus, map, dir, screen)?;
    }
    let record = args.manifest.begin();
    let begun = Instant::now();
    let index = StoryIndex::open(dir)?;
    let options = args.query.how.plan();
    let ranking = args.rank.ranking();
    let (query, searcher) = args.rank.searcher(&index, query, &options)?;
    let collapse = args.query.how.collapse();
    let searcher = searcher.collapsed(collapse)?;
    tell(&searcher, screen);
    let asked = Asked {
        searcher: &searcher,
        question: Question::new(&query, &options, &ranking, collapse),
        sort: args.sort.sort(),
        after: after.as_ref(),
    };
    asked.check(screen)?;
    // What is painted has been cleaned piece by piece.
    let mut out = screen.result(args.output == Output::Table, record.tally());
    if args.bom {
        out.write_all("\u{FEFF}".as_bytes()).map_err(output_failed)?;
    }
    let page = match args.output {
        Output::Html => Some(args.page(&query, &searcher)?),
        _ => None,
    };
    let docnos = match (args.output, args.docno) {
        (Output::Trec, Docno::Native) => Some(index.docnos()?),
        _ => None,
    };
    let mut render = args.render(out, columns, page, docnos, screen);
    let number = (!args.all).then_some(args.number);
    let (total, returned, next) = asked.search(number, &mut *render)?;
    let summary = Summary {
        query: QuerySummary::of(&query),
        total,
        collapse: CollapseSummary::new(collapse, searcher.items(total)),
        returned,
        truncated: next.is_some(),
        next: next.flatten(),
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
            items: searcher.items(total),
            counts: &[("stories", total), ("returned", returned)],
            truncated: summary.truncated,
        },
    )?;
    match (&args.summary, args.output) {
        (Some(path), _) => write_summary(path, &summary)?,
        (None, Output::Table) => screen.note(&closing(&summary)),
        (None, _) => screen.note(&serde_json::to_string(&summary).unwrap_or_default()),
    }
    Ok(if total > 0 || args.no_match_ok { Exit::Done } else { Exit::Nothing })
}

/// The summary for people.
fn closing(summary: &Summary) -> String {
    let Summary { total, returned, took_ms, .. } = summary;
    if *total == 0 {
        let stories = count_stories(summary.index.stories);
        return format!("no story matches {} ({stories} searched)", summary.query.parsed);
    }
    let found = count_found(*total, summary.collapse.as_ref());
    let told = if returned < total { format!("{returned} of {found}") } else { found };
    match &summary.next {
        Some(next) => format!(
            "\n{told}, {took_ms} ms; -n {} shows more, --after {next} goes on",
            returned.saturating_mul(5)
        ),
        None if summary.truncated => format!("\n{told}, {took_ms} ms; -n 10 shows some"),
        None => format!("\n{told}, {took_ms} ms"),
    }
}

impl Order {
    fn sort(self) -> Sort {
        match self {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
            Order::Index => Sort::Index,
        }
    }
}

impl SearchArgs {
    /// The columns asked for, where the output has columns.
    fn columns(&self) -> Result<Option<Vec<Column>>> {
        let separated = matches!(self.output, Output::Csv | Output::Tsv);
        if (self.bom || self.raw) && !separated {
            return Err(usage("--bom and --raw are for --output csv and tsv"));
        }
        if self.body && matches!(self.output, Output::Ids | Output::Trec) {
            return Err(usage("--output ids and trec print no texts; leave --body out"));
        }
        if self.explain_ranking {
            let lists = matches!(self.output, Output::Table | Output::Jsonl);
            if !lists || self.fields.is_some() || self.sort != Order::Relevance {
                return Err(usage(
                    "--explain-ranking is for --output table and jsonl without --fields, in the \
                     order of relevance",
                ));
            }
        }
        match &self.fields {
            None => Ok(None),
            Some(_) if !separated && self.output != Output::Jsonl => {
                Err(usage("--fields is for --output jsonl, csv and tsv"))
            }
            Some(list) => columns(list).map(Some),
        }
    }

    fn render(
        &self,
        out: Box<dyn Write>,
        columns: Option<Vec<Column>>,
        page: Option<Page>,
        docnos: Option<Docnos>,
        screen: &Screen,
    ) -> Box<dyn Render> {
        let Fragments(snippets) = self.snippets;
        if let Some(page) = page {
            return Box::new(Html::new(out, page, snippets, self.body));
        }
        let separated = |out, shape| {
            Box::new(Separated::new(out, shape, columns.clone(), snippets, self.body, self.raw))
        };
        match self.output {
            Output::Table | Output::Html => Box::new(
                Terminal::new(out, screen.paint(), snippets, self.body)
                    .explaining(self.explain_ranking),
            ),
            Output::Jsonl => Box::new(
                JsonLines::new(out, columns, snippets, self.body).explaining(self.explain_ranking),
            ),
            Output::Csv => separated(out, Shape::Csv),
            Output::Tsv => separated(out, Shape::Tsv),
            Output::Ids => Box::new(Ids::new(out)),
            Output::Trec => Box::new(Trec::new(out, &self.qid, &self.tag, docnos)),
        }
    }

    /// What the page says of the search.
    fn page(&self, query: &Query, searcher: &Searcher<'_>) -> Result<Page> {
        let order = self.sort.to_possible_value();
        Ok(Page {
            query: QuerySummary::of(query),
            index: IndexSummary::of(searcher),
            found: {
                let counts = searcher.count(false)?;
                let collapse = CollapseSummary::new(searcher.collapse(), counts.items);
                count_found(counts.stories, collapse.as_ref())
            },
            order: order.map_or(String::new(), |order| order.get_name().to_owned()),
        })
    }
}
