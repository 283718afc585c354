//! dpa digitalwires: one JSON object a story, its text as HTML.

use std::io::BufRead;

use serde_json::Value;

use super::doubles::each_once;
use super::json::dialect::{self, Dialect};
use super::json::fields::{self, get, line, list, text, texts};
use super::json::story::{self, add};
use super::json::values::Values;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, envelope};
use crate::story::{RawStory, TakeKind};

/// The format.
pub struct DpaJson;

impl Format for DpaJson {
    fn name(&self) -> &'static str {
        "dpajson"
    }

    fn about(&self) -> &'static str {
        "JSON of dpa digitalwires"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        dialect::is(head, Dialect::Dpa)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Values::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (value, mut raw) = story::open(record)?;
        let item = dialect::inner(&value);
        if let Some(kind) = text(item, "type").as_deref().and_then(story::other_kind) {
            return Err(Refusal::NotStory { kind });
        }
        raw.native_id = text(item, "urn");
        raw.headline = line(item, "headline");
        let html = text(item, "article_html").unwrap_or_default();
        raw.body = story::body(&html);
        story::lift_headings(&mut raw, &html);
        if raw.headline.is_none() && story::is_empty(&raw.body) {
            let what = "no story of dpa: it has no headline and no text";
            return Err(story::stranger(&value, record, what));
        }
        fill(&mut raw, item);
        Ok(Read::Raw(raw))
    }
}

fn fill(raw: &mut RawStory, item: &Value) {
    raw.agency = Some("dpa".to_owned());
    raw.version = text(item, "version");
    raw.bylines.extend(line(item, "byline"));
    raw.dateline = line(item, "dateline");
    for name in ["subhead", "teaser"] {
        raw.summary.extend(line(item, name));
    }
    raw.filed = fields::time(item, "version_created").or_else(|| fields::time(item, "updated"));
    raw.first_filed = fields::time(item, "first_created").or_else(|| fields::time(item, "created"));
    raw.urgency = story::urgency(item, "urgency");
    raw.language = text(item, "language");
    raw.url = text(item, "url").filter(|it| it.starts_with("http"));
    raw.ednotes = texts(item, "ednote");
    match get(item, "notepad") {
        Some(Value::String(notes)) => raw.ednotes.extend(story::paragraphs(notes)),
        Some(Value::Object(notes)) => {
            let texts = notes.values().filter_map(Value::as_str);
            raw.ednotes.extend(texts.flat_map(story::paragraphs));
        }
        _ => {}
    }
    story::hold(raw, get(item, "embargoed"));
    story::status(raw, text(item, "pubstatus").as_deref());
    for signal in texts(item, "signal").iter().chain(&texts(item, "signals")) {
        match signal.rsplit(':').next().unwrap_or("").to_ascii_lowercase().as_str() {
            "correction" | "corrected" => story::hint_take(raw, TakeKind::Correction),
            "update" => story::hint_take(raw, TakeKind::Update),
            "kill" | "withdrawn" => envelope::add_take(raw, TakeKind::Kill),
            _ => {}
        }
    }
    topics(raw, item);
    each_once(&mut raw.topics);
    each_once(&mut raw.places);
}

