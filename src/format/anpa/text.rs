//! The text of a transmission: slug, headline, notes and bylines by their marks, then paragraphs.
//!
//! In: the text and its envelope. Out: the fields of the raw story. A line of the head begins with
//! a caret and ends in `<` or `=`; the first is the slug, the next one the headline. Kyodo's has
//! no carets: slug, then a headline that ends in a cross.

use super::envelope::Envelope;
use crate::copy::{byline, notes, take};
use crate::story::{Body, Byline, RawStory};
use crate::text::{clean, paragraphs};

/// What opens each row of a table, for `copy`.
const ROW: char = '\u{8}';

/// Lines that a line of the head may go on for.
const LONGEST_HEAD: usize = 4;

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quad {
    Open,
    /// `<`
    Left,
    /// `=`
    Centre,
}

/// A line without its marks.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    caret: bool,
    row: bool,
    indented: bool,
    quad: Quad,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Line<'a> {
        let drop = |c: char| c == ' ' || c.is_control();
        let row = line.trim_start_matches(' ').starts_with(ROW);
        let lead: usize = line.chars().take_while(|c| *c == ' ').count();
        let indented = line.starts_with('\t') || lead >= 2 || line.trim_start().starts_with('\t');
        let mut text = line.trim_matches(drop);
        let caret = text.starts_with('^');
        text = text.trim_start_matches('^').trim_start_matches(drop);
        let mut quad = Quad::Open;
        // `<!` and `=!` end lines too.
        let bare = text.strip_suffix('!').filter(|it| it.ends_with(['<', '='])).unwrap_or(text);
        if let Some(rest) = bare.strip_suffix('<') {
            quad = Quad::Left;
            text = rest.trim_end_matches('<').trim_end_matches(drop);
        } else if let Some(rest) = bare.strip_suffix('=') {
            quad = Quad::Centre;
            text = rest.trim_end_matches(drop);
        }
        Line { text, caret, row, indented, quad }
    }

    fn blank(&self) -> bool {
        self.text.is_empty()
    }

    fn begins_body(&self) -> bool {
        self.row || !self.caret && self.indented && !self.blank()
    }
}

/// Fills the story. `halves` says that a brace is one half, as in AP's tables.
pub fn fill(story: &mut RawStory, envelope: &Envelope<'_>, halves: bool) {
    let raw: Vec<&str> = envelope.text.lines().collect();
    let lines: Vec<Line> = raw.iter().map(|line| Line::new(line)).collect();
    let carets = lines.iter().any(|line| line.caret);
    let mut at = lines.iter().position(|line| !line.blank()).unwrap_or(lines.len());
    // The slug.
    if let Some(first) = lines.get(at)
        && !first.begins_body()
        && is_slug(first, envelope.slug.as_deref(), carets, &lines[at + 1..])
    {
        slug(story, first.text);
        at += 1;
    }
    if story.slug.is_none() {
        story.slug = envelope.slug.clone();
    }
    if !carets && !crossed(story, &lines, &mut at) {
        // Nothing marks the head: it is read as copy is.
        let rest = raw.get(at..).unwrap_or(&[]);
        let marked = rest.iter().any(|line| Line::new(line).quad != Quad::Open);
        if !envelope.tabular && !marked && !lines[at..].iter().any(|line| line.row) {
            story.body = Body::Copy(words(&rest.join("\n"), halves));
            return;
        }
    }
    let mut head = Head::default();
    if carets {
        at = head.read(story, &lines, at, envelope.tabular);
    }
    let rest = raw.get(at..).unwrap_or(&[]);
    body(story, rest, &lines[at.min(lines.len())..], head, envelope.tabular, halves);
}

