//! A text as a set of shingles: four words in a row, as numbers.
//!
//! Comes in: the body of a story. Goes out: a hash of 64 bits for every four words. Its own words,
//! plainer than those of the index: copies differ in dashes, quotes, capitals and accents, and these
//! are not to count.

use unicode_normalization::char::is_combining_mark;

use crate::analysis::blob::is_character;
use crate::analysis::fold::fold_char;

/// Words of a shingle.
pub const WORDS: usize = 4;
/// Distinct shingles below which a text is compared with none: notes of a dozen words
/// (`Qtly div 10 cts vs 10 cts prior Pay April 1 Record March 12`) are alike without being copies.
pub const LEAST_SHINGLES: usize = 16;
/// Words of a text that are looked at, from its beginning.
pub const MOST_WORDS: u32 = 20_000;

/// A text that was read for its shingles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles {
    /// Hashes of its shingles, in the order of the text, each as often as it stands there.
    pub hashes: Vec<u64>,
    /// Hash of all its words in order: equal for equal texts.
    pub print: u64,
    /// Words that were looked at.
    pub words: u32,
    lettered: u32,
}

impl Shingles {
    /// Reads a text.
    pub fn of(text: &str) -> Shingles {
        let mut shingles = Shingles::default();
        shingles.read(text);
        shingles
    }

    /// Reads a text into what another one left.
    pub fn read(&mut self, text: &str) {
        self.hashes.clear();
        (self.print, self.words, self.lettered) = (0, 0, 0);
        let mut last = [0_u64; WORDS];
        words(text, |word, has_letter| {
            self.words += 1;
            self.lettered += u32::from(has_letter);
            self.print = mix(self.print.wrapping_mul(P).wrapping_add(word));
            last.rotate_left(1);
            last[WORDS - 1] = word;
            if self.words as usize >= WORDS {
                let row =
                    last.iter().fold(0_u64, |row, word| row.wrapping_mul(P).wrapping_add(*word));
                self.hashes.push(mix(row));
            }
            self.words < MOST_WORDS
        });
    }

    /// Whether the text can have copies at all, by its length and its words.
    pub fn is_compared(&self) -> bool {
        self.hashes.len() >= LEAST_SHINGLES && self.lettered * 2 >= self.words
    }
}

/// Sorts the shingles of a text, each once.
pub fn distinct(hashes: &mut Vec<u64>) {
    hashes.sort_unstable();
    hashes.dedup();
}

/// Shingles that two texts have in common, and those that either has. Both are sorted, each once.
pub fn common(a: &[u64], b: &[u64]) -> (usize, usize) {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    (common, a.len() + b.len() - common)
}

const P: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads the bits of a number over all of it (the finish of SplitMix64).
pub(super) fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// What a byte is to a word: its small letter or digit, [`POINT`] for what joins digits, 0 for what
/// parts words.
const KINDS: [u8; 128] = {
    let mut kinds = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        kinds[byte] = match b {
            b'a'..=b'z' | b'0'..=b'9' => b,
            b'A'..=b'Z' => b + 32,
            b'.' | b',' => POINT,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};
const POINT: u8 = 1;

/// Calls `each` with the hash of each word and whether it has a letter, until it says no.
pub(super) fn words(text: &str, mut each: impl FnMut(u64, bool) -> bool) {
    let bytes = text.as_bytes();
    let add = |hash: u64, byte: u8| (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(P);
    let mut hash = 0;
    let mut lettered = false;
    let mut folded = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let kind = if byte < 128 { KINDS[usize::from(byte)] } else { 0 };
        if kind > POINT {
            hash = add(hash, kind);
            lettered |= kind >= b'a';
            at += 1;
            continue;
        }
        let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
        if kind == POINT && at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)) {
            // `1.03`, `21,578`: one word.
            hash = add(hash, b'.');
            at += 1;
            continue;
        }
        if byte >= 128 {
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            // Soft hyphens and zero-width characters stand inside words and are not of them.
            let unseen = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
            if unseen || is_combining_mark(c) {
                continue;
            }
            let alone = is_character(c);
            if c.is_alphanumeric() && !alone {
                folded.clear();
                fold_char(c, &mut folded);
                hash = folded.bytes().fold(hash, add);
                lettered |= c.is_alphabetic();
                continue;
            }
            if alone && hash == 0 {
                if !each(mix(u64::from(u32::from(c))), true) {
                    return;
                }
                continue;
            }
            if alone {
                at -= c.len_utf8();
            }
        } else {
            at += 1;
        }
        if hash != 0 {
            if !each(hash, lettered) {
                return;
            }
            (hash, lettered) = (0, false);
        }
    }
    if hash != 0 {
        each(hash, lettered);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let mut count = 0;
        words(text, |_, _| {
            count += 1;
            true
        });
        count
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(count("The U.S. sold 1,250.5 tonnes -- didn't it?"), 9);
        assert_eq!(count("  "), 0);
        assert_eq!(count("上海 123"), 3);
        assert_eq!(count("ab上c"), 3);
        assert_eq!(count("1."), 1);
    }

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        let same = |a: &str, b: &str| assert_eq!(Shingles::of(a), Shingles::of(b), "{a} | {b}");
        same("Oil prices rose, he said", "OIL PRICES ROSE -- HE SAID");
        same("Zürich café rates fell", "Zurich cafe\u{301} rates fell");
        same("co\u{ad}operation in the north", "cooperation in the north");
        assert_ne!(Shingles::of("up 1.5 pct today"), Shingles::of("up 15 pct today"));
        assert_ne!(Shingles::of("one two three four"), Shingles::of("two one three four"));
    }

    #[test]
    fn notes_and_tables_are_not_compared() {
        let dividend = "Qtly div 10 cts vs 10 cts prior Pay April 1 Record March 12";
        assert!(!Shingles::of(dividend).is_compared());
        let table = "gold 402.10 401.50 silver 5.61 5.63 ".repeat(12);
        assert!(!Shingles::of(&table).is_compared());
        let words: Vec<String> = (0..40).map(|it| format!("word{it}")).collect();
        assert!(Shingles::of(&words.join(" ")).is_compared());
    }

    #[test]
    fn similarity_is_jaccards() {
        let set = |text: &str| {
            let mut hashes = Shingles::of(text).hashes;
            distinct(&mut hashes);
            hashes
        };
        let (a, b) = (set("a b c d e f g"), set("a b c d e f x"));
        assert_eq!(common(&a, &b), (3, 5));
        assert_eq!(common(&a, &a), (4, 4));
        assert_eq!(common(&a, &[]), (0, 4));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,200}") {
            let shingles = Shingles::of(&text);
            proptest::prop_assert_eq!(shingles.hashes.len(), count(&text).saturating_sub(3));
        }
    }
}
