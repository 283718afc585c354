//! TIME.ALL: the stories of Time magazine of 1963, a test collection of the 1960s.
//!
//! `*TEXT 017 01/04/63 PAGE 020` stands above each story and `*STOP` below the last one. There are
//! no headlines and no bylines. Some header lines are damaged: what cannot be read of one is not
//! guessed.

use std::io::BufRead;

use chrono::NaiveDate;

use super::export::set_publication;
use super::plain::cut::{Pieces, Sign};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::copy::clock;
use crate::story::{Body, FiledText, Precision, RawStory};
use crate::text::charset;
use crate::text::clean::{normalise, one_line};

/// The format.
pub struct Time;

/// Flag: a header line is not as it should be.
const DAMAGED: &str = "header_damaged";

impl Format for Time {
    fn name(&self) -> &'static str {
        "time"
    }

    fn about(&self) -> &'static str {
        "TIME.ALL, the collection of Time magazine of 1963"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if matches!(start.first(), None | Some(b'<' | b'{' | b'[')) {
            return false;
        }
        let whole = |line: &[u8]| {
            let header = String::from_utf8_lossy(line);
            sign(line) == Sign::Starts && Header::of(&header).is_some_and(|it| it.date.is_some())
        };
        head.split(|it| matches!(it, b'\n' | b'\r')).any(whole)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::by(sign, input, limits).opened_by(b"*TEXT "))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, None);
        let text = normalise(&decoded.text);
        let text = text.trim_start_matches(['\n', ' ']);
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        if first.trim() == "*STOP" {
            return Err(Refusal::NotStory { kind: "end of a collection" });
        }
        let Some(header) = Header::of(first) else {
            let reason = "no line *TEXT at its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        let mut story = RawStory {
            native_id: header.number.map(str::to_owned),
            language: Some("en".to_owned()),
            charset: decoded.charset.clone().into_owned(),
            flags: decoded.flags.iter().map(|it| (*it).to_owned()).collect(),
            ..RawStory::default()
        };
        set_publication(&mut story, "Time");
        match header.date {
            Some(date) => {
                story.filed = Some(FiledText {
                    date: date.to_string(),
                    time: None,
                    zone: None,
                    precision: Precision::Day,
                });
            }
            None => story.flags.push(clock::DATE_INVALID.to_owned()),
        }
        story.ednotes.extend(header.page.map(|page| format!("page {page}")));
        if header.page.is_none() || header.number.is_none() {
            story.flags.push(DAMAGED.to_owned());
        }
        if header.date.is_none() || header.page.is_none() || header.number.is_none() {
            story.ednotes.push(one_line(first));
        }
        let rest = rest.trim_end();
        let rest = rest.strip_suffix("*STOP").unwrap_or(rest);
        if rest.trim().is_empty() {
            let reason = "nothing stands under the line *TEXT".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        story.body = Body::Wrapped(tight(rest));
        Ok(Read::Raw(story))
    }
}

fn sign(line: &[u8]) -> Sign {
    match line.first() {
        Some(b'*') if line.starts_with(b"*TEXT ") => Sign::Starts,
        Some(b'*') if line.trim_ascii() == b"*STOP" => Sign::Ends,
        _ => Sign::Nothing,
    }
}

/// What a header line says.
struct Header<'a> {
    number: Option<&'a str>,
    date: Option<NaiveDate>,
    page: Option<u32>,
}

impl<'a> Header<'a> {
    /// Reads `*TEXT 017 01/04/63 PAGE 020`, whole or not.
    fn of(line: &'a str) -> Option<Header<'a>> {
        let mut words = line.trim().strip_prefix("*TEXT")?.split_ascii_whitespace().peekable();
        let digits = |word: &str| word.bytes().all(|it| it.is_ascii_digit());
        let number = words.next_if(|it| (1..=4).contains(&it.len()) && digits(it));
        let rest: Vec<&str> = words.collect();
        let page = rest.iter().position(|it| *it == "PAGE");
        let date = match &rest[..page.unwrap_or(rest.len())] {
            [date] => day(date),
            _ => None,
        };
        let page = page.and_then(|at| match rest.get(at + 1..) {
            Some([number]) if digits(number) => number.parse().ok(),
            _ => None,
        });
        Some(Header { number, date, page })
    }
}

/// `01/04/63`, month first. The collection is of one year of that century.
fn day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split('/').collect();
    let whole = |it: &&str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
    let [month, day, year] = parts.as_slice() else { return None };
    if !parts.iter().all(whole) {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    NaiveDate::from_ymd_opt(1900 + year, month.parse().ok()?, day.parse().ok()?)
}

/// Takes out the blanks before full stops and their like, which the collection puts there.
fn tight(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut from = 0;
    for at in memchr::memchr_iter(b' ', bytes) {
        let spaced = matches!(bytes.get(at + 1), Some(b'.' | b',' | b';' | b':' | b'?' | b'!'))
            && bytes.get(at + 2).is_none_or(|it| matches!(it, b' ' | b'\n' | b'"' | b')'))
            && at > 0
            && !bytes[at - 1].is_ascii_whitespace();
        if spaced {
            out.push_str(&text[from..at]);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cut;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn read(text: &[u8], limit: usize, buffer: usize) -> Vec<Result<RawStory, Refusal>> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.to_vec()));
        Time.cut(Box::new(input), &Limits { story: limit })
            .filter_map(|it| if let Cut::Record(it) = it { Some(it) } else { None })
            .map(|it| match Time.read(&it, &Context::default())? {
                Read::Raw(story) => Ok(story),
                Read::Story(_) | Read::Package(..) => panic!("a raw story was expected"),
            })
            .collect()
    }

