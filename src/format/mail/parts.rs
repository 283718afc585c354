//! A mail in, its parts out: texts, and enclosed files.
//!
//! Parts inside parts are followed a few levels deep; a mail inside a mail is a file of its own and
//! is not looked into here. Nothing is decoded before it is asked for.

use std::borrow::Cow;

use mail_parser::{Message, MessageParser, MimeHeaders};
use memchr::memmem;

use super::cut::header_end;
use super::transfer;
use crate::format::Enclosed;
use crate::text::charset::{self, Decoded};

/// Parts inside parts at most.
const DEEPEST: usize = 12;
/// Parts of one mail at most.
const MOST: usize = 10_000;

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text of the mail, plain.
    Plain,
    /// Text of the mail, in HTML.
    Html,
    /// A file.
    File,
    /// A mail.
    Mail,
    /// Pictures, signatures and other things that hold no story.
    Other,
}

/// A part that holds no others.
#[derive(Debug)]
pub struct Part<'a> {
    pub kind: Kind,
    /// Parts that say the same in different dress have the same number.
    pub choice: Option<usize>,
    /// Its lines may be joined again, and whether the blank before a break belongs to it.
    pub flowed: Option<bool>,
    /// The mail tells what became of another one.
    pub is_report: bool,
    name: Option<String>,
    charset: Option<String>,
    encoding: String,
    /// Text of any kind, in a charset that the mail declares.
    textual: bool,
    body: &'a [u8],
}

impl Part<'_> {
    /// Its bytes.
    fn bytes(&self) -> Cow<'_, [u8]> {
        transfer::decode(self.body, &self.encoding)
    }

    /// Its text.
    pub fn text(&self) -> Decoded {
        charset::decode(&self.bytes(), self.charset.as_deref())
    }

    /// Whether it may hold stories of its own.
    pub fn is_enclosed(&self) -> bool {
        matches!(self.kind, Kind::File | Kind::Mail)
    }
}

/// The parts of a mail, in order; none where it has no header fields.
pub fn parts(bytes: &[u8]) -> Vec<Part<'_>> {
    let mut walk = Walk { parts: Vec::new(), choices: 0, report: false };
    walk.part(bytes, 0, None, false);
    walk.parts
}

struct Walk<'a> {
    parts: Vec<Part<'a>>,
    choices: usize,
    report: bool,
}

impl<'a> Walk<'a> {
    fn part(&mut self, bytes: &'a [u8], depth: usize, choice: Option<usize>, digest: bool) {
        if self.parts.len() >= MOST {
            return;
        }
        let end = header_end(bytes).unwrap_or(bytes.len());
        let (head, body) = bytes.split_at(end);
        let parser = MessageParser::default();
        let Some(fields) = parser.parse_headers(head) else {
            // A part may have no fields at all; a mail has some.
            if depth > 0 {
                let kind = if digest { Kind::Mail } else { Kind::Plain };
                self.parts.push(self.leaf(kind, choice, body));
            }
            return;
        };
        let empty = fields.parts.first().is_none_or(|part| part.headers.is_empty());
        if empty && depth == 0 {
            return;
        }
        let of = fields.parts.first().and_then(|part| part.content_type());
        let main = of.map(|it| it.ctype().to_ascii_lowercase());
        let sub = of.and_then(|it| it.subtype()).unwrap_or("").to_ascii_lowercase();
        let boundary = of.and_then(|it| it.attribute("boundary"));
        if main.as_deref() == Some("multipart")
            && let Some(boundary) = boundary
            && depth < DEEPEST
        {
            self.report |= depth == 0 && sub == "report";
            let choice = if sub == "alternative" && choice.is_none() {
                self.choices += 1;
                Some(self.choices)
            } else {
                choice
            };
            let before = self.parts.len();
            for piece in pieces(body, boundary.as_bytes()) {
                self.part(piece, depth + 1, choice, sub == "digest");
            }
            if self.parts.len() > before || depth > 0 {
                return;
            }
        }
        let kind = kind(&fields, main.as_deref(), &sub, digest);
        let mut leaf = self.leaf(kind, choice, body);
        let part = fields.parts.first();
        leaf.name = part.and_then(|it| it.attachment_name()).map(str::to_owned);
        leaf.charset = of.and_then(|it| it.attribute("charset")).map(str::to_owned);
        leaf.encoding = part.and_then(|it| it.content_transfer_encoding()).unwrap_or("").to_owned();
        leaf.textual = matches!(main.as_deref(), Some("text"));
        let value = |name: &str| of.and_then(|it| it.attribute(name)).unwrap_or("");
        if kind == Kind::Plain && value("format").eq_ignore_ascii_case("flowed") {
            leaf.flowed = Some(value("delsp").eq_ignore_ascii_case("yes"));
        }
        self.parts.push(leaf);
    }

