//! Near-copies among stories that come in the order of time: bands, candidates, verified pairs.
//!
//! Stories are taken in, some at a time; those of a window are compared band by band, by sorting.
//! What is kept is what a later story may still be near to, so memory follows the window and not the
//! archive. Which pairs are found depends on the two stories alone.

use rustc_hash::FxHashSet;

use super::Rule;
use super::sets::Sets;
use crate::error::Result;

/// Different texts of one band that a story is compared with, the nearest in time first.
pub const MOST_ALIKE: usize = 1000;
/// Pairs that were not alike, remembered so that no other band asks again.
const REMEMBERED: usize = 1 << 20;

/// A story to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketched {
    /// Its number.
    pub story: u32,
    /// When it was filed, in seconds; [`UNDATED`] where that is not known.
    pub time: i64,
    /// Hash of its whole text.
    pub print: u64,
}

/// The time of stories without one: they are all of one moment, far from all others.
pub const UNDATED: i64 = i64::MIN;

/// Bytes that a story takes here, with so many bands.
pub fn bytes_of_story(bands: usize) -> usize {
    size_of::<Sketched>() + bands * size_of::<u32>() + size_of::<(u32, u32)>()
}

/// Stories of a window, being compared.
#[derive(Debug)]
pub struct Near {
    rule: Rule,
    bands: usize,
    room: usize,
    stories: Vec<Sketched>,
    /// Bands of each story, one story after the other.
    hashes: Vec<u32>,
    /// Stories from the beginning that have been compared with each other.
    compared: usize,
    cut: u64,
    forgotten: u64,
    rejected: FxHashSet<(u32, u32)>,
}

impl Near {
    /// Room for so many stories with so many bands.
    pub fn new(rule: Rule, bands: usize, room: usize) -> Near {
        Near {
            rule,
            bands,
            room: room.max(2),
            stories: Vec::new(),
            hashes: Vec::new(),
            compared: 0,
            cut: 0,
            forgotten: 0,
            rejected: FxHashSet::default(),
        }
    }

    /// Takes a story in; times never go back. Says whether it is time to [`Near::compare`].
    pub fn push(&mut self, story: Sketched, bands: impl Iterator<Item = u32>) -> bool {
        self.stories.push(story);
        self.hashes.extend(bands);
        debug_assert_eq!(self.hashes.len(), self.stories.len() * self.bands);
        self.stories.len() >= self.room
    }

    /// How many times a story had more look-alikes in a band than are looked at.
    pub fn cut(&self) -> u64 {
        self.cut
    }

    /// Stories that had to leave early, because the window holds more than there is room for.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Compares what has come in, joins near-copies, and lets go of what is too old for what comes.
    ///
    /// `alike` verifies a pair.
    ///
    /// # Errors
    ///
    /// Those of `alike`.
    pub fn compare(
        &mut self,
        sets: &mut Sets,
        alike: &mut dyn FnMut(u32, u32) -> Result<bool>,
    ) -> Result<()> {
        let mut order: Vec<(u32, u32)> = Vec::with_capacity(self.stories.len());
        for band in 0..self.bands {
            order.clear();
            let hashes = self.hashes.iter().skip(band).step_by(self.bands);
            order.extend(hashes.copied().zip(0..));
            order.sort_unstable();
            for run in order.chunk_by(|a, b| a.0 == b.0) {
                // Where all have been compared before, nothing is new.
                if run.len() > 1 && run[run.len() - 1].1 as usize >= self.compared {
                    self.compare_run(run, sets, alike)?;
                }
            }
        }
        let newest = self.stories.last().map_or(UNDATED, |story| story.time);
        let window = i64::from(self.rule.window);
        let old = self.stories.partition_point(|it| newest.saturating_sub(it.time) > window);
        // Where most of the room stays taken, each story that comes would be compared with all, time
        // and again.
        let over = (self.stories.len() - old).saturating_sub(self.room / 2);
        self.forgotten += over as u64;
        let old = old + over;
        self.stories.drain(..old);
        self.hashes.drain(..old * self.bands);
        self.compared = self.stories.len();
        self.rejected.clear();
        Ok(())
    }

