use super::*;
use crate::format::Cut;
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

fn read(text: &[u8], limit: usize, buffer: usize) -> Vec<RawStory> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.to_vec()));
    Telegraph
        .cut(Box::new(input), &Limits { story: limit })
        .filter_map(|it| match it {
            Cut::Record(record) => Telegraph.read(&record, &Context::default()).ok(),
            _ => None,
        })
        .filter_map(|it| if let Read::Raw(story) = it { Some(story) } else { None })
        .collect()
}

fn copy(story: &RawStory) -> &str {
    let Body::Copy(text) = &story.body else { panic!("copy was expected") };
    text
}

#[test]
fn frames_come_off() {
    let text =
        "ZCZC KST101\nFog ``came''.\nNNNN\n\nzczc kst 102 urgent\nSun.\nnnnn\nZCZC KST103\nRain.\n";
    assert!(Telegraph.sniff(text.as_bytes()));
    for buffer in [1, 9, 4096] {
        let stories = read(text.as_bytes(), 999, buffer);
        assert_eq!(stories.len(), 3);
        assert_eq!(copy(&stories[0]), "Fog “came”.");
        assert!(stories.iter().all(|it| it.topics == ["telegraph:KST"] && it.agency.is_none()));
        assert_eq!(
            (copy(&stories[1]), &stories[1].ednotes[..]),
            ("Sun.", &["urgent".to_owned()][..])
        );
        assert_eq!(copy(&stories[2]).trim(), "Rain.");
        let open: Vec<bool> =
            stories.iter().map(|it| it.flags.iter().any(|it| it == "end_tag_missing")).collect();
        assert_eq!(open, [false, false, true]);
    }
}

#[test]
fn damaged_frames_keep_their_text() {
    for (text, kept) in [
        ("ZCZC KS.101\nFog.\nNNNN\n", "Fog."),
        ("ZCZX KST101\nFog.\nNNNN\n", "ZCZX KST101\nFog."),
        ("Fog.\nNNNN\n", "Fog."),
        ("Fog.\n", "Fog."),
        (
            "ZCZC is how frames were opened, he said.\nFog.\n",
            "ZCZC is how frames were opened, he said.\nFog.",
        ),
    ] {
        assert_eq!(copy(&read(text.as_bytes(), 999, 9)[0]).trim(), kept);
    }
}

#[test]
fn marks_of_aap_come_off() {
    let text = "ZCZC FMG000\r\nYY TDA\r\nRACING SYDNEY, Feb 09 AAP - Fog Bank won=!\r\nthe last race.<!\r\n\
                =!\r\n1 FOG BANK   57.0   3\r\nNNNN\r\n";
    let stories = read(text.as_bytes(), 999, 9);
    assert_eq!(stories[0].agency.as_deref(), Some("AAP"));
    assert_eq!(stories[0].slug.as_deref(), Some("RACING"));
    assert_eq!(
        copy(&stories[0]).trim_end(),
        "SYDNEY, Feb 09 AAP - Fog Bank won\nthe last race.\n\n1 FOG BANK   57.0   3"
    );
}

#[test]
fn keywords_are_told_from_places() {
    for (line, keyword_of) in [
        ("RACING SYDNEY, Feb 09 AAP - Fog.", Some("RACING")),
        ("RACING NOSUCHTOWN, Feb 09 AAP - Fog.", Some("RACING")),
        ("BAFTAS LONDON, Feb 09 AAP - Fog.", Some("BAFTAS")),
        ("PORT MACQUARIE, Feb 09 AAP - Fog.", None),
        ("SYDNEY, Feb 09 AAP - Fog.", None),
        ("NOSUCH TOWN, Feb 09 AAP - Fog.", None),
        ("Racing Sydney, Feb 09 AAP - Fog.", None),
        ("RACING SYDNEY Fog.", None),
    ] {
        assert_eq!(keyword(line).map(|it| it.0), keyword_of, "{line}");
    }
}

#[test]
fn frames_are_known_from_their_neighbours_too() {
    for head in [
        &b"ZCZC FMG000\n"[..],
        b"\n\nZCZC  ABC 12345\nFog.\n",
        b"ZCYC ABC001\nFog.\nNNNN\n\nZCZC ABC002\nSun.\n",
        b"ZXZC ABC001\nFog.\nNMNN\nZCZC ABC002\nSun.\nNNNN\nZCZC ABC003\n",
    ] {
        assert!(Telegraph.sniff(head), "{}", String::from_utf8_lossy(head));
    }
    for head in [
        &b""[..],
        b"ZCZC\nFog.\nNNNN\n",
        b"ZCZC is a mark of the wire.\n",
        b"ZCZCABCDE001\nFog.\n",
        b"ZCZC ABC001x\nFog.\n",
        b"A frame begins\nZCZC ABC001\nand ends.\n",
        b"<p>\nZCZC ABC001\n",
        b"zczc abc001\nAN# 1\nPD# 06 June 2016\nTI# Fog\nTX# It came.\nnnnn\n",
    ] {
        assert!(!Telegraph.sniff(head), "{}", String::from_utf8_lossy(head));
    }
}

proptest! {
    #[test]
    fn a_written_story_is_read_back(
        paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( ([a-z]{2,6}|é[<&]|\"[a-z]{2,6}\")){3,30}\\.", 1..6),
        number in 0u32..999,
        aap: bool,
    ) {
        let end = if aap { "=!\r\n" } else { "\r\n" };
        let text: String = paragraphs.iter().map(|it| format!("{it}{end}{end}")).collect();
        let one = format!("ZCZC FMG{number:03}\r\n{}{text}NNNN\r\n", if aap { "YY TDA\r\n" } else { "" });
        prop_assert!(Telegraph.sniff(one.as_bytes()));
        let stories = read(one.repeat(2).as_bytes(), 1 << 20, 11);
        prop_assert_eq!(stories.len(), 2);
        prop_assert_eq!(stories[1].agency.is_some(), aap);
        prop_assert_eq!(crate::text::paragraphs::paragraphs(copy(&stories[1])), paragraphs);
    }

    #[test]
    fn never_panics(
        bytes: Vec<u8>,
        text in "(ZCZC |zczc|FMG000|YY TDA\n|=!\n|<!|NNNN\n|nnnn| |\n|\r|fog|é){0,30}",
        limit in 0usize..200,
    ) {
        for bytes in [&bytes[..], text.as_bytes()] {
            Telegraph.sniff(bytes);
            prop_assert_eq!(read(bytes, limit, 1), read(bytes, limit, 4096));
        }
    }
}

#[test]
fn a_control_character_inside_of_a_line_changes_no_format() {
    let text = "ZCZC KST101\nFog shut the harbor.\nNNNN\n\nZCZC KST\u{1}02\nFerries wait.\nNNNN\n";
    assert!(Telegraph.sniff(text.as_bytes()));
    assert!(!Telegraph.sniff(b"ZCZC KST101\n\x01S0102 1F xx\nFog shut the harbor.\nNNNN\n"));
}
