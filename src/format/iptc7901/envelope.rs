//! What stands round the text of a transmission: header line and keywords in front, time behind.
//!
//! In: a whole transmission with one kind of line ends. Out: its parts. Without control characters
//! the keywords are known by their strokes and the time by its shape.

use chrono::NaiveDate;

use crate::copy::{agencies, clock, months, take};
use crate::story::{FiledText, Precision};

/// Services that stand for an agency and a language.
const SERVICES: [(&str, &str, &str); 5] = [
    ("eca", "dpa", "en"),
    ("ecp", "dpa", "en"),
    ("bdt", "dpa", "de"),
    ("bsf", "ATS", "fr"),
    ("bkn", "KNA", "de"),
];

/// A transmission, taken apart.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// Service letters and number: `eca062`.
    number: &'a str,
    /// 1 to 9.
    pub urgency: u8,
    /// One to three letters.
    pub category: &'a str,
    /// Routing and the agency's own number.
    options: &'a str,
    /// Keywords.
    pub slug: Option<String>,
    /// Lines among the keywords that are marks or notes.
    pub marks: Vec<&'a str>,
    /// Header lines and text.
    pub text: &'a str,
    /// Its time.
    pub filed: Option<FiledText>,
    /// The end of the text was not found, though it begins with control characters.
    pub open: bool,
}

impl<'a> Envelope<'a> {
    /// Takes a transmission apart; `None` where it has no header line.
    pub fn of(whole: &'a str) -> Option<Envelope<'a>> {
        let start = whole.trim_start_matches(|c: char| c.is_control() || c == ' ');
        let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
        let (number, fields) = first.split_once(' ')?;
        let mut fields = fields.trim_start().splitn(2, ' ');
        let urgency = fields.next()?.parse().ok()?;
        let fields = fields.next()?.trim_start();
        let (category, fields) = fields.split_once(' ').unwrap_or((fields, ""));
        let fields = fields.trim_start();
        let options = fields.trim_start_matches(|c: char| c.is_ascii_digit());
        let mut envelope = Envelope {
            number,
            urgency,
            category,
            options,
            slug: None,
            marks: Vec::new(),
            text: rest,
            filed: None,
            open: false,
        };
        match rest.split_once('\u{2}') {
            Some((keywords, text)) => {
                envelope.keywords(keywords.lines());
                envelope.text = text;
            }
            None => envelope.keywords_in_text(),
        }
        let text = envelope.text;
        let text = &text[..text.find('\u{4}').unwrap_or(text.len())];
        match text.split_once('\u{3}') {
            Some((body, trailer)) => {
                envelope.text = body;
                envelope.filed = trailer.lines().find_map(time);
            }
            None => {
                envelope.text = text;
                envelope.open = super::is_controlled(whole);
            }
        }
        // Some have their time in front of the end of the text.
        if envelope.filed.is_none() {
            envelope.time_in_text();
        }
        Some(envelope)
    }

    /// Takes the lines with strokes off the start of a text.
    fn keywords_in_text(&mut self) {
        let mut rest = self.text;
        let mut keywords = Vec::new();
        while let Some((line, behind)) = rest.split_once('\n') {
            let text = line.trim();
            let stroked = text.len() > 1 && (text.ends_with('/') || text.starts_with('/'));
            // A keyword alone between blank lines.
            let lone = keywords.is_empty()
                && !text.is_empty()
                && !text.contains(' ')
                && !text.ends_with('=')
                && behind.split('\n').next().is_some_and(|next| next.trim().is_empty());
            if stroked || lone {
                keywords.push(text);
            } else if !text.is_empty() {
                break;
            }
            rest = behind;
        }
        self.keywords(keywords.into_iter());
        self.text = rest;
    }

    /// Looks for the time in the last lines of a text.
    fn time_in_text(&mut self) {
        let text = self.text;
        let mut end = text.len();
        for _ in 0..3 {
            let before = text[..end].trim_end_matches(|c: char| c.is_control() || c == ' ');
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            if let Some(filed) = time(&before[start..]) {
                self.filed = Some(filed);
                self.text = &text[..start];
                return;
            }
            if start == 0 {
                return;
            }
            end = start;
        }
    }

    /// Reads the keyword lines: they are one slug, but for marks among them.
    fn keywords(&mut self, lines: impl Iterator<Item = &'a str>) {
        let mut parts: Vec<&str> = Vec::new();
        for line in lines {
            let line = line.trim_matches(|c: char| c.is_control() || matches!(c, '/' | ' '));
            if line.starts_with('(') || take::read_line(line).is_some() {
                self.marks.push(line);
            } else if !line.is_empty() {
                parts.push(line);
            }
        }
        self.slug = (!parts.is_empty()).then(|| parts.join("/"));
    }

    fn service(&self) -> Option<&'static (&'static str, &'static str, &'static str)> {
        let letters = self.number.trim_end_matches(|c: char| c.is_ascii_digit());
        SERVICES.iter().find(|(service, ..)| service.eq_ignore_ascii_case(letters))
    }

