//! Factiva as text and RTF: codes at the start of lines, or fields that only their place names.
//!
//! Lines in, fields out. A story ends with the line of its number.

use super::codes::{Field, clock, is_code, is_count, is_end, is_language, is_page, is_rights};
use crate::format::export::day;
use crate::text::document::Line;

/// Reads fields by their codes; `None` where the story has none.
pub fn coded(lines: &[Line]) -> Option<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::new();
    // In plain text lines are wrapped, and blank ones part paragraphs.
    let mut open = false;
    let plain = lines.iter().any(|it| it.text.is_empty()) && lines.iter().all(|it| !it.row);
    for line in lines {
        let text = line.text.trim_end();
        if is_page(text) {
            continue;
        }
        if text.trim().is_empty() {
            open = false;
            continue;
        }
        if is_end(text) {
            let number = text.split_whitespace().next_back().unwrap_or("").to_owned();
            fields.retain(|it| it.code != "AN");
            fields.push(Field { code: "AN".into(), lines: vec![number] });
            break;
        }
        let inside = fields.last().is_some_and(|it| matches!(it.code.as_str(), "LP" | "TD"));
        if let Some((code, rest)) = code(text).filter(|it| !inside || is_sure(it.0, it.1)) {
            let rest = rest.trim();
            let lines = paragraphs(rest);
            open = !lines.is_empty();
            fields.push(Field { code: code.to_owned(), lines });
            continue;
        }
        let Some(field) = fields.last_mut() else {
            continue;
        };
        let indented = text.starts_with(' ') && !text.starts_with("     ");
        let joins = open && plain && !indented;
        match field.lines.last_mut() {
            Some(last) if joins => {
                last.push('\n');
                last.push_str(text.trim());
            }
            _ => field.lines.extend(paragraphs(text)),
        }
        open = true;
    }
    let has = |code: &str| fields.iter().any(|it| it.code == code);
    (has("HD") && (has("LP") || has("TD") || has("AN"))).then_some(fields)
}

/// The code that a line begins with, and what follows.
pub fn code(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    if !is_code(word) {
        return None;
    }
    // A code is parted from its value by more than the blank between two words, or stands alone.
    let alone = rest.trim().is_empty();
    (alone
        || rest.trim_start_matches(' ').starts_with('\t')
        || rest.starts_with("  ")
        || rest.starts_with('\u{A0}')
        || rest.starts_with(' ')
            && matches!(
                word,
                "HD" | "BY"
                    | "WC"
                    | "PD"
                    | "ET"
                    | "SN"
                    | "SC"
                    | "LA"
                    | "CY"
                    | "LP"
                    | "TD"
                    | "AN"
                    | "NS"
                    | "RE"
                    | "IPC"
            ))
    .then_some((word, rest))
}

/// Says whether a code that stands in the text is one: `LA is a city` is not.
fn is_sure(code: &str, rest: &str) -> bool {
    let one_blank = rest.starts_with(' ') && !rest.starts_with("  ") && !rest.trim().is_empty();
    let list = matches!(code, "NS" | "RE" | "CO" | "IN") && rest.contains(" : ");
    !one_blank || list || matches!(code, "TD" | "AN" | "IPC")
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split(['\n', '\t'])
        .map(str::trim)
        .filter(|it| !it.is_empty() && !is_page(it))
        .map(str::to_owned)
        .collect()
}

/// Reads fields by their place: section, headline, byline, count of words, date, time, source, its
/// code, edition, page, language, rights, then the text, and the number last. `headline` is the
/// line that markup says is it.
pub fn placed(lines: &[Line], headline: Option<&str>) -> Option<Vec<Field>> {
    let lines: Vec<&str> =
        lines.iter().map(|it| it.text.trim()).filter(|it| !it.is_empty() && !is_page(it)).collect();
    let count = lines.iter().position(|it| is_count(it))?;
    let end = lines.iter().rposition(|it| is_end(it)).unwrap_or(lines.len());
    let mut fields = Vec::new();
    let mut add = |code: &str, line: &str| {
        fields.push(Field { code: code.to_owned(), lines: vec![line.to_owned()] });
    };
    let above = &lines[..count];
    let title = headline
        .and_then(|it| above.iter().position(|line| *line == it))
        .unwrap_or_else(|| usize::from(above.len() >= 3 && is_section(above)));
    for (at, line) in above.iter().enumerate() {
        add(
            if at < title {
                "SE"
            } else if at == title {
                "HD"
            } else {
                "BY"
            },
            line,
        );
    }
    // From the date to the notice of rights each line is a field; the text follows.
    let mut at = count + 1;
    let (mut dated, mut source, mut spoken) = (false, 0, false);
    while at < end && at < count + 12 {
        let line = lines[at];
        if !dated && day(line).is_some() {
            dated = true;
            add("PD", line);
        } else if dated && source == 0 && clock(line).is_some() {
            add("ET", line);
        } else if is_rights(line) {
            add("CY", line);
            at += 1;
            break;
        } else if !spoken && is_language(line) {
            spoken = true;
            add("LA", line);
        } else if !dated || spoken || line.chars().count() > 120 {
            break;
        } else {
            let code = match source {
                0 => "SN",
                1 if is_source(line) => "SC",
                _ if line.len() <= 6 && line.bytes().any(|it| it.is_ascii_digit()) => "PG",
                _ => "ED",
            };
            source += 1;
            add(code, line);
        }
        at += 1;
    }
    // Rights in several lines.
    while at < end
        && lines[at].len() < 80
        && lines[at].to_lowercase().contains("all rights reserved")
    {
        at += 1;
    }
    let text = lines[at.min(end)..end].iter().map(|it| (*it).to_owned()).collect();
    fields.push(Field { code: "TD".into(), lines: text });
    if let Some(line) = lines.get(end) {
        let number = line.split_whitespace().next_back().unwrap_or("").to_owned();
        fields.push(Field { code: "AN".into(), lines: vec![number] });
    }
    Some(fields)
}

/// The code of a source: capitals and digits.
fn is_source(line: &str) -> bool {
    (2..=8).contains(&line.len())
        && line.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
}

/// Says whether the first of the lines above the count names a section: few words, and the headline
/// under it has more.
fn is_section(above: &[&str]) -> bool {
    let words = |line: &str| line.split_whitespace().count();
    words(above[0]) <= 3 && words(above[1]) > words(above[0])
}
