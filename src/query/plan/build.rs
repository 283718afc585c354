//! A checked tree to a plan.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};

use super::days::midnight;
use super::expand::Dictionary;
use super::related::is_relation;
use super::words;
use super::{Clause, Dates, Expr, Keyword, Near, Plan, PlanOptions, Reach, Step, Text};
use crate::analysis::fold::keyword;
use crate::error::{Error, Result};
use crate::index::{StoryIndex, alias, place_value};
use crate::query::{Case, Kind, Name, Node, Order, Query, QueryError, Scope, print};

/// Plans a query for an index.
///
/// Fails where a wildcard or fuzzy word stands for too many words, or where nothing of a clause
/// is a word.
pub fn plan(query: &Query, index: &StoryIndex, options: &PlanOptions) -> Result<Plan> {
    let mut planner = Planner {
        query,
        index,
        options,
        dictionary: Dictionary::new(index, options)?,
        clauses: Vec::new(),
        known: HashMap::new(),
    };
    let root = planner.step(&query.root, &Place::default())?;
    let Planner { mut clauses, dictionary, .. } = planner;
    if query.any && clauses.len() > 1 {
        // In a bag of words one compound is not to outweigh all the others.
        clauses.iter_mut().for_each(|clause| clause.exact = None);
    }
    Ok(Plan { typed: query.typed.clone(), root, clauses, leaves: dictionary.leaves })
}

/// Where in the tree a node stands.
#[derive(Clone, Copy)]
struct Place {
    text: Text,
    scope: Option<Scope>,
    boost: f32,
    negated: bool,
}

impl Default for Place {
    fn default() -> Self {
        Place { text: Text::Story, scope: None, boost: 1.0, negated: false }
    }
}

/// What a clause looks for.
struct Positions {
    expr: Expr,
    /// For a compound, the leaf of its joined form.
    exact: Option<usize>,
}

pub(super) struct Planner<'a> {
    query: &'a Query,
    pub(super) index: &'a StoryIndex,
    options: &'a PlanOptions,
    pub(super) dictionary: Dictionary<'a>,
    clauses: Vec<Clause>,
    /// Which clauses show so.
    known: HashMap<String, Vec<usize>>,
}

