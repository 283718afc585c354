//! Mails that a form has written: their text is JSON, its values lists of one.
//!
//! `{"Headline": ["Fog"], "Body": ["<p>Fog shut it.</p>"], "Priority": ["3"]}`

use serde_json::{Map, Value};

use crate::story::{Body, RawStory};
use crate::text::markup;

/// Fills the story, where the text is such a form.
pub fn fill(story: &mut RawStory, text: &str) -> bool {
    let text = text.trim();
    if !text.starts_with('{') || !text.ends_with('}') {
        return false;
    }
    let Ok(Value::Object(form)) = serde_json::from_str(text) else { return false };
    let Some(body) = value(&form, &["body", "body_html", "text"]) else { return false };
    story.body = match body.contains("</") || body.contains("/>") {
        true => Body::Paragraphs(markup::html_paragraphs(&body)),
        false => Body::Wrapped(body),
    };
    let set = |field: &mut Option<String>, names: &[&str]| {
        if let Some(value) = value(&form, names) {
            *field = Some(value);
        }
    };
    set(&mut story.headline, &["headline", "title"]);
    set(&mut story.slug, &["slugline", "slug"]);
    set(&mut story.dateline, &["dateline"]);
    set(&mut story.category, &["category", "anpa_category"]);
    story.summary.extend(value(&form, &["abstract", "summary"]));
    story.bylines.extend(value(&form, &["byline", "author"]));
    let urgency = value(&form, &["priority", "urgency"]).and_then(|it| it.parse().ok());
    story.urgency = urgency.filter(|it| (1..=9).contains(it)).or(story.urgency);
    true
}

/// A value by any of its names, in any case.
fn value(form: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let (_, value) =
        form.iter().find(|(key, _)| names.iter().any(|it| key.eq_ignore_ascii_case(it)))?;
    let value = match value {
        Value::Array(values) => values.first()?,
        value => value,
    };
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
