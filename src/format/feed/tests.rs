use proptest::prelude::*;
use std::io::{BufReader, Cursor};

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Source, Story, TakeKind};

/// Stories of a feed, and the kinds of what is none.
fn read(text: &str, buffer: usize) -> (Vec<Story>, Vec<&'static str>) {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
    let (mut stories, mut kinds) = (Vec::new(), Vec::new());
    for cut in Feed.cut(Box::new(input), &Limits::default()) {
        let read = match cut {
            Cut::Record(record) => Feed.read(&record, &Context::default()),
            Cut::Refused(refusal) => Err(refusal),
            Cut::Broken(..) => continue,
        };
        match read {
            Ok(Read::Raw(raw)) => stories.extend(compose::story(raw, Source::default())),
            Err(Refusal::NotStory { kind }) => kinds.push(kind),
            _ => {}
        }
    }
    (stories, kinds)
}

#[test]
fn streams_are_known() {
    for head in [
        "<rss version='2.0'>",
        "\u{FEFF}\n <?xml version='1.0'?><rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'>",
        "<urlset xmlns='x'>",
        "<opml version='1'>",
        "<br />\n<b>Warning</b>: no such file\n<?xml version='1.0'?>\n<rss version='2.0'>",
        "Notice: undefined\n<rss version='2.0'>",
    ] {
        assert!(Feed.sniff(head.as_bytes()), "{head}");
    }
    for head in [
        "<rdf:RDF xmlns:foaf='x'><foaf:Person>",
        "<feed><product/></feed>",
        "<html><rss version='2.0'>",
        "<nitf>",
        "text about <rss version='2.0'> here",
    ] {
        assert!(!Feed.sniff(head.as_bytes()), "{head}");
    }
}

#[test]
fn an_item_has_what_its_channel_says() {
    let text = "<?xml version='1.0'?><rss version='2.0' xmlns:dc='x'><channel><title>Reuters: World</title>\
        <link>https://harbor.example/</link><language>en-gb</language>\
        <image><url>http://x/y.png</url></image>\
        <item><title>Fog &amp;amp; rain</title><link>/fog.html</link><guid isPermaLink='false'>7</guid>\
        <pubDate>Mon, 06 Sep 10 00:01:00 EDT</pubDate><dc:creator>Ann Lee</dc:creator><dc:creator>Bob Ray</dc:creator>\
        <description>Fog shut it.</description><category domain='http://www.iptc.org/x'>04000000</category></item>\
        </channel></rss>";
    for buffer in [1, 64, 9000] {
        let (stories, kinds) = read(text, buffer);
        assert_eq!((stories.len(), kinds.len()), (1, 0));
        let story = &stories[0];
        assert_eq!(story.agency.as_deref(), Some("Reuters"));
        assert_eq!(story.headline.as_deref(), Some("Fog & rain"));
        assert_eq!(story.url.as_deref(), Some("https://harbor.example/fog.html"));
        assert_eq!(story.filed.as_deref(), Some("2010-09-06T04:01:00Z"));
        assert_eq!(story.byline.clone().expect("names").names, ["Ann Lee", "Bob Ray"]);
        assert_eq!(story.topics, ["iptc:04000000"]);
        assert_eq!(story.language.as_deref(), Some("en-GB"));
        assert_eq!(story.native_id.as_deref(), Some("7"));
    }
}

#[test]
fn pages_and_gone_entries() {
    let sitemap = "<urlset xmlns='a' xmlns:news='b'><url><loc>https://x.example/1</loc></url>\
        <url><loc>https://x.example/2</loc><news:news><news:publication><news:name>Harbor News</news:name>\
        <news:language>en</news:language></news:publication><news:publication_date>2020-01-02T03:04:05Z\
        </news:publication_date><news:title>Fog</news:title><news:keywords>fog, harbor</news:keywords>\
        </news:news></url></urlset>";
    let (stories, kinds) = read(sitemap, 1);
    assert_eq!(kinds, ["web address"]);
    assert_eq!(stories[0].agency.as_deref(), Some("Harbor News"));
    assert_eq!(stories[0].topics, ["fog", "harbor"]);
    assert_eq!(stories[0].filed.as_deref(), Some("2020-01-02T03:04:05Z"));
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><at:deleted-entry ref='tag:x,1' when='2020-01-02T03:04:05Z'/></feed>";
    let (stories, _) = read(atom, 7);
    assert_eq!(stories[0].take.kind, TakeKind::Kill);
    assert_eq!(stories[0].native_id.as_deref(), Some("tag:x,1"));
    assert_eq!(read("<opml version='2.0'><body><outline/></body></opml>", 7).1, ["list of feeds"]);
    assert_eq!(read("<rss><channel><title>x</title></channel></rss>", 7).1, ["empty feed"]);
}

#[test]
fn a_head_cut_off_inside_a_section_costs_no_item() {
    let text = format!(
        "<rss><channel><language>en</language><wp:author><![CDATA[{}]]></wp:author>\
         <item><title>One</title><description>Fog.</description></item></channel></rss>",
        "x".repeat(100_000)
    );
    let (stories, _) = read(&text, 8192);
    assert_eq!(stories[0].headline.as_deref(), Some("One"));
    assert_eq!(stories[0].language.as_deref(), Some("en"));
}

