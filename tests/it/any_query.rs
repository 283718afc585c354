//! Queries of any shape, put together at random: read or refused at a place, answered or refused,
//! and answered alike by everything that answers.

use std::path::Path;
use std::sync::OnceLock;

use newswire::error::Error;
use newswire::index::StoryIndex;
use newswire::query::plan::PlanOptions;
use newswire::query::{Options, Query, parse};
use newswire::search::{Ranking, Searcher, Sort};
use proptest::prelude::*;

use super::workdir::Workdir;

/// The samples, indexed once.
fn index() -> &'static StoryIndex {
    static INDEX: OnceLock<(Workdir, StoryIndex)> = OnceLock::new();
    let (_, index) = INDEX.get_or_init(|| {
        let work = Workdir::new();
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        work.run(&["-q", "index", &corpus.display().to_string()]).code(0);
        let index = StoryIndex::open(&work.path("index")).expect("there is an index");
        (work, index)
    });
    index
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "ferry",
        "harbour",
        "said",
        "port",
        "military-to-military",
        "U.S.",
        "bell",
        "the",
        "island",
        "closed",
        "Ferry",
        "co-operation",
        "1987",
        "o'clock",
        "não",
        "北京",
        "river",
        "a",
        "of",
    ])
    .prop_map(str::to_owned)
}

fn operand() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => word(),
        1 => word().prop_map(|word| format!("={word}")),
        2 => (word(), word()).prop_map(|(a, b)| format!("\"{a} {b}\"")),
        1 => (word(), word()).prop_map(|(a, b)| format!("forms(\"{a} {b}\")")),
        1 => prop::sample::select(vec!["ferr*", "p?rt", "*our", "b*l", "strik!", "*"])
            .prop_map(str::to_owned),
        1 => prop::sample::select(vec!["fery~1", "harbor~2", "bel~"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec![
            "agency:ap", "date:1987", "words>40", "lang:(en OR de)", "byline:any", "slug:none",
            "country:tr", "urgency<=3", "topic:nut*", "date:none", "byline:(a w/3 b)",
        ])
        .prop_map(str::to_owned),
    ]
}

