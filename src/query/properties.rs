//! What holds for every query text: no panic, places inside the text, and printing that reads
//! back as the same tree.

use std::time::Instant;

use proptest::prelude::*;

use super::*;

/// Pieces of the grammar, glued at random.
const PIECES: &[&str] = &[
    "oil",
    "gas",
    "U.S.",
    "military-to-military",
    "O'Neill",
    "AT&T",
    "新华社",
    "e\u{301}",
    "and",
    "or",
    "not",
    "AND",
    "OR",
    "NOT",
    "And",
    "none",
    "any",
    "-",
    "–",
    "—",
    "=",
    "(",
    ")",
    "(",
    ")",
    "（",
    "\"",
    "“",
    "”",
    "„",
    "«",
    "»",
    "'",
    "‘",
    "’",
    "*",
    "?",
    "!",
    "~",
    "~1",
    "~2",
    "^",
    "^2",
    "^1.5",
    ":",
    ";",
    ",",
    ".",
    "..",
    "/",
    "_",
    "|",
    "[",
    "]",
    "headline:",
    "headline(",
    "lead:",
    "first50(",
    "first:",
    "hd=",
    "by=",
    "byline:",
    "agency:",
    "agency:(",
    "path:",
    "id:",
    "topic:(",
    "status:kill",
    "date:",
    "date:1987",
    "date:(",
    "1987",
    "1987-03",
    "1987-13",
    "last-30d",
    "today",
    ">=",
    "<",
    ">",
    "≤",
    "words",
    "words>",
    "words:",
    "words:(",
    "300",
    "urgency<=3",
    "since:",
    "until:",
    "heading:",
    "http://",
    "w/5",
    "W/0",
    "/5",
    "/s",
    "w/x",
    "near/5",
    "near5",
    "adj5",
    "pre/3",
    "NEAR(",
    "near(",
    "atleast5(",
    "atleast5",
    "atleast(",
    "caps(",
    "allcaps(",
    "nocaps(",
    "forms(",
    "plural(",
    "caps",
    "\n",
    "\t",
    "\u{A0}",
    "\u{0}",
    "\u{1b}",
    "\u{202E}",
    "\u{AD}",
    "😀",
    "$5",
    "16:30",
    "a/b",
    "TO",
    "{",
    "}",
    "&",
    "#",
    "`",
];

fn options() -> Options {
    Options { today: NaiveDate::from_ymd_opt(2026, 11, 23), ..Options::default() }
}

fn inside(span: &Span, text: &str) {
    assert!(span.start <= span.end && span.end <= text.len(), "{span:?} of {text:?}");
    assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
}

fn placed(node: &Node, text: &str) {
    inside(&node.span, text);
    if let Kind::Phrase { words, .. } = &node.kind {
        words.iter().for_each(|word| inside(&word.span, text));
    }
    for child in node.children() {
        assert!(node.span.start <= child.span.start && child.span.end <= node.span.end);
        placed(child, text);
    }
}

/// The tree without its places.
fn bare(node: &Node) -> Node {
    let boxed = |node: &Node| Box::new(bare(node));
    let many = |nodes: &[Node]| nodes.iter().map(bare).collect();
    let mut kind = node.kind.clone();
    match &mut kind {
        Kind::Phrase { words, .. } => words.iter_mut().for_each(|word| word.span = 0..0),
        Kind::All { nodes } | Kind::Any { nodes } => *nodes = many(nodes),
        Kind::Near { left, right, .. } | Kind::Same { left, right, .. } => {
            (*left, *right) = (boxed(left), boxed(right));
        }
        Kind::Not { node }
        | Kind::AtLeast { node, .. }
        | Kind::Case { node, .. }
        | Kind::Scope { node, .. }
        | Kind::Field { node, .. }
        | Kind::Boost { node, .. } => *node = boxed(node),
        _ => {}
    }
    Node { span: 0..0, kind }
}

/// Reads a text and holds what it becomes to all promises; whether it was a query.
fn check(text: &str) -> bool {
    for (any, plain) in [(true, false), (false, true)] {
        promises(text, &Options { any, plain, ..options() });
    }
    promises(text, &options())
}

fn promises(text: &str, how: &Options) -> bool {
    match parse(text, how) {
        Ok(query) => {
            placed(&query.root, text);
            for warning in &query.warnings {
                inside(&warning.span, text);
                assert!(!warning.render(text).is_empty());
            }
            let printed = query.parsed();
            if printed.len() <= MAX_LENGTH {
                let again = match parse(&printed, &options()) {
                    Ok(again) => again,
                    Err(errors) => panic!("{text:?}\n{}", errors[0].render(&printed)),
                };
                assert_eq!(bare(&again.root), bare(&query.root), "{text:?} as {printed}");
                assert_eq!(again.parsed(), printed);
            }
            true
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in &errors {
                inside(&error.span, text);
                assert!(error.render(text).contains('^'));
            }
            false
        }
    }
}

