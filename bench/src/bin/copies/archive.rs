//! A made archive: stories as JSON Lines, in the order of time, some of them copies or versions of
//! those before. The same number of stories gives the same archive.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::{DateTime, SecondsFormat};
use newswire_bench::{Random, Result};
use serde::Serialize;

use crate::words::{TELLING, Vocabulary};

/// Stories a day.
const A_DAY: usize = 2000;
/// Of a hundred stories, so many are copies and so many versions.
const COPIES: usize = 12;
const VERSIONS: usize = 3;
/// Stories back to which a version goes at most: half a day.
const HALF_A_DAY: usize = A_DAY / 2;
/// Words that a copy changes at most, in a thousand.
const CHANGED: usize = 25;
const AGENCIES: [&str; 4] = ["Reuters", "AP", "AFP", "UPI"];
/// The first story: 1 January 1990.
const BEGUN: i64 = 631_152_000;

/// Copies and versions that were put into an archive.
#[derive(Debug, Default)]
pub struct Planted {
    /// Copies.
    pub copies: u64,
    /// Sets that copies and what they are copies of make.
    pub groups: u64,
    /// Stories in them.
    pub grouped: u64,
    /// Versions.
    pub versions: u64,
    /// Sets that versions and what they are versions of make.
    pub chains: u64,
    /// Stories in them.
    pub chained: u64,
}

/// A story of the last two days.
struct Made {
    agency: usize,
    slug: String,
    headline: String,
    text: Vec<u16>,
    /// Which version of its story it is; 0 for the first.
    version: usize,
    has_newer: bool,
    is_grouped: bool,
    is_chained: bool,
}

/// A line of the archive.
#[derive(Serialize)]
struct Line<'m> {
    agency: &'m str,
    id: String,
    slug: &'m str,
    headline: &'m str,
    date: String,
    body: &'m str,
}

/// Writes an archive of so many stories.
pub fn write(path: &Path, stories: usize) -> Result<Planted> {
    let mut maker = Maker {
        vocabulary: Vocabulary::new(),
        random: Random(1990),
        recent: VecDeque::with_capacity(2 * A_DAY),
        planted: Planted::default(),
    };
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut body = String::new();
    for number in 0..stories {
        let made = maker.make();
        body.clear();
        maker.vocabulary.write(&made.text, &mut body);
        let seconds = BEGUN + (number as i64 * 86_400) / A_DAY as i64;
        let time = DateTime::from_timestamp(seconds, 0).ok_or("a time out of range")?;
        let (slug, headline) = marked(&made);
        let line = Line {
            agency: AGENCIES[made.agency],
            id: format!("made-{number:08}"),
            slug: &slug,
            headline: &headline,
            date: time.to_rfc3339_opts(SecondsFormat::Secs, true),
            body: &body,
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
        if maker.recent.len() == 2 * A_DAY {
            maker.recent.pop_front();
        }
        maker.recent.push_back(made);
    }
    out.into_inner()?.sync_all()?;
    Ok(maker.planted)
}

/// Slug and headline with the marks of a version: `UPDATE 2-` or `-2NDLD`, as its agency does it.
fn marked(made: &Made) -> (String, String) {
    let Made { slug, headline, version, .. } = made;
    match (version, made.agency) {
        (0, _) => (slug.clone(), headline.clone()),
        (_, 0) => (slug.clone(), format!("UPDATE {version}-{headline}")),
        _ => {
            let ending = ["TH", "ST", "ND", "RD"].get(*version).unwrap_or(&"TH");
            (format!("{slug}-{version}{ending}LD"), headline.clone())
        }
    }
}

struct Maker {
    vocabulary: Vocabulary,
    random: Random,
    recent: VecDeque<Made>,
    planted: Planted,
}

impl Maker {
    fn make(&mut self) -> Made {
        let drawn = self.random.below(100);
        let made = match drawn {
            _ if drawn < COPIES => self.copy(),
            _ if drawn < COPIES + VERSIONS => self.version(),
            _ => None,
        };
        made.unwrap_or_else(|| self.story())
    }

    fn story(&mut self) -> Made {
        let length = 60 + self.random.below(341);
        let text = self.vocabulary.draw_many(length, &mut self.random);
        let telling: Vec<u16> = text.iter().copied().filter(|it| *it >= TELLING).collect();
        let count = 5 + self.random.below(5);
        let mut headline = String::new();
        for _ in 0..count {
            // Short texts may have no telling word at all.
            let from = if telling.is_empty() { &text } else { &telling };
            let word = self.vocabulary.word(from[self.random.below(from.len())]);
            headline.push_str(if headline.is_empty() { "" } else { " " });
            headline.push_str(word);
        }
        headline[..1].make_ascii_uppercase();
        Made {
            agency: self.random.below(AGENCIES.len()),
            slug: self.slug(),
            headline,
            text,
            version: 0,
            has_newer: false,
            is_grouped: false,
            is_chained: false,
        }
    }

    /// Two or three words that few stories have.
    fn slug(&mut self) -> String {
        let mut slug = "BC".to_owned();
        for _ in 0..2 + self.random.below(2) {
            let rare = usize::from(TELLING) + self.random.below(30_000 - usize::from(TELLING));
            let word = self.vocabulary.word(rare as u16);
            slug.push('-');
            slug.push_str(&word.replace('.', "").to_uppercase());
        }
        slug
    }

    /// Nearly the text of a story before, under another slug and mostly from another agency.
    fn copy(&mut self) -> Option<Made> {
        let at = self.random.below(self.recent.len());
        let slug = self.slug();
        let original = self.recent.get_mut(at)?;
        let mut text = original.text.clone();
        for _ in 0..self.random.below(text.len() * CHANGED / 1000 + 1) {
            let place = self.random.below(text.len());
            text[place] = self.vocabulary.draw(&mut self.random);
        }
        let other = self.random.below(3);
        self.planted.copies += 1;
        self.planted.groups += u64::from(!original.is_grouped);
        self.planted.grouped += 1 + u64::from(!original.is_grouped);
        original.is_grouped = true;
        Some(Made {
            agency: (original.agency + other) % AGENCIES.len(),
            slug,
            headline: original.headline.clone(),
            text,
            version: 0,
            has_newer: false,
            is_grouped: true,
            is_chained: false,
        })
    }

    /// A newer version of a story of the last half day: a new beginning, half of the old text, and
    /// a new end.
    fn version(&mut self) -> Option<Made> {
        let back = 1 + self.random.below(HALF_A_DAY.min(self.recent.len()));
        let at = self.recent.len().checked_sub(back)?;
        let original = self.recent.get_mut(at).filter(|it| !it.has_newer)?;
        let length = original.text.len();
        let mut text = self.vocabulary.draw_many(20 + length / 8, &mut self.random);
        text.extend(&original.text[..length * (50 + self.random.below(11)) / 100]);
        let end = (length + self.random.below(40)).saturating_sub(text.len()).max(10);
        text.extend(self.vocabulary.draw_many(end, &mut self.random));
        original.has_newer = true;
        self.planted.versions += 1;
        self.planted.chains += u64::from(!original.is_chained);
        self.planted.chained += 1 + u64::from(!original.is_chained);
        original.is_chained = true;
        Some(Made {
            agency: original.agency,
            slug: original.slug.clone(),
            headline: original.headline.clone(),
            text,
            version: original.version + 1,
            has_newer: false,
            is_grouped: false,
            is_chained: true,
        })
    }
}
