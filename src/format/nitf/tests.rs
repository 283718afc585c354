use proptest::prelude::*;
use std::io::{BufReader, Cursor};

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Source, Story, TakeKind};

fn raw(text: &str) -> Result<RawStory, Refusal> {
    let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
    match Nitf.read(&record, &Context::default())? {
        Read::Raw(story) => Ok(story),
        Read::Story(_) | Read::Package(..) => panic!("no record of ours"),
    }
}

fn story(text: &str) -> Story {
    compose::story(raw(text).expect("a story"), Source::default()).expect("a record")
}

fn cut(text: &str, buffer: usize) -> Vec<Vec<u8>> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
    Nitf.cut(Box::new(input), &Limits { story: 2000 })
        .filter_map(|it| match it {
            Cut::Record(record) => Some(record.bytes),
            _ => None,
        })
        .collect()
}

#[test]
fn streams_of_nitf_are_known() {
    for head in [
        "<nitf>",
        "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-2.dtd'>\n<nitf version='x'>",
        "<x:nitf xmlns:x='http://iptc.org/std/NITF/2006-10-18/'>",
        "<archive day='1'>\n <nitf>",
    ] {
        assert!(Nitf.sniff(head.as_bytes()), "{head}");
    }
    for head in ["<NewsML><NewsItem><nitf>", "<nitfs>", "<html>", "text <nitf>", ""] {
        assert!(!Nitf.sniff(head.as_bytes()), "{head}");
    }
}

#[test]
fn an_element_is_filled_only_where_the_envelope_left_it_open() {
    let tree = Tree::xml(
        "<x><nitf><head><docdata><doc-id id-string='n1' regsrc='AP'/></docdata></head><body>\
         <body.head><hedline><hl1>Fog shuts harbor</hl1></hedline></body.head>\
         <body.content><p>One.</p><media><p>Photo.</p></media><p>Two.</p></body.content></body></nitf></x>",
    );
    let nitf = tree.root().first("nitf").expect("it");
    let mut story = RawStory { native_id: Some("g2".into()), ..RawStory::default() };
    fill(&mut story, nitf);
    assert_eq!(story.native_id.as_deref(), Some("g2"));
    assert_eq!(story.agency.as_deref(), Some("AP"));
    assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
    assert_eq!(story.body, Body::Paragraphs(vec!["One.".into(), "Two.".into()]));
    let content = nitf.first("body.content").expect("it");
    assert_eq!(body(content), story.body);
}

#[test]
fn readings_differ_by_agency() {
    let with = |agency: &str, top: &str| {
        story(&format!(
            "<nitf><head><docdata><doc-id regsrc='{agency}' id-string='1'/></docdata></head><body>\
             <body.head><hedline><hl1>Fog</hl1><hl2>SECOND HEAD</hl2></hedline>{top}</body.head>\
             <body.content><p>Fog shut it.</p></body.content></body></nitf>"
        ))
    };
    let efe = with("EFE", "<byline>gr/bp</byline>");
    assert_eq!(
        (efe.slug.as_deref(), efe.credits_line.as_deref()),
        (Some("SECOND HEAD"), Some("gr/bp"))
    );
    assert_eq!((efe.byline, efe.body.as_deref()), (None, Some("Fog shut it.")));
    let ansa = with("ANSA", "<byline>Ferries wait outside</byline>");
    assert_eq!(ansa.byline, None);
    assert_eq!(ansa.body.as_deref(), Some("Fog shut it.\n\nSECOND HEAD\n\nFerries wait outside"));
    let ap = with("AP", "<byline>By<person>Ann Lee</person>, <byttl>AP Writer</byttl></byline>");
    let byline = ap.byline.expect("a byline");
    assert_eq!((byline.names, byline.titles), (vec!["Ann Lee".into()], vec!["AP Writer".into()]));
}

#[test]
fn the_time_of_a_version_comes_before_that_of_the_first() {
    let filed = |head: &str| {
        let found = story(&format!(
            "<nitf><head><docdata><doc-id regsrc='AP'/>{head}</head><body><body.content><p>x y</p></body.content></body></nitf>"
        ));
        (found.filed.unwrap_or_default(), found.first_filed.unwrap_or_default())
    };
    let (issue, day) = ("<date.issue norm='20200102T100000Z'/>", "<date.issue norm='20200102'/>");
    assert_eq!(filed(issue).0, "2020-01-02T10:00:00Z");
    assert_eq!(
        filed(&format!("{issue}<revision-history norm='20200102T113000Z'/>")),
        ("2020-01-02T11:30:00Z".into(), "2020-01-02T10:00:00Z".into())
    );
    assert_eq!(
        filed(&format!("{day}<date.release norm='20200102T113000Z'/>")).0,
        "2020-01-02T11:30:00Z"
    );
    assert_eq!(filed("<pubdata date.publication='20070201T000000'/>").0, "2007-02-01");
    assert_eq!(filed("<change.date norm='x'/>").0, "");
}

