//! `newswire search`.

use super::workdir::{Workdir, stories};

/// The ids found, in order.
fn ids(work: &Workdir, args: &[&str]) -> Vec<String> {
    let ran = work.run(&[&["search", "--output", "ids"], args].concat());
    ran.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_list_for_eyes() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "military-to-military"]).code(0);
    assert_eq!(
        ran.stdout,
        " 1  Navies resume military-to-military talks
    AP · 2024-05-01 10:00 UTC · AP:1 · 3 matches
    - Military-to-military talks are useful, an admiral said. Ümit Öz, who led
      them, agreed: military to military talks calm the sea.

 2  Generals speak on the telephone
    AP · 2024-04-01 08:30 UTC · AP:2 · 1 match
    - The generals spoke of military to military ties and of little else.
"
    );
    let (found, rest) = ran.stderr.trim_start().split_once(", ").expect("it has two parts");
    assert_eq!(found, "2 stories");
    assert!(rest.ends_with(" ms\n"), "{rest}");
}

#[test]
fn matches_are_bold() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "--color", "always", "navies military-to-military"]).code(0);
    let plain = ran.stdout.replace("\u{1b}[1m", "<").replace("\u{1b}[0m", ">");
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines[0], " 1  <Navies> resume <military-to-military> talks");
    assert!(plain.contains("<Military-to-military> talks are useful"), "{plain}");
    assert!(plain.contains("agreed: <military to military> talks calm"), "{plain}");
}

#[test]
fn a_corpus_is_indexed_first_and_only_once() {
    let work = Workdir::new();
    work.write("corpus/stories.jsonl", stories());
    let ran = work.run(&["search", "--corpus", "corpus", "kakao"]).code(0);
    assert!(ran.stdout.starts_with(" 1  Kakao wird knapp\n"), "{}", ran.stdout);
    assert!(ran.stderr.contains("           5 indexed\n"), "{}", ran.stderr);
    let again = work.run(&["search", "--corpus", "corpus", "kakao"]).code(0);
    assert_eq!(again.stdout, ran.stdout);
    assert!(!again.stderr.contains("indexed"), "{}", again.stderr);
    work.write("more.txt", "HARBOR SHUT\n\nThe harbor was shut by ice on Monday morning.\n");
    let args =
        ["search", "--corpus", "corpus", "--corpus", "more.txt", "--output", "ids", "harbor"];
    assert_eq!(work.run(&args).code(0).stdout.lines().count(), 2);
}

#[test]
fn nothing_found_is_exit_code_1_unless_that_is_fine() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "giraffe"]).code(1);
    assert_eq!(ran.stdout, "");
    assert_eq!(ran.stderr, "no story matches giraffe (5 stories searched)\n");
    work.run(&["search", "--no-match-ok", "giraffe"]).code(0);
    let ran = work.run(&["search", "--output", "csv", "giraffe"]).code(1);
    assert_eq!(ran.stdout.lines().count(), 1, "the heading stands over nothing too");
}

