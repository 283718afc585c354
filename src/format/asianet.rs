//! AsiaNet: press releases, `Source: X` above `MEDIA RELEASE PR67275`, a release a file.
//!
//! Releases that were put one behind the other are parted where those two lines stand.

use std::io::BufRead;

use super::cutter::over_limit;
use super::plain::cut::{Pieces, Sign};
use super::{Context, Cut, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::{Body, RawStory};
use crate::text::charset;
use crate::text::clean::{normalise, one_line};

/// The format.
pub struct AsiaNet;

/// Lines that may stand between the two.
const NEAR: usize = 4;
/// Lines of a headline at most.
const HEADLINE: usize = 8;
/// Lines that the tail of a release may have.
const TAIL: usize = 60;

impl Format for AsiaNet {
    fn name(&self) -> &'static str {
        "asianet"
    }

    fn about(&self) -> &'static str {
        "AsiaNet press releases"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        opening(start).is_some()
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        let pieces = Pieces::by(sign, input, limits);
        Box::new(Releases { pieces, limit: limits.story, next: None, held: None, number: 0 })
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, None);
        let text = normalise(&decoded.text);
        let Some(opening) = opening(text.as_bytes()) else {
            let reason = "no line MEDIA RELEASE with a number under one of a Source".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        let mut story = RawStory {
            native_id: Some(opening.number.clone()),
            agency: Some("AsiaNet".to_owned()),
            charset: decoded.charset.clone().into_owned(),
            flags: decoded.flags.iter().map(|it| (*it).to_owned()).collect(),
            ..RawStory::default()
        };
        let source = one_line(&String::from_utf8_lossy(opening.source));
        if !source.is_empty() {
            story.topics.push(format!("source:{source}"));
        }
        fill(&mut story, text.get(opening.end..).unwrap_or(""));
        Ok(Read::Raw(story))
    }
}

/// What the lines above a release say.
struct Opening<'a> {
    source: &'a [u8],
    number: String,
    /// Where they end.
    end: usize,
}

/// The two lines that open a release, if they do.
fn opening(bytes: &[u8]) -> Option<Opening<'_>> {
    let mut source = None;
    let (mut at, mut seen) = (0, 0);
    while at < bytes.len() && seen <= NEAR {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |it| at + it);
        let line = bytes[at..end].trim_ascii();
        at = end + 1;
        if line.is_empty() {
            continue;
        }
        seen += 1;
        match source {
            None => source = Some(line.strip_prefix(b"Source:")?.trim_ascii()),
            Some(source) => {
                if let Some(number) = release(line) {
                    return Some(Opening { source, number, end: at.min(bytes.len()) });
                }
            }
        }
    }
    None
}

/// The number in a line such as `MEDIA RELEASE PR67275`.
fn release(line: &[u8]) -> Option<String> {
    let rest = line.strip_prefix(b"MEDIA RELEASE")?.trim_ascii();
    let digits = rest.strip_prefix(b"PR")?;
    let fits = (3..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    fits.then(|| String::from_utf8_lossy(rest).into_owned())
}

fn sign(line: &[u8]) -> Sign {
    if line.starts_with(b"Source:") { Sign::Starts } else { Sign::Nothing }
}

/// Pieces that begin at a line of a source, put together again where that line opens no release:
/// a release may name its sources too.
struct Releases<'a> {
    pieces: Pieces<'a>,
    limit: usize,
    /// Found, and to be handed over after what is held.
    next: Option<Cut>,
    held: Option<Record>,
    number: u64,
}

impl Releases<'_> {
    fn numbered(&mut self, mut record: Record) -> Cut {
        self.number += 1;
        record.number = self.number;
        if record.bytes.len() > self.limit {
            let (offset, reason) = (record.offset, over_limit(self.limit));
            return Cut::Refused(Refusal::Reject { offset, reason });
        }
        Cut::Record(record)
    }
}

impl Iterator for Releases<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        loop {
            if self.held.is_none()
                && let Some(cut) = self.next.take()
            {
                return Some(cut);
            }
            match (self.pieces.next(), self.held.take()) {
                (Some(Cut::Record(record)), None) => self.held = Some(record),
                (Some(Cut::Record(record)), Some(held)) if opening(&record.bytes).is_some() => {
                    self.held = Some(record);
                    return Some(self.numbered(held));
                }
                (Some(Cut::Record(record)), Some(mut held)) => {
                    // One over the limit stays so without growing.
                    if held.bytes.len() <= self.limit {
                        held.bytes.extend(record.bytes);
                    }
                    self.held = Some(held);
                }
                (Some(other), None) => return Some(other),
                (Some(other), Some(held)) => {
                    self.next = Some(other);
                    return Some(self.numbered(held));
                }
                (None, Some(held)) => return Some(self.numbered(held)),
                (None, None) => return None,
            }
        }
    }
}

/// Reads what stands under the number: headline, text, and who sent it.
fn fill(story: &mut RawStory, text: &str) {
    let text = text.trim_start_matches('\n');
    let end = text.find("\n\n").unwrap_or(text.len());
    let headline = &text[..end];
    let is_headline = headline.lines().count() <= HEADLINE && end < text.len();
    let mut body = text;
    if is_headline {
        story.headline = Some(one_line(headline));
        body = &text[end..];
    }
    if let Some(at) = tail(body) {
        let parts = body[at..].split("\n\n").map(one_line).filter(|it| !it.is_empty());
        story.ednotes.extend(parts);
        body = &body[..at];
    }
    story.body = Body::Wrapped(body.to_owned());
}

