//! SMART: the test collections of the 1960s and 1970s, such as Cranfield's.
//!
//! `.I 1` begins a record; a full stop and a capital alone on a line begin each field of it. The
//! lines under it are its value.

use std::io::BufRead;

use super::doubles::without_doubles;
use super::plain::cut::{Pieces, Sign};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::{Body, RawStory};
use crate::text::charset;
use crate::text::clean::{normalise, one_line};

/// The format.
pub struct Smart;

/// Fields that are known.
const FIELDS: &[u8] = b"TABWNXKC";

impl Format for Smart {
    fn name(&self) -> &'static str {
        "smart"
    }

    fn about(&self) -> &'static str {
        "SMART collections (.I .T .A .B .W), Cranfield's among them"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if matches!(start.first(), None | Some(b'<' | b'{' | b'[')) {
            return false;
        }
        let mut lines =
            head.split(|it| *it == b'\n' || *it == b'\r').filter(|it| !it.trim_ascii().is_empty());
        let mut numbered = false;
        lines.any(|line| {
            let found = numbered && field(line).is_some();
            numbered = number(line).is_some();
            found
        })
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        let sign = |line: &[u8]| if number(line).is_some() { Sign::Starts } else { Sign::Nothing };
        Box::new(Pieces::by(sign, input, limits).opened_by(b".I "))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, None);
        let mut story = RawStory {
            charset: decoded.charset.clone().into_owned(),
            flags: decoded.flags.iter().map(|it| (*it).to_owned()).collect(),
            ..RawStory::default()
        };
        let text = normalise(&decoded.text);
        let mut values: Vec<(u8, String)> = Vec::new();
        for line in text.lines() {
            if story.native_id.is_none()
                && values.is_empty()
                && let Some(number) = number(line.as_bytes())
            {
                story.native_id = Some(String::from_utf8_lossy(number).into_owned());
            } else if let Some(field) = field(line.as_bytes()) {
                values.push((field, String::new()));
            } else if let Some((_, value)) = values.last_mut() {
                value.push_str(line);
                value.push('\n');
            } else if !line.trim().is_empty() {
                // The line of a field was lost.
                values.push((b'W', format!("{line}\n")));
            }
        }
        if story.native_id.is_none() {
            let reason = "no line .I with a number at its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        for (field, value) in &values {
            fill(&mut story, *field, value);
        }
        without_doubles(&mut story.topics);
        if story.headline.is_none() && story.body == Body::default() {
            let reason = "neither a title (.T) nor a text (.W)".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        Ok(Read::Raw(story))
    }
}

/// The number in a line such as `.I 1`.
fn number(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b".I")?;
    let number = rest.trim_ascii();
    let fits = rest.first() == Some(&b' ')
        && (1..=9).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit);
    fits.then_some(number)
}

/// The letter of a line that begins a field.
fn field(line: &[u8]) -> Option<u8> {
    match line.trim_ascii_end() {
        [b'.', letter] if FIELDS.contains(letter) => Some(*letter),
        _ => None,
    }
}

fn fill(story: &mut RawStory, field: u8, value: &str) {
    let line = one_line(value);
    if line.is_empty() {
        return;
    }
    match field {
        b'T' if story.headline.is_none() => story.headline = Some(line),
        b'A' => {
            let lines = value.lines().map(one_line).filter(|it| !it.is_empty());
            // What is no list of names (`part ii . with ...`) stays as it is.
            let shown = value.contains(char::is_uppercase) || value.contains(" .");
            for line in lines {
                let names = line.split(" and ").map(str::trim).filter(|it| !it.is_empty());
                story
                    .bylines
                    .extend(names.map(|it| if shown { it.to_owned() } else { raised(it) }));
            }
        }
        b'W' => {
            let before = match std::mem::take(&mut story.body) {
                Body::Wrapped(text) => text + "\n",
                _ => String::new(),
            };
            let text = untitled(value, story.headline.as_deref());
            story.body = Body::Wrapped(before + text);
        }
        b'K' | b'C' => {
            let words = line.split([',', ';']).map(str::trim).filter(|it| !it.is_empty());
            story.topics.extend(words.map(str::to_owned));
        }
        // Numbers of records that this one is cited with.
        b'X' => {}
        _ => story.ednotes.push(line),
    }
}

/// A name of a collection that is in small letters, as others have it: `Van Driest, E.R.` of
/// `van driest,e.r.`
fn raised(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 1);
    let mut chars = name.chars().peekable();
    let mut starts = true;
    while let Some(c) = chars.next() {
        match starts {
            true => out.extend(c.to_uppercase()),
            false => out.push(c),
        }
        starts = !c.is_alphanumeric();
        if c == ',' && chars.peek().is_some_and(|it| it.is_alphabetic()) {
            out.push(' ');
        }
    }
    out
}

