//! `newswire explain QUERY`: how a query was read, what its words stand for, what each part finds.

use std::path::Path;

use clap::Args;
use newswire::analysis::{Kind, term};
use newswire::error::{Error, Result};
use newswire::index::StoryIndex;
use newswire::query::Query;
use newswire::query::plan::{Clause, Leaf, LeafTerm, Text};
use newswire::render::{IndexSummary, QuerySummary, RankingSummary, Summary, explanation_lines};
use newswire::search::{Counts, Searcher};
use serde::Serialize;
use serde_json::{Value, json};

use super::asking::{QueryArgs, cores, tell};
use super::ranking::RankArgs;
use super::report::{count_matches, count_stories, some};
use super::screen::Screen;
use super::table::table;
use super::tree::{scope_name, tree};
use super::{Exit, Listing, print};

/// Show how a query is read and what each part of it finds
///
/// Prints the query in full parentheses, its tree, and for each clause the words of the index it
/// stands for, in how many stories each occurs, and what the clause finds on its own. Last comes
/// what the whole query finds. With the id of a story it says how the score of that story comes
/// about.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    newswire explain 'econom* NOT \"interest rates\"'\n  \
    newswire explain --output jsonl military-to-military")]
pub struct ExplainArgs {
    #[command(flatten)]
    query: QueryArgs,
    /// Say how the score of this story comes about, by its id
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    rank: RankArgs,
    /// How to print
    #[arg(long, value_name = "OUTPUT", default_value = "table")]
    output: Listing,
}

/// Words listed for a clause on a screen; JSON has them all.
const SHOWN: usize = 40;

/// Runs the command.
pub fn run(args: &ExplainArgs, dir: &Path, screen: &Screen) -> Result<Exit> {
    let query = args.query.read(screen)?;
    let index = StoryIndex::open(dir)?;
    let (query, searcher) = args.rank.searcher(&index, query, &args.query.how.plan())?;
    let searcher = searcher.on_threads(cores()).collapsed(args.query.how.collapse())?;
    tell(&searcher, screen);
    if let Some(id) = &args.id {
        return story(args, &query, &searcher, id, screen);
    }
    let clauses = &searcher.plan().clauses;
    let alone: Vec<Counts> =
        (0..clauses.len()).map(|at| searcher.count_clause(at)).collect::<Result<_>>()?;
    let total = searcher.count(true)?;
    let text = match args.output {
        Listing::Table => text(&query, &searcher, &alone, total, screen),
        Listing::Jsonl => object(&query, &searcher, &alone, total).to_string() + "\n",
    };
    print(screen, text.as_bytes())?;
    Ok(Exit::Done)
}

/// The score of a story as JSON has it. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct ScoreLine<'a> {
    query: QuerySummary,
    id: &'a str,
    /// Null where the query does not match.
    ranking: Option<RankingSummary>,
    index: IndexSummary,
    version: &'static str,
}

/// Says how the score of one story comes about.
fn story(
    args: &ExplainArgs,
    query: &Query,
    searcher: &Searcher<'_>,
    id: &str,
    screen: &Screen,
) -> Result<Exit> {
    let index = searcher.index();
    let address = index.find(id)?.ok_or_else(|| Error::NoStory { id: id.to_owned() })?;
    let explanation = searcher.explain(address)?;
    let text = match (args.output, &explanation) {
        (Listing::Table, None) => format!("the query does not match in {id}\n"),
        (Listing::Table, Some(explanation)) => {
            let paint = screen.paint();
            explanation_lines(explanation).iter().map(|it| paint.shown(it) + "\n").collect()
        }
        (Listing::Jsonl, _) => {
            let line = ScoreLine {
                query: QuerySummary::of(query),
                id,
                ranking: explanation.as_ref().map(RankingSummary::of),
                index: IndexSummary::of(searcher),
                version: Summary::VERSION,
            };
            serde_json::to_string(&line).unwrap_or_default() + "\n"
        }
    };
    print(screen, text.as_bytes())?;
    Ok(if explanation.is_some() { Exit::Done } else { Exit::Nothing })
}

