use super::*;
use crate::copy::compose;
use crate::story::{Body, RawStory, Source};
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

const TEXT: &str = "The harbor was shut by fog on Monday.";

fn cut(bytes: &[u8], limit: usize, buffer: usize) -> Vec<Cut> {
    let input = Box::new(BufReader::with_capacity(buffer, Cursor::new(bytes.to_vec())));
    Csv.cut(input, &Limits { story: limit }).collect()
}

fn records(bytes: &[u8]) -> Vec<Record> {
    let records = cut(bytes, 1 << 20, 1 << 13).into_iter().filter_map(|it| match it {
        Cut::Record(record) => Some(record),
        _ => None,
    });
    records.collect()
}

fn read(record: &Record) -> Result<RawStory, Refusal> {
    match Csv.read(record, &Context::default())? {
        Read::Raw(raw) => Ok(raw),
        Read::Story(_) | Read::Package(..) => unreachable!("none is made"),
    }
}

fn stories(text: &str) -> Vec<RawStory> {
    records(text.as_bytes()).iter().filter_map(|it| read(it).ok()).collect()
}

fn headlines(text: &str) -> Vec<String> {
    stories(text).into_iter().filter_map(|it| it.headline).collect()
}

fn text(raw: &RawStory) -> String {
    match &raw.body {
        Body::Wrapped(text) | Body::Copy(text) | Body::Preformatted(text) => text.clone(),
        Body::Paragraphs(all) => all.join("\n\n"),
    }
}

#[test]
fn tables_are_known_by_their_heading() {
    for table in [
        format!("id,headline,text\n1,Fog,{TEXT}\n2,Sun,{TEXT}\n"),
        format!("\u{feff}id;headline;text\r\n1;Fog;{TEXT}\r\n2;Sun;{TEXT}\r\n"),
        format!("sep=;\nid;headline;text\n1;Fog;{TEXT}\n"),
        format!("headline\ttext\nFog\t{TEXT}\n"),
        format!(",title,article\n0,\"Fog\",\"{TEXT}\n\nMore, too.\"\n"),
        format!("id|title|body\n1|Fog|{TEXT}\n2|Sun|{TEXT}\n"),
        format!("Web;'{TEXT} {TEXT} {TEXT}'\nSport;'It's \"so\"; {TEXT} {TEXT} {TEXT}'\n"),
        format!("\"3\",\"Fog shuts harbor\",\"{0} {0} {0}\"\n", TEXT).repeat(3),
        "publish_date,headline_text\n20030219,fog shuts harbor\n20030219,sun is back\n".to_owned(),
    ] {
        assert!(Csv.sniff(table.as_bytes()), "{table}");
    }
    for other in [
        "",
        "Date, place and ship\nof the harbor",
        "Story, by Ann Lee\n\nThe harbor, too, was shut.\n",
        "HARBOR SHUT\n\nBOSTON, March 3 - The harbor was shut, and ships wait.\n",
        "id,price,date\n1,2,1987\n2,3,1988\n",
        "<text>, title\n1,2\n",
        "{\"text\": \"a\", \"title\": 1}\n",
        "Title: Fog\nText: The harbor, too, was shut.\n",
        "Smith, J., 12, Boston\nLee, A., 14, York\nPoe, J., 15, Hull\n",
    ] {
        assert!(!Csv.sniff(other.as_bytes()), "{other}");
    }
    let kind = super::super::unreadable_kind(b"id,price,date\n1,2,1987\n2,3,1988\n");
    assert_eq!(kind, Some("table"));
}

#[test]
fn rows_come_with_their_heading() {
    let table = format!("\u{feff}headline,text\n\nFog,{TEXT}\r\nSun,{TEXT}");
    let records = records(table.as_bytes());
    assert_eq!(records.len(), 2);
    let first = "\u{feff}headline,text\n\n".len();
    assert_eq!(records[0].offset, first as u64);
    for record in &records {
        assert!(record.bytes.starts_with(&table.as_bytes()[..first]));
        assert!(record.bytes.ends_with(TEXT.as_bytes()));
        assert_eq!(text(&read(record).expect("a story")), TEXT);
    }
}

#[test]
fn quotes_in_every_way() {
    let all = [
        "title,text\n\"Fog, they say\",\"He said \"\"no\"\", then\nleft it.\"\n",
        "title,text\n\"Fog, they say\",\"He said \\\"no\\\", then\nleft it.\"\n",
    ];
    for table in all {
        let stories = stories(table);
        assert_eq!(stories.len(), 1, "{table}");
        assert_eq!(stories[0].headline.as_deref(), Some("Fog, they say"));
        assert_eq!(text(&stories[0]), "He said \"no\", then\nleft it.");
        assert!(stories[0].flags.is_empty());
    }
    // Quotes that are text.
    let table = "title\ttext\nFog\t\"No,\" he said. \"Never.\" And left.\nSun\tIt is.\n";
    let stories = stories(table);
    assert_eq!(text(&stories[0]), "\"No,\" he said. \"Never.\" And left.");
    assert_eq!(text(&stories[1]), "It is.");
    // The last quote of a cell before a backslash quote of the same cell.
    let table = "title,text\nA,\"He said \\\"no.\\\"\"\nB,\"It is.\"\n";
    assert_eq!(headlines(table), ["A", "B"]);
}

