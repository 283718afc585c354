use super::*;
use serde_json::json;

#[test]
fn codes_have_their_scheme() {
    for (given, scheme, want) in [
        ("04000000", None, "iptc:04000000"),
        ("20000002", Some("http://cv.iptc.org/newscodes/mediatopic/"), "medtop:20000002"),
        ("subj:04000000", Some("http://x.example/"), "subj:04000000"),
        ("http://cv.iptc.org/newscodes/mediatopic/20000002", None, "medtop:20000002"),
        ("https://www.wikidata.org/entity/Q64", None, "wikidata:Q64"),
        ("http://x.example/a", None, "http://x.example/a"),
        ("f", Some("desk"), "desk:f"),
        ("abc", Some("http://cv.ap.org/id/"), "ap:abc"),
        ("abc", None, "abc"),
    ] {
        assert_eq!(code(given, scheme), want);
    }
    let mut topics = Vec::new();
    let given = json!([{"code": "04000000", "name": "economy"}, {"name": "economy"}, "ports",
        {"code": "VIC", "name": "Victoria"}]);
    subjects(&mut topics, given.as_array().expect("a list"));
    assert_eq!(topics, ["iptc:04000000", "economy", "economy", "ports", "Victoria"]);
}

#[test]
fn texts_are_html_or_lines() {
    assert_eq!(
        body(
            "<p>One &amp; <b>two</b></p><figure><figcaption>A ship</figcaption></figure><p>Three</p>"
        ),
        Body::Paragraphs(vec!["One & two".into(), "Three".into()])
    );
    assert_eq!(body("One &lt; two\n\nThree"), Body::Wrapped("One < two\n\nThree".into()));
    assert_eq!(body("a <b>bold</b> word"), Body::Wrapped("a bold word".into()));
    assert_eq!(body("<pre>A   1\nB   2</pre>"), Body::Preformatted("A   1\nB   2".into()));
    let html = "<div><h2>Fog</h2><p>One.</p><h2>Ships</h2><p>Two.</p></div>";
    let mut story = RawStory { body: body(html), ..RawStory::default() };
    lift_headings(&mut story, html);
    let left = ["One.", "Ships", "Two."].map(str::to_owned).to_vec();
    assert_eq!((story.summary, story.body), (vec!["Fog".to_owned()], Body::Paragraphs(left)));
    assert!(has_text("<p>x") && !has_text("<p> &nbsp;</p>\n") && !has_text(""));
    assert!(is_empty(&body("<p> </p>")) && is_empty(&body(" ")) && !is_empty(&body("x")));
}

#[test]
fn places_are_read_only_where_they_are_sure() {
    let city = |text: &str| place(text).and_then(|it| it.city);
    assert_eq!(city("BUFFALO, N.Y.").as_deref(), Some("BUFFALO"));
    assert_eq!(city("London").as_deref(), Some("London"));
    assert_eq!(city("Aaron J. Staples, Michigan"), None);
    assert_eq!(city("yes"), None);
    assert_eq!(country(Some("USA"), Some("United States")).as_deref(), Some("US"));
    assert_eq!(country(Some("de"), None).as_deref(), Some("DE"));
}

#[test]
fn status_and_embargo() {
    let mut story = RawStory::default();
    status(&mut story, Some("stat:canceled"));
    hold(&mut story, Some(&json!("2022-06-29T04:30:00+0200")));
    status(&mut story, Some("withheld"));
    assert_eq!(story.take.map(|it| it.kind), Some(TakeKind::Kill));
    assert_eq!(story.embargo.as_deref(), Some("2022-06-29T02:30:00Z"));
    let mut story = RawStory::default();
    hold(&mut story, Some(&json!(false)));
    assert_eq!(story.embargo, None);
}
