//! A place in a list of hits as a string, so that another search goes on behind it.
//!
//! A cursor carries what orders the story it stands for (score, time, id), what was asked, and
//! which index it was asked of. With another question it is refused. Over an index that has been
//! written to since, it goes on by what orders the story: exactly by time; by relevance as far as
//! scores have not moved; not at all in the order of the index, which is another one then.

use std::fmt;
use std::str::FromStr;

use super::{Collapse, Hit, Place, Ranking, Searcher, Sort};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::query::plan::PlanOptions;

/// Stands before every cursor: what it is, and the version of its shape.
const MARK: &str = "nw1.";
/// Digits of base 64 that no shell and no address of a page minds.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Bytes before the id: sum, sort, question, index, commit, score, order.
const HEAD: usize = 4 + 1 + 8 + 8 + 8 + 4 + 8;

/// What was asked, as far as it decides which stories come in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question([u8; 8]);

/// A place in a list of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    sort: Sort,
    question: Question,
    fingerprint: [u8; 8],
    commit: u64,
    place: Place,
}

impl Question {
    /// A query, how it is planned and ranked, and what counts as one story.
    pub fn new(
        query: &Query,
        options: &PlanOptions,
        ranking: &Ranking,
        collapse: Option<Collapse>,
    ) -> Question {
        let mut languages = options.languages.clone();
        languages.sort();
        languages.dedup();
        let mut hasher = blake3::Hasher::new();
        for part in [&query.parsed(), options.zone.name(), &languages.join(",")] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        for number in [ranking.k1, ranking.b, ranking.headline, ranking.lead] {
            hasher.update(&number.to_bits().to_le_bytes());
        }
        hasher.update(&[u8::from(query.any)]);
        if let Some(Collapse { by, keep }) = collapse {
            hasher.update(by.name().as_bytes()).update(keep.name().as_bytes());
        }
        hasher.update(&ranking.half_life.unwrap_or(0.0).to_bits().to_le_bytes());
        Question(first_eight(&hasher))
    }
}

fn first_eight(hasher: &blake3::Hasher) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    bytes
}

fn fingerprint(searcher: &Searcher<'_>) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(searcher.index().fingerprint().as_bytes());
    first_eight(&hasher)
}

impl Cursor {
    /// The place of a hit.
    pub fn new(searcher: &Searcher<'_>, question: Question, sort: Sort, hit: &Hit) -> Cursor {
        let index = searcher.index();
        let place = Place { score: hit.score, order: hit.order, id: index.id(hit.address) };
        let (fingerprint, commit) = (fingerprint(searcher), index.commit());
        Cursor { sort, question, fingerprint, commit, place }
    }

    /// The place to go on behind.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Checks that it belongs to a question, and says whether the index is still the one it came
    /// from.
    ///
    /// Fails where it was asked something else or in another order, and, in the order of the
    /// index, where the index has changed.
    pub fn check(&self, searcher: &Searcher<'_>, question: Question, sort: Sort) -> Result<bool> {
        if self.question != question {
            return Err(Error::Usage(
                "this cursor belongs to another query, or to one read in another way: give the \
                 query, --tz and --lang that it came from, or leave --after out"
                    .to_owned(),
            ));
        }
        if self.sort != sort {
            return Err(Error::Usage(format!(
                "this cursor belongs to --sort {}, and the stories are asked for by {}",
                name(self.sort),
                name(sort)
            )));
        }
        let same_stories = self.fingerprint == fingerprint(searcher);
        // The same stories in other segments may add their scores up in another order.
        let untouched = same_stories && self.commit == searcher.index().commit();
        if sort == Sort::Index && !untouched {
            return Err(Error::Usage(
                "the index has been written to since this cursor was given, and its order is \
                 another one now: begin again, or use --sort newest, which outlives that"
                    .to_owned(),
            ));
        }
        Ok(if sort == Sort::Relevance { untouched } else { same_stories })
    }
}

