//! LexisNexis: classic downloads (text, HTML) and those of Nexis Uni and Lexis+ (Word, RTF).
//!
//! A download is one file with many stories. Classic ones start each with `1 of 10 DOCUMENTS`, those
//! of Nexis Uni end each with `End of Document`; cover pages and lists of titles are no stories.

mod classic;
mod html;
mod labels;
mod uni;

use std::cell::Cell;
use std::io::BufRead;

use memchr::memmem;

use self::labels::{Heading, Label};
use super::doubles::each_once;
use super::export::{Carrier, Kind, Pieces, Seams, Side, Sought, Unit, day, lines};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::story::{Body, RawStory};
use crate::text::document::Line;
use crate::text::markup::Tree;

/// The format.
pub struct Nexis;

impl Format for Nexis {
    fn name(&self) -> &'static str {
        "nexis"
    }

    fn about(&self) -> &'static str {
        "LexisNexis downloads: classic text and HTML, Nexis Uni and Lexis+ in Word and RTF"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let carrier = Carrier::of(head);
        match carrier {
            Carrier::Other => false,
            Carrier::Html => is_html(head),
            Carrier::Text => {
                // Most texts hold none of these words.
                let words = [&b"DOCUMENT"[..], b"DOKUMENT", b"Dokument", b"Document", b"Load-Date"];
                if words.iter().all(|it| memmem::find(head, it).is_none()) {
                    return false;
                }
                let text = String::from_utf8_lossy(head);
                text.lines().any(labels::is_mark) || is_uni_text(&text)
            }
            Carrier::Rtf | Carrier::Word => {
                let record = Record { number: 1, offset: 0, bytes: head.to_vec() };
                let (lines, _) = lines(&record, carrier);
                uni::is_cover(&lines) || uni::is_story(&lines)
            }
        }
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::new(input, |head| Marks::new(Carrier::of(head)), limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let carrier = Carrier::of(&record.bytes);
        // A piece of HTML may start with any of its tags.
        let html = carrier == Carrier::Html || carrier == Carrier::Other;
        let mut story = if html {
            let (text, mut story) = xml::open_as(&record.bytes, None);
            classic::read(&html::lines(&text), false, &mut story);
            story
        } else {
            let (lines, mut story) = lines(record, carrier);
            let opening = lines.iter().find(|it| !it.text.trim().is_empty());
            let marked = opening.is_some_and(|it| labels::is_mark(&it.text));
            let parted = lines.iter().any(|it| labels::heading(&it.text) == Some(Heading::Body));
            if carrier == Carrier::Text && (marked || !parted) {
                classic::read(&lines, true, &mut story);
            } else {
                uni::read(&lines, &mut story);
            }
            story
        };
        if is_empty(&story) {
            let reason = "neither headline nor text under the mark of its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        story.ednotes.dedup();
        each_once(&mut story.topics);
        each_once(&mut story.places);
        Ok(Read::Raw(story))
    }
}

fn is_empty(story: &RawStory) -> bool {
    let text = match &story.body {
        Body::Paragraphs(paragraphs) => paragraphs.iter().any(|it| !it.trim().is_empty()),
        Body::Wrapped(text) | Body::Copy(text) | Body::Preformatted(text) => {
            !text.trim().is_empty()
        }
    };
    story.headline.is_none() && !text
}

/// Says whether HTML is a download of LexisNexis.
pub fn is_html(head: &[u8]) -> bool {
    memmem::find(head, b"<DOC NUMBER=").is_some() && memmem::find(head, b"<!--").is_some()
        || memmem::find(head, b"\"DOC_ID_0_").is_some()
}

/// A download of Nexis Uni that was saved as plain text.
fn is_uni_text(text: &str) -> bool {
    let has = |part: &str| text.contains(part);
    if !(has("Load-Date:") || has("End of Document")) {
        return false;
    }
    let lines: Vec<Line> =
        text.lines().map(|it| Line { text: it.to_owned(), ..Line::default() }).collect();
    uni::is_story(&lines)
}

/// How a download is cut, by what it came in.
struct Marks {
    carrier: Carrier,
    /// The last line was the last label of a story.
    closed: Cell<bool>,
    /// A label that only stories have, in the piece at hand.
    label: Sought,
    /// The day that Nexis Uni took a story in, in the piece at hand.
    loaded: Sought,
    /// Pages of the piece at hand that were looked at.
    pages: Cell<usize>,
}

/// Pages of RTF in front of a story, or of one, that may start another: each is read for that.
const PAGES: usize = 32;

impl Marks {
    fn new(carrier: Carrier) -> Marks {
        Marks {
            carrier,
            closed: Cell::new(false),
            label: Sought::default(),
            loaded: Sought::default(),
            pages: Cell::new(0),
        }
    }

    /// The lines of Nexis Uni. Where the end of a story is lost, its last label tells.
    fn uni(&self, text: &str) -> Option<Side> {
        let closed = self.closed.replace(false);
        if labels::heading(text) == Some(Heading::End) || closed && labels::is_nearly_end(text) {
            return Some(Side::After);
        }
        let found = labels::written(text);
        self.closed.set(found.is_some_and(|it| labels::is_load_date(it.name)));
        (closed && found.is_none() && labels::heading(text).is_none()).then_some(Side::Before)
    }
}

