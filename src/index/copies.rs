//! Groups and chains of an index: the file `copies`, as it is written and read.
//!
//! A story stands in no more than one group and one chain. The file lists the members of each, by
//! their numbers in the only segment of a finished index; which of them a story is in is worked out
//! when it is opened. All numbers are of 32 bits, least byte first.

use super::Address;
use crate::copies::chain::Member;
use crate::story::TakeKind;

/// What the file begins with: a name and a version.
const MAGIC: &[u8; 16] = b"newswire copies1";

/// Stories in classes: groups of copies, or chains of versions.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Where the members of each class end.
    ends: Vec<u32>,
    members: Vec<u32>,
    /// What each member is; empty for groups.
    roles: Vec<u8>,
    /// A bit for each story that is in a class.
    bits: Vec<u64>,
    /// Members before each word of bits.
    before: Vec<u32>,
    /// Each member with its class and its place in `members`, in the order of stories.
    of: Vec<(u32, u32, u32)>,
}

/// Groups and chains.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// Near-copies of one text; members by time, then id.
    pub groups: Relation,
    /// Versions of one story, first to last.
    pub chains: Relation,
}

/// What a story belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kin {
    /// The first story of its group.
    pub group: Option<Address>,
    /// The first version of its chain.
    pub chain: Option<Address>,
    /// A kill withdrew it.
    pub withdrawn: bool,
}

const WITHDRAWN: u8 = 1 << 6;
const SUPERSEDED: u8 = 1 << 7;

impl Relation {
    /// Stories of a segment of so many, in classes.
    fn new(stories: u32, ends: Vec<u32>, members: Vec<u32>, roles: Vec<u8>) -> Option<Relation> {
        let mut relation = Relation { ends, members, roles, ..Relation::default() };
        relation.bits = vec![0; stories.div_ceil(64) as usize];
        let mut of: Vec<(u32, u32, u32)> = Vec::with_capacity(relation.members.len());
        for class in 0..relation.ends.len() as u32 {
            for place in relation.range(class)? {
                let story = *relation.members.get(place)?;
                *relation.bits.get_mut(story as usize / 64)? |= 1 << (story % 64);
                of.push((story, class, place as u32));
            }
        }
        of.sort_unstable();
        let is_once = of.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let is_whole = of.len() == relation.members.len()
            && (relation.roles.is_empty() || relation.roles.len() == of.len());
        relation.of = of;
        let mut before = 0;
        for word in &relation.bits {
            relation.before.push(before);
            before += word.count_ones();
        }
        (is_once && is_whole).then_some(relation)
    }

    /// How many classes there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Stories that are in a class.
    pub fn stories(&self) -> usize {
        self.members.len()
    }

    /// The stories that are in a class, in order.
    pub fn all(&self) -> impl Iterator<Item = u32> + '_ {
        self.of.iter().map(|(story, ..)| *story)
    }

    /// The first story from `story` on that is in a class, with the class and its place among the
    /// members of all classes.
    pub fn next(&self, story: u32) -> Option<(u32, u32, u32)> {
        let at = self.of.partition_point(|(member, ..)| *member < story);
        self.of.get(at).copied()
    }

    fn range(&self, class: u32) -> Option<std::ops::Range<usize>> {
        let end = *self.ends.get(class as usize)?;
        let start = class.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before as usize));
        (*start? <= end && end as usize <= self.members.len())
            .then(|| *start.unwrap_or(&0) as usize..end as usize)
    }

    /// The stories of a class, in its order.
    pub fn members(&self, class: u32) -> &[u32] {
        self.range(class).map_or(&[], |range| &self.members[range])
    }

    /// The class of a story.
    pub fn class(&self, story: u32) -> Option<u32> {
        self.class_and_place(story).map(|(class, _)| class)
    }

    /// The class of a story, and its place among the members of all classes.
    #[inline]
    pub fn class_and_place(&self, story: u32) -> Option<(u32, u32)> {
        let at = story as usize / 64;
        let word = self.bits.get(at)?;
        if word >> (story % 64) & 1 == 0 {
            return None;
        }
        let below = (word & ((1 << (story % 64)) - 1)).count_ones();
        self.of.get((self.before[at] + below) as usize).map(|(_, class, place)| (*class, *place))
    }

    /// What a story is to its chain.
    pub fn member(&self, story: u32) -> Option<Member> {
        let (_, place) = self.class_and_place(story)?;
        let role = *self.roles.get(place as usize)?;
        Some(Member {
            story,
            role: *TakeKind::ALL.get(usize::from(role & 15))?,
            withdrawn: role & WITHDRAWN != 0,
            superseded: role & SUPERSEDED != 0,
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        for length in [self.ends.len(), self.members.len(), self.roles.len()] {
            out.extend((length as u32).to_le_bytes());
        }
        for number in self.ends.iter().chain(&self.members) {
            out.extend(number.to_le_bytes());
        }
        out.extend(&self.roles);
    }

    fn read(bytes: &mut &[u8], stories: u32) -> Option<Relation> {
        let ends = number(bytes)? as usize;
        let members = number(bytes)? as usize;
        let roles = number(bytes)? as usize;
        let ends = numbers(bytes, ends)?;
        let members = numbers(bytes, members)?;
        let (roles, rest) = bytes.split_at_checked(roles)?;
        *bytes = rest;
        Relation::new(stories, ends, members, roles.to_vec())
    }
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*number))
}

