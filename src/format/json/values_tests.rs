use super::*;
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

fn cut_with(text: &str, limit: usize, buffer: usize) -> Vec<String> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
    Values::new(Box::new(input), &Limits { story: limit })
        .map(|it| match it {
            Cut::Record(record) => {
                let at = usize::try_from(record.offset).expect("small");
                assert!(text.as_bytes()[at..].starts_with(&record.bytes), "{text}");
                String::from_utf8(record.bytes).expect("whole characters").trim().to_owned()
            }
            Cut::Refused(Refusal::Reject { offset, reason }) => {
                format!("{offset} {}", reason.split(' ').take(3).collect::<Vec<_>>().join(" "))
            }
            Cut::Refused(Refusal::NotStory { kind }) => kind.to_owned(),
            Cut::Broken(..) => "broken".into(),
        })
        .collect()
}

fn cut(text: &str) -> Vec<String> {
    let cuts = cut_with(text, 1000, 1000);
    for buffer in [1, 7] {
        assert_eq!(cut_with(text, 1000, buffer), cuts, "{text}");
    }
    cuts
}

#[test]
fn all_layouts_give_the_same_objects() {
    let want = [r#"{"a":1}"#, r#"{"b":"{\"}"}"#];
    for text in [
        "{\"a\":1}\n{\"b\":\"{\\\"}\"}\n",
        "\u{feff}{\"a\":1}\r\n\r\n  {\"b\":\"{\\\"}\"}",
        "{\"a\":1},\n{\"b\":\"{\\\"}\"},\n",
        "[{\"a\":1},{\"b\":\"{\\\"}\"}]",
        "[\n  {\"a\":1},\n  null,\n  {\"b\":\"{\\\"}\"}\n]\n",
        "{\"a\":1}{\"b\":\"{\\\"}\"}",
        "\x1e{\"a\":1}\n\x1e{\"b\":\"{\\\"}\"}\n",
        "{\"item\":[{\"a\":1},{\"b\":\"{\\\"}\"}],\"total\":2}",
        "{\"total\":2, \"data\": {\"x\":[{\"y\":1}],\"items\" : [ {\"a\":1} , {\"b\":\"{\\\"}\"} ] } }",
        "{\"status\":\"ok\",\"response\":{\"meta\":{\"n\":1},\"docs\":[{\"a\":1},{\"b\":\"{\\\"}\"}]}}",
        "{\"articles\":[{\"a\":1}],\"more\":[{\"z\":1}]}\n{\"articles\":[{\"b\":\"{\\\"}\"}],\"n\":{\"a\":[]}}",
        "[{\"results\":[{\"a\":1}]},{\"results\":[{\"b\":\"{\\\"}\"}]}]",
    ] {
        assert_eq!(cut(text), want, "{text}");
    }
}

#[test]
fn a_story_with_lists_is_no_wrapper() {
    for text in [
        r#"{"headline":"x","items":[{"a":1}]}"#,
        r#"{"uri":"x","bodies":[{"value":"x"}]}"#,
        r#"{"data":{"item":{"altids":{},"subject":[{"code":"a"}]}}}"#,
        r#"{"@context":"https://schema.org","@graph":[{"@type":"A"}]}"#,
        r#"{"data":{"text":"x","items":[{"a":1}]}}"#,
        r#"{"items":[]}"#,
        r#"{"items":["a"],"id":1}"#,
        "{\n\"a\":[\n{\"b\":1},\n{\"b\":2}\n]\n}",
    ] {
        assert_eq!(cut(text), [text]);
    }
}

#[test]
fn damage_costs_no_neighbour() {
    let good = "{\"z\":\"ok\"}";
    for bad in [
        "{\"a\":\"cut off",
        "{\"a\":\"cut off\\",
        "{\"a\":",
        "{\"a\":[",
        "{\"a\":[1,2",
        "{\"a\":1,",
        "{\"a\":{\"b\":\"c\"",
        "{\"a\":\"5\" pipe\"}",
        "{\"a\":\"say \"so\" (twice)\"}",
        "{\"a\":1}}",
        "\"a\":1}",
        "no JSON at all",
    ] {
        let cuts = cut(&format!("{good}\n{bad}\n{good}\n{good}\n"));
        let sound = cuts.iter().filter(|it| *it == good).count();
        assert_eq!(
            (sound, cuts.len()),
            (3, 4 + usize::from(bad.ends_with("}}"))),
            "{bad}: {cuts:?}"
        );
        let cuts = cut(&format!("[\n  {good},\n  {bad},\n  {good},\n  {good}\n]"));
        let sound = cuts.iter().filter(|it| *it == good).count();
        assert_eq!(sound, 3, "{bad}: {cuts:?}");
    }
    // On one line only quotes tell.
    let cuts = cut("[{\"a\":\"5\" pipe\"},{\"z\":1},{\"y\":1}]");
    assert_eq!(cuts[1..], ["{\"z\":1}", "{\"y\":1}"]);
    let text =
        "[{\"a\":[{\"q\":1,(\"n\":2}],\"s\":[{\"c\":3},{\"c\":4}],\"p\":5},{\"z\":1},{\"y\":1}]";
    let cuts = cut(text);
    assert!(cuts.ends_with(&["{\"z\":1}".to_owned(), "{\"y\":1}".to_owned()]), "{cuts:?}");
    let cuts = cut("{\n  \"a\": [\n    {\"b\": 1},\n{\n  \"z\": 1\n}\n");
    assert_eq!(cuts[1..], ["{\n  \"z\": 1\n}"]);
}

#[test]
fn what_is_no_object_is_refused_with_its_place() {
    assert_eq!(cut("{\"a\":1}\nxx\n{\"b\":1}\n"), ["{\"a\":1}", "8 text that is", "{\"b\":1}"]);
    assert_eq!(cut("[1,\"b\",{\"a\":1},true]"), ["1 a value that", "{\"a\":1}", "15 a value that"]);
    assert_eq!(cut("{\"a\":1}\n{\"b\":"), ["{\"a\":1}", "8 the file ends"]);
    assert!(cut(" \n[]\n").is_empty());
}

#[test]
fn raw_line_ends_in_strings_do_not_part_values() {
    let text = "{\"a\":\"one\ntwo {x}\n{three\"}\n";
    assert_eq!(cut(text), [text.trim()]);
}

#[test]
fn long_values_are_passed_by() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(400));
    for buffer in [1, 16, 1000] {
        assert_eq!(
            cut_with(&format!("{{\"b\":1}}\n{long}\n{{\"c\":1}}\n"), 100, buffer),
            ["{\"b\":1}", "8 the story is", "{\"c\":1}"]
        );
    }
}

