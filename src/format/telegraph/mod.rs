//! Telegraph frames: `ZCZC KST101` above each transmission and `NNNN` below it.
//!
//! Letters and figures are a channel and a number in it. What is framed is copy like any other;
//! the sport and racing copy of AAP marks its line ends (`=!`, `<!`) and routes it in a line of its
//! own (`YY TDA`). The frames are cut by the cutter of plain text, which also finds them when other
//! text stands between them.

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::plain::cut::{Pieces, closes_frame};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, newsbites};
use crate::copy::places;
use crate::story::{Body, RawStory};
use crate::text::{charset, clean};

/// The format.
pub struct Telegraph;

/// Longest line above a transmission.
const LONGEST: usize = 80;

impl Format for Telegraph {
    fn name(&self) -> &'static str {
        "telegraph"
    }

    fn about(&self) -> &'static str {
        "transmissions between ZCZC and NNNN, AAP's with their marks at line ends too"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if matches!(start.first(), None | Some(b'<' | b'{' | b'['))
            || memchr::memchr_iter(1, head).any(|at| heads_message(&head[..at]))
        {
            return false;
        }
        let framed = frame(line(start)).is_some()
            || is_behind_another(head)
                && !super::mail::is_mail(head)
                && !start.starts_with(b"WARC/");
        framed && !newsbites::is_labelled(head) && !super::iptc7901::is_framed(start)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::new(input, limits).opened_by(b"ZCZC "))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, None);
        let text = clean::normalise(&decoded.text);
        if !text.is_empty() && "ZCZC".starts_with(text.as_ref()) {
            let reason = "the stream breaks off inside the line ZCZC".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        let opened = Frame::of(&text);
        if opened.text.trim().is_empty() {
            return Err(Refusal::NotStory { kind: "empty" });
        }
        let mut story = RawStory {
            charset: decoded.charset.into_owned(),
            flags: decoded.flags.into_iter().map(str::to_owned).collect(),
            ..RawStory::default()
        };
        if let Some(channel) = &opened.channel {
            story.topics.push(format!("telegraph:{channel}"));
        }
        story.ednotes.extend(opened.more.map(str::to_owned));
        if opened.is_open {
            story.flags.push("end_tag_missing".to_owned());
        }
        let body = match marked(&opened) {
            Some(text) => {
                story.agency = Some("AAP".to_owned());
                match keyword(&text) {
                    Some((keyword, rest)) => {
                        story.slug = Some(keyword.to_owned());
                        rest.to_owned()
                    }
                    None => text,
                }
            }
            None => opened.text.to_owned(),
        };
        // Two backquotes open a quotation on seven-bit wires and mean nothing else in copy.
        story.body = Body::Copy(match body.contains("``") {
            true => clean::wire_quotes(&body).into_owned(),
            false => body,
        });
        Ok(Read::Raw(story))
    }
}

/// Says whether a start of heading behind these bytes is one: it begins a line, and is not what
/// damage left inside of one.
fn heads_message(before: &[u8]) -> bool {
    before.last().is_none_or(|it| matches!(it, b'\n' | b'\r' | 0 | 0x16 | 0x7F))
}

/// The first line of a text.
fn line(text: &[u8]) -> &[u8] {
    let end = memchr::memchr2(b'\n', b'\r', text).unwrap_or(text.len());
    &text[..end]
}

/// Channel and number in the line that opens a frame, and how long all that is: `ZCZC KST101`.
fn frame(line: &[u8]) -> Option<(&[u8], usize)> {
    let line = line.trim_ascii();
    let rest = line.strip_prefix(b"ZCZC").or_else(|| line.strip_prefix(b"zczc"))?;
    if line.len() > LONGEST {
        return None;
    }
    let blanks = |of: &[u8]| of.iter().take_while(|it| **it == b' ').count();
    let channel = &rest[blanks(rest)..];
    let letters = channel.iter().take_while(|it| it.is_ascii_alphabetic()).count();
    let number = &channel[letters..];
    let number = &number[blanks(number)..];
    let digits = number.iter().take_while(|it| it.is_ascii_digit()).count();
    let behind = &number[digits..];
    let fits = (1..=4).contains(&letters)
        && (1..=5).contains(&digits)
        && (behind.is_empty() || behind.starts_with(b" "));
    fits.then(|| (&channel[..letters], line.len() - behind.len()))
}

