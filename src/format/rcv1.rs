//! Reuters RCV1 and RCV2: stories of 1996 and 1997 in XML, a `<newsitem itemid=…>` a story.
//!
//! The elements name no version, urgency or correction, and no time of day.

use std::io::BufRead;

use memchr::memmem;

use super::doubles::each_once;
use super::elements::Elements;
use super::root::root;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::copy::regions;
use crate::story::{Body, Place, RawStory};
use crate::text::markup::{Element, Tree};

/// The format.
pub struct Rcv1;

/// NewsML-G2 has an element whose name differs in one capital.
const NAMES: [&str; 1] = ["newsitem"];

impl Format for Rcv1 {
    fn name(&self) -> &'static str {
        "rcv1"
    }

    fn about(&self) -> &'static str {
        "Reuters RCV1 and RCV2 XML: <newsitem itemid=…>"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if !start.starts_with(b"<") || root(head).is_some_and(|it| it.is("html")) {
            return false;
        }
        // Days are sometimes kept in one file, in an element of somebody's own.
        memmem::find_iter(start, b"<newsitem ").any(|at| {
            let tag = &start[at..start.len().min(at + 400)];
            let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
            let before = start[..at].trim_ascii_end().last();
            memmem::find(tag, b"itemid=").is_some() && matches!(before, Some(b'>') | None)
        })
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Elements::new(input, &NAMES, "empty RCV1 file", limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open(record);
        let tree = Tree::xml(&text);
        let Some(item) = tree.root().first(NAMES[0]) else {
            let reason = "no <newsitem> element in it".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if !xml::is_closed(&record.bytes, NAMES[0]) {
            story.flags.push("end_tag_missing".into());
        }
        fill(&mut story, item);
        Ok(Read::Raw(story))
    }
}

/// Puts what the elements say into the story.
fn fill(story: &mut RawStory, item: Element<'_, '_>) {
    story.agency = Some("Reuters".into());
    story.native_id = xml::attribute(Some(item), "itemid");
    story.language = xml::attribute(Some(item), "lang");
    let dc = |name: &str| {
        let is_it = |it: &Element<'_, '_>| it.attribute("element").is_some_and(|it| it == name);
        item.all("dc").filter(is_it).find_map(|it| xml::attribute(Some(it), "value"))
    };
    story.filed = xml::attribute(Some(item), "date")
        .or_else(|| dc("dc.date.published"))
        .or_else(|| dc("dc.date.created"))
        .and_then(|it| xml::time(&it));
    let city = dc("dc.creator.location");
    let land = dc("dc.creator.location.country.name");
    let country = land.as_deref().and_then(|it| Some(regions::region(it)?.country?.to_owned()));
    if city.is_some() {
        story.origin = Some(Place { city, region: None, country });
    }
    if let Some(title) = xml::text(item.first("title")) {
        let (place, rest) = label(&title);
        story.headline = xml::text(item.first("headline")).or_else(|| Some(rest.to_owned()));
        story.places.extend(place.map(str::to_owned));
    } else {
        story.headline = xml::text(item.first("headline"));
    }
    let byline = item.first("byline").map(Element::spaced).filter(|it| !it.is_empty());
    story.bylines.extend(byline);
    story.dateline = xml::text(item.first("dateline"));
    if let Some(text) = item.first("text") {
        story.body = Body::Paragraphs(text.paragraphs());
    }
    for (codes, code) in item.all_under("codes", "code") {
        let Some(code) = xml::attribute(Some(code), "code") else { continue };
        // `bip:topics:1.0`
        let class = codes.attribute("class").unwrap_or_default().to_lowercase();
        match class.split(':').nth(1).unwrap_or("topics") {
            "countries" => story.places.push(code),
            scheme => story.topics.push(format!("{scheme}:{code}")),
        }
    }
    each_once(&mut story.topics);
    each_once(&mut story.places);
}

