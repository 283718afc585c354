use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Source, Story, TakeKind};

const FIRST: &str = "\u{7f}\u{7f}\r\n\u{1}eca062 4 i 211 ccccb   dpa 061\r\n\r\nGermany-ferries/\r\n\u{2}2ND LEAD\r
Talks could fail =\r\nBy Ann Lee, dpa =\r
    Hamburg (dpa) - Crews said so on\r\nWednesday.\r\n    It is cold.\r\n* * * *\r\n\r\n# Notebook\r\n\r\n## Contacts\r\n\r\nThe following information is not intended for publication\r
- Reporting by: Lena Brandt\r\n- Editing by: Tom Fuller,\r\n  Anna Weiss\r\ndpa lbr toe\r
\u{3}131137 GMT Nov 13\r\n\u{7f}\n\u{7f}\u{4}";

fn cut(bytes: &[u8], capacity: usize, limit: usize) -> Vec<Cut> {
    let input = BufReader::with_capacity(capacity, Cursor::new(bytes.to_vec()));
    Iptc7901.cut(Box::new(input), &Limits { story: limit }).collect()
}

fn raw(text: &str) -> RawStory {
    let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
    match Iptc7901.read(&record, &Context::default()) {
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
    assert_eq!(story.id, "dpa:eca062-2013-11-13");
    assert_eq!(story.headline.as_deref(), Some("Talks could fail"));
    assert_eq!(story.slug.as_deref(), Some("Germany-ferries"));
    assert_eq!(story.filed.as_deref(), Some("2013-11-13T11:37:00Z"));
    assert_eq!((story.urgency, story.category.as_deref()), (Some(4), Some("i")));
    assert_eq!((story.take.kind, story.take.number), (TakeKind::Update, Some(2)));
    assert_eq!(story.byline.map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
    assert_eq!(story.body.as_deref(), Some("Crews said so on Wednesday.\n\nIt is cold."));
    let names: Vec<_> = story.credits.iter().flat_map(|it| &it.names).cloned().collect();
    assert_eq!(names, ["Lena Brandt", "Tom Fuller", "Anna Weiss"]);
    assert!(story.ednote.is_some_and(|it| it.contains("- Editing by: Tom Fuller, Anna Weiss")));
    assert_eq!(story.credits_line.as_deref(), Some("dpa lbr toe"));
}

#[test]
fn header_lines_end_where_the_copy_begins() {
    let read = |header: &str| {
        raw(&format!(
            "\u{1}eca062 4 i 211 dpa 061\r\nX/\r\n\u{2}{header}Berlin (dpa) - Fog.\r\n\u{3}"
        ))
    };
    for (header, headline, bylines) in [
        ("Fog in\r\nBerlin =\r\n", "Fog in Berlin", 0),
        ("Fog in Berlin\r\n\r\n", "Fog in Berlin", 0),
        ("Fog in Berlin\r\n", "Fog in Berlin", 0),
        ("Fog in Berlin =\r\nBy Ann Lee,\r\nThe Tribune =\r\n\r\n", "Fog in Berlin", 1),
        ("URGENT\r\n\r\nFog in Berlin =\r\n", "Fog in Berlin", 0),
        ("(Achtung)\r\nFog in Berlin =\r\n", "Fog in Berlin", 0),
    ] {
        let story = read(header);
        assert_eq!(story.headline.as_deref(), Some(headline), "{header}");
        assert_eq!(story.bylines.len(), bylines, "{header}");
        let body = crate::story::Body::Wrapped("Berlin (dpa) - Fog.\n".into());
        let trimmed = match story.body {
            crate::story::Body::Wrapped(text) => {
                crate::story::Body::Wrapped(text.trim_start().to_owned())
            }
            other => other,
        };
        assert_eq!(trimmed, body, "{header}");
    }
}

#[test]
fn streams_are_known_and_parted() {
    assert!(Iptc7901.sniff(FIRST.as_bytes()));
    assert!(Iptc7901.sniff(b"bel0261 4 pl 99  dpa 0421\n\n/Belgien/Verkehr/\n\nFog =\n"));
    for other in [
        &b""[..],
        b"<doc>\x01eca062 4 i 211 dpa 061\r\n",
        b"bel0261 4 pl 99\n\nThe text goes on.\n",
        b"\x16\x16\x01f2871\x1f_-----\nr l \x13\x11 BC-Fog 11-13 1049\r\n",
        b"From ann@example.org Mon Mar  2 10:00:00 1998\nFrom: x\n\nbel0261 4 pl 99\n\n/A/\n",
    ] {
        assert!(!Iptc7901.sniff(other), "{}", String::from_utf8_lossy(other));
    }
    let bare = "bel0261 4 pl 99  dpa 0421\n\n/Belgien/\n\nFog =\nText.\n\n";
    for (stream, count) in [
        (FIRST.repeat(2), 2),
        (format!("{}{FIRST}", FIRST.replace(['\u{3}', '\u{4}'], "")), 2),
        (format!("junk\n{FIRST}"), 1),
        (bare.repeat(3), 3),
    ] {
        for capacity in [1, 7, 1 << 16] {
            let cuts = cut(stream.as_bytes(), capacity, 1 << 20);
            let found = cuts.iter().filter(|it| matches!(it, Cut::Record(_))).count();
            assert_eq!(found, count, "{stream}");
        }
    }
}

/// A paragraph as a wire sends it.
fn wrapped(paragraph: &str) -> String {
    let mut out = "    ".to_owned();
    let mut column = 4;
    for word in paragraph.split(' ') {
        let width = word.chars().count();
        if column + width > 64 {
            out.push_str("\r\n");
            column = 0;
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(word);
        column += width + 1;
    }
    out + "\r\n"
}

proptest! {
    #[test]
    fn a_written_story_is_read_back(
        headline in "[A-Z][a-z]{2,8}( [a-z]{2}[a-z&é]{2,6}){2,5}",
        paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|[a-z]{2}[&<é;][a-z]{2}|don't|\"[a-z]{3,6}\")){3,20}\\.", 1..6),
        number in 0u16..999,
        minute in 0u8..60,
    ) {
        let body: String = paragraphs
            .iter()
            .map(|it| wrapped(it))
            .collect();
        let text = format!(
            "\u{1}eca{number:03} 3 f 40 ccccb   dpa 061\r\nFog/\r\n\u{2}{headline} =\r\nBy Ann Lee, dpa =\r\n{body}\u{3}1311{minute:02} GMT Nov 13\r\n\u{4}"
        );
        let story = story(&text);
        prop_assert_eq!(story.headline, Some(headline));
        let native = format!("eca{number:03}-2013-11-13");
        prop_assert_eq!(story.native_id, Some(native));
        let filed = format!("2013-11-13T11:{minute:02}:00Z");
        prop_assert_eq!(story.filed, Some(filed));
        prop_assert_eq!(story.body, Some(paragraphs.join("\n\n")));
    }

    #[test]
    fn never_panics(
        bytes: Vec<u8>,
        text in "(\u{1}|eca062 4 i 211 dpa 061\n|X/\n|\u{2}|\u{3}|\u{4}|Fog =\n|By x, =\n|=|\n|   é|131137 GMT Nov 13\n|- a\n|  b\n|\\(SDA/a\\)\n| |Berlin \\(dpa\\) - ){0,24}",
        limit in 0usize..200,
    ) {
        for bytes in [&bytes[..], text.as_bytes()] {
            Iptc7901.sniff(bytes);
            let seen = |capacity: usize| -> Vec<(u64, Vec<u8>)> {
                cut(bytes, capacity, limit)
                    .into_iter()
                    .filter_map(|it| if let Cut::Record(it) = it { Some((it.offset, it.bytes)) } else { None })
                    .collect()
            };
            let cuts = seen(3);
            prop_assert_eq!(&cuts, &seen(1 << 16));
            for (offset, bytes) in cuts {
                let _ = Iptc7901.read(&Record { number: 1, offset, bytes }, &Context::default());
            }
            let record = Record { number: 1, offset: 0, bytes: bytes.to_vec() };
            let _ = Iptc7901.read(&record, &Context::default());
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
