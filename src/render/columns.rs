//! Columns: which keys of a hit or of its record are printed, by their names in the JSON.
//!
//! Comes in: a list as typed, such as `rank,headline,byline.names`. Goes out: checked columns that
//! give their value for any hit. Its own file because all machine-readable outputs share it.

use serde_json::Value;

use super::jsonl::Fragment;
use super::{FullHit, Needs};
use crate::error::{Error, Result};
use crate::snippet::SnippetOptions;
use crate::story::{Story, json_schema};

/// A key of a hit or of its record, whole (`byline`) or a part of it (`byline.line`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    name: String,
    key: Key,
    rest: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Rank,
    Score,
    Id,
    Matches,
    Snippets,
    Group,
    Chain,
    Killed,
    Story(&'static str),
}

const HIT_KEYS: &[(&str, Key)] = &[
    ("rank", Key::Rank),
    ("score", Key::Score),
    ("id", Key::Id),
    ("matches", Key::Matches),
    ("snippets", Key::Snippets),
    ("group", Key::Group),
    ("chain", Key::Chain),
    ("killed", Key::Killed),
];

macro_rules! story_keys {
    ($($key:ident)+) => {
        /// Keys of the record.
        const STORY_KEYS: &[&str] = &[$(stringify!($key)),+];

        fn story_value(story: &Story, key: &str) -> Value {
            match key {
                $(stringify!($key) => serde_json::to_value(&story.$key).unwrap_or_default(),)+
                _ => Value::Null,
            }
        }
    };
}

story_keys! {
    schema id native_id version follows agency headline slug byline dateline lead body credits_line credits
    filed filed_zone filed_precision first_filed embargo take urgency category topics places
    language ednote url words source inferred flags
}

/// Reads a list of columns, parted by commas.
///
/// Fails for a name that is no key, and says which one may have been meant.
pub fn columns(list: &str) -> Result<Vec<Column>> {
    let names: Vec<&str> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(Error::Usage("the list of fields is empty".to_owned()));
    }
    let schema: Value = serde_json::from_str(&json_schema()).unwrap_or_default();
    names.into_iter().map(|name| column(name, &schema)).collect()
}

fn column(name: &str, schema: &Value) -> Result<Column> {
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or_default();
    let key = match HIT_KEYS.iter().find(|(known, _)| *known == first) {
        Some((_, key)) => *key,
        None => match STORY_KEYS.iter().find(|known| **known == first) {
            Some(known) => Key::Story(known),
            None => {
                let known = HIT_KEYS.iter().map(|(known, _)| *known);
                return Err(unknown(name, known.chain(STORY_KEYS.iter().copied())));
            }
        },
    };
    let rest: Vec<String> = parts.map(str::to_owned).collect();
    let mut node = schema;
    let mut path = String::new();
    for part in std::iter::once(first).chain(rest.iter().map(String::as_str)) {
        // The keys of a snippet are no part of the record.
        let known: Vec<&str> = match (key, path.as_str()) {
            (_, "") => vec![first],
            (Key::Snippets, "snippets.") => vec!["field", "text", "spans"],
            _ => properties(schema, node).map_or(Vec::new(), |(keys, _)| keys),
        };
        if !known.contains(&part) {
            return Err(unknown(name, known.iter().map(|key| format!("{path}{key}"))));
        }
        if let Some(found) = properties(schema, node).and_then(|(_, object)| object.get(part)) {
            node = found;
        }
        path.push_str(part);
        path.push('.');
    }
    Ok(Column { name: name.to_owned(), key, rest })
}

/// The properties of an object in a JSON Schema, through references, alternatives and lists.
fn properties<'s>(
    schema: &'s Value,
    node: &'s Value,
) -> Option<(Vec<&'s str>, &'s serde_json::Map<String, Value>)> {
    if let Some(object) = node.get("properties").and_then(Value::as_object) {
        return Some((object.keys().map(String::as_str).collect(), object));
    }
    if let Some(name) = node.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or(name);
        return properties(schema, schema.get("$defs")?.get(name)?);
    }
    if let Some(items) = node.get("items") {
        return properties(schema, items);
    }
    let alternatives = node.get("anyOf").or_else(|| node.get("allOf"))?.as_array()?;
    alternatives.iter().find_map(|alternative| properties(schema, alternative))
}

fn unknown<S: AsRef<str>>(name: &str, known: impl Iterator<Item = S>) -> Error {
    let near = known
        .map(|known| (strsim::jaro_winkler(known.as_ref(), name), known.as_ref().to_owned()))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let meant = match near {
        Some((_, near)) => format!("did you mean {near}?"),
        None => "newswire search --help lists them".to_owned(),
    };
    Error::Usage(format!("there is no field {name} to print; {meant}"))
}