impl Planner<'_> {
    fn step(&mut self, node: &Node, place: &Place) -> Result<Step> {
        match &node.kind {
            Kind::All { nodes } => Ok(Step::All(self.steps(nodes, place)?)),
            Kind::Any { nodes } => Ok(Step::Any(self.steps(nodes, place)?)),
            Kind::Not { node } => {
                let place = Place { negated: true, ..*place };
                Ok(Step::Not(Box::new(self.step(node, &place)?)))
            }
            Kind::Boost { factor, node } => {
                self.step(node, &Place { boost: place.boost * factor, ..*place })
            }
            Kind::Scope { scope, node } => {
                self.step(node, &Place { scope: Some(*scope), ..*place })
            }
            Kind::Field { field, node } if is_relation(*field) => self.related(*field, node),
            Kind::Field { field, node } => match (text_of(*field), keyword_of(*field)) {
                (Some(text), _) => self.step(node, &Place { text, scope: None, ..*place }),
                (None, Some(keyword)) => self.values(keyword, node),
                (None, None) => Err(self.unsupported(node)),
            },
            Kind::Dates { start, end } => Ok(Step::Dates(self.dates(*start, *end))),
            Kind::Number { field, min, max } => Ok(Step::Number {
                field: *field,
                min: min.unwrap_or(0),
                max: max.unwrap_or(u64::MAX),
            }),
            Kind::Presence { field, present } if is_relation(*field) => {
                self.related_to_any(*field, *present)
            }
            Kind::Presence { field, present } => {
                let (values, _) = self.index.missing(missing_name(*field))?;
                let missing = Step::Keyword { field: Keyword::Missing, values };
                Ok(if *present { Step::Not(Box::new(missing)) } else { missing })
            }
            Kind::Word { .. }
            | Kind::Exact { .. }
            | Kind::Wildcard { .. }
            | Kind::Fuzzy { .. }
            | Kind::Phrase { .. }
            | Kind::Near { .. }
            | Kind::Same { .. }
            | Kind::Case { .. } => self.clause(node, node, 1, place),
            Kind::AtLeast { count, node: inner } => self.clause(node, inner, *count, place),
        }
    }

    fn steps(&mut self, nodes: &[Node], place: &Place) -> Result<Vec<Step>> {
        nodes.iter().map(|node| self.step(node, place)).collect()
    }

    pub(super) fn unsupported(&self, node: &Node) -> Error {
        self.refused(node, format!("{} cannot stand here", print(node)))
    }

    /// What is wrong with a node, under its place.
    pub(super) fn refused(&self, node: &Node, message: String) -> Error {
        QueryError { span: node.span.clone(), message, suggestion: None }.refuse(&self.query.typed)
    }

    /// Puts an error of the dictionary under the place of the node that it is about.
    pub(super) fn placed<T>(&self, node: &Node, result: Result<T>) -> Result<T> {
        result.map_err(|error| match error {
            Error::Query(message) => self.refused(node, message),
            error => error,
        })
    }

    /// Makes a clause of what looks at positions: `inner` is what has to stand `at_least` so often
    /// for `node` to hold.
    fn clause(&mut self, node: &Node, inner: &Node, at_least: u32, place: &Place) -> Result<Step> {
        let Positions { expr, exact } = self.positions(inner, place.text)?;
        let clause = Clause {
            at: node.span.clone(),
            shown: print(node),
            text: place.text,
            scope: place.scope,
            expr,
            exact,
            boost: place.boost,
            negated: place.negated,
            at_least,
        };
        // What is asked twice counts twice, and is looked for once.
        let known = self.known.entry(clause.shown.clone()).or_default();
        let same = |at: &&usize| {
            let other = &self.clauses[**at];
            *other == Clause { at: other.at.clone(), ..clause.clone() }
        };
        if let Some(at) = known.iter().find(same) {
            return Ok(Step::Clause(*at));
        }
        known.push(self.clauses.len());
        self.clauses.push(clause);
        Ok(Step::Clause(self.clauses.len() - 1))
    }

    /// What has to stand at positions for a node to match.
    fn positions(&mut self, node: &Node, text: Text) -> Result<Positions> {
        let mut exact = None;
        let expr = match &node.kind {
            Kind::Word { .. }
            | Kind::Exact { .. }
            | Kind::Wildcard { .. }
            | Kind::Fuzzy { .. }
            | Kind::Phrase { .. } => {
                let found = words::leaf(&mut self.dictionary, text, node);
                let found = self.placed(node, found)?;
                exact = found.exact;
                found.expr
            }
            Kind::Any { nodes } => {
                let mut parts = Vec::with_capacity(nodes.len());
                for node in nodes {
                    parts.push(self.positions(node, text)?.expr);
                }
                Some(Expr::Either(parts))
            }
            Kind::Near { left, right, distance, order, negated } => {
                let reach = Reach::Words(*distance);
                Some(self.near([left, right], reach, *order, *negated, text)?)
            }
            Kind::Same { left, right, unit, negated } => {
                let reach = Reach::Same(*unit);
                Some(self.near([left, right], reach, Order::Either, *negated, text)?)
            }
            Kind::Case { case, node: inner } => {
                if text != Text::Story {
                    let name = if *case == Case::NoCaps { "nocaps" } else { "caps" };
                    return Err(self.refused(
                        node,
                        format!(
                            "{name}( ) looks at headline and text, and not at the other fields of a \
                             story"
                        ),
                    ));
                }
                self.dictionary.cases.push(*case);
                let found = self.positions(inner, text);
                self.dictionary.cases.pop();
                let found = found?;
                exact = found.exact;
                Some(found.expr)
            }
            _ => return Err(self.unsupported(node)),
        };
        let Some(expr) = expr else {
            let message = "this holds no letter or digit, so there is no word to search for";
            return Err(self.refused(node, message.to_owned()));
        };
        Ok(Positions { expr, exact })
    }

    fn near(
        &mut self,
        sides: [&Node; 2],
        reach: Reach,
        order: Order,
        negated: bool,
        text: Text,
    ) -> Result<Expr> {
        let left = self.positions(sides[0], text)?.expr;
        let right = self.positions(sides[1], text)?.expr;
        Ok(Expr::Near(Box::new(Near { left, right, reach, order, negated })))
    }

    /// The values of a keyword field, with AND, OR and NOT around them.
    fn values(&mut self, field: Keyword, node: &Node) -> Result<Step> {
        let nested = |planner: &mut Self, nodes: &[Node]| -> Result<Vec<Step>> {
            nodes.iter().map(|node| planner.values(field, node)).collect()
        };
        match &node.kind {
            Kind::All { nodes } => Ok(Step::All(nested(self, nodes)?)),
            Kind::Any { nodes } => Ok(Step::Any(nested(self, nodes)?)),
            Kind::Not { node } => Ok(Step::Not(Box::new(self.values(field, node)?))),
            Kind::Boost { node, .. } => self.values(field, node),
            Kind::Word { text } | Kind::Exact { text } if by_names(field).is_some() => {
                self.named(field, text)
            }
            Kind::Phrase { words, .. } if by_names(field).is_some() => {
                let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                self.named(field, &text.join(" "))
            }
            Kind::Wildcard { pattern } if let Some(name) = by_names(field) => {
                let pattern = place_value(pattern);
                let values = self.dictionary.values(field, &pattern);
                let values = self.placed(node, values)?;
                let others = self.dictionary.known_as(name, &pattern);
                let others = self.placed(node, others)?;
                Ok(Step::Any(vec![
                    Step::Keyword { field, values },
                    Step::Keyword { field: Keyword::KnownAs, values: others },
                ]))
            }
            Kind::Word { text } | Kind::Exact { text } => {
                let values = match field {
                    Keyword::Id => self.dictionary.ids(text)?,
                    // As the agency is written in records, whatever it is called.
                    _ => spelt(field, text),
                };
                Ok(Step::Keyword { field, values })
            }
            Kind::Phrase { words, .. } => {
                let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                Ok(Step::Keyword { field, values: spelt(field, &text.join(" ")) })
            }
            Kind::Wildcard { pattern } => {
                let values = self.dictionary.values(field, pattern);
                let values = self.placed(node, values)?;
                Ok(Step::Keyword { field, values })
            }
            _ => Err(self.unsupported(node)),
        }
    }

    /// A country or region by any of its names.
    fn named(&self, field: Keyword, text: &str) -> Result<Step> {
        let value = keyword(&place_value(text));
        let others = match by_names(field) {
            Some(name) => self.index.known_as(name, |known| known == value)?,
            None => Vec::new(),
        };
        Ok(Step::Any(vec![
            Step::Keyword { field, values: vec![value] },
            Step::Keyword { field: Keyword::KnownAs, values: others },
        ]))
    }

    fn dates(&self, start: Option<NaiveDate>, end: Option<NaiveDate>) -> Dates {
        let zone = self.options.zone;
        let utc = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp();
        let local = |day: NaiveDate| midnight(zone, day);
        Dates {
            instants: (start.map_or(i64::MIN, local), end.map_or(i64::MAX, local)),
            days: (start.map_or(i64::MIN, utc), end.map_or(i64::MAX, utc)),
        }
    }
}

