use super::*;
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

use crate::format::Cut;
use crate::story::RawStory;

fn read(bytes: &[u8], limit: usize, buffer: usize) -> Vec<RawStory> {
    let input = BufReader::with_capacity(buffer, Cursor::new(bytes.to_vec()));
    Factiva
        .cut(Box::new(input), &Limits { story: limit })
        .filter_map(|it| match it {
            Cut::Record(record) => Factiva.read(&record, &Context::default()).ok(),
            _ => None,
        })
        .map(|it| match it {
            Read::Raw(story) => story,
            Read::Story(_) | Read::Package(..) => panic!("a raw story was expected"),
        })
        .collect()
}

fn check(story: &RawStory) {
    assert_eq!(story.headline.as_deref(), Some("Brouillard au port"));
    assert_eq!(story.bylines, ["Anne Lefort"]);
    assert_eq!(story.native_id.as_deref(), Some("TESTFR0020111229e7ct0001r"));
    assert_eq!(story.language.as_deref(), Some("Français"));
    let filed = story.filed.as_ref().expect("a date");
    assert_eq!((filed.date.as_str(), filed.time.as_deref()), ("2011-12-29", Some("15:32:00")));
    assert_eq!(
        story.body,
        Body::Paragraphs(vec![
            "Le port était fermé.".into(),
            "Il a rouvert.".into(),
            "Trois bateaux attendaient.".into()
        ])
    );
    assert!(story.topics.contains(&"publication:Le Courrier".to_owned()), "{:?}", story.topics);
}

#[test]
fn html_with_codes() {
    let row = |code: &str, value: &str| {
        format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
    };
    let story = [
        row("SE", "Politique"),
        row("HD", "<span class='frHeadline'>Brouillard au <b>port</b></span>"),
        row("BY", "Anne Lefort"),
        row("WC", "12 mots"),
        row("PD", "29 décembre 2011"),
        row("ET", "15:32"),
        row("SN", "Le Courrier"),
        row("SC", "TESTFR"),
        row("LA", "Français"),
        row("CY", "(c) 2011 Le Courrier"),
        row("LP", "<p class='articleParagraph'>Le port était fermé.</p>"),
        row("TD", "<p class='articleParagraph'>Il a rouvert.</p><p>Trois bateaux attendaient.</p>"),
        row("NS", "gvote : Élections | gpol : Politique"),
        row("RE", "fra : France | eurz : Europe"),
        row("CO", "acme : Acme SA"),
        row("AN", "Document TESTFR0020111229e7ct0001r"),
    ]
    .concat();
    let page = format!(
        "<html><head><title>Factiva</title></head><body><div id=\"article-1\" class=\"article frArticle\"><table>{story}</table></div><div class=\"article frArticle\"><table>{story}</table></div></body></html>"
    );
    assert!(Factiva.sniff(page.as_bytes()));
    for buffer in [3, 8192] {
        let stories = read(page.as_bytes(), 100_000, buffer);
        assert_eq!(stories.len(), 2);
        check(&stories[0]);
        assert_eq!(
            stories[0].topics,
            [
                "publication:Le Courrier",
                "ns:gvote",
                "Élections",
                "ns:gpol",
                "Politique",
                "company:acme",
                "Acme SA"
            ]
        );
        assert_eq!(stories[0].places, ["France", "Europe"]);
        assert_eq!(stories[0].category.as_deref(), Some("Politique"));
    }
}

const PLACED: [&str; 15] = [
    "Politique",
    "Brouillard au port",
    "Anne Lefort",
    "12 mots",
    "29 décembre 2011",
    "15:32",
    "Le Courrier",
    "TESTFR",
    "4",
    "Français",
    "(c) 2011 Le Courrier",
    "Le port était fermé.",
    "Il a rouvert.",
    "Trois bateaux attendaient.",
    "Document TESTFR0020111229e7ct0001r",
];

#[test]
fn html_without_codes() {
    let mut story = String::new();
    for (at, line) in PLACED.iter().enumerate() {
        story += &match at {
            1 => format!("<div><b class=frHeadline>{line}</b></div>"),
            11..=13 => format!("<p class=\"articleParagraph\">{line}</p>"),
            _ => format!("<div>{line}</div>"),
        };
    }
    let page = format!(
        "<!DOCTYPE html><html><body><div class=\"article frArticle\">{story}</div></body></html>"
    );
    assert!(Factiva.sniff(page.as_bytes()));
    let stories = read(page.as_bytes(), 100_000, 100);
    assert_eq!(stories.len(), 1);
    check(&stories[0]);
}

