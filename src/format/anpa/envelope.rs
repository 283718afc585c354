//! What stands round the text of a transmission: header lines in front, trailer behind.
//!
//! In: a whole transmission with one kind of line ends. Out: its parts. Where control characters
//! are lost or damaged, the lines are known by their shape.

use crate::copy::{agencies, clock};
use crate::format::wire_header;
use crate::story::{FiledText, Precision};

/// A transmission, taken apart.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// Service letter and number: `f2870`.
    pub number: &'a str,
    /// What stands between number and separator: `KYODO`.
    sender: &'a str,
    /// 1 to 8, by the priority letter.
    pub urgency: Option<u8>,
    /// Category letter.
    pub category: Option<char>,
    /// Slug of the header, cut at 24 letters and without blanks.
    pub slug: Option<String>,
    /// Month and day, of Kyodo day and month.
    date: Option<(u8, u8)>,
    /// Lines of the text are rows.
    pub tabular: bool,
    /// The text.
    pub text: &'a str,
    /// Its time, by the trailer.
    pub filed: Option<FiledText>,
    /// Who the trailer says sent it.
    signed: Option<&'a str>,
    /// The end of the text was not found, though it begins with control characters.
    pub open: bool,
}

impl<'a> Envelope<'a> {
    /// Takes a transmission apart; `None` where it has no first header line.
    pub fn of(whole: &'a str) -> Option<Envelope<'a>> {
        let start = whole.trim_start_matches(|c: char| c.is_control() || c == ' ');
        let controlled = whole.contains('\u{1}');
        let (first, rest) = start.split_once('\n')?;
        let number = first.get(..5)?;
        let mut tail = first.get(5..).unwrap_or("").splitn(2, '\u{1F}');
        let sender = tail.next().unwrap_or("").trim();
        let mut envelope = Envelope {
            number,
            // Without its separator a selector stands in that place.
            sender: if tail.next().is_some() { sender } else { "" },
            urgency: None,
            category: None,
            slug: None,
            date: None,
            tabular: false,
            text: rest,
            filed: None,
            signed: None,
            open: false,
        };
        envelope.second_line(rest);
        if let Some((_, text)) = rest.split_once('\u{2}') {
            envelope.text = text;
        }
        let text = envelope.text;
        let end = text.find('\u{4}').unwrap_or(text.len());
        let text = &text[..end];
        let closed = text.split_once('\u{3}');
        let (body, trailer) = closed.unwrap_or((text, ""));
        envelope.text = body;
        for line in trailer.lines() {
            envelope.trailer_line(line);
        }
        if closed.is_none() {
            envelope.trailer_in_text();
        }
        envelope.open = controlled && closed.is_none();
        Some(envelope)
    }

    /// Reads priority, category, slug and date; the text begins behind them.
    fn second_line(&mut self, rest: &'a str) {
        let line = rest.split('\n').next().unwrap_or("");
        let (line, _) = line.split_once('\u{2}').unwrap_or((line, ""));
        let plain = line.replace(|c: char| c.is_control(), " ");
        let header = wire_header::header(&plain);
        if let Some(header) = &header {
            self.urgency = header.urgency();
            self.category = Some(header.category);
            self.date = Some(header.date);
            let slug: Vec<&str> = header.slug.split_whitespace().collect();
            self.slug = Some(slug.join(" "));
        } else if let [p, ' ', c, ' ', ..] = plain.chars().take(4).collect::<Vec<_>>()[..]
            && p.is_ascii_alphabetic()
            && c.is_ascii_alphabetic()
        {
            // The date at its end is lost.
            self.category = Some(c);
            self.urgency = wire_header::urgency(p);
            let slug = plain.get(4..).unwrap_or("").split_whitespace().next();
            self.slug = slug.map(str::to_owned);
        } else if !line.contains(|c: char| matches!(c, '\u{11}'..='\u{14}')) {
            return;
        }
        self.tabular = line.contains('\u{12}') && !line.contains('\u{11}');
        self.text = rest.get(line.len()..).unwrap_or("");
    }

    /// Reads a line of the trailer; says whether it was one.
    fn trailer_line(&mut self, line: &'a str) -> bool {
        let line = line.trim_matches(|c: char| c.is_control() || matches!(c, '<' | '^' | ' '));
        let Some((name, _)) = line.split_once('-') else { return false };
        let named = (2..=4).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
        if !named || self.filed.is_some() {
            return false;
        }
        self.filed = day_first(line).or_else(|| clock::parse_timestamp(line));
        if self.filed.is_some() {
            self.signed = Some(name);
        }
        self.filed.is_some()
    }

    /// Looks for the trailer in the last lines of a text without an end.
    fn trailer_in_text(&mut self) {
        let text = self.text;
        let mut end = text.len();
        for _ in 0..6 {
            let before = text[..end].trim_end_matches(|c: char| c.is_control() || c == ' ');
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            if self.trailer_line(&before[start..]) {
                self.text = &text[..start];
                return;
            }
            if start == 0 {
                return;
            }
            end = start;
        }
    }

    /// Agency, as the header or the trailer names it.
    pub fn agency(&self) -> Option<String> {
        let name = [Some(self.sender), self.signed].into_iter().flatten().find_map(|name| {
            let name = if name == "KWS" { "Kyodo" } else { name };
            agencies::canonical(name)
        });
        name.map(|it| it.name.to_owned())
    }

    /// Number and day. The numbers begin anew each day, so without a year there is no id.
    pub fn native_id(&self) -> Option<String> {
        let filed = self.filed.as_ref()?;
        let reference = filed.date.parse().ok()?;
        let day = self.date.and_then(|(first, second)| {
            let kyodo = self.agency().as_deref() == Some("Kyodo");
            let (month, day) = if kyodo || first > 12 { (second, first) } else { (first, second) };
            // The day in the header is local; one that lies far off is a slip.
            clock::resolve(month, day, None, Some(reference))
                .day
                .filter(|day| (*day - reference).num_days().abs() <= 2)
        });
        Some(format!("{}-{}", self.number, day.unwrap_or(reference)))
    }
}

/// `KWS-21:37-09-12-18`: time, day, month and year behind the service.
fn day_first(line: &str) -> Option<FiledText> {
    let parts: Vec<&str> = line.split('-').collect();
    let [_, time, day, month, year] = parts[..] else { return None };
    let (hour, minute) = time.split_once(':')?;
    let number = |part: &str| -> Option<u32> {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let year = clock::full_year(i32::try_from(number(year)?).ok()?, None);
    let date = chrono::NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)?;
    (hour < 24 && minute < 60).then(|| FiledText {
        date: date.to_string(),
        time: Some(format!("{hour:02}:{minute:02}:00")),
        zone: None,
        precision: Precision::Minute,
    })
}
