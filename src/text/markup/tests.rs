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
    assert_eq!((n.prefix(), n.name()), ("a", "n"));
    assert_eq!(n.child("h").map(Element::prefix), Some(""));
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
    assert_eq!(text("<p>cut off <"), "cut off");
    assert_eq!(text("<p>so 3 < "), "so 3 <");
    assert_eq!(text("<p>cut off<"), "cut off");
    assert_eq!(text("<p><![CDATA[x < y &amp; z]]></p>"), "x < y &amp; z");
    assert_eq!(text("<p><![CDATA[broken"), "broken");
    assert_eq!(text("</b></c>left"), "left");
}

/// The reader did not count the mark, and all behind it was read three bytes too early.
#[test]
fn a_byte_order_mark_shifts_nothing() {
    let text = |source: &str| Tree::xml(source).root().text();
    assert_eq!(text("\u{FEFF}<p>Señor é</p>"), "Señor é");
    assert_eq!(text("<\u{FEFF}Se\u{FFFD}or <p>é</p>"), "<Se\u{FFFD}or é");
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
    assert_eq!(
        html_paragraphs("<table><caption>Wins<tr><td>A<td>1<tr><td>B<td>2</table>"),
        ["Wins", "A  1\nB  2"]
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
fn escaped_html_is_read_once() {
    let tree = Tree::xml("<d>&lt;p&gt;Fog &amp;lt; <i>x</i><![CDATA[&amp;]]>&amp;amp; rain</d>");
    let d = tree.root().child("d").expect("it");
    assert_eq!(d.source(), "<p>Fog &lt; x&amp;&amp; rain");
    assert_eq!(html_paragraphs(&d.source()), ["Fog < x&& rain"]);
}

#[test]
fn breaks_without_end_tags_cost_no_text() {
    let tree = Tree::xml("<d>Fog <b>shut</b> it.<br><br>It <img src='x'>cleared.</d>");
    assert_eq!(tree.root().paragraphs(), ["Fog shut it.", "It cleared."]);
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
fn html_is_read_as_browsers_read_it() {
    let read = |source: &str| html_paragraphs(source);
    assert_eq!(read("<p title=\"a\"b\">One > 1</p><p class='x>y'>Two</p>"), ["One > 1", "Two"]);
    assert_eq!(read("<html><head><title>T</title><body><p>One</html>"), ["One"]);
    assert_eq!(read("<html><head><meta x><p>One <b>two<div>three</div>"), ["One two", "three"]);
    assert_eq!(read("<!-- open <p>One</p>"), ["One"]);
    assert_eq!(read("a<!-->b<!-- > --><![CDATA[ <c>]]> 1 < 2 <3"), ["ab <c> 1 < 2 <3"]);
    let links = Tree::html("<a href=/>Home</a><a id='x'/>b<br/>c");
    assert_eq!(links.root().all("a").map(Element::text).collect::<Vec<_>>(), ["Home", ""]);
    let tree = Tree::html("<div><table><tr><td>a</div><p>b</p></table><p>c</p></div><p>d</p>");
    let div = tree.root().first("div").expect("the first");
    let weights = tree.weights();
    let weight = weights[div.end() as usize + 1] - weights[div.place() as usize];
    assert_eq!((div.all("p").count(), weight, div.tag()), (2, 3, ""));
    let last = tree.root().all("p").last().expect("the last");
    assert!(div.end() < last.place() && div.first("td").is_some_and(|it| it.end() < div.end()));
}

#[test]
fn sound_html_is_written() {
    let tree =
        Tree::html("<p class='a\"b' onclick=x>1 < 2 &amp; <br>3<script>x</script><i>4<nav>5");
    assert_eq!(
        tree.root().to_html(&|it| it.is("nav")),
        "<p class=\"a&quot;b\">1 &lt; 2 &amp; <br>3<i>4</i></p>"
    );
    let script = Tree::html("<script>a < b</script><script></script>");
    let raw: Vec<_> = script.root().all("script").map(Element::raw).collect();
    assert_eq!(raw, [Some("a < b"), Some("")]);
}

#[test]
fn hostile_html_costs_no_square_of_time() {
    for piece in ["<a<", "<a b=\"", "<a b='", "<!--", "<a ", "</", "<![CDATA[", "<5 ", "<p><b>"] {
        let text = piece.repeat(300_000) + ">";
        Tree::html(&text);
    }
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
    fn never_panics(source in "(\u{FEFF}|<[a-z/!?]|>|</|&[a-z#]|;|\"|'|=|<!\\[CDATA\\[|\\]\\]>|<!--|-->|é| |\n|[a-z]|br|p|table|tr|td){0,60}") {
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

/// Each of these was looked for up to the end of the source.
#[test]
fn what_never_ends_is_not_looked_for_again_and_again() {
    let pieces = ["<!-- x>", "<?x>", "<![CDATA1[x>", "<!DOCTYPE [>", "<a b=\"x>'", "<"];
    for piece in pieces {
        let start = std::time::Instant::now();
        let source = format!("<r><p>Fog.</p>{}<p>Sun.</p></r>", piece.repeat(1 << 17));
        let tree = Tree::xml(&source);
        let first = tree.root().first("p").map(Element::text);
        assert_eq!(first.as_deref(), Some("Fog."), "{piece}");
        assert!(start.elapsed().as_secs() < 30, "{piece} {:?}", start.elapsed());
    }
}

/// What is lost costs itself, and as much before the other reader takes over as after.
#[test]
fn what_never_ends_costs_itself() {
    for many in [10, 1 << 17] {
        for piece in ["<!-- x>", "<?x>", "<![CDATA1[x>", "<!DOCTYPE [>"] {
            let source = format!("<r>{}<p a='1'>Sun &amp; rain.</p></r>", piece.repeat(many));
            let tree = Tree::xml(&source);
            let found = tree.root().first("p");
            assert_eq!(found.map(Element::text).as_deref(), Some("Sun & rain."), "{piece} {many}");
            assert_eq!(found.and_then(|it| it.attribute("a")).as_deref(), Some("1"));
        }
    }
}

#[test]
fn elements_have_the_nearest_holder() {
    let tree =
        Tree::xml("<i>0</i><o n='1'><i>1</i><o n='2'><x><i>2</i></x></o><i>3</i></o><i>4</i>");
    let found: Vec<String> = tree
        .root()
        .all_under("o", "i")
        .iter()
        .map(|(o, i)| format!("{}{}", o.attribute("n").unwrap_or_default(), i.text()))
        .collect();
    assert_eq!(found, ["11", "22", "13"]);
}
