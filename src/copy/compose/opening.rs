//! What opens the text: bylines, notes and marks above the dateline, and the dateline.
//!
//! Comes in: the paragraphs. Goes out: the same without what was recognised for certain. Apart
//! from the head block, because tagged formats have these in their text too.

use super::{Draft, Text};
use crate::copy::{byline, dateline, head, notes, take};

/// Paragraphs above the dateline, at most.
const MOST: usize = 8;

/// Reads and strips what opens the text.
pub(super) fn read(draft: &mut Draft, text: &mut Text) {
    let mut front: usize = 0;
    for _ in 0..MOST {
        if front >= text.paragraphs.len() {
            return;
        }
        match step(draft, text, front) {
            Step::Taken => {}
            Step::Done => return,
            // A standfirst: the dateline may stand under it.
            Step::Unknown if text.paragraphs[front].len() <= 250 && front < 3 => front += 1,
            Step::Unknown => return,
        }
    }
}

enum Step {
    /// The paragraph was recognised and taken out.
    Taken,
    /// The dateline was read; what follows is the text.
    Done,
    /// Nothing that opens a text.
    Unknown,
}

fn step(draft: &mut Draft, text: &mut Text, at: usize) -> Step {
    let paragraph = &text.paragraphs[at];
    let is_last = text.paragraphs.len() <= 1 && draft.story.headline.is_none();
    if draft.story.byline.is_none()
        && !is_last
        && let Some(mut found) = byline::read(paragraph)
    {
        let mut taken = 1;
        while taken < 3
            && let Some(next) = text.paragraphs.get(at + taken)
            && byline::add_title(&mut found, next)
        {
            taken += 1;
        }
        text.paragraphs.drain(at..at + taken);
        draft.set_byline(found);
        return Step::Taken;
    }
    if !is_last && let Some(kind) = notes::read(paragraph) {
        draft.said(kind);
        let note = text.paragraphs.remove(at);
        draft.notes.push(note);
        draft.infer("ednote");
        return Step::Taken;
    }
    if !is_last && draft.story.embargo.is_none() && notes::embargo(paragraph).is_some() {
        let line = text.paragraphs.remove(at);
        draft.embargo(line);
        return Step::Taken;
    }
    if !is_last && let Some(found) = take::read_line(paragraph) {
        take::join(&mut draft.story.take, found);
        draft.infer("take");
        text.paragraphs.remove(at);
        return Step::Taken;
    }
    if at == 0
        && text.paragraphs.len() > 1
        && draft.story.headline.as_deref().is_some_and(|headline| is_same(headline, paragraph))
    {
        text.paragraphs.remove(0);
        return Step::Taken;
    }
    if read_dateline(draft, text, at) {
        return Step::Done;
    }
    let Some(next) = text.paragraphs.get(at + 1) else {
        return Step::Unknown;
    };
    let opens = |paragraph: &str, draft: &Draft| {
        dateline::read(paragraph, &draft.hints())
            .is_some_and(|it| it.before == 0 && (it.agency.is_some() || it.date.is_some()))
    };
    let paragraph = &text.paragraphs[at];
    // Names alone, right above the dateline.
    if draft.story.byline.is_none()
        && paragraph.len() <= 100
        && let Some(found) = byline::read_names(paragraph)
        && opens(next, draft)
    {
        text.paragraphs.remove(at);
        draft.set_byline(found);
        return Step::Taken;
    }
    // Points of a summary, above the dateline.
    let is_point =
        |paragraph: &str| paragraph.starts_with(['*', '•']) || paragraph.starts_with("- ");
    if is_point(paragraph)
        && let Some(below) = text.paragraphs[at..].iter().take(MOST).position(|it| !is_point(it))
        && opens(&text.paragraphs[at + below], draft)
    {
        let points = text.paragraphs.drain(at..at + below);
        text.points
            .extend(points.map(|point| point.trim_start_matches(['*', '•', '-', ' ']).to_owned()));
        return Step::Taken;
    }
    Step::Unknown
}

