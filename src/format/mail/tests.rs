use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Body, Source, Story};

const FROM: &str = "From ann@example.org Mon Mar  2 10:00:00 1998\n";

fn cut(bytes: &[u8], capacity: usize, limit: usize) -> Vec<Cut> {
    let input = BufReader::with_capacity(capacity, Cursor::new(bytes.to_vec()));
    Mail.cut(Box::new(input), &Limits { story: limit }).collect()
}

fn records(text: &str) -> Vec<String> {
    let mut seen: Vec<Vec<String>> = [1, 7, 1 << 16]
        .into_iter()
        .map(|capacity| {
            let cuts = cut(text.as_bytes(), capacity, 1 << 20).into_iter();
            cuts.map(|it| match it {
                Cut::Record(it) => String::from_utf8_lossy(&it.bytes).into_owned(),
                _ => "refused".into(),
            })
            .collect()
        })
        .collect();
    assert!(seen.windows(2).all(|two| two[0] == two[1]));
    seen.pop().expect("three")
}

fn attempt(text: &str) -> Result<Read, Refusal> {
    let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
    Mail.read(&record, &Context::default())
}

fn raw(text: &str) -> RawStory {
    match attempt(text) {
        Ok(Read::Raw(story)) => story,
        other => panic!("a raw story was expected, not {other:?}"),
    }
}

fn story(text: &str) -> Story {
    compose::story(raw(text), Source::default()).expect("a story")
}

#[test]
fn mail_is_known_and_copy_is_not() {
    for head in [
        "From ann@example.org Mon Mar  2 10:00:00 1998\nFrom: x",
        "From ann@example.org Mon Mar 2 10:00 EST 1998\nFrom: x",
        "Received: by x\nSubject: harbor\n\ntext",
        "    \n\nMIME-Version: 1.0\nSubject: harbor\n\ntext",
    ] {
        assert!(Mail.sniff(head.as_bytes()), "{head}");
    }
    for head in [
        "From Times staff reports\nThe harbor was shut, in 1998",
        "Date: 3 March 1987\nSubject: Harbor\n\nBOSTON - Fog.",
        "BC-Fog\nReceived: by x\nSubject: y\n",
        "",
    ] {
        assert!(!Mail.sniff(head.as_bytes()), "{head}");
    }
}

#[test]
fn a_mailbox_is_cut_where_mails_begin() {
    let one = format!("{FROM}Subject: A\n\nFrom the pier it is far.\n\nFrom 9:00 to 1998\n");
    let two = format!("{FROM}Subject: B\n\nText.\n");
    assert_eq!(records(&format!("{one}\n{two}")), [format!("{one}\n"), two.clone()]);
    // Without the blank line, only a field shows it.
    assert_eq!(records(&format!("{one}{two}")), [one.clone(), two.clone()]);
    let quoting = format!("{FROM}Subject: A\n\nHe wrote:\n{FROM}and no more\n");
    assert_eq!(records(&quoting), std::slice::from_ref(&quoting));
    let returns = format!("{one}\n{two}").replace('\n', "\r\n");
    assert_eq!(records(&returns).len(), 2);
    // Lengths count where they are right.
    let body = format!("He sent:\n\n{FROM}Subject: inner\n");
    let right = format!("{FROM}Subject: A\nContent-Length: {}\n\n{body}", body.len());
    assert_eq!(records(&format!("{right}\n{two}")), [format!("{right}\n"), two.clone()]);
    let wrong = right.replace("Content-Length: ", "Content-Length: 1");
    assert_eq!(records(&format!("{wrong}\n{two}")).len(), 3);
    // A mail alone is one record, whatever it holds.
    assert_eq!(records(&format!("   \n\nSubject: A\n\n{two}")).len(), 1);
    assert!(records(" \n").is_empty());
    let cuts = cut(format!("{one}\n{two}").as_bytes(), 16, 70);
    assert!(
        matches!(&cuts[0], Cut::Refused(Refusal::Reject { reason, .. }) if reason.contains("--max-story"))
    );
    assert!(matches!(&cuts[1], Cut::Record(it) if it.bytes == two.as_bytes() && it.number == 2));
}

#[test]
fn quoted_from_lines_are_set_right() {
    let text = format!("{FROM}Subject: A\n\n>From here.\n>>From there.\n> From afar.\n");
    let Body::Wrapped(body) = raw(&text).body else { panic!("wrapped text was expected") };
    assert_eq!(body.trim(), "From here.\n>From there.\n> From afar.");
}

#[test]
fn of_texts_that_say_the_same_the_plain_one_counts() {
    let mail = |plain: &str| {
        raw(&format!(
            "Subject: A\nContent-Type: multipart/alternative; boundary=\"x y\"\n\n--x y\n\n{plain}\n--x y\nContent-Type: text/html\n\n<p>One harbor was shut by fog &amp; ice.<p>Two were not.\n--x y--\n"
        ))
    };
    assert_eq!(mail("One harbor was shut.").body, Body::Wrapped("One harbor was shut.".into()));
    let html = vec!["One harbor was shut by fog & ice.".to_owned(), "Two were not.".to_owned()];
    assert_eq!(mail("It.").body, Body::Paragraphs(html.clone()));
    assert_eq!(mail("").body, Body::Paragraphs(html));
}

