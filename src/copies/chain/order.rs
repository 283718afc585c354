//! The members of a chain in order, and what each is to it.

use std::cmp::Ordering;

use super::Version;
use crate::story::TakeKind;

/// A version in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The story.
    pub story: u32,
    /// What it is to the chain: what its mark says, and an update or a repeat where it has none and
    /// is not the first.
    pub role: TakeKind,
    /// A kill came after it.
    pub withdrawn: bool,
    /// Another version came after it.
    pub superseded: bool,
}

/// The versions of one story, first to last.
pub type Chain = Vec<Member>;

/// Puts the versions of a story in order: by the versions that the source gives, where all have one
/// that is a number; else by time, of one moment by the number of the take.
pub(super) fn in_order(mut versions: Vec<&Version>, id: &dyn Fn(u32) -> String) -> Chain {
    let native = versions.first().and_then(|version| version.native);
    let by_source =
        native.is_some() && versions.iter().all(|it| it.native == native && it.edition.is_some());
    let by_time = |a: &Version, b: &Version| {
        let rank = |it: &Version| (it.time, it.number.unwrap_or(0), strength(it.kind));
        rank(a).cmp(&rank(b))
    };
    versions.sort_unstable_by(|a, b| {
        let by_source = if by_source { a.edition.cmp(&b.edition) } else { Ordering::Equal };
        by_source.then_with(|| by_time(a, b)).then_with(|| id(a.story).cmp(&id(b.story)))
    });
    let is_version = |it: &Version| !matches!(it.kind, TakeKind::Add | TakeKind::Advisory);
    let last = versions.iter().rposition(|it| is_version(it));
    let kill = versions.iter().rposition(|it| it.kind == TakeKind::Kill);
    let mut members = Vec::with_capacity(versions.len());
    for (at, version) in versions.iter().enumerate() {
        let role = match version.kind {
            TakeKind::New | TakeKind::Alert if at > 0 => {
                let same = versions[at - 1].print == version.print;
                if same { TakeKind::Repeat } else { TakeKind::Update }
            }
            kind => kind,
        };
        members.push(Member {
            story: version.story,
            role,
            withdrawn: kill.is_some_and(|kill| at < kill) && version.kind != TakeKind::Advisory,
            superseded: last.is_some_and(|last| at < last),
        });
    }
    members
}

/// What comes first where nothing else tells: the text before what is done to it.
fn strength(kind: TakeKind) -> u8 {
    match kind {
        TakeKind::Alert => 0,
        TakeKind::New => 1,
        TakeKind::Add => 2,
        TakeKind::Update => 3,
        TakeKind::Correction | TakeKind::Refile | TakeKind::Repeat => 4,
        TakeKind::Kill => 5,
        TakeKind::Advisory => 6,
    }
}
