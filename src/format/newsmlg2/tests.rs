//! What news items say, oddity by oddity; whole samples are in `corpus/newsmlg2`.

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Source, Story};
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

const NAR: &str = "xmlns=\"http://iptc.org/std/nar/2006-10-01/\"";

fn cuts(text: &str, buffer: usize, limit: usize) -> Vec<Cut> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
    NewsMlG2.cut(Box::new(input), &Limits { story: limit }).collect()
}

fn read_all(text: &str) -> Vec<Result<Story, String>> {
    cuts(text, 4096, 1 << 20)
        .into_iter()
        .map(|cut| {
            let record = match cut {
                Cut::Record(record) => record,
                Cut::Refused(Refusal::NotStory { kind }) => return Err(kind.to_owned()),
                Cut::Refused(Refusal::Reject { reason, .. }) => return Err(reason),
                Cut::Broken(error, _) => return Err(error.to_string()),
            };
            match NewsMlG2.read(&record, &Context::default()) {
                Ok(Read::Raw(raw)) => compose::story(raw, Source::default()).map_err(str::to_owned),
                Ok(Read::Story(_)) => Err("a record of our own".into()),
                Ok(Read::Package(..)) => Err("package".into()),
                Err(Refusal::NotStory { kind }) => Err(kind.to_owned()),
                Err(Refusal::Reject { reason, .. }) => Err(reason),
            }
        })
        .collect()
}

/// A news item of text with these parts.
fn item(manage: &str, content: &str, set: &str) -> String {
    format!(
        "<newsItem {NAR} guid=\"g\" version=\"1\" xml:lang=\"en\"><itemMeta>\
         <itemClass qcode=\"ninat:text\"/>{manage}</itemMeta><contentMeta>{content}</contentMeta>\
         <contentSet>{set}</contentSet></newsItem>"
    )
}

fn made(manage: &str, content: &str, set: &str) -> Story {
    let mut all = read_all(&item(manage, content, set));
    assert_eq!(all.len(), 1);
    all.remove(0).expect("a story")
}

const TEXT: &str = "<inlineXML><p>Fog shut the harbor.</p></inlineXML>";

#[test]
fn a_package_has_the_metadata_of_an_item() {
    let text = format!(
        "<packageItem {NAR} guid='urn:x:7' version='3'><itemMeta><provider qcode='nprov:AFP'/>\
         <versionCreated>2024-05-06T08:00:00Z</versionCreated><pubStatus qcode='stat:canceled'/>\
         <title>UK top ten</title></itemMeta><groupSet><group><itemRef residref='urn:x:1'/></group>\
         </groupSet></packageItem>"
    );
    let Some(Cut::Record(record)) = cuts(&text, 4096, 1 << 20).into_iter().next() else {
        panic!("a record")
    };
    let Ok(Read::Package(raw, listed)) = NewsMlG2.read(&record, &Context::default()) else {
        panic!("a package")
    };
    let package = compose::package(*raw, listed);
    assert_eq!(package.id, "AFP:urn:x:7:3");
    assert_eq!(package.headline.as_deref(), Some("UK top ten"));
    assert_eq!(package.filed.as_deref(), Some("2024-05-06T08:00:00Z"));
    assert_eq!((package.status, package.listed.len()), (TakeKind::Kill, 1));
}

#[test]
fn roots_are_told_apart() {
    for head in [
        "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\">",
        "<n:newsItem\n guid='x'>",
        "\u{feff}<?xml version='1.0'?><!-- x --><ns0:newsMessage>",
        "<packageItem guid='x'>",
        "<newsItem standard=\"NewsML-G2\">",
    ] {
        assert!(NewsMlG2.sniff(head.as_bytes()), "{head}");
    }
    for head in [
        "<newsitem itemid=\"2286\" id=\"root\">",
        "<NewsItem><Identification/>",
        "<NewsML>",
        "<newsItem><title>",
        "<nitf>",
        "newsMessage",
        "",
    ] {
        assert!(!NewsMlG2.sniff(head.as_bytes()), "{head}");
    }
}

