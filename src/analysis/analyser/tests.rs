use super::super::scan;
use super::*;

fn analyser() -> Analyser {
    Analyser::new(Arc::default())
}

fn shown(text: &str, language: Option<&str>) -> String {
    show(text, language, false)
}

/// Terms at their positions, with the marks or without.
fn show(text: &str, language: Option<&str>, marked: bool) -> String {
    let mut analyser = analyser();
    let sections = analyser.story("", text, language);
    let terms = analyser.lexicon().terms();
    let mut position = 0;
    let mut all = Vec::new();
    for token in &sections.terms {
        position += u32::from(token.opens());
        let spelt = std::str::from_utf8(terms.get(token.number())).expect("terms are UTF-8");
        let (kind, text, length) = term::read(spelt);
        let mark = match kind {
            Kind::Surface => "",
            Kind::Stem => "~",
            Kind::Joined => "+",
            Kind::JoinedStem => "+~",
            Kind::Mark if !marked => continue,
            Kind::Mark => "!",
        };
        all.push(format!("{mark}{text}@{}/{length}", position - 1));
    }
    assert_eq!(position, sections.positions);
    all.join(" ").replace("/1", "")
}

#[test]
fn stems_stand_beside_the_surface_where_they_differ() {
    assert_eq!(shown("Häuser", Some("de")), "hauser@0 haeuser@0 ~haus@0");
    assert_eq!(shown("peace talks", Some("en")), "peace@0 talks@1");
    assert_eq!(shown("peace talks", None), "peace@0 talks@1");
}

#[test]
fn capitals_alone_are_both() {
    assert_eq!(shown("U.S. SAYS US TRADE", None), "u.s@0 says@1 u.s@2 us@2 trade@3");
    assert_eq!(shown("the US said", None), "the@0 u.s@1 said@2");
    assert_eq!(shown("told us so", None), "told@0 us@1 so@2");
}

#[test]
fn small_letters_of_any_script_are_near() {
    assert_eq!(shown("порт США US открыт", Some("ru")).matches("us@").count(), 0);
    assert!(shown("ПОРТ US ОТКРЫТ", None).contains("u.s@1 us@1"));
}

#[test]
fn a_line_end_hyphen_joins() {
    assert_eq!(
        shown("an inter-\n    national rate-\n\nfall", None),
        "an@0 inter@1 +international@1/2 national@2 rate@3 fall@4"
    );
}

#[test]
fn borders_and_capitals_are_marked() {
    assert_eq!(
        show("An F-16 fell. \u{201c}NATO saw\nit.\u{201d} Why?\n\n--\n\nMcCoy. end", None, true),
        "an@0 !c@0 f@1 !C@1 +f16@1/2 16@2 !0@2 fell@3 nato@4 !s@4 !C@4 saw@5 it@6 why@7 !s@7 \
         !c@7 mccoy@8 !p@8 !c@8 end@9"
    );
}

#[test]
fn borders_inside_a_run_of_characters_are_marked() {
    assert_eq!(
        show("\u{4f1a}\u{8bae}\u{3002}\u{90e8}\u{957f}", Some("zh"), true),
        "\u{4f1a}\u{8bae}@0 \u{8bae}@1 \u{90e8}\u{957f}@2 !s@2 \u{957f}@3"
    );
}

#[test]
fn turkish_words_meet_whatever_their_case() {
    assert_eq!(shown("DIŞİŞLERİ dışişleri", None), "disisleri@0 disisleri@1");
}

#[test]
fn headline_and_lead_come_first() {
    let mut analyser = analyser();
    let sections = analyser.story("Talks resume", "One two.\n\nThree four five.", None);
    assert_eq!((sections.headline, sections.lead, sections.positions), (2, 2, 7));
    let terms = analyser.lexicon().terms();
    let spelt = |token: &Token| terms.get(token.number()).to_vec();
    let head: Vec<_> = sections.headline_terms.iter().map(spelt).collect();
    assert_eq!(head, [&b"talks"[..], b"resume"]);
    let text: Vec<_> = sections.terms[3..].iter().map(spelt).take(3).collect();
    assert_eq!(text, [&b"one"[..], b"\x04c", b"two"]);
}

proptest::proptest! {
    #[test]
    fn offsets_and_positions_agree(text in "[a-zA-Z0-9 .,'&\\-\n\u{2019}\u{2011}éüİ新华/]{0,80}") {
        let positions = analyser().line(&text, &mut Vec::new());
        proptest::prop_assert_eq!(scan::offsets(&text).len() as u32, positions);
    }

    #[test]
    fn the_memo_changes_nothing(text in "[a-cA-CU S.'\\-\n]{0,60}") {
        let mut analyser = analyser();
        let first = analyser.story("", &text, Some("fr"));
        proptest::prop_assert_eq!(&first, &analyser.story("", &text, Some("fr")));
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}") {
        analyser().story(&text, &text, Some("tr"));
    }
}
