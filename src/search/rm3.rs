//! RM3: a query widened by the words of the stories that it finds first.
//!
//! The relevance model of Lavrenko and Croft (2001), mixed with the query as Abdul-Jaleel and
//! others (2004) do it: `P'(w) = λ · P(w|query) + (1 − λ) · P(w|model)`, where the model is
//! `P(w|model) = Σ P(w|story) · P(story|query)` over the best stories. `P(story|query)` is a
//! story's share of their scores, and `P(w|story)` the share of the word among its words.
//!
//! What comes out is a query like any other: its words with boosts. So what it finds, counts and
//! marks is told by the same matcher, and the query as parsed says what was asked.

use std::collections::{BTreeMap, HashMap};

use super::Searcher;
use crate::error::{Error, Result};
use crate::query::{Kind, Node, Query};

/// How a query is widened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rm3 {
    /// How many of the best stories the words are taken from, from 1.
    pub stories: usize,
    /// How many words are taken.
    pub words: usize,
    /// Weight of the query as typed against theirs, from 0 to 1.
    pub weight: f32,
}

/// Words that stand in more than this share of all stories say nothing.
const COMMON: f64 = 0.1;
/// Most stories that are looked at.
pub const MOST_STORIES: usize = 1_000;
/// Most words that are taken.
pub const MOST_WORDS: usize = 1_000;

/// A stem, and the forms in which it was met.
#[derive(Default)]
struct Stem {
    weight: f64,
    forms: BTreeMap<String, f64>,
}

/// Widens a query: the parts that ask for words are joined by OR with the words of the best stories,
/// fields and NOT restrict as before.
///
/// A query that finds nothing, or asks for no words, comes back as it was.
pub fn widen(searcher: &Searcher<'_>, query: &Query, rm3: &Rm3) -> Result<Query> {
    let (asked, others) = parts(&query.root);
    let (hits, _) = searcher.top(rm3.stories.min(MOST_STORIES), None)?;
    let sum: f64 = hits.iter().map(|hit| f64::from(hit.score)).sum();
    if asked.is_empty() || hits.is_empty() || sum <= 0.0 {
        return Ok(query.clone());
    }
    let mut stems: HashMap<(String, String), Stem> = HashMap::new();
    for hit in &hits {
        let (words, all) = searcher.index().words_of(hit.address)?;
        let each = f64::from(hit.score) / sum / all.max(1) as f64;
        for word in words {
            let stem = stems.entry(word.stem).or_default();
            stem.weight += each;
            *stem.forms.entry(word.form).or_default() += each;
        }
    }
    let mut found: Vec<(f64, String)> = stems.into_values().filter_map(best_form).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let limit = (searcher.index().stories() as f64 * COMMON).max(1.0) as u64;
    let mut taken: Vec<(f64, String)> = Vec::new();
    for (weight, word) in found {
        if taken.len() >= rm3.words.min(MOST_WORDS) {
            break;
        }
        if searcher.index().stories_with(&word)? <= limit {
            taken.push((weight, word));
        }
    }
    let total: f64 = taken.iter().map(|(weight, _)| weight).sum();
    if total <= 0.0 {
        return Ok(query.clone());
    }
    // Boosts such that the words as typed keep theirs together.
    let share = asked.len() as f64;
    let typed = f64::from(rm3.weight);
    let mut any: Vec<Node> = Vec::with_capacity(asked.len() + taken.len());
    if typed > 0.0 {
        any.extend(asked.iter().map(|node| boosted(node, typed as f32)));
    }
    for (weight, word) in taken {
        let factor = share * (1.0 - typed) * weight / total;
        if factor > 0.0 {
            let span = query.root.span.clone();
            any.push(boosted(&Node { span, kind: Kind::Word { text: word } }, factor as f32));
        }
    }
    let span = query.root.span.clone();
    let wanted = match any.len() {
        0 => return Ok(query.clone()),
        1 => any.remove(0),
        _ => Node { span: span.clone(), kind: Kind::Any { nodes: any } },
    };
    let mut nodes = vec![wanted];
    nodes.extend(others.into_iter().cloned());
    let root = match nodes.len() {
        1 => nodes.remove(0),
        _ => Node { span, kind: Kind::All { nodes } },
    };
    Ok(Query { root, ..query.clone() })
}

