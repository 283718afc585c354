//! What closes the text: sign-off credits, a byline at the end, rules and marks around them.
//!
//! Comes in: the paragraphs. Goes out: the same without what was recognised for certain.

use super::body::{self, End};
use super::{Draft, Text};
use crate::copy::{byline, credits, notes};

/// Paragraphs at the end that are looked at.
const MOST: usize = 4;

/// Reads and strips what closes the text.
pub(super) fn read(draft: &mut Draft, text: &mut Text) {
    desk_block(draft, text);
    let mut found = false;
    // From the end on: a sign-off may stand above contacts that stay.
    let mut at = text.paragraphs.len();
    for _ in 0..MOST {
        let Some(index) = at.checked_sub(1) else {
            break;
        };
        at = index;
        let paragraph = &text.paragraphs[index];
        let is_last = index + 1 == text.paragraphs.len();
        let lone = text.paragraphs.len() == 1;
        if let Some(reading) = credits::read(paragraph)
            && (is_last || reading.start == 0)
            && !(lone && reading.start == 0 && draft.story.headline.is_none())
        {
            let kept = paragraph[..reading.start].trim_end().len();
            sign(draft, reading.line, reading.credits);
            if kept == 0 {
                text.paragraphs.remove(index);
            } else {
                text.paragraphs[index].truncate(kept);
            }
            found = true;
            continue;
        }
        if !is_last || lone || text.preformatted {
            continue;
        }
        if let Some(kind) =
            notes::read(paragraph).filter(|_| paragraph.starts_with(['(', '[', 'E']))
        {
            draft.said(kind);
            let note = text.paragraphs.remove(index);
            draft.notes.push(note);
            draft.infer("ednote");
            continue;
        }
        if draft.story.byline.is_none()
            && paragraph.starts_with(['(', '（'])
            && let Some(byline) = byline::read(paragraph)
        {
            text.paragraphs.remove(index);
            draft.set_byline(byline);
            found = true;
        }
    }
    if found {
        // Rules and marks that stood above the sign-off.
        let mut end = End::default();
        body::strip_end(&mut text.paragraphs, &mut end);
        draft.signed = draft.signed.or(end.agency);
        if end.more {
            draft.flag("take_incomplete");
        }
    }
}

/// Puts a sign-off before those that were found behind it.
fn sign(draft: &mut Draft, line: String, found: Vec<crate::story::Credit>) {
    let story = &mut draft.story;
    story.credits_line = Some(match story.credits_line.take() {
        Some(behind) => format!("{line}\n{behind}"),
        None => line,
    });
    story.credits.splice(0..0, found);
    draft.infer("credits");
}

/// The block that desks put under their copy: `The following information is not intended for
/// publication`, then who did what. All of it speaks to editors.
fn desk_block(draft: &mut Draft, text: &mut Text) {
    if let Some(element) = draft.raw.credits.take() {
        let line = super::one_line(Some(element));
        if let Some(line) = line {
            draft.story.credits = credits::read(&line).map(|it| it.credits).unwrap_or_default();
            draft.story.credits_line = Some(line);
        }
    }
    let from = text.paragraphs.len().saturating_sub(24).max(1);
    let opens = |paragraph: &String| {
        paragraph.len() <= 400
            && paragraph.starts_with(['T', 't', '*', '-', '#', '(', 'N'])
            && ["The following information is not", "not for publication", "nicht zur Ver"]
                .iter()
                .any(|words| paragraph.contains(words))
    };
    let Some(at) = text.paragraphs.get(from..).and_then(|tail| tail.iter().position(opens)) else {
        return;
    };
    let block: Vec<String> = text.paragraphs.drain(from + at..).collect();
    for paragraph in &block {
        if let Some(reading) = credits::read(paragraph).filter(|reading| reading.start == 0) {
            draft.story.credits.extend(reading.credits);
            draft.infer("credits");
        }
    }
    draft.notes.extend(block);
    draft.infer("ednote");
    body::strip_end(&mut text.paragraphs, &mut End::default());
}
