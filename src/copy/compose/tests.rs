//! Whole stories through all steps.

use super::story;
use crate::story::{Body, FiledText, Precision, RawStory, Source, Story, TakeKind};
use proptest::prelude::*;

fn copy(text: &str) -> Story {
    let raw = RawStory { body: Body::Copy(text.into()), ..RawStory::default() };
    story(raw, Source::default()).expect("a story")
}

fn tagged(headline: &str, paragraphs: &[&str]) -> Story {
    let raw = RawStory {
        headline: Some(headline.into()),
        body: Body::Paragraphs(paragraphs.iter().map(|it| (*it).into()).collect()),
        ..RawStory::default()
    };
    story(raw, Source::default()).expect("a story")
}

#[test]
fn plain_copy_becomes_a_whole_record() {
    let story = copy(
        "UPDATE 2-Harbor reopens\n\nBy Janet Harker and Pat Poe\n\nLONDON, March 3 (Reuters) - The harbor reopened on\nTuesday.\n\n\"We are glad,\" she said.\n\n(Reporting by Janet Harker; Editing by Jo Day)\n\nREUTER\n",
    );
    assert_eq!(story.headline.as_deref(), Some("Harbor reopens"));
    assert_eq!((story.take.kind, story.take.number), (TakeKind::Update, Some(2)));
    assert_eq!(
        story.byline.map(|it| it.names),
        Some(vec!["Janet Harker".into(), "Pat Poe".into()])
    );
    assert_eq!(story.agency.as_deref(), Some("Reuters"));
    assert_eq!(story.lead.as_deref(), Some("The harbor reopened on Tuesday."));
    assert_eq!(
        story.body.as_deref(),
        Some("The harbor reopened on Tuesday.\n\n\"We are glad,\" she said.")
    );
    assert_eq!(story.credits.len(), 2);
    assert_eq!(story.words, 10);
    for field in ["headline", "byline", "dateline", "agency", "credits", "take"] {
        assert!(story.inferred.iter().any(|it| it == field), "{field}");
    }
}

#[test]
fn elements_come_before_the_text() {
    let raw = RawStory {
        headline: Some("Harbor reopens".into()),
        bylines: vec!["By Ann Lee".into(), "AP Business Writer".into()],
        dateline: Some("ATLANTA (AP) -".into()),
        native_id: Some("a1".into()),
        version: Some("3".into()),
        filed: Some(FiledText {
            date: "2001-02-03".into(),
            time: Some("04:05:06".into()),
            zone: Some("Z".into()),
            precision: Precision::Second,
        }),
        body: Body::Paragraphs(vec!["Work resumed.".into(), "All went well.".into()]),
        ..RawStory::default()
    };
    let story = story(raw, Source::default()).expect("a story");
    assert_eq!(story.byline.map(|it| it.names), Some(vec!["Ann Lee".into()]));
    assert_eq!(story.agency.as_deref(), Some("AP"));
    assert_eq!(story.id, "AP:a1:3");
    assert!(!story.inferred.iter().any(|it| it == "byline" || it == "dateline"));
    assert_eq!(story.lead.as_deref(), Some("Work resumed."));
}

#[test]
fn notes_and_repeated_headlines_leave_the_text() {
    let story = tagged(
        "Harbor reopens",
        &[
            "(Corrects day in paragraph 1)",
            "HARBOR REOPENS",
            "LONDON, March 3 (Reuters) - It did.",
            "So there.",
        ],
    );
    assert_eq!(story.take.kind, TakeKind::Correction);
    assert_eq!(story.ednote.as_deref(), Some("(Corrects day in paragraph 1)"));
    assert_eq!(story.body.as_deref(), Some("It did.\n\nSo there."));
}

#[test]
fn a_byline_on_the_line_of_the_dateline_is_read() {
    let story =
        tagged("Harbor", &["By Janet Harker NEW YORK (Reuters) - It reopened.", "So there."]);
    assert_eq!(story.byline.map(|it| it.names), Some(vec!["Janet Harker".into()]));
    assert_eq!(story.lead.as_deref(), Some("It reopened."));
}

