//! What a story says of itself as far as versions go, made small.
//!
//! Comes in: the fields of a record. Goes out: numbers that can be compared, so that a window of
//! stories takes little room.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use rustc_hash::FxHasher;

use crate::copies::shingles::{self, Shingles};
use crate::copy::take::{cycle, slug_words};
use crate::story::TakeKind;

/// The fields of a record that tell versions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filing<'s> {
    /// Who sent it.
    pub agency: Option<&'s str>,
    /// Identifier that the source gave, where it also tells versions apart by other means.
    pub native_id: Option<&'s str>,
    /// Version that the source gave.
    pub version: Option<&'s str>,
    /// Identifier of the story before it, where the source names it.
    pub follows: Option<&'s str>,
    /// Working name.
    pub slug: Option<&'s str>,
    /// Headline without marks.
    pub headline: Option<&'s str>,
    /// Notes to editors.
    pub ednote: Option<&'s str>,
    /// The text.
    pub body: Option<&'s str>,
    /// What the take says it is.
    pub kind: TakeKind,
    /// Which one.
    pub number: Option<u32>,
}

/// A story that may be a version of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub story: u32,
    /// When it was filed, in seconds, or [`UNDATED`](crate::copies::near::UNDATED).
    pub time: i64,
    /// Hash of its record, which tells it from all others whatever its number.
    pub hash: u64,
    /// Hash of its whole text.
    pub print: u64,
    /// Words of its text.
    pub length: u32,
    pub(super) agency: u64,
    pub(super) kind: TakeKind,
    pub(super) number: Option<u32>,
    /// The version that the source gave, where it is a number.
    pub(super) edition: Option<u64>,
    pub(super) native: Option<u64>,
    /// The identifier of the story before it.
    pub(super) before: Option<u64>,
    pub(super) slug: Option<u64>,
    /// The first letter of the slug's cycle, where it has one.
    pub(super) cycle: Option<u8>,
    pub(super) headline: Option<u64>,
    /// Words of the headline that say what it is about, in order, each once.
    pub(super) words: Box<[u32]>,
    /// Slugs and headlines that its notes name.
    pub(super) named: Box<[u64]>,
}

/// Words of a headline that are looked at.
const MOST_WORDS: usize = 24;
/// Bytes of a note in which slugs and headlines are looked for.
const NOTE: usize = 1200;
/// Names that are taken out of a note.
const MOST_NAMED: usize = 8;
/// Words of headlines that say nothing of the story.
const EMPTY: [&str; 30] = [
    "the",
    "a",
    "an",
    "and",
    "or",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "by",
    "with",
    "as",
    "is",
    "its",
    "it",
    "says",
    "said",
    "item",
    "story",
    "headline",
    "headlined",
    "inc",
    "corp",
    "co",
    "ltd",
    "plc",
    "dlrs",
];

impl Version {
    /// Makes the filing of a story small, by its number, time and hash.
    pub fn of(story: (u32, i64, u64), text: &Shingles, filing: &Filing<'_>) -> Version {
        let (story, time, own) = story;
        let agency = small(0, std::iter::once(filing.agency.unwrap_or("")));
        let notes = matches!(
            filing.kind,
            TakeKind::Kill | TakeKind::Correction | TakeKind::Advisory | TakeKind::Repeat
        );
        let mut named = Vec::new();
        if notes {
            let texts = [filing.ednote, filing.body];
            texts.into_iter().flatten().for_each(|note| names_in(note, &mut named));
        }
        let (headline, words) = filing.headline.map_or((None, Vec::new()), headline_words);
        Version {
            story,
            time,
            hash: own,
            print: text.print,
            length: text.words,
            agency,
            kind: filing.kind,
            number: filing.number,
            edition: filing.version.and_then(|version| version.trim().parse().ok()),
            native: filing.native_id.map(|id| hash(1, id)),
            before: filing.follows.map(|id| hash(1, id)),
            slug: filing.slug.and_then(slug_key),
            cycle: filing.slug.and_then(cycle),
            headline,
            words: words.into(),
            named: named.into(),
        }
    }

    /// Whether its copy says that another story went before it.
    pub fn follows(&self) -> bool {
        match self.kind {
            TakeKind::New | TakeKind::Alert => self.number.is_some_and(|number| number > 1),
            _ => true,
        }
    }
}

