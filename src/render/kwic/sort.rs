//! Rows in the order of the words beside them.
//!
//! The text of every story that matches is read once and each row leaves a short key, so the rows
//! themselves are never held; where only the first few are wanted, no more keys than these are
//! kept. What would need more memory than [`BUDGET`] is refused with a way out.

use crate::error::{Error, Result};
use crate::search::{Match, Searcher};
use crate::snippet::{Copy, Side};

/// Bytes that keys may take.
const BUDGET: usize = 256 << 20;
/// What a row costs besides its key.
const ROW: usize = size_of::<Keyed>() + 16;

struct Keyed {
    key: Box<[u8]>,
    /// Place among all rows: what decides between equal keys.
    at: u64,
    row: Match,
}

impl Keyed {
    fn by(&self) -> (&[u8], u64) {
        (&self.key, self.at)
    }
}

/// Sorts matches by their words, and keeps the first `limit`. Equal ones stay as they came.
pub(super) fn sorted(
    searcher: &Searcher<'_>,
    matches: impl Iterator<Item = Result<Match>>,
    side: Side,
    limit: Option<usize>,
) -> Result<Vec<Match>> {
    if limit == Some(0) {
        return Ok(Vec::new());
    }
    let mut sorter = Sorter { kept: Vec::new(), bytes: 0, limit, budget: BUDGET, at: 0 };
    let mut matches = matches.peekable();
    while let Some(first) = matches.next().transpose()? {
        // Only its text is looked at.
        let story = searcher.index().story_of_id(first.address, String::new())?;
        let copy = Copy::new(&story);
        let mut next = Some(first);
        while let Some(row) = next {
            sorter.push(copy.key(row.span, side), row)?;
            let same = |it: &Result<Match>| it.as_ref().is_ok_and(|it| it.address == first.address);
            next = matches.next_if(same).transpose()?;
        }
    }
    Ok(sorter.into_rows())
}

struct Sorter {
    kept: Vec<Keyed>,
    bytes: usize,
    limit: Option<usize>,
    budget: usize,
    at: u64,
}

impl Sorter {
    fn push(&mut self, key: Vec<u8>, row: Match) -> Result<()> {
        self.bytes += key.len() + ROW;
        self.kept.push(Keyed { key: key.into_boxed_slice(), at: self.at, row });
        self.at += 1;
        if let Some(limit) = self.limit
            && self.kept.len() >= limit.saturating_mul(2).max(1024)
        {
            self.cut(limit);
        }
        if self.bytes > self.budget {
            return Err(Error::Usage(format!(
                "sorting by words holds a key for every row, and {} rows take the {} MiB that are \
                 allowed for it; draw some with --sample 10000, print the first with -n 1000, or \
                 take --sort newest, which needs no memory",
                self.kept.len(),
                self.budget >> 20
            )));
        }
        Ok(())
    }

    fn cut(&mut self, limit: usize) {
        if self.kept.len() > limit {
            self.kept.select_nth_unstable_by(limit - 1, |a, b| a.by().cmp(&b.by()));
            self.kept.truncate(limit);
            self.bytes = self.kept.iter().map(|it| it.key.len() + ROW).sum();
        }
    }

    fn into_rows(mut self) -> Vec<Match> {
        if let Some(limit) = self.limit {
            self.cut(limit);
        }
        self.kept.sort_unstable_by(|a, b| a.by().cmp(&b.by()));
        self.kept.into_iter().map(|it| it.row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Address;
    use crate::span::Span;

    fn row(nth: u32) -> Match {
        let address = Address { segment: 0, doc: 0 };
        Match { address, nth, span: Span { first: nth, last: nth } }
    }

    fn sorter(limit: Option<usize>, budget: usize) -> Sorter {
        Sorter { kept: Vec::new(), bytes: 0, limit, budget, at: 0 }
    }

    proptest::proptest! {
        #[test]
        fn the_first_of_all_are_those_of_a_plain_sort(
            keys in proptest::collection::vec("[ab]{0,3}", 0..3000),
            limit in proptest::option::of(1usize..50),
        ) {
            let mut sorter = sorter(limit, usize::MAX);
            for (nth, key) in keys.iter().enumerate() {
                sorter.push(key.clone().into_bytes(), row(nth as u32)).unwrap();
            }
            let given: Vec<u32> = sorter.into_rows().iter().map(|row| row.nth).collect();
            let mut plain: Vec<u32> = (0..keys.len() as u32).collect();
            plain.sort_by_key(|nth| &keys[*nth as usize]);
            plain.truncate(limit.unwrap_or(usize::MAX));
            proptest::prop_assert_eq!(given, plain);
        }
    }

    #[test]
    fn too_many_rows_are_refused_with_a_way_out_unless_few_are_kept() {
        let mut all = sorter(None, 10_000);
        let error = (0..1000).find_map(|nth| all.push(vec![7; 9], row(nth)).err()).unwrap();
        assert!(error.to_string().contains("--sample"), "{error}");
        let mut few = sorter(Some(5), 1024 * (ROW + 9));
        assert!((0..9000).all(|nth| few.push(vec![7; 9], row(nth)).is_ok()));
        assert_eq!(few.into_rows().len(), 5);
    }
}
