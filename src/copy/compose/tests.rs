//! Whole stories through all steps.

use super::story;
use crate::story::{Body, FiledText, Place, Precision, RawStory, Source, Story, Take, TakeKind};
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
fn a_take_of_elements_has_the_mark_of_the_copy() {
    let made = |kind, headline: &str| {
        let take = Some(crate::story::Take { kind, ..Default::default() });
        let raw = RawStory { headline: Some(headline.into()), take, ..RawStory::default() };
        story(raw, Source::default()).expect("a story").take
    };
    let take = made(TakeKind::Update, "UPDATE 2-Harbor reopens");
    assert_eq!((take.mark.as_deref(), take.kind), (Some("UPDATE 2-"), TakeKind::Update));
    assert_eq!(take.number, Some(2));
    assert_eq!(made(TakeKind::Update, "CORRECTED-Harbor reopens").kind, TakeKind::Correction);
    let take = made(TakeKind::Correction, "UPDATE 2-Harbor reopens");
    assert_eq!((take.mark.as_deref(), take.kind), (Some("UPDATE 2-"), TakeKind::Correction));
}

#[test]
fn an_element_may_hold_credits_line_by_line() {
    let raw = RawStory {
        headline: Some("Nebel".into()),
        credits: Some("Autor/in: Jana Moll\nRedaktion: Tom Kern".into()),
        ..RawStory::default()
    };
    let story = story(raw, Source::default()).expect("a story");
    assert_eq!(story.credits_line.as_deref(), Some("Autor/in: Jana Moll\nRedaktion: Tom Kern"));
    let roles: Vec<&str> = story.credits.iter().map(|it| it.role.as_str()).collect();
    assert_eq!(roles, ["reporting", "editing"]);
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
fn a_language_that_the_text_belies_is_corrected() {
    let english = "The regional council of a small town in the hills has closed a bridge that was \
        built in the last century, the mayor said on Monday. The decision was taken after heavy \
        rain and it will hold for at least two weeks, he told reporters from the local paper.";
    let of = |language: &str| {
        let raw = RawStory {
            headline: Some("Bridge".into()),
            language: Some(language.into()),
            body: Body::Paragraphs(vec![english.into()]),
            ..RawStory::default()
        };
        story(raw, Source::default()).expect("a story")
    };
    let lied = of("it-IT");
    assert_eq!(lied.language.as_deref(), Some("en"));
    assert_eq!(lied.flags, ["language_corrected"]);
    assert!(lied.inferred.iter().any(|it| it == "language"));
    let honest = of("en-GB");
    assert_eq!(honest.language.as_deref(), Some("en-GB"));
    assert!(honest.flags.is_empty());
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

#[test]
fn a_place_alone_is_the_dateline_and_its_footer_a_note() {
    let footer = "Anadolu Agency website contains only a portion of its stories.";
    let story = copy(&format!(
        "Harbor opens\n\nBy Ann Lee\n\nISTANBUL\nThe harbor of the city opened again on Monday, she said.\n\nSo there.\n\n*Writing by Ann Lee in Ankara\n\n{footer}\n"
    ));
    let dateline = story.dateline.expect("a dateline");
    assert_eq!(dateline.line, "ISTANBUL");
    assert_eq!(dateline.places[0].country.as_deref(), Some("TR"));
    assert_eq!(
        story.lead.as_deref(),
        Some("The harbor of the city opened again on Monday, she said.")
    );
    assert_eq!(story.credits.len(), 1);
    assert_eq!((story.ednote.as_deref(), story.agency.as_deref()), (Some(footer), Some("AA")));
}

#[test]
fn the_text_may_repeat_what_elements_said() {
    let given = |dateline: &str, paragraphs: &[&str]| {
        let raw = RawStory {
            headline: Some("Harbor".into()),
            bylines: vec!["By Ann Lee".into()],
            dateline: Some(dateline.into()),
            body: Body::Paragraphs(paragraphs.iter().map(|it| (*it).into()).collect()),
            ..RawStory::default()
        };
        story(raw, Source::default()).expect("a story")
    };
    for (dateline, opening) in [
        ("JAKARTA, Indonesia", "JAKARTA, Indonesia _ It opened."),
        ("WASHINGTON", "WASHINGTON -- It opened."),
        ("NEW YORK", "NEW YORK _ It opened."),
        ("SLIPPERY CREEK", "SLIPPERY CREEK _ It opened."),
        ("NEW YORK", "_ It opened."),
        ("NEW YORK", "By Ann Lee NEW YORK (AP) - It opened."),
        ("NEW YORK 2005-01-01 04:15:31 UTC", "It opened."),
    ] {
        let story = given(dateline, &[opening, "So there."]);
        assert_eq!(story.lead.as_deref(), Some("It opened."), "{opening}");
    }
    let story = given("NEW YORK 2005-01-01 04:15:31 UTC", &["It opened."]);
    assert_eq!(story.filed.as_deref(), Some("2005-01-01T04:15:31Z"));
    for kept in ["WASHINGTON -based firms rose.", "PARIS _ It opened.", "NEW YORK police said so."]
    {
        assert_eq!(given("NEW YORK", &[kept, "So there."]).lead.as_deref(), Some(kept));
    }
}

#[test]
fn a_byline_behind_the_dateline_is_no_lead() {
    for opening in [
        "BEIJING, March 31 (Xinhua) -- by Li Ming, Zhang Wei",
        "ANKARA (AA) - MEHMET HARKER - It opened.",
    ] {
        let story = tagged("Harbor", &[opening, "It opened.", "So there."]);
        assert_eq!(story.lead.as_deref(), Some("It opened."), "{opening}");
        assert!(story.byline.is_some(), "{opening}");
    }
    let story = tagged(
        "Harbor",
        &["By JANE ROE", "c.1998 N.Y. Times News Service", "NEW YORK, March 3 - It opened.", "So."],
    );
    assert_eq!(story.lead.as_deref(), Some("It opened."));
    assert_eq!(story.ednote.as_deref(), Some("c.1998 N.Y. Times News Service"));
}

#[test]
fn a_trailer_gives_the_year_of_the_dateline() {
    let story = copy("Snow\n\nMOSCOW, Dec 31 (AP) - Snow fell.\n\nAP-NY-01-01-89 0100EST\n");
    assert_eq!(story.dateline.and_then(|it| it.date).as_deref(), Some("1988-12-31"));
    assert_eq!(story.filed.as_deref(), Some("1989-01-01T06:00:00Z"));
}

#[test]
fn a_trailer_says_more_than_the_day_of_an_element() {
    let filed = |date: &str| {
        let day =
            FiledText { date: date.into(), time: None, zone: None, precision: Precision::Day };
        let text = "It opened.\n\nNYT-06-01-98 0002EDT\n";
        let raw =
            RawStory { filed: Some(day), body: Body::Wrapped(text.into()), ..RawStory::default() };
        story(raw, Source::default()).expect("a story").filed
    };
    assert_eq!(filed("1998-06-01").as_deref(), Some("1998-06-01T04:02:00Z"));
    assert_eq!(filed("1998-06-03").as_deref(), Some("1998-06-03"));
}

#[test]
fn desks_sign_under_their_copy() {
    let english = "Harbor\n\nBerlin (dpa) - It opened.\n\nSo there.\n\n# Notebook\n\n## Links\n- http://example.com\n\n* * * *\n\nThe following information is not intended for publication\n\n## Editorial contacts\n- Reporting by: Ann Lee in Berlin,\n  <ann@example.com>\n- Editing by: Jane Roe\n\ndpa al jr\n";
    let german = "Hafen\n\nBerlin (dpa) - Er ist offen.\n\nSo ist es.\n\n# Notizblock\n\nDie folgenden Informationen sind nicht zur Veröffentlichung bestimmt\n\n## Kontakte\n- Autorin: Ann Lee (Berlin), +49 30 1, <ann@example.com>\n- Redaktion: Jane Roe, +49 30 2, <jane@example.com>\n";
    for (text, last) in [(english, "So there."), (german, "So ist es.")] {
        let story = copy(text);
        let credits: Vec<_> =
            story.credits.iter().map(|it| (it.role.as_str(), it.names.join(", "))).collect();
        assert_eq!(credits, [("reporting", "Ann Lee".into()), ("editing", "Jane Roe".into())]);
        assert!(story.body.is_some_and(|body| body.ends_with(last)), "{last}");
    }
}

#[test]
fn what_closes_a_story_leaves_it() {
    for end in [
        "((ann@example.com; +1 312 555 0100; Reuters Messaging: ann.lee))",
        "Enditem /Li",
        "NYT-06-01-98 0002EDT",
    ] {
        let story = copy(&format!(
            "Harbor\n\nLONDON (Reuters) - It opened.\n\nSo there. Reporting by Ann Lee; Editing by Bob Ray\n\n{end}\n"
        ));
        assert_eq!(story.body.as_deref(), Some("It opened.\n\nSo there."), "{end}");
        assert_eq!(story.credits.len(), 2, "{end}");
    }
    let story = copy("Harbor\n\nTAIPEI, March 3 (CNA) It opened. ( By Lilian Wu)\nENDITEM/Li\n");
    assert_eq!(story.byline.map(|it| it.names), Some(vec!["Lilian Wu".into()]));
    for mark in ["EFE", "(ANSA)."] {
        let story = copy(&format!("Harbor\n\nMadrid, 11 may (EFE).- It opened. {mark}\n"));
        assert_eq!(story.body.as_deref(), Some("It opened."), "{mark}");
    }
    let story = copy("Soccer: Harbor win+\n\nSAITAMA, Japan, Dec. 9 Kyodo - They won.\n");
    assert_eq!(story.headline.as_deref(), Some("Soccer: Harbor win"));
}

/// Every text of a record.
fn texts(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::String(text) => vec![text],
        serde_json::Value::Array(values) => values.iter().flat_map(texts).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// A raw story with one text in every field that a format may fill.
fn everywhere(text: &str) -> RawStory {
    let line = || Some(text.to_owned());
    RawStory {
        native_id: line(),
        version: line(),
        follows: line(),
        agency: line(),
        headline: line(),
        slug: line(),
        bylines: vec![text.to_owned()],
        dateline: line(),
        origin: Some(Place { city: line(), region: line(), country: line() }),
        summary: vec![text.to_owned()],
        credits: line(),
        embargo: line(),
        take: Some(Take { mark: line(), ..Take::default() }),
        category: line(),
        topics: vec![text.to_owned()],
        places: vec![text.to_owned()],
        language: line(),
        ednotes: vec![text.to_owned()],
        url: line(),
        ..RawStory::default()
    }
}

#[test]
fn places_that_elements_give_are_clean() {
    // Found by fuzzing: a city out of a damaged attribute kept its NUL.
    let raw = RawStory {
        headline: Some("Harbor".into()),
        origin: Some(Place { city: Some("OSLO/\0>\r\nBERGEN".into()), ..Place::default() }),
        ..RawStory::default()
    };
    let dateline = story(raw, Source::default()).unwrap().dateline.unwrap();
    assert_eq!(dateline.line, "OSLO/> BERGEN");
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
        for text in texts(&serde_json::to_value(&story).unwrap()) {
            let odd = text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' || c == '\u{feff}');
            prop_assert!(!odd, "{text}");
        }
        prop_assert_eq!(story.lead.as_deref(), story.paragraphs().next());
        prop_assert!(story.paragraphs().all(|it| !it.trim().is_empty()));
        prop_assert_eq!(super::story(raw, Source::default()), Ok(story));
    }

    #[test]
    fn whatever_stands_in_a_field_is_clean_in_the_record(
        text in "(?s)([A-Z]{0,6}[\\x00-\\x1f\\x7f-\\u{9f}\\u{feff} ]{0,2}){1,4}",
        body in "(?s).{0,20}",
    ) {
        let raw = RawStory { body: Body::Paragraphs(vec![body]), ..everywhere(&text) };
        let Ok(story) = story(raw, Source::default()) else { return Ok(()) };
        for text in texts(&serde_json::to_value(&story).unwrap()) {
            let odd = text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' || c == '\u{feff}');
            prop_assert!(!odd, "{text:?} in {story:?}");
        }
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

/// Each was held against all those before it.
#[test]
fn summaries_by_the_hundred_thousand_are_each_looked_at_once() {
    let start = std::time::Instant::now();
    let summary = (0..150_000).map(|it| format!("Point {}", it % 100_000)).collect();
    let raw = RawStory { headline: Some("Fog".into()), summary, ..RawStory::default() };
    let story = super::story(raw, Source::default()).expect("a story");
    assert_eq!(story.paragraphs().count(), 100_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
