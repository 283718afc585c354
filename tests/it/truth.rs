//! Every query finds what the rules say: the program against an evaluator that shares no code with
//! it and looks at every story (`oracle/`). Stories, matches and marks must be the same.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use newswire::index::StoryIndex;
use newswire::ingest::{Meter, ReadOptions, parse as parse_archive};
use newswire::query::plan::PlanOptions;
use newswire::query::{Options, Query, parse};
use newswire::render::{JsonLines, Render, Separated, Shape, columns, print};
use newswire::search::{
    Counts, FacetField, Period, Ranking, Searcher, Sort, TimelineOptions, timeline,
};
use newswire::snippet::marks;
use newswire::story::Story;

use crate::oracle::archive::{Archive, Place};
use crate::oracle::eval::{Found, Oracle};
use crate::oracle::generate::{Random, query, repeated};
use crate::oracle::queries::{BINDING, QUERIES, TONGUES};
use crate::workdir::Workdir;

/// Queries that are made up, beside those by hand.
const MADE: usize = 300;
/// Zones in which dates are asked for.
const ZONES: [chrono_tz::Tz; 2] = [chrono_tz::UTC, chrono_tz::Asia::Tokyo];

#[test]
fn the_corpus_answers_by_the_rules() {
    let truth = Truth::new(Path::new("corpus"));
    truth.agree(&[QUERIES, TONGUES].concat(), 7);
}

#[test]
fn a_large_archive_answers_by_the_rules() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reuters21578.tar.gz");
    if !archive.exists() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "the archive is missing");
        eprintln!("skipped: {} is not there", archive.display());
        return;
    }
    let truth = Truth::new(&archive);
    assert!(truth.archive.stories.len() > 20_000);
    truth.agree(QUERIES, 1987);
}

#[test]
fn operators_bind_as_the_rules_say() {
    for (typed, bound) in BINDING {
        let read = parse(typed, &Options::default()).expect("a query");
        assert_eq!(read.parsed(), *bound, "{typed}");
    }
}

/// Stories, at most, whose hits are printed to be counted.
const PRINTED: u64 = 2_000;

/// Which of all that count a query does not say what `count` does, if one does not.
fn surfaces(
    query: &Query,
    searcher: &Searcher<'_>,
    counted: Counts,
    zone: chrono_tz::Tz,
) -> Option<String> {
    let sum = |all: &mut dyn Iterator<Item = Counts>| all.fold(Counts::default(), Counts::plus);
    // Each story has one status, and one year or none.
    for name in ["status", "year"] {
        let field = FacetField::named(name).expect("a field");
        let (found, facets) =
            searcher.facets(&[field], &|_| None, zone).expect("it can be counted by field");
        let values = facets[0].values.iter().map(|value| value.counts);
        if found != counted || sum(&mut values.chain([facets[0].none])) != counted {
            return Some(format!("facets by {name}"));
        }
    }
    let options =
        TimelineOptions { period: Period::Month, zone, days: query.days(), by: None, lines: 1 };
    let others =
        Searcher::new(searcher.index(), &query.filters(), &plan_options(zone), Ranking::default());
    let line = timeline(searcher, &others.expect("filters can be planned"), &options)
        .expect("it can be counted over time");
    let buckets = line.lines[0].buckets.iter().map(|bucket| bucket.tally);
    let mut tallies = buckets.chain(line.lines[0].undated);
    if line.found != counted || sum(&mut tallies.by_ref().map(|tally| tally.counts)) != counted {
        return Some("timeline".to_owned());
    }
    if counted.stories > PRINTED {
        return None;
    }
    let list = |render: &mut dyn Render| {
        print(searcher, searcher.hits(Sort::Oldest), false, render).expect("hits can be printed")
    };
    let chosen = || columns("id,matches").expect("columns");
    let (mut json, mut csv) = (Vec::new(), Vec::new());
    let printed = [
        list(&mut JsonLines::new(&mut json, Some(chosen()), None, false)),
        list(&mut Separated::new(&mut csv, Shape::Csv, Some(chosen()), None, false, false)),
    ];
    let last = |line: &str| -> u64 {
        let number = line.trim_end_matches('}').rsplit([',', ':']).next();
        number.and_then(|number| number.parse().ok()).expect("a number")
    };
    let matches = |text: Vec<u8>, heading: usize| -> u64 {
        let text = String::from_utf8(text).expect("text");
        text.lines().skip(heading).map(last).sum()
    };
    let same = printed == [counted.stories; 2]
        && matches(json, 0) == counted.matches
        && matches(csv, 1) == counted.matches;
    (!same).then(|| "the printed list".to_owned())
}

