//! The best passages of a story: sentences round its matches.
//!
//! A passage is scored as Lucene's unified highlighter does it: each clause counts by how rare it
//! is in the story, saturating with its matches, normed by the passage's length, and passages that
//! stand early count for a little more.

use std::ops::Range;

use super::marks::{merged, places};
use crate::analysis::sentences::sentences;
use crate::span::Span;
use crate::story::Story;

/// A fragment of a story with its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// `headline` or `body`.
    pub field: &'static str,
    /// The fragment, on one line.
    pub text: String,
    /// What is marked in it: Unicode code points, start included, end not.
    pub spans: Vec<(usize, usize)>,
}

/// How snippets are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnippetOptions {
    /// Passages at most; `None` for one round every match.
    pub most: Option<usize>,
    /// Length of a passage to aim at, in bytes.
    pub length: usize,
}

impl Default for SnippetOptions {
    fn default() -> Self {
        SnippetOptions { most: Some(3), length: 240 }
    }
}

/// A sentence shorter than this takes its neighbour along.
const SHORT: usize = 60;
/// Saturation, length norm and the length at which it is 1, as in Lucene's passage scorer.
const K1: f32 = 1.2;
const B: f32 = 0.75;
const PIVOT: f32 = 87.0;

struct Passage {
    range: Range<usize>,
    score: f32,
}

/// Makes the snippets of a story: the headline where something in it matches, then the best
/// passages of the body in the order of the text.
///
/// A story without matches to mark (found by its fields alone) gives the start of its lead.
pub fn snippets(
    story: &Story,
    spans: &[(usize, Vec<Span>)],
    options: &SnippetOptions,
) -> Vec<Snippet> {
    let places = places(story, spans);
    let mut snippets = Vec::new();
    if options.most == Some(0) {
        return snippets;
    }
    if let (false, Some(headline)) = (places.headline.is_empty(), &story.headline) {
        snippets.push(snippet("headline", headline, 0..headline.len(), &merged(&places.headline)));
    }
    let Some(body) = story.body.as_deref() else { return snippets };
    if places.body.is_empty() {
        if snippets.is_empty() {
            let lead = body.split("\n\n").next().unwrap_or("");
            let range = shorten(lead, 0..lead.len(), &(0..0), options.length);
            snippets.push(snippet("body", body, range, &[]));
        }
        return snippets;
    }
    let marks = merged(&places.body);
    let mut passages = passages(body, &marks, options.length);
    score(&mut passages, body, &places.body);
    if let Some(most) = options.most
        && passages.len() > most
    {
        passages
            .sort_by(|a, b| b.score.total_cmp(&a.score).then(a.range.start.cmp(&b.range.start)));
        passages.truncate(most);
        passages.sort_by_key(|passage| passage.range.start);
    }
    snippets
        .extend(passages.into_iter().map(|passage| snippet("body", body, passage.range, &marks)));
    snippets
}

/// Windows round the marks: whole sentences where they are short enough, none overlapping, and
/// every mark whole in one of them, whatever border it runs over.
fn passages(body: &str, marks: &[(usize, usize)], length: usize) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut paragraph = 0..0;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (start, end) in marks {
        let before = match passages.last_mut() {
            Some(last) if *start < last.range.end => {
                last.range.end = last.range.end.max(*end);
                continue;
            }
            Some(last) => last.range.end,
            None => 0,
        };
        if *start >= paragraph.end {
            let from = body[..*start].rfind("\n\n").map_or(0, |at| at + 2);
            let to = body[*start..].find("\n\n").map_or(body.len(), |at| start + at);
            paragraph = from..to;
            let inside = sentences(&body[paragraph.clone()]).into_iter();
            parts = inside.map(|part| part.start + from..part.end + from).collect();
        }
        let first = parts.partition_point(|part| part.end <= *start).min(parts.len() - 1);
        let mut range = parts[first].clone();
        // A match may run over the end of a sentence, or of the paragraph.
        for part in &parts[first + 1..] {
            if part.start >= *end && range.len() >= SHORT {
                break;
            }
            range.end = part.end;
        }
        range.end = range.end.max(*end);
        let mut range = shorten(body, range, &(*start..*end), length);
        range.start = range.start.max(before);
        passages.push(Passage { range, score: 0.0 });
    }
    passages
}

/// Cuts a range to about `length` bytes round a mark, at blanks.
fn shorten(text: &str, range: Range<usize>, mark: &Range<usize>, length: usize) -> Range<usize> {
    if range.len() <= length + length / 4 {
        return range;
    }
    let room = length.saturating_sub(mark.len());
    // A little more after the match than before it: that is where the sentence goes on.
    let mut start = mark.start.saturating_sub(room * 2 / 5).max(range.start);
    let end = (start + length).max(mark.end).min(range.end);
    if end == range.end {
        start = end.saturating_sub(length).max(range.start).min(mark.start);
    }
    let start = if start == range.start { start } else { next_blank(text, start, mark.start) };
    let end = if end == range.end { end } else { blank_before(text, end, mark.end.max(start)) };
    start..end
}

/// The start of the first word at or after `from`, not past `limit`.
fn next_blank(text: &str, from: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < limit && !(at > 0 && bytes[at - 1].is_ascii_whitespace()) {
        at += 1;
    }
    at.min(limit)
}