#[test]
fn signals_and_status_say_the_take() {
    use TakeKind::{Correction, Kill, New, Refile, Update};
    for (manage, kind) in [
        ("<signal qcode='sig:update'/>", Update),
        ("<signal qcode='sig:correction'/><signal qcode='sig:update'/>", Correction),
        ("<signal qcode='sig:atomic'/>", New),
        ("<signal qcode='edStat:C'/>", Correction),
        ("<signal qcode='edStat:N'/>", New),
        ("<signal qcode='sig:refile'/>", Refile),
        ("<pubStatus qcode='stat:canceled'/>", Kill),
        ("<pubStatus qcode='stat:usable'/>", New),
        ("<link rel='irel:evolvedFrom' residref='x'/>", Update),
        ("<link rel='irel:seeAlso' href='x'/>", New),
    ] {
        let story = made(manage, "<headline>Fog</headline>", TEXT);
        assert_eq!(story.take.kind, kind, "{manage}");
        let follows = manage.contains("evolvedFrom").then_some("x");
        assert_eq!(story.follows.as_deref(), follows, "{manage}");
    }
}

#[test]
fn the_main_headline_is_found() {
    let headline = |content: &str| made("", content, TEXT).headline;
    let sub = "<headline role='hld:subHeadline'>Ferries wait</headline>";
    for (content, found) in [
        (format!("{sub}<headline>Fog</headline>"), "Fog"),
        (format!("{sub}<headline role='hldrole:main'>Fog</headline>"), "Fog"),
        (sub.to_owned(), "Ferries wait"),
        (
            "<headline xml:lang='de'>Nebel</headline><headline xml:lang='en'>Fog</headline>".into(),
            "Fog",
        ),
        ("<headline/><headline>\n Fog &amp; sea </headline>".into(), "Fog & sea"),
    ] {
        assert_eq!(headline(&content).as_deref(), Some(found), "{content}");
    }
    let page = "<inlineXML><html><body><h1>Fog</h1><p>It came.</p></body></html></inlineXML>";
    let story = made("", "", page);
    assert_eq!((story.headline.as_deref(), story.body.as_deref()), (Some("Fog"), Some("It came.")));
}

#[test]
fn times_fall_back_in_order() {
    let filed = |manage: &str, content: &str| made(manage, content, TEXT).filed;
    let first = "<firstCreated>2020-01-02T03:04:05Z</firstCreated>";
    assert_eq!(filed(first, "").as_deref(), Some("2020-01-02T03:04:05Z"));
    let both = format!("{first}<versionCreated> 2020-01-03T03:04:05+01:00\n</versionCreated>");
    assert_eq!(filed(&both, "").as_deref(), Some("2020-01-03T02:04:05Z"));
    let made = "<contentCreated>2020-01-01T00:00:00Z</contentCreated>";
    assert_eq!(filed("", made).as_deref(), Some("2020-01-01T00:00:00Z"));
    let dateline = "<dateline>2014-07-16 15:53:10 GMT+00:00</dateline>";
    assert_eq!(filed("", dateline).as_deref(), Some("2014-07-16T15:53:10Z"));
}

#[test]
fn the_desk_of_reuters_is_no_origin() {
    let located = "<located><name>Bangalore</name></located>";
    assert_eq!(made("<provider literal='reuters.com'/>", located, TEXT).dateline, None);
    let line = made("<provider literal='PTI'/>", located, TEXT).dateline.map(|it| it.line);
    assert_eq!(line.as_deref(), Some("Bangalore"));
}

#[test]
fn slugs_of_reuters_have_qualifiers() {
    let take = |slug: &str| {
        let content = format!("<slugline>{slug}</slugline><headline>Fog</headline>");
        let take = made("<provider literal='reuters.com'/>", &content, TEXT).take;
        (take.kind, take.number)
    };
    assert_eq!(take("HARBOR-FOG/ (UPDATE 2, PIX)"), (TakeKind::Update, Some(2)));
    assert_eq!(take("HARBOR-FOG/ (UPDATE 1, CORRECTED)"), (TakeKind::Correction, Some(1)));
    assert_eq!(take("HARBOR-FOG/ (PIX, TV)"), (TakeKind::New, None));
    assert_eq!(take("HARBOR-FOG/"), (TakeKind::New, None));
}

