//! Terms and their numbers.
//!
//! Stories are analysed on several threads, and what they yield is passed on as numbers: a term's
//! letters are kept once, however often it occurs. One table serves all threads. It is asked only
//! for what a thread's own memo does not know, so that one lock is enough.

use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// An occurrence of a term: its number, and whether it opens a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Token(u32);

impl Token {
    /// An occurrence of the term of a number.
    pub fn new(number: u32, opens: bool) -> Token {
        Token(number << 1 | u32::from(opens))
    }

    /// The number of the term.
    pub fn number(self) -> u32 {
        self.0 >> 1
    }

    /// As one number.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// From what [`Token::bits`] gave.
    pub(super) fn from_bits(bits: u32) -> Token {
        Token(bits)
    }

    /// Says whether it opens a position; the others stand where the one before them stands.
    pub fn opens(self) -> bool {
        self.0 & 1 == 1
    }
}

/// A table of terms, shared by the threads of a run.
#[derive(Debug, Default)]
pub struct Lexicon {
    terms: Mutex<Terms>,
}

/// The terms of a lexicon, in the order of their numbers.
#[derive(Debug, Default)]
pub struct Terms {
    table: HashTable<u32>,
    letters: Vec<u8>,
    /// Where each term ends.
    ends: Vec<usize>,
}

impl Lexicon {
    /// The number of a term: a new one where it is met for the first time.
    pub fn number(&self, term: &str) -> u32 {
        self.terms().number(term.as_bytes())
    }

    /// Its terms; no other thread gets at them meanwhile.
    pub fn terms(&self) -> MutexGuard<'_, Terms> {
        // A table is whole between any two calls, so a thread that failed leaves no damage.
        self.terms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Terms {
    /// How many there are: numbers run from 0.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of a term, which are UTF-8.
    pub fn get(&self, number: u32) -> &[u8] {
        get(&self.letters, &self.ends, number)
    }

    /// Bytes of memory that they take.
    pub fn memory(&self) -> usize {
        let slot = size_of::<u32>() + 1;
        self.letters.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.table.capacity() * slot
    }

    /// The number of a term: a new one where it is met for the first time.
    pub fn number(&mut self, term: &[u8]) -> u32 {
        let Terms { table, letters, ends } = self;
        let hash = |term: &[u8]| FxBuildHasher.hash_one(term);
        let same = |number: &u32| get(letters, ends, *number) == term;
        if let Some(number) = table.find(hash(term), same) {
            return *number;
        }
        let number = ends.len() as u32;
        letters.extend_from_slice(term);
        ends.push(letters.len());
        table.insert_unique(hash(term), number, |number| hash(get(letters, ends, *number)));
        number
    }
}

/// The lexicon that numbers terms: begun afresh where one has grown large.
#[derive(Clone, Default)]
pub struct Lexicons {
    current: Arc<Mutex<Arc<Lexicon>>>,
}

impl Lexicons {
    /// The lexicon for the next story.
    pub fn current(&self) -> Arc<Lexicon> {
        Arc::clone(&self.current.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins a new one if that of now takes more memory than `most` bytes.
    pub fn bound(&self, most: usize) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.terms().memory() > most {
            *current = Arc::default();
        }
    }
}

fn get<'a>(letters: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &letters[start..ends[number]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number() {
        let lexicon = Lexicon::default();
        let numbers: Vec<u32> =
            (0..5000).map(|n| lexicon.number(&format!("term{}", n % 2500))).collect();
        assert_eq!(numbers[..2500], numbers[2500..]);
        let terms = lexicon.terms();
        assert_eq!(terms.len(), 2500);
        assert_eq!(terms.get(numbers[7]), b"term7");
        assert_eq!(terms.get(0), b"term0");
    }

    #[test]
    fn a_token_is_a_number_and_a_bit() {
        let token = Token::new(77, true);
        assert_eq!((token.number(), token.opens()), (77, true));
        assert!(!Token::new(77, false).opens());
    }
}
