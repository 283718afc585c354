//! What of a query does not look at the text: the fields, dates and numbers in it.
//!
//! A share is a number of stories out of another, and the other has to be stated. Here it is the
//! stories that the query could find whatever their text says: each part that looks at the text is
//! taken to be fulfilled, and under a NOT not to stand there. What is left is a query again, so it
//! can be printed, counted and checked by hand. Its own file because it is arithmetic of trees, and
//! nothing else of a query has to do with it.

use chrono::NaiveDate;

use super::{Kind, Name, Node, Query, print};

/// A part of a query once its text is left out.
enum Left {
    /// It holds whatever else does.
    Always,
    /// It cannot hold.
    Never,
    /// It holds where this does.
    Where(Node),
}

impl Query {
    /// The query without the parts that look at the text (words, phrases, proximity, scopes): it
    /// finds all that the query finds, and what it could find if the text were another. Where
    /// nothing else was asked it finds all stories.
    ///
    /// ```
    /// use newswire::query::{Options, parse};
    ///
    /// let query = parse("cocoa agency:reuters date:1987 NOT lang:de", &Options::default()).unwrap();
    /// let left = query.filters().parsed();
    /// assert_eq!(
    ///     left,
    ///     "(agency:(reuters) AND date:1987-01-01..1987-12-31 AND NOT lang:(de))"
    /// );
    /// ```
    pub fn filters(&self) -> Query {
        let root = match at_most(&self.root) {
            Left::Where(node) => node,
            Left::Always | Left::Never => all_stories(),
        };
        Query { typed: print(&root), root, warnings: Vec::new(), any: self.any }
    }

    /// Whether the query lets every story through, as one without filters does.
    pub fn finds_all(&self) -> bool {
        self.root.kind == all_stories().kind
    }

    /// The days that the query asks for: no story filed on another can match. The first, and the
    /// day after the last; open where null.
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        days(&self.root)
    }
}

/// What every story fulfils.
fn all_stories() -> Node {
    Node { span: 0..0, kind: Kind::Number { field: Name::Words, min: Some(0), max: None } }
}

/// The part with its text fulfilled.
fn at_most(node: &Node) -> Left {
    left(node, true)
}

/// The part with its text fulfilled, or with no text that fulfils it.
fn left(node: &Node, fulfilled: bool) -> Left {
    match &node.kind {
        Kind::Word { .. }
        | Kind::Exact { .. }
        | Kind::Wildcard { .. }
        | Kind::Fuzzy { .. }
        | Kind::Phrase { .. }
        | Kind::Near { .. }
        | Kind::Same { .. }
        | Kind::AtLeast { .. }
        | Kind::Case { .. }
        | Kind::Scope { .. } => {
            if fulfilled {
                Left::Always
            } else {
                Left::Never
            }
        }
        Kind::Field { .. } | Kind::Dates { .. } | Kind::Number { .. } | Kind::Presence { .. } => {
            Left::Where(node.clone())
        }
        Kind::Boost { node, .. } => left(node, fulfilled),
        Kind::Not { node: inner } => match left(inner, !fulfilled) {
            Left::Always => Left::Never,
            Left::Never => Left::Always,
            Left::Where(inner) => Left::Where(Node {
                span: node.span.clone(),
                kind: Kind::Not { node: Box::new(inner) },
            }),
        },
        Kind::All { nodes } => {
            let mut kept = Vec::new();
            for part in nodes {
                match left(part, fulfilled) {
                    Left::Always => {}
                    Left::Never => return Left::Never,
                    // One row of ANDs, as it would have been typed.
                    Left::Where(Node { kind: Kind::All { nodes }, .. }) => kept.extend(nodes),
                    Left::Where(node) => kept.push(node),
                }
            }
            // A query of nothing but NOTs is none: there has to be something to take away from.
            if !kept.is_empty() && kept.iter().all(|node| matches!(node.kind, Kind::Not { .. })) {
                kept.insert(0, all_stories());
            }
            joined(kept, node, Left::Always, |nodes| Kind::All { nodes })
        }
        Kind::Any { nodes } => {
            let mut kept = Vec::new();
            for part in nodes {
                match left(part, fulfilled) {
                    Left::Always => return Left::Always,
                    Left::Never => {}
                    Left::Where(Node { kind: Kind::Any { nodes }, .. }) => kept.extend(nodes),
                    Left::Where(node) => kept.push(node),
                }
            }
            joined(kept, node, Left::Never, |nodes| Kind::Any { nodes })
        }
    }
}

