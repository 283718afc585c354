//! Stories joined into sets, two at a time (union and find). Only those that were joined take room.

use rustc_hash::FxHashMap;

/// Sets of stories, by their numbers.
#[derive(Debug, Clone, Default)]
pub struct Sets {
    /// The parent of every story that is not the first of its set.
    parents: FxHashMap<u32, u32>,
}

impl Sets {
    /// The story that stands for the set of a story.
    pub fn find(&mut self, story: u32) -> u32 {
        let mut at = story;
        while let Some(parent) = self.parents.get(&at).copied() {
            let Some(over) = self.parents.get(&parent).copied() else { return parent };
            // Halves the way for the next one.
            self.parents.insert(at, over);
            at = over;
        }
        at
    }

    /// Says whether two stories are in one set.
    pub fn are_joined(&mut self, a: u32, b: u32) -> bool {
        self.find(a) == self.find(b)
    }

    /// Joins the sets of two stories.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            self.parents.insert(a.max(b), a.min(b));
        }
    }

    /// The sets of more than one story: stories in the order of their numbers, sets in that of their
    /// first.
    pub fn into_sets(mut self) -> Vec<Vec<u32>> {
        let joined: Vec<u32> = self.parents.keys().copied().collect();
        let mut members: Vec<(u32, u32)> =
            joined.into_iter().map(|story| (self.find(story), story)).collect();
        members.sort_unstable();
        let sets = members.chunk_by(|a, b| a.0 == b.0).map(|set| {
            std::iter::once(set[0].0).chain(set.iter().map(|(_, story)| *story)).collect()
        });
        sets.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_what_was_joined() {
        let mut sets = Sets::default();
        for (a, b) in [(5, 3), (6, 0), (3, 1), (1, 5), (2, 2)] {
            sets.join(a, b);
        }
        assert!(sets.are_joined(1, 3) && !sets.are_joined(0, 1) && !sets.are_joined(2, 4));
        assert_eq!(sets.into_sets(), [vec![0, 6], vec![1, 3, 5]]);
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_joining_makes_no_difference(
            pairs in proptest::collection::vec((0u32..30, 0u32..30), 0..40),
        ) {
            let joined = |pairs: &mut dyn Iterator<Item = &(u32, u32)>| {
                let mut sets = Sets::default();
                pairs.for_each(|(a, b)| sets.join(*a, *b));
                sets.into_sets()
            };
            let forwards = joined(&mut pairs.iter());
            proptest::prop_assert_eq!(forwards, joined(&mut pairs.iter().rev()));
        }
    }
}
