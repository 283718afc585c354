use super::*;
use proptest::prelude::*;

#[test]
fn shapes_that_are_not_read_are_named() {
    for (head, kind) in [
        (&b"\x89PNG\r\n"[..], "picture"),
        (b"\0\0\0\0\x01\x02abc", "binary data"),
        (b"<contentSet xmlns=\"x\"><inlineXML>", "part of a NewsML-G2 document"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"<html xmlns=\"x\"><head>", "web page"),
        (b"<!-- a note -->\n<!ELEMENT STORY - - (P+)>", "markup"),
        (b"<archive>\n<entry/>", "XML of another kind"),
        (b"WARC/1.0\r\n", "web archive"),
        (b"{\"uri\": 1}", "JSON data"),
        (b"[\n {\"uri\": 1}]", "JSON data"),
        (b"id,headline,date\n1,Fog,1987\n2,Sun,1988\n", "table"),
        (b"\xFF\xFE<\0?\0x\0m\0l\0>\0<\0a\0>\0", "XML of another kind"),
    ] {
        assert_eq!(unreadable_kind(head), Some(kind), "{}", String::from_utf8_lossy(head));
    }
}

#[test]
fn text_is_left_to_the_formats() {
    for head in [
        &b""[..],
        b"HARBOR SHUT\n\nBOSTON, March 3 - The harbor was shut.",
        b"[TEXT] The harbor was shut.",
        b"From Times staff reports\nThe harbor was shut, in 1998",
        b"Date: 3 March 1987\nSubject: Harbor\n\nBOSTON - Fog.",
        b"ZCZC ABC001\nFog.\nNNNN\n",
        b"\xFF\xFEF\0o\0g\0 \0i\0n\0",
        b"< 3 March >\nFog.",
        b"Date, place and ship\nof the harbor",
        "Müllers Schiff blieb im Hafen.".as_bytes(),
    ] {
        assert_eq!(unreadable_kind(head), None, "{}", String::from_utf8_lossy(head));
    }
}

proptest! {
    #[test]
    fn never_panics(bytes: Vec<u8>, text in "(<|!|\\?|--|>|\\[|\\{|\"|From |a|,|\n|\u{FEFF}){0,20}") {
        unreadable_kind(&bytes);
        unreadable_kind(text.as_bytes());
    }
}
