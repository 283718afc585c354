//! News Bites: telegraph frames whose lines begin with labels, `TI#` for the headline.
//!
//! A value may stand on the line of its label or on the lines under it; the text, `TX#`, is the
//! last one.

use std::io::BufRead;

use super::doubles::without_doubles;
use super::export::set_publication;
use super::plain::cut::{Pieces, closes_frame, opens_frame};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::copy::clock;
use crate::story::{Body, RawStory};
use crate::text::charset;
use crate::text::clean::{normalise, one_line};

/// The format.
pub struct NewsBites;

/// The labels.
const LABELS: [&str; 11] = ["AN", "KN", "PD", "CO", "SO", "SF", "BY", "KY", "TI", "AB", "TX"];

impl Format for NewsBites {
    fn name(&self) -> &'static str {
        "newsbites"
    }

    fn about(&self) -> &'static str {
        "News Bites: zczc, labelled lines (TI#, TX#), nnnn"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        !matches!(start.first(), None | Some(b'<' | b'{' | b'[')) && is_labelled(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        // Western, where it is not UTF-8.
        let decoded = charset::borrow(&record.bytes, Some("windows-1252"));
        // The charset is our assumption, so text in another one does not lie.
        let flags = decoded.flags.iter().filter(|it| **it != charset::LIED);
        let mut story = RawStory {
            charset: decoded.charset.clone().into_owned(),
            flags: flags.map(|it| (*it).to_owned()).collect(),
            ..RawStory::default()
        };
        let text = normalise(&decoded.text);
        let values = values(&text);
        if values.is_empty() {
            let reason = "no line begins with a label of News Bites, such as TI#".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        for (label, value) in &values {
            fill(&mut story, label, value);
        }
        without_doubles(&mut story.topics);
        if !text.lines().any(|it| closes_frame(it.as_bytes())) {
            story.flags.push("end_tag_missing".to_owned());
        }
        let has_text = matches!(&story.body, Body::Wrapped(_)) || !story.summary.is_empty();
        if story.headline.is_none() && !has_text {
            let reason = "neither a headline (TI#) nor a text (TX#)".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        Ok(Read::Raw(story))
    }
}

/// Says whether lines of a head begin with labels: three of them, headline or text among them.
pub fn is_labelled(head: &[u8]) -> bool {
    let mut seen = [false; LABELS.len()];
    for line in head.split(|it| matches!(it, b'\n' | b'\r')) {
        if line.get(2) == Some(&b'#')
            && let Some(at) = LABELS.iter().position(|it| line.starts_with(it.as_bytes()))
        {
            seen[at] = true;
        }
    }
    let has = |label: &str| LABELS.iter().zip(seen).any(|(it, seen)| seen && *it == label);
    seen.iter().filter(|it| **it).count() >= 3 && (has("TI") || has("TX"))
}

/// Labels and values, in order. What stands above the first label is the frame.
fn values(text: &str) -> Vec<(&str, String)> {
    let mut values: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        let in_text = values.last().is_some_and(|(label, _)| *label == "TX");
        if let Some((label, value)) = label(line)
            && (!in_text || LABELS.contains(&label))
        {
            values.push((label, value.to_owned()));
        } else if closes_frame(line.as_bytes()) {
            break;
        } else if let Some((_, value)) = values.last_mut() {
            value.push('\n');
            value.push_str(line);
        } else if !line.trim().is_empty() && !opens_frame(line.as_bytes()) {
            // Text without a label, or under a damaged one: kept, and read as copy.
            values.push(("", line.to_owned()));
        }
    }
    values
}

/// The label that a line begins with, and the rest of the line.
fn label(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.split_once('#')?;
    let fits = label.len() == 2 && label.bytes().all(|it| it.is_ascii_uppercase());
    fits.then_some((label, value))
}

