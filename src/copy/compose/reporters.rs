//! Reporters around a dateline: before the text where an element has the dateline, or behind it.
//!
//! Comes in: the paragraphs. Goes out: the same without the byline, which the draft then has.

use super::{Draft, Text};
use crate::copy::{byline, dateline};

/// `（记者 甲 乙）正文`: reporters before the text, where an element has the dateline.
pub(super) fn first(draft: &mut Draft, text: &mut Text) -> bool {
    let paragraph = &text.paragraphs[0];
    if draft.story.dateline.is_none()
        || draft.story.byline.is_some()
        || !paragraph.starts_with(['（', '('])
    {
        return false;
    }
    let Some((close, mark)) =
        paragraph.char_indices().take(60).find(|(_, c)| matches!(c, '）' | ')'))
    else {
        return false;
    };
    let end = close + mark.len_utf8();
    if paragraph.is_ascii() || end == paragraph.len() {
        return false;
    }
    let Some(found) = byline::read(&paragraph[..end]) else {
        return false;
    };
    let cut = paragraph.len() - paragraph[end..].trim_start().len();
    text.paragraphs[0].drain(..cut);
    draft.set_byline(found);
    true
}

/// Reads a byline that stands where the text should begin: `(Xinhua) -- by Ann Lee` and nothing
/// more, or `(AA) - ANN LEE - `.
pub(super) fn behind(draft: &mut Draft, text: &mut Text, at: usize, reading: &dateline::Reading) {
    if draft.story.byline.is_some() || text.paragraphs.len() <= at + 1 {
        return;
    }
    let paragraph = &text.paragraphs[at];
    if let Some(found) = byline::read(paragraph) {
        text.paragraphs.remove(at);
        draft.set_byline(found);
    } else if reading.agency.as_deref() == Some("AA")
        && let Some((name, rest)) = paragraph.split_once(" - ")
        && let Some(found) = byline::read_shouted_name(name)
    {
        let cut = paragraph.len() - rest.trim_start().len();
        text.paragraphs[at].drain(..cut);
        draft.set_byline(found);
    }
}
