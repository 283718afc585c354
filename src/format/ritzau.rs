//! RBNews: how Ritzau hands its stories out. One element a story; names are Danish and English.

use std::io::BufRead;

use super::elements::Elements;
use super::root::root;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::copy::{agencies, clock};
use crate::story::{Body, RawStory, Take, TakeKind};
use crate::text::markup::{Element, Tree, html_paragraphs, html_text};

/// The format.
pub struct Ritzau;

const NAMES: [&str; 1] = ["RBNews"];

impl Format for Ritzau {
    fn name(&self) -> &'static str {
        "ritzau"
    }

    fn about(&self) -> &'static str {
        "RBNews XML of Ritzau"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        root(head).is_some_and(|it| it.name == NAMES[0])
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Elements::new(input, &NAMES, "empty RBNews", limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open(record);
        let tree = Tree::xml(&text);
        let Some(news) = tree.root().first(NAMES[0]) else {
            let reason = "no <RBNews> element in it".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if !xml::is_closed(&record.bytes, NAMES[0]) {
            story.flags.push("end_tag_missing".into());
        }
        fill(&mut story, news);
        Ok(Read::Raw(story))
    }
}

/// Puts what the elements say into the story.
fn fill(story: &mut RawStory, news: Element<'_, '_>) {
    let value =
        |name: &str| news.first(name).map(|it| html_text(&it.source())).filter(|it| !it.is_empty());
    let says = |name: &str| {
        value(name).is_some_and(|it| matches!(it.to_lowercase().as_str(), "true" | "1" | "ja"))
    };
    // `/ritzau/`, or `/ritzau/AFP/` for what it passes on.
    let origin = value("origin").unwrap_or_default();
    let known = origin.split('/').find_map(agencies::canonical).map(|it| it.name);
    story.agency = Some(known.unwrap_or("Ritzau").to_owned());
    story.native_id = value("NewsID");
    story.version = value("version");
    story.filed = value("PublishDate").and_then(|it| xml::time(&it));
    story.urgency = value("Priority").and_then(|it| it.parse().ok());
    story.urgency = story.urgency.filter(|it| (1..=9).contains(it));
    story.headline = value("headline");
    if let Some(line) = value("strapline") {
        if story.headline.is_none() {
            story.headline = Some(line);
        } else if line.split(' ').count() <= 4 {
            story.slug = Some(line);
        } else {
            story.summary.push(line);
        }
    }
    story.bylines.extend(value("byLine").filter(|it| !it.starts_with('/')));
    story.ednotes.extend(value("TilRedaktionen"));
    story.category = value("Category").or_else(|| value("Kategori"));
    story.language = value("Language").or_else(|| value("Sprog")).or_else(|| Some("da".into()));
    let kinds = [
        ("Annuleret", TakeKind::Kill),
        ("Korrektion", TakeKind::Correction),
        ("NyVersion", TakeKind::Update),
    ];
    let kind = kinds.iter().find(|(name, _)| says(name)).map(|(_, kind)| *kind);
    let replaces = value("Replaces").filter(|it| !matches!(it.as_str(), "false" | "0" | "nej"));
    let kind = kind.or(replaces.map(|_| TakeKind::Update));
    story.take = kind.map(|kind| Take { kind, ..Take::default() });
    story.embargo = embargo(news);
    if let Some(content) = news.first("content") {
        story.body = Body::Paragraphs(if content.children().next().is_some() {
            content.paragraphs()
        } else {
            html_paragraphs(&content.source())
        });
    }
}

/// The time until which a story is held back; `YYYYMMDD000000-HHMM` stands where there is none.
fn embargo(news: Element<'_, '_>) -> Option<String> {
    let zone = agencies::canonical("Ritzau").and_then(|it| it.zone);
    news.descendants()
        .filter(|it| it.name().to_ascii_lowercase().starts_with("embargo"))
        .find_map(|it| clock::to_utc(&xml::time(&it.text())?, zone))
        .map(|it| it.utc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::story::{Source, Story};
    use proptest::prelude::*;

    fn story(inner: &str) -> Story {
        let bytes = format!("<?xml version='1.0'?><RBNews>{inner}</RBNews>").into_bytes();
        match Ritzau.read(&Record { number: 1, offset: 0, bytes }, &Context::default()) {
            Ok(Read::Raw(raw)) => compose::story(raw, Source::default()).expect("a record"),
            _ => panic!("no story in {inner}"),
        }
    }

    #[test]
    fn a_story_in_escaped_html_is_read() {
        let found = story(
            "<NewsID>9a-1</NewsID><PublishDate>2018-01-30T17:32:18.397</PublishDate>\
             <headline>T&amp;amp;aring;ge lukker havn</headline><strapline>HAVN</strapline>\
             <content>&lt;p&gt;Havnen blev lukket.&lt;/p&gt;&lt;p&gt;/ritzau/&lt;/p&gt;</content>\
             <origin>/ritzau/</origin><version>2</version><NyVersion>true</NyVersion>\
             <EmbargoDate>YYYYMMDD000000-HHMM</EmbargoDate><Priority>3</Priority>",
        );
        assert_eq!(found.headline.as_deref(), Some("Tåge lukker havn"));
        assert_eq!(found.filed.as_deref(), Some("2018-01-30T16:32:18Z"));
        assert_eq!(found.body.as_deref(), Some("Havnen blev lukket."));
        assert_eq!((found.slug.as_deref(), found.embargo), (Some("HAVN"), None));
        assert_eq!((found.take.kind, found.urgency), (TakeKind::Update, Some(3)));
        assert_eq!(found.id, "Ritzau:9a-1:2");
    }

    #[test]
    fn a_kill_needs_no_text() {
        let found = story("<NewsID>9</NewsID><headline i:nil='true'/><Annuleret>true</Annuleret>");
        assert_eq!(found.take.kind, TakeKind::Kill);
    }

    proptest! {
        #[test]
        fn never_panics(text in "(<RBNews>|</RBNews>|<content>|&lt;p&gt;|<embargo>|<Priority>|9|/|>|[a-zå]| ){0,30}") {
            let record = Record { number: 1, offset: 0, bytes: text.into_bytes() };
            let _ = Ritzau.read(&record, &Context::default());
        }

        #[test]
        fn written_stories_come_back(
            headline in "[A-Z][a-zæå&\"]{2,8}( [a-zæå&\"]{2,8}){0,6}",
            paragraphs in proptest::collection::vec("Tekst[a-zæå&\"]{1,8}( [a-zæå&\"]{2,8}){0,20}", 1..8),
        ) {
            // Escaped twice as often as not, so what looks like a reference is read as one.
            let plain = |it: &String| crate::text::entities::unescape(it) == it.as_str();
            prop_assume!(plain(&headline) && paragraphs.iter().all(plain));
            let once = |it: &str| it.replace('&', "&amp;").replace('<', "&lt;");
            let body: String = paragraphs.iter().map(|it| format!("<p>{}</p>", once(it))).collect();
            let found = story(&format!(
                "<NewsID>1</NewsID><headline>{}</headline><content>{}</content>",
                once(&headline), once(&body),
            ));
            prop_assert_eq!(found.headline.as_deref(), Some(headline.as_str()));
            prop_assert_eq!(found.body, Some(paragraphs.join("\n\n")));
        }
    }
}
