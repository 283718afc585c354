//! Chains: the versions of one story.
//!
//! Stories come in the order of time. One that says of itself that another went before it (an
//! update, a correction, a repeat, a kill: by its take mark, or because its source gives it a
//! version) is joined to the story before it that it fits best. The rule, in full:
//!
//! - Two stories are of one chain only where one agency sent both, no further apart than the window.
//! - Stories with the same identifier of the source, and versions, are of one chain, and so is a
//!   story with the one that its source names as the one before.
//! - A story with a take mark (but for alerts) follows a story before it
//!   1. whose slug or headline its notes name, or
//!   2. that has the same slug, but for cycle and marks, within [`SAME_DAY`], and a headline or a
//!      text that is not all different, or
//!   3. that has the same headline, or most words of it, and shares text with it where both have
//!      enough of that to tell.
//!
//!   Of several that fit, the one that is most alike is followed, and of equals the newest. A second
//!   update never follows a third. Stories without a date have no before.
//! - Near-copies of one agency within the window are of one chain where the later one has a take
//!   mark.

mod filing;
mod order;

use rustc_hash::FxHashMap;
use std::collections::VecDeque;

use super::Rule;
use super::near::UNDATED;
use super::sets::Sets;
use crate::error::Result;
use crate::story::TakeKind;
pub use filing::{Filing, Version};
pub use order::{Chain, Member};

/// Most seconds between two stories that only slug or headline tell to be one: "the same day",
/// with the night that a desk works through.
pub const SAME_DAY: i64 = 36 * 3600;
/// Most seconds within which a lead (`2nd Ld`) follows what has its slug, whatever it says: a cycle.
const ONE_CYCLE: i64 = 12 * 3600;
/// Stories of one key that are looked at, the newest first.
const MOST_ALIKE: usize = 200;
/// Stories with one word in common that are looked at.
const MOST_OF_A_WORD: usize = 1000;
/// Stories whose texts are compared because their headlines are alike, the most alike first.
const MOST_BY_HEADLINE: usize = 24;
/// How alike headlines have to be for that.
const LOOKED_AT: f64 = 0.3;
/// Words of a text below which it is a note and not a text.
const NOTE: u32 = 60;
/// The part of the shorter of two texts that both have to share, for slug and headline to be
/// believed.
const SHARED: f64 = 0.15;
/// Bytes that a story of the window takes, on the average.
pub const BYTES: usize = 420;

/// The part that two stories' texts share, by their numbers: shingles in common, of those of the
/// shorter one.
pub type SharedText<'f> = &'f mut dyn FnMut(u32, u32) -> Result<f64>;

/// Chains in the making.
pub struct Chains {
    rule: Rule,
    room: usize,
    window: VecDeque<Version>,
    /// The number of the first story of the window, counted from the beginning.
    first: usize,
    /// Stories of the window by what they have in common, oldest first, some gone.
    by_key: FxHashMap<u64, Vec<usize>>,
    /// Stories of the present moment that follow another: looked at when all of it are there.
    waiting: Vec<usize>,
    swept: usize,
    forgotten: u64,
    sets: Sets,
    members: FxHashMap<u32, Version>,
}

#[derive(Clone, Copy)]
enum Key {
    Native = 1,
    Slug,
    Headline,
    Word,
}

fn key(kind: Key, agency: u64, value: u64) -> u64 {
    super::shingles::mix(agency.rotate_left(kind as u32 * 8) ^ value).wrapping_add(kind as u64)
}

impl Chains {
    /// Chains under a rule, with a window of so many stories at most.
    pub fn new(rule: Rule, room: usize) -> Chains {
        Chains {
            rule,
            room: room.max(16),
            window: VecDeque::new(),
            first: 0,
            by_key: FxHashMap::default(),
            waiting: Vec::new(),
            swept: 0,
            forgotten: 0,
            sets: Sets::default(),
            members: FxHashMap::default(),
        }
    }

