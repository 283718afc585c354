use super::*;
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

fn cut(text: &str, limit: usize, buffer: usize) -> Vec<String> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
    Elements::new(Box::new(input), &["item", "entry"], "empty feed", &Limits { story: limit })
        .map(|it| match it {
            Cut::Record(record) => String::from_utf8(record.bytes).expect("whole characters"),
            Cut::Refused(Refusal::Reject { offset, reason }) => {
                format!("{offset} {}", reason.split(' ').take(3).collect::<Vec<_>>().join(" "))
            }
            Cut::Refused(Refusal::NotStory { kind }) => kind.to_owned(),
            Cut::Broken(..) => "broken".into(),
        })
        .collect()
}

#[test]
fn records_come_with_the_head() {
    let text =
        "<?xml version='1.0'?><r><t>x</t>\n<item a='>'>1</item> <x:item>2</x:item>\n<item/></r>";
    for buffer in [1, 7, 1000] {
        assert_eq!(
            cut(text, 100, buffer),
            [
                "<?xml version='1.0'?><r><t>x</t>\n<item a='>'>1</item>",
                "<?xml version='1.0'?><r><t>x</t>\n<x:item>2</x:item>",
                "<?xml version='1.0'?><r><t>x</t>\n<item/>",
            ]
        );
    }
}

#[test]
fn tags_in_comments_and_sections_are_none() {
    let text = "<r><!-- <item> --><item><![CDATA[</item>]]>1<!--</item>--><items>2</item></r>";
    assert_eq!(
        cut(text, 100, 3),
        ["<r><!-- <item> --><item><![CDATA[</item>]]>1<!--</item>--><items>2</item>"]
    );
}

#[test]
fn sections_without_an_end_cost_no_neighbour() {
    for open in ["<![CDATA[", "<!--", "<?"] {
        let text =
            format!("<r><item>1{open}x</b></item>\n<item>2</item> <item>3<!-- y --></item></r>");
        for buffer in [1, 7, 1000] {
            let first = format!("<r><item>1{open}x</b></item>");
            let rest = ["<r><item>2</item>", "<r><item>3<!-- y --></item>"];
            assert_eq!(cut(&text, 100, buffer), [first.as_str(), rest[0], rest[1]]);
        }
    }
}

#[test]
fn damage_costs_no_neighbour() {
    assert_eq!(
        cut("<r><item>1<item>2</item> loose <item>3", 100, 5),
        ["<r><item>1", "<r><item>2</item>", "25 text that belongs", "<r><item>3"]
    );
    assert_eq!(
        cut("<r><item a=\"x>1</item><item b=\"\">2</item></r>", 100, 5),
        ["<r><item a=\"x>1</item>", "<r><item b=\"\">2</item>"]
    );
    assert_eq!(
        cut("<r><item>1<![CDATA[x<item>2</item></r>", 100, 5),
        ["<r><item>1<![CDATA[x", "<r><item>2</item>"]
    );
    assert_eq!(
        cut("<r><item a='1>1</item><item a='2'>2<?x</item><item>3</item>", 100, 5),
        ["<r><item a='1>1</item>", "<r><item a='2'>2<?x</item>", "<r><item>3</item>"]
    );
    assert_eq!(
        cut(&format!("<r><item>{}</item><item>2</item>", "x".repeat(400)), 100, 5),
        ["3 the story is", "<r><item>2</item>"]
    );
    assert_eq!(cut("<r></r>", 100, 5), ["empty feed"]);
}

#[test]
fn each_document_has_its_head() {
    let text = "<?xml a?><r><t>x</t><item>1</item></r> <?xml b?>\n<r><t>y</t><item>2</item></r>";
    for buffer in [1, 7, 1000] {
        assert_eq!(
            cut(text, 100, buffer),
            ["<?xml a?><r><t>x</t><item>1</item>", "<?xml b?>\n<r><t>y</t><item>2</item>"]
        );
    }
    // Damage before it, and a declaration where none should stand.
    assert_eq!(
        cut("<r><item>1 odd <?xml b?><r><t>y</t><item><?xml?><p>2</p></item>", 100, 3),
        ["<r><item>1 odd ", "<?xml b?><r><t>y</t><item><?xml?><p>2</p></item>"]
    );
    assert_eq!(
        cut("<item>1</item> odd <?xml b?><item>2</item>", 100, 3),
        ["<item>1</item>", "15 text that belongs", "<?xml b?><item>2</item>"]
    );
}

proptest! {
    #[test]
    fn never_panics_and_buffers_make_no_difference(
        text in "(<item>|<\\?xml a\\?>|</item>|<x:entry |/>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|<|>|'|[a-z]| |\n){0,40}",
        limit in 0usize..60,
    ) {
        prop_assert_eq!(cut(&text, limit, 1), cut(&text, limit, 4096));
    }
}

/// The end of each was looked for in all that was held.
#[test]
fn sections_without_an_end_are_looked_into_once() {
    for open in ["<!--", "<![CDATA[", "<?"] {
        for text in [
            format!("<r><item>1{}</item>\n<item>2</item></r>", open.repeat(100_000)),
            format!("<r><item>1</item>\n<item>2</item>{}</r>", open.repeat(100_000)),
        ] {
            for buffer in [8192, 1 << 24] {
                let start = std::time::Instant::now();
                let records = cut(&text, 1 << 24, buffer);
                assert!(records.len() >= 2, "{open} {}", records.len());
                assert!(start.elapsed().as_secs() < 30, "{open} {:?}", start.elapsed());
            }
        }
    }
}
