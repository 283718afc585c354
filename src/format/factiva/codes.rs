//! Codes of Factiva: two or three letters before each field, the same in all languages.
//!
//! Fields in, a story out. What a value says may be in any language of the pages: dates, the name
//! of the language, the unit of a count.

use crate::format::doubles::each_once;
use crate::format::export::{day, fold, set_publication};
use crate::story::{Body, RawStory};

/// The codes.
const CODES: [&str; 38] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA",
    "CY", "LP", "TD", "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CX",
    "CLM", "DE", "FDS", "SF", "PB", "TX", "URL", "PE",
];

/// Says whether a word is a code.
pub fn is_code(word: &str) -> bool {
    CODES.contains(&word)
}

/// A field: its code, and its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub code: String,
    pub lines: Vec<String>,
}

impl Field {
    fn text(&self) -> String {
        self.lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Puts fields into a story.
pub fn fill(story: &mut RawStory, fields: Vec<Field>) {
    let mut body = Vec::new();
    let mut time = None;
    for field in fields {
        let text = field.text();
        if text.is_empty() {
            continue;
        }
        match field.code.as_str() {
            "HD" if story.headline.is_none() => headline(story, &field),
            "HD" => story.summary.push(text),
            "BY" => story.bylines.extend(field.lines),
            "CR" => story.credits = Some(text),
            "PD" => match day(&text) {
                Some(found) if found.filed.is_some() => story.filed = found.filed,
                _ => story.ednotes.push(text),
            },
            "ET" => time = clock(&text),
            "SN" => set_publication(story, &text),
            "SE" | "CLM" if story.category.is_none() => story.category = Some(text),
            "LA" => story.language = Some(text),
            "LP" | "TD" | "TX" => body.extend(field.lines),
            "AN" => story.native_id = number(&text).map(str::to_owned),
            "CO" => list(&mut story.topics, "company:", &text),
            "IN" => list(&mut story.topics, "industry:", &text),
            "NS" => list(&mut story.topics, "", &text),
            "PE" => list(&mut story.topics, "people:", &text),
            "RE" => places(story, &text),
            "IPD" | "DE" => list(&mut story.topics, "", &text),
            "IPC" => ipc(story, &text),
            "URL" => story.url = Some(text),
            "ED" | "PG" | "VOL" | "ART" | "CT" | "RF" | "SE" | "CLM" | "CX" => {
                story.ednotes.push(note(&field.code, &text));
            }
            _ => {}
        }
    }
    if let (Some(filed), Some(time)) = (&mut story.filed, time)
        && filed.time.is_none()
    {
        filed.time = Some(time);
        filed.precision = crate::story::Precision::Minute;
    }
    each_once(&mut story.topics);
    each_once(&mut story.places);
    body.retain(|it| !it.trim().is_empty());
    story.body = Body::Paragraphs(body);
}

/// The first line is the headline. Wrapped text has one line too many, so lines without an end of
/// their own are one.
fn headline(story: &mut RawStory, field: &Field) {
    story.headline = Some(field.text());
}

fn note(code: &str, text: &str) -> String {
    let name = match code {
        "ED" => "Edition",
        "PG" => "Page",
        "VOL" => "Volume",
        "ART" => "Graphic",
        "CT" => "Contact",
        "CX" => "Correction",
        _ => return text.to_owned(),
    };
    format!("{name}: {text}")
}

/// `15:32` or `3:32 PM`.
pub fn clock(text: &str) -> Option<String> {
    let stamp = crate::copy::clock::parse_timestamp(&format!("2000-01-01 {text}"))?;
    stamp.time
}

/// The number of a story: `Document TESTFR0020111229e7ct0001r`. Its digits hold the date.
pub fn number(text: &str) -> Option<&str> {
    let word = text.split_whitespace().next_back()?;
    let before = text[..text.len() - word.len()].trim();
    let known = before.is_empty() || before.split_whitespace().count() <= 2;
    (known && is_number(word)).then_some(word)
}

/// Says whether a word is the number of a story: letters of the source, eight digits or more of a
/// date, letters and digits.
pub fn is_number(word: &str) -> bool {
    (15..=40).contains(&word.len())
        && word.bytes().all(|it| it.is_ascii_alphanumeric())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && longest_digits(word) >= 8
}

/// Where in a line a story ends, though the line or its number is damaged: the last words of it.
pub fn nearly_end(line: &str) -> Option<&str> {
    let mut before = "";
    for word in line.split_whitespace() {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        // Numbers are few, and to tell them is cheap.
        if (is_number(word) || word.len() >= 12 && digits >= 6) && is_nearly_document(before) {
            return Some(word);
        }
        before = word;
    }
    // The word before the number may be lost.
    let word = before;
    (word.len() >= 20 && is_number(word)).then_some(word)
}

/// `Document`, a letter or two of it damaged.
fn is_nearly_document(word: &str) -> bool {
    let folded = fold(word);
    folded.len() >= 6
        && ["document", "dokument", "documento"]
            .iter()
            .any(|it| strsim::osa_distance(it, &folded) <= 2)
}

fn longest_digits(word: &str) -> usize {
    word.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// Says whether a line is the one that ends a story: `Document LBA0000020111229e7ct0001r`.
pub fn is_end(line: &str) -> bool {
    let line = line.trim();
    let rest =
        line.strip_prefix("AN").filter(|it| it.starts_with([' ', '\t'])).unwrap_or(line).trim();
    let mut words = rest.split_whitespace();
    let (Some(document), Some(number), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    ["document", "dokument", "documento"].contains(&fold(document).as_str()) && is_number(number)
}

/// Entries of a list of codes and names: `gvote : Elections | gpol : Politics`; both are kept, the
/// code with its scheme.
pub fn list(topics: &mut Vec<String>, scheme: &str, text: &str) {
    for entry in text.split('|').map(str::trim).filter(|it| !it.is_empty()) {
        let (code, name) = match entry.split_once(" : ").or_else(|| entry.split_once(": ")) {
            Some((code, name)) if !code.trim().contains(' ') => (Some(code.trim()), name.trim()),
            _ => (None, entry),
        };
        let own = if scheme.is_empty() { "ns:" } else { scheme };
        let coded = code.filter(|it| !it.is_empty()).map(|code| format!("{own}{code}"));
        let named = match (code, scheme) {
            // With its code before it, the name needs no scheme.
            (Some(_), _) | (None, "") => name.to_owned(),
            (None, scheme) => format!("{scheme}{name}"),
        };
        topics.extend(coded.into_iter().chain(Some(named)).filter(|it| !it.is_empty()));
    }
}

/// Regions: `fra : France | eurz : Europe`. Their names are places.
pub fn places(story: &mut RawStory, text: &str) {
    for entry in text.split('|').map(str::trim).filter(|it| !it.is_empty()) {
        let name = match entry.split_once(" : ") {
            Some((_, name)) if !name.trim().is_empty() => name.trim(),
            _ => entry,
        };
        story.places.push(name.to_owned());
    }
}

/// Codes of the wire that sent it: Reuters has them parted by bars or blanks.
fn ipc(story: &mut RawStory, text: &str) {
    let codes: Vec<&str> = if text.contains('|') {
        text.split('|').map(str::trim).collect()
    } else {
        text.split_whitespace().collect()
    };
    let codes = codes.into_iter().filter(|it| !it.is_empty());
    story.topics.extend(codes.map(|it| format!("ipc:{it}")));
}

/// Says whether a line is a header or footer of a page, which stands in the middle of the text:
/// `Page 3 of 9 © 2011 Factiva, Inc. All rights reserved.`
pub fn is_page(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 120 {
        return false;
    }
    let mut words = line.split_whitespace();
    let starts =
        words.next().is_some_and(|it| ["page", "seite", "pagina"].contains(&fold(it).as_str()))
            && words.next().is_some_and(digits)
            && words.next().is_some_and(|it| ["of", "von", "sur", "de"].contains(&it))
            && words.next().is_some_and(digits);
    let rest: Vec<&str> = words.collect();
    let factiva = rest.contains(&"©")
        || rest.iter().any(|it| it.starts_with('©'))
        || rest.iter().any(|it| it.starts_with("Factiva"));
    starts && factiva || line.starts_with('©') && line.contains("Factiva")
}

fn digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|it| it.is_ascii_digit())
}

/// Says whether a line counts words: `295 mots`.
pub fn is_count(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = words.next().is_some_and(|it| {
        it.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')) && it.len() <= 7
    });
    number
        && words.next().is_some_and(|it| {
            ["words", "word", "mots", "mot", "worter", "wort", "palabras", "palabra", "parole"]
                .contains(&fold(it).as_str())
        })
        && words.next().is_none()
}

/// Says whether a line names a language in the words of any page.
pub fn is_language(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty()
        && line.chars().count() > 3
        && line.split_whitespace().count() <= 2
        && line.chars().all(|it| it.is_alphabetic() || it == ' ')
        && crate::text::language::canonical(line).is_some()
}

/// Says whether a line is about rights.
pub fn is_rights(line: &str) -> bool {
    let small = line.trim().get(..line.trim().len().min(12)).unwrap_or("").to_lowercase();
    small.starts_with("(c)") || small.starts_with('©') || small.starts_with("copyright")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ends() {
        assert_eq!(number("Document TESTFR0020111229e7ct0001r"), Some("TESTFR0020111229e7ct0001r"));
        assert!(
            is_end("Document LBA0000020111229e7ct0001r")
                && is_end("AN\tDokument LBA0000020111229e7ct0001r")
        );
        assert_eq!(
            nearly_end("Dovument LBA0000020111229e7ct0001r HD"),
            Some("LBA0000020111229e7ct0001r")
        );
        assert_eq!(nearly_end("document about the harbor"), None);
        assert!(!is_end("Document about the harbor") && !is_end("Document 1 of 10"));
    }

    #[test]
    fn lists_keep_codes_and_names() {
        let mut topics = Vec::new();
        list(&mut topics, "", "gvote : Elections | gpol : Domestic Politics | Fog");
        list(&mut topics, "company:", "acme : Acme Corp | Other Ltd");
        assert_eq!(
            topics,
            [
                "ns:gvote",
                "Elections",
                "ns:gpol",
                "Domestic Politics",
                "Fog",
                "company:acme",
                "Acme Corp",
                "company:Other Ltd"
            ]
        );
    }

    #[test]
    fn lines_between_pages() {
        assert!(is_page("Page 3 of 9 © 2011 Factiva, Inc. All rights reserved."));
        assert!(is_page("Seite 3 von 9 © 2011 Factiva, Inc."));
        assert!(!is_page("Page 3 of 9 was torn out."));
        assert!(
            is_count("1,295 words") && is_count("295 Wörter") && !is_count("12 words were said")
        );
        assert!(is_language("Français") && is_language("English") && !is_language("Late"));
        assert_eq!(clock("15:32").as_deref(), Some("15:32:00"));
    }
}
