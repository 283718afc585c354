//! A keyword field read the other way round: which stories hold each of its values.
//!
//! The posting list of a value is the set of its stories, so the dictionary of the field is all
//! that counts by value need; nothing is stored for them. Values are folded there: how one is
//! written is looked up in the newest story that has it, for the values that are shown.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::Counts;
use super::bits::Bits;
use super::found::StorySet;
use super::top::compare_ids;
use crate::error::{Error, Result};
use crate::index::{ALIASED, Address, StoryIndex, spelling};
use crate::query::plan::Keyword;

/// A set that is so many times smaller than a posting list is looked up in it, story by story.
const SPARSE: u64 = 64;

/// The values of a keyword field of an index.
pub(super) struct Values<'a> {
    index: &'a StoryIndex,
    field: Keyword,
    /// Its name in queries.
    name: &'static str,
}

impl<'a> Values<'a> {
    /// The values of a field, by its name in queries.
    pub fn new(index: &'a StoryIndex, field: Keyword, name: &'static str) -> Values<'a> {
        Values { index, field, name }
    }

    /// Whether a story has one value at most.
    pub fn is_single(&self) -> bool {
        !matches!(self.field, Keyword::Country | Keyword::Region | Keyword::Topic)
    }

    /// Counts the stories of a set that hold each value; those with none are left out.
    pub fn count(&self, sets: &[StorySet]) -> Result<BTreeMap<String, Counts>> {
        let mut all = BTreeMap::<String, Counts>::new();
        for (segment, set) in sets.iter().enumerate().filter(|(_, set)| set.counts().items > 0) {
            self.each(segment, |value, list| {
                let counts = list.count(set)?;
                if counts.items > 0 {
                    match all.get_mut(value) {
                        Some(known) => *known = known.plus(counts),
                        None => drop(all.insert(value.to_owned(), counts)),
                    }
                }
                Ok(())
            })?;
        }
        if self.field == Keyword::Lang {
            // A story in en-GB is listed under en too, to be found by it: it is no value of it.
            let tags: Vec<(String, Counts)> =
                all.iter().map(|(tag, counts)| (tag.clone(), *counts)).collect();
            for (tag, counts) in tags {
                if let Some((primary, _)) = tag.split_once('-')
                    && let Some(listed) = all.get_mut(primary)
                {
                    listed.items = listed.items.saturating_sub(counts.items);
                    listed.stories = listed.stories.saturating_sub(counts.stories);
                    listed.matches = listed.matches.saturating_sub(counts.matches);
                }
            }
            all.retain(|_, counts| counts.items > 0);
        }
        Ok(all)
    }

    /// The stories of a segment that hold a wanted value.
    pub fn stories(&self, segment: usize, is_wanted: &dyn Fn(&str) -> bool) -> Result<Bits> {
        let mut bits = Bits::none(self.index.segments()[segment].reader.max_doc());
        self.each(
            segment,
            |value, list| {
                if is_wanted(value) { list.each(|doc| bits.add(doc)) } else { Ok(()) }
            },
        )?;
        if self.field == Keyword::Lang {
            self.each(segment, |value, list| {
                let longer = value.contains('-') && !is_wanted(value);
                if longer { list.each(|doc| bits.remove(doc)) } else { Ok(()) }
            })?;
        }
        Ok(bits)
    }

    /// The stories of a segment that hold no value.
    pub fn without(&self, segment: usize) -> Result<Bits> {
        missing(self.index, self.name, segment)
    }

    /// The values as they are written in the newest story that has each; of stories filed at one
    /// time, the first by id.
    pub fn spelt(&self, values: &[String]) -> Result<Vec<String>> {
        let mut newest = Vec::with_capacity(values.len());
        for (at, value) in values.iter().enumerate() {
            if let Some(address) = self.newest(value)? {
                newest.push((address, at));
            }
        }
        // Neighbours share a block of the store.
        newest.sort_unstable();
        let mut spelt = values.to_vec();
        for (address, at) in newest {
            let written = spelling(&self.index.story(address)?, self.name, &values[at]);
            spelt[at] = match written {
                Some(written) => written,
                // The index knows regions by their full names, whatever was filed.
                None if self.field == Keyword::Region => capitalised(&values[at]),
                None => continue,
            };
        }
        Ok(spelt)
    }

    fn newest(&self, value: &str) -> Result<Option<Address>> {
        let mut best: Option<(u64, Address)> = None;
        for (number, segment) in self.index.segments().iter().enumerate() {
            let mut see = |doc: u32| {
                let order = segment.columns.order.first(doc).unwrap_or(0);
                // A segment stands newest first.
                if best.is_some_and(|(newest, _)| order < newest) {
                    return false;
                }
                if segment.is_alive(doc) {
                    let address = Address { segment: number as u32, doc };
                    let is_better = best.is_none_or(|(newest, known)| {
                        order > newest || compare_ids(self.index, address, known).is_lt()
                    });
                    if is_better {
                        best = Some((order, address));
                    }
                }
                true
            };
            if self.field == Keyword::Lang {
                let _ = self.stories(number, &|it| it == value)?.iter().all(&mut see);
                continue;
            }
            let inverted = self.inverted(number)?;
            if let Some(info) = inverted.terms().get(value).map_err(failed)? {
                let mut blocks = None;
                let mut list = List { inverted: &inverted, info: &info, blocks: &mut blocks };
                list.while_any(see)?;
            }
        }
        Ok(best.map(|(_, address)| address))
    }

    fn inverted(&self, segment: usize) -> Result<Arc<InvertedIndexReader>> {
        let reader = &self.index.segments()[segment].reader;
        reader.inverted_index(self.field.field(&self.index.fields)).map_err(failed)
    }

    /// Calls `each` with every value in a segment and its stories, in the order of the values.
    fn each(
        &self,
        segment: usize,
        mut each: impl FnMut(&str, &mut List<'_>) -> Result<()>,
    ) -> Result<()> {
        let inverted = self.inverted(segment)?;
        let from = if self.field == Keyword::Topic { ALIASED } else { "" };
        let mut stream = inverted.terms().range().ge(from).into_stream().map_err(failed)?;
        let mut blocks = None;
        while stream.advance() {
            if let Ok(value) = std::str::from_utf8(stream.key()) {
                let info = stream.value();
                each(value, &mut List { inverted: &inverted, info, blocks: &mut blocks })?;
            }
        }
        Ok(())
    }
}

