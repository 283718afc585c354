use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::format::Cut;
use crate::story::Precision;

const STORY: &str = r#"<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="9" NEWID="7">
<DATE> 3-MAR-1987 09:15:27.40&#5;&#5;&#5;RM</DATE>
<TOPICS><D>ship</D><D>crude</D></TOPICS>
<PLACES><D>usa</D></PLACES>
<PEOPLE><D>doe</D></PEOPLE>
<ORGS></ORGS>
<EXCHANGES><D>nyse</D></EXCHANGES>
<COMPANIES></COMPANIES>
<UNKNOWN>
&#5;&#5;&#5;F Y
&#22;&#22;&#1;f0815&#31;reute
b f BC-HARBOR-FOG-(URGENT)   03-03 0088</UNKNOWN>
<TEXT>&#2;
<TITLE>HARBOR &lt;HBR> SHUT BY
FOG</TITLE>
<AUTHOR>    By Ann Lee, Reuters</AUTHOR>
<DATELINE>    BOSTON,
March 3 - </DATELINE><BODY>The harbor was shut on Tuesday because of fog &gt; feared, a
pilot said.
    It opens today.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
"#;

const BRIEF: &str = r#"<REUTERS NEWID="8">
<DATE>3-MAR-1987 09:16:00.00</DATE>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>HARBOR OPENS AGAIN</TITLE>Blah blah blah.
&#3;

</TEXT>
</REUTERS>
"#;

const UNPROCESSED: &str = r#"<REUTERS NEWID="9">
<TEXT TYPE="UNPROC">&#2;
HARBOR FIGURES - MARCH 3
 Ships in........12 vs......14
 Ships out........9 vs......11
 Reuter
&#3;
</TEXT>
</REUTERS>
"#;

fn cut(text: &[u8], limits: &Limits) -> Vec<Cut> {
    Reuters21578.cut(Box::new(Cursor::new(text.to_vec())), limits).collect()
}

fn records(text: &[u8]) -> Vec<Record> {
    cut(text, &Limits::default())
        .into_iter()
        .filter_map(|it| if let Cut::Record(record) = it { Some(record) } else { None })
        .collect()
}

fn refusals(text: &[u8]) -> Vec<u64> {
    cut(text, &Limits::default())
        .into_iter()
        .filter_map(|it| match it {
            Cut::Refused(Refusal::Reject { offset, .. }) => Some(offset),
            _ => None,
        })
        .collect()
}

fn read(text: &str) -> RawStory {
    let record = Record { number: 1, offset: 0, bytes: text.as_bytes().to_vec() };
    match Reuters21578.read(&record, &Context::default()) {
        Ok(Read::Raw(story)) => story,
        _ => panic!("a story was expected"),
    }
}

#[test]
fn every_element_is_read() {
    let story = read(STORY);
    assert_eq!(story.native_id.as_deref(), Some("7"));
    assert_eq!(story.agency.as_deref(), Some("Reuters"));
    assert_eq!(story.headline.as_deref(), Some("HARBOR <HBR> SHUT BY\nFOG"));
    assert_eq!(story.slug.as_deref(), Some("BC-HARBOR-FOG-(URGENT)"));
    assert_eq!((story.urgency, story.category.as_deref()), (Some(2), Some("f")));
    assert_eq!(story.bylines, ["By Ann Lee, Reuters"]);
    assert_eq!(story.dateline.as_deref().map(str::trim), Some("BOSTON,\nMarch 3 -"));
    assert_eq!(story.topics, ["topics:ship", "topics:crude", "people:doe", "exchanges:nyse"]);
    assert_eq!(story.places, ["usa"]);
    let filed = story.filed.expect("has a date");
    assert_eq!((filed.date.as_str(), filed.time.as_deref()), ("1987-03-03", Some("09:15:27")));
    assert_eq!(
        (filed.zone.as_deref(), filed.precision),
        (Some("America/New_York"), Precision::Second)
    );
    let Body::Wrapped(body) = story.body else { panic!("hard-wrapped text was expected") };
    assert_eq!(
        body.trim_end(),
        "The harbor was shut on Tuesday because of fog > feared, a\npilot said.\n    It opens today.\n Reuter"
    );
    assert!(story.flags.is_empty() && story.inferred.is_empty());
    assert_eq!(story.charset, "us-ascii");
}

#[test]
fn placeholders_are_no_body() {
    let story = read(BRIEF);
    assert_eq!(story.headline.as_deref(), Some("******HARBOR OPENS AGAIN"));
    assert_eq!(story.body, Body::default());
}

#[test]
fn unprocessed_text_keeps_its_lines() {
    let story = read(UNPROCESSED);
    assert_eq!(story.headline.as_deref(), Some("HARBOR FIGURES - MARCH 3"));
    assert_eq!(story.inferred, ["headline"]);
    let Body::Preformatted(body) = story.body else { panic!("lines were expected") };
    assert_eq!(body, " Ships in........12 vs......14\n Ships out........9 vs......11\n Reuter");
}