    /// Stories that had to leave the window early because it was full.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Takes a story in; times never go back.
    ///
    /// # Errors
    ///
    /// Those of `shared`.
    pub fn push(&mut self, version: Version, shared: SharedText<'_>) -> Result<()> {
        if self.window.back().is_some_and(|last| last.time != version.time) {
            self.settle(shared)?;
            self.let_go(version.time);
        }
        let at = self.first + self.window.len();
        let agency = version.agency;
        let mut note = |kind: Key, value: u64| {
            self.by_key.entry(key(kind, agency, value)).or_default().push(at);
        };
        version.native.into_iter().for_each(|native| note(Key::Native, native));
        if version.time != UNDATED {
            version.slug.into_iter().for_each(|slug| note(Key::Slug, slug));
            version.headline.into_iter().for_each(|headline| note(Key::Headline, headline));
            version.words.iter().for_each(|word| note(Key::Word, u64::from(*word)));
        }
        if version.follows() || version.native.is_some() || version.before.is_some() {
            self.waiting.push(at);
        }
        self.window.push_back(version);
        if self.window.len() > self.room {
            self.settle(shared)?;
            self.forgotten += 1;
            self.window.pop_front();
            self.first += 1;
        }
        Ok(())
    }

    /// Joins each story of a group that has a take mark to the nearest before it that it can follow.
    /// `group` is in the order of time.
    pub fn join_copies(&mut self, group: &[Version]) {
        for (at, later) in group.iter().enumerate() {
            let is_marked = later.follows() && later.kind != TakeKind::Add;
            if !is_marked || later.time == UNDATED {
                continue;
            }
            let is_near = |it: &&Version| self.are_near(it, later) && is_in_order(it, later);
            // Those of one moment may stand on either side.
            let now = group[at + 1..].iter().take_while(|it| it.time == later.time);
            let earlier = group[..at].iter().rev().chain(now).find(is_near);
            if let Some(earlier) = earlier {
                self.join(earlier.clone(), later.clone());
            }
        }
    }

    /// Joins two stories to which their source gave one identifier.
    pub fn join_source(&mut self, a: Version, b: Version) {
        if self.are_near(&a, &b) {
            self.join(a, b);
        }
    }

    fn are_near(&self, a: &Version, b: &Version) -> bool {
        let apart = i128::from(a.time) - i128::from(b.time);
        a.agency == b.agency && apart.unsigned_abs() <= u128::from(self.rule.window)
    }

    /// Ends: gives the chains, their members in order.
    ///
    /// # Errors
    ///
    /// Those of `shared`.
    pub fn finish(
        mut self,
        shared: SharedText<'_>,
        id: &dyn Fn(u32) -> String,
    ) -> Result<Vec<Chain>> {
        self.settle(shared)?;
        let members = std::mem::take(&mut self.members);
        let sets = self.sets.into_sets();
        let mut chains: Vec<Chain> = sets
            .into_iter()
            .map(|set| {
                let versions = set.iter().filter_map(|story| members.get(story)).collect();
                order::in_order(versions, id)
            })
            .collect();
        chains.sort_unstable_by_key(|chain| chain.first().map(|member| member.story));
        Ok(chains)
    }

    fn join(&mut self, a: Version, b: Version) {
        self.sets.join(a.story, b.story);
        for version in [a, b] {
            self.members.entry(version.story).or_insert(version);
        }
    }

    /// Looks for what the stories of the present moment follow.
    fn settle(&mut self, shared: SharedText<'_>) -> Result<()> {
        for at in std::mem::take(&mut self.waiting) {
            let Some(version) = at.checked_sub(self.first).and_then(|it| self.window.get(it))
            else {
                continue;
            };
            let version = version.clone();
            let mut followed = self.same_source(at, &version);
            if version.follows() && version.time != UNDATED {
                followed.extend(self.best(at, &version, shared)?);
            }
            for before in followed {
                let before = self.window[before - self.first].clone();
                self.join(before, version.clone());
            }
        }
        Ok(())
    }

