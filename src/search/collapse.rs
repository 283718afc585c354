//! Copies or versions as one story: of those that a query finds, one is kept, and all that counts,
//! lists or marks goes by it.
//!
//! A query finds items; which of them are one story says the index. Of the items of a group or chain
//! that match, one stands for all: only items that match can be kept, so the story that is shown
//! always holds what was asked for. Items in no group or chain are stories of their own. It is exact:
//! every item that matches has been looked at, and never the best ones only.
//!
//! Its own file because it goes before everything else that a searcher does: only members of groups
//! and chains have to be looked at to know what to leave out.

use std::cmp::Ordering;
use std::sync::Arc;

use super::bits::Bits;
use super::top::{Hit, compare};
use super::{Counts, Searcher, union};
use crate::error::Result;
use crate::index::{Address, Copies, Relation};

/// Where one of so many stories is in a class, those of a union are looked at all at once.
const MANY: u32 = 16;

/// What counts as one story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Near-copies of one text.
    Group,
    /// The versions of one story.
    Chain,
}

/// Which item of a story is kept, of those that match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keep {
    /// The one filed first; of a chain, the first version.
    #[default]
    First,
    /// The one filed last; of a chain, the last version.
    Last,
    /// The one with most words; of equals the first.
    Longest,
    /// The one with the best score; of equals the one that ranks first.
    Best,
}

/// How items are collapsed into stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collapse {
    /// Into what.
    pub by: By,
    /// What is kept.
    pub keep: Keep,
}

impl By {
    /// The word in options and summaries.
    pub fn name(self) -> &'static str {
        match self {
            By::Group => "group",
            By::Chain => "chain",
        }
    }

    fn relation(self, copies: &Copies) -> &Relation {
        match self {
            By::Group => &copies.groups,
            By::Chain => &copies.chains,
        }
    }
}

impl Keep {
    /// The word in options and summaries.
    pub fn name(self) -> &'static str {
        match self {
            Keep::First => "first",
            Keep::Last => "last",
            Keep::Longest => "longest",
            Keep::Best => "best",
        }
    }
}

/// Items that match and are not kept.
#[derive(Debug, Clone)]
pub(super) struct LeftOut {
    pub collapse: Collapse,
    /// They stand in the first segment: groups and chains are those of a finished index, which has
    /// no other.
    bits: Arc<Bits>,
    count: u64,
}

impl LeftOut {
    /// Those of a segment.
    pub fn of(&self, segment: usize) -> Option<&Arc<Bits>> {
        (segment == 0).then_some(&self.bits)
    }
}

impl<'a> Searcher<'a> {
    /// The same searcher, which takes the copies or versions that it finds for one story.
    ///
    /// # Errors
    ///
    /// An index in which they were not looked for; a query that breaks off.
    pub fn collapsed(self, collapse: Option<Collapse>) -> Result<Searcher<'a>> {
        let Some(collapse) = collapse else { return Ok(self) };
        let relation = collapse.by.relation(self.index.copies()?);
        let mut bits = Bits::none(0);
        if !self.index.segments().is_empty() {
            bits = self.left_out_of(relation, collapse.keep)?;
        }
        let left_out = LeftOut { collapse, count: bits.count(), bits: Arc::new(bits) };
        Ok(Searcher { left_out: Some(left_out), ..self })
    }

    /// How items are collapsed into stories, if they are.
    pub fn collapse(&self) -> Option<Collapse> {
        self.left_out.as_ref().map(|left_out| left_out.collapse)
    }

    /// Items that so many stories, all that were found, stand for.
    pub fn items(&self, stories: u64) -> u64 {
        stories + self.left_out.as_ref().map_or(0, |left_out| left_out.count)
    }

    /// Counts with the items that their stories, all that were found, stand for.
    pub(super) fn with_items(&self, counts: Counts) -> Counts {
        Counts { items: self.items(counts.stories), ..counts }
    }

    /// The members of classes that match, but for the one of each class that is kept.
    fn left_out_of(&self, relation: &Relation, keep: Keep) -> Result<Bits> {
        let segment = &self.index.segments()[0];
        let mut bits = Bits::none(segment.reader.max_doc());
        // By class: the one that is kept so far.
        let mut kept: Vec<Option<Kept>> = vec![None; relation.len()];
        let mut see = |class: u32, now: Kept| {
            let known = &mut kept[class as usize];
            match *known {
                Some(before) if self.is_kept(keep, before, now) => bits.add(now.story),
                Some(before) => {
                    bits.add(before.story);
                    *known = Some(now);
                }
                None => *known = Some(now),
            }
        };
        let prepared = self.prepared(0)?;
        let many = relation.stories() as u32 >= segment.reader.max_doc() / MANY;
        if let Some(words) = union::words_of(&self.plan).filter(|_| many) {
            // All stories with one of some words cost less than to ask for each member.
            let found = union::union(self, &prepared, &words, |story, score| {
                if let Some((class, place)) = relation.class_and_place(story) {
                    see(class, Kept { place, story, score });
                }
                true
            })?;
            if found.is_some() {
                return Ok(bits);
            }
        }
        let mut matcher = prepared.matcher(keep == Keep::Best, false)?;
        let mut from = 0;
        while let Some((story, class, place)) = relation.next(from) {
            let may_match = matcher.lower_bound(story);
            if may_match > story {
                from = may_match;
                continue;
            }
            from = story + 1;
            // No story but this one is looked at.
            matcher.stop_at(story + 1);
            if matcher.seek(story) != story {
                continue;
            }
            let score = match keep {
                Keep::Best => matcher.score(story, &self.statistics),
                _ => 0.0,
            };
            see(class, Kept { place, story, score });
        }
        matcher.check(&self.plan)?;
        Ok(bits)
    }

    /// Whether the one that is kept so far stays.
    fn is_kept(&self, keep: Keep, before: Kept, now: Kept) -> bool {
        let columns = &self.index.segments()[0].columns;
        let words = |kept: Kept| columns.words.first(kept.story).unwrap_or(0);
        let hit = |Kept { story, score, .. }: Kept| Hit {
            address: Address { segment: 0, doc: story },
            score,
            order: columns.order.first(story).unwrap_or(0),
        };
        match keep {
            Keep::First => before.place < now.place,
            Keep::Last => before.place > now.place,
            Keep::Longest => {
                words(before).cmp(&words(now)).then(now.place.cmp(&before.place))
                    == Ordering::Greater
            }
            Keep::Best => compare(self.index, &hit(before), &hit(now)) == Ordering::Less,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    /// Place in the order of its class.
    place: u32,
    story: u32,
    score: f32,
}
