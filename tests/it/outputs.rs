//! The outputs of `newswire search` that programs read.

use serde_json::json;

use super::workdir::{Ran, Workdir};

#[test]
fn a_hit_as_json() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "--output", "jsonl", "-n", "1", "military-to-military"]).code(0);
    let hits = ran.json();
    assert_eq!(hits.len(), 1);
    let keys: Vec<&String> = hits[0].as_object().expect("a hit is an object").keys().collect();
    assert_eq!(
        keys,
        [
            "rank",
            "score",
            "id",
            "native_id",
            "agency",
            "filed",
            "headline",
            "slug",
            "byline",
            "dateline",
            "matches",
            "snippets",
            "group",
            "chain",
            "source"
        ]
    );
    assert_eq!(hits[0]["rank"], 1);
    assert_eq!(hits[0]["id"], "AP:1");
    assert_eq!(hits[0]["matches"], 3);
    assert_eq!(hits[0]["byline"]["names"], json!(["Ann Lee", "Bo Ek"]));
    assert_eq!(hits[0]["source"]["path"], "first.txt");
    assert!(hits[0]["score"].as_f64().is_some_and(|score| score > 0.0));
}

#[test]
fn marks_count_code_points_of_the_text_beside_them() {
    let work = Workdir::indexed();
    let ran = work
        .run(&["search", "--output", "jsonl", "--snippets", "all", "military-to-military"])
        .code(0);
    let mut marked = Vec::new();
    for hit in ran.json() {
        for snippet in hit["snippets"].as_array().expect("snippets are a list") {
            let text: Vec<char> = snippet["text"].as_str().expect("it is text").chars().collect();
            for span in snippet["spans"].as_array().expect("spans are a list") {
                let at = |end: usize| span[end].as_u64().expect("it is a number") as usize;
                marked.push(text[at(0)..at(1)].iter().collect::<String>());
            }
        }
    }
    assert_eq!(
        marked,
        [
            "military-to-military",
            "Military-to-military",
            "military to military",
            "military to military"
        ]
    );
}

#[test]
fn snippets_may_be_few_or_none() {
    let work = Workdir::indexed();
    let snippets = |number: &str| {
        let args = ["search", "--output", "jsonl", "--snippets", number, "-n", "1", "military"];
        work.run(&args).code(0).json()[0]["snippets"].as_array().map(Vec::len)
    };
    assert_eq!(snippets("none"), Some(0));
    assert_eq!(snippets("0"), Some(0));
    assert!(snippets("all") >= snippets("1"));
}

#[test]
fn a_score_is_null_where_time_orders() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "--output", "jsonl", "--sort", "newest", "military"]).code(0);
    assert!(ran.json().iter().all(|hit| hit["score"].is_null()));
}

#[test]
fn the_body_comes_on_request() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "--output", "jsonl", "--body", "kakao"]).code(0);
    assert_eq!(ran.json()[0]["body"], "Der Kakao wird in diesem Winter knapp und teuer.");
    let ran = work.run(&["search", "--body", "--color", "always", "kakao"]).code(0);
    assert!(ran.stdout.contains("    Der \u{1b}[1mKakao\u{1b}[0m wird in"), "{}", ran.stdout);
}

