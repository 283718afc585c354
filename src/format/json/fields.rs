//! Values of JSON by path, in the shapes that records hold.

use chrono::DateTime;
use serde_json::Value;

use crate::format::xml;
use crate::story::{FiledText, Precision};
use crate::text::markup;

/// The value down a path of names parted by `/`; a list on the way stands for its first element.
pub fn get<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let mut at = value;
    for name in path.split('/') {
        if let Value::Array(list) = at {
            at = list.first()?;
        }
        at = at.as_object()?.get(name)?;
    }
    (!at.is_null()).then_some(at)
}

/// A string or number as text, trimmed; `None` where it is empty or anything else.
pub fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The text down a path.
pub fn text(value: &Value, path: &str) -> Option<String> {
    plain(get(value, path)?)
}

/// The first text among several paths.
pub fn first_text(value: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|it| text(value, it))
}

/// The text down a path, in one line, of what may be HTML.
pub fn line(value: &Value, path: &str) -> Option<String> {
    text(value, path).map(|it| markup::html_text(&it)).filter(|it| !it.is_empty())
}

/// The elements of a list down a path; one value that is no list stands for itself.
pub fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    match get(value, path) {
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// All texts down a path: of one string, or of a list of them.
pub fn texts(value: &Value, path: &str) -> Vec<String> {
    list(value, path).iter().filter_map(plain).collect()
}

/// The time down a path.
pub fn time(value: &Value, path: &str) -> Option<FiledText> {
    instant(get(value, path)?)
}

/// A time: a string in any usual shape, or seconds, milliseconds or microseconds since 1970.
pub fn instant(value: &Value) -> Option<FiledText> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            let digits = text.strip_prefix('-').unwrap_or(text);
            let whole = digits.split('.').next().unwrap_or("");
            if matches!(whole.len(), 9..=10 | 12..=13 | 15..=16)
                && digits.bytes().all(|it| it.is_ascii_digit() || it == b'.')
            {
                return epoch(text.split('.').next()?.parse().ok()?);
            }
            xml::time(text)
        }
        Value::Number(number) => match number.as_i64() {
            Some(number) => epoch(number),
            // Seconds with a fraction.
            #[expect(clippy::cast_possible_truncation)]
            None => epoch(number.as_f64().filter(|it| it.abs() < 1e17)? as i64),
        },
        // As databases write them: {"$date": …}, {"$date": {"$numberLong": "…"}}.
        Value::Object(object) if object.len() == 1 => {
            let (name, inner) = object.iter().next()?;
            match (name.as_str(), inner) {
                ("$date", Value::Object(_)) => match inner.get("$numberLong") {
                    Some(long @ Value::String(_)) => instant(long),
                    _ => None,
                },
                ("$date", Value::String(_) | Value::Number(_)) => instant(inner),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A time counted from 1970, told by its size: seconds from 1973 on, milliseconds or microseconds.
fn epoch(count: i64) -> Option<FiledText> {
    let seconds = match count.unsigned_abs() {
        100_000_000..=9_999_999_999 => count,
        100_000_000_000..=9_999_999_999_999 => count.div_euclid(1000),
        100_000_000_000_000..=9_999_999_999_999_999 => count.div_euclid(1_000_000),
        _ => return None,
    };
    let at = DateTime::from_timestamp(seconds, 0)?;
    Some(FiledText {
        date: at.format("%Y-%m-%d").to_string(),
        time: Some(at.format("%H:%M:%S").to_string()),
        zone: Some("Z".to_owned()),
        precision: Precision::Second,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_lead_through_objects_and_lists() {
        let value = json!({"a": [{"b": " x "}], "n": 7, "z": null, "e": "", "l": ["p", null, "q"]});
        assert_eq!(text(&value, "a/b").as_deref(), Some("x"));
        assert_eq!(text(&value, "n").as_deref(), Some("7"));
        assert_eq!((text(&value, "z"), text(&value, "e"), text(&value, "a")), (None, None, None));
        assert_eq!(first_text(&value, &["e", "n"]).as_deref(), Some("7"));
        assert_eq!(texts(&value, "l"), ["p", "q"]);
        assert_eq!(texts(&value, "n"), ["7"]);
        assert_eq!(list(&value, "a").len(), 1);
        assert!(list(&value, "no").is_empty());
        let html = json!({"h": "<b>Fish &amp; chips</b>", "p": "<p>One</p><p>Two</p>"});
        assert_eq!(line(&html, "h").as_deref(), Some("Fish & chips"));
    }

    #[test]
    fn times_are_read_in_all_their_shapes() {
        for value in [
            json!(1_467_288_000),
            json!(1_467_288_000_123_i64),
            json!(1_467_288_000_123_456_i64),
            json!(1_467_288_000.5),
            json!("1467288000"),
            json!("1467288000123"),
            json!("2016-06-30T12:00:00Z"),
            json!({"$date": "2016-06-30T12:00:00Z"}),
            json!({"$date": {"$numberLong": "1467288000000"}}),
        ] {
            let time = instant(&value).unwrap_or_else(|| panic!("{value}"));
            let zone = time.zone.as_deref();
            assert_eq!((time.date.as_str(), zone), ("2016-06-30", Some("Z")), "{value}");
            assert_eq!(time.time.as_deref(), Some("12:00:00"), "{value}");
        }
        for value in [json!(2016), json!("yesterday"), json!(true), json!(1e300), json!(null)] {
            assert_eq!(instant(&value), None, "{value}");
        }
        assert_eq!(instant(&json!(-200_000_000)).map(|it| it.date).as_deref(), Some("1963-08-31"));
    }
}
