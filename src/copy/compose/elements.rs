//! What elements and header lines say: body, headline, byline, dateline.
//!
//! Comes in: the fields of the raw story, and the head block of plain copy. Goes out: the fields
//! of the draft. Apart from the running text, which only fills what these leave open.

use super::{Draft, Text, body, one_line, opening, quoted};
use crate::copy::{agencies, byline, clock, dateline, head, notes, take};
use crate::story::{Dateline, Take, TakeKind};
use crate::text::language;

impl Draft {
    /// Takes the text out of the raw story; of plain copy, the head block too.
    pub(super) fn body(&mut self) -> Text {
        let body = std::mem::take(&mut self.raw.body);
        let (mut text, end) = body::read(body, |copy| {
            let head = head::read(copy, &self.hints());
            let (rest, opens) = (head.rest, head.opens);
            let (front, points) = self.head(head);
            body::Above { rest, opens, front, points }
        });
        if self.story.url.as_deref().and_then(head::of_reuters).is_some() {
            body::squeeze_tickers(&mut text.paragraphs);
        }
        self.signed = end.agency;
        self.trailer = end.filed;
        if self.reference.is_none() {
            self.reference = self.trailer.as_ref().and_then(|filed| filed.date.parse().ok());
        }
        if end.more {
            self.flag("take_incomplete");
        }
        if let Some(initials) = end.initials {
            self.story.credits_line = Some(initials);
            self.infer("credits");
        }
        text
    }

    /// Takes over what a head block says, where no element said it. What is not taken over goes
    /// back before the text, in order.
    fn head(&mut self, head: head::Head) -> (Vec<String>, Vec<String>) {
        let mut front = Vec::new();
        let story = &mut self.story;
        let mut inferred: Vec<&'static str> = Vec::new();
        let mut set = |field: &mut Option<String>, value: Option<String>, name| match value {
            Some(value) if field.is_none() => {
                *field = Some(value);
                inferred.push(name);
            }
            // Said twice alike is said once.
            Some(value) if field.as_deref() != Some(value.as_str()) => front.push(value),
            _ => {}
        };
        set(&mut self.raw.headline, head.headline, "headline");
        set(&mut story.slug, head.slug, "slug");
        set(&mut story.native_id, head.native_id, "native_id");
        set(&mut story.url, head.url, "url");
        set(&mut story.category, head.category, "category");
        set(&mut self.raw.dateline, head.dateline, "dateline");
        let spoken = head.language.as_deref().and_then(language::canonical);
        set(&mut story.language, spoken, "language");
        if let Some(agency) = head.agency {
            let known = agencies::canonical(&agency);
            if self.agency.is_none() {
                self.agency = Some(known.map_or(agency, |known| known.name.to_owned()));
                self.zone = known.and_then(|known| known.zone);
                inferred.push("agency");
            }
        }
        if self.raw.filed.is_none() && head.filed.is_some() {
            self.raw.filed = head.filed;
            self.reference = self.raw.filed.as_ref().and_then(|filed| filed.date.parse().ok());
            inferred.push("filed");
        }
        if let Some(byline) = head.byline {
            if self.raw.bylines.is_empty() {
                story.byline = Some(byline);
                inferred.push("byline");
            } else {
                front.push(byline.line);
            }
        }
        if story.topics.is_empty() && !head.topics.is_empty() {
            story.topics = head.topics;
            inferred.push("topics");
        }
        for name in inferred {
            self.infer(name);
        }
        for note in head.ednotes {
            let kind = notes::read(&note);
            self.notes.push(note);
            self.infer("ednote");
            if let Some(kind) = kind {
                self.said(kind);
            }
        }
        if let Some(found) = head.take {
            take::join(&mut self.story.take, found);
            self.infer("take");
        }
        if let Some(line) = head.embargo {
            self.embargo(line);
        }
        front.extend(head.front);
        (front, head.points)
    }

    /// Takes over a line that holds the story back: its time, or the words where none can be read.
    pub(super) fn embargo(&mut self, line: String) {
        if self.story.embargo.is_some() {
            self.notes.push(line);
            return;
        }
        let time = notes::embargo(&line)
            .and_then(clock::parse_timestamp)
            .and_then(|time| clock::to_utc(&time, self.zone));
        self.story.embargo = Some(match time {
            Some(time) => {
                // The words are kept too.
                self.notes.push(line);
                self.infer("ednote");
                time.utc
            }
            None => line,
        });
        self.infer("embargo");
    }