    /// The newest stories before this one that the source calls by the same name, or names as what
    /// went before.
    fn same_source(&self, at: usize, version: &Version) -> Vec<usize> {
        let before = |native: u64| {
            let list = self.by_key.get(&key(Key::Native, version.agency, native));
            let before = list.into_iter().flatten().rev().find(|it| **it < at);
            before.filter(|it| **it >= self.first).copied()
        };
        let named = version.native.into_iter().chain(version.before);
        named.filter_map(before).collect()
    }

    /// The story that a marked one follows, if there is one.
    fn best(&self, at: usize, version: &Version, shared: SharedText<'_>) -> Result<Option<usize>> {
        let mut best: Option<(f64, i64, u64, usize)> = None;
        for (candidate, evidence) in self.candidates(at, version) {
            let other = &self.window[candidate - self.first];
            let Some(score) = evidence.score(version, other, shared)? else { continue };
            // What decides between equals is in the stories, not in the order in which they came.
            let rank = (score, other.time, other.hash, candidate);
            let is_better = best.is_none_or(|best| {
                rank.0.total_cmp(&best.0).then((rank.1, rank.2).cmp(&(best.1, best.2))).is_gt()
            });
            if is_better {
                best = Some(rank);
            }
        }
        Ok(best.map(|best| best.3))
    }

    /// Stories of the same agency that may be what a story follows.
    fn candidates(&self, at: usize, version: &Version) -> Vec<(usize, Evidence)> {
        let mut found: FxHashMap<usize, Evidence> = FxHashMap::default();
        let list = |kind: Key, value: u64, most: usize| {
            let list = self.by_key.get(&key(kind, version.agency, value));
            let list = list.into_iter().flatten().rev().copied();
            list.take_while(|it| *it >= self.first).filter(move |it| *it != at).take(most)
        };
        for named in &version.named {
            for kind in [Key::Slug, Key::Headline] {
                for it in list(kind, *named, MOST_ALIKE) {
                    found.entry(it).or_default().named = true;
                }
            }
        }
        if let Some(slug) = version.slug {
            list(Key::Slug, slug, MOST_ALIKE).for_each(|it| {
                found.entry(it).or_default().same_slug = true;
            });
        }
        if let Some(headline) = version.headline {
            list(Key::Headline, headline, MOST_ALIKE).for_each(|it| {
                found.entry(it).or_default().same_headline = true;
            });
        }
        let mut words: FxHashMap<usize, (f64, u32)> = FxHashMap::default();
        for word in &version.words {
            let weight = self.weight(version.agency, *word);
            for it in list(Key::Word, u64::from(*word), MOST_OF_A_WORD) {
                let (sum, count) = words.entry(it).or_default();
                *sum += weight;
                *count += 1;
            }
        }
        let mut weights: FxHashMap<u32, f64> = FxHashMap::default();
        let mut weight = |of: &Version| -> f64 {
            let mut weight =
                |word: &u32| *weights.entry(*word).or_insert_with(|| self.weight(of.agency, *word));
            of.words.iter().map(&mut weight).sum()
        };
        let own = weight(version);
        let mut alike: Vec<(f64, i64, u64, usize, u32)> = Vec::new();
        for (it, (common, words)) in words {
            let other = &self.window[it - self.first];
            let least = own.min(weight(other));
            let headline = if least > 0.0 { common / least } else { 0.0 };
            match found.get_mut(&it) {
                Some(evidence) => (evidence.headline, evidence.words) = (headline, words),
                None if headline >= LOOKED_AT => {
                    alike.push((headline, other.time, other.hash, it, words));
                }
                None => {}
            }
        }
        alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
        for (headline, _, _, it, words) in alike.into_iter().take(MOST_BY_HEADLINE) {
            found.insert(it, Evidence { headline, words, ..Evidence::default() });
        }
        let mut found: Vec<(usize, Evidence)> = found.into_iter().collect();
        found.sort_unstable_by_key(|(it, _)| *it);
        found.retain(|(it, _)| is_in_order(&self.window[it - self.first], version));
        found
    }

