//! JSON of the AP Media API: one item, or a feed of them.
//!
//! Items carry what is known of a story; its text is a file of its own, which archives put beside
//! them as `nitf.body_html`. An item without text is a story of its headline and what sums it up.

use std::io::BufRead;

use serde_json::Value;

use super::doubles::each_once;
use super::json::associations::{is_composite, package_or_story};
use super::json::dialect::{self, Dialect};
use super::json::fields::{self, first_text, get, line, list, text, texts};
use super::json::story::{self, add};
use super::json::values::Values;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, envelope};
use crate::copy::categories;
use crate::story::{Body, Place, RawStory, TakeKind};

/// The format.
pub struct ApJson;

impl Format for ApJson {
    fn name(&self) -> &'static str {
        "apjson"
    }

    fn about(&self) -> &'static str {
        "JSON of the AP Media API, items and feeds"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        dialect::is(head, Dialect::Ap)
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
        raw.native_id = text(item, "altids/itemid");
        raw.headline = line(item, "headline").or_else(|| line(item, "title"));
        raw.body = body(&value, item);
        let empty = story::is_empty(&raw.body);
        let nameless = raw.headline.is_none() && (empty || raw.native_id.is_none());
        if nameless && !is_composite(item) {
            let what = "no item of AP: it has no headline and no text";
            return Err(story::stranger(&value, record, what));
        }
        fill(&mut raw, item);
        let named =
            |it: &Value| (first_text(it, &["altids/itemid", "itemid"]), text(it, "version"));
        Ok(package_or_story(item, raw, named))
    }
}

fn body(value: &Value, item: &Value) -> Body {
    const PATHS: [&str; 6] =
        ["nitf/body_html", "nitf", "body_html", "nitf/body", "body_nitf", "body"];
    let found = [value, item, &value["data"]]
        .into_iter()
        .flat_map(|it| PATHS.iter().filter_map(|path| get(it, path)?.as_str()))
        .map(story::body)
        .find(|it| !story::is_empty(it));
    found.unwrap_or_default()
}

fn fill(raw: &mut RawStory, item: &Value) {
    raw.agency = Some(first_text(item, &["provider/name", "provider"]).unwrap_or("AP".into()));
    // The first version is number 0.
    raw.version = text(item, "version");
    raw.slug = text(item, "slugline");
    for name in ["headline_extended", "description_summary"] {
        raw.summary.extend(line(item, name));
    }
    for person in list(item, "bylines") {
        raw.bylines.extend(line(person, "by").or_else(|| line(person, "name")));
        raw.bylines.extend(line(person, "title"));
    }
    raw.origin = origin(item);
    raw.filed = fields::time(item, "versioncreated");
    raw.first_filed = fields::time(item, "firstcreated");
    raw.urgency = story::urgency(item, "urgency");
    raw.language = text(item, "language");
    raw.ednotes = texts(item, "ednote");
    story::hold(raw, get(item, "embargoed"));
    story::status(raw, text(item, "pubstatus").as_deref());
    topics(raw, item);
    each_once(&mut raw.topics);
    each_once(&mut raw.places);
    take(raw, item);
}

/// Where it was filed from: said part by part, or as a line.
fn origin(item: &Value) -> Option<Place> {
    let located = text(item, "located").and_then(|it| story::place(&it));
    let Some(given) = get(item, "datelinelocation") else {
        return located;
    };
    let country = text(given, "countrycode");
    let place = Place {
        city: text(given, "city"),
        region: text(given, "countryareaname").or_else(|| text(given, "countryareacode")),
        country: story::country(country.as_deref(), text(given, "countryname").as_deref()),
    };
    (place.city.is_some() || place.region.is_some()).then_some(place).or(located)
}