/// Says whether a frame opens under the end of another one, whose own opening may be damaged, or
/// two frames open.
fn is_behind_another(head: &[u8]) -> bool {
    let (mut closed, mut opened) = (false, 0);
    for line in head.split(|it| matches!(it, b'\n' | b'\r')) {
        match line.trim_ascii_start().first() {
            Some(b'N' | b'n') if closes_frame(line) => closed = true,
            Some(b'Z' | b'z') if frame(line).is_some() => {
                opened += 1;
                if closed || opened > 1 {
                    return true;
                }
            }
            None => {}
            Some(_) => closed = false,
        }
    }
    false
}

/// A transmission without its frame.
struct Frame<'a> {
    /// Letters of the line that opens it, in capitals.
    channel: Option<String>,
    /// What else that line says.
    more: Option<&'a str>,
    text: &'a str,
    /// It was opened and not closed.
    is_open: bool,
}

impl<'a> Frame<'a> {
    fn of(text: &'a str) -> Frame<'a> {
        let start = text.trim_start_matches(['\n', ' ']);
        let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
        let whole = rest.trim_end();
        let last = whole.rsplit_once('\n').map_or(("", whole), |it| it);
        let is_closed = closes_frame(last.1.as_bytes());
        let inner = if is_closed { last.0 } else { rest };
        if let Some((channel, length)) = frame(first.as_bytes()) {
            let channel = String::from_utf8_lossy(channel).to_ascii_uppercase();
            let more = first.trim().get(length..).map(str::trim).filter(|it| !it.is_empty());
            return Frame { channel: Some(channel), more, text: inner, is_open: !is_closed };
        }
        // What the line says was damaged, or it is text.
        let opens = super::plain::cut::opens_frame(first.as_bytes());
        let bare = opens && first.trim().len() <= 24;
        let text = match (bare, is_closed) {
            (true, _) => inner,
            (false, true) => &start[..start.len() - rest.len() + inner.len()],
            (false, false) => start,
        };
        Frame { channel: None, more: None, text, is_open: bare && !is_closed }
    }
}

/// A mark at the end of a line of AAP's sport copy.
fn unmarked(line: &str) -> Option<&str> {
    let line = line.trim_end();
    line.strip_suffix("=!").or_else(|| line.strip_suffix("<!")).map(str::trim_end)
}

/// The text of AAP's sport copy, without the marks and the line of its routing; `None` for others.
fn marked(frame: &Frame<'_>) -> Option<String> {
    let start = frame.text.trim_start_matches(['\n', ' ']);
    let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
    let routed = is_routing(first.trim());
    let marks = start.lines().filter(|line| unmarked(line).is_some()).count();
    let known = first.trim() == "YY TDA";
    if marks == 0 && !known {
        return None;
    }
    let text = if routed { rest } else { start };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out.push_str(unmarked(line).unwrap_or(line));
        out.push('\n');
    }
    Some(out)
}

/// Sports that AAP's copy has before its datelines.
#[rustfmt::skip]
const SPORTS: [&str; 24] = [
    "RACING", "TROTS", "TROTTING", "HARNESS", "GREYHOUNDS", "DOGS", "CRICKET", "SOCCER", "FOOTBALL", "LEAGUE",
    "UNION", "RUGBY", "AFL", "NRL", "TENNIS", "GOLF", "NETBALL", "BASKETBALL", "HOCKEY", "SWIMMING", "CYCLING",
    "ATHLETICS", "BOXING", "SURFING",
];

/// The keyword before the dateline of a text, `RACING SYDNEY, Feb 09 AAP - `, and the text without
/// it: a sport, or a word with which the place is none and without which it is one.
fn keyword(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let line = text.lines().next()?;
    let (front, _) = line.split_once(" AAP - ")?;
    let (place, _) = front.split_once(',')?;
    let (keyword, city) = place.split_once(' ')?;
    let shouted = |word: &str| {
        word.bytes().all(|it| it.is_ascii_uppercase() || matches!(it, b' ' | b'-' | b'\''))
    };
    let known = SPORTS.contains(&keyword)
        || places::country(place, None).is_none() && places::country(city, None).is_some();
    let fits = !city.is_empty() && shouted(place) && known;
    fits.then(|| (keyword, text[keyword.len()..].trim_start()))
}

/// Two letters, a blank, three letters: `YY TDA`.
fn is_routing(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.len() == 6
        && bytes[2] == b' '
        && bytes.iter().enumerate().all(|(at, it)| at == 2 || it.is_ascii_uppercase())
}