fn joined(
    mut kept: Vec<Node>,
    of: &Node,
    empty: Left,
    kind: impl FnOnce(Vec<Node>) -> Kind,
) -> Left {
    match kept.len() {
        0 => empty,
        1 => kept.pop().map_or(empty, Left::Where),
        _ => Left::Where(Node { span: of.span.clone(), kind: kind(kept) }),
    }
}

fn days(node: &Node) -> (Option<NaiveDate>, Option<NaiveDate>) {
    match &node.kind {
        Kind::Dates { start, end } => (*start, *end),
        Kind::Boost { node, .. } => days(node),
        // The latest start and the earliest end of those that are set.
        Kind::All { nodes } => nodes.iter().map(days).fold((None, None), |all, one| {
            let start = [all.0, one.0].into_iter().flatten().max();
            let end = [all.1, one.1].into_iter().flatten().min();
            (start, end)
        }),
        // An open side of one of them is open.
        Kind::Any { nodes } => {
            let all: Vec<_> = nodes.iter().map(days).collect();
            let start = all.iter().map(|one| one.0).collect::<Option<Vec<_>>>();
            let end = all.iter().map(|one| one.1).collect::<Option<Vec<_>>>();
            (start.and_then(|it| it.into_iter().min()), end.and_then(|it| it.into_iter().max()))
        }
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, parse};
    use super::*;

    fn read(text: &str) -> Query {
        let options = Options::default();
        parse(text, &options).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
    }

    #[test]
    fn the_text_is_left_out_and_the_rest_stays() {
        for (typed, left) in [
            ("cocoa", "words:0.."),
            ("cocoa OR agency:ap", "words:0.."),
            ("cocoa NOT sugar", "words:0.."),
            ("agency:ap", "agency:(ap)"),
            ("cocoa agency:ap words>300", "(agency:(ap) AND words:301..)"),
            ("headline:cocoa byline:lee", "byline:(lee)"),
            ("(oil w/5 price)^2 topic:crude^3", "topic:(crude)"),
            ("cocoa NOT agency:ap", "(words:0.. AND NOT agency:(ap))"),
            ("cocoa agency:ap NOT lang:de", "(agency:(ap) AND NOT lang:(de))"),
            ("agency:ap NOT (sugar lang:de)", "agency:(ap)"),
            ("agency:ap NOT (sugar OR lang:de)", "(agency:(ap) AND NOT lang:(de))"),
            ("agency:ap NOT (lang:de NOT sugar)", "agency:(ap)"),
            ("(cocoa agency:ap) OR (tea lang:de)", "(agency:(ap) OR lang:(de))"),
            (
                "(cocoa NOT agency:ap) OR (tea lang:de)",
                "((words:0.. AND NOT agency:(ap)) OR lang:(de))",
            ),
            ("cocoa date:none headline:none", "(date:none AND headline:none)"),
        ] {
            let filters = read(typed).filters();
            assert_eq!(filters.parsed(), left, "{typed}");
            assert_eq!(read(left).parsed(), left, "{typed} can be typed");
            assert_eq!(filters.filters().parsed(), left, "{typed} has no text left");
            assert_eq!(filters.finds_all(), left == "words:0..", "{typed}");
        }
    }

    #[test]
    fn the_days_are_those_that_must_hold() {
        for (typed, start, end) in [
            ("cocoa", "", ""),
            ("cocoa date:1987", "1987-01-01", "1988-01-01"),
            ("since:1987 until:1988-02", "1987-01-01", "1988-03-01"),
            ("date:1987 date:1987-03..", "1987-03-01", "1988-01-01"),
            ("date:1987 OR date:1989", "1987-01-01", "1990-01-01"),
            ("date:1987 OR cocoa", "", ""),
            ("date:1987 OR since:1989", "1987-01-01", ""),
            ("cocoa NOT date:1987", "", ""),
        ] {
            let show = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
            let (from, to) = read(typed).days();
            assert_eq!((show(from), show(to)), (start.to_owned(), end.to_owned()), "{typed}");
        }
    }
}
