//! What blobs yield, remembered: the table that is asked once a word.
//!
//! It is a hash table of its own because it is the hottest place of an indexing run: a slot holds
//! the letters of a short blob and its term, and nothing is allocated per word. What was asked for
//! last stands in a small table in front of the large one: a few thousand words make up most of
//! any text, and those stay in the nearest cache.

use super::lexicon::Token;

/// Longest blob that is remembered; longer ones are rare, or scripts without blanks.
pub const LONGEST: usize = 48;

/// Slots at the start; a power of two.
const SLOTS: usize = 1 << 14;
/// Slots in front; a power of two.
const FRONT: usize = 1 << 12;
/// Longest blob that a slot holds itself.
const SHORT: usize = 16;

/// What a blob yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its only token but for a mark, or where its tokens begin.
    tokens: u32,
    /// How many they are; 1 for a word with a mark.
    count: u8,
    /// Which mark its only token has: 0 for none, else its place among the marks, from 1.
    mark: u8,
    /// Positions.
    pub positions: u8,
    /// Holds a common word in capitals: what it yields depends on the copy round it.
    pub capitals: bool,
}

impl Known {
    /// Its token, if there is just one.
    pub fn only(self) -> Option<Token> {
        (self.count == 1 && self.mark == 0).then(|| Token::from_bits(self.tokens))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// The letters of a short blob; of a longer one, its hash and where its letters begin.
    key: [u64; 2],
    tokens: u32,
    /// Length of the blob; 0 for an empty slot.
    length: u8,
    flags: u8,
    positions: u8,
    count: u8,
}

impl Slot {
    fn known(&self) -> Known {
        Known {
            tokens: self.tokens,
            count: self.count,
            positions: self.positions,
            capitals: self.flags & CAPITALS != 0,
            mark: self.flags >> MARK,
        }
    }
}

/// The table.
pub struct Memo {
    /// What was asked for last, by hash.
    front: Box<[Slot; FRONT]>,
    slots: Vec<Slot>,
    used: usize,
    /// Letters of blobs that no slot holds.
    letters: Vec<u8>,
    /// Tokens of blobs that have not just one.
    tokens: Vec<Token>,
}

const ALONE: u8 = 1;
const CAPITALS: u8 = 2;
/// How far the mark of a word is shifted.
const MARK: u8 = 2;

impl Default for Memo {
    fn default() -> Self {
        let front = Box::new([Slot::default(); FRONT]);
        let slots = vec![Slot::default(); SLOTS];
        Memo { front, slots, used: 0, letters: Vec::new(), tokens: Vec::new() }
    }
}

impl Memo {
    /// Bytes of memory that it takes.
    pub fn memory(&self) -> usize {
        (FRONT + self.slots.len()) * size_of::<Slot>()
            + self.letters.capacity()
            + self.tokens.capacity() * size_of::<Token>()
    }

    /// Looks a blob up. `alone` asks for what it yields among capitals alone.
    #[inline]
    pub fn get(&mut self, blob: &str, alone: bool) -> Option<Known> {
        let (key, hash) = key(blob.as_bytes(), alone);
        let front = (hash >> 40) as usize & (FRONT - 1);
        let slot = &self.front[front];
        if slot.key[0] == key[0] && self.is(slot, key, blob, alone) {
            return Some(slot.known());
        }
        let slot = self.find(key, hash, blob, alone)?;
        self.front[front] = slot;
        Some(slot.known())
    }

