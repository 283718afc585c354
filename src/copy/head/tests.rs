//! Head blocks of all shapes.

use super::*;

fn read(text: &str) -> Head {
    super::read(text, &Hints::default())
}

use proptest::prelude::*;

#[test]
fn a_headline_a_byline_and_a_dateline() {
    let text = "HARBOR SHUT FOR\nTHIRD DAY\n    By Janet Harker, Reuters\n    NEW YORK, March 3 - The harbor was shut\nagain.\n";
    let head = read(text);
    assert_eq!(head.headline.as_deref(), Some("HARBOR SHUT FOR THIRD DAY"));
    assert_eq!(head.byline.map(|it| it.names), Some(vec!["Janet Harker".into()]));
    assert!(text[head.rest..].trim_start().starts_with("NEW YORK, March 3"));
}

#[test]
fn a_headline_that_goes_on_with_by_is_no_byline() {
    let head = read(
        "SHIPYARD SOLD TO RIVAL\nBY HARKER BROTHERS\n    LONDON, March 3 - The yard was sold.\n",
    );
    assert_eq!(head.headline.as_deref(), Some("SHIPYARD SOLD TO RIVAL BY HARKER BROTHERS"));
    assert_eq!(head.byline, None);
}

#[test]
fn no_headline_at_all() {
    let text =
        "By Riyaz ul Harker\nISTANBUL (AA) – The strait was open on Monday.\nIt had been shut.\n";
    let head = read(text);
    assert_eq!(
        (head.headline, head.byline.map(|it| it.names)),
        (None, Some(vec!["Riyaz ul Harker".into()]))
    );
    assert!(text[head.rest..].starts_with("ISTANBUL"));
}

#[test]
fn comment_lines_and_url() {
    let head = read(
        "-- Harbor reopens after storm\n-- By  Janet Harker  and  Pat Poe\n-- \n-- http://example.com/article/harbor-idUSL18\n \n LONDON  (Reuters) - The harbor reopened.\n",
    );
    assert_eq!(head.headline.as_deref(), Some("Harbor reopens after storm"));
    assert_eq!(head.byline.map(|it| it.names.len()), Some(2));
    assert_eq!(head.url.as_deref(), Some("http://example.com/article/harbor-idUSL18"));
}

#[test]
fn marked_lines_of_the_wire() {
    let head = read(
        "^BC-US--Harbor Works, 1st Ld-Writethru,1140<\n^Harbor works resume after strike<\n^Eds: Updates with quotes.<\n^By JANET HARKER=\n^AP Business Writer=\n\tATLANTA (AP) _ Work resumed.\n",
    );
    assert_eq!(head.slug.as_deref(), Some("BC-US--Harbor Works, 1st Ld-Writethru,1140"));
    assert_eq!(head.headline.as_deref(), Some("Harbor works resume after strike"));
    let byline = head.byline.expect("a byline");
    assert_eq!(
        (byline.names, byline.titles),
        (vec!["JANET HARKER".into()], vec!["AP Business Writer".into()])
    );
    assert_eq!(head.ednotes.len(), 1);
}

#[test]
fn lines_of_no_class_stay_in_the_text() {
    let text = "Harbor reopens\n\nA note of some kind that nobody knows\n\nLONDON, March 3 (Reuters) - It reopened.\n";
    let head = read(text);
    assert_eq!(head.headline.as_deref(), Some("Harbor reopens"));
    assert_eq!(head.front, ["A note of some kind that nobody knows"]);
}

#[test]
fn notes_stand_apart_from_the_headline() {
    for note in [
        "(Adds quotes, detail)",
        "(Corrects spelling of harbor\nin paragraph 2)",
        "(ATTN: UPDATES with remarks)",
        "Eds: UPDATES with quotes.",
    ] {
        let text = format!("Harbor reopens\n{note}\nLONDON, March 3 (Reuters) - It reopened.\n");
        let head = read(&text);
        assert_eq!(head.headline.as_deref(), Some("Harbor reopens"), "{note}");
        assert_eq!(head.ednotes, [note.replace('\n', " ")]);
        assert!(text[head.rest..].starts_with("LONDON"));
    }
}

