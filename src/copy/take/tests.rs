//! Take marks of all shapes, and their false friends.

use super::*;
use proptest::prelude::*;

fn take(headline: &str) -> (TakeKind, Option<u32>, &str) {
    let reading = read(headline, None);
    (reading.take.kind, reading.take.number, reading.headline)
}

#[test]
fn stacked_marks_are_read_from_the_left() {
    assert_eq!(
        take("CORRECTED - UPDATE 2-Harbor profit"),
        (TakeKind::Correction, Some(2), "Harbor profit")
    );
    assert_eq!(take("RPT-UPDATE 1-Ports"), (TakeKind::Repeat, Some(1), "Ports"));
    assert_eq!(take("Update 1 - Ports"), (TakeKind::Update, Some(1), "Ports"));
    assert_eq!(take("REFILE-CORRECTED-UPDATE 3-Ports"), (TakeKind::Refile, Some(3), "Ports"));
    assert_eq!(
        take("UPDATE 2-AUTOSHOW-Maker says"),
        (TakeKind::Update, Some(2), "AUTOSHOW-Maker says")
    );
    assert_eq!(read("UPDATE 2-Tin", None).take.mark.as_deref(), Some("UPDATE 2-"));
}

#[test]
fn pieces_and_versions_in_slugs() {
    for (slug, kind, number) in [
        ("HARBOR-STRIKE take 2", TakeKind::Add, Some(2)),
        ("HARBOR-STRIKE TAKE 3", TakeKind::Add, Some(3)),
        ("BC-HARBOR-STRIKE =2", TakeKind::Add, Some(2)),
        ("BC-Harbor, 2nd Sub", TakeKind::Add, Some(2)),
        ("BC-Harbor, 1st Insert", TakeKind::Add, Some(1)),
        ("HAMN-STREJK UV4", TakeKind::Update, Some(4)),
        ("HAVN-STREIK-NyVersion", TakeKind::Update, None),
        ("HAVEN-STAKING vervangt", TakeKind::Update, None),
        ("HAVEN-STAKING vervalt", TakeKind::Kill, None),
        ("BC-Intake 2", TakeKind::New, None),
        ("BC-Insert-Coin", TakeKind::New, None),
    ] {
        let take = read("", Some(slug)).take;
        assert_eq!((take.kind, take.number), (kind, number), "{slug}");
    }
    let words = |slug| slug_words(slug).collect::<Vec<_>>().join(" ");
    for slug in ["HARBOR-STRIKE take 2", "BC-HARBOR-STRIKE =2", "AM-HARBOR-STRIKE, 2nd Ld,450"] {
        assert_eq!(words(slug), "HARBOR STRIKE", "{slug}");
    }
}

#[test]
fn a_slug_cut_within_a_word_kills_nothing() {
    let read = |headline, slug| read(headline, Some(slug)).take.kind;
    assert_eq!(read("HARBOR EARTHQUAKE KILLS ONE", "BC-HARBOR-EARTHQUAKE-KILL"), TakeKind::New);
    assert_eq!(read("HARBOR EARTHQUAKE", "BC-HARBOR-EARTHQUAKE-KILL"), TakeKind::Kill);
    assert_eq!(read("HARBOR KILL", "BC-HARBOR-KILL"), TakeKind::Kill);
    assert_eq!(read("", "BC-HARBOR-KILL"), TakeKind::Kill);
}

#[test]
fn brackets_ordinals_and_colons() {
    assert_eq!(take("(CORRECTED) - TIN FALLS"), (TakeKind::Correction, None, "TIN FALLS"));
    assert_eq!(take("<CORRECTED> - TIN"), (TakeKind::Correction, None, "TIN"));
    assert_eq!(take("(LEAD) Ferry docks"), (TakeKind::Update, None, "Ferry docks"));
    assert_eq!(take("(2nd LD) Ferry docks"), (TakeKind::Update, Some(2), "Ferry docks"));
    assert_eq!(take("2nd LD-Writethru: Ferry docks"), (TakeKind::Update, Some(2), "Ferry docks"));
    assert_eq!(take("1ST LEAD Ferry docks"), (TakeKind::Update, Some(1), "Ferry docks"));
    assert_eq!(take("Corrected: Ferry docks"), (TakeKind::Correction, None, "Ferry docks"));
    assert_eq!(take("PORTS STAY OPEN (RPT)"), (TakeKind::Repeat, None, "PORTS STAY OPEN"));
    assert_eq!(take("******PORTS SHUT"), (TakeKind::Alert, None, "PORTS SHUT"));
}

#[test]
fn kills_alerts_and_pieces_of_other_shapes() {
    for (headline, kind, number, rest) in [
        ("HARBOR STATES - TAKE 2", TakeKind::Add, Some(2), "HARBOR STATES"),
        ("HARKER PROFIT TAKE 2", TakeKind::Add, Some(2), "HARKER PROFIT"),
        ("WITHDRAWN-Harker", TakeKind::Kill, None, "Harker"),
        ("KILL-Harker", TakeKind::Kill, None, "Harker"),
        ("APNewsAlert", TakeKind::Alert, None, "APNewsAlert"),
        ("NewsAlert: Port shut", TakeKind::Alert, None, "Port shut"),
        ("NEWSALERT-Port shut", TakeKind::Alert, None, "Port shut"),
        ("SNAP-Port shut", TakeKind::Alert, None, "Port shut"),
        ("NEWSBREAK: Port shut", TakeKind::Alert, None, "Port shut"),
        ("Eil: Hafen zu", TakeKind::Alert, None, "Hafen zu"),
        ("+++ Hafen zu +++", TakeKind::Alert, None, "Hafen zu"),
        ("NOTE TO EDITORS", TakeKind::Advisory, None, "NOTE TO EDITORS"),
    ] {
        assert_eq!(take(headline), (kind, number, rest), "{headline}");
    }
    assert_eq!(read("", Some("BC-Storm, KILL,30")).take.kind, TakeKind::Kill);
}