fn fill(story: &mut RawStory, label: &str, value: &str) {
    let line = one_line(value);
    if line.is_empty() {
        return;
    }
    match label {
        "AN" => story.native_id = Some(line),
        "PD" => match clock::parse_timestamp(&line) {
            Some(filed) => story.filed = Some(filed),
            None => {
                story.flags.push(clock::DATE_INVALID.to_owned());
                story.ednotes.push(format!("PD: {line}"));
            }
        },
        "SO" => set_publication(story, &line),
        "CO" => story.topics.push(format!("company:{line}")),
        "KY" => story.topics.extend(
            line.split([';', ',']).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned),
        ),
        "BY" => story.bylines.push(line),
        "TI" if story.headline.is_none() => story.headline = Some(line),
        "AB" => story.summary.push(line),
        "TX" => {
            let before = match std::mem::take(&mut story.body) {
                Body::Wrapped(text) => text + "\n\n",
                _ => String::new(),
            };
            story.body = Body::Wrapped(before + value);
        }
        "" => story.ednotes.push(line),
        label => story.ednotes.push(format!("{label}: {line}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cut;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn read(text: &[u8], limit: usize, buffer: usize) -> Vec<RawStory> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.to_vec()));
        NewsBites
            .cut(Box::new(input), &Limits { story: limit })
            .filter_map(|it| match it {
                Cut::Record(record) => NewsBites.read(&record, &Context::default()).ok(),
                _ => None,
            })
            .filter_map(|it| if let Read::Raw(story) = it { Some(story) } else { None })
            .collect()
    }

    const ONE: &str = "zczc\nAN# NB77\nKN# 4\nPD# 06 June 2016 14:00:00\nCO# Harbor Works Ltd\nSO# \
                       Harbor Bites\nSF# D\nBY# Ann Lee\nKY# fog; ferries\nTI# Fog shuts\nharbor\nAB# \
                       Fog came.\nTX#\n   It came at noon.\n   It went.\nnnnn\n";

    #[test]
    fn labels_are_fields() {
        assert!(NewsBites.sniff(ONE.as_bytes()));
        let stories = read(ONE.repeat(2).as_bytes(), 1 << 20, 7);
        assert_eq!(stories.len(), 2);
        let story = &stories[1];
        assert_eq!(story.native_id.as_deref(), Some("NB77"));
        assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
        assert_eq!(story.bylines, ["Ann Lee"]);
        assert_eq!(story.summary, ["Fog came."]);
        assert_eq!(
            story.topics,
            ["company:Harbor Works Ltd", "publication:Harbor Bites", "fog", "ferries"]
        );
        assert_eq!(story.ednotes, ["KN: 4", "SF: D"]);
        let filed = story.filed.as_ref().expect("a time");
        assert_eq!((filed.date.as_str(), filed.time.as_deref()), ("2016-06-06", Some("14:00:00")));
        assert_eq!(filed.zone, None);
        assert_eq!(story.body, Body::Wrapped("\n   It came at noon.\n   It went.".into()));
        assert!(story.flags.is_empty(), "{:?}", story.flags);
    }

    #[test]
    fn what_is_damaged_is_flagged() {
        let stories = read(b"zczc\nPD# 36 June\nTI# Fog\nTX# R\xE9union \x93shut\x94.\n", 999, 5);
        assert_eq!(stories[0].flags, ["date_invalid", "end_tag_missing"]);
        assert_eq!(stories[0].body, Body::Wrapped(" Réunion “shut”.".into()));
        assert_eq!(stories[0].ednotes, ["PD: 36 June"]);
        assert!(read(b"zczc\nFog came.\nnnnn\n", 999, 5).is_empty());
    }

    #[test]
    fn other_frames_are_not_taken() {
        for head in [
            &b""[..],
            b"ZCZC ABC001\nFog shut the harbor.\nNNNN\n",
            b"zczc\nTI# Fog\nTX# One.\nnnnn\n",
            b"<p>\nAN#\nTI#\nTX#\n",
        ] {
            assert!(!NewsBites.sniff(head), "{}", String::from_utf8_lossy(head));
        }
    }

    proptest! {
        #[test]
        fn a_written_story_is_read_back(
            headline in "[A-Z][a-zé]{2,9}( [a-z&]{2,9}){1,6}",
            paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|é[<&]|\"[a-z]{2,6}\")){3,30}\\.", 1..6),
            number in 1u32..99999,
        ) {
            let text: String = paragraphs.iter().map(|it| format!("{it}\n\n")).collect();
            let one = format!("zczc\nAN# {number}\nTI# {headline}\nTX# {text}nnnn\n");
            let stories = read(one.repeat(2).as_bytes(), 1 << 20, 11);
            prop_assert_eq!(stories.len(), 2);
            prop_assert_eq!(stories[1].native_id.clone(), Some(number.to_string()));
            prop_assert_eq!(stories[1].headline.as_deref(), Some(headline.as_str()));
            let Body::Wrapped(body) = &stories[1].body else { panic!("wrapped text was expected") };
            prop_assert_eq!(crate::text::paragraphs::paragraphs(body), paragraphs);
        }

        #[test]
        fn never_panics(
            bytes: Vec<u8>,
            text in "(zczc\n|nnnn\n|AN# |PD# 06 June 2016 14:00:00|TI#|TX#|BY#|QQ# |\n|fog |é|#){0,30}",
            limit in 0usize..200,
        ) {
            for bytes in [&bytes[..], text.as_bytes()] {
                NewsBites.sniff(bytes);
                prop_assert_eq!(read(bytes, limit, 1), read(bytes, limit, 4096));
            }
        }
    }
}
