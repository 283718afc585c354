use super::*;
use proptest::prelude::*;

#[test]
fn indents() {
    let text = "Cocoa fell again this week as rain\nreached the coast.\n    Dealers said that more was\n\
        to come.\n    Prices rose.\n";
    assert_eq!(
        paragraphs(text),
        [
            "Cocoa fell again this week as rain reached the coast.",
            "Dealers said that more was to come.",
            "Prices rose."
        ]
    );
}

#[test]
fn one_indent_is_enough() {
    assert_eq!(
        paragraphs("The port was shut\non Monday.\n    It opens today."),
        ["The port was shut on Monday.", "It opens today."]
    );
}

#[test]
fn single_lines_under_indents_are_paragraphs() {
    assert_eq!(
        paragraphs("Net rose.\n    Sales fell.\n    Costs fell.\n    Tax rose."),
        ["Net rose.", "Sales fell.", "Costs fell.", "Tax rose."]
    );
}

#[test]
fn a_margin_is_no_indent() {
    let text = "    The ship left the\n    harbor in the night with\n    its lights off.\n\n    \
        No one saw\n    it go.";
    assert_eq!(
        paragraphs(text),
        ["The ship left the harbor in the night with its lights off.", "No one saw it go."]
    );
}

#[test]
fn blank_lines() {
    assert_eq!(
        paragraphs("\n\nThe ship left\nat noon.\n\n\nIt came\nback.\n \nTwice.\n"),
        ["The ship left at noon.", "It came back.", "Twice."]
    );
}

#[test]
fn tabs() {
    assert_eq!(
        paragraphs("\tThe ship left\nat noon.\n\t   It came\nback."),
        ["The ship left at noon.", "It came back."]
    );
}

#[test]
fn long_lines() {
    let long =
        "The committee met for the third time in a week and went over the same points as before. "
            .repeat(2);
    let text = format!("{long}\nNo.\n{long}\n");
    let long = long.trim();
    assert_eq!(paragraphs(&text), [long, "No.", long]);
}

#[test]
fn one_long_line_unwraps_no_others() {
    let footer = "The agency moves only a part of its copy here, and all of it to those who subscribe to the wire of the agency. "
        .repeat(3);
    let footer = footer.trim();
    let text = format!(
        "The ship left the\nharbor in the night with\nits lights off.\n\nNo one saw\nit go.\n\n{footer}\n"
    );
    assert_eq!(
        paragraphs(&text),
        ["The ship left the harbor in the night with its lights off.", "No one saw it go.", footer]
    );
    let shouted = format!("THE SHIP\nLEFT THE\nHARBOR IN THE NIGHT.\n\n{}", footer.to_uppercase());
    assert_eq!(paragraphs(&shouted)[0], "THE SHIP LEFT THE HARBOR IN THE NIGHT.");
}

#[test]
fn lines_that_all_end_sentences() {
    let text =
        "Fog shut the harbor.\n\"It opens today,\" the pilot said.\nNo one knew (or said so.)";
    assert_eq!(paragraphs(text), text.split('\n').collect::<Vec<_>>());
    assert_eq!(paragraphs("港口关闭。\n今天开放。\n没人知道。").len(), 3);
    assert_eq!(paragraphs("Fog shut the harbor.\nIt opens\ntoday.").len(), 1);
}

#[test]
fn double_spacing_is_no_paragraph() {
    let text = "The ship left the harbor\n\nin the night with its\n\nlights off and no\n\nflag, \
        witnesses said.\n\n\nNobody on the quay\n\nhad seen who was on\n\nboard.";
    assert_eq!(
        paragraphs(text),
        [
            "The ship left the harbor in the night with its lights off and no flag, witnesses said.",
            "Nobody on the quay had seen who was on board."
        ]
    );
}

#[test]
fn hyphens_at_line_ends_stay() {
    assert_eq!(paragraphs("an anti-\ninflation plan"), ["an anti-inflation plan"]);
    assert_eq!(paragraphs("the plan -\nnot new"), ["the plan - not new"]);
    assert_eq!(paragraphs("pages 3-\n4"), ["pages 3- 4"]);
}

#[test]
fn bullets() {
    assert_eq!(
        paragraphs("* Net rises\n* Sales fall\n  by half\n\nThe group said\n- as it must - that"),
        ["* Net rises", "* Sales fall", "by half", "The group said - as it must - that"]
    );
    assert_eq!(
        paragraphs("It said:\n- Costs fall\n- Tax rises"),
        ["It said:", "- Costs fall", "- Tax rises"]
    );
}

#[test]
fn tables_keep_their_lines() {
    let text = "Closing prices:\n  Wheat    3.10   3.12\n  Maize    2.05   2.01\n  Oats     1.70   1.71\nDealers \
        were\ncalm.";
    assert_eq!(
        paragraphs(text),
        [
            "Closing prices:",
            "Wheat    3.10   3.12\nMaize    2.05   2.01\nOats     1.70   1.71",
            "Dealers were calm."
        ]
    );
    assert!(is_table(&["a   b   1", "c   d   2", "e   f   3"]));
    assert!(!is_table(&["a   b   1", "c   d   2"]));
    assert!(!is_table(&[
        "He came.  She went.  They",
        "sat down.  It rained.  All",
        "slept.  No one.  Spoke"
    ]));
}

#[test]
fn two_spaces_that_part_paragraphs() {
    assert_eq!(
        paragraphs(
            "The ship left. It was late.  No one knew.  \"Why?\" asked one. No answer came."
        ),
        ["The ship left. It was late.", "No one knew.", "\"Why?\" asked one. No answer came."]
    );
    assert_eq!(
        paragraphs("It rained.  It snowed.  It froze.  It thawed.  It rained."),
        ["It rained. It snowed. It froze. It thawed. It rained."]
    );
}

#[test]
fn rules_stand_alone() {
    assert_eq!(
        paragraphs("It ended.\n___\nA B helped\nwith this."),
        ["It ended.", "___", "A B helped with this."]
    );
}

#[test]
fn scripts_without_blanks_join_without() {
    assert_eq!(paragraphs("港口星期\n一关闭"), ["港口星期一关闭"]);
}

proptest! {
    #[test]
    fn nothing_is_lost(text in "([a-zA-Z0-9.;\"* -]|\n|\n    |\t|  |é|港|-\n|1.5   2.5   3\n){0,60}") {
        let solid = |text: &str| -> String { text.split_whitespace().collect() };
        let parts = paragraphs(&text);
        prop_assert_eq!(solid(&text), parts.iter().map(|it| solid(it)).collect::<String>());
        prop_assert!(parts.iter().all(|it| !it.trim().is_empty() && !it.contains("\n\n")));
    }

    #[test]
    fn any_text_is_parted(text: String) {
        let solid = |text: &str| -> String { text.split_whitespace().collect() };
        prop_assert_eq!(solid(&text), paragraphs(&text).iter().map(|it| solid(it)).collect::<String>());
    }
}