#[test]
fn rows_of_the_wrong_width_are_read() {
    let table = format!("id,title,text,url\n7,Fog,{TEXT}\n8,Sun,\"{TEXT}\",http://x.org/a,,\n");
    let all = stories(&table);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].flags, ["row_ragged"]);
    assert!(all[1].flags.is_empty() && all[1].url.is_some());
    // Commas without quotes in the text.
    let table = "id,title,text,url\n7,Fog,\"It is.\",http://x.org/a\n8,Sun,No, he said, it is,http://x.org/b\n";
    let all = stories(table);
    assert_eq!(text(&all[1]), "No, he said, it is");
    assert_eq!(all[1].url.as_deref(), Some("http://x.org/b"));
    // A line end without quotes.
    let table = "title\ttext\turl\nFog\tIt is fog.\nIt goes on.\thttp://x.org/a\nSun\tIt is.\thttp://x.org/b\n";
    let all = stories(table);
    assert_eq!(all.len(), 2);
    assert_eq!(text(&all[0]), "It is fog.\n\nIt goes on.");
    assert_eq!(all[0].flags, ["row_broken"]);
    assert_eq!(all[0].url.as_deref(), Some("http://x.org/a"));
}

#[test]
fn a_lost_quote_costs_no_neighbour() {
    let row = |id: &str| format!("\"{id}\",\"Fog at {id}\",\"It is, they\nsay, fog.\n\nMore.\"\n");
    let whole = row("a");
    for (at, _) in whole.match_indices('"') {
        let mut damaged = whole.clone();
        damaged.remove(at);
        let table = format!("id,title,text\n{}{damaged}{}{}", row("x"), row("y"), row("z"));
        let all = headlines(&table);
        for id in ["x", "y", "z"] {
            assert!(all.contains(&format!("Fog at {id}")), "{at}: {table}\n{all:?}");
        }
    }
}

#[test]
fn odd_charsets_and_zeros() {
    let mut bytes = b"title,text\nM\xFCller,Der Hafen l\xE4uft wieder gut.\n".to_vec();
    let raw = read(&records(&bytes)[0]).expect("a story");
    assert_eq!(raw.headline.as_deref(), Some("Müller"));
    assert_eq!(raw.charset, "windows-1252");
    bytes.extend(b"F\0o\0g,It is f\0og.\n");
    let raw = read(&records(&bytes)[1]).expect("a story");
    assert_eq!((raw.headline.as_deref(), text(&raw).as_str()), (Some("Fog"), "It is fog."));
    let wide: Vec<u8> = "\u{feff}title\ttext\nNebel\tEs ist Nebel, überall.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(Csv.sniff(&wide));
    let raw = read(&records(&wide)[0]).expect("a story");
    assert_eq!(text(&raw), "Es ist Nebel, überall.");
}

#[test]
fn ten_k_gnad_parts_at_the_first_semicolon() {
    let all = stories(&format!("Web;'{TEXT} It's so; he said \"no\"'\nSport;'{TEXT}'\n"));
    assert_eq!(text(&all[0]), format!("{TEXT} It's so; he said \"no\""));
    assert_eq!(all[0].category.as_deref(), Some("Web"));
    assert_eq!(all.len(), 2);
}

#[test]
fn limits_hold() {
    let long = "x ".repeat(3000);
    let table = format!("title,text\nA,{TEXT}\nB,\"{long}\n{long}\"\nC,{TEXT}\n");
    let shape: Vec<_> = cut(table.as_bytes(), 1000, 64)
        .into_iter()
        .map(|it| match it {
            Cut::Record(record) => {
                read(&record).ok().and_then(|it| it.headline).unwrap_or_default()
            }
            Cut::Refused(Refusal::Reject { reason, .. }) => reason[..9].to_owned(),
            _ => "?".to_owned(),
        })
        .collect();
    assert_eq!(shape, ["A", "the story", "C"]);
}

#[test]
fn a_table_without_text_is_none() {
    let record = &records(b"id,price\n1,2\n")[0];
    assert_eq!(read(record).unwrap_err(), Refusal::NotStory { kind: "table" });
    let record = &records(b"id,text\n1,\n")[0];
    assert_eq!(read(record).unwrap_err(), Refusal::NotStory { kind: "row without text" });
}

