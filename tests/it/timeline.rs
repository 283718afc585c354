//! `newswire timeline`, and that its counts are those of `count`.

use std::path::Path;

use chrono::NaiveDate;
use chrono_tz::Tz;
use newswire::index::StoryIndex;
use newswire::query::plan::PlanOptions;
use newswire::query::{Options, Query, parse};
use newswire::search::{
    Counts, FacetField, LineOf, Period, Ranking, Searcher, Tally, Timeline, TimelineOptions,
    timeline,
};
use serde_json::json;

use super::workdir::Workdir;

#[test]
fn months_have_counts_totals_and_shares() {
    let work = Workdir::indexed();
    let ran = work.run(&["timeline", "military OR kakao"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r"
    month      stories  matches  total    share
    2023-12          1        2      1  100.0 %  ███████████████████████████████████
    2024-01          0        0      0        –
    2024-02          0        0      0        –
    2024-03          0        0      0        –
    2024-04          1        2      2   50.0 %  ███████████████████████████████████
    2024-05          1        6      1  100.0 %  ███████████████████████████████████
    (no date)        0        0      1    0.0 %
    ");
    assert!(ran.stderr.ends_with("; the total is all stories\n"), "{}", ran.stderr);
}

#[test]
fn the_total_has_the_filters_and_not_the_text() {
    let work = Workdir::indexed();
    let args =
        ["timeline", "military agency:ap date:2024-03..2024-05 -navies", "--output", "jsonl"];
    let ran = work.run(&args).code(0);
    assert_eq!(
        ran.json(),
        [
            json!({"start": "2024-03-01", "stories": 0, "matches": 0, "total": 0, "share": null}),
            json!({"start": "2024-04-01", "stories": 1, "matches": 2, "total": 1, "share": 1.0}),
            json!({"start": "2024-05-01", "stories": 0, "matches": 0, "total": 1, "share": 0.0}),
        ]
    );
    let summary = ran.summary();
    let filters = "(agency:(ap) AND date:2024-03-01..2024-05-31)";
    assert_eq!((&summary["filters"], &summary["filtered"]), (&json!(filters), &json!(2)));
    assert_eq!((&summary["total"], &summary["matches"]), (&json!(1), &json!(2)));
    let counted = work.run(&["count", filters]).code(0).stdout;
    assert_eq!(counted, "2 stories, 0 matches\n");
}

#[test]
fn lines_by_a_field_and_the_rest() {
    let work = Workdir::indexed();
    let args = ["timeline", "military OR kakao OR liman", "--by", "year", "--by2", "agency"];
    let ran = work.run(&[&args[..], &["--limit", "1", "--output", "csv"]].concat()).code(0);
    assert_eq!(
        ran.stdout,
        "start,agency,stories,matches,total,share\r\n2023-01-01,AP,0,0,0,\r\n\
         2024-01-01,AP,2,8,2,1.0\r\n,AP,0,0,1,0.0\r\n2023-01-01,(other),1,2,1,1.0\r\n\
         2024-01-01,(other),1,2,1,1.0\r\n"
    );
    assert_eq!(ran.summary()["others"], 2);
    let ran = work.run(&[&args[..], &["--limit", "1"]].concat()).code(0);
    assert!(ran.stdout.starts_with("AP\nyear       stories"), "{}", ran.stdout);
    assert!(ran.stderr.ends_with("\n(other) is 2 values of agency\n"), "{}", ran.stderr);
}

#[test]
fn a_chart_is_drawn_once_and_for_all() {
    let work = Workdir::indexed();
    let args = ["-q", "timeline", "military OR \"</text><script>\"", "--svg"];
    work.run(&[&args[..], &["a.svg"]].concat()).code(0);
    work.run(&[&args[..], &["b.svg", "--color", "always"]].concat()).code(0);
    let svg = work.read("a.svg");
    assert_eq!(svg, work.read("b.svg"));
    assert!(!svg.contains("<script"), "{svg}");
    for part in [
        "military OR &quot;&lt;/text&gt;&lt;script&gt;&quot;",
        "stories per month",
        "month (UTC)",
        "index ",
        "2024-04",
    ] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
    let ran = work.run(&["timeline", "kakao", "--svg", "no/such/folder.svg"]).code(3);
    assert!(ran.stderr.contains("no/such/folder.svg"), "{}", ran.stderr);
}

#[test]
fn requests_that_cannot_work_are_explained() {
    let work = Workdir::indexed();
    for (args, told) in [
        (
            &["since:0001", "--by", "day"][..],
            "from 0001-01-01 to 2024-05-01 there are more than 100000 days; take a larger bucket",
        ),
        (&["--by2", "byline"], "a timeline cannot be split by byline; split it by agency"),
        (&["--by2", "agancy"], "did you mean agency?"),
        (
            &["date:1950..2024", "--by", "day", "--by2", "agency", "--limit", "900"],
            "900 lines of 27394 days are more than the 1000000 counts that are made",
        ),
    ] {
        let ran = work.run(&[&["timeline"], args].concat()).code(2);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
    work.run(&["timeline", "kakao", "--limit", "3"]).code(2);
}

#[test]
fn nothing_found_is_told_and_rows_of_nothing_are_rows() {
    let work = Workdir::indexed();
    let ran = work.run(&["timeline", "giraffe", "--by", "year"]).code(1);
    assert_eq!(ran.stdout, "");
    assert_eq!(ran.stderr, "no story matches giraffe (5 stories searched)\n");
    let args = ["timeline", "giraffe", "--by", "year", "--output", "csv", "--no-match-ok"];
    assert_eq!(
        work.run(&args).code(0).stdout,
        "start,stories,matches,total,share\r\n2023-01-01,0,0,1,0.0\r\n2024-01-01,0,0,3,0.0\r\n\
         ,0,0,1,0.0\r\n"
    );
    let args = ["timeline", "kakao date:1990", "--by", "year", "--output", "csv"];
    let empty = work.run(&args).code(1).stdout;
    assert_eq!(empty, "start,stories,matches,total,share\r\n1990-01-01,0,0,0,\r\n");
}

#[test]
fn buckets_over_the_corpus_are_what_count_counts() {
    let work = Workdir::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    work.run(&["-q", "index", &corpus.display().to_string()]).code(0);
    let index = StoryIndex::open(&work.path("index")).expect("there is an index");
    for (typed, period, zone) in [
        ("the", Period::Year, Tz::UTC),
        ("talks OR ferry OR agency:ap", Period::Year, Tz::Asia__Tokyo),
        ("harbour agency:reuters date:1987-02-10..1987-06", Period::Week, Tz::America__New_York),
        ("the date:2019", Period::Month, Tz::Pacific__Apia),
        ("said NOT lang:de date:2018..2019-03", Period::Week, Tz::Africa__Cairo),
        ("the date:none", Period::Year, Tz::UTC),
        ("words>=0", Period::Year, Tz::Asia__Kathmandu),
    ] {
        agree(&index, typed, period, zone);
    }
}

#[test]
fn buckets_over_a_large_archive_are_what_count_counts() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reuters21578.tar.gz");
    if !archive.exists() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "the archive is missing");
        eprintln!("skipped: {} is not there", archive.display());
        return;
    }
    let work = Workdir::new();
    work.run(&["-q", "index", &archive.display().to_string()]).code(0);
    let index = StoryIndex::open(&work.path("index")).expect("there is an index");
    for (typed, period, zone) in [
        ("cocoa", Period::Day, Tz::UTC),
        ("cocoa", Period::Week, Tz::Asia__Tokyo),
        ("\"interest rates\" topic:interest", Period::Month, Tz::America__New_York),
        ("oil words>200 date:1987-03-10..1987-04-20", Period::Day, Tz::America__Sao_Paulo),
    ] {
        agree(&index, typed, period, zone);
    }
}