/// Where the tail begins: the last line `SOURCE: X`, with whom to ask under it.
fn tail(text: &str) -> Option<usize> {
    let at = text.rfind("\nSOURCE:").map(|at| at + 1)?;
    (text[at..].lines().count() <= TAIL).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn cut(text: &[u8], limit: usize, buffer: usize) -> Vec<Cut> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.to_vec()));
        AsiaNet.cut(Box::new(input), &Limits { story: limit }).collect()
    }

    fn read(text: &[u8], limit: usize, buffer: usize) -> Vec<RawStory> {
        cut(text, limit, buffer)
            .into_iter()
            .filter_map(|it| match it {
                Cut::Record(record) => AsiaNet.read(&record, &Context::default()).ok(),
                _ => None,
            })
            .filter_map(|it| if let Read::Raw(story) = it { Some(story) } else { None })
            .collect()
    }

    const ONE: &str = "Source: Harbor Works Ltd\r\n\r\nMEDIA RELEASE PR67275\r\n\r\nHarbor Works opens \
                       a pier\r\nthat floats\r\n\r\nOSLO, Feb. 1, 2017 /PRNewswire-AsiaNet/ --\r\n\r\nThe \
                       pier opened.\r\n\r\nSource: harbor records.\r\n\r\nSOURCE: Harbor Works \
                       Ltd\r\n\r\nCONTACT: Ann Lee\r\n+47 555 0100\r\n";

    #[test]
    fn a_release_is_read_and_releases_are_parted() {
        assert!(AsiaNet.sniff(ONE.as_bytes()));
        for buffer in [1, 9, 4096] {
            let stories = read(ONE.repeat(2).as_bytes(), 1 << 20, buffer);
            assert_eq!(stories.len(), 2);
            let story = &stories[1];
            assert_eq!(story.native_id.as_deref(), Some("PR67275"));
            assert_eq!(story.topics, ["source:Harbor Works Ltd"]);
            assert_eq!(story.headline.as_deref(), Some("Harbor Works opens a pier that floats"));
            assert_eq!(
                story.ednotes,
                ["SOURCE: Harbor Works Ltd", "CONTACT: Ann Lee +47 555 0100"]
            );
            let Body::Wrapped(body) = &story.body else { panic!("wrapped text was expected") };
            assert_eq!(
                body.trim(),
                "OSLO, Feb. 1, 2017 /PRNewswire-AsiaNet/ --\n\nThe pier opened.\n\nSource: harbor \
                 records."
            );
        }
    }

    #[test]
    fn other_texts_are_not_taken() {
        for head in [
            &b""[..],
            b"Source: Harbor Works\nFog shut the harbor.\n",
            b"MEDIA RELEASE PR67275\nSource: Harbor Works\n",
            b"Source: X\nMEDIA RELEASE PR-1\n",
            b"A headline\nSource: X\nMEDIA RELEASE PR67275\n",
            b"Source: X\na\nb\nc\nd\nMEDIA RELEASE PR67275\n",
        ] {
            assert!(!AsiaNet.sniff(head), "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_release_over_the_limit_is_told_once() {
        let long = format!("{ONE}Source: {}\n", "fog ".repeat(30));
        let cuts = cut(format!("{long}{ONE}").as_bytes(), ONE.len() + 20, 9);
        assert_eq!(cuts.len(), 2, "one refusal, and the next release");
        assert!(matches!(cuts.last(), Some(Cut::Record(_))));
    }

    proptest! {
        #[test]
        fn a_written_story_is_read_back(
            headline in "[A-Z][a-zé]{2,9}( [a-z&]{2,9}){1,6}",
            paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|é[<&]|\"[a-z]{2,6}\")){3,30}\\.", 1..6),
            number in 1000u32..99999,
        ) {
            let text = paragraphs.join("\n\n");
            let one = format!("Source: X & Co\n\nMEDIA RELEASE PR{number}\n\n{headline}\n\n{text}\n\nSOURCE: X & Co\n");
            let stories = read(one.repeat(2).as_bytes(), 1 << 20, 11);
            prop_assert_eq!(stories.len(), 2);
            prop_assert_eq!(stories[1].native_id.clone(), Some(format!("PR{number}")));
            prop_assert_eq!(stories[1].headline.as_deref(), Some(headline.as_str()));
            let Body::Wrapped(body) = &stories[1].body else { panic!("wrapped text was expected") };
            prop_assert_eq!(crate::text::paragraphs::paragraphs(body), paragraphs);
        }

        #[test]
        fn never_panics(
            bytes: Vec<u8>,
            text in "(Source: X\n|MEDIA RELEASE PR67275\n|SOURCE: X\n|\n|\r\n|fog |é){0,30}",
            limit in 0usize..200,
        ) {
            for bytes in [&bytes[..], text.as_bytes()] {
                AsiaNet.sniff(bytes);
                prop_assert_eq!(read(bytes, limit, 1), read(bytes, limit, 4096));
            }
        }
    }
}
