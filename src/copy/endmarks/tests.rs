//! End marks of all sorts, and words of the text that look like them.

use super::*;
use proptest::prelude::*;

#[test]
fn marks_on_their_own_line_go() {
    for mark in [
        " Reuter",
        " REUTER",
        "REUTER...",
        "Reuter...",
        " reuter",
        " REUTER E",
        " Reuter4",
        "-30-",
        "###",
        "Enditem",
        "==Kyodo",
        "(Schluss) ab",
        "ENDS",
        "***",
        "NNNN",
        "end",
        "(ats)",
        "(©NTB)",
        "REUETER",
    ] {
        let text = format!("The port is shut.\n{mark}\n");
        assert_eq!(strip(&text).text, "The port is shut.", "{mark}");
    }
}

#[test]
fn words_of_the_text_stay() {
    for text in [
        "He said so to Reuters.",
        "The port is shut, he told\nReuters.",
        "There was no more",
        "The fund was run by Paul Reuter",
        "They wanted more",
        "An event that ends",
    ] {
        assert_eq!(strip(text).text, text);
    }
}

#[test]
fn a_mark_behind_the_last_sentence_goes() {
    assert_eq!(strip("The port is shut. REUTER").text, "The port is shut.");
    assert_eq!(strip("Total 5.0 REUTER").agency, Some("Reuters"));
    assert_eq!(strip("Havnen er stengt. (©NTB)").agency, Some("NTB"));
    assert!(strip("The port is shut. MORE").more);
    assert_eq!(strip("\"IT IS SHUT,\" HE SAID. [END TEXT]\n").text, "\"IT IS SHUT,\" HE SAID.");
}

#[test]
fn agencies_sign_in_brackets_or_behind_dashes() {
    assert_eq!(strip("Melons came first. (ANI)").agency, Some("ANI"));
    assert_eq!(strip("Melons came first. — Reuters").text, "Melons came first.");
    assert_eq!(strip("Melons came first. AFP").text, "Melons came first.");
    assert_eq!(strip("Melons came first.\nburs-ks/jm").initials, Some("burs-ks/jm"));
    for mark in ["-- BERNAMA", "GNA", "THE CANADIAN PRESS", "(END) Dow Jones Newswires"] {
        let text = format!("They count them.\n\n{mark}");
        assert_eq!(strip(&text).text, "They count them.", "{mark}");
    }
    for kept in [
        "They sold it to AFP",
        "Who knew? - Reuters Street",
        "He called it ANI (ANI)",
        "They count them.\n\n-- Harker",
        "by Prada (PTI)",
    ] {
        assert_eq!(strip(kept).text, kept);
    }
}

#[test]
fn signatures_are_kept_as_initials() {
    let end = strip("Der Hafen ist zu.\ndpa abc xyz n1");
    assert_eq!(
        (end.text, end.agency, end.initials),
        ("Der Hafen ist zu.", Some("dpa"), Some("dpa abc xyz n1"))
    );
    assert_eq!(strip("Shut.\nhh/ph/ts").initials, Some("hh/ph/ts"));
    assert_eq!(strip("It is shut. PTI ABC XY").initials, Some("PTI ABC XY"));
    assert_eq!(strip("It is shut. dpa ab cd").initials, Some("dpa ab cd"));
    assert_eq!(strip("He joined PTI ABC").initials, None);
    assert_eq!(strip("It is shut. dpa said so").initials, None);
    assert_eq!(
        strip("He left.\ndpa said the port is shut").text,
        "He left.\ndpa said the port is shut"
    );
    assert_eq!(strip("Il porto.\nEFE\nab/cd").agency, Some("EFE"));
}

#[test]
fn a_trailer_gives_the_time() {
    let filed = strip("Shut.\nAP-NY-03-04-89 1205EST").filed;
    let filed = filed.expect("a trailer");
    assert_eq!(
        (filed.date.as_str(), filed.time.as_deref(), filed.zone.as_deref()),
        ("1989-03-04", Some("12:05:00"), Some("EST"))
    );
    assert_eq!(strip("Shut.\nAP-NY-13-04-89 1205EST").filed, None);
    for (line, date, time, zone) in [
        ("131137 GMT Nov 13", "2013-11-13", "11:37:00", Some("GMT")),
        ("041200 Mar 04", "2004-03-04", "12:00:00", None),
        ("AFP 041200 GMT MAR 04", "2004-03-04", "12:00:00", Some("GMT")),
        ("NYT-06-01-98 0002EDT", "1998-06-01", "00:02:00", Some("EDT")),
    ] {
        let text = format!("It is shut.\n\nhh/ph\n\n{line}\n");
        let end = strip(&text);
        let filed = end.filed.unwrap_or_else(|| panic!("{line}"));
        assert_eq!(
            (filed.date.as_str(), filed.time.as_deref(), filed.zone.as_deref()),
            (date, Some(time), zone)
        );
        assert_eq!((end.text, end.initials), ("It is shut.", Some("hh/ph")), "{line}");
    }
    for line in
        ["They sold 131137 in Nov 13", "131137 13", "AB-06-01-98 0002EDT", "999999 GMT Nov 13"]
    {
        assert_eq!(strip(line).filed, None, "{line}");
    }
}

proptest! {
    #[test]
    fn what_is_left_is_a_prefix(text in "(?s).{0,120}") {
        let end = strip(&text);
        prop_assert!(text.starts_with(end.text));
    }

    #[test]
    fn stripping_twice_changes_nothing(text in "[A-Z][a-z ]{3,20}\\.( REUTER|\n -30-|\nMORE|\nab/cd|\n\n###){0,3}") {
        let once = strip(&text).text;
        prop_assert_eq!(strip(once).text, once);
    }
}