fn plan_options(zone: chrono_tz::Tz) -> PlanOptions {
    PlanOptions { zone, max_expansions: 1 << 20, ..PlanOptions::default() }
}

/// An archive as the program knows it and as the oracle does.
struct Truth {
    _work: Workdir,
    index: StoryIndex,
    archive: Archive,
}

impl Truth {
    fn new(path: &Path) -> Truth {
        let work = Workdir::new();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let paths: Vec<PathBuf> = vec![from.clone()];
        work.run(&["-q", "index", &from.display().to_string()]).code(0);
        let index = StoryIndex::open(&work.path("index")).expect("there is an index");
        let mut lines = Vec::new();
        parse_archive(&paths, &ReadOptions::default(), &Meter::default(), None, &mut lines)
            .expect("the archive can be read");
        let mut seen = BTreeSet::new();
        let stories: Vec<Story> = String::from_utf8(lines)
            .expect("records are text")
            .lines()
            .map(|line| serde_json::from_str(line).expect("a record"))
            .filter(|story: &Story| seen.insert(story.id.clone()))
            .collect();
        assert_eq!(index.stories(), stories.len() as u64);
        Truth { _work: work, index, archive: Archive::new(stories) }
    }

    /// Demands that program and oracle agree on queries by hand and on made ones, and tells all
    /// on which they do not.
    fn agree(&self, queries: &[&str], seed: u64) {
        let mut random = Random(seed);
        let stories = &self.archive.stories;
        let made = (0..MADE).map(|number| match number % 5 {
            4 => repeated(&mut random, stories),
            depth => query(&mut random, stories, depth),
        });
        let queries = queries.iter().map(|query| query.to_string()).chain(made);
        let mut wrong = Vec::new();
        let mut number = 0;
        for (at, typed) in queries.enumerate() {
            number += 1;
            let zone = ZONES[at % ZONES.len()];
            match parse(&typed, &Options::default()) {
                Ok(query) => wrong.extend(self.differences(&query, zone)),
                Err(errors) => wrong.push(format!("{typed}: {}", errors[0])),
            }
        }
        assert!(wrong.is_empty(), "{} of {number} queries:\n{}", wrong.len(), wrong.join("\n"));
    }

    fn differences(&self, query: &Query, zone: chrono_tz::Tz) -> Option<String> {
        let oracle = Oracle { archive: &self.archive, zone };
        let truth = oracle.find(&query.root);
        let searcher =
            match Searcher::new(&self.index, query, &plan_options(zone), Ranking::default()) {
                Ok(searcher) => searcher,
                Err(error) => return Some(format!("{}: {error}", query.typed)),
            };
        let counted = searcher.count(true).expect("it can be counted");
        let matches: usize = truth.values().flatten().map(|clause| clause.matches.len()).sum();
        if (counted.stories, counted.matches) != (truth.len() as u64, matches as u64) {
            return Some(format!(
                "{}: {} stories, {} matches; by the rules {} and {matches}{}",
                query.typed,
                counted.stories,
                counted.matches,
                truth.len(),
                self.example(&searcher, &truth)
            ));
        }
        let rows = searcher.matches(Sort::Newest).filter(Result::is_ok).count();
        if rows as u64 != counted.matches {
            return Some(format!("{}: {} matches, {rows} rows", query.typed, counted.matches));
        }
        if let Some(where_) = surfaces(query, &searcher, counted, zone) {
            return Some(format!("{}: {where_} counts something else", query.typed));
        }
        if let Some(id) = self.other_story(&searcher, &truth) {
            return Some(format!("{}: only one of the two finds {id}", query.typed));
        }
        self.marked(query, &searcher, &truth)
    }