fn text(
    query: &Query,
    searcher: &Searcher<'_>,
    alone: &[Counts],
    total: Counts,
    screen: &Screen,
) -> String {
    let paint = screen.paint();
    let mut out = format!(
        "{}\n  {}\n{}\n  {}\n\n{}\n{}",
        paint.strong("typed"),
        paint.shown(&query.typed),
        paint.strong("read as"),
        paint.shown(&query.parsed()),
        paint.strong("tree"),
        paint.shown(&indented(&tree(&query.root))),
    );
    for (clause, counts) in searcher.plan().clauses.iter().zip(alone) {
        let negated = if clause.negated { ", excluded" } else { "" };
        let found = found(*counts);
        let postings = some(searcher.plan().postings(clause), "posting");
        out.push_str(&format!(
            "\n{} in {}{negated}: {found} alone, at the cost of {postings}\n",
            paint.strong(&clause.shown),
            place(clause),
        ));
        let terms = terms(clause, &searcher.plan().leaves);
        let mut rows: Vec<Vec<String>> = terms
            .iter()
            .take(SHOWN)
            .map(|term| {
                let (what, word) = spelt(term);
                let mut stories = count_stories(term.stories);
                if !term.languages.is_empty() {
                    stories = format!("{stories} in {}", term.languages.join(", "));
                }
                vec![format!("  {word}"), what.to_owned(), stories]
            })
            .collect();
        if terms.is_empty() {
            rows.push(vec!["  no word of the index".to_owned()]);
        }
        if terms.len() > SHOWN {
            rows.push(vec![format!("  and {} more", terms.len() - SHOWN)]);
        }
        out.push_str(&table(&paint, rows, &[]));
    }
    out.push_str(&format!("\n{}: {}\n", paint.strong("in all"), found(total)));
    out
}

fn found(counts: Counts) -> String {
    format!("{}, {}", count_stories(counts.stories), count_matches(counts.matches))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

fn object(query: &Query, searcher: &Searcher<'_>, alone: &[Counts], total: Counts) -> Value {
    let clauses: Vec<Value> = searcher
        .plan()
        .clauses
        .iter()
        .zip(alone)
        .map(|(clause, counts)| {
            let terms: Vec<Value> = terms(clause, &searcher.plan().leaves)
                .into_iter()
                .map(|term| {
                    let (kind, word) = spelt(term);
                    json!({
                        "term": word, "kind": kind, "languages": term.languages,
                        "stories": term.stories,
                    })
                })
                .collect();
            json!({
                "clause": clause.shown, "at": [clause.at.start, clause.at.end],
                "in": place(clause), "excluded": clause.negated, "boost": clause.boost,
                "stories": counts.stories, "matches": counts.matches,
                "postings": searcher.plan().postings(clause), "terms": terms,
            })
        })
        .collect();
    json!({
        "query": QuerySummary::of(query),
        "tree": query.root,
        "warnings": query.warnings,
        "clauses": clauses,
        "stories": total.stories,
        "matches": total.matches,
        "index": IndexSummary::of(searcher),
        "version": Summary::VERSION,
    })
}

/// The field or scope that a clause looks at, by its name in queries.
fn place(clause: &Clause) -> String {
    match (clause.text, clause.scope) {
        (Text::Story, Some(scope)) => scope_name(scope),
        (Text::Story, None) => "headline and body".to_owned(),
        (Text::Byline, _) => "byline".to_owned(),
        (Text::Dateline, _) => "dateline".to_owned(),
        (Text::Place, _) => "place".to_owned(),
        (Text::Slug, _) => "slug".to_owned(),
        (Text::Path, _) => "path".to_owned(),
    }
}

/// The words of the index that a clause stands for.
pub(super) fn terms<'a>(clause: &Clause, leaves: &'a [Leaf]) -> Vec<&'a LeafTerm> {
    let mut seen = Vec::new();
    clause.expr.leaves(&mut |leaf| {
        if !seen.contains(&leaf) {
            seen.push(leaf);
        }
    });
    seen.into_iter().filter_map(|leaf| leaves.get(leaf)).flat_map(|leaf| &leaf.terms).collect()
}

/// What a term of the dictionary is, and the word in it.
pub(super) fn spelt(found: &LeafTerm) -> (&'static str, &str) {
    let (kind, word, _) = term::read(&found.term);
    let kind = match kind {
        Kind::Surface => "word",
        Kind::Stem => "stem",
        Kind::Joined => "joined",
        Kind::JoinedStem => "joined stem",
        Kind::Mark => "mark",
    };
    (kind, word)
}