#[test]
fn an_empty_story_is_refused_and_a_kill_is_not() {
    assert!(story(RawStory::default(), Source::default()).is_err());
    let raw = RawStory { slug: Some("BC-HARBOR-KILL".into()), ..RawStory::default() };
    assert_eq!(story(raw, Source::default()).map(|it| it.take.kind), Ok(TakeKind::Kill));
}

#[test]
fn one_line_that_looks_like_a_byline_is_still_a_story() {
    assert_eq!(copy("By Friday, the harbor was open.").words, 6);
    assert!(tagged("", &["(Adds quotes)"]).body.is_some());
}

fn texts(story: &Story) -> Vec<&str> {
    let mut texts: Vec<&str> = vec![story.id.as_str()];
    texts.extend(
        [
            &story.headline,
            &story.lead,
            &story.body,
            &story.credits_line,
            &story.ednote,
            &story.slug,
        ]
        .into_iter()
        .flatten()
        .map(String::as_str),
    );
    texts.extend(
        story.byline.iter().flat_map(|it| it.names.iter().chain([&it.line]).map(String::as_str)),
    );
    texts.extend(story.dateline.iter().map(|it| it.line.as_str()));
    texts
}

proptest! {
    #[test]
    fn records_hold_to_their_promises(
        headline in prop::option::of("(?s).{0,40}"),
        slug in prop::option::of("[A-Z0-9 ,-]{0,20}"),
        dateline in prop::option::of("(?s).{0,30}"),
        byline in prop::collection::vec("(By )?.{0,30}", 0..3),
        kind in 0..4_u8,
        text in "(?s)(.{0,40}\n){0,8}",
    ) {
        let body = match kind {
            0 => Body::Copy(text.clone()),
            1 => Body::Wrapped(text.clone()),
            2 => Body::Preformatted(text.clone()),
            _ => Body::Paragraphs(text.lines().map(str::to_owned).collect()),
        };
        let raw = RawStory { headline, slug, dateline, bylines: byline, body, ..RawStory::default() };
        let Ok(story) = story(raw.clone(), Source::default()) else { return Ok(()) };
        prop_assert!(story.headline.is_some() || story.body.is_some() || story.take.kind == TakeKind::Kill);
        for text in texts(&story) {
            let odd = text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' || c == '\u{feff}');
            prop_assert!(!odd, "{text}");
        }
        prop_assert_eq!(story.lead.as_deref(), story.paragraphs().next());
        prop_assert!(story.paragraphs().all(|it| !it.trim().is_empty()));
        prop_assert_eq!(super::story(raw, Source::default()), Ok(story));
    }

    #[test]
    fn words_of_plain_copy_are_kept(
        paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( [a-z]{2,9}){9,30}\\.", 1..6),
        opening in "(LONDON, March 3 \\(Reuters\\) - |)",
    ) {
        let text = format!("Quiet day at sea\n\n{opening}{}\n", paragraphs.join("\n\n"));
        let story = copy(&text);
        prop_assert_eq!(story.headline.as_deref(), Some("Quiet day at sea"));
        prop_assert_eq!(story.body, Some(paragraphs.join("\n\n")));
    }

    #[test]
    fn leads_begin_behind_the_dateline(
        city in prop::sample::select(vec!["LONDON", "NEW YORK", "PARIS/BRUSSELS", "OSLO, Norway"]),
        date in prop::sample::select(vec!["", ", March 3", ", Jan. 12"]),
        dash in prop::sample::select(vec![" - ", " -- ", " — ", " – ", " _ "]),
        lead in "[A-Z][a-z]{2,9}( [a-z]{2,9}){5,9}\\.",
    ) {
        let paragraph = format!("{city}{date} (Reuters){dash}{lead}");
        let story = tagged("Quiet day", &[&paragraph, "More was said."]);
        prop_assert_eq!(story.lead.as_deref(), Some(lead.as_str()));
        prop_assert_eq!(story.dateline.map(|it| it.line), Some(format!("{city}{date} (Reuters)")));
    }
}
