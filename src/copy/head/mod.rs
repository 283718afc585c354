//! The head block of plain copy: everything above the text.
//!
//! Comes in: a whole story as lines. Goes out: the slug, headline, byline, time and the like that
//! its first lines hold, and where the text begins. A line that is none of these for certain goes
//! back to the text, in `front`: nothing is lost.

mod address;
mod byline;
mod line;
mod start;
#[cfg(test)]
mod tests;

use super::dateline::Hints;
use super::{byline as bylines, clock, notes, take};
use crate::story::{Byline, FiledText, Take, TakeKind};
use crate::text::paragraphs;
pub(in crate::copy) use address::of_reuters;
use line::{Key, Line};
use start::{first_of_body, lone_place};
pub(in crate::copy) use start::{is_slip, opens_text};

/// What a head block says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// Identifier in the first line.
    pub native_id: Option<String>,
    /// Slug as filed.
    pub slug: Option<String>,
    /// Headline as filed, on one line.
    pub headline: Option<String>,
    /// Byline, with the titles under it.
    pub byline: Option<Byline>,
    /// Dateline of a header line.
    pub dateline: Option<String>,
    /// Time stamp.
    pub filed: Option<FiledText>,
    /// Agency of a header line.
    pub agency: Option<String>,
    /// Language of a header line.
    pub language: Option<String>,
    /// Category of a header line.
    pub category: Option<String>,
    /// Keywords of a header line.
    pub topics: Vec<String>,
    /// Address of publication.
    pub url: Option<String>,
    /// Take marks on lines of their own.
    pub take: Option<Take>,
    /// A line that holds the story back until a time, as filed.
    pub embargo: Option<String>,
    /// Notes to editors, and header lines that no field holds.
    pub ednotes: Vec<String>,
    /// Points of a summary above the text.
    pub points: Vec<String>,
    /// Lines that stay in the text, before the rest.
    pub front: Vec<String>,
    /// A dateline opens the text.
    pub opens: bool,
    /// Byte offset where the text begins.
    pub rest: usize,
}

/// Longest headline, in bytes, where a byline or dateline follows.
const LONGEST_HEADLINE: usize = 320;

/// Reads the head block of a story.
pub fn read(text: &str, hints: &Hints) -> Head {
    let lines = line::lines(text);
    let keyed = lines.iter().take(12).filter(|line| line::key(line.text).is_some()).count() >= 2;
    let opening = first_of_body(text, &lines, hints);
    let place = if opening.is_none() { lone_place(&lines) } else { None };
    let body = opening.or(place);
    let mut reader = Reader { lines: &lines, body, keyed, head: Head::default() };
    let mut stop = reader.run();
    let mut head = reader.head;
    if place == Some(stop) && head.dateline.is_none() {
        head.dateline = Some(lines[stop].text.to_owned());
        stop += 1;
    }
    head.opens = body.is_some();
    if let Some((slug, id)) = head.url.as_deref().and_then(of_reuters) {
        head.slug.get_or_insert_with(|| slug.to_owned());
        head.native_id.get_or_insert_with(|| id.to_owned());
    }
    head.rest = lines.get(stop).map_or_else(|| end_of(text, &lines), |line| line.start);
    head
}

/// Where the lines end that were looked at.
fn end_of(text: &str, lines: &[Line]) -> usize {
    let Some(last) = lines.last() else { return 0 };
    memchr::memchr(b'\n', &text.as_bytes()[last.start..]).map_or(text.len(), |at| last.start + at)
}

struct Reader<'a, 'b> {
    lines: &'b [Line<'a>],
    body: Option<usize>,
    keyed: bool,
    head: Head,
}