    /// Reads the take marks of headline and slug.
    pub(super) fn headline(&mut self) {
        let headline = one_line(self.raw.headline.take()).map(quoted);
        let whole = headline.as_deref().unwrap_or("");
        let take::Reading { take: read, headline: rest } =
            take::read(whole, self.story.slug.as_deref());
        let stripped = (rest.len() != whole.len()).then(|| rest.to_owned());
        if let Some(given) = self.raw.take.take() {
            let given = Take { mark: one_line(given.mark), ..given };
            let before = std::mem::replace(&mut self.story.take, given);
            if self.story.take.kind == TakeKind::New && self.story.take.mark.is_none() {
                take::join(&mut self.story.take, before);
            }
            // A correction is an update too; else the element knows best, and the copy adds its mark.
            if matches!(self.story.take.kind, TakeKind::New | TakeKind::Update) {
                if read != Take::default() {
                    take::join(&mut self.story.take, read);
                    self.infer("take");
                }
            } else if self.story.take.mark.is_none() && read.mark.is_some() {
                self.story.take.mark = read.mark;
                self.story.take.number = self.story.take.number.or(read.number);
                self.infer("take");
            }
        } else if read != Take::default() {
            let before = std::mem::replace(&mut self.story.take, read);
            take::join(&mut self.story.take, before);
            self.infer("take");
        }
        self.story.headline = stripped.or(headline).filter(|headline| !headline.is_empty());
    }

    /// Reads the byline elements. What is no byline among them is kept as a note.
    pub(super) fn byline_element(&mut self, text: &mut Text) {
        let elements = std::mem::take(&mut self.raw.bylines);
        if elements.is_empty() {
            return;
        }
        let elements: Vec<String> = elements
            .iter()
            .flat_map(|element| element.split(['\n', '\r']))
            .filter_map(|line| one_line(Some(line.to_owned())))
            .collect();
        match byline::read_element(&elements) {
            Some(byline) => {
                for line in &elements {
                    if let Some((note, _)) = line.split_once('^')
                        && !note.trim().is_empty()
                    {
                        self.notes.push(note.trim().to_owned());
                    }
                }
                self.story.byline = Some(byline);
            }
            None => self.notes.extend(elements),
        }
        // Copy that repeats its byline element.
        let repeats = text.paragraphs.first().is_some_and(|first| {
            first.len() <= 200
                && self.story.byline.as_ref().is_some_and(|known| {
                    byline::read(first).is_some_and(|found| found.names == known.names)
                })
        });
        if repeats && text.paragraphs.len() > 1 {
            text.paragraphs.remove(0);
        }
    }

    /// Reads the dateline element. Words of the text that were pulled into it go back.
    pub(super) fn dateline_element(&mut self, text: &mut Text) {
        let Some(element) = one_line(self.raw.dateline.take()) else {
            return;
        };
        let hints = self.hints();
        let Some(reading) = dateline::read_element(&element, &hints) else {
            let runs_on = element.ends_with(['-', '–', '—', '_', ':']);
            if runs_on || text.paragraphs.is_empty() {
                body::prepend(text, &element);
            } else {
                self.story.dateline = Some(Dateline { line: element, ..Dateline::default() });
            }
            return;
        };
        let before = element.get(..reading.before).unwrap_or("").trim();
        if !before.is_empty() && !opening::take_before(self, before) {
            self.notes.push(before.to_owned());
        }
        let mut rest = element.get(reading.rest..).unwrap_or("").trim();
        // `NEW YORK 2005-01-01 04:15:31 UTC`: when it moved.
        if let Some(at) = element.find(|c: char| c.is_ascii_digit()).filter(|_| !rest.is_empty())
            && let Some(time) = clock::parse_timestamp(&element[at..])
            && time.time.is_some()
        {
            rest = "";
            if self.raw.filed.as_ref().is_none_or(|filed| filed.time.is_none()) {
                self.reference = time.date.parse().ok();
                self.raw.filed = Some(time);
            }
        }
        if !rest.is_empty() {
            // A byline on its second line, or the first words of the text.
            match byline::read(rest) {
                Some(byline) if self.story.byline.is_none() => self.story.byline = Some(byline),
                _ => body::prepend(text, rest),
            }
        }
        self.set_dateline(&reading);
    }
}
