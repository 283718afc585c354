//! What sites print above a text: when it was posted; a place in small letters under a headline
//! that names its country; and the lists of places that diaries are.
//!
//! Comes in: a paragraph with its neighbours. Goes out: the same without what was recognised for
//! certain. Apart from the opening, because here it is the neighbours that make it certain.

use memchr::memmem;

use super::{Draft, Text};
use crate::copy::{agencies, clock, dateline, places, regions};
use crate::story::{Byline, FiledText};

/// Longest line that says when a story was posted, in bytes.
const LONGEST_STAMP: usize = 90;

/// Reads a line that says when the story was posted, and nothing else: `Posted March 4, 2016 9:12
/// am`, `Last updated: 3 May 2019 14:02 GMT`.
pub(super) fn posted(draft: &mut Draft, text: &mut Text, at: usize) -> bool {
    let paragraph = &text.paragraphs[at];
    let filed = if let Some(stamp) = behind_intro(paragraph) {
        let of_figures =
            stamp.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_punctuation() || b == b' ');
        let filed = clock::parse_timestamp(stamp);
        if filed.is_none() && !of_figures {
            return false;
        }
        filed
    } else if let Some(filed) = sourced(paragraph).or_else(|| slashed(paragraph)) {
        Some(filed)
    } else if is_reading_time(paragraph) {
        None
    } else {
        return false;
    };
    let line = text.paragraphs.remove(at);
    if let Some(filed) = filed.filter(|_| draft.raw.filed.is_none()) {
        draft.reference = filed.date.parse().ok();
        draft.raw.filed = Some(filed);
        draft.infer("filed");
    } else {
        draft.notes.push(line);
        draft.infer("ednote");
    }
    true
}

/// The time in `Source: Xinhua | 2018-05-02 21:37:05 | Editor: ab`.
fn sourced(line: &str) -> Option<FiledText> {
    if line.len() > LONGEST_STAMP * 2 || !line.starts_with("Source: ") {
        return None;
    }
    line.split(" | ").skip(1).find_map(clock::parse_timestamp)
}

/// The time in `March 4, 2019 / 9:12 AM / 2 years ago`.
fn slashed(line: &str) -> Option<FiledText> {
    if line.len() > LONGEST_STAMP {
        return None;
    }
    let mut parts = line.split(" / ");
    let (day, time) = (parts.next()?, parts.next()?);
    let age = parts.next().is_none_or(|age| age.ends_with(" ago"));
    age.then(|| clock::parse_timestamp(&format!("{day} {time}")))?
}

/// `2 Min Read`
fn is_reading_time(line: &str) -> bool {
    let number = line.split(' ').next().unwrap_or("");
    (1..=2).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && [" Min Read", " min read", " MIN READ"].contains(&&line[number.len()..])
}

/// Moves the caption of a picture that stands above the text behind it: `FILE - In this March 3
/// photo, ... (AP Photo/Ann Lee)`.
pub(super) fn caption(text: &mut Text, at: usize) -> bool {
    const LONGEST: usize = 900;
    let paragraph = &text.paragraphs[at];
    if paragraph.len() > LONGEST || text.paragraphs.len() <= at + 1 {
        return false;
    }
    let opens = ["FILE - ", "FILE – ", "FILE — ", "FILE PHOTO: ", "FILE PHOTO - "]
        .iter()
        .any(|it| paragraph.starts_with(it));
    let end = &paragraph.as_bytes()[paragraph.len().saturating_sub(80)..];
    // Nearly no paragraph ends so.
    let may_be_signed = memchr::memchr2(b'/', b')', end).is_some();
    let signed = may_be_signed
        && ["(AP Photo/", "(AP Photo)", "REUTERS/"]
            .iter()
            .any(|it| memmem::find(end, it.as_bytes()).is_some());
    let fits = opens || signed;
    if fits {
        let caption = text.paragraphs.remove(at);
        text.points.push(caption);
    }
    fits
}