impl<'a> Reader<'a, '_> {
    /// Reads line by line; returns the index of the line at which the text begins.
    fn run(&mut self) -> usize {
        let end = self.body.unwrap_or(self.lines.len());
        let mut index = 0;
        while index < end {
            let line = self.lines[index];
            if let Some(next) = self.header_line(index, line).or_else(|| self.byline(index, end)) {
                index = next;
                continue;
            }
            if let Some(next) = self.note_end(index, end) {
                let note = self.joined(index, next);
                self.head.ednotes.push(note);
                index = next;
                continue;
            }
            if let Some(point) = self.bullet(index).filter(|_| self.body.is_some()) {
                let next = self.group_end(index, end);
                let mut point = point.to_owned();
                for line in &self.lines[index + 1..next] {
                    point.push(' ');
                    point.push_str(line.text);
                }
                self.head.points.push(point);
                index = next;
                continue;
            }
            let next = self.group_end(index, end);
            if self.head.headline.is_none() && self.is_headline(index, next) {
                self.head.headline = Some(self.joined(index, next));
            } else if self.body.is_some() {
                self.unknown(index, next);
            } else {
                return index;
            }
            index = next;
        }
        end
    }

    /// A point of a summary. A dash opens one only where a line can: it also stands at the start
    /// of the second line of a headline.
    fn bullet(&self, index: usize) -> Option<&'a str> {
        let line = self.lines[index];
        let point = line::bullet(line.text)?;
        let before = index.checked_sub(1).map(|before| self.lines[before].text);
        let may_start = line.gap || before.is_none_or(|before| line::bullet(before).is_some());
        (may_start || !line.text.starts_with('-')).then_some(point)
    }

    /// A group of lines above the dateline that is no headline: names, or text that stays.
    fn unknown(&mut self, index: usize, next: usize) {
        let text = self.joined(index, next);
        let near = self.body == Some(next);
        if near
            && self.head.byline.is_none()
            && next == index + 1
            && let Some(byline) = bylines::read_names(&text).or_else(|| self.shouted_name(index))
        {
            self.head.byline = Some(byline);
        } else {
            self.head.front.push(text);
        }
    }

    /// `NOTE TO EDITORS` above a text without dateline: the headline of a notice, not a note.
    fn is_notice(&self, index: usize) -> bool {
        let (text, next) = (self.lines[index].text, self.lines.get(index + 1));
        self.body.is_none()
            && self.head.headline.is_none()
            && self.head.ednotes.is_empty()
            && text.len() <= 80
            && text.starts_with(['N', 'E', 'A'])
            && next.is_some_and(|next| next.gap)
            && take::read(text, None).take.kind == TakeKind::Advisory
    }

    /// A line that its own looks class; returns the line behind it.
    fn header_line(&mut self, index: usize, line: Line<'a>) -> Option<usize> {
        let text = line.text;
        let is_notice = self.is_notice(index);
        let head = &mut self.head;
        if is_notice {
            head.headline = Some(text.to_owned());
        } else if index == 0
            && let Some(id) = line::message_id(text)
        {
            head.native_id = Some(id.to_owned());
        } else if line::is_noise(text) {
            // Frames and empty comments.
        } else if index < 3 && line::is_wire_header(text) {
            head.ednotes.push(text.to_owned());
        } else if let Some((key, certain, value)) = line::key(text)
            && (certain || self.keyed)
        {
            key_line(head, key, value, text);
        } else if line::is_url(text) {
            if head.url.is_some() {
                return None;
            }
            head.url = Some(text.to_owned());
        } else if head.embargo.is_none() && notes::embargo(text).is_some() {
            head.embargo = Some(text.to_owned());
        } else if head.filed.is_none()
            && text.len() <= 80
            && text.bytes().any(|b| b.is_ascii_digit())
            && let Some(filed) = clock::parse_timestamp(text)
        {
            head.filed = Some(filed);
        } else if notes::read(text).is_some() || line.marked && text.starts_with("AP Photo") {
            head.ednotes.push(text.to_owned());
        } else if index > 0
            && let Some((byline, filed)) = byline::and_time(text)
            && head.byline.is_none()
            && head.filed.is_none()
        {
            (head.byline, head.filed) = (Some(byline), Some(filed));
        } else if let Some(found) = take::read_line(text) {
            match &mut head.take {
                Some(known) => take::join(known, found),
                None => head.take = Some(found),
            }
        } else if head.slug.is_none() && head.headline.is_none() && line::is_slug(text) {
            head.slug = Some(text.to_owned());
        } else {
            return None;
        }
        Some(index + 1)
    }

    /// The end of the run of lines that belong together from `index` on.
    fn group_end(&self, index: usize, end: usize) -> usize {
        let first = self.lines[index];
        let mut next = index + 1;
        while next < end && next - index < 12 {
            let line = self.lines[next];
            let apart = line.gap
                || self.body.is_none()
                    && (self.short_above_long(index, next) || self.is_table(next))
                || line.comment != first.comment
                || line.comment
                || line.marked
                || first.marked
                || line.indent >= first.indent + 2
                || self.bullet(next).is_some()
                || self.speaks_to_editors(next, end)
                || self.names_above_text(next)
                || bylines::read(line.text)
                    .is_some_and(|found| !self.goes_on_headline(next, &found));
            if apart {
                break;
            }
            next += 1;
        }
        next
    }

    /// Whether a note, a line of take marks or an embargo starts here.
    fn speaks_to_editors(&self, index: usize, end: usize) -> bool {
        let text = self.lines[index].text;
        self.note_end(index, end).is_some()
            || notes::embargo(text).is_some()
            || take::read_line(text).is_some()
    }

    /// The end of the note that starts here; one in brackets may take several lines.
    fn note_end(&self, index: usize, end: usize) -> Option<usize> {
        let first = self.lines[index].text;
        if notes::read(first).is_some() {
            return Some(index + 1);
        }
        if !first.starts_with(['(', '[']) || first.contains([')', ']']) {
            return None;
        }
        for next in index + 1..end.min(index + 6) {
            let line = self.lines[next];
            if line.gap {
                return None;
            }
            if line.text.contains([')', ']']) {
                return notes::read(&self.joined(index, next + 1)).map(|_| next + 1);
            }
        }
        None
    }

    /// Whether a run of lines is the headline.
    fn is_headline(&self, index: usize, next: usize) -> bool {
        let first = self.lines[index];
        let count = next - index;
        let length: usize = self.lines[index..next].iter().map(|line| line.text.len() + 1).sum();
        let last = self.lines[next - 1].text;
        let is_sentence = last.ends_with('.') && !last.ends_with("..");
        if first.comment || first.marked {
            return count == 1 && length <= LONGEST_HEADLINE;
        }
        let anchored = self.body.is_some()
            || self.lines.get(next).is_some_and(|line| bylines::read(line.text).is_some());
        if anchored {
            return count <= 4 && length <= LONGEST_HEADLINE && !(is_sentence && length > 160);
        }
        let Some(behind) = self.lines.get(next) else {
            // Under a note that kills or advises, the desk signs.
            let is_notice = self
                .head
                .take
                .as_ref()
                .is_some_and(|take| matches!(take.kind, TakeKind::Kill | TakeKind::Advisory));
            if is_notice && !self.head.ednotes.is_empty() {
                return false;
            }
            // Nothing follows: one short line is a story without text, such as an alert.
            return count <= 2 && length <= 200 && !is_sentence && next == self.lines.len();
        };
        let is_shouted = !last.bytes().any(|b| b.is_ascii_lowercase());
        if is_sentence && !is_shouted || length > 200 || count > 3 {
            // One line a paragraph: the headline is the short one above long ones.
            return false;
        }
        behind.gap
            || count <= 2 && self.is_table(next)
            || behind.indent >= first.indent + 2
            || self.short_above_long(index, next)
    }

    /// Whether three rows of a table stand here.
    fn is_table(&self, from: usize) -> bool {
        let rows = self.lines.get(from..from + 3).unwrap_or(&[]);
        paragraphs::is_table(&rows.iter().map(|row| row.text).collect::<Vec<_>>())
    }

    /// In copy with one line a paragraph, whether this line is much shorter than the next.
    fn short_above_long(&self, index: usize, next: usize) -> bool {
        next == index + 1
            && self.lines[index].text.len() <= 120
            && self.lines.get(next).is_some_and(|line| line.text.len() > 160)
    }

    fn joined(&self, index: usize, next: usize) -> String {
        let mut joined = String::new();
        for line in &self.lines[index..next] {
            for word in line.text.split_whitespace() {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(word);
            }
        }
        joined
    }
}

