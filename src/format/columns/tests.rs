use super::*;
use crate::story::FiledText;
use proptest::prelude::*;
use serde_json::json;

fn row(value: Value) -> Row {
    match value {
        Value::Object(members) => members.into_iter().collect(),
        _ => Vec::new(),
    }
}

fn made(value: Value) -> RawStory {
    story(row(value), 1, None).expect("a story")
}

fn with_map(map: &str, value: Value) -> RawStory {
    let map = ColumnMap::parse(map).expect("a map");
    story(row(value), 1, Some(&map)).expect("a story")
}

fn time(value: Value) -> Option<String> {
    let (FiledText { date, time, zone, .. }, _) = filed(&value)?;
    Some([Some(date), time, zone].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

const TEXT: &str = "The harbor was shut by fog on Monday.";

#[test]
fn times_in_the_shapes_of_tables() {
    for (value, expected) in [
        (json!("2019-03-04T05:06:07+02:00"), Some("2019-03-04 05:06:07 +02:00")),
        (json!("2019-03-04 05:06:07"), Some("2019-03-04 05:06:07")),
        (json!("2019-03-04 00:00:00"), Some("2019-03-04")),
        (json!("2019-03-04"), Some("2019-03-04")),
        (json!(1_425_340_800), Some("2015-03-03 00:00:00 Z")),
        (json!("1425340800"), Some("2015-03-03 00:00:00 Z")),
        (json!(1_425_340_800_123_u64), Some("2015-03-03 00:00:00 Z")),
        (json!(1.4253408e12), Some("2015-03-03 00:00:00 Z")),
        (json!(1_425_340_800_123_456_u64), Some("2015-03-03 00:00:00 Z")),
        (json!("20030219"), Some("2003-02-19")),
        (json!(20_030_219), Some("2003-02-19")),
        (json!("March 4, 2019"), Some("2019-03-04")),
        (json!("Updated June 1, 2015 10:06 a.m. ET"), Some("2015-06-01 10:06:00 ET")),
        (json!(43_466), Some("2019-01-01")),
        (json!("43466.5"), Some("2019-01-01 12:00:00")),
        (json!({"$date": 1_425_340_800_123_u64}), Some("2015-03-03 00:00:00 Z")),
        (json!("Mon, 04 Mar 2019 05:06:07 GMT"), Some("2019-03-04 05:06:07 GMT")),
        (json!("Updated 3 days ago"), None),
        (json!("2019"), None),
        (json!("NaN"), None),
        (json!(""), None),
        (json!(-5), None),
        (json!(true), None),
        (json!(1e300), None),
        (json!("99999999"), None),
    ] {
        assert_eq!(time(value.clone()).as_deref(), expected, "{value}");
    }
    let raw = made(json!({"text": TEXT, "date": "01/02/2017"}));
    assert_eq!(raw.flags, ["date_guessed"]);
    let raw = made(json!({"text": TEXT, "date": "3 days ago"}));
    assert_eq!((raw.filed, raw.flags), (None, vec!["date_invalid".to_owned()]));
    let raw = made(json!({"text": TEXT, "year": "2016.0", "month": "Dec", "day": 9}));
    assert_eq!(raw.filed.map(|it| it.date).as_deref(), Some("2016-12-09"));
}

#[test]
fn authors_in_the_shapes_of_tables() {
    for (value, expected) in [
        (json!("Ann Lee"), Some("Ann Lee")),
        (json!("By Ann Lee and Jo Poe"), Some("By Ann Lee and Jo Poe")),
        (json!("Ann Lee; Jo Poe; Ed Ray"), Some("Ann Lee, Jo Poe and Ed Ray")),
        (json!("Ann Lee|Jo Poe"), Some("Ann Lee and Jo Poe")),
        (json!("['Ann Lee', \"Pat O'Neil\"]"), Some("Ann Lee and Pat O'Neil")),
        (json!(["Ann Lee", "https://www.facebook.com/annlee"]), Some("Ann Lee")),
        (json!([{"name": "Ann Lee"}, {"name": null}]), Some("Ann Lee")),
        (json!({"first": "Ann", "last": "Lee"}), Some("Ann Lee")),
        (json!("https://www.facebook.com/annlee"), None),
        (json!("NaN"), None),
        (json!("None"), None),
        (json!("[]"), None),
        (json!(null), None),
        (json!(17), None),
    ] {
        assert_eq!(values::byline(&value).as_deref(), expected, "{value}");
    }
}

#[test]
fn a_row_of_a_known_set_becomes_a_story() {
    // CC-News.
    let raw = made(json!({
        "title": "Fog shuts harbor", "text": TEXT, "domain": "www.reuters.com",
        "date": "2017-02-03 11:12:13", "description": "Fog.", "url": "http://x.org/a",
        "image_url": "http://x.org/a.png"
    }));
    assert_eq!(raw.headline.as_deref(), Some("Fog shuts harbor"));
    assert_eq!(raw.agency.as_deref(), Some("Reuters"));
    assert_eq!(raw.url.as_deref(), Some("http://x.org/a"));
    assert_eq!(raw.body, Body::Wrapped(TEXT.to_owned()));
    // All the news, 2.1.
    let raw = made(json!({
        "date": "2016-12-09 18:31:00", "year": 2016, "month": 12, "day": 9, "author": "Ann Lee",
        "title": "Fog", "article": TEXT, "url": "https://x.org/b", "section": "World",
        "publication": "The Daily"
    }));
    assert_eq!(raw.category.as_deref(), Some("World"));
    assert_eq!(raw.bylines, ["Ann Lee"]);
    assert_eq!(raw.agency.as_deref(), Some("The Daily"));
    // news-please.
    let raw = made(json!({
        "authors": [], "date_download": "2020-01-01 00:00:01", "date_modify": null,
        "date_publish": "2019-12-31 10:00:00", "maintext": TEXT, "title": "Fog",
        "title_page": "Fog - X", "source_domain": "x.org", "language": "en", "localpath": "/a/b"
    }));
    assert_eq!(raw.filed.map(|it| it.date).as_deref(), Some("2019-12-31"));
    assert_eq!((raw.agency.as_deref(), raw.language.as_deref()), (Some("x.org"), Some("en")));
    // HuffPost: what sums it up is all there is.
    let raw = made(json!({
        "link": "https://x.org/c", "headline": "Fog", "category": "U.S. NEWS",
        "short_description": TEXT, "authors": "Ann Lee", "date": "2022-09-23"
    }));
    assert_eq!(raw.summary, [TEXT]);
    assert_eq!(raw.category.as_deref(), Some("U.S. NEWS"));
    // CNN/DM.
    let raw =
        made(json!({"article": TEXT, "highlights": "Fog came .\nShips wait .", "id": "ab12"}));
    assert_eq!(raw.summary, ["Fog came .", "Ships wait ."]);
    assert_eq!(raw.native_id.as_deref(), Some("ab12"));
    // Multi-News.
    let raw = made(json!({"document": format!("{TEXT} ||||| {TEXT}"), "summary": "Fog."}));
    assert_eq!(raw.flags, ["several_texts"]);
}

#[test]
fn a_value_of_the_wrong_shape_fills_no_field() {
    let raw = made(json!({
        "id": 1, "text": "positive", "content": TEXT, "title": "http://x.org", "name": "Fog",
        "author": "http://x.org/ann", "dateline": "Yes", "url": "none", "keywords": "1,2",
        "location": "12", "lang": "NaN", "class": 3
    }));
    assert_eq!(raw.body, Body::Wrapped(TEXT.to_owned()));
    assert_eq!(raw.headline.as_deref(), Some("Fog"));
    let rest =
        RawStory { headline: raw.headline.clone(), body: raw.body.clone(), ..<_>::default() };
    assert_eq!(raw, rest);
    assert!(story(row(json!({"text": "positive", "score": 3})), 1, None).is_none());
}

#[test]
fn objects_open_one_level_down() {
    let raw = made(json!({"_source": {"title": "Fog", "body": TEXT, "date": "2019-03-04"}}));
    assert_eq!(raw.headline.as_deref(), Some("Fog"));
    assert!(raw.filed.is_some());
    let raw = made(json!({
        "source": {"id": null, "name": "Reuters"}, "headline": {"main": "Fog"}, "content": TEXT,
        "byline": {"original": "By Ann Lee"}
    }));
    assert_eq!(raw.agency.as_deref(), Some("Reuters"));
    assert_eq!(raw.headline.as_deref(), Some("Fog"));
    assert_eq!(raw.bylines, ["By Ann Lee"]);
}

#[test]
fn texts_keep_their_paragraphs() {
    let body = |text: &str| made(json!({"title": "Fog", "text": text})).body;
    let two = Body::Paragraphs(vec!["The harbor & port.".into(), "Ships wait.".into()]);
    assert_eq!(body("<p>The harbor &amp; port.</p><p>Ships wait.</p>"), two);
    assert_eq!(body("The harbor &amp; port.\n\nShips <b>wait</b>."), two);
    assert_eq!(body("<div>The harbor &amp; port.</div>\n\nShips wait."), two);
    assert_eq!(body("A b.\\n\\nC d."), Body::Paragraphs(vec!["A b.".into(), "C d.".into()]));
    let long = "Fog lay over the harbor. ".repeat(8);
    let lines = format!("{long}\n\"Ships wait,\" he said.\n{long}");
    let Body::Paragraphs(paragraphs) = body(&lines) else { panic!("paragraphs were expected") };
    assert_eq!(paragraphs.len(), 3);
    assert_eq!(body("3 < 4 and AT&T rose"), Body::Wrapped("3 < 4 and AT&T rose".into()));
    let list = made(json!({"title": "Fog", "text": ["The harbor is shut.", "Ships wait."]})).body;
    let two = vec!["The harbor is shut.".to_owned(), "Ships wait.".to_owned()];
    assert_eq!(list, Body::Paragraphs(two));
    // A whole story off a wire in the only column.
    let whole = "BC-FOG\nFog shuts harbor\nBOSTON (AP) - The harbor was\nshut.\n";
    assert_eq!(made(json!({"text": whole})).body, Body::Copy(whole.into()));
    assert!(matches!(made(json!({"text": lines})).body, Body::Paragraphs(_)));
}

#[test]
fn topics_by_the_hundred_thousand_are_each_looked_at_once() {
    // Held against all those before, these would take many minutes.
    let topics: Vec<String> = (0..150_000).map(|it| format!("topic {}", it % 100_000)).collect();
    let raw = made(json!({"title": "Fog", "text": TEXT, "tags": topics}));
    assert_eq!(raw.topics.len(), 100_000);
    assert_eq!(raw.topics[7], "topic 7");
}

#[test]
fn a_map_comes_before_names() {
    let raw = with_map(
        "zone = \"Europe/Berlin\"\nTitel = \"headline\"\nrest = \"body\"\nagency = { value = \
         \"dpa\" }\nnr = \"native_id\"\nsummary = \"ignore\"",
        json!({
            "nr": 1, "Titel": "Nebel", "title": "Fog", "text": "Other words here.", "rest": TEXT,
            "source": "AP", "date": "2019-03-04 05:06:07", "summary": "Not this."
        }),
    );
    assert_eq!(raw.headline.as_deref(), Some("Nebel"));
    assert_eq!(raw.body, Body::Wrapped(TEXT.to_owned()));
    assert_eq!(raw.agency.as_deref(), Some("dpa"));
    assert_eq!(raw.native_id.as_deref(), Some("1"));
    assert_eq!(raw.filed.and_then(|it| it.zone).as_deref(), Some("Europe/Berlin"));
    assert!(raw.summary.is_empty());
}

#[test]
fn an_identifier_that_counts_rows_is_none() {
    let id = |id: u64| made(json!({"id": id, "text": TEXT})).native_id;
    assert_eq!((id(0), id(1), id(17)), (None, None, Some("17".to_owned())));
}

proptest! {
    #[test]
    fn never_panics(name in "(text|date|authors|topics|source|body|[a-z_]{0,8})", text: String) {
        let value = Value::String(text);
        let _ = story(vec![(name.clone(), value.clone()), ("title".into(), value.clone())], 1, None);
        let _ = story(vec![(name, Value::Array(vec![value.clone(), value]))], 0, None);
    }

    #[test]
    fn times_never_panic(number: f64, text in "[0-9./:TZ+-]{0,24}") {
        let _ = filed(&json!(number));
        let _ = filed(&json!(text));
    }
}

#[test]
fn a_slug_with_a_take_mark_is_one_and_a_list_of_words_is_none() {
    let slug = |slug: &str| made(json!({"slug": slug, "title": "T", "text": TEXT})).slug;
    assert_eq!(slug("BC-Harbor, 1st Ld").as_deref(), Some("BC-Harbor, 1st Ld"));
    assert_eq!(slug("BC-Harbor,KILL,30").as_deref(), Some("BC-Harbor,KILL,30"));
    assert_eq!(slug("harbor, strike, ships"), None);
}

#[test]
fn the_id_of_a_source_is_none_of_its_stories() {
    // All stories of a source would be one.
    let raw = made(json!({
        "source": {"id": "reuters", "name": "Reuters"}, "title": "Fog shuts harbor - Reuters",
        "description": "Fog shut the harbor.", "publishedAt": "2019-10-29T10:00:00Z"
    }));
    assert_eq!((raw.native_id.as_deref(), raw.agency.as_deref()), (None, Some("Reuters")));
    assert_eq!(raw.headline.as_deref(), Some("Fog shuts harbor"));
    let raw = made(json!({
        "_id": "7", "_source": {"id": "x1", "title": "Fog shuts harbor", "body": "Fog shut the harbor."}
    }));
    assert_eq!(raw.native_id.as_deref(), Some("7"));
    assert_eq!(raw.headline.as_deref(), Some("Fog shuts harbor"));
}

#[test]
fn a_headline_loses_the_name_of_its_source_and_nothing_else() {
    let headline = |title: &str, publication: &str| {
        made(json!({"title": title, "publication": publication, "content": "Fog shut it."}))
            .headline
    };
    for (title, publication, left) in [
        ("Fog shuts harbor - The New York Times", "New York Times", "Fog shuts harbor"),
        ("Fog shuts harbor | the Globe", "The Globe", "Fog shuts harbor"),
        ("Fog \u{2013} Reuters", "Reuters", "Fog"),
        ("Fog shuts The Globe", "The Globe", "Fog shuts The Globe"),
        ("Fog shuts harbor - CNN", "Vox", "Fog shuts harbor - CNN"),
        (" - Vox", "Vox", "- Vox"),
        ("Stra\u{df}e", "\u{df}e", "Stra\u{df}e"),
    ] {
        assert_eq!(headline(title, publication).as_deref().map(str::trim), Some(left), "{title}");
    }
}

#[test]
fn what_a_server_hands_out_of_a_text_is_the_text() {
    let raw = made(json!({
        "abstract": "A ferry ran aground.", "lead_paragraph": "BERGEN, Norway \u{2014} A ferry ran aground.",
        "headline": {"main": "Ferry Aground"}, "keywords": [{"name": "subject", "value": "Ferries"}],
        "pub_date": "2019-10-29T10:00:00+0000"
    }));
    let crate::story::Body::Wrapped(body) = &raw.body else { panic!("{:?}", raw.body) };
    assert!(body.starts_with("BERGEN"), "{body}");
    assert_eq!(raw.summary, ["A ferry ran aground."]);
    assert_eq!(raw.topics, ["Ferries"]);
}
