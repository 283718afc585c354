//! The elements of one record in, the fields of a story out.
//!
//! One name means the same in nearly all collections, so the names stand in one `match`; what a
//! collection has of its own hangs on its [`Habit`].

use super::body::Body as Builder;
use super::collections::{self, Collection, Habit};
use super::dates;
use super::tags::{Doc, Field, MARK, TEXTS, attribute};
use super::values::{
    entries, is_advice, is_byline, join_line, line, parts, plain, quotes, slug_in, without_code,
    without_count,
};
use crate::copy::byline;
use crate::format::doubles::each_once;
use crate::format::wire_header::header;
use crate::story::{Body, Byline, FiledText, RawStory, Take, TakeKind};
use crate::text::{clean, language};

/// Why a record is no story.
pub enum Unfit {
    /// It has no identifier.
    NoId,
    /// It is something else.
    NotStory(&'static str),
}

/// Puts what the elements say into the story.
pub fn fill(story: &mut RawStory, doc: &Doc) -> Result<(), Unfit> {
    let id = identifier(doc).ok_or(Unfit::NoId)?;
    if doc.fields.iter().any(|it| it.name == "DOCHDR") {
        return Err(Unfit::NotStory("web page"));
    }
    let collection = collections::collection(&id);
    let mut reader = Reader {
        story,
        collection,
        body: Builder::default(),
        times: Vec::new(),
        heads: Vec::new(),
        under: false,
        more: false,
    };
    let last = doc.fields.iter().rposition(|it| it.name == "TEXT").unwrap_or(0);
    for (at, field) in doc.fields.iter().enumerate() {
        reader.more = at < last;
        reader.field(field);
        // Some put the opening paragraphs before the head.
        reader.under |= TEXTS.contains(&field.name.as_str())
            && !matches!(field.name.as_str(), "LP" | "LEADPARA");
    }
    reader.loose(doc);
    reader.finish(&id, doc);
    let empty = match &story.body {
        Body::Paragraphs(paragraphs) => paragraphs.is_empty(),
        _ => false,
    };
    if empty && story.headline.is_none() {
        return Err(Unfit::NotStory("empty"));
    }
    story.native_id = Some(id);
    Ok(())
}

fn identifier(doc: &Doc) -> Option<String> {
    let own = ["id", "docid", "docno"].into_iter().find_map(|it| attribute(doc.attributes, it));
    let id = doc
        .first("DOCNO")
        .or(own.filter(|it| !it.is_empty()))
        .or_else(|| doc.first("DOCID"))
        .or_else(|| doc.first("ID"))?;
    let id = clean::one_line(&plain(id));
    (!id.is_empty() && id.len() <= 200).then_some(id)
}

struct Reader<'a> {
    story: &'a mut RawStory,
    collection: Collection,
    body: Builder,
    /// Times found, best kind first; the first of the best kind counts.
    times: Vec<(u8, FiledText)>,
    heads: Vec<String>,
    /// Whether the text has begun.
    under: bool,
    /// Whether more text follows.
    more: bool,
}

