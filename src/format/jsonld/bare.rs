//! Bare JSON-LD: nodes of schema.org kept outside of the pages that they describe.

use std::io::BufRead;

use super::Graph;
use crate::format::json::dialect::{self, Dialect};
use crate::format::json::story;
use crate::format::json::values::Values;
use crate::format::{Context, Cuts, Format, Limits, Read, Record, Refusal, jsonld};
use crate::story::Body;

/// The format.
pub struct JsonLd;

impl Format for JsonLd {
    fn name(&self) -> &'static str {
        "jsonld"
    }

    fn about(&self) -> &'static str {
        "JSON-LD of news pages: articles of schema.org"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        dialect::is(head, Dialect::Linked)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Values::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (value, mut raw) = story::open(record)?;
        let blocks = [value];
        let graph = Graph::of(&blocks);
        let Some(node) = graph.story(None) else {
            return Err(Refusal::NotStory { kind: "JSON-LD without a story" });
        };
        jsonld::fill(&mut raw, node, &graph);
        raw.body = Body::Paragraphs(jsonld::body(node));
        if let Some(text) = node["description"].as_str() {
            raw.summary.push(jsonld::tidy(text));
        }
        if raw.headline.is_none() && story::is_empty(&raw.body) {
            return Err(Refusal::NotStory { kind: "JSON-LD without a story" });
        }
        Ok(Read::Raw(raw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::story::Source;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn read(value: &Value) -> Result<Read, Refusal> {
        let record = Record { number: 1, offset: 0, bytes: value.to_string().into_bytes() };
        JsonLd.read(&record, &Context::default())
    }

    fn value() -> Value {
        json!({"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "name": "Harbor News"},
            {"@type": ["NewsArticle"], "headline": "Fog &amp; ferries", "url": "https://h.example/fog",
             "author": [{"@type": "Person", "name": "Ann Lee"}], "publisher": {"name": "Harbor News"},
             "datePublished": "2023-06-19T08:14:00+0200", "inLanguage": "en", "dateline": "Yes",
             "articleSection": "Ports", "keywords": "fog, ferry",
             "description": "The ferries wait.",
             "articleBody": "BOSTON (AP) — Fog shut the harbor on Monday morning and kept all of its ferries at their piers for hours.\nShips wait."}
        ]})
    }

    #[test]
    fn the_story_of_a_graph_is_read() {
        assert!(JsonLd.sniff(value().to_string().as_bytes()));
        let Ok(Read::Raw(raw)) = read(&value()) else { panic!("no story") };
        let story = compose::story(raw, Source::default()).expect("a story");
        assert_eq!(story.headline.as_deref(), Some("Fog & ferries"));
        assert_eq!(story.agency.as_deref(), Some("AP"));
        assert_eq!(story.byline.map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
        assert_eq!(story.topics, ["fog", "ferry"]);
        assert_eq!(story.filed.as_deref(), Some("2023-06-19T06:14:00Z"));
        assert!(story.body.is_some_and(|it| it.contains("Ships wait.\n\nThe ferries wait.")));
    }

    #[test]
    fn other_nodes_are_no_stories() {
        let value = json!({"@context": "https://schema.org", "@type": "WebSite", "name": "x"});
        assert!(matches!(read(&value), Err(Refusal::NotStory { .. })));
    }

    proptest! {
        #[test]
        fn never_panics(text in "(\"[a-z_]{1,9}\"|\"@type\":|\"@graph\":|\"Article\"|[{}\\[\\],:]|1|null){0,40}") {
            let record = Record { number: 1, offset: 0, bytes: text.clone().into_bytes() };
            let _ = JsonLd.read(&record, &Context::default());
            JsonLd.sniff(text.as_bytes());
        }
    }
}