/// Reads a line that is an agency's name, or that of its staff, above a dateline: `Reuters Staff`.
pub(super) fn staff(draft: &mut Draft, text: &mut Text, at: usize) -> bool {
    let paragraph = &text.paragraphs[at];
    let name = paragraph.strip_suffix(" Staff").unwrap_or(paragraph);
    let name = name.strip_prefix("The ").unwrap_or(name);
    if draft.story.byline.is_some() || paragraph.len() > 40 || name.len() < 4 {
        return false;
    }
    let Some(agency) = agencies::canonical(name) else {
        return false;
    };
    let below = text.paragraphs[at + 1..].iter().take(3);
    if !below
        .into_iter()
        .any(|it| dateline::read(it, &draft.hints()).is_some_and(|found| found.before == 0))
    {
        return false;
    }
    let line = text.paragraphs.remove(at);
    let affiliation = Some(agency.name.to_owned());
    draft.set_byline(Byline { line, affiliation, ..Byline::default() });
    true
}

/// The part of a line behind `Posted` and its like.
fn behind_intro(line: &str) -> Option<&str> {
    if line.len() > LONGEST_STAMP || !line.ends_with(|c: char| c.is_alphanumeric() || c == '.') {
        return None;
    }
    let word = line.split([' ', ':']).next()?;
    let mut rest = line[word.len()..].trim_start_matches([':', ' ']);
    let is_intro = |word: &str| {
        matches!(word, "Posted" | "Published" | "Updated" | "Issued" | "PUBLISHED" | "POSTED")
    };
    if matches!(word, "Last" | "First") {
        let second = rest.split([' ', ':']).next()?;
        rest = rest[second.len()..].trim_start_matches([':', ' ']);
        if !matches!(second, "updated" | "published" | "posted" | "modified" | "Updated") {
            return None;
        }
    } else if !is_intro(word) {
        return None;
    }
    let rest = ["on: ", "on ", "at "].iter().find_map(|it| rest.strip_prefix(it)).unwrap_or(rest);
    rest.bytes().any(|b| b.is_ascii_digit()).then_some(rest)
}

/// Reads a place in small letters before a dash where the headline opens with its country, as
/// allAfrica has them: `Kenya: Ferries Stop` above `Kisumu — Ferries stopped`.
pub(super) fn country_headed(draft: &mut Draft, text: &mut Text, at: usize) -> bool {
    if at > 0 || draft.story.dateline.is_some() {
        return false;
    }
    let country = draft.story.headline.as_deref().and_then(|headline| {
        let (name, _) = headline.split_once(": ")?;
        regions::region(name).filter(|found| found.kind == regions::Kind::Country)?.country
    });
    let paragraph = &text.paragraphs[at];
    let Some((country, (city, rest))) =
        country.zip(paragraph.split_once(" — ").or_else(|| paragraph.split_once(" -- ")))
    else {
        return false;
    };
    let fits = city.len() <= 40
        && places::country(city, None) == Some(country)
        && rest.trim_start().starts_with(|c: char| !c.is_lowercase());
    let Some(reading) = fits.then(|| dateline::read_element(city, &draft.hints())).flatten() else {
        return false;
    };
    let cut = paragraph.len() - rest.trim_start().len();
    text.paragraphs[at].drain(..cut);
    draft.set_dateline(&reading);
    draft.infer("dateline");
    true
}

/// Whether a place and a dash at the head of a paragraph are one entry of a list: three in a row
/// open so, and other text stands above them.
pub(super) fn in_a_list(draft: &Draft, text: &Text, at: usize) -> bool {
    let alone = |paragraph: &String| {
        dateline::read(paragraph, &draft.hints())
            .is_some_and(|it| it.before == 0 && it.anchor == dateline::Anchor::Place)
    };
    let above = text.paragraphs[..at].iter().rev().take_while(|it| alone(it)).count();
    let below = text.paragraphs[at + 1..].iter().take(2).take_while(|it| alone(it)).count();
    above < at && above + below >= 2
}

