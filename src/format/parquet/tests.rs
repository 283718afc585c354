use super::*;
use crate::story::{Body, RawStory};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type, Int96, Int96Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use std::io::Cursor;

const SCHEMA: &str = "message news {
    required binary title (UTF8);
    required binary text (UTF8);
    optional group authors (LIST) { repeated group list { optional binary element (UTF8); } }
    required int64 date (TIMESTAMP(NANOS,false));
    required int64 updated_at (TIMESTAMP(MICROS,true));
    required int96 created_at;
    required binary picture;
}";

/// A file of rows, each a title and a text.
fn file(rows: &[(String, String)], compression: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut out = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut out, schema, Arc::new(properties)).expect("a writer");
    let mut group = writer.next_row_group().expect("a group");
    let text = |it: &str| ByteArray::from(it.as_bytes().to_vec());
    let mut column = 0;
    while let Some(mut next) = group.next_column().expect("a column") {
        let levels = vec![3_i16; rows.len()];
        let flat = vec![0_i16; rows.len()];
        let many = |it: &str| vec![text(it); rows.len()];
        match column {
            0 | 1 => {
                let cells: Vec<ByteArray> =
                    rows.iter().map(|it| text(if column == 0 { &it.0 } else { &it.1 })).collect();
                next.typed::<ByteArrayType>().write_batch(&cells, None, None).map(|_| ())
            }
            2 => next
                .typed::<ByteArrayType>()
                .write_batch(&many("Ann Lee"), Some(&levels), Some(&flat))
                .map(|_| ()),
            3 => {
                let times = vec![1_425_340_800_123_456_789; rows.len()];
                next.typed::<Int64Type>().write_batch(&times, None, None).map(|_| ())
            }
            4 => {
                let times = vec![1_425_340_800_123_456; rows.len()];
                next.typed::<Int64Type>().write_batch(&times, None, None).map(|_| ())
            }
            5 => {
                let mut time = Int96::new();
                time.set_data(0, 0, 2_457_085);
                let times = vec![time; rows.len()];
                next.typed::<Int96Type>().write_batch(&times, None, None).map(|_| ())
            }
            _ => next
                .typed::<ByteArrayType>()
                .write_batch(&many("\u{1}\u{2}"), None, None)
                .map(|_| ()),
        }
        .expect("a column is written");
        next.close().expect("it closes");
        column += 1;
    }
    group.close().expect("it closes");
    writer.close().expect("it closes");
    out
}

fn rows() -> Vec<(String, String)> {
    let texts = ["The harbor was shut by fog.", "Ships wait \u{2014} 41 of them.\n\nMore came."];
    texts.iter().map(|it| ("Fog".to_owned(), (*it).to_owned())).collect()
}

fn cut(bytes: &[u8], limit: usize) -> Vec<Cut> {
    Parquet.cut(Box::new(Cursor::new(bytes.to_vec())), &Limits { story: limit }).collect()
}

fn stories(bytes: &[u8]) -> Vec<RawStory> {
    let read = |it| match it {
        Cut::Record(record) => match Parquet.read(&record, &Context::default()) {
            Ok(Read::Raw(raw)) => Some(raw),
            _ => None,
        },
        _ => None,
    };
    cut(bytes, 1 << 20).into_iter().filter_map(read).collect()
}

#[test]
fn rows_become_stories() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4_RAW,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
    ] {
        let bytes = file(&rows(), compression);
        assert!(Parquet.sniff(&bytes));
        let all = stories(&bytes);
        assert_eq!(all.len(), 2, "{compression}");
        assert_eq!(all[0].headline.as_deref(), Some("Fog"));
        assert_eq!(all[0].body, Body::Wrapped("The harbor was shut by fog.".into()));
        assert_eq!(all[0].bylines, ["Ann Lee"]);
        let filed = all[0].filed.clone().expect("a time");
        assert_eq!((filed.date.as_str(), filed.zone), ("2015-03-03", None));
    }
}

#[test]
fn times_say_their_zone_where_the_file_does() {
    let bytes = file(&rows()[..1], Compression::SNAPPY);
    let Some(Cut::Record(record)) = cut(&bytes, 1 << 20).pop() else {
        panic!("a record was expected");
    };
    let row: Value = serde_json::from_slice(&record.bytes).expect("JSON");
    assert_eq!(row["date"], "2015-03-03T00:00:00");
    assert_eq!(row["updated_at"], "2015-03-03T00:00:00Z");
    assert_eq!(row["created_at"], "2015-03-03T00:00:00");
    assert_eq!(row.get("picture"), None);
}

#[test]
fn limits_and_damage_are_told() {
    let bytes = file(&rows(), Compression::SNAPPY);
    let told = |cuts: Vec<Cut>| -> Vec<String> {
        let reasons = cuts.into_iter().filter_map(|it| match it {
            Cut::Refused(Refusal::Reject { reason, .. }) => Some(reason),
            _ => None,
        });
        reasons.collect()
    };
    assert!(told(cut(&bytes, 10))[0].contains("--max-story"));
    assert!(told(cut(&bytes[..bytes.len() - 9], 1 << 20))[0].contains("cannot be read"));
    let long = vec![("Fog".to_owned(), "x ".repeat(3000))];
    let bytes = file(&long, Compression::ZSTD(ZstdLevel::default()));
    assert!(told(cut(&bytes, 3000))[0].contains("--max-story"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_written_comes_back(texts in proptest::collection::vec("[A-Z][a-zé,<&\"]{2,30} [a-z]{3,9}[.]", 1..5)) {
        let rows: Vec<_> = texts.iter().map(|it| ("Fog".to_owned(), it.clone())).collect();
        let all = stories(&file(&rows, Compression::SNAPPY));
        prop_assert_eq!(all.len(), texts.len());
        for (raw, text) in all.iter().zip(&texts) {
            prop_assert_eq!(&raw.body, &Body::Wrapped(text.clone()));
        }
    }

    #[test]
    fn never_panics(
        changes in proptest::collection::vec((0usize..2000, any::<u8>()), 1..4),
        length in prop_oneof![9 => Just(usize::MAX), 1 => 8usize..2000],
    ) {
        let mut bytes = file(&rows(), Compression::SNAPPY);
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(length);
        for cut in cut(&bytes, 1 << 20) {
            if let Cut::Record(record) = cut {
                let _ = Parquet.read(&record, &Context::default());
            }
        }
    }
}
