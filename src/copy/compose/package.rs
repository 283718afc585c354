//! The record of a package: the same elements as those of a story, and what it lists.
//!
//! Comes in: a raw story without a text, and its entries. Goes out: the package, with an id made as
//! those of stories are.

use std::collections::HashSet;

use super::{Draft, identity, one_line};
use crate::story::{Listed, Package, RawStory, Source, Story};

/// Makes the record of a package. Entries without an id, and those listed twice in a group, go.
pub fn package(raw: RawStory, listed: Vec<Listed>) -> Package {
    let mut draft = Draft::new(raw, Source::default());
    draft.headline();
    draft.agency();
    draft.times();
    let mut known = HashSet::new();
    let listed: Vec<Listed> = listed
        .into_iter()
        .filter_map(|it| {
            Some(Listed {
                native_id: one_line(Some(it.native_id))?,
                version: one_line(it.version),
                group: one_line(it.group),
                kind: one_line(it.kind),
                headline: one_line(it.headline),
            })
        })
        .filter(|it| known.insert((it.native_id.clone(), it.version.clone(), it.group.clone())))
        .collect();
    if draft.story.native_id.is_none() {
        // Where no id was given it is made of the content, which here is the list.
        let ids: Vec<&str> = listed.iter().map(|it| it.native_id.as_str()).collect();
        draft.story.body = Some(ids.join("\n"));
    }
    identity::set(&mut draft.story);
    let Story { id, native_id, version, agency, headline, slug, filed, take, .. } = draft.story;
    Package { id, native_id, version, agency, headline, slug, filed, status: take.kind, listed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{FiledText, Precision, TakeKind};

    fn entry(id: &str, group: Option<&str>) -> Listed {
        Listed { native_id: id.into(), group: group.map(str::to_owned), ..Listed::default() }
    }

    #[test]
    fn a_package_is_named_and_dated_like_a_story() {
        let raw = RawStory {
            native_id: Some("urn:x:7".into()),
            version: Some("2".into()),
            agency: Some("Deutsche Presse-Agentur".into()),
            headline: Some("CORRECTED-Harbor\n dossier".into()),
            filed: Some(FiledText {
                date: "2024-05-06".into(),
                time: Some("08:00:00".into()),
                zone: Some("Z".into()),
                precision: Precision::Second,
            }),
            ..RawStory::default()
        };
        let listed = vec![
            entry(" urn:x:1 ", Some("main")),
            entry("", None),
            entry("urn:x:1", Some("main")),
            entry("urn:x:1", Some("sidebar")),
        ];
        let found = package(raw, listed);
        assert_eq!(found.id, "dpa:urn:x:7:2");
        assert_eq!(found.headline.as_deref(), Some("Harbor dossier"));
        assert_eq!(found.filed.as_deref(), Some("2024-05-06T08:00:00Z"));
        assert_eq!(found.status, TakeKind::Correction);
        let groups: Vec<_> = found.listed.iter().map(|it| it.group.as_deref()).collect();
        assert_eq!(groups, [Some("main"), Some("sidebar")]);
    }

    #[test]
    fn without_an_id_the_list_counts() {
        let of = |ids: &[&str]| {
            let listed = ids.iter().map(|id| entry(id, None)).collect();
            package(RawStory::default(), listed).id
        };
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["a", "c"]));
        assert_eq!(of(&["a"]).len(), 16);
    }
}
