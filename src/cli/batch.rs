//! `newswire batch FILE`: many queries in one process, over all cores, as a run or as answers.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum, ValueHint};
use newswire::error::{Error, Result};
use newswire::index::{Docnos, StoryIndex};
use newswire::query::Options;
use newswire::query::topics::{MAX_TOPICS_BYTES, Topic, TopicPart, Topics, TopicsFormat, topics};
use newswire::render::{
    Answer, Asked, BatchSummary, CollapseSummary, IndexSummary, RankedId, Summary, Trec, is_column,
};
use newswire::search::in_order;

use super::asking::{How, cores};
use super::ranking::RankArgs;
use super::report::{some, write_summary};
use super::screen::Screen;
use super::search::{Docno, TAG, column};
use super::{Exit, output_failed, usage};

/// Answer many queries at once
///
/// Reads queries from a file (tab-separated, CSV, JSON Lines, TREC topics, or a query a line) and
/// answers all of them, in their order. A query that cannot be read is told on standard error and
/// costs no other; the exit code is then 4. The last line on standard error is a summary, a JSON
/// object, that also lists the queries that found nothing.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire batch topics.301-350 > run.txt\n  \
    newswire batch --output counts --all-words queries.tsv > counts.csv")]
pub struct BatchArgs {
    /// The queries, or - for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Shape of the file, instead of looking at its bytes
    #[arg(long, value_name = "FORMAT")]
    topics_format: Option<Shape>,
    /// Part of each topic to search for, where it has title and description
    #[arg(long, value_name = "PART", default_value = "title")]
    topic: Part,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "trec")]
    output: Output,
    /// Print so many stories a query (1000 in a run, 10 in JSON Lines)
    #[arg(short = 'n', long = "number", value_name = "N")]
    number: Option<usize>,
    /// Name of the run (trec)
    #[arg(long, value_name = "NAME", default_value = TAG, value_parser = column)]
    tag: String,
    /// What a run calls a story (trec)
    #[arg(long, value_name = "NAME", default_value = "native")]
    docno: Docno,
    /// Count the matches of each query too (jsonl)
    #[arg(long)]
    matches: bool,
    /// Read queries as `newswire search` does: words beside each other must all occur
    ///
    /// Without it, the queries of a run and of TREC topics are read as with --any.
    #[arg(long, conflicts_with_all = ["any", "plain"])]
    all_words: bool,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    rank: RankArgs,
    /// Queries that are answered at the same time; all cores without it
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=256))]
    threads: Option<usize>,
    /// Leave cells as they are that a spreadsheet would run as a formula (counts)
    #[arg(long, hide_short_help = true)]
    raw: bool,
    /// Write the summary to a file instead of standard error
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    summary: Option<PathBuf>,
    /// Exit with 0 where nothing was found
    #[arg(long)]
    no_match_ok: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// Id, a tab, query; a heading is known by its names
    Tsv,
    /// Id and query in comma-separated values
    Csv,
    /// An object a line, with id and query
    Jsonl,
    /// TREC topics, SGML or XML
    Trec,
    /// A query a line, its id the number of the line
    Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The title
    Title,
    /// The description
    Desc,
    /// Title and description
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// A run for trec_eval
    Trec,
    /// A JSON object a query, with the ids of its best stories
    Jsonl,
    /// CSV: stories and matches of each query
    Counts,
}

/// Lines under way at a time, about: they are held until their turn comes.
const LINES_AHEAD: usize = 100_000;
/// Queries under way for each thread, at most.
const AHEAD: usize = 16;