fn hash(kind: u8, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (kind, text).hash(&mut hasher);
    shingles::mix(hasher.finish())
}

/// The hash of words in small letters.
fn small<'w>(kind: u8, words: impl Iterator<Item = &'w str>) -> u64 {
    let mut hasher = FxHasher::default();
    kind.hash(&mut hasher);
    for word in words {
        word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
        '-'.hash(&mut hasher);
    }
    shingles::mix(hasher.finish())
}

/// A slug without its cycle and marks; `None` where nothing is left that tells stories apart.
fn slug_key(slug: &str) -> Option<u64> {
    let words: Vec<&str> = slug_words(slug).collect();
    let tells = words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    tells.then(|| small(2, words.into_iter()))
}

/// A headline as one number, and its telling words as numbers.
fn headline_words(headline: &str) -> (Option<u64>, Vec<u32>) {
    let mut whole = 0_u64;
    let mut words = Vec::new();
    let mut count = 0;
    shingles::words(headline, |word, _| {
        count += 1;
        whole = shingles::mix(whole ^ word).wrapping_add(word);
        // `N.Y.` and the 6 of `April 6` say as little.
        if SILENT.binary_search(&word).is_err() {
            words.push((shingles::mix(word) >> 32) as u32);
        }
        count < MOST_WORDS
    });
    words.sort_unstable();
    words.dedup();
    ((count > 0).then_some(whole), words)
}

/// Words that say nothing, and single letters and figures, in order.
static SILENT: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let single = ('a'..='z').chain('0'..='9').map(|c| word_of(&c.to_string()));
    let mut words: Vec<u64> = single.chain(EMPTY.map(word_of)).collect();
    words.sort_unstable();
    words
});

fn word_of(word: &str) -> u64 {
    let mut only = 0;
    shingles::words(word, |word, _| {
        only = word;
        false
    });
    only
}

/// Slugs (`BC-HARBOR-STRIKE`) and headlines in quotes that a note names.
fn names_in(note: &str, named: &mut Vec<u64>) {
    let end = (0..=NOTE.min(note.len())).rev().find(|end| note.is_char_boundary(*end));
    let note = &note[..end.unwrap_or(0)];
    for word in note.split(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '(' | ')' | ';'))
    {
        let word = word.trim_matches(['.', ':', '\'']);
        let is_slug = word.contains('-')
            && word.chars().any(|c| c.is_ascii_uppercase())
            && word.split('-').filter(|part| part.len() > 1).count() > 1;
        if is_slug && named.len() < MOST_NAMED {
            named.extend(slug_key(word));
        }
    }
    let mut parts = note.split(['"', '“', '”']);
    parts.next();
    for quoted in parts.step_by(2) {
        let (headline, words) = headline_words(quoted);
        if words.len() > 2 && named.len() < MOST_NAMED {
            named.extend(headline);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(slug: &str, headline: &str, note: &str) -> Version {
        let filing = Filing {
            slug: Some(slug),
            headline: Some(headline),
            ednote: Some(note),
            kind: TakeKind::Kill,
            ..Filing::default()
        };
        Version::of((0, 0, 0), &Shingles::default(), &filing)
    }

    #[test]
    fn slugs_are_told_without_cycle_and_marks() {
        let key = |slug: &str| version(slug, "", "").slug;
        assert_eq!(key("BC-Harbor Strike"), key("AM-HARBOR-STRIKE-1STLD"));
        assert_eq!(key("BC-Harbor-Strike, 2nd Ld-Writethru,450"), key("PM-Harbor-Strike"));
        assert_ne!(key("BC-Harbor-Strike"), key("BC-Harbor-Fire"));
        assert_eq!(key("BC-"), None);
    }

    #[test]
    fn notes_name_slugs_and_headlines() {
        let kill = version("BC-KILL", "", "Editors: please kill BC-Harbor-Strike, sent at 0830.");
        assert_eq!(kill.named.to_vec(), [version("AM-HARBOR-STRIKE", "", "").slug.unwrap()]);
        let kill = version("", "", "The story headlined \"Harbor strike ends today\" is wrong.");
        let named = version("", "HARBOR STRIKE ENDS TODAY", "").headline.unwrap();
        assert_eq!(kill.named.to_vec(), [named]);
    }
}
