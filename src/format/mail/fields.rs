//! The header fields of a mail: subject, sender, date, identifier.

use std::borrow::Cow;

use mail_parser::{DateTime, HeaderName, HeaderValue, Message, MessageParser};

use super::cut::header_end;
use crate::copy::{agencies, clock, notes, take};
use crate::story::{FiledText, Precision, RawStory};
use crate::text::{charset, clean};

/// Fills the story with what the fields say.
pub fn fill(story: &mut RawStory, bytes: &[u8]) {
    let head = &bytes[..header_end(bytes).unwrap_or(bytes.len())];
    let Some(fields) = MessageParser::default().parse_headers(head) else { return };
    if let Some(subject) = value(&fields, head, HeaderName::Subject) {
        subject_line(story, &subject);
    }
    let id = fields.message_id().map(|it| it.trim_matches(['<', '>', ' ']).to_owned());
    story.native_id = id.filter(|it| !it.is_empty());
    story.filed = fields.date().and_then(filed);
    story.language = language(&fields);
    if let HeaderValue::Text(words) = fields.keywords() {
        story.topics = words.split(',').map(|it| it.trim().to_owned()).collect();
    } else if let HeaderValue::TextList(words) = fields.keywords() {
        story.topics = words.iter().map(|it| it.trim().to_owned()).collect();
    }
    story.topics.retain(|it| !it.is_empty());
    sender(story, &fields, head);
}

/// A field as text. Raw bytes beyond ASCII are judged like any other text.
fn value(fields: &Message<'_>, head: &[u8], name: HeaderName<'static>) -> Option<String> {
    let header = fields.parts.first()?.headers.iter().rev().find(|it| it.name == name)?;
    let (start, end) = (header.offset_start as usize, header.offset_end as usize);
    let raw = head.get(start..end).unwrap_or_default();
    let text: Cow<'_, str> = if raw.is_ascii() {
        // Words of a charset may be of another: what was encoded twice is put right.
        let decoded = header.value.as_text()?;
        Cow::Owned(charset::decode(decoded.as_bytes(), None).text)
    } else {
        Cow::Owned(charset::decode(raw, None).text)
    };
    let line = clean::one_line(&clean::normalise(&text));
    (!line.is_empty()).then_some(line)
}

/// Takes off a subject what mail programs and lists put before it, and reads an embargo.
fn subject_line(story: &mut RawStory, subject: &str) {
    let mut rest = subject;
    for _ in 0..8 {
        let Some(shorter) = without_prefix(rest) else { break };
        rest = shorter;
    }
    if let Some((words, behind)) = embargo(rest) {
        let time = notes::embargo(words).and_then(clock::parse_timestamp);
        let time = time.and_then(|it| clock::to_utc(&it, None));
        story.embargo = Some(match time {
            // The words are kept too.
            Some(time) => {
                story.ednotes.push(words.to_owned());
                time.utc
            }
            None => words.to_owned(),
        });
        rest = behind;
    }
    let rest = if rest.is_empty() { subject } else { rest };
    story.headline = Some(rest.to_owned());
}

/// A subject without `Re:`, `Fwd:`, `[list]`.
fn without_prefix(subject: &str) -> Option<&str> {
    const PREFIXES: [&str; 9] = ["re", "fwd", "fw", "aw", "wg", "tr", "rv", "sv", "antw"];
    let rest = if let Some(inner) = subject.strip_prefix('[') {
        let (list, rest) = inner.split_once(']')?;
        let mark = take::read_line(&subject[..list.len() + 2]).is_some();
        if list.len() > 40 || mark || embargo(subject).is_some() {
            return None;
        }
        rest
    } else {
        let (word, rest) = subject.split_once(':')?;
        // `Re[2]:`
        let word = word.split('[').next().unwrap_or("").trim();
        PREFIXES.iter().any(|it| it.eq_ignore_ascii_case(word)).then_some(rest)?
    };
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some(rest)
}

