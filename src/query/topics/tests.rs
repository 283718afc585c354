//! Files of queries as people have them, and what each becomes.

use super::*;

/// Each topic as `line id text`, errors behind `!`.
fn read(bytes: &[u8], part: TopicPart) -> (TopicsFormat, Vec<String>) {
    let read = topics(bytes, None, part).expect("a file");
    let shown = |topic: &Topic| {
        let id = topic.id.as_deref().unwrap_or("-");
        match &topic.text {
            Ok(text) => format!("{} {id} {text}", topic.line),
            Err(why) => format!("{} {id} ! {why}", topic.line),
        }
    };
    (read.format, read.topics.iter().map(shown).collect())
}

#[track_caller]
fn reads(bytes: &[u8], format: TopicsFormat, expected: &[&str]) {
    assert_eq!(
        read(bytes, TopicPart::Title),
        (format, expected.iter().map(|it| (*it).to_owned()).collect())
    );
}

#[test]
fn tab_separated() {
    let format = TopicsFormat::Tsv;
    reads(
        b"q1\tchina talks\nq2\t\"peace\" \r\n\nq3\ta\n",
        format,
        &["1 q1 china talks", "2 q2 \"peace\"", "4 q3 a"],
    );
    reads(b"\xEF\xBB\xBFID\tyear\tQuery\n7\t1987\tcocoa\n", format, &["2 7 cocoa"]);
    reads(
        b"q1\tcocoa\nq1\tagain\n\tnone\nq4\t \nq5\nq6\ta\tb\nq7\t\xff\n",
        format,
        &[
            "1 q1 cocoa",
            "2 q1 ! the id q1 was there before",
            "3  ! it has no id",
            "4 q4 ! its query is empty",
            "5 q5 ! there is no tab with a query behind it",
            "6 q6 ! it has 3 columns, and no heading says which is the query; write a first row with id and query",
            "7 q7 ! it is no UTF-8 at byte 1 of it",
        ],
    );
    // An id may be used again where the first use came to nothing.
    reads(
        b"q1\t\xff\nq1\tcocoa\n",
        format,
        &["1 q1 ! it is no UTF-8 at byte 1 of it", "2 q1 cocoa"],
    );
}

#[test]
fn comma_separated() {
    let format = TopicsFormat::Csv;
    reads(
        b"id,query\r\n1,\"china, \"\"peace\ntalks\"\"\"\r\n2,cocoa\r\n",
        format,
        &["2 1 china, \"peace talks\"", "4 2 cocoa"],
    );
    reads(b"1,cocoa\n2,\"a, b\"\n", format, &["1 1 cocoa", "2 2 a, b"]);
    reads(b"query,note,qid\ncocoa,x,9\nhalf\n", format, &["2 9 cocoa", "3 - ! it has no id"]);
}

#[test]
fn json_lines() {
    let format = TopicsFormat::Jsonl;
    reads(
        b"{\"id\": 1, \"query\": \"china  talks\"}\n{\"qid\":\"b\",\"title\":\"t\",\"desc\":\"d\"}\n[]\n{\n{\"id\":3}\n{\"id\":4,\"query\":5}\n{\"query\":\"x\"}\n",
        format,
        &[
            "1 1 china talks",
            "2 b t",
            "3 - ! it is no JSON object; write {\"id\": \u{2026}, \"query\": \u{2026}}",
            "4 - ! it is no JSON: EOF while parsing an object at column 1",
            "5 3 ! it has neither query nor title nor description",
            "6 4 ! its query is no text",
            "7 - ! it has no id",
        ],
    );
    let both = read(b"{\"number\":\"b\",\"title\":\"t\",\"description\":\"d\"}", TopicPart::Both);
    assert_eq!(both.1, ["1 b t d"]);
}

#[test]
fn topics_of_trec_as_sgml() {
    let open = b"<top>\n\n<num> Number: 301 \n<title> Organized\nCrime \n\n<desc> Description: \nWho is it & why?\n\n<narr> Narrative: \nNot <this>.\n\n</top>\n\n<top>\n<head> Tipster\n<num> Number:  051\n<dom> Domain: x\n<title> Topic:  Airbus Subsidies\n<smry> no\n</top>\n";
    reads(open, TopicsFormat::Trec, &["1 301 Organized Crime", "15 51 Airbus Subsidies"]);
    assert_eq!(
        read(open, TopicPart::Both).1,
        ["1 301 Organized Crime Who is it & why?", "15 51 Airbus Subsidies",]
    );
    assert_eq!(
        read(open, TopicPart::Description).1,
        [
            "1 301 Who is it & why?",
            "15 51 ! it has no description; --topic title asks by what it has",
        ]
    );
    let closed = b"<?xml version='1.0'?>\n<xml>\n<top>\n<num> 1</num> \n<title>\nwhat &lt; laws .\n</title>\n</top>\n<TOP><NUM>2</NUM><TITLE>b</TITLE></TOP></xml>";
    reads(closed, TopicsFormat::Trec, &["3 1 what < laws .", "9 2 b"]);
    // None is closed, and one has nothing.
    reads(
        b"<top><num>1<title>a <b>bold</b> p < 5<top><title>b<top><num>3",
        TopicsFormat::Trec,
        &[
            "1 1 a bold p < 5",
            "1 - ! it has no id",
            "1 3 ! it has neither query nor title nor description",
        ],
    );
}