#[test]
fn fields_choose_and_order_the_keys() {
    let work = Workdir::indexed();
    let fields = "headline,byline.names,dateline.places.country,source.record,id";
    let ran = work.run(&["search", "--output", "jsonl", "--fields", fields, "navies"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r#"{"headline":"Navies resume military-to-military talks","byline.names":["Ann Lee","Bo Ek"],"dateline.places.country":["NO"],"source.record":1,"id":"AP:1"}"#);
}

#[test]
fn csv_is_rfc_4180_and_safe_for_spreadsheets() {
    let work = Workdir::indexed();
    let csv = |more: &[&str]| {
        let args = ["search", "--output", "csv", "--fields", "rank,headline,byline,body", "ledger"];
        work.run(&[&args, more].concat()).code(0).stdout
    };
    let heading = "rank,headline,byline,body\r\n";
    let body = "\"A ledger\tof the harbor\nwas found \u{1b}[31mred\u{1b}[0m with rust.\"";
    assert_eq!(csv(&[]), format!("{heading}1,\"'=SUM of parts, \"\"quoted\"\"\",,{body}\r\n"));
    assert_eq!(
        csv(&["--raw"]),
        format!("{heading}1,\"=SUM of parts, \"\"quoted\"\"\",,{body}\r\n")
    );
    assert!(csv(&["--bom"]).starts_with("\u{FEFF}rank,"));
}

#[test]
fn the_usual_columns_are_the_keys_of_a_hit() {
    let work = Workdir::indexed();
    let ran = work.run(&["search", "--output", "csv", "military-to-military"]).code(0);
    let mut rows = csv::Reader::from_reader(ran.stdout.as_bytes());
    let heading = rows.headers().expect("there is a heading").clone();
    assert_eq!(
        heading.iter().collect::<Vec<_>>().join(" "),
        "rank score id native_id agency filed headline slug byline dateline matches snippets source"
    );
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("it is CSV")).collect();
    assert_eq!(rows.len(), 2);
    let cell = |name: &str| rows[0].get(heading.iter().position(|it| it == name).unwrap_or(99));
    assert_eq!(cell("byline"), Some("By Ann Lee and Bo Ek"));
    assert_eq!(cell("dateline"), Some("OSLO, May 1 (AP)"));
    assert_eq!(cell("matches"), Some("3"));
    assert_eq!(cell("source"), Some("first.txt"));
}

#[test]
fn a_story_is_one_line_of_tsv() {
    let work = Workdir::indexed();
    let args = ["search", "--output", "tsv", "--fields", "id,headline,body", "ledger"];
    assert_eq!(
        work.run(&args).code(0).stdout,
        "id\theadline\tbody\nAP:4\t'=SUM of parts, \"quoted\"\tA ledger of the harbor was found \
         \u{1b}[31mred\u{1b}[0m with rust.\n"
    );
}

#[test]
fn ids_are_alone_on_their_lines() {
    let ran = Workdir::indexed().run(&["search", "--output", "ids", "military-to-military"]);
    assert_eq!(ran.code(0).stdout, "AP:1\nAP:2\n");
}

#[test]
fn the_summary_is_the_last_line_of_standard_error() {
    let work = Workdir::indexed();
    for output in ["jsonl", "csv", "tsv", "ids", "trec"] {
        let ran = work.run(&["search", "--output", output, "-n", "1", "military talks OR ties"]);
        let mut summary = ran.code(0).summary();
        assert!(summary["took_ms"].is_u64());
        summary["took_ms"] = 0.into();
        let next = summary.as_object_mut().and_then(|summary| summary.shift_remove("next"));
        assert!(next.is_some_and(|next| next.as_str().is_some_and(|it| it.starts_with("nw1."))));
        let fingerprint = summary["index"]["fingerprint"].take();
        assert_eq!(fingerprint.as_str().map(str::len), Some(16));
        assert_eq!(
            summary,
            json!({
                "query": {
                    "typed": "military talks OR ties",
                    "parsed": "((military AND talks) OR ties)",
                },
                "total": 2, "returned": 1, "truncated": true, "took_ms": 0,
                "index": {"fingerprint": null, "stories": 5},
                "version": env!("CARGO_PKG_VERSION"),
            }),
            "{output}"
        );
    }
}

#[test]
fn the_summary_goes_to_a_file_on_request() {
    let work = Workdir::indexed();
    for output in ["jsonl", "table"] {
        let args = ["search", "--output", output, "--summary", "summary.json", "kakao"];
        assert_eq!(work.run(&args).code(0).stderr, "");
        let summary = work.read("summary.json");
        assert!(summary.starts_with("{\"query\":{\"typed\":\"kakao\"") && summary.ends_with("}\n"));
    }
}

/// Two builds on other threads, two locales, two zones of the machine: the same bytes.
#[test]
fn the_same_question_gives_the_same_bytes() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let works = ["1", "2"].map(|threads| {
        let work = Workdir::new();
        work.run(&["-q", "index", "--threads", threads, corpus]).code(0);
        work.write("topics.tsv", "1\tferry island\n2\tmilitary-to-military talks\n3\tsaid\n");
        work
    });
    let query = "(ferry w/5 island) OR caps(bell) OR said OR military-to-military";
    let mut asked = Vec::new();
    for output in ["table", "jsonl", "csv", "tsv", "ids", "trec", "html"] {
        for sort in ["relevance", "newest", "oldest", "index"] {
            let args = ["search", "--all", "--sort", sort, "--output", output, query];
            asked.push(args.map(str::to_owned).to_vec());
        }
    }
    for words in [
        "count|said",
        "kwic|--all|said",
        "kwic|--sort|left|--output|jsonl|said",
        "kwic|--sample|9|--seed|3|--output|csv|said",
        "facets|--all|--by|agency,country,topic,year,byline|said",
        "facets|--output|jsonl|--by|lang,format",
        "timeline|--by|year|--by2|agency|said",
        "timeline|--output|csv|--tz|Asia/Tokyo|said",
        "batch|topics.tsv",
        "batch|--output|jsonl|--recency|2y|--rm3|5,5,0.5|topics.tsv",
        "explain|said w/9 ferr*",
        "search|--explain-ranking|--recency|1y|said ferry",
        "show|--query|said|Reuters:900104",
    ] {
        asked.push(words.split('|').map(str::to_owned).collect());
    }
    for args in asked {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut first: Option<String> = None;
        for (at, work) in works.iter().enumerate() {
            for (locale, zone) in [("C", "UTC"), ("tr_TR.UTF-8", "Asia/Tokyo")] {
                let mut command = work.command(&args);
                command.env("LC_ALL", locale).env("TZ", zone).env("COLUMNS", "100");
                let ran = Ran::of(&mut command).code(0);
                let first = first.get_or_insert_with(|| ran.stdout.clone());
                assert_eq!(&ran.stdout, first, "{args:?}: build {at}, {locale}, {zone}");
            }
        }
    }
}
