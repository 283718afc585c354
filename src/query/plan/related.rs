//! Fields of what stories are to each other: which stories they name.
//!
//! Comes in: `group:`, `chain:`, `is:` and `package:` with their values. Goes out: stories by their
//! numbers or ids. Apart from the planner, because these are looked up in groups, chains and
//! packages, and not in the dictionary.

use super::build::Planner;
use super::{Keyword, Step};
use crate::error::Result;
use crate::query::{Kind, Name, Node};

/// Whether a field looks at groups, chains and packages.
pub(super) fn is_relation(field: Name) -> bool {
    matches!(field, Name::Group | Name::Chain | Name::Is | Name::Package)
}

impl Planner<'_> {
    /// The stories of some values of such a field, with AND, OR and NOT around them.
    pub(super) fn related(&mut self, field: Name, node: &Node) -> Result<Step> {
        let mut nested = |nodes: &[Node]| -> Result<Vec<Step>> {
            nodes.iter().map(|node| self.related(field, node)).collect()
        };
        match &node.kind {
            Kind::All { nodes } => Ok(Step::All(nested(nodes)?)),
            Kind::Any { nodes } => Ok(Step::Any(nested(nodes)?)),
            Kind::Not { node } => Ok(Step::Not(Box::new(self.related(field, node)?))),
            Kind::Boost { node, .. } => self.related(field, node),
            Kind::Word { text } | Kind::Exact { text } => match field {
                Name::Is => self.state(&text.to_lowercase()),
                Name::Package => self.listed_by(node, text),
                _ => self.class_of(field, text),
            },
            Kind::Phrase { words, .. } if field != Name::Is => {
                let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                match field {
                    Name::Package => self.listed_by(node, &text.join(" ")),
                    _ => self.class_of(field, &text.join(" ")),
                }
            }
            Kind::Wildcard { .. } if field != Name::Is => {
                let whose = if field == Name::Package { "package" } else { "story" };
                let message = format!(
                    "{}: takes the whole id of a {whose}, or none or any, and no wildcard",
                    field.as_str()
                );
                Err(self.refused(node, message))
            }
            _ => Err(self.unsupported(node)),
        }
    }

    /// The group or chain of a story, by the id of any of its members; a story without one is alone
    /// in it.
    fn class_of(&mut self, field: Name, id: &str) -> Result<Step> {
        let copies = self.index.copies()?;
        let relation = if field == Name::Group { &copies.groups } else { &copies.chains };
        let mut stories = Vec::new();
        for id in self.dictionary.ids(id)? {
            let Some(address) = self.index.find(&id)? else { continue };
            match relation.class(address.doc) {
                Some(class) => stories.extend(relation.members(class)),
                None => stories.push(address.doc),
            }
        }
        stories.sort_unstable();
        stories.dedup();
        Ok(Step::Stories(stories.into()))
    }

    /// The stories that some package lists, or a package that it lists.
    fn listed_by(&self, node: &Node, id: &str) -> Result<Step> {
        let values = self.placed(node, self.index.listed_by(Some(id)))?;
        Ok(Step::Keyword { field: Keyword::Id, values })
    }

    /// The stories that are in a group, a chain or a package, or those that are in none.
    pub(super) fn related_to_any(&self, field: Name, present: bool) -> Result<Step> {
        let all = match field {
            Name::Package => {
                Step::Keyword { field: Keyword::Id, values: self.index.listed_by(None)? }
            }
            Name::Group => Step::Stories(self.index.copies()?.groups.all().collect()),
            _ => Step::Stories(self.index.copies()?.chains.all().collect()),
        };
        Ok(if present { all } else { Step::Not(Box::new(all)) })
    }

    /// What became of stories.
    fn state(&self, value: &str) -> Result<Step> {
        let chains = &self.index.copies()?.chains;
        let those = |is: &dyn Fn(u32) -> bool| -> Step {
            Step::Stories(chains.all().filter(|story| is(*story)).collect())
        };
        let is_withdrawn = |story| chains.member(story).is_some_and(|it| it.withdrawn);
        let is_superseded = |story| chains.member(story).is_some_and(|it| it.superseded);
        let killed = Step::Any(vec![
            those(&is_withdrawn),
            Step::Keyword { field: Keyword::Status, values: vec!["kill".to_owned()] },
        ]);
        Ok(match value {
            "killed" => killed,
            "live" => Step::Not(Box::new(killed)),
            _ => Step::Not(Box::new(those(&is_superseded))),
        })
    }
}
