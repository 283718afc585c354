use super::*;
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

use crate::format::Cut;

fn read(bytes: &[u8], limit: usize, buffer: usize) -> Vec<RawStory> {
    let input = BufReader::with_capacity(buffer, Cursor::new(bytes.to_vec()));
    Nexis
        .cut(Box::new(input), &Limits { story: limit })
        .filter_map(|it| match it {
            Cut::Record(record) => Nexis.read(&record, &Context::default()).ok(),
            _ => None,
        })
        .map(|it| match it {
            Read::Raw(story) => story,
            Read::Story(_) | Read::Package(..) => panic!("a raw story was expected"),
        })
        .collect()
}

const CLASSIC: &str = "Download Request: Current Document: 1\nTerms: fog\n\n\n\
    \x20                      1 of 2 DOCUMENTS\n\n                     The Harbor Courier\n\n\
    \x20                January 11, 2010 Monday\n                  Late Edition - Final\n\
    \x20                  Correction Appended\n\n\
    Fog shuts the harbor for an hour and a half on the\nfirst day;\nShips wait outside\n\n\
    BYLINE: By ANN LEE;\nHarbor correspondent\n\nSECTION: NEWS; Pg. 3\n\nLENGTH: 12 words\n\n\
    The harbor was shut\non Monday.\n\nIt opened again.\n\n\
    LOAD-DATE: January 12, 2010\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: PHOTO: A ship.\n\n\
    SUBJECT: FOG (90%); HARBORS (51%)\n\nGEOGRAPHIC: BOSTON, MA, USA (79%)\n\n\
    \x20                Copyright 2010 Courier Ltd\n                    All Rights Reserved\n\n\n\
    \x20                      2 of 2 DOCUMENTS\n\n                    Associated Press Online\n\n\
    \x20                January 12, 2010 Tuesday\n\nSun again\n\nLENGTH: 5 words\n\n\
    DATELINE: BOSTON\n\nThe sun shone.\n\nLANGUAGE: ENGLISH\n\n\
    \x20                Copyright 2010 AP\n                    All Rights Reserved\n";

#[test]
fn classic_text() {
    assert!(Nexis.sniff(CLASSIC.as_bytes()));
    for buffer in [3, 8192] {
        let stories = read(CLASSIC.as_bytes(), 10_000, buffer);
        assert_eq!(stories.len(), 2);
        let first = &stories[0];
        assert_eq!(
            first.headline.as_deref(),
            Some("Fog shuts the harbor for an hour and a half on the first day")
        );
        assert_eq!(first.summary, ["Ships wait outside"]);
        assert_eq!(first.bylines, ["By ANN LEE, Harbor correspondent"]);
        assert_eq!(first.category.as_deref(), Some("NEWS"));
        assert_eq!(
            first.ednotes,
            ["Late Edition - Final", "Correction Appended", "Pg. 3", "Graphic: PHOTO: A ship."]
        );
        assert_eq!(first.topics, ["publication:The Harbor Courier", "FOG", "HARBORS"]);
        assert_eq!(first.places, ["BOSTON, MA, USA"]);
        assert_eq!(first.filed.as_ref().map(|it| it.date.as_str()), Some("2010-01-11"));
        assert_eq!(first.agency, None);
        assert_eq!(
            first.body,
            Body::Wrapped("The harbor was shut\non Monday.\n\nIt opened again.".into())
        );
        let second = &stories[1];
        assert_eq!(second.agency.as_deref(), Some("AP"));
        assert_eq!(second.dateline.as_deref(), Some("BOSTON"));
        assert_eq!(second.body, Body::Wrapped("The sun shone.".into()));
    }
}

#[test]
fn a_lost_mark_costs_no_neighbour() {
    let damaged = CLASSIC.replace("2 of 2 DOCUMENTS", "2 of 2 DOCXMENTS");
    let stories = read(damaged.as_bytes(), 10_000, 100);
    assert_eq!(stories.len(), 2);
    assert_eq!(stories[0], read(CLASSIC.as_bytes(), 10_000, 100)[0]);
}