/// The stories of a segment in which a field (by its name in queries) is null.
pub(super) fn missing(index: &StoryIndex, name: &str, segment: usize) -> Result<Bits> {
    let rows = Values::new(index, Keyword::Missing, "");
    let name = format!(" {name} ");
    rows.stories(segment, &|row| row.contains(&name))
}

/// The posting list of a value in a segment.
struct List<'l> {
    inverted: &'l InvertedIndexReader,
    info: &'l TermInfo,
    /// Room to read it in, used again for the next one.
    blocks: &'l mut Option<BlockSegmentPostings>,
}

impl List<'_> {
    fn open(&mut self) -> Result<&mut BlockSegmentPostings> {
        let opened = match self.blocks.take() {
            Some(mut blocks) => {
                self.inverted
                    .reset_block_postings_from_terminfo(self.info, &mut blocks)
                    .map_err(failed)?;
                blocks
            }
            None => self
                .inverted
                .read_block_postings_from_terminfo(self.info, IndexRecordOption::Basic)
                .map_err(failed)?,
        };
        Ok(self.blocks.insert(opened))
    }

    fn each(&mut self, mut each: impl FnMut(u32)) -> Result<()> {
        let blocks = self.open()?;
        while !blocks.docs().is_empty() {
            blocks.docs().iter().for_each(|doc| each(*doc));
            blocks.advance();
        }
        Ok(())
    }

    /// Goes on for as long as `goes_on` says so.
    fn while_any(&mut self, mut goes_on: impl FnMut(u32) -> bool) -> Result<()> {
        let blocks = self.open()?;
        while !blocks.docs().is_empty() {
            if !blocks.docs().iter().all(|doc| goes_on(*doc)) {
                break;
            }
            blocks.advance();
        }
        Ok(())
    }

    fn count(&mut self, set: &StorySet) -> Result<Counts> {
        let listed = u64::from(self.info.doc_freq);
        let mut counts = Counts::default();
        if set.is_whole() {
            (counts.items, counts.stories) = (listed, listed);
        } else if set.counts().items.saturating_mul(SPARSE) < listed {
            let blocks = self.open()?;
            for doc in set.bits().iter() {
                let at = blocks.seek(doc);
                match blocks.docs().get(at) {
                    Some(found) if *found == doc => set.tally(doc, &mut counts),
                    Some(_) => {}
                    None => break,
                }
            }
        } else {
            self.each(|doc| set.tally(doc, &mut counts))?;
        }
        Ok(counts)
    }
}

fn failed(cause: impl std::fmt::Display) -> Error {
    Error::Engine { action: "counting by value", cause: cause.to_string() }
}

/// Words that stay small inside a name.
const SMALL: [&str; 6] = ["and", "of", "the", "de", "del", "do"];

/// A folded name with capitals.
fn capitalised(name: &str) -> String {
    let words = name.split(' ').enumerate().map(|(number, word)| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if number == 0 || !SMALL.contains(&word) => {
                first.to_uppercase().chain(letters).collect()
            }
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Values by their counts: most stories first, then by the letters of the value.
pub(super) fn ranked(counts: BTreeMap<String, Counts>) -> Vec<(String, Counts)> {
    let mut ranked: Vec<(String, Counts)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| (Reverse(a.1.stories), &a.0).cmp(&(Reverse(b.1.stories), &b.0)));
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_written_with_capitals() {
        assert_eq!(capitalised("district of columbia"), "District of Columbia");
        assert_eq!(capitalised("île-de-france"), "Île-de-france");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn many_come_first_and_equals_by_their_letters() {
        let counts = |stories| Counts { items: stories, stories, matches: 0 };
        let values = [("b", 1), ("a", 1), ("z", 3)];
        let values = values.map(|(value, stories)| (value.to_owned(), counts(stories)));
        let order: Vec<String> =
            ranked(values.into()).into_iter().map(|(value, _)| value).collect();
        assert_eq!(order, ["z", "a", "b"]);
    }
}