impl Column {
    /// The name as it was typed: the key in JSON, the heading in a table.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What has to be looked up for these columns.
    pub(super) fn needs(columns: &[Column], snippets: Option<SnippetOptions>) -> Needs {
        let any = |wanted: fn(Key) -> bool| columns.iter().any(|column| wanted(column.key));
        Needs {
            // Whether it is a kill says the record.
            story: any(|key| matches!(key, Key::Story(_) | Key::Killed)),
            matches: any(|key| key == Key::Matches),
            snippets: snippets.filter(|_| any(|key| key == Key::Snippets)),
            marks: false,
            explanation: false,
            kin: any(|key| matches!(key, Key::Group | Key::Chain | Key::Killed)),
        }
    }

    /// Its value for a hit; null where there is none.
    pub fn value(&self, hit: &FullHit) -> Value {
        let value = match self.key {
            Key::Rank => hit.rank.into(),
            // The digits of the score itself, not of the next larger type.
            Key::Score => hit
                .score
                .and_then(|score| score.to_string().parse().ok())
                .map_or(Value::Null, |number: f64| number.into()),
            Key::Id => hit.id.as_str().into(),
            Key::Matches => hit.matches.into(),
            Key::Snippets => serde_json::to_value(Fragment::of(&hit.snippets)).unwrap_or_default(),
            Key::Group => hit.group.as_deref().into(),
            Key::Chain => hit.chain.as_deref().into(),
            Key::Killed => hit.killed.into(),
            Key::Story(key) => {
                hit.story.as_ref().map_or(Value::Null, |story| story_value(story, key))
            }
        };
        self.rest.iter().fold(value, |value, part| descend(value, part))
    }

    /// Its value for a hit as one cell of a table.
    pub(super) fn cell(&self, hit: &FullHit) -> Cell {
        match self.value(hit) {
            value @ (Value::Number(_) | Value::Bool(_)) => Cell::Number(value.to_string()),
            Value::Array(items) if self.key == Key::Snippets => {
                Cell::Text(items.iter().map(text).collect::<Vec<_>>().join(" … "))
            }
            value => Cell::Text(text(&value)),
        }
    }
}

/// What stands in a cell: text may have to be guarded, numbers never.
pub(super) enum Cell {
    Number(String),
    Text(String),
}

/// One part of a value; of a list, that part of each of its items.
fn descend(value: Value, part: &str) -> Value {
    match value {
        Value::Object(mut object) => object.remove(part).unwrap_or_default(),
        Value::Array(items) => items
            .into_iter()
            .map(|item| descend(item, part))
            .filter(|item| !item.is_null())
            .collect(),
        _ => Value::Null,
    }
}

/// A value as text: of a line of the record its words, of a source its path, of a list its items.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_array()) => {
            items.iter().map(text).collect::<Vec<_>>().join("; ")
        }
        Value::Object(object) => {
            let whole = |key: &str| object.get(key).and_then(Value::as_str);
            match (whole("line").or(whole("text")), whole("path"), whole("member")) {
                (Some(line), ..) => line.to_owned(),
                (None, Some(path), Some(member)) => format!("{path}!{member}"),
                (None, Some(path), None) => path.to_owned(),
                _ => value.to_string(),
            }
        }
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Byline, Dateline, Place};

    fn hit() -> FullHit {
        let place = |city: &str| Place { city: Some(city.to_owned()), region: None, country: None };
        let story = Story {
            byline: Some(Byline {
                line: "By Ann Lee and Bo Ek".into(),
                names: vec!["Ann Lee".into(), "Bo Ek".into()],
                ..Byline::default()
            }),
            dateline: Some(Dateline {
                places: vec![place("OSLO"), place("BERGEN")],
                ..Dateline::default()
            }),
            ..Story::default()
        };
        FullHit { rank: 3, score: Some(0.1), story: Some(story), ..FullHit::default() }
    }

    fn cells(list: &str) -> Vec<String> {
        let cell = |column: &Column| match column.cell(&hit()) {
            Cell::Number(text) | Cell::Text(text) => text,
        };
        columns(list).unwrap().iter().map(cell).collect()
    }

    #[test]
    fn every_key_of_the_record_is_a_column() {
        let record = serde_json::to_value(Story::default()).unwrap();
        let keys: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, STORY_KEYS);
    }

    #[test]
    fn parts_are_named_with_dots() {
        assert_eq!(
            cells("rank, score,byline,byline.names,dateline.places.city,url"),
            ["3", "0.1", "By Ann Lee and Bo Ek", "Ann Lee; Bo Ek", "OSLO; BERGEN", ""]
        );
    }

    #[test]
    fn wrong_names_are_told_with_what_may_have_been_meant() {
        let error = |list: &str| columns(list).unwrap_err().to_string();
        assert_eq!(
            error("headlines"),
            "there is no field headlines to print; did you mean headline?"
        );
        assert_eq!(
            error("byline.name"),
            "there is no field byline.name to print; did you mean byline.names?"
        );
        assert!(error("headline.x").starts_with("there is no field headline.x"));
        assert!(error("snippets.txt").contains("did you mean snippets.text?"));
        assert!(columns(" , ").is_err());
    }

    #[test]
    fn a_list_of_ids_looks_nothing_up() {
        let columns = columns("rank,id,score").unwrap();
        assert_eq!(Column::needs(&columns, Some(SnippetOptions::default())), Needs::default());
    }
}