/// Labels that only a story has above or under its text, as bytes.
const SIGNS: [&str; 12] = [
    "LENGTH:",
    "LÄNGE:",
    "LONGUEUR:",
    "LONGITUD:",
    "EXTENSIÓN:",
    "LOAD-DATE:",
    "LANGUAGE:",
    "SPRACHE:",
    "LANGUE:",
    "IDIOMA:",
    "Load-Date:",
    "Length:",
];

/// Says whether a piece holds a label that only stories have.
fn is_labelled(piece: &[u8]) -> bool {
    // Old downloads are in Latin-1, where the first letters of such a label still tell.
    SIGNS.iter().any(|it| memmem::find(piece, it.as_bytes()).is_some())
        || memmem::find(piece, b"L\xC4NGE:").is_some()
}

/// Bytes of the longest of them.
const SIGN: usize = 16;

impl Seams for Marks {
    fn unit(&self) -> Unit {
        match self.carrier {
            Carrier::Html => Unit::Html,
            Carrier::Rtf => Unit::Rtf,
            Carrier::Word => Unit::Word,
            Carrier::Text | Carrier::Other => Unit::Text,
        }
    }

    fn side(&self, line: &str, piece: &[u8]) -> Option<Side> {
        if self.carrier == Carrier::Html {
            let starts = line.contains("<DOC NUMBER=") || line.contains("\"DOC_ID_0_");
            return starts.then_some(Side::Before);
        }
        let text = line.trim();
        if text.is_empty() {
            return None;
        }
        if self.carrier != Carrier::Text {
            let side = self.uni(text);
            // Each story has pages of its own, and the mark above may be lost.
            if side.is_none()
                && self.carrier == Carrier::Rtf
                && self.pages.get() < PAGES
                && piece.trim_ascii_end().ends_with(b"\\page")
            {
                self.pages.set(self.pages.get() + 1);
                if is_full(piece) {
                    return Some(Side::Before);
                }
            }
            return side;
        }
        if labels::is_mark(text) {
            return Some(Side::Before);
        }
        // Centred as it is, the mark is told from a line that runs on into it.
        if let Some((_, last)) = text.rsplit_once("        ")
            && labels::is_mark(last)
        {
            return Some(Side::From(last.trim().to_owned()));
        }
        // The notice about rights is the last of a story, or the first of the next one, whose date
        // stands there in any case.
        let centred = line.len() - line.trim_start().len() >= 8;
        let head = labels::is_copyright(text) || day(text).is_some();
        let label = |piece: &[u8], from: usize| is_labelled(&piece[from..]);
        if centred && head && self.label.is_in(piece, SIGN, label) {
            return Some(Side::Before);
        }
        self.uni(text).filter(|it| *it == Side::After || self.loaded.holds(piece, b"Load-Date:"))
    }

    fn anew(&self) {
        self.label.forget();
        self.loaded.forget();
        self.pages.set(0);
    }

    fn kind(&self, piece: &[u8], first: bool) -> Kind {
        match self.carrier {
            Carrier::Html => {
                let marked = is_html(piece);
                if !has_text(piece) || first && !marked && !is_labelled(piece) {
                    return Kind::Passed;
                }
                if marked || is_labelled(piece) { Kind::Story } else { Kind::Loose }
            }
            Carrier::Rtf | Carrier::Word => {
                let record = Record { number: 1, offset: 0, bytes: piece.to_vec() };
                let (lines, _) = lines(&record, self.carrier);
                if lines.iter().all(|it| it.text.trim().is_empty()) {
                    return Kind::Passed;
                }
                if first || ends(&lines) || uni::is_story(&lines) {
                    Kind::Story
                } else {
                    Kind::Loose
                }
            }
            Carrier::Text | Carrier::Other => {
                let text = String::from_utf8_lossy(piece);
                let mut lines = text.lines().filter(|it| !it.trim().is_empty());
                let Some(opening) = lines.next() else {
                    return Kind::Passed;
                };
                if labels::is_mark(opening) || is_labelled(piece) {
                    return Kind::Story;
                }
                // More of the notice about rights.
                let centred = |it: &str| it.starts_with("        ");
                let notice = centred(opening) && lines.all(centred);
                if first || notice { Kind::Passed } else { Kind::Loose }
            }
        }
    }
}

/// Says whether pages of RTF hold text and are no cover.
fn is_full(piece: &[u8]) -> bool {
    let record = Record { number: 1, offset: 0, bytes: piece.to_vec() };
    let (lines, _) = lines(&record, Carrier::Rtf);
    lines.iter().any(|it| !it.text.trim().is_empty())
        && (!uni::is_cover(&lines) || uni::is_story(&lines))
}

fn ends(lines: &[Line]) -> bool {
    let last = lines.iter().rev().find(|it| !it.text.trim().is_empty());
    last.is_some_and(|it| labels::heading(&it.text) == Some(Heading::End))
        && lines.iter().any(|it| {
            labels::heading(&it.text) == Some(Heading::Body)
                || labels::written(&it.text).is_some_and(|it| it.label == Label::Length)
        })
}

/// Says whether HTML holds text outside of its tags.
fn has_text(piece: &[u8]) -> bool {
    let text = String::from_utf8_lossy(piece);
    Tree::html(&text).root().paragraphs().iter().any(|it| it.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests;
