use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Body, Source, Story};

const FIRST: &str = "\u{16}\u{16}\u{1}f2871\u{1f}_-----\nr l \u{13}\u{11} BC-LT--OrchardClocks 11-13 1049\r
\u{2}^BC-LT--Orchard Clocks,1st Ld-Writethru,212<\r\n^Clocks tell the bees<\r\n^By ANN LEE=\r\n^AP Writer=\r
\t   CURICO, Chile (AP) _ The first bell rings.\r\n\t   ``So it does,'' one said.\r
\u{3}AP-WF-11-13-13 1509GMT<\r\n\r\n\u{c}\r\n\u{4}";

fn cut(bytes: &[u8], capacity: usize, limit: usize) -> Vec<Cut> {
    let input = BufReader::with_capacity(capacity, Cursor::new(bytes.to_vec()));
    Anpa.cut(Box::new(input), &Limits { story: limit }).collect()
}

fn records(bytes: &[u8], capacity: usize) -> Vec<Record> {
    let cuts = cut(bytes, capacity, 1 << 20).into_iter();
    cuts.filter_map(|it| if let Cut::Record(record) = it { Some(record) } else { None }).collect()
}

fn raw(text: &str) -> RawStory {
    let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
    match Anpa.read(&record, &Context::default()) {
        Ok(Read::Raw(story)) => story,
        other => panic!("a raw story was expected, not {other:?}"),
    }
}

fn story(text: &str) -> Story {
    compose::story(raw(text), Source::default()).expect("a story")
}

#[test]
fn a_transmission_is_read() {
    let story = story(FIRST);
    assert_eq!(story.id, "AP:f2871-2013-11-13:1st%20Ld-Writethru");
    assert_eq!(story.headline.as_deref(), Some("Clocks tell the bees"));
    assert_eq!(story.slug.as_deref(), Some("BC-LT--Orchard Clocks, 1st Ld-Writethru"));
    assert_eq!(story.filed.as_deref(), Some("2013-11-13T15:09:00Z"));
    assert_eq!((story.urgency, story.category.as_deref()), (Some(4), Some("l")));
    assert_eq!(story.topics, ["anpa:l", "lifestyle"]);
    assert_eq!(story.byline.map(|it| it.names), Some(vec!["ANN LEE".to_owned()]));
    let body = "The first bell rings.\n\n“So it does,” one said.";
    assert_eq!(story.body.as_deref(), Some(body));
    assert!(story.flags.is_empty());
}

#[test]
fn streams_are_known_with_noise_and_without_control_characters() {
    assert!(Anpa.sniff(FIRST.as_bytes()));
    assert!(Anpa.sniff(format!("\u{7f}\u{7f}\0\0\r\n{FIRST}").as_bytes()));
    assert!(
        Anpa.sniff(b"damage\x04\r\n\x16\x16\x01a0412\x1fglbsm\nb n \x13\x11 BC-Fog 02-09 0012\r\n")
    );
    assert!(Anpa.sniff(b"a0105KYODOkoko-\nr i  BC-Fog 09-12 0190\n"));
    for other in [
        &b""[..],
        b"<REUTERS>\n\x01f0704\x1freute\nu f BC-FOG 02-26 0105",
        b"a0105 people were counted on the pier\nr i BC-Fog 09-12 0190\n",
        b"\x7f\r\n\x01eca062 4 i 211 ccccb   dpa 061\r\n",
        b"BC-Fog\n\nBOSTON (AP) - Fog.",
        b"Received: by x\nSubject: Fog\n\na0105koko-\nr i  BC-Fog 09-12 0190\n",
    ] {
        assert!(!Anpa.sniff(other), "{}", String::from_utf8_lossy(other));
    }
}

#[test]
fn transmissions_are_parted_whatever_is_lost() {
    let second = FIRST.replace("f2871", "f2872");
    let open = FIRST.replace(['\u{4}', '\u{3}'], "");
    for (stream, count) in [
        (format!("{FIRST}\u{7f}\u{7f}\r\n{second}"), 2),
        (format!("{open}{second}"), 2),
        (format!("junk\r\n{FIRST}junk\r\n{second}junk"), 2),
        (FIRST.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "").repeat(3), 3),
    ] {
        for capacity in [1, 7, 1 << 16] {
            let found = records(stream.as_bytes(), capacity);
            assert_eq!(found.len(), count, "{stream}");
            assert_eq!(found[1].number, 2);
        }
    }
    let cuts = cut(format!("{FIRST}junk {second}").as_bytes(), 64, 1 << 20);
    assert!(
        matches!(&cuts[1], Cut::Refused(Refusal::Reject { offset, .. }) if *offset == FIRST.len() as u64)
    );
    let long = cut(format!("{FIRST}{second}").as_bytes(), 64, 100);
    assert_eq!(long.len(), 2);
    assert!(
        matches!(&long[0], Cut::Refused(Refusal::Reject { reason, .. }) if reason.contains("--max-story"))
    );
}