#[test]
fn status_and_release_hold_a_story_back() {
    let read = |data: &str, inner: &str| {
        story(&format!(
            "<nitf><head><docdata {data}><date.issue norm='20200102T100000Z'/>{inner}</docdata></head>\
             <body><body.head><hedline><hl1>Fog</hl1></hedline></body.head></body></nitf>"
        ))
    };
    let later = "<date.release norm='20200103T100000Z'/>";
    assert_eq!(read("", later).embargo.as_deref(), Some("2020-01-03T10:00:00Z"));
    assert_eq!(read("", "<date.release norm='20200102T100000Z'/>").embargo, None);
    assert_eq!(read("management-status='withheld'", "").embargo.as_deref(), Some("withheld"));
    assert_eq!(
        read("", "<ed-msg info='Embargoed to 0001 Friday January 3'/>").embargo.as_deref(),
        Some("Embargoed to 0001 Friday January 3")
    );
    assert_eq!(read("management-status='canceled'", "").take.kind, TakeKind::Kill);
    assert_eq!(read("management-status='usable'", "").take.kind, TakeKind::New);
}

#[test]
fn pictures_are_no_stories() {
    let picture = "<nitf><body><body.content><media media-type='image'><p>x</p></media></body.content></body></nitf>";
    assert_eq!(raw(picture), Err(Refusal::NotStory { kind: "picture" }));
    assert!(matches!(raw("<nit"), Err(Refusal::Reject { .. })));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

proptest! {
    #[test]
    fn never_panics_and_buffers_make_no_difference(
        text in "(<nitf>|</nitf>|<head>|</head>|<body>|<body.head>|<body.content>|<body.end>|<hl1>|<hl2>|<byline>|<byttl>|<dateline>|<city>|<docdata |management-status='embargoed'|<date.issue norm='20200102T1|0000Z'/>|<block class='full_text'>|<p>|</p>|LEAD: |<note>|<media>|<meta name='slug' content='|'/>|>|[a-zé]| |\n){0,40}"
    ) {
        let records = cut(&text, 1);
        for bytes in &records {
            let record = Record { number: 1, offset: 0, bytes: bytes.clone() };
            if let Ok(Read::Raw(raw)) = Nitf.read(&record, &Context::default()) {
                let _ = compose::story(raw, Source::default());
            }
        }
        prop_assert_eq!(records, cut(&text, 4096));
        Nitf.sniff(text.as_bytes());
    }

    #[test]
    fn written_stories_come_back(
        id in "[a-z0-9]{1,12}",
        headline in "[A-Z][a-zé&<\"]{2,8}( [a-zé&<\"]{2,8}){0,6}",
        paragraphs in proptest::collection::vec("Text[a-zé&<\"]{1,8}( [a-zé&<\"]{2,8}){0,20}", 1..8),
        minute in 0u32..60,
    ) {
        let body: String = paragraphs.iter().map(|it| format!("<p>{}</p>\n", escaped(it))).collect();
        let found = story(&format!(
            "<?xml version=\"1.0\"?>\n<n:nitf xmlns:n=\"x\"><n:head><n:docdata><n:doc-id regsrc=\"AP\" id-string=\"{id}\"/>\
             <n:date.issue norm=\"20200303T10{minute:02}00Z\"/></n:docdata></n:head><n:body><n:body.head>\
             <n:hedline><n:hl1>{}</n:hl1></n:hedline><n:byline>By Ann Lee</n:byline>\
             <n:dateline><n:location><n:city>BOSTON</n:city></n:location></n:dateline></n:body.head>\n\
             <n:body.content>{}</n:body.content></n:body></n:nitf>\n",
            escaped(&headline), body.replace("<p>", "<n:p>").replace("</p>", "</n:p>"),
        ));
        prop_assert_eq!(found.native_id.as_deref(), Some(id.as_str()));
        prop_assert_eq!(found.headline.as_deref(), Some(headline.as_str()));
        prop_assert_eq!(found.byline.map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
        prop_assert_eq!(found.dateline.and_then(|it| it.places[0].city.clone()), Some("BOSTON".to_owned()));
        let filed = format!("2020-03-03T10:{minute:02}:00Z");
        prop_assert_eq!(found.filed.as_deref(), Some(filed.as_str()));
        prop_assert_eq!(found.body, Some(paragraphs.join("\n\n")));
    }
}
