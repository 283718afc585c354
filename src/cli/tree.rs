//! A query's tree as lines for eyes: one node a line, its parts indented under it.

use newswire::query::{Case, Kind, Node, Order, Unit, print};

/// The tree, ending in a line feed.
pub fn tree(root: &Node) -> String {
    let mut out = String::new();
    lines(root, 0, &mut out);
    out
}

fn lines(node: &Node, depth: usize, out: &mut String) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(&label(node));
    out.push('\n');
    for child in node.children() {
        lines(child, depth + 1, out);
    }
}

fn label(node: &Node) -> String {
    let not = |negated: &bool| if *negated { "not " } else { "" };
    match &node.kind {
        Kind::Word { text } => format!("word {text}"),
        Kind::Exact { text } => format!("this form only: {text}"),
        Kind::Wildcard { pattern } => format!("wildcard {pattern}"),
        Kind::Fuzzy { text, distance } => format!("spelt like {text}, distance {distance}"),
        Kind::Phrase { forms: true, .. } => format!("phrase in any forms {}", print(node)),
        Kind::Phrase { .. } => format!("phrase {}", print(node)),
        Kind::All { .. } => "all of".to_owned(),
        Kind::Any { .. } => "any of".to_owned(),
        Kind::Not { .. } => "not".to_owned(),
        Kind::Near { distance, order, negated, .. } => {
            let order = match order {
                Order::Either => "in either order",
                Order::LeftFirst => "in this order",
            };
            format!("{}within {distance} words {order}", not(negated))
        }
        Kind::Same { unit, negated, .. } => {
            let unit = match unit {
                Unit::Sentence => "sentence",
                Unit::Paragraph => "paragraph",
            };
            format!("{}in the same {unit}", not(negated))
        }
        Kind::AtLeast { count, .. } => format!("at least {count} times"),
        Kind::Case { case, .. } => match case {
            Case::Caps => "with a capital".to_owned(),
            Case::AllCaps => "in capitals only".to_owned(),
            Case::NoCaps => "without a capital".to_owned(),
        },
        Kind::Scope { scope, .. } => format!("in {}", scope_name(*scope)),
        Kind::Field { field, .. } => format!("in the field {}", field.as_str()),
        Kind::Dates { .. } | Kind::Number { .. } | Kind::Presence { .. } => print(node),
        Kind::Boost { factor, .. } => format!("counting {factor} times in ranking"),
    }
}

/// A scope as it is written in a query.
pub fn scope_name(scope: newswire::query::Scope) -> String {
    use newswire::query::Scope;
    match scope {
        Scope::Headline => "headline".to_owned(),
        Scope::Lead => "lead".to_owned(),
        Scope::Body => "body".to_owned(),
        Scope::Hlead => "hlead".to_owned(),
        Scope::First(words) => format!("first{words}"),
    }
}

#[cfg(test)]
mod tests {
    use newswire::query::{Options, parse};

    use super::*;

    #[test]
    fn a_tree_is_read_top_down() {
        let query =
            parse("headline:(oil OR \"crude gas\") NOT econom* words>5", &Options::default());
        assert_eq!(
            tree(&query.unwrap().root),
            "all of\n  in headline\n    any of\n      word oil\n      phrase \"crude gas\"\n  \
             not\n    wildcard econom*\n  words:6..\n"
        );
    }
}