/// The terms of a value: a topic is found by its code without the scheme too.
fn spelt(field: Keyword, value: &str) -> Vec<String> {
    let value = keyword(value);
    match field {
        Keyword::Topic => vec![alias(&value), value],
        _ => vec![value],
    }
}

/// The fields whose values have other names beside the one in the record.
fn by_names(field: Keyword) -> Option<&'static str> {
    match field {
        Keyword::Country => Some("country"),
        Keyword::Region => Some("region"),
        _ => None,
    }
}

fn text_of(name: Name) -> Option<Text> {
    match name {
        Name::Byline => Some(Text::Byline),
        Name::Dateline => Some(Text::Dateline),
        Name::Place => Some(Text::Place),
        Name::Slug => Some(Text::Slug),
        Name::Path => Some(Text::Path),
        _ => None,
    }
}

fn keyword_of(name: Name) -> Option<Keyword> {
    match name {
        Name::Agency => Some(Keyword::Agency),
        Name::Country => Some(Keyword::Country),
        Name::Region => Some(Keyword::Region),
        Name::Topic => Some(Keyword::Topic),
        Name::Category => Some(Keyword::Category),
        Name::Lang => Some(Keyword::Lang),
        Name::Status => Some(Keyword::Status),
        Name::Format => Some(Keyword::Format),
        Name::Id => Some(Keyword::Id),
        _ => None,
    }
}

/// The name under which the index notes that a field is null.
fn missing_name(name: Name) -> &'static str {
    match name {
        Name::Lead | Name::Body | Name::First => "body",
        Name::Hlead => "headline",
        Name::Since | Name::Until => "date",
        other => other.as_str(),
    }
}
