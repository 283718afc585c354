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

/// Spreads the bits of a number over all of it: both halves of its product with an odd one.
#[inline]
pub(super) fn mix(bits: u64) -> u64 {
    let product = u128::from(bits ^ 0x2545_f491_4f6c_dd1d) * u128::from(P);
    (product >> 64) as u64 ^ product as u64
}

/// What a byte is to a word: [`LETTER`] or [`DIGIT`], [`POINT`] for what joins digits, 0 for what
/// parts words, [`WIDE`] for a part of a longer character.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        kinds[byte] = match b {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'.' | b',' => POINT,
            128..=255 => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};
const POINT: u8 = 1;
const WIDE: u8 = 2;
const DIGIT: u8 = 3;
const LETTER: u8 = 4;

/// The bit that letters of ASCII have in small, and digits and points anyway.
const SMALL: u64 = 0x2020_2020_2020_2020;
/// The bit that bytes of longer characters have.
const HIGH: u64 = 0x8080_8080_8080_8080;
/// The bit that letters have and digits have not.
const LETTERED: u64 = 0x4040_4040_4040_4040;

/// The hash of a word, in whatever case its letters of ASCII are, and whether it has a letter. The
/// word is the first `length` bytes; what follows them does not count, but makes them quick to read.
#[inline]
fn hash_of(bytes: &[u8], length: usize) -> (u64, bool) {
    let (mut hash, mut lettered) = (0_u64, false);
    for start in (0..length).step_by(8) {
        let own = length - start;
        let bits = match bytes[start..].first_chunk() {
            Some(eight) if own < 8 => u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * own)),
            Some(eight) => u64::from_le_bytes(*eight),
            None => {
                let mut eight = [0; 8];
                eight[..own].copy_from_slice(&bytes[start..length]);
                u64::from_le_bytes(eight)
            }
        };
        lettered |= bits & (LETTERED | HIGH) != 0;
        // Longer characters are in their normal form already.
        let small = bits | (SMALL & !((bits & HIGH) >> 2));
        hash = (hash.rotate_left(5) ^ small).wrapping_mul(P);
    }
    (hash, lettered)
}

/// Calls `each` with the hash of each word and whether it has a letter, until it says no.
pub(super) fn words(text: &str, mut each: impl FnMut(u64, bool) -> bool) {
    let bytes = text.as_bytes();
    let kind = |at: usize| bytes.get(at).map_or(0, |byte| KINDS[usize::from(*byte)]);
    let mut folded = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let run = bytes[at..].iter().position(|byte| KINDS[usize::from(*byte)] < DIGIT);
        at = run.map_or(bytes.len(), |run| at + run);
        let goes_on = match kind(at) {
            WIDE => true,
            POINT => at > start && kind(at - 1) == DIGIT && kind(at + 1) == DIGIT,
            _ => false,
        };
        if !goes_on {
            if at > start {
                let (hash, lettered) = hash_of(&bytes[start..], at - start);
                if !each(hash, lettered) {
                    return;
                }
            }
            at += 1;
            continue;
        }
        // More than letters and digits of ASCII: `1,250.5`, `Zürich`, `上海`.
        folded.clear();
        folded.push_str(&text[start..at]);
        let alone = fold_rest(text, &mut at, &mut folded);
        if !folded.is_empty() {
            let (hash, lettered) = hash_of(folded.as_bytes(), folded.len());
            if !each(hash, lettered) {
                return;
            }
        }
        if let Some(c) = alone
            && !each(mix(u64::from(u32::from(c))), true)
        {
            return;
        }
    }
}

/// Appends the rest of a word from a place on, in its normal form, and goes behind it. Gives the
/// ideograph that ends it, which is a word by itself.
fn fold_rest(text: &str, at: &mut usize, folded: &mut String) -> Option<char> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for c in text[*at..].chars() {
        let place = *at;
        if matches!(c, '.' | ',') && place > 0 && digit(place - 1) && digit(place + 1) {
            folded.push('.');
        } else if c.is_ascii_alphanumeric() {
            folded.push(c);
        } else if c.is_ascii() {
            return None;
        } else if is_character(c) {
            *at += c.len_utf8();
            return Some(c);
        } else if is_combining_mark(c)
            // Soft hyphens and zero-width characters stand inside words and are not of them.
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        {
        } else if c.is_alphanumeric() {
            fold_char(c, folded);
        } else {
            *at += c.len_utf8();
            return None;
        }
        *at += c.len_utf8();
    }
    None
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
    fn words_of_all_scripts_are_told_apart() {
        let hash = |word: &str| {
            let mut hash = 0;
            words(word, |it, _| {
                hash = it;
                true
            });
            hash
        };
        // Letters whose last bytes differ in the bit of case.
        for (a, b) in [("و", "ش"), ("تقرير", "تقدير"), ("мир", "мид"), ("βήμα", "θέμα")]
        {
            assert_ne!(hash(a), hash(b), "{a} {b}");
        }
        assert_eq!(hash("МОСКВА"), hash("Москва"));
        assert_eq!(hash("Besançon"), hash("BESANCON"));
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