    /// What a word of a headline says of its story: the more, the fewer stories of the window have it
    /// (the inverse document frequency, `ln(1 + stories / stories with it)`).
    fn weight(&self, agency: u64, word: u32) -> f64 {
        let list = self.by_key.get(&key(Key::Word, agency, u64::from(word)));
        let live = list.map_or(0, |list| list.len() - list.partition_point(|it| *it < self.first));
        (1.0 + self.window.len() as f64 / live.max(1) as f64).ln()
    }

    /// Lets stories go that are too old for one of a time.
    fn let_go(&mut self, time: i64) {
        let window = i64::from(self.rule.window);
        while self.window.front().is_some_and(|it| time.saturating_sub(it.time) > window) {
            self.window.pop_front();
            self.first += 1;
        }
        // Now and then the lists are rid of what has gone, which costs less than at every step.
        if self.first - self.swept > self.window.len() + 1024 {
            self.swept = self.first;
            let first = self.first;
            self.by_key.retain(|_, list| {
                let gone = list.partition_point(|it| *it < first);
                list.drain(..gone);
                !list.is_empty()
            });
        }
    }
}

/// Whether a story can come after another by what their marks say.
fn is_in_order(before: &Version, after: &Version) -> bool {
    if before.time > after.time || before.kind == TakeKind::Advisory {
        return false;
    }
    let numbers = before.number.zip(after.number);
    let is_earlier = match numbers {
        Some((b, a)) => b <= a,
        None => true,
    };
    // Of one moment, what has no mark comes first.
    let now = before.time == after.time;
    let is_before = !now || numbers.is_some_and(|(b, a)| b < a) || !before.follows();
    is_earlier && is_before
}

/// What speaks for one story following another.
#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    named: bool,
    same_slug: bool,
    same_headline: bool,
    /// The part of the words of the shorter headline that both have, by their weights.
    headline: f64,
    words: u32,
}

impl Evidence {
    /// How well a story fits as the one that went before; `None` where it does not.
    fn score(
        &self,
        after: &Version,
        before: &Version,
        shared: SharedText<'_>,
    ) -> Result<Option<f64>> {
        let apart = after.time.saturating_sub(before.time);
        let headline = if self.same_headline { 1.0 } else { self.headline };
        let note = after.length < NOTE || before.length < NOTE;
        let text = shared(before.story, after.story)?;
        let shares = text >= SHARED;
        let day = apart <= SAME_DAY || text >= 0.3;
        let is_again = before.number.is_some()
            && before.number == after.number
            && before.kind == after.kind
            && before.kind != TakeKind::New;
        // The text before, sent again with something put right: it need not be much alike.
        let repairs = !matches!(after.kind, TakeKind::Update | TakeKind::New | TakeKind::Alert);
        let fits = if self.named {
            true
        } else if matches!(after.kind, TakeKind::Advisory) {
            false
        } else if is_again && !self.same_headline && text < 0.25 {
            // Another story's second lead.
            false
        } else if matches!(after.kind, TakeKind::Add) || before.kind == TakeKind::Add {
            // Another piece shares no text.
            day && (self.same_slug || self.same_headline || headline >= 0.8 && self.words > 2)
        } else if !day {
            false
        } else if self.same_slug {
            let lead =
                after.kind == TakeKind::Update && apart <= ONE_CYCLE && before.cycle == after.cycle;
            headline >= 0.34 || shares || lead || after.kind == TakeKind::Kill
        } else if self.same_headline {
            self.words > 2 || shares
        } else {
            let by_headline =
                headline >= 0.6 && self.words > 1 && (shares || note || headline >= 0.8);
            let by_text = match repairs {
                true => text >= 0.3,
                false => text >= 0.5 || text >= 0.2 && headline >= 0.4,
            };
            by_headline || by_text
        };
        let score = f64::from(u8::from(self.named)) * 2.0
            + f64::from(u8::from(self.same_slug))
            + headline
            + 2.0 * text;
        Ok(fits.then_some(score))
    }
}