#[test]
fn what_cannot_be_a_story_is_said() {
    assert!(matches!(attempt(""), Err(Refusal::Reject { .. })));
    let report =
        "Subject: A\nContent-Type: multipart/report; boundary=x\n\n--x\n\nNot sent.\n--x--\n";
    assert_eq!(attempt(report), Err(Refusal::NotStory { kind: "delivery report" }));
    let cut_off = "Subject: A\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nFog sh";
    assert_eq!(raw(cut_off).body, Body::Wrapped("Fog sh".into()));
}

#[test]
fn files_are_enclosed_and_pictures_are_not() {
    let text = "Subject: A\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText.\n--x\nContent-Type: text/plain; charset=iso-8859-1; name=\"../a b.txt\"\nContent-Transfer-Encoding: quoted-printable\n\nH=E4fen\n--x\nContent-Type: image/png\n\nabc\n--x\nContent-Type: multipart/digest; boundary=y\n\n--y\n\nSubject: B\n\nInner.\n--y--\n--x--\n";
    let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
    let files = Mail.enclosed(&record);
    let seen: Vec<(&str, &str)> = files
        .iter()
        .map(|it| (it.name.as_str(), std::str::from_utf8(&it.bytes).expect("text")))
        .collect();
    assert_eq!(seen, [("../a b.txt", "Häfen"), ("part-4.eml", "Subject: B\n\nInner.")]);
}

proptest! {
    #[test]
    fn a_written_story_is_read_back(
        headline in "[A-Z][a-z]{2,8}( [a-z]{2}[a-z&<é]{2,6}){2,5}",
        paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|[a-z]{2}[&<é;][a-z]{2}|don't|\"[a-z]{3,6}\")){3,20}\\.", 1..6),
        minute in 0u8..60,
        several in any::<bool>(),
    ) {
        let body = paragraphs.join("\n\n");
        let mut text = format!(
            "Message-ID: <m{minute}@example.org>\nSubject: {headline}\nDate: Mon, 2 Mar 1998 10:{minute:02}:00 -0500\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
        );
        if several {
            text.insert_str(0, FROM);
        }
        let story = story(&text);
        prop_assert_eq!(story.headline, Some(headline));
        prop_assert_eq!(story.native_id, Some(format!("m{minute}@example.org")));
        prop_assert_eq!(story.filed, Some(format!("1998-03-02T15:{minute:02}:00Z")));
        prop_assert_eq!(story.body, Some(body));
    }

    #[test]
    fn never_panics(
        bytes: Vec<u8>,
        text in "(From a@b Mon Mar  2 10:00:00 1998\n|From |Subject: |=\\?utf-8\\?Q\\?=C3\\?=|Content-Type: multipart/mixed; boundary=x\n|Content-Type: message/rfc822\n|Content-Type: text/html\n|Content-Length: 9\n|Content-Transfer-Encoding: base64\n|--x|--x--|\n|\r\n|é|a|-- |\\{\"Body\":\"a\"\\}){0,30}",
        limit in 0usize..300,
    ) {
        for bytes in [&bytes[..], text.as_bytes()] {
            Mail.sniff(bytes);
            let seen = |capacity: usize| -> Vec<(u64, Vec<u8>)> {
                cut(bytes, capacity, limit)
                    .into_iter()
                    .filter_map(|it| if let Cut::Record(it) = it { Some((it.offset, it.bytes)) } else { None })
                    .collect()
            };
            let cuts = seen(3);
            prop_assert_eq!(&cuts, &seen(1 << 16));
            for (offset, bytes) in cuts {
                let record = Record { number: 1, offset, bytes };
                let _ = Mail.read(&record, &Context::default());
                Mail.enclosed(&record);
            }
            let record = Record { number: 1, offset: 0, bytes: bytes.to_vec() };
            let _ = Mail.read(&record, &Context::default());
            Mail.enclosed(&record);
        }
    }
}

/// Each was held against all those before it.
#[test]
fn parts_by_the_thousand_are_each_looked_at_once() {
    let start = std::time::Instant::now();
    let parts: String = (0..9_000)
        .map(|it| format!("--x\nContent-Type: text/plain\n\nFog {} came.\n", it % 6_000))
        .collect();
    let mail = format!(
        "From: a@b.example\nSubject: Fog\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=x\n\n{parts}--x--\n"
    );
    let record = Record { number: 1, offset: 0, bytes: mail.into_bytes() };
    let Ok(Read::Raw(story)) = Mail.read(&record, &Context::default()) else {
        panic!("a story was expected")
    };
    let Body::Wrapped(text) = story.body else { panic!("wrapped text was expected") };
    assert_eq!(text.matches("came.").count(), 6_000);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// The end of the line was looked for behind each of these.
#[test]
fn boundaries_inside_a_line_are_passed() {
    let start = std::time::Instant::now();
    let mail = format!(
        "From: a@b.example\nSubject: Fog\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=x\n\n--x\n\nFog came.\n{}\n--x--\n",
        "--x".repeat(1_000_000)
    );
    let record = Record { number: 1, offset: 0, bytes: mail.into_bytes() };
    assert!(Mail.read(&record, &Context::default()).is_ok());
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