#[test]
fn rtf_with_codes_and_without() {
    let escape = |it: &str| it.replace('é', "\\'e9").replace('ç', "\\'e7");
    let mut placed = String::from("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}");
    for line in PLACED.iter().chain(&PLACED) {
        placed += &format!("{{\\b {}}}\\par\n", escape(line));
    }
    placed.push('}');
    let fields = [
        ("HD", "Brouillard au port"),
        ("BY", "Anne Lefort"),
        ("WC", "12 mots"),
        ("PD", "29 décembre 2011"),
        ("ET", "15:32"),
        ("SN", "Le Courrier"),
        ("LA", "Français"),
        ("LP", "Le port était fermé."),
        (
            "TD",
            "Il a rouvert.\\par Page 1 of 2 \\'a9 2011 Factiva, Inc.\\par Trois bateaux attendaient.",
        ),
        ("AN", "Document TESTFR0020111229e7ct0001r"),
    ];
    let mut coded = String::from("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}");
    for _ in 0..2 {
        for (code, value) in fields {
            coded += &format!("{{\\b {code}}}\\par {}\\par\n", escape(value));
        }
    }
    coded.push('}');
    for file in [placed, coded] {
        assert!(Factiva.sniff(file.as_bytes()), "{file}");
        for buffer in [9, 8192] {
            let stories = read(file.as_bytes(), 100_000, buffer);
            assert_eq!(stories.len(), 2, "{file}");
            check(&stories[0]);
            check(&stories[1]);
        }
    }
}

#[test]
fn text_with_codes() {
    let story = "HD Brouillard au port\nBY Anne Lefort\nWC 12 mots\nPD 29 décembre 2011\nET 15:32\nSN Le Courrier\n\
        SC TESTFR\nLA Français\nCY (c) 2011\nLP\nLe port\nétait fermé.\n\nTD\nIl a rouvert.\n\nTrois bateaux\nattendaient.\n\n\
        NS gvote : Élections\nAN\nDocument TESTFR0020111229e7ct0001r\n\n";
    let file = format!("{story}{story}\nPage 1 of 2 © 2011 Factiva, Inc. All rights reserved.\n");
    assert!(Factiva.sniff(file.as_bytes()));
    for buffer in [1, 8192] {
        let mut stories = read(file.as_bytes(), 100_000, buffer);
        assert_eq!(stories.len(), 2);
        // Wrapped lines are one once the record is put together.
        if let Body::Paragraphs(body) = &mut stories[0].body {
            body.iter_mut().for_each(|it| *it = it.replace('\n', " "));
        }
        check(&stories[0]);
    }
}

#[test]
fn words_of_the_text_are_no_codes() {
    let text = "HD Rain\nPD 29 December 2011\nSN Courier\nLP\nLA saw rain.\n\nTD\nIN the hills too.\n\nNS gvote : Elections\nAN\nDocument LBA0000020111229e7ct0001r\n";
    let stories = read(text.as_bytes(), 10_000, 100);
    assert_eq!(
        stories[0].body,
        Body::Paragraphs(vec!["LA saw rain.".into(), "IN the hills too.".into()])
    );
    assert_eq!(stories[0].language, None);
    assert_eq!(stories[0].topics[1..], ["ns:gvote", "Elections"]);
}