/// The parts of a query that ask for words, and those that restrict what is found.
fn parts(root: &Node) -> (Vec<&Node>, Vec<&Node>) {
    let (mut asked, mut others) = (Vec::new(), Vec::new());
    let all = match &root.kind {
        Kind::All { nodes } => nodes.iter().collect(),
        _ => vec![root],
    };
    for node in all {
        match &node.kind {
            Kind::Any { nodes } if nodes.iter().all(asks) => asked.extend(nodes),
            _ if asks(node) => asked.push(node),
            _ => others.push(node),
        }
    }
    (asked, others)
}

/// Says whether a node asks for words of the text.
fn asks(node: &Node) -> bool {
    match &node.kind {
        Kind::Not { .. }
        | Kind::Field { .. }
        | Kind::Dates { .. }
        | Kind::Number { .. }
        | Kind::Presence { .. } => false,
        Kind::All { nodes } | Kind::Any { nodes } => nodes.iter().all(asks),
        Kind::Boost { node, .. } => asks(node),
        _ => true,
    }
}

fn boosted(node: &Node, factor: f32) -> Node {
    // Rounded to what can be read in the query as parsed, and never to nothing.
    let factor = ((factor * 1e4).round() / 1e4).max(1e-4);
    let (factor, inner) = match &node.kind {
        Kind::Boost { factor: before, node } => (factor * before, (**node).clone()),
        _ => (factor, node.clone()),
    };
    Node { span: node.span.clone(), kind: Kind::Boost { factor, node: Box::new(inner) } }
}

/// The weight of a stem, and the form of it that was met most.
fn best_form(stem: Stem) -> Option<(f64, String)> {
    let by_weight = |a: &(String, f64), b: &(String, f64)| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0));
    let (form, _) = stem.forms.into_iter().max_by(by_weight)?;
    Some((stem.weight, form))
}

/// Reads `stories,words,weight`: `10,20,0.5`.
pub fn read(text: &str) -> Result<Rm3> {
    let wrong = || {
        Error::Usage(format!(
            "{text} does not say how to widen a query; write stories, words and the weight of the \
             query as typed, as in 10,20,0.5 (up to {MOST_STORIES} stories and {MOST_WORDS} words, \
             the weight from 0 to 1)"
        ))
    };
    let mut parts = text.split(',').map(str::trim);
    let (Some(stories), Some(words), Some(weight), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(wrong());
    };
    let rm3 = Rm3 {
        stories: stories.parse().map_err(|_| wrong())?,
        words: words.parse().map_err(|_| wrong())?,
        weight: weight.parse().map_err(|_| wrong())?,
    };
    let sound = (1..=MOST_STORIES).contains(&rm3.stories)
        && (1..=MOST_WORDS).contains(&rm3.words)
        && (0.0..=1.0).contains(&rm3.weight);
    if sound { Ok(rm3) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Options, parse};

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert_eq!(read("10, 20,0.5").unwrap(), Rm3 { stories: 10, words: 20, weight: 0.5 });
        for text in
            ["", "10", "10,20", "0,20,0.5", "10,20,1.5", "10,20,NaN", "10,20,0.5,1", "a,b,c"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn fields_and_not_restrict_and_words_are_asked_for() {
        let query =
            parse("oil (gas OR coal) date:1987 -opec agency:ap", &Options::default()).unwrap();
        let (asked, others) = parts(&query.root);
        let shown = |nodes: Vec<&Node>| -> Vec<String> {
            nodes.into_iter().map(|it| it.to_string()).collect()
        };
        assert_eq!(shown(asked), ["oil", "gas", "coal"]);
        assert_eq!(shown(others), ["date:1987-01-01..1987-12-31", "NOT opec", "agency:(ap)"]);
    }
}
