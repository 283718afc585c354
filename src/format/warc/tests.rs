use proptest::prelude::*;
use std::io::{self, BufReader, Cursor, Read as _};

use super::*;
use crate::format::Cut;
use crate::story::Body;

const TEXT: &str = "Fog shut the harbor of Bremen for a third day on Monday, its master said.";

fn page(number: usize) -> String {
    format!(
        "<!doctype html><html><head><title>Fog {number} shuts harbor</title>\
         <meta property=og:type content=article></head><body><article><p>{TEXT}</p><p>{TEXT} So it was.</p></article></body></html>"
    )
}

fn answer(head: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8{head}\r\n\r\n{body}")
}

fn record(kind: &str, content: &str, length: usize) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://a.example/fog>\r\nWARC-Date: 2023-03-06T08:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=res\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
    )
}

fn response(number: usize) -> String {
    let content = answer("", &page(number));
    record("response", &content, content.len())
}

fn cuts(text: &[u8], capacity: usize, limit: usize) -> Vec<Cut> {
    let input = BufReader::with_capacity(capacity, Cursor::new(text.to_vec()));
    Warc.cut(Box::new(input), &Limits { story: limit }).collect()
}

/// Headlines of the stories, kinds in angle brackets, reasons.
fn told(text: &[u8]) -> Vec<String> {
    let all: Vec<Vec<String>> = [1, 7, 1 << 16]
        .into_iter()
        .map(|capacity| cuts(text, capacity, 1 << 20).iter().map(tell).collect())
        .collect();
    assert!(all.iter().all(|it| *it == all[0]), "{all:?}");
    all[0].clone()
}

fn tell(cut: &Cut) -> String {
    let refused = |refusal: &Refusal| match refusal {
        Refusal::NotStory { kind } => format!("<{kind}>"),
        Refusal::Reject { reason, .. } => reason.clone(),
    };
    match cut {
        Cut::Record(record) => match Warc.read(record, &Context::default()) {
            Ok(Read::Raw(story)) => story.headline.unwrap_or_default(),
            Ok(Read::Story(_) | Read::Package(..)) => String::new(),
            Err(refusal) => refused(&refusal),
        },
        Cut::Refused(refusal) => refused(refusal),
        Cut::Broken(..) => "broken".into(),
    }
}

fn story(text: &str) -> RawStory {
    let cuts = cuts(text.as_bytes(), 99, 1 << 20);
    let Some(Cut::Record(record)) = cuts.first() else { panic!("a record was expected") };
    match Warc.read(record, &Context::default()) {
        Ok(Read::Raw(story)) => story,
        other => panic!("a story was expected, not {other:?}"),
    }
}

#[test]
fn a_response_is_a_page() {
    let story = story(&response(1));
    assert_eq!(story.headline.as_deref(), Some("Fog 1 shuts harbor"));
    assert_eq!(story.url.as_deref(), Some("http://a.example/fog"));
    assert_eq!(story.native_id.as_deref(), Some("urn:uuid:1"));
    assert_eq!(story.filed.map(|it| it.date).as_deref(), Some("2023-03-06"));
    assert_eq!(story.flags, ["date_guessed"]);
    assert!(matches!(story.body, Body::Paragraphs(it) if it.len() == 2));
}

#[test]
fn records_are_counted_by_kind() {
    let with = |head: &str, body: &str| {
        let content = format!("{head}\r\n\r\n{body}");
        record("response", &content, content.len())
    };
    let all = [
        record("warcinfo", "software: x\r\n", 13),
        record("request", "GET / HTTP/1.1\r\n\r\n", 18),
        response(1),
        record("revisit", "HTTP/1.1 200 OK\r\n\r\n", 19),
        with("HTTP/2 301\r\nLocation: /x", ""),
        with("HTTP/1.1 404 Not Found\r\nContent-Type: text/html", "<html>"),
        with("HTTP/1.1 200 OK\r\nContent-Type: image/png", "\u{89}PNG"),
        with("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml", "<rss>"),
        with(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html",
            "<html><title>Home</title><a href=/>x</a>",
        ),
        with("HTTP/2 200\r\nContent-Type: text/html", &page(2)),
        with("HTTP/1.1 200 OK\r\nContent-Type: text/plain", "a note"),
        response(3).replace("/fog>", "/robots.txt>"),
        record("response", &page(4), page(4).len())
            .replace("application/http; msgtype=res", "text/html"),
        record("resource", &page(5), page(5).len())
            .replace("application/http; msgtype=res", "text/html"),
        record("metadata", "x: y\r\n", 6),
    ];
    assert_eq!(
        told(all.concat().as_bytes()),
        [
            "<archive information>",
            "<request to a server>",
            "Fog 1 shuts harbor",
            "<revisit>",
            "<redirect>",
            "<error page>",
            "<picture>",
            "<feed>",
            "<web page>",
            "Fog 2 shuts harbor",
            "<file of another type>",
            "<robots.txt>",
            "Fog 4 shuts harbor",
            "Fog 5 shuts harbor",
            "<metadata of a crawl>",
        ]
    );
}

