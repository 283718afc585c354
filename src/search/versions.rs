//! The chain and the group of a story: its versions, what changed in each, and who else sent it.
//!
//! Stories are read one at a time and handed on, so memory stays flat however long a chain is. All
//! that is told of them is worked out from the texts as they are stored.

use std::ops::Range;

use crate::copies::chain::Member;
use crate::copies::diff::Diff;
use crate::copies::shingles::{MOST_WORDS, Shingles, common, distinct};
use crate::error::{Error, Result};
use crate::index::{Address, StoryIndex};
use crate::story::{Story, TakeKind};

/// The chain and the group of a story.
pub struct Versions<'i> {
    index: &'i StoryIndex,
    /// The story asked for.
    asked: Address,
    chain: Vec<Member>,
    group: Vec<Address>,
    limit: usize,
}

/// A version in its chain.
pub struct Version<'s> {
    /// Its place in the chain, from 1.
    pub place: usize,
    /// What it is to the chain.
    pub member: Member,
    /// Whether it is the last word on the story: the last version, or the kill.
    pub is_latest: bool,
    /// Whether it is the story asked for.
    pub is_asked: bool,
    /// The story.
    pub story: &'s Story,
    /// What changed since the text before it. `None` for the first text, and for what is no newer
    /// text: another piece (an add) and words to editors.
    pub changed: Option<Changed<'s>>,
}

/// What changed in a version.
pub struct Changed<'s> {
    /// The version it is compared with: the last before it that is no add, no kill and no advisory.
    pub since: &'s Story,
    /// Similarity of the two texts.
    pub similarity: Option<f64>,
    /// The changes.
    pub diff: Diff<'s>,
}

/// A copy in its group.
pub struct Copy<'s> {
    /// Its place in the group, from 1.
    pub place: usize,
    /// Whether it is the story asked for.
    pub is_asked: bool,
    /// The story.
    pub story: &'s Story,
    /// Similarity of its text to that of the story asked for.
    pub similarity: Option<f64>,
    /// Whether both have the same words in the same order.
    pub is_identical: bool,
}

/// A chain or a group as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extent {
    /// Stories in it.
    pub stories: usize,
    /// Those that are shown, by their places from 0.
    pub shown: Range<usize>,
    /// Who sent them, each once, in order; for a group.
    pub agencies: Vec<String>,
    /// When the first and the last with a date were filed.
    pub filed: Option<(String, String)>,
}

impl<'i> Versions<'i> {
    /// Looks a story up, to show `limit` stories of its chain and of its group, or all.
    ///
    /// # Errors
    ///
    /// A story that is not there, and an index in which copies have not been looked for.
    pub fn of(index: &'i StoryIndex, id: &str, limit: Option<usize>) -> Result<Versions<'i>> {
        let asked = index.find(id)?.ok_or_else(|| Error::NoStory { id: id.to_owned() })?;
        let copies = index.copies()?;
        let chain = copies.chains.class(asked.doc).map_or(&[][..], |it| copies.chains.members(it));
        let group = copies.groups.class(asked.doc).map_or(&[][..], |it| copies.groups.members(it));
        Ok(Versions {
            index,
            asked,
            chain: chain.iter().filter_map(|story| copies.chains.member(*story)).collect(),
            group: group.iter().map(|doc| Address { doc: *doc, ..asked }).collect(),
            limit: limit.unwrap_or(usize::MAX),
        })
    }

    /// The index.
    pub fn index(&self) -> &'i StoryIndex {
        self.index
    }

    /// The story asked for.
    pub fn story(&self) -> Result<Story> {
        self.index.story(self.asked)
    }

    /// The chain as a whole; `None` where the story is in none.
    pub fn chain(&self) -> Result<Option<Extent>> {
        let addresses: Vec<Address> = self.chain.iter().map(|it| self.address(it)).collect();
        self.extent(&addresses)
    }

    /// The group as a whole; `None` where the story is in none.
    pub fn group(&self) -> Result<Option<Extent>> {
        self.extent(&self.group)
    }

    fn extent(&self, members: &[Address]) -> Result<Option<Extent>> {
        if members.is_empty() {
            return Ok(None);
        }
        let place = members.iter().position(|it| *it == self.asked).unwrap_or(0);
        let shown = shown(members.len(), place, self.limit);
        let mut extent = Extent { stories: members.len(), shown, ..Extent::default() };
        let mut agencies = std::collections::BTreeSet::new();
        for address in members {
            let story = self.index.story_of_id(*address, String::new())?;
            agencies.extend(story.agency);
            let Some(filed) = story.filed else { continue };
            extent.filed = Some(match extent.filed.take() {
                None => (filed.clone(), filed),
                Some((first, last)) if filed < first => (filed, last),
                Some((first, last)) if filed > last => (first, filed),
                Some(known) => known,
            });
        }
        extent.agencies = agencies.into_iter().collect();
        Ok(Some(extent))
    }

    fn address(&self, member: &Member) -> Address {
        Address { doc: member.story, ..self.asked }
    }

