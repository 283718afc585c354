//! What blobs yield, remembered: the table that is asked once a word.
//!
//! It is a hash table of its own because it is the hottest place of an indexing run: a record
//! (header, blob, terms) lies in one piece, so that finding a word touches a slot and one run of
//! bytes, and nothing is allocated per word.

/// Longest blob that is remembered; longer ones are rare, or scripts without blanks.
pub const LONGEST: usize = 48;

/// Bytes of records after which the table starts afresh.
const MOST_BYTES: usize = 12 << 20;
/// Slots at the start; a power of two.
const SLOTS: usize = 1 << 14;
/// Bytes of a record before the blob. All are below 0x80, so that the arena is text.
const HEADER: usize = 6;

/// What a blob yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Where its terms begin in the arena.
    start: usize,
    /// Their length.
    length: usize,
    /// Positions.
    pub positions: u32,
    /// Terms.
    pub tokens: u32,
    /// Holds a common word in capitals: what it yields depends on the copy round it.
    pub capitals: bool,
}

/// The table.
pub struct Memo {
    /// High half: tag of the hash. Low half: offset of the record, plus one; 0 is empty.
    slots: Vec<u64>,
    arena: String,
    used: usize,
}

impl Default for Memo {
    fn default() -> Self {
        Memo { slots: vec![0; SLOTS], arena: String::new(), used: 0 }
    }
}

impl Memo {
    /// Forgets everything once it has grown large.
    pub fn bound(&mut self) {
        if self.arena.len() > MOST_BYTES {
            *self = Memo::default();
        }
    }

    /// Looks a blob up. `alone` asks for what it yields among capitals alone.
    #[inline]
    pub fn get(&self, blob: &str, alone: bool) -> Option<Known> {
        let hash = hash(blob.as_bytes(), alone);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            if slot >> 32 == hash >> 32 {
                let record = (slot & u64::from(u32::MAX)) as usize - 1;
                if let Some(known) = self.read(record, blob, alone) {
                    return Some(known);
                }
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn read(&self, record: usize, blob: &str, alone: bool) -> Option<Known> {
        let bytes = &self.arena.as_bytes()[record..];
        let header: [u8; HEADER] = *bytes.first_chunk()?;
        let [length, flags, positions, tokens, low, high] = header;
        let key = &bytes[HEADER..];
        if usize::from(length) != blob.len()
            || (flags & ALONE != 0) != alone
            || !same(key, blob.as_bytes())
        {
            return None;
        }
        Some(Known {
            start: record + HEADER + blob.len(),
            length: usize::from(low) | usize::from(high) << 7,
            positions: u32::from(positions),
            tokens: u32::from(tokens),
            capitals: flags & CAPITALS != 0,
        })
    }

    /// The terms of something known.
    #[inline]
    pub fn terms(&self, known: Known) -> &str {
        &self.arena[known.start..known.start + known.length]
    }

    /// Remembers what a blob yields. Returns `None`, and remembers nothing, where that is more
    /// than a record holds.
    pub fn put(
        &mut self,
        blob: &str,
        alone: bool,
        terms: &str,
        positions: u32,
        tokens: u32,
        capitals: bool,
    ) -> Option<Known> {
        if blob.len() > LONGEST || terms.len() >= 1 << 14 || positions > 0x7f || tokens > 0x7f {
            return None;
        }
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let record = self.arena.len();
        let flags = if alone { ALONE } else { 0 } | if capitals { CAPITALS } else { 0 };
        let header = [
            blob.len() as u8,
            flags,
            positions as u8,
            tokens as u8,
            (terms.len() & 0x7f) as u8,
            (terms.len() >> 7) as u8,
        ];
        header.iter().for_each(|byte| self.arena.push(char::from(*byte)));
        self.arena.push_str(blob);
        self.arena.push_str(terms);
        self.place(hash(blob.as_bytes(), alone), record);
        self.used += 1;
        self.read(record, blob, alone)
    }

    fn place(&mut self, hash: u64, record: usize) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        // The arena stays far below 4 GiB.
        self.slots[at] = hash >> 32 << 32 | (record as u64 + 1);
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![0; old.len() * 2];
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            let record = (slot & u64::from(u32::MAX)) as usize - 1;
            let bytes = &self.arena.as_bytes()[record..];
            let key = &bytes[HEADER..HEADER + usize::from(bytes[0])];
            let hash = hash(key, bytes[1] & ALONE != 0);
            self.place(hash, record);
        }
    }
}

const ALONE: u8 = 1;
const CAPITALS: u8 = 2;

/// Says whether `key` begins with `blob`: eight bytes at a time.
#[inline]
fn same(key: &[u8], blob: &[u8]) -> bool {
    let Some(key) = key.get(..blob.len()) else { return false };
    let mut left = key.chunks_exact(8);
    let mut right = blob.chunks_exact(8);
    for (a, b) in left.by_ref().zip(right.by_ref()) {
        if word(a) != word(b) {
            return false;
        }
    }
    left.remainder().iter().zip(right.remainder()).all(|(a, b)| a == b)
}

/// Up to eight bytes as a number.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// Multiply-and-fold over eight bytes at a time: short words want nothing better.
#[inline]
fn hash(bytes: &[u8], alone: bool) -> u64 {
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let fold = |a: u64, b: u64| {
        let wide = u128::from(a) * u128::from(b);
        wide as u64 ^ (wide >> 64) as u64
    };
    let mut hash = (bytes.len() as u64) << 1 | u64::from(alone);
    for chunk in bytes.chunks(8) {
        hash = fold(hash ^ word(chunk) ^ 0x2545_f491_4f6c_dd1d, MULTIPLIER);
    }
    fold(hash, MULTIPLIER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_found_through_growth() {
        let mut memo = Memo::default();
        for n in 0..30_000u32 {
            let (blob, terms) = (format!("word{n}"), format!("term{n}"));
            assert_eq!(memo.get(&blob, false), None);
            assert!(memo.put(&blob, false, &terms, 1, 2, n % 2 == 0).is_some());
        }
        for n in 0..30_000u32 {
            let known = memo.get(&format!("word{n}"), false).expect("it was put");
            assert_eq!(memo.terms(known), format!("term{n}"));
            assert_eq!((known.positions, known.tokens, known.capitals), (1, 2, n % 2 == 0));
        }
        assert_eq!(memo.get("word", false), None);
    }

    #[test]
    fn a_word_alone_among_capitals_is_another_entry() {
        let mut memo = Memo::default();
        memo.put("US", false, "one", 1, 1, true);
        memo.put("US", true, "two", 1, 2, true);
        let terms = |alone| memo.get("US", alone).map(|known| memo.terms(known));
        assert_eq!((terms(false), terms(true)), (Some("one"), Some("two")));
    }

    #[test]
    fn what_is_too_large_is_not_remembered() {
        let mut memo = Memo::default();
        assert!(memo.put(&"x".repeat(LONGEST + 1), false, "x", 1, 1, false).is_none());
        assert!(memo.put("x", false, &"x".repeat(1 << 14), 1, 1, false).is_none());
    }
}