#[test]
fn topics_of_trec_as_xml() {
    let web = b"<topics>\n<!-- <topic number='0'><query>no</query></topic> -->\n<topic number=\"1\" type=\"faceted\">\n<query>family tree</query>\n<description>Find it.</description>\n<subtopic number=\"1\">no</subtopic>\n</topic>\n<topic id='t2'><title><![CDATA[R&D]]></title></topic>\n<topic number=\"3\">loose\ntext</topic></topics>";
    reads(web, TopicsFormat::Trec, &["3 1 family tree", "8 t2 R&D", "9 3 loose text"]);
    assert_eq!(read(web, TopicPart::Both).1[0], "3 1 family tree Find it.");
}

#[test]
fn a_query_a_line() {
    let format = TopicsFormat::Lines;
    reads(
        b"china, talks\n\n\"peace talks\" AND oil\r\n",
        format,
        &["1 1 china, talks", "3 3 \"peace talks\" AND oil"],
    );
    reads(b"", format, &[]);
    reads(b"<b> of no topic", format, &["1 1 <b> of no topic"]);
}

#[test]
fn files_that_are_none_are_told() {
    assert!(topics(b"[{\"id\":1}]", None, TopicPart::Title).unwrap_err().contains("array"));
    assert!(topics(b"\xff\xfea\0", None, TopicPart::Title).unwrap_err().contains("UTF-16"));
    let long = vec![b'a'; MAX_TOPICS_BYTES + 1];
    assert!(topics(&long, None, TopicPart::Title).unwrap_err().contains("64 MiB"));
    let id = [b"x".repeat(MAX_ID + 1), b"\tcocoa".to_vec()].concat();
    assert_eq!(read(&id, TopicPart::Title).1, ["1 - ! its id has 513 bytes, more than 512"]);
}

proptest::proptest! {
    #[test]
    fn never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), which in 0..6usize) {
        use TopicsFormat::*;
        let format = [None, Some(Tsv), Some(Csv), Some(Jsonl), Some(Trec), Some(Lines)][which];
        let _ = topics(&bytes, format, TopicPart::Both);
    }

    #[test]
    fn markup_never_panics(text in "(<|>|/|top|topic|num|title|desc| |number=|\"|'|&|;|#x4|\n|<!--|-->|<!\\[CDATA\\[|é){0,40}") {
        let read = topics(text.as_bytes(), Some(TopicsFormat::Trec), TopicPart::Both);
        proptest::prop_assert!(read.is_ok());
    }

    #[test]
    fn what_is_written_is_read_back(
        rows in proptest::collection::btree_map("[a-z0-9]{1,6}", "[a-zé\",&?]{1,8}( [a-z\",&<?]{1,8}){0,3}", 1..6)
    ) {
        let rows: Vec<(String, String)> = rows.into_iter().collect();
        let tsv: String = rows.iter().map(|(id, text)| format!("{id}\t{text}\n")).collect();
        let quoted = |text: &str| text.replace('"', "\"\"");
        let csv: String = rows.iter().map(|(id, text)| format!("{id},\"{}\"\r\n", quoted(text))).collect();
        let json = |(id, text): &(String, String)| serde_json::json!({"id": id, "query": text}).to_string() + "\n";
        let jsonl: String = rows.iter().map(json).collect();
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let topic = |(id, text): &(String, String)| format!("<top>\n<num> Number: x{id}\n<title> {}\n</top>\n", escaped(text));
        let trec: String = rows.iter().map(topic).collect();
        for (text, format, prefix) in [
            (tsv, TopicsFormat::Tsv, ""),
            (format!("id,query\n{csv}"), TopicsFormat::Csv, ""),
            (jsonl, TopicsFormat::Jsonl, ""),
            (trec, TopicsFormat::Trec, "x"),
        ] {
            let read = topics(text.as_bytes(), Some(format), TopicPart::Title).unwrap();
            let found: Vec<(String, String)> = read
                .topics
                .into_iter()
                .map(|topic| (topic.id.unwrap_or_default(), topic.text.unwrap_or_else(|why| why)))
                .collect();
            let written: Vec<(String, String)> =
                rows.iter().map(|(id, text)| (format!("{prefix}{id}"), tidy(text))).collect();
            proptest::prop_assert_eq!(found, written);
        }
    }
}
