//! Factiva: downloads in HTML, RTF and text, with its codes or without, and its XML.
//!
//! Each story ends with its number, `Document LBA0000020111229e7ct0001r`; in HTML each is an element.

mod codes;
mod html;
mod lines;
mod xml;

use std::io::BufRead;

use memchr::memmem;

use super::elements::Elements;
use super::export::{self, Carrier, Kind, Pieces, Seams, Side, Sought, Unit};
use super::root::root;
use super::xml as decode;
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::Body;
use crate::text::document::Line;

/// The format.
pub struct Factiva;

/// Elements of XML that are stories.
const STORIES: &[&str] = &["article", "DistDoc"];

impl Format for Factiva {
    fn name(&self) -> &'static str {
        "factiva"
    }

    fn about(&self) -> &'static str {
        "Factiva downloads: HTML, RTF and text, with index codes or without; its XML"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        if is_xml(head) {
            return true;
        }
        let carrier = Carrier::of(head);
        match carrier {
            Carrier::Other => false,
            Carrier::Html => is_html(head),
            Carrier::Text => {
                let text = String::from_utf8_lossy(head);
                // Cheap first: most texts have no line with a code or number.
                let likely = text.lines().any(|it| codes::is_end(it) || lines::code(it).is_some());
                likely && holds_story(&export::text_lines(&text))
            }
            Carrier::Rtf | Carrier::Word => {
                let record = Record { number: 1, offset: 0, bytes: head.to_vec() };
                holds_story(&export::lines(&record, carrier).0)
            }
        }
    }

    fn cut<'a>(&'a self, mut input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        // The first bytes tell XML; a buffer holds more than a root element as a rule.
        if input.fill_buf().is_ok_and(is_xml) {
            return Box::new(Elements::new(input, STORIES, "empty answer of Factiva", limits));
        }
        Box::new(Pieces::new(
            input,
            |head| Marks { carrier: Carrier::of(head), seen: Sought::default() },
            limits,
        ))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let reject = |reason: &str| {
            Err(Refusal::Reject { offset: record.offset, reason: reason.to_owned() })
        };
        if is_xml(&record.bytes) {
            let (text, mut story) = decode::open(record);
            return if xml::read(&text, &mut story) {
                Ok(Read::Raw(story))
            } else {
                reject("neither headline nor paragraphs in this element of Factiva")
            };
        }
        let carrier = Carrier::of(&record.bytes);
        let (fields, mut story) = if matches!(carrier, Carrier::Html | Carrier::Other) {
            let (text, story) = decode::open_as(&record.bytes, None);
            (html::fields(&text), story)
        } else {
            let (found, story) = export::lines(record, carrier);
            (lines::coded(&found).or_else(|| lines::placed(&found, None)), story)
        };
        let Some(fields) = fields else {
            return reject("neither codes of Factiva nor a count of words tell its parts");
        };
        codes::fill(&mut story, fields);
        let empty = matches!(&story.body, Body::Paragraphs(it) if it.is_empty());
        if story.headline.is_none() && empty {
            return reject("neither headline nor text");
        }
        Ok(Read::Raw(story))
    }
}

fn is_xml(head: &[u8]) -> bool {
    root(head).is_some_and(|it| {
        ["PPSResponse", "ppsArticleResponse", "DistDoc", "ArchiveDoc"]
            .iter()
            .any(|name| it.is(name))
    })
}

/// Says whether HTML is a download of Factiva.
pub fn is_html(head: &[u8]) -> bool {
    memmem::find_iter(head, b"rticle").any(|at| {
        let start = memchr::memrchr(b'<', &head[..at]).unwrap_or(at);
        let end = memchr::memchr(b'>', &head[at..]).map_or(head.len(), |it| at + it + 1);
        end - start < 400 && html::is_start(&String::from_utf8_lossy(&head[start..end]))
    })
}

/// Says whether any of the stories that the lines are is one of Factiva; the first may be damaged.
fn holds_story(found: &[Line]) -> bool {
    found.split_inclusive(|it| codes::is_end(&it.text)).any(is_story)
}

/// Says whether lines hold a story: codes, or a number under a count of words.
fn is_story(found: &[Line]) -> bool {
    if found.iter().any(|it| codes::is_end(&it.text)) {
        return found.iter().any(|it| codes::is_count(&it.text)) || lines::coded(found).is_some();
    }
    // A long story has no number in its first bytes; its codes still tell.
    let codes: Vec<&str> =
        found.iter().filter_map(|it| lines::code(&it.text)).map(|it| it.0).collect();
    let has = |code: &str| codes.contains(&code);
    has("HD") && has("LP") && (has("WC") || has("PD")) && (has("SN") || has("SC"))
}

/// How a download is cut, by what it came in.
struct Marks {
    carrier: Carrier,
    /// The codes of the text, or the one of the number, in the piece at hand.
    seen: Sought,
}

/// Says whether a piece holds a code from a place on, as a word.
fn holds(piece: &[u8], from: usize, code: &[u8]) -> bool {
    memmem::find_iter(&piece[from..], code).map(|step| from + step).any(|at| {
        let letter = |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphanumeric);
        !letter(at.checked_sub(1).and_then(|it| piece.get(it)))
            && !letter(piece.get(at + code.len()))
    })
}

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
            // The table of codes ends with the number, should the next start be lost.
            let number = |piece: &[u8], from| holds(piece, from, b"AN</b>");
            let ends = line.eq_ignore_ascii_case("</table>") && self.seen.is_in(piece, 7, number);
            let starts = html::is_start(line).then_some(Side::Before);
            return if ends { Some(Side::After) } else { starts };
        }
        if codes::is_end(line) {
            return Some(Side::After);
        }
        // Where the end is lost, the codes of the next head behind those of a text tell.
        let code = lines::code(line.trim_end()).map(|it| it.0);
        let again = || {
            let text = |piece: &[u8], from| holds(piece, from, b"LP") || holds(piece, from, b"TD");
            matches!(code, Some("SE" | "CLM" | "HD")) && self.seen.is_in(piece, 3, text)
        };
        if again() {
            return Some(Side::Before);
        }
        codes::nearly_end(line).map(|it| Side::Behind(it.to_owned()))
    }

    fn anew(&self) {
        self.seen.forget();
    }

    fn kind(&self, piece: &[u8], first: bool) -> Kind {
        match self.carrier {
            Carrier::Html if is_html(piece) || holds(piece, 0, b"HD</b>") => Kind::Story,
            Carrier::Html => Kind::Passed,
            carrier => {
                let record = Record { number: 1, offset: 0, bytes: piece.to_vec() };
                let found = match carrier {
                    Carrier::Text | Carrier::Other => {
                        export::text_lines(&String::from_utf8_lossy(piece))
                    }
                    carrier => export::lines(&record, carrier).0,
                };
                let mut lines = found.iter().map(|it| it.text.trim()).filter(|it| !it.is_empty());
                if is_story(&found) || first {
                    return Kind::Story;
                }
                // What Factiva puts at the end: the search, and its rights.
                let page = lines.all(|it| codes::is_page(it) || codes::is_rights(it))
                    || found.iter().any(|it| it.text.trim() == "Search Summary");
                if page { Kind::Passed } else { Kind::Loose }
            }
        }
    }
}

#[cfg(test)]
mod tests;