#[test]
fn an_embargo_is_no_headline() {
    let head = read(
        "EMBARGOED UNTIL 0001 GMT Friday\nHarbor reopens\nLONDON, March 3 (Reuters) - It reopened.\n",
    );
    assert_eq!(head.embargo.as_deref(), Some("EMBARGOED UNTIL 0001 GMT Friday"));
    assert_eq!(head.headline.as_deref(), Some("Harbor reopens"));
}

#[test]
fn the_desk_signs_under_a_kill() {
    let text = "BULLETIN KILL\nEds: Please kill the story. It was wrong.\nThe Harker Desk\n";
    let head = read(text);
    assert_eq!(head.headline, None);
    assert_eq!(&text[head.rest..], "The Harker Desk\n");
}

#[test]
fn a_small_by_is_a_byline_of_xinhua_alone() {
    let text = |agency| {
        format!("Harbor sold to rival\nby Ann Harker, Bo Lee\nOSLO, Aug. 9 ({agency}) -- So.\n")
    };
    assert_eq!(read(&text("Xinhua")).headline.as_deref(), Some("Harbor sold to rival"));
    assert_eq!(
        read(&text("Reuters")).headline.as_deref(),
        Some("Harbor sold to rival by Ann Harker, Bo Lee")
    );
}

#[test]
fn a_byline_right_under_the_headline_is_none_of_it() {
    for line in [
        "By Jane Harker",
        "by Jane Harker",
        "BY JANE HARKER",
        "Par Jane Harker",
        "Por Jane Harker",
        "Von Jane Harker",
        "Von Jane Harker, dpa",
        "(By Jane Harker)",
        "(di Jane Harker)",
        "Compiled by Jane Harker",
        "Analysis by Jane Harker",
        "Yazan: Jane Harker",
        "By Jane Harker of The Associated Press",
    ] {
        for opening in ["Berlin (dpa) -", "Madrid, 11 may (EFE).-", "LONDON, March 3 (Reuters) -"] {
            let text = format!("Harbor opens again\n{line}\n{opening} The harbor opened.\n");
            let head = read(&text);
            assert_eq!(head.headline.as_deref(), Some("Harbor opens again"), "{text}");
            let names = head.byline.map(|it| it.names.join(" ").to_lowercase());
            assert_eq!(names.as_deref(), Some("jane harker"), "{text}");
            assert!(text[head.rest..].starts_with(opening), "{text}");
        }
    }
    let head = read("Harbor opens\nFrom Times Staff and Wire Reports\nLONDON, March 3 - It did.\n");
    assert_eq!(head.headline.as_deref(), Some("Harbor opens"));
    assert!(head.byline.is_some());
}

#[test]
fn a_place_alone_above_the_text_is_the_dateline() {
    let below = "The harbor of the city opened again on Monday, a pilot said.";
    for place in ["ISTANBUL", "İSTANBUL", "NEW YORK", "ANKARA/ISTANBUL", "JAKARTA, Indonesia"] {
        for gap in ["\n", "\n\n"] {
            let text = format!("Harbor opens again\n\nBy Jane Harker\n\n{place}{gap}{below}\n");
            let head = read(&text);
            assert_eq!(head.dateline.as_deref(), Some(place), "{text}");
            assert!(text[head.rest..].starts_with(below), "{text}");
            assert!(head.front.is_empty() && head.byline.is_some(), "{text}");
        }
    }
    for line in ["HARBOR", "TURKEY", "STOCKS", "GOLD", "OIL, GAS", "Istanbul"] {
        let text = format!("Harbor opens again\n\n{line}\n\n{below}\n");
        assert_eq!(read(&text).dateline, None, "{text}");
    }
    // A cross-head stands under text.
    let under = format!("Harbor opens again\n\n{below}\n\nLONDON\n\n{below}\n");
    assert_eq!(read(&under).dateline, None);
    // A place first, or over a table, is none.
    assert_eq!(read(&format!("ISTANBUL\n\n{below}\n")).dateline, None);
    assert_eq!(read("Prices\n\nISTANBUL\nTin 3.4\nOil 2.2\n").dateline, None);
}

#[test]
fn a_name_and_a_time_on_one_line() {
    let head = read("Harbor opens\n\nJane Harker | 06.10.2019\n\nANKARA (AA) - It opened.\n");
    assert_eq!(head.byline.map(|it| it.names), Some(vec!["Jane Harker".into()]));
    assert_eq!(head.filed.map(|it| it.date), Some("2019-10-06".into()));
}