fn numbers(bytes: &mut &[u8], count: usize) -> Option<Vec<u32>> {
    let (own, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
    *bytes = rest;
    Some(own.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect())
}

impl Copies {
    /// Groups and chains of a segment of so many stories.
    pub fn new(stories: u32, groups: &[Vec<u32>], chains: &[Vec<Member>]) -> Copies {
        fn ends<T>(classes: &[Vec<T>]) -> Vec<u32> {
            let mut end = 0;
            let ends = classes.iter().map(|class| {
                end += class.len() as u32;
                end
            });
            ends.collect()
        }
        let members = chains.iter().flatten();
        let role = |member: &Member| {
            let kind = TakeKind::ALL.iter().position(|kind| *kind == member.role).unwrap_or(0);
            kind as u8
                | if member.withdrawn { WITHDRAWN } else { 0 }
                | if member.superseded { SUPERSEDED } else { 0 }
        };
        let groups = Relation::new(stories, ends(groups), groups.concat(), Vec::new());
        let chains = Relation::new(
            stories,
            ends(chains),
            members.clone().map(|member| member.story).collect(),
            members.map(role).collect(),
        );
        Copies { groups: groups.unwrap_or_default(), chains: chains.unwrap_or_default() }
    }

    /// As a file.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        self.groups.write(&mut bytes);
        self.chains.write(&mut bytes);
        bytes
    }

    /// Reads a file that belongs to a segment of so many stories; `None` where it is damaged.
    pub fn read(bytes: &[u8], stories: u32) -> Option<Copies> {
        let mut bytes = bytes.strip_prefix(MAGIC)?;
        let groups = Relation::read(&mut bytes, stories)?;
        let chains = Relation::read(&mut bytes, stories)?;
        bytes.is_empty().then_some(Copies { groups, chains })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Copies {
        let member = |story, role| Member {
            story,
            role,
            withdrawn: role == TakeKind::New,
            superseded: false,
        };
        let chain = vec![member(9, TakeKind::New), member(70, TakeKind::Kill)];
        Copies::new(130, &[vec![5, 3], vec![129, 64, 0]], &[chain])
    }

    #[test]
    fn classes_are_found_by_story_and_by_number() {
        let copies = sample();
        assert_eq!(copies.groups.members(0), [5, 3]);
        assert_eq!(copies.groups.members(1), [129, 64, 0]);
        assert!(copies.groups.members(2).is_empty());
        let classes: Vec<_> = [0, 1, 3, 64, 129, 500].map(|it| copies.groups.class(it)).into();
        assert_eq!(classes, [Some(1), None, Some(0), Some(1), Some(1), None]);
        assert_eq!(copies.groups.all().collect::<Vec<_>>(), [0, 3, 5, 64, 129]);
        let kill = copies.chains.member(70).unwrap();
        assert_eq!((kill.role, kill.withdrawn), (TakeKind::Kill, false));
        assert!(copies.chains.member(9).unwrap().withdrawn);
        assert_eq!(copies.groups.member(0), None);
    }

    #[test]
    fn a_file_comes_back_and_a_damaged_one_is_refused() {
        let copies = sample();
        let bytes = copies.write();
        assert_eq!(Copies::read(&bytes, 130).as_ref(), Some(&copies));
        assert_eq!(Copies::read(&bytes, 60), None);
        for end in 0..bytes.len() {
            assert_eq!(Copies::read(&bytes[..end], 130), None);
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x81;
            // Whatever comes of it, it is no panic.
            if let Some(copies) = Copies::read(&damaged, 130) {
                copies.groups.all().for_each(|it| assert!(copies.groups.class(it).is_some()));
            }
        }
        let none = Copies::new(0, &[], &[]);
        assert_eq!(Copies::read(&none.write(), 0), Some(none));
    }
}
