//! MinHash: a text's shingles as a few numbers, of which alike texts share many.
//!
//! The sketch is that of Dahlgaard, Knudsen and Thorup, "Fast Similarity Sketching" (FOCS 2017):
//! each shingle is thrown into one of the slots, round after round, until none is empty; a slot
//! keeps the least it was given. Two texts agree in a slot with the probability of their
//! similarity, short texts as well as long ones, and the work is that of reading the shingles once
//! or twice. Slots are joined into bands; texts that agree in all slots of a band are candidates.

use super::Rule;
use super::shingles::mix;

/// Chance that two texts of just the threshold share no band.
const MISSED: f64 = 0.0025;
/// Most slots of a sketch.
const MOST_SLOTS: usize = 72;

/// How slots are joined: so many bands of so many slots each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// Bands.
    pub count: usize,
    /// Slots of a band.
    pub slots: usize,
}

impl Bands {
    /// The bands for a rule: of the most slots with which texts of just the threshold, `t`, are
    /// still found: `(1 - t^slots)^count <= 0.0025`.
    pub fn of(rule: &Rule) -> Bands {
        let t = f64::from(rule.threshold.clamp(1, 1000)) / 1000.0;
        let count = |slots: usize| {
            let shared = t.powi(slots as i32);
            if shared >= 1.0 { 1 } else { (MISSED.ln() / (1.0 - shared).ln()).ceil() as usize }
        };
        let slots = (2..=8).rev().find(|slots| slots * count(*slots) <= MOST_SLOTS).unwrap_or(1);
        Bands { count: count(slots), slots }
    }
}

/// Makes sketches, one after the other.
#[derive(Debug, Clone)]
pub struct Sketcher {
    bands: Bands,
    slots: Vec<u64>,
}

impl Sketcher {
    /// A maker of sketches with such bands.
    pub fn new(bands: Bands) -> Sketcher {
        Sketcher { bands, slots: vec![u64::MAX; bands.count * bands.slots] }
    }

    /// The hash of each band of a text with these shingles, of which there is at least one.
    pub fn sketch(&mut self, shingles: &[u64], out: &mut Vec<u32>) {
        out.clear();
        if shingles.is_empty() {
            return;
        }
        let slots = &mut self.slots;
        let count = slots.len();
        slots.fill(u64::MAX);
        let mut empty = count;
        for round in 0..2 * count as u64 {
            let seed = mix(round + 1);
            for shingle in shingles {
                let hash = mix(shingle ^ seed);
                // After as many rounds as there are slots, each has a round of its own.
                let slot = match round.checked_sub(count as u64) {
                    None => (((hash >> 32) * count as u64) >> 32) as usize,
                    Some(slot) => slot as usize,
                };
                // What came in an earlier round is less than all of a later one.
                let value = (round << 48) | ((hash & 0xffff_ffff) << 16) | (hash >> 48);
                if value < slots[slot] {
                    empty -= usize::from(slots[slot] == u64::MAX);
                    slots[slot] = value;
                }
            }
            if empty == 0 {
                break;
            }
        }
        out.extend(slots.chunks(self.bands.slots).map(|band| {
            let all = band.iter().fold(0_u64, |all, slot| mix(all ^ slot).wrapping_add(*slot));
            (mix(all) >> 32) as u32
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_suit_the_threshold() {
        let of = |threshold| Bands::of(&Rule { threshold, ..Rule::default() });
        assert_eq!(of(700), Bands { count: 15, slots: 3 });
        assert_eq!(of(1000), Bands { count: 1, slots: 8 });
        assert_eq!(of(400).slots, 2);
        for threshold in Rule::LEAST_THRESHOLD..1000 {
            let Bands { count, slots } = of(threshold);
            let t = f64::from(threshold) / 1000.0;
            assert!((1.0 - t.powi(slots as i32)).powi(count as i32) <= MISSED, "{threshold}");
        }
    }

    /// Slots agree as often as texts are alike, whatever their length.
    #[test]
    fn slots_agree_as_often_as_texts_are_alike() {
        let bands = Bands { count: 64, slots: 1 };
        let mut sketcher = Sketcher::new(bands);
        for (length, kept) in [(20, 16), (60, 40), (400, 360), (3000, 1500)] {
            let (mut agree, mut of) = (0, 0);
            for trial in 0..60_u64 {
                let shingle = |it: usize| mix(trial << 32 | it as u64);
                let a: Vec<u64> = (0..length).map(shingle).collect();
                let b: Vec<u64> = (length - kept..2 * length - kept).map(shingle).collect();
                let (mut first, mut second) = (Vec::new(), Vec::new());
                sketcher.sketch(&a, &mut first);
                sketcher.sketch(&b, &mut second);
                agree += first.iter().zip(&second).filter(|(a, b)| a == b).count();
                of += bands.count;
            }
            let truth = kept as f64 / (2 * length - kept) as f64;
            let seen = agree as f64 / of as f64;
            assert!((seen - truth).abs() < 0.03, "{length}: {seen} for {truth}");
        }
    }

    #[test]
    fn shingles_count_once_and_in_any_order() {
        let mut sketcher = Sketcher::new(Bands::of(&Rule::default()));
        let shingles: Vec<u64> = (0..30).map(mix).collect();
        let twice: Vec<u64> = shingles.iter().rev().chain(&shingles).copied().collect();
        let (mut a, mut b) = (Vec::new(), Vec::new());
        sketcher.sketch(&shingles, &mut a);
        sketcher.sketch(&twice, &mut b);
        assert_eq!(a, b);
        sketcher.sketch(&[], &mut b);
        assert!(b.is_empty());
    }
}