    #[test]
    fn stories_are_read() {
        let text = "*TEXT 017 01/04/63 PAGE 020\n\nFOG SHUT THE HARBOR . SHIPS WAITED .\n\n*TEXT 018 \
                    01/11/63 PAGE 021\n\nTHE U.S . SENT NO ONE .\n\n*STOP\n";
        assert!(Time.sniff(text.as_bytes()));
        for buffer in [1, 9, 4096] {
            let all: Vec<RawStory> =
                read(text.as_bytes(), 9999, buffer).into_iter().filter_map(Result::ok).collect();
            assert_eq!(all.len(), 2);
            assert_eq!(all[0].native_id.as_deref(), Some("017"));
            assert_eq!(all[0].filed.as_ref().map(|it| it.date.as_str()), Some("1963-01-04"));
            assert_eq!((all[0].headline.as_deref(), all[0].bylines.len()), (None, 0));
            assert_eq!(all[0].ednotes, ["page 20"]);
            assert!(all[0].flags.is_empty());
            let Body::Wrapped(body) = &all[1].body else { panic!("wrapped text was expected") };
            assert_eq!(body.trim(), "THE U.S. SENT NO ONE.");
        }
    }

    #[test]
    fn damaged_headers_are_not_guessed() {
        for (line, number, date, flags) in [
            ("*TEXT 410 08/30 63 PAGE 031", Some("410"), None, &["date_invalid"][..]),
            ("*TEXT 411 13/30/63 PAGE 031", Some("411"), None, &["date_invalid"]),
            ("*TEXT 412 08/3O/63 PAGE 031", Some("412"), None, &["date_invalid"]),
            ("*TEXT 413 08/30/63 PAGE", Some("413"), Some("1963-08-30"), &["header_damaged"]),
            ("*TEXT 08/30/63 PAGE 031", None, Some("1963-08-30"), &["header_damaged"]),
            ("*TEXT 414", Some("414"), None, &["date_invalid", "header_damaged"]),
        ] {
            let text = format!("{line}\nFOG CAME .\n");
            let [Ok(story)] = &read(text.as_bytes(), 999, 9)[..] else { panic!("{line}") };
            assert_eq!(story.native_id.as_deref(), number, "{line}");
            assert_eq!(story.filed.as_ref().map(|it| it.date.as_str()), date, "{line}");
            assert_eq!(story.flags, flags, "{line}");
            let kept = story.ednotes.iter().any(|it| it == line);
            assert_eq!(kept, !flags.is_empty(), "{line}");
        }
    }

    #[test]
    fn other_texts_are_not_taken() {
        for head in [&b""[..], b"*TEXT of the speech\n", b"*TEXT\n", b"*TEXT 1 PAGE\n", b"*STOP\n"]
        {
            assert!(!Time.sniff(head), "{}", String::from_utf8_lossy(head));
        }
    }

    proptest! {
        #[test]
        fn a_written_story_is_read_back(
            paragraphs in prop::collection::vec("[A-Z]{2,9}( ([A-Z]{2,6}|É[<&]|\"[A-Z]{2,6}\")){3,30}", 1..6),
            number in 1u32..999,
            day in 1u32..28,
        ) {
            let text = paragraphs.join(" .\n\n");
            let one = format!("*TEXT {number:03} 02/{day:02}/63 PAGE 007\n\n{text} .\n\n");
            let all = read(format!("{one}{one}*STOP\n").as_bytes(), 1 << 20, 11);
            prop_assert_eq!(all.len(), 2);
            let story = all[1].as_ref().expect("a story");
            prop_assert_eq!(story.native_id.clone(), Some(format!("{number:03}")));
            let date = story.filed.as_ref().map(|it| it.date.clone());
            prop_assert_eq!(date, Some(format!("1963-02-{day:02}")));
            let Body::Wrapped(body) = &story.body else { panic!("wrapped text was expected") };
            let expected: Vec<String> = paragraphs.iter().map(|it| format!("{it}.")).collect();
            prop_assert_eq!(crate::text::paragraphs::paragraphs(body), expected);
        }

        #[test]
        fn never_panics(
            bytes: Vec<u8>,
            text in "(\\*TEXT |017 |01/04/63 |08/30 63|PAGE |020|\n|\\*STOP|FOG | \\.|é){0,30}",
            limit in 0usize..200,
        ) {
            for bytes in [&bytes[..], text.as_bytes()] {
                Time.sniff(bytes);
                prop_assert_eq!(read(bytes, limit, 1), read(bytes, limit, 4096));
            }
        }
    }
}
