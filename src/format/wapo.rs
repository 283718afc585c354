//! The Washington Post collection of TREC, versions 2 to 4: JSON Lines whose text is a list of
//! blocks, each with its type.

use std::collections::HashSet;
use std::io::BufRead;

use serde_json::Value;

use super::json::dialect::{self, Dialect};
use super::json::fields::{self, line, list, text};
use super::json::story;
use super::json::values::Values;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::{Body, RawStory};
use crate::text::clean;
use crate::text::markup::{Element, Tree, html_text};

/// The format.
pub struct Wapo;

impl Format for Wapo {
    fn name(&self) -> &'static str {
        "wapo"
    }

    fn about(&self) -> &'static str {
        "Washington Post collection of TREC: JSON Lines of stories in blocks"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        dialect::is(head, Dialect::Wapo)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Values::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (value, mut raw) = story::open(record)?;
        raw.native_id = text(&value, "id");
        raw.url = text(&value, "article_url").filter(|it| it.starts_with("http"));
        raw.headline = line(&value, "title");
        raw.agency = text(&value, "source");
        raw.filed = fields::time(&value, "published_date");
        raw.language = text(&value, "language").or_else(|| Some("en".to_owned()));
        let mut blocks = Blocks::default();
        for block in list(&value, "contents") {
            blocks.read(&mut raw, block);
        }
        if raw.bylines.is_empty() {
            raw.bylines.extend(line(&value, "author"));
        }
        if blocks.paragraphs.is_empty() && raw.headline.is_none() {
            if raw.native_id.is_some() && value["contents"].is_array() {
                return Err(Refusal::NotStory { kind: "story without text" });
            }
            let what = "no story of the collection: it has no title and no text";
            return Err(story::stranger(&value, record, what));
        }
        raw.body = Body::Paragraphs(blocks.paragraphs);
        Ok(Read::Raw(raw))
    }
}

/// The text, as its blocks come.
#[derive(Default)]
struct Blocks {
    paragraphs: Vec<String>,
    /// Corrections so far.
    noted: HashSet<String>,
}

impl Blocks {
    fn read(&mut self, raw: &mut RawStory, block: &Value) {
        let kind = text(block, "type").unwrap_or_default();
        match kind.as_str() {
            "kicker" => {
                if let Some(kicker) = line(block, "content") {
                    raw.category.get_or_insert(kicker);
                }
            }
            "title" => raw.headline = raw.headline.take().or_else(|| line(block, "content")),
            "byline" => raw.bylines.extend(line(block, "content")),
            "date" => {
                raw.filed = raw.filed.take().or_else(|| fields::time(block, "content"));
            }
            "deck" | "subtitle" => raw.summary.extend(line(block, "content")),
            "sanitized_html" => self.text(raw, block),
            "list" => {
                let items = list(block, "content").iter().chain(list(block, "items"));
                for item in items.filter_map(|it| fields::plain(it).or_else(|| text(it, "content")))
                {
                    self.add(html_text(&item));
                }
            }
            "correction" | "clarification" => {
                if let Some(note) = line(block, "content") {
                    self.noted.insert(note.clone());
                    raw.ednotes.push(note);
                }
            }
            // Pictures, films, posts of others, quotations that the text has anyway, the life of
            // the author, other stories.
            _ => {}
        }
    }

    fn text(&mut self, raw: &mut RawStory, block: &Value) {
        let Some(content) = text(block, "content") else {
            return;
        };
        match text(block, "subtype").unwrap_or_default().as_str() {
            "pullquote" | "pull_quote" => return,
            "correction" | "clarification" => {
                let note = clean::one_line(&clean::normalise(&html_text(&content)));
                if !note.is_empty() && self.noted.insert(note.clone()) {
                    raw.ednotes.push(note);
                }
                return;
            }
            _ => {}
        }
        if text(block, "mime").is_some_and(|it| it.eq_ignore_ascii_case("text/plain"))
            && !content.contains("</")
        {
            content.split("\n\n").for_each(|it| self.add(it.to_owned()));
            return;
        }
        let tree = Tree::html(&content);
        let root = tree.root();
        let is_dateline = |it: &Element<'_, '_>| {
            it.is("span") && it.attribute("class").is_some_and(|it| it.contains("dateline"))
        };
        let dateline = (raw.dateline.is_none() && self.paragraphs.is_empty())
            .then(|| root.descendants().find(is_dateline).map(Element::text))
            .flatten()
            .filter(|it| !it.is_empty());
        let without =
            |it: Element<'_, '_>| it.is("figure") || dateline.is_some() && is_dateline(&it);
        let found = root.paragraphs_without(&without);
        found.into_iter().for_each(|it| self.add(it));
        raw.dateline = raw.dateline.take().or(dateline);
    }