/// The end of the last word at or before `from`, not before `limit`.
fn blank_before(text: &str, from: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at > limit && !(at < bytes.len() && bytes[at].is_ascii_whitespace()) {
        at -= 1;
    }
    // Scripts without blanks are cut between characters.
    if at == limit {
        at = from;
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    at
}

fn score(passages: &mut [Passage], body: &str, places: &[(usize, usize, usize)]) {
    let clauses = places.iter().map(|(clause, ..)| clause + 1).max().unwrap_or(0);
    let mut totals = vec![0u32; clauses];
    for (clause, ..) in places {
        totals[*clause] += 1;
    }
    let windows = 1.0 + body.len() as f32 / PIVOT;
    let mut counts = vec![0u32; clauses];
    for passage in passages.iter_mut() {
        counts.fill(0);
        for (clause, start, end) in places {
            if passage.range.start <= *start && *end <= passage.range.end {
                counts[*clause] += 1;
            }
        }
        let norm = K1 * ((1.0 - B) + B * passage.range.len() as f32 / PIVOT);
        let sum: f32 = counts
            .iter()
            .zip(&totals)
            .filter(|(count, _)| **count > 0)
            .map(|(count, total)| {
                let (count, total) = (*count as f32, *total as f32);
                let rarity = (1.0 + (windows + 0.5) / (total + 0.5)).ln();
                (K1 + 1.0) * rarity * count / (count + norm)
            })
            .sum();
        passage.score = sum * (1.0 + 1.0 / (PIVOT + passage.range.start as f32).ln());
    }
}

/// The text of a range on one line, and its marks in code points.
fn snippet(
    field: &'static str,
    text: &str,
    range: Range<usize>,
    marks: &[(usize, usize)],
) -> Snippet {
    let fragment = &text[range.clone()];
    let from = marks.partition_point(|(_, end)| *end <= range.start);
    let here = marks[from..].iter().take_while(|(start, _)| *start < range.end);
    let (mut bytes, mut points) = (0, 0);
    let mut point_at = |at: usize| {
        let at = at.clamp(range.start, range.end) - range.start;
        points += fragment[bytes..at].chars().count();
        bytes = at;
        points
    };
    let spans = here.map(|(start, end)| (point_at(*start), point_at(*end))).collect();
    let text = fragment.replace(['\n', '\t'], " ");
    Snippet { field, text, spans }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(body: &str) -> Story {
        Story { body: Some(body.to_owned()), ..Story::default() }
    }

    /// A phrase over the end of a passage was marked in two, or in none.
    #[test]
    fn a_match_over_any_border_is_one_mark() {
        let story = story("Talk of peace\n\nTalks across paragraphs. The end of it.");
        let found = snippets(&story, &[(0, vec![at(2, 4)])], &SnippetOptions::default());
        assert_eq!(found.len(), 1);
        assert_eq!(marked(&found[0]), ["peace  Talks across"]);
        let long = "word ".repeat(60);
        let text = format!("Peace, {long} talks in Oslo. Peace talks, {long} peace.");
        let all = SnippetOptions { most: None, ..SnippetOptions::default() };
        let spans = vec![at(0, 0), at(61, 64), at(64, 65), at(126, 126)];
        let found = snippets(&self::story(&text), &[(0, spans)], &all);
        let marks: Vec<String> = found.iter().flat_map(marked).collect();
        assert_eq!(marks, ["Peace", "talks in Oslo. Peace talks", "peace"]);
        assert!(found.iter().all(|it| !it.text.is_empty()), "{found:?}");
    }

    fn marked(snippet: &Snippet) -> Vec<String> {
        let points: Vec<char> = snippet.text.chars().collect();
        snippet.spans.iter().map(|(start, end)| points[*start..*end].iter().collect()).collect()
    }

    fn at(first: u32, last: u32) -> Span {
        Span { first, last }
    }

    #[test]
    fn a_phrase_is_one_mark_in_its_sentence() {
        let story = story(
            "Nothing to see in this opening sentence, which goes on for a while. The “military \
             to military” channel, said Ümit Öz, was open again after a year.",
        );
        let found = snippets(&story, &[(0, vec![at(14, 16)])], &SnippetOptions::default());
        assert_eq!(found.len(), 1);
        assert!(found[0].text.starts_with("The “military"));
        assert_eq!(marked(&found[0]), ["military to military"]);
    }

    #[test]
    fn long_sentences_are_cut_round_the_match() {
        let text = format!("{}needle {}", "word ".repeat(200), "word ".repeat(200));
        let found = snippets(&story(&text), &[(0, vec![at(200, 200)])], &SnippetOptions::default());
        assert!(found[0].text.len() < 320, "{}", found[0].text.len());
        assert_eq!(marked(&found[0]), ["needle"]);
    }

    #[test]
    fn the_best_passages_come_in_the_order_of_the_text() {
        let filler = "A sentence of some length that says nothing much about anything at all. ";
        let text = format!("{filler}One oil. {filler}Two oil and gas. {filler}Three oil.");
        let words: Vec<&str> = text.split_whitespace().collect();
        let find = |word: &str| -> Vec<Span> {
            words
                .iter()
                .enumerate()
                .filter(|(_, w)| w.trim_end_matches('.') == word)
                .map(|(p, _)| at(p as u32, p as u32))
                .collect()
        };
        let spans = [(0, find("oil")), (1, find("gas"))];
        let options = SnippetOptions { most: Some(1), ..SnippetOptions::default() };
        let best = snippets(&story(&text), &spans, &options);
        assert_eq!(marked(&best[0]), ["oil", "gas"]);
        let all = SnippetOptions { most: None, ..SnippetOptions::default() };
        let all = snippets(&story(&text), &spans, &all);
        let total: usize = all.iter().map(|snippet| snippet.spans.len()).sum();
        assert_eq!(total, 4);
    }

    #[test]
    fn a_story_found_by_its_fields_shows_its_lead() {
        let found = snippets(&story("The lead.\n\nMore."), &[], &SnippetOptions::default());
        assert_eq!((found[0].text.as_str(), found[0].spans.len()), ("The lead.", 0));
    }
}