#[test]
fn what_has_no_body_or_no_headline_is_kept() {
    let alert = "\u{1}a0412\u{1f}_\nb n \u{13}\u{11} BC-APNewsAlert 02-09 0012\n\u{2}^BC-APNewsAlert,17<\n\tDULUTH (AP) _ Shut.\n\u{3}AP-WF-02-10-14 0423GMT<\n\u{4}";
    let alert = story(alert);
    assert_eq!((alert.headline, alert.body.as_deref()), (None, Some("Shut.")));
    assert_eq!(alert.id, "AP:a0412-2014-02-09");
    let list = "\u{1}a0412\u{1f}_\nr n \u{13}\u{11} BC-List 02-09\n\u{2}^BC-List,9<\n^The list<\n^One thing.<\n^Another thing.<\n\u{3}\u{4}";
    let list = raw(list);
    assert_eq!(list.body, Body::Paragraphs(vec!["One thing.".into(), "Another thing.".into()]));
    // Without a year there is no id.
    assert_eq!((list.native_id, list.filed), (None, None));
}

#[test]
fn damaged_headers_are_read_as_far_as_they_go() {
    let story =
        raw("\u{1}a0412\u{1f}_\nb n \u{13}\u{11} BC-Fog 0\u{2}^BC-Fog<\n^Shut<\n\tFog.\n\u{4}");
    assert_eq!((story.category.as_deref(), story.urgency), (Some("n"), Some(2)));
    assert_eq!(story.headline.as_deref(), Some("Shut"));
    let bare = raw("\u{1}a0412\u{1f}_\n\u{2}Shut\n\nBOSTON (AP) _ Fog.\n");
    assert!(matches!(bare.body, Body::Copy(_)));
    assert!(bare.flags.contains(&"end_tag_missing".to_owned()));
    let record = Record { number: 1, offset: 9, bytes: b"\x01".to_vec() };
    assert!(matches!(
        Anpa.read(&record, &Context::default()),
        Err(Refusal::Reject { offset: 9, .. })
    ));
}

proptest! {
    #[test]
    fn a_written_story_is_read_back(
        headline in "[A-Z][a-z]{2,8}( [a-z]{2}[a-z&é]{2,6}){2,5}",
        paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|[a-z]{2}[&<é;][a-z]{2}|don't|\"[a-z]{3,6}\")){3,20}\\.", 1..6),
        number in 0u16..9999,
        minute in 0u8..60,
    ) {
        let body: String = paragraphs.iter().map(|it| format!("\t   {it}\r\n")).collect();
        let text = format!(
            "\u{1}a{number:04}\u{1f}_-----\nu f \u{13}\u{11} BC-Fog 11-13 0100\r\n\u{2}^BC-Fog,12<\r\n^{headline}<\r\n^By ANN LEE=\r\n{body}\u{3}AP-WF-11-13-13 15{minute:02}GMT<\r\n\u{4}"
        );
        let story = story(&text);
        prop_assert_eq!(story.headline, Some(headline));
        let native = format!("a{number:04}-2013-11-13");
        prop_assert_eq!(story.native_id, Some(native));
        let filed = format!("2013-11-13T15:{minute:02}:00Z");
        prop_assert_eq!(story.filed, Some(filed));
        prop_assert_eq!(story.body, Some(paragraphs.join("\n\n")));
    }

    #[test]
    fn never_panics(
        bytes: Vec<u8>,
        text in "(\u{1}a0412\u{1f}_\n|r n \u{13}\u{11} BC-Fog 02-09 0012\n|\u{2}|\u{3}|\u{4}|\\^|By x=\n|<\n|=|\t|\u{8}a;b\n|\n|   é|AP-WF-02-10-14 0423GMT|a0412 x\n|\\{|_| |\\+\n){0,24}",
        limit in 0usize..200,
    ) {
        for bytes in [&bytes[..], text.as_bytes()] {
            Anpa.sniff(bytes);
            let seen = |capacity: usize| -> Vec<(u64, Vec<u8>)> {
                cut(bytes, capacity, limit)
                    .into_iter()
                    .filter_map(|it| if let Cut::Record(it) = it { Some((it.offset, it.bytes)) } else { None })
                    .collect()
            };
            let cuts = seen(3);
            prop_assert_eq!(&cuts, &seen(1 << 16));
            for (offset, bytes) in cuts {
                let _ = Anpa.read(&Record { number: 1, offset, bytes }, &Context::default());
            }
            let record = Record { number: 1, offset: 0, bytes: bytes.to_vec() };
            let _ = Anpa.read(&record, &Context::default());
        }
    }
}

/// The first line was looked for in all that was held, behind each end mark anew.
#[test]
fn ends_without_starts_are_each_passed_at_once() {
    let start = std::time::Instant::now();
    let noise = b"\x04".repeat(1 << 20);
    let found = cut(&noise, 1 << 20, 1 << 24);
    assert!(matches!(found[..], [Cut::Refused(_)]), "{}", found.len());
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