    /// A story that the program lists and the oracle does not find, or the other way round.
    fn other_story(&self, searcher: &Searcher<'_>, truth: &Found) -> Option<String> {
        let listed: Result<Vec<_>, _> = searcher.hits(Sort::Newest).collect();
        let addresses: Vec<_> =
            listed.expect("they can be listed").iter().map(|hit| hit.address).collect();
        let listed: BTreeSet<String> = self.index.ids(&addresses).into_iter().collect();
        let id = |number: &u32| self.archive.stories[*number as usize].id.clone();
        let found: BTreeSet<String> = truth.keys().map(id).collect();
        listed.symmetric_difference(&found).next().cloned()
    }

    /// The marks of the best stories must be the oracle's.
    fn marked(&self, query: &Query, searcher: &Searcher<'_>, truth: &Found) -> Option<String> {
        let (hits, total) = searcher.top(5, None).expect("it can be ranked");
        if total != truth.len() as u64 {
            return Some(format!("{}: ranked {total}, not {}", query.typed, truth.len()));
        }
        let addresses: Vec<_> = hits.iter().map(|hit| hit.address).collect();
        let matches = searcher.in_stories(&addresses).expect("spans can be told");
        for (address, matches) in addresses.iter().zip(&matches) {
            let id = self.index.id(*address);
            let Some(number) = self.archive.stories.iter().position(|story| story.id == id) else {
                return Some(format!("{}: there is no story {id}", query.typed));
            };
            let Some(clauses) = truth.get(&(number as u32)) else {
                return Some(format!("{}: {id} must not be found", query.typed));
            };
            let story = &self.archive.stories[number];
            let places: Vec<Place> =
                clauses.iter().flat_map(|clause| clause.words.clone()).collect();
            let [headline, body] = self.archive.marks(number, &places);
            let found = marks(story, &matches.words);
            for (text, found, truth) in
                [(&story.headline, found.headline, headline), (&story.body, found.body, body)]
            {
                let text = text.as_deref().unwrap_or("");
                let words = |ranges: &[(usize, usize)]| -> Vec<String> {
                    ranges
                        .iter()
                        .map(|(start, end)| format!("{start} {}", &text[*start..*end]))
                        .collect()
                };
                let (found, truth) = (words(&found), words(&truth));
                if found != truth {
                    return Some(format!("{}: {id}: marks {found:?}, not {truth:?}", query.typed));
                }
            }
        }
        None
    }

    /// The first story on which they differ.
    fn example(&self, searcher: &Searcher<'_>, truth: &Found) -> String {
        let none = Vec::new();
        for (number, story) in self.archive.stories.iter().enumerate() {
            let address =
                self.index.find(&story.id).expect("ids can be looked up").expect("a story");
            let matches = searcher.in_story(address).expect("spans can be told");
            let clauses = truth.get(&(number as u32)).unwrap_or(&none);
            let places: Vec<Place> =
                clauses.iter().flat_map(|clause| clause.words.clone()).collect();
            let expected: usize = clauses.iter().map(|clause| clause.matches.len()).sum();
            let found = matches.count() as usize;
            let marked = marks(story, &matches.words);
            let [headline, body] = self.archive.marks(number, &places);
            if found == expected && marked.headline == headline && marked.body == body {
                continue;
            }
            let text = story.body.as_deref().unwrap_or("");
            let head = story.headline.as_deref().unwrap_or("");
            let words = |text: &str, ranges: &[(usize, usize)], others: &[(usize, usize)]| {
                let mut out = String::new();
                for (start, end) in ranges.iter().filter(|range| !others.contains(range)).take(4) {
                    let before: String = text[..*start].chars().rev().take(25).collect();
                    let before: String = before.chars().rev().collect();
                    let after: String = text[*end..].chars().take(25).collect();
                    out += &format!(" {before}[{}]{after};", &text[*start..*end]);
                }
                out.replace('\n', "\\n")
            };
            return format!(
                "\n    {}: it has{}{}\n    and not{}{}",
                story.id,
                words(head, &marked.headline, &headline),
                words(text, &marked.body, &body),
                words(head, &headline, &marked.headline),
                words(text, &body, &marked.body),
            );
        }
        "\n    stories only".to_owned()
    }
}
