use super::*;
use crate::copy::compose;
use crate::story::{Source, Story};
use proptest::prelude::*;
use serde_json::json;

fn made(value: &Value) -> Story {
    let bytes = value.to_string().into_bytes();
    let record = Record { number: 1, offset: 0, bytes };
    match Ninjs.read(&record, &Context::default()) {
        Ok(Read::Raw(raw)) => compose::story(raw, Source::default()).expect("a story"),
        other => panic!("{value}: {other:?}"),
    }
}

fn refused(value: &Value) -> Refusal {
    let bytes = value.to_string().into_bytes();
    let record = Record { number: 1, offset: 0, bytes };
    match Ninjs.read(&record, &Context::default()) {
        Err(refusal) => refusal,
        Ok(read) => panic!("{value}: {read:?}"),
    }
}

#[test]
fn all_versions_say_the_same() {
    let one = json!({
        "uri": "urn:x:1", "type": "text", "versioncreated": "2021-03-04T05:06:07Z",
        "headline": "Fog shuts harbor", "byline": "By Ann Lee", "slugline": "FOG-HARBOR",
        "body_html": "<p>BOSTON (AP) — Fog shut the harbor.</p><p>Ships wait.</p>",
        "embargoed": "2021-03-04T06:00:00Z", "urgency": 4, "ednote": "Adds detail.",
        "description_text": "Ferries are late.", "language": "en"
    });
    let two = json!({
        "uri": "urn:x:1", "type": "text", "versioncreated": "2021-03-04T05:06:07Z",
        "headlines": [{"role": "short", "value": "Fog"}, {"role": "main", "value": "Fog shuts harbor"}],
        "by": "By Ann Lee", "slugline": "FOG-HARBOR",
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "value": "BOSTON (AP) — Fog shut the harbor.\n\nShips wait."},
            {"role": "main", "contenttype": "text/html", "value": "<p>BOSTON (AP) — Fog shut the harbor.</p><p>Ships wait.</p>"}
        ],
        "embargoed": "2021-03-04T06:00:00Z", "urgency": 4, "ednote": "Adds detail.",
        "descriptions": [{"role": "summary", "value": "Ferries are late."}], "language": "en"
    });
    let three = json!({
        "uri": "urn:x:1", "type": "text", "versionCreated": "2021-03-04T05:06:07Z",
        "headlines": [{"role": "main", "contentType": "text/plain", "value": "Fog shuts harbor"}],
        "by": "By Ann Lee", "slugline": "FOG-HARBOR",
        "bodies": [{"contentType": "text/html", "value": "<p>BOSTON (AP) — Fog shut the harbor.</p><p>Ships wait.</p>"}],
        "embargoedUntil": "2021-03-04T07:00:00+01:00", "urgency": 4, "edNote": "Adds detail.",
        "descriptions": [{"value": "Ferries are late."}], "language": "en"
    });
    let story = made(&one);
    assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
    assert_eq!(story.filed.as_deref(), Some("2021-03-04T05:06:07Z"));
    assert_eq!(story.embargo.as_deref(), Some("2021-03-04T06:00:00Z"));
    assert_eq!(
        story.body.as_deref(),
        Some("Fog shut the harbor.\n\nShips wait.\n\nFerries are late.")
    );
    assert_eq!(story.dateline.as_ref().map(|it| it.line.as_str()), Some("BOSTON (AP)"));
    assert_eq!(story.ednote.as_deref(), Some("Adds detail."));
    assert_eq!(made(&two), story);
    assert_eq!(made(&three), story);
}

#[test]
fn what_is_no_text_is_counted_by_kind() {
    let kind = |value| match refused(&value) {
        Refusal::NotStory { kind } => kind,
        Refusal::Reject { .. } => "reject",
    };
    for word in ["picture", "Photo"] {
        assert_eq!(kind(json!({"uri": "a", "type": word, "headline": "x"})), "picture");
    }
    assert_eq!(kind(json!({"uri": "a", "type": "video"})), "sound or film");
    assert_eq!(kind(json!({"total": 0, "item": []})), "empty feed");
    assert_eq!(kind(json!({"code": "a", "name": "b"})), "reject");
}