/// Reads the dateline that opens a paragraph; says whether there was one.
fn read_dateline(draft: &mut Draft, text: &mut Text, at: usize) -> bool {
    if text.no_dateline {
        return false;
    }
    let paragraph = &text.paragraphs[at];
    let Some(reading) = dateline::read(paragraph, &draft.hints()) else {
        return false;
    };
    // One given by an element stands; the text may repeat it.
    if let Some(known) = &draft.story.dateline {
        let is_placeless = known.places.is_empty();
        let same =
            known.places.first().and_then(|place| place.city.as_deref()).is_some_and(|city| {
                reading
                    .places
                    .first()
                    .and_then(|place| place.city.as_deref())
                    .is_some_and(|read| read.eq_ignore_ascii_case(city))
            });
        let is_anchored = reading.agency.is_some() || reading.date.is_some();
        if !(is_anchored && (is_placeless || same)) {
            return false;
        }
    }
    let Some(before) = paragraph.get(..reading.before) else {
        return false;
    };
    let before = before.trim();
    if !before.is_empty() && !take_before(draft, before) {
        return false;
    }
    let mut rest = paragraph.get(reading.rest..).unwrap_or("").trim_start();
    // `(By Ann Lee)` right behind the dateline, or a reporter inside it.
    let mut behind = None;
    if let Some((start, end)) = reading.byline
        && draft.story.byline.is_none()
        && let Some(found) = paragraph.get(start..end).and_then(byline::read)
    {
        if end > reading.rest {
            rest = paragraph.get(end..).unwrap_or("");
            rest = rest.trim_start_matches(['-', '–', '—', '=', ' ']);
        }
        behind = Some(found);
    }
    let paragraph_length = paragraph.len();
    let cut = paragraph_length - rest.len();
    if cut == paragraph_length {
        text.paragraphs.remove(at);
    } else {
        text.paragraphs[at].drain(..cut);
    }
    if let Some(found) = behind {
        draft.set_byline(found);
    }
    if cut < paragraph_length
        && let Some(marker) = text_marker(&text.paragraphs[at])
    {
        text.paragraphs[at].drain(marker);
        if text.paragraphs[at].is_empty() {
            text.paragraphs.remove(at);
        }
    }
    let is_given = draft.story.dateline.as_ref().is_some_and(|known| !known.places.is_empty());
    if is_given {
        let agency = draft.story.dateline.as_ref().and_then(|known| known.agency.clone());
        if agency.is_none()
            && let Some(known) = &mut draft.story.dateline
        {
            known.agency = reading.agency;
        }
    } else {
        draft.set_dateline(&reading);
        draft.infer("dateline");
    }
    true
}

/// Monitors of broadcasts put `[TEXT]` where the text begins, behind the dateline and what they
/// say of the source in brackets of its own, which stays.
fn text_marker(paragraph: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    for _ in 0..6 {
        let inner = paragraph.get(at..)?.strip_prefix('[')?;
        let close = inner.bytes().take(200).position(|b| b == b']')?;
        let behind = &inner[close + 1..];
        let next = paragraph.len() - behind.trim_start().len();
        if inner[..close].eq_ignore_ascii_case("text") {
            return Some(at..next);
        }
        at = next;
    }
    None
}

/// What stands on the line before a dateline: a byline, a note, a mark. Says whether it is one.
pub(super) fn take_before(draft: &mut Draft, before: &str) -> bool {
    if draft.story.byline.is_none()
        && let Some(found) = byline::read(before).or_else(|| byline::read_names(before))
    {
        draft.set_byline(found);
        return true;
    }
    if let Some(kind) = notes::read(before) {
        draft.said(kind);
        draft.notes.push(before.to_owned());
        draft.infer("ednote");
        return true;
    }
    if let Some(found) = take::read_line(before) {
        take::join(&mut draft.story.take, found);
        draft.infer("take");
        return true;
    }
    head::is_slip(before)
}

/// Whether two texts have the same letters and digits.
fn is_same(left: &str, right: &str) -> bool {
    if left.len().abs_diff(right.len()) > 24 {
        return false;
    }
    let letters = |text: &'_ str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(left) == letters(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_of_monitors_is_found() {
        let rest = |text: &str| {
            let mut text = text.to_owned();
            if let Some(marker) = text_marker(&text) {
                text.drain(marker);
            }
            text
        };
        assert_eq!(rest("[TEXT] THE MAYOR"), "THE MAYOR");
        assert_eq!(rest("[SPEECH] [THE MAYOR] [TEXT] GOOD DAY"), "[SPEECH] [THE MAYOR] GOOD DAY");
        assert_eq!(rest("[TEXT]"), "");
        for kept in ["[EXCERPT] THE MAYOR", "THE [TEXT] IS", "[PASSAGE OMITTED] SO", "[", ""] {
            assert_eq!(rest(kept), kept);
        }
    }

    #[test]
    fn a_repeated_headline_is_the_same_in_any_dress() {
        assert!(is_same("Harbor opens", "HARBOR OPENS."));
        assert!(!is_same("Harbor opens", "Harbor opened"));
    }
}