/// Puts the value of a header line where it belongs. What has no place is kept as a note.
fn key_line(head: &mut Head, key: Key, value: &str, whole: &str) {
    if value.is_empty() {
        return;
    }
    let owned = || Some(value.to_owned());
    match key {
        Key::Headline if head.headline.is_none() => head.headline = owned(),
        Key::Byline if head.byline.is_none() => {
            head.byline = bylines::read_element(&[value.to_owned()]);
        }
        Key::Dateline if head.dateline.is_none() => head.dateline = owned(),
        Key::Slug if head.slug.is_none() => head.slug = owned(),
        Key::Agency if head.agency.is_none() => head.agency = owned(),
        Key::Category if head.category.is_none() => head.category = owned(),
        Key::Language if head.language.is_none() => head.language = owned(),
        Key::Url if head.url.is_none() => head.url = owned(),
        Key::Id if head.native_id.is_none() => head.native_id = owned(),
        Key::Date if head.filed.is_none() => match clock::parse_timestamp(value) {
            Some(filed) => head.filed = Some(filed),
            None => head.ednotes.push(whole.to_owned()),
        },
        Key::Keywords => head.topics.extend(
            value.split([',', ';']).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned),
        ),
        _ => head.ednotes.push(whole.to_owned()),
    }
}
