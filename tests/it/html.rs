//! Pages of HTML: whole, well-formed, and deaf to what stories and queries try to say to them.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::json;

use super::workdir::{Workdir, stories};

/// A story that tries to break out of every place it is printed in.
const ATTACK: &str =
    "</h2><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt; ]]>-->\u{1b}[0m";

fn hostile() -> Workdir {
    let work = Workdir::new();
    let story = json!({
        "schema": 1, "id": format!("X:{ATTACK}"), "agency": ATTACK, "headline": format!("harbor {ATTACK}"),
        "body": format!("The harbor {ATTACK} was shut.\n\n\u{fffe}Harbor {ATTACK}"),
        "language": "en\" onload=\"alert(1)", "filed": "2024-05-01T10:00:00Z",
        "dateline": {"line": ATTACK, "places": [], "date": null, "agency": null},
        "source": {"path": ATTACK},
    });
    work.write("archive/stories.jsonl", format!("{story}\n{}", stories()));
    work.run(&["index", "archive"]).code(0);
    work
}

/// Reads a page as XML, which it is too, and gives the names of its elements and its text.
fn read(page: &str) -> (Vec<String>, String) {
    let mut reader = Reader::from_str(page);
    let (mut names, mut text, mut open) = (Vec::new(), String::new(), Vec::new());
    loop {
        match reader.read_event().expect("the page is well-formed") {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("attributes are well-formed");
                    let key = attribute.key.as_ref().to_owned();
                    assert!(["lang", "dir", "class", "value"].contains(&key.as_str()), "{key}");
                }
                names.push(name.clone());
                open.push(name);
            }
            Event::End(tag) => {
                let name = tag.name().as_ref().to_owned();
                assert_eq!(open.pop(), Some(name));
            }
            Event::Empty(tag) => {
                names.push(tag.name().as_ref().to_owned());
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::GeneralRef(name) => {
                text.push_str(match &*name {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "#39" => "'",
                    other => panic!("&{other}; is no entity of ours"),
                });
            }
            Event::DocType(_) => {}
            Event::Eof => break,
            other => panic!("{other:?} has no place in a page"),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    (names, text)
}

const ELEMENTS: [&str; 23] = [
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "dt", "dd", "bdi", "ol",
    "li", "p", "div", "mark", "table", "thead", "tbody", "tr", "td", "th",
];

#[test]
fn hostile_text_stays_text() {
    let work = hostile();
    let query = "harbor OR \"<script>alert(2)</script>\"";
    for args in [
        &["search", "--output", "html", query][..],
        &["search", "--output", "html", "--all", "--body", query],
        &["search", "--output", "html", "--snippets", "all", "--sort", "newest", query],
        &["kwic", "--output", "html", query],
        &["kwic", "--output", "html", "--sort", "left", "--words", "4", query],
    ] {
        let page = work.run(args).code(0).stdout;
        let (names, text) = read(&page);
        for name in &names {
            assert!(ELEMENTS.contains(&name.as_str()), "<{name}>");
        }
        assert!(text.contains("<script>alert(2)</script>"), "the query is shown as typed");
        assert!(!page.contains('\u{1b}') && !page.contains("onload="), "{args:?}");
        assert!(page.contains("default-src 'none'"));
        for address in ["http:", "https:", "src=", "href=", "url("] {
            let shown = page.replace("src=x", "");
            assert!(!shown.contains(address), "{args:?} names {address}");
        }
    }
    let page = work.run(&["search", "--output", "html", "harbor"]).code(0).stdout;
    let shown = ATTACK.replace('\u{1b}', "\u{FFFD}");
    assert!(read(&page).1.matches(&shown).count() >= 4, "what was filed is all there");
}

#[test]
fn a_page_says_what_it_is_and_marks_what_matches() {
    let work = Workdir::indexed();
    let page = work.run(&["search", "--output", "html", "--all", "military-to-military"]).code(0);
    let (names, text) = read(&page.stdout);
    assert_eq!(names.iter().filter(|name| *name == "li").count(), 2);
    assert_eq!(names.iter().filter(|name| *name == "mark").count(), 4);
    for said in ["military-to-military", "2 stories", "relevance", "OSLO, May 1 (AP)", "AP:2"] {
        assert!(text.contains(said), "{said}");
    }
    let fingerprint = page.summary()["index"]["fingerprint"].as_str().unwrap().to_owned();
    assert!(text.contains(&fingerprint));
    assert!(page.stdout.contains("<h2 lang=\"en\" dir=\"auto\">"));
    insta::assert_snapshot!(page.stdout.replace(&fingerprint, "FINGERPRINT"));
}

#[test]
fn nothing_found_is_a_page_too() {
    let work = Workdir::indexed();
    for command in ["search", "kwic"] {
        let (_, text) = read(&work.run(&[command, "--output", "html", "giraffe"]).code(1).stdout);
        assert!(text.contains("0 stories"), "{text}");
    }
}
