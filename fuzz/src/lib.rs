//! What the fuzz targets do with their bytes: read them, and hold the result to what must be true
//! of every story, whatever came in.
//!
//! `cargo +nightly fuzz run fuzz_nitf FOLDER corpus/nitf` fuzzes a format, with its samples to start from.
//! Built without the fuzzer, a target is a program that reads the files it is given again:
//! `cargo run -p newswire-fuzz --bin fuzz_nitf -- FILE…`.

use std::io::Cursor;
use std::ops::ControlFlow;

use newswire::copy::{byline, clock, compose, credits, dateline, take};
use newswire::format::{self, Context, Cut, Limits, Read};
use newswire::ingest::container::{Bounds, Inside, Opener, Stream, Visitor};
use newswire::query;
use newswire::story::{Source, Story};
use newswire::text::{charset, markup};

/// Makes a program of a function of bytes.
#[macro_export]
macro_rules! target {
    ($function:expr) => {
        #[cfg(fuzzing)]
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $function(bytes));

        #[cfg(not(fuzzing))]
        fn main() {
            for path in std::env::args_os().skip(1) {
                match std::fs::read(&path) {
                    Ok(bytes) => $function(&bytes),
                    Err(error) => eprintln!("{}: {error}", path.display()),
                }
            }
        }
    };
}

#[cfg(fuzzing)]
pub use libfuzzer_sys;

/// Cuts a stream in a format, reads every record, and composes every story.
pub fn format(name: &str, bytes: &[u8]) {
    let format = format::by_name(name).expect("a target is named for its format");
    let _ = format.sniff(&bytes[..bytes.len().min(64 << 10)]);
    let limits = Limits { story: 1 << 20 };
    let context = Context { name: "19870226-story.txt".into(), ..Context::default() };
    let mut last = 0;
    for cut in format.cut(Box::new(Cursor::new(bytes.to_vec())), &limits) {
        let Cut::Record(record) = cut else {
            continue;
        };
        assert!(record.number > last, "records are numbered upwards");
        last = record.number;
        let source = Source { record: record.number, format: name.into(), ..Source::default() };
        match format.read(&record, &context) {
            Ok(Read::Raw(raw)) => {
                if let Ok(story) = compose::story(raw, source) {
                    check(&story);
                }
            }
            Ok(Read::Package(raw, listed)) => {
                let package = compose::package(*raw, listed);
                clean(&serde_json::to_value(&package).expect("a package is plain JSON"));
                assert!(!package.id.is_empty());
            }
            Ok(Read::Story(_)) | Err(_) => {}
        }
        for enclosed in format.enclosed(&record) {
            assert!(enclosed.bytes.len() <= bytes.len() * 4 + 64, "{}", enclosed.name);
        }
    }
}

/// Holds every text of a record to be clean.
fn clean(value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => assert!(
            !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'),
            "a control character in {text:?}"
        ),
        serde_json::Value::Array(values) => values.iter().for_each(clean),
        serde_json::Value::Object(fields) => fields.values().for_each(clean),
        _ => {}
    }
}

/// Holds a story to what must be true of each.
fn check(story: &Story) {
    clean(&serde_json::to_value(story).expect("a record is plain JSON"));
    assert!(!story.id.is_empty());
    assert_eq!(story.lead.as_deref(), story.paragraphs().next());
    if let Some(filed) = &story.filed {
        assert!(filed.len() >= 10, "{filed}");
    }
}

/// Opens containers in containers, and reads every leaf to its end.
pub fn container(bytes: &[u8]) {
    struct Leaves;
    impl Visitor for Leaves {
        fn leaf(
            &mut self,
            _: Option<&str>,
            stream: &mut Stream<'_>,
            _: &Inside<'_>,
        ) -> ControlFlow<()> {
            let mut buffer = [0; 4096];
            while let Ok(read) = std::io::Read::read(stream, &mut buffer) {
                if read == 0 {
                    break;
                }
            }
            ControlFlow::Continue(())
        }
        fn refused(&mut self, _: Option<&str>, _: Option<u64>, reason: &str) {
            assert!(!reason.is_empty());
        }
        fn not_story(&mut self, _: Option<&str>, kind: &'static str) {
            assert!(!kind.is_empty());
        }
    }
    let bounds = Bounds { window: 1 << 20, ..Bounds::default() };
    let _ = Opener::new(bounds).open(bytes, &mut Leaves);
}

/// Reads a dateline out of a paragraph and out of an element.
pub fn dateline(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let hints = dateline::Hints { agency: Some("AP"), language: Some("en") };
    let both = [dateline::read(&text, &hints), dateline::read_element(&text, &hints)];
    for found in both.into_iter().flatten() {
        assert!(text.get(found.rest..).is_some(), "the rest starts at a character");
        let _ = dateline::to_record(&found, None);
    }
}

/// Reads a byline out of a line, out of an element, and out of names alone.
pub fn byline(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for found in [byline::read(&text), byline::read_names(&text), byline::read_positioned(&text)] {
        let names = found.iter().flat_map(|it| &it.names);
        assert!(names.into_iter().all(|it| !it.is_empty()));
    }
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let _ = byline::read_element(&lines);
}

/// Reads a sign-off.
pub fn credits(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(found) = credits::read(&text) {
        assert!(text.get(..found.start).is_some());
    }
}

/// Reads the marks of a headline.
pub fn take(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (headline, slug) = text.split_once('\n').unwrap_or((&text, ""));
    let _ = take::read(headline, Some(slug));
    let _ = take::read_line(headline);
}

/// Reads a time, and moves it to UTC.
pub fn clock(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(filed) = clock::parse_timestamp(&text) {
        let _ = clock::to_utc(&filed, Some("America/New_York"));
    }
}

/// Decodes bytes, with and without a charset declared.
pub fn charset(bytes: &[u8]) {
    let (label, rest) = bytes.split_at(bytes.len().min(12));
    let label = String::from_utf8_lossy(label);
    let _ = charset::decode(bytes, None);
    let _ = charset::decode(rest, Some(&label));
}

/// Reads markup as XML and as HTML.
pub fn markup(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for tree in [markup::Tree::xml(&text), markup::Tree::html(&text)] {
        let root = tree.root();
        let _ = (root.text(), root.spaced(), root.paragraphs());
        for element in root.descendants() {
            assert!(element.attributes().count() <= text.len());
        }
    }
}

/// Parses a query, as such and as free text; what was parsed and printed parses again.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let strict = query::Options::default();
    for (any, plain) in [(false, false), (true, false), (false, true)] {
        if let Ok(parsed) = query::parse(&text, &query::Options { any, plain, ..strict }) {
            let printed = query::print(&parsed.root);
            let again = query::parse(&printed, &strict);
            assert!(again.is_ok() || printed.len() > query::MAX_LENGTH, "{printed}");
        }
    }
}

/// Reads a file of queries in every shape.
pub fn topics(bytes: &[u8]) {
    use query::topics::{TopicPart, TopicsFormat, topics};
    let shapes = [
        TopicsFormat::Tsv,
        TopicsFormat::Csv,
        TopicsFormat::Jsonl,
        TopicsFormat::Trec,
        TopicsFormat::Lines,
    ];
    for format in shapes.map(Some).into_iter().chain([None]) {
        for topic in topics(bytes, format, TopicPart::Both).into_iter().flat_map(|it| it.topics) {
            assert!(topic.line > 0);
            assert!(topic.text.is_err() || topic.id.is_some_and(|id| !id.is_empty()));
        }
    }
}
