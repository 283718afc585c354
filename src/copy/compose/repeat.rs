//! What the text says once more, although an element or a header line has said it.
//!
//! Comes in: the byline or dateline known, and a paragraph. Goes out: the paragraph without what
//! it repeats. Apart from the opening, because here the field is filled already.

use super::{Draft, Text};
use crate::story::Byline;

/// Joins a byline of the text to the one known. Says whether it may leave the text: it names the
/// same people, or it stands `above` the dateline and is kept as a note.
pub(super) fn byline(draft: &mut Draft, found: Byline, above: bool) -> bool {
    let Some(known) = &mut draft.story.byline else {
        return false;
    };
    let is_known =
        |name: &String| known.names.iter().any(|known| known.to_lowercase() == name.to_lowercase());
    if found.names.iter().all(is_known) {
        for title in found.titles {
            if !known.titles.contains(&title) {
                known.titles.push(title);
            }
        }
    } else if known.names.is_empty() {
        known.names = found.names;
    } else if above {
        draft.notes.push(found.line);
        draft.infer("ednote");
        return true;
    } else {
        return false;
    }
    if known.affiliation.is_none() {
        known.affiliation = found.affiliation;
    }
    true
}

/// Strips the place of the dateline known, and the separator behind it, off a paragraph.
pub(super) fn place(draft: &Draft, paragraph: &mut String) -> bool {
    let Some(known) = &draft.story.dateline else {
        return false;
    };
    let line = known.line.split(" (").next().unwrap_or("").trim_end_matches([' ', '-', '_', ',']);
    let Some(rest) = (!line.is_empty())
        .then(|| paragraph.get(..line.len()))
        .flatten()
        .filter(|head| head.eq_ignore_ascii_case(line))
        .and_then(|_| behind_separator(&paragraph[line.len()..]))
    else {
        return false;
    };
    let cut = paragraph.len() - rest.len();
    paragraph.drain(..cut);
    true
}

/// Strips a separator whose dateline stands in an element: `_ Police said`.
pub(super) fn separator(draft: &Draft, text: &mut Text) {
    if draft.story.dateline.is_none() {
        return;
    }
    // A hyphen also opens the points of a list.
    let list = text.paragraphs.get(1).is_some_and(|next| next.starts_with("- "));
    if let Some(first) = text.paragraphs.first_mut()
        && !list
        && let Some(rest) = behind_separator(first)
    {
        let cut = first.len() - rest.len();
        first.drain(..cut);
    }
}

/// The text behind a dash that a blank follows.
fn behind_separator(text: &str) -> Option<&str> {
    let dash = text.trim_start();
    let rest = dash.trim_start_matches(['-', '_', '–', '—']);
    let dashes = dash.len() - rest.len();
    let lead = rest.trim_start();
    let set_off = (1..=3).contains(&dashes) && lead.len() < rest.len();
    (set_off && lead.starts_with(|c: char| !c.is_lowercase())).then_some(lead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_end_before_a_sentence() {
        assert_eq!(behind_separator(" _ Police said"), Some("Police said"));
        assert_eq!(behind_separator("-- The port"), Some("The port"));
        assert_eq!(
            behind_separator("— \u{201c}No,\u{201d} she said"),
            Some("\u{201c}No,\u{201d} she said")
        );
        for text in ["___", " was shut", "-based firms", "- not that", "", "--"] {
            assert_eq!(behind_separator(text), None, "{text}");
        }
    }
}
