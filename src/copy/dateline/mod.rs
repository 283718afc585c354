//! Datelines: place, date and agency at the head of a story.
//!
//! In comes a paragraph (`LONDON/PARIS, March 3 (Reuters) - Shares …`) or the text of a dateline
//! element, out go its parts and the byte at which the lead begins. It is its own folder because
//! one grammar reads all agencies: [`read`] turns most paragraphs away after a glance at their
//! first words, `lex` cuts the head into tokens, `grammar` finds place, date, agency and
//! separator, `accept` and `guards` reject look-alikes, and `record` chooses the year.

mod accept;
mod cjk;
mod date;
mod day;
mod foreign;
mod fused;
mod grammar;
mod guards;
mod lex;
mod marks;
mod parts;
mod place;
mod prefix;
mod record;
mod spacing;
#[cfg(test)]
mod tests;

pub use record::{DAMAGED, UNVERIFIED, to_record};

use super::clock::DateParts;
use super::{agencies, places};
use crate::story::Place;
use date::Tokens;
use grammar::{Head, Match};
use lex::Kind;
use marks::Named;

/// What is known of a story before its dateline is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// Agency, any spelling.
    pub agency: Option<&'a str>,
    /// Language, BCP 47.
    pub language: Option<&'a str>,
}

/// What makes sure that a dateline is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// A known agency.
    Agency,
    /// A date before a separator.
    Date,
    /// A known place before a separator.
    Place,
}

/// A dateline as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The line as filed, without the separator that ends it, white space collapsed.
    pub line: String,
    /// Its places, cleaned of slips; none for `NO CITY` and `CLANDESTINE`.
    pub places: Vec<Place>,
    /// Its date, as far as it says.
    pub date: Option<DateParts>,
    /// Agency in canonical form, or the source in the bracket as filed: `RADIO SANDINO`.
    pub agency: Option<String>,
    /// Byte at which the lead begins.
    pub rest: usize,
    /// Byte at which the dateline begins; before it may stand a byline or noise.
    pub before: usize,
    /// Something had to be put right.
    pub damaged: bool,
    /// The source says that it is not sure: `SAID TO BE …`.
    pub unverified: bool,
    /// Bytes of a byline inside or right behind the dateline: `홍길동 기자 =`, `(By Ann Lee)`.
    pub byline: Option<(usize, usize)>,
    /// What makes sure of it.
    pub anchor: Anchor,
}

/// Reads the dateline that opens a paragraph, if one does.
///
/// Line breaks in the paragraph count as blanks. A byline, a note in brackets or keying noise
/// may stand before it.
pub fn read(paragraph: &str, hints: &Hints) -> Option<Reading> {
    if !worth_a_look(paragraph) {
        return None;
    }
    hedged(paragraph, hints, false)
}

/// Reads the text of a dateline element, in which the separator may be missing.
pub fn read_element(text: &str, hints: &Hints) -> Option<Reading> {
    hedged(text, hints, true)
}

/// Reads a dateline whose source may say that it is not sure: `SAID TO BE DERAA, SYRIA -`.
fn hedged(text: &str, hints: &Hints, element: bool) -> Option<Reading> {
    const HEDGE: &str = "SAID TO BE ";
    let trimmed = text.trim_start();
    let head = trimmed.get(..HEDGE.len());
    if !head.is_some_and(|head| head.eq_ignore_ascii_case(HEDGE)) {
        return find(text, hints, element);
    }
    let from = text.len() - trimmed.len() + HEDGE.len();
    let mut reading = find(&text[from..], hints, element)?;
    if !element && reading.before > 0 {
        return None;
    }
    reading.before += from;
    reading.rest += from;
    reading.byline = reading.byline.map(|(start, end)| (start + from, end + from));
    reading.unverified = true;
    if !element {
        // The words stand before the dateline in the text, and say what its flag says.
        reading.before = from - HEDGE.len();
        reading.line.insert_str(0, HEDGE);
    }
    Some(reading)
}

/// Longest line that is nothing but a place, in bytes.
const LONGEST_PLACE_LINE: usize = 60;