#[test]
fn a_name_in_capitals_between_headline_and_dateline() {
    let text = |headline, gap| format!("{headline}\n{gap}MEHMET HARKER\n\nANKARA (AA) - Liman.\n");
    let names = |text: String| read(&text).byline.map(|it| it.names);
    assert_eq!(names(text("Liman yeniden", "\n")), Some(vec!["MEHMET HARKER".into()]));
    assert_eq!(names(text("Liman yeniden", "")), None);
    assert_eq!(names(text("LIMAN YENIDEN", "\n")), None);
}

#[test]
fn the_second_line_of_the_web_head_is_the_byline() {
    for (line, names) in [
        ("By  Louis Harker  at the United Nations", vec!["Louis Harker"]),
        ("By  Nick Harker , Beijing", vec!["Nick Harker"]),
        ("By  Euan Harker ; editing by X Y", vec!["Euan Harker"]),
        ("By  the harbor desk of many", vec![]),
    ] {
        let head = read(&format!(
            "-- Harbor reopens\n-- {line}\n-- Mon Jun 18, 2007 8:38am EDT\n-- http://www.reuters.com/article/2007/06/18/us-harbor-idUSL1837323420070618\n\n LONDON  (Reuters) - It did.\n"
        ));
        assert_eq!(
            head.byline.map(|it| it.names),
            Some(names.iter().map(|it| (*it).to_owned()).collect()),
            "{line}"
        );
        assert_eq!(head.native_id.as_deref(), Some("USL1837323420070618"));
        assert_eq!(head.slug.as_deref(), Some("us-harbor"));
        assert!(head.front.is_empty());
    }
}

#[test]
fn a_notice_to_editors_has_its_words_as_headline() {
    let head = read("NOTE TO EDITORS\n\nThe harbor list will come later.\n\nIt is long.\n");
    assert_eq!(head.headline.as_deref(), Some("NOTE TO EDITORS"));
}

#[test]
fn a_headline_without_capitals_is_no_city() {
    let text = "مكتبة عائمة\nالقاهرة, 25-11-2023 (أ ف ب) - قال\n";
    let head = read(text);
    assert_eq!(head.headline.as_deref(), Some("مكتبة عائمة"));
    assert!(text[head.rest..].starts_with("القاهرة"));
}

#[test]
fn a_dateline_that_says_no_date_opens_the_text() {
    let head = read("TST2-MUC3-9901\n\nNO CITY (PERU), NO DATE -- [TEXT] A HARBOR OPENED.\n");
    assert!(head.opens);
    assert_eq!(head.native_id.as_deref(), Some("TST2-MUC3-9901"));
}

#[test]
fn a_text_without_a_head_is_all_text() {
    let text = "It was said on Monday that the harbor had been shut for days and that\nnobody knew why. It was said again on Tuesday.\n";
    let head = read(text);
    assert_eq!((head.rest, head.headline), (0, None));
}

proptest! {
    #[test]
    fn nothing_of_the_text_is_lost(text in "(?s)([A-Z][A-Za-z ,.:()-]{0,40}\n){0,8}") {
        let head = read(&text);
        prop_assert!(text.is_char_boundary(head.rest));
        let mut kept = String::new();
        for part in head.headline.iter().chain(&head.slug).chain(&head.front).chain(&head.points).chain(&head.ednotes) {
            kept.push_str(part);
        }
        if let Some(byline) = &head.byline { kept.push_str(&byline.line); }
        for field in [&head.embargo, &head.dateline, &head.agency, &head.category, &head.language, &head.url, &head.native_id].into_iter().flatten() {
            kept.push_str(field);
        }
        for topic in &head.topics { kept.push_str(topic); }
        if let Some(take) = &head.take { kept.push_str(take.mark.as_deref().unwrap_or("")); }
        // Key words and marks may go, whole words of the copy may not.
        let count = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let lost = count(&text[..head.rest]).saturating_sub(count(&kept));
        let keys: usize = text[..head.rest].lines().filter_map(|line| line.split_once(':')).map(|(key, _)| count(key)).sum();
        prop_assert!(lost <= keys || head.filed.is_some(), "{text}");
    }

    #[test]
    fn never_panics(text in "(?s).{0,200}") {
        let head = read(&text);
        prop_assert!(text.is_char_boundary(head.rest));
    }
}
