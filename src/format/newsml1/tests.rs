//! What news items say, oddity by oddity; whole samples are in `corpus/newsml1`.

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Source, Story};
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

fn cuts(text: &str, buffer: usize, limit: usize) -> Vec<Cut> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
    NewsMl1.cut(Box::new(input), &Limits { story: limit }).collect()
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
            match NewsMl1.read(&record, &Context::default()) {
                Ok(Read::Raw(raw)) => compose::story(raw, Source::default()).map_err(str::to_owned),
                Ok(Read::Story(_)) => Err("a record of our own".into()),
                Ok(Read::Package(..)) => Err("package".into()),
                Err(Refusal::NotStory { kind }) => Err(kind.to_owned()),
                Err(Refusal::Reject { reason, .. }) => Err(reason),
            }
        })
        .collect()
}

/// An item with this id, management and component.
fn item(id: &str, manage: &str, component: &str) -> String {
    format!(
        "<NewsML><NewsItem><Identification><NewsIdentifier>{id}</NewsIdentifier></Identification>\
         <NewsManagement>{manage}</NewsManagement><NewsComponent>{component}</NewsComponent>\
         </NewsItem></NewsML>"
    )
}

fn made(id: &str, manage: &str, component: &str) -> Story {
    let mut all = read_all(&item(id, manage, component));
    assert_eq!(all.len(), 1);
    all.remove(0).expect("a story")
}

const TEXT: &str = "<NewsLines><HeadLine>Fog</HeadLine></NewsLines><ContentItem><DataContent>\
    <p>Fog shut the harbor.</p></DataContent></ContentItem>";

#[test]
fn roots_are_told_apart() {
    for head in [
        "<NewsML Version=\"1.2\">",
        "<?xml version='1.0'?><!DOCTYPE NewsML [<!ENTITY a 'b'>]><NewsML>",
        "<NewsItem Duid='x'><Identification>",
    ] {
        assert!(NewsMl1.sniff(head.as_bytes()), "{head}");
    }
    for head in [
        "<newsitem itemid=\"2286\">",
        "<newsItem guid='x'>",
        "<NewsItem guid='x'><Identification>",
        "<NewsItem><title>",
        "<newsMessage>",
        "NewsML",
    ] {
        assert!(!NewsMl1.sniff(head.as_bytes()), "{head}");
    }
}

#[test]
fn versions_of_a_story_have_one_id() {
    let id = |id: &str| {
        let story = made(id, "", TEXT);
        (story.native_id, story.version, story.take.kind)
    };
    let first = "<RevisionId PreviousRevision='0' Update='N'>1</RevisionId><PublicIdentifier>\
        urn:newsml:x.example:20200101:doc:1N</PublicIdentifier>";
    let second = "<RevisionId PreviousRevision='1' Update='U'>2</RevisionId><PublicIdentifier>\
        urn:newsml:x.example:20200101:doc:2U</PublicIdentifier>";
    let name = Some("urn:newsml:x.example:20200101:doc".to_owned());
    assert_eq!(id(first), (name.clone(), Some("1".into()), TakeKind::New));
    assert_eq!(id(second), (name, Some("2".into()), TakeKind::Update));
    let parts = "<ProviderId>x.example</ProviderId><NewsItemId>doc</NewsItemId>";
    assert_eq!(id(parts).0.as_deref(), Some("x.example:doc"));
    // An id that ends in figures of its own keeps them.
    let other = "<RevisionId>3</RevisionId><PublicIdentifier>urn:newsml:x:1:12</PublicIdentifier>";
    assert_eq!(id(other).0.as_deref(), Some("urn:newsml:x:1:12"));
}

#[test]
fn status_in_any_case() {
    let made = |manage: &str| {
        let story = made("", manage, TEXT);
        (story.take.kind, story.embargo)
    };
    let change = |status: &str, future: &str| {
        format!(
            "<Status FormalName='{status}'/><StatusWillChange><FutureStatus FormalName='{future}'/>\
             <DateAndTime>20200102T100000+0200</DateAndTime></StatusWillChange>"
        )
    };
    assert_eq!(made("<Status FormalName='CANCELED'/>"), (TakeKind::Kill, None));
    assert_eq!(made("<Status FormalName='usable'/>"), (TakeKind::New, None));
    let until = Some("2020-01-02T08:00:00Z".to_owned());
    assert_eq!(made(&change("embargoed", "Usable")), (TakeKind::New, until));
    // What is to be withdrawn later is not held back now.
    assert_eq!(made(&change("Usable", "Canceled")), (TakeKind::New, None));
    assert_eq!(made("<Status FormalName='Withheld'/>").1.as_deref(), Some("withheld"));
    assert_eq!(made("<Instruction FormalName='Correction'/>").0, TakeKind::Correction);
    assert_eq!(made("<NewsItemType FormalName='Alert'/>").0, TakeKind::Alert);
}