#[test]
fn dates_of_feeds_are_read() {
    let mut wrong = Vec::new();
    for date in [
        "Wed, 02 Oct 2002 13:00:00 GMT",
        "Mon, 02 Oct 2002 13:00:00 GMT",
        "Wed, 02 Oct 02 08:00 EST",
        "Wed, 2 Oct 2002 9:00 AM EDT",
        "2002-10-02T08:00:00.123-05:00",
        "2002-10-02T13:00Z",
        "Wed, 2 Oct 2002 13:00:00 UT",
        "Wed, 02 Oct 2002 15:00:00 +0200 (CEST)",
        "Wed, 02 Oct 2002 15:00:00 Europe/Paris",
        "mer., 02 oct. 2002 15:00:00 +0200",
        "Wed,02 Oct 2002 13:00:00 GMT",
        "Tues, 02 Oct 2002 13:00:00 GMT",
        "Wed Oct  2 15:00:00 CEST 2002",
        "Wed Oct 2 13:00:00 2002",
        "Wed, 02-Oct-02 13:00:00 GMT",
        "Wed, 02-Oct-2002 13:00:00 GMT",
        "2002-10-02 08:00:00 -0500",
        "Wed, 02 Oct 2002 15:00:00 GMT+2",
        "Wed, 02 Oct 2002 09:00:00 GMT-0400",
        "Wed, 02 Oct 2002 13:00:00 Z",
        "Oct 02, 2002, 9:00 AM ET",
        "Wed, 02 October 2002 14:00:00 BST",
        "Wednesday, 2 October 2002 13:00:00 +00:00",
        "Wed, 02 Oct 2002 24:00:00 AEDT",
    ] {
        let text = format!(
            "<rss><channel><item><title>x</title><pubDate>{date}</pubDate></item></channel></rss>"
        );
        let filed = read(&text, 99).0[0].filed.clone().unwrap_or_default();
        if !filed.starts_with("2002-10-02T13:00:00") {
            wrong.push(format!("{date} is {filed}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

proptest! {
    #[test]
    fn never_panics_and_buffers_make_no_difference(
        text in "(<rss>|<feed>|<urlset>|<channel>|<item>|</item>|<entry>|</entry>|<url>|<title>|<link|<dc:creator>|<description>|<content type='html'>|<wp:status>|<category|&lt;p&gt;|<!\\[CDATA\\[|\\]\\]>|<!--|-->|\\[a b=|\\]|/|>|[a-zé]| |\n){0,40}"
    ) {
        let cut = |buffer| -> Vec<Record> {
            let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
            let cuts = Feed.cut(Box::new(input), &Limits { story: 200 });
            cuts.filter_map(|it| if let Cut::Record(record) = it { Some(record) } else { None })
                .collect()
        };
        let records = cut(1);
        for record in &records {
            let _ = Feed.read(record, &Context::default());
        }
        prop_assert_eq!(records, cut(4096));
        Feed.sniff(text.as_bytes());
        let record = Record { number: 1, offset: 0, bytes: text.into_bytes() };
        let _ = Feed.read(&record, &Context::default());
    }

    #[test]
    fn written_stories_come_back(
        headline in "[A-Z][a-zé&<\"]{2,8}( [a-zé&<\"]{2,8}){0,6}",
        paragraphs in proptest::collection::vec("Text[a-zé&<\"]{1,8}( [a-zé&<\"]{2,8}){0,20}", 1..8),
        minute in 0u32..60,
    ) {
        let body: String = paragraphs.iter().map(|it| format!("<p>{}</p>\n", escaped(it))).collect();
        let rss = format!(
            "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"x\" xmlns:dc=\"y\"><channel><title>Harbor</title>\n\
             <item><title>{}</title><guid>urn:x:1</guid><pubDate>Tue, 03 Mar 2020 10:{minute:02}:00 +0000</pubDate>\n\
             <dc:creator>Ann Lee</dc:creator><content:encoded>{}</content:encoded></item>\n</channel></rss>",
            escaped(&escaped(&headline)), escaped(&body),
        );
        let atom = format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Harbor</title><entry><id>urn:x:1</id>\
             <title type='html'>{}</title><published>2020-03-03T10:{minute:02}:00Z</published>\
             <author><name>Ann Lee</name></author><content type='xhtml'><div>{body}</div></content></entry></feed>",
            escaped(&escaped(&headline)),
        );
        for text in [rss, atom] {
            let (stories, _) = read(&text, 50);
            prop_assert_eq!(stories.len(), 1);
            let story = &stories[0];
            prop_assert_eq!(story.headline.as_deref(), Some(headline.as_str()));
            prop_assert_eq!(story.native_id.as_deref(), Some("urn:x:1"));
            let filed = format!("2020-03-03T10:{minute:02}:00Z");
            prop_assert_eq!(story.filed.as_deref(), Some(filed.as_str()));
            prop_assert_eq!(story.byline.clone().map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
            prop_assert_eq!(story.body.clone(), Some(paragraphs.join("\n\n")));
        }
    }
}

#[test]
fn a_section_read_byte_by_byte_is_the_same() {
    let text = "<![CDATA[]<dc:creator><dc:creator></item><entry>]]><link";
    let cut = |buffer| -> Vec<Record> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
        let cuts = Feed.cut(Box::new(input), &Limits { story: 200 });
        cuts.filter_map(|it| if let Cut::Record(record) = it { Some(record) } else { None })
            .collect()
    };
    assert_eq!(cut(1), cut(4096));
}