#[test]
fn a_bracket_closes_at_the_deepest_level_that_is_counted() {
    // Found by fuzzing: the bits of 127 levels were one too many for their number.
    for depth in [126, 127, 128, 129] {
        let text = format!("{}]{}\n{{\"b\":1}}\n", "{\"a\":".repeat(depth), "}".repeat(depth));
        let found = cut_with(&text, 10_000, 64);
        assert_eq!(found.last().map(String::as_str), Some("{\"b\":1}"), "{depth}");
        let text = format!("{}[1]{}\n{{\"b\":1}}\n", "{\"a\":".repeat(depth), "}".repeat(depth));
        assert_eq!(cut_with(&text, 10_000, 64).len(), 2, "{depth}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_buffers_make_no_difference(
        text in "(\\{\"a\":1\\}|\"items\":\\[|\"b\":|[\\[\\]{},:\"\\\\]|\n|\n\\{\"c\":| |x|1|é){0,40}",
        limit in 0usize..60,
    ) {
        prop_assert_eq!(cut_with(&text, limit, 1), cut_with(&text, limit, 4096));
        first(text.as_bytes(), |_| false);
    }

    #[test]
    fn objects_come_back(
        texts in prop::collection::vec("\\PC{0,20}", 1..5),
        pretty: bool,
        array: bool,
    ) {
        let objects: Vec<_> = texts
            .iter()
            .map(|it| serde_json::json!({"t": it, "l": [{"k": it}, {"k": 1}], "n": {"m": {}}}))
            .collect();
        let print = |value: &serde_json::Value| match pretty {
            true => serde_json::to_string_pretty(value).expect("prints"),
            false => value.to_string(),
        };
        let text = if array {
            print(&serde_json::Value::Array(objects.clone()))
        } else {
            objects.iter().map(print).collect::<Vec<_>>().join("\n")
        };
        let read: Vec<serde_json::Value> = cut_with(&text, 10_000, 64)
            .iter()
            .map(|it| serde_json::from_str(it).expect("whole"))
            .collect();
        prop_assert_eq!(read, objects);
    }
}
