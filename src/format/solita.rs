//! Releases as Solita hands them out: one `<release>` a press release, with HTML for its text.

use std::io::BufRead;

use super::doubles::each_once;
use super::elements::Elements;
use super::root::root;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::story::{Body, RawStory};
use crate::text::markup::{Element, Tree, html_paragraphs, html_text};

/// The format.
pub struct Solita;

const NAMES: [&str; 1] = ["release"];

impl Format for Solita {
    fn name(&self) -> &'static str {
        "solita"
    }

    fn about(&self) -> &'static str {
        "press releases in Solita's XML: <release>"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // Other things are released too.
        root(head)
            .is_some_and(|it| it.name == NAMES[0] && it.holds(b"<title") && it.holds(b"<body"))
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Elements::new(input, &NAMES, "empty release", limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open(record);
        let tree = Tree::xml(&text);
        let Some(release) = tree.root().first(NAMES[0]) else {
            let reason = "no <release> element in it".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if !xml::is_closed(&record.bytes, NAMES[0]) {
            story.flags.push("end_tag_missing".into());
        }
        fill(&mut story, release);
        Ok(Read::Raw(story))
    }
}

/// Puts what the elements say into the story.
fn fill(story: &mut RawStory, release: Element<'_, '_>) {
    let child = |names: &[&str]| names.iter().find_map(|it| release.child(it));
    let value = |names: &[&str]| {
        let texts =
            names.iter().filter_map(|it| release.child(it)).map(|it| html_text(&it.source()));
        texts.into_iter().find(|it| !it.is_empty())
    };
    story.native_id = value(&["id", "guid"]).or_else(|| xml::attribute(Some(release), "id"));
    story.headline = value(&["title", "headline"]);
    story.filed = value(&["time", "published", "publishtime", "publishdate", "timestamp", "date"])
        .and_then(|it| xml::time(&it));
    // A firm may have a name and an address as elements of its own.
    let firm = child(&["company", "publisher", "organization"]);
    story.agency = firm.and_then(|it| xml::text(it.first("name")).or_else(|| xml::text(Some(it))));
    story.language = value(&["language", "lang"])
        .or_else(|| xml::attribute(Some(release), "lang"))
        .or_else(|| xml::attribute(Some(release), "language"));
    story.url = value(&["url", "link"]);
    story.category = value(&["category", "type"]);
    story.summary.extend(value(&["leadtext", "lead", "ingress", "abstract"]));
    for words in ["keywords", "keyword"].iter().filter_map(|it| value(&[it])) {
        let words = words.split([',', ';']).map(str::trim).filter(|it| !it.is_empty());
        story.topics.extend(words.map(str::to_owned));
    }
    each_once(&mut story.topics);
    let mut paragraphs = Vec::new();
    for part in ["body", "contacts", "boilerplate"].iter().filter_map(|it| release.child(it)) {
        if part.children().next().is_some() {
            paragraphs.extend(part.paragraphs());
        } else {
            paragraphs.extend(html_paragraphs(&part.source()));
        }
    }
    story.body = Body::Paragraphs(paragraphs);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::story::{Source, Story};
    use proptest::prelude::*;

    fn story(inner: &str) -> Story {
        let bytes = format!("<release id='r1'>{inner}</release>").into_bytes();
        match Solita.read(&Record { number: 1, offset: 0, bytes }, &Context::default()) {
            Ok(Read::Raw(raw)) => compose::story(raw, Source::default()).expect("a record"),
            _ => panic!("no story in {inner}"),
        }
    }

    #[test]
    fn a_release_is_read() {
        assert!(Solita.sniff(b"<release><id>1</id><title>x</title><body>y</body>"));
        assert!(!Solita.sniff(b"<release><artist>x</artist>"));
        let found = story(
            "<title>Ny kai</title><time>2017-08-24T04:38:34+0000</time><company><name>Havn AS</name></company>\
             <leadtext>Kaien er klar.</leadtext><body><![CDATA[<p>Den nye kaien er &aring;pen.</p><p>Skip kan komme.</p>]]></body>",
        );
        assert_eq!(found.id, "Havn%20AS:r1");
        assert_eq!(found.filed.as_deref(), Some("2017-08-24T04:38:34Z"));
        assert_eq!(
            found.body.as_deref(),
            Some("Den nye kaien er åpen.\n\nSkip kan komme.\n\nKaien er klar.")
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in "(<release>|</release>|<title>|<body>|&lt;p&gt;|<time>|9|/|>|[a-zå]| ){0,30}") {
            let record = Record { number: 1, offset: 0, bytes: text.into_bytes() };
            let _ = Solita.read(&record, &Context::default());
        }

        #[test]
        fn written_stories_come_back(
            title in "[A-Z][a-zæå&\"]{2,8}( [a-zæå&\"]{2,8}){0,6}",
            paragraphs in proptest::collection::vec("Tekst[a-zæå&\"]{1,8}( [a-zæå&\"]{2,8}){0,20}", 1..8),
        ) {
            // Escaped twice as often as not, so what looks like a reference is read as one.
            let plain = |it: &String| crate::text::entities::unescape(it) == it.as_str();
            prop_assume!(plain(&title) && paragraphs.iter().all(plain));
            let once = |it: &str| it.replace('&', "&amp;").replace('<', "&lt;");
            let body: String = paragraphs.iter().map(|it| format!("<p>{}</p>", once(it))).collect();
            let found = story(&format!("<title>{}</title><body>{}</body>", once(&title), once(&body)));
            prop_assert_eq!(found.headline.as_deref(), Some(title.as_str()));
            prop_assert_eq!(found.body, Some(paragraphs.join("\n\n")));
        }
    }
}
