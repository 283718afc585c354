use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(node: &Value) -> RawStory {
    let blocks = [node.clone()];
    let mut story = RawStory::default();
    let graph = Graph::of(&blocks);
    fill(&mut story, graph.story(None).expect("a story"), &graph);
    story
}

#[test]
fn a_plain_node_is_read() {
    let story = read(&json!({
        "@context": "https://schema.org", "@type": "NewsArticle",
        "headline": "Fog &amp; <em>ice</em> shut harbor",
        "datePublished": "2023-03-01T08:15:00+01:00", "dateModified": "2023-03-01T09:00:00+01:00",
        "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Ray"],
        "publisher": {"@type": "Organization", "name": "Harbor Times"},
        "articleSection": ["Shipping", "Weather"], "keywords": "fog, ice,fog",
        "about": [{"@type": "Thing", "name": "Ferries"}],
        "contentLocation": {"@type": "Place", "name": "Bremen"},
        "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"},
        "identifier": {"@type": "PropertyValue", "value": 4711}, "version": 3,
        "url": "https://example.org/fog", "dateline": "Spain",
    }));
    assert_eq!(story.headline.as_deref(), Some("Fog & ice shut harbor"));
    assert_eq!(story.filed.as_ref().and_then(|it| it.time.as_deref()), Some("09:00:00"));
    assert_eq!(story.first_filed.and_then(|it| it.time).as_deref(), Some("08:15:00"));
    assert_eq!(story.bylines, ["Ann Lee", "Bo Ray"]);
    assert_eq!(story.category.as_deref(), Some("Shipping"));
    assert_eq!(story.topics, ["Weather", "fog", "ice", "Ferries"]);
    assert_eq!(story.places, ["Bremen"]);
    assert_eq!((story.language.as_deref(), story.agency), (Some("en"), None));
    assert_eq!((story.native_id.as_deref(), story.version.as_deref()), (Some("4711"), Some("3")));
    assert_eq!((story.url.as_deref(), story.dateline), (Some("https://example.org/fog"), None));
}

#[test]
fn the_node_of_the_page_is_chosen() {
    let node = |kind: &str, url: &str| json!({"@type": kind, "url": url, "headline": url});
    let chosen = |blocks: &[Value], address: Option<&str>| {
        Graph::of(blocks).story(address).map(|it| it["headline"].as_str().unwrap_or("").to_owned())
    };
    let two =
        [node("NewsArticle", "https://a.example/1"), node("Article", "http://www.a.example/2/")];
    assert_eq!(chosen(&two, None).as_deref(), Some("https://a.example/1"));
    assert_eq!(
        chosen(&two, Some("https://a.example/2#x")).as_deref(),
        Some("http://www.a.example/2/")
    );
    let graph = json!({"@graph": [node("WebPage", "p"), node("WebSite", "s"),
        {"@type": ["http://schema.org/ReportageNewsArticle", "Thing"], "headline": "deep"}]});
    assert_eq!(chosen(&[json!([[graph]])], None).as_deref(), Some("deep"));
    let main = json!({"@type": "WebPage", "mainEntity": node("Article", "main")});
    assert_eq!(chosen(&[main], None).as_deref(), Some("main"));
    // Entries of a live blog are parts of it, teasers are other stories.
    let entries: Vec<Value> = (0..9).map(|_| node("BlogPosting", "entry")).collect();
    let live = json!({"@type": "LiveBlogPosting", "headline": "live", "liveBlogUpdate": entries});
    assert_eq!(chosen(&[live], None).as_deref(), Some("live"));
    let list: Vec<Value> = (0..9).map(|it| node("NewsArticle", &it.to_string())).collect();
    assert_eq!(chosen(&list, None), None);
    assert_eq!(chosen(&list, Some("7")).as_deref(), Some("7"));
    assert_eq!(
        chosen(
            &[node("WebPage", "x"), json!({"@type": "ItemList", "itemListElement": list})],
            None
        ),
        None
    );
}

#[test]
fn authors_come_in_all_shapes() {
    let names = |author: Value| {
        let graph = json!({"@graph": [
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
            {"@type": "NewsArticle", "headline": "x", "author": author, "publisher": {"name": "Site"}},
        ]});
        read(&graph).bylines
    };
    assert_eq!(names(json!("Ann Lee")), ["Ann Lee"]);
    assert_eq!(names(json!({"@id": "#ann"})), ["Ann Lee"]);
    assert_eq!(names(json!([[{"name": "Ann Lee"}], {"name": ["Bo Ray"]}])), ["Ann Lee", "Bo Ray"]);
    assert_eq!(names(json!({"@type": "Organization", "name": "Site"})), Vec::<String>::new());
    assert_eq!(names(json!("https://example.org/ann")), Vec::<String>::new());
    assert_eq!(names(json!(null)), Vec::<String>::new());
}

