//! Millions of made sketches through the comparison alone, in the order of time, without any text.
//!
//! A made story is a seed: its shingles are made again whenever they are wanted, so that nothing of
//! this pass but what may still be compared takes memory.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use newswire::copies::Rule;
use newswire::copies::near::{Near, Sketched};
use newswire::copies::sets::Sets;
use newswire::copies::shingles::{common, distinct};
use newswire::copies::sketch::{Bands, Sketcher};
use newswire_bench::measure::{forget_peak, own_peak};
use newswire_bench::{Random, Result};

use crate::options::Arguments;

const DAY: f64 = 86_400.0;
/// Of a hundred stories, so many are copies.
const COPIES: usize = 12;
/// Days back to which a copy goes at most.
const BACK: i64 = 2 * 86_400;
/// Shingles of a story: so many at least, and fewer than so many more.
const LEAST: usize = 60;
const MORE: usize = 81;
/// Shingles that a copy changes at most, in a hundred: two copies of one text stay near-copies.
const CHANGED: usize = 6;
/// Stories made before they are compared, so that making them is timed by itself.
const BLOCK: usize = 4096;
/// Stories that may come in before they are compared: what indexing with 288 MiB has room for.
const ROOM: usize = 300_000;

/// A made story.
#[derive(Clone, Copy)]
struct Made {
    story: u32,
    time: i64,
    /// What its text was made from: the same for all copies of one.
    text: u64,
    /// What was changed in it; 0 for nothing.
    edit: u64,
    is_grouped: bool,
}

impl Made {
    /// Its shingles.
    fn shingles(&self, out: &mut Vec<u64>) {
        out.clear();
        let mut text = Random(self.text);
        let length = LEAST + text.below(MORE);
        out.extend((0..length).map(|_| text.bits()));
        if self.edit != 0 {
            let mut edit = Random(self.edit);
            for _ in 0..edit.below(length * CHANGED / 100 + 1) {
                let place = edit.below(length);
                out[place] = edit.bits();
            }
        }
    }
}

/// Stories that were put in.
#[derive(Default)]
struct Planted {
    copies: u64,
    groups: u64,
    grouped: u64,
}

/// Runs the pass.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let sizes = arguments.sizes(&[10_000_000])?;
    let least = arguments.number("--least", 1000_usize)?.max(1);
    let most = arguments.number("--most", 20_000_usize)?.max(least);
    let room = arguments.number("--room", ROOM)?;
    arguments.end()?;
    println!(
        "| stories | days | make and sketch, µs a story | compare, µs a story | texts verified | peak memory after each quarter, MiB | groups: put in / found | in groups: put in / found | copies: put in / found |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for stories in sizes {
        let made = Maker {
            least,
            most,
            window: i64::from(Rule::default().window),
            random: Random(10_000_000),
            recent: VecDeque::new(),
            next: 0,
            time: 0.0,
            day: 0,
            a_day: 0,
            planted: Planted::default(),
            pairs: Vec::new(),
        };
        run_size(stories, room, made)?;
    }
    Ok(())
}

/// Makes stories in the order of time.
struct Maker {
    least: usize,
    most: usize,
    window: i64,
    random: Random,
    /// What may still be compared, or copied.
    recent: VecDeque<Made>,
    next: u32,
    time: f64,
    /// Days that have begun, and the stories of the present one.
    day: u32,
    a_day: usize,
    planted: Planted,
    /// Copies, with what they are copies of, that have not been looked for yet.
    pairs: Vec<(u32, u32)>,
}

impl Maker {
    /// Makes the next story, and its shingles.
    fn make(&mut self, shingles: &mut Vec<u64>) -> Made {
        if self.time >= f64::from(self.day) * DAY {
            self.day += 1;
            self.a_day = self.least + self.random.below(self.most - self.least + 1);
        }
        self.time += DAY / self.a_day as f64;
        let time = self.time as i64;
        let mut made =
            Made { story: self.next, time, text: self.random.bits(), edit: 0, is_grouped: false };
        if self.random.below(100) < COPIES {
            let old = self.recent.partition_point(|it| time - it.time > BACK);
            let at = old + self.random.below(self.recent.len() - old);
            if let Some(original) = self.recent.get_mut(at) {
                // One copy in eight is word for word that of the first.
                made.edit = if self.random.below(8) == 0 { 0 } else { self.random.bits() };
                made.text = original.text;
                made.is_grouped = true;
                self.planted.copies += 1;
                self.planted.groups += u64::from(!original.is_grouped);
                self.planted.grouped += 1 + u64::from(!original.is_grouped);
                original.is_grouped = true;
                self.pairs.push((original.story, made.story));
            }
        }
        self.next += 1;
        self.recent.push_back(made);
        made.shingles(shingles);
        made
    }