fn pieces(most: usize) -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(PIECES), prop::bool::ANY);
    prop::collection::vec(piece, 0..most).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, blank)| format!("{piece}{}", if blank { " " } else { "" }))
            .collect()
    })
}

proptest! {
    #[test]
    fn sentences_never_fail_as_free_text(
        text in "[ab][a-z]{1,8}([ ,;:.?!'\"()/&#@$%*^~<>=|_-]{1,3}[ab]?[a-z]{1,8}){0,12}[?!.:)\"']{0,2}"
    ) {
        // (-word) denies and wants nothing: an operator that was meant.
        let denies = text.contains('-');
        for (any, plain) in [(true, false), (false, true)] {
            let read = parse(&text, &Options { any, plain, ..options() });
            prop_assert!(read.is_ok() || any && denies, "{text:?}: {}", read.unwrap_err()[0]);
        }
    }
}

/// Texts that are queries for the most part.
fn queries() -> impl Strategy<Value = String> {
    let words = [
        "oil",
        "gas-fired",
        "U.S.",
        "=talks",
        "econom*",
        "wom?n",
        "recycl!",
        "smith~1",
        "and/or",
        "\"peace talks\"",
        "“milit* to”",
        "'so it is'",
        "forms(\"peace talks\")",
        "O'Neill",
        "near5",
        "none",
        "byline:smith",
        "agency:(AP OR AFP)",
        "path:\"a b/*\"",
        "country:OR",
        "date:1987..",
        "words>300",
        "urgency:none",
        "first50(x1 y1)",
        "headline:(oil^2 or gas)",
        "date:(1987 NOT 1987-03)",
        "topic:x:1",
        "status:kill",
        "id:'a b'",
    ];
    let leaf = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    leaf.prop_recursive(6, 64, 4, |inner| {
        let operators = [
            " ",
            " AND ",
            " OR ",
            " or ",
            " NOT ",
            " -",
            " and not ",
            " w/5 ",
            " pre/2 ",
            " adj3 ",
            " w/s ",
            " not w/5 ",
            ", ",
        ];
        let pair = (inner.clone(), prop::sample::select(operators.to_vec()), inner.clone());
        let call = prop::sample::select(vec!["(", "headline(", "caps(", "atleast2(", "lead:("]);
        prop_oneof![
            4 => pair.prop_map(|(left, operator, right)| format!("{left}{operator}{right}")),
            2 => (call, inner.clone()).prop_map(|(call, inner)| format!("{call}{inner})")),
            1 => inner.prop_map(|inner| format!("({inner})^2")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn pieces_of_grammar_are_read_without_panic(text in pieces(14)) {
        check(&text);
    }

    #[test]
    fn a_query_is_printed_as_itself(text in queries()) {
        check(&text);
    }
}

#[test]
fn generated_queries_are_queries_often_enough() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let read = (0..400)
        .filter(|_| check(&queries().new_tree(&mut runner).expect("a query").current()))
        .count();
    assert!(read > 120, "{read} of 400");
}

#[test]
fn time_grows_with_length_only() {
    // The worst of the shapes that a backtracking or quadratic reader falls for.
    let pieces = [
        "(",
        ")",
        "\"",
        "'a ",
        "a b",
        "a OR b ",
        "NOT ",
        "-a ",
        "a-",
        "a/",
        "*",
        "a* ",
        "a~1 ",
        "^2",
        "headline:",
        "heading:a ",
        "w/5 ",
        "a w/5 ",
        "NEAR(",
        "forms(",
        "words > ",
        "date:",
        "date:(1987 ",
        "agency:(",
        "and ",
        "a and ",
        "not ",
        "atleast5 ",
        "[",
        "‘",
        "a    ",
        "words   ",
        "…",
        "—",
        "é",
        "~",
        "a' 'b ",
        "topic:(a:b,",
        "-",
        ",",
        "=",
        ".",
        "a.",
        "'",
        ">",
        "caps(",
        "|",
    ];
    for head in ["", "agency:(", "date:(", "NEAR(", "forms("] {
        for piece in pieces {
            let text = head.to_owned() + &piece.repeat((MAX_LENGTH - head.len()) / piece.len());
            let start = Instant::now();
            check(&text);
            let took = start.elapsed().as_millis();
            assert!(took < 1500, "{head}{piece:?} took {took} ms");
        }
    }
}
