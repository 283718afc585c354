use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::search::{Bucket, Counts, Line, LineOf, Tally};

fn line(of: LineOf, period: Period, stories: &[u64]) -> Line {
    let starts = std::iter::successors("1987-02-01".parse().ok(), |day| period.next(*day));
    let bucket = |(start, stories): (_, &u64)| {
        let counts = Counts { items: *stories, stories: *stories, matches: *stories * 2 };
        Bucket { start, tally: Tally { counts, total: *stories * 10 } }
    };
    Line { of, buckets: starts.zip(stories).map(bucket).collect(), undated: None }
}

fn drawn(lines: Vec<Line>, title: &str, by: Option<&str>, plot: Plot) -> String {
    let timeline = Timeline { found: Counts::default(), total: 0, lines, others: 0 };
    let text = ChartText { title, source: "newswire & more", zone: "UTC", by };
    chart(&timeline, Period::Month, plot, &text).unwrap()
}

/// What a picture is made of.
const KNOWN: [&str; 9] =
    ["svg", "title", "desc", "text", "rect", "line", "polyline", "polygon", "circle"];

/// The texts of a picture; fails where it is no XML, or holds what a chart has no need of.
fn texts(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    let (mut texts, mut text, mut open) = (Vec::new(), String::new(), 0);
    loop {
        let event = reader.read_event().expect("it is well formed");
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            let name: &str = tag.name().into_inner();
            assert!(KNOWN.contains(&name), "{name}");
            for attribute in tag.attributes() {
                let key = attribute.expect("attributes are well formed").key.into_inner();
                assert!(!key.starts_with("on") && !key.contains("href"), "{key}");
            }
        }
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => {
                open -= 1;
                let whole = std::mem::take(&mut text);
                if !whole.trim().is_empty() {
                    texts.push(whole.trim().to_owned());
                }
            }
            Event::Text(part) => text += &part,
            Event::GeneralRef(entity) => {
                text.push(match &*entity {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("&{other};"),
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0);
    texts
}

#[test]
fn a_chart_says_what_it_shows() {
    let svg =
        drawn(vec![line(LineOf::All, Period::Month, &[3, 0, 12])], "cocoa", None, Plot::Stories);
    let texts = texts(&svg);
    for text in
        ["cocoa", "newswire & more", "stories per month", "month (UTC)", "0", "15", "1987-03"]
    {
        assert!(texts.iter().any(|it| it == text), "{text}: {texts:?}");
    }
    assert!(svg.starts_with("<svg width=\"480\" height=\""), "{svg}");
    // The ground, and a bar for each bucket that is not empty.
    assert_eq!(svg.matches("<rect").count(), 3);
    assert!(!svg.contains("polygon") && !svg.contains("http://www.w3.org/1999/xlink"));
    let again =
        drawn(vec![line(LineOf::All, Period::Month, &[3, 0, 12])], "cocoa", None, Plot::Stories);
    assert_eq!(svg, again);
}

#[test]
fn several_lines_have_a_legend_and_marks_of_their_own() {
    let lines = vec![
        line(LineOf::Value("Reuters".into()), Period::Month, &[3, 0, 12]),
        line(LineOf::Value("AP".into()), Period::Month, &[1, 2, 3]),
        line(LineOf::None, Period::Month, &[0, 0, 1]),
    ];
    let svg = drawn(lines, "cocoa", Some("agency"), Plot::Share);
    let texts = texts(&svg);
    for text in ["agency:", "Reuters", "AP", "(none)", "share of stories per month, %", "10"] {
        assert!(texts.iter().any(|it| it == text), "{text}: {texts:?}");
    }
    assert!(svg.contains("<circle") && svg.contains("<polygon") && svg.contains("<polyline"));
}

#[test]
fn text_of_a_query_is_text() {
    let hostile = "</text><script>alert(1)</script> & \"x\" \u{1b}[31m \u{0} ]]> 'y' --";
    let lines = vec![line(LineOf::Value(hostile.into()), Period::Month, &[1])];
    let svg = drawn(lines, hostile, Some("topic"), Plot::Matches);
    assert!(!svg.contains("<script") && !svg.contains('\u{1b}') && !svg.contains('\u{0}'));
    assert!(texts(&svg)[0].starts_with("</text><script>alert(1)</script> & \"x\""));
}

#[test]
fn any_number_of_buckets_can_be_drawn() {
    for count in [0, 1, 2, 241, 20_000] {
        let stories: Vec<u64> = (0..count).map(|at| at * 7919 % 1000).collect();
        let svg = drawn(vec![line(LineOf::All, Period::Day, &stories)], "x", None, Plot::Stories);
        assert!(texts(&svg).len() > 3 && svg.len() < 150_000, "{count}: {}", svg.len());
    }
    assert!(texts(&drawn(Vec::new(), "", Some("agency"), Plot::Share)).len() > 3);
}
