//! JSON Lines: an object a line, with an id and a query, or with title and description.

use serde_json::{Map, Value};

use super::lines::lines;
use super::table::IDS;
use super::{Topic, TopicPart, tidy, utf8};

/// Keys of a query that is one text.
const QUERIES: &[&str] = &["query", "text", "query_text", "question", "topic"];
const TITLES: &[&str] = &["title"];
const DESCRIPTIONS: &[&str] = &["description", "desc"];

/// Reads them.
pub(super) fn read(bytes: &[u8], part: TopicPart) -> Vec<Topic> {
    let filled = lines(bytes).filter(|(_, line)| !line.trim_ascii().is_empty());
    filled.map(|(line, bytes)| topic(line, bytes, part)).collect()
}

fn topic(line: u64, bytes: &[u8], part: TopicPart) -> Topic {
    let wrong = |why: String| Topic { line, id: None, text: Err(why) };
    let text = match utf8(bytes) {
        Ok(text) => text,
        Err(why) => return wrong(why),
    };
    let object: Map<String, Value> = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return wrong("it is no JSON object; write {\"id\": …, \"query\": …}".to_owned()),
        Err(error) => return wrong(format!("it is no JSON: {}", without_line(&error))),
    };
    let id = match find(&object, IDS) {
        Some(Value::String(id)) => Some(id.trim().to_owned()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    Topic { line, id, text: query(&object, part) }
}

fn find<'o>(object: &'o Map<String, Value>, names: &[&str]) -> Option<&'o Value> {
    names.iter().find_map(|name| object.get(*name))
}

fn query(object: &Map<String, Value>, part: TopicPart) -> Result<String, String> {
    let text = |names: &[&str], name: &str| match find(object, names) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(tidy(text))),
        Some(_) => Err(format!("its {name} is no text")),
    };
    if let Some(query) = text(QUERIES, "query")? {
        return Ok(query);
    }
    let title = text(TITLES, "title")?;
    let description = text(DESCRIPTIONS, "description")?;
    super::trec::choose(title, description, part)
}

/// The message of an error without the place, which would be one in the line.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((message, _)) => format!("{message} at column {}", error.column()),
        None => text,
    }
}
