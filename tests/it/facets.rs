//! `newswire facets`, and that its counts are those of the records that a query finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;
use newswire::analysis::Analyser;
use newswire::analysis::fold::keyword;
use newswire::index::{
    Address, Entry, FileState, IndexWriter, PlaceTerms, StoryIndex, WriterOptions,
};
use newswire::query::plan::PlanOptions;
use newswire::query::{Options, parse};
use newswire::search::{Counts, Facet, FacetField, Ranking, Searcher, Sort};
use newswire::story::{Precision, Story};
use serde_json::json;

use super::workdir::Workdir;

#[test]
fn values_are_counted_and_shown_as_they_were_filed() {
    let work = Workdir::indexed();
    let ran = work.run(&["facets", "--by", "agency,lang,country,month"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r"
    agency  stories  matches   share
    AP            3        0  60.0 %  ██████████████████████████████████████████████
    AA            1        0  20.0 %  ███████████████▍
    dpa           1        0  20.0 %  ███████████████▍

    lang  stories  matches   share
    en          3        0  60.0 %  ████████████████████████████████████████████████
    de          1        0  20.0 %  ████████████████
    tr          1        0  20.0 %  ████████████████

    country  stories  matches   share
    NO             1        0  20.0 %  █████████████████████████████████████████████
    (none)         4        0  80.0 %

    month    stories  matches   share
    2023-12        1        0  20.0 %  ██████████████████████▌
    2024-04        2        0  40.0 %  █████████████████████████████████████████████
    2024-05        1        0  20.0 %  ██████████████████████▌
    (none)         1        0  20.0 %
    ");
    assert!(ran.stderr.starts_with("\n5 stories, 0 matches, "), "{}", ran.stderr);
}

#[test]
fn days_are_those_of_the_zone() {
    let work = Workdir::indexed();
    let args = ["facets", "kakao", "--by", "year", "--output", "tsv"];
    let year = |zone: &[&str]| work.run(&[&args[..], zone].concat()).code(0).stdout;
    assert_eq!(year(&[]), "field\tvalue\tstories\tmatches\tshare\nyear\t2023\t1\t2\t1.0\n");
    let berlin = year(&["--tz", "Europe/Berlin"]);
    assert_eq!(berlin.lines().nth(1), Some("year\t2024\t1\t2\t1.0"));
}

#[test]
fn programs_get_the_same_numbers() {
    let work = Workdir::indexed();
    let query = ["facets", "military OR kakao", "--by", "agency,byline"];
    let run = |more: &[&str]| work.run(&[&query[..], more].concat()).code(0);
    let csv = run(&["--output", "csv"]);
    assert_eq!(
        csv.stdout,
        "field,value,stories,matches,share\r\nagency,AP,2,8,0.666667\r\nagency,dpa,1,2,0.333333\r\n\
         byline,Ann Lee,1,6,0.333333\r\nbyline,Bo Ek,1,6,0.333333\r\nbyline,(none),2,4,0.666667\r\n"
    );
    let lines = run(&["--output", "jsonl"]);
    assert_eq!(
        lines.json()[4],
        json!({"field": "byline", "value": null, "stories": 2, "matches": 4, "share": 0.666667})
    );
    let summary = lines.summary();
    assert_eq!((&summary["total"], &summary["matches"]), (&json!(3), &json!(10)));
    assert_eq!((&summary["returned"], &summary["truncated"]), (&json!(5), &json!(false)));
    assert_eq!(summary["by"], json!(["agency", "byline"]));
    let counted = work.run(&["count", "military OR kakao"]).code(0).stdout;
    assert_eq!(counted, "3 stories, 10 matches\n");
}

#[test]
fn what_is_left_out_is_told() {
    let work = Workdir::indexed();
    let ran = work.run(&["facets", "--by", "agency,year", "--limit", "1"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r"
    agency    stories  matches   share
    AP              3        0  60.0 %  ████████████████████████████████████████████
    (2 more)        2           40.0 %

    year      stories  matches   share
    2024            3        0  60.0 %  ████████████████████████████████████████████
    (none)          1        0  20.0 %
    (1 more)        1           20.0 %
    ");
    let told = "agency has 2 more values in 2 stories; --all shows them\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let args = ["facets", "--by", "agency", "--limit", "1", "--output", "csv"];
    let summary = work.run(&args).code(0).summary();
    assert_eq!(summary["more"], json!([{"field": "agency", "values": 2, "stories": 2}]));
    assert_eq!((&summary["returned"], &summary["truncated"]), (&json!(1), &json!(true)));
    let all = work.run(&["facets", "--by", "agency", "--limit", "0"]).code(0);
    assert_eq!(all.stdout, work.run(&["facets", "--all"]).code(0).stdout);
}

#[test]
fn a_code_is_found_without_its_scheme_and_counted_once() {
    let work = Workdir::new();
    let story = |id: &str, topics: &[&str], language: &str| {
        json!({"schema": 1, "id": id, "headline": id, "topics": topics, "language": language})
            .to_string()
    };
    let stories = [
        story("a", &["topics:Cocoa", "people:lee"], "en-US"),
        story("b", &["cocoa", "COCOA", "topics:cocoa"], "en"),
        story("c", &["Cocoa"], "en-GB"),
        story("d", &["x:topics:cocoa"], "en-US"),
    ];
    work.write("archive/a.jsonl", stories.join("\n"));
    work.run(&["index", "archive"]).code(0);
    let facets = work.run(&["facets", "--by", "topic,lang", "--output", "csv"]).code(0);
    assert_eq!(
        facets.stdout,
        "field,value,stories,matches,share\r\ntopic,cocoa,2,0,0.5\r\n\
         topic,topics:Cocoa,2,0,0.5\r\ntopic,people:lee,1,0,0.25\r\n\
         topic,x:topics:cocoa,1,0,0.25\r\nlang,en-US,2,0,0.5\r\nlang,en,1,0,0.25\r\n\
         lang,en-GB,1,0,0.25\r\n"
    );
    for (query, stories) in [
        ("topic:cocoa", 3),
        ("topic:\"topics:cocoa\"", 3),
        ("topic:coc*", 3),
        ("topic:*cocoa", 4),
        ("topic:lee", 1),
        ("topic:l?e", 1),
        ("topic:tea", 0),
        ("lang:en", 4),
        ("lang:en-us", 2),
    ] {
        let args = ["count", "--no-match-ok", query];
        let counted = work.run(&args).code(0).stdout;
        assert!(counted.starts_with(&format!("{stories} stor")), "{query}: {counted}");
    }
    // A value and the second name of another are one value: one expansion, not two.
    work.run(&["count", "--max-expansions", "1", "topic:coc*"]).code(0);
    work.run(&["count", "--max-expansions", "1", "topic:*e*"]).code(2);
}

#[test]
fn requests_that_cannot_work_are_explained() {
    let work = Workdir::indexed();
    for (args, told) in [
        (&["--by", "agancy"][..], "there is no field agancy to count by; did you mean agency?"),
        (&["--by", "headline"], "stories cannot be counted by headline; there is agency, country"),
        (&["--by", "lang,language"], "--by names lang twice"),
        (&["--raw"], "--bom and --raw are for --output csv and tsv"),
    ] {
        let ran = work.run(&[&["facets"], args].concat()).code(2);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
}

#[test]
fn nothing_found_is_told() {
    let work = Workdir::indexed();
    let ran = work.run(&["facets", "giraffe", "--by", "agency,year"]).code(1);
    assert_eq!(ran.stdout, "");
    assert_eq!(ran.stderr, "no story matches giraffe (5 stories searched)\n");
    let ran = work.run(&["facets", "giraffe", "--output", "csv", "--no-match-ok"]).code(0);
    assert_eq!(ran.stdout, "field,value,stories,matches,share\r\n");
    assert_eq!(ran.summary()["total"], 0);
}

/// Queries over text, fields, dates, none of them, and what finds little.
const QUERIES: &[&str] = &[
    "words>=0",
    "the",
    "talks OR oil",
    "said NOT agency:reuters",
    "date:1987",
    "\"said on\" since:2010",
    "date:none",
    "cocoa",
    "agency:ap words>50",
];

const ZONES: [Tz; 3] = [Tz::UTC, Tz::Asia__Tokyo, Tz::America__New_York];

#[test]
fn counts_over_the_corpus_are_those_of_its_records() {
    let work = Workdir::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    work.run(&["-q", "index", &corpus.display().to_string()]).code(0);
    let index = StoryIndex::open(&work.path("index")).expect("there is an index");
    for (number, query) in QUERIES.iter().enumerate() {
        agree(&index, query, ZONES[number % ZONES.len()]);
    }
}

#[test]
fn counts_over_a_large_archive_are_those_of_its_records() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reuters21578.tar.gz");
    if !archive.exists() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "the archive is missing");
        eprintln!("skipped: {} is not there", archive.display());
        return;
    }
    let work = Workdir::new();
    work.run(&["-q", "index", &archive.display().to_string()]).code(0);
    let index = StoryIndex::open(&work.path("index")).expect("there is an index");
    for (query, zone) in [
        ("words>=0", Tz::Asia__Tokyo),
        ("cocoa OR \"interest rates\"", Tz::UTC),
        ("oil -topic:crude date:1987-03-01..1987-03-20", Tz::America__New_York),
    ] {
        agree(&index, query, zone);
    }
}

#[test]
fn an_unfinished_index_of_several_parts_is_counted_exactly() {
    let work = Workdir::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    work.run(&["-q", "index", "--index", "whole", &corpus.display().to_string()]).code(0);
    let whole = StoryIndex::open(&work.path("whole")).expect("there is an index");
    let stories: Vec<Story> = addresses(&whole).iter().map(|at| story(&whole, *at)).collect();
    write_in_parts(&work.path("index"), &stories);
    let index = StoryIndex::open(&work.path("index")).expect("there is an index");
    assert!(index.segments().len() > 1);
    assert_eq!(index.stories(), whole.stories());
    let changed = index.values("status").expect("values").into_iter();
    let listed: u64 = changed.map(|(_, stories)| stories).sum();
    assert!(listed > index.stories(), "stories that were replaced are in the lists yet");
    for (number, query) in QUERIES.iter().enumerate() {
        agree(&index, query, ZONES[number % ZONES.len()]);
    }
}

/// Puts stories into an index in several commits, some of them twice, and does not end it.
fn write_in_parts(dir: &Path, stories: &[Story]) {
    let options = WriterOptions { memory: 15_000_000, ..WriterOptions::default() };
    let mut writer = IndexWriter::open(dir, &options).expect("it can be written");
    let mut analyser = Analyser::new(Default::default());
    let mut entry = |story: &Story| Entry::new(story, &PlaceTerms::default(), &mut analyser);
    let state = |again| FileState { path: "a".to_owned(), again, ..FileState::default() };
    let file = writer.begin(state(false)).expect("it can be begun");
    for part in stories.chunks(150) {
        for story in part {
            writer.put(entry(story), file.file).expect("it can be put");
        }
        writer.reading(file.clone());
        writer.commit().expect("it can be committed");
    }
    let ended = writer.end(file);
    writer.note(ended).expect("it can be noted");
    writer.commit().expect("it can be committed");
    let file = writer.begin(state(true)).expect("it can be begun");
    for story in stories.iter().step_by(3) {
        let changed = Story { agency: Some("Changed".to_owned()), ..story.clone() };
        writer.put(entry(&changed), file.file).expect("it can be put");
    }
    let ended = writer.end(file);
    writer.note(ended).expect("it can be noted");
    writer.commit().expect("it can be committed");
}

fn addresses(index: &StoryIndex) -> Vec<Address> {
    let query = parse("words>=0", &Options::default()).expect("a query");
    let options = PlanOptions::default();
    let searcher = Searcher::new(index, &query, &options, Ranking::default()).expect("a plan");
    searcher.hits(Sort::Newest).map(|hit| hit.expect("a story").address).collect()
}

fn story(index: &StoryIndex, address: Address) -> Story {
    index.story(address).expect("a record can be read")
}

/// What a record says of a field, in normal form; none where there is nothing.
fn values(story: &Story, field: &str, zone: Tz) -> BTreeSet<String> {
    let places = || story.dateline.iter().flat_map(|it| &it.places);
    let day = || -> Option<NaiveDate> {
        let filed = story.filed.as_deref()?;
        match story.filed_precision {
            Some(Precision::Day) => filed.get(..10)?.parse().ok(),
            _ if filed.len() == 10 => {
                Some(filed.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0)?.and_utc())
                    .map(|time| time.with_timezone(&zone).date_naive())
            }
            _ => Some(DateTime::parse_from_rfc3339(filed).ok()?.with_timezone(&zone).date_naive()),
        }
    };
    let texts: Vec<String> = match field {
        "agency" => story.agency.iter().cloned().collect(),
        "country" => places().filter_map(|place| place.country.clone()).collect(),
        "topic" => story.topics.clone(),
        "category" => story.category.iter().cloned().collect(),
        "lang" => story.language.iter().cloned().collect(),
        "status" => vec![story.take.kind.name().to_owned()],
        "format" => vec![story.source.format.to_string()],
        "urgency" => story.urgency.iter().map(ToString::to_string).collect(),
        "byline" => story.byline.iter().flat_map(|it| it.names.clone()).collect(),
        "year" => day().iter().map(|day| format!("{:04}", day.year())).collect(),
        "month" => day().iter().map(|day| day.to_string()[..7].to_owned()).collect(),
        "week" => {
            let monday = |day: &NaiveDate| day.week(chrono::Weekday::Mon).first_day().to_string();
            day().iter().map(monday).collect()
        }
        "day" => day().iter().map(ToString::to_string).collect(),
        other => panic!("{other}"),
    };
    texts.iter().map(|text| keyword(text)).filter(|text| !text.is_empty()).collect()
}

/// Demands that every facet of a query counts what its records say.
fn agree(index: &StoryIndex, typed: &str, zone: Tz) {
    let query = parse(typed, &Options::default()).expect("a query");
    let options = PlanOptions { zone, ..PlanOptions::default() };
    let searcher = Searcher::new(index, &query, &options, Ranking::default()).expect("a plan");
    let hits = searcher.hits(Sort::Newest).map(|hit| hit.expect("a story").address);
    let found: Vec<Address> = hits.collect();
    let spans = searcher.spans_of(&found).expect("matches");
    let matches = |at: usize| spans[at].iter().map(|(_, spans)| spans.len() as u64).sum::<u64>();
    let records: Vec<(Story, u64)> = found
        .iter()
        .enumerate()
        .map(|(at, address)| (story(index, *address), matches(at)))
        .collect();
    let fields: Vec<FacetField> = FacetField::all().collect();
    let (total, facets) = searcher.facets(&fields, &|_| None, zone).expect("facets");
    assert_eq!(total, searcher.count(true).expect("a count"), "{typed}");
    assert_eq!(total.stories, records.len() as u64, "{typed}");
    let (_, cut) = searcher.facets(&fields, &|_| Some(2), zone).expect("facets");
    for (facet, cut) in facets.iter().zip(&cut) {
        let name = facet.field.name;
        let is_region = name == "region";
        assert_eq!(
            (facet.more, facet.more_stories, facet.none),
            (0, 0, cut.none),
            "{typed} {name}"
        );
        assert_eq!(cut.values.len() as u64 + cut.more, facet.values.len() as u64);
        if is_region {
            regions(index, typed, facet);
            continue;
        }
        let mut truth = BTreeMap::<String, Counts>::new();
        let (mut none, mut beyond) = (Counts::default(), 0);
        let shown: BTreeSet<String> = cut.values.iter().map(|it| keyword(&it.value)).collect();
        for (story, matches) in &records {
            let counts = Counts { items: 1, stories: 1, matches: *matches };
            let values = values(story, name, zone);
            if values.is_empty() {
                none = none.plus(counts);
            }
            beyond += u64::from(values.iter().any(|value| !shown.contains(value)));
            for value in values {
                let known = truth.entry(value).or_default();
                *known = known.plus(counts);
            }
        }
        let listed: BTreeMap<String, Counts> =
            facet.values.iter().map(|it| (keyword(&it.value), it.counts)).collect();
        assert_eq!(listed, truth, "{typed} by {name}");
        assert_eq!(facet.values.len(), truth.len(), "{typed} by {name}");
        assert_eq!(facet.none, none, "{typed} without {name}");
        assert_eq!(cut.more_stories, beyond, "{typed} by {name}, beyond the first two");
        let in_order = facet.values.is_sorted_by_key(|it| match facet.field.is_time() {
            true => (0, it.value.clone()),
            false if name == "urgency" => (0, it.value.clone()),
            false => (u64::MAX - it.counts.stories, keyword(&it.value)),
        });
        assert!(in_order, "{typed} by {name}");
    }
}

/// The index knows regions by more than their records: as many as `region:` finds, at most.
fn regions(index: &StoryIndex, typed: &str, facet: &Facet) {
    for value in facet.values.iter().take(20) {
        let query = format!("({typed}) region:\"{}\"", value.value);
        let query = parse(&query, &Options::default()).expect("a query");
        let options = PlanOptions::default();
        let searcher = Searcher::new(index, &query, &options, Ranking::default()).expect("a plan");
        let counted = searcher.count(false).expect("a count").stories;
        assert!(value.counts.stories > 0 && value.counts.stories <= counted, "{}", query.typed);
    }
}

#[test]
fn a_table_is_the_same_in_any_terminal_but_for_its_bold() {
    let work = Workdir::indexed();
    let args = ["facets", "--by", "agency,year"];
    let plain = work.run(&args).code(0).stdout;
    let bold = work.run(&[&args[..], &["--color", "always"]].concat()).code(0).stdout;
    assert!(bold.contains("\u{1b}[1m"));
    assert_eq!(bold.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), plain);
}