#[test]
fn records_know_their_place() {
    let text = format!(
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<!-- note -->\n{STORY}{BRIEF}{UNPROCESSED}"
    );
    let found = records(text.as_bytes());
    assert_eq!(found.iter().map(|it| it.number).collect::<Vec<_>>(), [1, 2, 3]);
    for record in &found {
        let at = usize::try_from(record.offset).expect("small");
        assert!(text.as_bytes()[at..].starts_with(&record.bytes));
        assert!(record.bytes.starts_with(b"<REUTERS") && record.bytes.ends_with(b"</REUTERS>"));
    }
    assert!(refusals(text.as_bytes()).is_empty());
}

#[test]
fn a_lost_end_tag_costs_no_neighbour() {
    let text = format!("{}{BRIEF}", STORY.replace("</REUTERS>", ""));
    let found = records(text.as_bytes());
    assert_eq!(found.len(), 2);
    let story = read(&String::from_utf8_lossy(&found[0].bytes));
    assert_eq!(story.native_id.as_deref(), Some("7"));
    assert_eq!(story.flags, ["end_tag_missing"]);
    assert!(refusals(text.as_bytes()).is_empty());
}

#[test]
fn a_lost_start_tag_is_refused_with_its_place() {
    let text = format!("{BRIEF}<DATE>3-MAR-1987</DATE>\n</REUTERS>\n{STORY}junk\n");
    assert_eq!(records(text.as_bytes()).len(), 2);
    let junk = text.find("junk").expect("is there");
    assert_eq!(refusals(text.as_bytes()), [BRIEF.len() as u64, junk as u64]);
}

#[test]
fn a_story_over_the_limit_is_passed_by() {
    let long = STORY.replace("It opens", &"It opens ".repeat(200));
    let text = format!("{BRIEF}{long}{UNPROCESSED}");
    let cuts = cut(text.as_bytes(), &Limits { story: 1000 });
    let shape: Vec<_> = cuts
        .iter()
        .map(|it| match it {
            Cut::Record(record) => format!("record {}", record.number),
            Cut::Refused(Refusal::Reject { offset, reason }) => {
                assert!(reason.contains("--max-story"));
                format!("reject {offset}")
            }
            _ => "other".into(),
        })
        .collect();
    assert_eq!(
        shape,
        ["record 1".into(), format!("reject {}", BRIEF.len()), "record 3".to_owned()]
    );
}

#[test]
fn brackets_in_text_are_text() {
    let story = read(&STORY.replace("It opens", "The <BDEP> and </x> open"));
    let Body::Wrapped(body) = story.body else { panic!("text was expected") };
    assert!(body.contains("The <BDEP> and </x> open today."));
}

#[test]
fn text_outside_the_elements_is_kept() {
    let story = read(&STORY.replace("<BODY>", ""));
    let Body::Wrapped(body) = story.body else { panic!("text was expected") };
    assert!(body.contains("The harbor was shut") && body.contains("Reuter"));
}

#[test]
fn sniffed_by_its_tags() {
    assert!(Reuters21578.sniff(STORY.as_bytes()));
    assert!(Reuters21578.sniff(format!("tail of a story\n{STORY}").as_bytes()));
    assert!(!Reuters21578.sniff(b"<DOC><TEXT>REUTERS said</TEXT></DOC>"));
    assert!(
        !Reuters21578.sniff(b"Each story starts with '<REUTERS NEWID=1>' here\n<REUTERS NEWID=??>")
    );
    assert!(!Reuters21578.sniff(b""));
}

#[test]
fn every_prefix_keeps_the_stories_before_it() {
    let text = format!("{STORY}{BRIEF}");
    for end in 0..text.len() {
        let found = records(&text.as_bytes()[..end]);
        let whole = usize::from(end >= STORY.len() - 1);
        assert!(found.len() >= whole, "{end}");
        for record in &found {
            drop(Reuters21578.read(record, &Context::default()));
        }
    }
}

proptest! {
    #[test]
    fn bytes_are_never_lost(
        text in "(<REUTERS NEWID=\"1\">|</REUTERS>|<TEXT>|</TEXT>|<BODY>|x|\n|<|REUTERSx|<!--|-->|<!D>){0,24}",
        chunk in 1usize..9,
    ) {
        let input = std::io::BufReader::with_capacity(chunk, Cursor::new(text.clone().into_bytes()));
        let cuts: Vec<_> = Reuters21578.cut(Box::new(input), &Limits::default()).collect();
        let starts = text.matches("<REUTERS NEWID").count();
        let found: Vec<_> = cuts.iter().filter_map(|it| if let Cut::Record(it) = it { Some(it) } else { None }).collect();
        prop_assert_eq!(found.len(), starts);
        for record in found {
            let at = usize::try_from(record.offset).expect("small");
            prop_assert!(text.as_bytes()[at..].starts_with(&record.bytes));
            let _ = Reuters21578.read(record, &Context::default());
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
        let mut text = b"<REUTERS NEWID=\"1\"><TEXT>".to_vec();
        text.extend(bytes);
        for record in records(&text) {
            let _ = Reuters21578.read(&record, &Context::default());
        }
    }
}
