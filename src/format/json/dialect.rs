//! Which agency's JSON a stream holds, by the keys of its first objects.

use memchr::memmem;
use serde_json::Value;

use super::value;

/// A shape of JSON that has a format of its own.
///
/// Where the first objects of a stream differ, the one that stands first here counts: damage takes
/// keys away and adds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// AP Media API.
    Ap,
    /// Reuters Connect.
    Reuters,
    /// dpa digitalwires.
    Dpa,
    /// The Washington Post collection of TREC.
    Wapo,
    /// Nodes of JSON-LD.
    Linked,
    /// ninjs of IPTC.
    Ninjs,
}

/// Bytes without which a stream cannot be of a dialect.
const TRACES: [(Dialect, &[&[u8]]); 6] = [
    (Dialect::Ap, &[b"\"altids\"", b"\"api_version\""]),
    (Dialect::Reuters, &[b"\"bodyXhtml\"", b"\"headLine\"", b"\"usn\""]),
    (Dialect::Dpa, &[b"digitalwires@", b"\"article_html\""]),
    (Dialect::Wapo, &[b"\"article_url\""]),
    (Dialect::Linked, &[b"schema.org"]),
    (Dialect::Ninjs, &[b"\"uri\"", b"\"guid\"", b"ninjs"]),
];

/// Says whether a stream that starts with `head` is of this dialect.
pub fn is(head: &[u8], dialect: Dialect) -> bool {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if !start.starts_with(b"{") && !start.starts_with(b"[") && !start.starts_with(b"\x1E") {
        // A first line that is damaged; pages hold JSON of their own.
        if start.starts_with(b"<") || memmem::find(head, b"\n{\"").is_none_or(|it| it >= 4096) {
            return false;
        }
    }
    let trace = TRACES.iter().find(|(it, _)| *it == dialect).map(|(_, trace)| *trace);
    let seen = trace.unwrap_or_default().iter().any(|it| memmem::find(head, it).is_some());
    seen && of_head(head) == Some(dialect)
}

/// Objects of a dialect that settle it.
const ENOUGH: usize = 3;

fn of_head(head: &[u8]) -> Option<Dialect> {
    let mut found = Vec::new();
    value::first(head, |value| {
        found.extend(of(&value));
        found.len() >= ENOUGH
    });
    found.into_iter().min()
}

/// The dialect of one object.
pub fn of(value: &Value) -> Option<Dialect> {
    let object = value.as_object()?;
    let has = |name: &str| object.get(name).is_some_and(|it| !it.is_null());
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let item = inner(value);
    let altids = &item["altids"];
    if altids["itemid"].is_string() || has("api_version") && value["data"].is_object() {
        return Some(Dialect::Ap);
    }
    let heads = |it: &Value| it["headLine"].is_string() || it["bodyXhtml"].is_string();
    if heads(item) && (item["usn"].is_string() || item["versionedGuid"].is_string())
        || item["bodyXhtml"].is_string()
    {
        return Some(Dialect::Reuters);
    }
    let wires = text("format").is_some_and(|it| it.starts_with("digitalwires@"));
    if wires || has("urn") && has("article_html") {
        return Some(Dialect::Dpa);
    }
    if has("article_url") && value["contents"].is_array() {
        return Some(Dialect::Wapo);
    }
    if is_linked(&value["@context"]) {
        return Some(Dialect::Linked);
    }
    const KEYS: [&str; 12] = [
        "pubstatus",
        "pubStatus",
        "versioncreated",
        "versionCreated",
        "body_html",
        "body_text",
        "body_xhtml",
        "bodies",
        "headlines",
        "$standard",
        "firstcreated",
        "slugline",
    ];
    let named = text("uri").is_some() || text("guid").is_some();
    let standard = value["standard"]["name"].as_str().is_some_and(|it| it == "ninjs");
    (named && KEYS.iter().any(|it| has(it)) || standard).then_some(Dialect::Ninjs)
}

/// The object that holds the story of an answer of a server, or the value itself.
pub fn inner(value: &Value) -> &Value {
    for path in [&value["data"]["item"], &value["item"]] {
        if path.is_object() {
            return path;
        }
    }
    value
}

/// Says whether a context names the vocabulary of schema.org.
fn is_linked(context: &Value) -> bool {
    match context {
        Value::String(text) => text.contains("schema.org"),
        Value::Array(many) => many.iter().take(16).any(is_linked),
        Value::Object(object) => object.values().take(16).any(is_linked),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects_are_told_by_their_keys() {
        let all = TRACES.map(|(dialect, _)| dialect);
        for (head, want) in [
            (r#"{"uri":"a","versioncreated":"x"}"#, Some(Dialect::Ninjs)),
            (r#"{"total":2,"item":[{"guid":"a","pubstatus":"usable"}]}"#, Some(Dialect::Ninjs)),
            (r#"{"uri":"a","bodies":[{"value":"cut off"#, None),
            (
                r#"{"uri":"a","headlines":[{"value":"x"}],"bodies":[{"value":"cut off"#,
                Some(Dialect::Ninjs),
            ),
            (r#"{"uri":"a","title":"x"}"#, None),
            (
                r#"{"api_version":1,"data":{"item":{"altids":{"itemid":"f"},"uri":"x","version":0}}}"#,
                Some(Dialect::Ap),
            ),
            (
                r#"{"api_version":1,"data":{"items":[{"meta":{},"item":{"altids":{"itemid":"f"}}}]}}"#,
                Some(Dialect::Ap),
            ),
            (r#"{"data":{"item":{"usn":"L8","headLine":"x"}}}"#, Some(Dialect::Reuters)),
            (r#"{"format":"digitalwires@1.0","urn":"x"}"#, Some(Dialect::Dpa)),
            (r#"{"id":"x","article_url":"u","contents":[null]}"#, Some(Dialect::Wapo)),
            (r#"[{"@context":["http://schema.org"],"@type":"Article"}]"#, Some(Dialect::Linked)),
            ("{\"uri\":\"a\n{\"uri\":\"b\",\"pubstatus\":\"usable\"}\n", Some(Dialect::Ninjs)),
            ("broken\n{\"uri\":\"b\",\"pubstatus\":\"usable\"}\n", Some(Dialect::Ninjs)),
            ("The word \"uri\" stands in this text.\n", None),
        ] {
            let found: Vec<_> = all.into_iter().filter(|it| is(head.as_bytes(), *it)).collect();
            assert_eq!(found, want.into_iter().collect::<Vec<_>>(), "{head}");
        }
    }
}