impl Reader<'_> {
    fn field(&mut self, field: &Field) {
        let value = field.value.as_str();
        match field.name.as_str() {
            name if TEXTS.contains(&name) => self.body.text(value, self.collection.habit),
            "HEAD" | "HL" | "HEADLINE" | "TITLE" | "TTL" | "TI" | "H3" => self.headline(value),
            "BYLINE" | "AUTHOR" => self.byline(value),
            "DATELINE" => self.dateline(value),
            "FILEID" | "DATE_TIME" | "DATETIME" | "DATE-TIME" => self.time(0, value),
            "TRAILER" => self.time(2, value),
            "DATE" | "DD" | "DATE1" | "PUBDATE" | "PUB_DATE" => self.time(3, value),
            "FIRST" | "1ST_LINE" | "HEADER" => self.header(value),
            "SECOND" | "2ND_LINE" => {
                // The line has blanks where the header's copy of it had to do without.
                let slug = line(value);
                self.story.slug = Some(without_count(&slug).to_owned()).filter(|it| !it.is_empty());
            }
            "SLUG" => {
                self.story.slug.get_or_insert_with(|| line(value));
            }
            "NOTE" | "MEMO" | "CORRECTION" | "GRAPHIC" => self.note(value),
            "UNK" | "AU" => {
                let text = line(value);
                if is_byline(&text) { self.byline(value) } else { self.note(value) }
            }
            "F" => self.numbered(field),
            "IN" | "NS" | "GV" | "TP" | "SUBJECT" | "DESCRIPT" | "KEYWORD" | "KEYWORDS"
            | "CLAVE" => {
                self.topics("", value);
            }
            "CO" => self.topics("company:", value),
            "PE" => self.topics("people:", value),
            "RE" | "CN" | "COUNTRY" => {
                let places = entries(value).map(|it| without_code(&it).to_owned());
                self.story.places.extend(places.filter(|it| !it.is_empty()));
            }
            "DOCTYPE" | "CATEGORY" | "SCATE" | "SECTION" | "TYPE" => self.category(field),
            "LANGUAGE" => {
                self.story.language = language::canonical(&line(value));
            }
            "PRIORIDAD" | "PRIORITY" | "URGENCY" => {
                self.story.urgency = line(value).parse().ok().filter(|it| (1..=8).contains(it));
            }
            "URL" | "WEB" => {
                self.story.url = Some(line(value)).filter(|it| it.contains("://"));
            }
            _ => {}
        }
    }

    fn headline(&mut self, value: &str) {
        let mut text = String::new();
        let mut lines = Vec::new();
        for part in parts(value) {
            lines.push(part);
        }
        if self.collection.habit == Habit::Decks {
            // A line of hyphens parts headline, further decks and byline.
            let mut named = false;
            for part in &lines {
                // A mark of the typesetters, before the second line of a standing head.
                let part = part.strip_prefix('@').map_or(part.as_str(), str::trim_start);
                if part.len() >= 2 && part.bytes().all(|it| it == b'-') {
                    named = false;
                    continue;
                }
                named |= is_byline(part);
                if named {
                    self.story.bylines.push(part.to_owned());
                } else {
                    join_line(&mut text, part);
                }
            }
        } else {
            for part in &lines {
                join_line(&mut text, part);
            }
        }
        if self.collection.habit == Habit::FinancialTimes
            && let Some((front, rest)) = text.split_once(" / ")
            && front.starts_with("FT ")
        {
            text = rest.to_owned();
        }
        if text.is_empty() {
            return;
        }
        if is_advice(&text) {
            self.story.ednotes.push(text);
        } else if self.under && !self.heads.is_empty() {
            // A head under the text belongs to what follows it.
            self.body.paragraph(text);
        } else {
            self.heads.push(text);
        }
    }

    fn byline(&mut self, value: &str) {
        for part in parts(value) {
            // A caret is a line end that was lost on the way.
            let lost = part.contains('^');
            for piece in part.split('^').map(str::trim).filter(|it| !it.is_empty()) {
                if self.under && self.more {
                    self.body.paragraph(piece.to_owned());
                } else if lost && !is_byline(piece) || is_advice(piece) || self.is_nobody(piece) {
                    self.story.ednotes.push(piece.to_owned());
                } else {
                    self.story.bylines.push(piece.to_owned());
                }
            }
        }
    }

    /// Bylines of AP say `By`; other lines in that element are titles under one, or name the
    /// subject of an obituary.
    fn is_nobody(&self, piece: &str) -> bool {
        self.collection.agency == Some("AP")
            && self.story.bylines.is_empty()
            && !is_byline(piece)
            && !byline::add_title(&mut Byline::default(), piece)
    }

    fn dateline(&mut self, value: &str) {
        let text = plain(value).replace(MARK, "\n");
        if self.under && (self.more || self.story.dateline.is_some()) {
            self.body.run_in(clean::one_line(&text));
            return;
        }
        let mut place = Vec::new();
        for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
            let inner = line.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
            match inner {
                // The byline follows in parentheses.
                Some(inner) if is_byline(inner) => self.story.bylines.push(inner.to_owned()),
                _ => place.push(line),
            }
        }
        let mut dateline = place.join("\n");
        if let Some((front, slug)) = slug_in(&dateline) {
            if self.story.slug.is_none() {
                self.story.slug = Some(slug.to_owned());
            }
            dateline = front.trim().to_owned();
        }
        if !dateline.is_empty() && self.story.dateline.is_none() {
            self.story.dateline = Some(dateline);
        }
    }

    fn time(&mut self, kind: u8, value: &str) {
        if let Some(found) = dates::read(&line(value)) {
            // A day says less than a time, whatever it stands in.
            let kind = if found.time.is_some() { kind } else { kind + 4 };
            self.times.push((kind, found));
        }
    }

    fn header(&mut self, value: &str) {
        let text = plain(value);
        if let Some(found) = header(&text) {
            self.story.urgency = found.urgency();
            self.story.category = Some(found.category.to_string());
            self.story.slug.get_or_insert_with(|| clean::one_line(found.slug));
        }
    }

    fn note(&mut self, value: &str) {
        let text = line(value);
        // `<UNK>By ANN LEE</UNK><NOTE>AP Sports Writer</NOTE>`
        if self.story.bylines.last().is_some_and(|it| is_byline(it))
            && byline::add_title(&mut Byline::default(), &text)
        {
            self.story.bylines.push(text);
        } else if !text.is_empty() {
            self.story.ednotes.push(text);
        }
    }

    /// Fields of broadcasts, which have numbers instead of names.
    fn numbered(&mut self, field: &Field) {
        let text = line(&field.value);
        if text.is_empty() {
            return;
        }
        match attribute(field.attributes, "P") {
            Some("100" | "101") => self.story.places.push(text),
            Some("102" | "104") => {
                if let Some(found) = dates::broadcast(&text) {
                    self.times.push((0, found));
                }
                if let Some(agency) = collections::monitored(&text) {
                    self.story.agency = Some(agency.to_owned());
                }
                self.story.ednotes.push(text);
            }
            Some("106") => {
                let inner = text.trim_start_matches('[').trim_end_matches(']');
                if is_byline(inner) {
                    self.story.bylines.push(inner.to_owned());
                } else {
                    self.story.ednotes.push(text);
                }
            }
            // Language of the broadcast, document and subject numbers.
            _ => {}
        }
    }

    fn topics(&mut self, scheme: &str, value: &str) {
        let found = entries(value).map(|it| format!("{scheme}{}", without_code(&it)));
        self.story.topics.extend(found.filter(|it| it.len() > scheme.len()));
    }

    fn category(&mut self, field: &Field) {
        let text = line(&field.value);
        let text = match field.name.as_str() {
            // Section, page and desk.
            "SECTION" => text.split(';').next().unwrap_or("").trim().to_owned(),
            _ => text,
        };
        // AQUAINT has stories, and what speaks to editors.
        if field.name == "DOCTYPE" && text.eq_ignore_ascii_case("MISCELLANEOUS TEXT") {
            self.story.take.get_or_insert_with(|| advisory(&text));
        }
        if !text.is_empty() && self.story.category.is_none() {
            self.story.category = Some(text);
        }
    }

    /// Lines outside of elements: wires put the byline there.
    fn loose(&mut self, doc: &Doc) {
        if !self.body.is_started() && doc.loose.trim().len() > 200 {
            self.body.text(&doc.loose, self.collection.habit);
            return;
        }
        let mut after = false;
        for part in parts(&doc.loose) {
            let title = after && part.len() < 60 && !part.contains(['.', '(']);
            if is_byline(&part) && part.len() < 120 || title {
                after = !title;
                self.story.bylines.push(part);
            } else {
                after = false;
                self.story.ednotes.push(part);
            }
        }
    }

    fn finish(&mut self, id: &str, doc: &Doc) {
        let story = &mut *self.story;
        each_once(&mut story.topics);
        each_once(&mut self.heads);
        if !self.heads.is_empty() {
            story.headline = Some(quotes(&self.heads.join("\n")).into_owned());
        }
        story.body = std::mem::take(&mut self.body).finish();
        if story.agency.is_none() {
            story.agency = self.collection.agency.map(str::to_owned);
        }
        if story.language.is_none() {
            let named = collections::language_in(id).and_then(language::canonical);
            story.language = named.or(self.collection.language.map(str::to_owned));
        }
        self.times.sort_by_key(|it| it.0);
        story.filed = self
            .times
            .first()
            .map(|it| it.1.clone())
            .or_else(|| dates::from_id(id, self.collection.date))
            .or_else(|| dates::anywhere(id));
        if let Some(filed) = &mut story.filed
            && filed.zone.is_none()
            && filed.time.is_some()
        {
            // Two clocks that show the same minute are one, and one of them names its zone.
            let same = |it: &&(u8, FiledText)| {
                it.1.zone.is_some() && it.1.date == filed.date && minute(&it.1) == minute(filed)
            };
            filed.zone = self.times.iter().find(same).and_then(|it| it.1.zone.clone());
        }
        match attribute(doc.attributes, "type") {
            Some("advis") => {
                story.take = Some(advisory("advis"));
            }
            Some(kind) if !kind.is_empty() && kind != "story" => {
                story.category.get_or_insert_with(|| kind.to_owned());
            }
            _ => {}
        }
    }
}

/// What the record itself calls a notice to editors.
fn advisory(mark: &str) -> Take {
    Take { mark: Some(mark.to_owned()), kind: TakeKind::Advisory, number: None }
}

fn minute(filed: &FiledText) -> Option<&str> {
    filed.time.as_deref().and_then(|it| it.get(..5))
}