#[test]
fn superdesk_says_more() {
    let story = made(&json!({
        "guid": "tag:x,2017:1", "type": "text", "source": "AAP", "version": "3",
        "versioncreated": "2017-08-24T04:38:34+0000", "firstcreated": "2017-08-24T02:00:00+0000",
        "headline": "Ferry late", "body_html": "<p>The ferry was late.</p>", "body_footer": "<p>Call the port.</p>",
        "authors": [{"name": "Ann Lee", "role": "writer"}, {"name": "Bob Ray", "role": "editor"}],
        "anpa_category": [{"qcode": "i", "name": "World News"}],
        "subject": [{"code": "04000000", "name": "economy"}], "place": [{"name": "Victoria", "code": "VIC"}],
        "associations": {"featuremedia": {"type": "picture", "body_text": "A ship", "headline": "Ship"}},
        "located": "Aaron J. Staples, Michigan", "keywords": ["ferry", "port"], "pubstatus": "usable",
        "extra": {"note": "x"}, "evolvedfrom": "tag:x,2017:0"
    }));
    assert_eq!(story.native_id.as_deref(), Some("tag:x,2017:1"));
    assert_eq!(story.agency.as_deref(), Some("AAP"));
    assert_eq!(story.version.as_deref(), Some("3"));
    assert_eq!(story.byline.map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
    assert_eq!(story.body.as_deref(), Some("The ferry was late.\n\nCall the port."));
    assert_eq!(story.category.as_deref(), Some("i"));
    assert_eq!(story.topics, ["anpa:i", "World News", "iptc:04000000", "economy", "ferry", "port"]);
    assert_eq!(story.places, ["Victoria"]);
    assert_eq!(story.dateline, Option::None);
    assert_eq!(story.take.kind, TakeKind::Update);
    assert_eq!(story.follows.as_deref(), Some("tag:x,2017:0"));
    assert_eq!(story.first_filed.as_deref(), Some("2017-08-24T02:00:00Z"));
}

#[test]
fn status_and_type_say_the_take() {
    let story = made(&json!({"uri": "a", "pubstatus": "canceled", "headline": "Fog"}));
    assert_eq!(story.take.kind, TakeKind::Kill);
    let story =
        made(&json!({"uri": "a", "pubStatus": "withheld", "headline": "Fog", "body_text": "x y."}));
    assert_eq!(story.embargo.as_deref(), Some("withheld"));
    let story = made(
        &json!({"guid": "a", "type": "advisory", "body_html": "<p>To editors: no story.</p>"}),
    );
    assert_eq!(story.take.kind, TakeKind::Advisory);
}

proptest! {
    #[test]
    fn never_panics(text in "(\"[a-z_]{1,9}\"|\"uri\"|\"type\"|\"bodies\"|[{}\\[\\],:]|1|null|<p>){0,40}") {
        let record = Record { number: 1, offset: 0, bytes: text.clone().into_bytes() };
        let _ = Ninjs.read(&record, &Context::default());
        Ninjs.sniff(text.as_bytes());
    }

    #[test]
    fn a_story_written_is_read_again(
        words in prop::collection::vec("[A-Z][a-zé]{2,8}( [a-z&<\"']{1,9}){4,9}\\.", 1..6),
        headline in "[A-Z][a-zé]{2,8}( [a-z&<\"]{2,9}){2,5}",
        id in "[a-z0-9]{4,12}",
        new in any::<bool>(),
    ) {
        let escaped = |it: &String| format!("<p>{}</p>", it.replace('&', "&amp;").replace('<', "&lt;"));
        let html: String = words.iter().map(escaped).collect();
        let head = headline.replace('&', "&amp;").replace('<', "&lt;");
        let value = if new {
            json!({"uri": id, "versionCreated": "2020-02-03T04:05:06Z",
                "headlines": [{"value": head}], "by": "By Ann Lee",
                "bodies": [{"value": html}]})
        } else {
            json!({"uri": id, "versioncreated": "2020-02-03T04:05:06Z", "headline": head,
                "byline": "By Ann Lee", "body_html": html})
        };
        prop_assert!(Ninjs.sniff(value.to_string().as_bytes()));
        let bytes = value.to_string().into_bytes();
        let record = Record { number: 1, offset: 0, bytes };
        let Ok(Read::Raw(raw)) = Ninjs.read(&record, &Context::default()) else {
            panic!("no story");
        };
        prop_assert_eq!(raw.body, Body::Paragraphs(words));
        prop_assert_eq!(raw.headline, Some(headline));
        prop_assert_eq!(raw.bylines, ["By Ann Lee"]);
        prop_assert_eq!(raw.native_id, Some(id));
        let day = raw.filed.map(|it| it.date);
        prop_assert_eq!(day.as_deref(), Some("2020-02-03"));
    }
}