/// Words with everything that a table has to quote.
fn cell() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-zé]{2,9}",
        1 => Just("\"no,\"".to_owned()),
        1 => Just("AT&T".to_owned()),
        1 => Just("a\tb".to_owned()),
        1 => Just("x;y|z".to_owned()),
        1 => Just("it's".to_owned()),
        1 => Just("5\" nails".to_owned()),
    ];
    let line = proptest::collection::vec(word, 3..9).prop_map(|it| it.join(" ") + ".");
    proptest::collection::vec(line, 1..4).prop_map(|it| it.join("\n\n"))
}

/// White space is free.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn a_heading_is_read_once_and_not_for_each_row() {
    // Twenty thousand bytes of heading above each of ten thousand rows: read for each of them, they
    // would take minutes.
    let table = format!("title,text,{}\n{}", "x".repeat(20_000), "Fog,It came.,c\n".repeat(10_000));
    let start = std::time::Instant::now();
    assert_eq!(headlines(&table).len(), 10_000);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_heading_means_the_same_whatever_was_read_before() {
    let tables = [
        "title,text\nFog,It came.\nSun,It rose.\n",
        "title;text\nFog;It came.\nSun;It rose.\n",
        "text,title\r\nIt came.,Fog\r\nIt rose.,Sun\r\n",
        "\"title\",text\nFog,It came.\nSun,It rose.\n",
        "title,text\rFog,It came.\rSun,It rose.\r",
    ];
    for table in tables.iter().chain(tables.iter().rev()) {
        assert_eq!(headlines(table), ["Fog", "Sun"], "{table}");
    }
    // The second line tells that the first one is no heading.
    let single =
        "category;text\nWeb;'Der Nebel kam.'\nWeb;'Die Sonne kam.'\nWeb;'Der Regen kam.'\n";
    for _ in 0..2 {
        let texts: Vec<String> = stories(single).iter().map(text).collect();
        assert!(texts.iter().any(|it| it == "Der Nebel kam."), "{texts:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_comes_back(
        rows in proptest::collection::vec(("[A-Z][a-z]{3,9} [a-z]{3,9}", cell(), cell()), 1..8),
        delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')],
        always: bool,
        doubled: bool,
    ) {
        let style = if always { ::csv::QuoteStyle::Always } else { ::csv::QuoteStyle::Necessary };
        let mut writer = ::csv::WriterBuilder::new()
            .delimiter(delimiter)
            .quote_style(style)
            .double_quote(doubled)
            .from_writer(Vec::new());
        writer.write_record(["headline", "text", "summary"]).expect("a heading");
        for (headline, body, summary) in &rows {
            writer.write_record([headline, body, summary]).expect("a row");
        }
        let table = writer.into_inner().expect("a table");
        prop_assert!(Csv.sniff(&table));
        let found = records(&table);
        prop_assert_eq!(found.len(), rows.len());
        for (record, (headline, body, _)) in found.iter().zip(&rows) {
            let raw = read(record).expect("a story");
            prop_assert_eq!(raw.headline.as_deref(), Some(headline.as_str()));
            prop_assert!(raw.flags.is_empty());
            let own = text(&raw);
            prop_assert_eq!(words(&own), words(body));
            let story = compose::story(raw, Source::default()).expect("a record");
            let paragraphs = story.body.unwrap_or_default().matches("\n\n").count();
            prop_assert!(paragraphs >= body.matches("\n\n").count());
        }
    }

    #[test]
    fn never_panics(bytes in "(id|text|,|;|\t|\"|\\\\|\n|\r|'| |a){0,60}", limit in 0usize..40, buffer in 1usize..9) {
        Csv.sniff(bytes.as_bytes());
        let shape = |cuts: Vec<Cut>| -> Vec<(u64, Vec<u8>)> {
            cuts.into_iter().map(|it| match it {
                Cut::Record(record) => {
                    let _ = Csv.read(&record, &Context::default());
                    (record.offset, record.bytes)
                }
                Cut::Refused(Refusal::Reject { offset, .. }) => (offset, b"!".to_vec()),
                _ => (0, Vec::new()),
            }).collect()
        };
        let small = shape(cut(bytes.as_bytes(), limit, buffer));
        // Cuts do not depend on how the bytes came, unless the limit bites first.
        if limit > bytes.len() {
            prop_assert_eq!(small, shape(cut(bytes.as_bytes(), limit, 1 << 13)));
        }
    }

    #[test]
    fn any_bytes_are_safe(bytes: Vec<u8>) {
        Csv.sniff(&bytes);
        for cut in cut(&bytes, 1 << 20, 7) {
            if let Cut::Record(record) = cut {
                let _ = Csv.read(&record, &Context::default());
            }
        }
    }
}