    fn leaf(&self, kind: Kind, choice: Option<usize>, body: &'a [u8]) -> Part<'a> {
        Part {
            kind,
            choice,
            flowed: None,
            is_report: self.report,
            name: None,
            charset: None,
            encoding: String::new(),
            textual: kind == Kind::Plain,
            body,
        }
    }
}

/// What a part without parts is.
fn kind(fields: &Message<'_>, main: Option<&str>, sub: &str, digest: bool) -> Kind {
    let part = fields.parts.first();
    let attached = part
        .and_then(|it| it.content_disposition())
        .is_some_and(|it| it.ctype().eq_ignore_ascii_case("attachment"));
    let named = part.is_some_and(|it| it.attachment_name().is_some());
    match (main, sub) {
        (Some("message"), "rfc822" | "global") => Kind::Mail,
        (Some("message"), _) => Kind::Other,
        (None, _) if digest => Kind::Mail,
        (Some("image" | "audio" | "video" | "font"), _) => Kind::Other,
        (Some("application"), "pgp-signature" | "pkcs7-signature" | "x-pkcs7-signature") => {
            Kind::Other
        }
        (Some("text"), "calendar" | "vcard" | "x-vcard" | "directory" | "css" | "javascript") => {
            Kind::Other
        }
        (None, _) | (Some("text"), "plain") if !attached && !named => Kind::Plain,
        (Some("text"), "html") if !attached && !named => Kind::Html,
        (Some("text"), "enriched" | "rfc822-headers") if !attached => Kind::Other,
        // Parts whose boundary is lost are read as they stand.
        (Some("multipart"), _) => Kind::Plain,
        _ => Kind::File,
    }
}

/// What stands between the lines of a boundary.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mark = [b"--", boundary].concat();
    let mut pieces = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while let Some(step) = memmem::find(&body[at..], &mark) {
        let start = at + step;
        at = start + mark.len();
        // Most that stand inside a line are none, and its end may be far.
        if start > 0 && body[start - 1] != b'\n' {
            continue;
        }
        let rest = &body[at..];
        let closes = rest.starts_with(b"--");
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let alone = rest[if closes { 2 } else { 0 }..]
            .get(..length.saturating_sub(if closes { 2 } else { 0 }));
        let alone = alone.is_some_and(|it| it.trim_ascii().is_empty());
        if !alone {
            continue;
        }
        if let Some(from) = open {
            let piece = &body[from..start];
            let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
            pieces.push(piece.strip_suffix(b"\r").unwrap_or(piece));
        }
        if closes || pieces.len() >= MOST {
            return pieces;
        }
        at = (at + length + 1).min(body.len());
        open = Some(at);
    }
    // Cut off before its end.
    if let Some(from) = open.filter(|from| *from < body.len()) {
        pieces.push(&body[from..]);
    }
    pieces
}

/// The files that may hold stories.
pub fn enclosed(parts: &[Part<'_>]) -> Vec<Enclosed> {
    let files = parts.iter().enumerate().filter(|(_, part)| part.is_enclosed());
    files
        .map(|(at, part)| {
            let ending = if part.kind == Kind::Mail { ".eml" } else { "" };
            let name = part.name.as_deref().map(str::trim).filter(|it| !it.is_empty());
            let name = name.map_or_else(|| format!("part-{}{ending}", at + 1), str::to_owned);
            // The charset that a mail declares is lost on the way, so its text goes on as UTF-8.
            let declared = part.textual && part.charset.is_some();
            let bytes = if declared && !is_marked(&part.bytes()) {
                part.text().text.into_bytes()
            } else {
                part.bytes().into_owned()
            };
            Enclosed { name, bytes }
        })
        .collect()
}

/// Whether a file says itself what charset it is in.
fn is_marked(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.starts_with(b"<?xml") || start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF")
}