const UNI: &[&str] = &[
    "Date and Time: Friday, 5. July 2019 09:31:00 CEST",
    "Job Number: 1",
    "Documents (2)",
    "1. Fog shuts the harbor",
    "Client/Matter: -None-",
    "2. Sun again",
    "Client/Matter: -None-",
    "Fog shuts the harbor ; Ships wait",
    "The Courier(Boston)",
    "July 1, 2019 Monday 9:20 AM GMT",
    "Copyright 2019 Courier Ltd All Rights Reserved",
    "Section:\u{A0}POLITICS; Version:28",
    "Length:\u{A0}12 words",
    "Byline:\u{A0}Ann Lee (now), Ben Ray (earlier)",
    "Highlight:\u{A0}It was thick.",
    "Body",
    "The harbor was shut.",
    "It opened & shut again.",
    "Graphic",
    "A ship in fog",
    "Classification",
    "Language: ENGLISH",
    "Publication-Type: Newspaper",
    "Subject: FOG (90%); HARBORS (51%)",
    "Load-Date: July 6, 2020",
    "End of Document",
    "Sun again",
    "The Courier(Boston)",
    "2 juillet 2019 mardi",
    "Length:\u{A0}5 words",
    "Body",
    "The sun shone.",
    "Load-Date: July 6, 2020",
    "End of Document",
];

fn uni(carrier: Carrier) -> String {
    let escape = |it: &str| it.replace('&', "&amp;").replace('<', "&lt;");
    match carrier {
        Carrier::Rtf => {
            let lines: String = UNI
                .iter()
                .map(|it| format!("{{\\b {}}}\\par\n", it.replace('\u{A0}', "\\'a0")))
                .collect();
            format!("{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\n{lines}}}")
        }
        Carrier::Word => {
            let lines: String = UNI
                .iter()
                .map(|it| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escape(it)))
                .collect();
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{lines}<w:sectPr/></w:body></w:document>"
            )
        }
        _ => UNI.join("\n"),
    }
}

#[test]
fn nexis_uni() {
    for carrier in [Carrier::Rtf, Carrier::Word, Carrier::Text] {
        let file = uni(carrier);
        assert!(Nexis.sniff(file.as_bytes()), "{carrier:?}");
        for buffer in [5, 8192] {
            let stories = read(file.as_bytes(), 10_000, buffer);
            assert_eq!(stories.len(), 2, "{carrier:?}");
            let first = &stories[0];
            assert_eq!(first.headline.as_deref(), Some("Fog shuts the harbor"));
            assert_eq!(first.summary, ["Ships wait", "It was thick."]);
            assert_eq!(first.topics, ["publication:The Courier(Boston)", "FOG", "HARBORS"]);
            assert_eq!(
                (first.version.as_deref(), first.category.as_deref()),
                (Some("28"), Some("POLITICS"))
            );
            assert_eq!(first.bylines, ["Ann Lee (now), Ben Ray (earlier)"]);
            assert_eq!(first.ednotes, ["Graphic: A ship in fog"]);
            let filed = first.filed.as_ref().expect("a date");
            assert_eq!(
                (filed.date.as_str(), filed.time.as_deref(), filed.zone.as_deref()),
                ("2019-07-01", Some("09:20:00"), Some("GMT"))
            );
            assert_eq!(
                first.body,
                Body::Paragraphs(vec![
                    "The harbor was shut.".into(),
                    "It opened & shut again.".into()
                ])
            );
            let second = &stories[1];
            assert_eq!(second.headline.as_deref(), Some("Sun again"));
            assert_eq!(second.filed.as_ref().map(|it| it.date.as_str()), Some("2019-07-02"));
            assert_eq!(second.body, Body::Paragraphs(vec!["The sun shone.".into()]));
        }
    }
}