    /// Hands over the versions that are shown, in the order of the chain.
    ///
    /// # Errors
    ///
    /// Those of reading, and of `each`.
    pub fn each_version(
        &self,
        shown: &Range<usize>,
        each: &mut dyn FnMut(&Version<'_>) -> Result<()>,
    ) -> Result<()> {
        // The last text before those that are shown.
        let before = self.chain[..shown.start].iter().rev().find(|it| is_text(it));
        let mut before = match before {
            Some(member) => Some(self.index.story(self.address(member))?),
            None => None,
        };
        let latest = self.chain.iter().rposition(is_version);
        for place in shown.clone() {
            let member = self.chain[place];
            let address = self.address(&member);
            let story = self.index.story(address)?;
            let changed = before.as_ref().filter(|_| is_version(&member)).map(|since| Changed {
                since,
                similarity: similarity(body(since), body(&story)).0,
                diff: Diff::of((headline(since), body(since)), (headline(&story), body(&story))),
            });
            each(&Version {
                place: place + 1,
                member,
                is_latest: latest == Some(place),
                is_asked: address == self.asked,
                story: &story,
                changed,
            })?;
            if is_text(&member) {
                before = Some(story);
            }
        }
        Ok(())
    }

    /// Hands over the copies that are shown, in the order of the group.
    ///
    /// # Errors
    ///
    /// Those of reading, and of `each`.
    pub fn each_copy(
        &self,
        shown: &Range<usize>,
        each: &mut dyn FnMut(&Copy<'_>) -> Result<()>,
    ) -> Result<()> {
        let asked = self.story()?;
        for place in shown.clone() {
            let address = self.group[place];
            let story = self.index.story(address)?;
            let (similarity, is_identical) = similarity(body(&asked), body(&story));
            each(&Copy {
                place: place + 1,
                is_asked: address == self.asked,
                story: &story,
                similarity,
                is_identical,
            })?;
        }
        Ok(())
    }
}

/// Whether a member of a chain is a version at all: another piece of it, and words to editors, are
/// not.
fn is_version(member: &Member) -> bool {
    !matches!(member.role, TakeKind::Add | TakeKind::Advisory)
}

/// Whether a newer version is compared with it.
fn is_text(member: &Member) -> bool {
    is_version(member) && member.role != TakeKind::Kill
}

fn headline(story: &Story) -> &str {
    story.headline.as_deref().unwrap_or("")
}

fn body(story: &Story) -> &str {
    story.body.as_deref().unwrap_or("")
}

/// Which of so many members are shown: the first, or, where the one asked for is not among those,
/// as many with it in their middle.
fn shown(members: usize, place: usize, limit: usize) -> Range<usize> {
    if limit >= members {
        return 0..members;
    }
    let start = if place < limit { 0 } else { (place - limit / 2).min(members - limit) };
    start..start + limit
}

/// How alike two texts are by their shingles (as groups are made), and whether they have the same
/// words in the same order. `None` where one has no words.
fn similarity(a: &str, b: &str) -> (Option<f64>, bool) {
    let [mut a_read, mut b_read] = [Shingles::of(a), Shingles::of(b)];
    if a_read.words == 0 || b_read.words == 0 {
        return (None, a == b);
    }
    let is_short = a_read.words.max(b_read.words) < MOST_WORDS;
    // What stands behind the words that are looked at has to be the same to the letter.
    let is_identical =
        (a_read.words, a_read.print) == (b_read.words, b_read.print) && (is_short || a == b);
    if is_identical {
        return (Some(1.0), true);
    }
    distinct(&mut a_read.hashes);
    distinct(&mut b_read.hashes);
    let (shared, either) = common(&a_read.hashes, &b_read.hashes);
    (Some(if either == 0 { 0.0 } else { shared as f64 / either as f64 }), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_asked_for_is_among_those_shown() {
        assert_eq!(shown(3, 2, 50), 0..3);
        assert_eq!(shown(100, 9, 10), 0..10);
        assert_eq!(shown(100, 10, 10), 5..15);
        assert_eq!(shown(100, 99, 10), 90..100);
        assert_eq!(shown(3, 2, 1), 2..3);
    }

    #[test]
    fn texts_are_alike_by_their_shingles() {
        let text = "The old pier was shut on Monday for want of paint";
        assert_eq!(similarity(text, &text.to_uppercase()), (Some(1.0), true));
        assert_eq!(similarity(text, "The old pier was shut on Tuesday"), (Some(3.0 / 9.0), false));
        assert_eq!(similarity(text, "gone"), (Some(0.0), false));
        assert_eq!(similarity("gone", "Gone!"), (Some(1.0), true));
        assert_eq!(similarity(text, " * "), (None, false));
        assert_eq!(similarity("", ""), (None, true));
        let long = "pier ".repeat(MOST_WORDS as usize + 9);
        assert_eq!(similarity(&long, &format!("{long} gone")), (Some(1.0), false));
    }
}
