use super::*;
use proptest::prelude::*;

#[test]
fn shapes_that_are_not_read_are_named() {
    for (head, kind) in [
        (&b"\x89PNG\r\n"[..], "picture"),
        (b"\0\0\0\0\x01\x02abc", "binary data"),
        (b"\x16\x16\x01f0815\x1freute\r\nu f", "ANPA 1312 (not read yet)"),
        (b"\x7f\r\n\x01dpa062 4 i 211 Harbor\r\n", "IPTC 7901 (not read yet)"),
        (b"<?xml version=\"1.0\"?>\n<nitf><head/>", "NITF (not read yet)"),
        (b"<ns0:newsMessage xmlns:ns0=\"x\">", "NewsML-G2 (not read yet)"),
        (b"<newsitem itemid=\"2286\">", "RCV1 XML (not read yet)"),
        (b"<!DOCTYPE html><html>", "HTML (not read yet)"),
        (b"<html xmlns=\"x\"><head>", "HTML (not read yet)"),
        (b"<!-- a note -->\n<!ELEMENT STORY - - (P+)>", "markup"),
        (b"<archive>\n<entry/>", "XML (not read yet)"),
        (b"{\"uri\": 1}", "JSON (not read yet)"),
        (b"[\n {\"uri\": 1}]", "JSON (not read yet)"),
        (b"WARC/1.0\r\n", "WARC (not read yet)"),
        (b"From ann@example.org Mon Mar  2 10:00:00 1998\nFrom: x", "mailbox (not read yet)"),
        (b"Received: by x\nSubject: harbor\n\ntext", "mail (not read yet)"),
        (b"id,headline,date\n1,Fog,1987\n2,Sun,1988\n", "CSV (not read yet)"),
        (b"\xFF\xFE<\0?\0x\0m\0l\0>\0<\0a\0>\0", "XML (not read yet)"),
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
