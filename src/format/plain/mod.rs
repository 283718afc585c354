//! Plain text: one stream is one story, unless it says otherwise.
//!
//! What says otherwise: telegraph frames, form feeds, the id lines of message collections, and
//! end marks with more text behind them. The text goes to `copy` whole, which reads its head block
//! line by line; here it is only decided what is no story at all.

pub(super) mod cut;
mod kind;

use std::borrow::Cow;
use std::io::BufRead;

use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::{Body, RawStory};
use crate::text::{charset, clean};

/// The format.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn about(&self) -> &'static str {
        "plain text: a story a file, or parted by frames, form feeds, ids or end marks"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        super::unreadable_kind(head).is_none()
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(cut::Pieces::new(input, limits))
    }

    fn read(&self, record: &Record, context: &Context) -> Result<Read, Refusal> {
        if kind::is_documentation(&context.name) {
            return Err(Refusal::NotStory { kind: "documentation" });
        }
        let decoded = charset::borrow(&record.bytes, None);
        let text = clean::normalise(&decoded.text);
        if let Some(kind) = kind::other_than_story(&text) {
            return Err(Refusal::NotStory { kind });
        }
        let (native_id, text) = unframed(&text);
        let (text, summary) = highlights(text);
        // Two backquotes open a quotation on seven-bit wires and mean nothing else in copy.
        let text = if text.contains("``") { clean::wire_quotes(text) } else { Cow::Borrowed(text) };
        Ok(Read::Raw(RawStory {
            native_id,
            summary,
            body: Body::Copy(text.into_owned()),
            charset: decoded.charset.into_owned(),
            flags: decoded.flags.into_iter().map(str::to_owned).collect(),
            ..RawStory::default()
        }))
    }
}

/// Takes the id line of a message collection, or the lines of a telegraph frame, off a text.
fn unframed(text: &str) -> (Option<String>, &str) {
    let start = text.trim_start_matches(['\n', ' ']);
    let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
    if let Some(id) = cut::message_id(first.as_bytes()) {
        return (Some(first[..id].to_owned()), rest);
    }
    if cut::opens_frame(first.as_bytes()) {
        let rest = rest.trim_end();
        let body = rest.rsplit_once('\n').filter(|(_, last)| cut::closes_frame(last.as_bytes()));
        return (None, body.map_or(rest, |(body, _)| body));
    }
    (None, text)
}

/// The line above each point of a summary, in the files of the CNN and Daily Mail collection.
const HIGHLIGHT: &str = "@highlight";