#[test]
fn a_large_document_is_cut_within_the_limit_of_one_story() {
    let story: String = UNI[7..26]
        .iter()
        .map(|it| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", it.replace('&', "&amp;")))
        .collect();
    let open = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    let file = format!("{open}{}</w:body></w:document>", story.repeat(500));
    assert!(file.len() > 100 * 4096);
    assert_eq!(read(file.as_bytes(), 4096, 8192).len(), 500);
}

#[test]
fn classic_html() {
    let story = |number: u32, headline: &str| {
        format!(
            "<A NAME=\"DOC_ID_0_{number}\"></A><!-- Hide XML section from browser\n<DOC NUMBER={number}>\n<DOCFULL>\n-->\
             <BR><DIV CLASS=\"c0\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">{number} of 2 DOCUMENTS</SPAN></P></DIV>\
             <BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">The Courier</SPAN></P></DIV>\
             <BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN CLASS=\"c4\">December</SPAN><SPAN CLASS=\"c2\"> 19, 1991, Thursday<BR>Edition 1;<BR>Scotland</SPAN></P></DIV>\
             <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c7\">{headline}<BR>Ships wait</SPAN></P></DIV>\
             <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LENGTH: </SPAN><SPAN CLASS=\"c2\"> 12 words</SPAN></P></DIV>\
             <BR><DIV CLASS=\"c5\"><P CLASS=\"c9\"><SPAN CLASS=\"c2\">The </SPAN><SPAN CLASS=\"c7\">har</SPAN><SPAN>bor was shut.</SPAN></P><P CLASS=\"c9\"><SPAN>It &amp; opened.</SPAN></P></DIV>\
             <BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LANGUAGE: </SPAN><SPAN>ENGLISH</SPAN></P></DIV>\
             <BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN>Copyright 1991 Courier<BR>All Rights Reserved</SPAN></P></DIV>\
             <!-- Hide XML section from browser\n</DOCFULL> -->"
        )
    };
    let page = format!(
        "<HTML><HEAD><TITLE>x</TITLE></HEAD><BODY><P>Terms: fog</P>{}{}</BODY></HTML>",
        story(1, "Fog"),
        story(2, "Sun")
    );
    assert!(Nexis.sniff(page.as_bytes()));
    for buffer in [7, 8192] {
        let stories = read(page.as_bytes(), 100_000, buffer);
        assert_eq!(stories.len(), 2);
        let first = &stories[0];
        assert_eq!(first.headline.as_deref(), Some("Fog"));
        assert_eq!(first.summary, ["Ships wait"]);
        assert_eq!(first.ednotes, ["Edition 1", "Scotland"]);
        assert_eq!(first.filed.as_ref().map(|it| it.date.as_str()), Some("1991-12-19"));
        assert_eq!(
            first.body,
            Body::Paragraphs(vec!["The harbor was shut.".into(), "It & opened.".into()])
        );
        assert_eq!(stories[1].headline.as_deref(), Some("Sun"));
    }
}

proptest! {
    #[test]
    fn never_panics(
        text in "(1 of 2 DOCUMENTS\n|LENGTH: 5\n|Length: 5\n|Body\n|End of Document\n|\n|        |fog|January 1, 2010\n|SUBJECT: x\n|All Rights Reserved\n|<P>|<DOC NUMBER=1>|\\\\par |é){0,30}",
        limit in 0usize..300,
    ) {
        for start in ["", "<html>", "{\\rtf1 "] {
            let whole = format!("{start}{text}");
            Nexis.sniff(whole.as_bytes());
            prop_assert_eq!(read(whole.as_bytes(), limit, 1), read(whole.as_bytes(), limit, 4096));
        }
    }

    #[test]
    fn what_is_written_is_read(
        headline in "[A-Z][a-zé]{2,9}( [a-zü&]{2,9}){1,6}",
        paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( [a-zé<\"&]{1,9}){3,30}\\.", 1..6),
    ) {
        let text = format!(
            "                 1 of 1 DOCUMENTS\n\n                 The Courier\n\n                 January 11, 2010 Monday\n\n{headline}\n\nBYLINE: Ann Lee\n\nLENGTH: 5 words\n\n{}\n\nLANGUAGE: ENGLISH\n",
            paragraphs.join("\n\n")
        );
        let stories = read(text.as_bytes(), 100_000, 512);
        prop_assert_eq!(stories.len(), 1);
        prop_assert_eq!(stories[0].headline.as_deref(), Some(headline.as_str()));
        prop_assert_eq!(&stories[0].bylines, &["Ann Lee"]);
        let Body::Wrapped(body) = &stories[0].body else { panic!("wrapped") };
        prop_assert_eq!(crate::text::paragraphs::paragraphs(body), paragraphs);
    }
}

/// What tells the next story was looked for in all of this one, at each such line; and at the end
/// of each page all pages before it were read.
#[test]
fn lines_that_may_start_a_story_are_looked_through_once() {
    let day = "                            January 11, 2010 Monday\n";
    for text in [
        format!("                               Document 1 of 1\n\n{}", day.repeat(60_000)),
        format!("{{\\rtf1 End of Document\\par {}}}", "\\page\\par ".repeat(30_000)),
    ] {
        let now = std::time::Instant::now();
        read(text.as_bytes(), 1 << 24, 1 << 16);
        assert!(now.elapsed().as_secs() < 60, "{:?}", now.elapsed());
    }
}