/// Whether the first line is the slug.
fn is_slug(line: &Line, header: Option<&str>, carets: bool, below: &[Line]) -> bool {
    if line.caret {
        return true;
    }
    let letters = |text: &str| -> String {
        let keyword = text.split(',').next().unwrap_or("");
        keyword.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let own = letters(line.text);
    let same = header.map(letters).is_some_and(|header| {
        !own.is_empty() && (own.starts_with(&header) || header.starts_with(&own))
    });
    let next = below.iter().find(|it| !it.blank());
    same || !carets && line.text.len() <= 60 && next.is_some_and(|it| it.text.ends_with('+'))
}

/// Slug and version, without the number of words.
fn slug(story: &mut RawStory, line: &str) {
    let mut parts: Vec<&str> = line.split(',').map(str::trim).collect();
    let is_count = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    while parts.len() > 1 && parts.last().is_some_and(is_count) {
        parts.pop();
    }
    let version = parts[1..].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>();
    if !version.is_empty() {
        story.version = Some(version.join(", "));
    }
    parts.retain(|part| !part.is_empty());
    story.slug = Some(parts.join(", ")).filter(|it| !it.is_empty());
}

/// Takes a headline that ends in a cross, over one line or a few.
fn crossed(story: &mut RawStory, lines: &[Line], at: &mut usize) -> bool {
    let from = *at + lines.get(*at..).unwrap_or(&[]).iter().take_while(|it| it.blank()).count();
    let few = lines.get(from..).unwrap_or(&[]).iter().take(LONGEST_HEAD);
    let Some(end) = few.take_while(|it| !it.blank()).position(|it| it.text.ends_with('+')) else {
        return false;
    };
    let head: Vec<&str> = lines[from..=from + end].iter().map(|it| it.text).collect();
    story.headline = Some(head.join(" ").trim_end_matches(['+', ' ']).to_owned());
    *at = from + end + 1;
    true
}

/// What the head leaves to the body.
#[derive(Default)]
struct Head {
    /// Lines that `copy` has to judge: embargoes, headings.
    front: Vec<String>,
    /// Lines that are none of head and notes: an abstract, or the items of a list.
    others: Vec<String>,
}

impl Head {
    /// Reads the lines of the head; says where the body begins.
    fn read(
        &mut self,
        story: &mut RawStory,
        lines: &[Line],
        mut at: usize,
        tabular: bool,
    ) -> usize {
        let mut signed = false;
        let mut headed = false;
        while let Some(line) = lines.get(at) {
            if line.blank() {
                at += 1;
                continue;
            }
            if !line.caret {
                break;
            }
            let (text, quad, next) = whole(lines, at);
            at = next;
            let centred = quad == Quad::Centre;
            let by = text.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("by "));
            if by && (centred || text.len() <= 120 && story.headline.is_some()) {
                story.bylines.push(text);
                signed = true;
                continue;
            }
            // Who they write for. In tables, headings are centred too.
            if signed && (centred && !tabular || byline::add_title(&mut Byline::default(), &text)) {
                story.bylines.push(text);
                continue;
            }
            if notes::read(&text).is_some() {
                story.ednotes.push(text);
            } else if notes::embargo(&text).is_some() {
                self.front.push(text);
            } else if let Some(found) = take::read_line(&text) {
                let mut take = story.take.take().unwrap_or_default();
                take::join(&mut take, found);
                story.take = Some(take);
            } else if centred {
                self.front.push(text);
                headed = true;
            } else if story.headline.is_none() && !headed {
                story.headline = Some(text);
            } else {
                self.others.push(text);
            }
        }
        at
    }
}

/// A line of the head with the lines on which it goes on, and where the next one stands.
fn whole(lines: &[Line], at: usize) -> (String, Quad, usize) {
    let mut text = lines[at].text.to_owned();
    if lines[at].quad != Quad::Open {
        return (text, lines[at].quad, at + 1);
    }
    // Only where an end follows soon does it go on; else the mark was lost.
    let few = lines[at + 1..].iter().take(LONGEST_HEAD);
    let below = few.take_while(|it| !it.caret && !it.blank() && !it.begins_body());
    let Some(more) = below.map(|it| it.quad).position(|it| it != Quad::Open) else {
        return (text, Quad::Open, at + 1);
    };
    let end = at + 1 + more;
    for line in &lines[at + 1..=end] {
        text.push(' ');
        text.push_str(line.text);
    }
    (text, lines[end].quad, end + 1)
}