#[test]
fn corrections_that_name_a_story_or_a_source() {
    for (headline, rest) in [
        ("Correction: Harbor-Fog story", "Harbor-Fog story"),
        ("Clarification: Fog-Ferries stories", "Fog-Ferries stories"),
        ("CORRECTED-(OFFICIAL)-Tin output falls", "Tin output falls"),
        ("(OFFICIAL)-CORRECTED-Tin output falls", "Tin output falls"),
        ("OFFICIAL-CORRECTED-Tin output falls", "Tin output falls"),
    ] {
        assert_eq!(take(headline), (TakeKind::Correction, None, rest), "{headline}");
    }
}

#[test]
fn alerts_of_afp_and_xinhua() {
    for headline in ["URGENT ¶¶¶ Ports shut", "Flash: Ports shut", "Urgent: Ports shut"] {
        assert_eq!(take(headline), (TakeKind::Alert, None, "Ports shut"), "{headline}");
    }
}

#[test]
fn false_friends_are_no_marks() {
    for headline in [
        "Kill-switch laws grow",
        "FLASH-Flood warning",
        "Takes 2 to tango",
        "Harker makes his double take 2",
        "Eil Malk lake",
        "Snap: a new card game",
        "CORRECTION IN STOCKS",
        "Correction: why stocks had to fall",
        "TIN OUTPUT ROSE (OFFICIAL)",
        "(OFFICIAL) TIN OUTPUT",
        "CORRECTIONS <CCC> SEEKS BEDS",
        "Kill Bill returns",
        "FLASH FLOODS HIT VALLEY",
        "FLASH-FLOOD WARNING",
        "Urgent care clinics grow",
        "Repeat of 2008",
        "Update: the week in sport",
        "TNK-BP output",
        "EXTRA-TIME WINNER",
        "FACTBOX-Ports of the north",
        "1st lead mine opens",
    ] {
        assert_eq!(take(headline), (TakeKind::New, None, headline), "{headline}");
    }
}

#[test]
fn a_numbered_kind_stays_and_gives_the_version() {
    assert_eq!(take("WRAPUP 3-Ports shut"), (TakeKind::Update, Some(3), "WRAPUP 3-Ports shut"));
    assert_eq!(
        take("CORRECTED: INSTANT VIEW1-Rates"),
        (TakeKind::Correction, Some(1), "INSTANT VIEW1-Rates")
    );
}

#[test]
fn a_kill_wins_and_may_be_all() {
    assert_eq!(take("KILL KILL KILL"), (TakeKind::Kill, None, "KILL KILL KILL"));
    assert_eq!(take("UPDATE 1-STORY WITHDRAWN").0, TakeKind::Kill);
}

#[test]
fn slugs_carry_marks() {
    let kind = |slug| {
        let take = read("", Some(slug)).take;
        (take.kind, take.number, take.mark)
    };
    let mark = |text: &str| Some(text.to_owned());
    assert_eq!(
        kind("BC-US--Harbor Works, 1st Ld-Writethru,1140"),
        (TakeKind::Update, Some(1), mark("1st Ld-Writethru"))
    );
    assert_eq!(kind("BC-HARBOR-1STLD"), (TakeKind::Update, Some(1), mark("1STLD")));
    assert_eq!(kind("BC-HARBOR-CORRECTION"), (TakeKind::Correction, None, mark("CORRECTION")));
    assert_eq!(kind("BC-HARBOR-500ADD"), (TakeKind::Add, None, mark("500ADD")));
    assert_eq!(kind("BC-HARBOR-KILL"), (TakeKind::Kill, None, mark("KILL")));
    let corrective = read("", Some("BC-Harbor, CORRECTIVE,90")).take.kind;
    assert_eq!(corrective, TakeKind::Correction);
    assert_eq!(kind("BC-KILL-BILL-FILM"), (TakeKind::New, None, None));
    assert_eq!(kind("BC-FILM-KILL-BILL"), (TakeKind::New, None, None));
}

#[test]
fn lines_of_nothing_but_marks() {
    assert_eq!(
        read_line("REFILE 1ST LEAD").map(|it| (it.kind, it.number)),
        Some((TakeKind::Refile, Some(1)))
    );
    assert_eq!(read_line("URGENT").map(|it| it.kind), Some(TakeKind::Alert));
    assert_eq!(read_line("Urgent care"), None);
    assert_eq!(read_line("urgent"), None);
}

proptest! {
    #[test]
    fn never_panics_and_never_grows(headline in ".{0,60}", slug in ".{0,40}") {
        let reading = read(&headline, Some(&slug));
        prop_assert!(headline.contains(reading.headline));
        read_line(&headline);
    }

    #[test]
    fn nothing_to_strip_is_left(
        marks in prop::collection::vec(
            prop::sample::select(vec!["UPDATE 2-", "CORRECTED - ", "RPT-", "REFILE-", "(LEAD) "]), 0..4),
        words in "[A-Z][a-z]{2,8} [a-z]{2,8}",
    ) {
        let headline = format!("{}{words}", marks.concat());
        let stripped = read(&headline, None).headline.to_owned();
        prop_assert_eq!(&stripped, &words);
        prop_assert_eq!(read(&stripped, None).headline, &stripped);
    }
}