/// Runs the command.
pub fn run(args: &BatchArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    args.check()?;
    let Topics { format, topics } = args.topics()?;
    if topics.is_empty() {
        return Err(usage(format!("there is no query in {}", args.file.display())));
    }
    let begun = Instant::now();
    let index = StoryIndex::open(dir)?;
    let batch = Batch::new(args, &index, format)?;
    let threads = args.threads.unwrap_or_else(cores).min(topics.len());
    screen.detail(&format!(
        "index {}: {} stories; {} of {} read as {}, {}",
        dir.display(),
        index.stories(),
        count_queries(topics.len()),
        args.file.display(),
        batch.read_as(),
        some(threads as u64, "thread"),
    ));
    let collapse = args.how.collapse();
    let mut items = 0;
    let mut out = screen.data();
    if args.output == Output::Counts {
        out.write_all(Answer::heading(collapse.is_some()).as_bytes()).map_err(output_failed)?;
    }
    let mut summary = BatchSummary {
        queries: topics.len() as u64,
        answered: 0,
        errors: 0,
        nothing_found: Vec::new(),
        returned: 0,
        truncated: 0,
        collapse: None,
        read_as: batch.read_as(),
        took_ms: 0,
        index: IndexSummary::of_index(&index),
        version: Summary::VERSION,
    };
    let ahead = (LINES_AHEAD / batch.number.max(1)).clamp(1, AHEAD);
    let mut asked = topics.iter();
    in_order(
        threads,
        ahead,
        &topics,
        |topic| batch.answer(topic),
        |answered| {
            // Each result belongs to the next topic; a fault in one is its own.
            let Some(topic) = asked.next() else { return Ok(()) };
            let answered = match answered {
                Ok(answered) => answered?,
                Err(fault) => batch.refused(topic, fault.to_string()),
            };
            out.write_all(&answered.bytes).map_err(output_failed)?;
            summary.returned += answered.returned;
            items += answered.items;
            match answered.total {
                Ok(total) => {
                    summary.answered += 1;
                    summary.truncated += u64::from(answered.returned < total && batch.number > 0);
                    if total == 0 {
                        summary.nothing_found.push(topic.id.clone().unwrap_or_default());
                    }
                }
                Err(why) => {
                    summary.errors += 1;
                    screen.error(&format!("{}: {why}", args.place(topic)), None);
                }
            }
            Ok(())
        },
    )?;
    out.flush().map_err(output_failed)?;
    summary.collapse = CollapseSummary::new(collapse, items);
    summary.took_ms = begun.elapsed().as_millis() as u64;
    match &args.summary {
        Some(path) => write_summary(path, &summary)?,
        None => screen.note(&serde_json::to_string(&summary).unwrap_or_default()),
    }
    let found = summary.nothing_found.len() as u64 != summary.answered;
    if summary.errors > 0 {
        return Ok(Exit::Partial);
    }
    Ok(if found || args.no_match_ok { Exit::Done } else { Exit::Nothing })
}

/// `1 query`, `2 queries`.
fn count_queries(count: usize) -> String {
    format!("{count} {}", if count == 1 { "query" } else { "queries" })
}

impl BatchArgs {
    /// Refuses what goes with another output.
    fn check(&self) -> Result<()> {
        match self.output {
            Output::Counts if self.number.is_some() => {
                Err(usage("--output counts prints no stories; leave -n out"))
            }
            Output::Trec | Output::Counts if self.matches => {
                Err(usage("--matches is for --output jsonl; counts has the matches anyway"))
            }
            Output::Trec | Output::Jsonl if self.raw => Err(usage("--raw is for --output counts")),
            Output::Jsonl | Output::Counts if self.tag != TAG => {
                Err(usage("--tag is for --output trec"))
            }
            _ => Ok(()),
        }
    }

    /// Reads the queries.
    fn topics(&self) -> Result<Topics> {
        let failed = |error| Error::io("reading", &self.file, error);
        // One more than may be read tells that there is more.
        let most = MAX_TOPICS_BYTES as u64 + 1;
        let mut bytes = Vec::new();
        if self.file == Path::new("-") {
            std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(failed)?;
        } else {
            let file = std::fs::File::open(&self.file).map_err(failed)?;
            file.take(most).read_to_end(&mut bytes).map_err(failed)?;
        }
        let format = self.topics_format.map(|shape| match shape {
            Shape::Tsv => TopicsFormat::Tsv,
            Shape::Csv => TopicsFormat::Csv,
            Shape::Jsonl => TopicsFormat::Jsonl,
            Shape::Trec => TopicsFormat::Trec,
            Shape::Lines => TopicsFormat::Lines,
        });
        let part = match self.topic {
            Part::Title => TopicPart::Title,
            Part::Desc => TopicPart::Description,
            Part::Both => TopicPart::Both,
        };
        topics(&bytes, format, part)
            .map_err(|why| usage(format!("{} cannot be used: {why}", self.file.display())))
    }

    /// Where a query stands, for people.
    fn place(&self, topic: &Topic) -> String {
        let file = match self.file == Path::new("-") {
            true => "standard input".to_owned(),
            false => self.file.display().to_string(),
        };
        match &topic.id {
            Some(id) if !id.is_empty() => format!("{file}, line {}, query {id}", topic.line),
            _ => format!("{file}, line {}", topic.line),
        }
    }
}

/// What all queries of a batch share.
struct Batch<'a> {
    args: &'a BatchArgs,
    index: &'a StoryIndex,
    options: Options,
    number: usize,
    /// What a run calls stories, if not by their ids.
    docnos: Option<Docnos>,
}