#[test]
fn xml_of_the_services() {
    let text = "<?xml version=\"1.0\"?><PPSResponse><ResultSet><article><accessionNo>TESTFR0020111229e7ct0001r</accessionNo>\
        <baseLanguage>fr</baseLanguage><headline><paragraph>Brouillard <hlt>au</hlt> port</paragraph></headline>\
        <byline>Anne Lefort</byline><publicationDate><date>2011-12-29</date><time>15:32:00Z</time></publicationDate>\
        <sourceName>Le Courrier</sourceName><sourceCode>TESTFR</sourceCode><wordCount>12</wordCount>\
        <leadParagraph>Le port était fermé.</leadParagraph><tailParagraphs><paragraph>Il a rouvert.</paragraph>\
        <paragraph>Trois bateaux attendaient.</paragraph></tailParagraphs>\
        <region code=\"fra\" name=\"France\"/><newsSubject code=\"gvote\" name=\"Élections\"/><company code=\"acme\">Acme SA</company></article>\
        <article><headline><paragraph>Soleil</paragraph></headline></article></ResultSet></PPSResponse>";
    assert!(Factiva.sniff(text.as_bytes()));
    let mut stories = read(text.as_bytes(), 100_000, 8192);
    assert_eq!(stories.len(), 2);
    assert_eq!(
        stories[0].topics,
        ["publication:Le Courrier", "ns:gvote", "Élections", "company:acme", "Acme SA"]
    );
    assert_eq!(stories[0].places, ["France"]);
    assert_eq!(stories[0].language.as_deref(), Some("fr"));
    stories[0].language = Some("Français".into());
    check(&stories[0]);
    let old = "<DistDoc><ArchiveDoc><Article><HandL><Title><Headline><Para>Fog</Para></Headline></Title>\
        <LeadPara><Para>The harbor was shut.</Para></LeadPara></HandL><TailParas><Para>It opened.</Para></TailParas></Article></ArchiveDoc>\
        <AccessionNo value=\"LBA0000020111229e7ct0001r\"/><PubDate value=\"20111229\"/><SrcName>Reuters News</SrcName>\
        <CodeSets><CSet fid=\"ns\"><Code value=\"gpol\"><CodeD>Politics</CodeD></Code></CSet><CSet fid=\"re\"><Code value=\"usa\"><CodeD>United States</CodeD></Code></CSet></CodeSets></DistDoc>";
    let stories = read(old.as_bytes(), 100_000, 8192);
    assert_eq!(stories.len(), 1);
    assert_eq!(stories[0].agency.as_deref(), Some("Reuters"));
    assert_eq!(stories[0].native_id.as_deref(), Some("LBA0000020111229e7ct0001r"));
    assert_eq!(stories[0].topics[1..], ["ns:gpol", "Politics"]);
    assert_eq!(stories[0].places, ["United States"]);
    assert_eq!(
        stories[0].body,
        Body::Paragraphs(vec!["The harbor was shut.".into(), "It opened.".into()])
    );
}

proptest! {
    #[test]
    fn never_panics(
        text in "(HD |LP\n|TD\n|AN\n|Document LBA0000020111229e7ct0001r\n|12 words\n|29 December 2011\n|\n|fog |<div class=\"article enArticle\">|<td>|<tr>|<b>HD</b>|<article>|<headline>|\\\\par |é){0,30}",
        limit in 0usize..300,
    ) {
        for start in ["", "<html>", "{\\rtf1 ", "<PPSResponse>"] {
            let whole = format!("{start}{text}");
            Factiva.sniff(whole.as_bytes());
            read(whole.as_bytes(), limit, 64);
            if start != "<PPSResponse>" {
                prop_assert_eq!(read(whole.as_bytes(), limit, 1), read(whole.as_bytes(), limit, 4096));
            }
        }
    }

    #[test]
    fn what_is_written_is_read(
        headline in "[A-Z][a-zé]{2,9}( [a-zü]{2,9}){1,6}",
        paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( [a-zé\"]{1,9}){3,30}\\.", 2..6),
    ) {
        let escape = |it: &str| it.replace('&', "&amp;").replace('<', "&lt;");
        let row = |code: &str, value: String| format!("<tr><td class=\"index\"><b>{code}</b></td><td>{value}</td></tr>");
        let shown = |texts: &[String]| texts.iter().map(|it| format!("<p>{}</p>", escape(it))).collect::<String>();
        let page = format!(
            "<html><div class=\"article enArticle\"><table>{}{}{}{}</table></div>",
            row("HD", escape(&headline)),
            row("LP", shown(&paragraphs[..1])),
            row("TD", shown(&paragraphs[1..])),
            row("AN", "Document LBA0000020111229e7ct0001r".into()),
        );
        let stories = read(page.as_bytes(), 100_000, 512);
        prop_assert_eq!(stories.len(), 1);
        prop_assert_eq!(stories[0].headline.as_deref(), Some(headline.as_str()));
        prop_assert_eq!(&stories[0].body, &Body::Paragraphs(paragraphs));
    }
}

/// What tells the next story was looked for in all of this one, at each such line.
#[test]
fn lines_that_may_start_a_story_are_looked_through_once() {
    for (start, line, count) in [
        ("HD  Fog\nWC  3 words\nPD  29 December 2011\nSN  The Bay\n", "HD  Fog\n", 600_000),
        ("<html><div class=\"article enArticle\"><b>HD</b>", "</table>x", 600_000),
    ] {
        let text = format!("{start}{}", line.repeat(count));
        let now = std::time::Instant::now();
        read(text.as_bytes(), 1 << 24, 1 << 16);
        assert!(now.elapsed().as_secs() < 60, "{line} {:?}", now.elapsed());
    }
}

#[test]
fn a_blank_before_the_tab_hides_no_code() {
    for code in ["IPD", "PUB", "CR", "SE"] {
        let line = format!("{code} \tBusiness");
        assert_eq!(lines::code(&line), Some((code, " \tBusiness")), "{code}");
    }
    assert_eq!(lines::code("CR is short for Costa Rica"), None);
}
