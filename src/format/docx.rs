//! Word documents that are stories, and no download of a database.
//!
//! What is read is the text of the document, `word/document.xml`; the container layer takes it out
//! of the archive that a `.docx` is.

use std::io::BufRead;

use super::export::{self, Carrier, Pieces, Whole};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, factiva, nexis};
use crate::story::{Body, RawStory};
use crate::text::document::{self, Line};

/// The format.
pub struct Docx;

impl Format for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn about(&self) -> &'static str {
        "Word documents, a story each"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Carrier::of(head) == Carrier::Word
            && !nexis::Nexis.sniff(head)
            && !factiva::Factiva.sniff(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::new(input, |_| Whole, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (lines, story) = export::lines(record, Carrier::Word);
        story_of(lines, story)
    }
}

/// The story that the lines of a document are.
pub fn story_of(lines: Vec<Line>, mut story: RawStory) -> Result<Read, Refusal> {
    let Some(first) = lines.iter().position(|it| !it.text.trim().is_empty()) else {
        return Err(Refusal::NotStory { kind: "document without text" });
    };
    let mut text = &lines[first..];
    // A title that its style says is one; otherwise the copy tells, as in plain text.
    if text[0].heading && !text[0].row && text.len() > 1 && text[0].text.len() < 400 {
        story.headline = Some(text[0].text.trim().to_owned());
        text = &text[1..];
    }
    story.body = Body::Copy(document::copy(text));
    Ok(Read::Raw(story))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    use crate::format::Cut;

    const OPEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

    fn read(xml: &str, limit: usize) -> Vec<Result<RawStory, String>> {
        Docx.cut(Box::new(Cursor::new(xml.as_bytes().to_vec())), &Limits { story: limit })
            .map(|it| match it {
                Cut::Record(record) => match Docx.read(&record, &Context::default()) {
                    Ok(Read::Raw(story)) => Ok(story),
                    Ok(Read::Story(_) | Read::Package(..)) => panic!("a raw story was expected"),
                    Err(refusal) => Err(format!("{refusal:?}")),
                },
                Cut::Refused(refusal) => Err(format!("{refusal:?}")),
                Cut::Broken(..) => Err("broken".into()),
            })
            .collect()
    }

    #[test]
    fn a_document_is_a_story() {
        let xml = format!(
            "{OPEN}<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Fog shuts harbor</w:t></w:r></w:p><w:p/>\
             <w:p><w:r><w:t>BOSTON (AP) - The har</w:t></w:r><w:r><w:t>bor was shut.</w:t></w:r></w:p></w:body></w:document>"
        );
        assert!(Docx.sniff(xml.as_bytes()));
        let stories = read(&xml, 10_000);
        let story = stories[0].as_ref().expect("a story");
        assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
        assert_eq!(story.body, Body::Copy("BOSTON (AP) - The harbor was shut.".into()));
        let told = read(&xml, 100)[0].clone().expect_err("too long");
        assert!(told.contains("--max-story"), "{told}");
        assert!(read(&format!("{OPEN}<w:p/></w:body>"), 10_000)[0].is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( [a-zé<\"&]{1,9}){3,30}\\.", 1..6)) {
            let escape = |it: &str| it.replace('&', "&amp;").replace('<', "&lt;");
            let body: String = paragraphs.iter().map(|it| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escape(it))).collect();
            let stories = read(&format!("{OPEN}{body}</w:body></w:document>"), 1 << 20);
            let story = stories[0].as_ref().expect("a story");
            prop_assert_eq!(&story.body, &Body::Copy(paragraphs.join("\n\n")));
        }
    }
}