/// A text, and the points of the summary that stand below it.
fn highlights(text: &str) -> (&str, Vec<String>) {
    let mut starts = memchr::memmem::find_iter(text.as_bytes(), HIGHLIGHT);
    let is_line =
        |at: &usize| text[..*at].ends_with('\n') && text[at + HIGHLIGHT.len()..].starts_with('\n');
    let Some(first) = starts.find(is_line) else { return (text, Vec::new()) };
    let points = text[first..].split(HIGHLIGHT).map(|it| it.trim().to_owned());
    (&text[..first], points.filter(|it| !it.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cut;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn cut(text: &[u8], limit: usize) -> Vec<Cut> {
        let input = BufReader::with_capacity(7, Cursor::new(text.to_vec()));
        Plain.cut(Box::new(input), &Limits { story: limit }).collect()
    }

    fn pieces(text: &str) -> Vec<String> {
        cut(text.as_bytes(), 1 << 20)
            .into_iter()
            .map(|it| match it {
                Cut::Record(record) => String::from_utf8(record.bytes).expect("whole characters"),
                Cut::Refused(Refusal::NotStory { kind }) => format!("<{kind}>"),
                _ => "<other>".into(),
            })
            .collect()
    }

    fn read(text: &str, name: &str) -> Result<RawStory, Refusal> {
        let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
        match Plain.read(&record, &Context { name: name.into(), ..Context::default() })? {
            Read::Raw(story) => Ok(story),
            Read::Story(_) | Read::Package(..) => panic!("a raw story was expected"),
        }
    }

    #[test]
    fn points_of_a_summary_stand_below_the_text() {
        let text = "Fog shut the harbor @highlight of the year.\n\n@highlight\n\nFog shuts harbor\n\n\
                    @highlight\n\nShips wait\n";
        let story = read(text, "a.story").unwrap();
        assert_eq!(story.summary, ["Fog shuts harbor", "Ships wait"]);
        assert_eq!(
            story.body,
            Body::Copy("Fog shut the harbor @highlight of the year.\n\n".into())
        );
    }

    #[test]
    fn one_stream_is_one_story() {
        let text = "HARBOR SHUT\n\nBOSTON, March 3 - Fog shut it.\n -30-\n";
        assert_eq!(pieces(text), [text]);
    }

    #[test]
    fn frames_form_feeds_ids_and_end_marks_part_stories() {
        assert_eq!(
            pieces("ZCZC A1\none\nNNNN\n\nzczc a2\ntwo\nnnnn\n"),
            ["ZCZC A1\none\nNNNN\n", "zczc a2\ntwo\nnnnn\n"]
        );
        assert_eq!(pieces("one\n\x0Ctwo\n\x0C\n"), ["one\n", "two\n"]);
        assert_eq!(
            pieces("\n\nDEV-MUC3-0001 (NOSC)\none\nTST2-MUC4-0002\ntwo"),
            ["DEV-MUC3-0001 (NOSC)\none\n", "TST2-MUC4-0002\ntwo"]
        );
        assert_eq!(
            pieces("one\n-30-\ntwo\n ### \nthree\n= = =\n\n"),
            ["one\n-30-\n", "two\n ### \n", "three\n= = =\n"]
        );
        assert_eq!(
            pieces("before\nZCZC A1\none\n###\nmore\nNNNN\nafter"),
            ["before\n", "ZCZC A1\none\n###\nmore\nNNNN\n", "after"]
        );
        assert_eq!(pieces("one\r-30-\rtwo\r"), ["one\r-30-\r", "two\r"]);
        assert_eq!(
            pieces("ZCZC A1\none\nNNXN\nZCZC A2\ntwo\nNNNN\n"),
            ["ZCZC A1\none\nNNXN\n", "ZCZC A2\ntwo\nNNNN\n"]
        );
    }

    #[test]
    fn nothing_is_counted_too() {
        assert_eq!(pieces(""), ["<empty>"]);
        assert_eq!(pieces(" \n\r\n"), ["<empty>"]);
    }

    #[test]
    fn a_stream_over_the_limit_is_told() {
        let text = format!("short\n\x0C{}\n\x0Cshort", "long ".repeat(40));
        let cuts = cut(text.as_bytes(), 50);
        let Cut::Refused(Refusal::Reject { offset, reason }) = &cuts[1] else {
            panic!("a reject was expected")
        };
        assert_eq!((cuts.len(), *offset), (3, 7));
        assert!(reason.contains("--max-story"));
        assert!(
            matches!(&cuts[2], Cut::Record(record) if record.bytes == b"short" && record.number == 3)
        );
    }

    #[test]
    fn wide_text_is_not_cut_by_its_bytes() {
        let text: Vec<u8> =
            "\u{FEFF}one\n###\ntwo".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cuts = cut(&text, 1000);
        let [Cut::Record(record)] = cuts.as_slice() else { panic!("one record was expected") };
        assert_eq!(record.bytes, text);
    }

    #[test]
    fn ids_and_frames_come_off() {
        let story = read("DEV-MUC3-0001 (NOSC)\n\nBOSTON, 3 JAN 90 -- FOG.", "").expect("a story");
        assert_eq!(story.native_id.as_deref(), Some("DEV-MUC3-0001"));
        assert_eq!(story.body, Body::Copy("\nBOSTON, 3 JAN 90 -- FOG.".into()));
        let story = read("ZCZC A1\nFog ``came''.\nNNNN\n", "").expect("a story");
        assert_eq!(story.body, Body::Copy("Fog “came”.".into()));
    }

    #[test]
    fn documentation_is_known_by_its_name() {
        for name in ["README", "a/readme.txt", "x.zip!LICENSE-MIT", "Changelog.md", "COPYING"] {
            assert_eq!(
                read("Some words here.", name),
                Err(Refusal::NotStory { kind: "documentation" })
            );
        }
        assert!(read("Some words here.", "licensed-harbors.txt").is_ok());
        assert!(read("Some words here.", "readme/story.txt").is_ok());
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_lost(
            text in "(ZCZC A\n|NNNN\n|zczc|-30-\n|###\n|= = =\n|\u{C}|one |\n|\r\n|DEV-MUC3-0001\n|é){0,24}",
        ) {
            let all: String = pieces(&text).concat();
            let solid = |text: &str| -> String { text.split_whitespace().collect() };
            if !text.trim().is_empty() {
                prop_assert_eq!(solid(&all), solid(&text));
            }
        }

        #[test]
        fn never_panics(bytes: Vec<u8>, limit in 0usize..30) {
            for cut in cut(&bytes, limit) {
                if let Cut::Record(record) = cut {
                    let _ = Plain.read(&record, &Context::default());
                }
            }
        }
    }
}