fn topics(raw: &mut RawStory, item: &Value) {
    raw.topics.extend(line(item, "kicker"));
    for rubric in list(item, "rubrics").iter().filter_map(story::name) {
        raw.category.get_or_insert_with(|| rubric.clone());
        add(&mut raw.topics, rubric);
    }
    for category in list(item, "categories") {
        let kind = text(category, "type").unwrap_or_default();
        if kind.contains("geo") {
            if let Some(place) = story::name(category) {
                add(&mut raw.places, place);
            }
        } else {
            story::subjects(&mut raw.topics, std::slice::from_ref(category));
        }
    }
    story::subjects(&mut raw.topics, list(item, "subjects"));
    story::keywords(&mut raw.topics, item, "keywords");
    for place in list(item, "places").iter().filter_map(story::name) {
        add(&mut raw.places, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::story::{Body, Source};
    use proptest::prelude::*;
    use serde_json::json;

    fn value() -> Value {
        json!({
            "format": "digitalwires@1.0", "urn": "urn:newsml:dpa.com:20220101:220301-99-1",
            "version": 2, "version_created": "2022-03-01T08:09:10+01:00", "pubstatus": "usable",
            "urgency": 4, "kicker": "Hafen", "headline": "Nebel legt Hafen lahm",
            "subhead": "Fähren warten", "teaser": "Kein Schiff fuhr.", "byline": "Von Anna Lenz, dpa",
            "dateline": "Hamburg (dpa)\u{a0}- ", "embargoed": null, "language": "de",
            "article_html": "<section><p>Dichter Nebel hat den Hafen lahmgelegt.</p><p>Die Fähren warten.</p></section>",
            "categories": [
                {"type": "dnltype:dpasubject", "qcode": "dpasubject:21", "name": "Verkehr"},
                {"type": "dnltype:geosubject", "qcode": "n2geo:4", "name": "Hamburg"},
                {"type": "dnltype:keyword", "name": "Schiffe"}
            ],
            "rubrics": ["Vermischtes"], "notepad": {"nonpublic_html": "<p>Autorin: Anna Lenz</p>"}
        })
    }

    #[test]
    fn elements_go_into_their_fields() {
        let text = value().to_string();
        assert!(DpaJson.sniff(text.as_bytes()));
        let record = Record { number: 1, offset: 0, bytes: text.into_bytes() };
        let Ok(Read::Raw(raw)) = DpaJson.read(&record, &Context::default()) else {
            panic!("no story");
        };
        let story = compose::story(raw, Source::default()).expect("a story");
        assert_eq!(story.dateline.as_ref().map(|it| it.line.as_str()), Some("Hamburg (dpa)"));
        assert_eq!(story.lead.as_deref(), Some("Dichter Nebel hat den Hafen lahmgelegt."));
        assert_eq!(story.byline.map(|it| it.names), Some(vec!["Anna Lenz".to_owned()]));
        assert_eq!(story.filed.as_deref(), Some("2022-03-01T07:09:10Z"));
        assert_eq!(story.topics, ["Hafen", "Vermischtes", "dpasubject:21", "Verkehr", "Schiffe"]);
        assert_eq!(story.places, ["Hamburg"]);
        assert_eq!(story.ednote.as_deref(), Some("Autorin: Anna Lenz"));
        assert_eq!(story.language.as_deref(), Some("de"));
    }

    proptest! {
        #[test]
        fn never_panics(text in "(\"[a-z_]{1,9}\"|\"urn\":|\"article_html\":|[{}\\[\\],:]|1|null){0,40}") {
            let record = Record { number: 1, offset: 0, bytes: text.clone().into_bytes() };
            let _ = DpaJson.read(&record, &Context::default());
            DpaJson.sniff(text.as_bytes());
        }

        #[test]
        fn a_story_written_is_read_again(
            words in prop::collection::vec("[A-Z][a-zäß]{2,8}( [a-z&<\"']{1,9}){4,9}\\.", 1..6),
        ) {
            let escaped = |it: &String| format!("<p>{}</p>", it.replace('&', "&amp;").replace('<', "&lt;"));
            let mut value = value();
            value["article_html"] = json!(words.iter().map(escaped).collect::<String>());
            let record = Record { number: 1, offset: 0, bytes: value.to_string().into_bytes() };
            let Ok(Read::Raw(raw)) = DpaJson.read(&record, &Context::default()) else {
                panic!("no story");
            };
            prop_assert_eq!(raw.body, Body::Paragraphs(words));
            prop_assert_eq!(raw.bylines, ["Von Anna Lenz, dpa"]);
        }
    }
}