    /// Compares the stories that share a band, in the order of time: each with those before it.
    fn compare_run(
        &mut self,
        run: &[(u32, u32)],
        sets: &mut Sets,
        alike: &mut dyn FnMut(u32, u32) -> Result<bool>,
    ) -> Result<()> {
        let window = i64::from(self.rule.window);
        // The last story of each text, newest last: of equal texts only the nearest has to be asked.
        let mut texts: Vec<Sketched> = Vec::new();
        for (_, at) in run {
            let story = self.stories[*at as usize];
            let is_new = *at as usize >= self.compared;
            let mut same = None;
            for (looked, (place, other)) in texts.iter().enumerate().rev().enumerate() {
                if story.time.saturating_sub(other.time) > window {
                    break;
                }
                if looked >= MOST_ALIKE {
                    self.cut += u64::from(is_new);
                    break;
                }
                if other.print == story.print {
                    same = Some(place);
                }
                if !is_new || sets.are_joined(story.story, other.story) {
                    continue;
                }
                let pair = (other.story, story.story);
                if self.rejected.contains(&pair) {
                    continue;
                }
                if alike(pair.0, pair.1)? {
                    sets.join(pair.0, pair.1);
                } else if self.rejected.len() < REMEMBERED {
                    self.rejected.insert(pair);
                }
            }
            if let Some(place) = same {
                texts.remove(place);
            }
            texts.push(story);
            if texts.len() > 2 * MOST_ALIKE {
                texts.drain(..MOST_ALIKE);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::shingles::{common, distinct, mix};
    use crate::copies::sketch::{Bands, Sketcher};

    /// Texts of 40 to 240 shingles, each alike to one before it by some amount, in the order of time.
    fn texts(count: u64) -> Vec<(i64, Vec<u64>)> {
        let mut texts: Vec<(i64, Vec<u64>)> = Vec::new();
        let mut time = 0;
        for at in 0..count {
            let random = |it: u64| mix((at << 20) | it);
            time += (random(1) % 3000) as i64;
            let mut text: Vec<u64> = match random(2) % 3 {
                0 => (0..40 + random(3) % 200).map(|it| random(100 + it)).collect(),
                _ => {
                    let from = texts.len().saturating_sub(1 + (random(4) % 40) as usize);
                    texts.get(from).map_or(vec![random(5)], |text| text.1.clone())
                }
            };
            let edits = random(6) % (1 + text.len() as u64 / 4);
            for edit in 0..edits {
                let place = random(1000 + edit) as usize % text.len();
                text[place] = random(2000 + edit);
            }
            distinct(&mut text);
            texts.push((time, text));
        }
        texts
    }

    fn found(texts: &[(i64, Vec<u64>)], rule: Rule, room: usize) -> (Vec<Vec<u32>>, u64) {
        let bands = Bands::of(&rule);
        let mut sketcher = Sketcher::new(bands);
        let (mut near, mut sets) = (Near::new(rule, bands.count, room), Sets::default());
        let mut verified = 0;
        let mut alike = |a: u32, b: u32| {
            verified += 1;
            let (common, either) = common(&texts[a as usize].1, &texts[b as usize].1);
            Ok(rule.holds(common, either))
        };
        for (story, (time, text)) in (0..).zip(texts) {
            let mut hashes = Vec::new();
            sketcher.sketch(text, &mut hashes);
            let print = text.iter().fold(0, |print, it| mix(print ^ it));
            if near.push(Sketched { story, time: *time, print }, hashes.into_iter()) {
                near.compare(&mut sets, &mut alike).unwrap();
            }
        }
        near.compare(&mut sets, &mut alike).unwrap();
        (sets.into_sets(), verified)
    }

    #[test]
    fn near_copies_are_those_of_brute_force() {
        let texts = texts(1500);
        let rule = Rule { threshold: 700, window: 20_000 };
        let mut truth = Sets::default();
        for (b, later) in texts.iter().enumerate() {
            for (a, earlier) in texts[..b].iter().enumerate() {
                let (common, either) = common(&earlier.1, &later.1);
                if later.0 - earlier.0 <= 20_000 && rule.holds(common, either) {
                    truth.join(a as u32, b as u32);
                }
            }
        }
        let truth = truth.into_sets();
        assert!(truth.len() > 100, "{}", truth.len());
        let (all, verified) = found(&texts, rule, 2000);
        // Chance is in the hashes, which are fixed: here none is missed.
        assert_eq!(all, truth);
        assert!(verified < 20_000, "{verified}");
        // Less room makes no difference.
        for room in [80, 100, 333] {
            assert_eq!(found(&texts, rule, room).0, truth, "{room}");
        }
    }

    #[test]
    fn a_window_fuller_than_the_room_is_bounded_and_told() {
        let texts: Vec<(i64, Vec<u64>)> =
            (0..3000).map(|at| (0, (0..40).map(|it| mix((at << 20) | it)).collect())).collect();
        let rule = Rule::default();
        let bands = Bands::of(&rule);
        let mut sketcher = Sketcher::new(bands);
        let (mut near, mut sets) = (Near::new(rule, bands.count, 100), Sets::default());
        let mut compared = 0;
        for (story, (time, text)) in (0..).zip(&texts) {
            let mut hashes = Vec::new();
            sketcher.sketch(text, &mut hashes);
            let sketched = Sketched { story, time: *time, print: u64::from(story) };
            if near.push(sketched, hashes.into_iter()) {
                compared += 1;
                near.compare(&mut sets, &mut |_, _| Ok(false)).unwrap();
            }
        }
        assert!(compared <= 60, "{compared}");
        assert_eq!(near.forgotten(), 50 * compared);
    }

    #[test]
    fn a_story_sent_a_thousand_times_is_verified_once_each() {
        let text: Vec<u64> = (0..50).map(mix).collect();
        let texts: Vec<(i64, Vec<u64>)> = (0..5000).map(|time| (time, text.clone())).collect();
        let rule = Rule { threshold: 700, window: 600 };
        let (sets, verified) = found(&texts, rule, 10_000);
        assert_eq!((sets.len(), sets[0].len()), (1, 5000));
        assert_eq!(verified, 4999);
    }

    #[test]
    fn stories_without_a_date_are_compared_with_each_other_only() {
        let text: Vec<u64> = (0..50).map(mix).collect();
        let texts = [UNDATED, UNDATED, 0, 5, 900].map(|time| (time, text.clone()));
        let rule = Rule { threshold: 700, window: 600 };
        assert_eq!(found(&texts, rule, 10).0, [vec![0, 1], vec![2, 3]]);
    }
}