#[test]
fn lines_may_end_in_lf_alone() {
    let all =
        [response(1), record("request", "GET", 3), response(2)].concat().replace("\r\n", "\n");
    // The lengths were those of the longer lines.
    assert_eq!(
        told(all.as_bytes()),
        ["Fog 1 shuts harbor", "<request to a server>", "Fog 2 shuts harbor"]
    );
}

#[test]
fn wrong_lengths_cost_no_neighbour() {
    let content = answer("", &page(2));
    for length in
        [0, 10, content.len() - 1, content.len() + 1, content.len() + 200, 900_000, usize::MAX]
    {
        let wrong = record("response", &content, length);
        let all = [response(1), wrong.clone(), response(3), response(4)].concat();
        let found = told(all.as_bytes());
        assert_eq!(found.len(), 4, "{length}: {found:?}");
        assert_eq!(
            [&found[0], &found[2], &found[3]],
            ["Fog 1 shuts harbor", "Fog 3 shuts harbor", "Fog 4 shuts harbor"]
        );
        assert!(found[1] == "Fog 2 shuts harbor" || length > 1 << 20, "{length}: {found:?}");
    }
    let story = story(&record("response", &content, 10));
    assert!(story.flags.contains(&"length_wrong".to_owned()));
    let none = record("response", &content, 0).replace("Content-Length: 0", "Content-Length: many");
    assert_eq!(
        told([none, response(3)].concat().as_bytes()),
        ["Fog 2 shuts harbor", "Fog 3 shuts harbor"]
    );
}

#[test]
fn junk_costs_no_record() {
    let first = ["junk\r\n\r\n".into(), response(1)].concat();
    let found = told(first.as_bytes());
    assert!(
        found[0].contains("belong to no record") && found[1] == "Fog 1 shuts harbor",
        "{found:?}"
    );
    let all = [response(1), "junk\r\n\r\n".into(), response(2)].concat();
    let found = told(all.as_bytes());
    assert_eq!(
        (found[0].as_str(), found[2].as_str()),
        ("Fog 1 shuts harbor", "Fog 2 shuts harbor")
    );
    assert!(found[1].contains("belong to no record"), "{found:?}");
    assert!(told(b"junk").len() == 1 && told(b"\r\n\n").is_empty());
}

#[test]
fn chunks_packing_and_truncation() {
    let body = page(1);
    let content = answer(
        "\r\nTransfer-Encoding: chunked",
        &format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len()),
    );
    assert_eq!(
        told(record("response", &content, content.len()).as_bytes()),
        ["Fog 1 shuts harbor"]
    );
    let content =
        answer("\r\nX-Crawler-Transfer-Encoding: chunked\r\nX-Crawler-Content-Encoding: br", &body);
    assert_eq!(
        told(record("response", &content, content.len()).as_bytes()),
        ["Fog 1 shuts harbor"]
    );
    let content = answer("\r\nContent-Encoding: br", "\u{1}\u{0}\u{2}");
    let found = told(record("response", &content, content.len()).as_bytes());
    assert!(found[0].contains("brotli"), "{found:?}");
    let cut = response(1).replace("WARC-Type", "WARC-Truncated: length\r\nWARC-Type");
    assert!(story(&cut).flags.contains(&"truncated".to_owned()));
}

