//! JSON of Reuters Connect: one item, or what a search found.

use std::io::BufRead;

use serde_json::Value;

use super::doubles::each_once;
use super::json::associations::{Named, is_composite, package_or_story};
use super::json::dialect::{self, Dialect};
use super::json::fields::{self, first_text, get, line, list, text, texts};
use super::json::story::{self, add};
use super::json::values::Values;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::RawStory;

/// The format.
pub struct ReutersJson;

impl Format for ReutersJson {
    fn name(&self) -> &'static str {
        "reutersjson"
    }

    fn about(&self) -> &'static str {
        "JSON of Reuters Connect, items and searches"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        dialect::is(head, Dialect::Reuters)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Values::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (value, mut raw) = story::open(record)?;
        let item = dialect::inner(&value);
        let kind = text(item, "type").unwrap_or_default();
        if let Some(kind) = story::other_kind(&kind) {
            return Err(Refusal::NotStory { kind });
        }
        raw.headline = line(item, "headLine").or_else(|| line(item, "headline"));
        let body = first_text(item, &["bodyXhtml", "bodyXhtmlRich", "body"]);
        let html = body.unwrap_or_default();
        raw.body = story::body(&html);
        story::lift_headings(&mut raw, &html);
        let empty = story::is_empty(&raw.body);
        if raw.headline.is_none() && empty && !is_composite(item) {
            let what = "no item of Reuters: it has no headline and no text";
            return Err(story::stranger(&value, record, what));
        }
        fill(&mut raw, item);
        Ok(package_or_story(item, raw, identity))
    }
}

/// An id without the version that stands behind its last colon.
fn unversioned(guid: &str) -> (&str, Option<&str>) {
    match guid.rsplit_once(':') {
        Some((front, version))
            if front.contains(':') && version.bytes().all(|it| it.is_ascii_digit()) =>
        {
            (front, Some(version))
        }
        _ => (guid, None),
    }
}

/// The id and the version of an item.
fn identity(item: &Value) -> Named {
    let versioned = text(item, "versionedGuid");
    let versioned = versioned.as_deref().map(unversioned);
    let id = text(item, "guid")
        .or_else(|| versioned.map(|(guid, _)| guid.to_owned()))
        .or_else(|| first_text(item, &["uri", "usn"]));
    let version = text(item, "version").or_else(|| versioned?.1.map(str::to_owned));
    (id, version)
}

