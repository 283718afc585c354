//! IPTC 7901: the transmissions of European wires, with their control characters or without.
//!
//! A stream of transmissions in (SOH, header line, keywords, STX, header lines to one that ends in
//! `=`, text, ETX, time), one record each out. DEL and line feeds between them are filling. Copies
//! without control characters are known by the header line and by what stands under it.

mod envelope;
#[cfg(test)]
mod tests;
mod text;

use std::io::BufRead;

use memchr::{memchr, memchr3};

use self::envelope::Envelope;
use super::cutter::{Cutter, Mark, Marks};
use super::wire_header::{EOT, SOH, is_noise};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::copy::categories;
use crate::story::RawStory;
use crate::text::charset;

/// The format.
pub struct Iptc7901;

/// Longest header line.
const LONGEST: usize = 160;
/// How far under a bare header line its keywords and header lines are looked for.
const BELOW: usize = 1200;

impl Format for Iptc7901 {
    fn name(&self) -> &'static str {
        "iptc7901"
    }

    fn about(&self) -> &'static str {
        "IPTC 7901 transmissions, with their control characters or stripped of them"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let noise = head.iter().take_while(|byte| is_noise(**byte)).count();
        let start = &head[noise..];
        if matches!(start.first(), None | Some(b'<' | b'{' | b'[')) {
            return false;
        }
        let soh = |at: usize| header_line(&head[at + 1..]).is_some();
        is_bare(start)
            || memchr::memchr_iter(SOH, head).take(64).any(soh)
            || after_blank_lines(head).take(64).any(is_bare) && !super::mail::is_mail(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Cutter::new(input, Transmissions, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        // Western, where it is not UTF-8.
        let decoded = charset::borrow(&record.bytes, Some("iso-8859-1"));
        let whole = decoded.text.replace("\r\n", "\n").replace(['\r', '\u{C}'], "\n");
        let Some(envelope) = Envelope::of(&whole) else {
            let reason = "no IPTC 7901 header line at its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        // The charset is our assumption, so text in another one does not lie.
        let flags = decoded.flags.iter().filter(|it| **it != charset::LIED);
        let mut story = RawStory {
            native_id: envelope.native_id(),
            agency: envelope.agency().map(str::to_owned),
            language: envelope.language().map(str::to_owned),
            urgency: Some(envelope.urgency),
            category: Some(envelope.category.to_owned()),
            topics: categories::iptc7901_topics(envelope.category),
            slug: envelope.slug.clone(),
            filed: envelope.filed.clone(),
            charset: decoded.charset.into_owned(),
            flags: flags.map(|it| (*it).to_owned()).collect(),
            ..RawStory::default()
        };
        if envelope.open {
            story.flags.push("end_tag_missing".into());
        }
        text::fill(&mut story, &envelope.marks, envelope.text);
        Ok(Read::Raw(story))
    }
}

/// The header line at the start of bytes: `eca062 4 i 211 ccccb   dpa 061`.
fn header_line(bytes: &[u8]) -> Option<&[u8]> {
    let near = &bytes[..bytes.len().min(LONGEST + 1)];
    let end = memchr::memchr2(b'\n', b'\r', near)?;
    let line = &bytes[..end];
    let letters = line.iter().take_while(|it| it.is_ascii_alphabetic()).count();
    let digits = line.get(letters..)?.iter().take_while(|it| it.is_ascii_digit()).count();
    let mut words =
        line.get(letters + digits..)?.split(|it| *it == b' ').filter(|it| !it.is_empty());
    let spaced = line.get(letters + digits) == Some(&b' ');
    let (priority, category, count) = (words.next()?, words.next()?, words.next()?);
    let fits = (2..=5).contains(&letters)
        && (2..=6).contains(&digits)
        && spaced
        && matches!(priority, [b'1'..=b'9'])
        && (1..=3).contains(&category.len())
        && category.iter().all(u8::is_ascii_alphabetic)
        && (1..=6).contains(&count.len())
        && count.iter().all(u8::is_ascii_digit);
    fits.then_some(line)
}

/// Says whether bytes are a header line with keywords or header lines under it.
fn is_bare(bytes: &[u8]) -> bool {
    let Some(line) = header_line(bytes) else { return false };
    let below = bytes.get(line.len()..).unwrap_or_default();
    let below = &below[..below.len().min(BELOW)];
    below.split(|it| *it == b'\n').take(16).any(|line| {
        let line = line.trim_ascii();
        line.len() > 2 && (line.ends_with(b"/") || line.starts_with(b"/") || line.ends_with(b"="))
    })
}

/// What follows each blank line.
fn after_blank_lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memchr_iter(b'\n', head).filter(|at| after_blank(head, *at)).map(|at| &head[at + 1..])
}

/// Whether the line that ends at `at` is blank.
fn after_blank(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].trim_ascii_end();
    bytes[before.len()..at].contains(&b'\n')
}

/// Says whether a transmission without control characters stands in a telegraph frame.
pub fn is_framed(head: &[u8]) -> bool {
    after_blank_lines(head).take(64).any(is_bare)
}

/// Where transmissions start and end.
struct Transmissions;

impl Marks for Transmissions {
    const LONGEST: usize = LONGEST + 8;

    fn next(&self, bytes: &[u8], from: usize) -> Option<Mark> {
        if from == 0 && header_line(bytes).is_some() {
            return Some(Mark { at: 0, end: 1, starts: true });
        }
        let mut at = from;
        loop {
            at += memchr3(SOH, EOT, b'\n', bytes.get(at..)?)?;
            let found = match bytes[at] {
                EOT => Some(Mark { at, end: at + 1, starts: false }),
                // It stands in no text: behind a damaged one is a damaged header.
                SOH => Some(Mark { at, end: at + 1, starts: true }),
                _ => header_line(&bytes[at + 1..]).map(|_| Mark {
                    at: at + 1,
                    end: at + 2,
                    starts: true,
                }),
            };
            if found.is_some() {
                return found;
            }
            at += 1;
        }
    }

    fn belongs(&self, line: &[u8]) -> bool {
        line.iter().all(|byte| is_noise(*byte))
    }
}

/// Whether a stream has its control characters.
fn is_controlled(text: &str) -> bool {
    memchr(SOH, text.as_bytes()).is_some()
}