#[cfg(test)]
mod tests {
    use crate::copy::compose::story;
    use crate::story::{Body, RawStory, Source, Story};

    fn read(headline: &str, paragraphs: &[&str]) -> Story {
        let body = Body::Paragraphs(paragraphs.iter().map(|it| (*it).to_owned()).collect());
        let raw = RawStory { headline: Some(headline.to_owned()), body, ..RawStory::default() };
        story(raw, Source::default()).expect("a story")
    }

    #[test]
    fn a_line_that_says_when_it_was_posted_is_the_time() {
        let found = read(
            "Fog",
            &["Posted March 4, 2016 9:12 am", "BOSTON (AP) - Fog shut the port.", "It is back."],
        );
        assert_eq!(found.filed.as_deref().map(|it| &it[..10]), Some("2016-03-04"));
        assert_eq!(found.lead.as_deref(), Some("Fog shut the port."));
        for line in
            ["Issued on: 04/06/2021 - 05:10", "Source: Harker | 2021-05-02 21:37:05 | By: ab"]
        {
            let found = read("Fog", &[line, "BOSTON (AP) - Fog shut the port.", "It is back."]);
            assert_eq!(found.lead.as_deref(), Some("Fog shut the port."), "{line}");
        }
        let found = read("Fog", &["Posted to Oslo in 2016, she left.", "It is back."]);
        assert_eq!(found.lead.as_deref(), Some("Posted to Oslo in 2016, she left."));
    }

    #[test]
    fn captions_and_lines_of_sites_stand_above_the_text() {
        let long = "A keeper looks at gulls near the light. ".repeat(9);
        let caption = format!("FILE - {long}(AP Photo/Ann Lee, File)");
        let lead = "LONDON (AP) — A keeper counted gulls.";
        let found = read("Fog", &[&caption, lead, "He names them."]);
        assert_eq!(found.lead.as_deref(), Some("A keeper counted gulls."));
        assert!(found.body.is_some_and(|body| body.ends_with("(AP Photo/Ann Lee, File)")));
        let found = read("Fog", &["Reuters Staff", "2 Min Read", lead, "He names them."]);
        assert_eq!(found.lead.as_deref(), Some("A keeper counted gulls."));
        let byline = found.byline.expect("a byline");
        assert_eq!((byline.names.len(), byline.affiliation.as_deref()), (0, Some("Reuters")));
        let found = read("Fog", &["March 4, 2019 / 9:12 AM / 2 years ago", lead, "He names them."]);
        assert!(found.filed.is_some_and(|it| it.starts_with("2019-03-04")));
    }

    #[test]
    fn a_place_in_small_letters_needs_its_country_above_it() {
        let city = |headline: &str, lead: &str| {
            let found = read(headline, &[lead, "They wait."]);
            found.dateline.and_then(|it| it.places[0].city.clone())
        };
        let lead = "Kisumu — Ferries stopped on Monday.";
        assert_eq!(city("Kenya: Ferries Stop", lead).as_deref(), Some("Kisumu"));
        assert_eq!(city("Ghana: Ferries Stop", lead), None);
        assert_eq!(city("Ferries Stop", lead), None);
        assert_eq!(city("Kenya: Ferries Stop", "Kisumu — a port — stopped them."), None);
    }

    #[test]
    fn the_entries_of_a_diary_are_no_datelines() {
        let entries = ["TUNIS - Minister visits.", "OSLO - Session ends.", "LIMA - Fish fair."];
        let list: Vec<&str> = ["Filed daily."].into_iter().chain(entries).collect();
        assert_eq!(read("DIARY-Events", &list).dateline, None);
        assert!(read("Fog", &["Filed daily.", "OSLO - Fog shut the port."]).dateline.is_some());
        // A round-up has the place of its first item.
        assert!(read("Fog", &entries).dateline.is_some());
    }
}