/// A text without its title, which Cranfield repeats in its first lines.
fn untitled<'a>(text: &'a str, title: Option<&str>) -> &'a str {
    let Some(title) = title else { return text };
    let mut words = title.split_whitespace();
    let mut rest = text;
    for word in words.by_ref() {
        match rest.trim_start().strip_prefix(word) {
            Some(behind) if behind.is_empty() || behind.starts_with(char::is_whitespace) => {
                rest = behind;
            }
            _ => return text,
        }
    }
    // A text that is nothing but the title stays.
    let ends_line = rest.trim_start_matches(' ').starts_with('\n');
    if ends_line && !rest.trim().is_empty() {
        rest.trim_start_matches(' ').strip_prefix('\n').unwrap_or(rest)
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cut;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn read(text: &[u8], limit: usize, buffer: usize) -> Vec<Result<RawStory, Refusal>> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.to_vec()));
        Smart
            .cut(Box::new(input), &Limits { story: limit })
            .filter_map(|it| if let Cut::Record(it) = it { Some(it) } else { None })
            .map(|it| match Smart.read(&it, &Context::default())? {
                Read::Raw(story) => Ok(story),
                Read::Story(_) | Read::Package(..) => panic!("a raw story was expected"),
            })
            .collect()
    }

    #[test]
    fn records_are_read() {
        let text = ".I 1\n.T\nfog over a harbor\nin winter .\n.A\nlee,a.\nbrandt,c.\n.B\nj. fog \
                    7, 1958.\n.K\nfog, harbors\n.X\n1 2 3\n.W\nfog over a harbor\nin winter .\n  fog \
                    came and\nwent .\n.I 2\n.T\n.W\nno title .\n.I 3\n.A\nlee,a.\n";
        assert!(Smart.sniff(text.as_bytes()));
        for buffer in [1, 9, 4096] {
            let all = read(text.as_bytes(), 9999, buffer);
            assert_eq!(all.len(), 3);
            let first = all[0].as_ref().expect("a story");
            assert_eq!(first.native_id.as_deref(), Some("1"));
            assert_eq!(first.headline.as_deref(), Some("fog over a harbor in winter ."));
            assert_eq!(first.bylines, ["Lee, A.", "Brandt, C."]);
            assert_eq!(first.ednotes, ["j. fog 7, 1958."]);
            assert_eq!(first.topics, ["fog", "harbors"]);
            assert_eq!(first.body, Body::Wrapped("  fog came and\nwent .\n".into()));
            let second = all[1].as_ref().expect("a story");
            assert_eq!(second.body, Body::Wrapped("no title .\n".into()));
            let Err(Refusal::Reject { reason, .. }) = &all[2] else { panic!("no story") };
            assert!(reason.contains(".W"));
        }
    }

    #[test]
    fn other_texts_are_not_taken() {
        for head in [
            &b""[..],
            b".I 1\nFog\n",
            b".I fog\n.T\n",
            b".TH FOG 1\n.I 1\n.SH NAME\n",
            b".T\n.I 1\n",
            b"The list\n.I\n.T\nFog\n",
        ] {
            assert!(!Smart.sniff(head), "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_stream_cut_short_keeps_the_story_above() {
        let first = ".I 1\n.T\nFog\n.W\nit came .\n";
        let text = format!("{first}.I 22\n.T\nSun\n.W\nit rose .\n");
        let whole = read(text.as_bytes(), 9999, 9).swap_remove(0).expect("a story");
        for length in first.len()..text.len() {
            let all = read(&text.as_bytes()[..length], 9999, 9);
            assert_eq!(all[0].as_ref().ok(), Some(&whole), "{}", &text[..length]);
        }
    }

    #[test]
    fn names_in_small_letters_are_raised() {
        for (name, raised_name) in [
            ("brenckman,m.", "Brenckman, M."),
            ("van driest,e.r.", "Van Driest, E.R."),
            ("o'sullivan,w.j.", "O'Sullivan, W.J."),
            ("m. b. glauert", "M. B. Glauert"),
            ("", ""),
        ] {
            assert_eq!(raised(name), raised_name);
        }
    }

    #[test]
    fn a_title_is_taken_off_only_whole() {
        assert_eq!(untitled("fog came .\nit went .\n", Some("fog came .")), "it went .\n");
        for kept in ["fog came . it went .\n", "fog came .\n", "fog cameo .\nit\n", "it\n"] {
            assert_eq!(untitled(kept, Some("fog came .")), kept);
        }
    }

    proptest! {
        #[test]
        fn a_written_story_is_read_back(
            headline in "[A-Z][a-zé]{2,9}( [a-z&]{2,9}){1,6}",
            paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|é[<&]|\"[a-z]{2,6}\")){3,30}\\.", 1..6),
            number in 1u32..99999,
        ) {
            let text = paragraphs.join("\n\n");
            let one = format!(".I {number}\n.T\n{headline}\n.A\nAnn Lee\n.W\n{text}\n");
            let all = read(one.repeat(2).as_bytes(), 1 << 20, 11);
            prop_assert_eq!(all.len(), 2);
            let story = all[1].as_ref().expect("a story");
            prop_assert_eq!(story.native_id.clone(), Some(number.to_string()));
            prop_assert_eq!(story.headline.as_deref(), Some(headline.as_str()));
            let Body::Wrapped(body) = &story.body else { panic!("wrapped text was expected") };
            prop_assert_eq!(crate::text::paragraphs::paragraphs(body), paragraphs);
        }

        #[test]
        fn never_panics(
            bytes: Vec<u8>,
            text in "(\\.I 1\n|\\.T\n|\\.A\n|\\.W\n|\\.X\n|\\.K\n|fog |\n|é|\\.){0,30}",
            limit in 0usize..200,
        ) {
            for bytes in [&bytes[..], text.as_bytes()] {
                Smart.sniff(bytes);
                prop_assert_eq!(read(bytes, limit, 1), read(bytes, limit, 4096));
            }
        }
    }
}
