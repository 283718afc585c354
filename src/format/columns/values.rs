//! Values of columns in, what a field takes out; or nothing, where a value has not its shape.
//!
//! A column is named by whoever made the table, and the name may lie: `text` may be a mood,
//! `author` a web address, `date` "3 days ago". So each value is looked at before it is taken.

use chrono::{DateTime, Days, NaiveDate};
use serde_json::Value;

use super::{body, literal};
use crate::copy::{agencies, clock};
use crate::story::{FiledText, Precision};

/// Words that stand for no value.
#[rustfmt::skip]
const NOTHING: [&str; 16] = [
    "", "nan", "none", "null", "nil", "n/a", "na", "#n/a", "nat", "<na>", "\\n", "undefined", "[]", "{}", "-", "unknown",
];

/// Longest line of authors, in bytes.
const AUTHORS: usize = 400;

/// Says whether a text stands for no value.
pub fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 9 && NOTHING.iter().any(|it| it.eq_ignore_ascii_case(text))
}

/// A value as text; objects by what they call themselves, lists by their first.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if is_nothing(text) => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(text),
        Value::Object(members) => {
            let names = ["main", "original", "name", "rendered", "text", "value", "title", "$oid"];
            names.iter().find_map(|name| members.get(*name).and_then(text))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// A value as one short line, such as a headline is.
pub fn line(value: &Value, longest: usize) -> Option<String> {
    text(value).filter(|it| it.trim().len() <= longest && it.contains(char::is_alphanumeric))
}

/// A headline: words, no address, no number, no time.
pub fn headline(value: &Value) -> Option<String> {
    let text = line(value, 1000)?;
    let lettered = text.contains(char::is_alphabetic);
    (lettered && !is_url(&text) && !matches!(value, Value::Number(_))).then(|| body::bare(text))
}

/// Several lines: a list, or a string with separators.
pub fn list(value: &Value, separators: &[char]) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(text).map(trimmed).collect(),
        Value::String(text) if is_nothing(text) => Vec::new(),
        Value::String(whole) => {
            if let Some(read) = literal::read(whole) {
                return list(&read, separators);
            }
            let used = separators.iter().find(|it| whole.contains(**it));
            let parts = whole.split(|c| Some(&c) == used);
            parts.filter(|it| !is_nothing(it)).map(|it| it.trim().to_owned()).collect()
        }
        Value::Object(_) => text(value).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn trimmed(text: String) -> String {
    text.trim().to_owned()
}

/// Subjects: what has letters and is no address and no running text.
pub fn topics(value: &Value) -> Vec<String> {
    let mut topics = match value {
        // `{name: "persons", value: "Lee, Ann"}` is a value under the name of its kind.
        Value::Array(values)
            if values.iter().any(|it| it["name"].is_string() && it["value"].is_string()) =>
        {
            let own = |it: &Value| text(it.get("value").unwrap_or(it));
            values.iter().filter_map(own).map(trimmed).collect()
        }
        _ => list(value, &['|', ';', ',']),
    };
    for topic in &mut topics {
        *topic = body::bare(std::mem::take(topic));
    }
    topics.retain(|it| it.contains(char::is_alphabetic) && it.len() <= 120 && !is_url(it));
    topics
}

/// Says whether a value is a text: words, and not just a label, a path, an address, a number.
pub fn is_text(text: &str) -> bool {
    let text = text.trim();
    if is_nothing(text) || is_url(text) || !text.contains(char::is_alphabetic) {
        return false;
    }
    let cjk =
        text.chars().filter(|c| matches!(*c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'));
    text.split_whitespace().nth(1).is_some() || cjk.count() > 4 || text.ends_with(['.', '!', '?'])
}

/// Says whether a text is a web address.
pub fn is_url(text: &str) -> bool {
    let text = text.trim();
    let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let scheme = start.starts_with("http://") || start.starts_with("https://");
    (scheme || start.starts_with("www.")) && !text.contains(char::is_whitespace)
}

/// A web address.
pub fn url(value: &Value) -> Option<String> {
    let text = trimmed(text(value)?);
    let bare = || {
        // `example.org/1987/fog`: a host and a path.
        text.split_once('/').is_some_and(|(host, _)| is_host(host))
    };
    (is_url(&text) || !text.contains(char::is_whitespace) && bare()).then_some(text)
}

fn is_host(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or("");
    text.contains('.')
        && (2..=12).contains(&last.len())
        && last.bytes().all(|it| it.is_ascii_alphabetic())
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-'))
}

/// Who sent it: a name; of a host, the agency that it belongs to, else the host.
pub fn agency(value: &Value) -> Option<String> {
    let text = trimmed(line(value, 120)?);
    if !text.contains(char::is_alphabetic) || text.contains('@') {
        return None;
    }
    let address = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let host = address.split('/').next().unwrap_or("").to_ascii_lowercase();
    if !is_host(&host) || text.contains(' ') || agencies::canonical(&text).is_some() {
        return (!is_url(&text)).then_some(text);
    }
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.pop();
    if labels.len() > 1 && labels.last().is_some_and(|it| matches!(*it, "com" | "co" | "org")) {
        labels.pop();
    }
    let known = match labels.last() {
        Some(&"apnews") => agencies::canonical("AP"),
        Some(label) => agencies::canonical(label),
        None => None,
    };
    Some(known.map_or_else(|| host.to_owned(), |known| known.name.to_owned()))
}

/// Who wrote it, as one line: names of a list are joined, what is no name is dropped.
pub fn byline(value: &Value) -> Option<String> {
    let joined = match value {
        Value::Array(values) => join(values.iter().flat_map(people).collect()),
        Value::String(whole) => match literal::read(whole) {
            Some(read) => return byline(&read),
            None if whole.contains([';', '|']) => {
                let parts = whole.split([';', '|']).map(|it| it.trim().to_owned());
                join(parts.collect())
            }
            None => Some(whole.trim().to_owned()),
        },
        Value::Object(_) => join(people(value)),
        _ => None,
    }?;
    is_person(&joined, AUTHORS).then_some(joined)
}

/// Names that a member of a list of authors holds.
fn people(value: &Value) -> Vec<String> {
    if let Value::Object(members) = value {
        let part = |names: [&str; 4]| names.iter().find_map(|it| members.get(*it).and_then(text));
        let first = part(["first", "firstname", "firstName", "given"]);
        let last = part(["last", "lastname", "lastName", "family"]);
        if let Some(last) = last {
            return vec![first.map_or(last.clone(), |first| format!("{first} {last}"))];
        }
    }
    match value {
        // A list inside a list.
        Value::Array(values) => values.iter().filter_map(text).map(trimmed).collect(),
        _ => text(value).into_iter().map(trimmed).collect(),
    }
}

/// `A`, `A and B`, `A, B and C`.
fn join(mut names: Vec<String>) -> Option<String> {
    names.retain(|it| is_person(it, 150));
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    let last = seen.pop()?;
    Some(if seen.is_empty() { last } else { format!("{} and {last}", seen.join(", ")) })
}

/// Says whether a text can name people: letters, no address, no more than a line.
fn is_person(text: &str, longest: usize) -> bool {
    let address = ["http:", "https:", "www.", ".com/", "facebook.com"];
    let small = text.to_lowercase();
    text.contains(char::is_alphabetic)
        && text.len() <= longest
        && !is_nothing(text)
        && !address.iter().any(|it| small.contains(it))
        && text.bytes().filter(u8::is_ascii_digit).count() < 4
}

/// An identifier: a short word, and not the number of the row.
pub fn native_id(value: &Value, number: u64) -> Option<String> {
    let text = text(value)?;
    let text = text.trim();
    let counts =
        text.parse().is_ok_and(|it: u64| it == number || it.checked_add(1) == Some(number));
    let short = text.len() <= 300 && !text.contains(char::is_whitespace);
    (short && !counts && !text.is_empty()).then(|| text.to_owned())
}

/// A dateline: a short line that begins with a letter and is no time.
pub fn dateline(value: &Value) -> Option<String> {
    let text = trimmed(line(value, 150)?);
    let no = ["yes", "no", "true", "false"].iter().any(|it| it.eq_ignore_ascii_case(&text));
    let starts = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '['));
    (starts && !no && !is_url(&text) && filed(value).is_none()).then_some(text)
}

/// A place: a short name without digits.
pub fn place(value: &Value) -> Option<String> {
    let text = dateline(value)?;
    (text.len() <= 80 && !text.contains(|c: char| c.is_ascii_digit())).then_some(text)
}

/// A time in any of the shapes that tables have, and what was odd about it.
pub fn filed(value: &Value) -> Option<(FiledText, Option<&'static str>)> {
    match value {
        Value::Number(number) => {
            let seconds = number.as_f64()?;
            // A number with a fraction is a day of a spreadsheet, or seconds.
            counted(&number.to_string(), seconds).map(|it| (it, None))
        }
        Value::String(text) => written(text),
        Value::Object(members) => {
            let names = ["$date", "date", "value", "rendered", "iso"];
            names.iter().find_map(|name| members.get(*name)).and_then(filed)
        }
        Value::Array(values) => match values.as_slice() {
            [only] => filed(only),
            _ => None,
        },
        _ => None,
    }
}

fn written(text: &str) -> Option<(FiledText, Option<&'static str>)> {
    let text = text.trim().trim_matches(['"', '\'']);
    if is_nothing(text) || text.len() > 96 {
        return None;
    }
    if text.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && let Some(found) = text.parse().ok().and_then(|number| counted(text, number))
    {
        return Some((found, None));
    }
    // What a page says of itself: "Updated June 1, 2015 10:06 a.m. ET".
    let lower = text.to_ascii_lowercase();
    let front = ["published on", "published", "updated", "posted on", "posted", "created", "date"];
    let cut = front.iter().find(|it| lower.starts_with(*it)).map_or(0, |it| it.len());
    let bare = text[cut..].trim_start_matches([':', ' ']);
    let mut found = clock::parse_timestamp(bare)?;
    if found.zone.is_none() && found.time.as_deref() == Some("00:00:00") {
        // Tables of days that went through a program have midnight in every row.
        found.time = None;
        found.precision = Precision::Day;
    }
    let guessed = is_ambiguous(bare) && found.date.len() == 10;
    Some((found, guessed.then_some(clock::DATE_GUESSED)))
}

/// Says whether day and month of `01/02/2017` could change places.
fn is_ambiguous(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("");
    let separators = ['/', '-', '.'];
    let parts: Vec<&str> = word.split(separators).collect();
    let small = |part: &str| part.parse().ok().filter(|it: &u8| part.len() <= 2 && *it <= 12);
    match parts.as_slice() {
        [a, b, year] if year.len() == 2 || year.len() == 4 => match (small(a), small(b)) {
            // In German copy and its kin, full stops settle the order.
            (Some(a), Some(b)) => a != b && !word.contains('.'),
            _ => false,
        },
        _ => false,
    }
}

/// A number: a day written together, a time counted from 1970, a day of a spreadsheet.
fn counted(text: &str, number: f64) -> Option<FiledText> {
    let whole = text.split('.').next().unwrap_or(text);
    let unit: i64 = match whole.len() {
        // 1987-02-26; or a time of 1970 to 2001 in seconds less likely than that.
        8 | 14 => return clock::parse_timestamp(whole),
        9 | 10 => 1,
        12 | 13 => 1_000,
        15 | 16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        5 => return of_spreadsheet(number),
        _ => return None,
    };
    let count: i64 = whole.parse().ok()?;
    let time = DateTime::from_timestamp(count.div_euclid(unit), 0)?;
    Some(FiledText {
        date: time.date_naive().to_string(),
        time: Some(time.time().to_string()),
        zone: Some("Z".to_owned()),
        precision: Precision::Second,
    })
}

/// Days since the last but one day of 1899, as spreadsheets count them.
fn of_spreadsheet(number: f64) -> Option<FiledText> {
    if !(20_000.0..60_000.0).contains(&number) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number as u64))?;
    let minutes = (number.fract() * 24.0 * 60.0).round() as u32 % (24 * 60);
    let time = (minutes > 0).then(|| format!("{:02}:{:02}:00", minutes / 60, minutes % 60));
    let precision = if time.is_some() { Precision::Minute } else { Precision::Day };
    Some(FiledText { date: day.to_string(), time, zone: None, precision })
}

/// A day in three columns; the month may be a name.
pub fn day(year: &Value, month: &Value, day: &Value) -> Option<FiledText> {
    let part = |value| text(value).map(|it| it.trim().trim_end_matches(".0").to_owned());
    let (year, month, day) = (part(year)?, part(month)?, part(day)?);
    let number = month.parse::<u8>().ok().or_else(|| crate::copy::months::month(&month))?;
    let date = NaiveDate::from_ymd_opt(
        year.parse().ok().filter(|it| (1800..2200).contains(it))?,
        number.into(),
        day.parse().ok()?,
    )?;
    Some(FiledText { date: date.to_string(), time: None, zone: None, precision: Precision::Day })
}