/// A query that was answered, or refused: what to print, and what to count.
struct Answered {
    bytes: Vec<u8>,
    returned: u64,
    /// Stories that match, or why it was refused.
    total: std::result::Result<u64, String>,
    /// Items that they stand for.
    items: u64,
}

impl<'a> Batch<'a> {
    fn new(args: &'a BatchArgs, index: &'a StoryIndex, format: TopicsFormat) -> Result<Batch<'a>> {
        let mut options = args.how.options();
        let free = args.output == Output::Trec || format == TopicsFormat::Trec;
        options.any |= free && !args.all_words;
        let number = args.number.unwrap_or(match args.output {
            Output::Trec => 1000,
            Output::Jsonl => 10,
            Output::Counts => 0,
        });
        let docnos = match (args.output, args.docno) {
            (Output::Trec, Docno::Native) => Some(index.docnos()?),
            _ => None,
        };
        Ok(Batch { args, index, options, number, docnos })
    }

    fn read_as(&self) -> &'static str {
        match (self.options.plain, self.options.any) {
            (true, _) => "plain",
            (false, true) => "any",
            (false, false) => "all",
        }
    }

    /// Answers a query. What is wrong with the query is part of the answer, what is wrong with
    /// the index is an error.
    fn answer(&self, topic: &Topic) -> Result<Answered> {
        let text = match &topic.text {
            Ok(text) => text,
            Err(why) => return Ok(self.refused(topic, why.clone())),
        };
        let id = topic.id.as_deref().unwrap_or_default();
        if self.args.output == Output::Trec && !is_column(id) {
            let why = "its id holds a blank, and the columns of a run are parted by blanks";
            return Ok(self.refused(topic, why.to_owned()));
        }
        match self.ask(text, id) {
            Err(error @ Error::Query(_)) => Ok(self.refused(topic, error.to_string())),
            other => other,
        }
    }

    fn ask(&self, text: &str, id: &str) -> Result<Answered> {
        let how = &self.args.how;
        let query = how.parse(text, &self.options)?;
        let (query, searcher) = self.args.rank.searcher(self.index, query, &how.plan())?;
        let searcher = searcher.collapsed(how.collapse())?;
        let items = |stories| searcher.collapse().map(|_| searcher.items(stories));
        let mut answer =
            Answer { id: Some(id.to_owned()), query: Some(Asked::of(&query)), ..Answer::default() };
        if self.args.output == Output::Counts {
            let counts = searcher.count(true)?;
            (answer.total, answer.matches) = (Some(counts.stories), Some(counts.matches));
            answer.items = items(counts.stories);
            let bytes = answer.row(self.args.raw, answer.items.is_some());
            let items = counts.items;
            return Ok(Answered { bytes, returned: 0, total: Ok(counts.stories), items });
        }
        let best = searcher.best(self.number)?;
        let (returned, total) = (best.hits.len() as u64, best.total);
        let hits = (1..).zip(best.hits);
        if self.args.output == Output::Trec {
            let mut trec = Trec::new(Vec::new(), id, &self.args.tag, self.docnos.clone());
            for (rank, (story, score)) in hits {
                trec.line(rank, &story, Some(score)).map_err(output_failed)?;
            }
            let items = searcher.items(total);
            return Ok(Answered { bytes: trec.into_inner(), returned, total: Ok(total), items });
        }
        (answer.total, answer.returned) = (Some(total), returned);
        answer.items = items(total);
        answer.hits = hits.map(|(rank, (id, score))| RankedId { rank, score, id }).collect();
        if self.args.matches {
            answer.matches = Some(searcher.count(true)?.matches);
        }
        let items = searcher.items(total);
        Ok(Answered { bytes: answer.json(), returned, total: Ok(total), items })
    }

    /// What is printed for a query that cannot be answered.
    fn refused(&self, topic: &Topic, why: String) -> Answered {
        let typed = topic.text.as_ref().ok();
        let answer = Answer {
            id: topic.id.clone(),
            query: typed.map(|typed| Asked { typed: typed.clone(), parsed: None }),
            error: Some(why.clone()),
            ..Answer::default()
        };
        let bytes = match self.args.output {
            Output::Trec => Vec::new(),
            Output::Jsonl => answer.json(),
            Output::Counts => answer.row(self.args.raw, self.args.how.collapse().is_some()),
        };
        Answered { bytes, returned: 0, total: Err(why), items: 0 }
    }
}