#[test]
fn the_text_is_that_of_the_main_component() {
    let part = |role: &str, text: &str| {
        format!(
            "<NewsComponent><Role FormalName='{role}'/><NewsLines><HeadLine>{role}</HeadLine>\
             </NewsLines><ContentItem><DataContent><p>{text}</p></DataContent></ContentItem>\
             </NewsComponent>"
        )
    };
    let both = part("Supporting", "A long text that stands beside the one.") + &part("Main", "It.");
    let story = made("", "", &both);
    assert_eq!((story.headline.as_deref(), story.body.as_deref()), (Some("Main"), Some("It.")));
    let caption = part("Caption", "A long caption of a picture.") + &part("Story", "It.");
    assert_eq!(made("", "", &caption).body.as_deref(), Some("It."));
    let photo = "<ContentItem><MediaType FormalName='Photo'/></ContentItem>";
    assert_eq!(read_all(&item("", "", photo)), [Err("picture".to_owned())]);
}

#[test]
fn broken_components_and_empty_files() {
    assert_eq!(read_all("<NewsML><NewsEnvelope/></NewsML>"), [Err("empty NewsML".to_owned())]);
    let deep = "<NewsComponent>".repeat(3000);
    assert_eq!(read_all(&item("", "", &deep)).len(), 1);
    let text = item("", "", TEXT);
    let cut = &text[..text.find("harbor").expect("there")];
    let story = read_all(cut).remove(0).expect("a story");
    assert_eq!(story.flags, ["end_tag_missing"]);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

proptest! {
    #[test]
    fn never_panics(
        text in "(<NewsItem>|</NewsItem>|<NewsML>|<NewsComponent>|</NewsComponent>|<NewsLines>|</NewsLines>|<HeadLine>|<SlugLine>|<Identification><NewsIdentifier>|<PublicIdentifier>urn:newsml:|<RevisionId>|<Location HowPresent='Origin'>|<Property FormalName='City' Value='|'/>|<NewsManagement>|<Status FormalName='|<ContentItem>|<DataContent>|<p>|<!\\[CDATA\\[|\\]\\]>|&lt;P&gt;|[a-z1-9]{1,3}|:| |é){0,40}",
    ) {
        NewsMl1.sniff(text.as_bytes());
        prop_assert_eq!(cuts(&text, 1, 200).len(), cuts(&text, 4096, 200).len());
        read_all(&text);
    }

    #[test]
    fn what_is_written_is_read(
        headline in "[A-Z][a-zé]{2,8} [a-z&<\"]{3,9} [a-z]{3,9}",
        name in "[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}",
        texts in prop::collection::vec("[A-Z][a-zäöü]{3,9} [a-z&<>\"]{1,9} [a-z]{4,12} [0-9]{1,3} [a-z]{3,9}\\.", 1..6),
        hour in 0..24u8,
        form in 0..3u8,
    ) {
        let body: String = texts.iter().map(|it| format!("<P>{}</P>", escape(it))).collect();
        let body = match form {
            0 => format!("<![CDATA[{body}]]>"),
            1 => format!("<nitf><body><body.content>{}</body.content></body></nitf>", body.replace("P>", "p>")),
            _ => body,
        };
        let component = format!(
            "<NewsLines><HeadLine>{}</HeadLine><ByLine>By {name}</ByLine><DateLine>OSLO, March 3 (NTB) -\
             </DateLine></NewsLines><ContentItem><DataContent>{body}</DataContent></ContentItem>",
            escape(&headline)
        );
        let manage = format!("<ThisRevisionCreated>20210303T{hour:02}1020Z</ThisRevisionCreated>");
        let story = made("<NewsItemId>n7</NewsItemId>", &manage, &component);
        prop_assert_eq!(story.native_id.as_deref(), Some("n7"));
        prop_assert_eq!(story.headline.as_deref(), Some(headline.as_str()));
        prop_assert_eq!(story.byline.map(|it| it.names), Some(vec![name]));
        prop_assert_eq!(story.filed, Some(format!("2021-03-03T{hour:02}:10:20Z")));
        let line = story.dateline.map(|it| it.line);
        prop_assert_eq!(line.as_deref(), Some("OSLO, March 3 (NTB)"));
        prop_assert_eq!(story.body, Some(texts.join("\n\n")));
    }
}

#[test]
fn a_package_names_items_by_their_addresses() {
    let text = "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>afp.com</ProviderId>\
                <NewsItemId>P7</NewsItemId><RevisionId>2</RevisionId></NewsIdentifier></Identification>\
                <NewsComponent><NewsLines><HeadLine>Top stories</HeadLine></NewsLines>\
                <NewsItemRef NewsItem=\"urn:newsml:afp.com:20140829:TX-PAR-EVK62:3U\"/>\
                <NewsComponent><NewsItemRef NewsItem=\"#N2\"/><NewsItemRef/></NewsComponent>\
                </NewsComponent></NewsItem></NewsML>";
    let Some(Cut::Record(record)) = cuts(text, 4096, 1 << 20).into_iter().next() else {
        panic!("a record")
    };
    let Ok(Read::Package(raw, listed)) = NewsMl1.read(&record, &Context::default()) else {
        panic!("a package")
    };
    let package = compose::package(*raw, listed);
    assert_eq!(package.native_id.as_deref(), Some("afp.com:P7"));
    assert_eq!(package.headline.as_deref(), Some("Top stories"));
    let entries: Vec<_> =
        package.listed.iter().map(|it| (it.native_id.as_str(), it.version.as_deref())).collect();
    let named = ("urn:newsml:afp.com:20140829:TX-PAR-EVK62", Some("3"));
    assert_eq!(entries, [named, ("#N2", None)]);
}
