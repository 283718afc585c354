//! English words by their stem: which forms a bare word of a query stands for.
//!
//! English stems do not stand in the index. When a build ends, every word of the dictionary is
//! stemmed once and the pairs are written to the file `forms`, a set of strings
//! `stem NUL shared suffix`, where `shared` is how many letters form and stem begin with alike.

use tantivy::SegmentReader;
use tantivy::schema::Field;
use tantivy_fst::{Automaton, IntoStreamer, Map, MapBuilder, Streamer};

use crate::analysis::Kind;
use crate::analysis::stem::{Language, Stemmers};
use crate::analysis::term;

/// The table.
pub struct Forms {
    map: Map<Vec<u8>>,
}

/// Splits a stem from what follows it.
const PART: u8 = 0;

impl Forms {
    /// Reads a table; `None` where it is damaged.
    pub fn read(bytes: Vec<u8>) -> Option<Forms> {
        Map::from_bytes(bytes).ok().map(|map| Forms { map })
    }

    /// The words that have a stem, other than the stem itself.
    pub fn of(&self, stem: &str) -> Vec<String> {
        let mut prefix = stem.as_bytes().to_vec();
        prefix.push(PART);
        let mut words = Vec::new();
        let mut stream = self.map.search(StartsWith(&prefix)).into_stream();
        while let Some((key, _)) = stream.next() {
            let rest = &key[prefix.len()..];
            let Some((shared, suffix)) = rest.split_first() else { continue };
            let mut word = stem.as_bytes()[..usize::from(*shared).min(stem.len())].to_vec();
            word.extend_from_slice(suffix);
            if let Ok(word) = String::from_utf8(word) {
                words.push(word);
            }
        }
        words
    }
}

/// Pairs of stem and form among words as spelt in a dictionary, in order, as keys of the table.
///
/// Stems and words without a stem are passed over, and so is what comes twice.
pub fn pairs<'t>(spelt: impl Iterator<Item = &'t [u8]>) -> Vec<Vec<u8>> {
    let Some(english) = Language::of("en") else { return Vec::new() };
    let mut stemmers = Stemmers::default();
    let mut keys: Vec<Vec<u8>> = spelt.filter_map(|it| key(&mut stemmers, english, it)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn key(stemmers: &mut Stemmers, english: Language, spelt: &[u8]) -> Option<Vec<u8>> {
    let (kind, word, _) = term::read(str::from_utf8(spelt).ok()?);
    if !matches!(kind, Kind::Surface | Kind::Joined) || !word.is_ascii() {
        return None;
    }
    let mut stem = stemmers.stem(english, word)?;
    term::bound(&mut stem);
    if stem == word {
        return None;
    }
    let shared = stem.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count().min(255);
    let mut key = stem.into_bytes();
    key.push(PART);
    key.push(shared as u8);
    key.extend_from_slice(&word.as_bytes()[shared..]);
    Some(key)
}

/// The table of such pairs, as bytes.
pub fn table(pairs: &[Vec<u8>]) -> Vec<u8> {
    let mut builder = MapBuilder::memory();
    for key in pairs {
        // A map in memory fails only for keys out of order, and these are sorted.
        let _ = builder.insert(key, 0);
    }
    builder.into_inner().unwrap_or_default()
}

/// The table of the words in the text of some segments.
pub fn of_segments<'s>(
    segments: impl Iterator<Item = &'s SegmentReader>,
    text: Field,
) -> tantivy::Result<Vec<u8>> {
    let Some(english) = Language::of("en") else { return Ok(table(&[])) };
    let mut stemmers = Stemmers::default();
    let mut keys = Vec::new();
    for segment in segments {
        let inverted = segment.inverted_index(text)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            keys.extend(key(&mut stemmers, english, stream.key()));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(table(&keys))
}

/// Keys that start with some bytes.
struct StartsWith<'p>(&'p [u8]);

impl Automaton for StartsWith<'_> {
    /// Bytes matched so far; `None` once one did not.
    type State = Option<usize>;

    fn start(&self) -> Option<usize> {
        Some(0)
    }

    fn is_match(&self, state: &Option<usize>) -> bool {
        *state == Some(self.0.len())
    }

    fn can_match(&self, state: &Option<usize>) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Option<usize>, byte: u8) -> Option<usize> {
        match *state {
            Some(at) if at == self.0.len() => Some(at),
            Some(at) if self.0[at] == byte => Some(at + 1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_stem() {
        let words =
            ["talk", "talks", "talking", "talked", "happy", "happiness", "is", "\u{2}emails\u{0}2"];
        let words = words.iter().map(|word| word.as_bytes());
        let forms = Forms::read(table(&pairs(words))).unwrap();
        assert_eq!(forms.of("talk"), ["talked", "talking", "talks"]);
        assert_eq!(forms.of("happi"), ["happy", "happiness"]);
        assert_eq!(forms.of("email"), ["emails"]);
        assert!(forms.of("tal").is_empty());
    }

    #[test]
    fn a_damaged_table_is_none() {
        assert!(Forms::read(vec![1, 2, 3]).is_none());
    }
}