#[test]
fn credits_name_the_agency_and_the_publisher_does_not() {
    let agency = |property: &str, value: Value| {
        let mut node = json!({"@type": "NewsArticle", "headline": "x"});
        node[property] = value;
        read(&node).agency
    };
    assert_eq!(agency("publisher", json!({"name": "Reuters"})), None);
    assert_eq!(
        agency("sourceOrganization", json!({"name": "Reuters"})).as_deref(),
        Some("Reuters")
    );
    assert_eq!(agency("creditText", json!("A site of ours")), None);
}

#[test]
fn blocks_are_unwrapped() {
    for (script, sound) in [
        ("//<![CDATA[\n{\"a\":1}\n//]]>", true),
        ("/*<![CDATA[*/{\"a\":1}/*]]>*/", true),
        ("<!-- {\"a\":1} -->", true),
        (" {\"a\":1};", true),
        ("{\"a\":\"one\ntwo\"}", true),
        ("{&quot;a&quot;:1}", true),
        ("{\"a\":", false),
        ("var a = {}", false),
        ("", false),
    ] {
        assert_eq!(parse(script).is_some(), sound, "{script}");
    }
}

#[test]
fn times_of_versions() {
    let read = |first: &str, last: &str| {
        let (filed, first) = times(moment(first), moment(last));
        (filed.map(|it| it.date), first.map(|it| it.date))
    };
    let is = |filed: &str, first: Option<&str>| (Some(filed.to_owned()), first.map(str::to_owned));
    assert_eq!(
        read("2023-03-01T10:00:00Z", "2023-03-02T10:00:00Z"),
        is("2023-03-02", Some("2023-03-01"))
    );
    assert_eq!(read("2023-03-01T10:00:00Z", "2023-03-01T10:00:00Z"), is("2023-03-01", None));
    assert_eq!(read("2023-03-01T10:00:00Z", "2025-03-01T10:00:00Z"), is("2023-03-01", None));
    assert_eq!(read("2023-03-01T10:00:00Z", "2023-02-01T10:00:00Z"), is("2023-03-01", None));
    assert_eq!(read("2023-03-01T10:00:00Z", "2023-03-05"), is("2023-03-01", None));
    assert_eq!(read("", "2023-03-05"), is("2023-03-05", None));
    let zoned = moment("Mon Jun 19 2023 08:14:00 GMT+0200 (CEST)").expect("a time");
    assert_eq!((zoned.date.as_str(), zoned.zone.as_deref()), ("2023-06-19", Some("+0200")));
    assert_eq!(
        time(&json!(1_687_155_240_000_i64)).map(|it| it.date).as_deref(),
        Some("2023-06-19")
    );
}

#[test]
fn datelines_must_be_datelines() {
    for line in ["Yes", "Spain", "2023-06-19", "19 June", "NEW YORK -- so he said"] {
        assert!(!is_dateline(line), "{line}");
    }
    for line in ["PARIS", "PARIS (AFP)", "LONDON, June 19 (Reuters) -"] {
        assert!(is_dateline(line), "{line}");
    }
}

#[test]
fn texts_are_parted() {
    let long = "The harbor was shut by fog for the third day, and no ship has left it since the day before yesterday, its master said.";
    assert_eq!(
        running_text(&format!("{long}\nShort one.\n\nAnother.")),
        [long, "Short one.", "Another."]
    );
    assert_eq!(running_text("<p>One &amp; <b>two</b></p><p>three</p>"), ["One & two", "three"]);
    assert_eq!(running_text("One <em>two</em>.\n\nThree."), ["One two.", "Three."]);
    let live = json!({"@type": "LiveBlogPosting", "articleBody": "Fog came.",
        "liveBlogUpdate": [{"headline": "Fog goes", "articleBody": "It went."}]});
    assert_eq!(body(&live), ["Fog came.", "Fog goes", "It went."]);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "([a-z&;<>/é ]|NewsArticle|2023-03-01|http://|PARIS \\(AP\\)){0,6}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("@type"),
        Just("@graph"),
        Just("@id"),
        Just("name"),
        Just("author"),
        Just("mainEntity"),
        Just("headline"),
        Just("articleBody"),
        Just("datePublished"),
        Just("keywords"),
        Just("address"),
        Just("articleSection"),
        Just("identifier"),
        Just("locationCreated"),
        Just("dateline"),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..6).prop_map(|pairs| {
                pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn never_panics(value in value(), script in "(\\{|\\}|\"|:|,|//|<!\\[CDATA\\[|\\]\\]>|a|\n|&quot;){0,20}") {
        let blocks = [value.clone()];
        let graph = Graph::of(&blocks);
        fill(&mut RawStory::default(), &value, &graph);
        graph.story(Some("a"));
        body(&value);
        parse(&script);
    }
}
