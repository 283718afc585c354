//! `newswire show`.

use super::workdir::{Workdir, stories};

#[test]
fn a_story_for_eyes() {
    let ran = Workdir::indexed().run(&["show", "AP:1"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r"
    Navies resume military-to-military talks
    AP · 2024-05-01 10:00 UTC
    By Ann Lee and Bo Ek

    OSLO, May 1 (AP)

    The two navies met again on Wednesday after a year of silence.

    Military-to-military talks are useful, an admiral said. Ümit Öz, who led them,
    agreed: military to military talks calm the sea.

    id        AP:1
    source    first.txt, record 1 (plain)
    language  en
    words     32
    ");
}

#[test]
fn matches_of_a_query_are_bold() {
    let work = Workdir::indexed();
    let ran = work.run(&["show", "--color", "always", "--query", "talk ümit", "AP:1"]).code(0);
    let plain = ran.stdout.replace("\u{1b}[1m", "<").replace("\u{1b}[0m", ">");
    assert!(plain.contains("military-to-military <talks>\n"), "{plain}");
    assert!(plain.contains("said. <Ümit> Öz, who led them,"), "{plain}");
    let ran = work.run(&["show", "--query", "giraffe", "AP:1"]).code(0);
    assert_eq!(ran.stderr, "the query matches nothing in the text of this story\n");
}

#[test]
fn the_record_is_printed_as_it_was_read() {
    let work = Workdir::indexed();
    let shown = work.run(&["show", "--output", "jsonl", "dpa:3"]).code(0);
    let record = stories().lines().nth(2).map(|line| serde_json::from_str(line).ok());
    let record: serde_json::Value = record.flatten().expect("it is the third");
    for (key, value) in record.as_object().expect("a record is an object") {
        if key != "source" {
            assert_eq!(&shown.json()[0][key], value, "{key}");
        }
    }
}

#[test]
fn an_id_that_is_not_there_is_nothing_found() {
    let ran = Workdir::indexed().run(&["show", "AP:99"]).code(1);
    assert_eq!(ran.stdout, "");
    insta::assert_snapshot!(ran.stderr, @r"
    newswire: there is no story AP:99 in the index
    hint: newswire search --output ids QUERY lists the ids of what matches
    ");
}
