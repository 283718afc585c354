//! A tree in, query text out: one spelling for each meaning, every group in parentheses.
//!
//! What is printed reads back as the same tree. Its own file because `explain`, the summary of
//! each result and the tests all rest on that promise.

use std::fmt::{self, Write};

use super::ast::{Case, Kind, Node, Order, PhraseWord, Scope, Unit};
use super::fields::{FIELDS, FieldKind, Name};
use super::lexer::{plain_keyword, quotes_for};

/// Query text that means the same as the tree.
pub fn print(node: &Node) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, node, false);
    text
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self, false)
    }
}

/// Writes a node; `keyword` says whether it is inside the value of a keyword field.
fn write(out: &mut impl Write, node: &Node, keyword: bool) -> fmt::Result {
    match &node.kind {
        Kind::Word { text } | Kind::Wildcard { pattern: text } if keyword => {
            if plain_keyword(text) {
                return out.write_str(text);
            }
            let (open, close) = quotes_for(text).unwrap_or(('"', '"'));
            write!(out, "{open}{text}{close}")
        }
        Kind::Word { text } | Kind::Wildcard { pattern: text } => out.write_str(text),
        Kind::Exact { text } => write!(out, "={text}"),
        Kind::Fuzzy { text, distance } => write!(out, "{text}~{distance}"),
        Kind::Phrase { words, forms: true } => {
            out.write_str("forms(")?;
            phrase(out, words)?;
            out.write_char(')')
        }
        Kind::Phrase { words, forms: false } => phrase(out, words),
        Kind::All { nodes } => list(out, nodes, " AND ", keyword),
        Kind::Any { nodes } => list(out, nodes, " OR ", keyword),
        Kind::Not { node } => {
            out.write_str("NOT ")?;
            write(out, node, keyword)
        }
        Kind::Near { left, right, distance, order, negated } => {
            let name = match order {
                Order::Either => "w",
                Order::LeftFirst => "pre",
            };
            pair(out, left, right, *negated, format_args!("{name}/{distance}"))
        }
        Kind::Same { left, right, unit, negated } => {
            let name = match unit {
                Unit::Sentence => "w/s",
                Unit::Paragraph => "w/p",
            };
            pair(out, left, right, *negated, format_args!("{name}"))
        }
        Kind::AtLeast { count, node } => {
            write!(out, "atleast{count}")?;
            group(out, node, false)
        }
        Kind::Case { case, node } => {
            out.write_str(match case {
                Case::Caps => "caps",
                Case::AllCaps => "allcaps",
                Case::NoCaps => "nocaps",
            })?;
            group(out, node, false)
        }
        Kind::Scope { scope, node } => {
            match scope {
                Scope::Headline => out.write_str("headline:")?,
                Scope::Lead => out.write_str("lead:")?,
                Scope::Body => out.write_str("body:")?,
                Scope::Hlead => out.write_str("hlead:")?,
                Scope::First(words) => write!(out, "first{words}:")?,
            }
            group(out, node, false)
        }
        Kind::Field { field, node } => {
            write!(out, "{}:", field.as_str())?;
            group(out, node, is_keyword(*field))
        }
        Kind::Dates { start, end } => {
            out.write_str("date:")?;
            if let Some(start) = start {
                write!(out, "{start}")?;
            }
            out.write_str("..")?;
            match end.and_then(|end| end.pred_opt()) {
                Some(last) => write!(out, "{last}"),
                None => Ok(()),
            }
        }
        Kind::Number { field, min, max } => {
            write!(out, "{}:", field.as_str())?;
            if let Some(min) = min {
                write!(out, "{min}")?;
            }
            out.write_str("..")?;
            match max {
                Some(max) => write!(out, "{max}"),
                None => Ok(()),
            }
        }
        Kind::Presence { field, present } => {
            write!(out, "{}:{}", field.as_str(), if *present { "any" } else { "none" })
        }
        Kind::Boost { factor, node } => {
            match node.kind {
                Kind::Boost { .. } => group(out, node, keyword)?,
                _ => write(out, node, keyword)?,
            }
            write!(out, "^{factor}")
        }
    }
}

/// Writes a node in parentheses, and in no more than one pair.
fn group(out: &mut impl Write, node: &Node, keyword: bool) -> fmt::Result {
    match node.kind {
        Kind::All { .. } | Kind::Any { .. } | Kind::Near { .. } | Kind::Same { .. } => {
            write(out, node, keyword)
        }
        _ => {
            out.write_char('(')?;
            write(out, node, keyword)?;
            out.write_char(')')
        }
    }
}

fn list(out: &mut impl Write, nodes: &[Node], between: &str, keyword: bool) -> fmt::Result {
    out.write_char('(')?;
    for (number, node) in nodes.iter().enumerate() {
        if number > 0 {
            out.write_str(between)?;
        }
        write(out, node, keyword)?;
    }
    out.write_char(')')
}

fn pair(
    out: &mut impl Write,
    left: &Node,
    right: &Node,
    negated: bool,
    operator: fmt::Arguments<'_>,
) -> fmt::Result {
    out.write_char('(')?;
    write(out, left, false)?;
    write!(out, " {}{operator} ", if negated { "NOT " } else { "" })?;
    write(out, right, false)?;
    out.write_char(')')
}

fn phrase(out: &mut impl Write, words: &[PhraseWord]) -> fmt::Result {
    out.write_char('"')?;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            out.write_char(' ')?;
        }
        out.write_str(&word.text)?;
    }
    out.write_char('"')
}

fn is_keyword(name: Name) -> bool {
    FIELDS.iter().any(|field| field.id == name && field.kind == FieldKind::Keyword)
}
