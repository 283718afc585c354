//! Stories written down in every format: what each must give back, and archives of any size.
//!
//! A format is what stands above all stories, one story after the other, and what stands below.
//! The benchmark uses this file too, so it knows nothing of the program.

mod json;
mod text;
mod xml;

use std::fmt::Write;

/// A story to be written down.
#[derive(Debug, Clone)]
pub struct Made {
    /// Number, from 1; formats make their ids of it.
    pub number: u64,
    /// `Fog shuts harbor`.
    pub headline: String,
    /// `fog-harbor`: small letters and hyphens.
    pub slug: String,
    /// `Ann Lee`.
    pub name: String,
    /// `BOSTON`.
    pub city: String,
    /// Year, month, day, hour, minute, in UTC.
    pub time: [u32; 5],
    /// Paragraphs, without dateline.
    pub paragraphs: Vec<String>,
}

impl Made {
    /// `2026-03-07T09:05:00Z`
    pub fn iso(&self) -> String {
        let [year, month, day, hour, minute] = self.time;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
    }

    /// `2026-03-07`
    pub fn day(&self) -> String {
        self.iso()[..10].to_owned()
    }

    /// `20260307T090500Z`
    pub fn compact(&self) -> String {
        self.iso().replace(['-', ':'], "")
    }

    /// `Mar`
    pub fn month(&self) -> &'static str {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        MONTHS[self.time[1] as usize % 13 - 1]
    }

    /// The paragraphs, the first one with a dateline of AP before it.
    fn filed(&self) -> Vec<String> {
        let mut paragraphs = self.paragraphs.clone();
        if let Some(first) = paragraphs.first_mut() {
            first.insert_str(0, &format!("{} (AP) — ", self.city));
        }
        paragraphs
    }

    /// Each paragraph between two marks, escaped for markup.
    fn marked(&self, before: &str, after: &str) -> String {
        self.filed().iter().fold(String::new(), |mut out, it| {
            // Writing to a string cannot fail.
            let _ = write!(out, "{before}{}{after}", escaped(it));
            out
        })
    }

    /// Paragraphs with `indent` before each, wrapped at 68 columns, lines ended by `end`.
    fn wrapped(&self, indent: &str, end: &str, dash: &str) -> String {
        let mut out = String::new();
        for paragraph in self.filed() {
            let mut line = indent.to_owned();
            for word in paragraph.replace('—', dash).split(' ') {
                if line.len() + word.len() > 68 && line.len() > indent.len() {
                    out.push_str(line.trim_end());
                    out.push_str(end);
                    line.clear();
                }
                line.push_str(word);
                line.push(' ');
            }
            out.push_str(line.trim_end());
            out.push_str(end);
        }
        out
    }
}

/// `&`, `<`, `>` and `"` as references.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What the record of a written story must say besides its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Says {
    /// The headline.
    pub headline: bool,
    /// Where its paragraphs end.
    pub paragraphs: bool,
    /// The name of the byline.
    pub byline: bool,
    /// The city of the dateline.
    pub city: bool,
    /// The day of filing.
    pub day: bool,
    /// The minute of filing, too.
    pub minute: bool,
}

/// A way to write stories down.
pub struct Written {
    /// Name of the format.
    pub format: &'static str,
    /// What stands above all stories.
    pub above: &'static str,
    /// Writes one story.
    pub story: fn(&Made) -> String,
    /// What stands between two stories.
    pub between: &'static str,
    /// What stands below all stories.
    pub below: &'static str,
    /// Whether a stream can hold more than one.
    pub several: bool,
    /// What its record must say.
    pub says: Says,
    /// Only what seven-bit wires can send.
    pub ascii: bool,
}

/// Byline, city, and the minute of filing.
const ALL: Says =
    Says { headline: true, paragraphs: true, byline: true, city: true, day: true, minute: true };
/// The same without the minute.
const DAY: Says = Says { minute: false, ..ALL };

/// Every way, in the order of the formats.
pub fn all() -> Vec<Written> {
    let mut all = text::all();
    all.extend(xml::all());
    all.extend(json::all());
    all
}

/// A story with words that look like chance; the same for the same number.
pub fn made(number: u64, words: usize, ascii: bool) -> Made {
    const WORDS: &[&str] = &[
        "harbor", "fog", "ferry", "pilot", "crew", "council", "bridge", "mayor", "budget", "grain",
        "winter", "market", "strike", "school", "river", "engine", "village", "the", "of", "and",
        "to", "said", "that", "for", "with", "after", "when", "under", "over", "was", "will",
        "has",
    ];
    const WIDE: &[&str] = &["café", "Müller", "naïve", "São", "Øresund", "R&D", "“quoted”"];
    const NAMES: &[&str] = &["Ann Lee", "Carla Brandt", "John Miller", "Maria Santos"];
    const CITIES: &[&str] = &["BOSTON", "CHICAGO", "SEATTLE", "DENVER", "ATLANTA"];
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    let mut sentence = |length: usize| {
        let mut text = String::new();
        for at in 0..length {
            let wide = !ascii && below(40) == 0;
            let word = if wide { WIDE[below(WIDE.len())] } else { WORDS[below(WORDS.len())] };
            if at == 0 {
                // A sentence begins with a capital and a word that begins no byline.
                text.push_str("Officials");
            }
            text.push(' ');
            text.push_str(word);
        }
        text
    };
    let headline = sentence(5);
    let mut paragraphs = Vec::new();
    let mut left = words;
    while left > 0 {
        let count = left.min(24);
        left -= count;
        let text = sentence(count.div_ceil(2)) + ". " + &sentence(count / 2 + 1) + ".";
        paragraphs.push(text);
    }
    Made {
        number,
        headline,
        slug: format!("fog-{number}"),
        name: NAMES[below(NAMES.len())].to_owned(),
        city: CITIES[below(CITIES.len())].to_owned(),
        time: [
            2001 + below(20) as u32,
            1 + below(12) as u32,
            1 + below(28) as u32,
            below(24) as u32,
            below(60) as u32,
        ],
        paragraphs,
    }
}
