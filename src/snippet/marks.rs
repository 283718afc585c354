//! Positions to places in the text: what is marked.

use crate::analysis::scan::offsets;
use crate::span::Span;
use crate::story::Story;

/// What is marked in a story: byte ranges of its headline and its body, in order, none
/// overlapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// In the headline.
    pub headline: Vec<(usize, usize)>,
    /// In the body.
    pub body: Vec<(usize, usize)>,
}

/// Where each match of each clause stands in the text.
pub(super) struct Places {
    /// In the headline: clause, start, end.
    pub headline: Vec<(usize, usize, usize)>,
    /// In the body.
    pub body: Vec<(usize, usize, usize)>,
}

/// Finds the matches in the text. `spans` are those of the matcher, by clause.
pub(super) fn places(story: &Story, spans: &[(usize, Vec<Span>)]) -> Places {
    let mut places = Places { headline: Vec::new(), body: Vec::new() };
    if spans.iter().all(|(_, spans)| spans.is_empty()) {
        return places;
    }
    let headline = offsets(story.headline.as_deref().unwrap_or(""));
    let body = offsets(story.body.as_deref().unwrap_or(""));
    for (clause, spans) in spans {
        for span in spans {
            let (first, last) = (span.first as usize, span.last as usize);
            let (offsets, base, out) = if last < headline.len() {
                (&headline, 0, &mut places.headline)
            } else {
                (&body, headline.len(), &mut places.body)
            };
            let start = first.checked_sub(base).and_then(|at| offsets.get(at));
            let end = last.checked_sub(base).and_then(|at| offsets.get(at));
            // A record that another version of the rules analysed is refused when it is opened,
            // so every position has its place.
            if let (Some((start, _)), Some((_, end))) = (start, end) {
                out.push((*clause, *start as usize, *end as usize));
            }
        }
    }
    places
}

/// Finds what is marked in a story.
pub fn marks(story: &Story, spans: &[(usize, Vec<Span>)]) -> Marks {
    let places = places(story, spans);
    Marks { headline: merged(&places.headline), body: merged(&places.body) }
}

/// Overlapping marks are one.
pub(super) fn merged(places: &[(usize, usize, usize)]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> =
        places.iter().map(|(_, start, end)| (*start, *end)).collect();
    ranges.sort_unstable();
    let mut marks: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match marks.last_mut() {
            Some((_, last)) if start < *last => *last = end.max(*last),
            _ => marks.push((start, end)),
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_marks_are_one_and_neighbours_are_two() {
        assert_eq!(
            merged(&[(0, 4, 9), (1, 0, 5), (0, 9, 12), (1, 20, 22)]),
            [(0, 9), (9, 12), (20, 22)]
        );
    }

    #[test]
    fn positions_find_their_words() {
        let story = Story {
            headline: Some("Talks resume".into()),
            body: Some("The U.S.-led talks.\n\nMore talks.".into()),
            ..Story::default()
        };
        let span = |first, last| Span { first, last };
        let marks = marks(&story, &[(0, vec![span(0, 0), span(3, 5), span(7, 7)])]);
        let body = story.body.as_deref().unwrap();
        assert_eq!(marks.headline, [(0, 5)]);
        let words: Vec<&str> = marks.body.iter().map(|(s, e)| &body[*s..*e]).collect();
        assert_eq!(words, ["U.S.-led talks", "talks"]);
    }
}
