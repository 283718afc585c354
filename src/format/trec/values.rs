//! The raw value of an element in, its lines, entries and parts out.

use std::borrow::Cow;

use super::body;
use super::tags::MARK;
use crate::text::{clean, entities};

/// References to characters, and those to typesetting codes to nothing.
pub fn plain(value: &str) -> String {
    let text = body::without_codes(value);
    match entities::unescape(&text) {
        Cow::Owned(text) => text,
        Cow::Borrowed(_) => text.into_owned(),
    }
}

/// Wire quotes to typographic ones, where there are any.
pub fn quotes(text: &str) -> Cow<'_, str> {
    if text.contains("``") { clean::wire_quotes(text) } else { Cow::Borrowed(text) }
}

/// A value in one line.
pub fn line(value: &str) -> String {
    clean::one_line(&plain(value).replace(MARK, " "))
}

/// The lines and paragraphs of a value that hold anything, each in one line.
pub fn parts(value: &str) -> Vec<String> {
    plain(value).split([MARK, '\n']).map(clean::one_line).filter(|it| !it.is_empty()).collect()
}

/// The entries of a list: lines, or what stands between semicolons.
pub fn entries(value: &str) -> impl Iterator<Item = String> {
    plain(value)
        .split([MARK, '\n', ';'])
        .map(|it| clean::one_line(it).trim_end_matches(['.', ',']).to_owned())
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

/// Takes the code off an entry such as `GBZ United Kingdom`.
pub fn without_code(entry: &str) -> &str {
    match entry.split_once(' ') {
        Some((code, rest))
            if (3..=5).contains(&code.len())
                && code.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
                && rest.bytes().any(|it| it.is_ascii_lowercase()) =>
        {
            rest
        }
        _ => entry,
    }
}

/// Takes the number of words off a slug line: `AM-Harbor Fog,150`.
pub fn without_count(slug: &str) -> &str {
    match slug.rsplit_once(',') {
        Some((front, count))
            if !count.trim().is_empty() && count.trim().bytes().all(|it| it.is_ascii_digit()) =>
        {
            front.trim_end()
        }
        _ => slug.trim_end_matches(','),
    }
}

/// Takes a slug in parentheses off the end of a dateline: `PASADENA, Calif. (BC-ROSE-NYT)`.
pub fn slug_in(dateline: &str) -> Option<(&str, &str)> {
    let inner = dateline.trim_end().strip_suffix(')')?;
    let (mut depth, mut open) = (1, None);
    for (at, c) in inner.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            open = Some(at);
            break;
        }
    }
    let open = open?;
    let slug = inner[open + 1..].trim();
    let cycle = ["BC-", "AM-", "PM-", "BC ", "AM ", "PM "].iter().any(|it| slug.starts_with(it));
    (cycle || slug.ends_with("-NYT")).then_some((&dateline[..open], slug))
}

pub fn is_byline(text: &str) -> bool {
    text.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("by "))
        && text[3..].trim_start().starts_with(|c: char| c.is_uppercase())
}

pub fn is_advice(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '[']);
    // `With PM-Harbor Fog, Bjt`: the story that this one goes with.
    if let Some(slug) = text.strip_prefix("With ") {
        return ["AM-", "PM-", "BC-", "LaserPhoto", "Laserphoto", "LaserGraphic"]
            .iter()
            .any(|it| slug.starts_with(it));
    }
    ["Eds:", "EDS:", "Editors:", "EDITOR'S NOTE", "EDITORS NOTE", "Editor's note", "Editors' note"]
        .iter()
        .any(|it| text.starts_with(it))
}

pub fn join_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_of_values() {
        assert_eq!(line(" Fog\n&amp; rain\u{2}ahead "), "Fog & rain ahead");
        assert_eq!(parts("One\n two \u{2}\n"), ["One", "two"]);
        assert_eq!(entries("PORT; SHIP.\nQUAY,").collect::<Vec<_>>(), ["PORT", "SHIP", "QUAY"]);
        assert_eq!(without_code("GBZ United Kingdom"), "United Kingdom");
        assert_eq!(without_code("HARBOR FOG"), "HARBOR FOG");
        assert_eq!(without_count("AM-Fog, 1st Ld,150"), "AM-Fog, 1st Ld");
        assert_eq!(
            slug_in("BOSTON (BC-FOG-540(2TAKES)-NYT)"),
            Some(("BOSTON ", "BC-FOG-540(2TAKES)-NYT"))
        );
        assert_eq!(slug_in("BOSTON (AP)"), None);
        assert!(
            is_byline("By Ann Lee")
                && is_byline("BY ANN LEE")
                && !is_byline("by the sea")
                && !is_byline("Bystander")
        );
    }

    proptest! {
        #[test]
        fn never_panics(text: String) {
            line(&text);
            parts(&text);
            slug_in(&text);
            without_count(&text);
            without_code(&text);
            is_byline(&text);
            is_advice(&text);
        }
    }
}
