//! Web archives: WARC of all versions, and ARC.
//!
//! A record holds an answer of a server, and the page in it is read as any saved page. What the
//! crawler says comes second: the address is that of the story where the page names none, and the
//! time of fetching is no time of filing, so it stands in only with a flag.

mod cut;
mod envelope;
mod http;
mod kind;

use std::io::BufRead;

use self::envelope::{Envelope, Start};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, html, xml};
use crate::story::{FiledText, RawStory};

/// The format.
pub struct Warc;

impl Format for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn about(&self) -> &'static str {
        "web archives, WARC and ARC: the news pages in them"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let digit = head.get(5).is_some_and(u8::is_ascii_digit);
        head.starts_with(b"WARC/") && digit
            || head.starts_with(b"filedesc://")
            || envelope::holds_warc(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(cut::Records::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let Start::Record(envelope) = envelope::read(&record.bytes) else {
            let reason = "no head of a record at its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if let Some(kind) = envelope.other {
            return Err(Refusal::NotStory { kind });
        }
        let content = &record.bytes[envelope.head.min(record.bytes.len())..];
        // What stands behind the content parts the records.
        let is_whole = envelope.length.is_none_or(|it| it == content.len());
        let mut story = self::content(record, &envelope, content)?;
        if !is_whole {
            story.flags.push("length_wrong".into());
        }
        if envelope.truncated {
            story.flags.push("truncated".into());
        }
        if story.filed.is_none() {
            story.filed = envelope.fetched.and_then(fetched);
            if story.filed.is_some() {
                story.flags.push("date_guessed".into());
            }
        }
        story.native_id = story.native_id.or_else(|| envelope.id.map(str::to_owned));
        Ok(Read::Raw(story))
    }
}

/// A time of fetching: it is always UTC, and ARC does not say so.
fn fetched(time: &str) -> Option<FiledText> {
    let mut time = xml::time(time)?;
    time.zone.get_or_insert_with(|| "Z".to_owned());
    Some(time)
}

/// Reads what a record holds.
fn content(record: &Record, envelope: &Envelope<'_>, bytes: &[u8]) -> Result<RawStory, Refusal> {
    let reject = |reason: String| Refusal::Reject { offset: record.offset, reason };
    let (answer, media) = if envelope.is_answer {
        let answer = http::read(bytes);
        let media = answer.media.or(envelope.media.filter(|it| !it.contains("/http")));
        (answer, media)
    } else {
        (http::Answer::file(bytes), envelope.media)
    };
    if let Some(kind) = answer.status.and_then(kind::by_status) {
        return Err(Refusal::NotStory { kind });
    }
    kind::by_media(media).map_err(|kind| Refusal::NotStory { kind })?;
    let (page, damaged) = answer.content().map_err(|packed| {
        reject(match packed {
            http::Packed::Brotli => "its content is packed with brotli, which is not read".into(),
            http::Packed::TooLarge => "its content unpacks to more than 32 MiB".into(),
        })
    })?;
    let says_page = media.is_some_and(|it| it.to_ascii_lowercase().contains("html"));
    if !says_page && !html::Html.sniff(&page[..page.len().min(64 << 10)]) {
        return Err(Refusal::NotStory { kind: "file of another type" });
    }
    let mut story = html::page_story(&page, media.and_then(http::charset), envelope.address)?;
    if damaged {
        story.flags.push("content_damaged".into());
    }
    Ok(story)
}

#[cfg(test)]
mod tests;