/// Whether a line is a known place in capitals, or several, and nothing else: `ANKARA/ISTANBUL`,
/// `JAKARTA, Indonesia`. Above running text, and only there, such a line is its dateline.
pub fn is_place_line(line: &str) -> bool {
    let line = line.trim();
    // Prose has small letters in its first words.
    let shouted = line.chars().take(3).all(|c| !c.is_lowercase());
    if line.len() < 3 || line.len() > LONGEST_PLACE_LINE || !shouted {
        return false;
    }
    let (tokens, whole) = lex::lex(line);
    let of_a_place = |token: &lex::Token| {
        matches!(token.kind, Kind::Word | Kind::Comma | Kind::Dot | Kind::Slash)
    };
    let opens = tokens.first().is_some_and(|token| token.kind == Kind::Word);
    if !whole || !opens || !tokens.iter().all(of_a_place) {
        return false;
    }
    let head = Tokens { text: line, tokens: &tokens, language: None, day_first: false };
    place::read(&head, 0, tokens.len()).is_some_and(|place| {
        // A country in capitals is a cross-head.
        let sure = place.known && place.cities && !place.placeholder && !place.damaged;
        sure && !place.mark && !place.body && place.writing == guards::Writing::Caps
    })
}

fn find(text: &str, hints: &Hints, element: bool) -> Option<Reading> {
    if text.chars().find(|c| !lex::is_blank(*c)).is_some_and(is_east_asian_start)
        && let Some(reading) = cjk::read(text)
    {
        return Some(reading);
    }
    let (tokens, whole) = lex::lex(text);
    if tokens.is_empty() {
        return None;
    }
    let agency = hints.agency.and_then(agencies::canonical);
    let day_first = agency.is_some_and(|agency| agency.language != "en" || agency.name == "ANA")
        || hints.language.is_some_and(|language| !language.starts_with("en"));
    let head = Head {
        tokens: Tokens { text, tokens: &tokens, language: hints.language, day_first },
        whole,
        element,
        agency,
    };
    let found = head.dateline(0).or_else(|| fused::find(&head))?;
    let found = fused::behind_headline(&head, &found).unwrap_or(found);
    reading(&head, found)
}

