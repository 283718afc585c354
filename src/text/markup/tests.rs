use proptest::prelude::*;

use super::*;

#[test]
fn elements_attributes_and_text() {
    let tree = Tree::xml(
        "<?xml version='1.0'?><!DOCTYPE n [<!ENTITY x 'y'>]><!-- c --><a:n V=\"1 &amp; 2\" w='q' z=9>\
         <h><t>Fog &eacute; <em>shuts</em> h&#97;rbor</t></h><h x='2'/>tail</a:n>",
    );
    let root = tree.root();
    let n = root.child("n").expect("the root element");
    assert_eq!(n.attribute("v").as_deref(), Some("1 & 2"));
    assert_eq!(n.attribute("w").as_deref(), Some("q"));
    assert_eq!(n.attribute("z").as_deref(), Some("9"));
    assert_eq!(n.find("h/t").map(Element::text).as_deref(), Some("Fog é shuts harbor"));
    assert_eq!(n.children().count(), 2);
    assert_eq!(n.children().nth(1).and_then(|it| it.attribute("x")).as_deref(), Some("2"));
    assert_eq!(n.descendants().map(Element::name).collect::<Vec<_>>(), ["h", "t", "em", "h"]);
}

#[test]
fn what_is_no_markup_is_text() {
    let text = |source: &str| Tree::xml(source).root().text();
    assert_eq!(text("<p>a < b & c <5 d</p>"), "a < b & c <5 d");
    assert_eq!(text("<p>one <b>two</p> three"), "one two three");
    assert_eq!(text("<p>cut off <i"), "cut off");
    assert_eq!(text("<p>so 3 < "), "so 3 <");
    assert_eq!(text("<p><![CDATA[x < y &amp; z]]></p>"), "x < y &amp; z");
    assert_eq!(text("<p><![CDATA[broken"), "broken");
    assert_eq!(text("</b></c>left"), "left");
}

#[test]
fn blocks_part_paragraphs() {
    assert_eq!(
        html_paragraphs(
            "<div>Lead\n  <b>bold</b>.<p>One<p>Two<br><br>Three<ul><li>a<li>b</ul>\
             <script>if (a < b) { '</p>' }</script><style>p{}</style></div>end"
        ),
        ["Lead bold.", "One", "Two", "Three", "a", "b", "end"]
    );
    assert_eq!(
        html_paragraphs("<table><tr><td>A<td>1<tr><td>B<td>2</table><pre>x  1\ny  2</pre>"),
        ["A  1\nB  2", "x  1\ny  2"]
    );
    assert_eq!(html_paragraphs("plain &amp; simple"), ["plain & simple"]);
}

#[test]
fn hard_wrapped_copy_in_one_element_is_unwrapped() {
    let copy =
        "<p>   The harbor was shut\nby fog.\n   Ships lay outside\nuntil noon.\n   It cleared.</p>";
    assert_eq!(
        html_paragraphs(copy),
        ["The harbor was shut by fog.", "Ships lay outside until noon.", "It cleared."]
    );
    let breaks =
        "<p>   The harbor was shut<br/>\nby fog.<br/>\n   Ships lay outside<br/>\nuntil noon.</p>";
    assert_eq!(
        html_paragraphs(breaks),
        ["The harbor was shut by fog.", "Ships lay outside until noon."]
    );
}

#[test]
fn dropped_elements_leave_nothing() {
    let tree = Tree::xml("<c><p>One</p><media><p>photo</p></media><p>Two</p></c>");
    assert_eq!(tree.root().paragraphs_without(&|it| it.is("media")), ["One", "Two"]);
}

#[test]
fn depth_is_bounded() {
    let deep = "<a>".repeat(100_000) + "x";
    assert_eq!(Tree::xml(&deep).root().text(), "x");
    assert_eq!(html_paragraphs(&("<div>".repeat(100_000) + "x")), ["x"]);
}

#[test]
fn bare_brackets_cost_no_square_of_time() {
    let many = "< ".repeat(200_000);
    assert_eq!(Tree::xml(&many).root().text().len(), 399_999);
    let comments = "<!-- ".repeat(200_000);
    Tree::xml(&comments);
}

proptest! {
    #[test]
    fn never_panics(source in "(<[a-z/!?]|>|</|&[a-z#]|;|\"|'|=|<!\\[CDATA\\[|\\]\\]>|<!--|-->|é| |\n|[a-z]|br|p|table|tr|td){0,60}") {
        for tree in [Tree::xml(&source), Tree::html(&source)] {
            let root = tree.root();
            root.text();
            root.paragraphs();
            for element in root.descendants() {
                for (_, value) in element.attributes() {
                    let _ = value;
                }
            }
        }
    }

    #[test]
    fn text_comes_back(words in proptest::collection::vec("[a-zé<>\"']{1,8}", 1..20)) {
        let escaped: String = words
            .iter()
            .map(|it| format!("<p>{}</p>", it.replace('<', "&lt;")))
            .collect();
        prop_assert_eq!(html_paragraphs(&escaped), words);
    }
}

#[test]
fn pieces_are_text_and_elements() {
    let tree = Tree::html("<p>Fog &amp; <b>sun</b><br>rain</p>");
    let shown: Vec<String> = tree
        .root()
        .first("p")
        .expect("it is there")
        .pieces()
        .map(|it| match it {
            Piece::Text(text) => text.into_owned(),
            Piece::Element(element) => format!("<{}>", element.name()),
        })
        .collect();
    assert_eq!(shown, ["Fog & ", "<b>", "<br>", "rain"]);
}