fn fill(raw: &mut RawStory, item: &Value) {
    raw.agency = Some("Reuters".to_owned());
    (raw.native_id, raw.version) = identity(item);
    raw.slug = text(item, "slug").or_else(|| text(item, "slugline"));
    raw.bylines.extend(line(item, "byLine").or_else(|| line(item, "byline")));
    raw.dateline = line(item, "dateLine").or_else(|| line(item, "dateline"));
    for name in ["subHeadLine", "intro", "fragment", "description"] {
        raw.summary.extend(line(item, name));
    }
    if let Some(place) = text(item, "located").and_then(|it| story::place(&it)) {
        raw.origin = Some(place);
    }
    let time = |names: &[&str]| names.iter().find_map(|it| fields::time(item, it));
    raw.first_filed = time(&["firstCreated", "contentCreated", "contentTimestamp"]);
    raw.filed =
        time(&["versionCreated", "sortTimestamp", "date"]).or_else(|| raw.first_filed.clone());
    raw.urgency = story::urgency(item, "urgency");
    raw.language = text(item, "language").or_else(|| text(item, "language/code"));
    for name in ["ednote", "edNote", "editorNotes"] {
        raw.ednotes.extend(texts(item, name));
    }
    for name in ["canonicalUrl", "url"] {
        let url = text(item, name).filter(|it| it.starts_with("http"));
        raw.url = raw.url.take().or(url);
    }
    story::hold(raw, get(item, "embargoed").or_else(|| get(item, "embargoedUntil")));
    story::status(raw, first_text(item, &["pubStatus", "pubstatus"]).as_deref());
    for name in ["subject", "subjects", "genre"] {
        story::subjects(&mut raw.topics, list(item, name));
    }
    for name in ["keyword", "keywords"] {
        story::keywords(&mut raw.topics, item, name);
    }
    for place in list(item, "place").iter().chain(list(item, "places")).filter_map(story::name) {
        add(&mut raw.places, place);
    }
    each_once(&mut raw.topics);
    each_once(&mut raw.places);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::story::{Body, Source, TakeKind};
    use proptest::prelude::*;
    use serde_json::json;

    fn value() -> Value {
        json!({"data": {"item": {
            "usn": "L8N1AB2CD", "versionedGuid": "tag:reuters.com,2021:newsml_L8N1AB2CD:4",
            "type": "TEXT", "headLine": "UPDATE 2-Fog shuts harbor", "byLine": "Ann Lee",
            "slug": "PORT-FOG/", "versionCreated": "2021-03-04T05:06:07Z",
            "firstCreated": "2021-03-04T04:00:00Z", "language": "en", "urgency": 3,
            "bodyXhtml": "<p>LONDON, March 4 (Reuters) - Fog shut the harbor.</p><p>Ships wait. (Reporting by Ann Lee)</p>",
            "subject": [{"code": "G:3", "name": "United Kingdom"}, {"code": "N2:TRN"}],
            "associations": [{"type": "PICTURE", "headLine": "Ship"}]
        }}})
    }

    #[test]
    fn elements_go_into_their_fields() {
        let text = value().to_string();
        assert!(ReutersJson.sniff(text.as_bytes()));
        let record = Record { number: 1, offset: 0, bytes: text.into_bytes() };
        let Ok(Read::Raw(raw)) = ReutersJson.read(&record, &Context::default()) else {
            panic!("no story");
        };
        let story = compose::story(raw, Source::default()).expect("a story");
        assert_eq!(story.native_id.as_deref(), Some("tag:reuters.com,2021:newsml_L8N1AB2CD"));
        assert_eq!(story.version.as_deref(), Some("4"));
        assert_eq!((story.take.kind, story.take.number), (TakeKind::Update, Some(2)));
        assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
        assert_eq!(story.lead.as_deref(), Some("Fog shut the harbor."));
        assert_eq!(story.byline.map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
        assert_eq!(story.topics, ["G:3", "United Kingdom", "N2:TRN"]);
        assert_eq!(
            unversioned("tag:reuters.com,2021:newsml_X"),
            ("tag:reuters.com,2021:newsml_X", None)
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in "(\"[a-z_]{1,9}\"|\"usn\":|\"headLine\":|[{}\\[\\],:]|1|null){0,40}") {
            let record = Record { number: 1, offset: 0, bytes: text.clone().into_bytes() };
            let _ = ReutersJson.read(&record, &Context::default());
            ReutersJson.sniff(text.as_bytes());
        }

        #[test]
        fn a_story_written_is_read_again(
            words in prop::collection::vec("[A-Z][a-zé]{2,8}( [a-z&<\"']{1,9}){4,9}\\.", 1..6),
        ) {
            let escaped = |it: &String| format!("<p>{}</p>", it.replace('&', "&amp;").replace('<', "&lt;"));
            let mut value = value();
            value["data"]["item"]["bodyXhtml"] = json!(words.iter().map(escaped).collect::<String>());
            let record = Record { number: 1, offset: 0, bytes: value.to_string().into_bytes() };
            let Ok(Read::Raw(raw)) = ReutersJson.read(&record, &Context::default()) else {
                panic!("no story");
            };
            prop_assert_eq!(raw.body, Body::Paragraphs(words));
            prop_assert_eq!(raw.headline.as_deref(), Some("UPDATE 2-Fog shuts harbor"));
        }
    }
}