/// `EMBARGOED UNTIL 0001 GMT FRIDAY: Fog shuts harbor`: the words, and what is behind them.
fn embargo(subject: &str) -> Option<(&str, &str)> {
    let bare = subject.trim_start_matches(['(', '[', '*', ' ']);
    let word = bare.get(..7)?;
    if !word.eq_ignore_ascii_case("embargo") {
        return None;
    }
    let tail = bare[7..].trim_start_matches(['e', 'E', 'd', 'D']);
    let tail_of = |at: usize, width: usize| {
        let words = bare[..bare.len() - tail.len() + at].trim();
        let behind = tail[at + width..].trim_start_matches([' ', ':', '-', '–', '*']);
        (!behind.is_empty()).then_some((words, behind))
    };
    // `Embargo on oil` is a headline.
    let time = |at: usize| at == 0 || tail[..at].bytes().any(|b| b.is_ascii_digit());
    for mark in [")", "]", ": ", " - ", " – "] {
        if let Some(at) = tail.find(mark).filter(|at| time(*at)) {
            return tail_of(at, mark.len());
        }
    }
    None
}

fn filed(date: &DateTime) -> Option<FiledText> {
    if !(1..=12).contains(&date.month) || !(1..=31).contains(&date.day) {
        return None;
    }
    let sign = if date.tz_before_gmt { '-' } else { '+' };
    let zone = if date.tz_hour == 0 && date.tz_minute == 0 {
        "Z".to_owned()
    } else {
        format!("{sign}{:02}{:02}", date.tz_hour, date.tz_minute)
    };
    Some(FiledText {
        date: format!("{:04}-{:02}-{:02}", date.year, date.month, date.day),
        time: Some(format!("{:02}:{:02}:{:02}", date.hour, date.minute, date.second)),
        zone: Some(zone),
        precision: Precision::Second,
    })
}

fn language(fields: &Message<'_>) -> Option<String> {
    let header = fields.parts.first()?.headers.iter();
    let value = header.rev().find(|it| it.name == HeaderName::ContentLanguage)?;
    let text = match &value.value {
        HeaderValue::Text(text) => text.as_ref(),
        HeaderValue::TextList(texts) => texts.first()?.as_ref(),
        _ => return None,
    };
    // Several languages say nothing of the story's.
    (!text.contains(',')).then(|| text.trim().to_owned())
}

/// Who sent it: an agency, or someone to ask.
fn sender(story: &mut RawStory, fields: &Message<'_>, head: &[u8]) {
    let Some(from) = fields.from().and_then(|it| it.first()) else { return };
    let raw = value(fields, head, HeaderName::From);
    let name = from.name.as_deref().map(|it| charset::decode(it.as_bytes(), None).text);
    let name = name.map(|it| clean::one_line(&clean::normalise(&it))).filter(|it| !it.is_empty());
    if let Some(known) = name.as_deref().and_then(agencies::canonical) {
        story.agency = Some(known.name.to_owned());
        return;
    }
    let contact = match (name, from.address.as_deref()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(name), None) => name,
        (None, Some(address)) => address.to_owned(),
        (None, None) => match raw {
            Some(raw) => raw,
            None => return,
        },
    };
    story.ednotes.push(format!("From: {contact}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_lose_what_programs_put_before_them() {
        let read = |subject: &str| {
            let mut story = RawStory::default();
            subject_line(&mut story, subject);
            (story.headline.unwrap_or_default(), story.embargo.unwrap_or_default())
        };
        for (subject, headline, held) in [
            ("Re: Fwd: [harbor-news] Fog shuts harbor", "Fog shuts harbor", ""),
            ("RE[2]: Fog", "Fog", ""),
            ("[CORRECTED] Fog", "[CORRECTED] Fog", ""),
            ("EMBARGOED: Fog shuts harbor", "Fog shuts harbor", "EMBARGOED"),
            ("[EMBARGOED] Fog", "Fog", "EMBARGOED"),
            ("EMBARGOED UNTIL 0001 GMT 3 March: Fog", "Fog", "EMBARGOED UNTIL 0001 GMT 3 March"),
            ("Embargo on oil: ships wait", "Embargo on oil: ships wait", ""),
            ("Re:", "Re:", ""),
            ("Port: open again", "Port: open again", ""),
        ] {
            assert_eq!(read(subject), (headline.to_owned(), held.to_owned()), "{subject}");
        }
    }
}