#[test]
fn archives_of_the_older_kind() {
    let content = answer("", &page(1));
    let info = "1 0 x\nURL IP-address Archive-date Content-type Archive-length\n";
    let all = format!(
        "filedesc://x.arc 0.0.0.0 20010203040506 text/plain {}\n{info}\nhttp://a.example/fog 1.2.3.4 20010203040506 text/html {}\n{content}\n\
         http://a.example/x 1.2.3.4 20010203040507 image/png 17\nHTTP/1.0 404 No\n\n\nhttp://a.example/y 1.2.3.4 20010203040508 text/html {}\n{content}\n",
        info.len(),
        content.len(),
        content.len() + 3,
    );
    assert!(Warc.sniff(all.as_bytes()));
    assert_eq!(
        told(all.as_bytes()),
        ["<archive information>", "Fog 1 shuts harbor", "<error page>", "Fog 1 shuts harbor"]
    );
    let cuts = cuts(all.as_bytes(), 64, 1 << 20);
    let Cut::Record(record) = &cuts[1] else { panic!("a record") };
    let Ok(Read::Raw(story)) = Warc.read(record, &Context::default()) else { panic!("a story") };
    assert_eq!(
        story.filed.map(|it| (it.date, it.time)),
        Some(("2001-02-03".into(), Some("04:05:06".into())))
    );
}

#[test]
fn a_record_over_the_limit_is_passed_by() {
    let long = answer("", &page(1).replace("So it was.", &"So it was. ".repeat(500)));
    let film = format!("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n{}", "x".repeat(5000));
    let all = [
        response(1),
        record("response", &long, long.len()),
        record("response", &film, film.len()),
        response(2),
    ];
    let found: Vec<String> = cuts(all.concat().as_bytes(), 50, 2000).iter().map(tell).collect();
    assert_eq!(
        (found.len(), found[0].as_str(), found[3].as_str()),
        (4, "Fog 1 shuts harbor", "Fog 2 shuts harbor")
    );
    assert!(found[1].contains("--max-story") && found[2] == "<sound or film>", "{found:?}");
}

#[test]
fn a_stream_that_breaks_off_keeps_what_came_before() {
    struct Bad;
    impl io::Read for Bad {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("bad sector"))
        }
    }
    let all = [response(1), response(2)].concat();
    let input = Cursor::new(all.as_bytes()[..all.len() - 90].to_vec()).chain(Bad);
    let found: Vec<String> =
        Warc.cut(Box::new(BufReader::new(input)), &Limits::default()).map(|it| tell(&it)).collect();
    assert_eq!(found, ["Fog 1 shuts harbor", "the stream breaks off inside this record", "broken"]);
}

proptest! {
    #[test]
    fn never_panics(bytes in "(WARC/1.0\r\n|WARC-Type: response\r\n|Content-Length: [0-9]{1,2}\r\n|\r\n|\n|HTTP/1.1 200 OK\r\n|<html><p>x|http://a 1 20010203040506 t 9\n|filedesc://x 1 20010203040506 t 9\n|é){0,24}", limit in 0usize..60) {
        for capacity in [1, 4096] {
            for cut in cuts(bytes.as_bytes(), capacity, limit) {
                tell(&cut);
            }
        }
    }

    #[test]
    fn large_and_small_buffers_give_the_same(order in proptest::collection::vec(0usize..4, 1..8)) {
        let all: String = order.iter().map(|it| match it {
            0 => response(1),
            1 => record("request", "GET /", 5),
            2 => record("response", &answer("", &page(2)), 7),
            _ => "junk and more junk\r\n\r\n".into(),
        }).collect();
        told(all.as_bytes());
    }
}

/// Such a head was read up to the end of all that was held, for each record.
#[test]
fn a_head_that_never_ends_is_read_only_so_far() {
    let start = std::time::Instant::now();
    let record = "http://a.example/fog 192.0.2.8 20040203040512 text/html 475\nHTTP/1.1 200 OK\r\n\
        Content-Type: text/html\r\nServer: x\r\n";
    let found = cuts(record.repeat(10_000).as_bytes(), 1 << 20, 1 << 24);
    assert_eq!(found.len(), 10_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