    fn add(&mut self, paragraph: String) {
        if !paragraph.trim().is_empty() {
            self.paragraphs.push(paragraph);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::compose;
    use crate::story::Source;
    use proptest::prelude::*;
    use serde_json::json;

    fn block(content: &str) -> Value {
        json!({"type": "sanitized_html", "subtype": "paragraph", "mime": "text/html", "content": content})
    }

    fn value(contents: Vec<Value>) -> Value {
        json!({"id": "a1b2", "article_url": "https://post.example/fog", "title": null,
            "author": "Ann", "published_date": 1_325_376_562_000_i64, "contents": contents,
            "type": "article", "source": "The Washington Post"})
    }

    fn raw(value: &Value) -> RawStory {
        let record = Record { number: 1, offset: 0, bytes: value.to_string().into_bytes() };
        match Wapo.read(&record, &Context::default()) {
            Ok(Read::Raw(raw)) => raw,
            other => panic!("{value}: {other:?}"),
        }
    }

    #[test]
    fn blocks_go_where_they_belong() {
        let value = value(vec![
            json!({"type": "kicker", "content": "Transportation", "mime": "text/plain"}),
            json!({"type": "title", "content": "Fog shuts harbor", "mime": "text/plain"}),
            json!(null),
            json!({"type": "byline", "content": "By Ann Lee and Bob C.F. Ray"}),
            json!({"type": "date", "content": 1_325_376_562_000_i64}),
            json!({"type": "deck", "content": "Ferries wait"}),
            json!({"type": "image", "fullcaption": "A ship in the fog", "imageURL": "x"}),
            block(
                "<span class=\"dateline\">NEW ORLEANS —</span> Fog shut the harbor &amp; the bridge.",
            ),
            json!({"type": "sanitized_html", "subtype": "subhead", "content": "What next"}),
            json!({"type": "sanitized_html", "subtype": "pullquote", "content": "“It is thick”"}),
            json!({"type": "list", "content": ["One <b>ferry</b>", "Two ships"]}),
            json!({"type": "sanitized_html", "mime": "text/plain", "content": "Plain < text."}),
            json!({"type": "tweet", "content": {"text": "fog!"}}),
            json!({"type": "author_info", "bio": "Ann Lee covers ports."}),
        ]);
        assert!(Wapo.sniff(value.to_string().as_bytes()));
        let raw = raw(&value);
        assert_eq!(raw.bylines, ["By Ann Lee and Bob C.F. Ray"]);
        assert_eq!(raw.dateline.as_deref(), Some("NEW ORLEANS —"));
        let story = compose::story(raw, Source::default()).expect("a story");
        assert_eq!(
            story.body.as_deref(),
            Some(
                "Fog shut the harbor & the bridge.\n\nWhat next\n\nOne ferry\n\nTwo ships\n\nPlain < text.\n\nFerries wait"
            )
        );
        assert_eq!(story.filed.as_deref(), Some("2012-01-01T00:09:22Z"));
        assert_eq!(story.category.as_deref(), Some("Transportation"));
        assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
        let place = &story.dateline.expect("a dateline").places[0];
        assert_eq!(place.city.as_deref(), Some("NEW ORLEANS"));
    }

    #[test]
    fn without_blocks_there_is_no_text() {
        let record =
            |value: Value| Record { number: 1, offset: 0, bytes: value.to_string().into_bytes() };
        let read = Wapo.read(&record(value(vec![Value::Null])), &Context::default());
        assert!(matches!(read, Err(Refusal::NotStory { .. })), "{read:?}");
    }

    proptest! {
        #[test]
        fn never_panics(text in "(\"[a-z_]{1,9}\"|\"contents\":|\"type\":|\"content\":|[{}\\[\\],:]|1|null){0,40}") {
            let record = Record { number: 1, offset: 0, bytes: text.clone().into_bytes() };
            let _ = Wapo.read(&record, &Context::default());
            Wapo.sniff(text.as_bytes());
        }

        #[test]
        fn a_story_written_is_read_again(
            words in prop::collection::vec("[A-Z][a-zé]{2,8}( [a-z&<\"']{1,9}){4,9}\\.", 1..6),
        ) {
            let escaped = |it: &String| block(&it.replace('&', "&amp;").replace('<', "&lt;"));
            let raw = raw(&value(words.iter().map(escaped).collect()));
            prop_assert_eq!(raw.body, Body::Paragraphs(words));
            prop_assert_eq!(raw.native_id.as_deref(), Some("a1b2"));
        }
    }
}
