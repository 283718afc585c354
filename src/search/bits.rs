//! A set of the stories of a segment, a bit for each.

/// Stories of a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// No story of a segment of so many.
    pub fn none(stories: u32) -> Bits {
        Bits { words: vec![0; stories.div_ceil(64) as usize] }
    }

    /// All stories of a segment of so many.
    pub fn all(stories: u32) -> Bits {
        let mut bits = Bits { words: vec![u64::MAX; stories.div_ceil(64) as usize] };
        if let (Some(last), rest @ 1..) = (bits.words.last_mut(), stories % 64) {
            *last = u64::MAX >> (64 - rest);
        }
        bits
    }

    /// Adds a story of the segment.
    #[inline]
    pub fn add(&mut self, doc: u32) {
        if let Some(word) = self.words.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    /// Takes a story out.
    #[inline]
    pub fn remove(&mut self, doc: u32) {
        if let Some(word) = self.words.get_mut(doc as usize / 64) {
            *word &= !(1 << (doc % 64));
        }
    }

    /// Says whether a story is in it.
    #[inline]
    pub fn holds(&self, doc: u32) -> bool {
        self.words.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// The words of 64 stories each.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// How many stories are in it.
    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The stories, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().zip(0u32..).flat_map(|(word, at)| {
            let mut bits = *word;
            std::iter::from_fn(move || {
                (bits != 0).then(|| {
                    let bit = bits.trailing_zeros();
                    bits &= bits - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_was_added_is_in_it_once_and_in_order(
            docs in proptest::collection::btree_set(0u32..300, 0..60),
            out in proptest::collection::btree_set(0u32..300, 0..20),
        ) {
            let mut bits = Bits::none(300);
            docs.iter().for_each(|doc| bits.add(*doc));
            out.iter().for_each(|doc| bits.remove(*doc));
            let kept: Vec<u32> = docs.difference(&out).copied().collect();
            proptest::prop_assert_eq!(bits.iter().collect::<Vec<_>>(), kept.clone());
            proptest::prop_assert_eq!(bits.count(), kept.len() as u64);
            proptest::prop_assert!((0..400).all(|doc| bits.holds(doc) == kept.contains(&doc)));
        }

        #[test]
        fn all_are_all(stories in 0u32..200) {
            let one_by_one: Vec<u32> = Bits::all(stories).iter().collect();
            proptest::prop_assert_eq!(one_by_one, (0..stories).collect::<Vec<_>>());
        }
    }
}
