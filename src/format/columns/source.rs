//! The source of a story in a table: told from what only wraps columns, and taken off headlines.

use serde_json::{Map, Value};

use super::names::{hold_text, normal};

/// Says whether an object is who sent the story and not what wraps its columns: `source: {id, name}`
/// holds no text. Its id is that of all its stories.
pub(super) fn is_source(plain: &str, members: &Map<String, Value>) -> bool {
    plain == "source" && !members.keys().any(|key| hold_text([normal(key).as_str()].into_iter()))
}

/// A headline without the name of its source behind it: `Fog shuts harbor - The Boston Globe`.
pub(super) fn without(headline: String, source: &str) -> String {
    let (name, whole) = (source.trim(), headline.trim_end());
    let Some(start) = whole.len().checked_sub(name.len()) else { return headline };
    let Some((front, last)) = whole.split_at_checked(start) else { return headline };
    if name.is_empty() || !last.eq_ignore_ascii_case(name) {
        return headline;
    }
    let front = front.strip_suffix("The ").or_else(|| front.strip_suffix("the ")).unwrap_or(front);
    let bare =
        [" - ", " | ", " \u{2013} ", " \u{2014} "].iter().find_map(|it| front.strip_suffix(it));
    match bare.map(str::trim_end) {
        Some(bare) if !bare.is_empty() => bare.to_owned(),
        _ => headline,
    }
}
