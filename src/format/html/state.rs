//! Pages that the browser draws: their text stands in the state that their scripts carry.
//!
//! `__NEXT_DATA__` of Next.js and `Fusion.globalContent` of Arc. Systems nest it as they like, so
//! it is looked for by its shape: a list of elements with a type and a text, or one long text under
//! a name that says that it is one.

use serde_json::Value;

use crate::format::jsonld;
use crate::story::RawStory;
use crate::text::markup;

/// A text of fewer bytes is a teaser.
const SHORTEST: usize = 200;

/// Values that are looked at, at most.
const MOST: usize = 200_000;

/// Names of what holds a text, as HTML or as lines.
const TEXTS: [&str; 12] = [
    "articleBody",
    "body",
    "bodyHtml",
    "body_html",
    "bodyHTML",
    "content",
    "contentHtml",
    "html",
    "text",
    "fullText",
    "storyBody",
    "rawBody",
];

/// Names of lists of elements.
const LISTS: [&str; 7] =
    ["content_elements", "contentElements", "content", "body", "paragraphs", "blocks", "elements"];

/// Finds the text of a story in the state of a page, and what it says beside it.
pub fn read(scripts: &[&str], story: &mut RawStory) -> Vec<String> {
    let mut best = Found::default();
    for script in scripts {
        let Some(value) = json(script) else { continue };
        best.look(&value, &mut 0);
        if let Some(holder) = best.holder.take() {
            if story.headline.is_none() {
                let basic = &holder["headlines"]["basic"];
                story.headline = [basic, &holder["headline"], &holder["title"]]
                    .into_iter()
                    .find_map(|it| it.as_str().map(jsonld::tidy).filter(|it| !it.is_empty()));
            }
            if story.filed.is_none() {
                let names = [
                    "first_publish_date",
                    "display_date",
                    "publish_date",
                    "datePublished",
                    "publishedAt",
                    "published_time",
                ];
                story.filed =
                    names.iter().find_map(|it| holder[*it].as_str().and_then(jsonld::moment));
            }
            if story.bylines.is_empty() {
                let by = holder["credits"]["by"].as_array().map(Vec::as_slice).unwrap_or_default();
                story
                    .bylines
                    .extend(by.iter().filter_map(|it| it["name"].as_str()).map(jsonld::tidy));
            }
        }
    }
    best.text
}

/// The value that a script assigns or is.
fn json(script: &str) -> Option<Value> {
    let start = match memchr::memmem::find(script.as_bytes(), b"Fusion.globalContent=") {
        Some(at) => &script[at + "Fusion.globalContent=".len()..],
        None => script.trim_start(),
    };
    // More statements may follow.
    let mut values = serde_json::Deserializer::from_str(start).into_iter::<Value>();
    values.next()?.ok()
}

/// The longest text so far.
#[derive(Default)]
struct Found {
    weight: usize,
    text: Vec<String>,
    holder: Option<Value>,
}

impl Found {
    fn look(&mut self, value: &Value, seen: &mut usize) {
        *seen += 1;
        if *seen > MOST {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|it| self.look(it, seen)),
            Value::Object(entries) => {
                for (key, inner) in entries {
                    let text = match inner {
                        Value::String(text)
                            if TEXTS.contains(&key.as_str()) && text.len() > SHORTEST =>
                        {
                            jsonld::running_text(text)
                        }
                        Value::Array(items) if LISTS.contains(&key.as_str()) => elements(items),
                        _ => Vec::new(),
                    };
                    self.offer(text, value);
                    self.look(inner, seen);
                }
            }
            _ => {}
        }
    }

    fn offer(&mut self, text: Vec<String>, holder: &Value) {
        let weight: usize = text.iter().map(String::len).sum();
        if weight > self.weight && weight >= SHORTEST {
            // The holder is copied without the text.
            let mut slim = serde_json::Map::new();
            for (key, value) in holder.as_object().into_iter().flatten() {
                if !LISTS.contains(&key.as_str()) && !TEXTS.contains(&key.as_str()) {
                    slim.insert(key.clone(), value.clone());
                }
            }
            (self.weight, self.text, self.holder) = (weight, text, Some(Value::Object(slim)));
        }
    }
}

/// Paragraphs of a list of elements: those of text, headings, lists and quotations.
fn elements(items: &[Value]) -> Vec<String> {
    let mut found = Vec::new();
    for item in items {
        if let Value::String(text) = item {
            found.extend(markup::html_paragraphs(text));
            continue;
        }
        let kind = item["type"].as_str().or_else(|| item["__typename"].as_str()).unwrap_or("");
        let kind = kind.to_ascii_lowercase();
        match kind.as_str() {
            "list" | "quote" | "blockquote" | "pullquote" => {
                for key in ["items", "content_elements"] {
                    found.extend(elements(item[key].as_array().map_or(&[], Vec::as_slice)));
                }
            }
            "text" | "paragraph" | "header" | "heading" | "p" | "h2" | "h3" | "html" | "" => {
                let text =
                    ["content", "text", "html", "value"].iter().find_map(|it| item[*it].as_str());
                found.extend(text.map(markup::html_paragraphs).unwrap_or_default());
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_shells_is_found() {
        let long = "The harbor was shut by fog for the third day in a row. ".repeat(4);
        let arc = format!(
            "window.Fusion=window.Fusion||{{}};Fusion.globalContent={{\"headlines\":{{\"basic\":\"Fog\"}},\
             \"first_publish_date\":\"2023-03-01T08:00:00Z\",\"credits\":{{\"by\":[{{\"name\":\"Ann Lee\"}}]}},\
             \"content_elements\":[{{\"type\":\"text\",\"content\":\"{long}\"}},{{\"type\":\"image\",\"caption\":\"x\"}},\
             {{\"type\":\"header\",\"content\":\"<b>Ships</b>\"}},{{\"type\":\"list\",\"items\":[{{\"type\":\"text\",\"content\":\"{long}\"}}]}}]}};Fusion.x=1"
        );
        let mut story = RawStory::default();
        let text = read(&[&arc], &mut story);
        assert_eq!(text, [long.trim(), "Ships", long.trim()]);
        assert_eq!((story.headline.as_deref(), story.bylines.len()), (Some("Fog"), 1));
        assert!(story.filed.is_some());
        let next = format!(
            "{{\"props\":{{\"pageProps\":{{\"story\":{{\"title\":\"Fog\",\"bodyHtml\":\"<p>{long}</p><p>{long}</p>\"}}}}}}}}"
        );
        assert_eq!(read(&[&next], &mut RawStory::default()).len(), 2);
        assert!(
            read(&["{\"a\":[{\"text\":\"short\"}]}", "{", ""], &mut RawStory::default()).is_empty()
        );
    }
}
