//! A checked tree to a plan.

use chrono::{NaiveDate, NaiveTime, TimeZone};

use super::expand::{Dictionary, Wanted};
use super::words::{self, Reading};
use super::{Clause, Dates, Expr, Keyword, Plan, PlanOptions, Step, Text};
use crate::analysis::fold::keyword;
use crate::error::{Error, Result};
use crate::index::{StoryIndex, place_value};
use crate::query::{Kind, Name, Node, PhraseWord, Query, Scope, print};

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
    };
    let root = planner.step(&query.root, &Place::default())?;
    let Planner { mut clauses, dictionary, .. } = planner;
    if query.any && clauses.len() > 1 {
        // In a bag of words one compound is not to outweigh all the others.
        clauses.iter_mut().for_each(|clause| clause.exact = None);
    }
    Ok(Plan { root, clauses, leaves: dictionary.leaves })
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

struct Planner<'a> {
    query: &'a Query,
    index: &'a StoryIndex,
    options: &'a PlanOptions,
    dictionary: Dictionary<'a>,
    clauses: Vec<Clause>,
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
            Kind::Presence { field, present } => {
                let (values, _) = self.index.missing(missing_name(*field))?;
                let missing = Step::Keyword { field: Keyword::Missing, values };
                Ok(if *present { Step::Not(Box::new(missing)) } else { missing })
            }
            Kind::Word { .. }
            | Kind::Exact { .. }
            | Kind::Wildcard { .. }
            | Kind::Fuzzy { .. }
            | Kind::Phrase { .. } => self.clause(node, place),
            Kind::Near { .. } | Kind::Same { .. } | Kind::AtLeast { .. } | Kind::Case { .. } => {
                Err(self.unsupported(node))
            }
        }
    }

    fn steps(&mut self, nodes: &[Node], place: &Place) -> Result<Vec<Step>> {
        nodes.iter().map(|node| self.step(node, place)).collect()
    }

    fn unsupported(&self, node: &Node) -> Error {
        Error::Query(format!("{} cannot be searched for in this version", print(node)))
    }

    fn clause(&mut self, node: &Node, place: &Place) -> Result<Step> {
        let dictionary = &mut self.dictionary;
        let text = place.text;
        let mut exact = None;
        let expr = match &node.kind {
            Kind::Word { text: typed } => {
                let word = words::word(dictionary, text, typed, Reading::Forms)?;
                exact = word.exact;
                word.expr
            }
            Kind::Exact { text: typed } => {
                let word = words::word(dictionary, text, typed, Reading::Exact)?;
                exact = word.exact;
                word.expr
            }
            Kind::Wildcard { pattern } => Some(words::pattern(dictionary, text, pattern)?),
            Kind::Fuzzy { text: typed, distance } => {
                let wanted = Wanted::Fuzzy { text: typed.clone(), distance: *distance };
                Some(Expr::Leaf(dictionary.leaf(text, &print(node), vec![wanted])?))
            }
            Kind::Phrase { words, forms } => {
                let reading = if *forms { Reading::Forms } else { Reading::Exact };
                phrase(dictionary, text, words, reading)?
            }
            _ => None,
        };
        let Some(expr) = expr else {
            let typed = self.query.typed.get(node.span.clone()).unwrap_or("");
            return Err(Error::Query(format!(
                "{typed} holds no letter or digit, so there is no word to search for"
            )));
        };
        self.clauses.push(Clause {
            at: node.span.clone(),
            shown: print(node),
            text,
            scope: place.scope,
            expr,
            exact,
            boost: place.boost,
            negated: place.negated,
        });
        Ok(Step::Clause(self.clauses.len() - 1))
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
                let values = self.dictionary.values(field, &pattern)?;
                let others = self.dictionary.known_as(name, &pattern)?;
                Ok(Step::Any(vec![
                    Step::Keyword { field, values },
                    Step::Keyword { field: Keyword::KnownAs, values: others },
                ]))
            }
            Kind::Word { text } | Kind::Exact { text } => {
                let values = match field {
                    Keyword::Id => self.dictionary.ids(text)?,
                    // As the agency is written in records, whatever it is called.
                    _ => vec![keyword(text)],
                };
                Ok(Step::Keyword { field, values })
            }
            Kind::Phrase { words, .. } => {
                let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                Ok(Step::Keyword { field, values: vec![keyword(&text.join(" "))] })
            }
            Kind::Wildcard { pattern } => {
                let values = self.dictionary.values(field, pattern)?;
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
        let local = |day: NaiveDate| {
            // Where midnight is skipped, the day begins when the clock goes on.
            let midnight = day.and_time(NaiveTime::MIN);
            (0..=3)
                .find_map(|hour| {
                    let time = midnight + chrono::Duration::hours(hour);
                    zone.from_local_datetime(&time).earliest()
                })
                .map_or_else(|| utc(day), |time| time.timestamp())
        };
        Dates {
            instants: (start.map_or(i64::MIN, local), end.map_or(i64::MAX, local)),
            days: (start.map_or(i64::MIN, utc), end.map_or(i64::MAX, utc)),
        }
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

fn phrase(
    dictionary: &mut Dictionary<'_>,
    text: Text,
    words: &[PhraseWord],
    reading: Reading,
) -> Result<Option<Expr>> {
    let mut row = Vec::with_capacity(words.len());
    for word in words {
        if word.wildcard {
            row.push(words::pattern(dictionary, text, &word.text)?);
        } else {
            row.extend(words::word(dictionary, text, &word.text, reading)?.expr);
        }
    }
    Ok(match row.len() {
        0 => None,
        1 => row.pop(),
        _ => Some(Expr::Row(row)),
    })
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
