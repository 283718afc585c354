//! The entries of a package item: references in groups, which may hold further groups.

use std::collections::HashMap;

use super::super::xml;
use super::content::kind_of_class;
use super::meta::code;
use crate::story::Listed;
use crate::text::markup::Element;

/// Reads the entries in the order of the package: from the root group on, each group once; then
/// what no group leads to.
pub fn listed(item: Element<'_, '_>) -> Vec<Listed> {
    let sets: Vec<_> = item.children().filter(|it| it.is("groupSet")).collect();
    let in_sets = || sets.iter().flat_map(|set| set.children());
    let mut walk = Walk::default();
    for group in in_sets().filter(|it| it.is("group")) {
        if let Some(id) = xml::attribute(Some(group), "id") {
            walk.ids.entry(id).or_insert(walk.groups.len());
        }
        walk.groups.push(Some(group));
    }
    for root in sets.iter().filter_map(|set| xml::attribute(Some(*set), "root")) {
        let first = walk.next(&root);
        walk.go(first);
    }
    for group in 0..walk.groups.len() {
        let first = walk.groups[group].take();
        walk.go(first);
    }
    // Some leave the groups out.
    let outside = item.children().chain(in_sets()).filter(|it| it.is("itemRef"));
    walk.entries.extend(outside.filter_map(|it| entry(it, None)));
    walk.entries
}

#[derive(Default)]
struct Walk<'t, 'a> {
    /// The groups that nothing has led to yet.
    groups: Vec<Option<Element<'t, 'a>>>,
    /// Where the group of an id stands.
    ids: HashMap<String, usize>,
    entries: Vec<Listed>,
}

impl<'t, 'a> Walk<'t, 'a> {
    /// The group of an id, once.
    fn next(&mut self, id: &str) -> Option<Element<'t, 'a>> {
        self.groups[*self.ids.get(id)?].take()
    }

    /// Walks a group and those it leads to. An explicit stack: groups may lead on as deep as they
    /// are many.
    fn go(&mut self, first: Option<Element<'t, 'a>>) {
        let open = |group: Element<'t, 'a>| {
            let role = xml::attribute(Some(group), "role").map(|it| code(&it).to_owned());
            (role, group.children())
        };
        let mut stack: Vec<_> = first.into_iter().map(open).collect();
        while let Some((role, children)) = stack.last_mut() {
            let Some(child) = children.next() else {
                stack.pop();
                continue;
            };
            if child.is("itemRef") {
                self.entries.extend(entry(child, role.as_deref()));
            } else if child.is("groupRef")
                && let Some(id) = xml::attribute(Some(child), "idref")
                && let Some(group) = self.next(&id)
            {
                stack.push(open(group));
            }
        }
    }
}

fn entry(item: Element<'_, '_>, group: Option<&str>) -> Option<Listed> {
    let of = |name: &str| xml::attribute(Some(item), name);
    let line = |name: &str| {
        let found = item.children().find(|it| it.is(name));
        found.map(Element::text).filter(|it| !it.is_empty())
    };
    let class = item.children().find(|it| it.is("itemClass"));
    let class = ["qcode", "uri"].iter().find_map(|it| xml::attribute(class, it));
    Some(Listed {
        native_id: of("residref").or_else(|| of("guidref")).or_else(|| of("href"))?,
        version: of("version"),
        group: group.map(str::to_owned),
        kind: class.map(|it| kind_of_class(code(&it)).to_owned()),
        headline: line("headline").or_else(|| line("title")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markup::Tree;

    fn read(text: &str) -> Vec<Listed> {
        let tree = Tree::xml(text);
        listed(tree.root().first("packageItem").expect("a package"))
    }

    fn shown(entries: &[Listed]) -> Vec<String> {
        let group = |it: &Listed| it.group.clone().unwrap_or_default();
        entries.iter().map(|it| format!("{}@{}", it.native_id, group(it))).collect()
    }

    #[test]
    fn entries_stand_in_the_order_of_the_groups_from_the_root_on() {
        let entries = read(
            "<packageItem><groupSet root='G1'>\
             <group id='G3' role='group:sidebar'><itemRef residref='c'/><groupRef idref='G1'/></group>\
             <group id='G1' role='group:main'><itemRef residref='a' version='4'>\
             <itemClass qcode='ninat:text'/><title>Old</title><headline>Fog <b>again</b></headline></itemRef>\
             <groupRef idref='G3'/><groupRef idref='G9'/><groupRef idref='G2'/><itemRef residref='d'>\
             <itemClass qcode='ninat:picture'/></itemRef></group>\
             <group id='G2'><itemRef residref='b'><itemClass qcode='icls:composite'/></itemRef></group>\
             <group id='G4' role='x'><itemRef href='http://x.example/e'/><itemRef/></group>\
             <itemRef residref='f'/></groupSet></packageItem>",
        );
        assert_eq!(
            shown(&entries),
            ["a@main", "c@sidebar", "b@", "d@main", "http://x.example/e@x", "f@"]
        );
        assert_eq!(entries[0].version.as_deref(), Some("4"));
        assert_eq!(entries[0].headline.as_deref(), Some("Fog again"));
        let kinds: Vec<_> = entries.iter().map(|it| it.kind.as_deref()).collect();
        assert_eq!(kinds[..4], [Some("story"), None, Some("package"), Some("picture")]);
    }

    #[test]
    fn groups_may_lead_on_as_deep_as_they_are_many() {
        let group = |it: usize| {
            format!(
                "<group id='G{it}'><groupRef idref='G{}'/><groupRef idref='G0'/>\
                 <itemRef residref='{it}'/></group>",
                it + 1
            )
        };
        let groups: String = (0..40_000).map(group).collect();
        let entries =
            read(&format!("<packageItem><groupSet root='G0'>{groups}</groupSet></packageItem>"));
        // The innermost comes first: what a group leads to stands before its own entry.
        assert_eq!(entries.len(), 40_000);
        assert_eq!((&*entries[0].native_id, &*entries[39_999].native_id), ("39999", "0"));
    }
}