    /// Makes the shingles of a story once more that may still be compared.
    fn shingles(&self, story: u32, out: &mut Vec<u64>) {
        let first = self.recent.front().map_or(0, |it| it.story);
        if let Some(made) = self.recent.get(story.wrapping_sub(first) as usize) {
            made.shingles(out);
        }
        distinct(out);
    }

    /// Lets go of what is too old for what comes after a time, as [`Near`] does.
    fn let_go(&mut self, time: i64) {
        let old = self.recent.partition_point(|it| time - it.time > self.window);
        self.recent.drain(..old);
    }
}

/// One size, and what came of it so far.
struct Pass {
    maker: Maker,
    rule: Rule,
    near: Near,
    sets: Sets,
    verified: u64,
    /// Copies found in one group with what they are copies of.
    found: u64,
}

impl Pass {
    /// Compares what has come in, the last of which was filed at a time.
    fn compare(&mut self, last: Sketched) -> Result<()> {
        let Pass { maker, rule, near, sets, verified, found } = self;
        let (mut a, mut b) = (Vec::new(), Vec::new());
        near.compare(sets, &mut |first, second| {
            *verified += 1;
            maker.shingles(first, &mut a);
            maker.shingles(second, &mut b);
            let (common, either) = common(&a, &b);
            Ok(rule.holds(common, either))
        })?;
        // Copies that have been made, but have not come in, wait for the next time.
        maker.pairs.retain(|(original, copy)| {
            let has_come = *copy <= last.story;
            *found += u64::from(has_come && sets.are_joined(*original, *copy));
            !has_come
        });
        maker.let_go(last.time);
        Ok(())
    }
}

fn run_size(stories: u32, room: usize, maker: Maker) -> Result<()> {
    forget_peak()?;
    let rule = Rule::default();
    let bands = Bands::of(&rule);
    let near = Near::new(rule, bands.count, room);
    let mut pass = Pass { maker, rule, near, sets: Sets::default(), verified: 0, found: 0 };
    let mut sketcher = Sketcher::new(bands);
    let (mut shingles, mut hashes) = (Vec::new(), Vec::new());
    let (mut making, mut comparing) = (Duration::ZERO, Duration::ZERO);
    let mut peaks = Vec::new();
    let mut block: Vec<(Sketched, Vec<u32>)> = Vec::with_capacity(BLOCK);
    while pass.maker.next < stories {
        let begun = Instant::now();
        for _ in pass.maker.next..stories.min(pass.maker.next.saturating_add(BLOCK as u32)) {
            let Made { story, time, .. } = pass.maker.make(&mut shingles);
            sketcher.sketch(&shingles, &mut hashes);
            let print = shingles.iter().fold(0_u64, |print, it| print.rotate_left(7) ^ it);
            block.push((Sketched { story, time, print }, hashes.clone()));
        }
        let made = Instant::now();
        making += made - begun;
        for (story, bands) in block.drain(..) {
            if pass.near.push(story, bands.into_iter()) || story.story + 1 == stories {
                pass.compare(story)?;
            }
        }
        comparing += made.elapsed();
        let quarters = u64::from(pass.maker.next) * 4 / u64::from(stories);
        while (peaks.len() as u64) < quarters {
            peaks.push(format!("{:.0}", own_peak()? / f64::from(1 << 20)));
        }
    }
    let Pass { maker, near, sets, verified, found, .. } = pass;
    let groups = sets.into_sets();
    let grouped: usize = groups.iter().map(Vec::len).sum();
    let each = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(stories);
    let Planted { copies, groups: planted, grouped: in_groups } = maker.planted;
    println!(
        "| {stories} | {} | {:.2} | {:.2} | {verified} | {} | {planted} / {} | {in_groups} / {grouped} | {copies} / {found} |",
        maker.day,
        each(making),
        each(comparing),
        peaks.join(", "),
        groups.len(),
    );
    if near.cut() > 0 {
        eprintln!("{} times a story had more look-alikes than are looked at", near.cut());
    }
    Ok(())
}