fn name(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
        Sort::Index => "index",
    }
}

const SORTS: [Sort; 4] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Index];

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![0; 4];
        bytes.push(SORTS.iter().position(|sort| *sort == self.sort).unwrap_or(0) as u8);
        bytes.extend(self.question.0);
        bytes.extend(self.fingerprint);
        bytes.extend(self.commit.to_le_bytes());
        bytes.extend(self.place.score.to_bits().to_le_bytes());
        bytes.extend(self.place.order.to_le_bytes());
        bytes.extend(self.place.id.as_bytes());
        let sum = sum(&bytes[4..]);
        bytes[..4].copy_from_slice(&sum);
        f.write_str(MARK)?;
        for group in bytes.chunks(3) {
            let mut bits = 0u32;
            for at in 0..3 {
                bits = bits << 8 | u32::from(group.get(at).copied().unwrap_or(0));
            }
            for digit in 0..=group.len() {
                let digit = bits >> (18 - 6 * digit) & 63;
                write!(f, "{}", char::from(DIGITS[digit as usize]))?;
            }
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Cursor> {
        read(text.trim()).ok_or_else(|| {
            Error::Usage(
                "--after takes a cursor as the summary of a search gives it under \"next\"; this \
                 is none, or a part of one"
                    .to_owned(),
            )
        })
    }
}

/// Guards against a cursor that was copied in part.
fn sum(bytes: &[u8]) -> [u8; 4] {
    let mut sum = [0; 4];
    sum.copy_from_slice(&blake3::hash(bytes).as_bytes()[..4]);
    sum
}

fn read(text: &str) -> Option<Cursor> {
    let digits = text.strip_prefix(MARK)?.as_bytes();
    let mut bytes = Vec::with_capacity(digits.len());
    for group in digits.chunks(4) {
        let mut bits = 0u32;
        for digit in group {
            bits = bits << 6 | DIGITS.iter().position(|known| known == digit)? as u32;
        }
        bits <<= 6 * (4 - group.len());
        let [_, one, two, three] = bits.to_be_bytes();
        bytes.extend([one, two, three].iter().take(group.len().checked_sub(1)?));
    }
    if bytes.len() < HEAD || bytes[..4] != sum(&bytes[4..]) {
        return None;
    }
    let mut at = 4;
    let mut take = |length: usize| {
        at += length;
        &bytes[at - length..at]
    };
    Some(Cursor {
        sort: *SORTS.get(usize::from(take(1)[0]))?,
        question: Question(take(8).try_into().ok()?),
        fingerprint: take(8).try_into().ok()?,
        commit: u64::from_le_bytes(take(8).try_into().ok()?),
        place: Place {
            score: f32::from_bits(u32::from_le_bytes(take(4).try_into().ok()?)),
            order: u64::from_le_bytes(take(8).try_into().ok()?),
            id: String::from_utf8(bytes[HEAD..].to_vec()).ok()?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cursor(id: &str, score: f32, order: u64) -> Cursor {
        Cursor {
            sort: Sort::Newest,
            question: Question([7; 8]),
            fingerprint: [9; 8],
            commit: 12,
            place: Place { score, order, id: id.to_owned() },
        }
    }

    proptest! {
        #[test]
        fn cursors_come_back_and_are_plain(id: String, score in 0f32..9e9, order: u64) {
            let cursor = cursor(&id, score, order);
            let text = cursor.to_string();
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
            prop_assert_eq!(text.parse::<Cursor>().unwrap(), cursor);
        }

        #[test]
        fn no_text_panics(text: String, part in 0usize..80) {
            let _ = text.parse::<Cursor>();
            let _ = format!("{MARK}{text}").parse::<Cursor>();
            let whole = cursor("AP:1", 1.5, 9).to_string();
            if part < whole.len() {
                prop_assert!(whole[..part].parse::<Cursor>().is_err());
            }
        }
    }
}
