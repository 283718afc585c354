//! Bytes of one JSON value in, the value out.
//!
//! Strict reading first. What fails is repaired where the repair cannot be wrong: raw controls in
//! strings, halves of surrogate pairs, `NaN`, commas before a closing bracket.

use std::borrow::Cow;

use serde_json::Value;

use super::values;
use crate::format::xml;
use crate::story::RawStory;

/// Flag: the JSON was not sound and was put right.
pub const REPAIRED: &str = "json_repaired";

/// Reads one value, and begins the story with what its charset told. The error is a reason for
/// people.
pub fn parse(bytes: &[u8]) -> Result<(Value, RawStory), String> {
    let (text, mut story) = xml::open_as(bytes, None);
    let error = match serde_json::from_str(&text) {
        Ok(value) => return Ok((value, story)),
        Err(error) => error,
    };
    let repair = repair(&text);
    if let Some(value) = repair.as_ref().and_then(|it| serde_json::from_str(it).ok()) {
        story.flags.push(REPAIRED.to_owned());
        return Ok((value, story));
    }
    Err(format!("the JSON is damaged: {error}"))
}

/// Reads the first object of a stream from its head, as far as it goes.
pub fn first(head: &[u8]) -> Option<Value> {
    if !matches!(
        head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start().first(),
        Some(b'{' | b'[')
    ) {
        return None;
    }
    values::first(head, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let read = |text: &str| {
            serde_json::from_str(text)
                .ok()
                .or_else(|| repair(text).and_then(|it| serde_json::from_str(&it).ok()))
        };
        read(&text).or_else(|| read(&closed(&text)?))
    })
}

/// What of a text without its end is whole, with its brackets closed.
fn closed(text: &str) -> Option<String> {
    let mut open = Vec::new();
    // Up to the last comma everything is whole.
    let mut whole: Option<(usize, Vec<u8>)> = None;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = string_end(bytes, at),
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' => {
                open.pop();
            }
            b',' => match &mut whole {
                Some((end, stack)) => {
                    *end = at;
                    stack.clone_from(&open);
                }
                None => whole = Some((at, open.clone())),
            },
            _ => {}
        }
        if open.len() > 128 {
            break;
        }
        at += 1;
    }
    let (end, stack) = whole?;
    let mut out = text[..end].to_owned();
    out.extend(stack.iter().rev().map(|it| char::from(*it)));
    Some(out)
}

/// Where the string that starts at `at` has its closing quote, or the end of the text.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    loop {
        match memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or(&[])) {
            None => return bytes.len(),
            Some(step) if bytes[at + step] == b'"' => return at + step,
            Some(step) => at += step + 2,
        }
    }
}

/// Puts right what can be; `None` where nothing was wrong that is known here.
fn repair(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 16);
    // Everything before this has been written.
    let mut from = 0;
    let mut at = 0;
    let mut changed = false;
    while at < bytes.len() {
        let (end, instead): (usize, Cow<'static, str>) = match bytes[at] {
            b'"' => {
                out.push_str(&text[from..=at]);
                let (end, repaired) = string(text, at + 1, &mut out);
                changed |= repaired;
                (from, at) = (end, end);
                continue;
            }
            b',' => match bytes[at + 1..].iter().position(|it| !it.is_ascii_whitespace()) {
                Some(step) if matches!(bytes[at + 1 + step], b'}' | b']' | b',') => {
                    (at + 1, "".into())
                }
                None => (at + 1, "".into()),
                _ => {
                    at += 1;
                    continue;
                }
            },
            byte if byte.is_ascii_alphabetic() || byte == b'-' => {
                let rest = &bytes[at + 1..];
                let length = 1 + rest.iter().take_while(|it| it.is_ascii_alphanumeric()).count();
                let word = &text[at..at + length];
                let instead = match word {
                    "NaN" | "-NaN" | "nan" | "Infinity" | "-Infinity" | "inf" | "-inf"
                    | "undefined" | "None" => "null",
                    "True" => "true",
                    "False" => "false",
                    _ => {
                        at += length;
                        continue;
                    }
                };
                (at + length, instead.into())
            }
            0x00 => (at + 1, "".into()),
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(&text[from..at]);
        out.push_str(&instead);
        changed = true;
        (from, at) = (end, end);
    }
    out.push_str(&text[from..]);
    changed.then_some(out)
}