/// Ideographs, syllables and the brackets that open such datelines.
fn is_east_asian_start(c: char) -> bool {
    matches!(c, '(' | '[' | '（' | '［' | '【' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

fn reading(head: &Head, found: Match) -> Option<Reading> {
    let text = head.tokens.text;
    let tokens = head.tokens.tokens;
    let before = tokens.get(found.from)?.start;
    let mut end = found.end;
    // The full stop of an abbreviation belongs to the line.
    if found.date.is_none() && found.source(text).is_none() && text[end..].starts_with('.') {
        end += 1;
    }
    let rest = match tokens.get(found.after) {
        Some(token) => token.start,
        None if head.whole => text.len(),
        None => tokens.last()?.end,
    };
    let filed = text.get(before..end)?;
    let source = found.source(text);
    let (tail, gap) = (text.get(end..).unwrap_or(""), text.get(end..rest).unwrap_or(""));
    let off = spacing::is_off(filed, tail, gap, source.as_deref(), head.element);
    let line =
        filed.split(lex::is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let date = found.date.map(|hit| hit.parts).filter(|parts| *parts != DateParts::default());
    let mut filed_from = found.place.map(|place| place.places).unwrap_or_default();
    places::settle(&mut filed_from);
    if let Some(Named::Known(agency)) = found.agency
        && let Some(home) = places::home(agency.name)
    {
        places::settle_at_home(&mut filed_from, home);
    }
    Some(Reading {
        line,
        agency: source,
        places: filed_from,
        date,
        rest,
        before,
        damaged: found.damaged || off,
        unverified: false,
        byline: found.byline.or_else(|| byline_behind(text, rest)),
        anchor: found.anchor,
    })
}

/// `(By Ann Lee)`, `(di Anna Rossi)` right behind the dateline.
fn byline_behind(text: &str, rest: usize) -> Option<(usize, usize)> {
    let tail = text.get(rest..)?;
    let inner = tail.strip_prefix('(')?;
    let intro = inner.split_whitespace().next()?;
    if !guards::is_byline_intro(intro) {
        return None;
    }
    let close = inner.bytes().take(160).position(|b| b == b')')?;
    Some((rest, rest + 1 + close + 1))
}

/// Small words in a row, before any mark of a dateline, that make it running text.
const SMALL_WORDS: usize = 4;
/// The same where the paragraph opens like a byline.
const SMALL_WORDS_OF_BYLINE: usize = 14;
/// Words before any mark of a dateline, in capitals or not, that make it running text.
const WORDS: usize = 16;
/// The same where the paragraph opens like a byline or a note.
const WORDS_OF_BYLINE: usize = 36;
/// Bytes within which the mark must come.
const GLANCE: usize = 260;

/// Turns away paragraphs that cannot open with a dateline, by their first bytes alone.
///
/// What ends every dateline is a bracket, a slash, a dash, a colon or, for an element of its own,
/// the end; running text has several small words before that.
fn worth_a_look(text: &str) -> bool {
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
    let bytes = &bytes[start..];
    let Some(first) = bytes.first() else {
        return false;
    };
    if matches!(first, b'"' | b'\'' | b'`' | b'$') {
        return false;
    }
    let byline = matches!(bytes, [b'B' | b'b', b'Y' | b'y', b' ', ..])
        || matches!(first, b'(' | b'[' | b'*' | b'P' | b'V' | b'D' | b'F')
            && bytes.iter().take(5).any(|b| *b == b' ')
        // `A bord de l'avion papal, 6 fév (AFP) -`
        || matches!(bytes, [b'A' | 0xc3, b' ' | b'n' | 0x80, b'b' | b' ', b'o' | b'b', ..]);
    let most = if matches!(first, b'(' | b'[') {
        usize::MAX
    } else if byline {
        SMALL_WORDS_OF_BYLINE
    } else {
        SMALL_WORDS
    };
    let most_words = if most == SMALL_WORDS { WORDS } else { WORDS_OF_BYLINE };
    let (mut small, mut words, mut at_start, mut previous) = (0, 0, true, b' ');
    for (at, byte) in bytes.iter().take(GLANCE).enumerate() {
        match byte {
            b'(' | b'[' | b'/' | b':' | b'=' | b'_' => return true,
            // Dashes (not curly quotes), and scripts without case.
            0xe2 if is_dash_tail(&bytes[at + 1..]) => return true,
            0xd8..=0xdf | 0xe3..=0xef => return true,
            b'-' => {
                let next = bytes.get(at + 1).copied().unwrap_or(b' ');
                if previous.is_ascii_whitespace()
                    || next.is_ascii_whitespace()
                    || next == b'-'
                    || matches!(previous, b'.' | b')')
                {
                    return true;
                }
            }
            b' ' | b'\n' | b'\r' | b'\t' => at_start = true,
            byte => {
                if at_start {
                    words += 1;
                    small += usize::from(byte.is_ascii_lowercase());
                    let verb =
                        !byline && byte.is_ascii_uppercase() && opens_with_verb(&bytes[at..]);
                    if small > most || words > most_words || verb {
                        return false;
                    }
                }
                at_start = false;
            }
        }
        previous = *byte;
    }
    // Cyrillic copy may part all by full stops: `Київ. 28 жовтня. УНІАН. Аграрії`.
    let stops = || bytes.iter().take(80).filter(|byte| **byte == b'.').count();
    // A line that is nothing but a dateline, or a place and an ISO date.
    bytes.len() <= 80 || matches!(first, 0xd0 | 0xd1) && stops() >= 2
}

/// Words in capitals that no place holds, but that soon come in running text in capitals.
fn opens_with_verb(bytes: &[u8]) -> bool {
    const WORDS: [&[u8]; 13] = [
        b"THAT ", b"HAS ", b"HAVE ", b"HAD ", b"WAS ", b"WERE ", b"ARE ", b"WILL ", b"BEEN ",
        b"TODAY ", b"WHICH ", b"WHO ", b"THIS ",
    ];
    matches!(bytes.first(), Some(b'T' | b'H' | b'W' | b'A' | b'B'))
        && WORDS.iter().any(|word| bytes.starts_with(word))
}

/// The second and third bytes of a hyphen, dash or minus of U+2010 to U+2015, or U+2212.
fn is_dash_tail(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80, 0x90..=0x95, ..] | [0x88, 0x92, ..])
}
