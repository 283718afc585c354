//! What an item of JSON lists beside its text: the entries of a package.
//!
//! ninjs has `associations`, an object of items by name or, from version 2 on, a list; Superdesk
//! adds lists by name and `groups` of references.

use serde_json::Value;

use super::fields::{first_text, line, list, text};
use super::story::other_kind;
use crate::format::Read;
use crate::story::{Listed, RawStory};

/// The id and the version by which an entry names a story, as that story itself would.
pub type Named = (Option<String>, Option<String>);

/// A package, where an item of several parts has no text of its own; else a story.
pub fn package_or_story(
    item: &Value,
    raw: RawStory,
    named: impl Fn(&Value) -> Named + Copy,
) -> Read {
    if is_composite(item) && super::story::is_empty(&raw.body) {
        return Read::Package(Box::new(raw), listed(item, named));
    }
    Read::Raw(raw)
}

/// Says whether an item is put together out of others; it may have a text of its own all the same.
pub fn is_composite(item: &Value) -> bool {
    text(item, "type").is_some_and(|it| it.eq_ignore_ascii_case("composite"))
}

/// The entries of a package, in its order.
fn listed(item: &Value, named: impl Fn(&Value) -> Named + Copy) -> Vec<Listed> {
    let mut entries = Vec::new();
    match &item["associations"] {
        Value::Object(groups) => {
            for (name, group) in groups {
                // `main`, `sidebar`; a number only counts.
                let name = name.bytes().any(|it| !it.is_ascii_digit()).then_some(name.as_str());
                match group {
                    Value::Array(items) => {
                        entries.extend(items.iter().map(|it| entry(it, name, named)));
                    }
                    item => entries.push(entry(item, name, named)),
                }
            }
        }
        Value::Array(items) => {
            entries.extend(items.iter().map(|it| entry(it, text(it, "name").as_deref(), named)));
        }
        _ => {}
    }
    for group in list(item, "groups") {
        let name = first_text(group, &["id", "role"]);
        entries.extend(list(group, "refs").iter().map(|it| entry(it, name.as_deref(), named)));
    }
    entries.into_iter().flatten().collect()
}

fn entry(item: &Value, group: Option<&str>, named: impl Fn(&Value) -> Named) -> Option<Listed> {
    let (native_id, version) = named(item);
    let kind = first_text(item, &["type", "itemClass"]).map(|it| kind(&it));
    Some(Listed {
        native_id: native_id?,
        version,
        group: group.map(str::to_owned),
        kind,
        headline: line(item, "headline")
            .or_else(|| line(item, "headLine"))
            .or_else(|| line(list(item, "headlines").first()?, "value"))
            .or_else(|| line(item, "title")),
    })
}

/// What an entry is said to be, in our words.
fn kind(word: &str) -> String {
    let small = word.to_ascii_lowercase();
    match small.rsplit(':').next().unwrap_or("") {
        "text" => "story".to_owned(),
        "composite" | "package" => "package".to_owned(),
        other => other_kind(other).unwrap_or(other).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(item: &Value) -> Vec<String> {
        let named = |it: &Value| (text(it, "uri"), text(it, "version"));
        let Read::Package(_, entries) = package_or_story(item, RawStory::default(), named) else {
            return vec!["a story".to_owned()];
        };
        let or = |it: Option<String>| it.unwrap_or_else(|| "-".to_owned());
        let shown = |it: Listed| {
            [it.native_id, or(it.version), or(it.group), or(it.kind), or(it.headline)].join(" ")
        };
        entries.into_iter().map(shown).collect()
    }

    #[test]
    fn entries_are_read_in_every_shape_of_association() {
        assert_eq!(
            read(&json!({"type": "composite", "associations": {
                "main": {"uri": "a", "version": 2, "type": "text", "headline": "Fog"},
                "1": {"uri": "b", "type": "picture"},
                "sidebar": [{"uri": "c", "type": "composite"}, {"headline": "no id"}, null]
            }})),
            ["a 2 main story Fog", "b - - picture -", "c - sidebar package -"]
        );
        assert_eq!(
            read(&json!({"type": "Composite", "associations": [
                {"name": "lead", "uri": "a", "headlines": [{"value": "Fog &amp; ice"}]}, 7
            ], "groups": [{"id": "main", "refs": [{"uri": "d", "itemClass": "icls:text"}]}]})),
            ["a - lead - Fog & ice", "d - main story -"]
        );
        assert_eq!(read(&json!({"type": "composite"})), [""; 0]);
        assert_eq!(
            read(&json!({"type": "text", "associations": {"a": {"uri": "b"}}})),
            ["a story"]
        );
    }
}
