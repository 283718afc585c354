//! Notes to editors within the copy: `(Adds quotes)`, `Eds: ...`, `EDITOR'S NOTE`.
//!
//! Comes in: a line or paragraph. Goes out: whether all of it speaks to editors, and what it says
//! of the take. Apart from takes, because a note is a sentence and keeps a field of its own.

use super::byline::folded;
use crate::story::TakeKind;

/// Longest note, in bytes; longer paragraphs are copy.
const LONGEST: usize = 900;

/// Reads a paragraph that is a note to editors: what it says of the take, `New` if nothing.
pub fn read(paragraph: &str) -> Option<TakeKind> {
    let text = paragraph.trim().trim_matches(['^', '<', '=', ' ']);
    if text.len() < 4 || text.len() > LONGEST {
        return None;
    }
    if let Some(inner) = text.strip_prefix('(').or_else(|| text.strip_prefix('[')) {
        let inner = inner.trim_end_matches('.').strip_suffix([')', ']'])?;
        // Two brackets in a row are two things.
        if inner.find(')').is_some_and(|at| inner[..at].find('(').is_none()) {
            return None;
        }
        return bracketed(inner.trim());
    }
    plain(text)
}

/// What stands in the brackets of a note.
fn bracketed(text: &str) -> Option<TakeKind> {
    let first = text.split([' ', ':', ',', ';']).next()?;
    if let Some(kind) = verb(first) {
        return Some(kind);
    }
    if let Some(kind) = plain(text) {
        return Some(kind);
    }
    let is_opening =
        |words: &str| text.get(..words.len()).is_some_and(|it| it.eq_ignore_ascii_case(words));
    // `In Jan. 3 story, corrects spelling ...`
    if is_opening("in ") || is_opening("this ") || is_opening("story ") || is_opening("attn") {
        let corrects = text.split([' ', ',', ';']).take(30).find_map(verb);
        return corrects.or(is_opening("attn").then_some(TakeKind::New));
    }
    let is_note = is_opening("with photo")
        || is_opening("with graphic")
        || is_opening("with file")
        || is_opening("embargo")
        || is_opening("see also")
        || is_opening("fixes ")
        || is_opening("for more ") && text.contains("click");
    is_note.then_some(TakeKind::New)
}

/// Openings that speak to editors without brackets.
fn plain(text: &str) -> Option<TakeKind> {
    let first = text.split([' ', ':']).next()?;
    let behind = text[first.len()..].trim_start();
    let colon = behind.starts_with(':');
    let dashed = behind.starts_with(['-', '_', '—', '–']);
    let is_note = folded(first, |first| match first {
        "eds" | "eds." | "attn" => colon,
        "editors" | "attention" => colon || dashed,
        "editor's" | "editors'" | "editor\u{2019}s" | "editors\u{2019}" => {
            let note = behind.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("note"));
            note && behind.get(4..).is_some_and(|it| {
                let it = it.trim_start();
                it.is_empty()
                    || it.starts_with([':', '-', '_', '—', '–', '.'])
                    || it.starts_with("to ")
            })
        }
        "note" => ["to editors", "to subscribers", "to editor"]
            .iter()
            .any(|to| behind.get(..to.len()).is_some_and(|it| it.eq_ignore_ascii_case(to))),
        "ap" => {
            behind.starts_with("Photo ")
                || behind.starts_with("Photos ")
                || behind.starts_with("Graphic")
        }
        _ => false,
    });
    if is_note {
        let kind = text.split([' ', ':', ',', '.', ';', '(']).take(24).find_map(|word| {
            let is_correction =
                folded(word, |word| matches!(word, "corrects" | "correcting" | "correction"));
            is_correction.then_some(TakeKind::Correction)
        });
        return Some(kind.unwrap_or(TakeKind::New));
    }
    None
}

/// The verbs that open a note in brackets.
fn verb(word: &str) -> Option<TakeKind> {
    folded(word, |word| {
        Some(match word {
            "corrects" | "correcting" | "clarifies" | "clarifying" => TakeKind::Correction,
            "refiles" | "refiling" | "refiled" => TakeKind::Refile,
            "repeats" | "repeating" => TakeKind::Repeat,
            "adds" | "updates" | "updating" | "recasts" | "rewrites" | "restores" | "inserts"
            | "removes" | "deletes" | "drops" | "edits" | "changes" | "releads" | "recaps"
            | "incorporates" | "tops" => TakeKind::Update,
            "fixes" | "fixing" => TakeKind::Correction,
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn notes_say_what_happened() {
        assert_eq!(read("(Adds quotes, details)"), Some(TakeKind::Update));
        assert_eq!(read("(Corrects spelling in paragraph 3.)"), Some(TakeKind::Correction));
        assert_eq!(read("(In Jan. 3 story, corrects name of port)"), Some(TakeKind::Correction));
        assert_eq!(read("(Refiles to fix headline)"), Some(TakeKind::Refile));
        assert_eq!(read("Eds: LEADS with 4 grafs to update"), Some(TakeKind::New));
        assert_eq!(read("EDITOR'S NOTE _ This is the first of two parts."), Some(TakeKind::New));
        assert_eq!(read("AP Photo NY104"), Some(TakeKind::New));
    }

    #[test]
    fn copy_is_no_note() {
        for text in [
            "(Port authorities said so.)",
            "(Adds up to nothing) said the captain (again)",
            "Editors at the paper said so.",
            "Attention turned to the harbour.",
            "Note the difference.",
            "Adds quotes",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(?s)[(]?.{0,80}") {
            read(&text);
        }
    }
}