fn query(typed: &str) -> Query {
    parse(typed, &Options::default()).unwrap_or_else(|errors| panic!("{typed}: {}", errors[0]))
}

fn count(index: &StoryIndex, typed: &str, zone: Tz) -> Counts {
    let options = PlanOptions { zone, ..PlanOptions::default() };
    let query = query(typed);
    let searcher = Searcher::new(index, &query, &options, Ranking::default()).expect("a plan");
    searcher.count(true).expect("a count")
}

fn counted(index: &StoryIndex, typed: &str, options: &TimelineOptions) -> Timeline {
    let plan = PlanOptions { zone: options.zone, ..PlanOptions::default() };
    let query = query(typed);
    let filters = query.filters();
    let found = Searcher::new(index, &query, &plan, Ranking::default()).expect("a plan");
    let others = Searcher::new(index, &filters, &plan, Ranking::default()).expect("a plan");
    timeline(&found, &others, options).expect("a timeline")
}

/// Demands that each bucket holds what `count` counts in its days, and that nothing is lost.
fn agree(index: &StoryIndex, typed: &str, period: Period, zone: Tz) {
    let asked = query(typed);
    let days = asked.days();
    let options = TimelineOptions { period, zone, days, by: None, lines: 0 };
    let whole = counted(index, typed, &options);
    let [line] = &whole.lines[..] else { panic!("{typed}: {} lines", whole.lines.len()) };
    let filters = asked.filters().parsed();
    let all =
        Tally { counts: count(index, typed, zone), total: count(index, &filters, zone).stories };
    assert_eq!(line.sum(), all, "{typed}");
    assert_eq!((whole.found, whole.total), (all.counts, all.total), "{typed}");
    for pair in line.buckets.windows(2) {
        assert_eq!(period.next(pair[0].start), Some(pair[1].start), "{typed}");
    }
    let ends = (line.buckets.first(), line.buckets.last());
    if let (Some(first), Some(last)) = ends {
        let named = |day: Option<NaiveDate>| day.map(|day| period.start(day));
        let before = days.1.and_then(|end| end.pred_opt());
        assert!(named(days.0).map_or(first.tally.total > 0, |day| day == first.start), "{typed}");
        assert!(named(before).map_or(last.tally.total > 0, |day| day == last.start), "{typed}");
    }
    for bucket in line.buckets.iter().take(60) {
        let last = period.next(bucket.start).and_then(|next| next.pred_opt()).expect("a day");
        let in_days =
            |query: &str| count(index, &format!("({query}) date:{}..{last}", bucket.start), zone);
        let truth = Tally { counts: in_days(typed), total: in_days(&filters).stories };
        assert_eq!(bucket.tally, truth, "{typed} in {}", bucket.start);
    }
    let undated = Tally {
        counts: count(index, &format!("({typed}) date:none"), zone),
        total: count(index, &format!("({filters}) date:none"), zone).stories,
    };
    assert_eq!(line.undated.unwrap_or_default(), undated, "{typed}");
    let by = FacetField::named("agency").expect("a field");
    let split = counted(index, typed, &TimelineOptions { by: Some(by), lines: 2, ..options });
    let mut sum = Tally::default();
    for line in &split.lines {
        let one = line.sum();
        sum.counts = sum.counts.plus(one.counts);
        sum.total += one.total;
        let narrower = match &line.of {
            LineOf::Value(value) => format!("({typed}) agency:\"{value}\""),
            LineOf::None => format!("({typed}) agency:none"),
            LineOf::Others => continue,
            LineOf::All => panic!("{typed}: a line of all"),
        };
        let alone = counted(index, &narrower, &options);
        let nonempty = |timeline: &[newswire::search::Bucket]| -> Vec<_> {
            timeline.iter().filter(|it| it.tally.total > 0).copied().collect()
        };
        let alone = &alone.lines[0];
        assert_eq!(nonempty(&line.buckets), nonempty(&alone.buckets), "{narrower}");
        assert_eq!(line.undated, alone.undated, "{narrower}");
    }
    // A story has one agency at most: the lines add up.
    assert_eq!(sum, all, "{typed}");
}