fn queries() -> impl Strategy<Value = String> {
    operand().prop_recursive(5, 24, 3, |inner| {
        let near = prop::sample::select(vec![
            "w/1", "w/5", "near/20", "pre/3", "not w/4", "w/s", "w/p", "not w/s", "/9", "adj2",
            "w/10000", "not pre/2",
        ]);
        let call = prop::sample::select(vec![
            "caps", "allcaps", "nocaps", "atleast2", "atleast5", "headline:", "lead:", "body:",
            "hlead", "first9", "byline:", "NOT ", "",
        ]);
        let both = prop::sample::select(vec![" ", " AND ", " OR ", " NOT ", " -"]);
        prop_oneof![
            4 => (inner.clone(), near, inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            2 => (call, inner.clone()).prop_map(|(name, a)| format!("{name}({a})")),
            3 => (inner.clone(), both, inner.clone()).prop_map(|(a, op, b)| format!("{a}{op}{b}")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("NEAR({a} {b}, 7)")),
            1 => inner.prop_map(|a| format!("({a})^2")),
        ]
    })
}

/// Holds a query to all promises; whether it was one.
fn check(text: &str, any: bool) -> bool {
    let query = match parse(text, &Options { any, ..Options::default() }) {
        Ok(query) => query,
        Err(errors) => {
            assert!(!errors.is_empty(), "{text}");
            for error in errors {
                assert!(text.get(error.span.clone()).is_some(), "{text}: {error:?}");
                assert!(error.render(text).contains('^'), "{text}");
            }
            return false;
        }
    };
    answers(&query);
    true
}

fn answers(query: &Query) {
    let text = &query.typed;
    let searcher = match Searcher::new(index(), query, &PlanOptions::default(), Ranking::default())
    {
        Ok(searcher) => searcher,
        // Refused, under its place.
        Err(Error::Query(message)) => return assert!(message.contains('^'), "{text}: {message}"),
        Err(error) => panic!("{text}: {error}"),
    };
    let counts = match searcher.count(true) {
        Ok(counts) => counts,
        Err(Error::Query(message)) => return assert!(message.contains('^'), "{text}: {message}"),
        Err(error) => panic!("{text}: {error}"),
    };
    assert!(counts.matches >= counts.stories || !asks_words(&searcher), "{text}");
    let (best, total) = searcher.top(20, None).expect("it can be ranked");
    assert_eq!(total, counts.stories, "{text}");
    let listed: Vec<_> =
        searcher.hits(Sort::Newest).map(|hit| hit.expect("a hit").address).collect();
    assert_eq!(listed.len() as u64, counts.stories, "{text}");
    let found = searcher.in_stories(&listed).expect("they can be looked at");
    assert_eq!(found.iter().map(|it| it.count()).sum::<u64>(), counts.matches, "{text}");
    for story in &found {
        for ((clause, spans), (of, words)) in story.spans.iter().zip(&story.words) {
            assert_eq!(clause, of, "{text}");
            // Every match has a first and a last word, and they are marked.
            for span in spans {
                assert!(words.iter().any(|word| word.first == span.first), "{text}");
                assert!(words.iter().any(|word| word.last == span.last), "{text}");
            }
        }
    }
    for hit in best {
        let explained = searcher.explain(hit.address).expect("it can be explained");
        assert_eq!(explained.expect("it matches").score.to_bits(), hit.score.to_bits(), "{text}");
    }
    assert_eq!(searcher.on_threads(3).count(true).expect("counted"), counts, "{text}");
}

/// Whether every alternative asks for words of the text, so that a story has a match or more.
fn asks_words(searcher: &Searcher<'_>) -> bool {
    use newswire::query::plan::{Step, Text};
    fn asks(step: &Step, searcher: &Searcher<'_>) -> bool {
        match step {
            Step::Clause(clause) => {
                let clause = &searcher.plan().clauses[*clause];
                clause.text == Text::Story && !clause.negated
            }
            Step::All(steps) => steps.iter().any(|step| asks(step, searcher)),
            Step::Any(steps) => steps.iter().all(|step| asks(step, searcher)),
            _ => false,
        }
    }
    asks(&searcher.plan().root, searcher)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1200, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_refused_at_a_place_or_answered_alike(text in queries()) {
        check(&text, false);
    }

    #[test]
    fn any_free_text_too(text in queries()) {
        check(&text, true);
    }

    #[test]
    fn any_text_at_all(text in "\\PC{0,60}") {
        check(&text, false);
        check(&text, true);
    }
}

#[test]
fn queries_put_together_are_queries_often_enough() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut next = || queries().new_tree(&mut runner).expect("a query").current();
    let read = (0..300).filter(|_| check(&next(), false)).count();
    assert!(read > 100, "{read} of 300");
}

#[test]
fn absurd_queries_are_answered_or_refused() {
    let wide = |word: &str, between: &str| vec![word; 4_000].join(between);
    for query in [
        wide("ferry", " "),
        wide("ferry", " OR "),
        wide("ferry", " w/5 "),
        wide("the", " -"),
        format!("\"{}\"", wide("the", " ")),
        "(".repeat(10_000) + "ferry" + &")".repeat(10_000),
        "ferry w/1000000 port".to_owned(),
        "*".to_owned(),
        "NOT ferry".to_owned(),
        String::new(),
        "the of and".to_owned(),
        (0..3_000).map(|number| format!("caps(w{number}*)")).collect::<Vec<_>>().join(" OR "),
        (0..3_000).map(|number| format!("atleast2(w{number})")).collect::<Vec<_>>().join(" OR "),
    ] {
        check(&query, false);
        check(&query, true);
    }
}