/// Writes a string from behind its opening quote to behind its closing one, and returns where
/// that is and whether anything was put right.
fn string(text: &str, mut at: usize, out: &mut String) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut from = at;
    let mut changed = false;
    while at < bytes.len() {
        let (end, instead) = match bytes[at] {
            b'"' => {
                out.push_str(&text[from..=at]);
                return (at + 1, changed);
            }
            b'\\' => match bytes.get(at + 1) {
                Some(b'u') => match surrogate(bytes, at) {
                    Half::Alone => (at + 6, "\\ufffd".to_owned()),
                    Half::Pair => {
                        at += 12;
                        continue;
                    }
                    Half::None => {
                        at += 6;
                        continue;
                    }
                    Half::Broken => (at + 1, "\\\\".to_owned()),
                },
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                    at += 2;
                    continue;
                }
                Some(b'\'') => (at + 2, "'".to_owned()),
                // A backslash that escapes nothing is one.
                _ => (at + 1, "\\\\".to_owned()),
            },
            byte if byte < 0x20 => (at + 1, format!("\\u{byte:04x}")),
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(&text[from..at]);
        out.push_str(&instead);
        changed = true;
        (from, at) = (end, end);
    }
    out.push_str(&text[from.min(text.len())..]);
    (text.len(), changed)
}

/// What an escape of four digits is.
enum Half {
    /// Half of a pair whose other half is missing.
    Alone,
    /// A whole pair.
    Pair,
    /// No half at all.
    None,
    /// No four digits.
    Broken,
}

fn surrogate(bytes: &[u8], at: usize) -> Half {
    let unit = |at: usize| {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let digits = str::from_utf8(digits).ok()?;
        digits.bytes().all(|it| it.is_ascii_hexdigit()).then_some(())?;
        u16::from_str_radix(digits, 16).ok()
    };
    match unit(at) {
        None => Half::Broken,
        Some(0xD800..=0xDBFF) => match unit(at + 6) {
            Some(0xDC00..=0xDFFF) => Half::Pair,
            _ => Half::Alone,
        },
        Some(0xDC00..=0xDFFF) => Half::Alone,
        Some(_) => Half::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn value(text: &str) -> Value {
        parse(text.as_bytes()).map(|it| it.0).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn sound_values_carry_no_flag() {
        let (value, story) = parse("\u{feff}{\"a\": \"é\"}".as_bytes()).expect("sound");
        assert_eq!(value, json!({"a": "é"}));
        assert!(story.flags.is_empty());
        assert_eq!(story.charset, "utf-8");
        assert_eq!(value_of(b"{\"a\":\"caf\xE9 de la gare\"}"), json!({"a": "café de la gare"}));
    }

    fn value_of(bytes: &[u8]) -> Value {
        parse(bytes).expect("reads").0
    }

    #[test]
    fn what_is_unsound_is_put_right() {
        for (text, want) in [
            (r#"{"a":"x\ud83d y"}"#, json!({"a": "x\u{fffd} y"})),
            (r#"{"a":"\ud83d\ude00\udc00"}"#, json!({"a": "\u{1f600}\u{fffd}"})),
            ("{\"a\":\"one\ntwo\tthree\"}", json!({"a": "one\ntwo\tthree"})),
            (r#"{"a":NaN,"b":[-Infinity,Infinity],}"#, json!({"a": null, "b": [null, null]})),
            (r#"{"a":"it\'s \d \u12"}"#, json!({"a": "it's \\d \\u12"})),
            (r#"{"a":None,"b":True,"c":"None, "}"#, json!({"a": null, "b": true, "c": "None, "})),
            (r#"{"a":1,"a":2}"#, json!({"a": 2})),
        ] {
            assert_eq!(value(text), want, "{text}");
        }
        assert_eq!(parse(b"{\"a\":NaN}").expect("reads").1.flags, [REPAIRED]);
        for text in ["{\"a\":", "{\"a\" 1}", "", "{'a':1}"] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(deep.as_bytes()).is_err());
    }

    #[test]
    fn the_head_of_a_value_is_read_as_far_as_it_goes() {
        assert_eq!(first(b"[{\"a\":{\"b\":[1,2,"), Some(json!({"a": {"b": [1, 2]}})));
        assert_eq!(first(b"{\"a\":1,\"b\":\"x, y"), Some(json!({"a": 1})));
        assert_eq!(first(b"{\"a\n{\"b\":1}\n"), Some(json!({"b": 1})));
        assert_eq!(first(b"{\"items\":[{\"a\":1},{\"b\""), Some(json!({"a": 1})));
        assert_eq!(first(b"text {"), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in "(\"|\\\\|\\\\u|d83d|[{}\\[\\],:]|NaN|-|é|\n|[a-z0-9]){0,40}") {
            let _ = parse(text.as_bytes());
            first(text.as_bytes());
        }

        #[test]
        fn strings_come_back(text in "[ -~é]{0,20}") {
            let sound = json!({"a": text}).to_string();
            prop_assert_eq!(&repair(&sound), &None);
            prop_assert_eq!(value(&format!("{},}}", &sound[..sound.len() - 1])), json!({"a": text}));
        }
    }
}
