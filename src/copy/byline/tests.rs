//! Bylines of all shapes, and their look-alikes.

use super::*;
use proptest::prelude::*;

fn names(line: &str) -> Option<Vec<String>> {
    read(line).map(|byline| byline.names)
}

fn some(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

fn element(lines: &[&str]) -> Byline {
    let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    read_element(&lines).unwrap_or_default()
}

#[test]
fn one_and_more_names_with_what_follows() {
    assert_eq!(names("By Janet Harker, Reuters"), some(&["Janet Harker"]));
    assert_eq!(names("by Janet Harker"), some(&["Janet Harker"]));
    assert_eq!(
        names("BY JANET HARKER AND PAT D'OYLY, REUTERS"),
        some(&["JANET HARKER", "PAT D'OYLY"])
    );
    assert_eq!(
        names("By A. B. Smith and Carla de la Cruz, Associated Press="),
        some(&["A. B. Smith", "Carla de la Cruz"])
    );
    assert_eq!(names("By Riyaz ul Harker"), some(&["Riyaz ul Harker"]));
    assert_eq!(names("*By Rodrigo Harker"), some(&["Rodrigo Harker"]));
    assert_eq!(names("By Janet Harker Reuters"), some(&["Janet Harker"]));
    assert_eq!(names("By Janet Harker, Reutersd"), some(&["Janet Harker"]));
    assert_eq!(names("By janet harker, Reuters"), some(&["janet harker"]));
    assert_eq!(names("By Roger May"), some(&["Roger May"]));
    assert_eq!(names("By Chen Chien-kuo"), some(&["Chen Chien-kuo"]));
    assert_eq!(names("By  Eric  Harker  and  Paul  Poe"), some(&["Eric Harker", "Paul Poe"]));
    assert_eq!(names("By Simon Harker by Tarmo Poe"), some(&["Simon Harker", "Tarmo Poe"]));
    assert_eq!(names("By David Harker and and Rick Poe"), some(&["David Harker", "Rick Poe"]));
    assert_eq!(names("By Al Harker, B Poe, and C Roe"), some(&["Al Harker", "B Poe", "C Roe"]));
    assert_eq!(names("By Alan Harker Jr., Reuters"), some(&["Alan Harker Jr."]));
    assert_eq!(names("By Will Harker"), some(&["Will Harker"]));
}

#[test]
fn titles_kinds_and_affiliations() {
    let byline = read("By Michael Harker , European Auto Correspondent").expect("a byline");
    assert_eq!(
        (byline.names, byline.titles),
        (vec!["Michael Harker".into()], vec!["European Auto Correspondent".into()])
    );
    let byline = read("By Janet Harker and Pat Poe - Analysis").expect("a byline");
    assert_eq!((byline.names.len(), byline.titles.len()), (2, 0));
    let byline = read("By Helen Harker, dpa  =").expect("a byline");
    assert_eq!(byline.affiliation.as_deref(), Some("dpa"));
    let byline = read("By The Associated Press=").expect("a byline");
    assert_eq!((byline.names.len(), byline.affiliation.as_deref()), (0, Some("AP")));
    let byline = read("By Tom Harker, The San Diego Union-Tribune =").expect("a byline");
    assert_eq!(byline.affiliation.as_deref(), Some("The San Diego Union-Tribune"));
    let byline = read("By a Reuters staff reporter").expect("a byline");
    assert_eq!((byline.names.len(), byline.affiliation.as_deref()), (0, Some("Reuters")));
    let byline = read("By Matt Harker and Reuters staff").expect("a byline");
    assert_eq!(
        (byline.names, byline.affiliation.as_deref()),
        (vec!["Matt Harker".into()], Some("Reuters"))
    );
}

#[test]
fn other_languages() {
    assert_eq!(names("Von Anna Harker und Udo Poe, dpa"), some(&["Anna Harker", "Udo Poe"]));
    assert_eq!(names("Par Anne Harker et Luc Poe"), some(&["Anne Harker", "Luc Poe"]));
    assert_eq!(names("Por José Harker y Ana Poe"), some(&["José Harker", "Ana Poe"]));
    assert_eq!(names("(di Nome Cognome)"), some(&["Nome Cognome"]));
    assert_eq!(names("(By Lilian Wu)"), some(&["Lilian Wu"]));
    assert_eq!(names("(By H.C.M.)"), some(&["H.C.M."]));
    assert_eq!(read("Von dpa").and_then(|it| it.affiliation).as_deref(), Some("dpa"));
}

#[test]
fn where_people_sit_and_for_whom() {
    let all = |line: &str| read(line).map(|it| (it.names, it.titles, it.affiliation));
    let jane = || vec!["JANE HARKER".to_owned()];
    let writer = || vec!["Associated Press Writer".to_owned()];
    for line in
        ["By JANE HARKER, Associated Press Writer", "By JANE HARKER Associated Press Writer"]
    {
        assert_eq!(all(line), Some((jane(), writer(), Some("AP".into()))), "{line}");
    }
    assert_eq!(
        all("By JANE HARKER of The Associated Press"),
        Some((jane(), Vec::new(), Some("AP".into())))
    );
    assert_eq!(names("By Nick Harker , Beijing"), some(&["Nick Harker"]));
    assert_eq!(names("By Louis Harker at the United Nations"), some(&["Louis Harker"]));
    assert_eq!(
        element(&["By JANE HARKER", "Assoicated Press Writer"]).affiliation.as_deref(),
        Some("AP")
    );
    assert_eq!(element(&["By JANE HARKER", "Assorted Press Writer"]).affiliation, None);
}

#[test]
fn agencies_of_several_words_need_no_comma() {
    for line in ["By JANE HARKER Associated Press", "By JANE HARKER The Associated Press"] {
        let byline = read(line).expect("a byline");
        assert_eq!(byline.names, ["JANE HARKER"], "{line}");
        assert_eq!(byline.affiliation.as_deref(), Some("AP"), "{line}");
    }
}

#[test]
fn the_last_of_several_cities_is_no_name() {
    let line = "By Ann Harker, Bo Poe and Cy Roe in Basra, Dubai and London";
    assert_eq!(names(line), some(&["Ann Harker", "Bo Poe", "Cy Roe"]));
    assert_eq!(names("By Ann Harker in Oslo and Sydney Roe"), some(&["Ann Harker", "Sydney Roe"]));
    assert_eq!(names("By Ann Harker and London"), None);
}

#[test]
fn services_under_a_byline_are_who_it_was_written_for() {
    let mut byline = read("By Ann Harker").expect("a byline");
    assert!(add_title(&mut byline, "Harbor News Service"));
    assert_eq!(byline.affiliation.as_deref(), Some("Harbor News Service"));
    let mut byline = read("By Ann Harker").expect("a byline");
    assert!(!add_title(&mut byline, "The fog took the news service"));
}

#[test]
fn sites_repeat_the_name_and_add_the_time() {
    let line = "By ANN HARKER, Associated Press Writer Ann Harker, Associated Press Writer – \
                Tue Mar 3, 9:15 am ET";
    let byline = read(line).expect("a byline");
    assert_eq!(byline.names, ["ANN HARKER"]);
    assert_eq!(byline.affiliation.as_deref(), Some("AP"));
}

#[test]
fn an_agency_with_its_office_and_somebody_unnamed() {
    let byline = read("By Ann Harker, PA Scotland").expect("a byline");
    assert_eq!((byline.names.len(), byline.affiliation.as_deref()), (1, Some("PA")));
    for line in ["By a correspondent", "By our own correspondent"] {
        assert_eq!(read(line).map(|it| it.names.len()), Some(0), "{line}");
    }
    assert_eq!(names("By a vote of ten to two"), None);
}

#[test]
fn papers_put_the_day_behind_the_name() {
    assert_eq!(names("By ANN HARKER MARCH 4, 2019"), some(&["ANN HARKER"]));
    let byline = read("By Ann Harker and Bo Poe, USA TODAY").expect("a byline");
    assert_eq!(byline.names, ["Ann Harker", "Bo Poe"]);
    assert_eq!(byline.affiliation.as_deref(), Some("USA TODAY"));
}

#[test]
fn of_an_agency_under_a_byline() {
    let mut byline = read("By Ann Harker").expect("a byline");
    assert!(add_title(&mut byline, "Of DOW JONES NEWSWIRES"));
    assert_eq!(byline.affiliation.as_deref(), Some("Dow Jones"));
}

#[test]
fn what_pages_put_behind_a_bar_is_no_name() {
    assert_eq!(names("By Janet Harker | Reprint"), some(&["Janet Harker"]));
    let byline = read("By Janet Harker | Associated Press").expect("a byline");
    assert_eq!(byline.names, ["Janet Harker"]);
    assert_eq!(byline.affiliation.as_deref(), Some("AP"));
    let byline = read("By JANE HARKER - Associated Press").expect("a byline");
    assert_eq!((byline.names.len(), byline.affiliation.as_deref()), (1, Some("AP")));
    assert_eq!(element(&["By JANE HARKER - Associated Press"]), byline);
    let byline = element(&["Jana Harker – Repórter da Agência Brasil"]);
    assert_eq!((byline.names.len(), byline.affiliation.as_deref()), (1, Some("Agencia Brasil")));
    assert_eq!(names("By Friday | The week in fog"), None);
}

#[test]
fn names_in_capitals_are_no_places() {
    let read = |line| read_shouted_name(line).map(|it| it.names);
    assert_eq!(read("MEHMET HARKER"), some(&["MEHMET HARKER"]));
    for line in ["NEW YORK", "WEST GERMANY", "HARKER", "Mehmet Harker", "STAFF WRITER", "A B C D E"]
    {
        assert_eq!(read(line), None, "{line}");
    }
}

#[test]
fn look_alikes_are_no_bylines() {
    for line in [
        "By Friday, the bank had",
        "By Friday",
        "By 1000 GMT prices rose",
        "By midday",
        "By then",
        "By contrast, Harker said",
        "By the end of March",
        "By Jupiter",
        "By buying the shares, Harker hoped",
        "By a vote of 12 to 3",
        "By most accounts",
        "By the numbers",
        "By clicking here",
        "BY GENERAL MOTORS CORP",
        "BY END OF YEAR",
        "By Janet Harker, who was there, the port was shut.",
        "Photo by Janet Harker",
        "Bypass opened",
        "By its own count",
        "By March April had gone",
        "From Here to There",
        "Da Silva",
        "Von der Harker",
    ] {
        assert_eq!(read(line), None, "{line}");
    }
}

#[test]
fn elements_may_be_bare_and_have_title_lines() {
    let byline = element(&["By JANET HARKER", "Asociated Press Writer"]);
    assert_eq!(
        (byline.names, byline.titles),
        (vec!["JANET HARKER".into()], vec!["Asociated Press Writer".into()])
    );
    let byline = element(&["By JANET HARKER", "AP Business Writer"]);
    assert_eq!(
        (byline.titles, byline.affiliation.as_deref()),
        (vec!["AP Business Writer".into()], Some("AP"))
    );
    assert_eq!(element(&["Janet Harker"]).names, ["Janet Harker"]);
    assert_eq!(element(&["ANTTI HARKER, HETA POE"]).names, ["ANTTI HARKER", "HETA POE"]);
    assert_eq!(element(&["Wesley Harker;Kim Poe"]).names, ["Wesley Harker", "Kim Poe"]);
    assert_eq!(element(&["Harker, Jane; Poe, John"]).names, ["Jane Harker", "John Poe"]);
    assert_eq!(element(&["By JANET HARKER, TIMES STAFF WRITER"]).titles, ["TIMES STAFF WRITER"]);
    assert_eq!(
        element(&["CHRIS HARKER  charker@example.com, 608-555-0100"]).names,
        ["CHRIS HARKER"]
    );
    assert_eq!(
        element(&["Mattha Harker (now), Andrew Poe (earlier)"]).names,
        ["Mattha Harker", "Andrew Poe"]
    );
    let byline = element(&["Geir Harker / Faktisk.no"]);
    assert_eq!(
        (byline.names, byline.affiliation.as_deref()),
        (vec!["Geir Harker".into()], Some("Faktisk.no"))
    );
    let byline = element(&["By from Associated Press"]);
    assert_eq!((byline.names.len(), byline.affiliation.as_deref()), (0, Some("AP")));
    assert_eq!(element(&["gr/bp"]), Byline { line: "gr/bp".into(), ..Byline::default() });
    assert_eq!(element(&["From Times Staff and Wire Reports"]).names.len(), 0);
}

#[test]
fn notes_in_elements_are_cut_off_or_nobody() {
    assert_eq!(element(&["With AM-Harbor, Bjt ^By ERIC HARKER"]).names, ["ERIC HARKER"]);
    assert_eq!(
        element(&["Eds: LEADS with 4 grafs to update ^By ANN HARKER"]).names,
        ["ANN HARKER"]
    );
    for line in ["MONDAY, Jan. 9", "Today in History", "Eds: this is new"] {
        assert_eq!(read_element(&[line.to_owned()]), None, "{line}");
    }
}

proptest! {
    #[test]
    fn names_are_fit_to_print(line in "(By |BY |Von |\\(di |)[A-Za-z0-9@ ,.;/&'()-]{0,60}") {
        let read = [read(&line), read_element(std::slice::from_ref(&line)), read_names(&line)];
        for byline in read.into_iter().flatten() {
            for name in &byline.names {
                prop_assert!(!name.contains(|c: char| c.is_ascii_digit() || c == '@' || c == '('), "{name}");
                prop_assert!(name.split(' ').count() <= 6, "{name}");
                prop_assert!(people::agency(name).is_none(), "{name}");
            }
        }
    }

    #[test]
    fn never_panics(line in "(?s).{0,100}") {
        read(&line);
        read_names(&line);
        read_element(std::slice::from_ref(&line));
        add_title(&mut Byline::default(), &line);
    }

    #[test]
    fn plain_names_are_always_read(
        first in "[A-Z][a-z]{3,8}z", last in "(Mc|O'|)[A-Z][a-z]{3,8}z", agency in "(, Reuters|, AP|)"
    ) {
        let line = format!("By {first} {last}{agency}");
        prop_assert_eq!(read(&line).map(|it| it.names), Some(vec![format!("{first} {last}")]));
    }
}
