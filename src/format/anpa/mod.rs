//! ANPA 1312: the transmissions of American wires, with their control characters or without.
//!
//! A stream of transmissions in (SOH, two header lines, STX, text, ETX, trailer, EOT), one record
//! each out. What parts the text are marks too: a caret opens a line of the head, `<` and `=` end
//! lines, a tab opens a paragraph, a backspace a row of a table. Noise between transmissions (DEL,
//! NUL, SYN) is passed over. Archives that lost the control characters still have the two header
//! lines, which are enough to know and to part the stories.

mod envelope;
#[cfg(test)]
mod tests;
mod text;

use std::io::BufRead;

use memchr::{memchr, memchr3};

use self::envelope::Envelope;
use super::cutter::{Cutter, Mark, Marks};
use super::wire_header::{self, EOT, SOH, is_noise};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::copy::{agencies, categories};
use crate::story::{RawStory, Take, TakeKind};
use crate::text::charset;

/// The format.
pub struct Anpa;

/// Between the parts of the first header line.
const US: u8 = 0x1F;

/// Longest first header line.
const FIRST_LINE: usize = 48;
/// Longest second header line.
const SECOND_LINE: usize = 160;

impl Format for Anpa {
    fn name(&self) -> &'static str {
        "anpa"
    }

    fn about(&self) -> &'static str {
        "ANPA 1312 transmissions, with their control characters or stripped of them"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let noise = head.iter().take_while(|byte| is_noise(**byte)).count();
        let start = &head[noise..];
        // Collections in SGML and JSON hold such headers too.
        if matches!(start.first(), None | Some(b'<' | b'{' | b'[')) {
            return false;
        }
        is_bare_header(start)
            || memchr::memchr_iter(SOH, head).take(64).any(|at| is_header(&head[at..]))
            || after_blank_lines(head).take(64).any(is_bare_header) && !super::mail::is_mail(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Cutter::new(input, Transmissions, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, None);
        let whole = decoded.text.replace("\r\n", "\n").replace(['\r', '\u{C}'], "\n");
        let Some(envelope) = Envelope::of(&whole) else {
            let reason = "no ANPA header line at its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        let agency = envelope.agency();
        let mut story = RawStory {
            native_id: envelope.native_id(),
            agency: agency.clone(),
            urgency: envelope.urgency,
            category: envelope.category.map(|it| it.to_string()),
            filed: envelope.filed.clone(),
            charset: decoded.charset.into_owned(),
            flags: decoded.flags.into_iter().map(str::to_owned).collect(),
            ..RawStory::default()
        };
        if let Some(letter) = envelope.category {
            story.topics = categories::anpa_topics(letter.encode_utf8(&mut [0; 4]));
            if letter.eq_ignore_ascii_case(&'v') {
                story.take = Some(Take { kind: TakeKind::Advisory, ..Take::default() });
            }
        }
        if envelope.open {
            story.flags.push("end_tag_missing".into());
        }
        let known = agency.as_deref().and_then(agencies::canonical).map(|it| it.name);
        let halves = matches!(known, Some("AP"));
        text::fill(&mut story, &envelope, halves);
        Ok(Read::Raw(story))
    }
}

/// Says whether bytes are the header of a transmission, from SOH on.
fn is_header(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(&[SOH]) else { return false };
    let Some(line) = numbered_line(rest) else { return false };
    if memchr(US, line).is_some() {
        return true;
    }
    let second = rest.get(line.len()..).map(<[u8]>::trim_ascii_start).unwrap_or_default();
    matches!(second, [p, b' ', c, ..] if p.is_ascii_alphabetic() && c.is_ascii_alphabetic())
}

/// Says whether bytes are the two header lines of a transmission without control characters.
fn is_bare_header(bytes: &[u8]) -> bool {
    let Some(first) = numbered_line(bytes) else { return false };
    // The first line is the number and a selector: two words at most.
    let words = first.split(u8::is_ascii_whitespace).filter(|it| !it.is_empty()).count();
    let Some(rest) = bytes.get(first.len()..) else { return false };
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
    let Some(rest) = rest.strip_prefix(b"\n") else { return false };
    let Some(end) = memchr(b'\n', rest).filter(|end| *end <= SECOND_LINE) else { return false };
    let second = &rest[..end];
    let opens = matches!(second, [p, b' ', c, next, ..]
        if p.is_ascii_alphabetic() && c.is_ascii_alphabetic() && !next.is_ascii_alphanumeric());
    words <= 2
        && opens
        && std::str::from_utf8(second).is_ok_and(|line| {
            wire_header::header(&line.replace(|c: char| c.is_control(), " ")).is_some()
        })
}

/// The line at the start, where it is a letter, four digits and little more.
fn numbered_line(bytes: &[u8]) -> Option<&[u8]> {
    let [letter, digits @ ..] = bytes else { return None };
    let numbered = letter.is_ascii_alphabetic()
        && digits.len() >= 5
        && digits[..4].iter().all(u8::is_ascii_digit)
        && !digits[4].is_ascii_digit();
    if !numbered {
        return None;
    }
    let near = &bytes[..bytes.len().min(FIRST_LINE + 1)];
    let end = memchr::memchr2(b'\n', b'\r', near)?;
    Some(&bytes[..end])
}

/// What follows each blank line.
fn after_blank_lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr_iter(b'\n', head);
    ends.filter_map(|at| {
        let before = head[..at].strip_suffix(b"\r").unwrap_or(&head[..at]);
        before.ends_with(b"\n").then(|| &head[at + 1..])
    })
}

/// Where transmissions start and end.
struct Transmissions;

impl Marks for Transmissions {
    const LONGEST: usize = FIRST_LINE + SECOND_LINE + 8;

    fn next(&self, bytes: &[u8], from: usize) -> Option<Mark> {
        if from == 0 && is_bare_header(bytes) {
            return Some(Mark { at: 0, end: 1, starts: true });
        }
        let mut at = from;
        loop {
            at += memchr3(SOH, EOT, b'\n', bytes.get(at..)?)?;
            let found = match bytes[at] {
                EOT => Some(Mark { at, end: at + 1, starts: false }),
                // It stands in no text: behind a damaged one is a damaged header.
                SOH => Some(Mark { at, end: at + 1, starts: true }),
                _ => is_bare_header(&bytes[at + 1..]).then_some(Mark {
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