fn topics(raw: &mut RawStory, item: &Value) {
    for subject in list(item, "subject") {
        if !texts(subject, "rels").iter().any(|it| it == "category") {
            continue;
        }
        let Some(letter) = text(subject, "code").filter(|it| it.len() <= 2) else {
            continue;
        };
        for topic in categories::anpa_topics(&letter) {
            add(&mut raw.topics, topic);
        }
        raw.category.get_or_insert(letter.to_ascii_lowercase());
    }
    let is_category = |it: &&Value| texts(it, "rels").iter().any(|it| it == "category");
    for subject in list(item, "subject").iter().filter(|it| !is_category(it)) {
        story::subjects(&mut raw.topics, std::slice::from_ref(subject));
    }
    for kind in ["person", "organisation", "company", "event"] {
        story::named(&mut raw.topics, kind, list(item, kind));
    }
    story::keywords(&mut raw.topics, item, "keywords");
    for place in list(item, "place").iter().filter_map(story::name) {
        add(&mut raw.places, place);
    }
}

/// What the desk says that it is.
fn take(raw: &mut RawStory, item: &Value) {
    for word in texts(item, "editorialtypes").iter().chain(&texts(item, "editorialtype")) {
        let small: String =
            word.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        match small.as_str() {
            "kill" | "withhold" | "elimination" | "disregard" | "mandatorykill" => {
                envelope::add_take(raw, TakeKind::Kill);
            }
            "corrective" | "correction" | "clarification" => {
                story::hint_take(raw, TakeKind::Correction);
            }
            "advisory" => envelope::add_take(raw, TakeKind::Advisory),
            "add" => story::hint_take(raw, TakeKind::Add),
            "lead" | "writethru" | "update" | "sub" | "substitute" | "insert" => {
                story::hint_take(raw, TakeKind::Update);
            }
            "bulletin" | "flash" | "urgent" | "newsalert" | "alert" => {
                story::hint_take(raw, TakeKind::Alert);
            }
            "repeat" => story::hint_take(raw, TakeKind::Repeat),
            "holdforrelease" | "advance" if raw.embargo.is_none() && small.starts_with('h') => {
                raw.embargo = Some("hold for release".to_owned());
            }
            _ => {}
        }
    }
    // The signals say whether it is news at all.
    if texts(item, "signals").iter().any(|it| it.eq_ignore_ascii_case("nonewscontent")) {
        story::hint_take(raw, TakeKind::Advisory);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::story::{Source, Story};
    use proptest::prelude::*;
    use serde_json::json;

    fn made(value: &Value) -> Story {
        let record = Record { number: 1, offset: 0, bytes: value.to_string().into_bytes() };
        match ApJson.read(&record, &Context::default()) {
            Ok(Read::Raw(raw)) => compose::story(raw, Source::default()).expect("a story"),
            other => panic!("{value}: {other:?}"),
        }
    }

    fn item() -> Value {
        json!({
            "altids": {"itemid": "0f1e2d3c", "transref": "a0485"}, "version": 0, "type": "text",
            "headline": "Fog shuts harbor", "headline_extended": "Ferries wait for the sun",
            "slugline": "BC-US--Harbor Fog, 2nd Ld-Writethru", "title": "US--Harbor Fog",
            "bylines": [{"by": "By ANN LEE and BOB RAY", "title": "Associated Press"}],
            "located": "BUFFALO, N.Y.",
            "datelinelocation": {"city": "Buffalo", "countryareaname": "New York",
                "countrycode": "USA", "countryname": "United States"},
            "versioncreated": "2020-06-05T10:11:12Z", "firstcreated": "2020-06-05T08:00:00Z",
            "pubstatus": "usable", "editorialtypes": ["Lead"], "signals": ["newscontent"],
            "urgency": 4, "provider": "AP", "language": "en",
            "subject": [
                {"code": "a", "name": "a", "rels": ["category"], "creator": "Editorial"},
                {"code": "5b2e", "name": "Ports", "scheme": "http://cv.ap.org/id/", "rels": ["direct"]}
            ],
            "place": [{"name": "New York state", "code": "7e0a"}],
            "person": [{"name": "Carla Day"}]
        })
    }

    #[test]
    fn an_item_is_a_story_with_or_without_its_text() {
        let mut value = json!({"api_version": 1.1, "data": {"item": item()}});
        assert!(ApJson.sniff(value.to_string().as_bytes()));
        let story = made(&value);
        assert_eq!(story.id, "AP:0f1e2d3c:0");
        assert_eq!(story.body.as_deref(), Some("Ferries wait for the sun"));
        value["nitf"] =
            json!({"body_html": "<p>BUFFALO, N.Y. (AP) — Fog shut it.</p><p>Ships wait.</p>"});
        let story = made(&value);
        assert_eq!(
            story.body.as_deref(),
            Some("Fog shut it.\n\nShips wait.\n\nFerries wait for the sun")
        );
        let byline = story.byline.expect("a byline");
        assert_eq!(byline.names.len(), 2);
        assert_eq!(byline.affiliation.as_deref(), Some("AP"));
        let place = &story.dateline.expect("a dateline").places[0];
        assert_eq!(place.country.as_deref(), Some("US"));
        assert_eq!(story.category.as_deref(), Some("a"));
        assert_eq!(story.topics, ["anpa:a", "domestic", "ap:5b2e", "Ports", "person:Carla Day"]);
        assert_eq!(story.places, ["New York state"]);
        assert_eq!((story.take.kind, story.take.number), (TakeKind::Update, Some(2)));
    }

    #[test]
    fn a_feed_is_cut_into_its_items() {
        let value = json!({"api_version": 1.1, "data": {"updated": "x", "items": [
            {"meta": {"x": 1}, "item": item()}, {"item": item()}]}, "n": 2})
        .to_string();
        let input = std::io::Cursor::new(value.clone().into_bytes());
        let cuts: Vec<_> = ApJson.cut(Box::new(input), &Limits::default()).collect();
        assert_eq!(cuts.len(), 2);
        for cut in cuts {
            let super::super::Cut::Record(record) = cut else { panic!("a record") };
            assert!(ApJson.read(&record, &Context::default()).is_ok());
        }
    }

    #[test]
    fn words_of_the_desk_say_the_take() {
        let kind = |key: &str, word: Value| {
            let mut item = item();
            item["slugline"] = json!("US--Harbor Fog");
            item["editorialtypes"] = json!([]);
            item[key] = word;
            made(&json!({"data": {"item": item}})).take.kind
        };
        assert_eq!(kind("pubstatus", json!("canceled")), TakeKind::Kill);
        assert_eq!(kind("editorialtypes", json!(["Add"])), TakeKind::Add);
        assert_eq!(kind("editorialtypes", json!(["Corrective"])), TakeKind::Correction);
        assert_eq!(kind("editorialtypes", json!(["Lead"])), TakeKind::Update);
        assert_eq!(kind("version", json!(3)), TakeKind::New);
    }

    proptest! {
        #[test]
        fn never_panics(text in "(\"[a-z_]{1,9}\"|\"altids\":|\"item\":|\"nitf\":|[{}\\[\\],:]|1|null){0,40}") {
            let record = Record { number: 1, offset: 0, bytes: text.clone().into_bytes() };
            let _ = ApJson.read(&record, &Context::default());
            ApJson.sniff(text.as_bytes());
        }

        #[test]
        fn a_story_written_is_read_again(
            words in prop::collection::vec("[A-Z][a-zé]{2,8}( [a-z&<\"']{1,9}){4,9}\\.", 1..6),
            headline in "[A-Z][a-zé]{2,8}( [a-z]{2,9}){2,5}",
        ) {
            let escaped = |it: &String| format!("<p>{}</p>", it.replace('&', "&amp;").replace('<', "&lt;"));
            let html: String = words.iter().map(escaped).collect();
            let mut item = item();
            item["headline"] = json!(headline);
            let value = json!({"data": {"item": item}, "nitf": {"body_html": html}});
            let record = Record { number: 1, offset: 0, bytes: value.to_string().into_bytes() };
            let Ok(Read::Raw(raw)) = ApJson.read(&record, &Context::default()) else {
                panic!("no story");
            };
            prop_assert_eq!(raw.body, Body::Paragraphs(words));
            prop_assert_eq!(raw.headline, Some(headline));
            prop_assert_eq!(raw.bylines, ["By ANN LEE and BOB RAY", "Associated Press"]);
        }
    }
}
