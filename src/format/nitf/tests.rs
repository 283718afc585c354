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
        Read::Story(_) => panic!("no record of ours"),
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
