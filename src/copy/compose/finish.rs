//! The last step: agency, times, language and id, once the text has been taken apart.
//!
//! Comes in: the draft and what is left of the text. Goes out: the record, or why there is none.

use super::{Draft, Text, body, identity};
use crate::copy::{agencies, clock, head};
use crate::story::{FiledText, Precision, Story, TakeKind};
use crate::text::language;

impl Draft {
    /// Puts the record together.
    pub(super) fn finish(mut self, text: Text) -> Result<Story, &'static str> {
        let Text { mut paragraphs, points, .. } = text;
        paragraphs.extend(points);
        let is_kill = self.story.take.kind == TakeKind::Kill;
        if paragraphs.is_empty() && self.story.headline.is_none() && !is_kill {
            return Err("neither headline nor text");
        }
        self.agency();
        self.times();
        let story = &mut self.story;
        story.lead = paragraphs.first().cloned();
        story.body = body::join(paragraphs);
        story.words = story.body.as_deref().map_or(0, identity::words);
        if !self.notes.is_empty() {
            story.ednote = Some(self.notes.join("\n"));
        }
        self.language();
        identity::set(&mut self.story);
        Ok(self.story)
    }

    pub(super) fn agency(&mut self) {
        if self.agency.is_none() {
            let story = &self.story;
            // A source in the dateline that is no agency (a radio station) did not send it.
            let in_text = story
                .dateline
                .as_ref()
                .and_then(|dateline| agencies::canonical(dateline.agency.as_deref()?))
                .map(|known| known.name.to_owned());
            let in_byline = || {
                let affiliation = story.byline.as_ref()?.affiliation.as_deref()?;
                agencies::canonical(affiliation).map(|known| known.name.to_owned())
            };
            let in_url = || {
                let url = story.url.as_deref()?;
                head::of_reuters(url).map(|_| "Reuters".to_owned())
            };
            let found = in_text
                .or_else(in_byline)
                .or_else(|| self.signed.map(str::to_owned))
                .or_else(in_url);
            if let Some(found) = found {
                self.zone = agencies::canonical(&found).and_then(|known| known.zone);
                self.agency = Some(found);
                self.infer("agency");
            }
        }
        self.story.agency = self.agency.take();
        // Kyodo closes its headlines with a cross.
        if self.story.agency.as_deref() == Some("Kyodo")
            && let Some(headline) = &mut self.story.headline
        {
            headline.truncate(headline.trim_end_matches(['+', ' ']).len());
            self.story.headline = self.story.headline.take().filter(|it| !it.is_empty());
        }
    }

    pub(super) fn times(&mut self) {
        // An element that holds the day alone says less than a trailer of that day.
        let says_more = |trailer: &FiledText| match &self.raw.filed {
            Some(filed) => filed.time.is_none() && filed.date == trailer.date,
            None => true,
        };
        if self.trailer.as_ref().is_some_and(says_more) {
            self.raw.filed = self.trailer.take();
            self.infer("filed");
        }
        if let Some(filed) = self.raw.filed.take() {
            if let Some(found) = clock::to_utc(&filed, self.zone) {
                for flag in &found.flags {
                    self.flag(flag);
                }
                self.story.filed = Some(found.utc);
                self.story.filed_zone = found.zone;
                self.story.filed_precision = Some(found.precision);
            } else {
                self.flag("filed_unread");
            }
        }
        if let Some(first) = self.raw.first_filed.take() {
            self.story.first_filed = clock::to_utc(&first, self.zone).map(|found| found.utc);
        }
        if self.story.filed.is_none() {
            let date = self.story.dateline.as_ref().and_then(|dateline| dateline.date.as_deref());
            // `--02-26` has no year.
            if let Some(date) = date.filter(|date| date.len() == 10 && !date.starts_with('-')) {
                self.story.filed = Some(date.to_owned());
                self.story.filed_precision = Some(Precision::Day);
                self.flag("date_guessed");
                self.infer("filed");
            }
        }
    }

    fn language(&mut self) {
        let story = &mut self.story;
        if let Some(claimed) = &story.language {
            let text = story.body.as_deref().unwrap_or("");
            if let Some(found) = language::contradicts(text, claimed) {
                story.language = Some(found.to_owned());
                self.infer("language");
                self.flag("language_corrected");
            }
            return;
        }
        let text = story.body.as_deref().or(story.headline.as_deref());
        story.language = text.and_then(language::detect).map(str::to_owned);
        if story.language.is_some() {
            self.infer("language");
        }
    }
}