    fn find(&self, key: [u64; 2], hash: u64, blob: &str, alone: bool) -> Option<Slot> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = &self.slots[at];
            if slot.length == 0 {
                return None;
            }
            if slot.key[0] == key[0] && self.is(slot, key, blob, alone) {
                return Some(*slot);
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn is(&self, slot: &Slot, key: [u64; 2], blob: &str, alone: bool) -> bool {
        let alike = usize::from(slot.length) == blob.len() && (slot.flags & ALONE != 0) == alone;
        if blob.len() <= SHORT {
            return alike && slot.key[1] == key[1];
        }
        let start = slot.key[1] as usize;
        alike && self.letters[start..start + blob.len()] == *blob.as_bytes()
    }

    /// Appends the tokens of something known; `marks` are the numbers of the marks.
    #[inline]
    pub fn append(&self, known: Known, marks: &[u32], out: &mut Vec<Token>) {
        let start = known.tokens as usize;
        match known.count {
            1 => {
                out.push(Token::from_bits(known.tokens));
                // Most words that have more than themselves have a mark and nothing else.
                if known.mark > 0 {
                    out.push(Token::new(marks[usize::from(known.mark) - 1], false));
                }
            }
            _ => out.extend_from_slice(&self.tokens[start..start + usize::from(known.count)]),
        }
    }

    /// Remembers what a blob yields; `marks` are the numbers of the marks. Returns `None`, and remembers nothing, where that is more
    /// than a slot can say.
    pub fn put(
        &mut self,
        blob: &str,
        alone: bool,
        tokens: &[Token],
        marks: &[u32],
        positions: u32,
        capitals: bool,
    ) -> Option<Known> {
        let positions = u8::try_from(positions).ok()?;
        let (tokens, mark) = match tokens {
            [_, second] => match marks.iter().position(|mark| *mark == second.number()) {
                Some(mark) => (&tokens[..1], mark as u8 + 1),
                None => (tokens, 0),
            },
            _ => (tokens, 0),
        };
        let count = u8::try_from(tokens.len()).ok()?;
        if blob.is_empty() || blob.len() > LONGEST {
            return None;
        }
        if (self.used + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let first = match tokens {
            [only] => only.bits(),
            several => {
                self.tokens.extend_from_slice(several);
                (self.tokens.len() - several.len()) as u32
            }
        };
        let (mut key, hash) = key(blob.as_bytes(), alone);
        if blob.len() > SHORT {
            key[1] = self.letters.len() as u64;
            self.letters.extend_from_slice(blob.as_bytes());
        }
        let flags =
            if alone { ALONE } else { 0 } | if capitals { CAPITALS } else { 0 } | mark << MARK;
        let length = blob.len() as u8;
        self.place(hash, Slot { key, tokens: first, length, flags, positions, count });
        self.used += 1;
        Some(Known { tokens: first, count, mark, positions, capitals })
    }

    fn place(&mut self, hash: u64, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].length != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    fn grow(&mut self) {
        let twice = vec![Slot::default(); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, twice) {
            if slot.length > 0 {
                let second = if usize::from(slot.length) > SHORT { 0 } else { slot.key[1] };
                let hash = mix([slot.key[0], second], slot.length, slot.flags & ALONE != 0);
                self.place(hash, slot);
            }
        }
    }
}

/// What a slot keeps of a blob, and its hash. Where the letters do not fit into a slot, the second
/// half is not known yet, and has no part in the hash.
#[inline]
fn key(blob: &[u8], alone: bool) -> ([u64; 2], u64) {
    let key = match blob.len() {
        // Read from both ends, overlapping: with the length, that is all of it.
        8..=SHORT => [first_word(blob), last_word(blob)],
        4..8 => {
            let four = |bytes: &[u8]| {
                u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            };
            [four(blob) << 32 | four(&blob[blob.len() - 4..]), 0]
        }
        0..4 => [blob.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0],
        _ => {
            let words = blob.chunks_exact(8).map(first_word);
            [words.fold(last_word(blob), |hash, word| fold(hash ^ word, MULTIPLIER)), 0]
        }
    };
    (key, mix(key, blob.len() as u8, alone))
}

#[inline]
fn first_word(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[inline]
fn last_word(bytes: &[u8]) -> u64 {
    bytes.last_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Multiply and fold: short words want nothing better.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    wide as u64 ^ (wide >> 64) as u64
}

#[inline]
fn mix(key: [u64; 2], length: u8, alone: bool) -> u64 {
    let length = u64::from(length) << 1 | u64::from(alone);
    let half = fold(key[0] ^ 0x2545_f491_4f6c_dd1d, MULTIPLIER ^ length << 32);
    fold(half ^ key[1], MULTIPLIER)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that some words of two tokens have second, so that they are marks.
    const MARKS: [u32; 3] = [7, 27, 1003];

    fn tokens(memo: &Memo, known: Known) -> Vec<Token> {
        let mut tokens = Vec::new();
        memo.append(known, &MARKS, &mut tokens);
        tokens
    }

    #[test]
    fn what_is_put_is_found_through_growth() {
        let mut memo = Memo::default();
        let blob = |n: u32| format!("{}{n}", "wordwordwordword".repeat(n as usize % 3));
        let yields = |n: u32| -> Vec<Token> {
            (0..n % 4).map(|part| Token::new(n + part, part == 0)).collect()
        };
        for n in 0..40_000u32 {
            assert_eq!(memo.get(&blob(n), false), None);
            assert!(memo.put(&blob(n), false, &yields(n), &MARKS, 1, n % 2 == 0).is_some());
        }
        for n in 0..40_000u32 {
            let known = memo.get(&blob(n), false).expect("it was put");
            assert_eq!(tokens(&memo, known), yields(n));
            assert_eq!((known.positions, known.capitals), (1, n % 2 == 0));
        }
        assert_eq!(memo.get("word", false), None);
    }

    #[test]
    fn a_word_alone_among_capitals_is_another_entry() {
        let mut memo = Memo::default();
        let (one, two) = ([Token::new(1, true)], [Token::new(2, true), Token::new(1, false)]);
        memo.put("US", false, &one, &MARKS, 1, true);
        memo.put("US", true, &two, &MARKS, 1, true);
        let mut found = |alone| {
            let known = memo.get("US", alone)?;
            Some(tokens(&memo, known))
        };
        assert_eq!((found(false), found(true)), (Some(one.to_vec()), Some(two.to_vec())));
    }

    #[test]
    fn what_is_too_large_is_not_remembered() {
        let mut memo = Memo::default();
        let token = Token::new(1, true);
        assert!(memo.put(&"x".repeat(LONGEST + 1), false, &[token], &MARKS, 1, false).is_none());
        assert!(memo.put("x", false, &[token; 256], &MARKS, 1, false).is_none());
    }

    proptest::proptest! {
        #[test]
        fn different_blobs_are_different(a in "[ab]{1,40}", b in "[ab]{1,40}") {
            let mut memo = Memo::default();
            memo.put(&a, false, &[Token::new(1, true)], &MARKS, 1, false);
            proptest::prop_assert_eq!(memo.get(&b, false).is_some(), a == b);
        }
    }
}