/// Parts the body.
fn body(
    story: &mut RawStory,
    raw: &[&str],
    lines: &[Line],
    head: Head,
    tabular: bool,
    halves: bool,
) {
    let tabs = raw.iter().any(|line| line.trim_start_matches(' ').starts_with('\t'));
    let marked = tabs || lines.iter().any(|it| it.row || it.caret || it.quad != Quad::Open);
    let empty = lines.iter().all(Line::blank);
    let mut blocks = Blocks::default();
    for text in head.front {
        blocks.own(&text);
    }
    // A transmission of head lines alone is a list: they are its items.
    if empty {
        for text in &head.others {
            blocks.own(text);
        }
    } else {
        story.summary.extend(head.others.iter().map(|it| words(it, halves)));
    }
    if tabular || marked {
        for line in lines {
            blocks.add(line, tabular);
        }
        blocks.close();
    } else if blocks.done.is_empty() {
        story.body = Body::Wrapped(words(&raw.join("\n"), halves));
        return;
    } else {
        blocks.done.extend(paragraphs::paragraphs(&clean::normalise(&raw.join("\n"))));
    }
    let blocks: Vec<String> = blocks.done.iter().map(|it| words(it, halves)).collect();
    let prose = blocks.iter().any(|it| !it.starts_with(ROW) && it.len() > 80);
    story.body = if blocks.iter().any(|it| it.starts_with(ROW)) && !prose {
        Body::Preformatted(blocks.join("\n\n"))
    } else {
        Body::Paragraphs(blocks)
    };
}

/// Paragraphs and tables in the making.
#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    open: String,
}

impl Blocks {
    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        // A rule only parts what stands above it from what stands below.
        if !open.trim().bytes().all(|b| b == b'_') {
            self.done.push(open);
        }
    }

    /// Adds a paragraph of its own.
    fn own(&mut self, text: &str) {
        self.close();
        self.open.push_str(text);
        self.close();
    }

    fn add(&mut self, line: &Line, tabular: bool) {
        if line.blank() {
            self.close();
        } else if line.caret {
            // `^END<` closes a table.
            if line.text != "END" {
                self.own(line.text);
            } else {
                self.close();
            }
        } else if line.row || tabular && !line.indented {
            if self.open.starts_with(ROW) {
                self.open.push('\n');
            } else {
                self.close();
            }
            self.open.push(ROW);
            self.open.push_str(line.text);
        } else {
            if line.indented || self.open.starts_with(ROW) {
                self.close();
            }
            let compound = self.open.ends_with('-')
                && self.open.chars().rev().nth(1).is_some_and(char::is_alphabetic);
            if !self.open.is_empty() && !compound {
                self.open.push(' ');
            }
            self.open.push_str(line.text);
            if line.quad != Quad::Open {
                self.close();
            }
        }
    }
}

/// Writes out what seven bits could not hold: dashes, and halves in tables.
fn words(text: &str, halves: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        // The space band closes a cell, as the semicolon behind it does.
        if c == '\u{10}' && after == ';' {
            continue;
        }
        let set_off = |c: char| c.is_whitespace() || c.is_control();
        let half = halves
            && (before.is_ascii_digit() || before == ';' || set_off(before))
            && !after.is_alphanumeric();
        out.push(match c {
            '_' if set_off(before) && set_off(after) => '—',
            '{' if half => '½',
            c => c,
        });
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_lines() {
        let line = Line::new("^By ANN LEE=");
        assert_eq!((line.text, line.caret, line.quad), ("By ANN LEE", true, Quad::Centre));
        let line = Line::new("\t   BOSTON (AP) _ Fog.<!");
        assert_eq!((line.text, line.indented, line.quad), ("BOSTON (AP) _ Fog.", true, Quad::Left));
        assert!(Line::new("\u{8}Boston;4;2<").row);
        assert_eq!(Line::new("Stop!").text, "Stop!");
    }

    #[test]
    fn dashes_and_halves_are_written_out() {
        assert_eq!(words("BOSTON (AP) _ Fog _ thick_fog", true), "BOSTON (AP) — Fog — thick_fog");
        assert_eq!(words("3{;{;a{b {x", true), "3½;½;a{b {x");
        assert_eq!(words("3{", false), "3{");
    }

    #[test]
    fn a_slug_loses_its_count() {
        let read = |line: &str| {
            let mut story = RawStory::default();
            slug(&mut story, line);
            (story.slug.unwrap_or_default(), story.version)
        };
        assert_eq!(read("BC-EU--Fog,466"), ("BC-EU--Fog".into(), None));
        assert_eq!(
            read("BC-EU--Fog, 1st Ld-Writethru,466"),
            ("BC-EU--Fog, 1st Ld-Writethru".into(), Some("1st Ld-Writethru".into()))
        );
        assert_eq!(read("10ThingstoKnow-Today,"), ("10ThingstoKnow-Today".into(), None));
    }
}