#[test]
fn titles_of_nitf_are_no_second_headline() {
    let nitf = "<inlineXML><nitf><head><title>FOG-1</title></head><body><body.content><p>Fog shut \
        it.</p></body.content></body></nitf></inlineXML>";
    let story = made("", "<headline>Fog</headline>", nitf);
    assert_eq!(story.body.as_deref(), Some("Fog shut it."));
    assert_eq!(made("", "", nitf).headline.as_deref(), Some("FOG-1"));
}

#[test]
fn what_is_no_story_is_counted() {
    let class = |class: &str, set: &str| {
        let text = item("", "<headline>Fog</headline>", set).replace("ninat:text", class);
        read_all(&text).remove(0).map(|it| it.headline)
    };
    assert_eq!(class("ninat:picture", TEXT), Err("picture".into()));
    assert_eq!(
        class("icls:composite", "<inlineXML><events/></inlineXML>"),
        Err("composite".into())
    );
    assert_eq!(class("icls:composite", TEXT), Ok(Some("Fog".into())));
    assert_eq!(class("ninat:text", ""), Ok(Some("Fog".into())));
    let remote = "<remoteContent contenttype='video/mp4'/>";
    assert_eq!(class("ninat:text", remote), Err("video".into()));
    assert_eq!(read_all("<newsMessage><header/></newsMessage>"), [Err("empty message".into())]);
}

#[test]
fn records_over_the_limit_cost_no_other() {
    let text = format!(
        "<newsMessage><itemSet>{}{}</itemSet></newsMessage>",
        item("", "", &format!("<inlineXML><p>{}</p></inlineXML>", "fog ".repeat(900))),
        item("", "<headline>Fog</headline>", TEXT)
    );
    for buffer in [7, 4096] {
        let found: Vec<bool> =
            cuts(&text, buffer, 1000).iter().map(|it| matches!(it, Cut::Record(_))).collect();
        assert_eq!(found, [false, true]);
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

proptest! {
    #[test]
    fn never_panics(
        text in "(<newsItem guid='a'>|</newsItem>|<newsMessage>|<header>|<sent>|<itemMeta>|<contentMeta>|<contentSet>|<inlineXML>|<inlineData>|</inlineXML>|<subject qcode='|'/>|<located>|<name>|<broader type='cptype:country'>|<embargoed>|<edNote>|<signal qcode='|<headline>|<p>|&lt;p&gt;|<!--|<\\?xml |[a-z]{1,3}|:| |é|2020-01-02){0,40}",
    ) {
        NewsMlG2.sniff(text.as_bytes());
        let small: Vec<Cut> = cuts(&text, 1, 200);
        let large: Vec<Cut> = cuts(&text, 4096, 200);
        prop_assert_eq!(small.len(), large.len());
        read_all(&text);
    }

    #[test]
    fn what_is_written_is_read(
        headline in "[A-Z][a-zé]{2,8} [a-z&<\"]{3,9} [a-z]{3,9}",
        name in "[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}",
        texts in prop::collection::vec("[A-Z][a-zäöü]{3,9} [a-z&<>\"]{1,9} [a-z]{4,12} [0-9]{1,3} [a-z]{3,9}\\.", 1..6),
        hour in 0..24u8,
        escaped: bool,
    ) {
        let body: String = texts.iter().map(|it| format!("<p>{}</p>", escape(it))).collect();
        let body = if escaped { format!("<![CDATA[{body}]]>") } else { body };
        let content = format!(
            "<headline>{}</headline><by>By {name}</by><dateline>OSLO, March 3 (Reuters)</dateline>",
            escape(&headline)
        );
        let manage = format!("<versionCreated>2021-03-03T{hour:02}:10:20Z</versionCreated>");
        let story = made(&manage, &content, &format!("<inlineXML>{body}</inlineXML>"));
        prop_assert_eq!(story.native_id.as_deref(), Some("g"));
        prop_assert_eq!(story.headline.as_deref(), Some(headline.as_str()));
        prop_assert_eq!(story.byline.map(|it| it.names), Some(vec![name]));
        prop_assert_eq!(story.filed, Some(format!("2021-03-03T{hour:02}:10:20Z")));
        let line = story.dateline.map(|it| it.line);
        prop_assert_eq!(line.as_deref(), Some("OSLO, March 3 (Reuters)"));
        prop_assert_eq!(story.body, Some(texts.join("\n\n")));
    }
}
