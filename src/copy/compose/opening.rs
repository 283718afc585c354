//! What opens the text: bylines, notes and marks above the dateline, and the dateline.
//!
//! Comes in: the paragraphs. Goes out: the same without what was recognised for certain. Apart
//! from the head block, because tagged formats have these in their text too.

use super::{Draft, Text, repeat, reporters, site};
use crate::copy::{byline, dateline, head, notes, take};
use crate::story::{Byline, TakeKind};

/// Paragraphs above the dateline, at most.
const MOST: usize = 8;

/// Reads and strips what opens the text.
pub(super) fn read(draft: &mut Draft, text: &mut Text) {
    repeat::separator(draft, text);
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
    if draft.story.byline.is_some()
        && !is_last
        && let Some(found) = byline::read(paragraph)
    {
        let above = text.paragraphs.get(at + 1).is_some_and(|next| opens(next, draft));
        if repeat::byline(draft, found, above) {
            text.paragraphs.remove(at);
            return Step::Taken;
        }
    }
    let paragraph = &text.paragraphs[at];
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
    if at == 0 && reporters::first(draft, text) {
        return Step::Done;
    }
    if !is_last
        && (site::posted(draft, text, at)
            || site::caption(text, at)
            || site::staff(draft, text, at))
    {
        return Step::Taken;
    }
    if read_dateline(draft, text, at)
        || lone_place(draft, text, at)
        || site::country_headed(draft, text, at)
    {
        return Step::Done;
    }
    let Some(next) = text.paragraphs.get(at + 1) else {
        return Step::Unknown;
    };
    let paragraph = &text.paragraphs[at];
    // Names alone, right above the dateline.
    if draft.story.byline.is_none()
        && paragraph.len() <= 100
        && let Some(found) =
            byline::read_names(paragraph).or_else(|| shouted_name(draft, paragraph, next))
        // Who they write for makes sure of it: `Ann Lee, The Canadian Press`.
        && (opens(next, draft)
            || found.affiliation.is_some()
                && dateline::read(next, &draft.hints()).is_some_and(|it| it.before == 0))
    {
        text.paragraphs.remove(at);
        draft.set_byline(found);
        return Step::Taken;
    }
    // `Utl.: Mehr als 600 Soldaten beteiligt`: the second headline of APA.
    if let Some(second) = paragraph.strip_prefix("Utl.: ")
        && paragraph.len() <= 250
    {
        let second = second.to_owned();
        text.paragraphs.remove(at);
        text.points.push(second);
        return Step::Taken;
    }
    // Points of a summary, above the dateline.
    let is_point =
        |paragraph: &str| paragraph.starts_with(['*', '•']) || paragraph.starts_with("- ");
    if is_point(paragraph)
        && let Some(below) = text.paragraphs[at..].iter().take(MOST).position(|it| !is_point(it))
        && opens_below(draft, &text.paragraphs[at + below..])
    {
        let points = text.paragraphs.drain(at..at + below);
        text.points
            .extend(points.map(|point| point.trim_start_matches(['*', '•', '-', ' ']).to_owned()));
        return Step::Taken;
    }
    Step::Unknown
}

/// Whether a dateline with agency or date opens a paragraph.
fn opens(paragraph: &str, draft: &Draft) -> bool {
    dateline::read(paragraph, &draft.hints())
        .is_some_and(|it| it.before == 0 && (it.agency.is_some() || it.date.is_some()))
}

/// Whether a dateline opens the first of these paragraphs that is neither note nor byline.
fn opens_below(draft: &Draft, paragraphs: &[String]) -> bool {
    let mut signed = false;
    for paragraph in paragraphs.iter().take(4) {
        if opens(paragraph, draft) {
            return true;
        }
        // Under a byline stands who they write for.
        let passes = notes::read(paragraph).is_some()
            || byline::read(paragraph).is_some()
            || std::mem::take(&mut signed);
        if !passes {
            return false;
        }
        signed = byline::read(paragraph).is_some();
    }
    false
}

/// A name in capitals, as AA has it, where the headline shows that not all is in capitals.
fn shouted_name(draft: &Draft, paragraph: &str, next: &str) -> Option<Byline> {
    let headline = draft.story.headline.as_deref()?;
    (headline.chars().any(char::is_lowercase) && next.contains("(AA)"))
        .then(|| byline::read_shouted_name(paragraph))?
}

/// Bytes of the paragraph under a place that stands alone, at least.
const PARAGRAPH: usize = 60;

/// Reads a paragraph that is nothing but the place of the text under it: `ISTANBUL`.
fn lone_place(draft: &mut Draft, text: &mut Text, at: usize) -> bool {
    let below = |text: &Text| {
        text.paragraphs.get(at + 1).is_some_and(|below| head::opens_text(below, PARAGRAPH))
    };
    if at > 0
        || text.no_dateline
        || draft.story.dateline.is_some()
        || draft.story.headline.is_none()
        || !dateline::is_place_line(&text.paragraphs[at])
        || !below(text)
    {
        return false;
    }
    let Some(reading) = dateline::read_element(&text.paragraphs[at], &draft.hints()) else {
        return false;
    };
    text.paragraphs.remove(at);
    draft.set_dateline(&reading);
    draft.infer("dateline");
    true
}

/// Reads the dateline that opens a paragraph; says whether there was one.
fn read_dateline(draft: &mut Draft, text: &mut Text, at: usize) -> bool {
    if text.no_dateline {
        return false;
    }
    let paragraph = &text.paragraphs[at];
    let Some(reading) = dateline::read(paragraph, &draft.hints()) else {
        return at == 0 && repeat::place(draft, &mut text.paragraphs[at]);
    };
    if reading.anchor == dateline::Anchor::Place && site::in_a_list(draft, text, at) {
        return false;
    }
    // What an advisory announces has its places in lists.
    if at > 0 && draft.story.take.kind == TakeKind::Advisory {
        return false;
    }
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
        // Further down, a place and a dash alone open another item.
        if !(is_anchored && (is_placeless || same) || same && at == 0) {
            return at == 0 && repeat::place(draft, &mut text.paragraphs[at]);
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
        && let Some(found) = paragraph
            .get(start..end)
            .and_then(|it| byline::read(it).or_else(|| byline::read_within(it)))
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
    reporters::behind(draft, text, at, &reading);
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
    if draft.story.byline.is_some()
        && let Some(found) = byline::read(before)
    {
        return repeat::byline(draft, found, true);
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
    fn points_may_stand_above_byline_and_dateline() {
        let raw = crate::story::RawStory::default();
        let draft = Draft::new(raw, crate::story::Source::default());
        let all = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let dated = "OSLO, March 3 (Reuters) - Fog shut it.";
        assert!(opens_below(&draft, &all(&[dated])));
        assert!(opens_below(&draft, &all(&["By Ann Lee", dated])));
        assert!(opens_below(&draft, &all(&["(Adds quote)", "By Ann Lee", dated])));
        assert!(opens_below(&draft, &all(&["By Ann Lee", "Chief Correspondent", dated])));
        assert!(!opens_below(&draft, &all(&["Ships lay outside.", dated])));
    }

    #[test]
    fn a_repeated_headline_is_the_same_in_any_dress() {
        assert!(is_same("Harbor opens", "HARBOR OPENS."));
        assert!(!is_same("Harbor opens", "Harbor opened"));
    }
}
