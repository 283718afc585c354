//! RTF files that are stories, and no download of a database.

use std::io::BufRead;

use super::docx::story_of;
use super::export::{self, Carrier, Pieces, Whole};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, factiva, nexis};

/// The format.
pub struct Rtf;

impl Format for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn about(&self) -> &'static str {
        "Rich text files, a story each"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Carrier::of(head) == Carrier::Rtf
            && !nexis::Nexis.sniff(head)
            && !factiva::Factiva.sniff(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::new(input, |_| Whole, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (lines, story) = export::lines(record, Carrier::Rtf);
        story_of(lines, story)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Body;
    use proptest::prelude::*;

    fn read(rtf: &str) -> crate::story::RawStory {
        let record = Record { number: 1, offset: 0, bytes: rtf.as_bytes().to_vec() };
        match Rtf.read(&record, &Context::default()) {
            Ok(Read::Raw(story)) => story,
            other => panic!("a raw story was expected: {other:?}"),
        }
    }

    #[test]
    fn a_file_is_a_story() {
        let rtf = r"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}\pard\outlinelevel0 Fog shuts harbor\par\pard BOSTON (AP) - Mr. Dvo\'f8\'e1k shut it.\par}";
        assert!(Rtf.sniff(rtf.as_bytes()));
        let story = read(rtf);
        assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
        assert_eq!(story.charset, "windows-1250");
        assert_eq!(story.body, Body::Copy("BOSTON (AP) - Mr. Dvořák shut it.".into()));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( [a-zé{\\\\ü\"&]{1,9}){3,30}\\.", 1..6)) {
            let escape = |it: &str| -> String {
                it.chars().map(|c| match c {
                    '{' | '\\' => format!("\\{c}"),
                    c if c.is_ascii() => c.to_string(),
                    c => format!("\\u{}?", u32::from(c)),
                }).collect()
            };
            let body: String = paragraphs.iter().map(|it| format!("{}\\par\n", escape(it))).collect();
            let story = read(&format!("{{\\rtf1\\ansi {body}}}"));
            prop_assert_eq!(&story.body, &Body::Copy(paragraphs.join("\n\n")));
        }
    }
}