/// Parts a title into the place in capitals before it, and the rest: `MEXICO: Markets rise.`
fn label(title: &str) -> (Option<&str>, &str) {
    match title.split_once(": ") {
        Some((place, rest))
            if place.len() <= 40
                && !place.chars().any(|it| it.is_lowercase() || it.is_ascii_digit())
                && place.chars().any(char::is_alphabetic) =>
        {
            (Some(place), rest.trim_start())
        }
        _ => (None, title),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::format::Cut;
    use crate::story::{Source, Story};
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn story(text: &str) -> Story {
        let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
        match Rcv1.read(&record, &Context::default()) {
            Ok(Read::Raw(raw)) => compose::story(raw, Source::default()).expect("a record"),
            _ => panic!("no story in {text}"),
        }
    }

    #[test]
    fn streams_are_known() {
        assert!(Rcv1.sniff(b"<?xml version='1.0'?>\n<newsitem itemid=\"2286\" id='root'>"));
        assert!(Rcv1.sniff(b"<day>\n<newsitem itemid='1'>"));
        assert!(!Rcv1.sniff(b"<newsItem itemid='1'>"));
        assert!(!Rcv1.sniff(b"<newsitem guid='x'>"));
    }

    #[test]
    fn lists_inside_lists_are_each_read_once() {
        // An end tag that is lost puts each list into the one before it.
        let lists = "<codes class='bip:topics:1.0'><code code='A'/>\
            <codes class='bip:countries:1.0'><code code='B'/></codes><code code='C'/></codes>";
        let story = story(&format!("<newsitem itemid='1'><title>x</title>{lists}</newsitem>"));
        assert_eq!(story.topics, ["topics:A", "topics:C"]);
        assert_eq!(story.places, ["B"]);
        let start = std::time::Instant::now();
        let open = "<metadata><codes class='bip:countries:1.0'><code code='MEX'>".repeat(50_000);
        let text = format!("<newsitem itemid='1'><title>x</title>{open}</newsitem>");
        let record = Record { number: 1, offset: 0, bytes: text.into_bytes() };
        assert!(Rcv1.read(&record, &Context::default()).is_ok());
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }

    #[test]
    fn a_title_opens_with_a_place() {
        assert_eq!(label("MEXICO: Markets rise."), (Some("MEXICO"), "Markets rise."));
        assert_eq!(label("Markets: a rise"), (None, "Markets: a rise"));
        assert_eq!(label("12: x"), (None, "12: x"));
    }

    #[test]
    fn a_day_behind_the_place_and_loose_text_are_read() {
        let story = story(
            "<newsitem itemid='7' date='1996-08-20' xml:lang='en'><title>INDONESIA: Fog.</title>\
             <dateline>JAKARTA 1996-08-20</dateline><text><p>Fog shut it.</p>loose\n<p>It cleared.</p>\
             </text></newsitem>",
        );
        let dateline = story.dateline.clone().expect("a dateline");
        assert_eq!(dateline.places[0].city.as_deref(), Some("JAKARTA"));
        assert_eq!(dateline.date.as_deref(), Some("1996-08-20"));
        assert_eq!(story.body.as_deref(), Some("Fog shut it.\n\nloose\n\nIt cleared."));
        assert_eq!(story.headline.as_deref(), Some("Fog."));
        assert_eq!(story.filed.as_deref(), Some("1996-08-20"));
        assert_eq!(story.flags, [""; 0]);
    }

    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;")
    }

    proptest! {
        #[test]
        fn never_panics_and_buffers_make_no_difference(
            text in "(<newsitem itemid='1'>|</newsitem>|<title>|<text>|<p>|</p>|<codes class='bip:topics:1.0'>|<code code='A'/>|<dc element='dc.x' value='|'|>|[a-z]| |:){0,30}"
        ) {
            let cut = |buffer| -> Vec<Record> {
                let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
                let cuts = Rcv1.cut(Box::new(input), &Limits { story: 100 });
                cuts.filter_map(|it| if let Cut::Record(record) = it { Some(record) } else { None })
                    .collect()
            };
            let records = cut(1);
            for record in &records {
                let _ = Rcv1.read(record, &Context::default());
            }
            prop_assert_eq!(records, cut(4096));
        }

        #[test]
        fn written_stories_come_back(
            id in 1u32..1_000_000,
            headline in "[A-Z][a-zé&<\"]{2,8}( [a-zé&<\"]{1,8}){0,6}",
            paragraphs in proptest::collection::vec("Text[a-zé&<\"]{1,8}( [a-zé&<\"]{1,8}){0,20}", 1..8),
        ) {
            let body: String = paragraphs.iter().map(|it| format!("<p>{}</p>\n", escaped(it))).collect();
            let found = story(&format!(
                "<?xml version=\"1.0\"?>\n<newsitem itemid=\"{id}\" date=\"1996-08-20\"><title>UK: {}</title>\
                 <headline>{}</headline><byline>Ann Lee</byline><dateline>LONDON 1996-08-20</dateline>\n\
                 <text>\n{body}</text></newsitem>",
                escaped(&headline), escaped(&headline),
            ));
            prop_assert_eq!(found.native_id, Some(id.to_string()));
            prop_assert_eq!(found.headline.as_deref(), Some(headline.as_str()));
            prop_assert_eq!(found.byline.map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
            prop_assert_eq!(found.body, Some(paragraphs.join("\n\n")));
        }
    }
}
