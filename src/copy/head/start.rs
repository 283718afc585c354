//! Where the text begins under a head block: the line that a dateline opens.
//!
//! Comes in: the lines of the head. Goes out: the index of the line. Apart from the reading of
//! the head, because it is known first: it tells headlines from text.

use super::line::Line;
use crate::copy::dateline::{Anchor, Hints, is_place_line};
use crate::copy::{byline, dateline, notes, take};

/// Lines looked at for a dateline.
const MOST_LINES: usize = 12;

/// The line at which a dateline opens the text, if there is one.
///
/// A headline may look like a dateline: without date and agency (`LONDON - STOCKS FALL`), or in
/// capitals (`PACIFIC RAIL (PR) CONFIRMS LOSS`). Such a one only counts where no better one
/// follows; in text that is all capitals it is the dateline.
pub(super) fn first_of_body(text: &str, lines: &[Line], hints: &Hints) -> Option<usize> {
    first_dateline(text, lines, hints, false).or_else(|| first_dateline(text, lines, hints, true))
}

fn first_dateline(text: &str, lines: &[Line], hints: &Hints, shouted: bool) -> Option<usize> {
    let mut weak: Option<usize> = None;
    let candidates = lines.iter().enumerate().take(MOST_LINES);
    for (index, line) in candidates {
        if weak.is_some_and(|weak| index > weak + 3) {
            break;
        }
        let is_shouted = !line.text.bytes().any(|b| b.is_ascii_lowercase());
        // A byline never opens a dateline: `Von Anna Harker, dpa` above `Berlin (dpa) -`.
        if line.comment
            || line.text.is_empty()
            || is_shouted != shouted
            || byline::read(line.text).is_some()
        {
            continue;
        }
        let candidate = opening(text, lines, index);
        if let Some(reading) = dateline::read(candidate, hints)
            && fits_before(candidate, reading.before)
        {
            // `NO DATE` anchors it as a date does.
            if reading.anchor != Anchor::Place {
                let below = opens_below(text, lines, index, hints);
                return Some(if below { index + 1 } else { index });
            }
            if weak.is_none() && !shouted && !in_a_list(lines, index, hints) {
                weak = Some(index);
            }
        }
    }
    weak
}

/// Whether a place and a dash are one entry of a list, such as diaries are: three in a row open
/// so, and there is more than a headline above them.
fn in_a_list(lines: &[Line], index: usize, hints: &Hints) -> bool {
    let alone = |line: &&Line| {
        line.gap && dateline::read(line.text, hints).is_some_and(|it| it.anchor == Anchor::Place)
    };
    let above = lines[..index].iter().rev().take_while(alone).count();
    let below = lines[index + 1..].iter().take(2).take_while(alone).count();
    above + 1 < index && above + below >= 2
}

/// Bytes of the line under a lone place, at least: that of a text, not of a table or a list.
const TEXT_LINE: usize = 40;
/// Bytes of the lines in a row above a lone place, at most: longer ones are text already.
const LINES_ABOVE: usize = 250;
/// Bytes from which such lines are text if they end as a sentence does.
const SENTENCE: usize = 60;

/// The line that is nothing but the place of the text under it: `ISTANBUL`, where no dateline
/// opens the text. Without a headline above it, such a line may as well be one itself.
pub(super) fn lone_place(lines: &[Line]) -> Option<usize> {
    let near = lines.get(..lines.len().min(MOST_LINES))?;
    let mut block = 0;
    let is_text = |line: &Line| {
        block = line.text.len() + if line.gap { 0 } else { block };
        block > LINES_ABOVE || block >= SENTENCE && line.text.ends_with(['.', '"', '\u{201d}'])
    };
    let first = near.iter().position(is_text).unwrap_or(near.len());
    (1..first).find(|&index| {
        is_place_line(near[index].text)
            && near.get(index + 1).is_some_and(|below| opens_text(below.text, TEXT_LINE))
    })
}

/// Whether a line reads like the first one of a text.
pub(in crate::copy) fn opens_text(line: &str, least: usize) -> bool {
    let mut letters = line.chars().skip_while(|c| !c.is_alphanumeric());
    line.len() >= least
        && letters.next().is_some_and(|c| !c.is_lowercase())
        && line.bytes().filter(u8::is_ascii_lowercase).count() * 2 > line.len()
}

/// Whether the dateline opens the next line only. In scripts without capitals, a headline above a
/// city reads like the first words of its name.
fn opens_below(text: &str, lines: &[Line], index: usize, hints: &Hints) -> bool {
    let letter = lines[index].text.chars().find(|c| c.is_alphabetic());
    let is_cased = letter.is_none_or(|c| c.is_uppercase() || c.is_lowercase());
    !is_cased
        && lines.len() > index + 1
        && dateline::read(opening(text, lines, index + 1), hints).is_some_and(|reading| {
            reading.before == 0 && (reading.agency.is_some() || reading.date.is_some())
        })
        // What opens this line alone is no dateline.
        && dateline::read(lines[index].text, hints).is_none()
}

/// Text from a line on, as far as a dateline can reach.
fn opening<'a>(text: &'a str, lines: &[Line], index: usize) -> &'a str {
    let from = &text[lines[index].start..];
    let from = from.trim_start();
    // Three lines, unless a blank line or an indent ends the paragraph before.
    let mut end = 0;
    for _ in 0..3 {
        let Some(at) = memchr::memchr(b'\n', &from.as_bytes()[end..]) else {
            return bounded(from);
        };
        end += at;
        let behind = &from[end + 1..];
        if behind.starts_with([' ', '\t', '\n', '\r']) {
            break;
        }
        end += 1;
    }
    bounded(&from[..end])
}

/// The first 400 bytes or so.
fn bounded(text: &str) -> &str {
    let mut end = text.len().min(400);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether what stands before a dateline on its line is a byline, a note or a mark.
fn fits_before(text: &str, before: usize) -> bool {
    let Some(before) = text.get(..before) else {
        return false;
    };
    // With a line break before it, the dateline opens a later line.
    if before.contains('\n') {
        return false;
    }
    let before = before.trim();
    before.is_empty()
        || is_slip(before)
        || byline::read(before).is_some()
        || byline::read_names(before).is_some()
        || notes::read(before).is_some()
        || take::read_line(before).is_some()
}

/// Stars, a stray letter or figure before a dateline: damage that says nothing.
pub(in crate::copy) fn is_slip(before: &str) -> bool {
    before.len() == 1 || before.len() <= 12 && !before.chars().any(char::is_alphanumeric)
}
