//! The one matcher: where an expression stands, given where its words stand.
//!
//! Matching, counting, marking and ranking all use [`find`], so that no two of them can disagree.
//! Positions come from the index, or from a text that has just been analysed; it makes no
//! difference here.

use crate::query::Scope;
use crate::query::plan::Expr;

/// Where a match stands: first and last position, both of them part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First position.
    pub first: u32,
    /// Last position.
    pub last: u32,
}

/// Positions of a leaf in one story: where each occurrence begins, and how many positions it
/// covers; in order.
pub type Occurrences = Vec<(u32, u32)>;

/// The parts of a story, as positions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// Positions of the headline; the text begins there.
    pub headline: u32,
    /// Positions of the lead, which opens the text.
    pub lead: u32,
}

impl Layout {
    /// A line of one part: a byline, a slug.
    pub const LINE: Layout = Layout { headline: 0, lead: 0 };

    /// Says whether a span lies wholly in one part, and in the scope asked for.
    pub fn holds(&self, span: Span, scope: Option<Scope>) -> bool {
        let in_headline = span.last < self.headline;
        let in_text = span.first >= self.headline;
        let lead_end = self.headline.saturating_add(self.lead);
        match scope {
            None => in_headline || in_text,
            Some(Scope::Headline) => in_headline,
            Some(Scope::Lead) => in_text && span.last < lead_end,
            Some(Scope::Body) => in_text,
            Some(Scope::Hlead) => in_headline || (in_text && span.last < lead_end),
            Some(Scope::First(words)) => in_text && span.last < self.headline.saturating_add(words),
        }
    }
}

/// Finds the matches of an expression: spans that hold no other, each once, in order.
///
/// `occurrences` are those of each leaf; what crosses from the headline into the text, or leaves
/// the scope, is no match.
pub fn find(
    expr: &Expr,
    occurrences: &[Occurrences],
    layout: &Layout,
    scope: Option<Scope>,
) -> Vec<Span> {
    let mut spans = all(expr, occurrences);
    spans.retain(|span| layout.holds(*span, scope));
    smallest(spans)
}

/// Every span of an expression, in order, each once.
fn all(expr: &Expr, occurrences: &[Occurrences]) -> Vec<Span> {
    let mut spans = match expr {
        Expr::Leaf(leaf) => occurrences[*leaf]
            .iter()
            .map(|(first, length)| Span { first: *first, last: first + length.max(&1) - 1 })
            .collect(),
        Expr::Either(parts) => {
            parts.iter().flat_map(|part| all(part, occurrences)).collect::<Vec<_>>()
        }
        Expr::Row(parts) => row(parts, occurrences),
    };
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn row(parts: &[Expr], occurrences: &[Occurrences]) -> Vec<Span> {
    let mut parts = parts.iter();
    let Some(first) = parts.next() else {
        return Vec::new();
    };
    let mut so_far = all(first, occurrences);
    for part in parts {
        if so_far.is_empty() {
            break;
        }
        let next = all(part, occurrences);
        let mut longer = Vec::new();
        for span in &so_far {
            let from = next.partition_point(|n| n.first <= span.last);
            longer.extend(
                next[from..]
                    .iter()
                    .take_while(|n| n.first == span.last + 1)
                    .map(|n| Span { first: span.first, last: n.last }),
            );
        }
        longer.sort_unstable();
        longer.dedup();
        so_far = longer;
    }
    so_far
}

/// Keeps the spans that hold no other.
fn smallest(spans: Vec<Span>) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    // From the right: a span is kept if it ends before all that begin at or after it.
    for span in spans.iter().rev() {
        match kept.last() {
            Some(right) if right.first == span.first && right.last > span.last => {
                kept.pop();
                if kept.last().is_none_or(|right| span.last < right.last) {
                    kept.push(*span);
                }
            }
            Some(right) if span.last >= right.last => {}
            _ => kept.push(*span),
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(positions: &[u32]) -> Occurrences {
        positions.iter().map(|position| (*position, 1)).collect()
    }

    fn spans(spans: &[Span]) -> Vec<(u32, u32)> {
        spans.iter().map(|span| (span.first, span.last)).collect()
    }

    const TEXT: Layout = Layout { headline: 0, lead: 0 };

    #[test]
    fn a_row_needs_its_words_side_by_side() {
        let expr = Expr::Row(vec![Expr::Leaf(0), Expr::Leaf(1), Expr::Leaf(0)]);
        let found = find(&expr, &[leaf(&[0, 2, 9]), leaf(&[1, 8])], &TEXT, None);
        assert_eq!(spans(&found), [(0, 2)]);
    }

    #[test]
    fn a_joined_form_is_as_long_as_its_parts() {
        // co-operation agreement
        let cooperation = vec![(0, 2), (7, 1)];
        let expr = Expr::Row(vec![Expr::Leaf(0), Expr::Leaf(1)]);
        let found = find(&expr, &[cooperation, leaf(&[2, 8])], &TEXT, None);
        assert_eq!(spans(&found), [(0, 2), (7, 8)]);
    }

    #[test]
    fn nothing_crosses_from_headline_to_text() {
        let expr = Expr::Row(vec![Expr::Leaf(0), Expr::Leaf(1)]);
        let layout = Layout { headline: 2, lead: 3 };
        let found = find(&expr, &[leaf(&[1, 4]), leaf(&[2, 5])], &layout, None);
        assert_eq!(spans(&found), [(4, 5)]);
        assert!(find(&expr, &[leaf(&[4]), leaf(&[5])], &layout, Some(Scope::Lead)).is_empty());
    }

    #[test]
    fn spans_that_hold_another_do_not_count() {
        let expr = Expr::Either(vec![Expr::Leaf(0), Expr::Leaf(1)]);
        let found = find(&expr, &[vec![(0, 3), (5, 2)], leaf(&[2, 5])], &TEXT, None);
        assert_eq!(spans(&found), [(2, 2), (5, 5)]);
    }

    proptest::proptest! {
        #[test]
        fn smallest_is_what_it_says(ranges in proptest::collection::vec((0u32..20, 0u32..6), 0..20)) {
            let mut all: Vec<Span> = ranges
                .iter()
                .map(|(first, length)| Span { first: *first, last: first + length })
                .collect();
            all.sort_unstable();
            all.dedup();
            let expected: Vec<Span> = all
                .iter()
                .filter(|span| {
                    !all.iter().any(|other| {
                        other != *span && other.first >= span.first && other.last <= span.last
                    })
                })
                .copied()
                .collect();
            proptest::prop_assert_eq!(smallest(all), expected);
        }
    }
}