#[test]
fn a_query_that_cannot_be_read_is_marked() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "heading:cocoa AND (oil"]).code(2);
    assert_eq!(ran.stdout, "");
    insta::assert_snapshot!(ran.stderr, @r"
    newswire: the query cannot be read
      heading:cocoa AND (oil
      ^^^^^^^ there is no field heading; did you mean headline?
      heading:cocoa AND (oil
                        ^ this ( is never closed
    ");
    let ran = work.run(&["search", "--max-expansions", "2", "m*"]).code(2);
    insta::assert_snapshot!(ran.stderr, @r"
    newswire: the query cannot be searched for
      m*
      ^^ m* stands for more than 2 words of this index; write more letters, or raise the limit: --max-expansions 8
    ");
    let ran = work.run(&["search", "talks byline:(caps(lee))"]).code(2);
    insta::assert_snapshot!(ran.stderr, @r"
    newswire: the query cannot be searched for
      talks byline:(caps(lee))
                   ^^^^^^^^^^^ caps( ) looks at headline and text, and not at the other fields of a story
    ");
}

#[test]
fn a_wrong_query_is_told_before_anything_is_indexed() {
    let work = Workdir::new();
    work.write("corpus/stories.jsonl", stories());
    work.run(&["search", "--corpus", "corpus", "(oil"]).code(2);
    assert!(!work.path("index").exists());
}

#[test]
fn orders() {
    let work = Workdir::indexed();
    let all = ["AP:1", "AA:5", "AP:2", "dpa:3", "AP:4"];
    let every = "military OR kakao OR harbor OR liman";
    assert_eq!(ids(&work, &["--sort", "newest", every]), all);
    assert_eq!(ids(&work, &["--sort", "newest", "-n", "2", every]), all[..2]);
    assert_eq!(ids(&work, &["--sort", "newest", "--all", every]), all);
    let oldest = ["dpa:3", "AA:5", "AP:2", "AP:1", "AP:4"];
    assert_eq!(ids(&work, &["--sort", "oldest", every]), oldest);
    assert_eq!(ids(&work, &["military-to-military"]), ["AP:1", "AP:2"]);
}

#[test]
fn all_is_the_whole_of_what_a_number_cuts() {
    let work = Workdir::indexed();
    let every = "agency:(AP OR AA OR dpa)";
    let all = ids(&work, &["--all", every]);
    assert_eq!(all.len(), 5);
    for number in 0..=6 {
        let cut = ids(&work, &["-n", &number.to_string(), every]);
        assert_eq!(cut, all[..number.min(5)], "{number}");
    }
}

#[test]
fn days_are_those_of_the_zone_asked_for() {
    let work = Workdir::indexed();
    assert_eq!(ids(&work, &["kakao date:2023-12-31"]), ["dpa:3"]);
    assert_eq!(ids(&work, &["--tz", "europe/berlin", "kakao date:2024-01-01"]), ["dpa:3"]);
    assert!(ids(&work, &["--tz", "europe/berlin", "kakao date:2023"]).is_empty());
    let ran = work.run(&["search", "--tz", "Europe/Berln", "kakao"]).code(2);
    assert!(ran.stderr.contains("did you mean Europe/Berlin?"), "{}", ran.stderr);
}

#[test]
fn today_is_known() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "--output", "ids", "date:last-30d"]).code(1);
    let parsed = ran.summary()["query"]["parsed"].to_string();
    assert!(parsed.starts_with("\"date:20"), "{parsed}");
}

#[test]
fn quiet_leaves_only_data_and_errors() {
    let work = Workdir::indexed();
    for output in ["table", "jsonl", "ids"] {
        let ran = work.run(&["search", "-q", "--output", output, "kakao"]).code(0);
        assert_eq!(ran.stderr, "", "{output}");
        assert!(!ran.stdout.is_empty());
    }
    assert!(!work.run(&["search", "-q", "(oil"]).code(2).stderr.is_empty());
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let work = Workdir::indexed();
    for args in [
        &["--fields", "id", "x"][..],
        &["--fields", "id", "--output", "ids", "x"],
        &["--bom", "x"],
        &["--raw", "--output", "jsonl", "x"],
        &["--body", "--output", "ids", "x"],
        &["--all", "-n", "3", "x"],
        &["--snippets", "many", "x"],
        &["--output", "csv", "--fields", "headlin", "x"],
        &["-q", "-v", "x"],
    ] {
        let ran = work.run(&[&["search"], args].concat()).code(2);
        assert!(ran.stderr.starts_with("newswire: "), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn verbose_tells_what_is_searched() {
    let ran = Workdir::indexed().run(&["search", "-v", "kakao"]).code(0);
    assert!(ran.stderr.starts_with("index index: 5 stories, fingerprint "), "{}", ran.stderr);
}

/// The tier of the compound was a number that a boost could beat.
#[test]
fn the_compound_comes_before_every_spaced_form() {
    let work = Workdir::new();
    let story = |id: &str, body: &str| {
        format!("{{\"schema\":1,\"id\":\"{id}\",\"body\":\"{body}\",\"source\":{{}}}}\n")
    };
    let filler = "The ministers met and spoke of other matters for most of the day. ".repeat(30);
    let spaced = "A long term plan. Long term is long term. Oil oil oil oil.";
    let text = story("X:1", &format!("{filler} A long-term plan."))
        + &story("X:2", spaced)
        + &story("X:3", &format!("{filler} Long term oil."));
    work.write("archive/stories.jsonl", text);
    work.run(&["index", "archive"]).code(0);
    for query in ["long-term", "long-term OR oil^5000", "(long-term OR oil)^9", "long-term^3 plan"]
    {
        let ran = work.run(&["search", "-q", "--output", "ids", query]).code(0);
        assert_eq!(ran.stdout.lines().next(), Some("X:1"), "{query}: {}", ran.stdout);
    }
}

/// A place in a dateline added to the score, and it is no word of the text.
#[test]
fn fields_of_the_record_do_not_score() {
    let work = Workdir::indexed();
    let score = |query: &str| {
        let hits = work.run(&["search", "-q", "--output", "jsonl", query]).code(0).json();
        hits[0]["score"].as_f64().expect("a score")
    };
    for field in ["dateline:oslo", "byline:lee", "place:oslo"] {
        assert_eq!(score("navies"), score(&format!("navies {field}")), "{field}");
    }
}

#[test]
fn a_story_is_found_by_the_id_that_its_source_gave() {
    let work = Workdir::indexed();
    for id in ["AP:1", "1"] {
        let ran = work.run(&["search", "-q", "--output", "ids", &format!("id:{id}")]).code(0);
        assert_eq!(ran.stdout, "AP:1\n", "{id}");
    }
    work.run(&["search", "-q", "id:P:1"]).code(1);
}
