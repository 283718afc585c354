//! Runs of words: where a word ends, what its wildcards mean, the words of a phrase.
//!
//! A word is kept as it was typed, with the hyphens, dashes, apostrophes, dots and ampersands
//! inside it; anything else between two words parts them. Its own file because phrases, bare
//! words and `=words` all cut words here, in one way.

use super::chars::{
    ends_run, is_apostrophe, is_comma, is_dash, is_joiner, is_part, is_wild, is_word,
};
use crate::query::ast::{PhraseWord, Span};
use crate::query::error::{Notes, clip};

/// The end of the word that starts at `start`; commas between digits are part of it if `commas`.
pub(super) fn word_end(text: &str, start: usize, commas: bool) -> usize {
    let mut end = start;
    let mut last = ' ';
    // Whether the last letter is all there is since a dot or since the start: `U.S`, `J`.
    let mut initial = false;
    for (at, c) in text[start..].char_indices() {
        let at = start + at;
        if is_part(c) {
            initial = c.is_alphabetic() && (at == start || last == '.');
            (end, last) = (at + c.len_utf8(), c);
            continue;
        }
        let mut ahead = text[at + c.len_utf8()..].chars();
        let (next, second) = (ahead.next(), ahead.next());
        let held = match next {
            Some(next) if end == at && is_joiner(c) && is_part(next) => true,
            Some(next) if end == at && commas && c == ',' => {
                last.is_ascii_digit() && next.is_ascii_digit()
            }
            // The dot before the hyphen of `U.S.-led`, and that hyphen.
            Some(next) if end == at && initial && c == '.' => {
                (is_dash(next) || is_apostrophe(next)) && second.is_some_and(is_part)
            }
            Some(next) if last == '.' && at == end + 1 => {
                initial && (is_dash(c) || is_apostrophe(c)) && is_part(next)
            }
            _ => false,
        };
        if !held {
            break;
        }
        last = c;
    }
    // The last dot of `U.S.` belongs to it, that of `oil.` ends a sentence.
    let dotted = {
        let mut back = text[start..end].chars().rev();
        back.next().is_some_and(char::is_alphabetic) && back.next() == Some('.')
    };
    if dotted && text[end..].starts_with('.') { end + 1 } else { end }
}

/// Reads the word at `span`; none where its wildcards make no sense, which is reported.
pub(super) fn word(text: &str, span: Span, notes: &mut Notes) -> Option<PhraseWord> {
    let typed = &text[span.clone()];
    if !typed.contains(is_wild) {
        return Some(PhraseWord { span, text: typed.to_owned(), wildcard: false });
    }
    if !typed.contains(is_word) {
        let message = format!("{} stands alone", clip(typed));
        notes.error_with(span, message, "a wildcard needs letters beside it, as in econom*");
        return None;
    }
    let stem = typed.trim_end_matches('!');
    if let Some(at) = stem.find('!') {
        let at = span.start + at;
        notes.error_with(
            at..at + 1,
            "! stands for an ending, at the end of a word",
            "for NOT write -word, for one letter ?, for several *",
        );
        return None;
    }
    let mut pattern = String::with_capacity(typed.len());
    for c in typed.chars() {
        let c = if c == '!' { '*' } else { c };
        if c != '*' || !pattern.ends_with('*') {
            pattern.push(c);
        }
    }
    if let Some((before, after)) = pattern.split_once(".*")
        && !before.contains('.')
        && !after.contains('.')
    {
        let suggestion = format!("write {}", clip(&format!("{before}*{after}")));
        notes.error_with(span, "this is no regular expression", suggestion);
        return None;
    }
    Some(PhraseWord { span, text: pattern, wildcard: true })
}

/// The words from `start` on that no blank parts, and where they end; punctuation that follows
/// them is passed over. `fused` says whether more than one was met, readable or not.
pub(super) struct Run {
    pub(super) words: Vec<PhraseWord>,
    pub(super) end: usize,
    pub(super) fused: bool,
}

/// Reads the run that starts at `start`, where a word starts.
pub(super) fn run(text: &str, start: usize, commas: bool, notes: &mut Notes) -> Run {
    let mut run = Run { words: Vec::new(), end: start, fused: false };
    let mut at = start;
    loop {
        let end = word_end(text, at, commas);
        run.words.extend(word(text, at..end, notes));
        let rest = text[end..].char_indices().find(|(_, c)| is_part(*c) || ends_run(*c));
        run.end = rest.map_or(text.len(), |(gap, _)| end + gap);
        match rest {
            Some((gap, c)) if is_part(c) => {
                run.fused = true;
                at = end + gap;
            }
            _ => return run,
        }
    }
}

/// The words between two quotes. A comma is a blank here as well, but not in `1,200`.
pub(super) fn phrase(text: &str, span: Span, notes: &mut Notes) -> Vec<PhraseWord> {
    let inside = &text[..span.end];
    let mut words = Vec::new();
    let mut at = span.start;
    while let Some((gap, c)) = inside[at..].char_indices().find(|(_, c)| is_part(*c) || *c == '~') {
        let start = at + gap;
        if c == '~' {
            at = start + 1;
            let tight = start > span.start
                && inside[..start].chars().next_back().is_some_and(is_word)
                && inside[at..].starts_with(|c: char| c.is_ascii_digit());
            if tight {
                notes.warn(
                    start..at,
                    "~ is punctuation inside quotes",
                    "a fuzzy word stands outside of them",
                );
            }
            continue;
        }
        let end = word_end(inside, start, true);
        words.extend(word(inside, start..end, notes));
        at = end;
    }
    if let Some(last) = words.last()
        && last.wildcard
        && last.text.ends_with('?')
        && inside[last.span.end..].chars().all(|c| c.is_whitespace() || is_comma(c))
    {
        let end = last.span.end;
        notes.warn(end - 1..end, "? stands for one character here", "leave a question mark out");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, commas: bool) -> &str {
        &text[..word_end(text, 0, commas)]
    }

    #[test]
    fn a_word_ends_where_nothing_holds_it_together() {
        for (text, word) in [
            ("oil.", "oil"),
            ("oil. gas", "oil"),
            ("oil-", "oil"),
            ("oil--gas", "oil"),
            ("oil/gas", "oil"),
            ("U.S. oil", "U.S."),
            ("U.S.-led", "U.S.-led"),
            ("U.S.--led", "U.S."),
            ("U.N.'s", "U.N.'s"),
            ("oil.-gas", "oil"),
            ("O'Neill's.", "O'Neill's"),
            ("workers' pay", "workers"),
            ("AT&T,", "AT&T"),
            ("1,200,", "1,200"),
            ("oil,gas", "oil"),
            ("econom*.", "econom*"),
            ("e\u{301}tat…", "e\u{301}tat"),
        ] {
            assert_eq!(first(text, true), word, "{text}");
        }
        assert_eq!(first("1,200", false), "1");
    }

    #[test]
    fn an_exclamation_mark_is_a_star_at_the_end() {
        let mut notes = Notes::default();
        let mut pattern = |text: &str| word(text, 0..text.len(), &mut notes).map(|word| word.text);
        assert_eq!(pattern("recycl!").as_deref(), Some("recycl*"));
        assert_eq!(pattern("a***b?!").as_deref(), Some("a*b?*"));
        assert_eq!(pattern("re!cycle"), None);
        assert_eq!(pattern("?!"), None);
        assert_eq!(pattern("recycl.*"), None);
        assert_eq!(notes.errors(), 3);
    }
}