    /// Agency, as the routing names it, or as the service is known for.
    pub fn agency(&self) -> Option<&'static str> {
        let named = self
            .options
            .split_ascii_whitespace()
            .find_map(|word| agencies::canonical(word).map(|it| it.name));
        named.or_else(|| self.service().map(|(_, agency, _)| *agency))
    }

    /// Language that the service is sent in.
    pub fn language(&self) -> Option<&'static str> {
        self.service().map(|(_, _, language)| *language)
    }

    /// Service, number and day: the numbers begin anew each day, so without one there is no id.
    pub fn native_id(&self) -> Option<String> {
        Some(format!("{}-{}", self.number, self.filed.as_ref()?.date))
    }
}

/// Reads the line of a time: `131137 GMT Nov 13`, `091223 dec 18`.
fn time(line: &str) -> Option<FiledText> {
    let line = line.trim_matches(|c: char| c.is_control() || matches!(c, ' ' | '.'));
    let mut words = line.split_ascii_whitespace();
    let stamp =
        words.next().filter(|it| it.len() == 6 && it.bytes().all(|b| b.is_ascii_digit()))?;
    let mut word = words.next()?;
    let mut zone = None;
    if months::month(word.trim_end_matches('.')).is_none() {
        let fits = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
        zone = Some(fits.then(|| word.to_ascii_uppercase())?);
        word = words.next()?;
    }
    let month = months::month(word.trim_end_matches('.'))?;
    let year = words.next()?;
    if words.next().is_some() || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let number = |from: usize| stamp.get(from..from + 2)?.parse::<u32>().ok();
    let (day, hour, minute) = (number(0)?, number(2)?, number(4)?);
    let mut full: i32 = year.parse().ok()?;
    if year.len() == 2 {
        full = clock::full_year(full, None);
    }
    let date = NaiveDate::from_ymd_opt(full, month.into(), day)?;
    let fits = hour < 24 && minute < 60 || hour == 24 && minute == 0;
    fits.then(|| FiledText {
        date: date.to_string(),
        time: Some(format!("{hour:02}:{minute:02}:00")),
        zone,
        precision: Precision::Minute,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_several_languages() {
        let read = |line: &str| {
            let filed = time(line)?;
            Some(format!("{} {} {}", filed.date, filed.time?, filed.zone.unwrap_or_default()))
        };
        assert_eq!(read("131137 GMT Nov 13").as_deref(), Some("2013-11-13 11:37:00 GMT"));
        assert_eq!(read("\u{3}091223 dec 18\u{7F}").as_deref(), Some("2018-12-09 12:23:00 "));
        assert_eq!(read("021030 Okt 17").as_deref(), Some("2017-10-02 10:30:00 "));
        assert_eq!(read("021030 Mrz 95").as_deref(), Some("1995-03-02 10:30:00 "));
        for other in ["131137 Nov", "131137", "321137 GMT Nov 13", "132537 Nov 13", "1 2 3 4"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
